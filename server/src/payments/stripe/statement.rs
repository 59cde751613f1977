//! Stripe's balance transactions as lines of a statement.

use super::answers::{BalanceTransaction, Expandable, Intent, List, Source, is_id};
use super::client::{Client, Failure, broken_off, path_part, plain};
use super::webhook::money;
use crate::payments::Said;
use market::kernel::{Money, Timestamp};
use market::payment::{ReportKind, ReportLine};
use std::ops::RangeInclusive;

/// Rows of one page; Stripe gives no more.
const PAGE_ROWS: &str = "100";
/// Pages of one statement, of which 50,000 lines are held in memory at once: where there are more, it is read in shorter pieces.
const PAGES_MAX: usize = 500;

/// Seconds since 1970 that are a date, up to the end of the year 9999: not every engine can reckon with others.
const DATES: RangeInclusive<i64> = 0..=253_402_300_799;

/// Lines that are not as they should be: each is read again and again, as long as it is among the last.
static ODD: Said = Said::new();

/// All lines from `since` on and before `until`, both cut to the second.
///
/// # Errors
/// [`Failure`]; a statement is read whole or not at all.
pub async fn read(client: &Client, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, Failure> {
    let (from, to) = ((since.millis() / 1_000).to_string(), (until.millis() / 1_000).to_string());
    let mut lines = Vec::new();
    let mut last = String::new();
    for _ in 0..PAGES_MAX {
        let mut query =
            vec![("created[gte]", from.as_str()), ("created[lt]", &to), ("limit", PAGE_ROWS), ("expand[]", "data.source")];
        if !last.is_empty() {
            query.push(("starting_after", &last));
        }
        let page: List<BalanceTransaction> = client.get("/v1/balance_transactions", &query).await?;
        for row in &page.data {
            lines.extend(read_row(client, row).await?);
        }
        if !page.has_more {
            return Ok(lines);
        }
        // A line without an id has nothing after it: what follows the one before it begins with that line again.
        match page.data.iter().rfind(|row| is_id(&row.id)) {
            Some(row) if row.id != last => last.clone_from(&row.id),
            _ => return Err(broken_off()),
        }
    }
    Err(Failure::TooMuch)
}

/// One movement: what moved, and the fee that was kept of it. What cannot be told in a currency that markets settle in is left out, with a
/// line in the log: it is in no market's books, and must not keep what is from being read. Nor must what has no id to be kept
/// under, or no date: where it is ours, its booking stays alone, and is shown with its age.
pub(super) async fn read_row(client: &Client, row: &BalanceTransaction) -> Result<Vec<ReportLine>, Failure> {
    if !is_id(&row.id) {
        if is_news(row, "id") {
            let at = row.created;
            tracing::error!(
                line.created = at,
                "a line of Stripe's statement, of second {at}, has an id that is none: it is left out"
            );
        }
        return Ok(Vec::new());
    }
    if !DATES.contains(&row.created) {
        if is_news(row, "date") {
            tracing::error!(line.id = %row.id, "line {} of Stripe's statement has a date that is none: it is left out", row.id);
        }
        return Ok(Vec::new());
    }
    let (kind, source) = told(client, row).await?;
    let Some(amount) = amount(row, source.as_ref()) else {
        left_out(row, "an amount");
        return Ok(Vec::new());
    };
    let ours = source.as_ref().and_then(|source| source.metadata.clone()).unwrap_or_default();
    let line = ReportLine {
        id: row.id.clone(),
        kind,
        reference: source.as_ref().and_then(behind).filter(|id| is_id(id)).map(str::to_owned),
        payment: ours.payment(),
        refund: ours.refund(),
        amount,
        at: Timestamp::from_millis(row.created.saturating_mul(1_000)),
    };
    let mut lines = Vec::new();
    if row.fee != 0 {
        match money(row.fee.saturating_neg(), Some(&row.currency)) {
            Some(fee) => lines.push(fee_line(&line, fee)),
            None => left_out(row, "a fee"),
        }
    }
    lines.push(line);
    Ok(lines)
}

/// What moved, and what moved it. Where Stripe does not know any more what that was, nobody can say whose money it is: it stands among the
/// differences until a person has looked.
async fn told(client: &Client, row: &BalanceTransaction) -> Result<(ReportKind, Option<Source>), Failure> {
    let kind = kind(row.kind.as_deref().unwrap_or_default());
    match kind {
        ReportKind::Captured | ReportKind::Refunded => match whole(client, row.source.as_ref()).await {
            Err(Failure::NotFound | Failure::Refused(_)) => {
                if is_news(row, "source") {
                    tracing::warn!(line.id = %row.id, "Stripe does not know what line {} of its statement is about", row.id);
                }
                Ok((ReportKind::Other, None))
            }
            source => Ok((kind, source?)),
        },
        ReportKind::Fee | ReportKind::Payout | ReportKind::Other => Ok((kind, None)),
    }
}

/// How much moved. Settled in another currency than the buyer paid in, what we asked for and booked is the source's amount.
fn amount(row: &BalanceTransaction, source: Option<&Source>) -> Option<Money> {
    let settled = money(row.amount, Some(&row.currency));
    match source.filter(|source| source.currency.as_ref().is_some_and(|currency| *currency != row.currency)) {
        Some(source) => {
            let minor = source.amount.unwrap_or_default().saturating_mul(row.amount.signum());
            money(minor, source.currency.as_deref()).or(settled)
        }
        None => settled,
    }
}

/// Whether this was not said of a line yet.
fn is_news(row: &BalanceTransaction, what: &str) -> bool {
    ODD.is_news((row.id.as_str(), what), ())
}

fn left_out(row: &BalanceTransaction, what: &str) {
    if !is_news(row, what) {
        return;
    }
    let currency = plain(&row.currency);
    tracing::warn!(line.id = %row.id, "{what} of line {} of Stripe's statement is in {currency}, which no market settles in: it is left out", row.id);
}

fn fee_line(of: &ReportLine, fee: Money) -> ReportLine {
    ReportLine { id: format!("{}:fee", of.id), kind: ReportKind::Fee, refund: None, amount: fee, ..of.clone() }
}

fn kind(name: &str) -> ReportKind {
    match name {
        "charge" | "payment" => ReportKind::Captured,
        // What comes back of a refund that failed is a refund the other way.
        "refund" | "payment_refund" | "refund_failure" => ReportKind::Refunded,
        "stripe_fee" | "stripe_fx_fee" | "network_cost" | "tax_fee" => ReportKind::Fee,
        "payout" | "payout_cancel" | "payout_failure" => ReportKind::Payout,
        _ => ReportKind::Other,
    }
}

/// The intent behind a charge or a refund.
fn behind(source: &Source) -> Option<&str> {
    match source.payment_intent.as_ref()? {
        Expandable::Whole(intent) => Some(intent.id.as_str()),
        Expandable::Id(id) => Some(id),
    }
}

/// A line's source with our ids in it. Where it names none, the intent behind it is asked: money of ours must not be taken for a
/// stranger's.
async fn whole(client: &Client, source: Option<&Expandable<Source>>) -> Result<Option<Source>, Failure> {
    let mut source = match source {
        None => return Ok(None),
        Some(Expandable::Whole(source)) => (**source).clone(),
        Some(Expandable::Id(id)) if id.starts_with("re_") || id.starts_with("pyr_") => {
            client.get(&format!("/v1/refunds/{}", path_part(id)?), &[]).await?
        }
        Some(Expandable::Id(id)) => client.get(&format!("/v1/charges/{}", path_part(id)?), &[]).await?,
    };
    let names_us = source.metadata.as_ref().is_some_and(|ours| ours.payment().is_some());
    if let Some(id) = behind(&source).filter(|_| !names_us) {
        let intent: Intent = client.get(&format!("/v1/payment_intents/{}", path_part(id)?), &[]).await?;
        source.metadata = intent.metadata;
    }
    Ok(Some(source))
}
