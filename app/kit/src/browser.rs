//! What event handlers ask of the browser. Views call these from handlers and effects only, which never run on the server.

use js_sys::{Function, Promise, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Fetches a path of ours and reads its body with `reader`, a method of the browser's `Response`; none where it did not answer
/// with success. A dropped signal is the usual reason, and no fault.
async fn fetch(path: &str, reader: &str) -> Option<JsValue> {
    let response = JsFuture::from(leptos::prelude::window().fetch_with_str(path)).await.ok()?;
    Reflect::get(&response, &"ok".into()).ok()?.is_truthy().then_some(())?;
    let read = Reflect::get(&response, &reader.into()).ok()?.dyn_into::<Function>().ok()?;
    JsFuture::from(read.call0(&response).ok()?.dyn_into::<Promise>().ok()?).await.ok()
}

/// The text behind a path of ours.
pub async fn fetch_text(path: &str) -> Option<String> {
    fetch(path, "text").await?.as_string()
}

/// The JSON behind a path of ours, parsed by the browser: it has a parser already, the bundle needs none.
pub async fn fetch_json(path: &str) -> Option<JsValue> {
    fetch(path, "json").await
}

/// What stands in the control with this id just now.
#[must_use]
pub fn field_value(id: &str) -> Option<String> {
    let control = leptos::prelude::document().get_element_by_id(id)?;
    Reflect::get(&control, &"value".into()).ok()?.as_string()
}

/// Moves the keyboard to the element with this id.
pub fn focus(id: &str) {
    let Some(element) = leptos::prelude::document().get_element_by_id(id) else { return };
    if let Ok(focus) = Reflect::get(&element, &"focus".into()).and_then(JsCast::dyn_into::<Function>) {
        // A control that takes no focus leaves the keyboard where it was.
        let _ = focus.call0(&element);
    }
}
