//! The sandbox's own pages: where a buyer pays, is declined, or leaves. They look like another company's, since they stand for one.

use super::sandbox::{Sandbox, Word};
use super::sandbox_store::{self as store, Intent};
use app_kit::components::{Icon, Price};
use app_kit::form::FormState;
use app_kit::request::{Answer, App, Document, Fields, Stop, Visit, page, see_other};
use app_kit::{Say, lang};
use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Extension, Router};
use http::StatusCode;
use leptos::prelude::*;
use market::kernel::{Currency, Money};

/// The sandbox's routes.
pub fn routes(sandbox: Sandbox) -> Router<App> {
    Router::new().route("/sandbox/pay/{intent}", get(show).post(act)).layer(Extension(sandbox))
}

async fn find(app: &App, id: &str) -> Result<Intent, Stop> {
    store::intent(&app.market, id).await?.ok_or_else(Stop::not_found)
}

async fn show(visit: Visit, State(app): State<App>, Path(id): Path<String>) -> Answer {
    let intent = find(&app, &id).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("Sandbox payment", "沙盒支付"));
    let path = format!("/sandbox/pay/{id}");
    let currency = Currency::from_code(&intent.currency).unwrap_or(app.market.currency());
    let amount = Money::new(intent.amount_minor, currency);
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <body><main id="main" class="wrap narrow page stack"><SandboxPage intent amount path/></main></body> }
    }))
}

async fn act(Extension(sandbox): Extension<Sandbox>, State(app): State<App>, Path(id): Path<String>, fields: Fields) -> Answer {
    let intent = find(&app, &id).await?;
    match fields.get("do") {
        "pay" => sandbox.pay(&intent, Word::from_code(fields.get("word"))).await?,
        "decline" => sandbox.decline(&intent).await?,
        _ => {}
    }
    Ok(see_other(&back(&intent)))
}

/// Our own page of the payment, as a local path: the return address was made by us.
fn back(intent: &Intent) -> String {
    let path = intent.return_url.splitn(4, '/').nth(3).unwrap_or_default();
    format!("/{path}?back")
}

#[component]
fn SandboxPage(intent: Intent, amount: Money, path: String) -> impl IntoView {
    let lang = lang();
    let is_open = intent.state == "open";
    let leave = back(&intent);
    let words = [
        ("now", lang.say("at once", "立即通知")),
        ("twice", lang.say("twice", "通知两次")),
        ("late", lang.say("a minute late", "晚一分钟通知")),
    ];
    view! {
        <div class="notice tone-info">
            <Icon name="info"/>
            <div>
                <b>{lang.say("This is a sandbox", "这是沙盒")}</b>
                <p>{lang.say("It behaves like a payment company's page. No money moves.", "它的样子像支付公司的页面，但不会真的扣款。")}</p>
            </div>
        </div>
        <section class="card stack">
            <h1>{lang.say("Pay this amount", "支付这笔款项")}</h1>
            <p><Price amount class="price-large"/></p>
            {if is_open {
                view! {
                    <form class="stack" method="post" action=path>
                        <fieldset class="choices">
                            <legend>{lang.say("How the market hears of it", "如何通知市场")}</legend>
                            {words.into_iter().map(|(code, word)| view! {
                                <label class="choice"><input type="radio" name="word" value=code checked=code == "now"/><span>{word}</span></label>
                            }).collect_view()}
                        </fieldset>
                        <button class="btn btn-primary btn-large" name="do" value="pay">{lang.say("Pay", "付款")}</button>
                        <button class="btn" name="do" value="decline">{lang.say("Let the bank decline", "模拟银行拒绝")}</button>
                        <a class="btn btn-quiet" href=leave>{lang.say("Leave without paying", "不付款，离开")}</a>
                    </form>
                }.into_any()
            } else {
                view! { <p>{lang.say("This payment was made.", "此笔款项已支付。")}</p><p><a class="btn" href=leave>{lang.say("Back to the market", "返回市场")}</a></p> }.into_any()
            }}
        </section>
    }
}
