//! `/admin/categories/{slug}/{attribute}`: what can be said of the goods of a category.

use super::categories::kind;
use crate::parts::Crumbs;
use app_kit::components::{AreaField, Field, FormErrors, TextField, describe};
use app_kit::form::{FormState, form_state};
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::attribute::{AttributeId, AttributeKind};
use market::catalog::Category;

/// What the page shows beside the form's state.
#[derive(Clone, Debug)]
pub struct AttributePage {
    /// Of which category.
    pub category: Category,
    /// Which: the form posts to it, whether it is there already or not.
    pub attribute: AttributeId,
    /// Its kind, where it is there: it never changes.
    pub known: Option<AttributeKind>,
}

/// The page.
#[component]
pub fn Attribute(page: AttributePage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let above = routes::admin(&format!("categories/{}", page.category.slug));
    let name = form.value(lang.say("name_en", "name_zh")).to_owned();
    let title = if page.known.is_none() || name.is_empty() { lang.say("A new attribute", "新属性").to_owned() } else { name };
    let path = format!("{above}/{}", page.attribute);
    let shows = move |of: AttributeKind| page.known.is_none_or(|known| known == of);
    let fresh = page.known.is_none().then(|| view! { <Fresh form=form.clone()/> });
    let choices = shows(AttributeKind::Choice).then(|| {
        view! {
            <AreaField form=form.clone() name="choices" rows=8 label=lang.say("The list, for “one of a list”", "选项（单选用）")
                hint=lang.say("A line each: short name | English | 中文. The short name stays as it is; a line that you take away is no longer offered, and goods that have it keep it.", "每行一项：代号 | 英文 | 中文。代号不变；删去的选项不再提供，已选用的商品保留。")/>
        }
    });
    let number = shows(AttributeKind::Number).then(|| view! { <Number form=form.clone() is_new=page.known.is_none()/> });
    view! {
        <Crumbs above_path=above above=page.category.name(lang).to_owned() here=title.clone()/>
        <h1>{title}</h1>
        <FormErrors form=form.clone()/>
        <form class="fields max-w-3xl" method="post" action=path>
            <input type="hidden" name="version" value=form.value("version").to_owned()/>
            <TextField form=form.clone() name="name_en" label=lang.say("In English", "英文") maxlength=60/>
            <TextField form=form.clone() name="name_zh" label=lang.say("In Chinese", "中文") maxlength=60/>
            {fresh}{choices}{number}
            <fieldset class="field">
                <legend>{lang.say("And", "另外")}</legend>
                <Check form=form.clone() name="is_required" label=lang.say("Sellers must say it before goods are published", "上架前必须填写")/>
                <Check form=form.clone() name="is_filter" label=lang.say("Buyers narrow results down by it", "买家可用来筛选")/>
                {page.known.is_some().then(|| view! { <Check form=form.clone() name="is_retired" label=lang.say("Retired: asked and shown no longer", "停用：不再填写，也不再显示")/> })}
            </fieldset>
            <p><button class="btn btn-primary">{lang.say("Keep it", "保存")}</button></p>
        </form>
    }
}

/// What is decided once.
#[component]
fn Fresh(form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("kind").map(str::to_owned);
    let described = describe("kind", true, error.is_some());
    let invalid = error.is_some().then_some("true");
    let chosen = form.value("kind").to_owned();
    let options = AttributeKind::ALL.map(|of| {
        let selected = of.code() == chosen;
        view! { <option value=of.code() selected=selected>{kind(of, lang)}</option> }
    });
    view! {
        <TextField form name="slug" label=lang.say("Short name in addresses", "地址中的代号") maxlength=40
            hint=lang.say("Such as flavour or size-standard; it cannot be changed later.", "如 flavour、size-standard，之后不能更改。")/>
        <Field name="kind" label=lang.say("How it is said", "填写方式") hint=lang.say("It cannot be changed later.", "之后不能更改。").to_owned() error=error>
            <select id="kind" name="kind" aria-invalid=invalid aria-describedby=described>{options}</select>
        </Field>
    }
}

/// What belongs to a number.
#[component]
fn Number(form: FormState, is_new: bool) -> impl IntoView {
    let lang = lang();
    view! {
        <fieldset class="field">
            <legend>{lang.say("For a number", "数字")}</legend>
            <div class="row">
                <TextField form=form.clone() name="unit_en" label=lang.say("Unit in English", "英文单位") maxlength=60/>
                <TextField form=form.clone() name="unit_zh" label=lang.say("Unit in Chinese", "中文单位") maxlength=60/>
            </div>
            {is_new.then(|| view! {
                <TextField form=form.clone() name="decimals" inputmode="numeric" maxlength=1 label=lang.say("Digits after the point, 0 to 3", "小数位数（0–3）")/>
            })}
            <TextField form name="bands" label=lang.say("Where the ranges of its filter part", "筛选区间的分界")
                hint=lang.say("Growing numbers, such as 50, 100, 200. Without any it is no filter.", "从小到大，如 50，100，200。不填则不能筛选。")/>
        </fieldset>
    }
}

#[component]
fn Check(form: FormState, name: &'static str, label: &'static str) -> impl IntoView {
    let checked = form.chose(name, "1");
    view! { <label class="choice"><input type="checkbox" name=name value="1" checked=checked/><span>{label}</span></label> }
}
