//! `/sell/{shop}/settings/freight/{template}`

use super::done::done_at;
use super::{desk_of, desk_page, staff_of};
use crate::desk::Room;
use crate::forms::freight::{FreightForm, REST, prefix, zones};
use crate::pages::freight::Freight;
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused};
use app_kit::words::{amount_error, text_error};
use app_kit::{Say, routes, say};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::pricing::{
    FreightTemplate, FreightTemplateId, SaveTemplate, SaveTemplateRefusal, TemplateFieldError, TypedZone, ZoneFieldError,
    commands, queries, rules,
};
use market::shop::ShopStaff;

/// `GET …/settings/freight/{template}`; `new` is an empty one.
pub async fn form(visit: Visit, Path((handle, template)): Path<(String, String)>) -> Answer {
    let staff = lister(&visit, &handle).await?;
    if template == "new" {
        let id = FreightTemplateId::mint(visit.app.market.now());
        let mut form = filled(&rules::default_template(staff.shop(), id, visit.app.market.currency()));
        form.forget("version");
        form.fill("version", "0");
        return draw(&visit, &staff, &handle, form).await;
    }
    let id: FreightTemplateId = template.parse().map_err(|_| Stop::not_found())?;
    let stored = queries::templates(&visit.app.market, &staff).await?;
    let stored = stored.into_iter().find(|stored| stored.id == id).ok_or_else(Stop::not_found)?;
    draw(&visit, &staff, &handle, filled(&stored)).await
}

/// `POST …/settings/freight/{template}`: saves, removes, or draws the form again with a zone more or less.
pub async fn post(visit: Visit, Path((handle, template)): Path<(String, String)>, fields: Fields) -> Answer {
    let staff = lister(&visit, &handle).await?;
    match fields.get("then") {
        "add" => draw(&visit, &staff, &handle, with_zone(&fields)).await,
        "remove" => remove(&visit, &staff, &handle, &template).await,
        then => match then.strip_prefix("drop").and_then(|position| position.parse::<usize>().ok()) {
            Some(position) => draw(&visit, &staff, &handle, without_zone(&fields, position)).await,
            None => save(&visit, &staff, &handle, &fields).await,
        },
    }
}

async fn lister(visit: &Visit, handle: &str) -> Result<ShopStaff, Stop> {
    let staff = staff_of(visit, handle).await?;
    if staff.may_list() { Ok(staff) } else { Err(Stop::not_found()) }
}

async fn save(visit: &Visit, staff: &ShopStaff, handle: &str, fields: &Fields) -> Answer {
    let form = fields.again();
    let count = zones(&form);
    let prefixes: Vec<String> = (0..count).map(prefix).chain([REST.to_owned()]).collect();
    let mut typed: Vec<TypedZone> = prefixes.iter().map(|prefix| typed_zone(fields, prefix)).collect();
    if let Some(rest) = typed.last_mut() {
        rest.provinces = Vec::new();
    }
    let no_provinces = (0..count).find(|position| typed.get(*position).is_some_and(|zone| zone.provinces.is_empty()));
    if let Some(position) = no_provinces {
        let sentence =
            visit.lang.say("Please choose at least one province, or take this zone out.", "请至少选一个省份，或去掉这一组。");
        return draw(visit, staff, handle, form.with_error(&format!("{}-provinces", prefix(position)), sentence)).await;
    }
    let request = SaveTemplate {
        template: fields.read("template").ok_or_else(Stop::not_found)?,
        version: fields.read("version").unwrap_or(0),
        name: fields.get("name").to_owned(),
        counts_by: fields.get("counts_by").to_owned(),
        is_default: fields.has("is_default"),
        zones: typed,
    };
    match refused(commands::save_template(&visit.app.market, staff, &request).await)? {
        Ok(_) => Ok(done_at(&routes::sell(handle, "settings"), "freight")),
        Err(refusal) => draw(visit, staff, handle, refuse(form, &refusal, &prefixes, visit.lang)).await,
    }
}

async fn remove(visit: &Visit, staff: &ShopStaff, handle: &str, template: &str) -> Answer {
    let id: FreightTemplateId = template.parse().map_err(|_| Stop::not_found())?;
    match refused(commands::remove_template(&visit.app.market, staff, id).await)? {
        Ok(()) => Ok(done_at(&routes::sell(handle, "settings"), "freight")),
        Err(refusal) => {
            let stored = queries::templates(&visit.app.market, staff).await?;
            let stored = stored.iter().find(|stored| stored.id == id).ok_or_else(Stop::not_found)?;
            draw(visit, staff, handle, refuse(filled(stored), &refusal, &[], visit.lang)).await
        }
    }
}

/// What is wrong, beside its field.
fn refuse(mut form: FormState, refusal: &SaveTemplateRefusal, prefixes: &[String], lang: Language) -> FormState {
    match refusal {
        SaveTemplateRefusal::Fields(errors) => {
            for error in errors {
                let (field, sentence) = field_error(*error, prefixes, lang);
                form.wrong(&field, sentence);
            }
        }
        SaveTemplateRefusal::ChangedMeanwhile => {
            form.notice = Some(
                lang.say(
                    "Somebody changed this template meanwhile. Please open it again and make your change there.",
                    "此模板刚被他人改过。请重新打开后再修改。",
                )
                .to_owned(),
            );
        }
        SaveTemplateRefusal::DefaultNeeded => {
            form.wrong(
                "is_default",
                lang.say("This is the usual template. Tick another one first.", "这是默认模板。请先把另一个设为默认。"),
            );
        }
        SaveTemplateRefusal::TooMany => {
            form.notice = Some(
                lang.say("Your shop has as many templates as fit. Please remove one first.", "模板数量已满，请先删除一个。")
                    .to_owned(),
            );
        }
    }
    form
}

fn field_error(error: TemplateFieldError, prefixes: &[String], lang: Language) -> (String, String) {
    match error {
        TemplateFieldError::Name(error) => ("name".to_owned(), text_error(error, lang)),
        TemplateFieldError::CountsBy => {
            ("counts_by".to_owned(), lang.say("Please choose what counts.", "请选择按什么计算。").to_owned())
        }
        TemplateFieldError::Rest => (
            format!("{REST}-ships"),
            lang.say("The rest of the country stands here once.", "全国其他地区只能有一组。").to_owned(),
        ),
        TemplateFieldError::TooManyZones => {
            ("name".to_owned(), lang.say("There are more zones than provinces.", "分组比省份还多。").to_owned())
        }
        TemplateFieldError::Zone { position, error } => {
            let prefix = prefixes.get(usize::from(position)).map_or(REST, String::as_str);
            let (field, sentence) = zone_error(error, lang);
            (format!("{prefix}-{field}"), sentence)
        }
    }
}

fn zone_error(error: ZoneFieldError, lang: Language) -> (&'static str, String) {
    let amount = |error| amount_error(error, lang).to_owned();
    match error {
        ZoneFieldError::UnknownProvince => {
            ("provinces", lang.say("One of these is no province.", "其中有一项不是省份。").to_owned())
        }
        ZoneFieldError::ProvinceTwice => (
            "provinces",
            say!(
                lang,
                "A province of this zone stands in another one too. Each may stand once.",
                "有省份同时在另一组中，每个省份只能选一次。"
            ),
        ),
        ZoneFieldError::FirstAmount(error) => ("first_amount", amount(error)),
        ZoneFieldError::First(error) => ("first", amount(error)),
        ZoneFieldError::NextAmount(error) => ("next_amount", amount(error)),
        ZoneFieldError::Next(error) => ("next", amount(error)),
        ZoneFieldError::FreeFrom(error) => ("free_from", amount(error)),
    }
}

/// The form of a template as it is stored; the rest of the country comes last.
fn filled(stored: &FreightTemplate) -> FormState {
    let mut form = FormState::filled([
        ("template", stored.id.to_string()),
        ("version", stored.version.to_string()),
        ("name", stored.name.clone()),
        ("counts_by", stored.counts_by.code().to_owned()),
    ]);
    let some = stored.zones.iter().filter(|zone| !zone.provinces.is_empty());
    let mut count = 0;
    for zone in some {
        fill_zone(&mut form, &prefix(count), &rules::show_zone(zone, stored.counts_by));
        count += 1;
    }
    if let Some(rest) = stored.zones.iter().find(|zone| zone.provinces.is_empty()) {
        fill_zone(&mut form, REST, &rules::show_zone(rest, stored.counts_by));
    }
    form.fill("zones", count.to_string());
    form
}

const AMOUNTS: [&str; 5] = ["first_amount", "first", "next_amount", "next", "free_from"];

fn fill_zone(form: &mut FormState, prefix: &str, zone: &TypedZone) {
    for province in &zone.provinces {
        form.fill(&format!("{prefix}-provinces"), province.clone());
    }
    if zone.ships {
        form.fill(&format!("{prefix}-ships"), "yes");
    }
    let amounts = [&zone.first_amount, &zone.first, &zone.next_amount, &zone.next, &zone.free_from];
    for (name, amount) in AMOUNTS.iter().zip(amounts) {
        form.fill(&format!("{prefix}-{name}"), amount.clone());
    }
}

fn typed_zone(fields: &Fields, prefix: &str) -> TypedZone {
    let get = |name: &str| fields.get(&format!("{prefix}-{name}")).to_owned();
    TypedZone {
        provinces: fields.all(&format!("{prefix}-provinces")).map(str::to_owned).collect(),
        ships: fields.has(&format!("{prefix}-ships")),
        first_amount: get("first_amount"),
        first: get("first"),
        next_amount: get("next_amount"),
        next: get("next"),
        free_from: get("free_from"),
    }
}

/// The form with one zone more, which begins with the prices of the rest of the country.
fn with_zone(fields: &Fields) -> FormState {
    let mut form = fields.again();
    let count = zones(&form);
    let fresh = TypedZone { ships: true, provinces: Vec::new(), ..typed_zone(fields, REST) };
    fill_zone(&mut form, &prefix(count), &fresh);
    form.forget("zones");
    form.fill("zones", (count + 1).to_string());
    form
}

/// The form without the zone at a place; those behind it move up.
fn without_zone(fields: &Fields, dropped: usize) -> FormState {
    let again = fields.again();
    let kept: Vec<TypedZone> = (0..zones(&again))
        .filter(|position| *position != dropped)
        .map(|position| typed_zone(fields, &prefix(position)))
        .collect();
    let mut form = FormState::default();
    for name in ["template", "version", "name", "counts_by"] {
        form.fill(name, fields.get(name));
    }
    if fields.has("is_default") {
        form.fill("is_default", "yes");
    }
    for (position, zone) in kept.iter().enumerate() {
        fill_zone(&mut form, &prefix(position), zone);
    }
    fill_zone(&mut form, REST, &typed_zone(fields, REST));
    form.fill("zones", kept.len().to_string());
    form
}

async fn draw(visit: &Visit, staff: &ShopStaff, handle: &str, form: FormState) -> Answer {
    let id = form.value("template").parse::<FreightTemplateId>().ok();
    let stored = queries::templates(&visit.app.market, staff).await?;
    let stored = stored.iter().find(|stored| Some(stored.id) == id);
    let last = id.filter(|_| stored.is_some()).map_or_else(|| "new".to_owned(), |id| id.to_string());
    let is_stored = stored.is_some();
    let template = FreightForm {
        path: routes::sell(handle, &format!("settings/freight/{last}")),
        provinces: super::provinces(visit),
        is_default: stored.is_some_and(|stored| stored.is_default),
        currency: visit.app.market.currency(),
    };
    let desk = desk_of(visit, staff, Room::Settings).await?;
    let handle = handle.to_owned();
    desk_page(visit, visit.lang.say("Freight", "运费"), desk, form, move || view! { <Freight handle is_stored form=template/> })
}
