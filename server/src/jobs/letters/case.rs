//! Letters about a case: what happened, and what follows for whoever reads.

use app_kit::cases::words::{Standing, happened, next};
use app_kit::format::{moment, money};
use app_kit::{Say, say};
use market::account::Language;
use market::aftersales::{CaseEvent, CaseState, Party};
use market::kernel::Money;
use market::outbox::Letter;

/// Subject and text; none for a letter about something else.
pub fn letter(letter: &Letter, lang: Language) -> Option<(String, String)> {
    match letter {
        Letter::Case { number, event, state, by, party, due, amount, .. } => {
            let what = match (event, party) {
                (CaseEvent::Appeal, Party::Operator) => lang.say("One side asked for a second look", "有一方申诉了").to_owned(),
                _ => happened(*event, *by, *party, lang),
            };
            let awarded = amount.filter(|_| *event != CaseEvent::Ask);
            let then = next(Standing { state: *state, due: *due, awarded }, *party, lang);
            let sum = amount.filter(|_| *event == CaseEvent::Ask).map(|sum| asked(sum, lang)).unwrap_or_default();
            let subject = say!(lang, "Order {number}: {what}", "订单 {number}：{what}");
            let text = say!(lang, "{what}. {sum}{then}", "{what}。{sum}{then}");
            Some((subject, text))
        }
        Letter::CaseDue { number, state, party, due, amount, .. } => {
            let by = moment(*due, lang);
            let then = next(Standing { state: *state, due: Some(*due), awarded: *amount }, *party, lang);
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

#[cfg(test)]
mod tests {
    use super::*;
    use market::aftersales::CaseId;
    use market::kernel::Timestamp;
    use market::order::OrderId;
    use uuid::Uuid;

    const WHEN: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    fn told(event: CaseEvent, state: CaseState, (by, party): (Party, Party), amount: Option<i64>) -> Letter {
        Letter::Case {
            case: CaseId::from_uuid(Uuid::nil()),
            order: OrderId::from_uuid(Uuid::nil()),
            number: "261124-ABC".to_owned(),
            event,
            state,
            by,
            party,
            due: Some(WHEN),
            amount: amount.map(Money::fen),
        }
    }

    #[test]
    fn each_side_reads_what_happened_and_what_follows_for_it() {
        let text = |event, state, sides, amount, lang| letter(&told(event, state, sides, amount), lang).unwrap();
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
    fn who_may_appeal_reads_what_was_decided_and_until_when() {
        let due = |state, party, lang| {
            let (case, order) = (CaseId::from_uuid(Uuid::nil()), OrderId::from_uuid(Uuid::nil()));
            let (number, amount) = ("261124-ABC".to_owned(), Some(Money::fen(1000)));
            letter(&Letter::CaseDue { case, order, number, state, party, due: WHEN, amount }, lang).unwrap()
        };
        let (subject, body) = due(CaseState::Decided, Party::Shop, Language::En);
        assert_eq!(subject, "Order 261124-ABC: you can appeal until Tue 24 Nov, 04:30");
        assert!(body.starts_with("The buyer gets CN¥10.00 back. Either side can ask for a second look"), "{body}");
        let (subject, body) = due(CaseState::Decided, Party::Buyer, Language::Zh);
        assert_eq!((subject.as_str(), body.contains("退给您 ¥10.00")), ("订单 261124-ABC：11月24日 周二 04:30 前可申诉", true));
        assert!(due(CaseState::Asked, Party::Shop, Language::En).0.contains("the case waits for you"));
    }

    #[test]
    fn every_letter_has_words_in_both_languages() {
        for event in CaseEvent::ALL {
            for state in CaseState::ALL {
                for party in [Party::Buyer, Party::Shop, Party::Operator] {
                    for lang in [Language::En, Language::Zh] {
                        let (subject, body) = letter(&told(*event, *state, (Party::Operator, party), Some(5)), lang).unwrap();
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
