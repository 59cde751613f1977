//! `/me/cases/{case}`: a case, as its buyer sees it, and what the buyer does in it.

use super::view::Case;
use crate::frame::{Frame, Reader};
use crate::pages::cart::count;
use app_kit::cases::{LATEST, TURN, is_said, refuse, say};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other, too_large};
use app_kit::{routes, say};
use axum::extract::{FromRequest, Path, Request};
use http::StatusCode;
use leptos::prelude::*;
use market::account::Buyer;
use market::aftersales::commands::{Who, appeal_case, confirm_goods, escalate_case, send_return, withdraw_case};
use market::aftersales::{CaseId, CaseRefusal, EvidenceId, queries};

/// `GET /me/cases/{case}`
pub async fn case(visit: Visit, Path(case): Path<String>) -> Answer {
    draw(&visit, read(&case)?, FormState::default()).await
}

/// `POST /me/cases/{case}`: writes and shows, takes the request back, asks for an operator, sends the goods back, has what was sent again, or
/// appeals.
pub async fn post(visit: Visit, Path(case): Path<String>, request: Request) -> Answer {
    let buyer = visit.buyer()?;
    let id = read(&case)?;
    let (told, form) = if is_said(request.headers()) {
        (LATEST, say(&visit, Who::Buyer(&buyer), id, request).await?)
    } else {
        let fields = Fields::from_request(request, &()).await.map_err(|_| too_large())?;
        let done = act(&visit, &buyer, id, &fields).await?;
        (TURN, done.err().map(|refusal| refuse(fields.again(), refusal, "why", &visit)))
    };
    match form {
        None => Ok(see_other(&format!("{}#{told}", routes::my_case(&case)))),
        Some(form) => draw(&visit, id, form).await,
    }
}

async fn act(visit: &Visit, buyer: &Buyer, id: CaseId, fields: &Fields) -> Result<Result<(), CaseRefusal>, Stop> {
    let market = &visit.attempt(fields)?;
    let why = fields.get("why");
    match fields.get("then") {
        "withdraw" => refused(withdraw_case(market, buyer, id).await),
        "escalate" => refused(escalate_case(market, buyer, id, why).await),
        "send" => refused(send_return(market, buyer, id, fields.get("courier"), fields.get("tracking_number")).await),
        "confirm" => refused(confirm_goods(market, buyer, id).await),
        "appeal" => refused(appeal_case(market, Who::Buyer(buyer), id, why).await),
        _ => Err(Stop::not_found()),
    }
}

/// `GET /me/cases/{case}/evidence/{photo}`
pub async fn photo(visit: Visit, Path((case, photo)): Path<(String, String)>) -> Answer {
    let buyer = visit.buyer()?;
    app_kit::cases::photo(&visit.app, Who::Buyer(&buyer), &case, &photo).await
}

fn read(case: &str) -> Result<CaseId, Stop> {
    case.parse().map_err(|_| Stop::not_found())
}

async fn draw(visit: &Visit, id: CaseId, form: FormState) -> Answer {
    let buyer = visit.buyer()?;
    let market = &visit.app.market;
    let view = queries::case_of(market, Who::Buyer(&buyer), id).await?.ok_or_else(Stop::not_found)?;
    let lang = visit.lang;
    let number = view.row.number.clone();
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reader = Reader::of(visit, count(visit).await?);
    let document = Document::storefront(lang, say!(lang, "Case of order {number}", "订单 {number} 的售后"));
    let photo = EvidenceId::mint(market.now());
    let state = form.clone();
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap page stack"><Case view photo form=state/></Frame> }
    }))
}
