//! Lists the demo's goods. A listing has one title for all readers, so that the demo's shops write both languages, short.

use super::attributes;
use super::goods::{Good, Words};
use super::photos::photo_id;
use super::shops::OpenedShop;
use super::stable::stable;
use super::{Seed, Wrong};
use market::catalog::commands::{publish_listing, save_listing};
use market::catalog::{
    CategoryId, ListingId, ListingState, OptionGroup, PlacedPhoto, SaveListing, TypedVariant, VariantId, queries,
};
use market::kernel::{Span, show_decimal};
use market::shop::ShopStaff;
use std::collections::HashMap;

/// What the shops listed last, the newest last: the home page begins with the newest goods, and should show a bit of everything.
const LATEST: &[&[&str]] = &[
    &["walnuts", "kiwi", "dried-chilies", "lean-salted-pork"],
    &["wide-trousers", "indigo-jacket", "red-qipao", "dotted-long-dress"],
    &["tea-brick-small", "celadon-set", "clay-pot", "dark-tea-cake"],
    &["stool", "steamer", "drying-trays", "globe-lamp"],
    &["batik-scarf", "embroidery-hoop", "silver-collar", "bell-earrings"],
];
/// Between two of the latest goods of one shop, and between those of two shops.
const PAUSE: Span = Span::hours(9);
const SHIFT: Span = Span::minutes(90);
/// All others were listed before that.
const QUIET_SINCE: Span = Span::days(3);

/// Of which categories of food the shops say that their goods spoil; what is fresh does, whatever they say.
pub const PERISHABLE: [&str; 5] = ["salted-pork", "sausages", "cured-fish", "tofu", "rice-cakes"];

/// A good that is not listed yet.
pub struct Missing {
    pub good: &'static Good,
    pub owner: ShopStaff,
    /// How long ago it is listed.
    pub ago: Span,
}

/// The id of a good's listing.
pub fn listing_id(good: &Good) -> ListingId {
    ListingId::from_uuid(stable("listing", good.key))
}

/// The id of a good's variant, counted from 0.
pub fn variant_id(good_key: &str, position: usize) -> VariantId {
    VariantId::from_uuid(stable("variant", &format!("{good_key}|{position}")))
}

/// Both languages, where they differ.
fn both(words: Words) -> String {
    if words.zh == words.en { words.zh.to_owned() } else { format!("{} · {}", words.zh, words.en) }
}

/// What fits on a card: the first words of the Chinese and of the English.
pub fn short(words: Words) -> String {
    let zh = words.zh.split(' ').next().unwrap_or_default();
    let en = words.en.split(',').next().unwrap_or_default();
    format!("{zh} · {en}")
}

/// What the shops do not sell yet. A listing that somebody changed, hid or took away since stays as it is.
pub async fn missing(seed: &Seed, shops: &[OpenedShop]) -> Result<Vec<Missing>, Wrong> {
    let mut missing = Vec::new();
    for (opened, shop) in shops.iter().zip(0_i64..) {
        for (good, ago) in in_order(opened, shop) {
            let known = queries::listing_for_edit(&seed.market, &opened.owner, listing_id(good)).await?;
            if known.is_none_or(|known| known.state == ListingState::Draft) {
                missing.push(Missing { good, owner: opened.owner, ago });
            }
        }
    }
    Ok(missing)
}

/// A shop's goods, and how long ago each was listed: most of them evenly since it opened, the latest within the last days.
fn in_order(opened: &OpenedShop, shop: i64) -> Vec<(&'static Good, Span)> {
    let latest = usize::try_from(shop).ok().and_then(|shop| LATEST.get(shop)).copied().unwrap_or_default();
    let goods = || opened.shop.goods.iter().flat_map(|shelf| shelf.iter());
    let (late, early): (Vec<&Good>, Vec<&Good>) = goods().partition(|good| latest.contains(&good.key));
    let first = Span::days(opened.days_ago).millis() - Span::hours(26).millis();
    let steps = i64::try_from(early.len()).unwrap_or(1).max(2) - 1;
    let early = early.into_iter().zip(0_i64..);
    let mut order: Vec<_> = early
        .map(|(good, position)| (good, Span::millis_of(first - (first - QUIET_SINCE.millis()) * position / steps)))
        .collect();
    for (key, back) in latest.iter().rev().zip(0_i64..) {
        let ago = Span::millis_of(Span::hours(1).millis() + back * PAUSE.millis() + shop * SHIFT.millis());
        order.extend(late.iter().find(|good| good.key == *key).map(|good| (*good, ago)));
    }
    order
}

/// Lists them, the oldest first.
pub async fn publish(seed: &Seed, missing: &[Missing]) -> Result<(), Wrong> {
    let tree = queries::categories(&seed.market).await?;
    let sayable = attributes::known(seed).await?;
    let categories: HashMap<String, CategoryId> = tree.into_iter().map(|category| (category.slug, category.id)).collect();
    for listed in missing {
        seed.clock.go_back(listed.ago);
        let known = queries::listing_for_edit(&seed.market, &listed.owner, listing_id(listed.good)).await?;
        if known.is_none() {
            let mut form = form(listed.good, categories.get(listed.good.category).copied());
            form.attributes = attributes::said(listed.good, &sayable);
            save_listing(&seed.market, &listed.owner, &form).await.map_err(Wrong::command("save_listing"))?;
        }
        let published = publish_listing(&seed.market, &listed.owner, listing_id(listed.good)).await;
        published.map_err(Wrong::command("publish_listing"))?;
    }
    Ok(())
}

fn form(good: &Good, category: Option<CategoryId>) -> SaveListing {
    let amount = |steps: i64| show_decimal(steps, good.measure.unit.steps());
    let title = short(good.title);
    SaveListing {
        listing: listing_id(good),
        version: 0,
        description: format!("{}\n\n{}", good.description.zh, good.description.en),
        maker: both(good.maker.name),
        place: short(good.maker.place),
        category,
        unit: good.measure.unit.code().to_owned(),
        price_per: amount(good.measure.price_per),
        minimum: amount(good.measure.minimum),
        step: amount(good.measure.step),
        options: options(good),
        variants: variants(good),
        photos: (0..good.scenes.len()).map(|scene| PlacedPhoto { photo: photo_id(good, scene), alt: title.clone() }).collect(),
        packaging: show_decimal(good.packaging_minor, 100),
        producer_share: show_decimal(good.maker.share_basis_points, 100),
        freight_template: None,
        attributes: Vec::new(),
        is_perishable: PERISHABLE.contains(&good.category),
        title,
    }
}

fn options(good: &Good) -> Vec<OptionGroup> {
    let group = |choice: &super::goods::Choice| OptionGroup {
        name: both(choice.name),
        values: choice.values.iter().map(|value| both(*value)).collect(),
    };
    good.choices.iter().map(group).collect()
}

fn variants(good: &Good) -> Vec<TypedVariant> {
    let unit = good.measure.unit;
    let typed = |position: usize, choices: Vec<String>, price_minor: i64, stock: i64, scene: Option<usize>| TypedVariant {
        variant: variant_id(good.key, position),
        choices,
        price: show_decimal(price_minor, 100),
        stock: show_decimal(stock, unit.steps()),
        seen_stock: None,
        weight: good.weight_grams.saturating_mul(unit.steps()).to_string(),
        code: String::new(),
        photo: scene.map(|scene| photo_id(good, scene)),
    };
    if good.variants.is_empty() {
        return vec![typed(0, Vec::new(), good.price_minor, good.stock, None)];
    }
    let chosen = |variant: &super::goods::Variant| {
        let values = variant.choices.iter().zip(good.choices);
        values.filter_map(|(value, choice)| choice.values.get(*value).map(|value| both(*value))).collect()
    };
    let all = good.variants.iter().enumerate();
    all.map(|(position, variant)| typed(position, chosen(variant), variant.price_minor, variant.stock, Some(variant.scene)))
        .collect()
}
