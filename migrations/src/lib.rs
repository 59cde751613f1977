//! The schema of both engines, one concern a file in `sql/`. Never imports a type of the domain: a migration stays what it was.

mod booking_alone;
mod changes;
mod coupons;
mod dialect;
mod explained;
mod home_stories;
mod paid_sales;
mod sent_again;
mod shop_balances;
mod steps;
mod texts;
mod what_cards_read;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

pub use sea_orm_migration::{MigratorTrait, sea_orm};

use steps::{forbid_changes, run};

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(TheWalkingMarket),
            Box::new(WhatChanges),
            Box::new(AttemptsAndWaysOut),
            Box::new(texts::SearchSettings),
            Box::new(Attributes),
            Box::new(DemandAndInterest),
            Box::new(Ranking),
            Box::new(shop_balances::ShopBalances),
            Box::new(texts::CashOnDelivery),
            Box::new(texts::PaymentInbox),
            Box::new(texts::OtherCurrencies),
            Box::new(texts::ReturnedPayouts),
            Box::new(texts::RemittanceDays),
            Box::new(texts::PlacesOfLists),
            Box::new(sent_again::SentAgain),
            Box::new(coupons::Coupons),
            Box::new(what_cards_read::WhatCardsRead),
            Box::new(explained::ExplainedDifferences),
            Box::new(texts::GivenByCoupons),
            Box::new(texts::PayoutCards),
            Box::new(paid_sales::PaidSales),
            Box::new(booking_alone::BookingsAlone),
            Box::new(texts::PayoutTurns),
            Box::new(texts::ReturnsTold),
            Box::new(texts::Perishables),
            Box::new(texts::WantedVariants),
            Box::new(home_stories::HomeStories),
        ]
    }
}

/// Tables that the database lets nobody change.
const APPEND_ONLY: [&str; 9] = [
    "ledger_journal",
    "ledger_entry",
    "order_event",
    "stock_movement",
    "identity_look",
    "audit_log",
    "refund_part",
    "case_event",
    "seal",
];

struct TheWalkingMarket;

impl MigrationName for TheWalkingMarket {
    fn name(&self) -> &str {
        "m20261123_000001_the_walking_market"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for TheWalkingMarket {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let texts = [
            include_str!("sql/account.sql"),
            include_str!("sql/shop.sql"),
            include_str!("sql/catalog.sql"),
            include_str!("sql/trade.sql"),
            include_str!("sql/ledger.sql"),
            include_str!("sql/aftersales.sql"),
            include_str!("sql/work.sql"),
        ];
        for text in texts {
            run(manager, text).await?;
        }
        if manager.get_database_backend() != DatabaseBackend::Sqlite {
            let refuse = "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
                          $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$";
            manager.get_connection().execute_unprepared(refuse).await?;
        }
        for table in APPEND_ONLY {
            forbid_changes(manager, table).await?;
        }
        Ok(())
    }
}

/// What buyers can see has changed, told by the database itself. `writer` is the transaction: PostgreSQL's become visible in
/// another order than they took their numbers.
struct WhatChanges;

impl MigrationName for WhatChanges {
    fn name(&self) -> &str {
        "m20261124_000001_what_changes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for WhatChanges {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        let table = if sqlite { include_str!("sql/change_sqlite.sql") } else { include_str!("sql/change_postgres.sql") };
        for statement in dialect::statements(table).into_iter().chain(changes::triggers(sqlite)) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// A form sent twice is one deed, refunds that a provider refuses and wrong amounts in suspense have a way out, and goods
/// that come back have an address.
struct AttemptsAndWaysOut;

impl MigrationName for AttemptsAndWaysOut {
    fn name(&self) -> &str {
        "m20261124_000002_attempts_and_ways_out"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AttemptsAndWaysOut {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/ways_out.sql")).await?;
        forbid_changes(manager, "refund_part").await
    }
}

/// What can be said of the goods of a category.
struct Attributes;

impl MigrationName for Attributes {
    fn name(&self) -> &str {
        "m20261124_000005_attributes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Attributes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/attribute.sql")).await?;
        for trigger in changes::triggers_of_attributes(manager.get_database_backend() == DatabaseBackend::Sqlite) {
            manager.get_connection().execute_unprepared(&trigger).await?;
        }
        Ok(())
    }
}

/// What was sold and kept, what is made of it, and what people want to find again.
struct DemandAndInterest;

impl MigrationName for DemandAndInterest {
    fn name(&self) -> &str {
        "m20261124_000006_demand_and_interest"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for DemandAndInterest {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/demand.sql")).await?;
        run(manager, include_str!("sql/interest.sql")).await?;
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        for statement in changes::triggers_of_demand(sqlite) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// How shops work, as places are reckoned from it, and how often goods were shown.
struct Ranking;

impl MigrationName for Ranking {
    fn name(&self) -> &str {
        "m20261124_000007_ranking"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Ranking {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, include_str!("sql/ranking.sql")).await?;
        let sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
        for statement in changes::triggers_of_ranking(sqlite) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
