//! Whether an index says what the database says: every document's digest beside what it would be now, in the order of ids, a thousand at a
//! time. It only reads, and anybody may write meanwhile: what was told of since the commit that is looked at is no difference.
//!
//! In memory there are, however many listings a market has, a thousand documents as the database has them, a thousand entries of each of
//! the index's segments, and what was told meanwhile, which has an end (`unread.rs`).

mod documents;
mod entries;
mod opened;
mod unread;

use crate::follow::at_work;
use crate::place::Place;
use crate::schema::{LISTING, SHOP};
use documents::{Document, Known};
use entries::ENTRIES_MAX;
pub use entries::{Entries, Entry};
use market::discovery::queries::{search_settings, tree};
use market::discovery::{RankingNumber, SearchDocument, ShopDocument};
use market::kernel::{Fault, Market};
use opened::opened;
use serde::Serialize;
use std::collections::VecDeque;
use std::time::Duration;
use unread::Unread;
use uuid::Uuid;

/// How often an index that is waited for is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Ids that are told of each kind of difference.
const SOME_MAX: usize = 10;

/// What became of comparing an index with the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The name of the index.
    pub index: String,
    /// Whether it had everything that the database had when the comparison was asked for.
    pub has_caught_up: bool,
    /// Listings.
    pub listings: Compared,
    /// Shops that sell something.
    pub shops: Compared,
}

/// Documents of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// So many are as they should be.
    pub alike: u64,
    /// The index does not have them.
    pub missing: Differing,
    /// The index has them, or has them once more, and should not.
    pub superfluous: Differing,
    /// The index says something else of them.
    pub different: Differing,
    /// So many are not as they should be because the index has not read yet what was told of them.
    pub not_read_yet: u64,
}

/// What differs in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// How many.
    pub count: u64,
    /// The ids of the first.
    pub some: Vec<String>,
}

impl Comparison {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let differing = |all: &Compared| all.missing.count + all.superfluous.count + all.different.count;
        differing(&self.listings) + differing(&self.shops) == 0
    }
}

impl Differing {
    fn note(&mut self, id: String) {
        self.count += 1;
        if self.some.len() < SOME_MAX {
            self.some.push(id);
        }
    }
}

/// Compares the index in use with the database, once it has everything that the database has now, or has had so long to read it. None
/// where there is no index.
///
/// Goods of a category that was renamed differ until the market's job has told of them.
///
/// # Errors
/// A fault of the database, a damaged index, or one that is too far behind to be compared.
pub async fn compare(market: &Market, place: &Place, patience: Duration) -> Result<Option<Comparison>, Fault> {
    let Some(opened) = opened(market, place, patience).await? else { return Ok(None) };
    let searcher = opened.searcher();
    let (listings, shops) = at_work(|| {
        let [listings, shops] = [LISTING, SHOP].map(|kind| Entries::new(&searcher, &opened.fields, kind));
        Ok((listings?, shops?))
    })?;
    let settings = search_settings(market).await?;
    let known = Known { tree: tree(market).await?, small: settings.number(RankingNumber::SmallSales) };
    let mut walk = Walk { market, known, unread: Unread::since(opened.horizon) };
    Ok(Some(Comparison {
        listings: walk.compare::<SearchDocument>(listings).await?,
        shops: walk.compare::<ShopDocument>(shops).await?,
        index: opened.name,
        has_caught_up: opened.has_caught_up,
    }))
}

/// How an index is wrong about a document, unless it has not read yet what was told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Missing,
    Superfluous,
    Different,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Suspect {
    id: Uuid,
    /// Whose it is, where the database has it.
    shop: Option<Uuid>,
    what: What,
}

impl Suspect {
    fn of(document: &impl Document, what: What) -> Self {
        Self { id: document.id(), shop: Some(document.shop()), what }
    }
}

struct Walk<'a> {
    market: &'a Market,
    known: Known,
    unread: Unread,
}

impl Walk<'_> {
    async fn compare<D: Document>(&mut self, mut entries: Entries) -> Result<Compared, Fault> {
        let mut compared = Compared::default();
        let mut next = Some(Uuid::nil());
        while let Some(after) = next {
            let (mut documents, last) = D::after(self.market, &self.known, after).await?;
            // Of what the index has and the database has not, there may be any number.
            loop {
                let there = at_work(|| Ok(entries.up_to(last)?))?;
                let mut suspects = beside(&mut documents, &there, &self.known, &mut compared.alike);
                let is_all = there.len() < ENTRIES_MAX;
                if is_all {
                    suspects.extend(documents.drain(..).map(|document| Suspect::of(&document, What::Missing)));
                }
                self.judge::<D>(&suspects, &mut compared).await?;
                if is_all {
                    break;
                }
            }
            next = last;
        }
        Ok(compared)
    }

    /// What was told is read after the documents were: what they already say of it may be too new for the index.
    async fn judge<D: Document>(&mut self, suspects: &[Suspect], compared: &mut Compared) -> Result<(), Fault> {
        self.unread.read_on(self.market).await?;
        if suspects.is_empty() {
            return Ok(());
        }
        let told = D::told_since(self.market, &self.unread, suspects).await?;
        for (suspect, is_told) in suspects.iter().zip(told) {
            let differing = match suspect.what {
                _ if is_told => {
                    compared.not_read_yet += 1;
                    continue;
                }
                What::Missing => &mut compared.missing,
                What::Superfluous => &mut compared.superfluous,
                What::Different => &mut compared.different,
            };
            differing.note(D::shown(suspect.id));
        }
        Ok(())
    }
}

/// Puts entries of an index beside documents, both in the order of their ids, and takes those documents out that it has come past.
fn beside<D: Document>(documents: &mut VecDeque<D>, there: &[Entry], known: &Known, alike: &mut u64) -> Vec<Suspect> {
    let mut suspects = Vec::new();
    for entry in there {
        while documents.front().is_some_and(|document| document.id() < entry.id) {
            suspects.extend(documents.pop_front().map(|document| Suspect::of(&document, What::Missing)));
        }
        let is_there = documents.front().is_some_and(|document| document.id() == entry.id);
        match is_there.then(|| documents.pop_front()).flatten() {
            Some(document) if document.is_said_by(entry, known) => *alike += 1,
            Some(document) => suspects.push(Suspect::of(&document, What::Different)),
            None => suspects.push(Suspect { id: entry.id, shop: None, what: What::Superfluous }),
        }
    }
    suspects
}
