//! `/admin/identities` and `/admin/identities/{identity}`

use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::identities::{Identities, IdentitiesPage};
use crate::pages::identity::{Identity, IdentityPage, Opened};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::words::text_error;
use app_kit::{Say, routes};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::kernel::{PageRequest, TextError};
use market::shop::commands::{self, DecideRefusal, LookRefusal};
use market::shop::{IdentityId, OpenedIdentity, queries};

const ROWS: u64 = 30;

/// `GET /admin`
pub async fn admin(visit: Visit) -> Answer {
    visit.operator()?;
    Ok(see_other(&routes::admin("identities")))
}

/// `GET /admin/identities`
pub async fn queue(visit: Visit) -> Answer {
    let operator = visit.operator()?;
    let query = visit.query();
    let after = Some(query.get("after").to_owned()).filter(|key| !key.is_empty());
    let waiting = queries::identity_queue(&visit.app.market, &operator, &PageRequest::after(after, ROWS)).await?;
    let page = IdentitiesPage { waiting: waiting.rows, next: waiting.next, done: query.get("done").to_owned() };
    let desk = operator_desk(&visit, Room::Queues);
    desk_page(&visit, visit.lang.say("Identities", "身份"), desk, FormState::default(), move || view! { <Identities page/> })
}

/// `GET /admin/identities/{identity}`
pub async fn identity(visit: Visit, Path(id): Path<String>) -> Answer {
    visit.operator()?;
    draw(&visit, read(&id)?, FormState::default(), None).await
}

/// `POST /admin/identities/{identity}`: looks, approves or rejects.
pub async fn post(visit: Visit, Path(id): Path<String>, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let (market, id) = (&visit.app.market, read(&id)?);
    match fields.get("then") {
        "look" => match refused(commands::look_at_identity(market, &operator, id, fields.get("look_reason")).await)? {
            Ok(opened) => draw(&visit, id, FormState::default(), Some(shown(&opened))).await,
            Err(LookRefusal::BadReason(error)) => {
                let sentence = reason_error(error, visit.lang);
                draw(&visit, id, fields.again().with_error("look_reason", sentence), None).await
            }
        },
        "approve" => match refused(commands::approve_identity(&visit.attempt(&fields)?, &operator, id).await)? {
            Ok(()) => Ok(see_other("/admin/identities?done=approved")),
            Err(refusal) => draw(&visit, id, decide_refused(fields.again(), refusal, visit.lang), None).await,
        },
        "reject" => {
            match refused(commands::reject_identity(&visit.attempt(&fields)?, &operator, id, fields.get("reason")).await)? {
                Ok(()) => Ok(see_other("/admin/identities?done=rejected")),
                Err(refusal) => draw(&visit, id, decide_refused(fields.again(), refusal, visit.lang), None).await,
            }
        }
        _ => Err(Stop::not_found()),
    }
}

fn read(id: &str) -> Result<IdentityId, Stop> {
    id.parse().map_err(|_| Stop::not_found())
}

fn shown(opened: &OpenedIdentity) -> Opened {
    Opened {
        legal_name: opened.identity.legal_name.reveal().to_owned(),
        id_number: opened.identity.id_number.reveal().to_owned(),
        bank_card: opened.identity.bank_card.reveal().to_owned(),
        other_shops: opened.other_shops.clone(),
    }
}

fn decide_refused(form: FormState, refusal: DecideRefusal, lang: Language) -> FormState {
    match refusal {
        DecideRefusal::BadReason(error) => form.with_error("reason", reason_error(error, lang)),
        DecideRefusal::ChangedMeanwhile => form.with_notice(lang.say(
            "Another operator decided meanwhile, or the owner submitted again. Nothing was changed now.",
            "期间已有他人作出决定，或店主重新提交了。本次没有改动。",
        )),
    }
}

fn reason_error(error: TextError, lang: Language) -> String {
    match error {
        TextError::Empty => lang.say("Please say why.", "请写明理由。").to_owned(),
        other => text_error(other, lang),
    }
}

async fn draw(visit: &Visit, id: IdentityId, form: FormState, opened: Option<Opened>) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let case = queries::identity_case(market, &operator, id).await?.ok_or_else(Stop::not_found)?;
    let page = IdentityPage { case, opened };
    let desk = operator_desk(visit, Room::Queues);
    desk_page(visit, visit.lang.say("An identity", "身份核对"), desk, form, move || view! { <Identity page/> })
}
