//! The checkout, drawn: one page, three blocks, the sum always in sight.

use super::words::no_cash;
use crate::pages::cart::picture;
use crate::parts::{CouponField, Coupons, TakenOff};
use app_kit::components::{FieldError, FormErrors, Icon, Price, describe};
use app_kit::form::FormState;
use app_kit::format::{money, quantity};
use app_kit::words::perishable;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::address::{Address, AddressId};
use market::cart::CartShop;
use market::catalog::VariantId;
use market::checkout::{CashRefusal, Quote, QuotedShop};
use market::kernel::Money;
use market::kernel::limits::NOTE_CHARS_MAX;
use market::payment::PaymentId;

/// Everything that the page shows.
#[derive(Clone, Debug)]
pub struct Shown {
    pub attempt: PaymentId,
    pub addresses: Vec<Address>,
    pub chosen: Option<AddressId>,
    pub quote: Quote,
    pub is_sandbox: bool,
}

/// The page.
#[component]
pub fn CheckoutPage(shown: Shown, form: FormState) -> impl IntoView {
    let lang = lang();
    let quote = shown.quote.clone();
    let total = quote.total.map_or(0, |total| total.minor());
    let seen_perishable: Vec<VariantId> = quote.cart.perishable().collect();
    view! {
        <h1>{lang.say("Check out", "结算")}</h1>
        <FormErrors form=form.clone()/>
        <form class="columns" method="post" action=routes::CHECKOUT>
            <input type="hidden" name="attempt" value=shown.attempt.to_string()/>
            <input type="hidden" name="total" value=total/>
            {seen_perishable.into_iter().map(|variant| view! { <input type="hidden" name="seen_perishable" value=variant.to_string()/> }).collect_view()}
            <div class="stack">
                <WhereTo addresses=shown.addresses chosen=shown.chosen form=form.clone()/>
                <section class="card block">
                    <h2><b>"2"</b>{lang.say("What comes", "商品")}</h2>
                    {quote.cart.shops.into_iter().zip(quote.shops).map(|(shop, quoted)| view! { <Parcel shop quoted form=form.clone()/> }).collect_view()}
                </section>
                <HowToPay is_sandbox=shown.is_sandbox cash=quote.cash in_cash=form.chose("pay", "cash")/>
            </div>
            <Sum quote=shown.quote form=form.clone()/>
        </form>
    }
}

#[component]
fn WhereTo(addresses: Vec<Address>, chosen: Option<AddressId>, form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("address").map(str::to_owned);
    let none = addresses.is_empty();
    let new = format!("{}/new?back={}", routes::MY_ADDRESSES, routes::CHECKOUT);
    view! {
        <section class="card block" id="address">
            <h2><b>"1"</b>{lang.say("Where to", "寄到哪里")}</h2>
            {error.map(|error| view! { <p class="error"><Icon name="alert"/><span>{error}</span></p> })}
            <fieldset class="choices">
                <legend class="sr">{lang.say("Address", "地址")}</legend>
                {addresses.into_iter().map(|address| view! {
                    <label class="choice">
                        <input type="radio" name="address" value=address.id.to_string() checked=chosen == Some(address.id)/>
                        <span>
                            <b>{address.recipient}</b>" "{address.phone}
                            <small>{address.region_names}" "{address.street}</small>
                        </span>
                    </label>
                }).collect_view()}
            </fieldset>
            <p class="row">
                <a class="btn btn-small" href=new>{if none { lang.say("Add your address", "添加收货地址") } else { lang.say("Another address", "添加新地址") }}</a>
                {(!none).then(|| view! { <button class="btn btn-small btn-quiet" name="do" value="quote">{lang.say("Count the freight again", "重新计算运费")}</button> })}
            </p>
        </section>
    }
}

#[component]
fn Parcel(shop: CartShop, quoted: QuotedShop, form: FormState) -> impl IntoView {
    let lang = lang();
    let note = format!("note-{}", shop.shop);
    let typed = form.value(&note).to_owned();
    let error = form.error(&note).map(str::to_owned);
    let described = describe(&note, false, error.is_some());
    let freight = match quoted.freight {
        Ok(freight) if freight.is_zero() => lang.say("free", "包邮").to_owned(),
        Ok(freight) => money(freight, lang),
        Err(_) => lang.say("not to this address", "不发往此地址").to_owned(),
    };
    view! {
        <section class="section">
            <h3 class="shop-name"><Icon name="shop"/><a href=routes::shop(&shop.handle)>{shop.name}</a></h3>
            {shop.lines.into_iter().map(|line| view! {
                <div class="line-item">
                    <img src=picture(&line.offer.picture) width="80" height="80" alt="" loading="lazy"/>
                    <h4>{line.offer.title.clone()}</h4>
                    <p class="quiet">{chosen(&line.offer.choices, quantity(line.quantity, line.offer.measure.unit, lang))}{line.offer.is_perishable.then(|| view! { <br/>{perishable(lang)} })}</p>
                    <p><Price amount=line.total/></p>
                </div>
            }).collect_view()}
            <div class="stack">
                <p class="row row-fit quiet"><Icon name="truck"/>{lang.say("Freight", "运费")}<span class="push">{freight}</span></p>
                <div class="field">
                    <label for=note.clone()>{lang.say("A word to the shop", "给店家留言")}" "<small>{lang.say("if you like", "选填")}</small></label>
                    <textarea id=note.clone() name=note.clone() rows="2" maxlength=NOTE_CHARS_MAX
                        aria-invalid=error.is_some().then_some("true") aria-describedby=described>{typed}</textarea>
                    {error.map(|error| view! { <FieldError name=note error/> })}
                </div>
            </div>
        </section>
    }
}

/// `M · Rose print · 1 pc`
fn chosen(choices: &[String], quantity: String) -> String {
    choices.iter().cloned().chain([quantity]).collect::<Vec<_>>().join(" · ")
}

#[component]
fn HowToPay(is_sandbox: bool, cash: Option<Result<(), CashRefusal>>, in_cash: bool) -> impl IntoView {
    let lang = lang();
    let (name, words) = if is_sandbox {
        (lang.say("Sandbox payment", "沙盒支付"), lang.say("For trying out: no money moves", "仅供试用，不会真的扣款"))
    } else {
        (lang.say("Online payment", "在线支付"), lang.say("You pay on the next page", "下一页付款"))
    };
    view! {
        <section class="card block">
            <h2><b>"3"</b>{lang.say("Pay", "付款")}</h2>
            {match cash {
                None => view! { <p class="row"><Icon name="card"/><span>{name}<br/><small class="quiet">{words}</small></span></p> }.into_any(),
                Some(cash) => {
                    let in_cash = in_cash && cash.is_ok();
                    view! {
                        <fieldset class="choices">
                            <legend class="sr">{lang.say("How to pay", "付款方式")}</legend>
                            <label class="choice">
                                <input type="radio" name="pay" value="online" checked=!in_cash/>
                                <span><b>{name}</b><small>{words}</small></span>
                            </label>
                            <AtTheDoor cash in_cash/>
                        </fieldset>
                    }.into_any()
                }
            }}
        </section>
    }
}

/// Paying in cash at the door, or why this cart cannot be paid so.
#[component]
fn AtTheDoor(cash: Result<(), CashRefusal>, in_cash: bool) -> impl IntoView {
    let lang = lang();
    let refused = cash.is_err();
    let words = match cash {
        Ok(()) => lang
            .say("You pay the courier when the parcel comes. Please have the sum at hand", "快递上门时付给快递员，请备好现金")
            .to_owned(),
        Err(refusal) => no_cash(&refusal, lang),
    };
    view! {
        <label class="choice">
            <input type="radio" name="pay" value="cash" checked=in_cash disabled=refused/>
            <span><b>{lang.say("Cash at the door", "货到付款")}</b><small>{words}</small></span>
        </label>
    }
}

#[component]
fn Sum(quote: Quote, form: FormState) -> impl IntoView {
    let lang = lang();
    let parcels = quote.shops.len();
    let of = |part: fn(&QuotedShop) -> Money| {
        let currency = quote.items.currency();
        Money::sum(currency, quote.shops.iter().map(part)).unwrap_or(Money::zero(currency))
    };
    let (shop, market) = (of(|quoted| quoted.shop_discount), of(|quoted| quoted.market_discount));
    let goods = match parcels {
        1 => lang.say("Goods, 1 parcel", "商品，1 个包裹").to_owned(),
        _ => say!(lang, "Goods, {parcels} parcels", "商品，{parcels} 个包裹"),
    };
    let total = quote.total;
    view! {
        <aside class="side stack">
            <section class="card stack">
                <h2 class="sr">{lang.say("The sum", "合计")}</h2>
                <CouponField form/>
                <Coupons coupons=quote.coupons/>
                <dl class="pairs">
                    <div><dt>{goods}</dt><dd><Price amount=quote.items class="price-plain"/></dd></div>
                    <TakenOff shop market/>
                    <div>
                        <dt>{lang.say("Freight", "运费")}</dt>
                        <dd>{quote.freight.map_or_else(|| lang.say("depends on the address", "取决于地址").into_any(), |freight| view! { <Price amount=freight class="price-plain"/> }.into_any())}</dd>
                    </div>
                    {total.map(|total| view! { <div class="total"><dt>{lang.say("Together", "合计")}</dt><dd><Price amount=total/></dd></div> })}
                </dl>
            </section>
            <p class="promise"><Icon name="shield"/><span>{lang.say("Your money is held until you confirm the parcels.", "您确认收货后，货款才付给店家。")}</span></p>
            <div class="bar">
                <p><small class="quiet">{lang.say("Together", "合计")}</small><br/>{total.map(|total| view! { <Price amount=total/> })}</p>
                <button class="btn btn-primary" disabled=total.is_none()>{lang.say("Place the order", "提交订单")}</button>
            </div>
        </aside>
    }
}
