//! What goods say of the attributes of their category: as groups of boxes to narrow a list down by, and as a list of facts.

use app_kit::format::counted;
use app_kit::request::Shelved;
use app_kit::{lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::attribute::rules::{Facet, facets};
use market::attribute::{Attribute, Attributes, ShownAttribute, ShownValue};
use market::discovery::{SearchFilter, SearchPage};
use market::kernel::show_decimal;
use std::cmp::Reverse;

/// Attributes that a page offers to narrow a list down by, and boxes of each. What is chosen is always among them, however much it is:
/// the next sending of the form has only what the page shows.
const GROUPS_MAX: usize = 6;
const TICKS_MAX: usize = 12;

/// An attribute to narrow a list down by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    name: String,
    ticks: Vec<Tick>,
    /// Not all goods that match were looked at: what is counted is the least.
    is_at_least: bool,
}

/// One thing that goods may say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tick {
    /// As it stands in the address.
    term: String,
    label: String,
    /// How many goods say it; none where nobody counted.
    count: Option<u64>,
    is_chosen: bool,
}

/// What the results of a search can be narrowed down by: the attributes of its category, and what most of the results speak of.
pub fn groups(shelved: &Shelved, filter: &SearchFilter, found: &SearchPage, lang: Language) -> Vec<Group> {
    let is_chosen = |attribute: &Attribute| filter.attributes.iter().any(|chosen| chosen.attribute == attribute.slug);
    let of_category: Vec<&Attribute> = match &filter.category {
        Some(path) => shelved.attributes.along(shelved.tree.trail(path)).filter(|attribute| attribute.is_filter).collect(),
        None => Vec::new(),
    };
    let spoken_of = found.facets.attributes.iter().filter_map(|counts| shelved.attributes.filter(&counts.attribute));
    let chosen = shelved.attributes.all().iter().filter(|attribute| is_chosen(attribute));
    let mut all: Vec<&Attribute> = Vec::new();
    for attribute in chosen.chain(of_category).chain(spoken_of) {
        if !all.iter().any(|other| other.id == attribute.id) {
            all.push(attribute);
        }
    }
    let groups = all.into_iter().map(|attribute| with_counts(attribute, filter, found, lang));
    // What is chosen stands first.
    groups.filter(|group| !group.ticks.is_empty()).take(GROUPS_MAX.max(filter.attributes.len())).collect()
}

/// The boxes with their counts, as many as are shown.
fn with_counts(attribute: &Attribute, filter: &SearchFilter, found: &SearchPage, lang: Language) -> Group {
    let chosen = filter.attributes.iter().find(|chosen| chosen.attribute == attribute.slug);
    let mut group = Group { is_at_least: found.facets.is_at_least, ..group(attribute, lang) };
    for (tick, (value, _)) in group.ticks.iter_mut().zip(facets(attribute)) {
        tick.count = Some(found.facets.saying(&attribute.slug, &value));
        tick.is_chosen = chosen.is_some_and(|chosen| chosen.values.contains(&value));
    }
    group.ticks = shown(group.ticks);
    group
}

/// The boxes that are chosen, though nothing is behind them, and of the others those that most goods say, as far as there is room; of
/// those that are said as often, the first. They keep the operator's order.
fn shown(ticks: Vec<Tick>) -> Vec<Tick> {
    let chosen = ticks.iter().filter(|tick| tick.is_chosen).count();
    let others = ticks.iter().enumerate().filter(|(_, tick)| !tick.is_chosen && tick.count > Some(0));
    let mut others: Vec<_> = others.map(|(position, tick)| (Reverse(tick.count), position)).collect();
    others.sort_unstable();
    others.truncate(TICKS_MAX.saturating_sub(chosen));
    let is_shown = |position: usize, tick: &Tick| tick.is_chosen || others.iter().any(|(_, other)| *other == position);
    ticks.into_iter().enumerate().filter(|(position, tick)| is_shown(*position, tick)).map(|(_, tick)| tick).collect()
}

/// What the goods of a category can be narrowed down by, uncounted.
pub fn groups_of(shelved: &Shelved, path: &str, lang: Language) -> Vec<Group> {
    let filters = shelved.attributes.along(shelved.tree.trail(path)).filter(|attribute| attribute.is_filter);
    let mut groups: Vec<Group> = filters.map(|attribute| group(attribute, lang)).collect();
    groups.iter_mut().for_each(|group| group.ticks.truncate(TICKS_MAX));
    groups.retain(|group| !group.ticks.is_empty());
    groups.truncate(GROUPS_MAX);
    groups
}

fn group(attribute: &Attribute, lang: Language) -> Group {
    let ticks = facets(attribute).into_iter().map(|(value, facet)| Tick {
        term: format!("{}.{value}", attribute.slug),
        label: label(attribute, facet, lang),
        count: None,
        is_chosen: false,
    });
    Group { name: attribute.name(lang).to_owned(), ticks: ticks.collect(), is_at_least: false }
}

fn label(attribute: &Attribute, facet: Facet<'_>, lang: Language) -> String {
    let amount = |steps: i64| show_decimal(steps, attribute.steps);
    let unit = match attribute.unit(lang) {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    match facet {
        Facet::Choice(choice) => choice.name(lang).to_owned(),
        Facet::Flag(is_so) => yes_or_no(is_so, lang).to_owned(),
        Facet::Band { from: None, below: Some(below) } => {
            let below = amount(below);
            say!(lang, "under {below}{unit}", "{below}{unit} 以下")
        }
        Facet::Band { from: Some(from), below: Some(below) } => format!("{}–{}{unit}", amount(from), amount(below)),
        Facet::Band { from, below: None } => {
            let from = amount(from.unwrap_or(0));
            say!(lang, "{from}{unit} and more", "{from}{unit} 以上")
        }
    }
}

/// What is chosen of an attribute, with its name, as one choice among others; as it stands in the address where nobody offers it now.
pub fn said_in_short(attributes: &Attributes, slug: &str, value: &str, lang: Language) -> String {
    let short = attributes.filter(slug).and_then(|attribute| {
        let (_, facet) = facets(attribute).into_iter().find(|(offered, _)| offered == value)?;
        let (name, label) = (attribute.name(lang), label(attribute, facet, lang));
        Some(say!(lang, "{name}: {label}", "{name}：{label}"))
    });
    short.unwrap_or_else(|| format!("{slug}.{value}"))
}

const fn yes_or_no(is_so: bool, lang: Language) -> &'static str {
    match (is_so, lang) {
        (true, Language::En) => "Yes",
        (true, Language::Zh) => "是",
        (false, Language::En) => "No",
        (false, Language::Zh) => "否",
    }
}

/// A group of boxes.
#[component]
pub fn Said(group: Group) -> AnyView {
    let (lang, is_at_least) = (lang(), group.is_at_least);
    let tick = |tick: Tick| {
        let Tick { term, label, count, is_chosen } = tick;
        let label = match count {
            Some(count) => counted(&label, count, is_at_least, lang),
            None => label,
        };
        view! { <label class="chip"><input type="checkbox" name="a" value=term checked=is_chosen/><span>{label}</span></label> }
    };
    view! {
        <fieldset>
            <legend>{group.name}</legend>
            <div class="chips">{group.ticks.into_iter().map(tick).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// What one listing says.
pub fn said_list(said: Vec<ShownAttribute>) -> Option<AnyView> {
    let lang = lang();
    let row = move |shown: ShownAttribute| {
        let name = if lang == Language::En { shown.name_en } else { shown.name_zh };
        view! { <div><dt>{name}</dt><dd>{words(shown.value, lang)}</dd></div> }
    };
    (!said.is_empty()).then(|| view! { <dl class="pairs">{said.into_iter().map(row).collect_view()}</dl> }.into_any())
}

fn words(value: ShownValue, lang: Language) -> String {
    match (value, lang) {
        (ShownValue::Choice { name_en, .. }, Language::En) => name_en,
        (ShownValue::Choice { name_zh, .. }, Language::Zh) => name_zh,
        (ShownValue::Number { amount, steps, unit_en, unit_zh }, lang) => {
            let unit = if lang == Language::En { unit_en } else { unit_zh };
            format!("{} {unit}", show_decimal(amount, steps.max(1))).trim_end().to_owned()
        }
        (ShownValue::Flag(is_so), lang) => yes_or_no(is_so, lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of fourteen boxes are shown where these are chosen, and so many goods say what each is for.
    fn boxes(chosen: &[usize], count: impl Fn(usize) -> u64) -> Vec<usize> {
        let tick = |position: usize| Tick {
            term: position.to_string(),
            label: String::new(),
            count: Some(count(position)),
            is_chosen: chosen.contains(&position),
        };
        shown((0..14).map(tick).collect()).iter().map(|tick| tick.term.parse().expect("a position")).collect()
    }

    #[test]
    fn what_is_chosen_is_shown_however_much_it_is() {
        let alike = |_: usize| 1_u64;
        assert_eq!(boxes(&[], alike), (0..12).collect::<Vec<usize>>());
        assert_eq!(boxes(&[13], alike), (0..11).chain([13]).collect::<Vec<usize>>(), "the last of those that are said as often");
        let all: Vec<usize> = (0..14).collect();
        assert_eq!(boxes(&all[1..], alike), all[1..], "thirteen, and no room for another");
        assert_eq!(boxes(&all, |_| 0), all, "though nobody says it");
        assert_eq!(boxes(&[2], |position| if position > 9 { 5 } else { 0 }), [2, 10, 11, 12, 13], "else only what somebody says");
        let rising = |position: usize| u64::try_from(position).expect("a small number") + 1;
        assert_eq!(boxes(&[0], rising), [0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], "those that most say, in the operator's order");
    }

    #[test]
    fn what_is_said_has_its_unit_and_its_language() {
        let unit = |unit: &str| unit.to_owned();
        let number = ShownValue::Number { amount: 150, steps: 100, unit_en: unit("kg"), unit_zh: unit("公斤") };
        assert_eq!(words(number.clone(), Language::En), "1.5 kg");
        assert_eq!(words(number, Language::Zh), "1.5 公斤");
        let bare = ShownValue::Number { amount: 3, steps: 1, unit_en: String::new(), unit_zh: String::new() };
        assert_eq!(words(bare, Language::En), "3");
        assert_eq!(words(ShownValue::Flag(false), Language::Zh), "否");
    }
}
