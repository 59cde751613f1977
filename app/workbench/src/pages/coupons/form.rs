//! The form for another coupon, folded up until somebody wants it or has to mend it.

use app_kit::components::{Attempt, Field, FieldError, TextField, describe};
use app_kit::form::{FormState, form_state};
use app_kit::format::currency_sign;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::coupon::{CODE_CHARS_MAX, CODE_CHARS_MIN};
use market::kernel::Currency;

/// The form.
#[component]
pub fn Make(path: String, is_market: bool, currency: Currency, is_empty: bool) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    // What is wrong with the end of another coupon stands beside that one.
    let is_wrong = form.notice.is_some() || form.errors().iter().any(|(name, _)| !name.starts_with("why-"));
    let coupon = form.value("coupon").to_owned();
    let code_hint = say!(
        lang,
        "{CODE_CHARS_MIN} to {CODE_CHARS_MAX} letters from A to Z, digits and hyphens. No other coupon can have it later.",
        "{CODE_CHARS_MIN} 至 {CODE_CHARS_MAX} 位字母、数字或连字符，以后不能再用于其他优惠券。"
    );
    view! {
        <details class="confirm max-w-3xl" open=is_wrong || is_empty>
            <summary>{lang.say("Make a coupon", "新建优惠券")}</summary>
            <form class="fields" method="post" action=path novalidate>
                <input type="hidden" name="coupon" value=coupon/>
                {is_market.then(|| view! { <Attempt/> })}
                <TextField form=form.clone() name="code" label=lang.say("Code", "优惠码") hint=code_hint autocomplete="off"/>
                <TakesOff form=form.clone() currency/>
                <Number form=form.clone() name="minimum" label=lang.say("For goods of at least, if you like", "商品满多少可用（选填）") unit=Unit::Money(currency_sign(currency, lang))/>
                <div class="row">
                    <TextField form=form.clone() name="from" kind="date" label=lang.say("First day", "开始日期")/>
                    <TextField form=form.clone() name="last" kind="date" label=lang.say("Last day", "结束日期")/>
                </div>
                <div class="row">
                    <Number form=form.clone() name="quota" label=lang.say("How often in all", "总共可用次数") hint=lang.say("Empty: without an end.", "留空为不限量。")/>
                    <Number form=form.clone() name="per_buyer" label=lang.say("How often one buyer", "每人可用次数") hint=lang.say("Empty: once.", "留空为 1 次。")/>
                </div>
                {is_market.then(|| view! { <TextField form name="why" label=lang.say("Why", "理由") hint=lang.say("For the log of the operators.", "记入运营日志。")/> })}
                <p><button class="btn btn-primary">{lang.say("Make this coupon", "创建")}</button></p>
            </form>
        </details>
    }
}

/// A sum, or a part of the price with an end if one likes.
#[component]
fn TakesOff(form: FormState, currency: Currency) -> impl IntoView {
    let lang = lang();
    let sign = currency_sign(currency, lang);
    let is_percent = form.chose("kind", "percent");
    let error = form.error("kind").map(str::to_owned);
    view! {
        <fieldset class="choices" id="kind">
            <legend>{lang.say("What it takes off", "优惠方式")}</legend>
            <label class="choice"><input type="radio" name="kind" value="amount" checked=!is_percent/><span>{lang.say("A sum", "减固定金额")}</span></label>
            <label class="choice"><input type="radio" name="kind" value="percent" checked=is_percent/><span>{lang.say("Per cent of the goods", "按商品价格的百分比")}</span></label>
        </fieldset>
        {error.map(|error| view! { <FieldError name="kind" error/> })}
        <div class="row">
            <Number form=form.clone() name="amount" label=lang.say("The sum", "金额") hint=lang.say("Where it is a sum.", "选择固定金额时填写。") unit=Unit::Money(sign)/>
            <Number form=form.clone() name="percent" label=lang.say("Per cent", "百分比") hint=lang.say("Where it is per cent, such as 12.5.", "选择百分比时填写，例如 12.5。") unit=Unit::Percent/>
            <Number form name="most" label=lang.say("At most", "最多减") hint=lang.say("With per cent, if you like.", "选择百分比时可填。") unit=Unit::Money(sign)/>
        </div>
    }
}

/// What a number counts, and what stands in its frame.
#[derive(Clone, Copy, Default)]
enum Unit {
    #[default]
    Times,
    Money(&'static str),
    Percent,
}

/// A number with what stands in its frame.
#[component]
fn Number(
    form: FormState,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] unit: Unit,
) -> impl IntoView {
    let error = form.error(name).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe(name, hint.is_some(), error.is_some());
    let value = form.value(name).to_owned();
    let (before, after) = match unit {
        Unit::Times => (None, None),
        Unit::Money(sign) => (Some(sign), None),
        Unit::Percent => (None, Some("%")),
    };
    view! {
        <Field name label hint error>
            <div class="affix">
                {before.map(|text| view! { <span>{text}</span> })}
                <input id=name name=name inputmode="decimal" autocomplete="off" value=value aria-invalid=invalid aria-describedby=described/>
                {after.map(|text| view! { <span>{text}</span> })}
            </div>
        </Field>
    }
}
