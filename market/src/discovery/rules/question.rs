//! What a draw is made for: a search as one text, by which anybody can make its draw again. It is the same however the search was typed,
//! chosen and addressed, and it is a promise: what a text was once drawn for it is drawn for always.

use crate::discovery::types::{AttributeFilter, SearchFilter, SearchRequest, SearchWords};

/// Grows with every change by which the same search has another text. A new choice is no such change: what is not chosen is not named.
const VERSION: &str = "1";

/// The question of a search: `1&q=salted pork&place=凤凰`. Behind the version stands what is asked for, in this order and under the names
/// that addresses have for it, and nothing else:
///
/// - `q`: the words as the index parts them, in lower case, one space between (`search::text::plain`),
/// - `shop`: the shop's id, `c`: the category's path, `from` and `below`: prices in minor units,
/// - `place`, `maker`: each by itself, in the order of their bytes,
/// - `a`: what goods must say, as `flavour.smoked`, each by itself, in the order of their bytes,
/// - `free` and `there`: `1` for goods that are sent for free, and for what is in stock.
///
/// In what stands behind `=` a `%` is written `%25`, and a `&` `%26`. The order of a list and its page are not part of it.
#[must_use]
pub fn question(words: &str, filter: &SearchFilter) -> String {
    // All by name, so that nobody adds a choice without saying what it is called here.
    let SearchFilter { category, price_from, price_below, places, makers, free_freight, in_stock, attributes, shop } = filter;
    let said = attributes.iter().flat_map(|asked| asked.values.iter().map(move |value| format!("{}.{value}", asked.attribute)));
    let ticked = |is_ticked: bool| is_ticked.then(|| "1".to_owned());
    let parts: [(&str, Vec<String>); 10] = [
        ("q", (!words.is_empty()).then(|| words.to_owned()).into_iter().collect()),
        ("shop", shop.map(|shop| shop.to_string()).into_iter().collect()),
        ("c", category.clone().into_iter().collect()),
        ("from", price_from.map(|price| price.to_string()).into_iter().collect()),
        ("below", price_below.map(|price| price.to_string()).into_iter().collect()),
        ("place", by_bytes(places.iter().cloned())),
        ("maker", by_bytes(makers.iter().cloned())),
        ("a", by_bytes(said)),
        ("free", ticked(*free_freight).into_iter().collect()),
        ("there", ticked(*in_stock).into_iter().collect()),
    ];
    let mut text = VERSION.to_owned();
    for (name, values) in parts {
        for value in values {
            text.push('&');
            text.push_str(name);
            text.push('=');
            text.push_str(&value.replace('%', "%25").replace('&', "%26"));
        }
    }
    text
}

/// Each once, by their bytes.
fn by_bytes(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The search that a question is of; none where it is no question of this version. A category alone is browsed.
#[must_use]
pub fn search_of(question: &str) -> Option<SearchRequest> {
    let mut parts = question.split('&');
    if parts.next() != Some(VERSION) {
        return None;
    }
    let mut request = SearchRequest::default();
    let filter = &mut request.filter;
    for part in parts {
        let (name, value) = part.split_once('=')?;
        let value = value.replace("%26", "&").replace("%25", "%");
        match name {
            "q" if !value.is_empty() => request.words = Some(SearchWords(vec![value])),
            "shop" => filter.shop = Some(value.parse().ok()?),
            "c" => filter.category = Some(value),
            "from" => filter.price_from = Some(value.parse().ok()?),
            "below" => filter.price_below = Some(value.parse().ok()?),
            "place" => filter.places.push(value),
            "maker" => filter.makers.push(value),
            "a" => say(&mut filter.attributes, &value)?,
            "free" => filter.free_freight = true,
            "there" => filter.in_stock = true,
            _ => return None,
        }
    }
    let of_category = SearchFilter { category: request.filter.category.clone(), ..SearchFilter::default() };
    request.is_browsing = request.words.is_none() && request.filter.category.is_some() && request.filter == of_category;
    Some(request)
}

/// One more value of what goods must say.
fn say(asked: &mut Vec<AttributeFilter>, term: &str) -> Option<()> {
    let (attribute, value) = term.split_once('.')?;
    match asked.iter_mut().find(|filter| filter.attribute == attribute) {
        Some(filter) => filter.values.push(value.to_owned()),
        None => asked.push(AttributeFilter { attribute: attribute.to_owned(), values: vec![value.to_owned()] }),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::ShopId;
    use uuid::Uuid;

    fn everything() -> SearchFilter {
        let said = |attribute: &str, values: &[&str]| AttributeFilter {
            attribute: attribute.to_owned(),
            values: values.iter().map(ToString::to_string).collect(),
        };
        SearchFilter {
            category: Some("food/ham".to_owned()),
            price_from: Some(2_000),
            price_below: Some(4_990),
            places: vec!["凤凰".to_owned(), "Salt & Smoke, 100%".to_owned()],
            makers: vec!["吴家".to_owned(), "Granny Long".to_owned()],
            free_freight: true,
            in_stock: true,
            attributes: vec![said("season", &["winter"]), said("flavour", &["sweet", "smoked"])],
            shop: Some(ShopId::from_uuid(Uuid::from_u128(7))),
        }
    }

    #[test]
    fn a_question_is_written_like_this_for_ever() {
        let asked = SearchFilter { category: Some("food".to_owned()), ..SearchFilter::default() };
        assert_eq!(question("", &SearchFilter::default()), "1");
        assert_eq!(question("", &asked), "1&c=food");
        assert_eq!(question("salted pork", &SearchFilter::default()), "1&q=salted pork");
        assert_eq!(
            question("腊肉", &everything()),
            "1&q=腊肉&shop=shp_00000000000000000000000000000007&c=food/ham&from=2000&below=4990&place=Salt %26 Smoke, 100%25\
             &place=凤凰&maker=Granny Long&maker=吴家&a=flavour.smoked&a=flavour.sweet&a=season.winter&free=1&there=1"
        );
    }

    #[test]
    fn the_order_of_choices_is_no_other_question() {
        let (one, mut other) = (everything(), everything());
        other.places.reverse();
        other.makers.reverse();
        other.attributes.reverse();
        other.attributes.iter_mut().for_each(|asked| asked.values.reverse());
        other.makers.push("吴家".to_owned());
        assert_ne!(one, other);
        assert_eq!(question("tea", &one), question("tea", &other));
    }

    #[test]
    fn a_question_is_read_as_it_was_written() {
        for (words, filter) in
            [("", SearchFilter::default()), ("", everything()), ("a&b=c 100%26", everything()), ("茶", everything())]
        {
            let asked = question(words, &filter);
            let read = search_of(&asked).unwrap_or_default();
            let words_read = read.words.as_ref().map(|words| words.words().join(" ")).unwrap_or_default();
            assert_eq!((words_read.as_str(), question(&words_read, &read.filter)), (words, asked));
            assert!(!read.is_browsing);
        }
        assert!(search_of("1&c=food/ham").is_some_and(|read| read.is_browsing), "a category's page");
        for wrong in
            ["", "2", "2&q=tea", "q=tea", "1&tea", "1&from=much", "1&shop=danqing", "1&a=smoked", "1&new=1", "1&q=", "1&"]
        {
            assert_eq!(search_of(wrong), None, "{wrong:?}");
        }
    }
}
