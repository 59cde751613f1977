//! `/sell/{shop}/cases/{case}`: a case, as its shop sees it: what is asked for, what each answer costs, and the answers.

use crate::parts::Crumbs;
use app_kit::cases::{Asked, CaseTimeline, ReasonForm, SayForm, StateBadge, Turn};
use app_kit::components::{Attempt, FormErrors, Price};
use app_kit::form::{FormState, form_state};
use app_kit::format::money;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::on;
use market::aftersales::{CaseEvent, CaseKind, CaseRow, CaseState, CaseSums, CaseView, EvidenceId, Party};
use market::order::rules::courier;

/// The page's data.
#[derive(Clone, Debug)]
pub struct CasePage {
    /// The shop.
    pub handle: String,
    /// The case.
    pub view: CaseView,
    /// The order's money; none for staff who may not see it.
    pub sums: Option<CaseSums>,
    /// Whether the reader may open the order.
    pub may_ship: bool,
    /// The id of the next photo.
    pub photo: EvidenceId,
}

/// The page.
#[component]
pub fn Case(page: CasePage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let CasePage { handle, view, sums, may_ship, photo } = page;
    let row = view.row.clone();
    let path = routes::shop_case(&handle, &row.id.to_string());
    let number = row.number.clone();
    let order = may_ship.then(|| routes::sell(&handle, &format!("orders/{}", row.order)));
    let is_open = !row.state.is_over();
    view! {
        <Crumbs above_path=routes::sell(&handle, "cases") above=lang.say("Cases", "售后") here=number.clone()/>
        <FormErrors form=form.clone()/>
        <div class="row">
            <h1>{say!(lang, "Case of order {number}", "订单 {number} 的售后")}</h1>
            <StateBadge state=row.state reader=Party::Shop/>
        </div>
        <Turn row=row.clone() reader=Party::Shop refund_done=view.refund_done/>
        <div class="columns">
            <aside class="side stack lg:order-last">
                <Parcel parcel=view.parcel.clone()/>
                <Asked view=view.clone() reader=Party::Shop/>
                {order.map(|order| view! { <p><a href=order>{lang.say("To the order", "查看订单")}</a></p> })}
            </aside>
            <div class="stack">
                <Deeds row=row.clone() sums path=path.clone() form=form.clone()/>
                <section class="section">
                    <h2 class="sr">{lang.say("What happened", "经过")}</h2>
                    <CaseTimeline events=view.events.clone() reader=Party::Shop path=path.clone()/>
                </section>
                {is_open.then(|| view! { <SayForm path photo form/> })}
            </div>
        </div>
    }
}

/// What the shop can do now, apart from writing.
#[component]
fn Deeds(row: CaseRow, sums: Option<CaseSums>, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let can = |event| on(row.state, event, row.kind).is_some();
    let refused = match row.kind {
        CaseKind::BeforeShipping => lang.say(
            "The buyer reads this. The case ends then, and you ship the parcel.",
            "买家会看到。拒绝后售后结束，请您照常发货。",
        ),
        _ => lang.say("The buyer reads this, and can ask an operator to decide.", "买家会看到，并可申请平台介入。"),
    };
    view! {
        {can(CaseEvent::Agree).then(|| view! { <GiveBack row=row.clone() sums path=path.clone() then="agree"/> })}
        {can(CaseEvent::Receive).then(|| view! { <GiveBack row=row.clone() sums path=path.clone() then="receive"/> })}
        {can(CaseEvent::Refuse).then(|| view! {
            <ReasonForm path=path.clone() form=form.clone() then="refuse" deed=lang.say("Refuse", "拒绝") hint=refused/>
        })}
        {can(CaseEvent::Contest).then(|| view! {
            <ReasonForm path=path.clone() form=form.clone() then="contest"
                deed=lang.say("The return is not as it should be", "对退货有异议")
                hint=lang.say("Say what is wrong with it, or that nothing came. An operator decides; photos help.", "请说明有什么问题，或没有收到。由平台裁定，附上照片更清楚。")/>
        })}
        {can(CaseEvent::Appeal).then(|| view! {
            <ReasonForm path form then="appeal"
                deed=lang.say("Ask for a second look", "申诉")
                hint=lang.say("Say what was overlooked. The second decision is for good.", "请说明哪里没有看到。第二次裁定为终裁。")/>
        })}
    }
}

/// What agreeing does, in money, and the button that does it.
#[component]
fn GiveBack(row: CaseRow, sums: Option<CaseSums>, path: String, then: &'static str) -> impl IntoView {
    let lang = lang();
    let amount = money(row.amount, lang);
    let (title, button) = if then == "receive" {
        (
            lang.say("If you have the goods", "如果已收到退货"),
            say!(lang, "I have them: {amount} goes back", "已收到，退款 {amount}"),
        )
    } else {
        (lang.say("If you agree", "如果同意"), say!(lang, "Agree: {amount} goes back", "同意退款 {amount}"))
    };
    view! {
        <form class="card stack" method="post" action=path>
            <Attempt/>
            <h2>{title}</h2>
            <p>{consequence(&row, then, lang)}</p>
            <dl class="pairs">
                <div><dt>{lang.say("The buyer gets", "退给买家")}</dt><dd><Price amount=row.amount class="price-plain"/></dd></div>
                {sums.map(|sums| view! { <Given row=row.clone() sums/> })}
            </dl>
            <p><button class="btn btn-primary" name="then" value=then>{button}</button></p>
        </form>
    }
}

/// Where the money comes from.
#[component]
fn Given(row: CaseRow, sums: CaseSums) -> impl IntoView {
    let lang = lang();
    let (shop, fee) = sums.given(row.amount);
    let from = if sums.is_released {
        lang.say("Leaves your balance", "从店铺余额扣除")
    } else {
        lang.say("Leaves what is held for you", "从为您托管的货款扣除")
    };
    view! {
        <div><dt>{lang.say("The market gives back its fee", "平台退还服务费")}</dt><dd><Price amount=fee class="price-plain"/></dd></div>
        <div class="total"><dt>{from}</dt><dd>"−"<Price amount=shop class="price-plain"/></dd></div>
    }
}

fn consequence(row: &CaseRow, then: &str, lang: Language) -> &'static str {
    match (then, row.kind, row.state) {
        ("receive", ..) => lang.say("The money goes back to the buyer at once.", "款项立即退给买家。"),
        (_, CaseKind::ReturnAndRefund, CaseState::Asked) => lang.say(
            "First the buyer sends the goods back. The money goes back when you have them.",
            "买家先寄回商品，您收到后才退款。",
        ),
        (_, CaseKind::ReturnAndRefund, _) => lang.say(
            "The money goes back to the buyer at once, and the goods stay with them.",
            "款项立即退给买家，商品留在买家处。",
        ),
        (_, CaseKind::BeforeShipping, _) => lang.say(
            "The money goes back to the buyer at once, and the goods are in your stock again. What is left of the order is to be shipped.",
            "款项立即退给买家，商品回到库存。订单剩下的部分照常发货。",
        ),
        (_, CaseKind::RefundOnly, _) => {
            lang.say("The money goes back to the buyer at once. The goods stay where they are.", "款项立即退给买家，商品不用寄回。")
        }
    }
}

#[component]
fn Parcel(parcel: Option<(String, String)>) -> impl IntoView {
    let lang = lang();
    parcel.map(|(code, number)| {
        let name = courier(&code).map_or_else(|| code.clone(), |(_, english, chinese)| lang.say(english, chinese).to_owned());
        view! { <section class="card"><h2>{lang.say("The parcel back", "退货包裹")}</h2><p>{name}" "{number}</p></section> }
    })
}
