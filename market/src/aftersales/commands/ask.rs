//! A buyer opens a case.

use crate::account::Buyer;
use crate::aftersales::rules::{Ends, Part, all_of, ask_from, is_enough, may_ask, may_ask_of_perishable, split, time_for};
use crate::aftersales::steps::{Deed, Wanted, components, freight, in_vain, note, run_clock, tell, wanted};
use crate::aftersales::store::{case, part};
use crate::aftersales::types::{Actor, AskCase, AskRefusal as Refusal, CaseEvent, CaseId, CaseState, Party};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, Timestamp, Tx, clean_text};
use crate::order::{self, OrderId, OrderState};
use crate::payment::{self, PaymentId};
use crate::policy::{self, Policy};
use sea_orm::{ActiveValue::Set, EntityTrait};
use sha2::{Digest, Sha256};

/// Opens a case beside an order. The clock that would release the order's money stops until the case is over. The same attempt
/// once more is the same case.
///
/// # Errors
/// [`Refusal`]; not found for another buyer's order.
pub async fn open_case(market: &Market, buyer: &Buyer, ask: &AskCase) -> Result<CaseId, Problem<Refusal>> {
    let words = clean_text(&ask.words, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Words(error)))?;
    let now = market.now();
    let digest = digest(buyer, ask);
    let tx = market.begin("open_case").await?;
    if opened_before(&tx, ask.attempt, &digest).await? {
        return Ok(ask.attempt);
    }
    let found = order::steps::of_buyer(&tx, buyer, ask.order).await?.ok_or(Problem::NotFound)?;
    if payment::steps::hold_promise(&tx, PaymentId::from_uuid(found.payment_id)).await? {
        return Err(Problem::Refused(Refusal::CashIsOut));
    }
    // It is held from here on: what is left of it, and of its clock, is read when nobody else can take from it.
    let order = order::steps::hold(&tx, ask.order).await?;
    if let Some(open) = order.open_case {
        // The other one may be this very form, sent twice at the same instant.
        let is_this = opened_before(&tx, ask.attempt, &digest).await?;
        return if is_this { Ok(ask.attempt) } else { Err(Problem::Refused(Refusal::OpenCase(CaseId::from_uuid(open)))) };
    }
    let policy = policy::steps::in_force(&*tx, now).await?;
    let ends = ends(&tx, PaymentId::from_uuid(order.payment_id), order.ended_at.map(Timestamp::from_millis), now).await?;
    let state = OrderState::from_code(&order.state).ok_or_else(|| Fault::broken(format!("order state {}", order.state)))?;
    may_ask_now(&tx, ask, state, ends, now).await?;
    if is_enough(state, in_vain(&*tx, order.id, ask.kind).await?) {
        return Err(Problem::Refused(Refusal::Enough));
    }
    let lines = components(&tx, ask.order).await?;
    let freight = (order.freight_minor, freight(&*tx, order.id).await?);
    let parts = cut(&all_of(&lines, freight, &ask.quantities), amount(ask)).map_err(Problem::Refused)?;
    let wanted = wanted(&tx, ask, &parts).await?;
    let opened = order::steps::open_case(&tx, &order, ask.attempt.uuid(), now).await;
    let release_left = opened.map_err(|problem| problem.map(|()| Refusal::NotNow))?;
    let due = time_for(CaseState::Asked, &policy).map(|span| now.after(span));
    let row = case::Model {
        id: ask.attempt.uuid(),
        order_id: order.id,
        buyer_id: order.buyer_id,
        shop_id: order.shop_id,
        request_digest: digest,
        kind: ask.kind.code().to_owned(),
        reason: ask.reason.code().to_owned(),
        state: CaseState::Asked.code().to_owned(),
        amount_minor: parts.iter().map(|part| part.amount).sum(),
        awarded_minor: None,
        courier: None,
        tracking_number: None,
        release_left,
        due_at: due.map(Timestamp::millis),
        opened_at: now.millis(),
        ended_at: None,
        resent_courier: None,
        resent_number: None,
    };
    insert(&tx, &row, &parts, &wanted).await?;
    let actor = Actor { party: Party::Buyer, person: Some(buyer.person()) };
    let deed = Deed { row: &row, event: CaseEvent::Ask, actor, words: &words, amount: Some(row.amount_minor) };
    begin(&tx, &deed, (due, &policy), now).await?;
    tx.commit().await?;
    Ok(ask.attempt)
}

/// Writes down that it was asked for, starts the shop's clock, and tells the shop.
async fn begin(tx: &Tx, deed: &Deed<'_>, (due, policy): (Option<Timestamp>, &Policy), now: Timestamp) -> Result<(), Fault> {
    note(tx, deed, None, CaseState::Asked, now).await?;
    run_clock(tx, deed.row.id, (CaseState::Asked, due), policy, now).await?;
    tell(tx, deed, CaseState::Asked, due, now).await
}

/// Until when the lines of an order that ended then can be asked about. Both sides have read the dates: a rule that changed since does not
/// move them.
async fn ends(tx: &Tx, payment: PaymentId, ended_at: Option<Timestamp>, now: Timestamp) -> Result<Ends, Fault> {
    let cash_at = payment::steps::find(&**tx, payment).await?.and_then(|payment| payment.cash_at);
    let from = ask_from(ended_at, cash_at);
    Ok(Ends::of(from, &policy::steps::in_force(&**tx, from.unwrap_or(now)).await?))
}

/// Whether this can be asked now, also about each of the chosen lines, which are what they were when they were bought.
async fn may_ask_now(tx: &Tx, ask: &AskCase, state: OrderState, ends: Ends, now: Timestamp) -> Result<(), Problem<Refusal>> {
    may_ask(ask.kind, state, ends.others, now).map_err(Problem::Refused)?;
    let is_chosen = |line: i64| ask.quantities.iter().any(|(position, quantity)| *position == line && *quantity > 0);
    for line in order::steps::lines(&**tx, ask.order).await? {
        if line.is_perishable && is_chosen(line.position) {
            let may = may_ask_of_perishable((ask.kind, ask.reason), state, ends, now);
            may.map_err(|why| Problem::Refused(Refusal::Perishable { line: line.position, why }))?;
        }
    }
    Ok(())
}

/// Whether this attempt has opened its case; refused where it was used for something else.
async fn opened_before(tx: &Tx, attempt: CaseId, digest: &[u8]) -> Result<bool, Problem<Refusal>> {
    match case::Entity::find_by_id(attempt.uuid()).one(&**tx).await? {
        Some(same) if same.request_digest == digest => Ok(true),
        Some(_) => Err(Problem::Refused(Refusal::AttemptReused)),
        None => Ok(false),
    }
}

/// How much money is asked for, where it is not all. Goods are sent once more as they were bought, or all that they cost goes back.
fn amount(ask: &AskCase) -> Option<i64> {
    ask.amount_minor.filter(|_| !ask.kind.is_of_goods())
}

fn cut(whole: &Result<Vec<Part>, crate::aftersales::rules::ShareError>, amount: Option<i64>) -> Result<Vec<Part>, Refusal> {
    let whole = whole.as_ref().map_err(|error| Refusal::Share(*error))?;
    let most = whole.iter().map(|part| part.amount).sum();
    split(whole, amount.unwrap_or(most)).map_err(Refusal::Share)
}

/// Writes down a case and what it asks for.
async fn insert(tx: &Tx, row: &case::Model, parts: &[Part], wanted: &[Wanted]) -> Result<(), Fault> {
    case::Entity::insert(case::ActiveModel::from(row.clone())).exec_without_returning(&**tx).await?;
    let rows = (0_i64..).zip(parts).map(|(position, cut)| {
        let other = wanted.iter().find(|other| Some(other.line) == cut.line);
        part::ActiveModel {
            case_id: Set(row.id),
            position: Set(position),
            line: Set(cut.line),
            quantity: Set(cut.quantity),
            amount_minor: Set(cut.amount),
            wanted_variant_id: Set(other.map(|other| other.variant)),
            wanted_choices: Set(other.map(|other| other.choices.clone())),
        }
    });
    part::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// What makes two forms with the same attempt the same form.
fn digest(buyer: &Buyer, ask: &AskCase) -> Vec<u8> {
    let mut hash = Sha256::new()
        .chain_update(buyer.person().uuid().as_bytes())
        .chain_update(OrderId::uuid(ask.order).as_bytes())
        .chain_update(ask.kind.code())
        .chain_update([0])
        .chain_update(ask.reason.code())
        .chain_update([0])
        .chain_update(ask.words.as_bytes())
        .chain_update([0])
        .chain_update(ask.amount_minor.unwrap_or(-1).to_le_bytes());
    for (position, quantity) in &ask.quantities {
        hash.update(position.to_le_bytes());
        hash.update(quantity.to_le_bytes());
    }
    if !ask.wanted.is_empty() {
        // No list of quantities is as long as one with this and what follows.
        hash.update([1_u8]);
    }
    for (position, variant) in &ask.wanted {
        hash.update(position.to_le_bytes());
        hash.update(variant.uuid().as_bytes());
    }
    hash.finalize().to_vec()
}
