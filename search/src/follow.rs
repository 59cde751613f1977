//! Following the database: what was touched is taken out and put in anew as it is now, in batches, each of them one commit that
//! carries the horizon that it reaches. A crash loses no change: the next start goes on where the last commit ended.

use crate::engine::Engine;
use market::catalog::ListingId;
use market::change::queries::{CHANGES_MAX, beginning, since};
use market::change::{Change, Subject};
use market::discovery::Tree;
use market::discovery::queries::{DOCUMENTS_MAX, documents, documents_of, sellers_of, shop_document, tree};
use market::kernel::{Fault, Market};
use market::shop::ShopId;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// How far an index has read.
#[derive(Debug, Default)]
pub struct Progress {
    horizon: Option<i64>,
    /// Beyond the horizon, and taken already.
    told: HashSet<i64>,
}

impl Progress {
    /// Up to where it has read.
    pub fn horizon(&self) -> Option<i64> {
        self.horizon
    }
}

/// What became of an attempt to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// There are no more changes.
    UpToDate,
    /// What it would have to read is forgotten: it must be built anew.
    TooFarBehind,
}

/// Brings an index up to date.
///
/// # Errors
/// A fault of the database or of the disk. The index stays at its last commit.
pub async fn catch_up(market: &Market, engine: &Engine, known: &mut Tree, progress: &mut Progress) -> Result<Followed, Fault> {
    loop {
        let horizon = match progress.horizon {
            Some(horizon) => horizon,
            // Another process may have committed since this one last looked.
            None => tokio::task::block_in_place(|| engine.horizon().and_then(|horizon| engine.reload().map(|()| horizon)))?,
        };
        let news = since(market, horizon, CHANGES_MAX).await?;
        let fresh: Vec<Change> =
            news.changes.iter().filter(|change| !progress.told.contains(&change.sequence)).copied().collect();
        if !fresh.is_empty() {
            if horizon < beginning(market).await? {
                return Ok(Followed::TooFarBehind);
            }
            // Goods are told of after their category was renamed, and never taken by its old name.
            if fresh.iter().any(|change| change.subject == Subject::Market) {
                *known = tree(market).await?;
            }
            apply(market, engine, known, &fresh).await?;
            tokio::task::block_in_place(|| engine.commit(news.horizon))?;
        }
        progress.told = news.changes.iter().map(|change| change.sequence).collect();
        progress.horizon = Some(news.horizon);
        if !news.more {
            return Ok(Followed::UpToDate);
        }
    }
}

async fn apply(market: &Market, engine: &Engine, tree: &Tree, changes: &[Change]) -> Result<(), Fault> {
    let mut listings: BTreeSet<ListingId> = BTreeSet::new();
    let mut shops: BTreeSet<ShopId> = BTreeSet::new();
    for change in changes {
        match change.subject {
            Subject::Listing(listing) => {
                listings.insert(listing);
            }
            Subject::Shop(shop) => {
                shops.insert(shop);
            }
            // Which listings there are is told by themselves; the tree was read again.
            Subject::Lists | Subject::Market => {}
        }
    }
    // Within one commit the last word on a document counts, so a listing may come by itself and with its shop.
    for shop in &shops {
        put_shop(market, engine, tree, *shop).await?;
    }
    let listings: Vec<ListingId> = listings.into_iter().collect();
    let mut sellers: BTreeSet<ShopId> = BTreeSet::new();
    for part in listings.chunks(DOCUMENTS_MAX) {
        // What cannot be read is not found, nor as it was before.
        let found = documents(market, tree, part).await?;
        // Also of what is no longer sold: it may have been the last that its shop had.
        sellers.extend(sellers_of(market, part).await?);
        let out: Vec<_> = part.iter().map(|listing| engine.key(listing.uuid())).collect();
        tokio::task::block_in_place(|| engine.change(&out, &found, &[]))?;
    }
    // A shop is found from its first goods on, and as long as it has some.
    for shop in sellers.difference(&shops) {
        let found: Vec<_> = shop_document(market, *shop).await?.into_iter().collect();
        tokio::task::block_in_place(|| engine.change(&[engine.key(shop.uuid())], &[], &found))?;
    }
    Ok(())
}

async fn put_shop(market: &Market, engine: &Engine, tree: &Tree, shop: ShopId) -> Result<(), Fault> {
    let found: Vec<_> = shop_document(market, shop).await?.into_iter().collect();
    tokio::task::block_in_place(|| engine.change(&[engine.fields.of_shop(shop.uuid())], &[], &found))?;
    let mut next = Some(ListingId::from_uuid(Uuid::nil()));
    while let Some(after) = next {
        let step = documents_of(market, tree, shop, after).await?;
        tokio::task::block_in_place(|| engine.change(&[], &step.documents, &[]))?;
        next = step.next;
    }
    Ok(())
}
