//! Orders as buyers and shops see them. Each query filters by whose they are.

mod day;
mod lines;
mod refunds;

pub use day::{count_to_ship, day};
pub(crate) use lines::lines_of;

use super::store::{event, order};
use super::types::{Cash, OrderEvent, OrderId, OrderState};
use super::views::{EventView, OrderRow, OrderView, ParcelAddress};
use crate::account::Buyer;
use crate::aftersales::CaseId;
use crate::kernel::{Currency, Fault, Market, Money, Page, PageRequest, Timestamp, placeholders};
use crate::payment::{PaymentId, PaymentState};
use crate::shop::ShopStaff;
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select, Statement};
use std::collections::HashMap;
use uuid::Uuid;

/// The orders of a payment: id and number.
pub(crate) async fn of_payment(market: &Market, payment: PaymentId) -> Result<Vec<(OrderId, String)>, Fault> {
    let rows = order::Entity::find()
        .filter(order::Column::PaymentId.eq(payment.uuid()))
        .order_by_asc(order::Column::Id)
        .all(market.db())
        .await?;
    Ok(rows.into_iter().map(|row| (OrderId::from_uuid(row.id), row.number)).collect())
}

/// A buyer's orders, newest first.
///
/// # Errors
/// A fault of the database.
pub async fn of_buyer(market: &Market, buyer: &Buyer, request: &PageRequest) -> Result<Page<OrderRow>, Fault> {
    let mine = order::Entity::find().filter(order::Column::BuyerId.eq(buyer.person().uuid()));
    newest_first(market, mine, request).await
}

/// A shop's orders in some states, newest first.
///
/// # Errors
/// A fault of the database.
pub async fn of_shop(
    market: &Market,
    staff: &ShopStaff,
    states: &[OrderState],
    request: &PageRequest,
) -> Result<Page<OrderRow>, Fault> {
    let ours = order::Entity::find()
        .filter(order::Column::ShopId.eq(staff.shop().uuid()))
        .filter(order::Column::State.is_in(states.iter().map(|state| state.code())));
    newest_first(market, ours, request).await
}

async fn newest_first(
    market: &Market,
    mut select: Select<order::Entity>,
    request: &PageRequest,
) -> Result<Page<OrderRow>, Fault> {
    if let Some((at, id)) = request.after.as_deref().and_then(read_key) {
        select = select.filter(
            Condition::any()
                .add(order::Column::PlacedAt.lt(at))
                .add(Condition::all().add(order::Column::PlacedAt.eq(at)).add(order::Column::Id.lt(id))),
        );
    }
    let rows = select
        .order_by_desc(order::Column::PlacedAt)
        .order_by_desc(order::Column::Id)
        .limit(request.rows + 1)
        .all(market.db())
        .await?;
    let page = Page::cut(rows, request, |row| format!("{}.{}", row.placed_at, row.id.simple()));
    Ok(Page { rows: with_lines(market, page.rows).await?, next: page.next })
}

fn read_key(key: &str) -> Option<(i64, Uuid)> {
    let (at, id) = key.split_once('.')?;
    Some((at.parse().ok()?, Uuid::try_parse(id).ok()?))
}

/// What a shop has to ship: the most overdue first.
///
/// # Errors
/// A fault of the database.
pub async fn to_ship(market: &Market, staff: &ShopStaff, most: u64) -> Result<Vec<OrderRow>, Fault> {
    let rows = order::Entity::find()
        .filter(order::Column::ShopId.eq(staff.shop().uuid()))
        .filter(order::Column::State.eq(OrderState::Paid.code()))
        .order_by_asc(order::Column::ShipBy)
        .order_by_asc(order::Column::Id)
        .limit(most)
        .all(market.db())
        .await?;
    with_lines(market, rows).await
}

/// A buyer's order.
///
/// # Errors
/// A fault of the database.
pub async fn order_of_buyer(market: &Market, buyer: &Buyer, id: OrderId) -> Result<Option<OrderView>, Fault> {
    whole(market, order::Entity::find_by_id(id.uuid()).filter(order::Column::BuyerId.eq(buyer.person().uuid()))).await
}

/// A shop's order.
///
/// # Errors
/// A fault of the database.
pub async fn order_of_shop(market: &Market, staff: &ShopStaff, id: OrderId) -> Result<Option<OrderView>, Fault> {
    whole(market, order::Entity::find_by_id(id.uuid()).filter(order::Column::ShopId.eq(staff.shop().uuid()))).await
}

#[derive(FromQueryResult)]
struct Extra {
    pay_by: i64,
    cash_at: Option<i64>,
}

async fn whole(market: &Market, select: Select<order::Entity>) -> Result<Option<OrderView>, Fault> {
    let Some(row) = select.one(market.db()).await? else { return Ok(None) };
    let db = market.db();
    let mut events = event::Entity::find()
        .filter(event::Column::OrderId.eq(row.id))
        .order_by_asc(event::Column::HappenedAt)
        .order_by_asc(event::Column::Id)
        .limit(100)
        .all(db)
        .await?;
    // What is promised is promised in the moment in which it is placed.
    events.sort_by_key(|event| (event.happened_at, event.from_state.is_some()));
    let sql = "SELECT p.expires_at AS pay_by, \
               CASE WHEN p.promised_at IS NOT NULL AND p.state = 'captured' THEN p.settled_at END AS cash_at FROM payment p WHERE p.id = $1";
    let statement = Statement::from_sql_and_values(market.backend(), sql, [row.payment_id.into()]);
    let extra =
        Extra::find_by_statement(statement).one(db).await?.ok_or_else(|| Fault::broken("an order without its payment"))?;
    let (refunds, more_refunds) = refunds::of_order(market, OrderId::from_uuid(row.id)).await?;
    let currency = Currency::from_code(&row.currency).unwrap_or(market.currency());
    let money = |minor| Money::new(minor, currency);
    let view = OrderView {
        payment: PaymentId::from_uuid(row.payment_id),
        items: money(row.items_minor),
        shop_discount: money(row.shop_discount_minor),
        market_discount: money(row.market_discount_minor),
        freight: money(row.freight_minor),
        fee: money(row.fee_minor),
        address: ParcelAddress {
            recipient: row.recipient.clone(),
            phone: row.phone.clone(),
            region_names: row.region_names.clone(),
            street: row.street.clone(),
        },
        note: row.note.clone(),
        pay_by: Timestamp::from_millis(extra.pay_by),
        courier: row.courier.clone(),
        tracking_number: row.tracking_number.clone(),
        cash_at: extra.cash_at.map(Timestamp::from_millis),
        is_received: events.iter().any(is_word_of_buyer),
        events: events
            .into_iter()
            .filter_map(|event| {
                let to = OrderState::from_code(&event.to_state)?;
                Some(EventView { event: OrderEvent::from_code(&event.event), to, at: Timestamp::from_millis(event.happened_at) })
            })
            .collect(),
        refunds,
        more_refunds,
        refunded: money(row.refunded_minor),
        open_case: row.open_case.map(CaseId::from_uuid),
        row: with_lines(market, vec![row]).await?.pop().ok_or_else(|| Fault::broken("an order vanished"))?,
    };
    Ok(Some(view))
}

/// Whether the buyer said by it that they have the parcel, and not the clock.
fn is_word_of_buyer(row: &event::Model) -> bool {
    row.actor_kind == "buyer" && matches!(OrderEvent::from_code(&row.event), Some(OrderEvent::Deliver | OrderEvent::Receive))
}

#[derive(FromQueryResult)]
struct ShopName {
    id: Uuid,
    handle: String,
    name: String,
}

/// Adds shops' names and lines: a few more queries for any number of orders.
async fn with_lines(market: &Market, rows: Vec<order::Model>) -> Result<Vec<OrderRow>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut by_order = lines::by_order(market, &rows).await?;
    let mut shops: Vec<Uuid> = rows.iter().map(|row| row.shop_id).collect();
    shops.sort_unstable();
    shops.dedup();
    let places: Vec<String> = (1..=shops.len()).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT id, handle, name FROM shop WHERE id IN ({})", places.join(", "));
    let statement = Statement::from_sql_and_values(market.backend(), sql, shops.into_iter().map(Into::into));
    let names: HashMap<Uuid, ShopName> =
        ShopName::find_by_statement(statement).all(market.db()).await?.into_iter().map(|shop| (shop.id, shop)).collect();
    let cash = cash_of(market, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let shop = names.get(&row.shop_id);
            Ok(OrderRow {
                id: OrderId::from_uuid(row.id),
                cash: cash.get(&row.payment_id).copied(),
                state: OrderState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("order state {}", row.state)))?,
                shop_handle: shop.map(|shop| shop.handle.clone()).unwrap_or_default(),
                shop_name: shop.map(|shop| shop.name.clone()).unwrap_or_default(),
                total: Money::new(row.total_minor, market.currency()),
                placed_at: Timestamp::from_millis(row.placed_at),
                ship_by: row.ship_by.filter(|_| row.open_case.is_none()).map(Timestamp::from_millis),
                confirm_by: row.confirm_by.map(Timestamp::from_millis),
                lines: by_order.remove(&row.id).unwrap_or_default(),
                number: row.number,
                region_names: row.region_names,
                recipient: row.recipient,
            })
        })
        .collect()
}

/// How the cash of these orders stands, by payment.
async fn cash_of(market: &Market, rows: &[order::Model]) -> Result<HashMap<Uuid, Cash>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        state: String,
        is_lost: bool,
    }
    let mut payments: Vec<Uuid> = rows.iter().map(|row| row.payment_id).collect();
    payments.sort_unstable();
    payments.dedup();
    let places = placeholders(1, payments.len());
    let sql = format!(
        "SELECT id, state, EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'cash_lost' AND j.subject = payment.id) AS is_lost \
         FROM payment WHERE promised_at IS NOT NULL AND id IN ({places})"
    );
    let statement = Statement::from_sql_and_values(market.backend(), sql, payments.into_iter().map(Into::into));
    let stands = |row: Row| {
        let cash = match PaymentState::from_code(&row.state) {
            Some(PaymentState::Waiting) if row.is_lost => Cash::Lost,
            Some(PaymentState::Waiting) => Cash::Due,
            Some(PaymentState::Captured) => Cash::Here,
            Some(PaymentState::Closed) | None => Cash::Off,
        };
        (row.id, cash)
    };
    Ok(Row::find_by_statement(statement).all(market.db()).await?.into_iter().map(stands).collect())
}
