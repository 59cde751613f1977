//! The end that a chain once had, kept where nobody shortens it together with the chain.

use super::Chain;
use super::store;
use crate::audit::steps::{Deed, record};
use crate::audit::store as log;
use crate::kernel::{Fault, Market};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::fmt;
use std::str::FromStr;

/// The deed under which the log keeps a head.
pub(in crate::audit) const NOTE_HEAD: &str = "note_head";
/// A digest in hexadecimal.
const DIGEST_CHARS: usize = 64;

/// A link that a chain once ended with, as the audit prints it: `ledger:1234:9f…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Of which chain.
    pub chain: Chain,
    /// How many links it had.
    pub links: i64,
    /// The last digest, in hexadecimal; empty where it had none.
    pub digest: String,
}

/// Something that is no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is written NAME:COUNT:HASH, as in ledger:1234:9f…, with all 64 digits of the hash")]
pub struct NoHead;

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.chain.code(), self.links, self.digest)
    }
}

impl FromStr for Head {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<Self, NoHead> {
        let mut parts = text.trim().split(':');
        let (Some(name), Some(links), Some(digest), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(NoHead);
        };
        let chain = Chain::ALL.into_iter().find(|chain| chain.code() == name).ok_or(NoHead)?;
        let links: i64 = links.parse().map_err(|_| NoHead)?;
        let is_whole = digest.len() == DIGEST_CHARS && digest.chars().all(|digit| digit.is_ascii_hexdigit());
        let fits = if links == 0 { digest.is_empty() } else { links > 0 && is_whole };
        if fits { Ok(Self { chain, links, digest: digest.to_ascii_lowercase() }) } else { Err(NoHead) }
    }
}

/// A digest as people copy it.
pub(super) fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Whether a chain still has the link that it once ended with. That what lies before it is as it was, following the chain says.
///
/// # Errors
/// A fault of the database.
pub async fn has(market: &Market, head: &Head) -> Result<bool, Fault> {
    if head.links == 0 {
        return Ok(true);
    }
    let found = store::after(market.db(), head.chain, head.links.saturating_sub(1), 1).await?;
    Ok(found.first().is_some_and(|link| link.position == head.links && hexadecimal(&link.digest) == head.digest))
}

/// Writes the end of the chain over the books into the log of deeds, which has a chain of its own: who cuts the books short has to cut
/// the log as well, with all that people did since. Does nothing where that end stands there.
///
/// # Errors
/// A fault of the database.
pub async fn note_head(market: &Market) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("note_head").await?;
    let Some(last) = store::last(&*tx, Chain::Ledger).await? else { return Ok(()) };
    let noted = log::Entity::find()
        .filter(log::Column::Subject.eq(last.row_id))
        .filter(log::Column::Action.eq(NOTE_HEAD))
        .one(&*tx)
        .await?;
    if noted.is_some() {
        return Ok(());
    }
    let head = Head { chain: Chain::Ledger, links: last.position, digest: hexadecimal(&last.digest) };
    let deed = Deed { actor: None, action: NOTE_HEAD, subject: last.row_id, detail: &head.to_string() };
    record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_printed() {
        let digest = "0123456789abcdef".repeat(4);
        for text in [format!("ledger:12:{digest}"), format!("audit_log:1:{digest}"), "ledger:0:".to_owned()] {
            assert_eq!(text.parse::<Head>().map(|head| head.to_string()), Ok(text));
        }
        let shouted: Head = format!(" ledger:12:{}\n", digest.to_uppercase()).parse().unwrap();
        assert_eq!(shouted.digest, digest);
        assert_eq!(hexadecimal(&[0, 15, 255]), "000fff");
    }

    #[test]
    fn what_is_no_head_is_refused() {
        let digest = "0".repeat(64);
        for wrong in [
            String::new(),
            "ledger".to_owned(),
            format!("books:12:{digest}"),
            format!("ledger:-1:{digest}"),
            format!("ledger:many:{digest}"),
            format!("ledger:0:{digest}"),
            format!("ledger:12:{digest}:1"),
            format!("ledger:12:{}", &digest[1..]),
            format!("ledger:12:g{}", &digest[1..]),
            "ledger:12:".to_owned(),
        ] {
            assert_eq!(wrong.parse::<Head>(), Err(NoHead), "{wrong}");
        }
    }
}
