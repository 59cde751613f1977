//! Migrations that are the statements of one text, the same on both engines.

use super::steps::run;
use sea_orm_migration::prelude::*;

/// A migration that is the statements of one text, the same on both engines.
macro_rules! the_text_of {
    ($(#[$doc:meta])* $migration:ident, $name:literal, $text:literal) => {
        $(#[$doc])*
        pub struct $migration;

        impl MigrationName for $migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl MigrationTrait for $migration {
            /// All of it or nothing: a process that ends in between begins with the first statement again.
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                run(manager, include_str!($text)).await
            }
        }
    };
}

the_text_of!(
    /// What an operator sets of search.
    SearchSettings,
    "m20261124_000003_search_settings",
    "sql/discovery.sql"
);

the_text_of!(
    /// Money that is collected at the door, and the shops that take it there.
    CashOnDelivery,
    "m20261124_000009_cash_on_delivery",
    "sql/cash.sql"
);

the_text_of!(
    /// What a provider told waits in its row until it was worked on.
    PaymentInbox,
    "m20261127_000010_payment_inbox",
    "sql/payment_inbox.sql"
);

the_text_of!(
    /// Money in another currency than was asked for goes back in it, and what cannot be booked waits for a person.
    OtherCurrencies,
    "m20261127_000011_other_currencies",
    "sql/other_currency.sql"
);

the_text_of!(
    /// A payout may come back after the bank had paid it.
    ReturnedPayouts,
    "m20261128_000012_returned_payouts",
    "sql/returned_payouts.sql"
);

the_text_of!(
    /// The day of a courier's transfer stands beside it.
    RemittanceDays,
    "m20261129_000013_remittance_days",
    "sql/remittance_days.sql"
);

the_text_of!(
    /// Lists in which no place is earned are counted too.
    PlacesOfLists,
    "m20261130_000014_places_of_lists",
    "sql/places_of_lists.sql"
);

the_text_of!(
    /// What a coupon has given is counted with its uses.
    GivenByCoupons,
    "m20261202_000019_given_by_coupons",
    "sql/given_by_coupons.sql"
);

the_text_of!(
    /// From when on a bank card is paid to, and how often payouts came back from it.
    PayoutCards,
    "m20261203_000020_payout_cards",
    "sql/payout_cards.sql"
);

the_text_of!(
    /// In which order payouts ended.
    PayoutTurns,
    "m20261205_000023_payout_turns",
    "sql/payout_turns.sql"
);

the_text_of!(
    /// Shops without an address for returns are told that it is their turn, also of returns that began before it was.
    ReturnsTold,
    "m20261205_000024_returns_told",
    "sql/returns_told.sql"
);

the_text_of!(
    /// What spoils: shops say it of their listings, operators of categories, and orders keep it.
    Perishables,
    "m20261206_000025_perishables",
    "sql/perishables.sql"
);

the_text_of!(
    /// What comes in exchange may be another variant of the same goods.
    WantedVariants,
    "m20261206_000026_wanted_variants",
    "sql/wanted_variants.sql"
);
