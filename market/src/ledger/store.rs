//! Rows of the books and of payouts.

pub mod account {
    //! Accounts.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub owner: Option<Uuid>,
        pub currency: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod journal {
    //! Journals.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_journal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub subject: Uuid,
        pub phase: String,
        pub settles: Option<Uuid>,
        pub made_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod entry {
    //! Entries.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub journal_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub account_id: Uuid,
        pub amount_minor: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod payout_batch {
    //! Files for the bank.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub made_by: Option<Uuid>,
        pub made_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod payout {
    //! Their lines.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payout")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub batch_id: Uuid,
        pub shop_id: Uuid,
        pub identity_id: Uuid,
        pub amount_minor: i64,
        pub currency: String,
        pub state: String,
        pub reason: Option<String>,
        pub made_at: i64,
        pub ended_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
