//! A refund of ours that somebody made at the provider's own desk, since the provider refused it or was slow with it: an operator ties the
//! line of its statement to the refund, once, and nobody makes it again.

use super::commands::{booked, lock, settle};
use super::store;
use super::types::DeskRefusal as Refusal;
use crate::account::Operator;
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, clean_line};
use crate::payment::{self, RefundId};

/// Says that a line of a provider's statement is this refund of ours: the buyer has the money. Once more is the same answer.
///
/// # Errors
/// [`Refusal`]; not found for a line that the statement does not have.
pub async fn tie_refund(
    market: &Market,
    operator: &Operator,
    (provider, line): (&str, &str),
    refund: RefundId,
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))?;
    // No line has such an id, and not every engine can be asked for it.
    if line.chars().any(char::is_control) {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("tie_refund").await?;
    let content = Content::of(refund.uuid()).text(provider).text(line).text(&reason);
    if attempt::steps::is_repeated(&tx, operator.person(), content, now).await? {
        return Ok(());
    }
    lock(&tx, provider).await?;
    store::tie_line(&tx, provider, line, refund.uuid()).await?.ok_or(Problem::NotFound)?.map_err(Problem::Refused)?;
    let journal = payment::at_desk::arrived(&tx, refund, now).await?.ok_or(Problem::Refused(Refusal::ChangedMeanwhile))?;
    // After this point, tying must succeed.
    if settle(&tx, provider, line, booked(&tx, &journal).await?).await? != 1 {
        return Err(Problem::Fault(Fault::broken(format!("line {line} was tied to a booking before"))));
    }
    let detail = format!("{reason} ({line})");
    let deed = Deed { actor: Some(operator.person()), action: "tie_refund", subject: refund.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}
