//! A listing's form as names and values, and what it means. The same on the server and in the browser, so that the table of
//! variants that appears while somebody types is the one that saving makes.

use app_kit::form::FormState;
use market::catalog::{ListingId, OptionGroup, PhotoId, VariantId};
use market::kernel::limits::{OPTIONS_MAX, VARIANTS_MAX};
use uuid::Uuid;

/// One line of the table of variants, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub id: VariantId,
    /// One value of each option.
    pub choices: Vec<String>,
    /// In yuan.
    pub price: String,
    /// In units.
    pub stock: String,
    /// The stock in smallest steps when the form was made; empty for a new variant.
    pub seen: String,
    /// What one unit weighs in grams.
    pub weight: String,
    /// The shop's own number.
    pub code: String,
    /// The picture that shows it.
    pub picture: String,
}

/// What is typed between two values of an option.
const BETWEEN: [char; 8] = [',', '，', '、', ';', '；', '\n', '/', '|'];

/// The values of an option, as typed in one line: `S, M, L` or `红、蓝`.
#[must_use]
pub fn split_values(typed: &str) -> Vec<String> {
    typed.split(BETWEEN).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// The options that the form names.
#[must_use]
pub fn options_of(form: &FormState) -> Vec<OptionGroup> {
    (0..OPTIONS_MAX)
        .map(|group| OptionGroup {
            name: form.value(&format!("option{group}-name")).trim().to_owned(),
            values: split_values(form.value(&format!("option{group}-values"))),
        })
        .filter(|group| !group.name.is_empty() || !group.values.is_empty())
        .collect()
}

/// The lines that the form has.
#[must_use]
pub fn rows_of(form: &FormState) -> Vec<Row> {
    form.values("variant")
        .filter_map(|id| id.parse::<VariantId>().ok())
        .take(VARIANTS_MAX + 1)
        .map(|id| {
            let get = |name: &str| form.value(&format!("{name}-{id}")).to_owned();
            Row {
                id,
                choices: form.values(&format!("choice-{id}")).map(str::to_owned).collect(),
                price: get("price"),
                stock: get("stock"),
                seen: get("seen"),
                weight: get("weight"),
                code: get("code"),
                picture: get("picture"),
            }
        })
        .collect()
}

/// One line for each choice that the options make. Lines that are there stay as they are; a new one begins with the price of the
/// first line, and with its stock where that line was for no choice.
#[must_use]
pub fn combine(listing: ListingId, version: i64, options: &[OptionGroup], rows: &[Row]) -> Vec<Row> {
    let mut choices: Vec<Vec<String>> = vec![Vec::new()];
    for group in options.iter().filter(|group| !group.values.is_empty()) {
        choices = choices
            .iter()
            .flat_map(|chosen| group.values.iter().map(|value| [chosen.as_slice(), std::slice::from_ref(value)].concat()))
            .take(VARIANTS_MAX + 1)
            .collect();
    }
    let base = rows.first();
    choices
        .into_iter()
        .map(|choices| {
            let known = rows.iter().find(|row| row.choices == choices).cloned();
            known.unwrap_or_else(|| Row {
                id: variant_id(listing, version, &choices),
                price: base.map(|row| row.price.clone()).unwrap_or_default(),
                stock: base.filter(|row| row.choices.is_empty()).map(|row| row.stock.clone()).unwrap_or_default(),
                seen: String::new(),
                weight: base.map(|row| row.weight.clone()).unwrap_or_default(),
                code: String::new(),
                picture: String::new(),
                choices,
            })
        })
        .collect()
}

/// The id of a new variant: the same form, sent twice, must name the same one. The listing's own id is random enough that no other
/// listing's variant has it; the choices and the version (FNV-1a) tell its variants apart.
fn variant_id(listing: ListingId, version: i64, choices: &[String]) -> VariantId {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut mix = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    version.to_le_bytes().into_iter().for_each(&mut mix);
    for choice in choices {
        choice.bytes().chain([0x1f]).for_each(&mut mix);
    }
    VariantId::from_uuid(Uuid::from_u128(listing.uuid().as_u128() ^ u128::from(hash >> 2)))
}

/// The id of the nth upload of a form: sent twice, it is one photo.
#[must_use]
pub fn upload_id(first: PhotoId, position: u32) -> PhotoId {
    PhotoId::from_uuid(Uuid::from_u128(first.uuid().as_u128() ^ u128::from(position)))
}

/// Puts a value into a field in place of the one that is there.
pub fn replace(form: &mut FormState, field: &str, value: impl Into<String>) {
    form.forget(field);
    form.fill(field, value);
}
