//! Where goods go that come back.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shop_return_address")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub shop_id: Uuid,
    pub recipient: String,
    pub phone: String,
    pub place: String,
    pub changed_by: Uuid,
    pub changed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
