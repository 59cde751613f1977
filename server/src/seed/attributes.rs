//! Sets what can be said of the demo's goods, by the operator's own command.

use super::goods::{ATTRIBUTES, Attribute, Good, Kind, SAID};
use super::stable::stable;
use super::{Seed, Wrong};
use market::attribute::commands::save_attribute;
use market::attribute::queries::{attribute_of, attributes};
use market::attribute::{AttributeId, AttributeKind, Attributes, SaveAttribute, TypedAttribute};
use market::catalog::queries::categories;

fn id(slug: &str) -> AttributeId {
    AttributeId::from_uuid(stable("attribute", slug))
}

/// Sets those that are missing; what an operator changed since stays as it is.
pub async fn set_all(seed: &Seed) -> Result<(), Wrong> {
    let operator = seed.person("operator")?.operator().ok_or_else(|| Wrong("the operator is none".to_owned()))?;
    let tree = categories(&seed.market).await?;
    for attribute in ATTRIBUTES {
        let category = tree.iter().find(|category| category.slug == attribute.category);
        let category = category.ok_or_else(|| Wrong(format!("there is no category {}", attribute.category)))?;
        let place = (category.id, id(attribute.slug));
        if attribute_of(&seed.market, place.1).await?.is_none() {
            let saved = save_attribute(&seed.market, &operator, place, &form(attribute)).await;
            saved.map_err(Wrong::command("save_attribute"))?;
        }
    }
    Ok(())
}

fn form(attribute: &Attribute) -> SaveAttribute {
    let text = |text: &str| text.to_owned();
    let form = SaveAttribute {
        slug: text(attribute.slug),
        name_en: text(attribute.name.en),
        name_zh: text(attribute.name.zh),
        is_required: attribute.is_required,
        is_filter: true,
        ..SaveAttribute::default()
    };
    let kind = |kind: AttributeKind| kind.code().to_owned();
    match attribute.kind {
        Kind::Flag => SaveAttribute { kind: kind(AttributeKind::Flag), ..form },
        Kind::Choice(choices) => SaveAttribute { kind: kind(AttributeKind::Choice), choices: text(choices), ..form },
        Kind::Number(unit, decimals, bands) => SaveAttribute {
            kind: kind(AttributeKind::Number),
            unit_en: text(unit.en),
            unit_zh: text(unit.zh),
            decimals: text(decimals),
            bands: text(bands),
            ..form
        },
    }
}

/// What can be said, as it stands in the market now.
pub async fn known(seed: &Seed) -> Result<Attributes, Wrong> {
    Ok(attributes(&seed.market).await?)
}

/// What a good says, as its form has it.
pub fn said(good: &Good, known: &Attributes) -> Vec<TypedAttribute> {
    let said = SAID.iter().find(|(key, _)| *key == good.key).map_or(&[][..], |(_, said)| said);
    let typed = said.iter().map(|(slug, value)| {
        let attribute = id(slug);
        let choices = known.all().iter().find(|known| known.id == attribute).map_or(&[][..], |known| &known.choices);
        let choice = choices.iter().find(|choice| choice.slug == *value).map(|choice| choice.id.to_string());
        TypedAttribute { attribute, value: choice.unwrap_or_else(|| (*value).to_owned()) }
    });
    typed.collect()
}
