//! What a listing may say. The browser checks by the same rule while somebody types.

use crate::attribute::types::{
    Attribute, AttributeChoiceId, AttributeError, AttributeId, AttributeKind, AttributeValue, TypedAttribute,
};
use crate::kernel::limits::QUANTITY_MAX;
use crate::kernel::{AmountError, parse_decimal, show_decimal};

/// Reads what is said of one attribute; nothing typed says nothing. A retired choice stays with a listing that has it.
///
/// # Errors
/// [`AttributeError::NotOffered`] or `Amount`.
pub fn check_value(
    attribute: &Attribute,
    typed: &str,
    stored: Option<AttributeValue>,
) -> Result<Option<AttributeValue>, AttributeError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    match attribute.kind {
        AttributeKind::Choice => {
            let id: AttributeChoiceId = typed.parse().map_err(|_| AttributeError::NotOffered)?;
            let value = AttributeValue::Choice(id);
            let is_offered = attribute.choices.iter().any(|choice| choice.id == id && !choice.is_retired);
            if is_offered || stored == Some(value) { Ok(Some(value)) } else { Err(AttributeError::NotOffered) }
        }
        AttributeKind::Number => match parse_decimal(typed, attribute.steps, QUANTITY_MAX) {
            Ok(number) => Ok(Some(AttributeValue::Number(number))),
            Err(AmountError::Empty) => Ok(None),
            Err(error) => Err(AttributeError::Amount(error)),
        },
        AttributeKind::Flag => match typed {
            "1" => Ok(Some(AttributeValue::Number(1))),
            "0" => Ok(Some(AttributeValue::Number(0))),
            _ => Err(AttributeError::NotOffered),
        },
    }
}

/// What was read of a form, or what is wrong with it; in the attributes' order.
pub type Checked = Result<Vec<(AttributeId, AttributeValue)>, Vec<(AttributeId, AttributeError)>>;

/// Reads what a listing says of all attributes of its category. What it says of a retired one is kept; what it says of others
/// is left out. Where the listing `is_public`, what has to be said must be there.
///
/// # Errors
/// What is wrong, in the attributes' order.
pub fn check_values(
    attributes: &[Attribute],
    typed: &[TypedAttribute],
    stored: &[(AttributeId, AttributeValue)],
    is_public: bool,
) -> Checked {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for attribute in attributes {
        let before = stored.iter().find(|(id, _)| *id == attribute.id).map(|(_, value)| *value);
        if attribute.is_retired {
            values.extend(before.map(|value| (attribute.id, value)));
            continue;
        }
        let said = typed.iter().find(|typed| typed.attribute == attribute.id).map_or("", |typed| typed.value.as_str());
        match check_value(attribute, said, before) {
            Ok(Some(value)) => values.push((attribute.id, value)),
            Ok(None) if is_public && attribute.is_required => errors.push((attribute.id, AttributeError::Missing)),
            Ok(None) => {}
            Err(error) => errors.push((attribute.id, error)),
        }
    }
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

/// A value as its form shows it: sent back unchanged, it changes nothing.
#[must_use]
pub fn typed_value(steps: i64, value: AttributeValue) -> String {
    match value {
        AttributeValue::Choice(choice) => choice.to_string(),
        AttributeValue::Number(number) => show_decimal(number, steps.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::rules::definition::sample;

    fn says(attribute: &Attribute, typed: &str) -> Result<Option<AttributeValue>, AttributeError> {
        check_value(attribute, typed, None)
    }

    #[test]
    fn each_kind_is_read_in_its_own_way() {
        let [flavour, weight, handmade] = sample();
        let smoked = flavour.choices.first().map(|choice| choice.id);
        let typed = smoked.map(|id| id.to_string()).unwrap_or_default();
        assert_eq!(says(&flavour, &typed), Ok(smoked.map(AttributeValue::Choice)));
        assert_eq!(says(&weight, " 1.50 "), Ok(Some(AttributeValue::Number(150))));
        assert_eq!(says(&handmade, "0"), Ok(Some(AttributeValue::Number(0))));
        for attribute in [&flavour, &weight, &handmade] {
            assert_eq!(says(attribute, "  "), Ok(None));
        }
        assert_eq!(says(&weight, "1.234"), Err(AttributeError::Amount(AmountError::TooFine)));
        assert_eq!(says(&handmade, "2"), Err(AttributeError::NotOffered));
        assert_eq!(says(&flavour, "' OR 1=1"), Err(AttributeError::NotOffered));
    }

    #[test]
    fn a_retired_choice_stays_with_who_has_it() {
        let [flavour, ..] = sample();
        let old = flavour.choices.last().map(|choice| choice.id).map(AttributeValue::Choice);
        let typed = old.map(|value| typed_value(1, value)).unwrap_or_default();
        assert_eq!(says(&flavour, &typed), Err(AttributeError::NotOffered), "nobody takes it anew");
        assert_eq!(check_value(&flavour, &typed, old), Ok(old));
    }

    #[test]
    fn what_must_be_said_is_missed_only_where_buyers_see_it() {
        let all = sample();
        assert_eq!(check_values(&all, &[], &[], false), Ok(Vec::new()));
        let missing = check_values(&all, &[], &[], true);
        assert_eq!(missing.err().map(|errors| errors.len()), Some(1));
        let stranger = TypedAttribute { attribute: AttributeId::from_uuid(uuid::Uuid::nil()), value: "x".to_owned() };
        assert_eq!(check_values(&all, &[stranger], &[], false), Ok(Vec::new()), "of another category");
    }
}
