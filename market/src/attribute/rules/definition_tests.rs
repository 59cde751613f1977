//! Tables of what is typed into an operator's form.

use super::*;
use crate::attribute::types::{AttributeChoice, AttributeChoiceId, AttributeId};
use crate::catalog::CategoryId;
use crate::kernel::{AmountError, Timestamp};

const AT: Timestamp = Timestamp::from_millis(1_700_000_000_000);

fn attribute(slug: &str, kind: AttributeKind) -> Attribute {
    Attribute {
        id: AttributeId::mint(AT),
        category: CategoryId::mint(AT),
        slug: slug.to_owned(),
        kind,
        name_en: slug.to_owned(),
        name_zh: "名".to_owned(),
        unit_en: String::new(),
        unit_zh: String::new(),
        steps: 1,
        bands: Vec::new(),
        choices: Vec::new(),
        is_required: false,
        is_filter: true,
        is_retired: false,
        version: 1,
    }
}

/// One of each kind: a flavour that must be said and has a retired choice, a weight with ranges, and whether it is handmade.
pub fn sample() -> [Attribute; 3] {
    let choice = |slug: &str, is_retired| AttributeChoice {
        id: AttributeChoiceId::mint(AT),
        slug: slug.to_owned(),
        name_en: slug.to_owned(),
        name_zh: "味".to_owned(),
        is_retired,
    };
    let choices = vec![choice("smoked", false), choice("plain", false), choice("old", true)];
    let flavour = Attribute { choices, is_required: true, ..attribute("flavour", AttributeKind::Choice) };
    let unit = |unit: &str| unit.to_owned();
    let weight = attribute("weight", AttributeKind::Number);
    let weight = Attribute { unit_en: unit("kg"), unit_zh: unit("公斤"), steps: 100, bands: vec![100, 500], ..weight };
    [flavour, weight, attribute("handmade", AttributeKind::Flag)]
}

fn typed(kind: &str) -> SaveAttribute {
    let text = |text: &str| text.to_owned();
    SaveAttribute {
        slug: text("flavour"),
        kind: text(kind),
        name_en: text("Flavour"),
        name_zh: text("口味"),
        ..SaveAttribute::default()
    }
}

fn errors(typed: &SaveAttribute) -> Vec<AttributeFieldError> {
    check_attribute(typed, None).err().unwrap_or_default()
}

#[test]
fn a_choice_is_a_line() {
    let choices = "smoked | Smoked | 烟熏\n\nTwice-cooked, hot｜回锅".to_owned();
    let draft = check_attribute(&SaveAttribute { choices, ..typed("choice") }, None).ok();
    let choices: Vec<_> = draft.map(|draft| draft.choices).unwrap_or_default();
    assert_eq!(choices.iter().map(|choice| choice.slug.as_str()).collect::<Vec<_>>(), ["smoked", "twice-cooked-hot"]);
    for (choices, error) in [
        ("", ChoicesError::None),
        ("alone", ChoicesError::Line { line: 1 }),
        ("a | A | 甲\n\na | B | 乙", ChoicesError::Twice { line: 3 }),
        ("A B | A | 甲", ChoicesError::Slug { line: 1 }),
        ("中 | 文", ChoicesError::Slug { line: 1 }),
        ("a | A |", ChoicesError::Line { line: 1 }),
    ] {
        let found = errors(&SaveAttribute { choices: choices.to_owned(), ..typed("choice") });
        assert_eq!(found, [AttributeFieldError::Choices(error)], "{choices:?}");
    }
    let many: String = (0..=ATTRIBUTE_CHOICES_MAX).map(|number| format!("c{number} | C | 丙\n")).collect();
    let error = ChoicesError::TooMany { maximum: ATTRIBUTE_CHOICES_MAX };
    assert_eq!(errors(&SaveAttribute { choices: many, ..typed("choice") }), [AttributeFieldError::Choices(error)]);
}

#[test]
fn ranges_grow_and_are_exact() {
    let with = |bands: &str| SaveAttribute { bands: bands.to_owned(), decimals: "1".to_owned(), ..typed("number") };
    let bands = check_attribute(&with("0.5, 2，10"), None).map(|draft| (draft.steps, draft.bands));
    assert_eq!(bands, Ok((10, vec![5, 20, 100])));
    for (bands, error) in [
        ("2, 1", BandsError::Order),
        ("1 1", BandsError::Order),
        ("0, 1", BandsError::Order),
        ("0.05", BandsError::Amount(AmountError::TooFine)),
        ("x", BandsError::Amount(AmountError::NotANumber)),
        ("1 2 3 4 5 6 7 8 9", BandsError::TooMany { maximum: ATTRIBUTE_BANDS_MAX }),
    ] {
        assert_eq!(errors(&with(bands)), [AttributeFieldError::Bands(error)], "{bands:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let empty = SaveAttribute { decimals: "9".to_owned(), ..SaveAttribute::default() };
    assert_eq!(errors(&SaveAttribute { kind: "number".to_owned(), ..empty.clone() }).len(), 4);
    assert_eq!(errors(&empty).first(), Some(&AttributeFieldError::Kind));
    for slug in ["A", "a b", "-a", "ä", "../x", "a.b", "a|b"] {
        let found = errors(&SaveAttribute { slug: slug.to_owned(), ..typed("flag") });
        assert_eq!(found, [AttributeFieldError::Slug(SlugError::Character)], "{slug}");
    }
}

#[test]
fn a_form_is_read_as_it_was_filled() {
    for attribute in sample() {
        let draft = check_attribute(&form_of(&attribute), Some(&attribute)).ok();
        let seen = draft.map(|draft| (draft.slug, draft.kind, draft.steps, draft.bands, draft.choices.len()));
        let offered = attribute.choices.iter().filter(|choice| !choice.is_retired).count();
        assert_eq!(seen, Some((attribute.slug, attribute.kind, attribute.steps, attribute.bands, offered)));
    }
}
