//! What people and clocks do in a case: one file a side, and one for what both do.

mod ask;
mod buyer;
mod clocks;
mod operator;
mod parcel;
mod shop;
mod talk;

pub use ask::open_case;
pub use buyer::{confirm_goods, escalate_case, send_return, withdraw_case};
pub use clocks::{case_clock, remind_case};
pub use operator::{appeal_case, decide_case};
pub use shop::{agree_to_case, contest_return, give_back_instead, receive_return, refuse_case, resend_goods};
pub use talk::{Evidence, MESSAGE_PHOTOS_MAX, say_in_case};

use super::steps::{Deed, claim, follow};
use super::store::{case, event};
use super::types::{Actor, CaseId, CaseRefusal, Party};
use crate::account::{Buyer, Operator};
use crate::attempt::{self, Content};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Problem, TextError, Timestamp, Tx, clean_text};
use crate::shop::ShopStaff;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Somebody who takes part in a case.
#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    /// Its buyer.
    Buyer(&'a Buyer),
    /// Somebody of its shop who may answer buyers.
    Shop(&'a ShopStaff),
    /// An operator.
    Operator(&'a Operator),
}

impl Who<'_> {
    const fn actor(&self) -> Actor {
        match self {
            Self::Buyer(buyer) => Actor { party: Party::Buyer, person: Some(buyer.person()) },
            Self::Shop(staff) => Actor { party: Party::Shop, person: Some(staff.person()) },
            Self::Operator(operator) => Actor { party: Party::Operator, person: Some(operator.person()) },
        }
    }
}

/// The case, for somebody who takes part in it.
async fn find<R>(tx: &Tx, who: Who<'_>, id: CaseId) -> Result<case::Model, Problem<R>> {
    let mut rows = case::Entity::find_by_id(id.uuid());
    rows = match who {
        Who::Buyer(buyer) => rows.filter(case::Column::BuyerId.eq(buyer.person().uuid())),
        Who::Shop(staff) if staff.may_answer() => rows.filter(case::Column::ShopId.eq(staff.shop().uuid())),
        Who::Shop(_) => return Err(Problem::NotFound),
        Who::Operator(_) => rows,
    };
    rows.one(&**tx).await.map_err(Fault::from)?.ok_or(Problem::NotFound)
}

/// Keeps others off a case until this transaction ends, and reads it. The case first, then its clocks: the same order in which
/// everybody takes them, so that no two can deadlock.
async fn hold(tx: &Tx, id: CaseId) -> Result<case::Model, Fault> {
    case::Entity::update_many()
        .col_expr(case::Column::State, Expr::col(case::Column::State))
        .filter(case::Column::Id.eq(id.uuid()))
        .exec(&**tx)
        .await?;
    case::Entity::find_by_id(id.uuid()).one(&**tx).await?.ok_or_else(|| Fault::broken("a case to be held is not there"))
}

/// How many entries of a case's timeline are one side's.
async fn entries_of(tx: &Tx, row: &case::Model, party: Party) -> Result<u64, Fault> {
    let theirs = event::Entity::find().filter(event::Column::CaseId.eq(row.id)).filter(event::Column::Party.eq(party.code()));
    Ok(theirs.count(&**tx).await?)
}

/// Moves a case in a transaction of its own, which the caller commits. False where this was done before: once more is the same
/// answer.
async fn act(tx: &Tx, deed: &Deed<'_>, now: Timestamp) -> Result<bool, Problem<CaseRefusal>> {
    act_for(tx, deed, content(deed), now).await
}

/// What the form of a deed asks for.
fn content(deed: &Deed<'_>) -> Content {
    Content::of(deed.row.id).text(deed.event.code()).text(deed.words).number(deed.amount)
}

/// The same as [`act`], where the form asks for more than the deed tells.
async fn act_for(tx: &Tx, deed: &Deed<'_>, content: Content, now: Timestamp) -> Result<bool, Problem<CaseRefusal>> {
    if let Some(person) = deed.actor.person
        && attempt::steps::is_repeated(tx, person, content, now).await?
    {
        return Ok(false);
    }
    let Some(next) = claim(tx, deed).await? else { return Ok(false) };
    follow(tx, deed, next, now).await?;
    Ok(true)
}

fn words(text: &str) -> Result<String, Problem<CaseRefusal>> {
    clean_text(text, NOTE_CHARS_MAX).map_err(|error: TextError| Problem::Refused(CaseRefusal::Words(error)))
}
