//! `/sell/{shop}/insights`

use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::pages::insights::{Insights, InsightsPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Visit, day_of};
use axum::extract::Path;
use leptos::prelude::*;
use market::discovery::PlaceKind;
use market::discovery::exposure::{DAYS_SHOWN, by_day, by_listing};
use market::shop::ShopStaff;

/// `GET …/insights`
pub async fn insights(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let market = &visit.app.market;
    let now = market.now();
    let from = day_of(now) - DAYS_SHOWN + 1;
    let sums = by_day(market, &staff, from).await?;
    let days = (from..from + DAYS_SHOWN)
        .map(|day| {
            let of = |is_wanted: fn(PlaceKind) -> bool| {
                sums.iter().filter(move |sum| sum.day == day && is_wanted(sum.place)).map(|sum| sum.views).sum()
            };
            let opened = sums.iter().filter(|sum| sum.day == day).map(|sum| sum.opens).sum();
            let is_earned = |place: PlaceKind| matches!(place, PlaceKind::Ranked | PlaceKind::Paid);
            let is_listed = |place: PlaceKind| matches!(place, PlaceKind::Newest | PlaceKind::Best | PlaceKind::Sorted);
            [of(is_earned), of(|place| place == PlaceKind::Rotating), of(is_listed), opened]
        })
        .collect();
    let page = InsightsPage { handle, days, listings: by_listing(market, &staff, from).await?, now };
    let desk = desk_of(&visit, &staff, Room::Goods).await?;
    let title = visit.lang.say("How your goods are seen", "商品展示");
    desk_page(&visit, title, desk, FormState::default(), move || view! { <Insights page/> })
}
