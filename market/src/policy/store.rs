//! Rows of `market_rule`.

use super::types::RuleName;
use crate::kernel::Timestamp;
use sea_orm::entity::prelude::*;

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
