//! The lines of orders, with what was given back of them before they left.

use crate::catalog::{ListingId, VariantId};
use crate::kernel::{Currency, Fault, Market, Measure, Money, Unit, placeholders};
use crate::order::steps;
use crate::order::store::{line, order};
use crate::order::types::OrderId;
use crate::order::views::LineView;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};
use std::collections::HashMap;
use uuid::Uuid;

/// Goods that went back on the shelf, by order and line. Money that was given back alone left its goods in the parcel.
const RESTOCKED: &str = "SELECT r.order_id, p.line, CAST(SUM(p.quantity) AS BIGINT) AS quantity FROM refund r \
                         JOIN refund_part p ON p.refund_id = r.id AND p.is_restocked AND p.line IS NOT NULL \
                         WHERE r.order_id IN ({orders}) GROUP BY r.order_id, p.line";

/// The lines of an order, in their order, for somebody who may see the order already.
pub(crate) async fn lines_of(market: &Market, id: OrderId) -> Result<Vec<LineView>, Fault> {
    let restocked = restocked(market, &[id.uuid()]).await?;
    let rows = steps::lines(market.db(), id).await?;
    rows.into_iter().map(|row| view(row, &restocked, market.currency())).collect()
}

/// The lines of these orders by order, each in its order.
pub(super) async fn by_order(market: &Market, orders: &[order::Model]) -> Result<HashMap<Uuid, Vec<LineView>>, Fault> {
    let lines = line::Entity::find()
        .filter(line::Column::OrderId.is_in(orders.iter().map(|row| row.id)))
        .order_by_asc(line::Column::OrderId)
        .order_by_asc(line::Column::Position)
        .all(market.db())
        .await?;
    // Of most orders nothing went back, and nobody asks.
    let some_back: Vec<Uuid> = orders.iter().filter(|row| row.refunded_minor > 0).map(|row| row.id).collect();
    let restocked = restocked(market, &some_back).await?;
    let mut by_order: HashMap<Uuid, Vec<LineView>> = HashMap::new();
    for line in lines {
        by_order.entry(line.order_id).or_default().push(view(line, &restocked, market.currency())?);
    }
    Ok(by_order)
}

/// Smallest steps by order and position.
async fn restocked(market: &Market, orders: &[Uuid]) -> Result<HashMap<(Uuid, i64), i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        order_id: Uuid,
        line: i64,
        quantity: i64,
    }
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = RESTOCKED.replace("{orders}", &placeholders(1, orders.len()));
    let statement = Statement::from_sql_and_values(market.backend(), sql, orders.iter().map(|order| (*order).into()));
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    Ok(rows.into_iter().map(|row| ((row.order_id, row.line), row.quantity)).collect())
}

fn view(line: line::Model, restocked: &HashMap<(Uuid, i64), i64>, currency: Currency) -> Result<LineView, Fault> {
    let unit = Unit::from_code(&line.unit).ok_or_else(|| Fault::broken(format!("unit {}", line.unit)))?;
    Ok(LineView {
        listing: ListingId::from_uuid(line.listing_id),
        variant: VariantId::from_uuid(line.variant_id),
        title: line.title,
        choices: serde_json::from_str(&line.choices).map_err(Fault::broken)?,
        measure: Measure { unit, price_per: line.price_per, minimum: 1, step: 1 },
        price: Money::new(line.price_minor, currency),
        quantity: line.quantity,
        restocked: restocked.get(&(line.order_id, line.position)).copied().unwrap_or(0),
        total: Money::new(line.total_minor, currency),
        discount: Money::new(line.discount_minor, currency),
        picture: line.picture,
        is_perishable: line.is_perishable,
    })
}
