//! Photos in every state, drawn.

use super::*;
use crate::pages::product::sample::{PORK, listing, photo};
use app_kit::form::FormState;
use app_kit::request::render;
use market::account::Language;

fn drawn(states: &[PhotoState]) -> String {
    let mut pork = listing(PORK, &[], Vec::new());
    pork.photos = states.iter().map(|state| photo(*state)).collect();
    render(Language::En, FormState::default(), || Photos::of(&pork).view())
}

#[test]
fn the_first_photo_comes_at_once_and_the_others_when_they_are_seen() {
    let html = drawn(&[PhotoState::Ready, PhotoState::Ready, PhotoState::Waiting]);
    let images: Vec<&str> = html.split("<img ").skip(1).collect();
    assert_eq!(images.len(), 4, "two large ones and two stamps: {html}");
    assert!(images[0].contains("fetchpriority=\"high\"") && !images[0].contains("loading"), "{html}");
    assert!(images[1..].iter().all(|image| image.contains("loading=\"lazy\"")), "{html}");
    assert!(html.contains("srcset=\"/photos/a-800.webp\""), "{html}");
    assert!(html.contains("alt=\"Salted pork\""), "the title speaks where the seller said nothing");
}

#[test]
fn a_waiting_photo_has_its_place_kept() {
    let html = drawn(&[PhotoState::Waiting]);
    assert!(html.contains("/placeholder.svg") && html.contains("The photo is being prepared."), "{html}");
    assert!(!drawn(&[]).contains("being prepared"));
}
