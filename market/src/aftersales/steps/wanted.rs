//! What comes in exchange in place of what goes back: other variants of the same goods. What came once may come again.

use super::Deed;
use crate::aftersales::rules::{Bought, Part, WantedError, may_come};
use crate::aftersales::store::{Came, came, came_last, part};
use crate::aftersales::types::{AskCase, AskRefusal, CaseEvent, CaseKind};
use crate::catalog::{self, ListingId, VariantId};
use crate::kernel::{Fault, Measure, Money, Problem, Tx, Unit};
use crate::order::{self, OrderId};
use crate::outbox::Swap;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Another variant in place of a line's.
pub(in crate::aftersales) struct Wanted {
    /// The line's position.
    pub(in crate::aftersales) line: i64,
    pub(in crate::aftersales) variant: Uuid,
    /// Its choices now, as a line of an order keeps them.
    pub(in crate::aftersales) choices: String,
}

/// What is wanted in place of the lines of which something is asked for; refused where it cannot come. The variant that was bought is
/// no other one. It is looked at when it is asked for: what both sides agree to afterwards is not undone by another price. What came in
/// exchange is what its buyer has: it comes again where nothing is named, and may come, as what was bought may, whatever it costs by then.
pub(in crate::aftersales) async fn wanted(tx: &Tx, ask: &AskCase, parts: &[Part]) -> Result<Vec<Wanted>, Problem<AskRefusal>> {
    if !ask.kind.is_of_goods() {
        return Ok(Vec::new());
    }
    let came = came(&**tx, ask.order.uuid()).await?;
    if ask.wanted.is_empty() && came.is_empty() {
        return Ok(Vec::new());
    }
    let variants: Vec<VariantId> = ask.wanted.iter().map(|(_, variant)| *variant).collect();
    let offers = catalog::steps::offers(tx, &variants).await?;
    let mut wanted = Vec::new();
    for line in order::steps::lines(&**tx, ask.order).await? {
        let is_asked = parts.iter().any(|part| part.line == Some(line.position));
        let Some(other) = chosen(ask, line.position, &came).filter(|other| is_asked && *other != line.variant_id) else {
            continue;
        };
        let before = came.iter().find(|came| came.line == line.position && came.variant == Some(other));
        if let Some(choices) = before.and_then(|came| came.choices.clone()) {
            wanted.push(Wanted { line: line.position, variant: other, choices });
            continue;
        }
        let unit = Unit::from_code(&line.unit).ok_or_else(|| Fault::broken(format!("unit {}", line.unit)))?;
        let bought = Bought {
            listing: ListingId::from_uuid(line.listing_id),
            variant: VariantId::from_uuid(line.variant_id),
            measure: Measure { unit, price_per: line.price_per, minimum: 1, step: 1 },
            price: Money::new(line.price_minor, tx.currency()),
        };
        let refused = |error| Problem::Refused(AskRefusal::Wanted { line: line.position, error });
        if ask.kind != CaseKind::Exchange {
            return Err(refused(WantedError::OnlyInExchange));
        }
        let offer = offers.iter().find(|offer| offer.variant.uuid() == other).ok_or_else(|| refused(WantedError::Unknown))?;
        may_come(&bought, offer).map_err(refused)?;
        let choices = serde_json::to_string(&offer.choices).map_err(Fault::broken)?;
        wanted.push(Wanted { line: line.position, variant: other, choices });
    }
    Ok(wanted)
}

/// Which variant is to come for a line: the one that is named, or the last that came; none where that is what was bought. Where nothing else
/// came, goods once more are the same goods, whatever stands in the form.
fn chosen(ask: &AskCase, line: i64, came: &[Came]) -> Option<Uuid> {
    if ask.kind != CaseKind::Exchange && !came.iter().any(|came| came.line == line && came.variant.is_some()) {
        return None;
    }
    let named = ask.wanted.iter().find(|(at, _)| *at == line).map(|(_, variant)| variant.uuid());
    named.or_else(|| came_last(came, line).and_then(|came| came.variant))
}

/// What comes in place of what, for letters of what was asked for and of what was sent; nothing in others.
pub(super) async fn swaps(tx: &Tx, deed: &Deed<'_>, kind: CaseKind) -> Result<Vec<Swap>, Fault> {
    if !kind.is_of_goods() || !matches!(deed.event, CaseEvent::Ask | CaseEvent::Resend) {
        return Ok(Vec::new());
    }
    let rows = part::Entity::find()
        .filter(part::Column::CaseId.eq(deed.row.id))
        .filter(part::Column::WantedVariantId.is_not_null())
        .order_by_asc(part::Column::Position);
    let rows = rows.all(&**tx).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let lines = order::steps::lines(&**tx, OrderId::from_uuid(deed.row.order_id)).await?;
    let mut swaps = Vec::new();
    for row in rows {
        let Some(line) = lines.iter().find(|line| Some(line.position) == row.line) else { continue };
        let read = |choices: &str| serde_json::from_str::<Vec<String>>(choices).map_err(Fault::broken);
        let wanted = read(row.wanted_choices.as_deref().unwrap_or("[]"))?;
        swaps.push(Swap { bought: named(&line.title, &read(&line.choices)?), wanted: told_apart(&line.title, &wanted) });
    }
    Ok(swaps)
}

/// Goods with their choices: `Rosy dress · M`.
pub(in crate::aftersales) fn named(title: &str, choices: &[String]) -> String {
    if choices.is_empty() { title.to_owned() } else { format!("{title} · {}", choices.join(" · ")) }
}

/// What tells goods apart from others of their listing: their choices, or the title where they have none.
pub(in crate::aftersales) fn told_apart(title: &str, choices: &[String]) -> String {
    if choices.is_empty() { title.to_owned() } else { choices.join(" · ") }
}
