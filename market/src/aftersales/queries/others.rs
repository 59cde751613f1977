//! What may come in exchange for what was bought.

use crate::aftersales::CaseKind;
use crate::aftersales::rules::{Bought, may_come};
use crate::aftersales::steps::told_apart;
use crate::aftersales::views::{AskableLine, OtherVariant};
use crate::catalog::{self, ListingId, Offer};
use crate::kernel::{Fault, Market};
use crate::order::LineView;
use std::collections::BTreeSet;

/// Finds the other variants that are on sale of each line's goods, and of each why it cannot come; none of lines of which no exchange
/// can be asked for.
pub(super) async fn find_others(market: &Market, lines: &mut [AskableLine]) -> Result<(), Fault> {
    let listings: BTreeSet<ListingId> = lines.iter().filter(|line| is_exchanged(line)).map(|line| line.line.listing).collect();
    let offers = catalog::queries::offers_on_sale(market, &listings.into_iter().collect::<Vec<_>>()).await?;
    for line in lines.iter_mut().filter(|line| is_exchanged(line)) {
        line.others = others_of(&line.line, &offers);
    }
    Ok(())
}

fn is_exchanged(line: &AskableLine) -> bool {
    line.kinds.contains(&CaseKind::Exchange)
}

fn others_of(line: &LineView, offers: &[Offer]) -> Vec<OtherVariant> {
    let bought = Bought::from(line);
    let others = offers.iter().filter(|offer| offer.listing == bought.listing && offer.variant != bought.variant);
    let view = |offer: &Offer| OtherVariant {
        variant: offer.variant,
        name: told_apart(&offer.title, &offer.choices),
        is_there: offer.available > 0,
        why_not: may_come(&bought, offer).err(),
    };
    others.map(view).collect()
}
