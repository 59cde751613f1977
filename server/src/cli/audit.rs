//! `shanhuo audit`: every invariant with its count of violations, as one JSON object.

use super::Sentence;
use crate::boot::{Settings, open};
use std::process::ExitCode;

pub async fn run(settings: Settings) -> Result<ExitCode, Sentence> {
    let opened = open(&settings).await?;
    let report =
        market::audit::queries::audit(&opened.market).await.map_err(|fault| format!("The audit could not be made: {fault}"))?;
    println!("{}", serde_json::to_string_pretty(&report).map_err(|error| format!("The report cannot be written: {error}"))?);
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
