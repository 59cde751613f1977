//! What can be chosen of the results: a plain form, and links where one choice is enough. Each count says how many goods would be
//! there if only that were chosen in its group; at least so many, where more match than are counted.

use super::address::Choice;
use super::shelves::{Around, Categories};
use super::view::Found;
use super::words;
use crate::parts::{Said, groups};
use app_kit::components::Icon;
use app_kit::format::{counted, currency_sign, money_input};
use app_kit::request::Shelved;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::discovery::SearchSort;
use market::kernel::Currency;
use std::sync::Arc;

/// Places and makers of a page that is asked for without all of them: its bytes go over bad links.
const NAMES_SHOWN: usize = 12;

/// Orders to choose from.
#[component]
pub fn Sorts(
    /// The address in each order.
    paths: Vec<(SearchSort, String)>,
    chosen: SearchSort,
) -> AnyView {
    let lang = lang();
    let link = move |(sort, path): (SearchSort, String)| {
        let current = (sort == chosen).then_some("true");
        view! { <li><a class="btn btn-small" href=path aria-current=current>{words::sort(sort, lang)}</a></li> }
    };
    view! { <nav aria-label=lang.say("Order", "排序")><ul class="row">{paths.into_iter().map(link).collect_view()}</ul></nav> }
        .into_any()
}

/// Everything that narrows the results. Where there is no room beside the goods it waits behind its line, whatever is chosen: that is
/// said above. The form stands after the details and not within them, because a sheet cannot show what closed details hold.
#[component]
pub fn Choices(
    found: Found,
    /// How many are made.
    chosen: usize,
) -> AnyView {
    let lang = lang();
    let Found { address, found: result, shelved, currency, has_all_names, .. } = found;
    let filter = address.filter.clone();
    let is_at_least = result.facets.is_at_least;
    let groups = groups(&shelved, &filter, &result, lang);
    let shop = address.shop.as_ref().map(|(handle, _)| handle.clone()).unwrap_or_default();
    let kept = [
        ("q", address.line()),
        ("shop", shop),
        ("c", address.category.clone().unwrap_or_default()),
        ("sort", address.sort.code().to_owned()),
    ];
    let hidden = kept.into_iter().filter(|(name, value)| *name == "q" || !value.is_empty());
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let around = Around::of(address.filter.category.as_deref(), &shelved.tree, &result.facets, lang);
    let bands = result.facets.prices.iter().filter(|band| band.count > 0).map(|band| {
        let is_chosen = (band.from, band.below) == (filter.price_from, filter.price_below);
        let path = if is_chosen { address.priced(None, None) } else { address.priced(band.from, band.below) };
        let label = counted(&words::band(band, currency, lang), band.count, is_at_least, lang);
        view! { <li><a class="btn btn-small" href=path aria-current=is_chosen.then_some("true")>{label}</a></li> }
    });
    let bands = bands.collect_view();
    let more = |word: &'static str| (!has_all_names).then_some(word);
    let more_places = more(lang.say("More places", "更多产地"));
    let more_makers = more(lang.say("More makers", "更多制作者"));
    view! {
        <details class="confirm" open=has_all_names>
            <summary>{words::narrow(chosen, lang)}</summary>
        </details>
        <form class="fields" action=routes::SEARCH aria-label=words::narrow(0, lang)>
            // The button that Enter presses is the first of the form: it must be the one that asks for no more names.
            <button class="sr" tabindex="-1" aria-hidden="true">{lang.say("Show these", "查看结果")}</button>
            {hidden}
            <Categories around address is_at_least/>
            <nav aria-label=lang.say("Prices of the results", "结果的价格")><ul class="row">{bands}</ul></nav>
            <div class="row">
                <Price name="from" label=lang.say("Price from", "最低价") value=filter.price_from currency/>
                <Price name="below" label=lang.say("and below", "低于") value=filter.price_below currency/>
            </div>
            <Names field=("place", lang.say("Where it comes from", "产地")) facets=result.facets.places chosen=filter.places is_at_least more=more_places/>
            <Names field=("maker", lang.say("Who made it", "制作者")) facets=result.facets.makers chosen=filter.makers is_at_least more=more_makers/>
            {groups.into_iter().map(|group| view! { <Said group/> }).collect_view()}
            <fieldset>
                <legend>{lang.say("And", "还要")}</legend>
                <div class="chips">
                    <Tick name="free" value="1".to_owned() label=counted(words::free_freight(lang), result.facets.free_freight, is_at_least, lang)
                        is_chosen=filter.free_freight/>
                    <Tick name="there" value="1".to_owned() label=counted(words::in_stock(lang), result.facets.in_stock, is_at_least, lang)
                        is_chosen=filter.in_stock/>
                </div>
            </fieldset>
            <p><button class="btn">{lang.say("Show these", "查看结果")}</button></p>
        </form>
    }
    .into_any()
}

#[component]
fn Price(name: &'static str, label: &'static str, value: Option<i64>, currency: Currency) -> impl IntoView {
    let sign = currency_sign(currency, lang());
    let value = value.map(money_input).unwrap_or_default();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <div class="affix"><span>{sign}</span><input id=name name=name inputmode="decimal" maxlength="12" value=value/></div>
        </div>
    }
}

/// The places or the makers of the results, and those that are chosen though nothing is there.
#[component]
fn Names(
    /// The field's name, and what people read.
    field: (&'static str, &'static str),
    facets: Vec<(String, u64)>,
    chosen: Vec<String>,
    is_at_least: bool,
    /// What the way to the rest is called; none where all were asked for. It sends what is chosen along, also what was not sent before.
    more: Option<&'static str>,
) -> impl IntoView {
    let lang = lang();
    let (field, legend) = field;
    let (told, shown) = (facets.len(), if more.is_some() { NAMES_SHOWN } else { usize::MAX });
    let names = facets.into_iter().enumerate();
    let names = names.filter(|(position, (name, _))| *position < shown || chosen.contains(name));
    let mut names: Vec<(String, u64)> = names.map(|(_, name)| name).collect();
    let more = more.filter(|_| names.len() < told);
    let missing: Vec<String> = chosen.iter().filter(|name| !names.iter().any(|(other, _)| other == *name)).cloned().collect();
    names.extend(missing.into_iter().map(|name| (name, 0)));
    (!names.is_empty()).then(|| {
        let ticks = names.into_iter().map(|(name, count)| {
            let is_chosen = chosen.contains(&name);
            view! { <Tick name=field value=name.clone() label=counted(&name, count, is_at_least, lang) is_chosen/> }
        });
        let here = format!("{}#{field}", routes::SEARCH);
        let more =
            more.map(|word| view! { <button class="btn btn-small" name="names" value="all" formaction=here>{word}</button> });
        view! {
            <fieldset id=field>
                <legend>{legend}</legend>
                <div class="chips">{ticks.collect_view()}{more}</div>
            </fieldset>
        }
    })
}

/// What is chosen, each a link that leaves it out: whoever came from a product's page sees what these goods have in common.
#[component]
pub fn Chosen(
    chosen: Vec<(Choice, String)>,
    /// The address of the same without all of them.
    bare: String,
    shelved: Arc<Shelved>,
    currency: Currency,
) -> impl IntoView {
    let lang = lang();
    (!chosen.is_empty()).then(|| {
        let without = chosen.into_iter().map(|(choice, path)| {
            let (name, label) = words::choice(&choice, (&shelved.tree, &shelved.attributes), currency, lang);
            view! { <li><a class="btn btn-small" href=path aria-label=label>{name}<Icon name="close"/></a></li> }
        });
        view! {
            <nav aria-label=lang.say("Chosen", "已选")>
                <ul class="row chosen">
                    {without.collect_view()}
                    <li><a class="btn btn-small btn-quiet" href=bare>{lang.say("Choose nothing", "清除筛选")}</a></li>
                </ul>
            </nav>
        }
    })
}

#[component]
fn Tick(name: &'static str, value: String, label: String, is_chosen: bool) -> impl IntoView {
    view! { <label class="chip"><input type="checkbox" name=name value=value checked=is_chosen/><span>{label}</span></label> }
}
