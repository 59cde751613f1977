//! Rows of `shop`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub handle: String,
    pub name: String,
    pub story: String,
    pub place: String,
    pub ships_from: String,
    pub verification: String,
    pub opened_at: i64,
    pub opened_with: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
