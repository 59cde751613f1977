//! The server's side of a page: who is asking, what they sent, and what they are answered.

mod app;
mod asking;
mod document;
mod drawing;
mod exposure;
mod fields;
mod kept;
mod packing;
mod refusals;
mod render;
mod room;
mod shelf;
mod stop;
mod tally;
mod upload;
mod visit;

pub use app::{App, AppParts, SiteNames};
pub use asking::Asking;
pub use document::{Bundle, Document, escape};
pub use drawing::{Awaited, Drawing};
pub use exposure::{Exposed, Exposure, TURNS_TOLD};
pub use fields::Fields;
pub use kept::{Drawn, HOLE, KeptPage, KeptPages, MARK, PageKey};
pub use packing::Unpacked;
pub use refusals::with_refusal;
pub use render::{escape_json, page, render};
pub use room::{EntersLate, NoPlace, Place, Room};
pub use shelf::{Shelf, Shelved};
pub use stop::{Answer, Stop, StopKind, refused, see_other};
pub use tally::{Tally, day_of};
pub use upload::{file, text, too_large};
pub use visit::{
    GUEST_COOKIE, LANGUAGE_COOKIE, PROVINCE_COOKIE, Visit, WISH_COOKIE, code_cookie_name, cookie, known_province, language,
    may_be_known, session_cookie_name, set_cookie,
};
