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

/// Lets nobody else write to a table until the migration's transaction is over: what it counts there stays true while it writes it down. For a
/// migration whose first statement this is. On SQLite the first one that writes keeps everybody else out.
pub async fn keep_writers_out(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() != DatabaseBackend::Sqlite {
        let lock = format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
        manager.get_connection().execute_unprepared(&lock).await?;
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
