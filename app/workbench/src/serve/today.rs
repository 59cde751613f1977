//! `/sell/{shop}`

use super::{desk_of, desk_page, staff_of};
use crate::desk::Room;
use crate::pages::today::{Today, TodayPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Visit};
use axum::extract::Path;
use leptos::prelude::*;
use market::kernel::PageRequest;
use market::shop::{Verification, head};
use market::{aftersales, catalog, order, policy};

/// `GET /sell/{shop}`
pub async fn today(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_of(&visit, &handle).await?;
    let market = &visit.app.market;
    let shop = head::head(market, &staff).await?;
    let verification = match (shop.is_approved, shop.is_rejected) {
        (true, _) => Verification::Approved,
        (_, true) => Verification::Rejected,
        _ => Verification::Waiting,
    };
    let goods = catalog::queries::seller_listings(market, &staff, None, &PageRequest::first(1)).await?;
    let mut day = order::queries::day(market, &staff).await?;
    if !staff.may_see_money() {
        day.earned.clear();
    }
    let page = TodayPage {
        handle,
        name: shop.name,
        now: market.now(),
        day,
        cases: aftersales::queries::waiting_for_shop(market, &staff).await?,
        is_new: visit.query().has("opened"),
        has_goods: !goods.rows.is_empty(),
        verification,
        cap: policy::queries::in_force(market).await?.unverified_cap(market.currency()),
        may_list: staff.may_list(),
        may_ship: staff.may_ship(),
        may_see_money: staff.may_see_money(),
    };
    let desk = desk_of(&visit, &staff, Room::Today).await?;
    desk_page(&visit, visit.lang.say("Today", "今日"), desk, FormState::default(), move || view! { <Today page/> })
}
