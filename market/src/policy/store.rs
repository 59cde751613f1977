//! Rows of `market_rule`.

use super::types::RuleName;
use crate::kernel::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, Statement};
use std::iter::once;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "market_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub in_force_from: i64,
    pub value: i64,
    pub set_by: Option<Uuid>,
    pub set_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// What counts of a rule; none where nobody has set it until then.
#[derive(FromQueryResult)]
pub struct Newest {
    pub name: String,
    pub value: Option<i64>,
}

/// The number of every rule that counts at `now`: one look into the key for each, however often it or any other was changed.
pub(super) async fn newest(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Newest>, DbErr> {
    let asked: Vec<String> = (2..).take(RuleName::ALL.len()).map(|place| format!("(${place})")).collect();
    let sql = format!(
        "WITH asked (name) AS (VALUES {}) \
         SELECT a.name, (SELECT r.value FROM market_rule r WHERE r.name = a.name AND r.in_force_from <= $1 \
                         ORDER BY r.in_force_from DESC LIMIT 1) AS value FROM asked a",
        asked.join(", ")
    );
    let names = RuleName::ALL.into_iter().map(|rule| Value::from(rule.code()));
    let values: Vec<Value> = once(Value::from(now.millis())).chain(names).collect();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Newest::find_by_statement(statement).all(db).await
}

/// The greatest number that every rule ever had, or is announced to have; those that nobody has set are not named.
pub(super) async fn greatest(db: &impl ConnectionTrait) -> Result<Vec<Newest>, DbErr> {
    let sql = "SELECT name, MAX(value) AS value FROM market_rule GROUP BY name";
    Newest::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await
}

/// How many changes of a rule are announced for other instants than this one.
pub(super) async fn announced_beside(
    db: &impl ConnectionTrait,
    rule: RuleName,
    in_force_from: Timestamp,
    now: Timestamp,
) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::Name.eq(rule.code()))
        .filter(Column::InForceFrom.gt(now.millis()))
        .filter(Column::InForceFrom.ne(in_force_from.millis()))
        .count(db)
        .await
}
