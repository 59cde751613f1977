//! `/sell/{shop}/money`

use super::{desk_of, desk_page, staff_of};
use crate::desk::Room;
use crate::pages::money::{Money, MoneyPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Stop, Visit};
use axum::extract::Path;
use leptos::prelude::*;
use market::ledger::queries;

/// `GET /sell/{shop}/money`; to staff who may not see money there is no such page.
pub async fn money(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_of(&visit, &handle).await?;
    let money = queries::shop_money(&visit.app.market, &staff).await?.ok_or_else(Stop::not_found)?;
    let page = MoneyPage { handle, money, may_ship: staff.may_ship() };
    let desk = desk_of(&visit, &staff, Room::Money).await?;
    desk_page(&visit, visit.lang.say("Money", "资金"), desk, FormState::default(), move || view! { <Money page/> })
}
