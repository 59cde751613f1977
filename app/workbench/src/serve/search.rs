//! `/admin/search`

use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::search::{SearchSettingsPage, SearchTuning};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Visit, refused, see_other};
use app_kit::words::amount_error;
use app_kit::{Say, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::rules::SettingsError;
use market::discovery::{Boost, RankingNumber, SearchSettings, commands, queries};
use market::kernel::show_decimal;

/// `GET /admin/search`
pub async fn search(visit: Visit) -> Answer {
    visit.operator()?;
    let settings = queries::search_settings(&visit.app.market).await?;
    draw(&visit, filled(&settings))
}

/// `POST /admin/search`
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let codes = Boost::ALL.map(Boost::code).into_iter().chain(RankingNumber::ALL.map(RankingNumber::code));
    let numbers: Vec<(String, String)> = codes.map(|code| (code.to_owned(), fields.get(code).to_owned())).collect();
    match refused(commands::set_search(&visit.app.market, &operator, fields.get("synonyms"), &numbers).await)? {
        Ok(_) => Ok(see_other(&format!("{}?done=set", routes::admin("search")))),
        Err(error) => {
            let (field, sentence) = words(error, visit.lang);
            draw(&visit, fields.again().with_error(field, sentence))
        }
    }
}

fn filled(settings: &SearchSettings) -> FormState {
    let groups: Vec<String> = settings.synonyms.iter().map(|group| group.join(", ")).collect();
    let boosts = Boost::ALL.into_iter().map(|boost| (boost.code(), show_decimal(settings.hundredths(boost), 100)));
    let ranking = RankingNumber::ALL.into_iter().map(|number| (number.code(), settings.number(number).to_string()));
    FormState::filled(boosts.chain(ranking).chain([("synonyms", groups.join("\n"))]))
}

fn words(error: SettingsError, lang: Language) -> (&'static str, String) {
    match error {
        SettingsError::TooManyGroups { maximum } => {
            ("synonyms", say!(lang, "At most {maximum} lines fit.", "最多 {maximum} 行。"))
        }
        SettingsError::BadGroup { line } => (
            "synonyms",
            say!(
                lang,
                "Line {line} needs two to twelve words or phrases, with commas between them.",
                "第 {line} 行应有两到十二个词，用逗号隔开。"
            ),
        ),
        SettingsError::BadNumber(number) => {
            let (least, most) = number.range();
            (number.code(), say!(lang, "A whole number from {least} to {most}.", "请填 {least} 到 {most} 的整数。"))
        }
        SettingsError::BadBoost(boost, error) => (boost.code(), amount_error(error, lang).to_owned()),
    }
}

fn draw(visit: &Visit, form: FormState) -> Answer {
    let page = SearchSettingsPage { is_set: visit.query().get("done") == "set" };
    let desk = operator_desk(visit, Room::Search);
    desk_page(visit, visit.lang.say("Search", "搜索"), desk, form, move || view! { <SearchTuning page/> })
}
