//! `shanhuo seed demo`: fills an empty market with the stories' people, shops and goods.

use super::Sentence;
use crate::boot::{Settings, migrate, open, photos};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Seed {
    /// The demo market: five shops, about sixty listings, orders in every state. Does nothing where it was made before.
    Demo,
}

pub async fn run(settings: Settings, seed: Seed) -> Result<ExitCode, Sentence> {
    let Seed::Demo = seed;
    if settings.is_production() {
        return Err("A market for real is not filled with demo goods.".to_owned());
    }
    let opened = open(&settings).await?;
    migrate(&opened.pools).await?;
    crate::seed::demo(&opened, photos(&settings)?).await?;
    Ok(ExitCode::SUCCESS)
}
