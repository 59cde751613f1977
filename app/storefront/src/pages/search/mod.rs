//! Search: results with what can be chosen of them, and proposals while somebody types.

mod address;
mod choices;
mod shelves;
mod suggest;
mod view;
mod words;

pub use suggest::suggest;

use super::{after, subjects};
use crate::frame::{Frame, Reader, Strip};
use crate::kept::{Sketch, kept, key};
use crate::parts::shown_in;
use address::{ALL_NAMES, Address, LeftOut};
use app_kit::components::Tone;
use app_kit::request::{Answer, Document, PageKey, Shelved, Stop, Visit};
use app_kit::{Say, routes};
use leptos::prelude::*;
use market::catalog::queries::cards_of;
use market::change::Subject;
use market::discovery::{SearchAnswer, SearchRequest, SearchSort};
use market::kernel::PageRequest;
use market::shop::{self, queries::shop_front};
use std::sync::Arc;
use view::{Building, Found, Results};

/// Divides evenly into two, three, four and six columns.
const GOODS: u64 = 24;
/// What is read of an address.
const FIELDS: [&str; 13] = ["q", "shop", "c", "from", "below", "place", "maker", "a", "free", "there", "sort", "names", "after"];

/// What an address asks for.
struct Asked {
    address: Address,
    left_out: LeftOut,
    /// The handle of a shop, as it stands in the address; empty where none does.
    shop: String,
    after: Option<String>,
    /// Whether all places and makers that are told are to be chosen from.
    has_all_names: bool,
    shelved: Arc<Shelved>,
}

/// `GET /search?q=`: without words and without choices it asks what is looked for. The page is kept for as long as the index answers
/// from the same: goods that change tell it themselves, all that is counted on it is the index's.
pub async fn search(visit: Visit) -> Answer {
    let shelved = visit.app.shelved().await?;
    let query = visit.query();
    let (address, left_out) = Address::read(&query, &shelved.tree, &shelved.attributes);
    let (shop, has_all_names) = (query.get("shop").to_owned(), query.get("names") == "all");
    let asked = Asked { address, left_out, shop, after: after(&visit), has_all_names, shelved };
    let key = PageKey { edition: visit.app.search.edition(), ..key(&visit, asked.path(&visit), false) };
    let is_current = key.edition.is_some();
    kept(&visit, key, draw(&visit, asked, is_current)).await
}

impl Asked {
    /// The one address of all that ask for the same. What is wrong with an address is said on its page: that one has its own.
    fn path(&self, visit: &Visit) -> String {
        if !self.left_out.is_nothing() || (!self.shop.is_empty() && shop::rules::handle(&self.shop).is_err()) {
            let query = visit.query();
            let read = query.pairs().iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
            let read = read.map(|(name, value)| format!("{name}={}", routes::percent(value)));
            return format!("{}?{}", routes::SEARCH, read.collect::<Vec<_>>().join("&"));
        }
        let mut path = self.address.path_in(&self.shop);
        if self.has_all_names {
            path.push_str(ALL_NAMES);
        }
        self.after.as_ref().map_or_else(|| path.clone(), |key| routes::after(&path, &routes::percent(key)))
    }
}

/// Without an index there is only the word that it is being built, which is said anew each time.
async fn draw(visit: &Visit, asked: Asked, is_current: bool) -> Result<Sketch, Stop> {
    let lang = visit.lang;
    let Asked { mut address, left_out, shop: handle, after, has_all_names, shelved } = asked;
    // The address was read before the page's moment: where the tree is another one since, this is not the page of its key.
    let is_current = is_current && Arc::ptr_eq(&shelved, &visit.app.shelved().await?);
    let shop = match shop::rules::handle(&handle) {
        Ok(_) => shop_front(&visit.app.market, &handle).await?,
        Err(_) => None,
    };
    let mut wrong = words::left_out(left_out, lang);
    if !handle.is_empty() && shop.is_none() {
        wrong.push((Tone::Info, words::unknown_shop(lang).to_owned()));
    }
    let mut shown: Vec<Subject> = shop.iter().map(|shop| Subject::Shop(shop.id)).collect();
    if let Some(shop) = shop {
        address = address.in_shop(shop);
    }
    let request = SearchRequest {
        words: address.words.clone(),
        filter: address.filter.clone(),
        sort: address.sort,
        page: PageRequest::after(after, GOODS),
        is_browsing: false,
    };
    let line = address.line();
    let is_chosen = !address.filter.is_empty() || address.sort != SearchSort::default();
    // Whoever asked in vain asked: what is said to be shown instead is shown.
    let is_asked = address.words.is_some() || is_chosen || !wrong.is_empty();
    let answer = if is_asked { Some(visit.app.search.find(&request).await?) } else { None };
    let title = if line.is_empty() { lang.say("Search", "搜索").to_owned() } else { line.clone() };
    let document = Document::storefront(lang, title);
    let strip = Strip::at(&shelved, address.filter.category.as_deref());
    let is_found = is_current && !matches!(answer, Some(SearchAnswer::Building(..)));
    let mut counted = Vec::new();
    let found = match answer {
        Some(SearchAnswer::Found(found)) => {
            let cards = cards_of(&visit.app.market, &found.listings).await?;
            shown.extend(subjects(&cards, []));
            let currency = visit.app.market.currency();
            wrong.extend(words::cut(left_out.cut, found.is_cut, lang));
            let found = Found { address, cards, found: *found, shelved, currency, has_all_names };
            if !found.is_uncounted() {
                counted = shown_in(&found.cards, &found.found.placed);
            }
            Some(Ok(found))
        }
        Some(SearchAnswer::Building(done, all)) => Some(Err(Building { done, all })),
        None => None,
    };
    // Which shops there are, too: a shop that is not known yet may open.
    shown.push(Subject::Lists);
    let reader = Reader::anybody(lang).searching(&line);
    let sketch = Sketch::page(visit, document, shown, move || {
        view! { <Frame reader main_class="wrap page" strip=strip><Results found wrong/></Frame> }
    })?;
    Ok(sketch.counted(counted, is_found))
}
