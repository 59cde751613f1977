//! Rows of `orders`, `order_line` and `order_event`.

pub mod order {
    //! Orders.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "orders")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: String,
        pub payment_id: Uuid,
        pub buyer_id: Uuid,
        pub shop_id: Uuid,
        pub state: String,
        pub currency: String,
        pub items_minor: i64,
        pub freight_minor: i64,
        pub total_minor: i64,
        pub fee_minor: i64,
        pub recipient: String,
        pub phone: String,
        pub region_code: String,
        pub region_names: String,
        pub street: String,
        pub note: String,
        pub courier: Option<String>,
        pub tracking_number: Option<String>,
        pub placed_at: i64,
        pub paid_at: Option<i64>,
        pub ship_by: Option<i64>,
        pub shipped_at: Option<i64>,
        pub confirm_by: Option<i64>,
        pub ended_at: Option<i64>,
        pub open_case: Option<Uuid>,
        pub refunded_minor: i64,
        pub refunded_fee_minor: i64,
        pub shop_discount_minor: i64,
        pub market_discount_minor: i64,
        pub refunded_market_discount_minor: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod line {
    //! Their lines.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_id: Uuid,
        pub position: i64,
        pub listing_id: Uuid,
        pub variant_id: Uuid,
        pub title: String,
        pub choices: String,
        pub unit: String,
        pub price_per: i64,
        pub price_minor: i64,
        pub quantity: i64,
        pub total_minor: i64,
        pub picture: String,
        pub discount_minor: i64,
        pub is_perishable: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod event {
    //! What happened to them.
    use crate::kernel::{Fault, Tx};
    use sea_orm::Statement;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_id: Uuid,
        pub event: String,
        pub from_state: Option<String>,
        pub to_state: String,
        pub actor_kind: String,
        pub actor_id: Option<Uuid>,
        pub reason: String,
        pub happened_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}

    const LAST: &str = "SELECT f.id FROM (SELECT v.id FROM order_event v WHERE v.order_id = $1 UNION ALL \
        SELECT w.id FROM aftersales_case c JOIN case_event w ON w.case_id = c.id WHERE c.order_id = $1) f ORDER BY f.id DESC LIMIT 1";

    /// The last thing that happened to an order, or in one of its cases.
    pub async fn last(tx: &Tx, order: Uuid) -> Result<Option<Uuid>, Fault> {
        let last = Statement::from_sql_and_values(tx.get_database_backend(), LAST, [order.into()]);
        Ok(tx.query_one_raw(last).await?.map(|row| row.try_get("", "id")).transpose()?)
    }
}
