//! What an index is fed with, as it is compared: documents of both kinds, in the order of their ids.

use super::Suspect;
use super::entries::Entry;
use super::unread::Unread;
use crate::schema::digest;
use market::catalog::ListingId;
use market::discovery::queries::{DOCUMENTS_MAX, documents_after, shops_after};
use market::discovery::{SearchDocument, ShopDocument, Tree};
use market::kernel::{Fault, Market};
use market::shop::ShopId;
use std::collections::VecDeque;
use uuid::Uuid;

/// What documents are made with, and what they may differ in.
pub struct Known {
    pub tree: Tree,
    /// So many sales make a shop large, however many more it has: nothing is told of those.
    pub small: i64,
}

/// Documents of the database, and behind which the next ones come; none where there are no more.
pub type Step<D> = (VecDeque<D>, Option<Uuid>);

/// What an index is fed with.
pub trait Document: Sized {
    /// The next ones behind an id, in the order of their ids.
    async fn after(market: &Market, known: &Known, id: Uuid) -> Result<Step<Self>, Fault>;
    fn id(&self) -> Uuid;
    fn shop(&self) -> Uuid;
    /// Whether an index that says this of it is right.
    fn is_said_by(&self, entry: &Entry, known: &Known) -> bool;
    /// As people read its id.
    fn shown(id: Uuid) -> String;
    /// Of these suspects, those of which the index knows nothing yet.
    async fn told_since(market: &Market, unread: &Unread, suspects: &[Suspect]) -> Result<Vec<bool>, Fault>;
}

impl Document for SearchDocument {
    async fn after(market: &Market, known: &Known, id: Uuid) -> Result<Step<Self>, Fault> {
        let step = documents_after(market, &known.tree, ListingId::from_uuid(id)).await?;
        Ok((step.documents.into(), step.next.map(ListingId::uuid)))
    }

    fn id(&self) -> Uuid {
        self.listing.uuid()
    }

    fn shop(&self) -> Uuid {
        self.shop.uuid()
    }

    fn is_said_by(&self, entry: &Entry, known: &Known) -> bool {
        if digest(self) == entry.digest {
            return true;
        }
        let is_large = |sales: i64| sales >= known.small;
        if self.standing.sales == entry.sales || !is_large(self.standing.sales) || !is_large(entry.sales) {
            return false;
        }
        let mut as_there = self.clone();
        as_there.standing.sales = entry.sales;
        digest(&as_there) == entry.digest
    }

    fn shown(id: Uuid) -> String {
        ListingId::from_uuid(id).to_string()
    }

    async fn told_since(_: &Market, unread: &Unread, suspects: &[Suspect]) -> Result<Vec<bool>, Fault> {
        Ok(suspects.iter().map(|suspect| unread.has_listing(suspect)).collect())
    }
}

impl Document for ShopDocument {
    async fn after(market: &Market, _: &Known, id: Uuid) -> Result<Step<Self>, Fault> {
        let shops = shops_after(market, ShopId::from_uuid(id)).await?;
        let next = shops.last().filter(|_| shops.len() >= DOCUMENTS_MAX).map(Self::id);
        Ok((shops.into(), next))
    }

    fn id(&self) -> Uuid {
        self.shop.uuid()
    }

    fn shop(&self) -> Uuid {
        self.shop.uuid()
    }

    fn is_said_by(&self, entry: &Entry, _: &Known) -> bool {
        digest(self) == entry.digest
    }

    fn shown(id: Uuid) -> String {
        ShopId::from_uuid(id).to_string()
    }

    async fn told_since(market: &Market, unread: &Unread, suspects: &[Suspect]) -> Result<Vec<bool>, Fault> {
        let told = unread.shops(market).await?;
        Ok(suspects.iter().map(|suspect| told.contains(&ShopId::from_uuid(suspect.id))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::listing;
    use market::discovery::Standing;

    fn selling(sales: i64) -> SearchDocument {
        SearchDocument { standing: Standing { sales, ..Standing::default() }, ..listing(1, "tea") }
    }

    fn entry(document: &SearchDocument) -> Entry {
        Entry { id: document.id(), digest: digest(document), sales: document.standing.sales }
    }

    #[test]
    fn of_large_shops_it_is_no_difference_by_how_much() {
        let known = Known { tree: Tree::new(Vec::new()), small: 20 };
        let is_right = |now: &SearchDocument, there: &SearchDocument| now.is_said_by(&entry(there), &known);
        assert!(is_right(&selling(19), &selling(19)));
        assert!(is_right(&selling(20), &selling(500)) && is_right(&selling(500), &selling(20)));
        assert!(!is_right(&selling(19), &selling(20)) && !is_right(&selling(20), &selling(19)));
        assert!(!is_right(&selling(18), &selling(19)), "below that each counts");
        let renamed = SearchDocument { title: "green tea".to_owned(), ..selling(500) };
        assert!(!is_right(&selling(500), &renamed) && !is_right(&selling(20), &renamed));
    }
}
