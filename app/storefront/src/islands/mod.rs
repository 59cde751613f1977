//! What the browser brings to life on buyers' pages. Every island works as plain HTML too; texts come as properties, so that no
//! words are in the WebAssembly.

mod quantity_total;
mod region_picker;
mod stride;

pub use quantity_total::{ChoicePrice, QuantityTotal, QuantityWords};
pub use region_picker::{LEVELS, PickerWords, RegionChoice, RegionPicker};
