//! Differences between statements and books are looked for among the few that stand alone.

use super::dialect;
use super::steps::run;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// The bookings that no line of a statement is.
pub struct BookingsAlone;

impl MigrationName for BookingsAlone {
    fn name(&self) -> &str {
        "m20261204_000022_bookings_alone"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for BookingsAlone {
    /// All of it or nothing: without its triggers the list would stay as it was found.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/booking_alone.sql")).await?;
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        let template =
            if sqlite { include_str!("sql/booking_alone_sqlite.sql") } else { include_str!("sql/booking_alone_postgres.sql") };
        for statement in dialect::triggers(template, "ledger_entry") {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        run(manager, include_str!("sql/booking_alone_found.sql")).await
    }
}
