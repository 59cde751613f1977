//! The mark in a link from a list to goods: in which kind of place they stood. It is keyed: nobody can write one for a place in which the
//! market has not shown these goods, nor for other goods or another day. How large the shop is does not stand in it.

use super::types::{PlaceKind, Shown};
use crate::catalog::ListingId;
use crate::kernel::Market;
use std::fmt::Write;

/// What the market's secret is asked for.
const PURPOSE: &str = "exposure_mark";
/// Bytes of the digest that a mark has, for the page's sake not all: whoever guesses is right once in some hundred million million times,
/// and then has counted one opening.
const BYTES: usize = 6;

/// The mark of goods in this place on this day, counted from 1970: `rotating-1f0c9a3b5d7e`.
#[must_use]
pub fn mark(market: &Market, shown: Shown, day: i64) -> String {
    let code = shown.place.code();
    let asked = format!("{code}|{}|{day}", shown.listing.uuid().simple());
    let digest = market.keyring().blind_index(PURPOSE, asked.as_bytes());
    digest.iter().take(BYTES).fold(format!("{code}-"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a mark in the address of these goods says; none where the market did not write it for them, or neither on this day nor on the one
/// before: what was looked at before midnight is opened after it.
#[must_use]
pub fn marked(market: &Market, listing: ListingId, text: &str, day: i64) -> Option<Shown> {
    let (code, digest) = text.split_once('-')?;
    let shown = Shown { listing, place: PlaceKind::from_code(code)? };
    let is_ours = |day| mark(market, shown, day) == text;
    (digest.len() == 2 * BYTES && (is_ours(day) || is_ours(day.saturating_sub(1)))).then_some(shown)
}
