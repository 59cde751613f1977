//! Words for where an order stands, what happened, and what happens next.

use app_kit::components::Tone;
use app_kit::format::{moment, money, quantity};
use app_kit::words::{perishable, perishable_within};
use app_kit::{Say, say};
use market::account::Language;
use market::aftersales::{AskableLine, AskableOrder};
use market::kernel::{Span, Timestamp};
use market::order::{Cash, LineView, MoveRefusal, OrderEvent, OrderRow, OrderState, OrderView};

/// Tone, icon and word of a state.
pub fn state(row: &OrderRow, lang: Language) -> (Tone, &'static str, &'static str) {
    match row.state {
        OrderState::Paid if row.cash == Some(Cash::Due) => {
            (Tone::Info, "box", lang.say("Cash at the door, being packed", "货到付款，备货中"))
        }
        OrderState::Placed => (Tone::Wait, "clock", lang.say("Waiting for payment", "等待付款")),
        OrderState::Paid => (Tone::Info, "box", lang.say("Paid, being packed", "已付款，备货中")),
        OrderState::Shipped => (Tone::Info, "truck", lang.say("On its way", "运送中")),
        OrderState::Delivered => (Tone::Good, "done", lang.say("Delivered", "已送达")),
        OrderState::Completed => (Tone::Good, "check", lang.say("Completed", "已完成")),
        OrderState::Cancelled => (Tone::Plain, "close", lang.say("Cancelled", "已取消")),
    }
}

/// What an event was, in the buyer's eyes.
pub fn happened(event: Option<OrderEvent>, lang: Language) -> &'static str {
    match event {
        None => lang.say("Placed", "已下单"),
        Some(OrderEvent::Pay) => lang.say("Paid, and held for you", "已付款，由平台保管"),
        Some(OrderEvent::Promise) => lang.say("To be paid in cash at the door", "约定货到付款"),
        Some(OrderEvent::ComeBack) => lang.say("The parcel went back to the shop, unpaid", "包裹已退回店家，未付款"),
        Some(OrderEvent::WriteOff) => lang.say("Completed by the market", "平台已结单"),
        Some(OrderEvent::CloseUnpaid) => lang.say("Closed without payment", "未付款，已关闭"),
        Some(OrderEvent::Cancel) => lang.say("Cancelled by you", "您取消了订单"),
        Some(OrderEvent::Ship) => lang.say("Handed to the courier", "已交快递"),
        Some(OrderEvent::Deliver) => lang.say("Delivered", "已送达"),
        Some(OrderEvent::Receive) => lang.say("You said that you have it", "您说已收到"),
        Some(OrderEvent::Confirm) => lang.say("You confirmed that it arrived", "您已确认收货"),
        Some(OrderEvent::AutoConfirm) => lang.say("Counted as received", "已自动确认收货"),
        Some(OrderEvent::Refund) => lang.say("All of the money goes back to you", "款项全部退给您"),
    }
}

/// What coupons took off a line; none where they took nothing.
pub fn by_coupons(line: &LineView, lang: Language) -> Option<String> {
    (!line.discount.is_zero()).then(|| {
        let off = money(line.discount, lang);
        say!(lang, "Less {off} by coupons", "已减优惠 {off}")
    })
}

/// What of a line was given back before it was shipped; none where nothing was.
pub fn taken_back(line: &LineView, lang: Language) -> Option<String> {
    (line.restocked > 0).then(|| {
        let back = quantity(line.restocked, line.measure.unit, lang);
        say!(lang, "Taken back before shipping: {back}", "发货前已退：{back}")
    })
}

/// A step that is to come.
pub struct Next {
    /// What.
    pub title: &'static str,
    /// Who must act by when, as a badge; none where nobody must.
    pub badge: Option<String>,
    /// More words.
    pub text: String,
}

/// Until when something can be asked for of a completed order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Until {
    /// Of any of its goods; none where that does not end, or has ended.
    last: Option<Timestamp>,
    /// Of those that spoil, where that ends before.
    perishable: Option<Timestamp>,
}

/// Until when something can be asked for of this order, of which something can.
pub fn until(askable: &AskableOrder) -> Until {
    let ends = |of: fn(&AskableLine) -> bool| {
        let open = askable.lines.iter().filter(|line| line.left > 0 && !line.kinds.is_empty());
        open.filter(|line| of(line)).filter_map(|line| line.until).max()
    };
    let last = ends(|_| true);
    Until { last, perishable: ends(|line| line.line.is_perishable).filter(|end| Some(*end) != last) }
}

/// What is different about a line that spoils: as long as its order is not over, with the hours of the rule in force; afterwards the date is
/// said beside it.
pub fn perishable_line(line: &LineView, state: OrderState, time: Span, lang: Language) -> Option<String> {
    line.is_perishable.then(|| match state {
        OrderState::Completed | OrderState::Cancelled => perishable(lang).to_owned(),
        _ => perishable_within(time, lang),
    })
}

/// What happens next; none where nothing does. `until` is how long something can be asked for of a completed order.
pub fn next(view: &OrderView, until: Until, lang: Language) -> Option<Next> {
    if view.open_case.is_some() {
        return Some(case_is_open(view.row.state, lang));
    }
    if view.row.cash == Some(Cash::Due) {
        return in_cash(view, lang);
    }
    match view.row.state {
        OrderState::Placed => {
            let by = moment(view.pay_by, lang);
            Some(Next {
                title: lang.say("Waiting for your payment", "等您付款"),
                badge: Some(say!(lang, "You, by {by}", "等您付款，{by} 前")),
                text: lang
                    .say(
                        "The goods are held for you until then. After that the order closes by itself.",
                        "在此之前商品为您保留，过后订单自动关闭。",
                    )
                    .to_owned(),
            })
        }
        OrderState::Paid => {
            let by = view.row.ship_by.map(|by| moment(by, lang)).unwrap_or_default();
            Some(Next {
                title: lang.say("The shop packs it", "店家备货"),
                badge: Some(say!(lang, "The shop, by {by}", "等店家发货，{by} 前")),
                text: lang
                    .say("Until it is shipped you can cancel it and get everything back.", "发货前您可以取消，款项全额退回。")
                    .to_owned(),
            })
        }
        OrderState::Shipped | OrderState::Delivered => {
            let by = view.row.confirm_by.map(|by| moment(by, lang)).unwrap_or_default();
            Some(Next {
                title: lang.say("Has it arrived?", "收到了吗？"),
                badge: Some(say!(lang, "You, by {by}", "等您确认，{by} 前")),
                text: say!(
                    lang,
                    "Look at the goods first. When you confirm, the shop gets its money. If you do nothing, that happens by itself on {by}.",
                    "请先看看货。您确认后，货款付给店家。若不操作，{by} 自动确认。"
                ),
            })
        }
        OrderState::Completed => until.last.map(|last| still_open(last, until.perishable, lang)),
        OrderState::Cancelled => None,
    }
}

/// Nothing has to happen any more, but for some time the buyer can have it put right.
fn still_open(until: Timestamp, perishable: Option<Timestamp>, lang: Language) -> Next {
    let by = moment(until, lang);
    let before = perishable.map(|end| {
        let end = moment(end, lang);
        say!(lang, " For what spoils, this ends on {end}.", "其中生鲜易腐商品须在 {end} 前申请。")
    });
    let before = before.unwrap_or_default();
    Next {
        title: lang.say("Is something wrong with it?", "货有问题？"),
        badge: None,
        text: say!(lang, "You can ask for money back until {by}.{before}", "您可以在 {by} 前申请售后。{before}"),
    }
}

/// What happens next to an order whose cash is not here.
fn in_cash(view: &OrderView, lang: Language) -> Option<Next> {
    let by = |at: Option<Timestamp>| at.map(|at| moment(at, lang)).unwrap_or_default();
    let sum = money(view.row.total, lang);
    match view.row.state {
        OrderState::Paid => {
            let by = by(view.row.ship_by);
            Some(Next {
                title: lang.say("The shop packs it", "店家备货"),
                badge: Some(say!(lang, "The shop, by {by}", "等店家发货，{by} 前")),
                text: say!(
                    lang,
                    "You pay {sum} to the courier at the door. Until it is shipped you can cancel it.",
                    "收货时付给快递员 {sum}。发货前您可以取消。"
                ),
            })
        }
        OrderState::Shipped => {
            let by = by(view.row.confirm_by);
            Some(Next {
                title: lang.say("Has it arrived?", "收到了吗？"),
                badge: Some(say!(lang, "You, by {by}", "等您确认，{by} 前")),
                text: say!(
                    lang,
                    "Give the courier {sum}, then confirm that you have it. If you do not want it, do not take it: then nothing is paid. If something is wrong with the goods, you can ask for your money back here as soon as the courier has handed it over.",
                    "请把 {sum} 付给快递员，收到后请确认。不想要可以拒收，无需付款。货有问题，等快递交回货款后即可在此申请退款。"
                ),
            })
        }
        OrderState::Delivered if !view.is_received => Some(Next {
            title: lang.say("Has it arrived?", "收到了吗？"),
            badge: None,
            text: lang
                .say(
                    "Nobody said so in time, so it counts as received. Confirm it if you have it: until then the shop can say that it came back.",
                    "到期无人确认，已按收货处理。如已收到，请您确认；在此之前店家可以登记包裹退回。",
                )
                .to_owned(),
        }),
        OrderState::Delivered => Some(Next {
            title: lang.say("The courier hands over the cash", "等快递交回货款"),
            badge: None,
            text: lang
                .say(
                    "There is nothing for you to do. When the cash has arrived, the order is completed, and you can ask for your money back here if something is wrong.",
                    "您无需操作。货款到账后订单完成，货有问题可在此申请退款。",
                )
                .to_owned(),
        }),
        OrderState::Placed | OrderState::Completed | OrderState::Cancelled => None,
    }
}

/// While a case is open nothing else goes on.
fn case_is_open(state: OrderState, lang: Language) -> Next {
    let text = match state {
        OrderState::Completed => lang.say("The shop answers it, or an operator decides.", "等店家答复，或由平台裁定。"),
        _ => lang.say(
            "Until it ends your money stays held: no clock pays it out.",
            "在它结束之前，货款一直由平台保管，不会自动付给店家。",
        ),
    };
    Next { title: lang.say("A case is open", "售后处理中"), badge: None, text: text.to_owned() }
}

/// Why an order was not moved.
pub fn refusal(refusal: MoveRefusal, lang: Language) -> &'static str {
    match refusal {
        MoveRefusal::NotFrom(OrderState::Shipped | OrderState::Delivered, OrderEvent::Cancel) => {
            lang.say("It is on its way already, so it cannot be cancelled any more.", "包裹已发出，不能再取消。")
        }
        MoveRefusal::NotFrom(OrderState::Placed | OrderState::Paid, OrderEvent::Confirm) => {
            lang.say("It has not been shipped yet, so it cannot be confirmed.", "还没有发货，不能确认收货。")
        }
        MoveRefusal::NotFrom(..) => {
            lang.say("This is not possible any more: the order has moved on.", "订单状态已变化，不能这样操作了。")
        }
        MoveRefusal::ChangedMeanwhile => {
            lang.say("The order has just changed. This is how it stands now.", "订单刚刚有变化，这是最新状态。")
        }
        MoveRefusal::CaseOpen => {
            lang.say("A case is open for this order. It has to end first.", "这个订单有售后正在处理，要先等它结束。")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_something_can_be_asked_for_is_said_to_the_minute() {
        let until = Timestamp::from_millis(1_795_465_800_000);
        let said = |perishable, lang| still_open(until, perishable, lang).text;
        assert_eq!(said(None, Language::En), "You can ask for money back until Tue 24 Nov, 04:30.");
        assert_eq!(said(None, Language::Zh), "您可以在 11月24日 周二 04:30 前申请售后。");
        let sooner = Some(until.before(Span::days(1)));
        assert_eq!(
            said(sooner, Language::En),
            "You can ask for money back until Tue 24 Nov, 04:30. For what spoils, this ends on Mon 23 Nov, 04:30."
        );
        assert_eq!(
            said(sooner, Language::Zh),
            "您可以在 11月24日 周二 04:30 前申请售后。其中生鲜易腐商品须在 11月23日 周一 04:30 前申请。"
        );
    }
}
