//! The calm pages: what is not there, not yours, or not working just now.

use crate::frame::{Frame, Reader};
use app_kit::components::Icon;
use app_kit::form::FormState;
use app_kit::request::{Document, StopKind, Visit, page};
use app_kit::{Say, routes};
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;
use market::account::Language;

struct Words {
    icon: &'static str,
    title: &'static str,
    text: &'static str,
    way: (&'static str, &'static str),
}

fn words(kind: StopKind, lang: Language) -> Words {
    let home = (routes::HOME, lang.say("To the market", "去逛市场"));
    match kind {
        StopKind::SignIn => Words {
            icon: "user",
            title: lang.say("Please sign in", "请先登录"),
            text: lang.say("This page is yours alone. Sign in and you come back here.", "此页仅您本人可见。登录后会回到这里。"),
            way: (routes::SIGN_IN, lang.say("Sign in", "登录")),
        },
        StopKind::NotFound => Words {
            icon: "search",
            title: lang.say("There is nothing here", "这里没有内容"),
            text: lang.say(
                "The page was moved, the goods were taken down, or the link has a typing error.",
                "页面已移动、商品已下架，或链接有误。",
            ),
            way: home,
        },
        StopKind::Gone => Words {
            icon: "box",
            title: lang.say("These goods are no longer sold", "这件商品不再出售"),
            text: lang.say(
                "The shop took them down. If you bought them, your order keeps its own copy.",
                "店家已下架。若您买过，订单里仍有当时的内容。",
            ),
            way: home,
        },
        StopKind::Forbidden | StopKind::TooLarge | StopKind::Reused | StopKind::TooMany => of_forms(kind, lang),
        StopKind::Unavailable => Words {
            icon: "clock",
            title: lang.say("The market is catching its breath", "市场正在喘口气"),
            text: lang.say(
                "Nothing was lost and nothing was half done. Please try again in a minute.",
                "没有丢失任何内容，也没有只做一半的操作。请一分钟后再试。",
            ),
            way: home,
        },
        StopKind::Broken => Words {
            icon: "alert",
            title: lang.say("Something broke on our side", "我们这边出了问题"),
            text: lang.say(
                "Nothing was half done. The people who run this market have been told.",
                "没有只做一半的操作。运营人员已收到通知。",
            ),
            way: home,
        },
    }
}

/// The words for a form that was sent and not taken.
fn of_forms(kind: StopKind, lang: Language) -> Words {
    let home = (routes::HOME, lang.say("To the market", "去逛市场"));
    match kind {
        StopKind::Forbidden => Words {
            icon: "shield",
            title: lang.say("This was not sent from our own page", "此请求不是从本站页面发出的"),
            text: lang.say(
                "Nothing was changed. Please open the page here and send the form again.",
                "没有任何改动。请在本站打开页面后重新提交。",
            ),
            way: home,
        },
        StopKind::TooLarge => Words {
            icon: "alert",
            title: lang.say("That was too much at once", "提交的内容过大"),
            text: lang.say("Nothing was changed. Please shorten the text and send it again.", "没有任何改动。请缩短内容后重试。"),
            way: home,
        },
        StopKind::Reused => Words {
            icon: "alert",
            title: lang.say("This form was sent before", "此表单已提交过"),
            text: lang.say(
                "It was sent with something else in it, so nothing was changed now. Please open the page again and look how things stand.",
                "之前提交的内容与这次不同，因此本次没有任何改动。请重新打开页面，查看最新情况。",
            ),
            way: (routes::HOME, lang.say("Open the page again", "重新打开页面")),
        },
        _ => Words {
            icon: "clock",
            title: lang.say("Too many attempts", "尝试次数过多"),
            text: lang.say("Please wait a few minutes and try again.", "请等几分钟再试。"),
            way: home,
        },
    }
}

/// The status that goes with a calm page.
const fn status(kind: StopKind) -> StatusCode {
    match kind {
        StopKind::SignIn => StatusCode::UNAUTHORIZED,
        StopKind::NotFound => StatusCode::NOT_FOUND,
        StopKind::Gone => StatusCode::GONE,
        StopKind::Forbidden => StatusCode::FORBIDDEN,
        StopKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        StopKind::Reused => StatusCode::CONFLICT,
        StopKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        StopKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        StopKind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The page for a reason to stop; needs nothing from the database.
pub fn calm_page(visit: &Visit, kind: StopKind) -> Response {
    let lang = visit.lang;
    let words = words(kind, lang);
    let way = if kind == StopKind::Reused { visit.path.clone() } else { words.way.0.to_owned() };
    let reader = Reader::of(visit, 0);
    page(visit, status(kind), &Document::storefront(lang, words.title), FormState::default(), move || {
        view! {
            <Frame reader main_class="wrap narrow page">
                <div class="empty">
                    <Icon name=words.icon/>
                    <h1>{words.title}</h1>
                    <p>{words.text}</p>
                    <a class="btn btn-primary" href=way>{words.way.1}</a>
                </div>
            </Frame>
        }
    })
}
