//! What a case means on its order's page.

use app_kit::cases::words::parcel;
use app_kit::components::{Notice, Tone};
use app_kit::format::moment;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::kernel::Timestamp;

/// Nothing is shipped and nothing is paid out meanwhile, except that some of it is to be sent again, where `again_by` says until when.
#[component]
pub fn CaseNotice(path: Option<String>, again_by: Option<Timestamp>) -> impl IntoView {
    let lang = lang();
    let (title, follows) = match again_by.map(|by| moment(by, lang)) {
        Some(by) => (
            say!(lang, "Goods are to be sent again by {by}", "{by} 前须补发商品"),
            lang.say(
                "The case says which. Whoever answers buyers writes the parcel's number into it; without one the money goes back then.",
                "补发哪些商品见售后单。由负责答复买家的人填写运单号，逾期自动退款。",
            ),
        ),
        None => (
            lang.say("A case is open", "售后处理中").to_owned(),
            lang.say("Its money stays held until the case ends. Please do not ship meanwhile.", "售后结束前，货款保持托管，请不要发货。"),
        ),
    };
    view! {
        <Notice tone=Tone::Wait title>
            <p>{follows}</p>
            {path.map(|path| view! { <p><a href=path>{lang.say("To the case", "查看售后")}</a></p> })}
        </Notice>
    }
}

/// What was sent again in cases, the latest first.
#[component]
pub fn SentAgain(parcels: Vec<(String, String)>) -> impl IntoView {
    let lang = lang();
    parcels
        .into_iter()
        .map(|(code, number)| view! { <p>{lang.say("Sent again: ", "补发：")}{parcel(&code, &number, lang)}</p> })
        .collect_view()
}
