//! `shanhuo migrate`

use super::Sentence;
use crate::boot::{Settings, migrate, open};
use std::process::ExitCode;

pub async fn run(settings: Settings) -> Result<ExitCode, Sentence> {
    let opened = open(&settings).await?;
    migrate(&opened.pools).await?;
    println!("The schema is up to date.");
    Ok(ExitCode::SUCCESS)
}
