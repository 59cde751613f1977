//! What the region picker shows, from what was chosen so far.

use crate::islands::{LEVELS, RegionChoice};
use app_kit::form::FormState;
use market::address::RegionDirectory;

/// The choices at each level. A code that is not below the one above it is dropped: somebody chose another province; where there
/// is one place only, it is chosen.
pub fn choice(regions: &dyn RegionDirectory, form: &FormState) -> RegionChoice {
    let mut shown = RegionChoice::default();
    let mut above = Some(String::new());
    for ((name, options), chosen) in LEVELS.iter().zip(&mut shown.options).zip(&mut shown.chosen) {
        let Some(parent) = above.take() else { break };
        *options = regions.children(&parent).into_iter().map(|region| (region.code, region.name)).collect();
        let typed = form.value(name);
        *chosen = match options.as_slice() {
            [(only, _)] => only.clone(),
            several if several.iter().any(|(code, _)| code == typed) => typed.to_owned(),
            _ => String::new(),
        };
        above = (!chosen.is_empty()).then(|| chosen.clone());
    }
    shown
}

/// Puts the levels of a region into the form's fields.
pub fn fill<'a>(form: &mut FormState, codes: impl Iterator<Item = &'a str>) {
    for name in LEVELS {
        form.forget(name);
    }
    for (name, code) in LEVELS.iter().zip(codes) {
        form.fill(name, code);
    }
}
