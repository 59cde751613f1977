//! Cases as the sides see them. Each query filters by whose they are.

mod asking;
mod others;
mod parts;

pub use asking::{askable, open_until};
pub use others::askable_with_others;

use super::store::{LACKS_ADDRESS, case, event, evidence};
use super::types::{CaseEvent, CaseId, CaseKind, CaseReason, CaseState, EvidenceId, Party};
use super::views::{CaseRow, CaseSums, CaseView, EventView, EvidenceView};
use crate::account::Operator;
use crate::aftersales::commands::Who;
use crate::kernel::{Fault, Market, Money, Page, PageRequest, Timestamp, placeholders};
use crate::order::{OrderId, OrderState};
use crate::payment::RefundState;
use crate::shop::queries::return_address_of;
use crate::shop::{ShopId, ShopStaff};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// Events and photos of one case, which has no more: three sides have their room, and the clocks few moves.
const CASE_ROWS_MAX: u64 = 500;

const COLUMNS: &str = "c.id, c.order_id, o.number, s.name AS shop_name, s.handle AS shop_handle, c.kind, c.reason, c.state, \
                       c.amount_minor, c.awarded_minor, c.due_at, c.opened_at, c.resent_courier, c.resent_number";
const TABLES: &str = "aftersales_case c JOIN orders o ON o.id = c.order_id JOIN shop s ON s.id = c.shop_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    order_id: Uuid,
    number: String,
    shop_name: String,
    shop_handle: String,
    kind: String,
    reason: String,
    state: String,
    amount_minor: i64,
    awarded_minor: Option<i64>,
    due_at: Option<i64>,
    opened_at: i64,
    resent_courier: Option<String>,
    resent_number: Option<String>,
    lacks_address: bool,
}

fn view(market: &Market, row: Row) -> Result<CaseRow, Fault> {
    let unknown = |what: &str| Fault::broken(format!("case {}: unknown {what}", row.id));
    Ok(CaseRow {
        id: CaseId::from_uuid(row.id),
        order: OrderId::from_uuid(row.order_id),
        kind: CaseKind::from_code(&row.kind).ok_or_else(|| unknown("kind"))?,
        reason: CaseReason::from_code(&row.reason).ok_or_else(|| unknown("reason"))?,
        state: CaseState::from_code(&row.state).ok_or_else(|| unknown("state"))?,
        number: row.number,
        shop_name: row.shop_name,
        shop_handle: row.shop_handle,
        amount: Money::new(row.amount_minor, market.currency()),
        awarded: row.awarded_minor.map(|minor| Money::new(minor, market.currency())),
        due_at: row.due_at.map(Timestamp::from_millis),
        opened_at: Timestamp::from_millis(row.opened_at),
        resent: row.resent_courier.zip(row.resent_number),
        lacks_address: row.lacks_address,
    })
}

async fn rows(market: &Market, rest: &str, values: Vec<Value>) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!("SELECT {COLUMNS}, {LACKS_ADDRESS} AS lacks_address FROM {TABLES} {rest}");
    let statement = Statement::from_sql_and_values(market.backend(), sql, values);
    let found = Row::find_by_statement(statement).all(market.db()).await?;
    found.into_iter().map(|row| view(market, row)).collect()
}

/// The cases of an order, newest first, for somebody who may see the order already.
///
/// # Errors
/// A fault of the database.
pub async fn of_order(market: &Market, order: OrderId) -> Result<Vec<CaseRow>, Fault> {
    rows(market, "WHERE c.order_id = $1 ORDER BY c.opened_at DESC, c.id DESC LIMIT 50", vec![order.uuid().into()]).await
}

/// A shop's cases: those that wait for the shop first, the soonest deadline first; then the others, newest first. Empty for
/// staff who may not answer buyers.
///
/// # Errors
/// A fault of the database.
pub async fn of_shop(market: &Market, staff: &ShopStaff, request: &PageRequest) -> Result<Page<CaseRow>, Fault> {
    if !staff.may_answer() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let after = request.after.as_deref().and_then(|key| key.split_once('.'));
    let (at, id) =
        after.and_then(|(at, id)| Some((at.parse().ok()?, Uuid::try_parse(id).ok()?))).unwrap_or((i64::MAX, Uuid::max()));
    let rest = "WHERE c.shop_id = $1 AND (c.opened_at < $2 OR (c.opened_at = $2 AND c.id < $3)) \
                ORDER BY c.opened_at DESC, c.id DESC LIMIT $4";
    let most = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let found = rows(market, rest, vec![staff.shop().uuid().into(), at.into(), id.into(), most.into()]).await?;
    Ok(Page::cut(found, request, |row| format!("{}.{}", row.opened_at.millis(), row.id.uuid().simple())))
}

/// A shop's cases in which it has to do something, the soonest deadline first.
///
/// # Errors
/// A fault of the database.
pub async fn waiting_for_shop(market: &Market, staff: &ShopStaff) -> Result<Vec<CaseRow>, Fault> {
    if !staff.may_answer() {
        return Ok(Vec::new());
    }
    let rest = format!(
        "WHERE c.shop_id = $1 AND (c.state IN ('asked', 'returned', 'resending') OR {LACKS_ADDRESS}) \
         ORDER BY c.due_at, c.id LIMIT 100"
    );
    rows(market, &rest, vec![staff.shop().uuid().into()]).await
}

/// Which of these are open cases of a shop, the soonest deadline first, for staff who answer buyers or see why money is held. Empty
/// for others.
///
/// # Errors
/// A fault of the database.
pub async fn open_of_shop(market: &Market, staff: &ShopStaff, cases: &[CaseId]) -> Result<Vec<CaseRow>, Fault> {
    if cases.is_empty() || (!staff.may_answer() && !staff.may_see_money()) {
        return Ok(Vec::new());
    }
    let these = placeholders(2, cases.len());
    let rest = format!(
        "WHERE c.shop_id = $1 AND c.id IN ({these}) AND c.state NOT IN ('settled', 'replaced', 'closed') ORDER BY c.due_at, c.id"
    );
    let ids = [staff.shop().uuid()].into_iter().chain(cases.iter().map(|case| case.uuid()));
    rows(market, &rest, ids.map(Value::from).collect()).await
}

/// The cases that wait for an operator, the soonest deadline first.
///
/// # Errors
/// A fault of the database.
pub async fn waiting_for_operator(market: &Market, _operator: &Operator) -> Result<Vec<CaseRow>, Fault> {
    rows(market, "WHERE c.state IN ('disputed', 'appealed') ORDER BY c.due_at, c.id LIMIT 100", Vec::new()).await
}

/// A whole case, for somebody who takes part in it.
///
/// # Errors
/// A fault of the database.
pub async fn case_of(market: &Market, who: Who<'_>, id: CaseId) -> Result<Option<CaseView>, Fault> {
    let (condition, owner): (&str, Option<Uuid>) = match who {
        Who::Buyer(buyer) => ("AND c.buyer_id = $2", Some(buyer.person().uuid())),
        Who::Shop(staff) if staff.may_answer() => ("AND c.shop_id = $2", Some(staff.shop().uuid())),
        Who::Shop(_) => return Ok(None),
        Who::Operator(_) => ("", None),
    };
    let mut values: Vec<Value> = vec![id.uuid().into()];
    values.extend(owner.map(Value::from));
    let Some(row) = rows(market, &format!("WHERE c.id = $1 {condition}"), values).await?.pop() else { return Ok(None) };
    let stored = case::Entity::find_by_id(id.uuid()).one(market.db()).await?;
    let stored = stored.ok_or_else(|| Fault::broken("a case vanished"))?;
    let refund = refund_of(market, id).await?;
    let return_to = match row.state {
        CaseState::Returning | CaseState::Returned => return_address_of(market, ShopId::from_uuid(stored.shop_id)).await?,
        _ => None,
    };
    Ok(Some(CaseView {
        parts: parts::parts(market, &row).await?,
        events: events(market, id).await?,
        return_to,
        parcel: stored.courier.zip(stored.tracking_number),
        refund_done: refund.as_ref().and_then(|refund| RefundState::from_code(&refund.state)).map(RefundState::is_over),
        is_from_escrow: refund.map(|refund| refund.source == "escrow"),
        row,
    }))
}

/// The money of the order beside which a case stands, for somebody who takes part in it.
///
/// # Errors
/// A fault of the database.
pub async fn sums_of(market: &Market, who: Who<'_>, id: CaseId) -> Result<Option<CaseSums>, Fault> {
    #[derive(FromQueryResult)]
    struct Sums {
        state: String,
        total_minor: i64,
        market_discount_minor: i64,
        fee_minor: i64,
        refunded_minor: i64,
    }
    let Some(view) = case_of(market, who, id).await? else { return Ok(None) };
    let sql = "SELECT state, total_minor, market_discount_minor, fee_minor, refunded_minor FROM orders WHERE id = $1";
    let statement = Statement::from_sql_and_values(market.backend(), sql, [view.row.order.uuid().into()]);
    let money = |minor| Money::new(minor, market.currency());
    Ok(Sums::find_by_statement(statement).one(market.db()).await?.map(|sums| CaseSums {
        total: money(sums.total_minor),
        market_discount: money(sums.market_discount_minor),
        fee: money(sums.fee_minor),
        refunded: money(sums.refunded_minor),
        is_released: sums.state == OrderState::Completed.code(),
    }))
}

#[derive(FromQueryResult)]
struct Refund {
    state: String,
    source: String,
}

async fn refund_of(market: &Market, id: CaseId) -> Result<Option<Refund>, Fault> {
    let sql = "SELECT state, source FROM refund WHERE case_id = $1";
    let statement = Statement::from_sql_and_values(market.backend(), sql, [id.uuid().into()]);
    Ok(Refund::find_by_statement(statement).one(market.db()).await?)
}

async fn events(market: &Market, id: CaseId) -> Result<Vec<EventView>, Fault> {
    let db = market.db();
    let found = event::Entity::find()
        .filter(event::Column::CaseId.eq(id.uuid()))
        .order_by_asc(event::Column::HappenedAt)
        .order_by_asc(event::Column::Id);
    let found = found.limit(CASE_ROWS_MAX).all(db).await?;
    // Read after the entries, so that none of those stands here without its photos: whoever decides counts it as read.
    let shown = evidence::Entity::find().filter(evidence::Column::CaseId.eq(id.uuid())).order_by_asc(evidence::Column::Id);
    let mut by_event: HashMap<Uuid, Vec<EvidenceView>> = HashMap::new();
    for photo in shown.limit(CASE_ROWS_MAX).all(db).await? {
        let view = EvidenceView { id: EvidenceId::from_uuid(photo.id), width: photo.width, height: photo.height };
        by_event.entry(photo.event_id).or_default().push(view);
    }
    let view = |row: event::Model| {
        Some(EventView {
            event: CaseEvent::from_code(&row.event)?,
            party: Party::from_code(&row.party)?,
            words: row.words,
            amount: row.amount_minor.map(|minor| Money::new(minor, market.currency())),
            at: Timestamp::from_millis(row.happened_at),
            evidence: by_event.get(&row.id).cloned().unwrap_or_default(),
        })
    };
    Ok(found.into_iter().filter_map(view).collect())
}

/// The name in the photo store of a photo that was shown in a case, for somebody who takes part in it.
///
/// # Errors
/// A fault of the database.
pub async fn evidence_of(market: &Market, who: Who<'_>, id: CaseId, photo: EvidenceId) -> Result<Option<String>, Fault> {
    if case_of(market, who, id).await?.is_none() {
        return Ok(None);
    }
    let found = evidence::Entity::find_by_id(photo.uuid()).filter(evidence::Column::CaseId.eq(id.uuid()));
    Ok(found.one(market.db()).await?.map(|photo| photo.name))
}
