//! Letters about an order's way: each a subject and a text.

use app_kit::format::moment;
use app_kit::say;
use market::account::Language;
use market::kernel::Timestamp;

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

pub fn confirm_soon(number: &str, confirm_by: Timestamp, lang: Language) -> (String, String) {
    let by = moment(confirm_by, lang);
    (
        say!(lang, "Has order {number} arrived?", "订单 {number} 收到了吗？"),
        say!(
            lang,
            "Order {number} counts as received on {by}, and then the shop is paid. If something is wrong, say so on the order's page before that.",
            "订单 {number} 将在 {by} 自动确认收货，货款付给店家。若有问题，请在此之前到订单页说明。"
        ),
    )
}
