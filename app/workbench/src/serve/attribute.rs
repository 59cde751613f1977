//! `/admin/categories/{slug}/{attribute}`

use super::categories::find;
use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::attribute::{Attribute as AttributeOf, AttributePage};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::words::{amount_error, text_error};
use app_kit::{Say, routes, say};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::attribute::commands::save_attribute;
use market::attribute::queries::attribute_of;
use market::attribute::rules::form_of;
use market::attribute::{
    AttributeFieldError, AttributeId, AttributeKind, BandsError, ChoicesError, SaveAttribute, SaveAttributeRefusal, SlugError,
};
use market::catalog::Category;

/// The address of one that is not there yet.
const NEW: &str = "new";

/// `GET /admin/categories/{slug}/{attribute}`
pub async fn attribute(visit: Visit, Path((slug, attribute)): Path<(String, String)>) -> Answer {
    visit.operator()?;
    let (_, category) = find(&visit, &slug).await?;
    if attribute == NEW {
        let id = AttributeId::mint(visit.app.market.now());
        return draw(&visit, category, (id, None), FormState::filled([("version", "0"), ("is_filter", "1")]));
    }
    let id = read(&attribute)?;
    let known = attribute_of(&visit.app.market, id).await?.filter(|known| known.category == category.id);
    let known = known.ok_or_else(Stop::not_found)?;
    draw(&visit, category, (id, Some(known.kind)), filled(&form_of(&known)))
}

/// `POST /admin/categories/{slug}/{attribute}`: makes it or changes it.
pub async fn post(visit: Visit, Path((slug, attribute)): Path<(String, String)>, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let (_, category) = find(&visit, &slug).await?;
    let id = read(&attribute)?;
    let market = &visit.app.market;
    let Err(refusal) = refused(save_attribute(market, &operator, (category.id, id), &typed(&fields)).await)? else {
        return Ok(see_other(&format!("{}?done=kept", routes::admin(&format!("categories/{slug}")))));
    };
    let known = attribute_of(market, id).await?;
    let mut form = fields.again();
    match refusal {
        SaveAttributeRefusal::Fields(errors) => {
            for error in errors {
                let (field, sentence) = words(error, visit.lang);
                form.wrong(field, sentence);
            }
        }
        SaveAttributeRefusal::ChangedMeanwhile => {
            form.notice = Some(changed(visit.lang).to_owned());
            form.forget("version");
            form.fill("version", known.as_ref().map_or(0, |known| known.version).to_string());
        }
        SaveAttributeRefusal::TooMany { maximum } => {
            form.notice = Some(say!(
                visit.lang,
                "There are {maximum} already, which is as many as pages can show. Retire one first.",
                "已有 {maximum} 个，页面放不下更多。请先停用一个。"
            ));
        }
    }
    draw(&visit, category, (id, known.map(|known| known.kind)), form)
}

fn read(attribute: &str) -> Result<AttributeId, Stop> {
    attribute.parse().map_err(|_| Stop::not_found())
}

fn typed(fields: &Fields) -> SaveAttribute {
    let get = |name: &str| fields.get(name).to_owned();
    SaveAttribute {
        version: fields.read("version").unwrap_or(0),
        slug: get("slug"),
        kind: get("kind"),
        name_en: get("name_en"),
        name_zh: get("name_zh"),
        unit_en: get("unit_en"),
        unit_zh: get("unit_zh"),
        decimals: get("decimals"),
        bands: get("bands"),
        choices: get("choices"),
        is_required: fields.has("is_required"),
        is_filter: fields.has("is_filter"),
        is_retired: fields.has("is_retired"),
    }
}

fn filled(form: &SaveAttribute) -> FormState {
    let mut state = FormState::filled([
        ("version", form.version.to_string()),
        ("name_en", form.name_en.clone()),
        ("name_zh", form.name_zh.clone()),
        ("unit_en", form.unit_en.clone()),
        ("unit_zh", form.unit_zh.clone()),
        ("bands", form.bands.clone()),
        ("choices", form.choices.clone()),
    ]);
    let ticked = [("is_required", form.is_required), ("is_filter", form.is_filter), ("is_retired", form.is_retired)];
    for (name, _) in ticked.into_iter().filter(|(_, is_ticked)| *is_ticked) {
        state.fill(name, "1");
    }
    state
}

fn draw(visit: &Visit, category: Category, (attribute, known): (AttributeId, Option<AttributeKind>), form: FormState) -> Answer {
    let page = AttributePage { category, attribute, known };
    let desk = operator_desk(visit, Room::Categories);
    desk_page(visit, visit.lang.say("An attribute", "属性"), desk, form, move || view! { <AttributeOf page/> })
}

fn words(error: AttributeFieldError, lang: Language) -> (&'static str, String) {
    use AttributeFieldError as E;
    match error {
        E::NameEn(error) => ("name_en", text_error(error, lang)),
        E::NameZh(error) => ("name_zh", text_error(error, lang)),
        E::UnitEn(error) => ("unit_en", text_error(error, lang)),
        E::UnitZh(error) => ("unit_zh", text_error(error, lang)),
        E::Slug(error) => ("slug", slug(error, lang)),
        E::Kind => ("kind", lang.say("Please choose how it is said.", "请选择填写方式。").to_owned()),
        E::Decimals => ("decimals", lang.say("Please write 0, 1, 2 or 3.", "请填写 0、1、2 或 3。").to_owned()),
        E::Bands(error) => ("bands", bands(error, lang)),
        E::Choices(error) => ("choices", choices(error, lang)),
    }
}

fn slug(error: SlugError, lang: Language) -> String {
    match error {
        SlugError::Length { maximum } => say!(lang, "One to {maximum} letters, please.", "请填写 1 至 {maximum} 个字符。"),
        SlugError::Character => {
            lang.say("Only a to z, 0 to 9 and hyphens between them.", "只能用小写字母、数字和中间的连字符。").to_owned()
        }
        SlugError::Taken => lang.say("Another attribute bears this name.", "已有属性用了这个代号。").to_owned(),
    }
}

fn bands(error: BandsError, lang: Language) -> String {
    match error {
        BandsError::Amount(error) => amount_error(error, lang).to_owned(),
        BandsError::Order => {
            lang.say("Each number must be greater than the one before, and than 0.", "每个数要比前一个大，且大于 0。").to_owned()
        }
        BandsError::TooMany { maximum } => say!(lang, "At most {maximum} numbers fit.", "最多 {maximum} 个数。"),
    }
}

fn choices(error: ChoicesError, lang: Language) -> String {
    match error {
        ChoicesError::None => lang.say("Please write at least one line.", "请至少写一行。").to_owned(),
        ChoicesError::TooMany { maximum } => say!(lang, "At most {maximum} lines fit.", "最多 {maximum} 行。"),
        ChoicesError::Line { line } => say!(
            lang,
            "Line {line} needs an English and a Chinese name, with | between them.",
            "第 {line} 行要有英文名和中文名，用 | 隔开。"
        ),
        ChoicesError::Slug { line } => say!(
            lang,
            "The short name of line {line} has only a to z, 0 to 9 and hyphens.",
            "第 {line} 行的代号只能用小写字母、数字和连字符。"
        ),
        ChoicesError::Twice { line } => {
            say!(lang, "The short name of line {line} stands there twice.", "第 {line} 行的代号重复了。")
        }
    }
}

fn changed(lang: Language) -> &'static str {
    lang.say(
        "Somebody else changed this while you were writing. What you typed is still here: keeping it puts it in place of theirs.",
        "您填写时有人改过。您填的内容还在：再次保存会以您的为准。",
    )
}
