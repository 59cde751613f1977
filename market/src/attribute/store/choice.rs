//! Rows of `attribute_choice`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute_choice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub attribute_id: Uuid,
    pub slug: String,
    pub name_en: String,
    pub name_zh: String,
    pub position: i64,
    pub is_retired: bool,
}

impl ActiveModelBehavior for ActiveModel {}
