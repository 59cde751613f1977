//! Cases of a story: money or goods are asked for, and whoever has to act does something that fits, or now and then something that does
//! not. What keeps them from it has to be what it should be.

use super::deeds::did;
use super::world::{Asked, World};
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, confirm_goods, contest_return, decide_case, escalate_case, give_back_instead, open_case,
    receive_return, refuse_case, resend_goods, say_in_case, send_return, withdraw_case,
};
use market::aftersales::queries::case_of;
use market::aftersales::{AskRefusal, CaseId, CaseKind, CaseRefusal, CaseRow, CaseState, CaseView, EvidenceId};
use market::kernel::Problem;

/// The shop whose goods come in two sizes.
const DRESS_SHOP: usize = 1;

/// Whatever anybody can do in a case, but for what operators do.
const ANSWERS: [&str; 11] = [
    "agree",
    "refuse",
    "withdraw",
    "escalate",
    "send back",
    "receive",
    "contest",
    "appeal",
    "send again",
    "have them",
    "give back instead",
];

/// What fits where a case stands; each as often as it is likely.
const fn fitting(state: CaseState) -> &'static [&'static str] {
    match state {
        CaseState::Asked => &["agree", "agree", "agree", "refuse", "withdraw", "give back instead"],
        CaseState::Refused => &["escalate", "escalate", "agree", "withdraw", "give back instead"],
        CaseState::Returning => &["send back", "send back", "send back", "withdraw"],
        CaseState::Returned => &["receive", "receive", "receive", "contest"],
        CaseState::Resending => &["send again", "send again", "send again", "give back instead", "withdraw"],
        CaseState::Resent => &["have them", "have them", "escalate"],
        CaseState::Disputed => &["decide", "decide", "give back instead", "withdraw"],
        CaseState::Decided => &["appeal"],
        CaseState::Appealed => &["decide"],
        CaseState::Settled | CaseState::Replaced | CaseState::Closed => &[],
    }
}

/// No two parcels of an order have one number.
fn parcel(way: &str, case: CaseId) -> String {
    format!("{way}{}", case.uuid().simple())
}

/// It was done; or the case stands where it cannot be.
fn moved(answer: Result<(), Problem<CaseRefusal>>) -> bool {
    match answer {
        Ok(()) => true,
        Err(Problem::Refused(CaseRefusal::NotFrom(_))) => false,
        Err(other) => panic!("{other}"),
    }
}

impl World<'_> {
    /// A buyer asks for something of an order, which may be in no state for it.
    pub async fn ask(&mut self) -> bool {
        let Some(of) = self.trouble.pick_recent(&self.orders) else { return false };
        let kind = self.trouble.pick(CaseKind::ALL).expect("one of them");
        let (bought, all) = self.table.goods[of.shop];
        let quantity = self.trouble.pick(&[all, all / 2]).unwrap_or(1);
        let mut ask = self.kit.asks(of.order, kind, &[(0, quantity)]);
        ask.amount_minor = self.trouble.pick(&[None, None, Some(333)]).flatten();
        if kind == CaseKind::Exchange && of.shop == DRESS_SHOP && self.trouble.roll(2) == 0 {
            ask.wanted = vec![(0, self.table.large)];
        }
        match open_case(&self.kit.market, &self.table.buyers[of.buyer].buyer(), &ask).await {
            Ok(case) => {
                // What came in exchange before comes again, also where the form does not name it.
                let is_large = self.whole_case(case).await.parts.iter().any(|part| part.wanted.is_some());
                assert!(is_large || ask.wanted.is_empty(), "{case} forgot what is wanted");
                let comes = if is_large { self.table.large } else { bought };
                self.cases.push(Asked { case, of, quantity, comes });
            }
            Err(Problem::Refused(AskRefusal::Words(_) | AskRefusal::AttemptReused)) => panic!("a good form was refused"),
            Err(Problem::Refused(_)) => return false,
            Err(other) => panic!("{other}"),
        }
        self.trouble.note(if kind.is_of_goods() { "ask for goods" } else { "ask for money" }, kind.code());
        true
    }

    /// How a case stands.
    pub async fn case(&self, case: CaseId) -> CaseRow {
        self.whole_case(case).await.row
    }

    /// All of a case, as an operator reads it.
    async fn whole_case(&self, case: CaseId) -> CaseView {
        let view = case_of(&self.kit.market, Who::Operator(&self.table.olga), case).await.expect("an answer");
        view.expect("a case")
    }

    /// Somebody goes on with a case: mostly they do what fits where it stands.
    pub async fn answer_a_case(&mut self) -> bool {
        let Some(asked) = self.trouble.pick_recent(&self.cases) else { return false };
        let fits: &[&'static str] = if self.trouble.roll(5) == 0 { &ANSWERS } else { fitting(self.case(asked.case).await.state) };
        let Some(answer) = self.trouble.pick(fits) else { return false };
        let is_done = match answer {
            "send again" => self.send_again(asked).await,
            "decide" => self.decide(asked.case, self.draw_award()).await,
            _ => self.answer(asked, answer).await,
        };
        if is_done {
            self.trouble.note(answer, &asked.case.to_string());
        }
        is_done
    }

    async fn answer(&self, Asked { case, of, .. }: Asked, answer: &str) -> bool {
        let (market, buyer, staff) = (&self.kit.market, self.table.buyers[of.buyer].buyer(), &self.table.shops[of.shop]);
        moved(match answer {
            "agree" => agree_to_case(market, staff, case).await,
            "refuse" => refuse_case(market, staff, case, "No.").await,
            "withdraw" => withdraw_case(market, &buyer, case).await,
            "escalate" => escalate_case(market, &buyer, case, "Yes.").await,
            "send back" => send_return(market, &buyer, case, "sf", &parcel("BACK", case)).await,
            "receive" => receive_return(market, staff, case).await,
            "contest" => contest_return(market, staff, case, "A brick.").await,
            "appeal" => appeal_case(market, Who::Buyer(&buyer), case, "Look again.").await,
            "have them" => confirm_goods(market, &buyer, case).await,
            "give back instead" => give_back_instead(market, staff, case).await,
            other => panic!("nobody knows how to {other}"),
        })
    }

    /// The shop sends the goods once more, if its shelf has so much.
    async fn send_again(&mut self, asked: Asked) -> bool {
        let is_there = self.available(asked.comes).await >= asked.quantity;
        let was_sent = self.resent.iter().any(|sent| sent.case == asked.case);
        let staff = &self.table.shops[asked.of.shop];
        match resend_goods(&self.kit.market, staff, asked.case, "sf", &parcel("AGAIN", asked.case)).await {
            Ok(()) if was_sent => {}
            Ok(()) => {
                assert!(is_there, "{} was sent, and there was not so much", asked.case);
                self.resent.push(asked);
                self.trouble.count("other sizes that came in exchange", usize::from(asked.comes == self.table.large));
            }
            Err(Problem::Refused(CaseRefusal::Short { left, .. })) => {
                assert!(!is_there && left < asked.quantity, "{} could have been sent: {left}", asked.case);
                self.trouble.note("sold out", &asked.case.to_string());
                return false;
            }
            other => return moved(other),
        }
        true
    }

    /// What an operator may award.
    pub fn draw_award(&self) -> i64 {
        self.trouble.pick(&[0, 1, 300]).unwrap_or(0)
    }

    /// The operator reads all of a case and decides, for the first time or after an appeal.
    pub async fn decide(&self, case: CaseId, award: i64) -> bool {
        let mut done = false;
        for seen in [CaseState::Disputed, CaseState::Appealed] {
            let read = self.whole_case(case).await.heard();
            done |= match decide_case(&self.kit.market, &self.table.olga, case, (seen, read), (award, "So.")).await {
                // Less was asked for.
                Err(Problem::Refused(CaseRefusal::Amount)) => false,
                answer => moved(answer),
            };
        }
        done
    }

    /// A buyer shows a photo in a case, which may be over; now and then nothing comes after the photo.
    pub async fn show(&self) -> bool {
        let Some(Asked { case, of, .. }) = self.trouble.pick_recent(&self.cases) else { return false };
        let (market, buyer) = (&self.kit.market, self.table.buyers[of.buyer].buyer());
        let photo = EvidenceId::mint(market.now());
        let kept = match self.workshop.app.evidence.keep(photo, super::picture()).await {
            Ok(kept) => kept,
            Err(Problem::Fault(fault)) if fault.detail.contains("photo store") => return false,
            Err(other) => panic!("{other} at {}", market.now().millis()),
        };
        if self.trouble.one_in(4) {
            return false;
        }
        did(say_in_case(market, Who::Buyer(&buyer), case, "Look.", &[kept]).await).is_some()
    }
}
