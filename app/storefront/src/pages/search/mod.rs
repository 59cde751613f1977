//! Search: results with what can be chosen of them, and proposals while somebody types.

mod address;
mod choices;
mod suggest;
mod view;
mod words;

pub use suggest::suggest;

use super::after;
use crate::frame::{Frame, Strip, reader};
use address::Address;
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Visit, page};
use http::StatusCode;
use leptos::prelude::*;
use market::catalog::queries::cards_of;
use market::discovery::{Placed, SearchAnswer, SearchRequest, SearchSort};
use market::kernel::PageRequest;
use market::shop::{self, queries::shop_front};
use view::{Building, Found, Results};

/// Divides evenly into two, three, four and six columns.
const GOODS: u64 = 24;

/// `GET /search?q=`: without words and without choices it asks what is looked for.
pub async fn search(visit: Visit) -> Answer {
    let lang = visit.lang;
    let shelved = visit.app.shelf.look(&visit.app.market).await?;
    let query = visit.query();
    let (mut address, price_error) = Address::read(&query, &shelved.tree, &shelved.attributes);
    let handle = query.get("shop");
    let shop = match shop::rules::handle(handle) {
        Ok(_) => shop_front(&visit.app.market, handle).await?,
        Err(_) => None,
    };
    let is_unknown_shop = !handle.is_empty() && shop.is_none();
    if let Some(shop) = shop {
        address = address.in_shop(shop);
    }
    let request = SearchRequest {
        words: address.words.clone(),
        filter: address.filter.clone(),
        sort: address.sort,
        page: PageRequest::after(after(&visit), GOODS),
        is_browsing: false,
    };
    let line = address.line();
    let is_asked = address.words.is_some() || !address.filter.is_empty() || address.sort != SearchSort::default();
    let answer = if is_asked { Some(visit.app.search.find(&request).await?) } else { None };
    let reader = reader(&visit).await?.searching(&line);
    let title = if line.is_empty() { lang.say("Search", "搜索").to_owned() } else { line };
    let document = Document::storefront(lang, title);
    let strip = Strip::at(&shelved, address.filter.category.as_deref());
    let mut wrong: Vec<String> = price_error.map(|error| words::price_error(error, lang)).into_iter().collect();
    if is_unknown_shop {
        wrong.push(words::unknown_shop(lang).to_owned());
    }
    let found = match answer {
        Some(SearchAnswer::Found(found)) => {
            let cards = cards_of(&visit.app.market, &found.listings).await?;
            if !visit.asking.is_robot {
                let shown: Vec<_> = found.placed.iter().map(Placed::shown).collect();
                visit.app.tally.shown(&shown, visit.app.market.now());
            }
            Some(Ok(Found { address, cards, found: *found, is_further: request.page.after.is_some(), shelved }))
        }
        Some(SearchAnswer::Building(done, all)) => Some(Err(Building { done, all })),
        None => None,
    };
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page" strip=strip><Results found wrong/></Frame> }
    }))
}
