//! What a person wants to be called, and in which language.

use crate::account::actor::SignedIn;
use crate::account::store::person;
use crate::account::types::Language;
use crate::kernel::limits::NAME_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, TextError, clean_line};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// Why a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RenameRefusal {
    /// What is wrong with it.
    BadName(TextError),
}

/// Changes what the person wants to be called.
///
/// # Errors
/// [`RenameRefusal`], or a fault.
pub async fn rename(market: &Market, signed_in: &SignedIn, name: &str) -> Result<(), Problem<RenameRefusal>> {
    let name = clean_line(name, NAME_CHARS_MAX).map_err(|error| Problem::Refused(RenameRefusal::BadName(error)))?;
    let tx = market.begin("rename").await?;
    person::Entity::update_many()
        .col_expr(person::Column::Name, Expr::value(name))
        .filter(person::Column::Id.eq(signed_in.person().uuid()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the language of the person's pages and letters.
///
/// # Errors
/// A fault of the database.
pub async fn choose_language(market: &Market, signed_in: &SignedIn, language: Language) -> Result<(), Fault> {
    if signed_in.language() == language {
        return Ok(());
    }
    let tx = market.begin("choose_language").await?;
    person::Entity::update_many()
        .col_expr(person::Column::Language, Expr::value(language.code()))
        .filter(person::Column::Id.eq(signed_in.person().uuid()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
