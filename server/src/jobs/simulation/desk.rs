//! What people do about money past everything that runs by itself: the company's desk and banks move some, strangers pay, and the operator
//! looks at the statement and after refunds that the company refuses.

use super::company::{Company, NAME};
use super::world::World;
use market::kernel::Problem;
use market::payment::queries::{refund_due, stuck_refunds};
use market::payment::stuck::{retry_refund, settle_refund_by_hand};
use market::payment::{PaymentId, RefundId, ReportKind, StuckRefund, StuckRefusal};
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::queries::reconciliation;
use market::reconciliation::tie::tie_refund;
use market::reconciliation::{DeskRefund, DeskRefusal, Difference};

/// What the operator has done about money by hand.
#[derive(Default)]
pub struct Desk {
    /// Refunds that they had made at the company's desk, and the line of its statement that each became.
    made: Vec<(RefundId, String)>,
    /// Of which payment they transferred how much themselves.
    pub by_hand: Vec<(PaymentId, i64)>,
    /// Lines that are in no book, of which payment, of what kind and how much.
    pub explained: Vec<(PaymentId, ReportKind, i64)>,
}

impl World<'_> {
    /// The company's desk gives a buyer something back, past every case.
    pub fn give_at_desk(&self) -> bool {
        let Some((payment, _)) = self.trouble.pick_recent(&self.payments) else { return false };
        let (taken, back) = self.company.of(payment);
        let fen = self.trouble.pick(&[1, 500, taken - back]).unwrap_or(1);
        self.company.give_at_desk(payment, fen).is_some()
    }

    /// A buyer's bank takes a payment away.
    pub fn charge_back(&self) -> bool {
        self.trouble.pick_recent(&self.payments).is_some_and(|(payment, _)| self.company.charge_back(payment))
    }

    /// A stranger pays, or has theirs back. Not before somebody has paid: with the first payment the statement begins to be read.
    pub fn move_money_of_nobody(&self) -> bool {
        if self.trouble.roll(2) == 0 && self.company.give_to_nobody() {
            return true;
        }
        let fen = self.trouble.pick(&[1, 700, 1_374]).unwrap_or(1);
        let has_begun = self.company.has_begun();
        if has_begun {
            self.company.take_of_nobody(fen);
        }
        has_begun
    }

    /// The operator reads the statement beside the books, and does something about a line of the desk's.
    pub async fn look_at_the_statement(&mut self) -> bool {
        let statement = reconciliation(&self.kit.market, &self.table.olga, NAME).await.expect("a statement");
        let line_of = |one: &Difference| one.id.split_once(".line.").map(|(_, line)| line.to_owned());
        let of_desk = statement.differences.into_iter().filter_map(|one| {
            let line = line_of(&one).filter(|line| Company::is_by_hand(line))?;
            Some((line, one))
        });
        // Whatever else stands there finds its other side by itself.
        let mut of_desk: Vec<(String, Difference)> = of_desk.collect();
        if of_desk.is_empty() {
            return false;
        }
        let (line, one) = of_desk.swap_remove(self.trouble.roll(of_desk.len()));
        if one.kind == ReportKind::Other {
            return self.explain(&one).await;
        }
        if let Some(refund) = self.that_refund(&line, &one) {
            let tied = tie_refund(&self.kit.market, &self.table.olga, (NAME, line.as_str()), refund, "By phone.").await;
            tied.expect("a line that was offered as this refund");
            self.trouble.note("tie", &format!("{line} {refund}"));
            return true;
        }
        let is_made_for_one = self.desk.made.iter().any(|(_, of)| *of == line);
        match &one.desk {
            _ if is_made_for_one => false,
            Some(offered) => self.take_in(&line, offered, &one).await,
            // Another refund may have to arrive first, or it stays as it is.
            None => self.trouble.roll(3) == 0 && self.explain(&one).await,
        }
    }

    /// Which refund of ours a line is: the one for which it was made, or one that nobody else has made.
    fn that_refund(&self, line: &str, one: &Difference) -> Option<RefundId> {
        let made_for = self.desk.made.iter().find(|(_, of)| of == line).map(|(refund, _)| *refund);
        let is_it = |refund: RefundId| match made_for {
            Some(made_for) => refund == made_for,
            None => !self.company.has_made(refund) && !self.is_made_at_desk(refund),
        };
        one.ties.iter().map(|tie| tie.refund).find(|refund| is_it(*refund))
    }

    fn is_made_at_desk(&self, refund: RefundId) -> bool {
        self.desk.made.iter().any(|(made, _)| *made == refund)
    }

    /// Takes a refund of the desk into the books, of all orders of its payment or of one. What is more than there is left is explained.
    async fn take_in(&mut self, line: &str, offered: &DeskRefund, one: &Difference) -> bool {
        let orders: Vec<_> = offered.orders.iter().map(|(order, ..)| *order).collect();
        let of = if self.trouble.roll(2) == 0 { self.trouble.pick(&orders) } else { None };
        let (market, olga) = (&self.kit.market, &self.table.olga);
        match take_desk_refund(market, olga, (NAME, line), of, "By phone.").await {
            Ok(()) => self.trouble.note("take in", line),
            Err(Problem::Refused(DeskRefusal::CaseOpen)) => return false,
            Err(Problem::Refused(DeskRefusal::TooMuch)) if of.is_some() => return false,
            Err(Problem::Refused(DeskRefusal::TooMuch)) => return self.explain(one).await,
            Err(other) => panic!("{line} was offered: {other}"),
        }
        true
    }

    async fn explain(&mut self, one: &Difference) -> bool {
        let Some(payment) = one.payment else { panic!("money of nobody does not find its way by itself: {one:?}") };
        explain_difference(&self.kit.market, &self.table.olga, &one.id, "The market bears it.").await.expect("an explanation");
        self.desk.explained.push((payment, one.kind, one.amount.minor()));
        self.trouble.note("explain", &one.id);
        true
    }

    /// The operator looks after a refund that its provider refuses: asks again, has it made at the desk, or transfers it.
    pub async fn look_after_a_refund(&mut self) -> bool {
        let stuck = self.refused_refunds().await;
        if stuck.is_empty() {
            return false;
        }
        let refund = &stuck[self.trouble.roll(stuck.len())];
        let in_cash = self.promises.iter().any(|promise| promise.payment == refund.payment);
        match self.trouble.roll(3) {
            0 if !in_cash => {
                let asked = retry_refund(&self.kit.market, &self.table.olga, refund.id, "Once more.").await;
                self.is_looked_after("ask again", refund, asked)
            }
            1 if !in_cash => {
                let line = self.company.give_at_desk(refund.payment, refund.amount.minor());
                self.desk.made.extend(line.clone().map(|line| (refund.id, line)));
                line.is_some()
            }
            _ => {
                let paid = settle_refund_by_hand(&self.kit.market, &self.table.olga, refund.id, "By transfer.").await;
                let is_paid = self.is_looked_after("by hand", refund, paid);
                self.desk.by_hand.extend(is_paid.then(|| (refund.payment, refund.amount.minor())));
                is_paid
            }
        }
    }

    /// The refunds that a provider has refused, but for those that its desk has made.
    pub async fn refused_refunds(&self) -> Vec<StuckRefund> {
        let market = &self.kit.market;
        let mut refused = Vec::new();
        for one in stuck_refunds(market, &self.table.olga).await.expect("refunds") {
            // What its job will ask for is stuck as well, where that takes long.
            let due = refund_due(market, one.id).await.expect("an answer").expect("a refund");
            if due.is_done && !self.is_made_at_desk(one.id) {
                refused.push(one);
            }
        }
        refused
    }

    /// It was done, or a line that may be this refund has to be looked at before.
    fn is_looked_after(&self, what: &'static str, refund: &StuckRefund, answer: Result<(), Problem<StuckRefusal>>) -> bool {
        match answer {
            Ok(()) => {
                self.trouble.note(what, &refund.id.to_string());
                true
            }
            Err(Problem::Refused(StuckRefusal::GivenAtDesk)) => false,
            Err(other) => panic!("{what} {}: {other}", refund.id),
        }
    }
}
