//! A listing for the tests of this page.

use market::catalog::{ListedVariant, ListingId, ListingPage, OptionGroup, Photo, PhotoId, PhotoState, Rendition, VariantId};
use market::kernel::{Measure, Money, Timestamp, Unit};
use market::shop::ShopId;

pub const AT: Timestamp = Timestamp::from_millis(1_795_465_800_000);
pub const PORK: Measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 10 };

/// A variant of these choices with so much left.
pub fn variant(choices: &[&str], fen: i64, available: i64) -> ListedVariant {
    let choices = choices.iter().map(ToString::to_string).collect();
    let (variant, price) = (VariantId::mint(AT), Money::fen(fen));
    ListedVariant { variant, choices, price, weight_grams: 300, available, photo: None }
}

/// A listing with these options and variants.
pub fn listing(measure: Measure, options: &[(&str, &[&str])], variants: Vec<ListedVariant>) -> ListingPage {
    let group = |(name, values): &(&str, &[&str])| OptionGroup {
        name: (*name).to_owned(),
        values: values.iter().map(ToString::to_string).collect(),
    };
    ListingPage {
        listing: ListingId::mint(AT),
        shop: ShopId::mint(AT),
        shop_handle: "danqing".to_owned(),
        shop_name: "Danqing".to_owned(),
        ships_from: String::new(),
        is_verified: false,
        category_path: "food".to_owned(),
        title: "Salted pork".to_owned(),
        description: String::new(),
        maker: String::new(),
        place: String::new(),
        measure,
        options: options.iter().map(group).collect(),
        variants,
        photos: Vec::new(),
        freight_template: None,
        published_at: AT,
        attributes: Vec::new(),
        is_perishable: false,
    }
}

/// A photo in one size, or one that waits.
pub fn photo(state: PhotoState) -> Photo {
    let rendition = Rendition { width: 800, height: 600, webp: "a-800.webp".to_owned(), jpeg: "a-800.jpeg".to_owned() };
    let renditions = if state == PhotoState::Ready { vec![rendition] } else { Vec::new() };
    Photo { id: PhotoId::mint(AT), state, alt: String::new(), renditions }
}
