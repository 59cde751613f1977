//! Cards and documents of goods anywhere among millions: each of them reads a page less of its variants, of its stock and of its sales.

use super::steps::run;
use super::{changes, dialect};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// What cards read of goods lies in indexes.
pub struct WhatCardsRead;

impl MigrationName for WhatCardsRead {
    fn name(&self) -> &str {
        "m20261201_000017_what_cards_read"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for WhatCardsRead {
    /// All of it or nothing: of a table that is made anew no row may be missing.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/what_cards_read.sql")).await?;
        if manager.get_database_backend() != DatabaseBackend::Sqlite {
            return Ok(());
        }
        // A table that is dropped takes its triggers with it.
        let made_anew = dialect::statements(include_str!("sql/what_cards_read_sqlite.sql"));
        let triggers = ["stock", "listing_sold"].into_iter().flat_map(changes::triggers_of_table);
        for statement in made_anew.into_iter().chain(triggers) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
