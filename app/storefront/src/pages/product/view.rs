//! The page as a whole.

use super::choose::Choose;
use super::facts::facts;
use super::photos::Photos;
use super::{Moment, choose};
use crate::frame::{Frame, Reader, Strip};
use crate::parts::{Crumbs, GoodsGrid, NewShop, excerpt, per, said_list};
use app_kit::components::{Badge, FormErrors, Icon, Price, Tone};
use app_kit::form::form_state;
use app_kit::format::sold;
use app_kit::{Say, lang, routes};
use leptos::either::Either;
use leptos::prelude::*;
use market::attribute::ShownAttribute;
use market::catalog::{ListingCard, ListingPage};
use market::discovery::Product;
use market::pricing::FreightTemplate;

/// The body of the page.
#[component]
pub fn ProductPage(
    reader: Reader,
    strip: Strip,
    product: Product,
    companions: Vec<ListingCard>,
    heart: String,
    trail: Vec<(String, String)>,
    moment: Moment,
    path: String,
) -> impl IntoView {
    let about = about(&product.listing.description, product.listing.attributes.clone());
    let shop = shop_box(&product, moment);
    let Product { listing, freight, sold, .. } = product;
    let (photos, id) = (Photos::of(&listing), listing.listing.to_string());
    view! {
        <Frame reader main_class="wrap page has-bar" strip=strip>
            {view! { <Crumbs trail/> }.into_any()}
            <div class="product" data-viewed=id>
                {photos.view()}
                <div>
                    {order(listing, freight, sold, moment, path)}
                    <div class="mark-place" inner_html=heart></div>
                </div>
            </div>
            <div class="columns section">{about}{shop}</div>
            {together(companions)}
        </Frame>
    }
}

/// What there is to choose and the buttons: one form, which the cart answers.
fn order(listing: ListingPage, freight: Option<FreightTemplate>, sold: i64, moment: Moment, path: String) -> AnyView {
    let lang = lang();
    let form = form_state();
    let chosen = choose::chosen(&listing, form.value("variant"));
    let price = chosen.map(|chosen| chosen.price);
    let on_sale = choose::is_on_sale(&listing);
    let per = per(listing.measure.unit, listing.measure.price_per, lang);
    let facts = facts(&listing, freight.as_ref(), chosen, moment, &path);
    let choices = Choose::of(&listing, chosen.map(|chosen| chosen.variant), &form, lang);
    view! {
        <form class="stack" method="post" action=routes::CART_ADD>
            {view! { <FormErrors form/> }.into_any()}
            <h1>{listing.title}</h1>
            <p class="price-line">
                {price.map(|price| view! { <Price amount=price class="price-large"/> })}
                {per.map(|per| view! { <span class="unit-price">{per}</span> })}
            </p>
            {often(sold)}
            <input type="hidden" name="listing" value=listing.listing.to_string()/>
            {choices.view()}
            {facts}
            <p class="promise">
                <Icon name="shield"/>
                <span>
                    <b>{lang.say("Your money is held until you confirm the parcel.", "您确认收货后，货款才付给店家。")}</b>{lang.say(" ", "")}
                    {lang.say("If it does not arrive, you get it back.", "没有收到，如数退还。")}
                </span>
            </p>
            {buttons(on_sale)}
        </form>
    }
    .into_any()
}

/// In how many orders it was sold; nothing before the first one.
fn often(shown: i64) -> Option<AnyView> {
    let lang = lang();
    (shown > 0).then(|| {
        let counts = lang.say("How we count", "怎么算");
        view! { <p class="quiet">{sold(shown, lang)}" · "<a href=routes::WHAT_IS_SOLD>{counts}</a></p> }.into_any()
    })
}

/// What is bought together with these goods; nothing where too few people did.
fn together(cards: Vec<ListingCard>) -> Option<AnyView> {
    let lang = lang();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="section">
                <div class="section-head"><h2>{lang.say("Often bought together", "常一起买")}</h2></div>
                <GoodsGrid cards/>
            </section>
        }
        .into_any()
    })
}

fn buttons(on_sale: bool) -> AnyView {
    let lang = lang();
    if !on_sale {
        return view! { <p><Badge tone=Tone::Wait icon="clock" word=lang.say("Sold out for now", "暂时售完")/></p> }.into_any();
    }
    view! {
        <div class="bar">
            <button class="btn" name="then" value="cart">{lang.say("Add to cart", "加入购物车")}</button>
            <button class="btn btn-primary" name="then" value="buy">{lang.say("Buy now", "立即购买")}</button>
        </div>
    }
    .into_any()
}

fn about(description: &str, said: Vec<ShownAttribute>) -> AnyView {
    let lang = lang();
    let lines: Vec<String> = description.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    view! {
        <section>
            <div class="section-head"><h2>{lang.say("About these goods", "商品说明")}</h2></div>
            {said_list(said)}
            <div class="prose">
                {if lines.is_empty() {
                    Either::Left(view! { <p class="quiet">{lang.say("The shop has written nothing more about them.", "店家没有更多说明。")}</p> })
                } else {
                    Either::Right(lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view())
                }}
            </div>
        </section>
    }
    .into_any()
}

fn shop_box(product: &Product, moment: Moment) -> AnyView {
    let lang = lang();
    let listing = &product.listing;
    let place = (!product.shop_place.is_empty()).then(|| format!("{} ", product.shop_place));
    let verified = listing
        .is_verified
        .then(|| view! { " "<Badge tone=Tone::Good icon="check" word=lang.say("Identity checked", "身份已核实")/> });
    let story = excerpt(&product.shop_story, 160);
    view! {
        <aside class="card stack" aria-label=lang.say("The shop", "店铺")>
            <div class="stack stack-small">
                <h2>{listing.shop_name.clone()}</h2>
                <p class="quiet row">{place}<NewShop opened_at=product.shop_opened_at now=moment.now/>{verified}</p>
            </div>
            {(!story.is_empty()).then(|| view! { <p>{story}</p> })}
            <a class="btn" href=routes::shop(&listing.shop_handle)>{lang.say("Visit the shop", "进店看看")}</a>
        </aside>
    }
    .into_any()
}
