//! Rows of `timer`.

use super::rules::latest;
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

/// Waiting clocks that end a time later than all of its length from now, by whichever rule there ever was, and whether that time
/// began ahead of now as well. They are found by when they are due, however many have fired. That a reminder came late and put an
/// end off no row tells: by a clock that is behind it by more than the time's length, such an end looks wrong too. Whoever is
/// pulled back by that is reminded once more, and has what a late reminder gives.
fn far(longest: &Policy, now: Timestamp) -> String {
    let until = |span| latest(span, now).millis();
    let (pay, ship, confirm) = (until(longest.hold), until(longest.ship_by), until(longest.auto_confirm));
    let ends: Vec<(CaseState, i64)> =
        CaseState::ALL.iter().filter_map(|state| Some((*state, until(time_for(*state, longest)?)))).collect();
    let soonest = ends.iter().map(|(_, end)| *end).min().unwrap_or(i64::MAX);
    let cases: Vec<String> = ends.iter().map(|(state, end)| format!("WHEN '{}' THEN {end}", state.code())).collect();
    let (now, sooner, cases) = (now.millis(), ship.min(confirm), cases.join(" "));
    format!(
        "SELECT t.kind, t.subject, CASE WHEN p.created_at > {now} THEN 1 ELSE 0 END AS begins_ahead FROM timer t \
         JOIN payment p ON p.id = t.subject WHERE t.state = 'waiting' AND t.due_at > {pay} \
         AND CASE t.kind WHEN 'close_payment' THEN 1 ELSE 0 END = 1 \
         UNION ALL SELECT t.kind, t.subject, CASE WHEN COALESCE(o.shipped_at, o.paid_at) > {now} \
         OR EXISTS (SELECT 1 FROM aftersales_case c WHERE c.order_id = o.id AND c.ended_at > {now}) THEN 1 ELSE 0 END FROM timer t \
         JOIN orders o ON o.id = t.subject WHERE t.state = 'waiting' AND t.due_at > {sooner} \
         AND t.due_at > CASE t.kind WHEN 'ship_late' THEN {ship} WHEN 'confirm_order' THEN {confirm} END \
         UNION ALL SELECT t.kind, t.subject, CASE WHEN EXISTS \
         (SELECT 1 FROM case_event v WHERE v.case_id = c.id AND v.event <> 'say' AND v.happened_at > {now}) \
         OR (c.state = 'returning' AND EXISTS (SELECT 1 FROM shop_return_address a WHERE a.shop_id = c.shop_id \
         AND a.changed_at > {now})) THEN 1 ELSE 0 END \
         FROM timer t JOIN aftersales_case c ON c.id = t.subject WHERE t.state = 'waiting' AND t.due_at > {soonest} \
         AND t.due_at > CASE t.kind WHEN 'case' THEN CASE c.state {cases} END END"
    )
}

/// Whether there is one whose time began before now: no clock that was right wrote such an end.
pub async fn is_proven(db: &impl ConnectionTrait, longest: &Policy, now: Timestamp) -> Result<bool, DbErr> {
    let sql = format!("SELECT 1 AS found FROM ({}) f WHERE f.begins_ahead = 0 LIMIT 1", far(longest, now));
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?.is_some())
}

/// Up to `most` of them. Those that prove it come last: whoever is stopped halfway has to find the others.
pub async fn too_far(db: &impl ConnectionTrait, longest: &Policy, now: Timestamp, most: usize) -> Result<Vec<Waiting>, DbErr> {
    let far = far(longest, now);
    let sql = format!("SELECT f.kind, f.subject FROM ({far}) f ORDER BY f.begins_ahead DESC, f.kind, f.subject LIMIT {most}");
    Waiting::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}
