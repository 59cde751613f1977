//! Rows of `variant`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub listing_id: Uuid,
    pub position: i64,
    pub choices: String,
    pub code: String,
    pub price_minor: i64,
    pub weight_grams: i64,
    pub photo_id: Option<Uuid>,
    pub is_active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
