//! Coupons, and what they make of orders, of refunds and of the books: two tables have to say something else, and are made anew around
//! their rows on SQLite.

use super::steps::run;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// Something is taken off the price of goods.
pub struct Coupons;

impl MigrationName for Coupons {
    fn name(&self) -> &str {
        "m20261201_000016_coupons"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Coupons {
    /// All of it or nothing: between a table that is gone and the same one made anew, what refers to it refers to nothing.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/coupon.sql")).await?;
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        run(manager, if sqlite { include_str!("sql/coupon_sqlite.sql") } else { include_str!("sql/coupon_postgres.sql") }).await
    }
}
