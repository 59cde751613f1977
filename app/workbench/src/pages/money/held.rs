//! Why each amount is held, until when, and who can lift it.

use super::further::{Further, List};
use super::when;
use crate::pages::states::{DueBadge, OrderBadge};
use app_kit::cases::StateBadge;
use app_kit::components::Price;
use app_kit::format::moment;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::{CaseRow, Party};
use market::kernel::{Page, Timestamp};
use market::ledger::HeldOrder;
use market::order::OrderState;

/// The held orders, the soonest release first. `open` is whether the reader may open orders, and cases; `is_further` whether they begin behind
/// the first ones; behind the last one there are none.
#[component]
pub fn Held(
    handle: String,
    held: Page<HeldOrder>,
    cases: Vec<CaseRow>,
    open: (bool, bool),
    is_further: bool,
    now: Timestamp,
) -> impl IntoView {
    let lang = lang();
    let (shop, next, is_empty) = (handle.clone(), held.next, held.rows.is_empty());
    let rows = held.rows.into_iter().map(|order| {
        let case = cases.iter().find(|case| Some(case.id) == order.open_case).cloned();
        view! { <HeldLine handle=handle.clone() order case open now/> }
    });
    view! {
        <section class="section">
            <div class="section-head"><h2>{lang.say("Held for you", "为您托管")}</h2></div>
            {(!is_empty).then(|| view! {
                <table class="data-table">
                    <caption class="sr">{lang.say("Held orders, the soonest release first", "托管订单，最早放款的在前")}</caption>
                    <thead><tr>
                        <th scope="col">{lang.say("Order", "订单")}</th>
                        <th scope="col">{lang.say("Why", "原因")}</th>
                        <th scope="col">{lang.say("Until", "到什么时候")}</th>
                        <th scope="col">{lang.say("Who lifts it", "由谁解除")}</th>
                        <th scope="col" class="num">{lang.say("Your share", "您应得")}</th>
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            })}
            <Further handle=shop list=List::Held is_further next/>
        </section>
    }
}

#[component]
fn HeldLine(handle: String, order: HeldOrder, case: Option<CaseRow>, open: (bool, bool), now: Timestamp) -> impl IntoView {
    let lang = lang();
    let (may_ship, may_answer) = open;
    let path = routes::sell(&handle, &format!("orders/{}", order.order));
    let case_path = order.open_case.filter(|_| may_answer).map(|case| routes::shop_case(&handle, &case.to_string()));
    let number = order.number.clone();
    let who = who(&order, case.as_ref(), now, lang);
    view! {
        <tr>
            <th scope="row">{if may_ship { view! { <a href=path>{number}</a> }.into_any() } else { number.into_any() }}</th>
            <td data-label=lang.say("Why", "原因")><Why order=order.clone() case=case.clone() case_path/></td>
            <td data-label=lang.say("Until", "到什么时候")><Until order=order.clone() case now/></td>
            <td data-label=lang.say("Who lifts it", "由谁解除")>{who}</td>
            <td class="num" data-label=lang.say("Your share", "您应得")><Price amount=order.share class="price-plain"/></td>
        </tr>
    }
}

/// A case stands before everything else.
#[component]
fn Why(order: HeldOrder, case: Option<CaseRow>, case_path: Option<String>) -> impl IntoView {
    let lang = lang();
    if order.open_case.is_none() {
        let cash = where_the_cash_is(&order, lang).map(|words| view! { <br/><small>{words}</small> });
        return view! { <OrderBadge state=order.state/>{cash} }.into_any();
    }
    let word = lang.say("A case is open", "售后处理中");
    let link = match case_path {
        Some(path) => view! { <a href=path>{word}</a> }.into_any(),
        None => word.into_any(),
    };
    view! { <span>{link}" "{case.map(|case| view! { <StateBadge state=case.state reader=Party::Shop lacks_address=case.lacks_address/> })}</span> }.into_any()
}

/// What there is to say of an order beside its state, where its cash is not here.
fn where_the_cash_is(order: &HeldOrder, lang: Language) -> Option<&'static str> {
    order.is_cash_out.then(|| {
        if order.state == OrderState::Paid {
            lang.say("Paid in cash at the door", "货到付款")
        } else {
            lang.say("The courier has the cash, or collects it", "货款在快递处，或待代收")
        }
    })
}

/// A date, or what has to happen; what should have been done or decided by now is late here as it is everywhere.
#[component]
fn Until(order: HeldOrder, case: Option<CaseRow>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    match (date_of(&order), step_by(&order, case.as_ref())) {
        (Some(at), _) if at < now => view! { <DueBadge by=at now/> }.into_any(),
        (Some(at), _) => when(at, lang).into_any(),
        (None, Some(by)) if by < now => view! { {what_has_to_happen(&order, None, lang)}" "<DueBadge by now/> }.into_any(),
        (None, by) => what_has_to_happen(&order, by, lang).into_any(),
    }
}

/// When it is released at the latest, where that is a matter of time alone.
fn date_of(order: &HeldOrder) -> Option<Timestamp> {
    let is_with_the_courier = order.is_cash_out && order.state == OrderState::Delivered;
    order.until.filter(|_| order.open_case.is_none() && !is_with_the_courier)
}

/// By when the next step towards a release is to be done, where it waits for one.
fn step_by(order: &HeldOrder, case: Option<&CaseRow>) -> Option<Timestamp> {
    if order.open_case.is_some() {
        return case.and_then(|case| case.due_at);
    }
    order.ship_by.filter(|_| order.state == OrderState::Paid)
}

/// Until when it is held, where that is no date; `by` is when its next step is to be done, where that is ahead.
fn what_has_to_happen(order: &HeldOrder, by: Option<Timestamp>, lang: Language) -> String {
    if order.open_case.is_some() {
        let turn = by.map(|by| {
            let by = moment(by, lang);
            say!(lang, "the case ends; this step by {by}", "售后结束；当前一步 {by} 前")
        });
        return turn.unwrap_or_else(|| lang.say("the case ends", "售后结束").to_owned());
    }
    if order.is_cash_out && order.state == OrderState::Delivered {
        return lang.say("the courier hands it over", "快递交回货款时").to_owned();
    }
    match by {
        Some(by) => {
            let by = moment(by, lang);
            say!(lang, "ship by {by}", "{by} 前发货")
        }
        None => lang.say("once it is shipped", "发货后确定").to_owned(),
    }
}

/// Who can lift it, and how.
fn who(order: &HeldOrder, case: Option<&CaseRow>, now: Timestamp, lang: Language) -> String {
    if order.open_case.is_some() {
        return match case.and_then(CaseRow::whose_turn) {
            // Whoever sees the money may not be one.
            Some(Party::Shop) if case.is_some_and(|case| case.lacks_address) => {
                lang.say("An owner: set the address for returns", "店主：请填写退货地址")
            }
            Some(Party::Shop) => lang.say("You: answer the case", "您：请处理售后"),
            Some(Party::Buyer) => lang.say("The buyer, whose turn it is", "买家：轮到买家处理"),
            Some(Party::Operator) => lang.say("An operator, who decides", "平台：等待裁定"),
            Some(Party::Timer) | None => lang.say("The clock, unless one side appeals", "无人申诉则自动生效"),
        }
        .to_owned();
    }
    if order.is_cash_out && order.state != OrderState::Paid {
        return if order.state == OrderState::Delivered {
            lang.say("The courier, whose transfer an operator records", "快递交回后，由平台登记到账")
        } else {
            lang.say("The buyer confirms, and the courier hands over the cash", "买家确认，且快递交回货款")
        }
        .to_owned();
    }
    match order.state {
        OrderState::Paid => lang.say("You: ship it; then the buyer confirms", "您：请发货，之后买家确认").to_owned(),
        OrderState::Shipped | OrderState::Delivered => match order.until {
            Some(at) if at < now => {
                lang.say("The buyer confirms, or the clock before long", "买家确认，或即将自动放款").to_owned()
            }
            Some(at) => {
                let day = moment(at, lang);
                say!(lang, "The buyer confirms, or the clock on {day}", "买家确认，或 {day} 自动放款")
            }
            None => lang.say("The buyer confirms", "买家确认").to_owned(),
        },
        OrderState::Placed | OrderState::Completed | OrderState::Cancelled => lang.say("Being settled", "结算中").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app_kit::form::FormState;
    use app_kit::request::render;
    use market::aftersales::{CaseId, CaseKind, CaseReason, CaseState};
    use market::kernel::{Money, Span};
    use market::order::OrderId;

    /// Tuesday, 24 November, 04:30 in China.
    const DAY: Timestamp = Timestamp::from_millis(1_795_465_800_000);
    const ENGLISH: &str = "Tue 24 Nov, 04:30";
    const CHINESE: &str = "11月24日 周二 04:30";

    fn held(state: OrderState) -> HeldOrder {
        HeldOrder {
            order: OrderId::mint(DAY),
            number: "261124-1".to_owned(),
            share: Money::fen(1_253),
            state,
            ship_by: None,
            until: None,
            open_case: None,
            is_cash_out: false,
        }
    }

    fn case(state: CaseState, due_at: Option<Timestamp>) -> CaseRow {
        CaseRow {
            id: CaseId::mint(DAY),
            order: OrderId::mint(DAY),
            number: "261124-1".to_owned(),
            shop_name: "Danqing".to_owned(),
            shop_handle: "danqing".to_owned(),
            kind: CaseKind::RefundOnly,
            reason: CaseReason::Damaged,
            state,
            amount: Money::fen(1_258),
            awarded: None,
            due_at,
            opened_at: DAY,
            resent: None,
            lacks_address: false,
        }
    }

    /// Until when, and who lifts it.
    fn explained(order: &HeldOrder, case: Option<&CaseRow>, lang: Language) -> [String; 2] {
        let until = date_of(order).map_or_else(|| what_has_to_happen(order, step_by(order, case), lang), |at| moment(at, lang));
        [until, who(order, case, DAY, lang)]
    }

    fn assert_explained(order: &HeldOrder, case: Option<&CaseRow>, english: [&str; 2], chinese: [&str; 2]) {
        let (english, chinese) =
            (english.map(|words| words.replace("{day}", ENGLISH)), chinese.map(|words| words.replace("{day}", CHINESE)));
        assert_eq!(explained(order, case, Language::En), english, "{order:?}");
        assert_eq!(explained(order, case, Language::Zh), chinese, "{order:?}");
    }

    #[test]
    fn an_order_is_released_by_its_buyer_or_by_the_clock_once_it_was_shipped() {
        let to_ship = HeldOrder { ship_by: Some(DAY), ..held(OrderState::Paid) };
        let (english, chinese) = ("You: ship it; then the buyer confirms", "您：请发货，之后买家确认");
        assert_explained(&to_ship, None, ["ship by {day}", english], ["{day} 前发货", chinese]);
        assert_explained(&held(OrderState::Paid), None, ["once it is shipped", english], ["发货后确定", chinese]);
        for state in [OrderState::Shipped, OrderState::Delivered] {
            let dated = HeldOrder { until: Some(DAY), ship_by: Some(DAY), ..held(state) };
            let english = ["{day}", "The buyer confirms, or the clock on {day}"];
            assert_explained(&dated, None, english, ["{day}", "买家确认，或 {day} 自动放款"]);
            assert_eq!(who(&held(state), None, DAY, Language::En), "The buyer confirms");
            assert_eq!(who(&held(state), None, DAY, Language::Zh), "买家确认");
        }
        for state in [OrderState::Placed, OrderState::Completed, OrderState::Cancelled] {
            assert_eq!(who(&held(state), None, DAY, Language::En), "Being settled");
            assert_eq!(who(&held(state), None, DAY, Language::Zh), "结算中");
        }
    }

    #[test]
    fn what_is_past_says_since_when_it_is_late_and_nothing_else_does() {
        let second = Span::seconds(1);
        let released = HeldOrder { until: Some(DAY), ship_by: Some(DAY.before(second)), ..held(OrderState::Shipped) };
        let to_ship = HeldOrder { ship_by: Some(DAY), ..held(OrderState::Paid) };
        let case = case(CaseState::Asked, Some(DAY));
        let argued = HeldOrder { open_case: Some(case.id), ..released.clone() };
        // Its parcel was shipped: that it should have been is over.
        let with_the_courier = HeldOrder { is_cash_out: true, state: OrderState::Delivered, ..released.clone() };
        for (order, ahead, late) in [
            (&released, [ENGLISH, CHINESE], Some(["", ""])),
            (&to_ship, ["ship by Tue 24 Nov, 04:30", "11月24日 周二 04:30 前发货"], Some(["once it is shipped", "发货后确定"])),
            (&argued, ["this step by Tue 24 Nov, 04:30", "当前一步 11月24日 周二 04:30 前"], Some(["the case ends", "售后结束"])),
            (&with_the_courier, ["the courier hands it over", "快递交回货款时"], None),
        ] {
            let shown = |now: Timestamp, lang: Language| {
                let (order, case) = (order.clone(), order.open_case.map(|_| case.clone()));
                render(lang, FormState::default(), move || view! { <Until order case now/> })
            };
            let words = [(Language::En, "Late since Tue 24 Nov, 04:30"), (Language::Zh, "已超时：11月24日 周二 04:30")];
            for (nth, (lang, is_late)) in words.into_iter().enumerate() {
                let html = shown(DAY, lang);
                assert!(html.contains(ahead[nth]) && !html.contains(is_late), "at its last moment: {html}");
                let html = shown(DAY.after(second), lang);
                match late {
                    Some(stays) => {
                        assert!(html.contains("badge tone-bad") && html.contains(is_late) && html.contains(stays[nth]), "{html}");
                        assert_eq!(html.matches("04:30").count(), 1, "a date is said once: {html}");
                    }
                    None => assert!(html.contains(ahead[nth]) && !html.contains("tone-bad"), "{html}"),
                }
            }
        }
        assert_eq!(who(&released, None, DAY.after(second), Language::En), "The buyer confirms, or the clock before long");
        assert_eq!(who(&released, None, DAY.after(second), Language::Zh), "买家确认，或即将自动放款");
    }

    #[test]
    fn cash_that_is_not_here_is_waited_for() {
        let cash = |state| HeldOrder { is_cash_out: true, until: Some(DAY), ..held(state) };
        let to_ship = HeldOrder { until: None, ship_by: Some(DAY), ..cash(OrderState::Paid) };
        let english = ["ship by {day}", "You: ship it; then the buyer confirms"];
        assert_explained(&to_ship, None, english, ["{day} 前发货", "您：请发货，之后买家确认"]);
        let english = ["{day}", "The buyer confirms, and the courier hands over the cash"];
        assert_explained(&cash(OrderState::Shipped), None, english, ["{day}", "买家确认，且快递交回货款"]);
        let english = ["the courier hands it over", "The courier, whose transfer an operator records"];
        assert_explained(&cash(OrderState::Delivered), None, english, ["快递交回货款时", "快递交回后，由平台登记到账"]);
        for (state, english, chinese) in [
            (OrderState::Paid, "Paid in cash at the door", "货到付款"),
            (OrderState::Shipped, "The courier has the cash, or collects it", "货款在快递处，或待代收"),
            (OrderState::Delivered, "The courier has the cash, or collects it", "货款在快递处，或待代收"),
        ] {
            assert_eq!(where_the_cash_is(&cash(state), Language::En), Some(english));
            assert_eq!(where_the_cash_is(&cash(state), Language::Zh), Some(chinese));
            assert_eq!(where_the_cash_is(&held(state), Language::En), None, "it is here");
        }
    }

    #[test]
    fn a_case_stands_before_everything_else_and_says_whose_turn_it_is() {
        let shop = ("You: answer the case", "您：请处理售后");
        let buyer = ("The buyer, whose turn it is", "买家：轮到买家处理");
        let operator = ("An operator, who decides", "平台：等待裁定");
        let clock = ("The clock, unless one side appeals", "无人申诉则自动生效");
        let turns = [
            (CaseState::Asked, shop),
            (CaseState::Refused, buyer),
            (CaseState::Returning, buyer),
            (CaseState::Returned, shop),
            (CaseState::Resending, shop),
            (CaseState::Resent, buyer),
            (CaseState::Disputed, operator),
            (CaseState::Decided, clock),
            (CaseState::Appealed, operator),
        ];
        let open = CaseState::ALL.iter().filter(|state| !state.is_over());
        assert_eq!(open.collect::<Vec<_>>(), turns.iter().map(|(state, _)| state).collect::<Vec<_>>(), "each of them");
        for (state, (english, chinese)) in turns {
            for is_cash_out in [false, true] {
                let case = case(state, Some(DAY));
                let (until, open_case) = (Some(DAY), Some(case.id));
                let order = HeldOrder { until, open_case, is_cash_out, ..held(OrderState::Delivered) };
                let (step, step_zh) = ("the case ends; this step by {day}", "售后结束；当前一步 {day} 前");
                assert_explained(&order, Some(&case), [step, english], [step_zh, chinese]);
                let timeless = CaseRow { due_at: None, ..case };
                assert_explained(&order, Some(&timeless), ["the case ends", english], ["售后结束", chinese]);
            }
        }
        let nowhere = CaseRow { lacks_address: true, ..case(CaseState::Returning, None) };
        let order = HeldOrder { open_case: Some(nowhere.id), ..held(OrderState::Shipped) };
        let (english, chinese) = ("An owner: set the address for returns", "店主：请填写退货地址");
        assert_explained(&order, Some(&nowhere), ["the case ends", english], ["售后结束", chinese]);
    }
}
