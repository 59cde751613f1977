//! Goods in a list.

use super::mark::{place_of, product_path};
use super::why::{how_drawn, why_here};
use app_kit::components::{Badge, Price, Shown, Tone, picture};
use app_kit::format::{sold, usual_amount};
use app_kit::{Say, lang, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::account::Language;
use market::catalog::ListingCard;
use market::discovery::rules::PageDraw;
use market::discovery::{PlaceKind, Placed, Why};
use market::kernel::Unit;

/// Cards that a reader sees without scrolling, on a phone and on a desk.
const AT_ONCE: usize = 4;

/// The goods, newest first as they come. Each has a heading of the third level. Where the page counts what it shows, `place` is as what.
#[component]
pub fn GoodsGrid(cards: Vec<ListingCard>, #[prop(optional)] place: Option<PlaceKind>) -> AnyView {
    let lang = lang();
    let cards = cards.into_iter().enumerate();
    let cards = cards.map(|(position, card)| view! { <li>{goods_card(card, position < AT_ONCE, place, None, lang)}</li> });
    view! { <ul class="goods">{cards.collect_view()}</ul> }.into_any()
}

/// The goods as they are ranked or sorted; each says why it stands where it stands, and behind them stands how some were drawn. Links
/// of a page that does not count what it shows have no marks.
#[component]
pub fn RankedGrid(
    cards: Vec<ListingCard>,
    placed: Vec<Placed>,
    draw: Option<PageDraw>,
    #[prop(optional)] is_uncounted: bool,
) -> AnyView {
    let lang = lang();
    let drawn = draw.filter(|draw| draw.used_below > 0).map(|draw| how_drawn(&draw, lang));
    let cards = cards.into_iter().enumerate().map(|(position, card)| {
        let why = placed.iter().find(|placed| placed.listing == card.listing).map(|placed| &placed.why);
        let place = place_of(&placed, card.listing).filter(|_| !is_uncounted);
        view! { <li>{goods_card(card, position < AT_ONCE, place, why, lang)}</li> }
    });
    view! { <ul class="goods">{cards.collect_view()}</ul>{drawn} }.into_any()
}

/// One of the goods among others, for a list's row: in what kind of place, where that is counted; in a ranked list it says why it stands
/// there.
pub fn goods_card(card: ListingCard, at_once: bool, place: Option<PlaceKind>, why: Option<&Why>, lang: Language) -> AnyView {
    let path = product_path(card.listing, &card.title, place);
    let why = why.map(|why| why_here(why, (card.price_from.currency(), card.unit), lang));
    let from = (card.price_from != card.price_to).then(|| view! { <small class="quiet">{lang.say("from ", "")}</small> });
    let rising =
        (card.price_from != card.price_to && lang == Language::Zh).then_some(view! { <small class="quiet">" 起"</small> });
    let per = per(card.unit, card.price_per, lang).map(|per| view! { <p class="unit-price">{per}</p> });
    let sold = (card.sold > 0).then(|| view! { " "<small class="quiet">{sold(card.sold, lang)}</small> });
    let note = if card.is_available {
        Either::Left(view! { <span>{card.place}</span> })
    } else {
        Either::Right(view! { <Badge tone=Tone::Plain icon="close" word=lang.say("Sold out", "售完")/> })
    };
    view! {
        <article class="goods-card">
            {picture(card.cover.as_ref(), Shown::card(at_once), String::new())}
            <h3><a href=path>{card.title}</a></h3>
            <p>{from}<Price amount=card.price_from/>{rising}{sold}</p>
            {per}
            <p class="from"><span>{card.shop_name}</span>{note}</p>
            {why}
        </article>
    }
    .into_any()
}

/// `per 500 g`, `per jin`; nothing for a price by the piece, which goes without saying.
pub fn per(unit: Unit, price_per: i64, lang: Language) -> Option<String> {
    if unit == Unit::Piece && price_per == 1 {
        return None;
    }
    let amount = usual_amount(unit, price_per, lang);
    let by_unit = price_per == unit.steps();
    Some(if by_unit { say!(lang, "per {amount}", "每{amount}") } else { say!(lang, "per {amount}", "每 {amount}") })
}
