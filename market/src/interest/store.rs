//! Rows of `favourite` and `followed_shop`.

pub mod favourite {
    //! Goods.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "favourite")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub listing_id: Uuid,
        pub title: String,
        pub kept_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod followed_shop {
    //! Shops.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "followed_shop")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub shop_id: Uuid,
        pub since: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What goods are called that are on sale.
pub(super) const TITLE_ON_SALE: &str = "SELECT title FROM listing WHERE id = $1 AND state = 'published'";
