//! Rows of `provider_report` and `provider_report_line`.

pub mod report {
    //! How far statements were read.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_report")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub provider: String,
        pub read_until: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod line {
    //! Their lines.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_report_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub provider: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub line_id: String,
        pub kind: String,
        pub reference: Option<String>,
        pub payment_id: Option<Uuid>,
        pub refund_id: Option<Uuid>,
        pub amount_minor: i64,
        pub currency: String,
        pub happened_at: i64,
        pub journal_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
