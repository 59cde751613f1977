//! What saving and publishing a listing does with what it says, within its transaction.

use super::queries::choices_of;
use super::rules::{Checked, check_values};
use super::store::{self, attribute, value};
use super::types::{Attribute, AttributeId, AttributeValue, TypedAttribute};
use crate::catalog::ListingId;
use crate::kernel::{Fault, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};

/// What goods can say that stand at this path, with what is retired.
pub(crate) async fn along(tx: &Tx, path: &str) -> Result<Vec<Attribute>, Fault> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::ALONG, [path.into()]);
    let rows = attribute::Model::find_by_statement(statement).all(&**tx).await?;
    let choices = choices_of(&**tx, &rows).await?;
    rows.into_iter().map(|row| store::attribute(row, &choices)).collect()
}

/// What a listing says now.
async fn stored(tx: &Tx, listing: ListingId) -> Result<Vec<(AttributeId, AttributeValue)>, Fault> {
    let rows = value::Entity::find().filter(value::Column::ListingId.eq(listing.uuid())).all(&**tx).await?;
    Ok(rows.iter().map(store::value).collect())
}

/// Reads what the form of a listing at this path says; where buyers see it, what has to be said must be there.
pub(crate) async fn check(
    tx: &Tx,
    listing: ListingId,
    path: &str,
    typed: &[TypedAttribute],
    is_public: bool,
) -> Result<Checked, Fault> {
    let attributes = along(tx, path).await?;
    if attributes.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    Ok(check_values(&attributes, typed, &stored(tx, listing).await?, is_public))
}

/// Whether a listing says just this already: what its form said when it was sent for the first time.
pub(crate) async fn says(tx: &Tx, listing: ListingId, path: &str, typed: &[TypedAttribute]) -> Result<bool, Fault> {
    let mut stored = stored(tx, listing).await?;
    stored.sort_by_key(|(attribute, _)| *attribute);
    Ok(check(tx, listing, path, typed, false).await?.is_ok_and(|mut values| {
        values.sort_by_key(|(attribute, _)| *attribute);
        values == stored
    }))
}

/// What has to be said before buyers see the listing, and is not.
pub(crate) async fn missing(tx: &Tx, listing: ListingId, path: &str) -> Result<Option<AttributeId>, Fault> {
    let mut asked = along(tx, path).await?;
    asked.retain(|attribute| attribute.is_required && !attribute.is_retired);
    if asked.is_empty() {
        return Ok(None);
    }
    let said = stored(tx, listing).await?;
    Ok(asked.iter().map(|attribute| attribute.id).find(|asked| !said.iter().any(|(id, _)| id == asked)))
}

/// Lets the listing say exactly this.
pub(crate) async fn write(tx: &Tx, listing: ListingId, values: &[(AttributeId, AttributeValue)]) -> Result<(), Fault> {
    if stored(tx, listing).await? == values {
        return Ok(());
    }
    value::Entity::delete_many().filter(value::Column::ListingId.eq(listing.uuid())).exec(&**tx).await?;
    let rows = values.iter().map(|(attribute, said)| {
        let (choice, number) = match said {
            AttributeValue::Choice(choice) => (Some(choice.uuid()), None),
            AttributeValue::Number(number) => (None, Some(*number)),
        };
        value::ActiveModel {
            listing_id: Set(listing.uuid()),
            attribute_id: Set(attribute.uuid()),
            choice_id: Set(choice),
            number: Set(number),
        }
    });
    let rows: Vec<value::ActiveModel> = rows.collect();
    if !rows.is_empty() {
        value::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
