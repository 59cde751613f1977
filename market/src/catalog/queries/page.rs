//! A listing's own page, and offers.

use crate::attribute;
use crate::catalog::types::{ListedVariant, ListingId, ListingPage, Offer, Photo, PhotoId, VariantId};
use crate::catalog::{offer, store};
use crate::kernel::{Currency, Fault, Market, Money, Timestamp};
use crate::pricing::FreightTemplateId;
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement};
use uuid::Uuid;

pub(super) const HEAD: &str = concat!(
    "\
SELECT l.id, l.shop_id, s.handle, s.name AS shop_name, s.ships_from, s.verification, l.category_path, l.title, l.description, \
l.maker, l.place, l.unit, l.price_per, l.minimum, l.step, l.options, l.freight_template_id, l.published_at, ",
    store::is_perishable!(),
    " FROM listing l JOIN shop s ON s.id = l.shop_id WHERE l.id = $1 AND l.state = 'published'"
);

/// Variants and photos of a listing in one walk: `texts` is a variant's choices or a photo's renditions, and so on.
pub(super) const PARTS: &str = "\
SELECT 0 AS kind, v.position, v.id, v.choices AS texts, '' AS alt, 'ready' AS state, v.price_minor, v.weight_grams, \
k.on_hand - k.held AS available, v.photo_id \
FROM variant v JOIN stock k ON k.variant_id = v.id WHERE v.listing_id = $1 AND v.is_active \
UNION ALL \
SELECT 1 AS kind, p.position, p.id, p.renditions AS texts, p.alt, p.state, p.width AS price_minor, p.height AS weight_grams, \
0 AS available, p.listing_id AS photo_id \
FROM photo p WHERE p.listing_id = $1 AND p.state <> 'refused' \
ORDER BY kind, position LIMIT 200";

#[derive(FromQueryResult)]
struct Head {
    id: Uuid,
    shop_id: Uuid,
    handle: String,
    shop_name: String,
    ships_from: String,
    verification: String,
    category_path: String,
    title: String,
    description: String,
    maker: String,
    place: String,
    unit: String,
    price_per: i64,
    minimum: i64,
    step: i64,
    options: String,
    freight_template_id: Option<Uuid>,
    published_at: i64,
    is_perishable: bool,
}

#[derive(FromQueryResult)]
struct Part {
    kind: i32,
    id: Uuid,
    texts: String,
    alt: String,
    state: String,
    price_minor: i64,
    weight_grams: i64,
    available: i64,
    photo_id: Option<Uuid>,
}

/// A published listing with its shop, variants, stock, photos and attributes, in three queries.
///
/// # Errors
/// A fault of the database.
pub async fn listing_page(market: &Market, listing: ListingId) -> Result<Option<ListingPage>, Fault> {
    let statement = |sql: &str| Statement::from_sql_and_values(market.db().get_database_backend(), sql, [listing.uuid().into()]);
    let Some(head) = Head::find_by_statement(statement(HEAD)).one(market.db()).await? else {
        return Ok(None);
    };
    let parts = Part::find_by_statement(statement(PARTS)).all(market.db()).await?;
    let (variants, photos) = sort_parts(parts, market.currency())?;
    Ok(Some(ListingPage {
        listing: ListingId::from_uuid(head.id),
        shop: ShopId::from_uuid(head.shop_id),
        shop_handle: head.handle,
        shop_name: head.shop_name,
        ships_from: head.ships_from,
        is_verified: head.verification == "approved",
        category_path: head.category_path,
        title: head.title,
        description: head.description,
        maker: head.maker,
        place: head.place,
        measure: store::measure(&head.unit, head.price_per, head.minimum, head.step)?,
        options: store::read(&head.options)?,
        variants,
        photos,
        freight_template: head.freight_template_id.map(FreightTemplateId::from_uuid),
        published_at: Timestamp::from_millis(head.published_at),
        attributes: attribute::queries::shown_of(market, listing).await?,
        is_perishable: head.is_perishable,
    }))
}

fn sort_parts(parts: Vec<Part>, currency: Currency) -> Result<(Vec<ListedVariant>, Vec<Photo>), Fault> {
    let (mut variants, mut photos) = (Vec::new(), Vec::new());
    for part in parts {
        if part.kind == 0 {
            variants.push(ListedVariant {
                variant: VariantId::from_uuid(part.id),
                choices: store::read(&part.texts)?,
                price: Money::new(part.price_minor, currency),
                weight_grams: part.weight_grams,
                available: part.available,
                photo: part.photo_id.map(PhotoId::from_uuid),
            });
        } else {
            photos.push(store::photo(part.id, &part.state, part.alt, &part.texts)?);
        }
    }
    Ok((variants, photos))
}

/// The offers of the variants that exist, in id order.
///
/// # Errors
/// A fault of the database.
pub async fn offers(market: &Market, variants: &[VariantId]) -> Result<Vec<Offer>, Fault> {
    offer::load(market.db(), market.currency(), variants).await
}

/// The offers of what is on sale of these listings, each in its shop's order.
///
/// # Errors
/// A fault of the database.
pub async fn offers_on_sale(market: &Market, listings: &[ListingId]) -> Result<Vec<Offer>, Fault> {
    offer::on_sale(market.db(), market.currency(), listings).await
}
