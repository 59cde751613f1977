//! The file that goes to the bank. It names people, so that making it opens identities: each look is on record.

use super::rules::csv_field;
use super::types::{PayoutBatchId, PayoutId, PayoutRefusal};
use crate::account::Operator;
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Market, Problem, clean_line, show_decimal};
use crate::shop;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// What stands above the columns.
const HEADER: &str = "payout,name,card,amount,currency\r\n";
/// Payouts of one file; a batch has no more.
const ROWS_MAX: i64 = 1_000;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    identity_id: Uuid,
    amount_minor: i64,
    currency: String,
}

/// The waiting payouts of a batch as CSV in UTF-8: id, legal name, card number, amount, currency. `reason` says what the file is
/// for, and is kept with each identity that it opens. Empty but for its header where all payouts have ended.
///
/// # Errors
/// [`PayoutRefusal::Reason`]; not found for an unknown batch.
pub async fn payout_file(
    market: &Market,
    operator: &Operator,
    batch: PayoutBatchId,
    reason: &str,
) -> Result<String, Problem<PayoutRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(PayoutRefusal::Reason(error)))?;
    let now = market.now();
    let tx = market.begin("payout_file").await?;
    let sql = "SELECT b.id FROM payout_batch b WHERE b.id = $1";
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [batch.uuid().into()]);
    if tx.query_one_raw(statement).await?.is_none() {
        return Err(Problem::NotFound);
    }
    let sql = "SELECT id, identity_id, amount_minor, currency FROM payout WHERE batch_id = $1 AND state = 'waiting' ORDER BY id LIMIT $2";
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [batch.uuid().into(), ROWS_MAX.into()]);
    let mut file = HEADER.to_owned();
    for row in Row::find_by_statement(statement).all(&*tx).await? {
        let card = shop::steps::look_at_card(market, &tx, operator, row.identity_id, &reason, now).await?;
        let fields = [
            PayoutId::from_uuid(row.id).to_string(),
            csv_field(card.legal_name.reveal()),
            csv_field(card.card_number.reveal()),
            show_decimal(row.amount_minor, 100),
            row.currency,
        ];
        file.push_str(&fields.join(","));
        file.push_str("\r\n");
    }
    tx.commit().await?;
    Ok(file)
}
