//! What other slices do with payments inside their transaction.

use super::store::{payment, refund};
use super::types::{PaymentId, PaymentState, RefundId, RefundState};
use crate::account::PersonId;
use crate::kernel::{Currency, Fault, Money, Timestamp, Tx};
use crate::order::OrderId;
use crate::outbox::{self, Job};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// A payment's row, as other slices see it.
#[derive(Clone, Debug)]
pub(crate) struct PaymentRow {
    pub(crate) id: PaymentId,
    pub(crate) buyer: PersonId,
    pub(crate) request_digest: Vec<u8>,
    pub(crate) state: PaymentState,
    pub(crate) provider: String,
    pub(crate) amount: Money,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    /// Whether it is, or was to be, paid in cash at the door.
    pub(crate) is_cash: bool,
    /// When its cash reached the market; none where it did not, and of what is paid otherwise.
    pub(crate) cash_at: Option<Timestamp>,
}

fn read(row: payment::Model) -> Result<PaymentRow, Fault> {
    let state = PaymentState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("payment state {}", row.state)))?;
    let currency = Currency::from_code(&row.currency).ok_or_else(|| Fault::broken(format!("currency {}", row.currency)))?;
    Ok(PaymentRow {
        id: PaymentId::from_uuid(row.id),
        buyer: PersonId::from_uuid(row.buyer_id),
        request_digest: row.request_digest,
        state,
        provider: row.provider,
        amount: Money::new(row.amount_minor, currency),
        created_at: Timestamp::from_millis(row.created_at),
        expires_at: Timestamp::from_millis(row.expires_at),
        is_cash: row.promised_at.is_some(),
        cash_at: row
            .settled_at
            .filter(|_| row.promised_at.is_some() && state == PaymentState::Captured)
            .map(Timestamp::from_millis),
    })
}

/// The payment with this id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: PaymentId) -> Result<Option<PaymentRow>, Fault> {
    payment::Entity::find_by_id(id.uuid()).one(db).await?.map(read).transpose()
}

/// Whether another amount than was asked for came, or in another currency, and waits for a person.
pub(crate) async fn holds_other_amount(db: &impl ConnectionTrait, id: PaymentId) -> Result<bool, Fault> {
    Ok(super::store::suspense::still_held(db, id.uuid()).await?.is_some())
}

/// A new payment to be written.
pub(crate) struct NewPayment {
    pub(crate) id: PaymentId,
    pub(crate) buyer: PersonId,
    pub(crate) request_digest: Vec<u8>,
    pub(crate) provider: &'static str,
    pub(crate) amount: Money,
    pub(crate) expires_at: Timestamp,
    /// Whether the buyer promises to pay in cash at the door.
    pub(crate) is_promise: bool,
}

/// Writes a payment. False where this id exists already: somebody else, or another tab, was first.
pub(crate) async fn insert(tx: &Tx, new: &NewPayment, now: Timestamp) -> Result<bool, DbErr> {
    let row = payment::ActiveModel {
        id: Set(new.id.uuid()),
        buyer_id: Set(new.buyer.uuid()),
        request_digest: Set(new.request_digest.clone()),
        state: Set(PaymentState::Waiting.code().to_owned()),
        provider: Set(new.provider.to_owned()),
        amount_minor: Set(new.amount.minor()),
        currency: Set(new.amount.currency().code().to_owned()),
        reference: Set(None),
        created_at: Set(now.millis()),
        expires_at: Set(new.expires_at.millis()),
        settled_at: Set(None),
        looked_up_at: Set(None),
        promised_at: Set(new.is_promise.then(|| now.millis())),
    };
    let written = payment::Entity::insert(row)
        .on_conflict(OnConflict::column(payment::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(written == 1)
}

/// Moves a waiting payment on that is to be paid before the goods leave. `unexpired_at` also demands that its time is not over.
/// False where it was moved before.
pub(crate) async fn settle(
    tx: &Tx,
    id: PaymentId,
    to: PaymentState,
    unexpired_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let mut update = payment::Entity::update_many()
        .col_expr(payment::Column::State, Expr::value(to.code()))
        .col_expr(payment::Column::SettledAt, Expr::value(now.millis()))
        .filter(payment::Column::Id.eq(id.uuid()))
        .filter(payment::Column::State.eq(PaymentState::Waiting.code()))
        .filter(payment::Column::PromisedAt.is_null());
    if let Some(at) = unexpired_at {
        update = update.filter(payment::Column::ExpiresAt.gt(at.millis()));
    }
    Ok(update.exec(&**tx).await?.rows_affected == 1)
}

/// Lets a payment that waits and is to be paid before the goods leave expire at `at`, where that was to be after `latest`. False
/// where it was not, or the payment was moved on before.
pub(crate) async fn expire_at(tx: &Tx, id: PaymentId, (at, latest): (Timestamp, Timestamp)) -> Result<bool, DbErr> {
    let moved = payment::Entity::update_many()
        .col_expr(payment::Column::ExpiresAt, Expr::value(at.millis()))
        .filter(payment::Column::Id.eq(id.uuid()))
        .filter(payment::Column::State.eq(PaymentState::Waiting.code()))
        .filter(payment::Column::PromisedAt.is_null())
        .filter(payment::Column::ExpiresAt.gt(latest.millis()))
        .exec(&**tx)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Keeps or breaks the promise of a payment in cash: it is captured or closed. False where it promises nothing, or not any more.
pub(crate) async fn settle_promise(tx: &Tx, id: PaymentId, to: PaymentState, now: Timestamp) -> Result<bool, DbErr> {
    let settled = payment::Entity::update_many()
        .col_expr(payment::Column::State, Expr::value(to.code()))
        .col_expr(payment::Column::SettledAt, Expr::value(now.millis()))
        .filter(payment::Column::Id.eq(id.uuid()))
        .filter(payment::Column::State.eq(PaymentState::Waiting.code()))
        .filter(payment::Column::PromisedAt.is_not_null())
        .exec(&**tx)
        .await?;
    Ok(settled.rows_affected == 1)
}

/// Whether the money of a payment is promised and not here. The row is written as it is: until this transaction ends, its cash
/// cannot arrive, so whoever asks may act on the answer. Asked before the order's row is taken, as a capture takes them too.
pub(crate) async fn hold_promise(tx: &Tx, id: PaymentId) -> Result<bool, DbErr> {
    let held = payment::Entity::update_many()
        .col_expr(payment::Column::State, Expr::value(PaymentState::Waiting.code()))
        .filter(payment::Column::Id.eq(id.uuid()))
        .filter(payment::Column::State.eq(PaymentState::Waiting.code()))
        .filter(payment::Column::PromisedAt.is_not_null())
        .exec(&**tx)
        .await?;
    Ok(held.rows_affected == 1)
}

/// Keeps others off a payment until this transaction ends: what one of them books of it, the other finds. The row is written as it is.
pub(crate) async fn hold(tx: &Tx, id: PaymentId) -> Result<(), DbErr> {
    let same = Expr::col(payment::Column::State);
    let held = payment::Entity::update_many().col_expr(payment::Column::State, same).filter(payment::Column::Id.eq(id.uuid()));
    held.exec(&**tx).await?;
    Ok(())
}

/// How many payments of a buyer are promised and not here.
pub(crate) async fn open_promises(db: &impl ConnectionTrait, buyer: PersonId) -> Result<u64, DbErr> {
    payment::Entity::find()
        .filter(payment::Column::BuyerId.eq(buyer.uuid()))
        .filter(payment::Column::State.eq(PaymentState::Waiting.code()))
        .filter(payment::Column::PromisedAt.is_not_null())
        .count(db)
        .await
}

/// Where money that goes back comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefundSource {
    /// What is held for the order.
    Escrow,
    /// The shop, which has it already, and the market, which has its fee.
    Shop,
    /// A payment that came too late.
    Late,
    /// Another amount than was asked for.
    Suspense,
}

impl RefundSource {
    const fn code(self) -> &'static str {
        match self {
            Self::Escrow => "escrow",
            Self::Shop => "shop",
            Self::Late => "late",
            Self::Suspense => "suspense",
        }
    }
}

/// Money that goes back.
#[derive(Clone, Debug)]
pub(crate) struct NewRefund {
    pub(crate) id: RefundId,
    pub(crate) payment: PaymentId,
    pub(crate) order: Option<OrderId>,
    pub(crate) case: Option<Uuid>,
    pub(crate) amount: Money,
    /// The part of it that is the market's fee.
    pub(crate) fee_minor: i64,
    /// What the market had added to it, and has again.
    pub(crate) market_discount_minor: i64,
    pub(crate) source: RefundSource,
    pub(crate) reason: &'static str,
}

/// Notes that money goes back, and lets a job ask the provider for it.
pub(crate) async fn refund(tx: &Tx, new: &NewRefund, now: Timestamp) -> Result<(), Fault> {
    refund::Entity::insert(waiting(new, tx.currency(), now)).exec_without_returning(&**tx).await?;
    outbox::steps::enqueue(tx, &Job::Refund { refund: new.id.uuid() }, now).await?;
    Ok(())
}

/// Notes money that its buyer has back already, and nobody is to be asked for.
pub(crate) async fn refund_given(tx: &Tx, new: &NewRefund, now: Timestamp) -> Result<(), Fault> {
    let (state, done_at) = (Set(RefundState::Done.code().to_owned()), Set(Some(now.millis())));
    let given = refund::ActiveModel { state, done_at, ..waiting(new, tx.currency(), now) };
    refund::Entity::insert(given).exec_without_returning(&**tx).await?;
    Ok(())
}

fn waiting(new: &NewRefund, own: Currency, now: Timestamp) -> refund::ActiveModel {
    let other = Some(new.amount.currency()).filter(|currency| *currency != own);
    refund::ActiveModel {
        id: Set(new.id.uuid()),
        payment_id: Set(new.payment.uuid()),
        order_id: Set(new.order.map(OrderId::uuid)),
        case_id: Set(new.case),
        amount_minor: Set(new.amount.minor()),
        fee_minor: Set(new.fee_minor),
        source: Set(new.source.code().to_owned()),
        reason: Set(new.reason.to_owned()),
        state: Set(RefundState::Waiting.code().to_owned()),
        created_at: Set(now.millis()),
        done_at: Set(None),
        refused_because: Set(None),
        refused_at: Set(None),
        other_currency: Set(other.map(|currency| currency.code().to_owned())),
        market_discount_minor: Set(new.market_discount_minor),
    }
}
