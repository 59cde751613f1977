//! How much, and what that costs: a field that works by itself, and with scripts two buttons and a total that follows. Without
//! scripts there is no total, since one that does not follow would be wrong as soon as somebody types.

use super::stride::pressed;
use app_kit::components::Icon;
use app_kit::format::money;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::web_sys::Element;
use market::account::Language;
use market::kernel::limits::QUANTITY_MAX;
use market::kernel::{Measure, Money, parse_decimal, show_decimal};
use serde::{Deserialize, Serialize};

/// What one choice costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePrice {
    /// The value of its radio button.
    pub variant: String,
    /// For the measure's usual amount.
    pub price: Money,
}

/// The words of the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityWords {
    /// The label of the button that takes away.
    pub less: String,
    /// The label of the button that adds.
    pub more: String,
    /// The unit behind the number.
    pub unit: String,
    /// Instead of a total, where the number cannot be bought.
    pub not_sold: String,
}

/// The field `quantity` with its unit, stepper and total.
#[island]
pub fn QuantityTotal(
    measure: Measure,
    prices: Vec<ChoicePrice>,
    /// The variant that is chosen at first.
    chosen: String,
    /// What stands in the field.
    typed: String,
    /// The ids of hint and error.
    described: String,
    wrong: bool,
    lang: Language,
    words: QuantityWords,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let text = RwSignal::new(typed.clone());
    let variant = RwSignal::new(chosen);
    let steps = measure.unit.steps();
    let amount = move || text.with(|text| parse_decimal(text, steps, QUANTITY_MAX)).ok();
    let total = move || {
        let quantity = measure.check(amount()?).ok()?;
        let price = variant.with(|variant| prices.iter().find(|choice| &choice.variant == variant).map(|choice| choice.price))?;
        Some(money(measure.line_total(price, quantity).ok()?, lang))
    };
    let press = move |more: bool| {
        let next = show_decimal(pressed(&measure, amount(), more), steps);
        if let Some(input) = field.get_untracked() {
            input.set_value(&next);
        }
        text.set(next);
    };
    // A reader on a slow line may have typed and chosen before this came to life.
    Effect::new(move |_| {
        if let Some(input) = field.get() {
            text.set(input.value());
        }
        let checked = document().query_selector("[name=variant]:checked").ok().flatten();
        if let Some(value) = checked.and_then(|radio| radio.get_attribute("value")) {
            variant.set(value);
        }
    });
    Effect::new(move |_| {
        let listening = window_event_listener(leptos::ev::change, move |event| {
            let target = event_target::<Element>(&event);
            if target.get_attribute("name").as_deref() == Some("variant") {
                variant.set(target.get_attribute("value").unwrap_or_default());
            }
        });
        on_cleanup(move || listening.remove());
    });
    let inputmode = if steps == 1 { "numeric" } else { "decimal" };
    let QuantityWords { less, more, unit, not_sold } = words;
    view! {
        <div class="row">
            <div class="affix stepper">
                <button type="button" class="needs-script" aria-label=less on:click=move |_| press(false)><Icon name="minus"/></button>
                <input id="quantity" name="quantity" node_ref=field value=typed inputmode=inputmode autocomplete="off" maxlength="15"
                    required aria-describedby=described aria-invalid=wrong.then_some("true") on:input=move |event| text.set(event_target_value(&event))/>
                <span>{unit}</span>
                <button type="button" class="needs-script" aria-label=more on:click=move |_| press(true)><Icon name="plus"/></button>
            </div>
            <output class="quiet needs-script" for="quantity">{move || total().map_or_else(|| not_sold.clone(), |total| format!("= {total}"))}</output>
        </div>
    }
}
