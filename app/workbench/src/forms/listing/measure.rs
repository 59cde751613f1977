//! How something is measured: the unit, what the price is for, the least, the step.

use super::earn::{Typed, unit_behind};
use app_kit::components::{Field, describe};
use app_kit::form::FormState;
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Unit;

/// A number with its label, hint and error, and what stands before or behind it in its frame.
#[component]
pub fn Amount(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] before: Option<Signal<String>>,
    #[prop(optional, into)] after: Option<Signal<String>>,
) -> impl IntoView {
    let error = form.error(&name).map(str::to_owned);
    let described = describe(&name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let value = form.value(&name).to_owned();
    view! {
        <Field name=name.clone() label hint error>
            <div class="affix">
                {before.map(|text| view! { <span>{move || text.get()}</span> })}
                <input id=name.clone() name=name type="text" inputmode="decimal" autocomplete="off" value=value aria-invalid=invalid aria-describedby=described/>
                {after.map(|text| view! { <span>{move || text.get()}</span> })}
            </div>
        </Field>
    }
}

/// The unit's name in a list to choose from.
const fn unit_word(unit: Unit, lang: Language) -> &'static str {
    let (english, chinese) = match unit {
        Unit::Piece => ("piece", "件"),
        Unit::Gram => ("gram (g)", "克"),
        Unit::Liang => ("liang (50 g)", "两（50 克）"),
        Unit::Jin => ("jin (500 g)", "斤（500 克）"),
        Unit::Kilogram => ("kilogram (kg)", "公斤"),
        Unit::Millilitre => ("millilitre (ml)", "毫升"),
        Unit::Litre => ("litre (L)", "升"),
        Unit::Millimetre => ("millimetre (mm)", "毫米"),
        Unit::Metre => ("metre (m)", "米"),
    };
    match lang {
        Language::En => english,
        Language::Zh => chinese,
    }
}

/// The unit, and the amounts that may stay empty.
#[component]
pub fn HowSold(form: FormState, typed: RwSignal<Typed>) -> impl IntoView {
    let lang = lang();
    let unit = unit_behind(typed);
    let error = form.error("unit").map(str::to_owned);
    let described = describe("unit", false, error.is_some());
    let chosen = Unit::from_code(form.value("unit")).unwrap_or(Unit::Piece);
    view! {
        <fieldset class="field">
            <legend>{lang.say("How it is sold", "怎么卖")}</legend>
            <p class="hint">{lang.say("Price, stock and quantities are counted in this unit. What stays empty is one unit.", "价格、库存和数量都按这个单位算。不填就是一个单位。")}</p>
            <div class="row">
                <Field name="unit" label=lang.say("Unit", "单位") error=error.clone()>
                    <select id="unit" name="unit" aria-invalid=error.is_some().then_some("true") aria-describedby=described>
                        {Unit::ALL.map(|unit| view! { <option value=unit.code() selected=unit == chosen>{unit_word(unit, lang)}</option> })}
                    </select>
                </Field>
                <Amount form=form.clone() name="price_per" label=lang.say("The price is for", "价格对应数量") after=unit/>
            </div>
            <div class="row">
                <Amount form=form.clone() name="minimum" label=lang.say("At least", "起卖量") after=unit/>
                <Amount form name="step" label=lang.say("In steps of", "每次加") after=unit/>
            </div>
        </fieldset>
    }
}
