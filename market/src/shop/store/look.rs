//! Rows of `identity_look`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_look")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub identity_id: Uuid,
    pub operator_id: Uuid,
    pub reason: String,
    pub looked_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
