//! An operator gives a category another name, and all its goods are found by it.

use crate::account::Operator;
use crate::audit::steps::{Deed, record};
use crate::catalog::steps::tell_below;
use crate::catalog::store::{self, category};
use crate::catalog::types::{CategoryId, ListingId};
use crate::change;
use crate::kernel::limits::NAME_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, Span, TextError, clean_line};
use crate::outbox::{self, Job, JobId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement, Value};
use uuid::Uuid;

/// Listings that one step tells of.
const STEP: i64 = 1_000;
/// Between two steps: whoever follows is told no faster than it reads, and a market that trades meanwhile does not notice.
const PAUSE: Span = Span::seconds(1);

/// What is wrong with a category's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CategoryFieldError {
    /// The English one.
    NameEn(TextError),
    /// The Chinese one.
    NameZh(TextError),
}

/// Gives a category its names. Pages show them at once; its goods, and those below it, are found by them as a job tells the index
/// of them, some at a time. The same names once more change nothing.
///
/// # Errors
/// What is wrong with the names; not found where there is no such category.
pub async fn rename_category(
    market: &Market,
    operator: &Operator,
    id: CategoryId,
    [name_en, name_zh]: [&str; 2],
) -> Result<(), Problem<Vec<CategoryFieldError>>> {
    let name_en = clean_line(name_en, NAME_CHARS_MAX).map_err(CategoryFieldError::NameEn);
    let name_zh = clean_line(name_zh, NAME_CHARS_MAX).map_err(CategoryFieldError::NameZh);
    let (name_en, name_zh) = match (name_en, name_zh) {
        (Ok(name_en), Ok(name_zh)) => (name_en, name_zh),
        (one, other) => return Err(Problem::Refused(one.err().into_iter().chain(other.err()).collect())),
    };
    let now = market.now();
    let tx = market.begin("rename_category").await?;
    let row = category::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Problem::NotFound)?;
    if (&row.name_en, &row.name_zh) == (&name_en, &name_zh) {
        return Ok(());
    }
    category::Entity::update_many()
        .col_expr(category::Column::NameEn, Expr::value(name_en.as_str()))
        .col_expr(category::Column::NameZh, Expr::value(name_zh.as_str()))
        .filter(category::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tell_below(&tx, &row.path, now).await?;
    let detail = format!("{} / {} → {name_en} / {name_zh}", row.name_en, row.name_zh);
    let deed = Deed { actor: Some(operator.person()), action: "rename_category", subject: row.id, detail: &detail };
    record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// One step of a job: tells of the next goods that stand right at this path, and leaves the rest to a job of its own. The step and
/// its job end together, so that it is done once however often it is begun.
///
/// # Errors
/// A fault of the database.
pub async fn tell_category(market: &Market, job: JobId, path: &str, after: Option<(i64, Uuid)>) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        published_at: i64,
    }
    let tx = market.begin("tell_category").await?;
    if !outbox::steps::finish(&tx, job, market.now()).await? {
        return Ok(());
    }
    let (at, id) = after.unwrap_or((i64::MIN, Uuid::nil()));
    let values: [Value; 4] = [path.into(), at.into(), id.into(), STEP.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::NEXT_IN_CATEGORY, values);
    let rows = Row::find_by_statement(statement).all(&*tx).await?;
    let listings: Vec<ListingId> = rows.iter().map(|row| ListingId::from_uuid(row.id)).collect();
    change::steps::tell_listings(&tx, &listings).await?;
    if let Some(last) = rows.last().filter(|_| i64::try_from(rows.len()) == Ok(STEP)) {
        let next = Job::TellCategory { path: path.to_owned(), after: Some((last.published_at, last.id)) };
        outbox::steps::enqueue(&tx, &next, market.now().after(PAUSE)).await?;
    }
    tx.commit().await?;
    Ok(())
}
