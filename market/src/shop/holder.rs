//! How many shops stand behind one ID number: one counter a number, moved by guarded statements, so that two shops that open at
//! the same time cannot both take the last place.

use super::store;
use crate::kernel::Tx;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Takes a place; false where `most` are taken.
pub(crate) async fn take(tx: &Tx, index: &[u8], most: i64) -> Result<bool, DbErr> {
    let statement =
        Statement::from_sql_and_values(tx.get_database_backend(), store::TAKE_PLACE, [index.to_vec().into(), most.into()]);
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

/// Gives a place back.
pub(crate) async fn give_back(tx: &Tx, index: &[u8]) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::GIVE_PLACE_BACK, [index.to_vec().into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}
