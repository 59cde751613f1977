//! How many shops stand behind one ID number: one counter a number, moved by guarded statements, so that two shops that open at
//! the same time cannot both take the last place.

use crate::kernel::Tx;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Takes a place; false where `most` are taken.
pub(crate) async fn take(tx: &Tx, index: &[u8], most: i64) -> Result<bool, DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO identity_holder (id_number_index, shops) VALUES ($1, 1) \
         ON CONFLICT (id_number_index) DO UPDATE SET shops = identity_holder.shops + 1 WHERE identity_holder.shops < $2",
        [index.to_vec().into(), most.into()],
    );
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

/// Gives a place back.
pub(crate) async fn give_back(tx: &Tx, index: &[u8]) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE identity_holder SET shops = shops - 1 WHERE id_number_index = $1 AND shops > 0",
        [index.to_vec().into()],
    );
    tx.execute_raw(statement).await?;
    Ok(())
}
