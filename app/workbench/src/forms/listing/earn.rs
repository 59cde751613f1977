//! What the seller really earns, while she types and when the server draws the form again: by one rule.

use app_kit::components::{Notice, Price, Tone};
use app_kit::format::{money, quantity, unit_name};
use app_kit::{Say, browser, lang, say};
use leptos::prelude::*;
use market::catalog::rules::{check_measure, check_price, freight_line};
use market::kernel::limits::{PRICE_MINOR_MAX, QUANTITY_MAX};
use market::kernel::{AmountError, Currency, Measure, Money, Unit, parse_decimal, show_decimal};
use market::pricing::rules::{freight_borne, take_home, typical_quantity};
use market::pricing::{FreightTemplate, Sale, TakeHome};

/// What of the form decides about it, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The unit's code.
    pub unit: String,
    /// For how many units the price is.
    pub price_per: String,
    /// The least that is sold.
    pub minimum: String,
    /// In which steps.
    pub step: String,
    /// The first variant's price.
    pub price: String,
    /// The first variant's weight.
    pub weight: String,
    /// Packaging.
    pub packaging: String,
    /// The producers' share.
    pub producer_share: String,
    /// The freight template.
    pub freight_template: String,
}

impl Typed {
    /// Out of whatever knows the fields; `variant` is the id of the first one.
    pub fn read(variant: &str, get: impl Fn(&str) -> String) -> Self {
        Self {
            unit: get("unit"),
            price_per: get("price_per"),
            minimum: get("minimum"),
            step: get("step"),
            price: get(&format!("price-{variant}")),
            weight: get(&format!("weight-{variant}")),
            packaging: get("packaging"),
            producer_share: get("producer_share"),
            freight_template: get("freight_template"),
        }
    }
    /// As it stands in the browser's fields now.
    #[must_use]
    pub fn in_browser(variant: &str) -> Self {
        Self::read(variant, |name| browser::field_value(name).unwrap_or_default())
    }
    /// The unit, pieces where it is none.
    #[must_use]
    pub fn unit(&self) -> Unit {
        Unit::from_code(&self.unit).unwrap_or(Unit::Piece)
    }
}

/// The market's side of it.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The shop's templates.
    pub templates: Vec<FreightTemplate>,
    /// The market's fee.
    pub fee_basis_points: i64,
    /// The market's currency.
    pub currency: Currency,
}

/// A typical sale and where its price goes.
struct Earned {
    measure: Measure,
    quantity: i64,
    producer_basis_points: i64,
    parts: TakeHome,
}

/// None while something is not typed yet, or wrong.
fn earn(typed: &Typed, terms: &Terms) -> Option<Earned> {
    let measure = check_measure(&typed.unit, &typed.price_per, &typed.minimum, &typed.step).ok()?;
    let price = check_price(&typed.price, terms.currency).ok()?;
    let or_zero = |text: &str, steps, maximum| match parse_decimal(text, steps, maximum) {
        Err(AmountError::Empty) => Some(0),
        other => other.ok(),
    };
    let packaging = Money::new(or_zero(&typed.packaging, 100, PRICE_MINOR_MAX)?, terms.currency);
    let producer_basis_points = or_zero(&typed.producer_share, 100, 10_000)?;
    let weight = or_zero(&typed.weight, 1, QUANTITY_MAX)?;
    let quantity = typical_quantity(&measure);
    let total = measure.line_total(price, quantity).ok()?;
    let named = terms.templates.iter().find(|template| template.id.to_string() == typed.freight_template);
    let template = named.or_else(|| terms.templates.iter().find(|template| template.is_default));
    let line = freight_line(&measure, weight, quantity, total);
    let freight = template.and_then(|template| freight_borne(template, line).ok()).unwrap_or(Money::zero(terms.currency));
    let sale = Sale { price: total, fee_basis_points: terms.fee_basis_points, freight, packaging, producer_basis_points };
    Some(Earned { measure, quantity, producer_basis_points, parts: take_home(&sale).ok()? })
}

/// `2.5` for 250 hundredths of a per cent.
fn percent(basis_points: i64) -> String {
    show_decimal(basis_points, 100)
}

/// The box.
#[component]
pub fn TakeHomeBox(typed: RwSignal<Typed>, terms: Terms) -> impl IntoView {
    let lang = lang();
    let shown = move || {
        match earn(&typed.get(), &terms) {
        Some(earned) => view! { <Parts earned fee=percent(terms.fee_basis_points)/> }.into_any(),
        None => view! {
            <p class="quiet">{lang.say("Fill in the price, and you see here what stays with you.", "填好价格，这里会显示您实际到手多少。")}</p>
        }
        .into_any(),
    }
    };
    view! {
        <section class="stack" aria-live="polite">
            <h2>{lang.say("What you really earn", "您真正到手")}</h2>
            {shown}
        </section>
    }
}

/// The result alone, for the bar at the bottom of a phone: in sight while the price is typed.
#[component]
pub fn EarnLine(typed: RwSignal<Typed>, terms: Terms) -> impl IntoView {
    let lang = lang();
    move || {
        earn(&typed.get(), &terms).map(|earned| {
            let (word, amount) = match earned.parts.short_by() {
                Some(lost) => (lang.say("You lose", "您亏"), lost),
                None => (lang.say("You earn", "您赚"), earned.parts.earned),
            };
            view! { <p><small class="quiet">{word}</small><br/><Price amount class="price-plain"/></p> }
        })
    }
}

#[component]
fn Parts(earned: Earned, fee: String) -> impl IntoView {
    let lang = lang();
    let Earned { measure, quantity: amount, producer_basis_points, parts } = earned;
    let amount = quantity(amount, measure.unit, lang);
    let share = percent(producer_basis_points);
    let row = |label: String, money: Money| {
        (!money.is_zero()).then(|| view! { <div><dt>{label}</dt><dd><Price amount=money class="price-plain"/></dd></div> })
    };
    let lost = parts.short_by();
    let sum = match lost {
        Some(lost) => (lang.say("You lose", "您亏"), "earn loss", lost),
        None => (lang.say("You earn", "您赚"), "earn", parts.earned),
    };
    view! {
        <dl class="takehome">
            <div class="from"><dt>{say!(lang, "Price, {amount}", "价钱，{amount}")}</dt><dd><Price amount=parts.price class="price-plain"/></dd></div>
            {row(say!(lang, "Fee {fee} %", "服务费 {fee}%"), parts.fee)}
            {row(lang.say("Freight you pay", "您付的运费").to_owned(), parts.freight)}
            {row(lang.say("Packaging", "包装").to_owned(), parts.packaging)}
            {row(say!(lang, "Makers' share {share} %", "货源方分成 {share}%"), parts.producers)}
            <div class=sum.1><dt>{sum.0}</dt><dd><Price amount=sum.2 class="price-plain"/></dd></div>
        </dl>
        {lost.map(|lost| {
            let lost = money(lost, lang);
            view! {
                <Notice tone=Tone::Bad title=lang.say("At this price you lose money", "这个价钱要亏本")>
                    <p>{say!(lang, "Each such sale costs you {lost}. Raise the price or lower what goes off it.", "每卖一份亏 {lost}。请提高价钱，或减少扣除。")}</p>
                </Notice>
            }
        })}
    }
}

/// The name of the unit that is chosen, for behind a field.
#[must_use]
pub fn unit_behind(typed: RwSignal<Typed>) -> Signal<String> {
    let lang = lang();
    Signal::derive(move || typed.with(|typed| unit_name(typed.unit(), lang).to_owned()))
}
