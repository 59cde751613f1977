//! The forms that every side has: writing and showing photos, and a deed that asks for a reason.

use crate::components::{AreaField, Attempt, FieldError, Icon, describe};
use crate::form::FormState;
use crate::{Say, lang, say};
use leptos::prelude::*;
use market::aftersales::EvidenceId;
use market::aftersales::commands::MESSAGE_PHOTOS_MAX;

/// Writes something, with photos. `photo` is the id of the first photo to be.
#[component]
pub fn SayForm(#[prop(into)] path: String, photo: EvidenceId, form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("files").map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe("files", true, error.is_some());
    view! {
        <form class="fields section" method="post" action=path enctype="multipart/form-data" aria-labelledby="say">
            <h2 id="say">{lang.say("Write and show", "留言与照片")}</h2>
            <Attempt/>
            <input type="hidden" name="photo" value=photo.to_string()/>
            <AreaField form name="words" rows=3 label=lang.say("What should the others know?", "想说明什么？")
                hint=lang.say("Everybody in this case reads it.", "参与处理的各方都能看到。")/>
            <div class="field">
                <label for="files">{lang.say("Photos", "照片")}" "<small>{lang.say("if you like", "选填")}</small></label>
                <p class="hint" id="files-hint">{say!(lang, "Up to {MESSAGE_PHOTOS_MAX}, as JPEG, PNG or WebP. Where and when they were taken is removed.", "最多 {MESSAGE_PHOTOS_MAX} 张，JPEG、PNG 或 WebP。拍摄地点和时间会被去除。")}</p>
                <input type="file" id="files" name="files" accept="image/jpeg,image/png,image/webp" multiple aria-invalid=invalid aria-describedby=described/>
                {error.map(|error| view! { <FieldError name="files" error/> })}
            </div>
            <p><button class="btn"><Icon name="message"/>{lang.say("Send", "发送")}</button></p>
        </form>
    }
}

/// A deed that asks for a reason, folded up until somebody wants it. The reason's field is `why`.
#[component]
pub fn ReasonForm(
    #[prop(into)] path: String,
    form: FormState,
    /// The value of `then`.
    then: &'static str,
    /// What opens it, and what the button says.
    deed: &'static str,
    /// What the reason is for.
    hint: &'static str,
    /// Whether it is what the reader has come for, and so lies open.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    let lang = lang();
    let is_open = is_first || form.error("why").is_some();
    let class = if is_first { "btn btn-primary" } else { "btn btn-danger" };
    view! {
        <details class="confirm" open=is_open>
            <summary>{deed}</summary>
            <form class="fields" method="post" action=path>
                <Attempt/>
                <AreaField form name="why" rows=3 label=lang.say("Why", "理由") hint=hint/>
                <p><button class=class name="then" value=then>{deed}</button></p>
            </form>
        </details>
    }
}
