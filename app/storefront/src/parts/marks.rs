//! Whether the reader keeps these goods or follows this shop, with the button to change it: a plain form. It is another one for each
//! reader, so it is drawn apart from the page (see `kept.rs`).

use app_kit::components::Icon;
use app_kit::form::FormState;
use app_kit::request::{Stop, Visit, render};
use app_kit::{Say, routes};
use leptos::prelude::*;
use market::account::{Buyer, Language};
use market::catalog::ListingId;
use market::interest::queries::{is_favourite, is_following};
use market::kernel::Fault;
use market::shop::ShopId;

/// The heart of goods; `back` is an encoded path of ours.
pub fn heart(lang: Language, listing: ListingId, is_kept: bool, back: &str) -> String {
    let how = if is_kept {
        ["drop", "heart-full", lang.say("In your favourites: take it out", "已收藏，点此取消")]
    } else {
        ["keep", "heart", lang.say("Keep in your favourites", "收藏")]
    };
    mark(lang, routes::MY_FAVOURITES, ("listing", &listing.to_string()), how, back)
}

/// The way to follow a shop; `back` is an encoded path of ours.
pub fn follow(lang: Language, shop: ShopId, is_followed: bool, back: &str) -> String {
    let how = if is_followed {
        ["drop", "heart-full", lang.say("You follow this shop: stop", "已关注，点此取消")]
    } else {
        ["keep", "heart", lang.say("Follow this shop", "关注店铺")]
    };
    mark(lang, routes::MY_SHOPS, ("shop", &shop.to_string()), how, back)
}

/// The heart of goods for whoever visits.
///
/// # Errors
/// [`Stop`] at a fault of the database.
pub async fn heart_for(visit: &Visit, listing: ListingId, back: &str) -> Result<String, Stop> {
    let is_kept = of_visitor(visit, |buyer| async move { is_favourite(&visit.app.market, &buyer, listing).await }).await?;
    Ok(heart(visit.lang, listing, is_kept, back))
}

/// The way to follow a shop for whoever visits.
///
/// # Errors
/// [`Stop`] at a fault of the database.
pub async fn follow_for(visit: &Visit, shop: ShopId, back: &str) -> Result<String, Stop> {
    let is_followed = of_visitor(visit, |buyer| async move { is_following(&visit.app.market, &buyer, shop).await }).await?;
    Ok(follow(visit.lang, shop, is_followed, back))
}

/// What holds of somebody who is signed in; of nobody else.
async fn of_visitor<F>(visit: &Visit, holds: impl FnOnce(Buyer) -> F) -> Result<bool, Stop>
where
    F: Future<Output = Result<bool, Fault>>,
{
    match &visit.who {
        Some(who) => Ok(holds(who.buyer()).await?),
        None => Ok(false),
    }
}

fn mark(lang: Language, action: &'static str, what: (&'static str, &str), how: [&'static str; 3], back: &str) -> String {
    let ([then, icon, words], (name, id), back) = (how, (what.0, what.1.to_owned()), back.to_owned());
    render(lang, FormState::default(), move || {
        view! {
            <form class="mark" method="post" action=action>
                <input type="hidden" name=name value=id/>
                <input type="hidden" name="back" value=back/>
                <button class="btn btn-small" name="then" value=then><Icon name=icon/>{words}</button>
            </form>
        }
    })
}
