//! A form inside of a page, as the browser finds it: drawn, with the data that it was drawn from beside it.

use super::{Form, FormData, LiveForm};
use app_kit::form::form_state;
use app_kit::lang;
use app_kit::request::escape_json;
use leptos::prelude::*;

/// The form and its data. Without the data, which cannot happen to plain values, the form would stay plain and still work.
#[component]
pub fn Hydrated(form: Form) -> impl IntoView {
    let data = FormData { lang: lang(), state: form_state(), form };
    let json = serde_json::to_string(&data).map(|json| escape_json(&json)).unwrap_or_default();
    let drawn = view! { <LiveForm data/> }.to_html();
    view! {
        <div id="form" inner_html=drawn></div>
        <script type="application/json" id="form-data" inner_html=json></script>
    }
}
