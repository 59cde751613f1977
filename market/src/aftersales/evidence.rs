//! Photos of a case between their upload and the message that shows them. A file is kept before there is a message, which may be refused,
//! sent before, or never come: what no message shows a day later is forgotten by a job that was written down before the file was. Does not
//! keep any file: `server` does.

use super::store::evidence;
use super::types::EvidenceId;
use crate::kernel::{Fault, Market, Span, Timestamp};
use crate::outbox::{self, Job};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// A message shows what was kept so recently and nothing older, however slowly its form arrives: what is looked after cannot be shown
/// meanwhile.
const SHOWN_WITHIN: Span = Span::hours(12);

/// Where a photo is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name in the photo store, which no other upload ever has, be it of the same picture.
    pub name: String,
    /// Since when.
    pub kept_at: Timestamp,
}

/// Finds a place for a photo, and sees to it that it is looked after. Call it before anything is kept there.
///
/// # Errors
/// A fault of the database.
pub async fn find_place(market: &Market, photo: EvidenceId) -> Result<Place, Fault> {
    let kept_at = market.now();
    let name = format!("evidence/{}.jpg", EvidenceId::mint(kept_at));
    let job = Job::ForgetEvidence { photo: photo.uuid(), name: name.clone() };
    let tx = market.begin("find_place").await?;
    outbox::steps::look_after(&tx, &job, kept_at).await?;
    tx.commit().await?;
    Ok(Place { name, kept_at })
}

/// Whether a message shows a photo that lies in this place.
///
/// # Errors
/// A fault of the database.
pub async fn is_shown(market: &Market, photo: EvidenceId, name: &str) -> Result<bool, Fault> {
    let shown = evidence::Entity::find_by_id(photo.uuid()).filter(evidence::Column::Name.eq(name));
    Ok(shown.count(market.db()).await? > 0)
}

/// Whether a photo may still be shown that was kept then.
pub(super) fn is_fresh(kept_at: Timestamp, now: Timestamp) -> bool {
    now < kept_at.after(SHOWN_WITHIN)
}
