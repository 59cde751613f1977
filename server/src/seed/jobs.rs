//! The work that the demo's past left behind: photos and refunds are done, letters about what never happened are not sent.

use super::{Seed, Wrong};
use market::aftersales::EvidenceId;
use market::catalog::PhotoId;
use market::catalog::commands::tell_category;
use market::kernel::Span;
use market::outbox::{Job, commands};
use market::payment::{PaymentProvider, RefundId, queries};

/// Jobs a look.
const BATCH: u64 = 64;

/// Finishes every job that is due today.
pub async fn finish(seed: &Seed) -> Result<(), Wrong> {
    seed.clock.go_back(Span::seconds(0));
    finish_due(seed).await
}

/// Finishes every job that was due then.
pub async fn finish_due(seed: &Seed) -> Result<(), Wrong> {
    loop {
        let jobs = commands::take_jobs(&seed.market, BATCH).await?;
        if jobs.is_empty() {
            return Ok(());
        }
        for taken in jobs {
            match taken.job {
                Job::RenderPhoto { photo } => seed.photos.render_photo(&seed.market, PhotoId::from_uuid(photo)).await?,
                Job::Refund { refund } => give_back(seed, RefundId::from_uuid(refund)).await?,
                Job::TellCategory { path, after } => tell_category(&seed.market, taken.id, &path, after).await?,
                Job::ForgetPhoto { photo, upload } => {
                    seed.photos.forget_photo(&seed.market, PhotoId::from_uuid(photo), &upload).await?;
                }
                Job::ForgetFiles { names } => seed.photos.forget_files(&names).await?,
                Job::ForgetEvidence { photo, name } => {
                    seed.photos.forget_evidence(&seed.market, EvidenceId::from_uuid(photo), &name).await?;
                }
                Job::SendSignInCode { .. } | Job::Notify { .. } => {}
            }
            commands::finish_job(&seed.market, taken.id).await?;
        }
    }
}

async fn give_back(seed: &Seed, refund: RefundId) -> Result<(), Wrong> {
    let Some(due) = queries::refund_due(&seed.market, refund).await?.filter(|due| !due.is_done) else { return Ok(()) };
    let asked = seed.sandbox.refund(&due).await;
    asked.map_err(|error| Wrong(format!("refund: {error}")))?;
    Ok(seed.sandbox.tell_here().await?)
}
