//! How far the operator is with an identity, for the seller.

use app_kit::components::{Badge, Tone};
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::shop::Verification;

/// A word about the state.
#[component]
pub fn VerificationBadge(state: Verification) -> impl IntoView {
    let lang = lang();
    match state {
        Verification::Waiting => view! { <Badge tone=Tone::Wait icon="clock" word=lang.say("Being looked at", "核对中")/> },
        Verification::Approved => view! { <Badge tone=Tone::Good icon="check" word=lang.say("Verified", "已核实")/> },
        Verification::Rejected => view! { <Badge tone=Tone::Bad icon="alert" word=lang.say("Please correct it", "需要更正")/> },
    }
}
