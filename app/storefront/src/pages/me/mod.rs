//! `/me`: what a person is called, how they sign in, where they are signed in, and the way to everything of theirs.

mod view;
mod words;

use super::sign_in::forget_session;
use crate::frame::{Frame, reader};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, routes};
use http::StatusCode;
use leptos::prelude::*;
use market::account::{SessionId, commands, queries};
use view::{MePage, MyPage};

/// `GET /me`
pub async fn me(visit: Visit) -> Answer {
    visit.signed_in()?;
    draw(&visit, FormState::default()).await
}

/// `POST /me`: each of the page's small forms says by `then` what it is for.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    match fields.get("then") {
        "rename" => rename(visit, fields).await,
        "password" => password(visit, fields).await,
        "end" => end(visit, fields).await,
        "end-all" => end_all(visit).await,
        _ => Err(Stop::not_found()),
    }
}

async fn rename(visit: Visit, fields: Fields) -> Answer {
    let renamed = commands::rename(&visit.app.market, visit.signed_in()?, fields.get("name")).await;
    match refused(renamed)? {
        Ok(()) => Ok(see_other("/me?done=name")),
        Err(refusal) => draw(&visit, fields.again().with_error("name", words::rename(refusal, visit.lang))).await,
    }
}

async fn password(visit: Visit, fields: Fields) -> Answer {
    let set = commands::set_password(&visit.app.market, visit.signed_in()?, fields.get("password")).await;
    match refused(set)? {
        Ok(()) => Ok(see_other("/me?done=password")),
        Err(refusal) => {
            let mut form = FormState::default();
            form.fill("then", "password");
            draw(&visit, form.with_error("password", words::set_password(refusal, visit.lang))).await
        }
    }
}

async fn end(visit: Visit, fields: Fields) -> Answer {
    let who = visit.signed_in()?;
    let session: SessionId = fields.read("session").ok_or_else(Stop::not_found)?;
    // A session that is not the person's own is "not found"; there is nothing else to refuse.
    let _ = refused(commands::end_session(&visit.app.market, who, session).await)?;
    if session != who.session() {
        return Ok(see_other("/me?done=ended"));
    }
    let mut response = see_other(routes::SIGN_IN);
    forget_session(&mut response, &visit);
    Ok(response)
}

async fn end_all(visit: Visit) -> Answer {
    commands::end_all_sessions(&visit.app.market, visit.signed_in()?).await?;
    let mut response = see_other(routes::SIGN_IN);
    forget_session(&mut response, &visit);
    Ok(response)
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    let market = &visit.app.market;
    let who = visit.signed_in()?;
    let done = visit.query().get("done").to_owned();
    let shown = MePage {
        name: who.name().to_owned(),
        contacts: queries::contacts(market, who).await?,
        has_password: queries::has_password(market, who).await?,
        may_set_password: commands::may_set_password(market, who),
        sessions: queries::sessions(market, who).await?,
        is_operator: who.operator().is_some(),
        done: words::done(&done, visit.lang),
    };
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reader = reader(visit).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("Me", "我的"));
    let state = form.clone();
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap narrow page stack stack-large"><MyPage page=shown form=state/></Frame> }
    }))
}
