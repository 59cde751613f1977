//! Goods as the lists of the jobs put them forward: only what is published and can be bought now, and beside it what may be again.

use super::types::PutForward;
use crate::catalog::ListingId;
use crate::catalog::queries::cards_where;
use crate::kernel::{Fault, Market};

pub(crate) const BEST: &str = " WHERE l.id IN (SELECT b.listing_id FROM best_seller b WHERE b.scope = $1) \
    ORDER BY (SELECT MIN(b.position) FROM best_seller b WHERE b.scope = $1 AND b.listing_id = l.id)";
pub(crate) const COMPANIONS: &str = " WHERE l.id IN (SELECT b.other_id FROM bought_together b WHERE b.listing_id = $1) \
    ORDER BY (SELECT MIN(b.position) FROM bought_together b WHERE b.listing_id = $1 AND b.other_id = l.id)";

/// What most people bought lately: of a category's path with all below it, of the whole market where it is empty.
///
/// # Errors
/// A fault of the database.
pub async fn best_sellers(market: &Market, scope: &str, most: usize) -> Result<PutForward, Fault> {
    Ok(PutForward::of(cards_where(market, BEST, vec![scope.into()]).await?, most))
}

/// What is often bought together with a listing.
///
/// # Errors
/// A fault of the database.
pub async fn companions(market: &Market, listing: ListingId, most: usize) -> Result<PutForward, Fault> {
    Ok(PutForward::of(cards_where(market, COMPANIONS, vec![listing.uuid().into()]).await?, most))
}
