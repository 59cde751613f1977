//! What others may ask of a statement before they give money back.

use super::store;
use crate::kernel::{Fault, Money, Tx};
use crate::payment::PaymentId;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Whether the provider's statement has a refund of its own desk that may be this one of ours, and that nobody has tied to anything.
pub(crate) async fn is_given_at_desk(tx: &Tx, refund: Uuid) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        found: i64,
    }
    let values = [refund.into(), tx.currency().code().into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::untied(), values);
    let counted = Count::find_by_statement(statement).one(&**tx).await?;
    Ok(counted.is_some_and(|row| row.found > 0))
}

/// The provider's own ids of the payments of which its desk gave so much back, and of which the books know: one for each time.
pub(crate) async fn known_at_desk(db: &impl ConnectionTrait, payment: PaymentId, amount: Money) -> Result<Vec<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        reference: Option<String>,
    }
    let values: [Value; 3] = [payment.uuid().into(), amount.minor().saturating_neg().into(), amount.currency().code().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), store::known_at_desk(), values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| row.reference).collect())
}
