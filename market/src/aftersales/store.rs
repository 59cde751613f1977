//! Rows of cases, of what was said and shown in them, and of the parts of refunds.

use crate::kernel::Fault;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// What went back of a line of an order, or of its freight where `line` is none, in all refunds.
#[derive(FromQueryResult)]
pub struct Back {
    pub line: Option<i64>,
    pub quantity: i64,
    pub amount: i64,
}

const BACK: &str = "SELECT p.line, CAST(SUM(p.quantity) AS BIGINT) AS quantity, CAST(SUM(p.amount_minor) AS BIGINT) AS amount \
                    FROM refund_part p JOIN refund r ON r.id = p.refund_id WHERE r.order_id = $1 GROUP BY p.line";

/// What went back of an order.
pub async fn back(db: &impl ConnectionTrait, order: Uuid) -> Result<Vec<Back>, Fault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), BACK, [order.into()]);
    Ok(Back::find_by_statement(statement).all(db).await?)
}

/// What was sent for a line by a case that is over: the buyer has it, unless all of its money went back.
#[derive(FromQueryResult)]
pub struct Came {
    pub line: i64,
    pub quantity: i64,
    /// The variant; none where it was the one that was bought.
    pub variant: Option<Uuid>,
    /// Its choices, as a line of an order keeps them.
    pub choices: Option<String>,
}

/// In the order in which the parcels left, which the ids of events say and no clock changes.
const CAME: &str = "SELECT p.line, p.quantity, p.wanted_variant_id AS variant, p.wanted_choices AS choices FROM aftersales_case c \
                    JOIN aftersales_part p ON p.case_id = c.id JOIN case_event v ON v.case_id = c.id AND v.event = 'resend' \
                    WHERE c.order_id = $1 AND p.line IS NOT NULL AND c.ended_at IS NOT NULL \
                    AND COALESCE(c.awarded_minor, 0) < c.amount_minor";
const IN_ORDER: &str = "ORDER BY v.id, p.position";

/// What came for an order's lines after its own parcel, oldest first.
pub async fn came(db: &impl ConnectionTrait, order: Uuid) -> Result<Vec<Came>, Fault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), format!("{CAME} {IN_ORDER}"), [order.into()]);
    Ok(Came::find_by_statement(statement).all(db).await?)
}

/// The same, as it was when this case of the order was opened.
pub async fn came_before(db: &impl ConnectionTrait, order: Uuid, case: Uuid) -> Result<Vec<Came>, Fault> {
    let sql = format!("{CAME} AND v.id < (SELECT a.id FROM case_event a WHERE a.case_id = $2 AND a.event = 'ask') {IN_ORDER}");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [order.into(), case.into()]);
    Ok(Came::find_by_statement(statement).all(db).await?)
}

/// What came last for a line, which counts as what its buyer has; none where that is what they bought.
pub fn came_last(came: &[Came], line: i64) -> Option<&Came> {
    came.iter().rev().find(|came| came.line == line).filter(|came| came.variant.is_some())
}

/// Whether a case `c` waits for goods to go back to a shop that has not said where to.
pub const LACKS_ADDRESS: &str =
    "(c.state = 'returning' AND NOT EXISTS (SELECT 1 FROM shop_return_address a WHERE a.shop_id = c.shop_id))";

/// The same of one case, as it stands for whoever asks: within a transaction, as that has moved it.
pub async fn lacks_address(db: &impl ConnectionTrait, case: Uuid) -> Result<bool, Fault> {
    let sql = format!("SELECT 1 AS found FROM aftersales_case c WHERE c.id = $1 AND {LACKS_ADDRESS}");
    Ok(db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [case.into()])).await?.is_some())
}

pub mod case {
    //! Cases.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "aftersales_case")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_id: Uuid,
        pub buyer_id: Uuid,
        pub shop_id: Uuid,
        pub request_digest: Vec<u8>,
        pub kind: String,
        pub reason: String,
        pub state: String,
        pub amount_minor: i64,
        pub awarded_minor: Option<i64>,
        pub courier: Option<String>,
        pub tracking_number: Option<String>,
        pub release_left: Option<i64>,
        pub due_at: Option<i64>,
        pub opened_at: i64,
        pub ended_at: Option<i64>,
        pub resent_courier: Option<String>,
        pub resent_number: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod part {
    //! What is asked for.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "aftersales_part")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub line: Option<i64>,
        pub quantity: i64,
        pub amount_minor: i64,
        pub wanted_variant_id: Option<Uuid>,
        pub wanted_choices: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod event {
    //! What happened and what was said.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub event: String,
        pub from_state: Option<String>,
        pub to_state: String,
        pub party: String,
        pub person_id: Option<Uuid>,
        pub words: String,
        pub amount_minor: Option<i64>,
        pub happened_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod evidence {
    //! Photos.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_evidence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub event_id: Uuid,
        pub party: String,
        pub name: String,
        pub width: i64,
        pub height: i64,
        pub shown_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod refund_part {
    //! What went back, by line.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refund_part")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub refund_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub line: Option<i64>,
        pub quantity: i64,
        pub amount_minor: i64,
        pub is_restocked: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
