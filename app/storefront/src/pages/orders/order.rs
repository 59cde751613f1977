//! One order: its timeline, its goods, and the one thing that the buyer can do now.

use super::words::{self, Until};
use crate::frame::{Frame, Reader};
use crate::pages::cart::{count, picture};
use crate::pages::cases::can_ask;
use crate::parts::TakenOff;
use app_kit::cases::StateBadge;
use app_kit::cases::words::{kind, parcel};
use app_kit::components::{Attempt, Badge, FormErrors, Icon, Price};
use app_kit::form::FormState;
use app_kit::format::{machine_time, moment, quantity, unit_price};
use app_kit::refunds::Steps;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, lang, routes, say};
use axum::extract::Path;
use http::StatusCode;
use leptos::prelude::*;
use market::aftersales::{self, CaseRow, Party};
use market::kernel::Span;
use market::order::{Cash, OrderId, OrderState, OrderView, commands, queries, rules};
use market::policy;

/// What stands beside the order.
struct Beside {
    /// Whether there is something to ask for.
    can_ask: bool,
    /// Until when, once the order is completed.
    until: Until,
    /// How long what spoils can be complained of, by the rule in force.
    perishable: Span,
    /// Its cases, newest first.
    cases: Vec<CaseRow>,
}

/// `GET /me/orders/{order}`
pub async fn order(visit: Visit, Path(id): Path<String>) -> Answer {
    draw(&visit, &id, FormState::default()).await
}

/// `POST /me/orders/{order}`: confirms the parcel, or cancels what was not shipped.
pub async fn post(visit: Visit, Path(id): Path<String>, fields: Fields) -> Answer {
    let buyer = visit.buyer()?;
    let order: OrderId = id.parse().map_err(|_| Stop::not_found())?;
    let market = &visit.attempt(&fields)?;
    let done = match fields.get("do") {
        "confirm" => refused(commands::confirm_receipt(market, &buyer, order).await)?,
        "cancel" => refused(commands::cancel_unshipped(market, &buyer, order).await)?,
        _ => Ok(()),
    };
    match done {
        Ok(()) => Ok(see_other(&routes::my_order(&id))),
        Err(refusal) => draw(&visit, &id, FormState::default().with_notice(words::refusal(refusal, visit.lang))).await,
    }
}

/// Whether nothing can be given back yet, since the cash has not reached the market.
const fn is_out(cash: Option<Cash>) -> bool {
    matches!(cash, Some(Cash::Due | Cash::Lost))
}

async fn draw(visit: &Visit, id: &str, form: FormState) -> Answer {
    let buyer = visit.buyer()?;
    let id: OrderId = id.parse().map_err(|_| Stop::not_found())?;
    let view = queries::order_of_buyer(&visit.app.market, &buyer, id).await?.ok_or_else(Stop::not_found)?;
    let askable = aftersales::queries::askable(&visit.app.market, &buyer, id).await?;
    let cases = aftersales::queries::of_order(&visit.app.market, id).await?;
    let askable = askable.filter(|askable| can_ask(askable) && !is_out(view.row.cash));
    let perishable = policy::queries::in_force(&visit.app.market).await?.perishable;
    let until = askable.as_ref().map(words::until).unwrap_or_default();
    let beside = Beside { can_ask: askable.is_some(), until, perishable, cases };
    let lang = visit.lang;
    let number = view.row.number.clone();
    let status = if form.is_wrong() { StatusCode::CONFLICT } else { StatusCode::OK };
    let reader = Reader::of(visit, count(visit).await?);
    let document = Document::storefront(lang, say!(lang, "Order {number}", "订单 {number}"));
    let state = form.clone();
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap page stack has-bar"><OrderPage view beside form=state/></Frame> }
    }))
}

#[component]
fn OrderPage(view: OrderView, beside: Beside, form: FormState) -> impl IntoView {
    let lang = lang();
    let (tone, icon, word) = words::state(&view.row, lang);
    let (number, shop) = (view.row.number.clone(), view.row.shop_name.clone());
    let perishable = beside.perishable;
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol>
                <li><a href=routes::MY_ORDERS>{lang.say("My orders", "我的订单")}</a></li>
                <li aria-current="page">{number}</li>
            </ol>
        </nav>
        <FormErrors form/>
        <div class="row">
            <h1>{say!(lang, "Your order from {shop}", "{shop} 的订单")}</h1>
            <Badge tone icon word/>
        </div>
        <div class="columns">
            <section>
                <h2 class="sr">{lang.say("What happened and what happens next", "进度")}</h2>
                <Timeline view=view.clone() until=beside.until/>
                <Deeds view=view.clone()/>
                <Cases order=view.row.id beside/>
            </section>
            <aside class="stack"><Goods view perishable/></aside>
        </div>
    }
}

/// The order's cases, and the way to a new one.
#[component]
fn Cases(order: OrderId, beside: Beside) -> impl IntoView {
    let lang = lang();
    let Beside { can_ask, cases, .. } = beside;
    let is_any = !cases.is_empty();
    let ask = routes::ask_case(&order.to_string());
    view! {
        {is_any.then(|| view! {
            <section class="section" aria-labelledby="cases">
                <h2 id="cases">{lang.say("Cases", "售后")}</h2>
                {cases.into_iter().map(|row| {
                    let path = routes::my_case(&row.id.to_string());
                    view! {
                        <p class="row">
                            <a href=path>{kind(row.kind, lang)}</a>
                            <Price amount=row.awarded.unwrap_or(row.amount) class="price-plain"/>
                            <StateBadge state=row.state reader=Party::Buyer lacks_address=row.lacks_address/>
                        </p>
                        {row.resent.map(|(code, number)| view! { <p class="quiet">{lang.say("Sent again: ", "补发：")}{parcel(&code, &number, lang)}</p> })}
                    }
                }).collect_view()}
            </section>
        })}
        {can_ask.then(|| view! { <p><a class="btn btn-quiet" href=ask><Icon name="alert"/>{lang.say("Something is wrong?", "有问题？申请售后")}</a></p> })}
    }
}

#[component]
fn Timeline(view: OrderView, until: Until) -> impl IntoView {
    let lang = lang();
    let next = words::next(&view, until, lang);
    let courier = view.courier.as_deref().and_then(rules::courier).map(|(_, en, zh)| lang.say(en, zh));
    let tracking = view.tracking_number.clone().unwrap_or_default();
    let pays = matches!(view.row.state, OrderState::Placed | OrderState::Paid | OrderState::Shipped | OrderState::Delivered);
    let happened = view.events.into_iter().map(|event| {
        let shipped = event.to == OrderState::Shipped;
        let step = view! {
            <li class="done">
                <h3>{words::happened(event.event, lang)}</h3>
                <time datetime=machine_time(event.at)>{moment(event.at, lang)}</time>
                {shipped.then(|| view! { <p>{courier}" "{tracking.clone()}</p> })}
            </li>
        };
        (event.at, step.into_any())
    });
    let happened = happened.collect::<Vec<_>>();
    view! {
        <ol class="timeline">
            <Steps happened refunds=view.refunds more=view.more_refunds total=view.row.total reader=Party::Buyer/>
            {next.map(|next| view! {
                <li class="now" aria-current="step">
                    <h3>{next.title}" "{next.badge.map(|word| view! { <Badge tone=app_kit::components::Tone::Wait icon="clock" word/> })}</h3>
                    <p>{next.text}</p>
                </li>
            })}
            {pays.then(|| view! { <li class="next"><h3>{lang.say("The shop gets its money", "货款付给店家")}</h3></li> })}
        </ol>
    }
}

/// The one thing to do now.
#[component]
fn Deeds(view: OrderView) -> impl IntoView {
    let lang = lang();
    let path = routes::my_order(&view.row.id.to_string());
    let pay = routes::pay(&view.payment.to_string());
    if let Some(open) = view.open_case {
        let case = routes::my_case(&open.to_string());
        return view! { <div class="bar"><a class="btn btn-primary" href=case>{lang.say("To the open case", "查看售后进度")}</a></div> }.into_any();
    }
    let in_cash = view.row.cash == Some(Cash::Due);
    match view.row.state {
        OrderState::Placed => view! { <div class="bar"><a class="btn btn-primary" href=pay>{lang.say("Pay now", "去付款")}</a></div> }.into_any(),
        OrderState::Paid => view! {
            <details class="confirm section">
                <summary>{lang.say("Cancel this order", "取消订单")}</summary>
                <form method="post" action=path>
                    <Attempt/>
                    {if in_cash {
                        view! {
                            <p>{lang.say("It has not been shipped, and you have paid nothing.", "尚未发货，您也没有付款。")}</p>
                            <button class="btn btn-danger" name="do" value="cancel">{lang.say("Cancel the order", "取消订单")}</button>
                        }.into_any()
                    } else {
                        view! {
                            <p>{lang.say("It has not been shipped. Everything that you paid for it goes back to you.", "尚未发货，已付款项将全额退回。")}</p>
                            <button class="btn btn-danger" name="do" value="cancel">{lang.say("Cancel and get the money back", "取消并退款")}</button>
                        }.into_any()
                    }}
                </form>
            </details>
        }
        .into_any(),
        OrderState::Delivered if in_cash && view.is_received => ().into_any(),
        OrderState::Shipped | OrderState::Delivered => view! {
            <form class="bar" method="post" action=path>
                <Attempt/>
                <button class="btn btn-primary" name="do" value="confirm">{lang.say("Confirm that it arrived", "确认收货")}</button>
            </form>
        }
        .into_any(),
        OrderState::Completed | OrderState::Cancelled => ().into_any(),
    }
}

#[component]
fn Goods(view: OrderView, perishable: Span) -> impl IntoView {
    let lang = lang();
    let paid_word = match (view.row.cash, view.row.state) {
        (Some(Cash::Due), _) => lang.say("To pay at the door", "货到付款"),
        (_, OrderState::Placed) => lang.say("To pay", "应付"),
        _ => lang.say("Together", "合计"),
    };
    let note = view.note.clone();
    let state = view.row.state;
    view! {
        <section class="card">
            <h2 class="shop-name"><Icon name="shop"/><a href=routes::shop(&view.row.shop_handle)>{view.row.shop_name.clone()}</a></h2>
            {view.row.lines.into_iter().map(|line| {
                let detail = [line.choices.join(" · "), quantity(line.quantity, line.measure.unit, lang), unit_price(line.price, &line.measure, lang)];
                let detail = detail.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
                let less = words::by_coupons(&line, lang);
                let back = words::taken_back(&line, lang);
                let spoils = words::perishable_line(&line, state, perishable, lang);
                view! {
                    <div class="line-item">
                        <img src=picture(&line.picture) width="80" height="80" alt="" loading="lazy"/>
                        <h3><a href=routes::product(&line.listing.to_string(), &line.title)>{line.title.clone()}</a></h3>
                        <p class="quiet">{detail}{less.map(|words| view! { <br/>{words} })}{back.map(|words| view! { <br/>{words} })}{spoils.map(|words| view! { <br/>{words} })}</p>
                        <p><Price amount=line.total/></p>
                    </div>
                }
            }).collect_view()}
            <dl class="pairs">
                <div><dt>{lang.say("Goods", "商品")}</dt><dd><Price amount=view.items class="price-plain"/></dd></div>
                <TakenOff shop=view.shop_discount market=view.market_discount/>
                <div><dt>{lang.say("Freight", "运费")}</dt><dd><Price amount=view.freight class="price-plain"/></dd></div>
                <div class="total"><dt>{paid_word}</dt><dd><Price amount=view.row.total/></dd></div>
                {(!view.refunded.is_zero()).then(|| view! { <div><dt>{lang.say("Went back to you", "已退款")}</dt><dd><Price amount=view.refunded class="price-plain"/></dd></div> })}
            </dl>
            {(!note.is_empty()).then(|| view! { <p class="quiet section">{say!(lang, "Your note to the shop: {note}", "您给店家的留言：{note}")}</p> })}
        </section>
        <address class="address card">
            <b>{view.address.recipient}</b>" "{view.address.phone}<br/>
            {view.address.region_names}" "{view.address.street}
        </address>
    }
}
