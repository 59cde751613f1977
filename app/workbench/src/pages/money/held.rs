//! Why each amount is held, until when, and who can lift it; and how a balance came to be below zero.

use super::when;
use crate::pages::states::OrderBadge;
use app_kit::cases::StateBadge;
use app_kit::components::{Icon, Notice, Price, Tone};
use app_kit::format::{moment, money};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::waits_for;
use market::aftersales::{CaseRow, Party};
use market::kernel::{Money, Page};
use market::ledger::{Debt, DebtLine, HeldOrder};
use market::order::OrderState;

/// The held orders, the soonest release first. `open` is whether the reader may open orders, and cases.
#[component]
pub fn Held(handle: String, held: Page<HeldOrder>, cases: Vec<CaseRow>, open: (bool, bool)) -> impl IntoView {
    let lang = lang();
    let next = held.next.map(|key| more(&handle, "held", &key));
    let rows = held.rows.into_iter().map(|order| {
        let case = cases.iter().find(|case| Some(case.id) == order.open_case).cloned();
        view! { <HeldLine handle=handle.clone() order case open/> }
    });
    view! {
        <section class="section">
            <div class="section-head"><h2>{lang.say("Held for you", "为您托管")}</h2></div>
            <table class="data-table">
                <caption class="sr">{lang.say("Held orders, the soonest release first", "托管订单，最早放款的在前")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("Order", "订单")}</th>
                    <th scope="col">{lang.say("Why", "原因")}</th>
                    <th scope="col">{lang.say("Until", "到什么时候")}</th>
                    <th scope="col">{lang.say("Who lifts it", "由谁解除")}</th>
                    <th scope="col" class="num">{lang.say("Your share", "您的份")}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {next.map(|next| view! {
                <nav class="pager" aria-label=lang.say("More that is held", "更多托管订单")><a class="btn" rel="next" href=next>{lang.say("More", "更多")}<Icon name="next"/></a></nav>
            })}
        </section>
    }
}

/// Where the next rows of one of the page's lists are.
fn more(handle: &str, list: &str, key: &str) -> String {
    format!("{}?{list}={}", routes::sell(handle, "money"), routes::percent(key))
}

#[component]
fn HeldLine(handle: String, order: HeldOrder, case: Option<CaseRow>, open: (bool, bool)) -> impl IntoView {
    let lang = lang();
    let (may_ship, may_answer) = open;
    let path = routes::sell(&handle, &format!("orders/{}", order.order));
    let case_path = order.open_case.filter(|_| may_answer).map(|case| routes::shop_case(&handle, &case.to_string()));
    let number = order.number.clone();
    let who = who(&order, case.as_ref(), lang);
    view! {
        <tr>
            <th scope="row">{if may_ship { view! { <a href=path>{number}</a> }.into_any() } else { number.into_any() }}</th>
            <td data-label=lang.say("Why", "原因")><Why order=order.clone() case=case.clone() case_path/></td>
            <td data-label=lang.say("Until", "到什么时候")><Until order=order.clone() case/></td>
            <td data-label=lang.say("Who lifts it", "由谁解除")>{who}</td>
            <td class="num" data-label=lang.say("Your share", "您的份")><Price amount=order.share class="price-plain"/></td>
        </tr>
    }
}

/// A case stands before everything else.
#[component]
fn Why(order: HeldOrder, case: Option<CaseRow>, case_path: Option<String>) -> impl IntoView {
    let lang = lang();
    let word = lang.say("A case is open", "售后处理中");
    if order.is_cash_out {
        let where_it_is = if order.state == OrderState::Paid {
            lang.say("Paid in cash at the door", "货到付款")
        } else {
            lang.say("The courier has the cash, or collects it", "货款在快递处，或待代收")
        };
        return view! { <OrderBadge state=order.state/>" "<small>{where_it_is}</small> }.into_any();
    }
    if order.open_case.is_none() {
        return view! { <OrderBadge state=order.state/> }.into_any();
    }
    let link = match case_path {
        Some(path) => view! { <a href=path>{word}</a> }.into_any(),
        None => word.into_any(),
    };
    view! { <span>{link}" "{case.map(|case| view! { <StateBadge state=case.state reader=Party::Shop/> })}</span> }.into_any()
}

#[component]
fn Until(order: HeldOrder, case: Option<CaseRow>) -> impl IntoView {
    let lang = lang();
    if order.open_case.is_some() {
        let turn = case.and_then(|case| case.due_at).map(|due| {
            let by = moment(due, lang);
            say!(lang, "the case ends; this step by {by}", "售后结束；当前一步 {by} 前")
        });
        return turn.unwrap_or_else(|| lang.say("the case ends", "售后结束").to_owned()).into_any();
    }
    if order.is_cash_out && order.state == OrderState::Delivered {
        return lang.say("the courier hands it over", "快递交回货款时").into_any();
    }
    match (order.until, order.ship_by) {
        (Some(at), _) => when(at, lang).into_any(),
        (None, Some(by)) => {
            let by = moment(by, lang);
            say!(lang, "ship by {by}", "请在 {by} 前发货").into_any()
        }
        (None, None) => lang.say("once it is shipped", "发货后确定").into_any(),
    }
}

/// Who can lift it, and how.
fn who(order: &HeldOrder, case: Option<&CaseRow>, lang: Language) -> String {
    if order.open_case.is_some() {
        return match case.and_then(|case| waits_for(case.state)) {
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
            Some(at) => {
                let day = moment(at, lang);
                say!(lang, "The buyer confirms, or the clock on {day}", "买家确认，或 {day} 自动放款")
            }
            None => lang.say("The buyer confirms", "买家确认").to_owned(),
        },
        OrderState::Placed | OrderState::Completed | OrderState::Cancelled => lang.say("Being settled", "结算中").to_owned(),
    }
}

/// A balance below zero: what was taken back, what went into that since, and that the next sales make up for the rest.
#[component]
pub fn Below(handle: String, balance: Money, debt: Debt, may_answer: bool) -> impl IntoView {
    let lang = lang();
    let missing = money(Money::new(balance.minor().saturating_neg(), balance.currency()), lang);
    let next = debt.lines.next.map(|key| more(&handle, "owed", &key));
    let had = debt.had.map(|had| {
        let had = money(had, lang);
        say!(
            lang,
            "{had} of what was given back you had then, or got back from your bank since.",
            "退给买家的钱里，{had} 由当时的余额或银行退回的款项补上。"
        )
    });
    let lines = debt.lines.rows.into_iter().map(move |line| view! { <DebtRow handle=handle.clone() line may_answer/> });
    view! {
        <Notice tone=Tone::Wait title=say!(lang, "Your balance is {missing} below zero", "余额为负，差 {missing}")>
            <p>{lang.say("Money that you had was given back to buyers, for the orders below with a minus; what went into it since has a plus. You need not pay anything in: your next sales make up for the rest.", "下列带减号的订单把已付给您的货款退给了买家，带加号的是之后补上的。您不用另外付款，其余由之后的货款补上。")}</p>
            <ul>{lines.collect_view()}</ul>
            {had.map(|words| view! { <p>{words}</p> })}
            {next.map(|next| view! { <p><a rel="next" href=next>{lang.say("More", "更多")}</a></p> })}
        </Notice>
    }
}

/// A refund, or a sale that went into one.
#[component]
fn DebtRow(handle: String, line: DebtLine, may_answer: bool) -> impl IntoView {
    let lang = lang();
    let DebtLine { movement, counted } = line;
    let path = movement.case.filter(|_| may_answer).map(|case| routes::shop_case(&handle, &case.to_string()));
    let number = movement.about;
    let order = say!(lang, "order {number}", "订单 {number}");
    let all = money(movement.amount, lang);
    let earned = (!counted.is_negative()).then(|| {
        if counted == movement.amount {
            lang.say("went into it", "已用于补足").to_owned()
        } else {
            say!(lang, "of its {all} went into it", "已用于补足（该单共 {all}）")
        }
    });
    view! {
        <li>
            {match path { Some(path) => view! { <a href=path>{order}</a> }.into_any(), None => order.into_any() }}
            " "{(!counted.is_negative()).then_some("+")}<Price amount=counted class="price-plain"/>" "
            {earned}" "{when(movement.at, lang)}
        </li>
    }
}
