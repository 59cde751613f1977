//! What pages and other slices read of the catalogue.

use super::noun::{CategoryId, ListingId, ListingState, OptionGroup, Photo, PhotoId, VariantId};
use crate::attribute::{ShownAttribute, TypedAttribute};
use crate::kernel::{Measure, Money, Timestamp, Unit};
use crate::pricing::FreightTemplateId;
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

/// What the cart and the checkout need of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which variant.
    pub variant: VariantId,
    /// Of which listing.
    pub listing: ListingId,
    /// Who sells it.
    pub shop: ShopId,
    /// The shop's address.
    pub shop_handle: String,
    /// The shop's public name.
    pub shop_name: String,
    /// The listing's title.
    pub title: String,
    /// The chosen values, in the listing's order; none for a single variant.
    pub choices: Vec<String>,
    /// How it is measured and priced.
    pub measure: Measure,
    /// For `measure.price_per` smallest steps.
    pub price: Money,
    /// What one unit weighs; see [`crate::catalog::rules::weight_of`].
    pub weight_grams: i64,
    /// Smallest steps that are there and not held.
    pub available: i64,
    /// Whether it can be bought at all.
    pub on_sale: bool,
    /// What packing one sale costs the shop.
    pub packaging: Money,
    /// The producers' part of the price, in hundredths of a per cent.
    pub producer_basis_points: i64,
    /// How freight is charged; none is the shop's default.
    pub freight_template: Option<FreightTemplateId>,
    /// Whether it spoils.
    pub is_perishable: bool,
    /// The file name of its smallest picture; empty where there is none yet.
    pub picture: String,
}

/// A listing among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingCard {
    /// Which.
    pub listing: ListingId,
    /// What it is.
    pub title: String,
    /// Who sells it.
    pub shop: ShopId,
    /// The shop's address.
    pub shop_handle: String,
    /// The shop's public name.
    pub shop_name: String,
    /// Which family or workshop made it; may be empty.
    pub maker: String,
    /// Where it comes from; may be empty.
    pub place: String,
    /// The unit of its price.
    pub unit: Unit,
    /// The price is for so many smallest steps.
    pub price_per: i64,
    /// The lowest price of those variants that are there; of all where nothing is.
    pub price_from: Money,
    /// The highest one of all.
    pub price_to: Money,
    /// Whether it is published and anything is left.
    pub is_available: bool,
    /// In so many orders it was sold; see [`crate::demand::rules::shown`].
    pub sold: i64,
    /// Its cover; none before there is one that can be shown.
    pub cover: Option<Photo>,
    /// When it was first published.
    pub published_at: Timestamp,
}

/// A listing on its own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingPage {
    /// Which.
    pub listing: ListingId,
    /// Who sells it.
    pub shop: ShopId,
    /// The shop's address.
    pub shop_handle: String,
    /// The shop's public name.
    pub shop_name: String,
    /// From where the shop sends.
    pub ships_from: String,
    /// Whether an operator has checked who is behind the shop.
    pub is_verified: bool,
    /// Where it stands in the tree.
    pub category_path: String,
    /// What it is.
    pub title: String,
    /// More about it; may be empty.
    pub description: String,
    /// Which family or workshop made it; may be empty.
    pub maker: String,
    /// Where it comes from; may be empty.
    pub place: String,
    /// How it is measured and priced.
    pub measure: Measure,
    /// What a buyer chooses.
    pub options: Vec<OptionGroup>,
    /// What there is, in the shop's order.
    pub variants: Vec<ListedVariant>,
    /// Pictures, cover first; those that were refused are left out.
    pub photos: Vec<Photo>,
    /// How freight is charged; none is the shop's default.
    pub freight_template: Option<FreightTemplateId>,
    /// When it was first published.
    pub published_at: Timestamp,
    /// What it says of the attributes of its category.
    pub attributes: Vec<ShownAttribute>,
    /// Whether it spoils.
    pub is_perishable: bool,
}

/// A variant on its listing's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedVariant {
    /// Which.
    pub variant: VariantId,
    /// The chosen values, in the options' order.
    pub choices: Vec<String>,
    /// For `measure.price_per` smallest steps.
    pub price: Money,
    /// What one unit weighs.
    pub weight_grams: i64,
    /// Smallest steps that are there and not held.
    pub available: i64,
    /// The picture that shows it.
    pub photo: Option<PhotoId>,
}

/// A listing in its shop's own table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerListing {
    /// Which.
    pub listing: ListingId,
    /// What it is.
    pub title: String,
    /// Who sees it.
    pub state: ListingState,
    /// The unit of its price and stock.
    pub unit: Unit,
    /// The price is for so many smallest steps.
    pub price_per: i64,
    /// The lowest price of its variants.
    pub price_from: Money,
    /// The highest one.
    pub price_to: Money,
    /// How many variants can be bought.
    pub variants: i64,
    /// Smallest steps in stock, all variants together.
    pub on_hand: i64,
    /// Smallest steps of it that wait for payments.
    pub held: i64,
    /// Its cover, in whatever state.
    pub cover: Option<Photo>,
    /// Grows with every change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A listing as its shop's form shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingForEdit {
    /// Which.
    pub listing: ListingId,
    /// To be sent back with the form.
    pub version: i64,
    /// Who sees it.
    pub state: ListingState,
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: String,
    /// Which family or workshop made it.
    pub maker: String,
    /// Where it comes from.
    pub place: String,
    /// Where it stands in the tree.
    pub category: CategoryId,
    /// How it is measured and priced.
    pub measure: Measure,
    /// What a buyer chooses.
    pub options: Vec<OptionGroup>,
    /// What there is, in the shop's order.
    pub variants: Vec<VariantForEdit>,
    /// Pictures, cover first, in whatever state.
    pub photos: Vec<Photo>,
    /// What packing one sale costs.
    pub packaging: Money,
    /// The producers' part of the price, in hundredths of a per cent.
    pub producer_basis_points: i64,
    /// How freight is charged; none is the shop's default.
    pub freight_template: Option<FreightTemplateId>,
    /// What it says of the attributes of its category.
    pub attributes: Vec<TypedAttribute>,
    /// Whether the listing itself says that it spoils.
    pub is_perishable: bool,
}

/// A variant as its shop's form shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantForEdit {
    /// Which.
    pub variant: VariantId,
    /// The chosen values, in the options' order.
    pub choices: Vec<String>,
    /// For `measure.price_per` smallest steps.
    pub price: Money,
    /// Smallest steps in stock: the form's `seen_stock`.
    pub on_hand: i64,
    /// Smallest steps of it that wait for payments.
    pub held: i64,
    /// What one unit weighs.
    pub weight_grams: i64,
    /// The shop's own number for it.
    pub code: String,
    /// The picture that shows it.
    pub photo: Option<PhotoId>,
}
