//! Amounts as they are read: the fen smaller than the yuan.

use crate::format::{money_parts, unit_price};
use crate::lang;
use leptos::prelude::*;
use market::account::Language;
use market::kernel::{Measure, Money};

/// An amount. `class` adds `price-large` or `price-plain`.
#[component]
pub fn Price(amount: Money, #[prop(optional)] class: &'static str) -> impl IntoView {
    let lang = lang();
    let (sign, whole, minor) = money_parts(amount, lang);
    let sign = if lang == Language::En {
        leptos::either::Either::Left(view! { <small>{sign}</small> })
    } else {
        leptos::either::Either::Right(sign)
    };
    view! { <span class=format!("price {class}")>{sign}{whole}<small>{minor}</small></span> }
}

/// The price of its usual amount: `¥45.80 / 500 克`.
#[component]
pub fn UnitPrice(price: Money, measure: Measure) -> impl IntoView {
    view! { <span class="unit-price">{unit_price(price, &measure, lang())}</span> }
}
