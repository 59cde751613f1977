//! `/sell/open`

use super::{desk_page, person_desk, provinces};
use crate::forms::open_shop::OpenShopForm;
use crate::pages::open_shop::OpenShop;
use app_kit::form::FormState;
use app_kit::format::money;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::{Say, routes, say};
use axum::response::IntoResponse;
use leptos::prelude::*;
use market::account::Language;
use market::shop::commands::{self, OpenShopRefusal};
use market::shop::{OpenShop, ShopId, TypedIdentity, TypedProfile, queries, rules};

/// `GET /sell/open`
pub async fn form(visit: Visit) -> Answer {
    visit.signed_in()?;
    let attempt = ShopId::mint(visit.app.market.now()).to_string();
    draw(&visit, FormState::filled([("attempt", attempt)])).await
}

/// `POST /sell/open`
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let who = visit.signed_in()?;
    let request = OpenShop {
        attempt: fields.read("attempt").unwrap_or_else(|| ShopId::mint(visit.app.market.now())),
        handle: fields.get("handle").to_owned(),
        profile: TypedProfile {
            name: fields.get("name").to_owned(),
            story: fields.get("story").to_owned(),
            place: fields.get("place").to_owned(),
        },
        ships_from: fields.get("ships_from").to_owned(),
        identity: typed_identity(&fields),
    };
    match refused(commands::open_shop(&visit.app.market, who, &request).await)? {
        Ok(opened) => Ok(see_other(&format!("{}?opened", routes::sell(opened.handle.as_str(), "")))),
        Err(refusal) => {
            let mut form = refuse(fields.again(), &refusal, visit.lang);
            forget_identity(&mut form, visit.lang);
            draw(&visit, form).await
        }
    }
}

/// `GET /sell/open/handle?name=`: whether a shop has this handle. Shops are public, so this tells nothing that is not seen anyway.
pub async fn handle(visit: Visit) -> Answer {
    visit.signed_in()?;
    let Ok(handle) = rules::handle(visit.query().get("name")) else { return Err(Stop::not_found()) };
    let is_taken = queries::shop_front(&visit.app.market, handle.as_str()).await?.is_some();
    Ok(if is_taken { "taken" } else { "free" }.into_response())
}

/// The identity as it was typed.
pub(super) fn typed_identity(fields: &Fields) -> TypedIdentity {
    TypedIdentity {
        legal_name: fields.get("legal_name").to_owned(),
        id_number: fields.get("id_number").to_owned(),
        bank_card: fields.get("bank_card").to_owned(),
    }
}

/// Numbers of papers and cards are never written into a page; the form says that they are to be typed again.
pub(super) fn forget_identity(form: &mut FormState, lang: Language) {
    for field in ["id_number", "bank_card"] {
        form.forget(field);
        if form.error(field).is_none() {
            let again = lang.say(
                "This was right. Please type it once more: numbers like this are not sent back.",
                "此项无误。为安全起见不会回填，请再填一次。",
            );
            form.wrong(field, again);
        }
    }
}

fn refuse(mut form: FormState, refusal: &OpenShopRefusal, lang: Language) -> FormState {
    match refusal {
        OpenShopRefusal::Fields(errors) => {
            for error in errors {
                let (field, sentence) = super::fields::shop_field(*error, lang);
                form.wrong(field, sentence);
            }
        }
        OpenShopRefusal::HandleTaken => {
            form.wrong(
                "handle",
                lang.say("Another shop has this address. Please choose another one.", "这个网址已被使用，请换一个。"),
            );
        }
        OpenShopRefusal::TooManyShops { limit } => {
            let sentence = say!(
                lang,
                "One ID number may open {limit} shops, and there are that many.",
                "一个身份证号最多开 {limit} 家店，已达上限。"
            );
            form.wrong("id_number", sentence);
        }
        OpenShopRefusal::AttemptReused => {
            form.notice = Some(
                lang.say(
                    "This form opened a shop already, with other words in it. You find it among your shops.",
                    "此表单已用其他内容开过店，请到“我的店铺”查看。",
                )
                .to_owned(),
            );
        }
    }
    form
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    let policy = market::policy::queries::in_force(&visit.app.market).await?;
    let cap = money(policy.unverified_cap(visit.app.market.currency()), visit.lang);
    let opening =
        OpenShopForm { provinces: provinces(visit), fee_basis_points: policy.fee_basis_points, now: visit.app.market.now() };
    desk_page(
        visit,
        visit.lang.say("Open a shop", "开一家店"),
        person_desk(visit),
        form,
        move || view! { <OpenShop cap form=opening/> },
    )
}
