//! The identity behind a shop: its fields when the shop opens, and the form that submits it again after it was rejected.

use super::live::{Live, LiveField, hold_back};
use crate::words;
use app_kit::form::{FormState, form_state};
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::shop::rules;
use serde::{Deserialize, Serialize};

/// What the form shows beside its state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IdentityForm {
    /// Where it posts to.
    pub path: String,
    /// The time of the page.
    pub now: Timestamp,
}

/// The identity once more, after it was rejected.
#[component]
pub fn SubmitAgain(page: IdentityForm) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let checks = identity_checks(page.now, lang);
    let all = checks.to_vec();
    view! {
        <form class="fields" method="post" action=page.path novalidate on:submit=move |event| hold_back(&all, &event)>
            <input type="hidden" name="attempt" value=form.value("attempt").to_owned()/>
            <IdentityFields form checks/>
            <p><button class="btn btn-primary" name="then" value="identity">{lang.say("Submit it again", "重新提交")}</button></p>
        </form>
    }
}

/// The fields with their rules. `now` is the page's time: a birthday is compared with it.
pub fn identity_checks(now: Timestamp, lang: Language) -> [Live; 3] {
    [
        Live::new("legal_name", move |text| rules::legal_name(text).err().map(|e| words::legal_name(e, lang).to_owned())),
        Live::new("id_number", move |text| rules::id_number(text, now).err().map(|e| words::id_number(e, lang).to_owned())),
        Live::new("bank_card", move |text| rules::bank_card(text).err().map(|e| words::bank_card(e, lang).to_owned())),
    ]
}

/// Name, number and card, and what happens with them.
#[component]
pub fn IdentityFields(form: FormState, checks: [Live; 3]) -> impl IntoView {
    let lang = lang();
    let [legal_name, id_number, bank_card] = checks;
    view! {
        <fieldset class="field fields">
            <legend>{lang.say("Who you are", "您的身份")}" "<small>{lang.say("never shown to buyers", "买家看不到")}</small></legend>
            <ul class="prose quiet">
                <li>{lang.say("These three are stored encrypted. Pages show the last four digits at most.", "这三项加密保存，页面最多只显示后四位。")}</li>
                <li>{lang.say("An operator of the market compares them once. Every look is recorded with a name and a reason.", "平台人员会核对一次，每次查看都记录姓名和理由。")}</li>
                <li>{lang.say("The card is where your money is paid to, and nothing is ever taken from it.", "银行卡只用于向您付款，绝不扣款。")}</li>
            </ul>
            <LiveField form=form.clone() live=legal_name label=lang.say("Name as on the ID card", "身份证上的姓名") autocomplete="name"/>
            <LiveField form=form.clone() live=id_number label=lang.say("ID number", "身份证号") autocomplete="off"/>
            <LiveField form live=bank_card label=lang.say("Bank card", "银行卡号") autocomplete="off" inputmode="numeric"
                hint=lang.say("Your own card: the bank compares the name.", "请用本人的卡，银行会核对姓名。")/>
        </fieldset>
    }
}
