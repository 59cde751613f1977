//! Rows of `timer`.

use sea_orm::entity::prelude::*;

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
