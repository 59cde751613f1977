//! `/sell/{shop}/money`

use super::{desk_of, desk_page, staff_of};
use crate::desk::Room;
use crate::pages::money::{List, Money, MoneyPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Stop, Visit};
use axum::extract::Path;
use leptos::prelude::*;
use market::aftersales::CaseId;
use market::aftersales::queries::open_of_shop;
use market::kernel::PageRequest;
use market::ledger::queries;

/// Held orders, and lines that explain a balance below zero, of one page.
const ROWS: u64 = 50;

/// `GET /sell/{shop}/money?held=&owed=`, the keys of further pages of both; to staff who may not see money there is no such page.
pub async fn money(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_of(&visit, &handle).await?;
    let market = &visit.app.market;
    let money = queries::shop_money(market, &staff).await?.ok_or_else(Stop::not_found)?;
    let card = queries::card_standing(market, &staff).await?.ok_or_else(Stop::not_found)?;
    let query = visit.query();
    let after = |list: List| PageRequest::after(Some(query.get(list.name()).to_owned()).filter(|key| !key.is_empty()), ROWS);
    let held = queries::held_orders(market, &staff, &after(List::Held)).await?;
    let debt = queries::shop_debt(market, &staff, money.available, &after(List::Owed)).await?;
    let further = [List::Held, List::Owed].into_iter().filter(|list| after(*list).after.is_some()).collect();
    let open: Vec<CaseId> = held.rows.iter().filter_map(|order| order.open_case).collect();
    let cases = open_of_shop(market, &staff, &open).await?;
    let page = MoneyPage {
        now: market.now(),
        handle,
        money,
        card,
        held,
        debt,
        further,
        cases,
        may_ship: staff.may_ship(),
        may_answer: staff.may_answer(),
        may_manage: staff.may_manage(),
    };
    let desk = desk_of(&visit, &staff, Room::Money).await?;
    desk_page(&visit, visit.lang.say("Money", "资金"), desk, FormState::default(), move || view! { <Money page/> })
}
