//! `/sell/{shop}/cases/{case}`: a case, as its shop sees it: what is asked for, what each answer costs, and the answers.

use super::beside::OtherCases;
use crate::parts::Crumbs;
use app_kit::cases::{Asked, CaseTimeline, ParcelFields, Parcels, ReasonForm, SayForm, StateBadge, Turn, part_words};
use app_kit::components::{Attempt, FormErrors, Icon, Price};
use app_kit::form::{FormState, form_state};
use app_kit::format::money;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::on;
use market::aftersales::{CaseEvent, CaseKind, CaseRow, CaseState, CaseSums, CaseView, EvidenceId, Party};

/// The page's data.
#[derive(Clone, Debug)]
pub struct CasePage {
    /// The shop.
    pub handle: String,
    /// The case.
    pub view: CaseView,
    /// The other cases of its order and where they are, the newest first.
    pub others: Vec<(String, CaseRow)>,
    /// The order's money; none for staff who may not see it.
    pub sums: Option<CaseSums>,
    /// Whether the reader may open the order.
    pub may_ship: bool,
    /// Whether the reader may set the shop's address for returns.
    pub may_manage: bool,
    /// The id of the next photo.
    pub photo: EvidenceId,
}

/// The page.
#[component]
pub fn Case(page: CasePage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let CasePage { handle, view, others, sums, may_ship, may_manage, photo } = page;
    let row = view.row.clone();
    let path = routes::shop_case(&handle, &row.id.to_string());
    let number = row.number.clone();
    let order = may_ship.then(|| routes::sell(&handle, &format!("orders/{}", row.order)));
    let goods: Vec<String> = view.parts.iter().filter(|part| part.comes().is_some()).map(|part| part_words(part, lang)).collect();
    let (is_open, needs_owner) = (!row.state.is_over(), !may_manage);
    view! {
        <Crumbs above_path=routes::sell(&handle, "cases") above=lang.say("Cases", "售后") here=number.clone()/>
        <FormErrors form=form.clone()/>
        <div class="row">
            <h1>{lang.say("Case of order ", "订单 ")}<span class="num">{number}</span>{lang.say("", " 的售后")}</h1>
            <StateBadge state=row.state reader=Party::Shop lacks_address=row.lacks_address/>
        </div>
        <Turn row=row.clone() reader=Party::Shop needs_owner refund_done=view.refund_done/>
        {(row.lacks_address && may_manage).then(|| {
            let settings = format!("{}#returns", routes::sell(&handle, "settings"));
            view! { <p><a class="btn btn-primary" href=settings>{lang.say("Set the address for returns", "填写退货地址")}</a></p> }
        })}
        <div class="columns">
            <aside class="side stack lg:order-last">
                <Parcels view=view.clone()/>
                <Asked view=view.clone() reader=Party::Shop/>
                <OtherCases cases=others reader=Party::Shop/>
                {order.map(|order| view! { <p><a href=order>{lang.say("To the order", "查看订单")}</a></p> })}
            </aside>
            <div class="stack">
                <Deeds row=row.clone() goods sums may_ship path=path.clone()/>
                <section class="section">
                    <h2 class="sr">{lang.say("What happened", "经过")}</h2>
                    <CaseTimeline kind=row.kind events=view.events.clone() reader=Party::Shop path=path.clone()/>
                </section>
                {is_open.then(|| view! { <SayForm path photo form/> })}
            </div>
        </div>
    }
}

/// What the shop can do now, apart from writing. `goods` is what is asked for, in words.
#[component]
fn Deeds(row: CaseRow, goods: Vec<String>, sums: Option<CaseSums>, may_ship: bool, path: String) -> impl IntoView {
    let (lang, form) = (lang(), form_state());
    let can = |event| on(row.state, event, row.kind).is_some();
    let refused = match row.kind {
        CaseKind::BeforeShipping => lang.say(
            "The buyer reads this. The case ends then, and you ship the parcel.",
            "买家会看到。拒绝后售后结束，请您照常发货。",
        ),
        _ => lang.say("The buyer reads this, and can ask an operator to decide.", "买家会看到，并可申请平台介入。"),
    };
    view! {
        {can(CaseEvent::Resend).then(|| view! { <SendAgain goods may_ship path=path.clone() form=form.clone()/> })}
        {can(CaseEvent::Agree).then(|| view! { <Consent row=row.clone() sums path=path.clone() then="agree"/> })}
        {can(CaseEvent::Receive).then(|| view! { <Consent row=row.clone() sums path=path.clone() then="receive"/> })}
        {can(CaseEvent::GiveBack).then(|| view! { <GiveBack row=row.clone() sums path=path.clone() then="give-back"/> })}
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

/// Consent to money, or to goods, of which none moves yet.
#[component]
fn Consent(row: CaseRow, sums: Option<CaseSums>, path: String, then: &'static str) -> impl IntoView {
    if row.kind.is_of_goods() {
        view! { <Promise kind=row.kind path then/> }.into_any()
    } else {
        view! { <GiveBack row sums path then/> }.into_any()
    }
}

/// What consent to goods leads to, and the button that gives it.
#[component]
fn Promise(kind: CaseKind, path: String, then: &'static str) -> impl IntoView {
    let lang = lang();
    let (title, follows, button) = match (then, kind) {
        ("receive", _) => (
            lang.say("If you have the goods", "如果已收到退货"),
            lang.say("Then you send others in their place, or give the money back.", "之后由您补发，或改为退款。"),
            lang.say("I have them", "已收到退货"),
        ),
        (_, CaseKind::Exchange) => (
            lang.say("If you agree", "如果同意"),
            lang.say(
                "First the buyer sends the goods back. When you have them, you send others in their place, or give the money back.",
                "买家先寄回商品，您收到后补发，或改为退款。",
            ),
            lang.say("Agree to exchange them", "同意换货"),
        ),
        _ => (
            lang.say("If you agree", "如果同意"),
            lang.say(
                "Then you send the goods once more. If you do not in time, the money goes back to the buyer.",
                "之后由您补发。逾期未补发，款项退给买家。",
            ),
            lang.say("Agree to send them again", "同意补发"),
        ),
    };
    view! {
        <form class="card stack" method="post" action=path>
            <Attempt/>
            <h2>{title}</h2>
            <p>{follows}</p>
            <p><button class="btn btn-primary" name="then" value=then>{button}</button></p>
        </form>
    }
}

/// The parcel in which the goods go once more, with what belongs into it, for whoever packs. Who may not ship does not see where the order goes.
#[component]
fn SendAgain(goods: Vec<String>, may_ship: bool, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let where_to = if may_ship {
        lang.say("To the address of the order.", "寄到订单地址。")
    } else {
        lang.say("To the address of the order, which whoever packs can see.", "寄到订单地址，由打包人员查看。")
    };
    view! {
        <form class="card fields" method="post" action=path novalidate>
            <Attempt/>
            <h2>{lang.say("Send the goods again", "补发商品")}</h2>
            <div class="prose"><ul>{goods.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul></div>
            <p>{where_to}{lang.say(" They leave your stock with this parcel; no money moves.", "商品随此包裹从库存扣除，不涉及款项。")}</p>
            <ParcelFields form/>
            <p><button class="btn btn-primary" name="then" value="resend"><Icon name="truck"/>{lang.say("It is on its way", "已寄出")}</button></p>
        </form>
    }
}

/// What giving money back does, and the button that does it.
#[component]
fn GiveBack(row: CaseRow, sums: Option<CaseSums>, path: String, then: &'static str) -> impl IntoView {
    let lang = lang();
    let amount = money(row.amount, lang);
    let (title, button) = match then {
        "receive" => (
            lang.say("If you have the goods", "如果已收到退货"),
            say!(lang, "I have them: {amount} goes back", "已收到，退款 {amount}"),
        ),
        "give-back" => (
            lang.say("If you would rather give the money back", "如果改为退款"),
            say!(lang, "{amount} goes back", "退款 {amount}"),
        ),
        _ => (lang.say("If you agree", "如果同意"), say!(lang, "Agree: {amount} goes back", "同意退款 {amount}")),
    };
    let class = if then == "give-back" { "btn" } else { "btn btn-primary" };
    view! {
        <form class="card stack" method="post" action=path>
            <Attempt/>
            <h2>{title}</h2>
            <p>{consequence(&row, then, lang)}</p>
            <dl class="pairs">
                <div><dt>{lang.say("The buyer gets", "退给买家")}</dt><dd><Price amount=row.amount class="price-plain"/></dd></div>
                {sums.map(|sums| view! { <Given row=row.clone() sums/> })}
            </dl>
            <p><button class=class name="then" value=then>{button}</button></p>
        </form>
    }
}

/// Where the money comes from.
#[component]
fn Given(row: CaseRow, sums: CaseSums) -> impl IntoView {
    let lang = lang();
    let ((shop, fee), again) = (sums.given(row.amount), sums.again(row.amount));
    let from = if sums.is_released {
        lang.say("Leaves your balance", "从店铺余额扣除")
    } else {
        lang.say("Leaves what is held for you", "从为您托管的货款扣除")
    };
    view! {
        <div><dt>{lang.say("The market gives back its fee", "平台退还服务费")}</dt><dd><Price amount=fee class="price-plain"/></dd></div>
        {(!again.is_zero()).then(|| view! {
            <div>
                <dt>{lang.say("The market has back what its coupon added", "平台收回其补贴的优惠")}</dt>
                <dd>"−"<Price amount=again class="price-plain"/></dd>
            </div>
        })}
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
        (_, CaseKind::Exchange | CaseKind::Resend, _) if row.resent.is_some() => lang.say(
            "The money goes back to the buyer at once, and what was sent again stays with them.",
            "款项立即退给买家，补发的商品留在买家处。",
        ),
        (_, CaseKind::Exchange | CaseKind::Resend, _) => lang.say(
            "The money goes back to the buyer at once, and nothing is sent again.",
            "款项立即退给买家，不再补发。",
        ),
        (_, CaseKind::RefundOnly, _) => {
            lang.say("The money goes back to the buyer at once. The goods stay where they are.", "款项立即退给买家，商品不用寄回。")
        }
    }
}
