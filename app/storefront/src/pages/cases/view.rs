//! A case, drawn for its buyer.

use app_kit::cases::{Asked, CaseTimeline, ParcelFields, Parcels, ReasonForm, SayForm, StateBadge, Turn};
use app_kit::components::{Attempt, FormErrors, Icon};
use app_kit::form::FormState;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::aftersales::rules::on;
use market::aftersales::{CaseEvent, CaseRow, CaseState, CaseView, EvidenceId, Party};
use market::shop::ReturnAddress;

/// The page.
#[component]
pub fn Case(view: CaseView, photo: EvidenceId, form: FormState) -> impl IntoView {
    let lang = lang();
    let row = view.row.clone();
    let path = routes::my_case(&row.id.to_string());
    let (number, shop) = (row.number.clone(), row.shop_name.clone());
    let is_open = !row.state.is_over();
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol>
                <li><a href=routes::MY_ORDERS>{lang.say("My orders", "我的订单")}</a></li>
                <li><a href=routes::my_order(&row.order.to_string())>{number}</a></li>
                <li aria-current="page">{lang.say("Case", "售后")}</li>
            </ol>
        </nav>
        <FormErrors form=form.clone()/>
        <div class="row">
            <h1>{if row.kind.is_of_goods() {
                say!(lang, "Goods again from {shop}", "向“{shop}”申请的售后")
            } else {
                say!(lang, "Money back from {shop}", "向“{shop}”申请的售后")
            }}</h1>
            <StateBadge state=row.state reader=Party::Buyer lacks_address=row.lacks_address/>
        </div>
        <Turn row=row.clone() reader=Party::Buyer refund_done=view.refund_done/>
        <div class="columns">
            <aside class="stack lg:order-last">
                <Parcels view=view.clone()/>
                <Asked view=view.clone() reader=Party::Buyer/>
                <p class="quiet"><a href=format!("{}#cases", routes::RULES)>{lang.say("How cases are settled", "售后规则")}</a></p>
            </aside>
            <div class="stack">
                <Deeds row=row.clone() to=view.return_to.clone() path=path.clone() form=form.clone()/>
                <section>
                    <h2 class="sr">{lang.say("What happened", "经过")}</h2>
                    <CaseTimeline kind=row.kind events=view.events.clone() reader=Party::Buyer path=path.clone()/>
                </section>
                {is_open.then(|| view! { <SayForm path photo form/> })}
            </div>
        </div>
    }
}

/// What the buyer can do now, apart from writing.
#[component]
fn Deeds(row: CaseRow, #[prop(optional_no_strip)] to: Option<ReturnAddress>, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let can = |event| on(row.state, event, row.kind).is_some();
    let is_returning = row.state == CaseState::Returning;
    let are_goods_to_come = row.kind.is_of_goods() && row.resent.is_none();
    let is_refused = row.state == CaseState::Refused;
    let why_operator = if is_refused {
        lang.say(
            "Say why the shop's answer is not right. The operator reads everything that was written and shown here.",
            "请说明为什么不认同店家的答复。平台会看这里的全部留言和照片。",
        )
    } else {
        lang.say(
            "Say that it did not come, or what is wrong with it. The operator reads everything that was written and shown here.",
            "请说明没有收到，或有什么问题。平台会看这里的全部留言和照片。",
        )
    };
    view! {
        {is_returning.then(|| view! { <SendBack to path=path.clone() form=form.clone()/> })}
        {can(CaseEvent::Confirm).then(|| view! { <Received path=path.clone()/> })}
        {can(CaseEvent::Escalate).then(|| view! {
            <ReasonForm path=path.clone() form=form.clone() then="escalate" is_first=is_refused
                deed=lang.say("Ask an operator to decide", "申请平台介入") hint=why_operator/>
        })}
        {can(CaseEvent::Appeal).then(|| view! {
            <ReasonForm path=path.clone() form=form.clone() then="appeal"
                deed=lang.say("Ask for a second look", "申诉")
                hint=lang.say("Say what was overlooked. The second decision is for good.", "请说明哪里没有看到。第二次裁定为终裁。")/>
        })}
        {can(CaseEvent::Withdraw).then(|| view! { <Withdraw are_goods_to_come path/> })}
    }
}

/// What was sent again is here, and right.
#[component]
fn Received(path: String) -> impl IntoView {
    let lang = lang();
    view! {
        <form class="card stack" method="post" action=path>
            <Attempt/>
            <h2>{lang.say("If it came and is right", "如果已收到且无误")}</h2>
            <p>{lang.say("The case ends then without money, and the order goes on where it stood.", "售后就此完结，不退款，订单照常继续。")}</p>
            <p><button class="btn btn-primary" name="then" value="confirm"><Icon name="check"/>{lang.say("I have it", "确认收到")}</button></p>
        </form>
    }
}

#[component]
fn Withdraw(are_goods_to_come: bool, path: String) -> impl IntoView {
    let lang = lang();
    let follows = if are_goods_to_come {
        lang.say(
            "Nothing is sent and nothing goes back then, and the order goes on where it stood.",
            "撤回后不补发，也不退款，订单照常继续。",
        )
    } else {
        lang.say("Nothing goes back then, and the order goes on where it stood.", "撤回后不退款，订单照常继续。")
    };
    view! {
        <details class="confirm">
            <summary>{lang.say("Take the request back", "撤回申请")}</summary>
            <form method="post" action=path>
                <Attempt/>
                <p>{follows}</p>
                <p><button class="btn btn-danger" name="then" value="withdraw">{lang.say("Take it back", "确认撤回")}</button></p>
            </form>
        </details>
    }
}

#[component]
fn SendBack(#[prop(optional_no_strip)] to: Option<ReturnAddress>, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    // Nobody is urged to send goods to no address; who has them on their way already can say so.
    let (title, class) = if to.is_some() {
        (lang.say("You send the goods back", "寄回商品"), "btn btn-primary")
    } else {
        (lang.say("If they are on their way already", "如果已经寄出"), "btn")
    };
    view! {
        <form class="card fields" method="post" action=path novalidate>
            <Attempt/>
            <h2>{title}</h2>
            {match to {
                Some(to) => view! { <ReturnTo to/> }.into_any(),
                None => view! { <p>{lang.say("You need not send anything before the shop says where to. If it told you below, write the parcel's number here.", "店家提供地址之前，您不用寄出。若店家已在下面的留言中告知地址，寄出后在这里填写运单号。")}</p> }.into_any(),
            }}
            <p class="quiet">{lang.say("Keep the receipt until the case is settled.", "寄件凭证请保留到售后完结。")}</p>
            <ParcelFields form/>
            <p><button class=class name="then" value="send"><Icon name="truck"/>{lang.say("It is on its way", "已寄出")}</button></p>
        </form>
    }
}

/// Where the shop takes goods back.
#[component]
fn ReturnTo(to: ReturnAddress) -> impl IntoView {
    let lang = lang();
    view! {
        <p class="quiet">{lang.say("To this address:", "寄到这个地址：")}</p>
        <address class="address"><b>{to.recipient}</b>" "{to.phone}<br/>{to.place}</address>
    }
}
