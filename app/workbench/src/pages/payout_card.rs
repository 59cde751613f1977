//! `/sell/{shop}/money/card`: the bank card that payouts go to, and the form by which an owner names another one.

use crate::parts::Crumbs;
use app_kit::components::{Attempt, FormErrors, Notice, TextField, Tone};
use app_kit::form::form_state;
use app_kit::format::moment;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::ledger::CardStanding;
use market::shop::Verification;

/// What the page shows beside the form's state.
#[derive(Clone, Debug)]
pub struct PayoutCardPage {
    /// The shop.
    pub handle: String,
    /// The card of today.
    pub card: CardStanding,
    /// For how many days another one rests.
    pub rest_days: i64,
    /// Whether the owner typed a code or password lately.
    pub has_proved: bool,
    /// Whether a card was just named.
    pub is_done: bool,
}

/// The page.
#[component]
pub fn PayoutCard(page: PayoutCardPage) -> impl IntoView {
    let lang = lang();
    let PayoutCardPage { handle, card, rest_days, has_proved, is_done } = page;
    let title = lang.say("The bank card for payouts", "收款银行卡");
    let from = card.rests_until.map(|from| moment(from, lang));
    view! {
        <Crumbs above_path=routes::sell(&handle, "money") above=lang.say("Money", "资金") here=title/>
        <h1>{title}</h1>
        {is_done.then(|| view! { <Notice tone=Tone::Good title=lang.say("The bank card is changed", "银行卡已更换")/> })}
        <FormErrors form=form_state()/>
        <div class="stack stack-large max-w-3xl">
            <dl class="pairs">
                <div><dt>{lang.say("Payouts go to", "打款到")}</dt><dd>{format!("•••• {}", card.last4)}</dd></div>
                {from.map(|from| view! { <div><dt>{lang.say("From", "开始时间")}</dt><dd>{from}</dd></div> })}
            </dl>
            {if card.verification == Verification::Rejected {
                view! { <p><a href=routes::sell(&handle, "settings")>{lang.say("The identity was not approved: please correct it there, with the card.", "身份未通过核实：请到店铺设置中连同银行卡一起更正。")}</a></p> }.into_any()
            } else if has_proved {
                view! { <Change path=routes::sell(&handle, routes::PAYOUT_CARD) rest_days/> }.into_any()
            } else {
                view! { <ProveAgain path=routes::sell(&handle, routes::PAYOUT_CARD)/> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Change(path: String, rest_days: i64) -> impl IntoView {
    let lang = lang();
    view! {
        <form class="fields" method="post" action=path>
            <Attempt/>
            <TextField form=form_state() name="bank_card" label=lang.say("Number of the bank card", "银行卡号") autocomplete="off" inputmode="numeric"
                hint=lang.say("A card of the person whose identity was submitted: the bank compares the name.", "须为已提交身份者本人的卡，银行会核对姓名。")/>
            <div class="prose quiet"><ul>
                <li>{say!(lang, "Payouts to another card begin {rest_days} days after it was named, and every owner of the shop gets a letter at once.", "更换后 {rest_days} 天开始向新卡打款，所有店主会立即收到通知。")}</li>
                <li>{lang.say("A payout that is on its way already goes to the card that it was made for.", "已在途的打款仍付到原来的卡。")}</li>
                <li>{lang.say("If your bank takes money on the present card again, type its number once more: it need not rest.", "若当前这张卡已恢复收款，再填一次它的卡号即可，无需等待。")}</li>
                <li>{lang.say("The number is stored encrypted. Pages show the last four digits at most.", "卡号加密保存，页面最多只显示后四位。")}</li>
            </ul></div>
            <p><button class="btn btn-primary">{lang.say("Pay out to this card", "使用此卡收款")}</button></p>
        </form>
    }
}

#[component]
fn ProveAgain(path: String) -> impl IntoView {
    let lang = lang();
    let again = format!("{}?again&back={}", routes::SIGN_IN, routes::percent(&path));
    view! {
        <p>{lang.say("You signed in some time ago. Sign in again first, so that we know it is you.", "您登录已有一段时间，请先重新登录，以确认是您本人。")}</p>
        <p><a class="btn" href=again>{lang.say("Sign in again", "重新登录")}</a></p>
    }
}

/// Above the form of an identity that was rejected: only another card asks who it is.
#[component]
pub fn ProveForCard(path: String) -> impl IntoView {
    let lang = lang();
    let again = format!("{}?again&back={}", routes::SIGN_IN, routes::percent(&path));
    view! {
        <p>{lang.say("You signed in some time ago. If you are going to name another bank card, sign in again first, so that we know it is you. It rests for some days, and every owner of the shop gets a letter.", "您登录已有一段时间。若要更换银行卡，请先重新登录，以确认是您本人。新卡需等待数天才开始收款，所有店主会收到通知。")}</p>
        <p><a class="btn" href=again>{lang.say("Sign in again", "重新登录")}</a></p>
    }
}
