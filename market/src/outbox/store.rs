//! Rows of `outbox`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub payload: String,
    pub state: String,
    pub attempts: i64,
    pub due_at: i64,
    pub made_at: i64,
    pub done_at: Option<i64>,
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
