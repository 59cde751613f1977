//! Rows of `category`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "category")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    #[sea_orm(unique)]
    pub slug: String,
    pub name_en: String,
    pub name_zh: String,
    pub path: String,
    pub position: i64,
    pub spoils: String,
}

impl ActiveModelBehavior for ActiveModel {}
