//! `/sell/{shop}/money/card`

use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::pages::payout_card::{PayoutCard, PayoutCardPage};
use crate::words::bank_card;
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::{Say, routes};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Span;
use market::ledger::queries;
use market::policy;
use market::shop::ShopStaff;
use market::shop::commands::{self, ChangeCardRefusal};

/// `GET /sell/{shop}/money/card`; to staff who do not own the shop there is no such page.
pub async fn card(visit: Visit, Path(handle): Path<String>) -> Answer {
    let owner = staff_with(&visit, &handle, ShopStaff::may_manage).await?;
    draw(&visit, &owner, &handle, FormState::default()).await
}

/// `POST /sell/{shop}/money/card`
pub async fn post(visit: Visit, Path(handle): Path<String>, fields: Fields) -> Answer {
    let owner = staff_with(&visit, &handle, ShopStaff::may_manage).await?;
    let (market, who) = (visit.attempt(&fields)?, visit.signed_in()?);
    match refused(commands::change_payout_card(&market, who, &owner, fields.get("bank_card")).await)? {
        Ok(()) => Ok(see_other(&format!("{}?done=card", routes::sell(&handle, routes::PAYOUT_CARD)))),
        Err(refusal) => {
            let mut form = refuse(fields.again(), refusal, visit.lang);
            // Numbers of cards are never written into a page.
            form.forget("bank_card");
            draw(&visit, &owner, &handle, form).await
        }
    }
}

fn refuse(form: FormState, refusal: ChangeCardRefusal, lang: Language) -> FormState {
    match refusal {
        ChangeCardRefusal::Card(error) => form.with_error("bank_card", bank_card(error, lang)),
        ChangeCardRefusal::ProveAgain => form.with_notice(lang.say(
            "You signed in some time ago. Please sign in again, and then type the number once more.",
            "您登录已有一段时间，请重新登录后再填一次卡号。",
        )),
        ChangeCardRefusal::Rejected => form.with_notice(lang.say(
            "The identity was not approved. Please submit it again in the shop's settings, with the card.",
            "身份未通过核实，请到店铺设置中连同银行卡一起重新提交。",
        )),
        ChangeCardRefusal::ChangedMeanwhile => form.with_notice(lang.say(
            "Something about the card or the identity was decided at the same moment. Please look at what it is now, and type the number once more if it is still to change.",
            "银行卡或身份刚刚有了变动。请先核对现在的信息，如仍需更换再填一次卡号。",
        )),
    }
}

async fn draw(visit: &Visit, owner: &ShopStaff, handle: &str, form: FormState) -> Answer {
    let market = &visit.app.market;
    let rest = policy::queries::in_force(market).await?.card_rest;
    let page = PayoutCardPage {
        handle: handle.to_owned(),
        card: queries::card_standing(market, owner).await?.ok_or_else(Stop::not_found)?,
        rest_days: rest.millis() / Span::days(1).millis(),
        has_proved: visit.signed_in()?.has_proved_lately(market.now()),
        is_done: visit.query().get("done") == "card",
    };
    let desk = desk_of(visit, owner, Room::Money).await?;
    let title = visit.lang.say("The bank card for payouts", "收款银行卡");
    desk_page(visit, title, desk, form, move || view! { <PayoutCard page/> })
}
