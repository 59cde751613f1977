//! Rows of `market_rule`.

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
