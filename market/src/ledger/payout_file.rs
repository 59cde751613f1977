//! The file that goes to the bank. It names people, so that making it opens identities: each look is on record.

use super::rules::csv_field;
use super::store::{payout, payout_batch};
use super::types::{PayoutBatchId, PayoutId, PayoutRefusal, PayoutState};
use crate::account::Operator;
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Market, Problem, clean_line, show_decimal};
use crate::shop;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What stands above the columns.
const HEADER: &str = "payout,name,card,amount,currency\r\n";
/// Payouts of one file; a batch has no more.
const ROWS_MAX: u64 = 1_000;

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
    payout_batch::Entity::find_by_id(batch.uuid()).one(&*tx).await?.ok_or(Problem::NotFound)?;
    let waiting = payout::Entity::find()
        .filter(payout::Column::BatchId.eq(batch.uuid()))
        .filter(payout::Column::State.eq(PayoutState::Waiting.code()))
        .order_by_asc(payout::Column::Id)
        .limit(ROWS_MAX);
    let mut file = HEADER.to_owned();
    for row in waiting.all(&*tx).await? {
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
