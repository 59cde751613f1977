//! What somebody of a shop has just done with an order, and what became of it.

use crate::parts::DONE;
use app_kit::components::{Notice, Tone};
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;

/// It stands at the top of the page; nothing does where nothing was done.
#[component]
pub fn OrderDone(done: String) -> impl IntoView {
    said(&done, lang()).map(|(title, words)| {
        view! { <div id=DONE tabindex="-1"><Notice tone=Tone::Good title><p>{words}</p></Notice></div> }
    })
}

fn said(done: &str, lang: Language) -> Option<(&'static str, &'static str)> {
    match done {
        "shipped" => Some((
            lang.say("Shipped", "已发货"),
            lang.say("The buyer was told, with the tracking number.", "已通知买家，并附上运单号。"),
        )),
        "came-back" => Some((
            lang.say("The parcel is with you again", "包裹已收回"),
            lang.say(
                "The order has ended, its goods are on your shelf again, and no money moved.",
                "订单已关闭，商品已回到库存，没有款项变动。",
            ),
        )),
        _ => None,
    }
}
