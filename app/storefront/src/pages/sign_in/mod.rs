//! `/sign-in` and `/sign-up`: a contact, then the six digits that were sent to it; or a password. The contact is carried in the
//! form, never in an address: addresses end up in histories and logs. Which code the digits belong to, the browser keeps in a
//! cookie: nobody else uses it up or ends it.

mod view;
mod words;

use super::{cart, interest};
use crate::frame::{Frame, Reader};
use app_kit::form::FormState;
use app_kit::request::{
    Answer, Document, Fields, Visit, code_cookie_name, page, refused, see_other, session_cookie_name, set_cookie,
};
use app_kit::{Say, routes};
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;
use market::account::CodeId;
use market::account::commands::{Asking, CODE_LIFE, NewSession, SignIn, request_code, sign_in_with_code, sign_in_with_password};
use market::kernel::AttemptId;
use view::{SignInForms, SignInPage, Step};

/// As long as the session in the database lives.
const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;
/// Longer than any browser keeps a page as it was left.
const SIGNED_OUT_SECONDS: i64 = 24 * 60 * 60;
/// As long as the code works.
const CODE_SECONDS: i64 = CODE_LIFE.millis() / 1_000;

/// `GET /sign-in` and `GET /sign-up`
pub async fn form(visit: Visit) -> Answer {
    let back = visit.back();
    if visit.who.is_some() && !visit.query().has("again") {
        return Ok(see_other(back.as_deref().unwrap_or(routes::ME)));
    }
    let step = Step::Contact { by_password: false };
    Ok(draw(&visit, SignInPage { path: own_path(&visit), back: back.unwrap_or_default(), step }, FormState::default()))
}

/// `POST /sign-in` and `POST /sign-up`
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    match fields.get("then") {
        "enter" => enter(visit, fields).await,
        "password" => by_password(visit, fields).await,
        _ => send(visit, fields).await,
    }
}

/// `POST /sign-out`
pub async fn sign_out(visit: Visit) -> Answer {
    if let Some(who) = &visit.who {
        // The session is the person's own, so nothing can be refused.
        let _ = refused(market::account::commands::end_session(&visit.app.market, who, who.session()).await)?;
    }
    let mut response = see_other(routes::HOME);
    forget_session(&mut response, &visit);
    Ok(response)
}

/// Sends a code and asks for it; the answer is the same whether or not the contact has an account.
async fn send(visit: Visit, fields: Fields) -> Answer {
    let market = &visit.app.market;
    let contact = fields.get("contact");
    let again = fields.get("then") == "again";
    let mut form = fields.again();
    form.forget("code");
    let attempt: AttemptId = fields.read("attempt").unwrap_or_else(|| visit.mint_attempt());
    let asking = Asking { id: CodeId::from_uuid(attempt.uuid()), earlier: visit.code };
    let sent = refused(request_code(market, contact, visit.lang, &visit.client, asking).await)?;
    if sent.is_ok() {
        // To ask for another one is another sending.
        form.forget("attempt");
    }
    let step = match sent {
        Ok(_) => Step::Code { contact: contact.to_owned(), is_sent: true, again },
        Err(refusal) => match words::not_sent(refusal, visit.code.is_some(), market.now(), visit.lang) {
            words::NotSent::Contact(sentence) => {
                form.wrong("contact", sentence);
                Step::Contact { by_password: false }
            }
            words::NotSent::Wait(sentence) => {
                form.notice = Some(sentence);
                Step::Code { contact: contact.to_owned(), is_sent: false, again }
            }
        },
    };
    let mut response = draw(&visit, page_of(&visit, &fields, step), form);
    if let Ok(code) = sent {
        let secure = visit.app.secure;
        set_cookie(&mut response, code_cookie_name(secure), &code.to_string(), CODE_SECONDS, secure);
    }
    Ok(response)
}

async fn enter(visit: Visit, fields: Fields) -> Answer {
    let request = sign_in(&visit, fields.get("contact"));
    match refused(sign_in_with_code(&visit.app.market, request, visit.code, fields.get("code")).await)? {
        Ok(session) => welcome(&visit, &fields, session).await,
        Err(refusal) => {
            let (field, sentence) = words::code_refused(refusal, fields.get("code"), visit.app.market.now(), visit.lang);
            let step = match field {
                "contact" => Step::Contact { by_password: false },
                _ => Step::Code { contact: fields.get("contact").to_owned(), is_sent: false, again: false },
            };
            Ok(draw(&visit, page_of(&visit, &fields, step), fields.again().with_error(field, sentence)))
        }
    }
}

async fn by_password(visit: Visit, fields: Fields) -> Answer {
    let request = sign_in(&visit, fields.get("who"));
    match refused(sign_in_with_password(&visit.app.market, request, fields.get("password")).await)? {
        Ok(session) => welcome(&visit, &fields, session).await,
        Err(refusal) => {
            let (field, sentence) = words::password_refused(refusal, visit.app.market.now(), visit.lang);
            let mut form = fields.again().with_error(field, sentence);
            form.forget("password");
            Ok(draw(&visit, page_of(&visit, &fields, Step::Contact { by_password: true }), form))
        }
    }
}

fn sign_in<'a>(visit: &'a Visit, contact: &'a str) -> SignIn<'a> {
    SignIn { contact, previous: visit.session.as_deref(), client: &visit.client, device: &visit.device, language: visit.lang }
}

/// Gives the browser its session and sends it to where it came from.
async fn welcome(visit: &Visit, fields: &Fields, session: NewSession) -> Answer {
    let mut response = see_other(routes::local_path(fields.get("back")).unwrap_or(routes::ME));
    cart::bring(visit, &session.person.buyer(), &mut response).await?;
    interest::grant(visit, &session.person, &mut response).await?;
    let secure = visit.app.secure;
    set_cookie(&mut response, session_cookie_name(secure), session.token.reveal(), SESSION_SECONDS, secure);
    set_cookie(&mut response, code_cookie_name(secure), "", 0, secure);
    visit.change_reader(&mut response, SESSION_SECONDS);
    Ok(response)
}

/// Takes the session out of the browser, and what it brings back of the pages that were read in it.
pub(super) fn forget_session(response: &mut Response, visit: &Visit) {
    set_cookie(response, session_cookie_name(visit.app.secure), "", 0, visit.app.secure);
    visit.change_reader(response, SIGNED_OUT_SECONDS);
}

/// `/sign-in` or `/sign-up`: the forms post to the page on which they stand.
fn own_path(visit: &Visit) -> &'static str {
    if visit.path.starts_with(routes::SIGN_UP) { routes::SIGN_UP } else { routes::SIGN_IN }
}

fn page_of(visit: &Visit, fields: &Fields, step: Step) -> SignInPage {
    let back = routes::local_path(fields.get("back")).unwrap_or_default().to_owned();
    SignInPage { path: own_path(visit), back, step }
}

fn draw(visit: &Visit, shown: SignInPage, form: FormState) -> Response {
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reader = Reader::of(visit, 0);
    let document = Document::storefront(visit.lang, visit.lang.say("Sign in", "登录"));
    let state = form.clone();
    page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap narrow page stack"><SignInForms page=shown form=state/></Frame> }
    })
}
