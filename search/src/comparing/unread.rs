//! What was told since an index was last written to: of that it can know nothing, so that it is no difference.

use super::{Suspect, What};
use market::catalog::ListingId;
use market::change::Subject;
use market::change::queries::{CHANGES_MAX, since};
use market::discovery::queries::{DOCUMENTS_MAX, sellers_of};
use market::kernel::{Fault, Market};
use market::shop::ShopId;
use std::collections::HashSet;

/// Subjects that are kept in memory, in some ten megabytes. An index that is so far behind is compared when it has caught up.
const SUBJECTS_MAX: usize = 200_000;

/// The subjects of everything that was told behind a horizon.
pub struct Unread {
    horizon: i64,
    subjects: HashSet<Subject>,
}

impl Unread {
    pub fn since(horizon: i64) -> Self {
        Self { horizon, subjects: HashSet::new() }
    }

    /// Reads what was told until now.
    pub async fn read_on(&mut self, market: &Market) -> Result<(), Fault> {
        loop {
            let news = since(market, self.horizon, CHANGES_MAX).await?;
            self.subjects.extend(news.changes.iter().map(|change| change.subject));
            self.horizon = news.horizon;
            if self.subjects.len() > SUBJECTS_MAX {
                return Err(Fault::unavailable(format!(
                    "the search index is more than {SUBJECTS_MAX} changes behind: compare it when it has caught up"
                )));
            }
            if !news.more {
                return Ok(());
            }
        }
    }

    /// Whether it was told of a listing, or of what its document says of the shop and of the market around it.
    pub fn has_listing(&self, suspect: &Suspect) -> bool {
        let has = |subject: Subject| self.subjects.contains(&subject);
        has(Subject::Listing(ListingId::from_uuid(suspect.id)))
            || suspect.shop.is_some_and(|shop| has(Subject::Shop(ShopId::from_uuid(shop))))
            || (suspect.what == What::Different && has(Subject::Market))
    }

    /// The shops of which it was told, and those of whose goods it was: a shop is found as long as it has some.
    pub async fn shops(&self, market: &Market) -> Result<HashSet<ShopId>, Fault> {
        let (mut shops, mut listings) = (HashSet::new(), Vec::new());
        for subject in &self.subjects {
            match subject {
                Subject::Shop(shop) => {
                    shops.insert(*shop);
                }
                Subject::Listing(listing) => listings.push(*listing),
                Subject::Lists | Subject::Market => {}
            }
        }
        for part in listings.chunks(DOCUMENTS_MAX) {
            shops.extend(sellers_of(market, part).await?);
        }
        Ok(shops)
    }
}
