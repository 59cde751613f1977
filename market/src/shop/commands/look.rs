//! An operator looks at an identity. There is no other way to see one, and every look is on record before anything is shown.

use crate::account::Operator;
use crate::audit::steps::{Deed, record};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Market, Problem, TextError, Tx, clean_line};
use crate::shop::seal;
use crate::shop::store::{self, identity, look};
use crate::shop::types::{IdentityId, Verification};
use crate::shop::view::OpenedIdentity;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Statement};
use serde::{Deserialize, Serialize};

/// Shops of one ID number that are named to the operator.
const OTHER_SHOPS_MAX: i64 = 20;

/// Why an identity stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LookRefusal {
    /// Whoever looks says why.
    BadReason(TextError),
}

/// Opens an identity for an operator. The look and its reason are committed before the values leave.
///
/// # Errors
/// [`LookRefusal`]; not found where there is no such identity.
pub async fn look_at_identity(
    market: &Market,
    operator: &Operator,
    id: IdentityId,
    reason: &str,
) -> Result<OpenedIdentity, Problem<LookRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(LookRefusal::BadReason(error)))?;
    let now = market.now();
    let tx = market.begin("look_at_identity").await?;
    let Some(row) = identity::Entity::find_by_id(id.uuid()).one(&*tx).await? else { return Err(Problem::NotFound) };
    let opened = OpenedIdentity {
        id,
        verification: Verification::from_code(&row.state).unwrap_or(Verification::Rejected),
        identity: seal::open(market.keyring(), &row)?,
        other_shops: other_shops(&tx, &row).await?,
    };
    let looked = look::ActiveModel {
        id: Set(crate::kernel::id::mint(now)),
        identity_id: Set(row.id),
        operator_id: Set(operator.person().uuid()),
        reason: Set(reason.clone()),
        looked_at: Set(now.millis()),
    };
    look::Entity::insert(looked).exec_without_returning(&*tx).await?;
    let deed = Deed { actor: Some(operator.person()), action: "look_at_identity", subject: row.id, detail: &reason };
    record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(opened)
}

/// The handles of the other shops behind which the same ID number stands now.
async fn other_shops(tx: &Tx, row: &identity::Model) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        handle: String,
    }
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        store::OTHER_SHOPS,
        [row.id_number_index.clone().into(), row.shop_id.into(), OTHER_SHOPS_MAX.into()],
    );
    let rows = Row::find_by_statement(statement).all(&**tx).await?;
    Ok(rows.into_iter().map(|row| row.handle).collect())
}
