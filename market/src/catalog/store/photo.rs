//! Rows of `photo`.

use sea_orm::entity::prelude::*;

/// The position of a photo that has never been on a listing. One that was taken off keeps the place that it had: orders may show it.
pub(crate) const NOWHERE: i64 = -1;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub listing_id: Option<Uuid>,
    pub position: i64,
    pub state: String,
    pub alt: String,
    pub width: i64,
    pub height: i64,
    pub renditions: String,
    pub uploaded_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
