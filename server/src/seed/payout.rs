//! The operator pays the demo's shops out once: the file for the bank, the transfers that have arrived, and one that has not.

use super::{Seed, Wrong};
use market::kernel::Span;
use market::ledger::commands::{make_payout_batch, settle_payout};
use market::ledger::queries::{batch_payouts, payout_batches};

/// When the batch was made: after the first stories had ended.
const MADE: Span = Span::days(6);
/// When the bank said that transfers had arrived.
const ARRIVED: Span = Span::days(5);
/// The shop whose bank is slow.
const STILL_WAITS: &str = "Qinglan";

/// Makes the batch, unless there was one before.
pub async fn pay_out(seed: &Seed) -> Result<(), Wrong> {
    let operator = seed.person("operator")?.operator().ok_or_else(|| Wrong("the operator is none".to_owned()))?;
    if !payout_batches(&seed.market, &operator).await?.is_empty() {
        return Ok(());
    }
    seed.clock.go_back(MADE);
    let made = make_payout_batch(&seed.market, Some(&operator)).await.map_err(Wrong::command("make_payout_batch"))?;
    let Some(batch) = made else { return Ok(()) };
    let reason = "Monthly payout";
    let file = market::ledger::payout_file(&seed.market, &operator, batch, reason).await;
    file.map_err(Wrong::command("payout_file"))?;
    seed.clock.go_back(ARRIVED);
    for payout in batch_payouts(&seed.market, &operator, batch).await? {
        if payout.shop_name.contains(STILL_WAITS) {
            continue;
        }
        settle_payout(&seed.market, &operator, payout.id).await.map_err(Wrong::command("settle_payout"))?;
    }
    Ok(())
}
