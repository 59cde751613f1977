//! `/sell/{shop}/money`: what can be paid out, what is on its way, what is held and why, and every movement.

mod card;
mod debt;
mod further;
mod held;

use app_kit::components::{Badge, Icon, Notice, Price, Tone};
use app_kit::format::{machine_time, moment, money};
use app_kit::{Say, lang, routes, say};
use card::{CardNotice, next_payout};
use debt::Below;
pub use further::List;
use held::Held;
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::CaseRow;
use market::kernel::{Page, Timestamp};
use market::ledger::{CardStanding, Debt, HeldOrder, PayoutState, PayoutView, ShopMoney, StatementLine};

/// The page's data.
#[derive(Clone, Debug)]
pub struct MoneyPage {
    /// The market's time.
    pub now: Timestamp,
    /// The shop.
    pub handle: String,
    /// Its money.
    pub money: ShopMoney,
    /// The card that it is paid out to.
    pub card: CardStanding,
    /// The orders for which it is held.
    pub held: Page<HeldOrder>,
    /// How its balance came to be below zero.
    pub debt: Debt,
    /// The lists that begin behind their first rows.
    pub further: Vec<List>,
    /// The open cases among them.
    pub cases: Vec<CaseRow>,
    /// Whether the reader may open orders.
    pub may_ship: bool,
    /// Whether the reader may open cases.
    pub may_answer: bool,
    /// Whether the reader may change the card.
    pub may_manage: bool,
}

/// The page.
#[component]
pub fn Money(page: MoneyPage) -> impl IntoView {
    let lang = lang();
    let ShopMoney {
        available,
        on_its_way,
        paid_out,
        fees,
        payout_minimum,
        is_approved,
        held,
        held_count,
        cash_out,
        statement,
        payouts,
    } = page.money;
    let next = if available.is_negative() {
        lang.say("nothing, until sales have made up for it", "由之后的货款补足后再打款").to_owned()
    } else {
        next_payout(&page.card, &money(payout_minimum, lang), lang)
    };
    let kept = money(fees, lang);
    let handle = page.handle;
    let may_answer = page.may_answer;
    let [held_on, owed_on] = [List::Held, List::Owed].map(|list| page.further.contains(&list));
    let earned = if available.is_negative() { "loss" } else { "earned" };
    let is_empty = statement.is_empty() && held_count == 0 && cash_out.is_zero();
    view! {
        <h1>{lang.say("Money", "资金")}</h1>
        {(!is_approved).then(|| view! {
            <Notice tone=Tone::Wait title=lang.say("Payouts wait for your identity", "提现要等身份核对")>
                <p>{lang.say("You can sell meanwhile. What you earn is kept for you, until an operator has approved who is behind the shop.", "期间照常卖货，货款为您保留，等运营人员核实店主身份后即可提现。")}</p>
            </Notice>
        })}
        <CardNotice handle=handle.clone() card=page.card may_manage=page.may_manage/>
        {available.is_negative().then(|| view! { <Below handle=handle.clone() balance=available debt=page.debt may_answer is_further=owed_on/> })}
        <dl class="stats">
            <div><dt>{lang.say("Can be paid out", "可提现")}</dt><dd class=earned><Price amount=available class="price-plain"/></dd><dd>{next}</dd></div>
            <div><dt>{lang.say("On its way to your card", "正在打款")}</dt><dd><Price amount=on_its_way class="price-plain"/></dd></div>
            <div><dt>{lang.say("Held until buyers confirm", "买家确认前托管")}</dt><dd><Price amount=held class="price-plain"/></dd><dd>{orders(held_count, lang)}</dd></div>
            {(!cash_out.is_zero()).then(|| view! { <div><dt>{lang.say("With couriers, in cash", "快递代收中")}</dt><dd><Price amount=cash_out class="price-plain"/></dd><dd>{lang.say("yours when it is handed over", "交回后归您")}</dd></div> })}
            <div><dt>{lang.say("Paid out so far", "累计已打款")}</dt><dd><Price amount=paid_out class="price-plain"/></dd><dd>{say!(lang, "fees so far {kept}", "累计服务费 {kept}")}</dd></div>
        </dl>
        {is_empty.then(|| view! {
            <div class="empty">
                <Icon name="money"/>
                <h2>{lang.say("No money yet", "还没有款项")}</h2>
                <p>{lang.say("When somebody buys, the money is held here until they confirm the parcel; then it is yours.", "有人购买后，货款先托管在这里；买家确认收货后归您。")}</p>
            </div>
        })}
        {(!page.held.rows.is_empty() || (held_on && !is_empty)).then(|| view! { <Held handle=handle.clone() held=page.held cases=page.cases open=(page.may_ship, may_answer) is_further=held_on now=page.now/> })}
        {(!payouts.is_empty()).then(|| view! { <Payouts payouts/> })}
        {(!statement.is_empty()).then(|| view! { <Statement handle=handle.clone() statement may_answer/> })}
    }
}

fn orders(count: i64, lang: Language) -> String {
    if count == 1 { lang.say("1 order", "1 单").to_owned() } else { say!(lang, "{count} orders", "{count} 单") }
}

fn when(at: Timestamp, lang: Language) -> impl IntoView {
    view! { <time datetime=machine_time(at)>{moment(at, lang)}</time> }
}

#[component]
fn Payouts(payouts: Vec<PayoutView>) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section">
            <div class="section-head"><h2>{lang.say("Payouts", "打款记录")}</h2></div>
            <table class="data-table">
                <caption class="sr">{lang.say("Payouts, the newest first", "打款记录，最新的在前")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("To card", "到银行卡")}</th>
                    <th scope="col">{lang.say("When", "时间")}</th>
                    <th scope="col">{lang.say("State", "状态")}</th>
                    <th scope="col" class="num">{lang.say("Amount", "金额")}</th>
                </tr></thead>
                <tbody>
                    {payouts.into_iter().map(|payout| {
                        let (tone, icon, word) = match payout.state {
                            PayoutState::Waiting => (Tone::Wait, "clock", lang.say("On its way", "打款中")),
                            PayoutState::Paid => (Tone::Good, "check", lang.say("Paid", "已到账")),
                            PayoutState::Failed | PayoutState::Returned => (Tone::Bad, "alert", lang.say("Returned by the bank", "银行退回")),
                        };
                        view! {
                            <tr>
                                <th scope="row">"•••• "{payout.card_last4}</th>
                                <td data-label=lang.say("When", "时间")>{when(payout.made_at, lang)}</td>
                                <td data-label=lang.say("State", "状态")><Badge tone icon word/>{payout.reason.map(|reason| view! { <br/><small class="quiet">{reason}</small> })}</td>
                                <td class="num" data-label=lang.say("Amount", "金额")><Price amount=payout.amount class="price-plain"/></td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

/// What a movement is, in words; the market's own code where it is a newer kind.
fn movement(kind: &str, lang: Language) -> Option<&'static str> {
    Some(match kind {
        "release" => lang.say("Order confirmed", "订单放款"),
        "payout" => lang.say("Payout", "打款"),
        "payout_returned" => lang.say("Payout came back", "打款退回"),
        "order_refund" => lang.say("Refund", "退款"),
        "case_refund" => lang.say("Refund after a case", "售后退款"),
        "desk_refund" => lang.say("Refund by the market", "平台退款"),
        _ => return None,
    })
}

#[component]
fn Statement(handle: String, statement: Vec<StatementLine>, may_answer: bool) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section">
            <div class="section-head"><h2>{lang.say("Every movement", "每一笔")}</h2></div>
            <table class="data-table">
                <caption class="sr">{lang.say("Movements, the latest first", "流水，最近的在前")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("What", "事由")}</th>
                    <th scope="col">{lang.say("When", "时间")}</th>
                    <th scope="col" class="num">{lang.say("Amount", "金额")}</th>
                </tr></thead>
                <tbody>
                    {statement.into_iter().map(|line| {
                        let what = movement(&line.kind, lang).map_or_else(|| line.kind.clone(), str::to_owned);
                        let case = line.case.filter(|_| may_answer).map(|case| routes::shop_case(&handle, &case.to_string()));
                        let about = match case {
                            Some(path) => view! { <a href=path>{line.about}</a> }.into_any(),
                            // A payout is about no order; its id says nothing to a shop.
                            None if line.kind.starts_with("payout") => ().into_any(),
                            None => line.about.into_any(),
                        };
                        let class = if line.amount.is_negative() { "num" } else { "num earned" };
                        view! {
                            <tr>
                                <th scope="row">{what}" "<small class="quiet">{about}</small></th>
                                <td data-label=lang.say("When", "时间")>{when(line.at, lang)}</td>
                                <td class=class data-label=lang.say("Amount", "金额")>{(!line.amount.is_negative()).then_some("+")}<Price amount=line.amount class="price-plain"/></td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}
