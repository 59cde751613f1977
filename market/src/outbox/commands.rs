//! What a worker does with jobs: take, finish, put back.

use super::store;
use super::types::{Job, JobId, TakenJob, Work};
use crate::kernel::{Fault, Market, Span, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

/// A worker that died gives its jobs back after this long.
const LEASE: Span = Span::minutes(2);
/// The wait between two attempts doubles up to this.
const WAIT_MAX: Span = Span::hours(1);
/// After so many attempts a job waits for a person: three days, as long as mail servers keep a letter that they cannot pass on.
const ATTEMPTS_MAX: i64 = 80;
/// A code is of no use after ten minutes; nobody wants it two days later.
const ATTEMPTS_OF_A_CODE_MAX: i64 = 8;
/// An error in a row is for a person to read, not a dump.
const ERROR_CHARS_MAX: usize = 300;

/// Takes up to `most` jobs that are due: each is leased by pushing its due time on, so that two workers never hold the same.
///
/// # Errors
/// A fault of the database.
pub async fn take_jobs(market: &Market, most: u64) -> Result<Vec<TakenJob>, Fault> {
    take(market, Work::Any, most).await
}

/// As [`take_jobs`], of some work alone.
///
/// # Errors
/// A fault of the database.
pub async fn take(market: &Market, work: Work, most: u64) -> Result<Vec<TakenJob>, Fault> {
    let now = market.now();
    let pictures = Job::RenderPhoto { photo: uuid::Uuid::nil() }.kind();
    let wanted = match work {
        Work::Any => Condition::all(),
        Work::Pictures => Condition::all().add(store::Column::Kind.eq(pictures)),
        Work::Others => Condition::all().add(store::Column::Kind.ne(pictures)),
    };
    let due = store::Entity::find()
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.lte(now.millis()))
        .filter(wanted)
        .order_by_asc(store::Column::DueAt)
        .limit(most)
        .all(market.db())
        .await?;
    let mut taken = Vec::new();
    for row in due {
        let tx = market.begin("take_job").await?;
        let leased_until = now.after(LEASE);
        let leased = store::Entity::update_many()
            .col_expr(store::Column::DueAt, Expr::value(leased_until.millis()))
            .col_expr(store::Column::Attempts, Expr::col(store::Column::Attempts).add(1))
            .filter(store::Column::Id.eq(row.id))
            .filter(store::Column::State.eq("waiting"))
            .filter(store::Column::DueAt.eq(row.due_at))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        if leased.rows_affected == 0 {
            continue;
        }
        let id = JobId::from_uuid(row.id);
        match serde_json::from_str(&row.payload) {
            Ok(job) => taken.push(TakenJob { id, job, attempts: row.attempts, leased_until }),
            Err(error) => put_back_unread(market, (id, leased_until), &row, &error.to_string()).await?,
        }
    }
    Ok(taken)
}

/// A job that this version cannot read stands in no other's way: another version may, within the time that every job has. Logged where it
/// is not known yet, whoever tried the job before, and when it is given up.
async fn put_back_unread(market: &Market, leased: (JobId, Timestamp), row: &store::Model, error: &str) -> Result<(), Fault> {
    let (kind, job) = (&row.kind, leased.0);
    let state = state_after(row.attempts, ATTEMPTS_MAX);
    let is_dead = state == "dead";
    if is_dead || row.last_error.as_deref() != Some(shortened(error).as_str()) {
        let next = if is_dead { "is given up" } else { "waits for another version" };
        tracing::error!(job.id = %job, job.kind = kind, "job {job} cannot be read, and {next}: {error}");
    }
    put_back(market, leased, WAIT_MAX, state, error).await
}

/// An error as its row has it.
fn shortened(error: &str) -> String {
    error.chars().take(ERROR_CHARS_MAX).collect()
}

fn state_after(attempts: i64, most: i64) -> &'static str {
    if attempts.saturating_add(1) >= most { "dead" } else { "waiting" }
}

/// Only for whoever holds the lease: another worker may have taken the job since, and have done it.
async fn put_back(market: &Market, leased: (JobId, Timestamp), wait: Span, state: &str, error: &str) -> Result<(), Fault> {
    let tx = market.begin("put_back_job").await?;
    store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value(state))
        .col_expr(store::Column::DueAt, Expr::value(market.now().after(wait).millis()))
        .col_expr(store::Column::LastError, Expr::value(shortened(error)))
        .filter(is_leased(leased))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The job of a lease that nobody else has taken since.
fn is_leased((job, until): (JobId, Timestamp)) -> Condition {
    Condition::all()
        .add(store::Column::Id.eq(job.uuid()))
        .add(store::Column::State.eq("waiting"))
        .add(store::Column::DueAt.eq(until.millis()))
}

/// The job is done, by whomever; what it carried is wiped.
///
/// # Errors
/// A fault of the database.
pub async fn finish_job(market: &Market, job: JobId) -> Result<(), Fault> {
    let tx = market.begin("finish_job").await?;
    store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value("done"))
        .col_expr(store::Column::Payload, Expr::value("{}"))
        .col_expr(store::Column::DoneAt, Expr::value(market.now().millis()))
        .filter(store::Column::Id.eq(job.uuid()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The job failed: it is tried again after a while that doubles up to an hour, and given up for a person to look at in the end. Nothing
/// where the lease is over and another worker has it.
///
/// # Errors
/// A fault of the database.
pub async fn put_back_job(market: &Market, job: &TakenJob, error: &str) -> Result<(), Fault> {
    let wait = Span::seconds(5_i64.saturating_mul(1 << job.attempts.clamp(0, 10))).min(WAIT_MAX);
    let most = if matches!(job.job, Job::SendSignInCode { .. }) { ATTEMPTS_OF_A_CODE_MAX } else { ATTEMPTS_MAX };
    put_back(market, (job.id, job.leased_until), wait, state_after(job.attempts, most), error).await
}
