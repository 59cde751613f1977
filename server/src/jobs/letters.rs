//! The words of letters, in the recipient's language. Short enough for a text message.

use app_kit::format::moment;
use app_kit::{Say, say};
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
        Letter::OrderPaid { number, ship_by } => {
            let by = moment(*ship_by, lang);
            (
                say!(lang, "Order {number} is paid: ship by {by}", "订单 {number} 已付款：请在 {by} 前发货"),
                say!(
                    lang,
                    "Order {number} was paid. Please ship it by {by}. The money is held until the buyer has the parcel.",
                    "订单 {number} 已付款，请在 {by} 前发货。买家收到包裹前，货款由平台保管。"
                ),
            )
        }
        Letter::OrderShipped { number, courier, tracking_number, confirm_by } => {
            let by = moment(*confirm_by, lang);
            (
                say!(lang, "Order {number} is on its way", "订单 {number} 已发货"),
                say!(
                    lang,
                    "{courier} carries your parcel under {tracking_number}. Please confirm when you have it; without a word from you the shop is paid on {by}.",
                    "{courier} 承运，单号 {tracking_number}。收到后请确认；若您没有任何表示，{by} 将付款给店铺。"
                ),
            )
        }
        Letter::OrderCancelled { number } => (
            say!(lang, "Order {number} was cancelled", "订单 {number} 已取消"),
            say!(
                lang,
                "Order {number} was cancelled. What was paid for it goes back in full.",
                "订单 {number} 已取消。已付的款项将全额退回。"
            ),
        ),
        Letter::OrderCompleted { number } => (
            say!(lang, "Order {number} is completed", "订单 {number} 已完成"),
            say!(
                lang,
                "Order {number} is completed and its money is yours: it is in the balance of your shop.",
                "订单 {number} 已完成，货款已计入店铺余额。"
            ),
        ),
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
        Letter::PayoutFailed { reason } => (
            lang.say("A payout came back", "一笔提现被退回").to_owned(),
            say!(
                lang,
                "Your bank returned the payout: {reason}\n\nThe money is in your shop's balance again.",
                "银行退回了提现：{reason}\n\n款项已退回店铺余额。"
            ),
        ),
    }
}
