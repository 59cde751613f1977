//! `/sell/{shop}/cases` and one of them.

use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::pages::case::{Case, CasePage};
use crate::pages::cases::{Cases, CasesPage};
use app_kit::cases::{is_said, refuse, say};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other, too_large};
use app_kit::{Say, routes, say};
use axum::extract::{FromRequest, Path, Request};
use leptos::prelude::*;
use market::aftersales::commands::{Who, agree_to_case, appeal_case, contest_return, receive_return, refuse_case};
use market::aftersales::{CaseId, CaseRefusal, EvidenceId, queries};
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

/// `POST …/cases/{case}`: writes and shows, agrees, refuses, has the goods, objects to them, or appeals.
pub async fn post(visit: Visit, Path((handle, case)): Path<(String, String)>, request: Request) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_answer).await?;
    let id = read(&case)?;
    let form = if is_said(request.headers()) {
        say(&visit, Who::Shop(&staff), id, request).await?
    } else {
        let fields = Fields::from_request(request, &()).await.map_err(|_| too_large())?;
        let done = act(&visit, &staff, id, &fields).await?;
        done.err().map(|refusal| refuse(fields.again(), refusal, "why", &visit))
    };
    match form {
        None => Ok(see_other(&routes::shop_case(&handle, &case))),
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
        "appeal" => refused(appeal_case(market, Who::Shop(staff), id, why).await),
        _ => Err(Stop::not_found()),
    }
}

/// `GET …/cases/{case}/evidence/{photo}`
pub async fn photo(visit: Visit, Path((handle, case, photo)): Path<(String, String, String)>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_answer).await?;
    app_kit::cases::photo(&visit.app, Who::Shop(&staff), &case, &photo).await
}

fn read(case: &str) -> Result<CaseId, Stop> {
    case.parse().map_err(|_| Stop::not_found())
}

async fn draw(visit: &Visit, staff: &ShopStaff, handle: String, id: CaseId, form: FormState) -> Answer {
    let market = &visit.app.market;
    let who = Who::Shop(staff);
    let view = queries::case_of(market, who, id).await?.ok_or_else(Stop::not_found)?;
    let sums = if staff.may_see_money() { queries::sums_of(market, who, id).await? } else { None };
    let number = view.row.number.clone();
    let page = CasePage { handle, view, sums, may_ship: staff.may_ship(), photo: EvidenceId::mint(market.now()) };
    let desk = desk_of(visit, staff, Room::Cases).await?;
    desk_page(
        visit,
        &say!(visit.lang, "Case of order {number}", "订单 {number} 的售后"),
        desk,
        form,
        move || view! { <Case page/> },
    )
}
