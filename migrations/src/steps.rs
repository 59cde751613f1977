//! What migrations do with their texts.

use super::dialect;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// Runs the statements of a text in the engine's own words.
pub async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    let statements = if sqlite { dialect::for_sqlite(text) } else { dialect::statements(text) };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Lets nobody change or remove the rows of a table.
pub async fn forbid_changes(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    let template = if sqlite { include_str!("sql/append_only_sqlite.sql") } else { include_str!("sql/append_only_postgres.sql") };
    for trigger in dialect::triggers(template, table) {
        manager.get_connection().execute_unprepared(&trigger).await?;
    }
    Ok(())
}
