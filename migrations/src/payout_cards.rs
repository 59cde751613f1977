//! Bank cards that shops change.

use super::steps::run;
use sea_orm_migration::prelude::*;

/// From when on a card is paid to, and how often payouts came back from it.
pub struct PayoutCards;

impl MigrationName for PayoutCards {
    fn name(&self) -> &str {
        "m20261203_000020_payout_cards"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for PayoutCards {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/payout_cards.sql")).await
    }
}
