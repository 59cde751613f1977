//! What operators found out about differences.

use super::steps::{forbid_changes, run};
use sea_orm_migration::prelude::*;

/// Differences may be explained.
pub struct ExplainedDifferences;

impl MigrationName for ExplainedDifferences {
    fn name(&self) -> &str {
        "m20261201_000018_explained_differences"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ExplainedDifferences {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/explained_difference.sql")).await?;
        forbid_changes(manager, "explained_difference").await
    }
}
