//! The parcels of a case: that in which goods go back, and that in which they come once more.

use super::words;
use crate::components::{FieldError, TextField, describe};
use crate::form::FormState;
use crate::{Say, lang};
use leptos::prelude::*;
use market::aftersales::CaseView;
use market::order::rules::COURIERS;

/// Those that are on their way.
#[component]
pub fn Parcels(view: CaseView) -> impl IntoView {
    let lang = lang();
    let parcel = |title: &'static str, sent: Option<(String, String)>| {
        sent.map(|(code, number)| {
            view! { <section class="card"><h2>{title}</h2><p>{words::parcel(&code, &number, lang)}</p></section> }
        })
    };
    view! {
        {parcel(lang.say("The parcel back", "退货包裹"), view.parcel)}
        {parcel(lang.say("The parcel with the goods sent again", "补发包裹"), view.row.resent)}
    }
}

/// The fields of a parcel that is given to a courier.
#[component]
pub fn ParcelFields(form: FormState) -> impl IntoView {
    let lang = lang();
    let chosen = form.value("courier").to_owned();
    let error = form.error("courier").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe("courier", false, error.is_some());
    view! {
        <div class="field">
            <label for="courier">{lang.say("Courier", "快递公司")}</label>
            <select id="courier" name="courier" aria-invalid=invalid aria-describedby=described>
                <option value="">{lang.say("Please choose", "请选择")}</option>
                {COURIERS.map(|(code, english, chinese)| view! { <option value=code selected=code == chosen>{lang.say(english, chinese)}</option> })}
            </select>
            {error.map(|error| view! { <FieldError name="courier" error/> })}
        </div>
        <TextField form name="tracking_number" label=lang.say("Tracking number", "运单号") autocomplete="off" maxlength=60/>
    }
}
