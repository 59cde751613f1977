//! What machines read.

use super::*;
use crate::pages::product::sample::{PORK, listing, variant};

#[test]
fn a_search_engine_reads_price_stock_and_what_the_price_is_for() {
    let pork = listing(PORK, &[("Cut", &["Belly", "Leg"])], vec![variant(&["Belly"], 4000, 9_000), variant(&["Leg"], 3005, 0)]);
    let data = structured(&pork, "x", "https://market.example/p", Some("https://market.example/photos/a.jpeg"));
    assert_eq!(data["@type"], "Product");
    assert_eq!(data["offers"][0]["price"], "40.00");
    assert_eq!(data["offers"][0]["availability"], "https://schema.org/InStock");
    assert_eq!(data["offers"][0]["priceSpecification"]["referenceQuantity"]["value"], "500");
    assert_eq!(data["offers"][1]["price"], "30.05");
    assert_eq!(data["offers"][1]["availability"], "https://schema.org/OutOfStock");
    assert_eq!(data["image"][0], "https://market.example/photos/a.jpeg");
}

#[test]
fn a_title_cannot_end_the_script() {
    let mut pork = listing(PORK, &[], vec![variant(&[], 4000, 9_000)]);
    pork.title = "</script><script>alert(1)</script>".to_owned();
    let json = escape_json(&structured(&pork, "", "", None).to_string());
    assert!(!json.contains('<'), "{json}");
}

#[test]
fn goods_without_words_are_described_by_price_and_shop() {
    let pork = listing(PORK, &[], vec![variant(&[], 4000, 9_000)]);
    assert_eq!(describe(&pork, Language::En), "CN¥40.00 / 500 g, from Danqing.");
}
