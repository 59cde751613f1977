//! What a case asks for, by line.

use super::CASE_ROWS_MAX;
use crate::aftersales::steps::{named, told_apart};
use crate::aftersales::store::{Came, came_before, came_last, part};
use crate::aftersales::views::{CameView, CaseRow, PartView, WantedView};
use crate::catalog::VariantId;
use crate::kernel::{Currency, Fault, Market, Money};
use crate::order::{self, LineView};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The parts of a case, for somebody who takes part in it.
pub(super) async fn parts(market: &Market, row: &CaseRow) -> Result<Vec<PartView>, Fault> {
    let lines = order::queries::lines_of(market, row.order).await?;
    let found = part::Entity::find().filter(part::Column::CaseId.eq(row.id.uuid())).order_by_asc(part::Column::Position);
    let found = found.limit(CASE_ROWS_MAX).all(market.db()).await?;
    let came = came_before(market.db(), row.order.uuid(), row.id.uuid()).await?;
    found.into_iter().map(|part| view(part, &lines, &came, market.currency())).collect()
}

fn view(part: part::Model, lines: &[LineView], came: &[Came], currency: Currency) -> Result<PartView, Fault> {
    let line = part.line.and_then(|at| usize::try_from(at).ok()).and_then(|at| lines.get(at));
    let came = part.line.and_then(|line| came_last(came, line));
    Ok(PartView {
        line: part.line,
        title: line.map(|line| named(&line.title, &line.choices)),
        quantity: part.quantity,
        measure: line.map(|line| line.measure),
        amount: Money::new(part.amount_minor, currency),
        is_perishable: line.is_some_and(|line| line.is_perishable),
        wanted: line.zip(part.wanted_choices).map(|(line, choices)| wanted(line, &choices)).transpose()?,
        came: line.zip(came).map(|(line, came)| came_view(line, came)).transpose()?.flatten(),
    })
}

/// What came in place of a line's goods; none where it was the same.
pub(super) fn came_view(line: &LineView, came: &Came) -> Result<Option<CameView>, Fault> {
    let Some((variant, choices)) = came.variant.zip(came.choices.as_deref()) else { return Ok(None) };
    let choices: Vec<String> = serde_json::from_str(choices).map_err(Fault::broken)?;
    let name = told_apart(&line.title, &choices);
    Ok(Some(CameView { variant: VariantId::from_uuid(variant), name, quantity: came.quantity }))
}

fn wanted(line: &LineView, choices: &str) -> Result<WantedView, Fault> {
    let choices: Vec<String> = serde_json::from_str(choices).map_err(Fault::broken)?;
    Ok(WantedView { title: named(&line.title, &choices), name: told_apart(&line.title, &choices) })
}
