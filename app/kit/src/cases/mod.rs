//! What buyers', shops' and operators' pages of cases share: the words in the eyes of each side, what stands on every such page,
//! and the form by which somebody writes and shows photos. Which deeds there are is each page's own.

mod next;
mod parcel;
mod photo;
mod said;
mod say_form;
mod view;
pub mod words;

pub use parcel::{ParcelFields, Parcels};
pub use photo::photo;
pub use said::{CASE_BYTES_MAX, is_said, refuse, say};
pub use say_form::{ReasonForm, SayForm};
pub use view::{Asked, CaseTimeline, LATEST, StateBadge, TURN, Turn, part_words, standing};
