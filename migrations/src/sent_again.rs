//! Goods may be sent again: two tables learn the words for it, on SQLite made anew around their rows.

use super::steps::{forbid_changes, run};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// Goods may be sent again.
pub struct SentAgain;

impl MigrationName for SentAgain {
    fn name(&self) -> &str {
        "m20261201_000015_sent_again"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SentAgain {
    /// All of it or nothing: between a table that is gone and the same one made anew, what refers to it refers to nothing.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DatabaseBackend::Sqlite {
            return run(manager, include_str!("sql/sent_again_postgres.sql")).await;
        }
        run(manager, include_str!("sql/sent_again_sqlite.sql")).await?;
        forbid_changes(manager, "stock_movement").await
    }
}
