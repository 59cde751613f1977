//! The storefront's WebAssembly: the islands, and the one function that `load.js` calls before it hydrates each of them.

// A view is one type of all its elements; pages nest deeper than the compiler expects of types.
#![recursion_limit = "512"]

// Linked for the islands that it exports; nothing of it is called by name here.
use app_storefront as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the reactive owner that every island hangs on.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
