//! Rows of `listing`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub category_id: Uuid,
    pub category_root: String,
    pub category_branch: String,
    pub category_path: String,
    pub state: String,
    pub title: String,
    pub description: String,
    pub maker: String,
    pub place: String,
    pub unit: String,
    pub price_per: i64,
    pub minimum: i64,
    pub step: i64,
    pub options: String,
    pub freight_template_id: Option<Uuid>,
    pub packaging_minor: i64,
    pub producer_basis_points: i64,
    pub price_from_minor: i64,
    pub price_to_minor: i64,
    pub cover_photo_id: Option<Uuid>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub published_at: Option<i64>,
    pub is_perishable: bool,
}

impl ActiveModelBehavior for ActiveModel {}
