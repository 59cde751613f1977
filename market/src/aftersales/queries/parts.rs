//! What a case asks for, by line.

use super::CASE_ROWS_MAX;
use crate::aftersales::steps::{named, told_apart};
use crate::aftersales::store::part;
use crate::aftersales::views::{CaseRow, PartView, WantedView};
use crate::kernel::{Currency, Fault, Market, Money};
use crate::order::{self, LineView};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The parts of a case, for somebody who takes part in it.
pub(super) async fn parts(market: &Market, row: &CaseRow) -> Result<Vec<PartView>, Fault> {
    let lines = order::queries::lines_of(market, row.order).await?;
    let found = part::Entity::find().filter(part::Column::CaseId.eq(row.id.uuid())).order_by_asc(part::Column::Position);
    let found = found.limit(CASE_ROWS_MAX).all(market.db()).await?;
    found.into_iter().map(|part| view(part, &lines, market.currency())).collect()
}

fn view(part: part::Model, lines: &[LineView], currency: Currency) -> Result<PartView, Fault> {
    let line = part.line.and_then(|at| usize::try_from(at).ok()).and_then(|at| lines.get(at));
    Ok(PartView {
        line: part.line,
        title: line.map(|line| named(&line.title, &line.choices)),
        quantity: part.quantity,
        measure: line.map(|line| line.measure),
        amount: Money::new(part.amount_minor, currency),
        is_perishable: line.is_some_and(|line| line.is_perishable),
        wanted: line.zip(part.wanted_choices).map(|(line, choices)| wanted(line, &choices)).transpose()?,
    })
}

fn wanted(line: &LineView, choices: &str) -> Result<WantedView, Fault> {
    let choices: Vec<String> = serde_json::from_str(choices).map_err(Fault::broken)?;
    Ok(WantedView { title: named(&line.title, &choices), name: told_apart(&line.title, &choices) })
}
