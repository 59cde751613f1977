//! `/sell/{shop}/settings`

use super::done::done_at;
use super::open_shop::{forget_identity, typed_identity};
use super::{desk_of, desk_page, provinces, staff_of};
use crate::desk::Room;
use crate::pages::settings::{Settings, SettingsPage};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused};
use app_kit::words::text_error;
use app_kit::{Say, routes, say};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::discovery::queries::holder_of;
use market::pricing;
use market::shop::commands::{self, ChangeProfileRefusal, ResubmitIdentity, ResubmitRefusal};
use market::shop::{IdentityId, ReturnAddressError, ShopStaff, TypedProfile, TypedReturnAddress, queries};

/// `GET /sell/{shop}/settings`
pub async fn settings(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_of(&visit, &handle).await?;
    let attempt = IdentityId::mint(visit.app.market.now()).to_string();
    draw(&visit, &staff, &handle, FormState::filled([("attempt", attempt)])).await
}

/// `POST /sell/{shop}/settings`: `then` says which of the page's forms it is.
pub async fn post(visit: Visit, Path(handle): Path<String>, fields: Fields) -> Answer {
    let staff = staff_of(&visit, &handle).await?;
    match fields.get("then") {
        "profile" => profile(&visit, &staff, &handle, &fields).await,
        "returns" => returns(&visit, &staff, &handle, &fields).await,
        "cash" => {
            let Ok(()) = refused(commands::set_takes_cash(&visit.app.market, &staff, fields.get("cash") == "yes").await)?;
            Ok(done_at(&routes::sell(&handle, "settings"), "cash"))
        }
        "identity" => identity(&visit, &staff, &handle, &fields).await,
        _ => Err(Stop::not_found()),
    }
}

async fn profile(visit: &Visit, staff: &ShopStaff, handle: &str, fields: &Fields) -> Answer {
    let typed = TypedProfile {
        name: fields.get("name").to_owned(),
        story: fields.get("story").to_owned(),
        place: fields.get("place").to_owned(),
    };
    match refused(commands::change_shop_profile(&visit.app.market, staff, &typed).await)? {
        Ok(()) => Ok(done_at(&routes::sell(handle, "settings"), "profile")),
        Err(ChangeProfileRefusal::Fields(errors)) => {
            let mut form = fields.again();
            for error in errors {
                let (field, sentence) = super::fields::shop_field(error, visit.lang);
                form.wrong(field, sentence);
            }
            draw(visit, staff, handle, form).await
        }
    }
}

async fn returns(visit: &Visit, staff: &ShopStaff, handle: &str, fields: &Fields) -> Answer {
    let typed = TypedReturnAddress {
        recipient: fields.get("recipient").to_owned(),
        phone: fields.get("phone").to_owned(),
        place: fields.get("return_place").to_owned(),
    };
    match refused(commands::set_return_address(&visit.app.market, staff, &typed).await)? {
        Ok(()) => Ok(done_at(&routes::sell(handle, "settings"), "returns")),
        Err(errors) => {
            let mut form = fields.again();
            for error in errors {
                let (field, sentence) = return_field(error, visit.lang);
                form.wrong(field, sentence);
            }
            draw(visit, staff, handle, form).await
        }
    }
}

fn return_field(error: ReturnAddressError, lang: Language) -> (&'static str, String) {
    match error {
        ReturnAddressError::Recipient(error) => ("recipient", text_error(error, lang)),
        ReturnAddressError::Phone(_) => {
            ("phone", lang.say("Please fill in a number that the courier can call.", "请填写快递员能打通的电话。").to_owned())
        }
        ReturnAddressError::Place(error) => ("return_place", text_error(error, lang)),
    }
}

async fn identity(visit: &Visit, staff: &ShopStaff, handle: &str, fields: &Fields) -> Answer {
    let attempt: IdentityId = fields.read("attempt").ok_or_else(Stop::not_found)?;
    let request = ResubmitIdentity { attempt, identity: typed_identity(fields) };
    match refused(commands::resubmit_identity(&visit.app.market, visit.signed_in()?, staff, &request).await)? {
        Ok(()) => Ok(done_at(&routes::sell(handle, "settings"), "identity")),
        Err(refusal) => {
            let mut form = refuse(fields.again(), &refusal, visit.lang);
            forget_identity(&mut form, visit.lang);
            draw(visit, staff, handle, form).await
        }
    }
}

fn refuse(mut form: FormState, refusal: &ResubmitRefusal, lang: Language) -> FormState {
    match refusal {
        ResubmitRefusal::Fields(errors) => {
            for error in errors {
                let (field, sentence) = super::fields::shop_field(*error, lang);
                form.wrong(field, sentence);
            }
        }
        ResubmitRefusal::NotRejected => {
            let sentence = lang.say(
                "Nothing needs to be submitted: the identity is being looked at, or it is verified.",
                "无需重新提交：身份正在核对或已核实。",
            );
            form.notice = Some(sentence.to_owned());
        }
        ResubmitRefusal::TooManyShops { limit } => {
            let sentence = say!(
                lang,
                "One ID number may open {limit} shops, and there are that many.",
                "一个身份证号最多开 {limit} 家店，已达上限。"
            );
            form.wrong("id_number", sentence);
        }
        ResubmitRefusal::ProveAgain => {
            let sentence = lang.say(
                "This is another bank card, and you signed in some time ago. Please sign in again, and then fill in the form once more.",
                "您填写了另一张银行卡，而您登录已有一段时间。请重新登录后再填一次。",
            );
            form.notice = Some(sentence.to_owned());
        }
        ResubmitRefusal::AttemptReused => {
            let sentence = lang.say(
                "This form was sent before with other words in it. Please open the page again.",
                "此表单已用其他内容提交过，请重新打开页面。",
            );
            form.notice = Some(sentence.to_owned());
        }
    }
    form
}

async fn draw(visit: &Visit, staff: &ShopStaff, handle: &str, form: FormState) -> Answer {
    let market = &visit.app.market;
    let front = queries::shop_front(market, handle).await?.ok_or_else(Stop::not_found)?;
    let mut templates = pricing::queries::templates(market, staff).await?;
    templates.sort_by_key(|template| !template.is_default);
    let page = SettingsPage {
        handle: handle.to_owned(),
        may_manage: staff.may_manage(),
        may_list: staff.may_list(),
        profile: [front.name, front.story, front.place],
        identity: if staff.may_manage() { queries::identity_status(market, staff).await? } else { None },
        holder: if staff.may_manage() { holder_of(market, staff.shop()).await? } else { None },
        returns: if staff.may_manage() { queries::return_address(market, staff).await? } else { None },
        takes_cash: !queries::taking_cash(market.db(), &[staff.shop()]).await?.is_empty(),
        templates,
        provinces: provinces(visit),
        staff: queries::colleagues(market, staff).await?,
        has_proved: visit.signed_in()?.has_proved_lately(market.now()),
        done: visit.query().get("done").to_owned(),
        now: market.now(),
    };
    let desk = desk_of(visit, staff, Room::Settings).await?;
    desk_page(visit, visit.lang.say("Your shop", "店铺设置"), desk, form, move || view! { <Settings page/> })
}
