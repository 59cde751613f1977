//! The form by which somebody writes in a case and shows photos, as it arrives: texts and files, read in their order. Nothing is
//! said unless every file of it is a photo.

use super::words;
use crate::form::FormState;
use crate::request::{Fields, Stop, Visit, file, refused, text, too_large};
use crate::words::upload;
use axum::extract::{FromRequest, Multipart, Request};
use http::{HeaderMap, header};
use market::aftersales::commands::{Evidence, MESSAGE_PHOTOS_MAX, Who, say_in_case};
use market::aftersales::{CaseId, CaseRefusal, EvidenceId, queries};
use market::catalog::UploadRefusal;
use market::kernel::limits::{FORM_BYTES_MAX, NOTE_CHARS_MAX, PHOTO_BYTES_MAX};
use market::kernel::{Problem, clean_text};
use uuid::Uuid;

/// Bytes of a whole form; six photos at their largest are sent in two goes.
pub const CASE_BYTES_MAX: usize = 4 * PHOTO_BYTES_MAX + FORM_BYTES_MAX;

/// Whether a form says something, with or without photos: those are the ones with files.
#[must_use]
pub fn is_said(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/form-data")
}

/// Says what the form says. None where it was said; else the form as it was typed, with what is wrong. The files have to be
/// chosen again then, since no browser sends a page's files back into it.
///
/// # Errors
/// [`Stop`] for somebody who has no part in the case, at too many bytes, or at a fault. Nobody else's bytes are looked at.
pub async fn say(visit: &Visit, who: Who<'_>, case: CaseId, request: Request) -> Result<Option<FormState>, Stop> {
    let market = &visit.app.market;
    let view = queries::case_of(market, who, case).await?.ok_or_else(Stop::not_found)?;
    let sent = read(visit, request, view.row.state.is_over()).await?;
    let mut form = sent.fields.again();
    for sentence in sent.refused {
        form.wrong("files", sentence);
    }
    if form.is_wrong() {
        return Ok(Some(form));
    }
    let said = say_in_case(&visit.attempt(&sent.fields)?, who, case, sent.fields.get("words"), &sent.photos).await;
    Ok(refused(said)?.err().map(|refusal| refuse(form, refusal, "words", visit)))
}

/// Puts what is wrong beside its field; `words` is the name of the field in which the form's words stand.
#[must_use]
pub fn refuse(form: FormState, refusal: CaseRefusal, words: &str, visit: &Visit) -> FormState {
    match words::refusal(refusal, visit.lang) {
        (None, sentence) => form.with_notice(sentence),
        (Some("words"), sentence) => form.with_error(words, sentence),
        (Some(field), sentence) => form.with_error(field, sentence),
    }
}

/// What came.
struct Sent {
    fields: Fields,
    photos: Vec<Evidence>,
    refused: Vec<String>,
}

/// Reads the form. Photos are kept only where the words that came before them can be said, so that little is kept in vain.
async fn read(visit: &Visit, request: Request, is_over: bool) -> Result<Sent, Stop> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| too_large())?;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let (mut photos, mut sentences) = (Vec::new(), Vec::new());
    let mut text_bytes = 0;
    while let Some(part) = parts.next_field().await.map_err(|_| too_large())? {
        if part.file_name().is_none() {
            let name = part.name().unwrap_or_default().to_owned();
            let value = text(part, FORM_BYTES_MAX.saturating_sub(text_bytes + name.len())).await?;
            text_bytes += name.len() + value.len();
            pairs.push((name, value));
            continue;
        }
        let Some(bytes) = file(part).await? else { continue };
        let position = photos.len() + sentences.len();
        if is_over || !can_be_said(&pairs) {
            continue;
        }
        match take(visit, id_of(&pairs, position), position, bytes).await? {
            Ok(photo) => photos.push(photo),
            Err(sentence) => sentences.push(sentence),
        }
    }
    Ok(Sent { fields: Fields::from_pairs(pairs), photos, refused: sentences })
}

async fn take(
    visit: &Visit,
    id: Option<EvidenceId>,
    position: usize,
    bytes: Result<Vec<u8>, UploadRefusal>,
) -> Result<Result<Evidence, String>, Stop> {
    let Some(id) = id else { return Err(Stop::not_found()) };
    if position >= MESSAGE_PHOTOS_MAX {
        return Ok(Err(words::too_many_photos(MESSAGE_PHOTOS_MAX, visit.lang)));
    }
    let kept = match bytes {
        Ok(bytes) => visit.app.evidence.keep(id, bytes).await,
        Err(refusal) => Err(Problem::Refused(refusal)),
    };
    Ok(refused(kept)?.map_err(|refusal| upload(refusal, visit.lang)))
}

/// Words may be missing where there are photos, but not be too long.
fn can_be_said(pairs: &[(String, String)]) -> bool {
    let words = pairs.iter().find(|(name, _)| name == "words").map_or("", |(_, value)| value.as_str());
    words.trim().is_empty() || clean_text(words, NOTE_CHARS_MAX).is_ok()
}

/// The id of the nth file, counted on from the form's: sent twice, it is one photo.
fn id_of(pairs: &[(String, String)], position: usize) -> Option<EvidenceId> {
    let first: EvidenceId = pairs.iter().find(|(name, _)| name == "photo").and_then(|(_, value)| value.parse().ok())?;
    let position = u128::try_from(position).ok()?;
    Some(EvidenceId::from_uuid(Uuid::from_u128(first.uuid().as_u128() ^ position)))
}
