//! Rows of `stock`, `stock_hold` and `stock_movement`.

pub mod stock {
    //! What there is.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stock")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub variant_id: Uuid,
        pub on_hand: i64,
        pub held: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod hold {
    //! What is put aside.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stock_hold")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_id: Uuid,
        pub variant_id: Uuid,
        pub quantity: i64,
        pub state: String,
        pub expires_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod movement {
    //! What changed.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stock_movement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub variant_id: Uuid,
        pub kind: String,
        pub amount: i64,
        pub subject: Option<Uuid>,
        pub actor: Option<Uuid>,
        pub moved_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
