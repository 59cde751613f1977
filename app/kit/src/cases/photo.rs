//! A photo that was shown in a case, for those who take part in it and nobody else.

use crate::request::{Answer, App, Stop};
use axum::response::IntoResponse;
use http::header;
use market::aftersales::commands::Who;
use market::aftersales::queries;

/// Kept by the reader's own browser for a while, by no cache between.
const CACHE: &str = "private, max-age=3600";
/// A file opened on its own runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'";

/// Answers with the photo; not found for everybody who has no part in the case.
///
/// # Errors
/// [`Stop`]: not found, or a fault.
pub async fn photo(app: &App, who: Who<'_>, case: &str, photo: &str) -> Answer {
    let (Ok(case), Ok(photo)) = (case.parse(), photo.parse()) else { return Err(Stop::not_found()) };
    let name = queries::evidence_of(&app.market, who, case, photo).await?.ok_or_else(Stop::not_found)?;
    let bytes = app.evidence.read(&name).await?.ok_or_else(Stop::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, CACHE),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((headers, bytes).into_response())
}
