//! What an operator's form means. Checks every field, so that a form shows all that is wrong at once.

use crate::attribute::types::{
    Attribute, AttributeFieldError, AttributeKind, BandsError, ChoicesError, SaveAttribute, SlugError,
};
use crate::kernel::limits::{ATTRIBUTE_BANDS_MAX, ATTRIBUTE_CHOICES_MAX, NAME_CHARS_MAX, QUANTITY_MAX, SLUG_CHARS_MAX};
use crate::kernel::{TextError, clean_line, parse_decimal, show_decimal};

/// An attribute that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeDraft {
    /// Its name in addresses.
    pub slug: String,
    /// How it is said.
    pub kind: AttributeKind,
    /// In English and in Chinese.
    pub names: [String; 2],
    /// What a number counts, in English and in Chinese; may be empty.
    pub units: [String; 2],
    /// Smallest steps of one unit.
    pub steps: i64,
    /// Where the ranges of a number's filter part.
    pub bands: Vec<i64>,
    /// What can be said.
    pub choices: Vec<ChoiceDraft>,
}

/// A choice that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceDraft {
    /// Its name in addresses.
    pub slug: String,
    /// In English and in Chinese.
    pub names: [String; 2],
}

/// Reads a typed attribute. Of one that is there already, slug and kind are what they are.
///
/// # Errors
/// What is wrong, in the order of the form.
pub fn check_attribute(typed: &SaveAttribute, known: Option<&Attribute>) -> Result<AttributeDraft, Vec<AttributeFieldError>> {
    use AttributeFieldError as E;
    let mut errors = Vec::new();
    let kind = known.map(|known| known.kind).or_else(|| AttributeKind::from_code(&typed.kind));
    if kind.is_none() {
        errors.push(E::Kind);
    }
    let kind = kind.unwrap_or(AttributeKind::Flag);
    let name_en = keep(clean_line(&typed.name_en, NAME_CHARS_MAX).map_err(E::NameEn), &mut errors);
    let name_zh = keep(clean_line(&typed.name_zh, NAME_CHARS_MAX).map_err(E::NameZh), &mut errors);
    let slug = match known {
        Some(known) => known.slug.clone(),
        None => keep(check_slug(&typed.slug).map_err(E::Slug), &mut errors),
    };
    let mut draft = AttributeDraft {
        slug,
        kind,
        names: [name_en, name_zh],
        units: [String::new(), String::new()],
        steps: 1,
        bands: Vec::new(),
        choices: Vec::new(),
    };
    match kind {
        AttributeKind::Flag => {}
        AttributeKind::Choice => {
            draft.choices = keep(check_choices(&typed.choices).map_err(E::Choices), &mut errors);
        }
        AttributeKind::Number => {
            draft.units = [
                keep(unit(&typed.unit_en).map_err(E::UnitEn), &mut errors),
                keep(unit(&typed.unit_zh).map_err(E::UnitZh), &mut errors),
            ];
            // A number that was said keeps its meaning.
            let steps = known.map(|known| known.steps).or_else(|| steps(&typed.decimals));
            draft.steps = keep(steps.ok_or(E::Decimals), &mut errors).max(1);
            draft.bands = keep(check_bands(&typed.bands, draft.steps).map_err(E::Bands), &mut errors);
        }
    }
    if errors.is_empty() { Ok(draft) } else { Err(errors) }
}

fn keep<T: Default, E>(result: Result<T, E>, errors: &mut Vec<E>) -> T {
    result.map_err(|error| errors.push(error)).unwrap_or_default()
}

fn unit(typed: &str) -> Result<String, TextError> {
    match clean_line(typed, NAME_CHARS_MAX) {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

fn steps(decimals: &str) -> Option<i64> {
    match decimals.trim() {
        "" | "0" => Some(1),
        "1" => Some(10),
        "2" => Some(100),
        "3" => Some(1_000),
        _ => None,
    }
}

fn check_slug(typed: &str) -> Result<String, SlugError> {
    let slug = typed.trim();
    if slug.is_empty() || slug.len() > SLUG_CHARS_MAX {
        return Err(SlugError::Length { maximum: SLUG_CHARS_MAX });
    }
    let plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && !slug.starts_with('-') && !slug.ends_with('-') { Ok(slug.to_owned()) } else { Err(SlugError::Character) }
}

fn check_bands(typed: &str, steps: i64) -> Result<Vec<i64>, BandsError> {
    let edges = typed.split([',', '，', '、', ' ']).filter(|edge| !edge.is_empty());
    let edges = edges.map(|edge| parse_decimal(edge, steps, QUANTITY_MAX).map_err(BandsError::Amount));
    let edges: Vec<i64> = edges.collect::<Result<_, _>>()?;
    if edges.len() > ATTRIBUTE_BANDS_MAX {
        return Err(BandsError::TooMany { maximum: ATTRIBUTE_BANDS_MAX });
    }
    let grow = edges.iter().zip(edges.iter().skip(1)).all(|(one, next)| one < next);
    if grow && edges.first() != Some(&0) { Ok(edges) } else { Err(BandsError::Order) }
}

fn check_choices(typed: &str) -> Result<Vec<ChoiceDraft>, ChoicesError> {
    let mut choices: Vec<ChoiceDraft> = Vec::new();
    for (position, text) in typed.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line = position.saturating_add(1);
        let choice = check_choice(text, line)?;
        if choices.iter().any(|other| other.slug == choice.slug) {
            return Err(ChoicesError::Twice { line });
        }
        choices.push(choice);
    }
    if choices.len() > ATTRIBUTE_CHOICES_MAX {
        return Err(ChoicesError::TooMany { maximum: ATTRIBUTE_CHOICES_MAX });
    }
    if choices.is_empty() { Err(ChoicesError::None) } else { Ok(choices) }
}

/// `slug | English | 中文`; without a slug it is made of the English.
fn check_choice(text: &str, line: usize) -> Result<ChoiceDraft, ChoicesError> {
    let parts: Vec<&str> = text.split(['|', '｜']).collect();
    let (slug, names) = match parts.as_slice() {
        [slug, english, chinese] => (slug.trim().to_owned(), [english, chinese]),
        [english, chinese] => (slug_of(english), [english, chinese]),
        _ => return Err(ChoicesError::Line { line }),
    };
    let [name_en, name_zh] = names.map(|name| clean_line(name, NAME_CHARS_MAX));
    let names = [name_en, name_zh].map(|name| name.map_err(|_| ChoicesError::Line { line }));
    let [name_en, name_zh] = names;
    let slug = check_slug(&slug).map_err(|_| ChoicesError::Slug { line })?;
    Ok(ChoiceDraft { slug, names: [name_en?, name_zh?] })
}

fn slug_of(english: &str) -> String {
    let words = english.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// The form of an attribute: sent back unchanged, it changes nothing.
#[must_use]
pub fn form_of(attribute: &Attribute) -> SaveAttribute {
    let offered = attribute.choices.iter().filter(|choice| !choice.is_retired);
    let lines = offered.map(|choice| format!("{} | {} | {}", choice.slug, choice.name_en, choice.name_zh));
    let bands = attribute.bands.iter().map(|edge| show_decimal(*edge, attribute.steps));
    SaveAttribute {
        version: attribute.version,
        slug: attribute.slug.clone(),
        kind: attribute.kind.code().to_owned(),
        name_en: attribute.name_en.clone(),
        name_zh: attribute.name_zh.clone(),
        unit_en: attribute.unit_en.clone(),
        unit_zh: attribute.unit_zh.clone(),
        decimals: attribute.steps.checked_ilog10().unwrap_or(0).to_string(),
        bands: bands.collect::<Vec<_>>().join(", "),
        choices: lines.collect::<Vec<_>>().join("\n"),
        is_required: attribute.is_required,
        is_filter: attribute.is_filter,
        is_retired: attribute.is_retired,
    }
}

#[cfg(test)]
#[path = "definition_tests.rs"]
mod tests;

#[cfg(test)]
pub use tests::sample;
