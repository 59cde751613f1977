//! `/sell/{shop}/listings`

use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::pages::listings::{Listings, ListingsPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Visit};
use axum::extract::Path;
use leptos::prelude::*;
use market::catalog::{ListingState, queries};
use market::kernel::PageRequest;
use market::shop::ShopStaff;

/// Listings of one page.
const ROWS: u64 = 30;

/// `GET …/listings`
pub async fn listings(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let query = visit.query();
    let state = ListingState::from_code(query.get("state")).filter(|state| *state != ListingState::Removed);
    let after = Some(query.get("after").to_owned()).filter(|key| !key.is_empty());
    let request = PageRequest::after(after, ROWS);
    let found = queries::seller_listings(&visit.app.market, &staff, state, &request).await?;
    let page = ListingsPage {
        handle,
        is_first: request.after.is_none(),
        rows: found.rows,
        next: found.next,
        state,
        is_removed: query.get("done") == "removed",
    };
    let desk = desk_of(&visit, &staff, Room::Goods).await?;
    desk_page(&visit, visit.lang.say("Goods", "商品"), desk, FormState::default(), move || view! { <Listings page/> })
}
