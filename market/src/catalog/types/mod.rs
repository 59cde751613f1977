//! The nouns of the catalogue.

mod form;
mod noun;
mod page;

pub use form::{
    ChoiceError, ListingFieldError, MeasureError, OptionsError, OrderPhotosRefusal, PlacedPhoto, PriceError, ReceivePhotoRefusal,
    SaveListing, SaveListingRefusal, SavedListing, TypedVariant, UploadRefusal, VariantFieldError,
};
pub use noun::{
    Category, CategoryId, ListingId, ListingState, OptionGroup, Photo, PhotoId, PhotoState, Rendered, Rendition, Spoiling,
    VariantId,
};
pub use page::{ListedVariant, ListingCard, ListingForEdit, ListingPage, Offer, SellerListing, VariantForEdit};
