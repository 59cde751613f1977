//! A listing's form as the listing that is saved, and back.

use crate::forms::listing::fields::{combine, options_of, rows_of};
use app_kit::form::FormState;
use market::attribute::TypedAttribute;
use market::catalog::{ListingId, PhotoId, PlacedPhoto, SaveListing, TypedVariant};

/// Before the id of an attribute in the name of its field.
const ATTRIBUTE: &str = "attribute-";
/// Far above what the categories of one trail ask for.
const ATTRIBUTES_SENT_MAX: usize = 100;

/// The listing as typed; none where the form names no listing.
#[must_use]
pub fn typed(form: &FormState) -> Option<SaveListing> {
    let listing: ListingId = form.value("listing").parse().ok()?;
    let version = form.value("version").parse().unwrap_or(0);
    let options = options_of(form);
    let get = |name: &str| form.value(name).to_owned();
    let variants = combine(listing, version, &options, &rows_of(form));
    Some(SaveListing {
        listing,
        version,
        title: get("title"),
        description: get("description"),
        maker: get("maker"),
        place: get("place"),
        category: form.value("category").parse().ok(),
        unit: get("unit"),
        price_per: get("price_per"),
        minimum: get("minimum"),
        step: get("step"),
        variants: variants
            .into_iter()
            .map(|row| TypedVariant {
                variant: row.id,
                choices: row.choices,
                price: row.price,
                stock: row.stock,
                seen_stock: row.seen.parse().ok(),
                weight: row.weight,
                code: row.code,
                photo: row.picture.parse().ok(),
            })
            .collect(),
        options,
        photos: form
            .values("photo")
            .filter_map(|id| id.parse().ok())
            .map(|photo: PhotoId| PlacedPhoto { photo, alt: get(&format!("alt-{photo}")) })
            .collect(),
        packaging: get("packaging"),
        producer_share: get("producer_share"),
        freight_template: form.value("freight_template").parse().ok(),
        attributes: attributes(form),
        is_perishable: form.chose("is_perishable", "yes"),
    })
}

/// What stands in the fields of attributes, whichever category they are of.
fn attributes(form: &FormState) -> Vec<TypedAttribute> {
    let named = form.fields().filter_map(|(name, value)| Some((name.strip_prefix(ATTRIBUTE)?.parse().ok()?, value)));
    let typed = named.map(|(attribute, value)| TypedAttribute { attribute, value: value.to_owned() });
    typed.take(ATTRIBUTES_SENT_MAX).collect()
}

/// The form of a listing.
#[must_use]
pub fn filled(listing: &SaveListing) -> FormState {
    let mut form = FormState::filled([
        ("listing", listing.listing.to_string()),
        ("version", listing.version.to_string()),
        ("title", listing.title.clone()),
        ("description", listing.description.clone()),
        ("maker", listing.maker.clone()),
        ("place", listing.place.clone()),
        ("category", listing.category.map(|id| id.to_string()).unwrap_or_default()),
        ("unit", listing.unit.clone()),
        ("price_per", listing.price_per.clone()),
        ("minimum", listing.minimum.clone()),
        ("step", listing.step.clone()),
        ("packaging", listing.packaging.clone()),
        ("producer_share", listing.producer_share.clone()),
        ("freight_template", listing.freight_template.map(|id| id.to_string()).unwrap_or_default()),
    ]);
    if listing.is_perishable {
        form.fill("is_perishable", "yes");
    }
    for said in &listing.attributes {
        form.fill(&format!("{ATTRIBUTE}{}", said.attribute), said.value.clone());
    }
    for (group, option) in listing.options.iter().enumerate() {
        form.fill(&format!("option{group}-name"), option.name.clone());
        form.fill(&format!("option{group}-values"), option.values.join("、"));
    }
    for variant in &listing.variants {
        fill_variant(&mut form, variant);
    }
    for placed in &listing.photos {
        form.fill("photo", placed.photo.to_string());
        form.fill(&format!("alt-{}", placed.photo), placed.alt.clone());
    }
    form
}

fn fill_variant(form: &mut FormState, variant: &TypedVariant) {
    let id = variant.variant;
    form.fill("variant", id.to_string());
    for choice in &variant.choices {
        form.fill(&format!("choice-{id}"), choice.clone());
    }
    let seen = variant.seen_stock.map(|seen| seen.to_string()).unwrap_or_default();
    let picture = variant.photo.map(|photo| photo.to_string()).unwrap_or_default();
    let values = [
        ("price", variant.price.clone()),
        ("stock", variant.stock.clone()),
        ("seen", seen),
        ("weight", variant.weight.clone()),
        ("code", variant.code.clone()),
        ("picture", picture),
    ];
    for (name, value) in values {
        form.fill(&format!("{name}-{id}"), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::listing::fields::replace;
    use uuid::Uuid;

    fn dress() -> (ListingId, FormState) {
        let listing = ListingId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        let mut form = FormState::filled([("listing", listing.to_string()), ("version", "0".to_owned())]);
        let row = combine(listing, 0, &[], &[]).remove(0);
        form.fill("variant", row.id.to_string());
        form.fill(&format!("price-{}", row.id), "128");
        form.fill(&format!("stock-{}", row.id), "5");
        (listing, form)
    }

    #[test]
    fn two_options_make_a_line_for_each_choice() {
        let (_, mut form) = dress();
        form.fill("option0-name", "尺码");
        form.fill("option0-values", "S、M");
        form.fill("option1-name", "Colour");
        form.fill("option1-values", "rose, white, ");
        let typed = typed(&form).expect("a listing");
        let choices: Vec<String> = typed.variants.iter().map(|variant| variant.choices.join(" ")).collect();
        assert_eq!(choices, ["S rose", "S white", "M rose", "M white"]);
        assert!(typed.variants.iter().all(|variant| variant.price == "128" && variant.stock == "5"));
        let again = super::typed(&form).expect("a listing");
        assert_eq!(typed, again, "the same form names the same variants");
    }

    #[test]
    fn a_form_is_read_as_it_was_filled() {
        let (_, mut form) = dress();
        for is_perishable in [false, true] {
            let listing = typed(&form).expect("a listing");
            assert_eq!(listing.is_perishable, is_perishable);
            assert_eq!(typed(&filled(&listing)), Some(listing));
            form.fill("is_perishable", "yes");
        }
    }

    #[test]
    fn lines_that_are_there_keep_what_was_typed() {
        let (listing, mut form) = dress();
        form.fill("option0-name", "Size");
        form.fill("option0-values", "S");
        let first = typed(&form).expect("a listing");
        let mut form = filled(&first);
        replace(&mut form, "option0-values", "S, M");
        let id = first.variants.first().expect("a variant").variant;
        replace(&mut form, &format!("price-{id}"), "99");
        let rows = combine(listing, 0, &options_of(&form), &rows_of(&form));
        let prices: Vec<(&str, &str)> = rows.iter().map(|row| (row.price.as_str(), row.stock.as_str())).collect();
        assert_eq!(prices, [("99", "5"), ("99", "")]);
        assert_eq!(rows.first().map(|row| row.id), Some(id));
    }
}
