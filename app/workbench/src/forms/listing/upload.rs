//! Sends a photo from the browser: made smaller first, with progress, and again after the signal dropped. The photo's id is made
//! before the first try, so that one that arrived twice is stored once. Nothing here runs on the server.

use super::photos::{Look, Shot};
use app_kit::Say;
use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use market::account::Language;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, File, FormData, HtmlCanvasElement, HtmlInputElement, ImageBitmap, ProgressEvent, Url,
    XmlHttpRequest,
};

/// Pixels of the longer side; more is not shown anywhere.
const SIDE_MAX: f64 = 2_000.0;
/// A picture below this many bytes and pixels goes as it is.
const SMALL_BYTES: f64 = 1_000_000.0;
/// JPEG quality.
const QUALITY: f64 = 0.85;
/// Seconds until the next try; the last one counts from then on.
const PAUSES: [i32; 5] = [2, 4, 8, 15, 30];

/// The sentences of an upload in the reader's language.
#[derive(Clone, Copy)]
pub struct Words {
    refused: &'static str,
    not_ours: &'static str,
}

impl Words {
    /// In this language.
    pub fn of(lang: Language) -> Self {
        Self {
            refused: lang.say("This photo was not taken.", "这张照片没有收下。"),
            not_ours: lang.say("Please sign in again and reload this page.", "请重新登录并刷新本页。"),
        }
    }
}

/// The files that somebody chose.
pub fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let Some(files) = input.files() else { return Vec::new() };
    (0..files.length()).filter_map(|position| files.get(position)).collect()
}

/// An address under which this page can show a file; none where the browser gives none.
fn preview(file: &File) -> Option<String> {
    Url::create_object_url_with_blob(file).ok()
}

/// Sends a file for a shot and keeps its tile up to date.
pub fn start(file: File, shot: Shot, path: String, words: Words) {
    spawn_local(async move {
        let picture = decode(&file).await;
        // What this browser cannot read is sent as it is: the server says what is wrong with it.
        let preview = picture.as_ref().and_then(|_| preview(&file));
        let smaller = match &picture {
            Some(picture) => shrink(&file, picture).await,
            None => None,
        };
        let body: Blob = smaller.unwrap_or_else(|| file.clone().into());
        for round in 0_usize.. {
            shot.look.set(Look::Sending(preview.clone(), 0));
            match send(&body, &shot, &path, preview.clone()).await {
                Some((204, _)) => return shot.look.set(Look::Waiting(preview)),
                Some((422 | 413, sentence)) => {
                    let sentence = if sentence.is_empty() { words.refused.to_owned() } else { sentence };
                    return shot.look.set(Look::Refused(sentence));
                }
                Some((200..=499, _)) => return shot.look.set(Look::Refused(words.not_ours.to_owned())),
                // No answer, or a server that is starting: the same photo again, under the same id.
                _ => shot.look.set(Look::Again(preview.clone())),
            }
            let pause = PAUSES.get(round).or(PAUSES.last()).copied().unwrap_or(30);
            pause_for(pause * 1_000).await;
        }
    });
}

/// The pixels of a picture; none of anything else.
async fn decode(file: &File) -> Option<ImageBitmap> {
    let promise = window().create_image_bitmap_with_blob(file).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// A smaller JPEG of a picture that is larger than anybody looks at; none where it is small already.
async fn shrink(file: &File, bitmap: &ImageBitmap) -> Option<Blob> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (SIDE_MAX / width.max(height).max(1.0)).min(1.0);
    if scale >= 1.0 && file.size() < SMALL_BYTES {
        return None;
    }
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    // Attributes take text, and a whole number's text is the number.
    canvas.set_attribute("width", &width.to_string()).ok()?;
    canvas.set_attribute("height", &height.to_string()).ok()?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height).ok()?;
    bitmap.close();
    let made = Promise::new(&mut |resolve, _| {
        let took = Closure::once_into_js(move |blob: wasm_bindgen::JsValue| {
            // Nobody waits any more where this fails.
            let _ = resolve.call1(&wasm_bindgen::JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob_with_type_and_encoder_options(took.unchecked_ref(), "image/jpeg", &QUALITY.into());
    });
    let blob: Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    (blob.size() < file.size()).then_some(blob)
}

/// One try: status and text of the answer; none without an answer.
async fn send(body: &Blob, shot: &Shot, path: &str, preview: Option<String>) -> Option<(u16, String)> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", path).ok()?;
    request.set_request_header("Accept", "text/plain").ok()?;
    let form = FormData::new().ok()?;
    form.append_with_str("photo", &shot.id.to_string()).ok()?;
    form.append_with_blob_and_filename("files", body, "photo").ok()?;
    let look = shot.look;
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        let percent =
            (0_u32..=100).rev().find(|percent| event.loaded() * 100.0 >= f64::from(*percent) * event.total()).unwrap_or(0);
        look.set(Look::Sending(preview.clone(), percent));
    });
    request.upload().ok()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_form_data(Some(&form)).ok()?;
    JsFuture::from(ended).await.ok()?;
    let status = request.status().ok().filter(|status| *status != 0)?;
    Some((status, request.response_text().ok().flatten().unwrap_or_default()))
}

async fn pause_for(milliseconds: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    // A timer of the browser does not fail.
    let _ = JsFuture::from(waited).await;
}
