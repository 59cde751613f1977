//! Rows of `search_setting`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
    pub set_by: Option<Uuid>,
    pub set_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
