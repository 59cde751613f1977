//! The words of letters, in the recipient's language. Short enough for a text message.

mod case;
mod cash;
mod money;
mod payout;
mod trade;

use app_kit::{Say, routes, say};
use market::account::Language;
use market::outbox::Letter;

/// Subject and text of a sign-in code.
pub fn sign_in_code(code: &str, lang: Language) -> (String, String) {
    let subject = say!(lang, "{code} is your code for Shanhuo", "{code} 是您的山货登录码");
    let text = say!(
        lang,
        "Your code is {code}. It works once, for ten minutes.\n\nWe never ask for it by phone or chat. If you did not ask for it, you need do nothing.",
        "您的登录码是 {code}，十分钟内有效，只能用一次。\n\n我们不会通过电话或聊天向您索要。若不是您本人操作，无需理会。"
    );
    (subject, text)
}

/// Subject and text of a letter.
pub fn letter(letter: &Letter, lang: Language) -> (String, String) {
    match letter {
        Letter::PaySoon { numbers, amount, expires_at } => trade::pay_soon(numbers, *amount, *expires_at, lang),
        Letter::OrderPaid { number, ship_by } => trade::paid(number, *ship_by, lang),
        Letter::OrderPromised { number, ship_by, amount } => cash::promised(number, *ship_by, *amount, lang),
        Letter::CashArrived { number, amount } => cash::arrived(number, *amount, lang),
        Letter::PromiseEnded { number, came_back } => cash::ended(number, *came_back, lang),
        Letter::OrderShipped { number, courier, tracking_number, confirm_by } => {
            trade::shipped(number, (courier, tracking_number), *confirm_by, lang)
        }
        Letter::OrderCancelled { number } => trade::cancelled(number, lang),
        Letter::OrderCompleted { number } => trade::completed(number, lang),
        Letter::ShipLate { number, ship_by } => trade::ship_late(number, *ship_by, lang),
        Letter::ShipSoon { number, ship_by } => trade::ship_soon(number, *ship_by, lang),
        Letter::ConfirmSoon { number, confirm_by, perishable } => trade::confirm_soon(number, *confirm_by, *perishable, lang),
        Letter::Case { .. } | Letter::CaseDue { .. } => case::letter(letter, lang).unwrap_or_default(),
        Letter::RefundRefused { amount, number, because } => money::refused(*amount, number.as_deref(), because, lang),
        Letter::RefundDelayed { amount, number } => money::delayed(*amount, number.as_deref(), lang),
        Letter::RefundByHand { amount, number } => money::by_hand(*amount, number.as_deref(), lang),
        Letter::RefundAtDesk { number, amount } => money::at_desk(*amount, number, lang),
        Letter::LatePaymentBack { numbers, amount, .. } => money::late(numbers, *amount, lang),
        Letter::WrongAmountBack { amount } => money::wrong_amount(*amount, lang),
        Letter::IdentityApproved => (
            lang.say("Your identity was approved", "您的身份已核实").to_owned(),
            lang.say(
                "Your shop is verified. What it earns can be paid out to your bank card now.",
                "店铺已通过核实，收入现在可以提到您的银行卡。",
            )
            .to_owned(),
        ),
        Letter::IdentityRejected { reason } => (
            lang.say("Your identity could not be approved", "您的身份未能通过核实").to_owned(),
            say!(
                lang,
                "The reason: {reason}\n\nPlease correct it in your shop's settings. You can go on selling meanwhile.",
                "原因：{reason}\n\n请在店铺设置中更正。在此期间您可以继续销售。"
            ),
        ),
        Letter::PayoutFailed { reason, shop, is_left_out, former } => {
            payout::came_back(reason, shop.is_some(), *is_left_out, former.as_deref(), lang)
        }
        Letter::PayoutCardChanged { shop, last4, pays_from } => payout::card_changed(shop, last4, *pays_from, lang),
    }
}

/// The page on which the reader does what a letter asks for, where it names one: stands below the text.
pub fn page(letter: &Letter) -> Option<String> {
    let shop = match letter {
        Letter::LatePaymentBack { payment, .. } => return Some(routes::pay(&payment.to_string())),
        Letter::PayoutFailed { shop, .. } => shop.as_deref()?,
        Letter::PayoutCardChanged { shop, .. } => shop.as_str(),
        _ => return None,
    };
    Some(routes::sell(shop, routes::PAYOUT_CARD))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payout_that_came_back_leads_to_the_card() {
        let failed = |shop: Option<&str>| Letter::PayoutFailed {
            reason: "closed".to_owned(),
            shop: shop.map(str::to_owned),
            is_left_out: false,
            former: None,
        };
        assert_eq!(page(&failed(Some("danqing"))).as_deref(), Some("/sell/danqing/money/card"));
        assert_eq!(page(&failed(None)), None, "it waits since before there was such a page");
        assert_eq!(page(&Letter::IdentityApproved), None);
    }
}
