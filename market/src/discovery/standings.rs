//! Reckons how each shop works, from its orders and cases. A row is written only where a place could change by it, because each one
//! makes the shop's goods go through the index again.

use super::queries::search_settings;
use super::rules::{ANSWER_HOURS, quality};
use super::store::{self, Counts};
use super::types::{Quality, RankingNumber, SALES_MAX, Standing};
use crate::change;
use crate::demand;
use crate::kernel::{Fault, Market, Span, Tx};
use crate::shop::ShopId;
use crate::shop::store::{IS_OWN_PURCHASE, is_case_of_own_purchase};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Shops that are looked at together.
const SHOPS_MAX: i64 = 200;
/// Shops that are written together: the goods of each go through the index again, and what is new waits behind them.
const MOVED_MAX: usize = 20;
/// What is older says little about how a shop works today.
const LOOK_BACK: Span = Span::days(180);
const FAST: Span = Span::hours(24);
const ANSWERED: Span = Span::hours(ANSWER_HOURS);
/// A part of the quality that moved by less, in thousandths, changes no place that anybody would notice.
const MOVED_MIN: u16 = 10;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    #[sea_orm(nested)]
    now: Counts,
    #[sea_orm(nested(prefix = "old_"))]
    before: Option<Counts>,
}

impl Row {
    fn now(&self) -> Standing {
        self.now.standing()
    }
    fn before(&self) -> Option<Standing> {
        self.before.map(Counts::standing)
    }
}

/// What became of some shops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// Of so many something changed.
    pub changed: u64,
    /// The others come after this one; none where there are no more.
    pub next: Option<ShopId>,
}

/// Reckons all shops anew, some at a time; says of how many something changed.
///
/// # Errors
/// A fault of the database. What was reckoned until then stays.
pub async fn reckon_standings(market: &Market) -> Result<u64, Fault> {
    let (mut after, mut changed) = (None, 0_u64);
    loop {
        let some = reckon_some(market, after).await?;
        changed = changed.saturating_add(some.changed);
        if some.next.is_none() {
            return Ok(changed);
        }
        after = some.next;
    }
}

/// Reckons some shops anew, those that come after this one.
///
/// # Errors
/// A fault of the database.
pub async fn reckon_some(market: &Market, after: Option<ShopId>) -> Result<Reckoned, Fault> {
    let rows = read(market, after.unwrap_or_else(|| ShopId::from_uuid(Uuid::nil()))).await?;
    let small = search_settings(market).await?.number(RankingNumber::SmallSales);
    let moves = |row: &&Row| is_moved(row.before().as_ref(), &row.now(), small);
    let moved: Vec<&Row> = rows.iter().filter(moves).take(MOVED_MAX).collect();
    if !moved.is_empty() {
        let tx = market.begin("reckon_standings").await?;
        for row in &moved {
            write(&tx, market, row, small).await?;
        }
        tx.commit().await?;
    }
    // Behind the last one that was written there may be others that moved.
    let last = if moved.len() == MOVED_MAX { moved.last().copied() } else { rows.last() };
    Ok(Reckoned { changed: u64::try_from(moved.len()).unwrap_or(0), next: last.map(|row| ShopId::from_uuid(row.id)) })
}

async fn read(market: &Market, after: ShopId) -> Result<Vec<Row>, Fault> {
    let now = market.now();
    let sql = store::WORK.replace("{IN_TIME}", store::IN_TIME).replace("{CASE}", store::CASE);
    let sql = sql.replace("{ANSWERED_AT}", store::ANSWERED_AT).replace("{OWN_CASE}", &is_case_of_own_purchase());
    let sql = sql.replace("{SALE}", store::SALE).replace("{OWN}", IS_OWN_PURCHASE).replace("{SOLD}", demand::IS_SOLD);
    let values: [Value; 7] = [
        now.before(LOOK_BACK).millis().into(),
        now.millis().into(),
        FAST.millis().into(),
        SALES_MAX.into(),
        after.uuid().into(),
        SHOPS_MAX.into(),
        ANSWERED.millis().into(),
    ];
    let db = market.db();
    Ok(Row::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(db).await?)
}

/// Whether a place could be another one by it. A shop without orders and cases has the usual standing, and needs no row.
fn is_moved(before: Option<&Standing>, now: &Standing, small: i64) -> bool {
    let before = before.copied().unwrap_or_default();
    let far = |one: u16, other: u16| one.abs_diff(other) >= MOVED_MIN;
    let (Quality { ships, keeps, answers, .. }, other) = (quality(now), quality(&before));
    is_of_other_size(before.sales, now.sales, small)
        || far(ships, other.ships)
        || far(keeps, other.keeps)
        || far(answers, other.answers)
}

/// Whether a holder could be of another size by so many sales. A shop that has sold as much as none that is `small` makes its holder
/// large, however much more it sells; below that each sale counts, since those of all the holder's shops are added.
fn is_of_other_size(before: i64, now: i64, small: i64) -> bool {
    before.min(small) != now.min(small)
}

async fn write(tx: &Tx, market: &Market, row: &Row, small: i64) -> Result<(), Fault> {
    let Standing { orders, shipped_fast, troubled, cases, answered, sales } = row.now();
    let now = market.now().millis();
    let counts = [orders, shipped_fast, troubled, cases, answered, sales].map(Value::from);
    let values: Vec<Value> = [Value::from(row.id)].into_iter().chain(counts).chain([now.into()]).collect();
    tx.execute_raw(Statement::from_sql_and_values(market.backend(), store::PUT_STANDING, values)).await?;
    if is_of_other_size(row.before().unwrap_or_default().sales, sales, small) {
        // The goods of all shops of whoever holds this one count its sales, also of those that have sold nothing.
        change::steps::tell_shops_of_holder(tx, row.id).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: i64 = 20;

    #[test]
    fn what_moves_no_place_is_not_written() {
        let usual = Standing::default();
        assert!(!is_moved(None, &usual, SMALL));
        assert!(is_moved(None, &Standing { sales: 1, ..usual }, SMALL));
        let many = Standing { orders: 1_000, shipped_fast: 900, sales: SALES_MAX, ..usual };
        assert!(!is_moved(Some(&many), &Standing { orders: 1_001, shipped_fast: 901, ..many }, SMALL));
        assert!(is_moved(Some(&many), &Standing { orders: 1_100, shipped_fast: 900, ..many }, SMALL));
    }

    #[test]
    fn sales_are_written_for_as_long_as_they_decide_how_large_somebody_is() {
        let with = |sales| Standing { sales, ..Standing::default() };
        let cases = [
            (0, 1, SMALL, true, "two shops of eleven sales each make no small holder"),
            (19, 20, SMALL, true, "it is not small any more"),
            (20, 21, SMALL, false, "nor is it from here on"),
            (20, SALES_MAX, SMALL, false, "however much it sells"),
            (300, 19, SMALL, true, "it was given back"),
            (20, 300, 500, true, "another number is in force, and what was left out counts"),
            (0, 9, 0, false, "nobody is small"),
        ];
        for (before, now, small, expected, why) in cases {
            assert_eq!(is_moved(Some(&with(before)), &with(now), small), expected, "{before} to {now} with {small}: {why}");
        }
    }
}
