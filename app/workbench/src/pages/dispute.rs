//! `/admin/cases/{case}`: both sides' words and photos, the sums, and the decision.

use super::beside::OtherCases;
use crate::parts::Crumbs;
use app_kit::cases::{Asked, CaseTimeline, Parcels, SayForm, StateBadge, Turn};
use app_kit::components::{AreaField, Attempt, FieldError, FormErrors, Notice, Price, Tone, describe};
use app_kit::form::{FormState, form_state};
use app_kit::format::{currency_sign, money};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::aftersales::rules::waits_for;
use market::aftersales::{CaseRow, CaseState, CaseSums, CaseView, EvidenceId, Party};
use market::kernel::Money;

/// The page's data.
#[derive(Clone, Debug)]
pub struct DisputePage {
    /// The case.
    pub view: CaseView,
    /// The other cases of its order and where they are, the newest first.
    pub others: Vec<(String, CaseRow)>,
    /// The order's money.
    pub sums: CaseSums,
    /// What the operator is about to give to the buyer, to be looked at before it is decided.
    pub award: Option<Money>,
    /// The id of the next photo.
    pub photo: EvidenceId,
}

/// The page.
#[component]
pub fn Dispute(page: DisputePage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let DisputePage { view, others, sums, award, photo } = page;
    let row = view.row.clone();
    let path = routes::admin_case(&row.id.to_string());
    let (number, shop) = (row.number.clone(), row.shop_name.clone());
    let is_open = !row.state.is_over();
    let is_ours = waits_for(row.state) == Some(Party::Operator);
    view! {
        <Crumbs above_path=routes::admin("cases") above=lang.say("Cases", "售后") here=number.clone()/>
        <FormErrors form=form.clone()/>
        <div class="row">
            <h1>{say!(lang, "{shop}, order {number}", "{shop}，订单 {number}")}</h1>
            <StateBadge state=row.state reader=Party::Operator lacks_address=row.lacks_address/>
        </div>
        <Turn row=row.clone() reader=Party::Operator refund_done=view.refund_done/>
        <div class="columns">
            <aside class="side stack lg:order-last">
                <Parcels view=view.clone()/>
                <Asked view=view.clone() reader=Party::Operator/>
                <Sums row=row.clone() sums/>
                <OtherCases cases=others reader=Party::Operator/>
            </aside>
            <div class="stack">
                <section>
                    <h2 class="sr">{lang.say("What happened", "经过")}</h2>
                    <CaseTimeline kind=row.kind events=view.events.clone() reader=Party::Operator path=path.clone()/>
                </section>
                {is_ours.then(|| view! { <Decide view=view.clone() sums award path=path.clone() form=form.clone()/> })}
                {is_open.then(|| view! { <SayForm path photo form/> })}
            </div>
        </div>
    }
}

#[component]
fn Sums(row: CaseRow, sums: CaseSums) -> impl IntoView {
    let lang = lang();
    let ((shop, fee), again) = (sums.given(row.amount), sums.again(row.amount));
    let place = if sums.is_released {
        lang.say("Paid to the shop already", "已付给店家")
    } else {
        lang.say("Held for the order", "仍在托管")
    };
    view! {
        <section class="card stack">
            <h2>{lang.say("The order's money", "订单款项")}</h2>
            <dl class="pairs">
                <div><dt>{lang.say("The buyer paid", "买家支付")}</dt><dd><Price amount=sums.total class="price-plain"/></dd></div>
                <div><dt>{lang.say("Went back before", "此前已退")}</dt><dd><Price amount=sums.refunded class="price-plain"/></dd></div>
                <div><dt>{lang.say("The rest is", "余款")}</dt><dd>{place}</dd></div>
            </dl>
            <p class="quiet">{lang.say("If the buyer gets all of it:", "若全部退给买家：")}</p>
            <dl class="pairs">
                <div><dt>{lang.say("From the shop's share", "出自店家")}</dt><dd><Price amount=shop class="price-plain"/></dd></div>
                <div><dt>{lang.say("From the market's fee", "出自平台服务费")}</dt><dd><Price amount=fee class="price-plain"/></dd></div>
                {(!again.is_zero()).then(|| view! {
                    <div>
                        <dt>{lang.say("Of it, back to the market's coupon", "其中退回平台优惠")}</dt>
                        <dd>"−"<Price amount=again class="price-plain"/></dd>
                    </div>
                })}
            </dl>
        </section>
    }
}

/// The form; what the shop keeps is counted before anything is decided. It carries how much of both sides stands above it, so that
/// nobody decides upon less than there is.
#[component]
fn Decide(view: CaseView, sums: CaseSums, award: Option<Money>, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let (heard, row) = (view.heard(), view.row);
    let is_final = row.state == CaseState::Appealed;
    let title = if is_final { lang.say("Decide for good", "终裁") } else { lang.say("Decide", "裁定") };
    let asked = money(row.amount, lang);
    let error = form.error("amount").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe("amount", true, error.is_some());
    // What was counted stands in this form.
    let here = format!("{path}#decide");
    view! {
        <form class="card fields" id="decide" method="post" action=path novalidate>
            <h2>{title}</h2>
            {is_final.then(|| view! { <p>{lang.say("One side has appealed: this decision is carried out at once, and there is no other after it.", "有一方申诉：本次裁定立即生效，不能再申诉。")}</p> })}
            <Attempt/>
            <input type="hidden" name="seen" value=row.state.code()/>
            <input type="hidden" name="heard_buyer" value=heard.buyer.to_string()/>
            <input type="hidden" name="heard_shop" value=heard.shop.to_string()/>
            <div class="field">
                <label for="amount">{lang.say("For the buyer", "退给买家")}</label>
                <p class="hint" id="amount-hint">{say!(lang, "From nothing to {asked}. What the buyer does not get stays with the shop.", "从零到 {asked}，其余归店家。")}</p>
                <div class="affix"><span>{currency_sign(row.amount.currency(), lang)}</span><input id="amount" name="amount" inputmode="decimal" autocomplete="off" value=form.value("amount").to_owned() aria-invalid=invalid aria-describedby=described/></div>
                {error.map(|error| view! { <FieldError name="amount" error/> })}
            </div>
            {award.map(|award| view! { <Split row=row.clone() sums award/> })}
            <AreaField form name="why" rows=4 label=lang.say("Why", "理由") hint=lang.say("Both sides read this.", "双方都会看到。")/>
            <p class="row">
                <button class="btn btn-primary" name="then" value="decide">{title}</button>
                <button class="btn" name="then" value="look" formaction=here>{lang.say("Count first who gets what", "先算一下各得多少")}</button>
            </p>
        </form>
    }
}

#[component]
fn Split(row: CaseRow, sums: CaseSums, award: Money) -> impl IntoView {
    let lang = lang();
    let rest = row.amount.minus(award).unwrap_or(row.amount);
    let (shop, fee) = sums.given(award);
    let again = sums.again(award);
    let of_coupon = (!again.is_zero()).then(|| {
        let again = money(again, lang);
        say!(
            lang,
            "Of what the shop gives, {again} goes back to the market's coupon.",
            "店家承担的金额中，{again} 退回平台优惠。"
        )
    });
    let (buyer, rest, shop, fee) = (money(award, lang), money(rest, lang), money(shop, lang), money(fee, lang));
    view! {
        <Notice tone=Tone::Info title=say!(lang, "The buyer gets {buyer}; {rest} stays with the shop", "退给买家 {buyer}，{rest} 归店家")>
            <p>{say!(lang, "The shop gives {shop}, the market {fee} of its fee.", "其中店家承担 {shop}，平台退还服务费 {fee}。")}</p>
            {of_coupon.map(|text| view! { <p>{text}</p> })}
        </Notice>
    }
}
