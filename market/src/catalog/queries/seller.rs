//! What a shop sees of its own listings.

use crate::attribute;
use crate::catalog::rules::upload_name;
use crate::catalog::store::{self, listing, photo};
use crate::catalog::types::{
    CategoryId, ListingForEdit, ListingId, ListingState, Photo, PhotoId, PhotoState, SellerListing, VariantForEdit, VariantId,
};
use crate::kernel::limits::{PAGE_ROWS_MAX, PHOTOS_MAX};
use crate::kernel::{Currency, Fault, Market, Money, Page, PageRequest, Timestamp};
use crate::pricing::FreightTemplateId;
use crate::shop::{ShopId, ShopStaff};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
};
use uuid::Uuid;

pub(super) const TABLE: &str = "\
SELECT l.id, l.title, l.state, l.unit, l.price_per, l.price_from_minor, l.price_to_minor, l.version, l.created_at, l.updated_at, \
p.id AS photo_id, p.alt, p.renditions, p.state AS photo_state, \
(SELECT COUNT(*) FROM variant v WHERE v.listing_id = l.id AND v.is_active) AS variants, \
(SELECT CAST(COALESCE(SUM(k.on_hand), 0) AS BIGINT) FROM variant v JOIN stock k ON k.variant_id = v.id \
WHERE v.listing_id = l.id AND v.is_active) AS on_hand, \
(SELECT CAST(COALESCE(SUM(k.held), 0) AS BIGINT) FROM variant v JOIN stock k ON k.variant_id = v.id \
WHERE v.listing_id = l.id AND v.is_active) AS held \
FROM listing l LEFT JOIN photo p ON p.id = l.cover_photo_id WHERE l.shop_id = $1 AND l.state <> 'removed'";

const VARIANTS: &str = "\
SELECT v.id, v.choices, v.price_minor, k.on_hand, k.held, v.weight_grams, v.code, v.photo_id \
FROM variant v JOIN stock k ON k.variant_id = v.id WHERE v.listing_id = $1 AND v.is_active ORDER BY v.position LIMIT 200";

#[derive(FromQueryResult)]
struct TableRow {
    id: Uuid,
    title: String,
    state: String,
    unit: String,
    price_per: i64,
    price_from_minor: i64,
    price_to_minor: i64,
    version: i64,
    created_at: i64,
    updated_at: i64,
    photo_id: Option<Uuid>,
    alt: Option<String>,
    renditions: Option<String>,
    photo_state: Option<String>,
    variants: i64,
    on_hand: i64,
    held: i64,
}

impl TableRow {
    fn row(self, currency: Currency) -> Result<SellerListing, Fault> {
        let cover = match (self.photo_id, self.photo_state, self.alt, self.renditions) {
            (Some(id), Some(state), Some(alt), Some(renditions)) => Some(store::photo(id, &state, alt, &renditions)?),
            _ => None,
        };
        Ok(SellerListing {
            listing: ListingId::from_uuid(self.id),
            title: self.title,
            state: state_of(&self.state)?,
            unit: store::unit(&self.unit)?,
            price_per: self.price_per,
            price_from: Money::new(self.price_from_minor, currency),
            price_to: Money::new(self.price_to_minor, currency),
            variants: self.variants,
            on_hand: self.on_hand,
            held: self.held,
            cover,
            version: self.version,
            created_at: Timestamp::from_millis(self.created_at),
            updated_at: Timestamp::from_millis(self.updated_at),
        })
    }
}

#[derive(FromQueryResult)]
struct VariantRow {
    id: Uuid,
    choices: String,
    price_minor: i64,
    on_hand: i64,
    held: i64,
    weight_grams: i64,
    code: String,
    photo_id: Option<Uuid>,
}

fn state_of(code: &str) -> Result<ListingState, Fault> {
    ListingState::from_code(code).ok_or_else(|| Fault::broken(format!("listing of unknown state {code}")))
}

/// The shop's listings, the newest first, those in one state where `state` names it.
///
/// # Errors
/// A fault of the database.
pub async fn seller_listings(
    market: &Market,
    staff: &ShopStaff,
    state: Option<ListingState>,
    request: &PageRequest,
) -> Result<Page<SellerListing>, Fault> {
    let mut sql = TABLE.to_owned();
    let mut values: Vec<Value> = vec![staff.shop().uuid().into()];
    if let Some(state) = state {
        values.push(state.code().into());
        sql.push_str(&format!(" AND l.state = ${}", values.len()));
    }
    let after = request.after.as_deref().and_then(|key| key.split_once('_'));
    if let Some((Ok(created_at), Ok(id))) = after.map(|(at, id)| (at.parse::<i64>(), Uuid::try_parse(id))) {
        values.extend([created_at.into(), id.into()]);
        sql.push_str(&format!(" AND (l.created_at, l.id) < (${}, ${})", values.len() - 1, values.len()));
    }
    values.push(i64::try_from(request.rows).unwrap_or(1).saturating_add(1).into());
    sql.push_str(&format!(" ORDER BY l.created_at DESC, l.id DESC LIMIT ${}", values.len()));
    let statement = Statement::from_sql_and_values(market.db().get_database_backend(), sql, values);
    let rows = TableRow::find_by_statement(statement).all(market.db()).await?;
    let rows = rows.into_iter().map(|row| row.row(market.currency())).collect::<Result<Vec<_>, Fault>>()?;
    Ok(Page::cut(rows, request, |row| format!("{}_{}", row.created_at.millis(), row.listing.uuid().simple())))
}

/// A listing of the shop as its form shows it.
///
/// # Errors
/// A fault of the database.
pub async fn listing_for_edit(market: &Market, staff: &ShopStaff, id: ListingId) -> Result<Option<ListingForEdit>, Fault> {
    load_for_edit(market.db(), market.currency(), staff.shop(), id).await
}

/// The same, in a transaction or out of one.
pub(in crate::catalog) async fn load_for_edit(
    db: &impl ConnectionTrait,
    currency: Currency,
    shop: ShopId,
    id: ListingId,
) -> Result<Option<ListingForEdit>, Fault> {
    let row = listing::Entity::find_by_id(id.uuid()).filter(listing::Column::ShopId.eq(shop.uuid())).one(db).await?;
    let Some(row) = row.filter(|row| row.state != ListingState::Removed.code()) else {
        return Ok(None);
    };
    let statement = Statement::from_sql_and_values(db.get_database_backend(), VARIANTS, [id.uuid().into()]);
    let variants = VariantRow::find_by_statement(statement).all(db).await?;
    let photos = photo::Entity::find()
        .filter(photo::Column::ListingId.eq(id.uuid()))
        .order_by_asc(photo::Column::Position)
        .limit(u64::try_from(PHOTOS_MAX).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    Ok(Some(ListingForEdit {
        listing: id,
        version: row.version,
        state: state_of(&row.state)?,
        title: row.title,
        description: row.description,
        maker: row.maker,
        place: row.place,
        category: CategoryId::from_uuid(row.category_id),
        measure: store::measure(&row.unit, row.price_per, row.minimum, row.step)?,
        options: store::read(&row.options)?,
        variants: variants.into_iter().map(|row| variant_of(row, currency)).collect::<Result<Vec<_>, Fault>>()?,
        photos: photos.into_iter().map(photo_of).collect::<Result<Vec<_>, Fault>>()?,
        packaging: Money::new(row.packaging_minor, currency),
        producer_basis_points: row.producer_basis_points,
        freight_template: row.freight_template_id.map(FreightTemplateId::from_uuid),
        attributes: attribute::queries::typed_of(db, id).await?,
        is_perishable: row.is_perishable,
    }))
}

fn variant_of(row: VariantRow, currency: Currency) -> Result<VariantForEdit, Fault> {
    Ok(VariantForEdit {
        variant: VariantId::from_uuid(row.id),
        choices: store::read(&row.choices)?,
        price: Money::new(row.price_minor, currency),
        on_hand: row.on_hand,
        held: row.held,
        weight_grams: row.weight_grams,
        code: row.code,
        photo: row.photo_id.map(PhotoId::from_uuid),
    })
}

fn photo_of(row: photo::Model) -> Result<Photo, Fault> {
    store::photo(row.id, &row.state, row.alt, &row.renditions)
}

/// Photos of the shop by id, for a form that waits until they can be shown. Those that are not there are left out.
///
/// # Errors
/// A fault of the database.
pub async fn photos(market: &Market, staff: &ShopStaff, ids: &[PhotoId]) -> Result<Vec<Photo>, Fault> {
    let rows = photo::Entity::find()
        .filter(photo::Column::ShopId.eq(staff.shop().uuid()))
        .filter(photo::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .limit(PAGE_ROWS_MAX)
        .all(market.db())
        .await?;
    rows.into_iter().map(photo_of).collect()
}

/// Where the bytes of a photo that waits to be rendered lie in the photo store, and what became of it: once it waits no longer,
/// nothing should lie there any more. And since when it is there. None for an unknown photo.
///
/// # Errors
/// A fault of the database, or a row of an unknown state.
pub async fn upload(market: &Market, id: PhotoId) -> Result<Option<(String, PhotoState, Timestamp)>, Fault> {
    let Some(row) = photo::Entity::find_by_id(id.uuid()).one(market.db()).await? else { return Ok(None) };
    let state = PhotoState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("photo state {}", row.state)))?;
    Ok(Some((upload_name(ShopId::from_uuid(row.shop_id), id), state, Timestamp::from_millis(row.uploaded_at))))
}
