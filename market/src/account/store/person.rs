//! Rows of `person`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub language: String,
    pub is_operator: bool,
    pub is_courier: bool,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
