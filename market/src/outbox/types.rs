//! The jobs.

use super::letter::Letter;
use crate::account::{Language, PersonId};
use crate::kernel::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id_type!(
    /// One job; also the key by which a receiver knows that it has it already.
    JobId, "job");

/// Which jobs a worker takes: pictures take seconds of a processor each, and nothing else waits for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// All of them.
    Any,
    /// Pictures that came in.
    Pictures,
    /// Everything else.
    Others,
}

/// Something to be done outside of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// Sends a six-digit code to an address (e-mail or phone).
    SendSignInCode {
        /// The normalised address.
        address: String,
        /// The code; wiped from the row when it was sent.
        code: String,
        /// The language of the letter.
        language: Language,
    },
    /// Decodes, checks and re-encodes an uploaded photo.
    RenderPhoto {
        /// The photo's row.
        photo: Uuid,
    },
    /// Tells a person what happened to their order, shop or money.
    Notify {
        /// Who is told.
        person: PersonId,
        /// What.
        letter: Letter,
    },
    /// Tells of the goods that stand right at a path of the category tree, behind a place in their order of publication: something
    /// that they are found by changed.
    TellCategory {
        /// The category's path.
        path: String,
        /// When the last one that was told of was published, and which it is.
        after: Option<(i64, Uuid)>,
    },
    /// Gives money back through the provider.
    Refund {
        /// The refund's row, which is its idempotency key.
        refund: Uuid,
    },
    /// Forgets a photo that was uploaded for a listing, unless one shows it or has shown it.
    ForgetPhoto {
        /// The photo.
        photo: Uuid,
        /// The name of its upload in the photo store.
        upload: String,
    },
    /// Forgets files that nobody names any more.
    ForgetFiles {
        /// Their names in the photo store.
        names: Vec<String>,
    },
    /// Forgets the file of a photo that was uploaded for a case, unless a message shows it.
    ForgetEvidence {
        /// The photo.
        photo: Uuid,
        /// Its name in the photo store.
        name: String,
    },
}

impl Job {
    /// The kind of [`Job::RenderPhoto`].
    pub const RENDER_PHOTO: &str = "render_photo";

    /// The kind, as stored and counted.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SendSignInCode { .. } => "send_sign_in_code",
            Self::RenderPhoto { .. } => Self::RENDER_PHOTO,
            Self::Notify { .. } => "notify",
            Self::TellCategory { .. } => "tell_category",
            Self::Refund { .. } => "refund",
            Self::ForgetPhoto { .. } => "forget_photo",
            Self::ForgetFiles { .. } => "forget_files",
            Self::ForgetEvidence { .. } => "forget_evidence",
        }
    }
}

/// A job that a worker has taken for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenJob {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub job: Job,
    /// How often it was tried before.
    pub attempts: i64,
    /// Until when nobody else takes it.
    pub leased_until: Timestamp,
}
