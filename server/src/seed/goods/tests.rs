//! What every row of the demo's goods must keep to.

use super::super::pictures;
use super::{ATTRIBUTES, CATEGORIES, Category, Good, Kind, SAID, SHOPS};
use crate::seed::listings::PERISHABLE;
use market::catalog::Spoiling;
use market::kernel::limits;
use std::collections::HashSet;

fn goods() -> impl Iterator<Item = &'static Good> {
    SHOPS.iter().flat_map(|shop| shop.goods.iter().flat_map(|shelf| shelf.iter()))
}

fn category(slug: &str) -> Option<&'static Category> {
    CATEGORIES.iter().find(|category| category.slug == slug)
}

fn depth(slug: &str) -> usize {
    category(slug).map_or(0, |found| 1 + found.parent.map_or(0, depth))
}

#[test]
fn the_category_tree_has_three_levels_and_no_strays() {
    let mut seen = HashSet::new();
    for category in CATEGORIES {
        assert!(category.parent.is_none_or(|parent| seen.contains(parent)), "{} stands before its parent", category.slug);
        assert!(seen.insert(category.slug), "{} stands twice", category.slug);
        assert!((1..=3).contains(&depth(category.slug)), "{} is too deep", category.slug);
        assert!(!category.name.en.is_empty() && !category.name.zh.is_empty(), "{}", category.slug);
    }
}

#[test]
fn what_spoils_is_food_that_is_sold_here() {
    for slug in PERISHABLE {
        let said: Vec<_> = std::iter::successors(category(slug), |below| below.parent.and_then(category)).collect();
        assert!(said.iter().all(|category| category.spoiling == Spoiling::ByListing), "{slug}");
        assert_eq!(said.last().map(|root| root.slug), Some("food"));
        assert!(goods().any(|good| good.category == slug), "{slug}");
    }
}

#[test]
fn five_shops_sell_about_sixty_goods() {
    assert_eq!(SHOPS.len(), 5);
    assert!((55..=80).contains(&goods().count()), "{}", goods().count());
    let keys: HashSet<_> = goods().map(|good| good.key).collect();
    assert_eq!(keys.len(), goods().count(), "a key stands twice");
}

#[test]
fn every_good_stands_in_a_category_of_the_third_level() {
    for good in goods() {
        assert_eq!(depth(good.category), 3, "{} in {}", good.key, good.category);
    }
}

#[test]
fn every_good_is_priced_measured_and_in_stock() {
    for good in goods() {
        let key = good.key;
        assert!(good.price_minor > 0 && good.price_minor <= limits::PRICE_MINOR_MAX, "{key}");
        assert!(good.measure.price_per > 0 && good.measure.minimum > 0 && good.measure.step > 0, "{key}");
        assert_eq!(good.measure.minimum % good.measure.step, 0, "{key}: the minimum is off step");
        assert!(good.measure.check(good.measure.minimum).is_ok(), "{key}");
        let stock: i64 = good.stock + good.variants.iter().map(|variant| variant.stock).sum::<i64>();
        assert!(stock >= good.measure.minimum, "{key} is sold out from the start");
        assert!(good.weight_grams > 0 && good.packaging_minor >= 0, "{key}");
        assert!((0..=9000).contains(&good.maker.share_basis_points), "{key}");
    }
}

#[test]
fn variants_are_the_product_of_the_choices() {
    for good in goods() {
        let key = good.key;
        let product: usize = good.choices.iter().map(|choice| choice.values.len()).product();
        let expected = if good.choices.is_empty() { 0 } else { product };
        assert_eq!(good.variants.len(), expected, "{key}");
        assert!(good.choices.len() <= limits::OPTIONS_MAX && good.variants.len() <= limits::VARIANTS_MAX, "{key}");
        assert!(good.variants.is_empty() || good.stock == 0, "{key}: variants have the stock");
        let distinct: HashSet<_> = good.variants.iter().map(|variant| variant.choices).collect();
        assert_eq!(distinct.len(), good.variants.len(), "{key}: a variant stands twice");
        for variant in good.variants {
            assert_eq!(variant.choices.len(), good.choices.len(), "{key}");
            let known = variant.choices.iter().zip(good.choices).all(|(value, choice)| *value < choice.values.len());
            assert!(known && variant.scene < good.scenes.len(), "{key}");
            assert!(variant.price_minor > 0 && variant.stock >= 0, "{key}");
        }
        let lowest = good.variants.iter().map(|variant| variant.price_minor).min();
        assert!(lowest.is_none_or(|lowest| lowest == good.price_minor), "{key}: the price is not the lowest variant's");
    }
}

#[test]
fn every_word_is_there_in_both_languages_and_fits() {
    for good in goods() {
        let both = [good.title, good.description, good.maker.name, good.maker.place];
        assert!(both.iter().all(|words| !words.en.is_empty() && !words.zh.is_empty()), "{}", good.key);
        for text in [good.title.en, good.title.zh] {
            assert!(text.chars().count() <= limits::TITLE_CHARS_MAX, "{}: {text}", good.key);
        }
        for text in [good.maker.name.en, good.maker.name.zh] {
            assert!(text.chars().count() <= limits::NAME_CHARS_MAX, "{}: {text}", good.key);
        }
        for choice in good.choices {
            assert!(choice.values.iter().all(|value| !value.en.is_empty() && !value.zh.is_empty()), "{}", good.key);
        }
    }
}

/// Whether a category is this one or below it.
fn is_below(slug: &str, top: &str) -> bool {
    slug == top || category(slug).and_then(|found| found.parent).is_some_and(|parent| is_below(parent, top))
}

#[test]
fn goods_say_what_their_category_asks_and_nothing_else() {
    for (key, said) in SAID {
        let good = goods().find(|good| good.key == *key);
        for (slug, value) in *said {
            let attribute = ATTRIBUTES.iter().find(|attribute| attribute.slug == *slug);
            assert!(good.zip(attribute).is_some_and(|(good, of)| is_below(good.category, of.category)), "{key}: {slug}");
            if let Some(Kind::Choice(lines)) = attribute.map(|attribute| attribute.kind) {
                assert!(lines.lines().any(|line| line.starts_with(&format!("{value} |"))), "{key}: {slug} {value}");
            }
        }
    }
    for asked in ATTRIBUTES.iter().filter(|attribute| attribute.is_required) {
        for good in goods().filter(|good| is_below(good.category, asked.category)) {
            let said = SAID.iter().find(|(key, _)| *key == good.key);
            assert!(said.is_some_and(|(_, said)| said.iter().any(|(slug, _)| *slug == asked.slug)), "{}", good.key);
        }
    }
}

#[test]
fn every_scene_of_the_market_renders() {
    let covers = goods().flat_map(|good| good.scenes.iter().map(|scene| (good.key, scene)));
    let mut drawn = HashSet::new();
    for (key, scene) in covers {
        if drawn.insert(pictures::svg(scene, 64, 48)) {
            assert!(pictures::png(scene, 64, 48).is_ok(), "{key}");
        }
    }
    for good in goods() {
        assert!((1..=limits::PHOTOS_MAX).contains(&good.scenes.len()), "{}", good.key);
    }
}
