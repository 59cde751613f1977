//! Reads offers: one joined query, in a transaction or out of one.

use super::store;
use super::types::{ListingId, ListingState, Offer, Rendition, VariantId};
use crate::kernel::limits::VARIANTS_MAX;
use crate::kernel::{Currency, Fault, Money, placeholders};
use crate::pricing::FreightTemplateId;
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// Of so many listings what is on sale is read at once: an order may have a hundred, and a listing as many variants. None is left out,
/// since no listing has more of them than it may.
const LISTINGS_AT_ONCE: usize = 10;
const ON_SALE_MAX: usize = LISTINGS_AT_ONCE * VARIANTS_MAX;

#[derive(FromQueryResult)]
struct Row {
    variant_id: Uuid,
    listing_id: Uuid,
    shop_id: Uuid,
    handle: String,
    shop_name: String,
    title: String,
    choices: String,
    unit: String,
    price_per: i64,
    minimum: i64,
    step: i64,
    price_minor: i64,
    weight_grams: i64,
    available: i64,
    state: String,
    is_active: bool,
    packaging_minor: i64,
    producer_basis_points: i64,
    freight_template_id: Option<Uuid>,
    is_perishable: bool,
    renditions: String,
}

impl Row {
    fn offer(self, currency: Currency) -> Result<Offer, Fault> {
        let renditions: Vec<Rendition> = store::read(&self.renditions)?;
        Ok(Offer {
            variant: VariantId::from_uuid(self.variant_id),
            listing: ListingId::from_uuid(self.listing_id),
            shop: ShopId::from_uuid(self.shop_id),
            shop_handle: self.handle,
            shop_name: self.shop_name,
            title: self.title,
            choices: store::read(&self.choices)?,
            measure: store::measure(&self.unit, self.price_per, self.minimum, self.step)?,
            price: Money::new(self.price_minor, currency),
            weight_grams: self.weight_grams,
            available: self.available,
            on_sale: self.is_active && self.state == ListingState::Published.code(),
            packaging: Money::new(self.packaging_minor, currency),
            producer_basis_points: self.producer_basis_points,
            freight_template: self.freight_template_id.map(FreightTemplateId::from_uuid),
            is_perishable: self.is_perishable,
            picture: renditions.into_iter().next().map(|smallest| smallest.webp).unwrap_or_default(),
        })
    }
}

/// The offers of the variants that exist, in id order.
pub(super) async fn load(db: &impl ConnectionTrait, currency: Currency, variants: &[VariantId]) -> Result<Vec<Offer>, Fault> {
    if variants.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{} v.id IN ({}) ORDER BY v.id", store::OFFERS, placeholders(1, variants.len()));
    let values = variants.iter().map(|variant| variant.uuid().into()).collect::<Vec<sea_orm::Value>>();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Row::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.offer(currency)).collect()
}

/// The offers of what is on sale of these listings, each in its shop's order.
pub(super) async fn on_sale(db: &impl ConnectionTrait, currency: Currency, listings: &[ListingId]) -> Result<Vec<Offer>, Fault> {
    let mut offers = Vec::new();
    for some in listings.chunks(LISTINGS_AT_ONCE) {
        offers.extend(on_sale_of(db, currency, some).await?);
    }
    Ok(offers)
}

async fn on_sale_of(db: &impl ConnectionTrait, currency: Currency, listings: &[ListingId]) -> Result<Vec<Offer>, Fault> {
    let sql = format!(
        "{} v.listing_id IN ({}) AND v.is_active AND l.state = 'published' ORDER BY v.listing_id, v.position LIMIT {ON_SALE_MAX}",
        store::OFFERS,
        placeholders(1, listings.len())
    );
    let values = listings.iter().map(|listing| listing.uuid().into()).collect::<Vec<sea_orm::Value>>();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Row::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.offer(currency)).collect()
}
