//! The form that gives a parcel to a courier.

use crate::parts::due;
use app_kit::components::{Attempt, Field, FieldError, Icon, Notice, Tone, describe};
use app_kit::form::form_state;
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::order::TrackingError;
use market::order::rules::{COURIERS, tracking_number};
use serde::{Deserialize, Serialize};

/// What the form shows beside its state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShipForm {
    /// Where it posts to.
    pub path: String,
    /// Until when the parcel has to be on its way.
    pub ship_by: Option<Timestamp>,
    /// The market's time.
    pub now: Timestamp,
}

/// What is wrong with a tracking number.
#[must_use]
pub fn tracking_error(error: TrackingError, lang: Language) -> &'static str {
    match error {
        TrackingError::Empty => lang.say("Please write the number that stands on the parcel.", "请填写面单上的运单号。"),
        TrackingError::NotANumber => lang.say(
            "A tracking number has 6 to 40 letters and digits. Please compare it with the parcel.",
            "运单号是 6 至 40 位字母和数字，请对照面单检查。",
        ),
    }
}

/// The form.
#[component]
pub fn Ship(page: ShipForm) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let sent = form.error("tracking_number").map(str::to_owned);
    let typed = RwSignal::new(None::<String>);
    let wrong = Memo::new(move |_| match typed.get() {
        None => sent.clone(),
        Some(text) => tracking_number(&text).err().map(|error| tracking_error(error, lang).to_owned()),
    });
    let chosen = form.value("courier").to_owned();
    let courier_error = form.error("courier").map(str::to_owned);
    let courier_described = describe("courier", false, courier_error.is_some());
    let ShipForm { path, ship_by, now } = page;
    let tone = if ship_by.is_some_and(|by| by < now) { Tone::Bad } else { Tone::Wait };
    view! {
        <form class="card fields" method="post" action=path novalidate>
            <Attempt/>
            <h2>{lang.say("Ship this parcel", "发货")}</h2>
            {ship_by.map(|by| view! { <Notice tone title=due(by, now, lang)/> })}
            <Field name="courier" label=lang.say("Courier", "快递公司") error=courier_error.clone()>
                <select id="courier" name="courier" aria-invalid=courier_error.is_some().then_some("true") aria-describedby=courier_described>
                    <option value="">{lang.say("Please choose", "请选择")}</option>
                    {COURIERS.map(|(code, english, chinese)| view! { <option value=code selected=code == chosen>{lang.say(english, chinese)}</option> })}
                </select>
            </Field>
            <div class="field">
                <label for="tracking_number">{lang.say("Tracking number", "运单号")}</label>
                <p class="hint" id="tracking_number-hint">{lang.say("As it stands on the parcel. Spaces and hyphens do not matter.", "照面单填写，空格和连字符不影响。")}</p>
                <input id="tracking_number" name="tracking_number" type="text" autocomplete="off" autocapitalize="characters" maxlength="60"
                    value=form.value("tracking_number").to_owned() aria-invalid=move || wrong.get().map(|_| "true")
                    aria-describedby=move || describe("tracking_number", true, wrong.get().is_some())
                    on:change=move |event| typed.set(Some(event_target_value(&event)))
                    on:input=move |event| if typed.with_untracked(Option::is_some) { typed.set(Some(event_target_value(&event))) }/>
                {move || wrong.get().map(|error| view! { <FieldError name="tracking_number" error/> })}
            </div>
            <p><button class="btn btn-primary"><Icon name="truck"/>{lang.say("Ship the parcel", "确认发货")}</button></p>
        </form>
    }
}
