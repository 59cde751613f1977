//! The form of a freight template: what freight costs to which provinces, and where the shop sends nothing. Everything stands in the
//! form's state, so that adding a zone or correcting one keeps what was typed.

use super::live::{Live, LiveField};
use app_kit::components::{FieldError, Icon, TextField};
use app_kit::form::{FormState, form_state};
use app_kit::format::currency_sign;
use app_kit::words::amount_error;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::limits::{PRICE_MINOR_MAX, QUANTITY_MAX};
use market::kernel::{AmountError, Currency, parse_decimal};
use serde::{Deserialize, Serialize};

/// What the form shows beside its state, which is the template itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FreightForm {
    /// Where the form posts to.
    pub path: String,
    /// Code and name of every province.
    pub provinces: Vec<(String, String)>,
    /// Whether it is what counts for listings that name none.
    pub is_default: bool,
    /// The market's currency.
    pub currency: Currency,
}

/// What the numbers of every zone are in.
#[derive(Clone, Copy)]
struct Units {
    by_weight: RwSignal<bool>,
    currency: Currency,
}

/// The prefix of the fields of the rest of the country.
pub const REST: &str = "rest";

/// How many zones beside the rest of the country a form has.
#[must_use]
pub fn zones(form: &FormState) -> usize {
    form.value("zones").parse().unwrap_or(0).min(34)
}

/// The prefix of the fields of the zone at a place.
#[must_use]
pub fn prefix(position: usize) -> String {
    format!("zone{position}")
}

/// The form.
#[component]
pub fn Freight(page: FreightForm) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let by_weight = RwSignal::new(form.value("counts_by") != "piece");
    let units = Units { by_weight, currency: page.currency };
    let count = zones(&form);
    let hidden = ["template", "version"].map(|name| (name, form.value(name).to_owned()));
    let zone_forms = (0..count)
        .map(|position| {
            view! { <Zone prefix=prefix(position) provinces=page.provinces.clone() form=form.clone() units drop=Some(position)/> }
        })
        .collect_view();
    view! {
        <form class="fields max-w-3xl" method="post" action=page.path novalidate>
            {hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <input type="hidden" name="zones" value=count.to_string()/>
            // The button that Enter presses is the first of the form: it must be the one that saves.
            <button class="sr" name="then" value="save" tabindex="-1" aria-hidden="true">{lang.say("Save", "保存")}</button>
            <TextField form=form.clone() name="name" label=lang.say("Name of this template", "模板名称") hint=lang.say("Only you see it.", "只有您看得到。")/>
            <CountsBy form=form.clone() by_weight/>
            {zone_forms}
            <p><button class="btn" name="then" value="add"><Icon name="plus"/>{lang.say("Another price for some provinces", "为部分省份单独定价")}</button></p>
            <Zone prefix=REST provinces=Vec::new() form=form.clone() units drop=None/>
            <Default form is_default=page.is_default/>
            <div class="row"><button class="btn btn-primary" name="then" value="save">{lang.say("Save the freight", "保存运费")}</button></div>
        </form>
    }
}

#[component]
fn CountsBy(form: FormState, by_weight: RwSignal<bool>) -> impl IntoView {
    let lang = lang();
    let weighs = by_weight.get_untracked();
    view! {
        <fieldset class="choices" id="counts_by">
            <legend>{lang.say("What counts", "按什么计算")}</legend>
            <label class="choice">
                <input type="radio" name="counts_by" value="weight" checked=weighs on:change=move |_| by_weight.set(true)/>
                <span>{lang.say("Weight", "重量")}<small>{lang.say("Kilograms, begun steps in full", "按公斤，不足一档按一档")}</small></span>
            </label>
            <label class="choice">
                <input type="radio" name="counts_by" value="piece" checked=!weighs on:change=move |_| by_weight.set(false)/>
                <span>{lang.say("Pieces", "件数")}<small>{lang.say("Something measured counts as one piece", "称重商品算一件")}</small></span>
            </label>
        </fieldset>
        {form.error("counts_by").map(|error| view! { <FieldError name="counts_by" error/> })}
    }
}

/// One zone: which provinces, whether the shop sends there, and what it costs.
#[component]
fn Zone(
    #[prop(into)] prefix: String,
    provinces: Vec<(String, String)>,
    form: FormState,
    units: Units,
    drop: Option<usize>,
) -> impl IntoView {
    let lang = lang();
    let ships_name = format!("{prefix}-ships");
    let ships = form.chose(&ships_name, "yes");
    // Only somebody who takes the tick away hides the prices: without scripts, setting it could not bring them back.
    let hides = RwSignal::new(false);
    let title = match drop {
        Some(position) => {
            let number = position + 1;
            say!(lang, "Some provinces, {number}", "部分省份 {number}")
        }
        None => lang.say("The rest of the country", "全国其他地区").to_owned(),
    };
    view! {
        <fieldset class="card field fields">
            <legend>{title}</legend>
            {drop.is_some().then(|| view! { <Provinces prefix=prefix.clone() provinces form=form.clone()/> })}
            <label class="choice">
                <input type="checkbox" name=ships_name value="yes" checked=ships on:change=move |event| hides.set(!event_target_checked(&event))/>
                <span>{lang.say("We send parcels there", "可以发货")}<small>{lang.say("Without the tick, nobody there can order.", "不勾选则当地无法下单。")}</small></span>
            </label>
            <div class="fields" hidden=move || hides.get()><Prices prefix form units/></div>
            {drop.map(|position| view! {
                <p><button class="btn btn-small" name="then" value=format!("drop{position}")><Icon name="trash"/>{lang.say("Take this zone out", "去掉这一组")}</button></p>
            })}
        </fieldset>
    }
}

#[component]
fn Provinces(prefix: String, provinces: Vec<(String, String)>, form: FormState) -> impl IntoView {
    let lang = lang();
    let name = format!("{prefix}-provinces");
    let chosen: Vec<String> = form.values(&name).map(str::to_owned).collect();
    let error = form.error(&name).map(str::to_owned);
    let names: Vec<&str> = provinces.iter().filter(|(code, _)| chosen.contains(code)).map(|(_, name)| name.as_str()).collect();
    let summary = if names.is_empty() {
        lang.say("Choose provinces", "选择省份").to_owned()
    } else {
        names.join(lang.say(", ", "、"))
    };
    let is_open = chosen.is_empty() || error.is_some();
    view! {
        <details class="confirm" open=is_open id=name.clone()>
            <summary>{summary}</summary>
            <div class="grid grid-cols-2 md:grid-cols-4 gap-x-4">
                {provinces.into_iter().map(|(code, province)| {
                    let checked = chosen.contains(&code);
                    view! {
                        <label class="choice">
                            <input type="checkbox" name=name.clone() value=code checked=checked/>
                            <span lang="zh-Hans">{province}</span>
                        </label>
                    }
                }).collect_view()}
            </div>
        </details>
        {error.map(|error| view! { <FieldError name=format!("{prefix}-provinces") error/> })}
    }
}

#[component]
fn Prices(prefix: String, form: FormState, units: Units) -> impl IntoView {
    let lang = lang();
    let Units { by_weight, currency } = units;
    let unit = Signal::derive(move || if by_weight.get() { "kg".to_owned() } else { lang.say("pieces", "件").to_owned() });
    let amount = {
        let (prefix, form) = (prefix.clone(), form.clone());
        move |field: &str, label: &'static str| {
            let live = Live::new(format!("{prefix}-{field}"), move |text| amount_wrong(text, by_weight.get(), lang));
            view! { <LiveField form=form.clone() live label inputmode="decimal" after=unit/> }
        }
    };
    let price = |field: &str, label: &'static str| {
        let live = Live::new(format!("{prefix}-{field}"), move |text| price_wrong(text, false, lang));
        view! { <LiveField form=form.clone() live label inputmode="decimal" before=currency_sign(currency, lang)/> }
    };
    let free = Live::new(format!("{prefix}-free_from"), move |text| price_wrong(text, true, lang));
    view! {
        <div class="row">{amount("first_amount", lang.say("The first", "首重（首件）"))}{price("first", lang.say("cost", "费用"))}</div>
        <div class="row">{amount("next_amount", lang.say("Each further", "续重（续件）"))}{price("next", lang.say("cost more", "加收"))}</div>
        <LiveField form=form.clone() live=free label=lang.say("We pay the freight from", "满多少包邮") inputmode="decimal" before=currency_sign(currency, lang)
            hint=lang.say("Leave it empty where the buyer always pays; 0 is always free.", "留空为不包邮；填 0 为始终包邮。")/>
    }
}

fn amount_wrong(text: &str, by_weight: bool, lang: Language) -> Option<String> {
    let steps = if by_weight { 1000 } else { 1 };
    let read = parse_decimal(text, steps, QUANTITY_MAX).and_then(|n| if n == 0 { Err(AmountError::TooFine) } else { Ok(n) });
    read.err().map(|error| amount_error(error, lang).to_owned())
}

fn price_wrong(text: &str, may_be_empty: bool, lang: Language) -> Option<String> {
    match parse_decimal(text, 100, PRICE_MINOR_MAX) {
        Err(AmountError::Empty) if may_be_empty => None,
        read => read.err().map(|error| amount_error(error, lang).to_owned()),
    }
}

#[component]
fn Default(form: FormState, is_default: bool) -> impl IntoView {
    let lang = lang();
    let chosen = is_default || form.chose("is_default", "yes");
    let error = form.error("is_default").map(str::to_owned);
    view! {
        <label class="choice">
            <input type="checkbox" id="is_default" name="is_default" value="yes" checked=chosen/>
            <span>{lang.say("Use it for all goods that name no other", "用于未指定模板的所有商品")}<small>{lang.say("One template always has this tick; tick another one to move it.", "总有一个模板为默认；勾选另一个即可更换。")}</small></span>
        </label>
        {error.map(|error| view! { <FieldError name="is_default" error/> })}
    }
}
