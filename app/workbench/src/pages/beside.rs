//! What a case means on the pages beside it: on its order's, and on those of other cases of the same order.

use app_kit::cases::StateBadge;
use app_kit::cases::words::{kind, parcel};
use app_kit::components::{Notice, Price, Tone};
use app_kit::format::moment;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::aftersales::{CaseRow, Party};
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

/// The other cases of a case's order and where the reader finds each, the newest first: whoever answers or judges one knows what was given
/// and sent before.
#[component]
pub fn OtherCases(cases: Vec<(String, CaseRow)>, reader: Party) -> impl IntoView {
    let lang = lang();
    (!cases.is_empty()).then(|| {
        view! {
            <section class="card stack">
                <h2>{lang.say("Other cases of this order", "该订单的其他售后")}</h2>
                {cases.into_iter().map(|(path, row)| view! { <OtherCase path row reader/> }).collect_view()}
            </section>
        }
    })
}

#[component]
fn OtherCase(path: String, row: CaseRow, reader: Party) -> impl IntoView {
    let lang = lang();
    let sent = Vec::from_iter(row.resent);
    view! {
        <div>
            <p class="row"><a href=path>{kind(row.kind, lang)}</a><StateBadge state=row.state reader lacks_address=row.lacks_address/></p>
            {row.awarded.map(|awarded| view! { <p>{lang.say("For the buyer: ", "退给买家：")}<Price amount=awarded class="price-plain"/></p> })}
            <SentAgain parcels=sent/>
        </div>
    }
}
