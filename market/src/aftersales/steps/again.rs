//! Goods of a case that are sent once more.

use super::Deed;
use super::settle::asked;
use crate::aftersales::types::CaseRefusal;
use crate::inventory;
use crate::kernel::{Problem, Timestamp, Tx};
use crate::order::{self, OrderId};

/// Takes all that a case asks for off the shelf; refused where there is not so much of something, and the caller rolls back then. The case
/// was moved by this transaction, so that nobody else does the same.
pub(in crate::aftersales) async fn resend(tx: &Tx, deed: &Deed<'_>, now: Timestamp) -> Result<(), Problem<CaseRefusal>> {
    let lines = order::steps::lines(&**tx, OrderId::from_uuid(deed.row.order_id)).await?;
    let parts = asked(tx, deed).await?;
    let mut goods: Vec<_> = parts
        .iter()
        .filter_map(|part| {
            let line = lines.iter().find(|line| Some(line.position) == part.line)?;
            Some((line.variant_id, part.quantity, line.position))
        })
        .collect();
    goods.sort_unstable();
    let wanted: Vec<_> = goods.iter().map(|(variant, quantity, _)| (*variant, *quantity)).collect();
    let sent = inventory::steps::send_again(tx, deed.row.id, &wanted, deed.actor.person, now).await?;
    sent.map_err(|short| {
        let line = goods.iter().find(|(variant, ..)| *variant == short.variant).map_or(0, |(.., line)| *line);
        Problem::Refused(CaseRefusal::Short { line, left: short.left })
    })
}
