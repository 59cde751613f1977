//! Moves a case, and does what its end asks for, within a command's transaction.

mod again;
mod desk;
mod ends;
mod lines;
mod parcels;
mod returns;
mod settle;
mod vain;
mod wanted;

pub(super) use again::resend;
pub(crate) use desk::refund_at_desk;
pub(crate) use ends::put_case_right;
pub(super) use lines::{components, components_of, freight};
pub(super) use parcels::is_known_parcel;
pub(crate) use returns::restart_returns;
pub(super) use vain::in_vain;
pub(super) use wanted::{Wanted, named, told_apart, wanted};

use super::rules::{on, remind_at, reminded, time_for, waits_for};
use super::store::{case, event, lacks_address};
use super::types::{Actor, CaseEvent, CaseId, CaseKind, CaseRefusal, CaseState, Party};
use crate::account;
use crate::account::PersonId;
use crate::kernel::{Fault, Money, Problem, Timestamp, Tx};
use crate::order::{self, OrderId};
use crate::outbox::{self, Job, Letter};
use crate::policy::{self, Policy};
use crate::shop::{self, ShopId};
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// What somebody does in a case.
pub(super) struct Deed<'a> {
    pub(super) row: &'a case::Model,
    pub(super) event: CaseEvent,
    pub(super) actor: Actor,
    pub(super) words: &'a str,
    pub(super) amount: Option<i64>,
}

/// The state in a row.
pub(super) fn state_of(row: &case::Model) -> Result<CaseState, Fault> {
    CaseState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("case state {}", row.state)))
}

/// The kind in a row.
pub(super) fn kind_of(row: &case::Model) -> Result<CaseKind, Fault> {
    CaseKind::from_code(&row.kind).ok_or_else(|| Fault::broken(format!("case kind {}", row.kind)))
}

/// Moves a case, if nobody else moved it first. None where this very deed was done before: once more is the same answer.
pub(super) async fn claim(tx: &Tx, deed: &Deed<'_>) -> Result<Option<CaseState>, Problem<CaseRefusal>> {
    let seen = state_of(deed.row)?;
    let Some(next) = on(seen, deed.event, kind_of(deed.row)?) else {
        return if is_repeated(tx, deed).await? { Ok(None) } else { Err(Problem::Refused(CaseRefusal::NotFrom(seen))) };
    };
    let moved = case::Entity::update_many()
        .col_expr(case::Column::State, Expr::value(next.code()))
        .filter(case::Column::Id.eq(deed.row.id))
        .filter(case::Column::State.eq(seen.code()))
        .exec(&**tx)
        .await?;
    if moved.rows_affected == 1 { Ok(Some(next)) } else { Err(Problem::Refused(CaseRefusal::ChangedMeanwhile)) }
}

/// Every event happens once a case at most, so that this deed is known by its row.
async fn is_repeated(tx: &Tx, deed: &Deed<'_>) -> Result<bool, Fault> {
    let same = event::Entity::find()
        .filter(event::Column::CaseId.eq(deed.row.id))
        .filter(event::Column::Event.eq(deed.event.code()))
        .one(&**tx)
        .await?;
    Ok(same.is_some_and(|same| {
        same.party == deed.actor.party.code()
            && same.person_id == deed.actor.person.map(PersonId::uuid)
            && same.words == deed.words
            && same.amount_minor == deed.amount
    }))
}

/// After a case was moved: writes down who did, does what its end asks for or starts the next clock, and tells the others.
pub(super) async fn follow(tx: &Tx, deed: &Deed<'_>, next: CaseState, now: Timestamp) -> Result<(), Fault> {
    let seen = state_of(deed.row)?;
    note(tx, deed, Some(seen), next, now).await?;
    let policy = policy::steps::in_force(&**tx, now).await?;
    let due = time_for(next, &policy).map(|span| now.after(span));
    let awarded = awarded(deed, next);
    case::Entity::update_many()
        .col_expr(case::Column::DueAt, Expr::value(due.map(Timestamp::millis)))
        .col_expr(case::Column::AwardedMinor, Expr::value(awarded))
        .col_expr(case::Column::EndedAt, Expr::value(next.is_over().then(|| now.millis())))
        .filter(case::Column::Id.eq(deed.row.id))
        .exec(&**tx)
        .await?;
    if next.is_over() {
        if next == CaseState::Settled {
            settle::settle(tx, deed, awarded.unwrap_or_default(), now).await?;
        }
        let stood = (Timestamp::from_millis(deed.row.opened_at), deed.row.release_left);
        order::steps::close_case(tx, OrderId::from_uuid(deed.row.order_id), stood, now).await?;
    }
    run_clock(tx, deed.row.id, (next, due), &policy, now).await?;
    tell(tx, deed, next, due, now).await
}

/// What the buyer gets, as far as that is known: nothing is, while goods are to come in its place.
fn awarded(deed: &Deed<'_>, next: CaseState) -> Option<i64> {
    let is_of_goods = CaseKind::from_code(&deed.row.kind).is_some_and(CaseKind::is_of_goods);
    match deed.event {
        CaseEvent::Decide | CaseEvent::DecideAgain => deed.amount,
        CaseEvent::CarryOut | CaseEvent::Appeal => deed.row.awarded_minor,
        CaseEvent::Agree
        | CaseEvent::AgreeSilently
        | CaseEvent::Receive
        | CaseEvent::ReceiveSilently
        | CaseEvent::GiveBack
        | CaseEvent::GiveBackSilently
        | CaseEvent::WaiveSilently => (next == CaseState::Settled || !is_of_goods).then_some(deed.row.amount_minor),
        CaseEvent::Ask
        | CaseEvent::Say
        | CaseEvent::Refuse
        | CaseEvent::Withdraw
        | CaseEvent::Lapse
        | CaseEvent::Escalate
        | CaseEvent::Send
        | CaseEvent::Contest
        | CaseEvent::Resend
        | CaseEvent::Confirm
        | CaseEvent::ConfirmSilently => None,
    }
}

/// Starts the clock of a state and the reminder before it, or stops both.
pub(super) async fn run_clock(
    tx: &Tx,
    subject: uuid::Uuid,
    (state, due): (CaseState, Option<Timestamp>),
    policy: &Policy,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(due) = due else {
        timer::steps::cancel(tx, TimerKind::Case, subject, now).await?;
        timer::steps::cancel(tx, TimerKind::RemindCase, subject, now).await?;
        return Ok(());
    };
    timer::steps::restart(tx, TimerKind::Case, subject, due, now).await?;
    match remind_at(state, due, policy, now) {
        Some(at) => timer::steps::restart(tx, TimerKind::RemindCase, subject, at, now).await?,
        None => {
            timer::steps::cancel(tx, TimerKind::RemindCase, subject, now).await?;
        }
    }
    Ok(())
}

/// Writes down what happened or was said. The event's id.
pub(super) async fn note(
    tx: &Tx,
    deed: &Deed<'_>,
    from: Option<CaseState>,
    to: CaseState,
    now: Timestamp,
) -> Result<uuid::Uuid, Fault> {
    let event = order::steps::next_event(tx, deed.row.order_id, now).await?;
    let row = event::ActiveModel {
        id: Set(event),
        case_id: Set(deed.row.id),
        event: Set(deed.event.code().to_owned()),
        from_state: Set(from.map(|state| state.code().to_owned())),
        to_state: Set(to.code().to_owned()),
        party: Set(deed.actor.party.code().to_owned()),
        person_id: Set(deed.actor.person.map(PersonId::uuid)),
        words: Set(deed.words.to_owned()),
        amount_minor: Set(deed.amount),
        happened_at: Set(now.millis()),
    };
    event::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(event)
}

/// A letter to everybody who did not do it.
pub(super) async fn tell(
    tx: &Tx,
    deed: &Deed<'_>,
    state: CaseState,
    due: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Fault> {
    let order = order::steps::find(tx, OrderId::from_uuid(deed.row.order_id)).await?;
    let kind = kind_of(deed.row)?;
    let lacks_address = lacks_address(&**tx, deed.row.id).await?;
    let swaps = wanted::swaps(tx, deed, kind).await?;
    let letter = |party| Letter::Case {
        case: CaseId::from_uuid(deed.row.id),
        order: OrderId::from_uuid(deed.row.order_id),
        number: order.number.clone(),
        kind: Some(kind),
        event: deed.event,
        state,
        by: deed.actor.party,
        party,
        due,
        amount: deed.amount.or(awarded(deed, state)).or(deed.row.awarded_minor).map(|minor| Money::new(minor, tx.currency())),
        // Whoever sends something says its number, and nothing else.
        parcel: matches!(deed.event, CaseEvent::Send | CaseEvent::Resend).then(|| deed.words.to_owned()),
        lacks_address,
        swaps: swaps.clone(),
    };
    if deed.actor.party != Party::Buyer {
        send(tx, PersonId::from_uuid(deed.row.buyer_id), letter(Party::Buyer), now).await?;
    }
    if deed.actor.party != Party::Shop {
        for person in shop::steps::owners(tx, ShopId::from_uuid(deed.row.shop_id)).await? {
            send(tx, person, letter(Party::Shop), now).await?;
        }
    }
    if waits_for(state) == Some(Party::Operator) && deed.actor.party != Party::Operator {
        for person in account::steps::operators(tx).await? {
            send(tx, person, letter(Party::Operator), now).await?;
        }
    }
    Ok(())
}

/// A letter to those who have to act until `due`, or may.
pub(super) async fn remind(tx: &Tx, row: &case::Model, due: Timestamp, now: Timestamp) -> Result<(), Fault> {
    let (kind, state) = (kind_of(row)?, state_of(row)?);
    let order = order::steps::find(tx, OrderId::from_uuid(row.order_id)).await?;
    let lacks_address = lacks_address(&**tx, row.id).await?;
    for party in reminded(state, lacks_address) {
        let letter = Letter::CaseDue {
            case: CaseId::from_uuid(row.id),
            order: OrderId::from_uuid(row.order_id),
            number: order.number.clone(),
            kind: Some(kind),
            state,
            party,
            due,
            amount: row.awarded_minor.map(|minor| Money::new(minor, tx.currency())),
            lacks_address,
        };
        let people = match party {
            Party::Buyer => vec![PersonId::from_uuid(row.buyer_id)],
            Party::Shop => shop::steps::owners(tx, ShopId::from_uuid(row.shop_id)).await?,
            Party::Operator => account::steps::operators(tx).await?,
            Party::Timer => Vec::new(),
        };
        for person in people {
            send(tx, person, letter.clone(), now).await?;
        }
    }
    Ok(())
}

async fn send(tx: &Tx, person: PersonId, letter: Letter, now: Timestamp) -> Result<(), Fault> {
    outbox::steps::enqueue(tx, &Job::Notify { person, letter }, now).await?;
    Ok(())
}
