//! Rows of `identity`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub legal_name_sealed: Vec<u8>,
    pub id_number_sealed: Vec<u8>,
    pub id_number_index: Vec<u8>,
    pub id_number_last4: String,
    pub bank_card_sealed: Vec<u8>,
    pub bank_card_last4: String,
    pub state: String,
    pub submitted_at: i64,
    pub decided_at: Option<i64>,
    pub decided_by: Option<Uuid>,
    pub reason: Option<String>,
    /// From when on payouts go to its card; none where nobody has named another one.
    pub pays_from: Option<i64>,
    /// Payouts that came back from its card since the last one that was paid and stayed so.
    pub came_back: i64,
}

impl ActiveModelBehavior for ActiveModel {}
