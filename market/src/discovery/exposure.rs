//! How often goods were shown and opened: sums by day, kind of place and size of the shop. Nobody who looked is in them. Owns
//! `exposure`.

use super::queries::sizes;
use super::rules::counted_size;
use super::store;
use super::types::{PlaceKind, ShopSize, Shown};
use crate::catalog::ListingId;
use crate::kernel::{Fault, Market};
use crate::shop::ShopStaff;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Days that pages show, the one of now among them.
pub const DAYS_SHOWN: i64 = 30;
/// Listings that a shop is shown one by one.
const LISTINGS_MAX: i64 = 50;
/// Sums of one transaction, while which nobody else writes to SQLite.
const SUMS_MAX: usize = 512;
/// Sums that are forgotten in one transaction, for the same reason.
const FORGOTTEN_MAX: i64 = 500;

/// What was counted of goods in one kind of place on one day, or since it was last written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The day, counted from 1970.
    pub day: i64,
    /// What.
    pub shown: Shown,
    /// How often it was on a page that somebody looked at.
    pub views: u64,
    /// How often it was opened from one.
    pub opens: u64,
}

/// What could not be added, and why.
#[derive(Debug)]
pub struct NotCounted {
    /// What happened.
    pub fault: Fault,
    /// What is in no sum yet: everything else is.
    pub rest: Vec<Counted>,
}

/// Adds what was counted to the sums, some in a transaction. How large a shop is now is looked up here, once a listing, and nowhere taken
/// from whoever looked.
///
/// # Errors
/// A fault of the database, with what was not added.
pub async fn count_exposure(market: &Market, counted: &[Counted]) -> Result<(), NotCounted> {
    // Each sum once. Two nodes that write at once take the rows in the same order.
    let mut sums: BTreeMap<(i64, Shown), [u64; 2]> = BTreeMap::new();
    for row in counted {
        let [views, opens] = sums.entry((row.day, row.shown)).or_default();
        *views = views.saturating_add(row.views);
        *opens = opens.saturating_add(row.opens);
    }
    let all = sums.into_iter().map(|((day, shown), [views, opens])| Counted { day, shown, views, opens });
    let mut rest: Vec<Counted> = all.collect();
    while !rest.is_empty() {
        let others = rest.split_off(rest.len().min(SUMS_MAX));
        if let Err(fault) = add(market, &rest).await {
            rest.extend(others);
            return Err(NotCounted { fault, rest });
        }
        rest = others;
    }
    Ok(())
}

/// Adds some sums, all of them or none.
async fn add(market: &Market, some: &[Counted]) -> Result<(), Fault> {
    let mut listings: Vec<ListingId> = some.iter().map(|row| row.shown.listing).collect();
    listings.sort_unstable();
    listings.dedup();
    let sizes = sizes(market, &listings).await?;
    let mut rows: Vec<[Value; 6]> = some.iter().filter_map(|row| Some(values(row, *sizes.get(&row.shown.listing)?))).collect();
    if rows.is_empty() {
        return Ok(());
    }
    // A connection keeps each text that it has prepared: these are few. Nobody sells what has no id.
    let nothing = Shown { listing: ListingId::from_uuid(Uuid::nil()), place: PlaceKind::Ranked };
    let filler = values(&Counted { day: 0, shown: nothing, views: 0, opens: 0 }, ShopSize::New);
    rows.resize(rows.len().next_power_of_two(), filler);
    let (sql, values) = (store::add_exposure(rows.len()), rows.into_iter().flatten());
    let tx = market.begin("count_exposure").await?;
    tx.execute_raw(Statement::from_sql_and_values(market.backend(), sql, values)).await?;
    tx.commit().await?;
    Ok(())
}

fn values(row: &Counted, size: ShopSize) -> [Value; 6] {
    let count = |number: u64| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    [
        row.day.into(),
        row.shown.listing.uuid().into(),
        row.shown.place.code().into(),
        counted_size(row.shown.place, size).code().into(),
        count(row.views),
        count(row.opens),
    ]
}

/// Forgets sums of days before this one, some at a time; says how many. Where it says 0, none is left.
///
/// # Errors
/// A fault of the database: nothing was forgotten.
pub async fn forget_exposure(market: &Market, before: i64) -> Result<u64, Fault> {
    let tx = market.begin("forget_exposure").await?;
    let values: [Value; 2] = [before.into(), FORGOTTEN_MAX.into()];
    let forget = Statement::from_sql_and_values(market.backend(), store::FORGET_EXPOSURE, values);
    let forgotten = tx.execute_raw(forget).await?.rows_affected();
    tx.commit().await?;
    Ok(forgotten)
}

/// Views and opens of one day in one kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySum {
    /// The day, counted from 1970.
    pub day: i64,
    /// What kind of a place.
    pub place: PlaceKind,
    /// How often shown.
    pub views: i64,
    /// How often opened.
    pub opens: i64,
}

/// Views and opens of one listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingSum {
    /// Which.
    pub listing: ListingId,
    /// Its title.
    pub title: String,
    /// How often shown.
    pub views: i64,
    /// How often opened.
    pub opens: i64,
}

/// What all shops of one size got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeSum {
    /// Of this size.
    pub size: ShopSize,
    /// How often their goods were shown.
    pub views: i64,
    /// Of that, in places that were drawn.
    pub drawn: i64,
    /// How often they were opened.
    pub opens: i64,
}

/// What all shops of one size got in one kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceSum {
    /// In this kind of place.
    pub place: PlaceKind,
    /// Of this size.
    pub size: ShopSize,
    /// How often their goods were shown.
    pub views: i64,
}

/// The sums of a shop, by day and kind of place, from this day on.
///
/// # Errors
/// A fault of the database.
pub async fn by_day(market: &Market, staff: &ShopStaff, from: i64) -> Result<Vec<DaySum>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        day: i64,
        place: String,
        views: i64,
        opens: i64,
    }
    let values: [Value; 2] = [staff.shop().uuid().into(), from.into()];
    let statement = Statement::from_sql_and_values(market.backend(), store::BY_DAY, values);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let sum = |row: Row| Ok(DaySum { day: row.day, place: place(&row.place)?, views: row.views, opens: row.opens });
    rows.into_iter().map(sum).collect()
}

/// The listings of a shop that were shown most, from this day on.
///
/// # Errors
/// A fault of the database.
pub async fn by_listing(market: &Market, staff: &ShopStaff, from: i64) -> Result<Vec<ListingSum>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        title: String,
        views: i64,
        opens: i64,
    }
    let values: [Value; 3] = [staff.shop().uuid().into(), from.into(), LISTINGS_MAX.into()];
    let statement = Statement::from_sql_and_values(market.backend(), store::BY_LISTING, values);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let sum =
        |row: Row| ListingSum { listing: ListingId::from_uuid(row.id), title: row.title, views: row.views, opens: row.opens };
    Ok(rows.into_iter().map(sum).collect())
}

/// What shops of each size got, from this day on: nobody's own numbers are in it.
///
/// # Errors
/// A fault of the database.
pub async fn by_size(market: &Market, from: i64) -> Result<Vec<SizeSum>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        size: String,
        views: i64,
        drawn: i64,
        opens: i64,
    }
    let values: [Value; 2] = [from.into(), PlaceKind::Rotating.code().into()];
    let statement = Statement::from_sql_and_values(market.backend(), store::BY_SIZE, values);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let sum = |row: Row| {
        let size = size(&row.size)?;
        Ok(SizeSum { size, views: row.views, drawn: row.drawn, opens: row.opens })
    };
    rows.into_iter().map(sum).collect()
}

/// What shops of each size got in each kind of place, from this day on.
///
/// # Errors
/// A fault of the database.
pub async fn by_place(market: &Market, from: i64) -> Result<Vec<PlaceSum>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        place: String,
        size: String,
        views: i64,
    }
    let statement = Statement::from_sql_and_values(market.backend(), store::BY_PLACE, [Value::from(from)]);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let sum = |row: Row| Ok(PlaceSum { place: place(&row.place)?, size: size(&row.size)?, views: row.views });
    rows.into_iter().map(sum).collect()
}

fn place(code: &str) -> Result<PlaceKind, Fault> {
    PlaceKind::from_code(code).ok_or_else(|| Fault::broken("a sum is of an unknown kind of place"))
}

fn size(code: &str) -> Result<ShopSize, Fault> {
    ShopSize::from_code(code).ok_or_else(|| Fault::broken("a sum is of an unknown size"))
}
