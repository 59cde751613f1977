//! `/sell/{shop}/money`

use super::{desk_of, desk_page, staff_of};
use crate::desk::Room;
use crate::pages::money::{Money, MoneyPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Stop, Visit};
use axum::extract::Path;
use leptos::prelude::*;
use market::aftersales::queries::open_of_shop;
use market::ledger::queries;

/// `GET /sell/{shop}/money`; to staff who may not see money there is no such page.
pub async fn money(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_of(&visit, &handle).await?;
    let money = queries::shop_money(&visit.app.market, &staff).await?.ok_or_else(Stop::not_found)?;
    let cases = open_of_shop(&visit.app.market, &staff).await?;
    let page = MoneyPage { handle, money, cases, may_ship: staff.may_ship(), may_answer: staff.may_answer() };
    let desk = desk_of(&visit, &staff, Room::Money).await?;
    desk_page(&visit, visit.lang.say("Money", "资金"), desk, FormState::default(), move || view! { <Money page/> })
}
