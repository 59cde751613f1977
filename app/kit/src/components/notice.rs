//! Icons, badges and notices: a tone never stands alone, it has an icon and a word.

use leptos::prelude::*;

/// An icon of the sprite; always beside a word, or inside of something with a label.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}

/// What a message is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Information.
    Info,
    /// A clock runs; somebody must act.
    Wait,
    /// Paid, arrived, earned.
    Good,
    /// Wrong, refused, late.
    Bad,
    /// Nothing of these.
    Plain,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "tone-info",
            Self::Wait => "tone-wait",
            Self::Good => "tone-good",
            Self::Bad => "tone-bad",
            Self::Plain => "",
        }
    }
    const fn icon(self) -> &'static str {
        match self {
            Self::Info | Self::Plain => "info",
            Self::Wait => "clock",
            Self::Good => "done",
            Self::Bad => "alert",
        }
    }
}

/// A message with a title and, as children, more words.
#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            <Icon name=tone.icon()/>
            <div>
                <b>{title}</b>
                {children.map(|inner| inner())}
            </div>
        </div>
    }
}

/// A word about the state of something.
#[component]
pub fn Badge(tone: Tone, icon: &'static str, #[prop(into)] word: String) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())><Icon name=icon/>{word}</span> }
}
