//! A product's page in one query. Three joined lists would multiply each other, so each comes as one JSON text that the engine
//! makes; four round trips would cost more than the page itself.

use crate::attribute::queries::SaidRow;
use crate::catalog::{
    ListedVariant, ListingId, ListingPage, ListingState, OptionGroup, Photo, PhotoId, PhotoState, Rendition, VariantId,
    is_perishable,
};
use crate::discovery::types::Product;
use crate::kernel::{Currency, Fault, Market, Measure, Money, Timestamp, Unit, engine_sql};
use crate::pricing::{CountsBy, FreightTemplate, FreightTemplateId, FreightZone};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement};
use serde::Deserialize;
use uuid::Uuid;

/// The engines differ in how they write an id as text (`$id … $di`), a list (`$list`), a tuple (`$tuple`) and stored JSON
/// (`$json … $nosj`), and in nothing else.
macro_rules! product_sql {
    ($list:literal, $tuple:literal, $id:literal, $di:literal, $json:literal, $nosj:literal) => {
        concat!(
            "SELECT l.shop_id, l.category_path, l.title, l.description, l.maker, l.place, l.unit, l.price_per, l.minimum, l.step, ",
            "l.options, l.freight_template_id, l.published_at, s.handle, s.name, s.story, s.place AS shop_place, s.ships_from, ",
            "s.verification, s.opened_at, COALESCE((SELECT c.shown FROM listing_sold c WHERE c.listing_id = l.id), 0) AS sold, ",
            "EXISTS (SELECT 1 FROM bought_together b WHERE b.listing_id = l.id) AS has_companions, ", is_perishable!(), ", ",
            "CAST((SELECT ", $list, "(", $tuple, "(", $id, "v.id", $di, ", ", $json, "v.choices", $nosj, ", v.price_minor, ",
            "v.weight_grams, k.on_hand - k.held, ", $id, "v.photo_id", $di, ") ORDER BY v.position) ",
            "FROM variant v JOIN stock k ON k.variant_id = v.id WHERE v.listing_id = l.id AND v.is_active) AS TEXT) AS variants, ",
            "CAST((SELECT ", $list, "(", $tuple, "(", $id, "p.id", $di, ", p.state, p.alt, ", $json, "p.renditions", $nosj,
            ") ORDER BY p.position) FROM photo p WHERE p.listing_id = l.id AND p.state <> 'refused') AS TEXT) AS photos, ",
            "t.id AS template_id, t.name AS template_name, t.counts_by, t.is_default, t.version AS template_version, ",
            "CAST((SELECT ", $list, "(", $tuple, "(", $json, "z.provinces", $nosj, ", CASE WHEN z.ships THEN 1 ELSE 0 END, ",
            "z.first_amount, z.first_minor, z.next_amount, z.next_minor, z.free_from_minor) ORDER BY z.position) ",
            "FROM freight_zone z WHERE z.template_id = t.id) AS TEXT) AS zones, ",
            "CAST((SELECT ", $list, "(", $tuple, "(a.kind, a.name_en, a.name_zh, a.steps, a.unit_en, a.unit_zh, h.name_en, ",
            "h.name_zh, n.number) ORDER BY LENGTH(g.path), a.id) FROM listing_attribute n ",
            "JOIN attribute a ON a.id = n.attribute_id AND NOT a.is_retired JOIN category g ON g.id = a.category_id ",
            "LEFT JOIN attribute_choice h ON h.id = n.choice_id WHERE n.listing_id = l.id) AS TEXT) AS attributes ",
            "FROM listing l JOIN shop s ON s.id = l.shop_id ",
            "LEFT JOIN freight_template t ON t.id = COALESCE(",
            "(SELECT n.id FROM freight_template n WHERE n.id = l.freight_template_id AND n.shop_id = l.shop_id), ",
            "(SELECT d.id FROM freight_template d WHERE d.shop_id = l.shop_id AND d.is_default)) ",
            "WHERE l.id = $1 AND l.state = 'published'"
        )
    };
}

const SQLITE: &str = product_sql!("json_group_array", "json_array", "hex(", ")", "json(", ")");
const POSTGRES: &str = product_sql!("json_agg", "json_build_array", "replace(CAST(", " AS TEXT), '-', '')", "CAST(", " AS JSON)");

#[derive(FromQueryResult)]
struct Row {
    shop_id: Uuid,
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
    published_at: Option<i64>,
    handle: String,
    name: String,
    story: String,
    shop_place: String,
    ships_from: String,
    verification: String,
    opened_at: i64,
    sold: i64,
    has_companions: bool,
    is_perishable: bool,
    variants: Option<String>,
    photos: Option<String>,
    template_id: Option<Uuid>,
    template_name: Option<String>,
    counts_by: Option<String>,
    is_default: Option<bool>,
    template_version: Option<i64>,
    zones: Option<String>,
    attributes: Option<String>,
}

/// Id, choices, price, weight, available, photo.
#[derive(Deserialize)]
struct VariantTuple(Uuid, Vec<String>, i64, i64, i64, Option<String>);
/// Id, state, alt, renditions.
#[derive(Deserialize)]
struct PhotoTuple(Uuid, String, String, Vec<Rendition>);
/// Provinces, ships, first amount and price, next amount and price, free from.
#[derive(Deserialize)]
struct ZoneTuple(Vec<String>, i64, i64, i64, i64, i64, Option<i64>);

/// A published listing with all that its page shows, in one query; none where there is none.
///
/// # Errors
/// A fault of the database.
pub async fn product(market: &Market, listing: ListingId) -> Result<Option<Product>, Fault> {
    let db = market.db();
    let sql = engine_sql(db, SQLITE, POSTGRES);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [listing.uuid().into()]);
    let row = Row::find_by_statement(statement).one(db).await?;
    row.map(|row| row.product(listing, market.currency())).transpose()
}

impl Row {
    fn product(self, listing: ListingId, currency: Currency) -> Result<Product, Fault> {
        let shop = ShopId::from_uuid(self.shop_id);
        let freight = self.freight(shop, currency)?;
        let unit = Unit::from_code(&self.unit).ok_or_else(|| Fault::broken("a listing has an unknown unit"))?;
        let photos = list::<PhotoTuple>(self.photos.as_deref())?.into_iter().map(photo).collect::<Result<_, _>>()?;
        let variants =
            list::<VariantTuple>(self.variants.as_deref())?.into_iter().map(|tuple| variant(tuple, currency)).collect();
        let page = ListingPage {
            listing,
            shop,
            shop_handle: self.handle,
            shop_name: self.name,
            ships_from: self.ships_from,
            is_verified: self.verification == "approved",
            category_path: self.category_path,
            title: self.title,
            description: self.description,
            maker: self.maker,
            place: self.place,
            measure: Measure { unit, price_per: self.price_per, minimum: self.minimum, step: self.step },
            options: list::<OptionGroup>(Some(&self.options))?,
            variants,
            photos,
            freight_template: self.freight_template_id.map(FreightTemplateId::from_uuid),
            published_at: Timestamp::from_millis(self.published_at.unwrap_or(self.opened_at)),
            is_perishable: self.is_perishable,
            attributes: list::<SaidRow>(self.attributes.as_deref())?.into_iter().map(SaidRow::shown).collect::<Result<_, _>>()?,
        };
        Ok(Product {
            listing: page,
            shop_place: self.shop_place,
            shop_story: self.story,
            shop_opened_at: Timestamp::from_millis(self.opened_at),
            freight,
            sold: self.sold,
            has_companions: self.has_companions,
        })
    }

    fn freight(&self, shop: ShopId, currency: Currency) -> Result<Option<FreightTemplate>, Fault> {
        let Some(id) = self.template_id else { return Ok(None) };
        let counts_by = self.counts_by.as_deref().and_then(CountsBy::from_code);
        let zones = list::<ZoneTuple>(self.zones.as_deref())?.into_iter().map(|tuple| zone(tuple, currency)).collect();
        Ok(Some(FreightTemplate {
            id: FreightTemplateId::from_uuid(id),
            shop,
            name: self.template_name.clone().unwrap_or_default(),
            counts_by: counts_by.ok_or_else(|| Fault::broken("a freight template is of an unknown kind"))?,
            is_default: self.is_default.unwrap_or(false),
            version: self.template_version.unwrap_or(0),
            zones,
        }))
    }
}

fn list<'a, T: Deserialize<'a>>(text: Option<&'a str>) -> Result<Vec<T>, Fault> {
    text.map_or_else(|| Ok(Vec::new()), |text| serde_json::from_str(text).map_err(Fault::broken))
}

fn variant(tuple: VariantTuple, currency: Currency) -> ListedVariant {
    let VariantTuple(id, choices, price, weight_grams, available, photo) = tuple;
    let photo = photo.and_then(|text| Uuid::try_parse(&text).ok()).map(PhotoId::from_uuid);
    let variant = VariantId::from_uuid(id);
    ListedVariant { variant, choices, price: Money::new(price, currency), weight_grams, available, photo }
}

fn photo(tuple: PhotoTuple) -> Result<Photo, Fault> {
    let PhotoTuple(id, state, alt, renditions) = tuple;
    let state = PhotoState::from_code(&state).ok_or_else(|| Fault::broken("a photo is in an unknown state"))?;
    Ok(Photo { id: PhotoId::from_uuid(id), state, alt, renditions })
}

fn zone(tuple: ZoneTuple, currency: Currency) -> FreightZone {
    let ZoneTuple(provinces, ships, first_amount, first, next_amount, next, free_from) = tuple;
    let money = |minor| Money::new(minor, currency);
    FreightZone {
        provinces,
        ships: ships == 1,
        first_amount,
        first: money(first),
        next_amount,
        next: money(next),
        free_from: free_from.map(money),
    }
}

/// Why there is no page of a listing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Its shop took it down for good.
    Removed,
    /// Its shop keeps it back for now.
    Hidden,
}

/// What became of a listing that was published once; none for what nobody has ever seen.
///
/// # Errors
/// A fault of the database.
pub async fn gone(market: &Market, listing: ListingId) -> Result<Option<Gone>, Fault> {
    #[derive(FromQueryResult)]
    struct State {
        state: String,
    }
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT state FROM listing WHERE id = $1 AND published_at IS NOT NULL",
        [listing.uuid().into()],
    );
    let row = State::find_by_statement(statement).one(market.db()).await?;
    Ok(row.and_then(|row| match ListingState::from_code(&row.state)? {
        ListingState::Removed => Some(Gone::Removed),
        ListingState::Hidden => Some(Gone::Hidden),
        ListingState::Draft | ListingState::Published => None,
    }))
}
