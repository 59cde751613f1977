//! Does the jobs of the outbox, each at least once.

use super::{Workshop, letters};
use futures::{FutureExt, StreamExt, stream};
use market::aftersales::EvidenceId;
use market::catalog::PhotoId;
use market::kernel::Fault;
use market::outbox::commands::{self, DueJob};
use market::outbox::{Job, TakenJob, Work};
use std::panic::AssertUnwindSafe;

/// Does up to `most` jobs of this work that are due, so many of them at once; says how many were due.
pub async fn run_due(workshop: &Workshop, work: Work, most: u64, at_once: usize) -> Result<usize, Fault> {
    let due = commands::due_jobs(&workshop.app.market, work, most).await?;
    let count = due.len();
    // Each comes to its end, whatever became of the others: one that is dropped may have sent its letter already.
    let ends: Vec<Result<(), Fault>> =
        stream::iter(due).map(|job| take_and_run(workshop, job)).buffer_unordered(at_once).collect().await;
    ends.into_iter().collect::<Result<(), Fault>>()?;
    Ok(count)
}

/// A job that waits behind others is not in hand yet: it is no attempt, and its lease does not run out meanwhile.
async fn take_and_run(workshop: &Workshop, due: DueJob) -> Result<(), Fault> {
    let market = &workshop.app.market;
    let Some(taken) = commands::take_job(market, due).await? else { return Ok(()) };
    let running = AssertUnwindSafe(run(workshop, &taken)).catch_unwind();
    match running.await.unwrap_or_else(|_| Err("a panic, which the log tells of".to_owned())) {
        Ok(()) => commands::finish_job(market, taken.id).await,
        Err(error) => {
            tracing::warn!(job.id = %taken.id, job.kind = taken.job.kind(), job.attempts = taken.attempts, "job {} failed and is tried again: {error}", taken.id);
            commands::put_back_job(market, &taken, &error).await
        }
    }
}

async fn run(workshop: &Workshop, taken: &TakenJob) -> Result<(), String> {
    match &taken.job {
        Job::SendSignInCode { address, code, language } => {
            let (subject, text) = letters::sign_in_code(code, *language);
            workshop.mailer.send(taken.id, address, &subject, &text).await
        }
        Job::Notify { person, letter } => {
            let Some(recipient) =
                market::account::queries::recipient(&workshop.app.market, *person).await.map_err(|fault| fault.to_string())?
            else {
                return Ok(());
            };
            let (subject, mut text) = letters::letter(letter, recipient.language);
            if let Some(page) = letters::page(letter) {
                text = format!("{text}\n\n{}{page}", workshop.app.public_url);
            }
            workshop.mailer.send(taken.id, &recipient.address, &subject, &text).await
        }
        Job::RenderPhoto { photo } => {
            let photo = PhotoId::from_uuid(*photo);
            workshop.photos.render_photo(&workshop.app.market, photo).await.map_err(|fault| fault.to_string())
        }
        Job::TellCategory { path, after } => {
            let told = market::catalog::commands::tell_category(&workshop.app.market, taken.id, path, *after).await;
            told.map_err(|fault| fault.to_string())
        }
        Job::Refund { refund } => crate::payments::refund_job(&workshop.app, *refund).await,
        Job::ForgetPhoto { photo, upload } => {
            let photo = PhotoId::from_uuid(*photo);
            workshop.photos.forget_photo(&workshop.app.market, photo, upload).await.map_err(|fault| fault.to_string())
        }
        Job::ForgetFiles { names } => workshop.photos.forget_files(names).await.map_err(|fault| fault.to_string()),
        Job::ForgetEvidence { photo, name } => {
            let photo = EvidenceId::from_uuid(*photo);
            workshop.photos.forget_evidence(&workshop.app.market, photo, name).await.map_err(|fault| fault.to_string())
        }
    }
}
