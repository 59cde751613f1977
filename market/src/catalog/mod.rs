//! What is sold: categories, listings, their variants and photos. Does not know how many are left (`inventory`), what sending
//! costs (`pricing`) nor who bought (`order`).

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
mod inbox;
#[cfg(feature = "db")]
mod offer;
#[cfg(feature = "db")]
mod port;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

#[cfg(feature = "db")]
pub(crate) use store::is_perishable;

#[cfg(feature = "db")]
pub use inbox::PhotoInbox;
#[cfg(feature = "db")]
pub use port::{PhotoStore, PhotoStoreError};

pub use types::{
    Category, CategoryId, ChoiceError, ListedVariant, ListingCard, ListingFieldError, ListingForEdit, ListingId, ListingPage,
    ListingState, MeasureError, Offer, OptionGroup, OptionsError, OrderPhotosRefusal, Photo, PhotoId, PhotoState, PlacedPhoto,
    PriceError, ReceivePhotoRefusal, Rendered, Rendition, SaveListing, SaveListingRefusal, SavedListing, SellerListing, Spoiling,
    TypedVariant, UploadRefusal, VariantFieldError, VariantForEdit, VariantId,
};
