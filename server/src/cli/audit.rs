//! `shanhuo audit`: every invariant with its count of violations, as one JSON object.

use super::Sentence;
use crate::boot::{Settings, open_existing};
use clap::Args;
use market::audit::chain::{Head, seal_all};
use market::audit::queries::audit_with;
use std::process::ExitCode;

#[derive(Args)]
pub struct Audit {
    /// An end of a chain that was kept outside of the database, as an earlier audit or the server's log has it: `ledger:1234:9f…`. Says
    /// whether the chain still has it. May be given several times.
    #[arg(long = "head", value_name = "NAME:COUNT:HASH")]
    heads: Vec<Head>,
}

pub async fn run(settings: Settings, audit: Audit) -> Result<ExitCode, Sentence> {
    let opened = open_existing(&settings).await?;
    // What a server that was stopped had no time to seal, or one beside this command seals in seconds, is no wrong of the books. Where
    // nobody can seal, the audit says so of what is old.
    if let Err(fault) = seal_all(&opened.market).await {
        eprintln!("What was written last could not be sealed: {fault}");
    }
    let report =
        audit_with(&opened.market, &audit.heads).await.map_err(|fault| format!("The audit could not be made: {fault}"))?;
    println!("{}", serde_json::to_string_pretty(&report).map_err(|error| format!("The report cannot be written: {error}"))?);
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
