//! Ids, states, categories, options and photos.

use crate::account::Language;
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// A place in the category tree.
    CategoryId, "cat");
crate::id_type!(
    /// Something that a shop offers, in one or more variants.
    ListingId, "lst");
crate::id_type!(
    /// One choice of a listing: what has a price and a stock.
    VariantId, "var");
crate::id_type!(
    /// A picture of goods.
    PhotoId, "pho");

/// Who sees a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ListingState {
    /// Its shop; it was never published.
    Draft,
    /// Everybody.
    Published,
    /// Its shop, for now.
    Hidden,
    /// Nobody; orders keep their own copy.
    Removed,
}

impl ListingState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Published, Self::Hidden, Self::Removed];

    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Hidden => "hidden",
            Self::Removed => "removed",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a category says of whether its goods spoil.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Spoiling {
    /// Nothing: what stands above it counts, and where nothing above says anything, each listing says it of itself.
    #[default]
    ByListing,
    /// All of them do.
    Always,
    /// None of them does.
    Never,
}

impl Spoiling {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ByListing, Self::Always, Self::Never];

    /// The code in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ByListing => "listing",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
    /// The value of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spoiling| spoiling.code() == code)
    }
    /// Whether all goods spoil; none where each listing says it.
    #[must_use]
    pub const fn of_all(self) -> Option<bool> {
        match self {
            Self::ByListing => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}

/// A place in the category tree, of at most three levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Which.
    pub id: CategoryId,
    /// Under which other one.
    pub parent: Option<CategoryId>,
    /// The last segment of its path; unique in the whole tree.
    pub slug: String,
    /// In English.
    pub name_en: String,
    /// In Chinese.
    pub name_zh: String,
    /// The slugs from the root down, joined by `/`.
    pub path: String,
    /// What it says itself of whether its goods spoil.
    pub spoiling: Spoiling,
}

impl Category {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.name_en, &self.name_zh)
    }
    /// 1 for a root.
    #[must_use]
    pub fn level(&self) -> usize {
        self.path.split('/').count()
    }
}

/// Something that a buyer chooses: size, colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionGroup {
    /// What is chosen.
    pub name: String,
    /// What there is to choose from, in the shop's order.
    pub values: Vec<String>,
}

/// What became of an uploaded photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PhotoState {
    /// It is being prepared.
    Waiting,
    /// It can be shown.
    Ready,
    /// It is no picture that we can show.
    Refused,
}

impl PhotoState {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Refused => "refused",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Ready, Self::Refused].into_iter().find(|state| state.code() == code)
    }
}

/// A photo in one size: two files of the photo store, shown under `/photos/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file's name.
    pub webp: String,
    /// The file's name, for what cannot read WebP.
    pub jpeg: String,
}

/// A picture of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Which.
    pub id: PhotoId,
    /// Whether it can be shown yet.
    pub state: PhotoState,
    /// What it shows, in the seller's words; may be empty.
    pub alt: String,
    /// The smallest first; none until it is ready.
    pub renditions: Vec<Rendition>,
}

/// What rendering made of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// Of the upload as it is seen, in pixels.
    pub width: u32,
    /// Of the upload as it is seen, in pixels.
    pub height: u32,
    /// The smallest first.
    pub renditions: Vec<Rendition>,
}
