//! Rows of `timer`.

use super::rules::{in_doubt_until, latest};
use crate::aftersales::CaseState;
use crate::aftersales::rules::time_for;
use crate::kernel::Timestamp;
use crate::policy::Policy;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, Statement};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub subject: Uuid,
    pub due_at: i64,
    pub state: String,
    pub ended_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A waiting clock.
#[derive(FromQueryResult)]
pub struct Waiting {
    pub kind: String,
    pub subject: Uuid,
}

/// Whether a clock waits for later than that: nearly always none does, and the index says so at once. For the first row in no order,
/// PostgreSQL may read through all clocks that have fired.
pub const LATER: &str = "SELECT 1 AS found FROM timer WHERE state = 'waiting' AND due_at > $1 ORDER BY due_at DESC LIMIT 1";

/// Waiting clocks that end a time later than all of its length from now, by whichever rule there ever was, and later than `least`;
/// and whether that time began before now, so that it may prove a clock which ran ahead. The ends of operators prove nothing: where
/// they are late, theirs is written anew every day, and no row tells of it. What was cancelled has no time to be shipped any more.
fn far(longest: &Policy, now: Timestamp, least: Timestamp) -> String {
    let until = |span| latest(span, now).max(least).millis();
    let (pay, ship, confirm) = (until(longest.hold), until(longest.ship_by), until(longest.auto_confirm));
    let ends: Vec<(CaseState, i64)> =
        CaseState::ALL.iter().filter_map(|state| Some((*state, until(time_for(*state, longest)?)))).collect();
    let soonest = ends.iter().map(|(_, end)| *end).min().unwrap_or(i64::MAX);
    let cases: Vec<String> = ends.iter().map(|(state, end)| format!("WHEN '{}' THEN {end}", state.code())).collect();
    let (now, sooner, cases) = (now.millis(), ship.min(confirm), cases.join(" "));
    format!(
        "SELECT t.kind, t.subject, t.due_at, CASE WHEN p.created_at <= {now} THEN 1 ELSE 0 END AS proves FROM timer t \
         JOIN payment p ON p.id = t.subject WHERE t.state = 'waiting' AND t.due_at > {pay} \
         AND CASE t.kind WHEN 'close_payment' THEN 1 ELSE 0 END = 1 \
         UNION ALL SELECT t.kind, t.subject, t.due_at, CASE WHEN COALESCE(o.shipped_at, o.paid_at) <= {now} \
         AND NOT EXISTS (SELECT 1 FROM aftersales_case c WHERE c.order_id = o.id AND c.ended_at > {now}) THEN 1 ELSE 0 END \
         FROM timer t JOIN orders o ON o.id = t.subject WHERE t.state = 'waiting' AND t.due_at > {sooner} \
         AND t.due_at > CASE t.kind WHEN 'ship_late' THEN {ship} WHEN 'confirm_order' THEN {confirm} END \
         AND (t.kind <> 'ship_late' OR o.state = 'paid') \
         UNION ALL SELECT t.kind, t.subject, t.due_at, CASE WHEN c.state NOT IN ('disputed', 'appealed') AND NOT EXISTS \
         (SELECT 1 FROM case_event v WHERE v.case_id = c.id AND v.event <> 'say' AND v.happened_at > {now}) \
         AND NOT (c.state = 'returning' AND EXISTS (SELECT 1 FROM shop_return_address a WHERE a.shop_id = c.shop_id \
         AND a.changed_at > {now})) THEN 1 ELSE 0 END \
         FROM timer t JOIN aftersales_case c ON c.id = t.subject WHERE t.state = 'waiting' AND t.due_at > {soonest} \
         AND t.due_at > CASE t.kind WHEN 'case' THEN CASE c.state {cases} END END"
    )
}

/// Whether there is one whose time began before now, and ends beyond all doubt: no clock that was right wrote such an end.
pub async fn is_proven(db: &impl ConnectionTrait, longest: &Policy, now: Timestamp) -> Result<bool, DbErr> {
    let others = [longest.ship_by, longest.auto_confirm].into_iter();
    let spans = others.chain(CaseState::ALL.iter().filter_map(|state| time_for(*state, longest)));
    let least = in_doubt_until(spans.fold(longest.hold, Ord::max), now);
    let backend = db.get_database_backend();
    let later = Statement::from_sql_and_values(backend, LATER, [least.millis().into()]);
    if db.query_one_raw(later).await?.is_none() {
        return Ok(false);
    }
    let sql = format!("SELECT 1 AS found FROM ({}) f WHERE f.proves = 1 LIMIT 1", far(longest, now, least));
    Ok(db.query_one_raw(Statement::from_string(backend, sql)).await?.is_some())
}

/// Up to `most` of them. Those that prove it come last, the furthest of them at the very end: whoever is stopped halfway has to
/// find the others.
pub async fn too_far(db: &impl ConnectionTrait, longest: &Policy, now: Timestamp, most: usize) -> Result<Vec<Waiting>, DbErr> {
    let far = far(longest, now, now);
    let sql = format!("SELECT f.kind, f.subject FROM ({far}) f ORDER BY f.proves, f.due_at, f.subject LIMIT {most}");
    Waiting::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
