//! `/me/orders/{order}/case`: the form by which a case is opened.

use super::ask_form::{can_ask, refuse, typed};
use super::ask_view::Ask;
use crate::frame::{Frame, Reader};
use crate::pages::cart::count;
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, routes};
use axum::extract::Path;
use http::StatusCode;
use leptos::prelude::*;
use market::aftersales::commands::open_case;
use market::aftersales::{AskRefusal, AskableOrder, CaseId, queries};
use market::order::OrderId;

/// `GET /me/orders/{order}/case`; the case itself, where one is open already.
pub async fn form(visit: Visit, Path(order): Path<String>) -> Answer {
    let askable = askable(&visit, &order).await?;
    match askable.open_case {
        Some(open) => Ok(see_other(&routes::my_case(&open.to_string()))),
        None => draw(&visit, askable, FormState::default()).await,
    }
}

/// `POST /me/orders/{order}/case`
pub async fn post(visit: Visit, Path(order): Path<String>, fields: Fields) -> Answer {
    let buyer = visit.buyer()?;
    let attempt = fields.read("attempt").ok_or_else(Stop::reused)?;
    let askable = askable(&visit, &order).await?;
    let ask = match typed(&fields, attempt, &askable, visit.lang) {
        Ok(ask) => ask,
        Err(form) => return draw(&visit, askable, form).await,
    };
    match refused(open_case(&visit.app.market, &buyer, &ask).await)? {
        Ok(case) | Err(AskRefusal::OpenCase(case)) => Ok(see_other(&routes::my_case(&case.to_string()))),
        Err(refusal) => {
            let form = refuse(fields.again(), refusal, &askable, visit.lang);
            draw(&visit, askable, form).await
        }
    }
}

async fn askable(visit: &Visit, order: &str) -> Result<AskableOrder, Stop> {
    let buyer = visit.buyer()?;
    let order: OrderId = order.parse().map_err(|_| Stop::not_found())?;
    queries::askable_with_others(&visit.app.market, &buyer, order).await?.ok_or_else(Stop::not_found)
}

async fn draw(visit: &Visit, askable: AskableOrder, form: FormState) -> Answer {
    let lang = visit.lang;
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reader = Reader::of(visit, count(visit).await?);
    let document = Document::storefront(lang, lang.say("Something is wrong", "申请售后"));
    // The same attempt again, unless it was used for something else.
    let attempt = form.value("attempt").parse().unwrap_or_else(|_| CaseId::mint(visit.app.market.now()));
    let state = form.clone();
    let is_possible = can_ask(&askable);
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap narrow page stack"><Ask askable attempt is_possible form=state/></Frame> }
    }))
}
