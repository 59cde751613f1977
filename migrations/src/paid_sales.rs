//! Sales that were counted and would not be now are taken out of the counts, while others go on selling.

use super::steps::{keep_writers_out, run};
use sea_orm_migration::prelude::*;

/// What less than half of its price was paid for is no sale.
pub struct PaidSales;

impl MigrationName for PaidSales {
    fn name(&self) -> &str {
        "m20261204_000021_paid_sales"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for PaidSales {
    /// All of it or nothing: a process that ends in between begins with the first statement again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// Whoever counts a sale writes it down first, so that its table is the one to wait at.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        keep_writers_out(manager, "sale").await?;
        run(manager, include_str!("sql/paid_sales.sql")).await
    }
}
