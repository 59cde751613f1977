//! The cart, drawn.

use super::words;
use crate::parts::{CouponField, Coupons, TakenOff, taken_off};
use app_kit::components::{FormErrors, Icon, Notice, Price, Tone};
use app_kit::form::FormState;
use app_kit::format::{self, unit_price};
use app_kit::words::perishable;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::cart::{CartLine, CartShop, CartView};
use market::coupon::QuotedCoupon;
use market::kernel::{Money, show_decimal};

/// The whole page.
#[component]
pub fn CartPage(view: CartView, coupons: Vec<QuotedCoupon>, form: FormState) -> impl IntoView {
    let lang = lang();
    if view.shops.is_empty() {
        return view! {
            <FormErrors form/>
            <div class="empty">
                <Icon name="cart"/>
                <h1>{lang.say("Your cart is empty", "购物车是空的")}</h1>
                <p>{lang.say("What you put into it stays here, on this device or, once you sign in, on all of yours.", "放进来的商品会一直在这里；登录后，您的所有设备都能看到。")}</p>
                <a class="btn btn-primary" href=routes::HOME>{lang.say("To the goods", "去看看好货")}</a>
            </div>
        }
        .into_any();
    }
    let has_changes = view.has_changes();
    let items = view.items;
    view! {
        <h1>{lang.say("Your cart", "购物车")}</h1>
        <div class="columns">
            <div class="stack">
                {has_changes.then(|| view! { <Changes view=view.clone()/> })}
                {view.shops.into_iter().map(|shop| view! { <ShopLines shop form=form.clone()/> }).collect_view()}
            </div>
            <Sum items coupons has_changes form=form.clone()/>
        </div>
    }
    .into_any()
}

#[component]
fn Sum(items: Money, coupons: Vec<QuotedCoupon>, has_changes: bool, form: FormState) -> impl IntoView {
    let lang = lang();
    let (shop, market) = taken_off(&coupons, items.currency());
    let left = items.minus(shop).and_then(|left| left.minus(market)).unwrap_or(items);
    let is_less = left != items;
    let words = if is_less { lang.say("Goods, less coupons", "商品，已减优惠") } else { lang.say("Goods", "商品") };
    view! {
        <aside class="side stack">
            <section class="card stack">
                <h2 class="sr">{lang.say("The sum", "合计")}</h2>
                <form class="stack" method="post" action=routes::CART><CouponField form/><Coupons coupons/></form>
                <dl class="pairs">
                    {is_less.then(|| view! { <div><dt>{lang.say("Goods", "商品")}</dt><dd><Price amount=items class="price-plain"/></dd></div> })}
                    <TakenOff shop market/>
                    <div class="total"><dt>{words}</dt><dd><Price amount=left/></dd></div>
                </dl>
                <p class="quiet">{lang.say("Freight is added for your address on the next page, before you pay.", "运费按您的地址在下一页计算，付款前可见。")}</p>
            </section>
            <p class="promise"><Icon name="shield"/><span>{lang.say("Your money is held until you confirm the parcels.", "您确认收货后，货款才付给店家。")}</span></p>
            <div class="bar">
                <p><small class="quiet">{words}</small><br/><Price amount=left/></p>
                {if has_changes {
                    view! { <a class="btn" href="#changes">{lang.say("See what changed", "查看变化")}</a> }.into_any()
                } else {
                    view! { <a class="btn btn-primary" href=routes::CHECKOUT>{lang.say("Check out", "去结算")}</a> }.into_any()
                }}
            </div>
        </aside>
    }
}

/// What waits in the browser's own cart, because that of the person had no room for it.
#[component]
pub fn Waiting(lines: u64) -> impl IntoView {
    let lang = lang();
    (lines > 0).then(|| view! {
        <Notice tone=Tone::Wait title=lang.say("Your cart was full", "购物车满了")>
            <p>{say!(lang, "What you put into it in this browser before you signed in is kept, {lines} in number. Check out or take something out, then bring it over.", "登录前在此浏览器放入的商品还有 {lines} 种，已为您保留。先结算或移除一些，再移过来。")}</p>
            <form method="post" action=routes::CART>
                <button class="btn" name="do" value="bring">{lang.say("Bring it over", "移到购物车")}</button>
            </form>
        </Notice>
    })
}

/// What changed since the buyer last looked, to be agreed to.
#[component]
fn Changes(view: CartView) -> impl IntoView {
    let lang = lang();
    let sentences: Vec<String> = view
        .lines()
        .flat_map(|line| line.changes.iter().map(|change| words::change(line, *change, lang)).collect::<Vec<_>>())
        .collect();
    view! {
        <div class="notice tone-wait" role="status" id="changes">
            <Icon name="info"/>
            <div>
                <b>{lang.say("This changed since you last looked", "您上次查看之后有变化")}</b>
                <ul class="prose">{sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}</ul>
                <form method="post" action=routes::CART>
                    <button class="btn btn-primary" name="do" value="accept">{lang.say("Agree to the changes", "接受这些变化")}</button>
                </form>
            </div>
        </div>
    }
}

#[component]
fn ShopLines(shop: CartShop, form: FormState) -> impl IntoView {
    view! {
        <section class="card">
            <h2 class="shop-name"><Icon name="shop"/><a href=routes::shop(&shop.handle)>{shop.name}</a></h2>
            {shop.lines.into_iter().map(|line| view! { <Line line form=form.clone()/> }).collect_view()}
        </section>
    }
}

#[component]
fn Line(line: CartLine, form: FormState) -> impl IntoView {
    let lang = lang();
    let offer = line.offer.clone();
    let unit = offer.measure.unit;
    let field = format!("quantity-{}", line.id);
    let typed = form.value_or(&field, &show_decimal(line.quantity, unit.steps())).to_owned();
    let error = form.error(&field).map(str::to_owned);
    let described = error.is_some().then(|| format!("{field}-error"));
    let title = offer.title.clone();
    let choices = offer.choices.join(" · ");
    let price = unit_price(offer.price, &offer.measure, lang);
    let detail = if choices.is_empty() { price } else { format!("{choices} · {price}") };
    let picture = picture(&offer.picture);
    let how_much = say!(lang, "How much of {title}", "{title} 的数量");
    let take_out = say!(lang, "Take out {title}", "移除 {title}");
    view! {
        <div class="line-item">
            <img src=picture width="80" height="80" alt="" loading="lazy"/>
            <h3><a href=routes::product(&offer.listing.to_string(), &title)>{title.clone()}</a></h3>
            <p class="quiet">{detail}{offer.is_perishable.then(|| view! { <br/>{perishable(lang)} })}</p>
            <p><Price amount=line.total/></p>
            <div class="row">
                <form class="row row-fit" method="post" action=routes::CART>
                    <input type="hidden" name="line" value=line.id.to_string()/>
                    <div class="affix">
                        <input id=field.clone() name="quantity" size="5" inputmode="decimal" autocomplete="off" value=typed aria-label=how_much
                            aria-invalid=error.is_some().then_some("true") aria-describedby=described/>
                        <span>{format::unit_name(unit, lang)}</span>
                    </div>
                    <button class="btn btn-small" name="do" value="change">{lang.say("Change", "修改")}</button>
                </form>
                <form class="push" method="post" action=routes::CART>
                    <input type="hidden" name="line" value=line.id.to_string()/>
                    <button class="btn btn-quiet" name="do" value="remove" aria-label=take_out><Icon name="trash"/></button>
                </form>
            </div>
            {error.map(|error| view! { <p class="error" id=format!("{field}-error")><Icon name="alert"/><span>{error}</span></p> })}
        </div>
    }
}

/// The address of a small picture, or of the placeholder.
pub fn picture(name: &str) -> String {
    if name.is_empty() { "/placeholder.svg".to_owned() } else { routes::photo(name) }
}
