//! Price and stock: of the goods as they are, or of each choice that the options make.

use super::earn::{Typed, unit_behind};
use super::fields::{Row, combine, split_values};
use super::measure::Amount;
use app_kit::components::{FieldError, describe};
use app_kit::form::FormState;
use app_kit::format::currency_sign;
use app_kit::{Say, browser, lang, say};
use leptos::prelude::*;
use market::catalog::{ListingId, OptionGroup};
use market::kernel::limits::VARIANTS_MAX;
use market::kernel::{Currency, Dimension, Unit};

/// The fields of every line.
#[component]
pub fn Goods(form: FormState, rows: RwSignal<Vec<Row>>, typed: RwSignal<Typed>, currency: Currency) -> impl IntoView {
    let lang = lang();
    let is_single = Memo::new(move |_| rows.with(|rows| rows.len() == 1 && rows.iter().all(|row| row.choices.is_empty())));
    let errors = StoredValue::new(form.clone());
    let wrong = form.error("variants").map(str::to_owned);
    view! {
        <div class="stack" id="variants">
            {wrong.map(|error| view! { <FieldError name="variants" error/> })}
            {move || if is_single.get() {
                let row = rows.get_untracked().into_iter().next();
                row.map(|row| view! { <Single form=errors.get_value() row typed currency/> }).into_any()
            } else {
                view! {
                    <table class="data-table">
                        <caption>{lang.say("Price and stock of each kind", "每种规格的价格和库存")}</caption>
                        <thead><tr>
                            <th scope="col">{lang.say("Kind", "规格")}</th>
                            <th scope="col">{lang.say("Price", "价格")}</th>
                            <th scope="col">{lang.say("Stock", "库存")}</th>
                        </tr></thead>
                        <tbody>
                            <For each=move || rows.get() key=|row| row.id children=move |row| view! { <Line form=errors.get_value() row typed currency/> }/>
                        </tbody>
                    </table>
                }.into_any()
            }}
        </div>
    }
}

/// What a line carries along unseen.
#[component]
fn Carried(row: Row, weight_too: bool) -> impl IntoView {
    let id = row.id;
    let hidden = |name: &str, value: String| view! { <input type="hidden" name=format!("{name}-{id}") value=value/> };
    view! {
        <input type="hidden" name="variant" value=id.to_string()/>
        {row.choices.into_iter().map(|choice| hidden("choice", choice)).collect_view()}
        {hidden("seen", row.seen)}
        {hidden("code", row.code)}
        {hidden("picture", row.picture)}
        {weight_too.then(|| hidden("weight", row.weight))}
    }
}

/// The form of one line with the line's own values in it: a new line has none in the form's state.
fn with_values(form: &FormState, row: &Row) -> FormState {
    let mut form = form.clone();
    for (name, value) in [("price", &row.price), ("stock", &row.stock), ("weight", &row.weight)] {
        super::fields::replace(&mut form, &format!("{name}-{}", row.id), value.clone());
    }
    form
}

#[component]
fn Single(form: FormState, row: Row, typed: RwSignal<Typed>, currency: Currency) -> impl IntoView {
    let lang = lang();
    let id = row.id;
    let form = with_values(&form, &row);
    let sign = Signal::derive(move || currency_sign(currency, lang).to_owned());
    let gram = Signal::derive(move || lang.say("g", "克").to_owned());
    let weighs = move || typed.with(|typed| typed.unit().dimension() == Dimension::Weight);
    view! {
        <Carried row weight_too=false/>
        <div class="row">
            <Amount form=form.clone() name=format!("price-{id}") label=lang.say("Price", "价格") before=sign after=per(typed)/>
            <Amount form=form.clone() name=format!("stock-{id}") label=lang.say("Stock", "库存") after=unit_behind(typed)/>
        </div>
        <div hidden=weighs>
            <Amount form name=format!("weight-{id}") label=lang.say("What one weighs, packed", "每件带包装的重量")
                hint=lang.say("For freight by weight. May stay empty.", "按重量算运费时用，可以不填。") after=gram/>
        </div>
    }
}

/// `/ 500 g` behind a price.
fn per(typed: RwSignal<Typed>) -> Signal<String> {
    let lang = lang();
    let unit = unit_behind(typed);
    Signal::derive(move || {
        let (amount, code) = typed.with(|typed| (typed.price_per.trim().to_owned(), typed.unit()));
        let name = unit.get();
        if amount.is_empty() || (amount == "1" && code == Unit::Piece) {
            format!("/ {name}")
        } else {
            say!(lang, "/ {amount} {name}", "/ {amount} {name}")
        }
    })
}

#[component]
fn Line(form: FormState, row: Row, typed: RwSignal<Typed>, currency: Currency) -> impl IntoView {
    let lang = lang();
    let form = with_values(&form, &row);
    let kind = row.choices.join(" · ");
    let id = row.id;
    let sign = Signal::derive(move || currency_sign(currency, lang).to_owned());
    let cell = move |name: &'static str, label: &'static str, before: Option<Signal<String>>, after: Option<Signal<String>>| {
        let field = format!("{name}-{id}");
        let error = form.error(&field).map(str::to_owned);
        let value = form.value(&field).to_owned();
        let described = describe(&field, false, error.is_some());
        view! {
            <td data-label=label>
                <div class="affix">
                    {before.map(|text| view! { <span>{move || text.get()}</span> })}
                    <input id=field.clone() name=field.clone() type="text" inputmode="decimal" autocomplete="off" value=value
                        aria-label=format!("{label}: {}", row_name(&kind)) aria-invalid=error.is_some().then_some("true") aria-describedby=described/>
                    {after.map(|text| view! { <span>{move || text.get()}</span> })}
                </div>
                {error.map(|error| view! { <FieldError name=field error/> })}
            </td>
        }
    };
    let name = row.choices.join(" · ");
    view! {
        <tr>
            <th scope="row">{name}<Carried row weight_too=true/></th>
            {cell("price", lang.say("Price", "价格"), Some(sign), None)}
            {cell("stock", lang.say("Stock", "库存"), None, Some(unit_behind(typed)))}
        </tr>
    }
}

fn row_name(kind: &str) -> String {
    if kind.is_empty() { "–".to_owned() } else { kind.to_owned() }
}

/// What a buyer chooses, typed in two lines a group. With scripts the table above follows at once; without, saving makes it.
#[component]
pub fn Options(form: FormState, rows: RwSignal<Vec<Row>>, listing: ListingId, refresh: Callback<()>) -> impl IntoView {
    let lang = lang();
    let version = form.value("version").parse().unwrap_or(0);
    let groups = if form.value("option2-name").is_empty() { 2 } else { 3 };
    let known = StoredValue::new(rows.get_untracked());
    let follow = move |_| {
        let typed = rows.with_untracked(|rows| rows.iter().map(in_browser).collect::<Vec<Row>>());
        let mut all = typed;
        known.with_value(|known| {
            let more: Vec<Row> =
                known.iter().filter(|row| !all.iter().any(|other| other.choices == row.choices)).cloned().collect();
            all.extend(more);
        });
        known.set_value(all.clone());
        let next = combine(listing, version, &options_in_browser(groups), &all);
        if next.len() <= VARIANTS_MAX {
            rows.set(next);
            request_animation_frame(move || refresh.run(()));
        }
    };
    let has_options =
        (0..groups).any(|group| !form.value(&format!("option{group}-name")).is_empty() || form.error("options").is_some());
    let wrong = form.error("options").map(str::to_owned);
    view! {
        <details class="confirm" open=has_options id="options">
            <summary>{lang.say("Sizes, colours, cuts", "规格：尺码、颜色、部位")}</summary>
            <div class="fields" on:change=follow>
                <p class="hint">{lang.say("Each kind gets its own price and stock. Put commas between the values: S, M, L", "每种规格有自己的价格和库存。各项之间用顿号或逗号隔开：小、中、大")}</p>
                {wrong.map(|error| view! { <FieldError name="options" error/> })}
                {(0..groups).map(|group| view! { <Group form=form.clone() group/> }).collect_view()}
                <p class="hint">{lang.say("The table with a price and a stock for each kind appears above, at the latest when you save.", "每种规格的价格和库存表会出现在上方，最晚在保存之后。")}</p>
            </div>
        </details>
    }
}

#[component]
fn Group(form: FormState, group: usize) -> impl IntoView {
    let lang = lang();
    let number = group + 1;
    let name = format!("option{group}-name");
    let values = format!("option{group}-values");
    view! {
        <div class="row">
            <div class="field">
                <label for=name.clone()>{say!(lang, "What is chosen ({number})", "规格名（{number}）")}</label>
                <input id=name.clone() name=name.clone() type="text" value=form.value(&name).to_owned() placeholder=lang.say("Size", "尺码")/>
            </div>
            <div class="field">
                <label for=values.clone()>{say!(lang, "Its values ({number})", "有哪些（{number}）")}</label>
                <input id=values.clone() name=values.clone() type="text" value=form.value(&values).to_owned() placeholder=lang.say("S, M, L", "小、中、大")/>
            </div>
        </div>
    }
}

/// A line as it stands in the browser's fields now.
fn in_browser(row: &Row) -> Row {
    let get = |name: &str, usual: &str| browser::field_value(&format!("{name}-{}", row.id)).unwrap_or_else(|| usual.to_owned());
    Row { price: get("price", &row.price), stock: get("stock", &row.stock), weight: get("weight", &row.weight), ..row.clone() }
}

fn options_in_browser(groups: usize) -> Vec<OptionGroup> {
    let get = |name: String| browser::field_value(&name).unwrap_or_default();
    (0..groups)
        .map(|group| OptionGroup {
            name: get(format!("option{group}-name")).trim().to_owned(),
            values: split_values(&get(format!("option{group}-values"))),
        })
        .filter(|group| !group.values.is_empty())
        .collect()
}
