//! Rows of `attribute`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub category_id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub kind: String,
    pub name_en: String,
    pub name_zh: String,
    pub unit_en: String,
    pub unit_zh: String,
    pub steps: i64,
    pub bands: String,
    pub is_required: bool,
    pub is_filter: bool,
    pub is_retired: bool,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
