//! Where goods go that come back: a part of `/sell/{shop}/settings`.

use crate::parts::DoneHere;
use app_kit::components::TextField;
use app_kit::form::FormState;
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::shop::ReturnAddress;

/// What is there, the form that changes it, and what follows while there is none.
#[component]
pub fn Returns(#[prop(optional_no_strip)] returns: Option<ReturnAddress>, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let mut form = form;
    let deed = match returns {
        Some(_) => lang.say("Change the address for returns", "保存退货地址"),
        None => lang.say("Set the address for returns", "填写退货地址"),
    };
    let missing = returns.is_none().then(|| {
        lang.say(
            "There is none yet. Without one, goods that you ask to have back stay with the buyer, and the money goes back all the same.",
            "尚未填写。没有地址时，您同意退货的商品会留在买家处，款项照退。",
        )
    });
    if let Some(known) = returns.filter(|_| form.value("then") != "returns") {
        for (name, value) in [("recipient", known.recipient), ("phone", known.phone), ("return_place", known.place)] {
            form.fill(name, value);
        }
    }
    view! {
        <section class="stack" aria-labelledby="returns">
            <div class="section-head"><h2 id="returns">{lang.say("Where goods come back to", "退货地址")}</h2></div>
            <DoneHere place="returns"/>
            <p>{lang.say("Shown to a buyer once you have agreed that goods are sent back, and to nobody else.", "同意退货后才显示给该买家，其他人看不到。")}</p>
            {missing.map(|words| view! { <p>{words}</p> })}
            <form class="fields" method="post" action=path>
                <TextField form=form.clone() name="recipient" label=lang.say("Who takes the parcel", "收件人")/>
                <TextField form=form.clone() name="phone" label=lang.say("Phone", "电话") kind="tel"/>
                <TextField form name="return_place" label=lang.say("Address, from the province to the door", "详细地址（从省份写到门牌）")/>
                <p><button class="btn" name="then" value="returns">{deed}</button></p>
            </form>
        </section>
    }
}
