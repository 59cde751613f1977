//! The state of a form that is shown (again): what was typed, what is wrong beside which field, what is to be said above it.
//! Sentences are already in the reader's language, since they are made where the refusal is known.

use leptos::prelude::use_context;
use market::kernel::AttemptId;
use serde::{Deserialize, Serialize};

/// What a form shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    /// A sentence above the form, about it as a whole.
    pub notice: Option<String>,
}

impl FormState {
    /// A form with these values in its fields.
    pub fn filled<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { values: values.into_iter().map(|(n, v)| (n.into(), v.into())).collect(), ..Self::default() }
    }

    /// What stands in a field; empty where nothing was typed.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }
    /// What stands in a field, or `usual` where the form was not sent yet.
    #[must_use]
    pub fn value_or<'a>(&'a self, field: &str, usual: &'a str) -> &'a str {
        self.values.iter().find(|(name, _)| name == field).map_or(usual, |(_, value)| value)
    }
    /// All values of a field that may come several times.
    pub fn values<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }
    /// All fields with their values, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
    /// Whether a box or radio with this value was chosen.
    #[must_use]
    pub fn chose(&self, field: &str, value: &str) -> bool {
        self.values(field).any(|chosen| chosen == value)
    }
    /// The form with the id of its next sending, unless it has one: what was refused is sent again as the same attempt.
    #[must_use]
    pub fn for_attempt(mut self, attempt: AttemptId) -> Self {
        if self.value("attempt").is_empty() {
            self.fill("attempt", attempt.to_string());
        }
        self
    }
    /// Puts a value into a field.
    pub fn fill(&mut self, field: &str, value: impl Into<String>) {
        self.values.push((field.to_owned(), value.into()));
    }
    /// Says what is wrong with a field.
    pub fn wrong(&mut self, field: &str, sentence: impl Into<String>) {
        self.errors.push((field.to_owned(), sentence.into()));
    }
    /// The same, for chaining.
    #[must_use]
    pub fn with_error(mut self, field: &str, sentence: impl Into<String>) -> Self {
        self.wrong(field, sentence);
        self
    }
    /// The same form with a sentence above it.
    #[must_use]
    pub fn with_notice(mut self, sentence: impl Into<String>) -> Self {
        self.notice = Some(sentence.into());
        self
    }
    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }
    /// All that is wrong: field and sentence.
    #[must_use]
    pub fn errors(&self) -> &[(String, String)] {
        &self.errors
    }
    /// Whether anything is wrong.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        !self.errors.is_empty() || self.notice.is_some()
    }
    /// Drops what must not be written back into a page: passwords, card numbers.
    pub fn forget(&mut self, field: &str) {
        self.values.retain(|(name, _)| name != field);
    }
}

/// The state of this page's form, where the page was answered to a POST; an empty one otherwise.
#[must_use]
pub fn form_state() -> FormState {
    use_context::<FormState>().unwrap_or_default()
}
