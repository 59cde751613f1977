//! What shops and operators see of the books.

mod card;
mod debt;
mod held;

pub use card::card_standing;
pub use debt::shop_debt;
pub use held::held_orders;

use super::steps::account_id;
use super::types::{Account, AccountKind, PayoutBatchId, PayoutId, PayoutState};
use super::views::{MarketMoney, PayoutBatchView, PayoutView, ShopMoney, StatementLine};
use crate::account::Operator;
use crate::aftersales::CaseId;
use crate::kernel::{Fault, Market, Money, Page, PageRequest, Timestamp};
use crate::policy;
use crate::reconciliation;
use crate::shop::ShopStaff;
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Movements and payouts that a shop's page shows at once.
const ROWS_SHOWN: i64 = 50;

async fn all<R: FromQueryResult>(market: &Market, sql: &str, values: Vec<Value>) -> Result<Vec<R>, Fault> {
    Ok(R::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?)
}

#[derive(FromQueryResult)]
struct Sums {
    posted: i64,
    on_its_way: i64,
    paid_out: i64,
    fees: i64,
    held: i64,
    held_count: i64,
    cash_out: i64,
    verification: String,
}

const SUMS: &str = "\
SELECT s.verification, \
COALESCE((SELECT -b.posted_minor FROM ledger_balance b WHERE b.account_id = $2), 0) AS posted, \
(SELECT CAST(COALESCE(SUM(p.amount_minor), 0) AS BIGINT) FROM payout p WHERE p.shop_id = s.id AND p.state = 'waiting') AS on_its_way, \
(SELECT CAST(COALESCE(SUM(p.amount_minor), 0) AS BIGINT) FROM payout p WHERE p.shop_id = s.id AND p.state = 'paid') AS paid_out, \
(SELECT CAST(COALESCE(SUM(o.fee_minor - o.refunded_fee_minor), 0) AS BIGINT) FROM orders o WHERE o.shop_id = s.id AND o.state = 'completed') AS fees, \
(SELECT CAST(COALESCE(SUM(o.total_minor - o.refunded_minor + o.market_discount_minor - o.refunded_market_discount_minor \
 - o.fee_minor + o.refunded_fee_minor), 0) AS BIGINT) FROM orders o WHERE o.shop_id = s.id \
 AND o.state IN ('paid', 'shipped', 'delivered') AND EXISTS (SELECT 1 FROM payment p WHERE p.id = o.payment_id AND p.state = 'captured')) AS held, \
(SELECT COUNT(*) FROM orders o WHERE o.shop_id = s.id \
 AND o.state IN ('paid', 'shipped', 'delivered') AND EXISTS (SELECT 1 FROM payment p WHERE p.id = o.payment_id AND p.state = 'captured')) AS held_count, \
(SELECT CAST(COALESCE(SUM(o.total_minor + o.market_discount_minor - o.fee_minor), 0) AS BIGINT) FROM orders o JOIN payment p ON p.id = o.payment_id AND p.state = 'waiting' \
 AND p.promised_at IS NOT NULL WHERE o.shop_id = s.id AND o.state IN ('paid', 'shipped', 'delivered')) AS cash_out \
FROM shop s WHERE s.id = $1";

/// A shop's money; none for staff who may not see it.
///
/// # Errors
/// A fault of the database.
pub async fn shop_money(market: &Market, staff: &ShopStaff) -> Result<Option<ShopMoney>, Fault> {
    if !staff.may_see_money() {
        return Ok(None);
    }
    let shop = staff.shop();
    let account = payable(market, staff);
    let sums = all::<Sums>(market, SUMS, vec![shop.uuid().into(), account.into()]).await?.pop();
    let sums = sums.ok_or_else(|| Fault::broken("a shop with staff is gone"))?;
    let money = |minor: i64| Money::new(minor, market.currency());
    Ok(Some(ShopMoney {
        available: money(sums.posted.saturating_sub(sums.on_its_way)),
        on_its_way: money(sums.on_its_way),
        paid_out: money(sums.paid_out),
        fees: money(sums.fees),
        held: money(sums.held),
        held_count: sums.held_count,
        cash_out: money(sums.cash_out),
        payout_minimum: money(policy::queries::in_force(market).await?.payout_minimum_minor),
        is_approved: sums.verification == "approved",
        statement: statement(market, account, &PageRequest::first(u64::try_from(ROWS_SHOWN).unwrap_or(1))).await?.rows,
        payouts: payouts(market, "p.shop_id = $1", shop.uuid()).await?,
    }))
}

/// The account on which a shop's earnings are.
fn payable(market: &Market, staff: &ShopStaff) -> Uuid {
    account_id(Account { kind: AccountKind::ShopPayable, owner: Some(staff.shop().uuid()) }, market.currency())
}

/// A shop's movements, newest first: the key of a page is `<time>.<journal>`. Empty for staff who may not see money.
///
/// # Errors
/// A fault of the database.
pub async fn shop_statement(market: &Market, staff: &ShopStaff, request: &PageRequest) -> Result<Page<StatementLine>, Fault> {
    if !staff.may_see_money() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    statement(market, payable(market, staff), request).await
}

async fn statement(market: &Market, account: Uuid, request: &PageRequest) -> Result<Page<StatementLine>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        kind: String,
        subject: Uuid,
        number: Option<String>,
        case_id: Option<Uuid>,
        amount: i64,
        made_at: i64,
    }
    let (at, id) = before(request);
    let sql = "SELECT j.id, j.kind, j.subject, COALESCE(o.number, d.number) AS number, c.id AS case_id, -e.amount_minor AS amount, \
               j.made_at FROM ledger_entry e \
               JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' LEFT JOIN aftersales_case c ON c.id = j.subject \
               LEFT JOIN orders o ON o.id = COALESCE(c.order_id, j.subject) LEFT JOIN provider_report_line l ON l.journal_id = j.id \
               LEFT JOIN orders d ON d.payment_id = l.payment_id AND d.shop_id = (SELECT a.owner FROM ledger_account a WHERE a.id = $1) \
               WHERE e.account_id = $1 AND (j.made_at < $2 OR (j.made_at = $2 AND j.id < $3)) \
               ORDER BY j.made_at DESC, j.id DESC LIMIT $4";
    let most = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let rows = all::<Row>(market, sql, vec![account.into(), at.into(), id.into(), most.into()]).await?;
    let page = Page::cut(rows, request, |row| key(row.made_at, row.id));
    let line = |row: Row| StatementLine {
        kind: row.kind,
        about: row.number.unwrap_or_else(|| PayoutId::from_uuid(row.subject).to_string()),
        case: row.case_id.map(CaseId::from_uuid),
        amount: Money::new(row.amount, market.currency()),
        at: Timestamp::from_millis(row.made_at),
    };
    Ok(Page { rows: page.rows.into_iter().map(line).collect(), next: page.next })
}

/// The key of a movement.
fn key(made_at: i64, journal: Uuid) -> String {
    format!("{made_at}.{}", journal.simple())
}

/// Older than which movement is asked for; for the first page, and an unreadable key, older than none.
fn before(request: &PageRequest) -> (i64, Uuid) {
    let key = request.after.as_deref().and_then(|key| key.split_once('.'));
    let read: Option<(i64, Uuid)> = key.and_then(|(at, id)| Some((at.parse().ok()?, Uuid::try_parse(id).ok()?)));
    read.unwrap_or((i64::MAX, Uuid::max()))
}

#[derive(FromQueryResult)]
struct PayoutRow {
    id: Uuid,
    batch_id: Uuid,
    shop_name: String,
    amount_minor: i64,
    card_last4: String,
    state: String,
    reason: Option<String>,
    made_at: i64,
    ended_at: Option<i64>,
}

async fn payouts(market: &Market, condition: &str, subject: Uuid) -> Result<Vec<PayoutView>, Fault> {
    let sql = format!(
        "SELECT p.id, p.batch_id, s.name AS shop_name, p.amount_minor, i.bank_card_last4 AS card_last4, p.state, p.reason, \
         p.made_at, p.ended_at FROM payout p JOIN shop s ON s.id = p.shop_id JOIN identity i ON i.id = p.identity_id \
         WHERE {condition} ORDER BY p.made_at DESC, p.id DESC LIMIT $2"
    );
    let limit = if condition.starts_with("p.batch_id") { 1_000_i64 } else { ROWS_SHOWN };
    let rows = all::<PayoutRow>(market, &sql, vec![subject.into(), limit.into()]).await?;
    rows.into_iter()
        .map(|row| {
            let state = PayoutState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("payout state {}", row.state)))?;
            Ok(PayoutView {
                id: PayoutId::from_uuid(row.id),
                batch: PayoutBatchId::from_uuid(row.batch_id),
                shop_name: row.shop_name,
                amount: Money::new(row.amount_minor, market.currency()),
                card_last4: row.card_last4,
                state,
                reason: row.reason,
                made_at: Timestamp::from_millis(row.made_at),
                ended_at: row.ended_at.map(Timestamp::from_millis),
            })
        })
        .collect()
}

/// The payouts of a batch, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn batch_payouts(market: &Market, _operator: &Operator, batch: PayoutBatchId) -> Result<Vec<PayoutView>, Fault> {
    payouts(market, "p.batch_id = $1", batch.uuid()).await
}

/// The newest batches, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn payout_batches(market: &Market, _operator: &Operator) -> Result<Vec<PayoutBatchView>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        made_at: i64,
        payouts: i64,
        waiting: i64,
        amount: i64,
    }
    let sql = "SELECT b.id, b.made_at, COUNT(*) AS payouts, \
               CAST(SUM(CASE WHEN p.state = 'waiting' THEN 1 ELSE 0 END) AS BIGINT) AS waiting, \
               CAST(SUM(p.amount_minor) AS BIGINT) AS amount FROM payout_batch b JOIN payout p ON p.batch_id = b.id \
               GROUP BY b.id, b.made_at ORDER BY b.made_at DESC, b.id DESC LIMIT $1";
    let view = |row: Row| PayoutBatchView {
        id: PayoutBatchId::from_uuid(row.id),
        made_at: Timestamp::from_millis(row.made_at),
        payouts: row.payouts,
        waiting: row.waiting,
        amount: Money::new(row.amount, market.currency()),
    };
    Ok(all::<Row>(market, sql, vec![ROWS_SHOWN.into()]).await?.into_iter().map(view).collect())
}

/// The whole market's money, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn market_money(market: &Market, _operator: &Operator) -> Result<MarketMoney, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        amount: i64,
    }
    let sql = "SELECT a.kind, CAST(SUM(e.amount_minor) AS BIGINT) AS amount FROM ledger_entry e \
               JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' JOIN ledger_account a ON a.id = e.account_id \
               WHERE a.currency = $1 GROUP BY a.kind \
               UNION ALL SELECT 'lost', CAST(COALESCE(SUM(e.amount_minor), 0) AS BIGINT) FROM ledger_journal j \
               JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'platform_fee' \
               WHERE j.kind IN ('cash_lost', 'cash_found') AND j.phase = 'posted' AND a.currency = $1";
    let rows = all::<Row>(market, sql, vec![market.currency().code().into()]).await?;
    let suspense_since = reconciliation::queries::suspense_since(market).await?;
    let lost = rows.iter().find(|row| row.kind == "lost").map_or(0, |row| row.amount);
    let of = |kind: AccountKind| rows.iter().find(|row| row.kind == kind.code());
    let has = |kind| Money::new(of(kind).map_or(0, |row| row.amount), market.currency());
    let owes = |kind| Money::new(of(kind).map_or(0, |row| row.amount.saturating_neg()), market.currency());
    Ok(MarketMoney {
        clearing: has(AccountKind::Clearing),
        bank: has(AccountKind::Bank),
        escrow: owes(AccountKind::Escrow),
        shops: owes(AccountKind::ShopPayable),
        fees: owes(AccountKind::PlatformFee),
        lost: Money::new(lost, market.currency()),
        promotion: has(AccountKind::Promotion),
        refunds: owes(AccountKind::RefundDue),
        suspense: owes(AccountKind::Suspense),
        suspense_since,
    })
}
