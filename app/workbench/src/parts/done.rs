//! What a form has just done, told where it was done: in its row, in the list that the row has left, or else at the top of the
//! page.

use app_kit::components::{Notice, Tone};
use app_kit::request::Visit;
use leptos::prelude::*;

/// The id of what is told. The address behind a deed leads there: also without scripts the browser shows the part of the page that
/// was worked on, and whoever has it read aloud hears first what came of it.
pub const DONE: &str = "done";

/// What an address says of a deed: its word, and the row that it was about, where that may be there still.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JustDone {
    /// Which deed; empty where there was none.
    pub word: String,
    /// The id of the row.
    pub of: String,
}

impl JustDone {
    /// What the address of a request says.
    #[must_use]
    pub fn asked(visit: &Visit) -> Self {
        let query = visit.query();
        Self { word: query.get("done").to_owned(), of: query.get("of").to_owned() }
    }
}

/// What was just done, and where it is told. A page puts it into its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What it is to the reader.
    pub tone: Tone,
    /// The sentence.
    pub title: String,
    /// Where it goes on, and the words that lead there.
    pub onward: Option<(String, &'static str)>,
    /// The row or the list; empty for the top of the page.
    pub place: String,
}

/// What was just done, where this is its place; without a place, the top of the page.
#[component]
pub fn DoneHere(#[prop(optional, into)] place: String, #[prop(optional)] class: &'static str) -> impl IntoView {
    let here = use_context::<Done>().filter(|done| done.place == place);
    here.map(|Done { tone, title, onward, .. }| {
        view! {
            <div id=DONE class=class tabindex="-1">
                <Notice tone title>{onward.map(|(path, words)| view! { <p><a href=path>{words}</a></p> })}</Notice>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use app_kit::form::FormState;
    use app_kit::request::render;
    use market::account::Language;

    #[test]
    fn what_was_done_is_told_in_one_place() {
        for place in ["", "differences", "row-1"] {
            let done = Done { tone: Tone::Good, title: "Written down.".to_owned(), onward: None, place: place.to_owned() };
            let html = render(Language::En, FormState::default(), move || {
                provide_context(done);
                view! { <i></i><DoneHere/><b></b><DoneHere place="differences"/><u></u><DoneHere place="row-1"/> }
            });
            assert_eq!(html.matches("id=\"done\"").count(), 1, "{html}");
            let before = html.split("id=\"done\"").next().unwrap_or_default();
            let expected = match place {
                "" => [true, false, false],
                "differences" => [true, true, false],
                _ => [true, true, true],
            };
            assert_eq!(["<i>", "<b>", "<u>"].map(|mark| before.contains(mark)), expected, "{html}");
        }
    }

    #[test]
    fn where_nothing_was_done_nothing_is_told() {
        let html = render(Language::En, FormState::default(), || view! { <p><DoneHere/></p> });
        assert!(!html.contains("id=\"done\""), "{html}");
    }
}
