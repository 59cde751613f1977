//! `POST /language`: the reader's language, kept by the browser and, for people who are signed in, by their account.

use app_kit::request::{Answer, Fields, LANGUAGE_COOKIE, Visit, see_other, set_cookie};
use app_kit::routes::local_path;
use market::account::Language;

const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;

pub async fn choose(visit: Visit, fields: Fields) -> Answer {
    let language = Language::from_code(fields.get("to")).unwrap_or(visit.lang);
    if let Some(who) = &visit.who {
        market::account::commands::choose_language(&visit.app.market, who, language).await?;
    }
    let mut response = see_other(local_path(fields.get("back")).unwrap_or("/"));
    set_cookie(&mut response, LANGUAGE_COOKIE, language.code(), YEAR_SECONDS, visit.app.secure);
    Ok(response)
}
