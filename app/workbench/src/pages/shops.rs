//! `/sell`: a person's shops, and the way to a new one.

use crate::parts::VerificationBadge;
use app_kit::components::Icon;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::shop::MyShop;

/// The shops in which a person works.
#[derive(Clone, Debug)]
pub struct ShopsPage {
    /// The shops.
    pub shops: Vec<MyShop>,
}

/// The page.
#[component]
pub fn Shops(page: ShopsPage) -> impl IntoView {
    let lang = lang();
    let none = page.shops.is_empty();
    view! {
        <h1>{lang.say("Your shops", "您的店铺")}</h1>
        {none.then(|| view! {
            <div class="empty">
                <Icon name="shop"/>
                <h2>{lang.say("You have no shop yet", "您还没有店铺")}</h2>
                <p>{lang.say("Opening one is free. You need an ID number and a bank card, and about two minutes.", "开店免费，只需身份证号和银行卡，约两分钟。")}</p>
                <a class="btn btn-primary" href=routes::SELL_OPEN>{lang.say("Open a shop", "开一家店")}</a>
            </div>
        })}
        <ul class="stack">
            {page.shops.into_iter().map(|shop| view! {
                <li class="card row"><Icon name="shop"/><a href=routes::sell(&shop.handle, "")><b>{shop.name}</b></a><span class="push"><VerificationBadge state=shop.verification/></span></li>
            }).collect_view()}
        </ul>
        {(!none).then(|| view! { <p><a class="btn" href=routes::SELL_OPEN>{lang.say("Open another shop", "再开一家店")}</a></p> })}
    }
}
