//! Photos of goods: WebP with JPEG beside it, or the placeholder while there is nothing to show.

use crate::routes;
use leptos::either::Either;
use leptos::prelude::*;
use market::catalog::{Photo, Rendition};

/// In which frame a photo stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Pixels that the frame wants.
    pub width: u32,
    /// The frame's height, for the placeholder.
    pub height: u32,
    /// Whether the reader sees it at once; everything else waits until it is scrolled to.
    pub at_once: bool,
}

impl Shown {
    /// On a card of a list.
    #[must_use]
    pub const fn card(at_once: bool) -> Self {
        Self { width: 400, height: 400, at_once }
    }
    /// Large, 4:3.
    #[must_use]
    pub const fn large(at_once: bool) -> Self {
        Self { width: 800, height: 600, at_once }
    }
    /// As small as a stamp.
    #[must_use]
    pub const fn small() -> Self {
        Self { width: 64, height: 64, at_once: false }
    }
}

/// The smallest rendition that fills so many pixels, else the largest there is.
#[must_use]
pub fn fitting(renditions: &[Rendition], width: u32) -> Option<&Rendition> {
    renditions.iter().find(|rendition| rendition.width >= width).or_else(|| renditions.last())
}

/// A photo in its frame. `alt` stays empty where the words stand right beside it.
pub fn picture(photo: Option<&Photo>, shown: Shown, alt: String) -> impl IntoView + use<> {
    let loading = (!shown.at_once).then_some("lazy");
    match photo.and_then(|photo| fitting(&photo.renditions, shown.width)) {
        Some(rendition) => {
            let priority = (shown.at_once && shown.width >= 800).then_some("high");
            Either::Left(view! {
                <picture>
                    <source type="image/webp" srcset=routes::photo(&rendition.webp)/>
                    <img src=routes::photo(&rendition.jpeg) width=rendition.width height=rendition.height alt=alt loading=loading
                        fetchpriority=priority/>
                </picture>
            })
        }
        None => {
            Either::Right(view! { <img src="/placeholder.svg" width=shown.width height=shown.height alt=alt loading=loading/> })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_that_fills_the_frame_is_taken() {
        let of = |width| Rendition { width, height: width, webp: format!("{width}.webp"), jpeg: format!("{width}.jpeg") };
        let sizes = [of(320), of(800), of(1600)];
        for (wanted, taken) in [(64, 320), (400, 800), (800, 800), (2000, 1600)] {
            assert_eq!(fitting(&sizes, wanted).map(|rendition| rendition.width), Some(taken), "{wanted}");
        }
        assert_eq!(fitting(&[], 64), None);
    }
}
