//! Fields that are checked while somebody types, by the same rule that the server applies. Without WebAssembly they are plain
//! fields that the server checks.

mod field;

pub use field::LiveField;

use app_kit::browser;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::sync::Arc;

/// Says what is wrong with a text; none where nothing is.
pub type Check = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// One field with its rule, shared by the field that shows it and by the form that asks all of them.
#[derive(Clone)]
pub struct Live {
    /// The field's name and id.
    pub name: String,
    check: Check,
    typed: RwSignal<Option<String>>,
}

impl Live {
    /// A field that nobody has touched yet.
    pub fn new(name: impl Into<String>, check: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { name: name.into(), check: Arc::new(check), typed: RwSignal::new(None) }
    }

    /// What is wrong with what was typed since the page came; `sent` is what the server said.
    fn error(&self, sent: Option<&str>) -> Option<String> {
        match self.typed.get() {
            None => sent.map(str::to_owned),
            Some(text) => (self.check)(&text),
        }
    }

    /// The field was left with this text in it.
    fn left(&self, text: String) {
        self.typed.set(Some(text));
    }

    /// The text changes; until the field was left once nobody is interrupted.
    fn changed(&self, text: String) {
        if self.typed.with_untracked(Option::is_some) {
            self.typed.set(Some(text));
        }
    }
}

/// Keeps a form back whose fields are wrong, and leads to the first of them: what is not sent need not be typed again.
pub fn hold_back(fields: &[Live], event: &SubmitEvent) {
    let mut first = None;
    for field in fields {
        let text = browser::field_value(&field.name).unwrap_or_default();
        if untrack(|| (field.check)(&text)).is_some() && first.is_none() {
            first = Some(field.name.clone());
        }
        field.left(text);
    }
    if let Some(name) = first {
        event.prevent_default();
        browser::focus(&name);
    }
}
