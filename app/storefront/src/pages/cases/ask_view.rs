//! The form that opens a case, drawn.

use super::ask_form::{enough, perishable_too_late, quantity_field, too_late};
use super::ask_wanted::OtherOne;
use crate::pages::cart::picture;
use app_kit::cases::words;
use app_kit::components::{AreaField, FieldError, FormErrors, Icon, Notice, Price, Tone, describe};
use app_kit::form::FormState;
use app_kit::format::{currency_sign, moment, quantity, unit_name};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::{AskableLine, AskableOrder, CaseId, CaseKind, CaseReason};
use market::kernel::{Currency, Dimension, Timestamp, show_decimal};
use market::order::OrderState;

/// The page.
#[component]
pub fn Ask(askable: AskableOrder, attempt: CaseId, is_possible: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let order = routes::my_order(&askable.order.to_string());
    let (number, shop) = (askable.number.clone(), askable.shop_name.clone());
    let why_not = why_not(&askable, lang);
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol>
                <li><a href=routes::MY_ORDERS>{lang.say("My orders", "我的订单")}</a></li>
                <li><a href=order>{number}</a></li>
                <li aria-current="page">{lang.say("Something is wrong", "申请售后")}</li>
            </ol>
        </nav>
        <FormErrors form=form.clone()/>
        <h1>{lang.say("What is wrong?", "申请售后")}</h1>
        <p class="lead">{say!(lang, "You ask the shop {shop} to put it right.", "向“{shop}”申请售后。")}</p>
        {if is_possible {
            view! { <Form askable attempt form/> }.into_any()
        } else {
            view! { <Notice tone=Tone::Info title=lang.say("There is nothing to ask for now", "现在没有可申请的内容")><p>{why_not}</p></Notice> }.into_any()
        }}
    }
}

/// Why there is nothing to ask for now; none where the order's own page says it: it is not paid, it was cancelled, or a case is open.
fn why_not(askable: &AskableOrder, lang: Language) -> Option<String> {
    if askable.open_case.is_some() {
        return None;
    }
    if askable.is_enough {
        return Some(enough(askable.state, lang));
    }
    // What could be asked about still, and cannot, has no money left either: coupons paid for it.
    if askable.lines.iter().all(|line| line.left == 0) || !askable.kinds.is_empty() {
        return Some(lang.say("All of its money went back.", "货款已全部退还。").to_owned());
    }
    askable.until.map(|until| too_late(Some(until), lang))
}

#[component]
fn Form(askable: AskableOrder, attempt: CaseId, form: FormState) -> impl IntoView {
    let lang = lang();
    let path = routes::ask_case(&askable.order.to_string());
    let state = askable.state;
    let open = || askable.lines.iter().filter(|line| line.left > 0 && !line.kinds.is_empty());
    let is_only = open().count() == 1;
    let may_be_unwanted = state == OrderState::Paid || open().any(|line| !line.line.is_perishable);
    let spoils = state != OrderState::Paid && open().any(|line| line.line.is_perishable);
    let currency = askable.freight_left.currency();
    let of_goods = askable.kinds.iter().any(|kind| kind.is_of_goods());
    let has_others = askable.lines.iter().any(|line| !line.others.is_empty());
    view! {
        <form class="fields" method="post" action=path novalidate>
            <input type="hidden" name="attempt" value=attempt.to_string()/>
            <Kinds kinds=askable.kinds has_others form=form.clone()/>
            <Reasons state may_be_unwanted form=form.clone()/>
            <fieldset class="field">
                <legend>{lang.say("Which goods", "哪些商品")}</legend>
                {spoils.then(|| view! { <p class="hint">{lang.say("For goods that spoil, a photo taken now says the most. You can add it on the next page.", "生鲜易腐商品请尽早拍照，现在的照片最能说明问题，可在下一页上传。")}</p> })}
                {askable.lines.into_iter().map(|line| view! { <Line line is_only form=form.clone()/> }).collect_view()}
            </fieldset>
            <Amount currency of_goods form=form.clone()/>
            <AreaField form name="words" rows=4 label=lang.say("What happened", "情况说明")
                hint=lang.say("So that somebody who was not there understands it. Photos can be added on the next page.", "请让没在场的人也能看懂。照片可在下一页补充。")/>
            <Promise answer_by=askable.answer_by state of_goods/>
            <p><button class="btn btn-primary btn-wide">{lang.say("Send it to the shop", "提交给店家")}</button></p>
        </form>
    }
}

/// What follows from it. `has_others` is whether there is anything below to choose from.
const fn explained(kind: CaseKind, has_others: bool) -> (&'static str, &'static str) {
    match kind {
        CaseKind::BeforeShipping => (
            "It has not left yet. The shop keeps these goods, and their money goes back to you.",
            "还没有发货。店家留下这些商品，把钱退给您。",
        ),
        CaseKind::RefundOnly => (
            "For what is missing or spoiled, or for a part of the price. You keep what you have.",
            "少件、变质，或只退部分货款。收到的东西留在您这里。",
        ),
        CaseKind::ReturnAndRefund => (
            "You send the goods back with a courier. When the shop has them, the money goes back to you.",
            "您把商品寄回，店家收到后退款。",
        ),
        CaseKind::Exchange if has_others => (
            "You send the goods back with a courier. When the shop has them, it sends others in their place, the same or those that you choose below, or the money goes back.",
            "您把商品寄回，店家收到后换同款或您在下面选的规格寄来，或退款。",
        ),
        CaseKind::Exchange => (
            "You send the goods back with a courier. When the shop has them, it sends others of the same in their place, or the money goes back.",
            "您把商品寄回，店家收到后换同款寄来，或退款。",
        ),
        CaseKind::Resend => (
            "For what is missing, spoiled or lost. The shop sends the same once more, or the money goes back.",
            "少件、变质或丢件。店家再寄一份同样的，或退款。",
        ),
    }
}

#[component]
fn Kinds(kinds: Vec<CaseKind>, has_others: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("kind").map(str::to_owned);
    let described = describe("kind", false, error.is_some());
    let is_only = kinds.len() == 1;
    view! {
        <fieldset class="choices" id="kind" aria-describedby=described>
            <legend>{lang.say("What would you like", "希望怎么处理")}</legend>
            {kinds.into_iter().map(|kind| {
                let text = explained(kind, has_others);
                view! {
                    <label class="choice">
                        <input type="radio" name="kind" value=kind.code() checked=is_only || form.chose("kind", kind.code())/>
                        <span>{words::kind(kind, lang)}<small>{lang.say(text.0, text.1)}</small></span>
                    </label>
                }
            }).collect_view()}
            {error.map(|error| view! { <FieldError name="kind" error/> })}
        </fieldset>
    }
}

#[component]
fn Reasons(state: OrderState, may_be_unwanted: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("reason").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe("reason", false, error.is_some());
    let chosen = form.value("reason").to_owned();
    // What has not left cannot have come broken.
    let fits = |reason: &CaseReason| match reason {
        CaseReason::ChangedMind => may_be_unwanted,
        CaseReason::Other => true,
        _ => state != OrderState::Paid,
    };
    view! {
        <div class="field">
            <label for="reason">{lang.say("Why", "原因")}</label>
            <select id="reason" name="reason" aria-invalid=invalid aria-describedby=described>
                <option value="">{lang.say("Please choose", "请选择")}</option>
                {CaseReason::ALL.iter().copied().filter(fits).map(|reason| view! {
                    <option value=reason.code() selected=reason.code() == chosen>{words::reason(reason, lang)}</option>
                }).collect_view()}
            </select>
            {error.map(|error| view! { <FieldError name="reason" error/> })}
        </div>
    }
}

#[component]
fn Line(line: AskableLine, is_only: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let rule = perishable_rule(&line, lang);
    let (asked, came) = (line.clone(), came_before(&line, lang));
    let AskableLine { position, line, left, worth, kinds, .. } = line;
    let field = quantity_field(position);
    let error = form.error(&field).map(str::to_owned);
    let unit = line.measure.unit;
    let all = if is_only { show_decimal(left, unit.steps()) } else { String::new() };
    let typed = form.value_or(&field, &all).to_owned();
    let label = match unit.dimension() {
        Dimension::Piece => lang.say("How many", "几件"),
        Dimension::Weight | Dimension::Volume | Dimension::Length => lang.say("How much", "多少"),
    };
    let of = quantity(left, unit, lang);
    let invalid = error.is_some().then_some("true");
    let described = describe(&field, true, error.is_some());
    let title = line.title.clone();
    view! {
        <div class="line-item">
            <img src=picture(&line.picture) width="80" height="80" alt="" loading="lazy"/>
            <p>{title.clone()}</p>
            <p class="quiet">{line.choices.join(" · ")}</p>
            {came.map(|words| view! { <p class="quiet">{words}</p> })}
            {rule.map(|words| view! { <p class="quiet">{words}</p> })}
            {if left > 0 && !kinds.is_empty() {
                view! {
                    <div class="field">
                        <label for=field.clone()>{label}<span class="sr">{say!(lang, ": {title}", "：{title}")}</span></label>
                        <p class="hint" id=format!("{field}-hint")>{say!(lang, "of {of}, which cost ", "共 {of}，")}<Price amount=worth class="price-plain"/></p>
                        <div class="affix">
                            <input id=field.clone() name=field.clone() inputmode="decimal" autocomplete="off" value=typed placeholder="0" aria-invalid=invalid aria-describedby=described/>
                            <span>{unit_name(unit, lang)}</span>
                        </div>
                        {error.map(|error| view! { <FieldError name=field.clone() error/> })}
                    </div>
                    <OtherOne line=asked form/>
                }.into_any()
            } else {
                let gone = (left == 0).then(|| lang.say("Its money went back already.", "已全部退款。"));
                // There is no field any more, and the sentence above the form leads here all the same.
                view! {
                    {gone.map(|words| view! { <p class="quiet">{words}</p> })}
                    {error.map(|error| view! { <div id=field.clone() tabindex="-1"><FieldError name=field.clone() error/></div> })}
                }.into_any()
            }}
        </div>
    }
}

/// What came in exchange for a line, which is what the buyer has of it.
fn came_before(line: &AskableLine, lang: Language) -> Option<String> {
    line.came.as_ref().filter(|_| line.left > 0).map(|came| words::came(came, &line.line.measure, lang))
}

/// Why goods that spoil cannot be sent back, and until when something can be asked for of them; none of others, of those that have not left,
/// and of those of which nothing is left.
fn perishable_rule(line: &AskableLine, lang: Language) -> Option<String> {
    if !line.line.is_perishable || line.left == 0 || line.kinds.contains(&CaseKind::BeforeShipping) {
        return None;
    }
    let back = lang.say("It spoils, so it cannot be sent back.", "生鲜易腐，不能寄回。");
    Some(match line.until {
        Some(until) if line.kinds.is_empty() => perishable_too_late(Some(until), lang),
        Some(until) => {
            let until = moment(until, lang);
            say!(lang, "{back} You can ask about it until {until}.", "{back}可在 {until} 前申请售后。")
        }
        None => back.to_owned(),
    })
}

#[component]
fn Amount(currency: Currency, of_goods: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("amount").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe("amount", true, error.is_some());
    let sign = currency_sign(currency, lang);
    let besides = of_goods.then(|| lang.say(" It counts only where you ask for money.", "换货、补发时不用填。"));
    view! {
        <div class="field">
            <label for="amount">{lang.say("How much money", "退款金额")}" "<small>{lang.say("if you like", "选填")}</small></label>
            <p class="hint" id="amount-hint">{lang.say("Empty means all that these goods cost, with their share of the freight.", "留空即这些商品的全部货款，含运费分摊。")}{besides}</p>
            <div class="affix"><span>{sign}</span><input id="amount" name="amount" inputmode="decimal" autocomplete="off" value=form.value("amount").to_owned() aria-invalid=invalid aria-describedby=described/></div>
            {error.map(|error| view! { <FieldError name="amount" error/> })}
        </div>
    }
}

/// What follows, before anything is sent.
#[component]
fn Promise(answer_by: Timestamp, state: OrderState, of_goods: bool) -> impl IntoView {
    let lang = lang();
    view! { <p class="promise"><Icon name="shield"/><span>{promise(answer_by, state, of_goods, lang)}</span></p> }
}

fn promise(answer_by: Timestamp, state: OrderState, of_goods: bool, lang: Language) -> String {
    let by = moment(answer_by, lang);
    let answer = say!(
        lang,
        "The shop answers by {by}; silence counts as agreed. If you two do not agree, an operator decides.",
        "店家须在 {by} 前答复，逾期视为同意。谈不拢时，您可以申请平台裁定。"
    );
    let held = match state {
        OrderState::Paid | OrderState::Shipped | OrderState::Delivered => {
            lang.say(" Until then your money stays held.", "期间货款仍由平台保管。")
        }
        OrderState::Placed | OrderState::Completed | OrderState::Cancelled => "",
    };
    let goods = if of_goods {
        lang.say(" Where goods are asked for and not sent in time, the money goes back.", "该换该补而未按时寄出的，退款给您。")
    } else {
        ""
    };
    format!("{answer}{goods}{held}")
}
