//! What goods of the chosen category say: a field for each attribute, checked while somebody types by the rule that saving applies.
//! The fields of another category come with a press of a button, and nothing that was typed is lost.

use crate::forms::live::{Live, LiveField};
use crate::words::attribute;
use app_kit::components::{Field, describe};
use app_kit::form::FormState;
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;
use market::attribute::rules::check_value;
use market::attribute::{Attribute, AttributeKind};

/// The fields of the chosen category.
#[component]
pub fn Said(attributes: Vec<Attribute>, form: FormState) -> impl IntoView {
    let lang = lang();
    let fields = attributes.into_iter().map(|attribute| said_field(attribute, &form, lang)).collect_view();
    view! {
        <p><button class="btn btn-small" name="then" value="category">{lang.say("Show what this category asks for", "显示这个分类要填的内容")}</button></p>
        {fields}
    }
}

/// One field, by its kind. What must be said before buyers see it bears a word that says so.
fn said_field(said: Attribute, form: &FormState, lang: Language) -> AnyView {
    let (name, label) = (said.field(), label(&said, lang));
    let (error, value) = (form.error(&name).map(str::to_owned), form.value(&name).to_owned());
    let choices: Vec<(String, String)> = match said.kind {
        AttributeKind::Number => {
            let unit = said.unit(lang).to_owned();
            let after = Signal::derive(move || unit.clone());
            let live = Live::new(name, move |typed| check_value(&said, typed, None).err().map(|error| attribute(error, lang)));
            return view! { <LiveField form=form.clone() live label inputmode="decimal" autocomplete="off" after/> }.into_any();
        }
        AttributeKind::Flag => {
            vec![("1".to_owned(), lang.say("Yes", "是").to_owned()), ("0".to_owned(), lang.say("No", "否").to_owned())]
        }
        // What is no longer offered stays with goods that have it.
        AttributeKind::Choice => {
            let offered = said.choices.iter().filter(|choice| !choice.is_retired || choice.id.to_string() == value);
            offered.map(|choice| (choice.id.to_string(), choice.name(lang).to_owned())).collect()
        }
    };
    let nothing = (String::new(), lang.say("Not said", "不填").to_owned());
    let described = describe(&name, false, error.is_some());
    let invalid = error.is_some().then_some("true");
    let options = std::iter::once(nothing).chain(choices).map(move |(code, word)| {
        let selected = code == value;
        view! { <option value=code selected=selected>{word}</option> }
    });
    view! {
        <Field name=name.clone() label error>
            <select id=name.clone() name=name aria-invalid=invalid aria-describedby=described>{options.collect_view()}</select>
        </Field>
    }
    .into_any()
}

fn label(said: &Attribute, lang: Language) -> String {
    let name = said.name(lang);
    if said.is_required { format!("{name} {}", lang.say("(needed)", "（必填）")) } else { name.to_owned() }
}
