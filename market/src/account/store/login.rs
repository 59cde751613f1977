//! Rows of `login`: the addresses by which a person signs in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    pub kind: String,
    pub person_id: Uuid,
    pub verified_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
