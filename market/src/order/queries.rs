//! Orders as buyers and shops see them. Each query filters by whose they are.

use super::store::{event, line, order};
use super::types::{OrderEvent, OrderId, OrderState};
use super::views::{EventView, LineView, OrderRow, OrderView, ParcelAddress, ShopDay};
use crate::account::Buyer;
use crate::aftersales::CaseId;
use crate::catalog::{ListingId, VariantId};
use crate::kernel::{Currency, Fault, Market, Measure, Money, Page, PageRequest, Span, Timestamp, Unit};
use crate::payment::PaymentId;
use crate::shop::ShopStaff;
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select, Statement};
use std::collections::HashMap;
use uuid::Uuid;

/// Minutes east of UTC by which a shop's days are cut.
const ZONE_MINUTES: i64 = 480;
/// Days of the chart on Today.
const CHART_DAYS: i64 = 30;

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

/// The lines of an order, in their order, for somebody who may see the order already.
pub(crate) async fn lines_of(market: &Market, id: OrderId) -> Result<Vec<LineView>, Fault> {
    let rows = super::steps::lines(market.db(), id).await?;
    rows.into_iter().map(|row| line_view(row, market.currency())).collect()
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
    refund_state: Option<String>,
}

async fn whole(market: &Market, select: Select<order::Entity>) -> Result<Option<OrderView>, Fault> {
    let Some(row) = select.one(market.db()).await? else { return Ok(None) };
    let db = market.db();
    let events = event::Entity::find()
        .filter(event::Column::OrderId.eq(row.id))
        .order_by_asc(event::Column::HappenedAt)
        .order_by_asc(event::Column::Id)
        .limit(100)
        .all(db)
        .await?;
    let sql = "SELECT p.expires_at AS pay_by, (SELECT MAX(r.state) FROM refund r WHERE r.order_id = $1) AS refund_state FROM payment p WHERE p.id = $2";
    let statement = Statement::from_sql_and_values(market.backend(), sql, [row.id.into(), row.payment_id.into()]);
    let extra =
        Extra::find_by_statement(statement).one(db).await?.ok_or_else(|| Fault::broken("an order without its payment"))?;
    let currency = Currency::from_code(&row.currency).unwrap_or(market.currency());
    let money = |minor| Money::new(minor, currency);
    let view = OrderView {
        payment: PaymentId::from_uuid(row.payment_id),
        items: money(row.items_minor),
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
        events: events
            .into_iter()
            .filter_map(|event| {
                let to = OrderState::from_code(&event.to_state)?;
                Some(EventView { event: OrderEvent::from_code(&event.event), to, at: Timestamp::from_millis(event.happened_at) })
            })
            .collect(),
        refund_done: extra.refund_state.map(|state| state == "done"),
        refunded: money(row.refunded_minor),
        open_case: row.open_case.map(CaseId::from_uuid),
        row: with_lines(market, vec![row]).await?.pop().ok_or_else(|| Fault::broken("an order vanished"))?,
    };
    Ok(Some(view))
}

#[derive(FromQueryResult)]
struct ShopName {
    id: Uuid,
    handle: String,
    name: String,
}

/// Adds shops' names and lines: two more queries for any number of orders.
async fn with_lines(market: &Market, rows: Vec<order::Model>) -> Result<Vec<OrderRow>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let db = market.db();
    let ids = rows.iter().map(|row| row.id);
    let lines = line::Entity::find()
        .filter(line::Column::OrderId.is_in(ids))
        .order_by_asc(line::Column::OrderId)
        .order_by_asc(line::Column::Position)
        .all(db)
        .await?;
    let mut by_order: HashMap<Uuid, Vec<LineView>> = HashMap::new();
    for line in lines {
        by_order.entry(line.order_id).or_default().push(line_view(line, market.currency())?);
    }
    let mut shops: Vec<Uuid> = rows.iter().map(|row| row.shop_id).collect();
    shops.sort_unstable();
    shops.dedup();
    let places: Vec<String> = (1..=shops.len()).map(|n| format!("${n}")).collect();
    let sql = format!("SELECT id, handle, name FROM shop WHERE id IN ({})", places.join(", "));
    let statement = Statement::from_sql_and_values(market.backend(), sql, shops.into_iter().map(Into::into));
    let names: HashMap<Uuid, ShopName> =
        ShopName::find_by_statement(statement).all(db).await?.into_iter().map(|shop| (shop.id, shop)).collect();
    rows.into_iter()
        .map(|row| {
            let shop = names.get(&row.shop_id);
            Ok(OrderRow {
                id: OrderId::from_uuid(row.id),
                state: OrderState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("order state {}", row.state)))?,
                shop_handle: shop.map(|shop| shop.handle.clone()).unwrap_or_default(),
                shop_name: shop.map(|shop| shop.name.clone()).unwrap_or_default(),
                total: Money::new(row.total_minor, market.currency()),
                placed_at: Timestamp::from_millis(row.placed_at),
                ship_by: row.ship_by.map(Timestamp::from_millis),
                confirm_by: row.confirm_by.map(Timestamp::from_millis),
                lines: by_order.remove(&row.id).unwrap_or_default(),
                number: row.number,
                region_names: row.region_names,
                recipient: row.recipient,
            })
        })
        .collect()
}

fn line_view(line: line::Model, currency: Currency) -> Result<LineView, Fault> {
    let unit = Unit::from_code(&line.unit).ok_or_else(|| Fault::broken(format!("unit {}", line.unit)))?;
    Ok(LineView {
        listing: ListingId::from_uuid(line.listing_id),
        variant: VariantId::from_uuid(line.variant_id),
        title: line.title,
        choices: serde_json::from_str(&line.choices).map_err(Fault::broken)?,
        measure: Measure { unit, price_per: line.price_per, minimum: 1, step: 1 },
        price: Money::new(line.price_minor, currency),
        quantity: line.quantity,
        total: Money::new(line.total_minor, currency),
        picture: line.picture,
    })
}

#[derive(FromQueryResult)]
struct StateCount {
    state: String,
    orders: i64,
    overdue: i64,
}

#[derive(FromQueryResult)]
struct Earned {
    made_at: i64,
    amount: i64,
}

/// How many orders wait to be shipped, for the frame.
///
/// # Errors
/// A fault of the database.
pub async fn count_to_ship(market: &Market, staff: &ShopStaff) -> Result<u64, Fault> {
    Ok(counts(market, staff)
        .await?
        .iter()
        .find(|row| row.state == "paid")
        .map_or(0, |row| u64::try_from(row.orders).unwrap_or(0)))
}

async fn counts(market: &Market, staff: &ShopStaff) -> Result<Vec<StateCount>, Fault> {
    let sql = "SELECT state, COUNT(*) AS orders, CAST(COALESCE(SUM(CASE WHEN ship_by < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue \
               FROM orders WHERE shop_id = $1 AND state IN ('placed', 'paid', 'shipped', 'delivered') GROUP BY state";
    let values = [staff.shop().uuid().into(), market.now().millis().into()];
    let statement = Statement::from_sql_and_values(market.backend(), sql, values);
    Ok(StateCount::find_by_statement(statement).all(market.db()).await?)
}

/// A shop's day: what waits, and what the last 30 days brought.
///
/// # Errors
/// A fault of the database.
pub async fn day(market: &Market, staff: &ShopStaff) -> Result<ShopDay, Fault> {
    let now = market.now();
    let counts = counts(market, staff).await?;
    let of = |state: OrderState| {
        counts.iter().find(|row| row.state == state.code()).map_or(0, |row| u64::try_from(row.orders).unwrap_or(0))
    };
    let overdue = counts.iter().find(|row| row.state == "paid").map_or(0, |row| u64::try_from(row.overdue).unwrap_or(0));
    let local_day = |at: i64| (at + ZONE_MINUTES * 60_000).div_euclid(Span::days(1).millis());
    let today = local_day(now.millis());
    let since = (today - CHART_DAYS + 1) * Span::days(1).millis() - ZONE_MINUTES * 60_000;
    let sql = "SELECT j.made_at AS made_at, CAST(-e.amount_minor AS BIGINT) AS amount FROM ledger_entry e \
               JOIN ledger_journal j ON j.id = e.journal_id WHERE e.account_id = $1 AND j.kind = 'release' AND j.made_at >= $2";
    let account = crate::ledger::Account { kind: crate::ledger::AccountKind::ShopPayable, owner: Some(staff.shop().uuid()) };
    let values = [crate::ledger::steps::account_id(account, market.currency()).into(), since.into()];
    let rows = Earned::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?;
    let earned = (0..CHART_DAYS)
        .map(|back| {
            let day = today - CHART_DAYS + 1 + back;
            let minor = rows.iter().filter(|row| local_day(row.made_at) == day).map(|row| row.amount).sum();
            Money::new(minor, market.currency())
        })
        .collect();
    Ok(ShopDay {
        to_ship: of(OrderState::Paid),
        overdue,
        unpaid: of(OrderState::Placed),
        on_the_way: of(OrderState::Shipped) + of(OrderState::Delivered),
        deadlines: to_ship(market, staff, 10).await?,
        earned,
    })
}
