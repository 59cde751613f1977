//! `/admin/cases` and `/admin/cases/{case}`

use super::cases::others;
use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::dispute::{Dispute, DisputePage};
use crate::pages::disputes::{Disputes, DisputesPage};
use app_kit::cases::{LATEST, is_said, refuse, say};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other, too_large};
use app_kit::words::amount_error;
use app_kit::{Say, routes, say};
use axum::extract::{FromRequest, Path, Request};
use leptos::prelude::*;
use market::aftersales::commands::{Who, decide_case};
use market::aftersales::rules::waits_for;
use market::aftersales::{CaseId, CaseRefusal, CaseState, CaseView, EvidenceId, Heard, Party, queries};
use market::kernel::limits::BOOKED_MINOR_MAX;
use market::kernel::{Money, parse_decimal};

/// `GET /admin/cases`
pub async fn queue(visit: Visit) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let waiting = queries::waiting_for_operator(market, &operator).await?;
    let page = DisputesPage { waiting, now: market.now(), is_decided: visit.query().get("done") == "decided" };
    let desk = operator_desk(&visit, Room::Cases);
    desk_page(&visit, visit.lang.say("Cases", "售后"), desk, FormState::default(), move || view! { <Disputes page/> })
}

/// `GET /admin/cases/{case}`
pub async fn case(visit: Visit, Path(case): Path<String>) -> Answer {
    draw(&visit, read(&case)?, FormState::default()).await
}

/// `POST /admin/cases/{case}`: writes and shows, counts who gets what, or decides.
pub async fn post(visit: Visit, Path(case): Path<String>, request: Request) -> Answer {
    let operator = visit.operator()?;
    let id = read(&case)?;
    if is_said(request.headers()) {
        return match say(&visit, Who::Operator(&operator), id, request).await? {
            None => Ok(see_other(&format!("{}#{LATEST}", routes::admin_case(&case)))),
            Some(form) => draw(&visit, id, form).await,
        };
    }
    let fields = Fields::from_request(request, &()).await.map_err(|_| too_large())?;
    match fields.get("then") {
        "look" => draw(&visit, id, fields.again()).await,
        "decide" => decide(&visit, id, &fields).await,
        _ => Err(Stop::not_found()),
    }
}

async fn decide(visit: &Visit, id: CaseId, fields: &Fields) -> Answer {
    let (operator, form) = (visit.operator()?, fields.again());
    // What was asked for bounds it, which the command looks at: it may come to more than any price.
    let award = match parse_decimal(fields.get("amount"), 100, BOOKED_MINOR_MAX) {
        Ok(award) => award,
        Err(error) => return draw(visit, id, form.with_error("amount", amount_error(error, visit.lang))).await,
    };
    let seen = CaseState::from_code(fields.get("seen")).ok_or_else(Stop::not_found)?;
    let market = visit.attempt(fields)?;
    // A form that does not say what was read is one of a page that was drawn before pages said so, or nobody's.
    let Some(read) = heard(&form) else {
        return draw(visit, id, refuse(form, CaseRefusal::ChangedMeanwhile, "why", visit)).await;
    };
    let decided = decide_case(&market, &operator, id, (seen, read), (award, fields.get("why"))).await;
    match refused(decided)? {
        Ok(()) => Ok(see_other(&format!("{}?done=decided", routes::admin("cases")))),
        Err(refusal) => draw(visit, id, refuse(form, refusal, "why", visit)).await,
    }
}

/// How much of both sides stood on the page from which a decision was sent; none where the form does not say so.
fn heard(form: &FormState) -> Option<Heard> {
    let [buyer, shop] = ["heard_buyer", "heard_shop"].map(|side| form.value(side).parse::<u64>().ok());
    Some(Heard { buyer: buyer?, shop: shop? })
}

/// Says what is new to somebody who is deciding, on whichever page they are shown again: the next sending counts it as read.
fn with_news(form: FormState, view: &CaseView, visit: &Visit) -> FormState {
    let is_ours = waits_for(view.row.state) == Some(Party::Operator);
    match heard(&form).and_then(|read| read.refused(view.heard())) {
        Some(refusal) if is_ours && form.notice.is_none() => refuse(form, refusal, "why", visit),
        _ => form,
    }
}

/// `GET /admin/cases/{case}/evidence/{photo}`
pub async fn photo(visit: Visit, Path((case, photo)): Path<(String, String)>) -> Answer {
    let operator = visit.operator()?;
    app_kit::cases::photo(&visit.app, Who::Operator(&operator), &case, &photo).await
}

fn read(case: &str) -> Result<CaseId, Stop> {
    case.parse().map_err(|_| Stop::not_found())
}

async fn draw(visit: &Visit, id: CaseId, mut form: FormState) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let who = Who::Operator(&operator);
    let view = queries::case_of(market, who, id).await?.ok_or_else(Stop::not_found)?;
    let sums = queries::sums_of(market, who, id).await?.ok_or_else(Stop::not_found)?;
    let award = match parse_decimal(form.value("amount"), 100, view.row.amount.minor()) {
        Ok(award) => Some(Money::new(award, view.row.amount.currency())),
        Err(error) => {
            if form.value("then") == "look" && form.error("amount").is_none() {
                form.wrong("amount", amount_error(error, visit.lang));
            }
            None
        }
    };
    let form = with_news(form, &view, visit);
    let number = view.row.number.clone();
    let others = others(visit, &view.row).await?.into_iter();
    let others = others.map(|other| (routes::admin_case(&other.id.to_string()), other)).collect();
    let page = DisputePage { view, others, sums, award, photo: EvidenceId::mint(market.now()) };
    let desk = operator_desk(visit, Room::Cases);
    desk_page(
        visit,
        &say!(visit.lang, "Case of order {number}", "订单 {number} 的售后"),
        desk,
        form,
        move || view! { <Dispute page/> },
    )
}
