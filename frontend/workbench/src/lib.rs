//! The workbench's WebAssembly: reads a form's data, draws the form over what the server drew.

// A view is one type of all its elements; pages nest deeper than the compiler expects of types.
#![recursion_limit = "512"]

use app_workbench::{FormData, LiveForm};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the page's form. A form whose data cannot be read stays plain HTML.
#[wasm_bindgen]
pub fn hydrate() {
    let Some(json) = document().get_element_by_id("form-data").and_then(|element| element.text_content()) else { return };
    let Ok(data) = serde_json::from_str::<FormData>(&json) else {
        leptos::logging::error!("the form's data is of another version than the program");
        return;
    };
    if let Some(root) = document().get_element_by_id("form").and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        leptos::mount::hydrate_from(root, move || view! { <LiveForm data/> }).forget();
    }
}
