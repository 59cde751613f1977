//! A listing as typed, and what can be wrong with it field by field.

use super::noun::{CategoryId, ListingId, OptionGroup, PhotoId, VariantId};
use crate::attribute::{AttributeError, AttributeId, TypedAttribute};
use crate::kernel::{AmountError, TextError};
use crate::pricing::FreightTemplateId;
use serde::{Deserialize, Serialize};

/// A listing as typed. What stays empty gets its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveListing {
    /// Minted by the form: a second submit of the same form changes nothing.
    pub listing: ListingId,
    /// The version that the form was made from; 0 for a new one.
    pub version: i64,
    /// What it is.
    pub title: String,
    /// More about it; may be empty.
    pub description: String,
    /// Which family or workshop made it; may be empty.
    pub maker: String,
    /// Where it comes from; may be empty.
    pub place: String,
    /// Where it stands in the tree; none is `other`.
    pub category: Option<CategoryId>,
    /// The unit's code; empty is `piece`.
    pub unit: String,
    /// For how many units the price is; empty is one.
    pub price_per: String,
    /// The least that is sold, in units; empty is one step.
    pub minimum: String,
    /// In which steps it is sold, in units; empty is the finest.
    pub step: String,
    /// What a buyer chooses; none for a single variant.
    pub options: Vec<OptionGroup>,
    /// One for each choice that exists.
    pub variants: Vec<TypedVariant>,
    /// The pictures, cover first.
    pub photos: Vec<PlacedPhoto>,
    /// What packing one sale costs, in yuan; empty is nothing.
    pub packaging: String,
    /// The producers' part of the price, in per cent; empty is nothing.
    pub producer_share: String,
    /// How freight is charged; none is the shop's default.
    pub freight_template: Option<FreightTemplateId>,
    /// What it says of the attributes of its category; what is of others is left out.
    pub attributes: Vec<TypedAttribute>,
    /// Whether it spoils, where no category of it says that.
    pub is_perishable: bool,
}

/// A variant as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedVariant {
    /// Minted by the form, or that of the row.
    pub variant: VariantId,
    /// One value of each option, in the options' order.
    pub choices: Vec<String>,
    /// In yuan.
    pub price: String,
    /// In units.
    pub stock: String,
    /// The stock in smallest steps when the form was made; none for a new variant.
    pub seen_stock: Option<i64>,
    /// What one unit weighs in grams, packed; empty is not known. Not read for measures of weight.
    pub weight: String,
    /// The shop's own number for it; may be empty.
    pub code: String,
    /// The picture that shows it.
    pub photo: Option<PhotoId>,
}

/// A picture at its place, with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedPhoto {
    /// Which.
    pub photo: PhotoId,
    /// What it shows; may be empty.
    pub alt: String,
}

/// What is wrong with a typed listing, and in which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListingFieldError {
    /// The title.
    Title(TextError),
    /// The description.
    Description(TextError),
    /// The maker.
    Maker(TextError),
    /// The place.
    Place(TextError),
    /// There is no such category.
    Category,
    /// There is no such unit.
    Unit,
    /// Buyers have seen it by another kind of unit: pieces cannot become grams under what they hold.
    OtherUnit,
    /// How many units the price is for.
    PricePer(MeasureError),
    /// The minimum.
    Minimum(MeasureError),
    /// The step.
    Step(MeasureError),
    /// The options.
    Options(OptionsError),
    /// The list of variants.
    Variants(ChoiceError),
    /// Something within a variant.
    Variant {
        /// Which, counted from 0.
        position: u16,
        /// What.
        error: VariantFieldError,
    },
    /// The photos: too many, or not this shop's.
    Photos,
    /// What a photo shows.
    PhotoAlt {
        /// Which, counted from 0.
        position: u16,
        /// What is wrong with its words.
        error: TextError,
    },
    /// Packaging.
    Packaging(AmountError),
    /// The producers' share; above 100 is too large.
    ProducerShare(AmountError),
    /// There is no such template in this shop.
    FreightTemplate,
    /// It stands where nothing spoils.
    Perishable,
    /// What it says of an attribute.
    Attribute(AttributeId, AttributeError),
}

/// What is wrong with an amount of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeasureError {
    /// Not an amount of this unit.
    Amount(AmountError),
    /// Nothing at all.
    Zero,
    /// Not a multiple of the step.
    OffStep,
}

/// What is wrong with the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OptionsError {
    /// More than a form can show.
    TooMany,
    /// A name is missing or too long.
    Name(TextError),
    /// Two options have one name.
    NameTwice,
    /// A value is missing or too long.
    Value(TextError),
    /// An option has one value twice.
    ValueTwice,
    /// An option has no values.
    NoValues,
}

/// What is wrong with the variants as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChoiceError {
    /// There is nothing to buy.
    None,
    /// More than a page of stock fields can show.
    TooMany,
    /// Two variants stand for one choice.
    Twice,
    /// A variant does not choose exactly one value of each option.
    Mismatch,
}

/// What is wrong with a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VariantFieldError {
    /// The price.
    Price(PriceError),
    /// The stock.
    Stock(AmountError),
    /// The weight.
    Weight(AmountError),
    /// The shop's number.
    Code(TextError),
    /// Its picture is not among the listing's.
    Photo,
}

/// What is wrong with a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PriceError {
    /// Not an amount of money.
    Amount(AmountError),
    /// Nothing is free here.
    Zero,
}

/// Why a listing is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveListingRefusal {
    /// What is wrong, in the order of the form.
    Fields(Vec<ListingFieldError>),
    /// Somebody changed it since the form was made.
    ChangedMeanwhile,
    /// The stock of a variant is no longer what the form showed, or more of it than typed waits for payments.
    StockChanged {
        /// Which variant, counted from 0.
        position: u16,
    },
    /// A published listing keeps one photo.
    PhotoNeeded,
}

/// A listing that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedListing {
    /// Which.
    pub listing: ListingId,
    /// The version that it has now.
    pub version: i64,
}

/// Why an upload is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum UploadRefusal {
    /// No bytes came.
    #[error("nothing was sent")]
    Empty,
    /// More bytes than [`crate::kernel::limits::PHOTO_BYTES_MAX`].
    #[error("too many bytes")]
    TooManyBytes,
    /// Neither JPEG nor PNG nor WebP, whatever its name says.
    #[error("not a JPEG, PNG or WebP picture")]
    NotAPicture,
    /// A HEIC picture: phones send JPEG where a form asks for it.
    #[error("a HEIC picture")]
    Heic,
    /// The upload stopped before the picture's end.
    #[error("the picture is not whole")]
    Incomplete,
    /// More pixels than can be shown.
    #[error("too many pixels")]
    TooManyPixels,
    /// The listing has no room, or earlier photos still wait.
    #[error("no room for it")]
    NoRoom(ReceivePhotoRefusal),
}

/// Why a photo is not taken into a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceivePhotoRefusal {
    /// The listing has as many as a page can show.
    TooMany,
    /// Earlier ones of this shop are still being prepared.
    TooManyWaiting,
}

/// Why photos are not put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderPhotosRefusal {
    /// More than a page can show, or one of them twice.
    TooMany,
    /// A published listing keeps one photo.
    PhotoNeeded,
}
