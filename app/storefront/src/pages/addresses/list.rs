//! The addresses of a person.

use crate::frame::{Frame, reader};
use app_kit::components::{Badge, Icon, Notice, Tone};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::address::{Address, AddressId, commands, queries};

/// `GET /me/addresses`
pub async fn list(visit: Visit) -> Answer {
    let addresses = queries::addresses(&visit.app.market, &visit.buyer()?).await?;
    let done = match visit.query().get("done") {
        "saved" => Some(visit.lang.say("The address is kept", "地址已保存")),
        "removed" => Some(visit.lang.say("The address was removed", "地址已删除")),
        _ => None,
    };
    let reader = reader(&visit).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("Your addresses", "收货地址"));
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap narrow page stack"><Book addresses done/></Frame> }
    }))
}

/// `POST /me/addresses`: removes an address, or offers it first.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let buyer = visit.buyer()?;
    let market = &visit.app.market;
    let address: AddressId = fields.read("address").ok_or_else(Stop::not_found)?;
    match fields.get("then") {
        "remove" => {
            // Nothing is refused: what is not there any more is "not found".
            let _ = refused(commands::remove_address(market, &buyer, address).await)?;
            Ok(see_other("/me/addresses?done=removed"))
        }
        "first" => {
            let _ = refused(commands::make_default(market, &buyer, address).await)?;
            Ok(see_other(routes::MY_ADDRESSES))
        }
        _ => Err(Stop::not_found()),
    }
}

#[component]
fn Book(addresses: Vec<Address>, done: Option<&'static str>) -> impl IntoView {
    let lang = lang();
    let is_empty = addresses.is_empty();
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol><li><a href=routes::ME>{lang.say("Me", "我的")}</a></li><li aria-current="page">{lang.say("Addresses", "收货地址")}</li></ol>
        </nav>
        <h1>{lang.say("Your addresses", "收货地址")}</h1>
        {done.map(|title| view! { <Notice tone=Tone::Good title/> })}
        {if is_empty {
            view! {
                <div class="empty">
                    <Icon name="pin"/>
                    <h2>{lang.say("No address yet", "还没有地址")}</h2>
                    <p>{lang.say("Add the place where parcels find you. You can paste it out of a message.", "添加一个能收到包裹的地址，也可以直接粘贴。")}</p>
                </div>
            }.into_any()
        } else {
            view! { <ul class="stack">{addresses.into_iter().map(|address| view! { <li><Entry address/></li> }).collect_view()}</ul> }.into_any()
        }}
        <p><a class="btn btn-primary btn-wide" href="/me/addresses/new"><Icon name="plus"/>{lang.say("Add an address", "添加地址")}</a></p>
    }
}

#[component]
fn Entry(address: Address) -> impl IntoView {
    let lang = lang();
    let Address { id, recipient, phone, region_names, street, is_default, .. } = address;
    let whom = recipient.clone();
    let labels = (
        say!(lang, "Change the address of {whom}", "修改 {whom} 的地址"),
        say!(lang, "Offer the address of {whom} first", "将 {whom} 的地址设为默认"),
    );
    view! {
        <div class="card stack">
            <div class="row">
                <b>{recipient}</b><span>{phone}</span>
                {is_default.then(|| view! { <span class="push"><Badge tone=Tone::Good icon="check" word=lang.say("Offered first", "默认")/></span> })}
            </div>
            <address class="address" lang="zh-Hans">{region_names}<br/>{street}</address>
            <div class="row">
                <a class="btn btn-small" href=format!("/me/addresses/{id}") aria-label=labels.0>{lang.say("Change", "修改")}</a>
                {(!is_default).then(|| view! {
                    <form method="post" action=routes::MY_ADDRESSES>
                        <input type="hidden" name="address" value=id.to_string()/>
                        <button class="btn btn-small" name="then" value="first" aria-label=labels.1>{lang.say("Offer first", "设为默认")}</button>
                    </form>
                })}
            </div>
            <details class="confirm">
                <summary>{lang.say("Remove", "删除")}</summary>
                <form class="row" method="post" action=routes::MY_ADDRESSES>
                    <input type="hidden" name="address" value=id.to_string()/>
                    <p>{lang.say("Orders that are on their way keep it.", "已下单的包裹不受影响。")}</p>
                    <button class="btn btn-danger" name="then" value="remove">{lang.say("Remove this address", "删除此地址")}</button>
                </form>
            </details>
        </div>
    }
}
