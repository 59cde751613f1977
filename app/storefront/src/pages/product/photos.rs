//! The photos of a product: a row that is swiped or scrolled, and stamps that lead to each of them.

use app_kit::components::{Shown, picture};
use app_kit::{Say, lang, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::catalog::{ListingPage, Photo, PhotoState};

/// What the row is drawn from.
pub struct Photos {
    photos: Vec<Photo>,
    title: String,
    /// Whether some cannot be shown yet.
    waiting: bool,
}

impl Photos {
    /// Those that can be shown, cover first.
    pub fn of(listing: &ListingPage) -> Self {
        let photos: Vec<Photo> = listing.photos.iter().filter(|photo| photo.state == PhotoState::Ready).cloned().collect();
        let waiting = listing.photos.iter().any(|photo| photo.state == PhotoState::Waiting);
        Self { photos, title: listing.title.clone(), waiting }
    }

    /// The row, the stamps where there are several, and a word where a photo is still being prepared.
    pub fn view(self) -> AnyView {
        let lang = lang();
        let Self { photos, title, waiting } = self;
        let preparing = (waiting && photos.is_empty())
            .then(|| view! { <p class="quiet">{lang.say("The photo is being prepared.", "照片正在处理。")}</p> });
        let many = photos.len() > 1;
        let large = if photos.is_empty() {
            Either::Left(view! { <li id="photo-1">{picture(None, Shown::large(true), String::new())}</li> })
        } else {
            let numbered = photos.iter().zip(1_u8..);
            Either::Right(
                numbered
                    .map(|(photo, number)| {
                        let alt = if photo.alt.is_empty() { title.clone() } else { photo.alt.clone() };
                        view! { <li id=format!("photo-{number}")>{picture(Some(photo), Shown::large(number == 1), alt)}</li> }
                    })
                    .collect_view(),
            )
        };
        let stamps = many.then(|| {
            let stamp = |(photo, number): (&Photo, u8)| {
                let label = say!(lang, "Photo {number}", "照片 {number}");
                view! { <li><a href=format!("#photo-{number}") aria-label=label>{picture(Some(photo), Shown::small(), String::new())}</a></li> }
            };
            view! { <ul class="thumbs">{photos.iter().zip(1_u8..).map(stamp).collect_view()}</ul> }
        });
        view! {
            <section class="photos" aria-label=lang.say("Photos", "照片")>
                <ol tabindex=many.then_some("0")>{large}</ol>
                {stamps}
                {preparing}
            </section>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests;
