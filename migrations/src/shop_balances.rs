//! What each shop has, as one number beside its entries, while others go on booking.

use super::dialect;
use super::steps::run;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// What each shop has, kept by the database with every entry.
pub struct ShopBalances;

impl MigrationName for ShopBalances {
    fn name(&self) -> &str {
        "m20261124_000008_shop_balances"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ShopBalances {
    /// All of it or nothing: without its triggers a balance would stay as it was found.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// The table waits for whoever opens accounts, which is done before entries are written, and the triggers for whoever writes entries. Both
    /// keep them out until this is over, so that what is found then is all that there is.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        if sqlite {
            run(manager, include_str!("sql/ledger_balance_begun_sqlite.sql")).await?;
        }
        run(manager, include_str!("sql/ledger_balance.sql")).await?;
        let template =
            if sqlite { include_str!("sql/ledger_balance_sqlite.sql") } else { include_str!("sql/ledger_balance_postgres.sql") };
        for statement in dialect::triggers(template, "ledger_entry") {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        run(manager, include_str!("sql/ledger_balance_found.sql")).await
    }
}
