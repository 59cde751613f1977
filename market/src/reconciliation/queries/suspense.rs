//! What is in suspense, with whatever provider.

use super::super::store::in_suspense;
use super::super::types::{Suspended, SuspenseCause};
use super::{ROWS_SHOWN, all, currency};
use crate::kernel::{Fault, Market, Money, Timestamp};
use crate::payment::{PaymentId, is_recorded, tells_of};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// What is in suspense at a provider.
pub(super) async fn suspense(market: &Market, provider: &str) -> Result<Vec<Suspended>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        reference: Option<String>,
        payment_id: Option<Uuid>,
        amount: i64,
        currency: String,
        stated: Option<i64>,
        never_came: bool,
        made_at: i64,
    }
    let (in_suspense, about, recorded) = (in_suspense(), tells_of("v.event_id", "o.reference"), is_recorded("o"));
    let sql = format!(
        "SELECT j.kind, COALESCE(l.reference, p.reference) AS reference, p.id AS payment_id, -e.amount_minor AS amount, a.currency, \
         j.made_at, (SELECT MIN(o.amount_minor) FROM provider_report_line o WHERE o.provider = p.provider AND o.payment_id = p.id \
         AND o.kind = 'captured' AND o.currency = $2 AND o.amount_minor > 0 AND l.line_id IS NULL AND NOT {recorded} \
         AND (o.journal_id IS NULL OR j.kind = 'foreign_amount')) AS stated, \
         (j.kind = 'wrong_amount' AND l.line_id IS NULL AND EXISTS (SELECT 1 FROM provider_report_line o \
         JOIN payment_event v ON v.provider = o.provider AND v.payment_id = o.payment_id AND v.kind = 'captured' \
         AND v.outcome = 'suspended' AND v.amount_minor = -e.amount_minor AND {about} \
         LEFT JOIN ledger_journal k ON k.id = o.journal_id WHERE o.provider = p.provider AND o.payment_id = p.id \
         AND o.kind = 'captured' AND o.currency = $2 AND o.amount_minor > 0 AND o.amount_minor <> -e.amount_minor \
         AND (k.id IS NULL OR k.kind IN ('capture', 'late_capture')))) AS never_came {in_suspense} AND COALESCE(p.provider, l.provider) = $1 \
         ORDER BY CASE WHEN j.kind LIKE 'unclaimed%' THEN 1 ELSE 0 END, j.made_at, j.id LIMIT $3"
    );
    let rows = all::<Row>(market, &sql, vec![provider.into(), market.currency().code().into(), ROWS_SHOWN.into()]).await?;
    let suspended = |row: Row| {
        Ok(Suspended {
            cause: match row.kind.as_str() {
                "unclaimed" => SuspenseCause::Unclaimed,
                "unclaimed_back" => SuspenseCause::UnclaimedBack,
                "foreign_amount" => SuspenseCause::ForeignAmount,
                _ => SuspenseCause::WrongAmount,
            },
            reference: row.reference.unwrap_or_default(),
            payment: row.payment_id.map(PaymentId::from_uuid),
            amount: Money::new(row.amount, currency(&row.currency)?),
            never_came: row.never_came,
            stated: row.stated.map(|minor| Money::new(minor, market.currency())),
            since: Timestamp::from_millis(row.made_at),
        })
    };
    rows.into_iter().map(suspended).collect()
}

/// Since when the oldest is there of what is in suspense still, in the market's currency, with whatever provider; none where nothing is.
///
/// # Errors
/// A fault of the database.
pub(crate) async fn suspense_since(market: &Market) -> Result<Option<Timestamp>, Fault> {
    #[derive(FromQueryResult)]
    struct Oldest {
        since: Option<i64>,
    }
    let sql = format!("SELECT MIN(j.made_at) AS since {} AND a.currency = $1", in_suspense());
    let oldest = all::<Oldest>(market, &sql, vec![market.currency().code().into()]).await?.pop();
    Ok(oldest.and_then(|row| row.since).map(Timestamp::from_millis))
}
