//! What may come in exchange for what was bought.

use super::askable;
use super::parts::came_view;
use crate::account::Buyer;
use crate::aftersales::CaseKind;
use crate::aftersales::rules::{Bought, may_come};
use crate::aftersales::steps::told_apart;
use crate::aftersales::store::{Came, came, came_last};
use crate::aftersales::views::{AskableLine, AskableOrder, OtherVariant};
use crate::catalog::{self, ListingId, Offer, VariantId};
use crate::kernel::{Fault, Market};
use crate::order::{LineView, OrderId};
use std::collections::BTreeSet;

/// What a buyer can ask for of an order now, with what came for its lines before and what may come in exchange for them, for the form of a
/// case; none for another buyer's order.
///
/// # Errors
/// A fault of the database.
pub async fn askable_with_others(market: &Market, buyer: &Buyer, id: OrderId) -> Result<Option<AskableOrder>, Fault> {
    let Some(mut askable) = askable(market, buyer, id).await? else { return Ok(None) };
    find_others(market, id, &mut askable.lines).await?;
    Ok(Some(askable))
}

/// Finds what came in exchange for each line, and the other variants that are on sale of its goods, and of each why it cannot come; none of
/// lines of which no exchange can be asked for, or nothing is left.
async fn find_others(market: &Market, order: OrderId, lines: &mut [AskableLine]) -> Result<(), Fault> {
    let listings: BTreeSet<ListingId> = lines.iter().filter(|line| is_exchanged(line)).map(|line| line.line.listing).collect();
    if listings.is_empty() {
        return Ok(());
    }
    let offers = catalog::queries::offers_on_sale(market, &listings.into_iter().collect::<Vec<_>>()).await?;
    let came = came(market.db(), order.uuid()).await?;
    let before: BTreeSet<VariantId> = came.iter().filter_map(|came| came.variant).map(VariantId::from_uuid).collect();
    // Also what is on sale no more can be sent once more, where there is some.
    let before = catalog::queries::offers(market, &before.into_iter().collect::<Vec<_>>()).await?;
    for line in lines.iter_mut().filter(|line| is_exchanged(line)) {
        let last = came_last(&came, line.position);
        line.came = last.map(|came| came_view(&line.line, came)).transpose()?.flatten();
        line.others = came_of(line, &came, &before)?;
        let on_sale = others_of(&line.line, &offers, &line.others);
        line.others.extend(on_sale);
    }
    Ok(())
}

fn is_exchanged(line: &AskableLine) -> bool {
    line.left > 0 && line.kinds.contains(&CaseKind::Exchange)
}

/// What came for a line before, each variant once, as it was called then. It may come whatever it costs by now.
fn came_of(line: &AskableLine, came: &[Came], offers: &[Offer]) -> Result<Vec<OtherVariant>, Fault> {
    let mut others: Vec<OtherVariant> = Vec::new();
    for row in came.iter().filter(|came| came.line == line.position) {
        let Some(view) = came_view(&line.line, row)? else { continue };
        if others.iter().any(|other| other.variant == view.variant) {
            continue;
        }
        let is_there = offers.iter().any(|offer| offer.variant == view.variant && offer.available > 0);
        others.push(OtherVariant { variant: view.variant, name: view.name, is_there, why_not: None, has_come: true });
    }
    Ok(others)
}

/// What is on sale of a line's goods, but what was bought and what came for it.
fn others_of(line: &LineView, offers: &[Offer], came: &[OtherVariant]) -> Vec<OtherVariant> {
    let bought = Bought::from(line);
    let is_new = |offer: &&Offer| offer.variant != bought.variant && came.iter().all(|came| came.variant != offer.variant);
    let others = offers.iter().filter(|offer| offer.listing == bought.listing).filter(is_new);
    let view = |offer: &Offer| OtherVariant {
        variant: offer.variant,
        name: told_apart(&offer.title, &offer.choices),
        is_there: offer.available > 0,
        why_not: may_come(&bought, offer).err(),
        has_come: false,
    };
    others.map(view).collect()
}
