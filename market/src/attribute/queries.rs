//! What pages and the index read: all definitions, what a listing says with its words, and the terms of many listings.

use super::rules::{facet_term, typed_value};
use super::store::{self, attribute, choice, value};
use super::types::{Attribute, AttributeKind, Attributes, ShownAttribute, ShownValue, TypedAttribute};
use crate::catalog::ListingId;
use crate::kernel::limits::{ATTRIBUTE_CHOICES_MAX, ATTRIBUTES_MAX};
use crate::kernel::{Fault, Market, placeholders};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

/// What each listing says; what is retired altogether is not said.
const TERMS: &str = "SELECT v.listing_id, a.slug, a.kind, a.bands, c.slug AS choice, v.number FROM listing_attribute v \
                     JOIN attribute a ON a.id = v.attribute_id AND NOT a.is_retired \
                     LEFT JOIN attribute_choice c ON c.id = v.choice_id WHERE v.listing_id IN ";

/// From the top of the tree down, each category's in the order in which they were set.
const SHOWN: &str = "SELECT a.kind, a.name_en, a.name_zh, a.steps, a.unit_en, a.unit_zh, c.name_en AS choice_en, \
                     c.name_zh AS choice_zh, v.number FROM listing_attribute v \
                     JOIN attribute a ON a.id = v.attribute_id AND NOT a.is_retired JOIN category g ON g.id = a.category_id \
                     LEFT JOIN attribute_choice c ON c.id = v.choice_id WHERE v.listing_id = $1 ORDER BY LENGTH(g.path), a.id";

/// All attributes of the market with their choices, in two queries.
///
/// # Errors
/// A fault of the database.
pub async fn attributes(market: &Market) -> Result<Attributes, Fault> {
    let db = market.db();
    let rows = attribute::Entity::find().order_by_asc(attribute::Column::Id).limit(ATTRIBUTES_MAX).all(db).await?;
    let choices = choices_of(db, &rows).await?;
    Ok(Attributes::new(rows.into_iter().map(|row| store::attribute(row, &choices)).collect::<Result<_, _>>()?))
}

/// The choices of these attributes, in their order.
pub(super) async fn choices_of(db: &impl ConnectionTrait, rows: &[attribute::Model]) -> Result<Vec<choice::Model>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let most = ATTRIBUTES_MAX.saturating_mul(u64::try_from(2 * ATTRIBUTE_CHOICES_MAX).unwrap_or(u64::MAX));
    Ok(choice::Entity::find()
        .filter(choice::Column::AttributeId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(choice::Column::Position)
        .limit(most)
        .all(db)
        .await?)
}

/// What a listing says, as its form has it.
pub(crate) async fn typed_of(db: &impl ConnectionTrait, listing: ListingId) -> Result<Vec<TypedAttribute>, Fault> {
    let rows = value::Entity::find().filter(value::Column::ListingId.eq(listing.uuid())).all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| row.attribute_id);
    let attributes = attribute::Entity::find().filter(attribute::Column::Id.is_in(ids)).all(db).await?;
    let typed = rows.iter().map(|row| {
        let steps = attributes.iter().find(|attribute| attribute.id == row.attribute_id).map_or(1, |attribute| attribute.steps);
        let (attribute, value) = store::value(row);
        TypedAttribute { attribute, value: typed_value(steps, value) }
    });
    Ok(typed.collect())
}

/// What a listing says, as a query has it: its columns in this order, or a tuple of them.
#[derive(FromQueryResult, Deserialize)]
pub(crate) struct SaidRow {
    kind: String,
    name_en: String,
    name_zh: String,
    steps: i64,
    unit_en: String,
    unit_zh: String,
    choice_en: Option<String>,
    choice_zh: Option<String>,
    number: Option<i64>,
}

impl SaidRow {
    /// With its words.
    pub(crate) fn shown(self) -> Result<ShownAttribute, Fault> {
        let amount = self.number.unwrap_or(0);
        let value = match store::kind(&self.kind)? {
            AttributeKind::Choice => {
                ShownValue::Choice { name_en: self.choice_en.unwrap_or_default(), name_zh: self.choice_zh.unwrap_or_default() }
            }
            AttributeKind::Number => {
                ShownValue::Number { amount, steps: self.steps, unit_en: self.unit_en, unit_zh: self.unit_zh }
            }
            AttributeKind::Flag => ShownValue::Flag(amount != 0),
        };
        Ok(ShownAttribute { name_en: self.name_en, name_zh: self.name_zh, value })
    }
}

/// What a listing says, with its words.
///
/// # Errors
/// A fault of the database.
pub async fn shown_of(market: &Market, listing: ListingId) -> Result<Vec<ShownAttribute>, Fault> {
    let db = market.db();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), SHOWN, [listing.uuid().into()]);
    SaidRow::find_by_statement(statement).all(db).await?.into_iter().map(SaidRow::shown).collect()
}

/// The terms by which these listings are found, in one query.
///
/// # Errors
/// A fault of the database.
pub async fn terms_of(market: &Market, listings: &[ListingId]) -> Result<HashMap<ListingId, Vec<String>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        listing_id: Uuid,
        slug: String,
        kind: String,
        bands: String,
        choice: Option<String>,
        number: Option<i64>,
    }
    let mut terms: HashMap<ListingId, Vec<String>> = HashMap::new();
    if listings.is_empty() {
        return Ok(terms);
    }
    let db = market.db();
    let ids: Vec<Value> = listings.iter().map(|listing| listing.uuid().into()).collect();
    let sql = format!("{TERMS}({})", placeholders(1, ids.len()));
    let rows = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, ids)).all(db).await?;
    for row in rows {
        let said = (row.choice.as_deref(), row.number);
        let term = facet_term(&row.slug, store::kind(&row.kind)?, &store::bands(&row.bands)?, said);
        terms.entry(ListingId::from_uuid(row.listing_id)).or_default().extend(term);
    }
    terms.values_mut().for_each(|terms| terms.sort());
    Ok(terms)
}

/// An attribute as its operator's form shows it.
///
/// # Errors
/// A fault of the database.
pub async fn attribute_of(market: &Market, id: super::AttributeId) -> Result<Option<Attribute>, Fault> {
    let db = market.db();
    let Some(row) = attribute::Entity::find_by_id(id.uuid()).one(db).await? else { return Ok(None) };
    let choices = choices_of(db, std::slice::from_ref(&row)).await?;
    store::attribute(row, &choices).map(Some)
}
