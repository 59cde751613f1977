//! Words and photos in a case.

use super::operator::refuse_party;
use super::{Who, entries_of, find, hold, words};
use crate::aftersales::evidence::is_fresh;
use crate::aftersales::steps::{Deed, note, state_of, tell};
use crate::aftersales::store::evidence;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal, EvidenceId};
use crate::attempt::{self, Content};
use crate::kernel::{Market, Problem, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Photos of one message.
pub const MESSAGE_PHOTOS_MAX: usize = 6;
/// Messages and moves of one side of a case. Each has room of its own, so that nobody can keep another from being heard.
const EVENTS_MAX: u64 = 150;
/// Photos of one side of a case.
const EVIDENCE_MAX: u64 = 60;

/// A photo that was checked, cleaned and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which; the same once more is there already.
    pub id: EvidenceId,
    /// Its name in the photo store.
    pub name: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Since when it is kept.
    pub kept_at: Timestamp,
}

/// Says something in an open case, with photos. Words may be missing where there are photos.
///
/// # Errors
/// [`CaseRefusal`]; not found for somebody who has no part in the case.
pub async fn say_in_case(
    market: &Market,
    who: Who<'_>,
    id: CaseId,
    text: &str,
    shown: &[Evidence],
) -> Result<(), Problem<CaseRefusal>> {
    let text = if text.trim().is_empty() && !shown.is_empty() { String::new() } else { words(text)? };
    let now = market.now();
    let tx = market.begin("say_in_case").await?;
    let row = find(&tx, who, id).await?;
    if let Who::Operator(operator) = who {
        refuse_party(&tx, operator, &row).await?;
    }
    let content = shown.iter().fold(Content::of(row.id).text(&text), |content, photo| content.id(photo.id.uuid()));
    if let Some(person) = who.actor().person
        && attempt::steps::is_repeated(&tx, person, content, now).await?
    {
        return Ok(());
    }
    // Held until this is said: whoever decides has read it, or has decided before.
    let row = hold(&tx, id).await?;
    let state = state_of(&row)?;
    if state.is_over() {
        return Err(Problem::Refused(CaseRefusal::NotFrom(state)));
    }
    let ids: Vec<_> = shown.iter().map(|photo| photo.id.uuid()).collect();
    if !ids.is_empty() && evidence::Entity::find().filter(evidence::Column::Id.is_in(ids)).count(&*tx).await? > 0 {
        return Ok(());
    }
    if !shown.iter().all(|photo| is_fresh(photo.kept_at, now)) {
        return Err(Problem::Refused(CaseRefusal::ChangedMeanwhile));
    }
    let side = who.actor().party;
    let (said, more) = (entries_of(&tx, &row, side).await?, u64::try_from(shown.len()).unwrap_or(u64::MAX));
    let kept =
        evidence::Entity::find().filter(evidence::Column::CaseId.eq(row.id)).filter(evidence::Column::Party.eq(side.code()));
    let kept = kept.count(&*tx).await?;
    if said >= EVENTS_MAX || kept.saturating_add(more) > EVIDENCE_MAX {
        return Err(Problem::Refused(CaseRefusal::Full));
    }
    let deed = Deed { row: &row, event: CaseEvent::Say, actor: who.actor(), words: &text, amount: None };
    let event = note(&tx, &deed, Some(state), state, now).await?;
    if !shown.is_empty() {
        let rows = shown.iter().map(|photo| evidence::ActiveModel {
            id: Set(photo.id.uuid()),
            case_id: Set(row.id),
            event_id: Set(event),
            party: Set(deed.actor.party.code().to_owned()),
            name: Set(photo.name.clone()),
            width: Set(i64::from(photo.width)),
            height: Set(i64::from(photo.height)),
            shown_at: Set(now.millis()),
        });
        evidence::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    }
    tell(&tx, &deed, state, row.due_at.map(Timestamp::from_millis), now).await?;
    tx.commit().await?;
    Ok(())
}
