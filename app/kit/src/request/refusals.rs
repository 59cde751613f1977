//! What a request was refused, remembered until it is answered, so that the log is told of it once, however many of its fields or files
//! were wrong (decision 0031). Of a refusal its name is kept and nothing that it carries: no amount that was typed, no text, no id.

use crate::form::FormState;
use std::any::type_name;
use std::cell::RefCell;
use std::fmt::Debug;

tokio::task_local! {
    /// The first refusal of the request that this task answers.
    static FIRST: RefCell<Option<String>>;
}

/// Does the work of a request: what came of it, and the name by which it was refused; none where it was not. Where it was refused several
/// times, the first: the form that is drawn again tells the others.
pub async fn with_refusal<F: Future>(work: F) -> (F::Output, Option<String>) {
    let told = async {
        let done = work.await;
        (done, FIRST.with(RefCell::take))
    };
    FIRST.scope(RefCell::default(), told).await
}

/// Remembers what the rules refused.
pub(super) fn note<R: Debug>(refusal: &R) {
    remember(|| name_of(refusal));
}

/// Remembers a form that is shown again with something wrong in it which no rule was asked about.
pub(super) fn note_form(form: &FormState) {
    if form.is_wrong() {
        remember(|| form.errors().first().map_or_else(|| "Form".to_owned(), |(field, _)| format!("Form.{}", stem(field))));
    }
}

fn remember(name: impl FnOnce() -> String) {
    // Nobody asks for it where a page is only looked at.
    let _ = FIRST.try_with(|first| {
        first.borrow_mut().get_or_insert_with(name);
    });
}

/// The names of a refusal's type, of its variant and, where that holds another one, of that: `AskRefusal.Share.AmountTooHigh`. What stands
/// in braces or quotes is what it carries, and so is everything further within. A list is told by its first.
fn name_of<R: Debug>(refusal: &R) -> String {
    let of_type = type_name::<R>().rsplit("::").next().unwrap_or_default();
    let mut name = of_type.trim_end_matches('>').to_owned();
    for shown in format!("{refusal:?}").trim_start_matches('[').split('(').take(2) {
        let variant: String = shown.chars().take_while(char::is_ascii_alphanumeric).collect();
        if !variant.starts_with(|first: char| first.is_ascii_uppercase()) {
            break;
        }
        name.push('.');
        name.push_str(&variant);
        if variant.len() < shown.len() {
            break;
        }
    }
    name
}

/// What a field is called without what tells it from others of its kind on the page: `quantity` of `quantity-0`, `give-back` of
/// `give-back-pay_0193`.
fn stem(field: &str) -> String {
    let mut parts = field.split('-');
    let is_plain = |letter: &char| letter.is_ascii_lowercase() || *letter == '_';
    let first: String = parts.next().unwrap_or_default().chars().take_while(is_plain).collect();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.take_while(is_word).fold(first, |stem, part| format!("{stem}-{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;
    use market::aftersales::rules::ShareError;
    use market::aftersales::{AskRefusal, CaseId};
    use market::catalog::SaveListingRefusal;
    use market::checkout::PlaceOrderRefusal;
    use market::kernel::Timestamp;
    use market::order::{MoveRefusal, OrderEvent, OrderState};
    use market::payment::ProviderError;

    #[test]
    fn a_refusal_is_told_by_its_names_and_never_by_what_it_carries() {
        let case = CaseId::mint(Timestamp::from_millis(0));
        let most = AskRefusal::Share(ShareError::AmountTooHigh { most: 1_258 });
        for (refusal, expected) in [
            (AskRefusal::NotNow, "AskRefusal.NotNow"),
            (AskRefusal::Share(ShareError::NotPositive), "AskRefusal.Share.NotPositive"),
            (most, "AskRefusal.Share.AmountTooHigh"),
            (AskRefusal::OpenCase(case), "AskRefusal.OpenCase.CaseId"),
        ] {
            assert_eq!(name_of(&refusal), expected);
        }
        let gone = PlaceOrderRefusal::SoldOut { title: "Wool (of Rosy)".to_owned() };
        assert_eq!(name_of(&gone), "PlaceOrderRefusal.SoldOut");
        let moved = MoveRefusal::NotFrom(OrderState::Paid, OrderEvent::Confirm);
        assert_eq!(name_of(&moved), "MoveRefusal.NotFrom.Paid");
        assert_eq!(name_of(&SaveListingRefusal::Fields(Vec::new())), "SaveListingRefusal.Fields");
        let several = vec![AskRefusal::Share(ShareError::Nothing), AskRefusal::NotNow];
        for (refusals, expected) in [
            (several, "AskRefusal.Share.Nothing"),
            (vec![AskRefusal::NotNow, AskRefusal::TooLate], "AskRefusal.NotNow"),
            (Vec::new(), "AskRefusal"),
        ] {
            assert_eq!(name_of(&refusals), expected);
        }
        for text in ["Ben", "(Ben)", "Ben (Benjamin)", "", "\"Ben"] {
            assert_eq!(name_of(&ProviderError::Refused(text.to_owned())), "ProviderError.Refused", "{text}");
            assert_eq!(name_of(&text), "&str", "a text is nothing but what it carries");
        }
    }

    #[test]
    fn the_first_refusal_of_a_request_is_the_one_that_is_told() {
        let wrong = |field: &str| FormState::default().with_error(field, "It is too long.");
        let told = |work: fn()| block_on(with_refusal(async move { work() })).1;
        assert_eq!(told(|| {}), None);
        assert_eq!(told(|| note_form(&FormState::filled([("words", "Ben")]))), None, "nothing is wrong with it");
        assert_eq!(told(|| note_form(&FormState::default().with_notice("No."))).as_deref(), Some("Form"));
        let several = block_on(with_refusal(async {
            note(&ShareError::Nothing);
            note(&ShareError::NotPositive);
            note_form(&wrong("words"));
        }));
        assert_eq!(several.1.as_deref(), Some("ShareError.Nothing"));
        for (field, expected) in [
            ("amount", "Form.amount"),
            ("quantity-0", "Form.quantity"),
            ("heard_buyer", "Form.heard_buyer"),
            ("give-back-pay_0193f2", "Form.give-back"),
            ("give-back-foreign-pi_3a", "Form.give-back-foreign"),
            ("by-hand--e8-85-8a", "Form.by-hand"),
        ] {
            let told = block_on(with_refusal(async { note_form(&wrong(field)) })).1;
            assert_eq!(told.as_deref(), Some(expected));
        }
        note(&ShareError::Nothing);
        assert_eq!(block_on(with_refusal(async {})).1, None, "what happened outside of a request is nobody's");
    }
}
