//! Letters about orders that are paid in cash at the door: each a subject and a text.

use app_kit::format::{moment, money};
use app_kit::say;
use market::account::Language;
use market::kernel::{Money, Timestamp};

pub fn promised(number: &str, ship_by: Timestamp, amount: Money, lang: Language) -> (String, String) {
    let (by, amount) = (moment(ship_by, lang), money(amount, lang));
    (
        say!(lang, "Order {number} is paid at the door: ship by {by}", "订单 {number} 货到付款：请在 {by} 前发货"),
        say!(
            lang,
            "The buyer of order {number} pays {amount} in cash at the door. Please ship it by {by} and let the courier collect {amount}. The money is yours when the courier has handed it over and the buyer has the parcel.",
            "订单 {number} 的买家货到付款 {amount}。请在 {by} 前发货，并委托快递代收 {amount}。快递交回货款且买家收货后，货款归您。"
        ),
    )
}

pub fn arrived(number: &str, amount: Money, lang: Language) -> (String, String) {
    let amount = money(amount, lang);
    (
        say!(lang, "The cash of order {number} is here", "订单 {number} 的代收货款已到账"),
        say!(
            lang,
            "The courier has handed over {amount} for order {number}. It is yours as soon as the order is received.",
            "快递已交回订单 {number} 的货款 {amount}。确认收货后归您。"
        ),
    )
}

pub fn ended(number: &str, came_back: bool, lang: Language) -> (String, String) {
    let subject = say!(lang, "Order {number} ended without payment", "订单 {number} 已关闭，未付款");
    let text = if came_back {
        say!(
            lang,
            "The parcel of order {number} came back to the shop. Nothing was paid, and nobody owes anything.",
            "订单 {number} 的包裹已退回店家。没有付款，双方互不相欠。"
        )
    } else {
        say!(
            lang,
            "Order {number} was cancelled before it was shipped. Nothing was paid, and nobody owes anything.",
            "订单 {number} 在发货前取消。没有付款，双方互不相欠。"
        )
    };
    (subject, text)
}
