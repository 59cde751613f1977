//! What jobs make of many orders. They change only what is another than before, so that pages are drawn anew only where they have
//! something else to show.

use super::rules;
use super::store::{self, statement};
use super::types::{Companion, Selling};
use crate::catalog::ListingId;
use crate::kernel::{Fault, Market, Span, Timestamp};
use crate::policy;
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What was sold before that is no best-seller.
const LATELY: Span = Span::days(30);
/// Goods above the floor that best-sellers are chosen from; each scope is full long before.
const SELLING_MAX: i64 = 20_000;
/// Listings of one transaction.
const BATCH: i64 = 200;
/// The newest baskets of a listing that are looked into: what a very old one says is out of fashion.
const BASKETS_MAX: i64 = 2_000;
/// Companions above the support that are weighed against each other.
const WEIGHED_MAX: i64 = 50;
/// Transactions that began before the last look and committed after it are looked at again.
const OVERLAP: Span = Span::minutes(10);
const PAIRING: &str = "companions";

#[derive(FromQueryResult)]
struct SellingRow {
    listing_id: Uuid,
    shop_id: Uuid,
    category_path: String,
}

#[derive(FromQueryResult)]
struct BestRow {
    scope: String,
    listing_id: Uuid,
}

#[derive(FromQueryResult)]
struct CompanionRow {
    listing_id: Uuid,
    together: i64,
    sold: i64,
}

#[derive(FromQueryResult)]
struct ListingRow {
    listing_id: Uuid,
}

#[derive(FromQueryResult)]
struct Run {
    ran_at: i64,
    support: i64,
}

/// Finds the best-sellers of the market and of each category: one walk over the sales of the last thirty days. Says of how many
/// scopes they are others than before.
///
/// # Errors
/// A fault of the database.
pub async fn find_best_sellers(market: &Market) -> Result<usize, Fault> {
    let now = market.now();
    let floor = policy::steps::in_force(market.db(), now).await?.best_seller_buyers;
    let values = vec![now.before(LATELY).millis().into(), floor.into(), SELLING_MAX.into()];
    let rows = SellingRow::find_by_statement(statement(market.db(), store::SELLING, values)).all(market.db()).await?;
    let selling: Vec<Selling> = rows
        .into_iter()
        .map(|row| Selling {
            listing: ListingId::from_uuid(row.listing_id),
            shop: ShopId::from_uuid(row.shop_id),
            category_path: row.category_path,
        })
        .collect();
    let mut best = rules::best_sellers(&selling);
    let tx = market.begin("find_best_sellers").await?;
    let mut before: BTreeMap<String, Vec<ListingId>> = BTreeMap::new();
    for row in BestRow::find_by_statement(statement(&*tx, store::BEST, Vec::new())).all(&*tx).await? {
        before.entry(row.scope).or_default().push(ListingId::from_uuid(row.listing_id));
    }
    for scope in before.keys() {
        best.entry(scope.clone()).or_default();
    }
    best.retain(|scope, listings| before.get(scope) != Some(listings));
    for (scope, listings) in &best {
        store::keep(&tx, &store::BEST_OF_SCOPE, scope.as_str().into(), listings).await?;
    }
    tx.commit().await?;
    Ok(best.len())
}

/// Finds what is bought together with each listing whose baskets changed since the last time; with all listings, where the support
/// in force is another one now. Each costs its newest baskets at most. They are read before a transaction begins, since nobody else writes
/// to SQLite while it lasts, and so many go into one. Says how many listings have other companions than before.
///
/// # Errors
/// A fault of the database.
pub async fn find_companions(market: &Market) -> Result<usize, Fault> {
    let now = market.now();
    let support = policy::steps::in_force(market.db(), now).await?.together_buyers;
    let ran = Run::find_by_statement(statement(market.db(), store::LAST_RUN, vec![PAIRING.into()])).one(market.db()).await?;
    let since =
        ran.filter(|ran| ran.support == support).map(|ran| Timestamp::from_millis(ran.ran_at.min(now.millis())).before(OVERLAP));
    let (mut after, mut changed) = (Uuid::nil(), 0);
    loop {
        let touched = touched(market, since, after).await?;
        let Some(last) = touched.last() else { break };
        after = *last;
        let mut others = Vec::new();
        for listing in touched {
            if let Some(found) = other_companions(market, listing, support).await? {
                others.push((listing, found));
            }
        }
        if others.is_empty() {
            continue;
        }
        changed += others.len();
        let tx = market.begin("find_companions").await?;
        for (listing, found) in others {
            store::keep(&tx, &store::COMPANIONS_OF_LISTING, listing.into(), &found).await?;
        }
        tx.commit().await?;
    }
    let tx = market.begin("find_companions").await?;
    let values = vec![PAIRING.into(), now.millis().into(), support.into()];
    tx.execute_raw(statement(&*tx, store::RAN, values)).await?;
    tx.commit().await?;
    Ok(changed)
}

/// The next listings to look at, in the order of their ids.
async fn touched(market: &Market, since: Option<Timestamp>, after: Uuid) -> Result<Vec<Uuid>, Fault> {
    let db = market.db();
    let asked = match since {
        Some(since) => statement(db, store::TOUCHED, vec![since.millis().into(), after.into(), BATCH.into()]),
        None => statement(db, store::COUNTED, vec![after.into(), BATCH.into()]),
    };
    Ok(ListingRow::find_by_statement(asked).all(db).await?.into_iter().map(|row| row.listing_id).collect())
}

/// The companions of a listing, where they are others than before.
async fn other_companions(market: &Market, listing: Uuid, support: i64) -> Result<Option<Vec<ListingId>>, Fault> {
    let db = market.db();
    let values = vec![listing.into(), BASKETS_MAX.into(), support.into(), WEIGHED_MAX.into()];
    let rows = CompanionRow::find_by_statement(statement(db, store::TOGETHER, values)).all(db).await?;
    let companion = |row: CompanionRow| {
        let CompanionRow { listing_id, together, sold } = row;
        Companion { listing: ListingId::from_uuid(listing_id), together, sold }
    };
    let found = rules::companions(rows.into_iter().map(companion).collect());
    let before = ListingRow::find_by_statement(statement(db, store::COMPANIONS, vec![listing.into()])).all(db).await?;
    let before: Vec<ListingId> = before.into_iter().map(|row| ListingId::from_uuid(row.listing_id)).collect();
    Ok(Some(found).filter(|found| *found != before))
}
