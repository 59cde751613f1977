//! Letters about a case: what happened, and what follows for whoever reads.

use app_kit::cases::words::{Standing, happened, next};
use app_kit::format::{moment, money};
use app_kit::{Say, say};
use market::account::Language;
use market::aftersales::{CaseEvent, Party};
use market::kernel::Money;
use market::outbox::Letter;

/// Subject and text; none for a letter about something else.
pub fn letter(letter: &Letter, lang: Language) -> Option<(String, String)> {
    match letter {
        Letter::Case { number, event, state, party, due, amount, .. } => {
            let what = match (event, party) {
                (CaseEvent::Appeal, Party::Operator) => lang.say("One side asked for a second look", "有一方申诉了").to_owned(),
                _ => happened(*event, who_did(*event, *party), *party, lang),
            };
            let awarded = amount.filter(|_| *event != CaseEvent::Ask);
            let then = next(Standing { state: *state, due: *due, awarded }, *party, lang);
            let sum = amount.filter(|_| *event == CaseEvent::Ask).map(|sum| asked(sum, lang)).unwrap_or_default();
            let subject = say!(lang, "Order {number}: {what}", "订单 {number}：{what}");
            let text = say!(lang, "{what}. {sum}{then}", "{what}。{sum}{then}");
            Some((subject, text))
        }
        Letter::CaseDue { number, state, party, due, .. } => {
            let by = moment(*due, lang);
            let then = next(Standing { state: *state, due: Some(*due), awarded: None }, *party, lang);
            let subject = say!(lang, "Order {number}: the case waits for you until {by}", "订单 {number}：售后等您处理，{by} 前");
            Some((subject, then))
        }
        _ => None,
    }
}

fn asked(sum: Money, lang: Language) -> String {
    let sum = money(sum, lang);
    say!(lang, "It is about {sum}. ", "金额 {sum}。")
}

/// Who did what a side is told of: nobody is told of their own deeds.
const fn who_did(event: CaseEvent, told: Party) -> Party {
    match event {
        CaseEvent::Ask | CaseEvent::Withdraw | CaseEvent::Escalate | CaseEvent::Send => Party::Buyer,
        CaseEvent::Agree | CaseEvent::Refuse | CaseEvent::Receive | CaseEvent::Contest => Party::Shop,
        CaseEvent::Decide | CaseEvent::DecideAgain => Party::Operator,
        CaseEvent::AgreeSilently | CaseEvent::Lapse | CaseEvent::ReceiveSilently | CaseEvent::CarryOut => Party::Timer,
        CaseEvent::Appeal | CaseEvent::Say => match told {
            Party::Shop => Party::Buyer,
            _ => Party::Shop,
        },
    }
}
