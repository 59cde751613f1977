//! Rows of `payment`, `payment_event` and `refund`.

pub mod payment {
    //! Payments.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub buyer_id: Uuid,
        pub request_digest: Vec<u8>,
        pub state: String,
        pub provider: String,
        pub amount_minor: i64,
        pub currency: String,
        pub reference: Option<String>,
        pub created_at: i64,
        pub expires_at: i64,
        pub settled_at: Option<i64>,
        pub looked_up_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod event {
    //! What providers told.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub provider: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: String,
        pub payment_id: Uuid,
        pub kind: String,
        pub amount_minor: i64,
        pub outcome: String,
        pub received_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod refund {
    //! Money on its way back.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refund")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub payment_id: Uuid,
        pub order_id: Option<Uuid>,
        pub case_id: Option<Uuid>,
        pub amount_minor: i64,
        pub fee_minor: i64,
        pub source: String,
        pub reason: String,
        pub state: String,
        pub created_at: i64,
        pub done_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
