//! Rows of `payment`, `payment_event` and `refund`.

pub mod suspense;

use super::unasked::FROM_STATEMENT;
use crate::kernel::{Currency, Fault};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, Condition, ExprTrait};

/// The currency that a refund's row names; the market's own where it names none.
pub(super) fn currency_of(other: Option<&str>, own: Currency) -> Result<Currency, Fault> {
    let Some(code) = other else { return Ok(own) };
    Currency::from_code(code).ok_or_else(|| Fault::broken(format!("currency {code}")))
}

/// The events about this object of the provider's, as [`object_of`](super::told::object_of) reads their ids.
pub(super) fn is_about(object: &str) -> Condition {
    Condition::any().add(event::Column::EventId.eq(object)).add(begins_with(&format!("{object}:")))
}

/// The same as SQL, of the columns that bear an event's id and an object's.
pub(crate) fn tells_of(event_id: &str, object: &str) -> String {
    format!("({event_id} = {object} OR SUBSTR({event_id}, 1, LENGTH({object}) + 1) = {object} || ':')")
}

/// Whether an event's id is what an operator took from this line of the provider's statement.
pub(crate) fn is_of_line(event_id: &str, line_id: &str) -> String {
    format!("{event_id} = '{FROM_STATEMENT}' || {line_id}")
}

/// Whether the line of a statement, by the name of its table, is what an operator has recorded. Whoever else tells something has ids of its
/// own for what it tells and for the lines of its statement.
pub(crate) fn is_recorded(line: &str) -> String {
    format!("EXISTS (SELECT 1 FROM payment_event x WHERE x.provider = {line}.provider AND x.event_id = {line}.line_id)")
}

/// The events whose ids begin with this, letter for letter: to `LIKE`, some letters of theirs would be any letter.
pub(super) fn begins_with(text: &str) -> Expr {
    let letters = i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
    let beginning = Func::cust("SUBSTR").arg(Expr::col(event::Column::EventId)).arg(1).arg(letters);
    Expr::from(beginning).eq(text)
}

/// Promised payments whose parcels are under way, the oldest first: at most $1.
pub(super) const CASH_OUT: &str = "SELECT p.id, o.number, s.name AS shop_name, p.amount_minor, o.courier, o.tracking_number, o.state, \
    o.shipped_at, CAST(NULL AS BIGINT) AS written_off_at FROM payment p JOIN orders o ON o.payment_id = p.id JOIN shop s ON s.id = o.shop_id \
    WHERE p.promised_at IS NOT NULL AND p.state = 'waiting' AND o.shipped_at IS NOT NULL AND o.state <> 'completed' \
    ORDER BY o.shipped_at, o.id LIMIT $1";

/// Promised payments that the market paid for itself, the newest first: at most $1.
pub(super) const CASH_LOST: &str = "SELECT p.id, o.number, s.name AS shop_name, p.amount_minor, o.courier, o.tracking_number, o.state, \
    o.shipped_at, j.made_at AS written_off_at FROM ledger_journal j JOIN payment p ON p.id = j.subject AND p.state = 'waiting' \
    JOIN orders o ON o.payment_id = p.id JOIN shop s ON s.id = o.shop_id \
    WHERE j.kind = 'cash_lost' AND j.phase = 'posted' ORDER BY j.made_at DESC, o.id DESC LIMIT $1";

/// Transfers of couriers that have paid no order and wait for a person, the newest first: at most $1.
pub(super) const CASH_IDLE: &str = "SELECT v.event_id, o.number, v.amount_minor, v.told_day, v.outcome, v.received_at FROM payment_event v \
    JOIN payment p ON p.id = v.payment_id AND p.promised_at IS NOT NULL JOIN orders o ON o.payment_id = p.id WHERE v.outcome = 'unbooked' \
    UNION ALL SELECT v.event_id, o.number, v.amount_minor, v.told_day, v.outcome, v.received_at FROM ledger_journal j \
    JOIN payment p ON p.id = j.subject AND p.promised_at IS NOT NULL JOIN payment_event v ON v.payment_id = p.id AND v.outcome = 'suspended' \
    JOIN orders o ON o.payment_id = p.id WHERE j.kind = 'wrong_amount' AND j.phase = 'posted' AND NOT EXISTS (SELECT 1 FROM ledger_journal w \
    WHERE w.kind = 'wrong_amount_out' AND w.phase = 'posted' AND w.subject = j.subject) ORDER BY received_at DESC, event_id LIMIT $1";

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
        pub promised_at: Option<i64>,
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
        /// Empty until it was worked on.
        pub outcome: String,
        pub received_at: i64,
        pub told_minor: Option<i64>,
        pub told_currency: Option<String>,
        pub refund_id: Option<Uuid>,
        pub due_at: Option<i64>,
        pub attempts: i64,
        pub last_error: Option<String>,
        /// On which day a courier's transfer came; whatever else was told has none.
        pub told_day: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod refund {
    //! Money on its way back.
    use super::currency_of;
    use crate::kernel::{Currency, Fault, Money};
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
        pub refused_because: Option<String>,
        pub refused_at: Option<i64>,
        pub other_currency: Option<String>,
        pub market_discount_minor: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// How much goes back: in the market's own currency, unless the row names another.
        pub fn amount(&self, own: Currency) -> Result<Money, Fault> {
            Ok(Money::new(self.amount_minor, currency_of(self.other_currency.as_deref(), own)?))
        }
    }
}

pub mod look_up {
    //! What the provider is to be asked about.
    use crate::kernel::{Fault, Timestamp};
    use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
    use uuid::Uuid;

    /// What moved and is not settled: $1 the provider, $2 now, $3 the instant before which it waits too long, $4 the instant since which
    /// a payment closed recently. What stays as it is, is asked about ever more rarely: after a quarter of its age. A look that lies ahead
    /// by more than that wait, as no two nodes' clocks differ, was taken by a clock that has been put right, and counts for nothing. Lines
    /// are asked for in the words of the index over those that are no booking.
    const DUE: &str = "SELECT p.id, p.reference FROM payment p WHERE p.provider = $1 \
        AND (p.looked_up_at IS NULL OR p.looked_up_at <= $3 OR p.looked_up_at - $2 > $2 - $3) AND p.id IN ( \
        SELECT w.id FROM payment w WHERE w.state = 'waiting' AND w.created_at <= $3 \
        UNION SELECT c.id FROM payment c WHERE c.state = 'closed' AND c.settled_at >= $4 \
        AND (c.looked_up_at IS NULL OR c.looked_up_at < c.settled_at OR c.looked_up_at - $2 > $2 - $3 \
        OR 4 * ($2 - c.looked_up_at) >= $2 - c.settled_at) \
        UNION SELECT r.payment_id FROM refund r JOIN payment q ON q.id = r.payment_id WHERE r.state = 'waiting' \
        AND r.created_at <= $3 AND (q.looked_up_at IS NULL OR q.looked_up_at - $2 > $2 - $3 \
        OR 4 * ($2 - q.looked_up_at) >= $2 - r.created_at) \
        UNION SELECT l.payment_id FROM provider_report_line l JOIN payment q ON q.id = l.payment_id AND q.provider = l.provider \
        WHERE (l.journal_id IS NULL) = TRUE AND l.kind IN ('captured', 'refunded', 'other') AND l.kind <> 'other' \
        AND (q.looked_up_at IS NULL OR q.looked_up_at - $2 > $2 - $3 OR 4 * ($2 - q.looked_up_at) >= $2 - l.happened_at)) \
        ORDER BY COALESCE(p.looked_up_at, 0), p.id LIMIT $5";

    /// A payment, and the provider's own id of it.
    #[derive(FromQueryResult)]
    pub struct Due {
        pub id: Uuid,
        pub reference: Option<String>,
    }

    /// Payments that are due; `times` are the statement's $2 to $4.
    pub async fn due(db: &impl ConnectionTrait, provider: &str, times: [Timestamp; 3], most: u64) -> Result<Vec<Due>, Fault> {
        let mut values: Vec<Value> = vec![provider.into()];
        values.extend(times.map(|at| Value::from(at.millis())));
        values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
        Ok(Due::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), DUE, values)).all(db).await?)
    }

    /// A refund that waits.
    #[derive(FromQueryResult)]
    pub struct Waiting {
        pub id: Uuid,
    }

    /// Refunds of a payment that were noted before an instant and wait still.
    pub async fn waiting_refunds(db: &impl ConnectionTrait, payment: Uuid, before: Timestamp) -> Result<Vec<Waiting>, Fault> {
        let sql = "SELECT id FROM refund WHERE payment_id = $1 AND state = 'waiting' AND created_at <= $2 \
                   ORDER BY created_at, id LIMIT 100";
        let values: [Value; 2] = [payment.into(), before.millis().into()];
        Ok(Waiting::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
    }
}
