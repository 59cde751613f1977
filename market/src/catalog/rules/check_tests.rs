//! Tables of what is typed into a listing's form.

use super::*;
use crate::catalog::types::{ChoiceError, OptionsError, TypedVariant, VariantFieldError, VariantId};
use crate::kernel::Timestamp;
use proptest::prelude::*;

const AT: Timestamp = Timestamp::from_millis(1_700_000_000_000);

fn variant(choices: &[&str]) -> TypedVariant {
    TypedVariant {
        variant: VariantId::mint(AT),
        choices: choices.iter().map(ToString::to_string).collect(),
        price: "45.80".into(),
        stock: "10".into(),
        seen_stock: None,
        weight: String::new(),
        code: String::new(),
        photo: None,
    }
}

fn pork() -> SaveListing {
    SaveListing {
        listing: ListingId::mint(AT),
        version: 0,
        title: "Salted pork 腊肉".into(),
        description: String::new(),
        maker: String::new(),
        place: String::new(),
        category: None,
        unit: "jin".into(),
        price_per: String::new(),
        minimum: "0.1".into(),
        step: String::new(),
        options: Vec::new(),
        variants: vec![variant(&[])],
        photos: Vec::new(),
        packaging: String::new(),
        producer_share: String::new(),
        freight_template: None,
        attributes: Vec::new(),
        is_perishable: true,
    }
}

fn group(name: &str, values: &[&str]) -> OptionGroup {
    OptionGroup { name: name.into(), values: values.iter().map(ToString::to_string).collect() }
}

fn dress() -> SaveListing {
    let options = vec![group("Size", &["S", "M"]), group("Colour", &["Rosy", "Blue"])];
    let variants = ["S", "M"].iter().flat_map(|size| ["Rosy", "Blue"].map(|colour| variant(&[size, colour]))).collect();
    SaveListing { title: "Dress".into(), unit: String::new(), minimum: String::new(), options, variants, ..pork() }
}

fn errors(typed: &SaveListing) -> Vec<ListingFieldError> {
    check_listing(typed, Currency::Cny).err().unwrap_or_default()
}

#[test]
fn a_title_a_price_and_a_stock_are_a_listing() {
    let checked = check_listing(&pork(), Currency::Cny).unwrap();
    assert_eq!(checked.measure, Measure { unit: Unit::Jin, price_per: 500, minimum: 50, step: 1 });
    let only = &checked.variants[0];
    assert_eq!((only.price, only.stock), (Money::fen(4580), 5_000));
    assert_eq!(checked.measure.line_total(only.price, 50), Ok(Money::fen(458)), "fifty grams");
}

#[test]
fn a_dress_has_a_variant_for_each_choice() {
    let checked = check_listing(&dress(), Currency::Cny).unwrap();
    assert_eq!(checked.variants.len(), 4);
    assert_eq!(checked.variants[3].choices, ["M", "Blue"]);
}

#[test]
fn each_field_says_what_is_wrong_with_it() {
    use ListingFieldError as E;
    let amount = |error| MeasureError::Amount(error);
    type Change = fn(&mut SaveListing);
    let table: Vec<(Change, ListingFieldError)> = vec![
        (|f| f.title = " \u{200B}\0".into(), E::Title(TextError::Empty)),
        (|f| f.title = "肉".repeat(121), E::Title(TextError::TooLong { maximum: 120 })),
        (|f| f.description = "x".repeat(10_001), E::Description(TextError::TooLong { maximum: 10_000 })),
        (|f| f.maker = "x".repeat(61), E::Maker(TextError::TooLong { maximum: 60 })),
        (|f| f.place = "x".repeat(61), E::Place(TextError::TooLong { maximum: 60 })),
        (|f| f.unit = "pound".into(), E::Unit),
        (|f| f.price_per = "0".into(), E::PricePer(MeasureError::Zero)),
        (|f| f.price_per = "0.001".into(), E::PricePer(amount(AmountError::TooFine))),
        (|f| f.minimum = "-1".into(), E::Minimum(amount(AmountError::NotANumber))),
        (|f| f.step = "9999999999".into(), E::Step(amount(AmountError::TooLarge))),
        (|f| f.step = "0.3".into(), E::Minimum(MeasureError::OffStep)),
        (|f| f.packaging = "1.005".into(), E::Packaging(AmountError::TooFine)),
        (|f| f.producer_share = "100.01".into(), E::ProducerShare(AmountError::TooLarge)),
        (|f| f.producer_share = "half".into(), E::ProducerShare(AmountError::NotANumber)),
        (|f| f.variants.clear(), E::Variants(ChoiceError::None)),
        (|f| f.variants = (0..101).map(|_| variant(&[])).collect(), E::Variants(ChoiceError::TooMany)),
        (|f| f.variants.push(variant(&[])), E::Variants(ChoiceError::Twice)),
        (|f| f.variants[0].choices.push("S".into()), E::Variants(ChoiceError::Mismatch)),
        (|f| f.options = vec![group("Size", &[])], E::Options(OptionsError::NoValues)),
    ];
    for (change, expected) in table {
        let mut form = pork();
        change(&mut form);
        assert_eq!(errors(&form).first(), Some(&expected), "{expected:?}");
    }
}

#[test]
fn each_variant_says_what_is_wrong_with_it() {
    use VariantFieldError as V;
    type Change = fn(&mut TypedVariant);
    let table: Vec<(Change, VariantFieldError)> = vec![
        (|v| v.price = String::new(), V::Price(PriceError::Amount(AmountError::Empty))),
        (|v| v.price = "0.00".into(), V::Price(PriceError::Zero)),
        (|v| v.price = "1.999".into(), V::Price(PriceError::Amount(AmountError::TooFine))),
        (|v| v.price = "100000000.01".into(), V::Price(PriceError::Amount(AmountError::TooLarge))),
        (|v| v.stock = String::new(), V::Stock(AmountError::Empty)),
        (|v| v.stock = "-3".into(), V::Stock(AmountError::NotANumber)),
        (|v| v.stock = "1.5".into(), V::Stock(AmountError::TooFine)),
        (|v| v.weight = "heavy".into(), V::Weight(AmountError::NotANumber)),
        (|v| v.code = "x".repeat(61), V::Code(TextError::TooLong { maximum: 60 })),
        (|v| v.photo = Some(PhotoId::mint(AT)), V::Photo),
    ];
    for (change, error) in table {
        let mut form = dress();
        change(&mut form.variants[2]);
        assert_eq!(errors(&form), [ListingFieldError::Variant { position: 2, error }]);
    }
}

#[test]
fn options_are_distinct_and_few() {
    use OptionsError as O;
    let table = [
        (vec![group("A", &["1"]), group("a", &["2"])], O::NameTwice),
        (vec![group("A", &["1", "1 "])], O::ValueTwice),
        (vec![group(" ", &["1"])], O::Name(TextError::Empty)),
        (vec![group("A", &[""])], O::Value(TextError::Empty)),
        ((0..4).map(|n| group(&n.to_string(), &["1"])).collect(), O::TooMany),
    ];
    for (options, error) in table {
        let found = errors(&SaveListing { options, ..pork() });
        assert_eq!(found.first(), Some(&ListingFieldError::Options(error)));
    }
}

#[test]
fn photos_are_few_and_placed_once() {
    let placed = |photo| PlacedPhoto { photo, alt: String::new() };
    let twice = PhotoId::mint(AT);
    for photos in [vec![placed(twice), placed(twice)], (0..13).map(|_| placed(PhotoId::mint(AT))).collect()] {
        assert_eq!(errors(&SaveListing { photos, ..pork() }), [ListingFieldError::Photos]);
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let mut form = pork();
    form.title.clear();
    form.packaging = "x".into();
    form.variants[0].price = "x".into();
    form.variants[0].stock = "x".into();
    assert_eq!(errors(&form).len(), 4);
}

proptest! {
    #[test]
    fn nothing_typed_makes_it_panic(title in any::<String>(), amount in any::<String>(), unit in any::<String>()) {
        let mut form = SaveListing { title, unit, price_per: amount.clone(), minimum: amount.clone(), packaging: amount.clone(), ..pork() };
        form.variants[0].price = amount.clone();
        form.variants[0].stock = amount;
        let _ = check_listing(&form, Currency::Cny);
    }
}
