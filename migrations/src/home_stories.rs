//! Whose story the home page tells is chosen once a day, and the newest shops are found along indexes of their own.

use super::changes;
use super::steps::run;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// Whose story the home page tells, by the day.
pub struct HomeStories;

impl MigrationName for HomeStories {
    fn name(&self) -> &str {
        "m20261207_000027_home_stories"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for HomeStories {
    /// All of it or nothing: a process that ends in between begins with the first statement again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/home_stories.sql")).await?;
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        for statement in changes::triggers_of_home_stories(sqlite) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
