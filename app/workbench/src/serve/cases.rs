//! `/sell/{shop}/cases` and one of them.

use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::pages::case::{Case, CasePage};
use crate::pages::cases::{Cases, CasesPage};
use app_kit::cases::{LATEST, TURN, is_said, refuse, say, words};
use app_kit::form::FormState;
use app_kit::format::quantity;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other, too_large};
use app_kit::{Say, routes, say};
use axum::extract::{FromRequest, Path, Request};
use leptos::prelude::*;
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, contest_return, give_back_instead, receive_return, refuse_case, resend_goods,
};
use market::aftersales::{CaseId, CaseRefusal, CaseRow, EvidenceId, queries};
use market::kernel::PageRequest;
use market::order;
use market::shop::ShopStaff;

/// Cases of one page.
const ROWS: u64 = 30;

/// `GET …/cases`
pub async fn cases(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_answer).await?;
    let market = &visit.app.market;
    let after = Some(visit.query().get("after").to_owned()).filter(|key| !key.is_empty());
    let rows = queries::of_shop(market, &staff, &PageRequest::after(after, ROWS)).await?;
    let waiting = queries::waiting_for_shop(market, &staff).await?;
    let to_ship = if staff.may_ship() { Some(order::queries::count_to_ship(market, &staff).await?) } else { None };
    let page = CasesPage { handle, to_ship, waiting, rows: rows.rows, next: rows.next, now: market.now() };
    let desk = desk_of(&visit, &staff, Room::Cases).await?;
    desk_page(&visit, visit.lang.say("Cases", "售后"), desk, FormState::default(), move || view! { <Cases page/> })
}

/// `GET …/cases/{case}`
pub async fn case(visit: Visit, Path((handle, case)): Path<(String, String)>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_answer).await?;
    draw(&visit, &staff, handle, read(&case)?, FormState::default()).await
}

/// `POST …/cases/{case}`: writes and shows, agrees, refuses, has the goods, objects to them, sends them again, gives the money
/// back instead, or appeals.
pub async fn post(visit: Visit, Path((handle, case)): Path<(String, String)>, request: Request) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_answer).await?;
    let id = read(&case)?;
    let (told, form) = if is_said(request.headers()) {
        (LATEST, say(&visit, Who::Shop(&staff), id, request).await?)
    } else {
        let fields = Fields::from_request(request, &()).await.map_err(|_| too_large())?;
        let form = match act(&visit, &staff, id, &fields).await? {
            Ok(()) => None,
            Err(CaseRefusal::Short { line, left }) => {
                Some(fields.again().with_notice(short(&visit, &staff, id, (line, left)).await?))
            }
            Err(refusal) => Some(refuse(fields.again(), refusal, "why", &visit)),
        };
        (TURN, form)
    };
    match form {
        None => Ok(see_other(&format!("{}#{told}", routes::shop_case(&handle, &case)))),
        Some(form) => draw(&visit, &staff, handle, id, form).await,
    }
}

async fn act(visit: &Visit, staff: &ShopStaff, id: CaseId, fields: &Fields) -> Result<Result<(), CaseRefusal>, Stop> {
    let market = &visit.attempt(fields)?;
    let why = fields.get("why");
    match fields.get("then") {
        "agree" => refused(agree_to_case(market, staff, id).await),
        "refuse" => refused(refuse_case(market, staff, id, why).await),
        "receive" => refused(receive_return(market, staff, id).await),
        "contest" => refused(contest_return(market, staff, id, why).await),
        "resend" => refused(resend_goods(market, staff, id, fields.get("courier"), fields.get("tracking_number")).await),
        "give-back" => refused(give_back_instead(market, staff, id).await),
        "appeal" => refused(appeal_case(market, Who::Shop(staff), id, why).await),
        _ => Err(Stop::not_found()),
    }
}

/// Of which goods there is not so much as is to be sent again.
async fn short(visit: &Visit, staff: &ShopStaff, id: CaseId, (line, left): (i64, i64)) -> Result<String, Stop> {
    let view = queries::case_of(&visit.app.market, Who::Shop(staff), id).await?.ok_or_else(Stop::not_found)?;
    let part = view.parts.into_iter().find(|part| part.line == Some(line));
    Ok(match part.as_ref().and_then(|part| part.comes().zip(part.measure)) {
        Some((title, measure)) => words::short(title, &quantity(left, measure.unit, visit.lang), visit.lang),
        None => words::refusal(CaseRefusal::Short { line, left }, visit.lang).1,
    })
}

/// `GET …/cases/{case}/evidence/{photo}`
pub async fn photo(visit: Visit, Path((handle, case, photo)): Path<(String, String, String)>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_answer).await?;
    app_kit::cases::photo(&visit.app, Who::Shop(&staff), &case, &photo).await
}

fn read(case: &str) -> Result<CaseId, Stop> {
    case.parse().map_err(|_| Stop::not_found())
}

/// The other cases of a case's order, for somebody who may see this one.
pub(super) async fn others(visit: &Visit, row: &CaseRow) -> Result<Vec<CaseRow>, Stop> {
    let mut cases = queries::of_order(&visit.app.market, row.order).await?;
    cases.retain(|other| other.id != row.id);
    Ok(cases)
}

async fn draw(visit: &Visit, staff: &ShopStaff, handle: String, id: CaseId, form: FormState) -> Answer {
    let market = &visit.app.market;
    let who = Who::Shop(staff);
    let view = queries::case_of(market, who, id).await?.ok_or_else(Stop::not_found)?;
    let sums = if staff.may_see_money() { queries::sums_of(market, who, id).await? } else { None };
    let number = view.row.number.clone();
    let others = others(visit, &view.row).await?.into_iter();
    let others = others.map(|other| (routes::shop_case(&handle, &other.id.to_string()), other)).collect();
    let (may_ship, may_manage, photo) = (staff.may_ship(), staff.may_manage(), EvidenceId::mint(market.now()));
    let page = CasePage { handle, view, others, sums, may_ship, may_manage, photo };
    let desk = desk_of(visit, staff, Room::Cases).await?;
    desk_page(
        visit,
        &say!(visit.lang, "Case of order {number}", "订单 {number} 的售后"),
        desk,
        form,
        move || view! { <Case page/> },
    )
}
