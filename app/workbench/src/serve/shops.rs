//! `/sell`

use super::{desk_page, person_desk};
use crate::app::Page;
use crate::pages::shops::ShopsPage;
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Visit};
use market::shop::queries;

/// `GET /sell`
pub async fn shops(visit: Visit) -> Answer {
    let shops = queries::my_shops(&visit.app.market, visit.signed_in()?).await?;
    let desk = person_desk(&visit);
    let page = Page::Shops(ShopsPage { shops });
    desk_page(&visit, visit.lang.say("Your shops", "您的店铺"), desk, FormState::default(), page)
}
