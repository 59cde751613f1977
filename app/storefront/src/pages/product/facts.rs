//! What sending costs, when it leaves, whether it spoils, who made it and where.

use super::Moment;
use app_kit::components::Icon;
use app_kit::format::{day, day_input, money};
use app_kit::provinces::province;
use app_kit::request::known_province;
use app_kit::words::perishable_within;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::catalog::rules::freight_line;
use market::catalog::{ListedVariant, ListingPage};
use market::kernel::{Measure, Money};
use market::pricing::rules::{quote_freight, typical_quantity};
use market::pricing::{FreightTemplate, NoShipping};

/// What sending the usual amount costs, as a sentence.
pub fn freight_sentence(
    freight: Option<&FreightTemplate>,
    measure: &Measure,
    chosen: Option<&ListedVariant>,
    to: Option<&str>,
    lang: Language,
) -> String {
    let unknown = || lang.say("Freight is shown before you pay.", "运费在付款前显示。").to_owned();
    let (Some(template), Some(variant)) = (freight, chosen) else { return unknown() };
    let amount = typical_quantity(measure);
    let Ok(total) = measure.line_total(variant.price, amount) else { return unknown() };
    let line = freight_line(measure, variant.weight_grams, amount, total);
    match to {
        Some(code) => {
            let place = province(code, lang);
            match quote_freight(template, code, &[line]) {
                Ok(free) if free.is_zero() => say!(lang, "Sent to {place} for free.", "寄到{place}包邮。"),
                Ok(cost) => {
                    let cost = money(cost, lang);
                    say!(lang, "To {place} {cost}.", "寄到{place} {cost}。")
                }
                Err(NoShipping::NotThere) => say!(lang, "The shop does not send to {place}.", "店家不寄往{place}。"),
                Err(NoShipping::OutOfRange) => unknown(),
            }
        }
        None => match cheapest(template, total) {
            Some(free) if free.is_zero() && is_free_everywhere(template, total) => {
                lang.say("Sent for free.", "包邮。").to_owned()
            }
            Some(free) if free.is_zero() => lang.say("Sent for free to some provinces.", "部分省份包邮。").to_owned(),
            Some(cost) => {
                let cost = money(cost, lang);
                say!(lang, "Freight from {cost}.", "运费 {cost} 起。")
            }
            None => unknown(),
        },
    }
}

/// Whether every zone that the shop sends to is free for these goods.
fn is_free_everywhere(template: &FreightTemplate, total: Money) -> bool {
    let mut zones = template.zones.iter().filter(|zone| zone.ships);
    zones.all(|zone| zone.free_from.is_some_and(|from| total.minor() >= from.minor()))
}

/// The lowest first step of the zones that the shop sends to.
fn cheapest(template: &FreightTemplate, total: Money) -> Option<Money> {
    let of_zone = template.zones.iter().filter(|zone| zone.ships).map(|zone| {
        let is_free = zone.free_from.is_some_and(|from| total.minor() >= from.minor());
        if is_free { Money::zero(zone.first.currency()) } else { zone.first }
    });
    of_zone.min_by_key(|money| money.minor())
}

/// `Made by the Long family, Danqing`, each a link to everything that is theirs or from there; nothing where the shop said neither.
fn origin(maker: &str, place: &str, lang: Language) -> Option<AnyView> {
    let made_by = lang.say("Made by ", "制作：");
    let (before, between) = match (maker.is_empty(), place.is_empty()) {
        (true, true) => return None,
        (false, true) => (made_by, None),
        (true, false) => (lang.say("From ", "产自"), None),
        (false, false) => (made_by, Some(lang.say(", ", " · "))),
    };
    let link = |path: String, name: &str| {
        let name = name.to_owned();
        (!name.is_empty()).then(|| view! { <a href=path rel="nofollow">{name}</a> })
    };
    let (maker, place) = (link(routes::made_by(maker), maker), link(routes::made_in(place), place));
    Some(view! { <span>{before}{maker}{between}{place}</span> }.into_any())
}

/// The lines between the quantity and the promise.
pub fn facts(
    listing: &ListingPage,
    freight: Option<&FreightTemplate>,
    chosen: Option<&ListedVariant>,
    moment: Moment,
    path: &str,
) -> AnyView {
    let lang = lang();
    let cost = freight_sentence(freight, &listing.measure, chosen, moment.province, lang);
    let by = day(moment.ships_by, lang);
    let leaves = say!(lang, "Leaves by {by}.", "{by}前发出。");
    // As exact as the words: with its minutes the page would be another one each minute, and no browser would ever have it.
    let by = day_input(moment.ships_by);
    let from = listing.ships_from.get(..2).and_then(known_province).map(|code| {
        let place = province(code, lang);
        say!(lang, "Sent from {place}.", "从{place}发货。")
    });
    let origin = origin(&listing.maker, &listing.place, lang);
    let spoils = listing.is_perishable.then(|| perishable_within(moment.perishable, lang));
    let other = match moment.province {
        Some(_) => lang.say("Another place", "换个地方"),
        None => lang.say("Where to?", "寄到哪里？"),
    };
    let choose = format!("{}?back={}", routes::SHIP_TO, routes::percent(path));
    view! {
        <ul class="facts">
            <li>
                <Icon name="truck"/>
                <span>{cost}" "<a href=choose rel="nofollow">{other}</a><br/>
                    <time datetime=by>{leaves}</time>{from.map(|from| format!("{}{from}", lang.say(" ", "")))}</span>
            </li>
            {spoils.map(|words| view! { <li><Icon name="clock"/><span>{words}</span></li> })}
            {origin.map(|words| view! { <li><Icon name="pin"/>{words}</li> })}
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
