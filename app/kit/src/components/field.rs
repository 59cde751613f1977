//! Fields of forms: a label, a hint, the control, and what is wrong with it right beside it.

use super::Icon;
use crate::form::{FormState, form_state};
use crate::{Say, lang};
use leptos::prelude::*;

/// The id of this sending, in every form that moves money or decides about it: sent twice, it is one deed.
#[component]
pub fn Attempt() -> impl IntoView {
    let attempt = form_state().value("attempt").to_owned();
    view! { <input type="hidden" name="attempt" value=attempt/> }
}

/// The frame of a field around any control, given as children. The control's id must be `name`; it points to `{name}-hint` and
/// `{name}-error` by `aria-describedby`.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            {children()}
            {error.map(|error| view! { <FieldError name=name.clone() error/> })}
        </div>
    }
}

/// What is wrong with a field, where its control says `aria-describedby="{name}-error"`.
#[component]
pub fn FieldError(#[prop(into)] name: String, #[prop(into)] error: String) -> impl IntoView {
    view! { <p class="error" id=format!("{name}-error")><Icon name="alert"/><span>{error}</span></p> }
}

/// A line of text with its label, hint and error, filled from the form's state.
#[component]
pub fn TextField(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let error = form.error(&name).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe(&name, hint.is_some(), error.is_some());
    let value = form.value(&name).to_owned();
    view! {
        <Field name=name.clone() label hint error>
            <input id=name.clone() name=name class=class type=kind.unwrap_or("text") value=value autocomplete=autocomplete inputmode=inputmode
                maxlength=maxlength required=required aria-invalid=invalid aria-describedby=described/>
        </Field>
    }
}

/// Several lines of text with their label, hint and error, filled from the form's state.
#[component]
pub fn AreaField(
    form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] rows: Option<u32>,
) -> impl IntoView {
    let error = form.error(&name).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe(&name, hint.is_some(), error.is_some());
    // HTML drops one line end right after the tag, so one that was typed needs another before it.
    let value = form.value(&name).to_owned();
    let value = if value.starts_with('\n') { format!("\n{value}") } else { value };
    view! {
        <Field name=name.clone() label hint error>
            <textarea id=name.clone() name=name rows=rows autocomplete=autocomplete aria-invalid=invalid aria-describedby=described>{value}</textarea>
        </Field>
    }
}

/// The ids that a control is described by; none where there is nothing to say.
#[must_use]
pub fn describe(name: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{name}-hint {name}-error")),
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-error")),
        (false, false) => None,
    }
}

/// What is wrong, above the form: a sentence and a link to each wrong field.
#[component]
pub fn FormErrors(form: FormState) -> impl IntoView {
    let lang = lang();
    let errors = form.errors().to_vec();
    form.is_wrong().then(|| {
        let title = form.notice.clone().unwrap_or_else(|| lang.say("Please check what is marked below", "请检查下面标出的内容").to_owned());
        view! {
            <div class="notice tone-bad" role="alert" tabindex="-1" id="form-errors">
                <Icon name="alert"/>
                <div>
                    <b>{title}</b>
                    {(!errors.is_empty()).then(|| view! {
                        <ul>{errors.into_iter().map(|(field, sentence)| view! { <li><a href=format!("#{field}")>{sentence}</a></li> }).collect_view()}</ul>
                    })}
                </div>
            </div>
        }
    })
}
