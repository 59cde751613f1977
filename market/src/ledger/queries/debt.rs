//! How a shop's balance came to be below zero.

use super::{all, before, key, payable};
use crate::aftersales::CaseId;
use crate::kernel::{Fault, Market, Money, Page, PageRequest, Timestamp};
use crate::ledger::rules::paid_into;
use crate::ledger::views::{Debt, DebtLine, StatementLine};
use crate::shop::ShopStaff;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Each movement with what was taken and earned from it on until now, without payouts: they take no more than there is. The newest
/// that were taken make up the debt as soon as they reach it; what they are beyond it was paid, by the newest sales first.
const DEBT: &str = "\
WITH moved AS (SELECT j.id, j.kind, j.subject, j.made_at, -e.amount_minor AS amount, \
CAST(SUM(CASE WHEN e.amount_minor > 0 THEN e.amount_minor ELSE 0 END) OVER newer AS BIGINT) AS taken, \
CAST(SUM(CASE WHEN e.amount_minor < 0 THEN -e.amount_minor ELSE 0 END) OVER newer AS BIGINT) AS earned \
FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' AND j.kind <> 'payout' \
WHERE e.account_id = $1 WINDOW newer AS (ORDER BY j.made_at DESC, j.id DESC)), \
reached AS (SELECT COALESCE(MIN(taken), 0) AS taken FROM moved WHERE taken >= $2) \
SELECT m.id, m.kind, COALESCE(o.number, d.number) AS number, c.id AS case_id, m.amount, m.made_at, m.earned, r.taken AS reached FROM moved m CROSS JOIN reached r \
LEFT JOIN aftersales_case c ON c.id = m.subject LEFT JOIN orders o ON o.id = COALESCE(c.order_id, m.subject) \
LEFT JOIN provider_report_line l ON l.journal_id = m.id \
LEFT JOIN orders d ON d.payment_id = l.payment_id AND d.shop_id = (SELECT a.owner FROM ledger_account a WHERE a.id = $1) \
WHERE m.taken + CASE WHEN m.amount < 0 THEN m.amount ELSE 0 END < $2 AND (m.amount < 0 OR m.earned - m.amount < r.taken - $2) \
AND (m.made_at, m.id) < ($3, $4) ORDER BY m.made_at DESC, m.id DESC LIMIT $5";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    number: Option<String>,
    case_id: Option<Uuid>,
    amount: i64,
    made_at: i64,
    earned: i64,
    reached: i64,
}

/// The refunds that make up a balance below zero, and what later sales paid into it, the newest first; the key of a page is that
/// of a movement. Empty where the balance is not below zero, and for staff who may not see money.
///
/// # Errors
/// A fault of the database.
pub async fn shop_debt(market: &Market, staff: &ShopStaff, balance: Money, request: &PageRequest) -> Result<Debt, Fault> {
    if !balance.is_negative() || !staff.may_see_money() {
        return Ok(Debt { lines: Page { rows: Vec::new(), next: None }, had: None });
    }
    let owed = balance.minor().saturating_neg();
    let (at, id) = before(request);
    let most = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let values: Vec<Value> = vec![payable(market, staff).into(), owed.into(), at.into(), id.into(), most.into()];
    let page = Page::cut(all::<Row>(market, DEBT, values).await?, request, |row| key(row.made_at, row.id));
    // The last of all is the refund that reached the debt: what sales did not pay of it the shop had.
    let last = page.rows.last().filter(|_| page.next.is_none());
    let had = last.map_or(0, |row| row.reached.saturating_sub(owed).saturating_sub(row.earned));
    let rows = page.rows.into_iter().map(|row| line(market, row, owed)).collect();
    Ok(Debt { lines: Page { rows, next: page.next }, had: (had > 0).then(|| Money::new(had, market.currency())) })
}

fn line(market: &Market, row: Row, owed: i64) -> DebtLine {
    let counted = if row.amount < 0 {
        row.amount
    } else {
        paid_into(row.amount, row.earned.saturating_sub(row.amount), row.reached.saturating_sub(owed))
    };
    let movement = StatementLine {
        kind: row.kind,
        about: row.number.unwrap_or_default(),
        case: row.case_id.map(CaseId::from_uuid),
        amount: Money::new(row.amount, market.currency()),
        at: Timestamp::from_millis(row.made_at),
    };
    DebtLine { movement, counted: Money::new(counted, market.currency()) }
}
