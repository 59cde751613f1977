//! `/sell`

use super::{desk_page, person_desk};
use crate::pages::shops::{Shops, ShopsPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Visit};
use leptos::prelude::*;
use market::shop::queries;

/// `GET /sell`
pub async fn shops(visit: Visit) -> Answer {
    let shops = queries::my_shops(&visit.app.market, visit.signed_in()?).await?;
    let desk = person_desk(&visit);
    let page = ShopsPage { shops };
    desk_page(&visit, visit.lang.say("Your shops", "您的店铺"), desk, FormState::default(), move || view! { <Shops page/> })
}
