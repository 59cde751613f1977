//! Makes listings the short way, with a photo that is ready, a stock, and published.

use super::TestMarket;
use crate::attribute::{AttributeId, TypedAttribute};
use crate::catalog::commands::{photo_rendered, publish_listing, receive_photo, save_listing};
use crate::catalog::{
    CategoryId, ListingId, OptionGroup, PhotoId, PlacedPhoto, Rendered, Rendition, SaveListing, TypedVariant, VariantId,
};
use crate::kernel::{Measure, show_decimal};
use crate::shop::ShopStaff;

/// A listing to be.
pub struct ListingBuilder<'a> {
    kit: &'a TestMarket,
    staff: ShopStaff,
    form: SaveListing,
    measure: Measure,
    price_fen: i64,
    stock: i64,
    is_draft: bool,
}

/// A listing that was made.
#[derive(Clone, Debug)]
pub struct TestListing {
    /// Which.
    pub listing: ListingId,
    /// In the order of the form.
    pub variants: Vec<VariantId>,
    /// Its one photo.
    pub photo: PhotoId,
    /// As it was sent.
    pub form: SaveListing,
}

impl TestListing {
    /// The only variant, or the first one.
    ///
    /// # Panics
    /// Never: a listing has a variant.
    #[must_use]
    pub fn variant(&self) -> VariantId {
        *self.variants.first().expect("a variant")
    }
}

/// A form with nothing but a title, a price and a stock.
#[must_use]
pub fn bare_form(kit: &TestMarket, title: &str) -> SaveListing {
    let now = kit.market.now();
    let empty = String::new;
    let variant = TypedVariant {
        variant: VariantId::mint(now),
        choices: Vec::new(),
        price: "20".to_owned(),
        stock: "100".to_owned(),
        seen_stock: None,
        weight: empty(),
        code: empty(),
        photo: None,
    };
    SaveListing {
        listing: ListingId::mint(now),
        version: 0,
        title: title.to_owned(),
        description: empty(),
        maker: empty(),
        place: empty(),
        category: None,
        unit: empty(),
        price_per: empty(),
        minimum: empty(),
        step: empty(),
        options: Vec::new(),
        variants: vec![variant],
        photos: Vec::new(),
        packaging: empty(),
        producer_share: empty(),
        freight_template: None,
        attributes: Vec::new(),
        is_perishable: false,
    }
}

/// What rendering would have made.
#[must_use]
pub fn rendered() -> Rendered {
    let renditions = [320, 800, 1600].map(|width| Rendition {
        width,
        height: width * 3 / 4,
        webp: format!("{width:032x}.webp"),
        jpeg: format!("{width:032x}.jpg"),
    });
    Rendered { width: 4000, height: 3000, renditions: renditions.to_vec() }
}

impl TestMarket {
    /// Begins a listing of a shop: a hundred pieces at 20 yuan unless it says otherwise.
    #[must_use]
    pub fn listing(&self, staff: &ShopStaff) -> ListingBuilder<'_> {
        ListingBuilder {
            kit: self,
            staff: *staff,
            form: bare_form(self, "Salted pork"),
            measure: Measure::PIECES,
            price_fen: 2_000,
            stock: 100,
            is_draft: false,
        }
    }

    /// A photo of the shop; ready where `is_ready`, else waiting.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn photo(&self, staff: &ShopStaff, is_ready: bool) -> PhotoId {
        let photo = PhotoId::mint(self.market.now());
        receive_photo(&self.market, staff, photo, None).await.expect("a photo");
        if is_ready {
            photo_rendered(&self.market, photo, &rendered()).await.expect("a rendered photo");
        }
        photo
    }
}

impl ListingBuilder<'_> {
    /// With this title.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.form.title = title.to_owned();
        self
    }
    /// At this price for `measure.price_per` smallest steps.
    #[must_use]
    pub const fn price_fen(mut self, fen: i64) -> Self {
        self.price_fen = fen;
        self
    }
    /// Measured like this.
    #[must_use]
    pub const fn measure(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }
    /// With so many smallest steps of each variant.
    #[must_use]
    pub const fn stock(mut self, steps: i64) -> Self {
        self.stock = steps;
        self
    }
    /// One piece, litre or metre weighs so much.
    #[must_use]
    pub fn weight_grams(mut self, grams: i64) -> Self {
        for variant in &mut self.form.variants {
            variant.weight = grams.to_string();
        }
        self
    }
    /// In this category.
    #[must_use]
    pub const fn category(mut self, category: CategoryId) -> Self {
        self.form.category = Some(category);
        self
    }
    /// Saying that it spoils.
    #[must_use]
    pub const fn perishable(mut self) -> Self {
        self.form.is_perishable = true;
        self
    }
    /// Saying this of an attribute of its category.
    #[must_use]
    pub fn says(mut self, attribute: AttributeId, value: &str) -> Self {
        self.form.attributes.push(TypedAttribute { attribute, value: value.to_owned() });
        self
    }
    /// With one option and a variant for each of its values.
    #[must_use]
    pub fn option(mut self, name: &str, values: &[&str]) -> Self {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        let now = self.kit.market.now();
        let first = self.form.variants.first().cloned();
        let variant = |value: &String| {
            first.clone().map(|first| TypedVariant { variant: VariantId::mint(now), choices: vec![value.clone()], ..first })
        };
        self.form.variants = values.iter().filter_map(variant).collect();
        self.form.options = vec![OptionGroup { name: name.to_owned(), values }];
        self
    }
    /// The producers get so many hundredths of a per cent.
    #[must_use]
    pub fn producer_share(mut self, basis_points: i64) -> Self {
        self.form.producer_share = show_decimal(basis_points, 100);
        self
    }
    /// Saved, but not published.
    #[must_use]
    pub const fn draft(mut self) -> Self {
        self.is_draft = true;
        self
    }
    /// Makes the listing, its photo and its stock.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn create(self) -> TestListing {
        let market = &self.kit.market;
        let photo = self.kit.photo(&self.staff, true).await;
        let mut form = self.form;
        let unit = self.measure.unit;
        let amount = |steps: i64| show_decimal(steps, unit.steps());
        form.unit = unit.code().to_owned();
        form.price_per = amount(self.measure.price_per);
        form.minimum = amount(self.measure.minimum);
        form.step = amount(self.measure.step);
        form.photos = vec![PlacedPhoto { photo, alt: form.title.clone() }];
        for variant in &mut form.variants {
            variant.price = show_decimal(self.price_fen, 100);
            variant.stock = amount(self.stock);
        }
        save_listing(market, &self.staff, &form).await.expect("a listing");
        if !self.is_draft {
            publish_listing(market, &self.staff, form.listing).await.expect("a published listing");
        }
        let variants = form.variants.iter().map(|variant| variant.variant).collect();
        TestListing { listing: form.listing, variants, photo, form }
    }
}
