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
/// Whatever was tried and is due later than this was put back by a clock that ran ahead. The clocks of two processes may differ by a minute.
const TRIED_AHEAD: Span = Span::minutes(61);
/// After so many attempts a job waits for a person: three days, as long as mail servers keep a letter that they cannot pass on.
const ATTEMPTS_MAX: i64 = 80;
/// A code is of no use after ten minutes; nobody wants it two days later.
const ATTEMPTS_OF_A_CODE_MAX: i64 = 8;
/// An error in a row is for a person to read, not a dump.
const ERROR_CHARS_MAX: usize = 300;

/// A job that was due when somebody looked.
#[derive(Clone, Debug)]
pub struct DueJob(store::Model);

/// Takes up to `most` jobs that are due, of any work, each as [`take_job`].
///
/// # Errors
/// A fault of the database.
pub async fn take_jobs(market: &Market, most: u64) -> Result<Vec<TakenJob>, Fault> {
    let mut taken = Vec::new();
    for due in due_jobs(market, Work::Any, most).await? {
        taken.extend(take_job(market, due).await?);
    }
    Ok(taken)
}

/// Up to `most` jobs of this work that are due, the longest waiting first. Nobody has them yet.
///
/// # Errors
/// A fault of the database.
pub async fn due_jobs(market: &Market, work: Work, most: u64) -> Result<Vec<DueJob>, Fault> {
    let wanted = match work {
        Work::Any => Condition::all(),
        Work::Pictures => Condition::all().add(store::Column::Kind.eq(Job::RENDER_PHOTO)),
        Work::Others => Condition::all().add(store::Column::Kind.ne(Job::RENDER_PHOTO)),
    };
    let due = store::Entity::find()
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.lte(market.now().millis()))
        .filter(wanted)
        .order_by_asc(store::Column::DueAt)
        .limit(most)
        .all(market.db())
        .await?;
    Ok(due.into_iter().map(DueJob).collect())
}

/// Lets jobs be due that a clock has put off which ran ahead and was put right: those that were to be done at once, and those that were
/// tried. What is meant for later is left alone: it may well be. A statement of its own, since a look at what is due would have to read all
/// that waits. The server asks for it at its start, when its clock goes back, and now and then, for clocks of others. A process whose own
/// clock stays an hour ahead has jobs in hand put right by others, which are then done twice, as every job may be.
///
/// # Errors
/// A fault of the database.
pub async fn put_right(market: &Market) -> Result<(), Fault> {
    let now = market.now();
    let is_new = store::Column::Attempts.eq(0_i64).and(Expr::col(store::Column::DueAt).lte(Expr::col(store::Column::MadeAt)));
    let is_tried = store::Column::Attempts.gt(0_i64).and(store::Column::DueAt.gt(now.after(TRIED_AHEAD).millis()));
    let tx = market.begin("put_right").await?;
    store::Entity::update_many()
        .col_expr(store::Column::DueAt, Expr::value(now.millis()))
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.gt(now.millis()))
        .filter(is_new.or(is_tried))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a job when it is begun, and not before: it is leased by pushing its due time on, so that two workers never hold the same. None
/// where another has taken it, or where this version cannot read it.
///
/// # Errors
/// A fault of the database.
pub async fn take_job(market: &Market, DueJob(row): DueJob) -> Result<Option<TakenJob>, Fault> {
    let leased_until = market.now().after(LEASE);
    let tx = market.begin("take_job").await?;
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
        return Ok(None);
    }
    let id = JobId::from_uuid(row.id);
    match serde_json::from_str(&row.payload) {
        Ok(job) => Ok(Some(TakenJob { id, job, attempts: row.attempts, leased_until })),
        Err(error) => {
            put_back_unread(market, (id, leased_until), &row, &error.to_string()).await?;
            Ok(None)
        }
    }
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
