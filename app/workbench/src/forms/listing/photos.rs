//! The pictures of a listing. Without scripts files are chosen and sent along with the form; with them each is made smaller and sent
//! at once, and sent again when the signal dropped.

use super::fields::upload_id;
use super::upload;
use crate::parts::{PLACEHOLDER, picture};
use app_kit::components::{FieldError, Icon};
use app_kit::form::FormState;
use app_kit::{Say, lang, say};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use market::catalog::{Photo, PhotoId, PhotoState};
use market::kernel::limits::PHOTOS_MAX;
use web_sys::HtmlInputElement;

/// What a tile shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// The picture.
    Ready(String),
    /// It is stored and being prepared; a preview where this browser sent it.
    Waiting(Option<String>),
    /// On its way: per cent.
    Sending(Option<String>, u32),
    /// The signal dropped; it is sent again.
    Again(Option<String>),
    /// It is no picture, or was not taken.
    Refused(String),
}

/// A picture of the form.
#[derive(Clone)]
pub struct Shot {
    /// Which.
    pub id: PhotoId,
    /// What it shows, in words.
    alt: String,
    /// Its tile.
    pub look: RwSignal<Look>,
}

impl Shot {
    /// One that this browser is about to send.
    pub fn new(id: PhotoId, look: Look) -> Self {
        Self { id, alt: String::new(), look: RwSignal::new(look) }
    }
    fn stored(photo: &Photo, form: &FormState, refused: &str) -> Self {
        let look = match photo.state {
            PhotoState::Ready => Look::Ready(picture(photo)),
            PhotoState::Waiting => Look::Waiting(None),
            PhotoState::Refused => Look::Refused(refused.to_owned()),
        };
        let alt = form.value_or(&format!("alt-{}", photo.id), &photo.alt).to_owned();
        Self { id: photo.id, alt, look: RwSignal::new(look) }
    }
}

/// The tiles of stored pictures.
pub fn stored(photos: &[Photo], form: &FormState) -> RwSignal<Vec<Shot>> {
    let lang = lang();
    let refused = lang.say(
        "This is no picture that we can show: please use JPEG, PNG or WebP.",
        "这不是可以显示的图片：请用 JPEG、PNG 或 WebP。",
    );
    RwSignal::new(photos.iter().map(|photo| Shot::stored(photo, form, refused)).collect())
}

/// Whether a picture has not arrived yet.
pub fn on_their_way(shots: RwSignal<Vec<Shot>>) -> bool {
    shots.with(|shots| shots.iter().any(|shot| matches!(shot.look.get(), Look::Sending(..) | Look::Again(_))))
}

/// The fieldset of the photos.
#[component]
pub fn Photos(shots: RwSignal<Vec<Shot>>, upload: PhotoId, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error("files").map(str::to_owned);
    let described = app_kit::components::describe("files", true, error.is_some());
    let taken = StoredValue::new(0_u32);
    let words = upload::Words::of(lang);
    let send_to = path.clone();
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        for file in upload::chosen(&input) {
            if shots.with_untracked(Vec::len) >= PHOTOS_MAX {
                break;
            }
            taken.update_value(|taken| *taken += 1);
            let shot = Shot::new(upload_id(upload, taken.get_value()), Look::Sending(None, 0));
            shots.update(|shots| shots.push(shot.clone()));
            upload::start(file, shot, send_to.clone(), words);
        }
        // What is on its way already must not be sent once more with the form.
        input.set_value("");
    };
    view! {
        <fieldset class="field" id="photos">
            <legend>{lang.say("Photos", "照片")}</legend>
            <p class="hint" id="files-hint">{lang.say("The first one is what buyers see in lists. JPEG, PNG or WebP, up to 20 MB each.", "第一张会出现在列表里。JPEG、PNG 或 WebP，每张不超过 20 MB。")}</p>
            <ul class="tiles">
                <ForEnumerate each=move || shots.get() key=|shot| shot.id children=move |index, shot| view! { <Tile index shot shots/> }/>
                <li class="tile tile-add">
                    <Icon name="camera"/>
                    <span>{lang.say("Add photos", "添加照片")}</span>
                    <input type="file" id="files" name="files" accept="image/*" multiple aria-label=lang.say("Add photos", "添加照片") aria-describedby=described on:change=chosen/>
                </li>
            </ul>
            {error.map(|error| view! { <FieldError name="files" error/> })}
            <p class="plain-only"><button class="btn btn-small" formaction=path name="then" value="photos">{lang.say("Send the chosen photos now", "先上传选好的照片")}</button></p>
            <Descriptions shots/>
        </fieldset>
    }
}

/// Moves a shot to the front, or takes it out, at once where scripts run; without them the button is the form's.
fn rearrange(shots: RwSignal<Vec<Shot>>, id: PhotoId, first: bool) -> impl Fn(MouseEvent) {
    move |event: MouseEvent| {
        event.prevent_default();
        shots.update(|shots| {
            let Some(position) = shots.iter().position(|shot| shot.id == id) else { return };
            let shot = shots.remove(position);
            if first {
                shots.insert(0, shot);
            }
        });
    }
}

#[component]
fn Tile(index: ReadSignal<usize>, shot: Shot, shots: RwSignal<Vec<Shot>>) -> impl IntoView {
    let lang = lang();
    let Shot { id, look, alt } = shot;
    let number = move || index.get() + 1;
    let is_bad = move || matches!(look.get(), Look::Refused(_));
    let inside = move || {
        match look.get() {
        Look::Ready(source) => view! { <img src=source width="120" height="120" alt=alt.clone()/> }.into_any(),
        Look::Waiting(preview) => view! {
            <img src=preview.unwrap_or_else(|| PLACEHOLDER.to_owned()) width="120" height="120" alt=""/>
            <span class="badge tone-wait"><Icon name="clock"/>{lang.say("Being prepared", "处理中")}</span>
        }
        .into_any(),
        Look::Sending(preview, percent) => view! {
            <img src=preview.unwrap_or_else(|| PLACEHOLDER.to_owned()) width="120" height="120" alt=""/>
            <progress value=percent.to_string() max="100" aria-label=move || { let number = number(); say!(lang, "Photo {number}, uploading", "照片 {number}，上传中") }>{format!("{percent} %")}</progress>
        }
        .into_any(),
        Look::Again(preview) => view! {
            <img src=preview.unwrap_or_else(|| PLACEHOLDER.to_owned()) width="120" height="120" alt=""/>
            <span class="badge tone-wait" role="status"><Icon name="clock"/>{lang.say("No signal, trying again", "没有信号，稍后重试")}</span>
        }
        .into_any(),
        Look::Refused(sentence) => view! { <Icon name="alert"/><span role="alert">{sentence}</span> }.into_any(),
    }
    };
    let is_kept = move || matches!(look.get(), Look::Ready(_) | Look::Waiting(_));
    view! {
        <li class="tile" class:tile-bad=is_bad>
            {move || is_kept().then(|| view! { <input type="hidden" name="photo" value=id.to_string()/> })}
            {inside}
            <button name="then" value=format!("drop-photo:{id}") aria-label=move || { let number = number(); say!(lang, "Remove photo {number}", "移除照片 {number}") }
                on:click=rearrange(shots, id, false)><Icon name="close"/></button>
        </li>
    }
}

/// What the photos show, for those who cannot see them; and which one is the first.
#[component]
fn Descriptions(shots: RwSignal<Vec<Shot>>) -> impl IntoView {
    let lang = lang();
    view! {
        <details class="confirm" hidden=move || shots.with(Vec::is_empty)>
            <summary>{lang.say("What the photos show, and their order", "照片说明和顺序")}</summary>
            <p class="hint">{lang.say("Words for people who cannot see the photo. Without them the title is read out.", "给看不到照片的人听的说明；不填就读名称。")}</p>
            <ul class="stack">
                <ForEnumerate each=move || shots.get() key=|shot| shot.id children=move |index, shot| {
                    let id = shot.id;
                    let name = format!("alt-{id}");
                    let label = move || { let number = index.get() + 1; say!(lang, "Photo {number}", "照片 {number}") };
                    view! {
                        <li class="row">
                            <div class="field">
                                <label for=name.clone()>{label}</label>
                                <input id=name.clone() name=name type="text" maxlength="500" value=shot.alt/>
                            </div>
                            <button class="btn btn-small" name="then" value=format!("first-photo:{id}") hidden=move || index.get() == 0
                                on:click=rearrange(shots, id, true)>{lang.say("Make it the first", "设为首图")}</button>
                        </li>
                    }
                }/>
            </ul>
        </details>
    }
}
