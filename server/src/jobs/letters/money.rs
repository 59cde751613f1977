//! Letters about money that goes back in another way than usual: each a subject and a text.

use app_kit::format::money;
use app_kit::{Say, say};
use market::account::Language;
use market::kernel::Money;

/// `for order 261124-ABC`; of a payment that became no order nothing more is said.
fn of_order(number: Option<&str>, lang: Language) -> String {
    number.map(|number| say!(lang, " for order {number}", "（订单 {number}）")).unwrap_or_default()
}

pub fn refused(amount: Money, number: Option<&str>, because: &str, lang: Language) -> (String, String) {
    let (amount, order) = (money(amount, lang), of_order(number, lang));
    (
        say!(lang, "A refund of {amount} was refused by the payment provider", "一笔 {amount} 的退款被支付渠道拒绝"),
        say!(
            lang,
            "The payment provider refuses to give {amount} back{order}: {because}\n\nIt waits on the page of the reconciliation: ask again where that is offered, or pay it from the market's own account.",
            "支付渠道拒绝退回 {amount}{order}：{because}\n\n请到“对账”页处理：重新申请，或由平台账户转账。"
        ),
    )
}

pub fn delayed(amount: Money, number: Option<&str>, lang: Language) -> (String, String) {
    let (amount, order) = (money(amount, lang), of_order(number, lang));
    (
        say!(lang, "Your refund of {amount} takes longer", "您的 {amount} 退款需要多等几天"),
        say!(
            lang,
            "{amount} goes back to you{order}. The way it was paid does not take it back, so an operator sees to it by hand. You need do nothing.",
            "{amount} 会退还给您{order}。原支付方式退不回去，平台正在人工处理，您无需操作。"
        ),
    )
}

pub fn by_hand(amount: Money, number: Option<&str>, lang: Language) -> (String, String) {
    let (amount, order) = (money(amount, lang), of_order(number, lang));
    (
        say!(lang, "{amount} was transferred to you", "已向您转账 {amount}"),
        say!(
            lang,
            "{amount} went back to you{order} by a bank transfer, since the way it was paid did not take it back.",
            "{amount} 已通过银行转账退还给您{order}，因为原支付方式退不回去。"
        ),
    )
}

pub fn at_desk(amount: Money, number: &str, lang: Language) -> (String, String) {
    let amount = money(amount, lang);
    (
        say!(lang, "{amount} of order {number} went back to the buyer", "订单 {number} 已退给买家 {amount}"),
        say!(
            lang,
            "The market has given {amount} of order {number} back to the buyer, the way it was paid. What the shop gets for the order is less by that, and so is the market's fee.",
            "平台已将订单 {number} 的 {amount} 原路退还买家，店铺货款和平台服务费相应扣减。"
        ),
    )
}

pub fn wrong_amount(amount: Money, lang: Language) -> (String, String) {
    let amount = money(amount, lang);
    (
        say!(lang, "{amount} goes back to you", "{amount} 将退还给您"),
        lang.say(
            "You paid another amount than was asked for, or in another currency, so it paid no order. All of it goes back to you.",
            "您支付的金额或币种与应付不符，未能支付订单。款项将全额退还给您。",
        )
        .to_owned(),
    )
}

pub fn late(numbers: &[String], amount: Money, lang: Language) -> (String, String) {
    let (amount, numbers) = (money(amount, lang), numbers.join(lang.say(", ", "、")));
    (
        say!(lang, "{amount} goes back to you", "{amount} 将退还给您"),
        say!(
            lang,
            "Your payment of {amount} came when the goods of {numbers} were no longer held for you, so it bought nothing. All of it goes back to you. You need do nothing; if you still want the goods, please order again.",
            "您支付的 {amount} 到账时，订单 {numbers} 的商品已不再为您保留，因此未能成交。款项将全额退还给您，您无需操作。若仍需要这些商品，请重新下单。"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_names_the_amount_and_the_order() {
        for lang in [Language::En, Language::Zh] {
            for (subject, text) in [
                refused(Money::fen(1_258), Some("261124-ABC"), "the card is closed", lang),
                delayed(Money::fen(1_258), Some("261124-ABC"), lang),
                by_hand(Money::fen(1_258), Some("261124-ABC"), lang),
                at_desk(Money::fen(1_258), "261124-ABC", lang),
            ] {
                assert!(subject.contains("12.58") && text.contains("12.58") && text.contains("261124-ABC"), "{subject}: {text}");
            }
            assert!(wrong_amount(Money::fen(1_257), lang).0.contains("12.57"));
            let (subject, text) = late(&["261124-ABC".to_owned(), "261124-DEF".to_owned()], Money::fen(1_258), lang);
            assert!(subject.contains("12.58") && text.contains("261124-ABC") && text.contains("261124-DEF"), "{subject}: {text}");
            assert!(!delayed(Money::fen(5), None, lang).1.contains("261124"));
        }
    }
}
