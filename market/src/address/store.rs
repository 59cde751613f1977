//! Rows of `address`.

use super::types::{Address, AddressId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "address")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub recipient: String,
    pub phone: String,
    pub region_code: String,
    pub region_names: String,
    pub street: String,
    pub is_default: bool,
    pub created_at: i64,
    pub removed_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The address that a row holds.
pub fn read(row: Model) -> Address {
    Address {
        id: AddressId::from_uuid(row.id),
        recipient: row.recipient,
        phone: row.phone,
        region_code: row.region_code,
        region_names: row.region_names,
        street: row.street,
        is_default: row.is_default,
    }
}
