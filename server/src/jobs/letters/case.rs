//! Letters about a case: what happened, and what follows for whoever reads.

use app_kit::cases::words::{Standing, happened, next, swap};
use app_kit::format::{moment, money};
use app_kit::{Say, say};
use market::account::Language;
use market::aftersales::{CaseEvent, CaseKind, CaseState, Party};
use market::kernel::Money;
use market::outbox::{Letter, Swap};

/// What a letter is about that does not say it: it waits since before goods could be asked for, and the words for money are the same.
const BEFORE: CaseKind = CaseKind::RefundOnly;

/// Subject and text; none for a letter about something else.
pub fn letter(letter: &Letter, lang: Language) -> Option<(String, String)> {
    match letter {
        Letter::Case { number, kind, event, state, by, party, due, amount, parcel, lacks_address, swaps, .. } => {
            let kind = kind.unwrap_or(BEFORE);
            let what = match (event, party) {
                (CaseEvent::Appeal, Party::Operator) => lang.say("One side asked for a second look", "有一方申诉了").to_owned(),
                _ => happened(kind, *event, *by, *party, lang),
            };
            let awarded = amount.filter(|_| *event != CaseEvent::Ask);
            let standing = Standing { kind, state: *state, due: *due, awarded, lacks_address: *lacks_address };
            let then = next(standing, *party, lang);
            let sum = amount.filter(|_| *event == CaseEvent::Ask).map(|sum| asked(sum, lang)).unwrap_or_default();
            let subject = say!(lang, "Order {number}: {what}", "订单 {number}：{what}");
            let parcel = parcel.as_deref().map(|number| numbered(number, lang)).unwrap_or_default();
            let swaps = exchanged(swaps, kind, lang);
            let text = say!(lang, "{what}. {sum}{swaps}{parcel}{then}", "{what}。{sum}{swaps}{parcel}{then}");
            Some((subject, text))
        }
        Letter::CaseDue { number, kind, state, party, due, amount, lacks_address, .. } => {
            let by = moment(*due, lang);
            let (kind, lacks_address) = (kind.unwrap_or(BEFORE), *lacks_address);
            let standing = Standing { kind, state: *state, due: Some(*due), awarded: *amount, lacks_address };
            let then = next(standing, *party, lang);
            let subject = if *state == CaseState::Decided {
                say!(lang, "Order {number}: you can appeal until {by}", "订单 {number}：{by} 前可申诉")
            } else {
                say!(lang, "Order {number}: the case waits for you until {by}", "订单 {number}：售后等您处理，{by} 前")
            };
            Some((subject, then))
        }
        _ => None,
    }
}

fn asked(sum: Money, lang: Language) -> String {
    let sum = money(sum, lang);
    say!(lang, "It is about {sum}. ", "金额 {sum}。")
}

/// What comes in place of what, where it is not the same once more.
fn exchanged(swaps: &[Swap], kind: CaseKind, lang: Language) -> String {
    if swaps.is_empty() {
        return String::new();
    }
    let each: Vec<String> = swaps.iter().map(|one| swap(&one.bought, &one.wanted)).collect();
    let all = each.join(lang.say("; ", "；"));
    match kind {
        // What came in exchange is sent once more.
        CaseKind::Resend => say!(lang, "As it was exchanged: {all}. ", "按此前换货：{all}。"),
        _ => say!(lang, "In exchange: {all}. ", "换成：{all}。"),
    }
}

fn numbered(number: &str, lang: Language) -> String {
    say!(lang, "The parcel's number is {number}. ", "运单号 {number}。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::aftersales::CaseId;
    use market::kernel::Timestamp;
    use market::order::OrderId;
    use uuid::Uuid;

    const WHEN: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    fn told(kind: CaseKind, event: CaseEvent, state: CaseState, (by, party): (Party, Party), amount: Option<i64>) -> Letter {
        Letter::Case {
            case: CaseId::from_uuid(Uuid::nil()),
            order: OrderId::from_uuid(Uuid::nil()),
            number: "261124-ABC".to_owned(),
            kind: Some(kind),
            event,
            state,
            by,
            party,
            due: Some(WHEN),
            amount: amount.map(Money::fen),
            parcel: matches!(event, CaseEvent::Send | CaseEvent::Resend).then(|| "SF7654321".to_owned()),
            lacks_address: false,
            swaps: Vec::new(),
        }
    }

    #[test]
    fn each_side_reads_what_happened_and_what_follows_for_it() {
        let text =
            |event, state, sides, amount, lang| letter(&told(CaseKind::RefundOnly, event, state, sides, amount), lang).unwrap();
        let (subject, body) = text(CaseEvent::Ask, CaseState::Asked, (Party::Buyer, Party::Shop), Some(1050), Language::En);
        assert_eq!(subject, "Order 261124-ABC: The buyer asked for money back");
        assert_eq!(
            body,
            "The buyer asked for money back. It is about CN¥10.50. Please answer by Tue 24 Nov, 04:30. Without a word until then it counts as agreed."
        );
        let (_, body) = text(CaseEvent::Decide, CaseState::Decided, (Party::Operator, Party::Buyer), Some(1000), Language::Zh);
        assert_eq!(body, "平台作出裁定。退给您 ¥10.00。11月24日 周二 04:30 前双方都可申诉，过后生效。");
        let (_, body) = text(CaseEvent::CarryOut, CaseState::Settled, (Party::Timer, Party::Shop), Some(0), Language::En);
        assert_eq!(body, "Nobody appealed, so the decision counts. No money goes back.");
        let (subject, _) = text(CaseEvent::Say, CaseState::Disputed, (Party::Operator, Party::Buyer), None, Language::En);
        assert_eq!(subject, "Order 261124-ABC: The operator wrote");
    }

    #[test]
    fn silence_about_goods_is_told_as_what_it_is() {
        let text = |kind, event, state, sides, lang| letter(&told(kind, event, state, sides, Some(1050)), lang).unwrap();
        let (subject, body) = text(CaseKind::Resend, CaseEvent::Ask, CaseState::Asked, (Party::Buyer, Party::Shop), Language::En);
        assert_eq!(subject, "Order 261124-ABC: The buyer asked for the goods to be sent again");
        assert!(body.ends_with("Please answer by Tue 24 Nov, 04:30. Without a word until then the money goes back."), "{body}");
        let silent = CaseEvent::GiveBackSilently;
        let (_, body) = text(CaseKind::Exchange, silent, CaseState::Settled, (Party::Timer, Party::Buyer), Language::En);
        assert_eq!(body, "The shop did not send the goods in time, so the money goes back. You get CN¥10.50 back.");
        let sent = CaseEvent::Resend;
        let sent_in = |lang| text(CaseKind::Exchange, sent, CaseState::Resent, (Party::Shop, Party::Buyer), lang).1;
        let (english, chinese) = (sent_in(Language::En), sent_in(Language::Zh));
        assert!(
            english.starts_with("The shop sent the goods again. The parcel's number is SF7654321. The goods are"),
            "{english}"
        );
        assert!(chinese.starts_with("店家已补发。运单号 SF7654321。商品已补发。请在 11月24日 周二 04:30 前确认"), "{chinese}");
    }

    #[test]
    fn what_comes_in_exchange_for_what_stands_in_the_letter() {
        let told_of = |kind, event, state, (by, party)| {
            let mut told = told(kind, event, state, (by, party), Some(12_800));
            let Letter::Case { swaps, .. } = &mut told else { panic!("a letter of a case") };
            let swap = |bought: &str, wanted: &str| Swap { bought: bought.to_owned(), wanted: wanted.to_owned() };
            *swaps = vec![swap("Rosy dress · M", "L"), swap("Scarf · Red", "Blue")];
            [Language::En, Language::Zh].map(|lang| letter(&told, lang).unwrap().1)
        };
        let told = |event, state, sides| told_of(CaseKind::Exchange, event, state, sides);
        let [english, chinese] = told(CaseEvent::Ask, CaseState::Asked, (Party::Buyer, Party::Shop));
        let begins =
            "The buyer asked for an exchange. It is about CN¥128.00. In exchange: Rosy dress · M → L; Scarf · Red → Blue. Please";
        assert!(english.starts_with(begins), "{english}");
        assert!(
            chinese.starts_with("买家申请了换货。金额 ¥128.00。换成：Rosy dress · M → L；Scarf · Red → Blue。请"),
            "{chinese}"
        );
        let [english, _] = told(CaseEvent::Resend, CaseState::Resent, (Party::Shop, Party::Buyer));
        assert!(english.contains("Scarf · Red → Blue. The parcel's number is SF7654321. "), "{english}");
        let [english, chinese] = told_of(CaseKind::Resend, CaseEvent::Ask, CaseState::Asked, (Party::Buyer, Party::Shop));
        assert!(english.contains("As it was exchanged: Rosy dress · M → L; Scarf · Red → Blue. "), "{english}");
        assert!(chinese.contains("按此前换货：Rosy dress · M → L；Scarf · Red → Blue。"), "{chinese}");
    }

    #[test]
    fn a_letter_that_waits_since_before_goods_could_be_asked_for_is_read() {
        let sides = (Party::Shop, Party::Buyer);
        let written = told(CaseKind::Exchange, CaseEvent::Agree, CaseState::Settled, sides, None);
        let mut waiting = serde_json::to_value(written).unwrap();
        for later in ["kind", "parcel", "lacks_address", "swaps"] {
            assert!(waiting["Case"].as_object_mut().unwrap().remove(later).is_some());
        }
        let read: Letter = serde_json::from_value(waiting).unwrap();
        assert_eq!(letter(&read, Language::En).unwrap().0, "Order 261124-ABC: The shop agreed");
    }

    #[test]
    fn who_may_appeal_reads_what_was_decided_and_until_when() {
        let due = |state, party, lang| {
            let (case, order) = (CaseId::from_uuid(Uuid::nil()), OrderId::from_uuid(Uuid::nil()));
            let (number, amount) = ("261124-ABC".to_owned(), Some(Money::fen(1000)));
            let lacks_address = state == CaseState::Returning;
            letter(&Letter::CaseDue { case, order, number, kind: None, state, party, due: WHEN, amount, lacks_address }, lang)
                .unwrap()
        };
        let (subject, body) = due(CaseState::Decided, Party::Shop, Language::En);
        assert_eq!(subject, "Order 261124-ABC: you can appeal until Tue 24 Nov, 04:30");
        assert!(body.starts_with("The buyer gets CN¥10.00 back. Either side can ask for a second look"), "{body}");
        let (subject, body) = due(CaseState::Decided, Party::Buyer, Language::Zh);
        assert_eq!((subject.as_str(), body.contains("退给您 ¥10.00")), ("订单 261124-ABC：11月24日 周二 04:30 前可申诉", true));
        assert!(due(CaseState::Asked, Party::Shop, Language::En).0.contains("the case waits for you"));
        let (subject, body) = due(CaseState::Returning, Party::Shop, Language::En);
        assert_eq!(subject, "Order 261124-ABC: the case waits for you until Tue 24 Nov, 04:30");
        assert!(body.starts_with("Please set your address for returns in the shop's settings by Tue 24 Nov, 04:30"), "{body}");
    }

    #[test]
    fn every_letter_has_words_in_both_languages() {
        for event in CaseEvent::ALL {
            for state in CaseState::ALL {
                for (party, kind) in [Party::Buyer, Party::Shop, Party::Operator]
                    .into_iter()
                    .flat_map(|party| CaseKind::ALL.iter().map(move |kind| (party, *kind)))
                {
                    for lang in [Language::En, Language::Zh] {
                        let told = told(kind, *event, *state, (Party::Operator, party), Some(5));
                        let (subject, body) = letter(&told, lang).unwrap();
                        assert!(
                            subject.chars().count() > 10 && body.chars().count() > subject.chars().count() / 2,
                            "{subject}: {body}"
                        );
                        assert!(!body.contains("  ") && !body.contains("。。"), "{body}");
                    }
                }
            }
        }
    }
}
