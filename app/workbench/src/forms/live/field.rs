//! The view of a live field.

use super::Live;
use app_kit::components::{FieldError, describe};
use app_kit::form::FormState;
use leptos::prelude::*;

/// A line of text that is checked when it is left, and from then on while it changes. `before` and `after` stand in its frame
/// (`¥`, `kg`).
#[component]
pub fn LiveField(
    form: FormState,
    live: Live,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] before: Option<String>,
    #[prop(optional, into)] after: MaybeText,
    #[prop(optional)] on_left: Option<Callback<String>>,
) -> impl IntoView {
    let name = live.name.clone();
    let sent = form.error(&name).map(str::to_owned);
    let value = form.value(&name).to_owned();
    let has_hint = hint.is_some();
    let error = {
        let live = live.clone();
        Memo::new(move |_| live.error(sent.as_deref()))
    };
    let described = {
        let name = name.clone();
        move || describe(&name, has_hint, error.get().is_some())
    };
    let (on_input, on_change) = (live.clone(), live);
    let control = view! {
        <input id=name.clone() name=name.clone() type="text" value=value autocomplete=autocomplete inputmode=inputmode
            aria-invalid=move || error.get().map(|_| "true") aria-describedby=described
            on:input=move |event| on_input.changed(event_target_value(&event))
            on:change=move |event| {
                let text = event_target_value(&event);
                on_change.left(text.clone());
                if let Some(tell) = on_left {
                    tell.run(text);
                }
            }/>
    };
    let framed = before.is_some() || after.0.is_some();
    let control = if framed {
        view! {
            <div class="affix">
                {before.map(|text| view! { <span>{text}</span> })}
                {control}
                {after.0.map(|text| view! { <span>{move || text.get()}</span> })}
            </div>
        }
        .into_any()
    } else {
        control.into_any()
    };
    let id = name.clone();
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {control}
            {move || error.get().map(|error| view! { <FieldError name=name.clone() error/> })}
        </div>
    }
}

/// A text behind the control that may change, such as the unit that somebody chose; or none.
#[derive(Clone, Default)]
pub struct MaybeText(Option<Signal<String>>);

impl From<Signal<String>> for MaybeText {
    fn from(text: Signal<String>) -> Self {
        Self(Some(text))
    }
}
