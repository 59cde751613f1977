//! Letters about an order's way: each a subject and a text.

use app_kit::format::{moment, money};
use app_kit::{Say, say};
use market::account::Language;
use market::kernel::{Money, Span, Timestamp};

pub fn pay_soon(numbers: &[String], amount: Money, expires_at: Timestamp, lang: Language) -> (String, String) {
    let (orders, amount, by) = (numbers.join(lang.say(", ", "、")), money(amount, lang), moment(expires_at, lang));
    (
        say!(lang, "Your order waits for {amount} until {by}", "您的订单待付款 {amount}，请在 {by} 前支付"),
        say!(
            lang,
            "The goods of {orders} are put aside for you until {by}. To keep them, pay on the page of your orders; else they are free for others again, and nothing is charged. If you have just paid, you need do nothing.",
            "订单 {orders} 的商品为您保留到 {by}。请到“我的订单”付款；逾期订单自动关闭，不收任何费用。若您刚刚付款，无需操作。"
        ),
    )
}

pub fn paid(number: &str, ship_by: Timestamp, lang: Language) -> (String, String) {
    let by = moment(ship_by, lang);
    (
        say!(lang, "Order {number} is paid: ship by {by}", "订单 {number} 已付款：请在 {by} 前发货"),
        say!(
            lang,
            "Order {number} was paid. Please ship it by {by}. The money is held until the buyer has the parcel.",
            "订单 {number} 已付款，请在 {by} 前发货。买家收到包裹前，货款由平台保管。"
        ),
    )
}

pub fn shipped(
    number: &str,
    (courier, tracking_number): (&str, &str),
    confirm_by: Timestamp,
    lang: Language,
) -> (String, String) {
    let by = moment(confirm_by, lang);
    (
        say!(lang, "Order {number} is on its way", "订单 {number} 已发货"),
        say!(
            lang,
            "{courier} carries your parcel under {tracking_number}. Please confirm when you have it; without a word from you the shop is paid on {by}.",
            "{courier} 承运，单号 {tracking_number}。收到后请确认；若您没有任何表示，{by} 将付款给店铺。"
        ),
    )
}

pub fn cancelled(number: &str, lang: Language) -> (String, String) {
    (
        say!(lang, "Order {number} was cancelled", "订单 {number} 已取消"),
        say!(
            lang,
            "Order {number} was cancelled. What was paid for it goes back in full.",
            "订单 {number} 已取消。已付的款项将全额退回。"
        ),
    )
}

pub fn completed(number: &str, lang: Language) -> (String, String) {
    (
        say!(lang, "Order {number} is completed", "订单 {number} 已完成"),
        say!(
            lang,
            "Order {number} is completed and its money is yours: it is in the balance of your shop.",
            "订单 {number} 已完成，货款已计入店铺余额。"
        ),
    )
}

pub fn ship_soon(number: &str, ship_by: Timestamp, lang: Language) -> (String, String) {
    let by = moment(ship_by, lang);
    (
        say!(lang, "Please ship order {number} by {by}", "请在 {by} 前发出订单 {number}"),
        say!(
            lang,
            "Order {number} has not been shipped yet. Its time ends on {by}; until it is shipped, the buyer can cancel.",
            "订单 {number} 还没有发货，时限是 {by}。发货前买家可以取消。"
        ),
    )
}

pub fn ship_late(number: &str, ship_by: Timestamp, lang: Language) -> (String, String) {
    let by = moment(ship_by, lang);
    (
        say!(lang, "Order {number} was not shipped in time", "订单 {number} 未按时发货"),
        say!(
            lang,
            "The shop was to ship order {number} by {by} and has not said that it did. You can wait, write to the shop, or cancel on the order's page until it leaves: what you paid goes back in full.",
            "店家本应在 {by} 前发出订单 {number}，至今没有发货记录。您可以继续等待、联系店家，或在发货前到订单页取消：已付款项全额退回。"
        ),
    )
}

pub fn confirm_soon(number: &str, confirm_by: Timestamp, perishable: Option<Span>, lang: Language) -> (String, String) {
    let by = moment(confirm_by, lang);
    let spoils = perishable.map(|time| only_hours(time, lang)).unwrap_or_default();
    (
        say!(lang, "Has order {number} arrived?", "订单 {number} 收到了吗？"),
        say!(
            lang,
            "Order {number} counts as received on {by}, and then the shop is paid. If something is wrong, say so on the order's page before that.{spoils}",
            "订单 {number} 将在 {by} 自动确认收货，货款付给店家。若有问题，请在此之前到订单页说明。{spoils}"
        ),
    )
}

/// What follows for goods that spoil once an order is completed, also where its parcel never came; whole hours.
fn only_hours(time: Span, lang: Language) -> String {
    let hours = time.millis() / Span::hours(1).millis();
    if hours == 0 {
        return lang
            .say(
                " Some of it spoils: nothing can be asked about that any more once the order is completed, even if it never came.",
                "其中有生鲜易腐商品：订单完成后不能再就其申请售后，即使没有收到。",
            )
            .to_owned();
    }
    say!(
        lang,
        " Some of it spoils: once the order is completed, only {hours} hours are left to ask about that, even if it never came.",
        "其中有生鲜易腐商品：订单完成后只有 {hours} 小时可以就其申请售后，即使没有收到。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_what_spoils_reads_that_only_hours_are_left() {
        let by = Timestamp::from_millis(1_795_465_800_000);
        for (lang, plain, hours, none) in [
            (Language::En, "before that.", "only 48 hours are left", "nothing can be asked about that any more"),
            (Language::Zh, "到订单页说明。", "订单完成后只有 48 小时可以就其申请售后", "不能再就其申请售后"),
        ] {
            let text = |perishable| confirm_soon("261124-ABC", by, perishable, lang).1;
            assert!(text(None).ends_with(plain), "{}", text(None));
            assert!(text(Some(Span::hours(48))).contains(hours), "{hours}");
            assert!(text(Some(Span::hours(0))).contains(none), "{none}");
        }
    }

    #[test]
    fn who_has_not_paid_reads_what_how_much_and_until_when() {
        let numbers = ["261124-ABC".to_owned(), "261124-DEF".to_owned()];
        for lang in [Language::En, Language::Zh] {
            let by = Timestamp::from_millis(1_795_465_800_000);
            let (subject, text) = pay_soon(&numbers, Money::fen(1_258), by, lang);
            assert!(subject.contains("12.58") && subject.contains("04:30"), "{subject}");
            assert!(numbers.iter().all(|number| text.contains(number.as_str())) && text.contains("04:30"), "{text}");
        }
    }
}
