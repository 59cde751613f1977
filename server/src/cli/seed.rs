//! `shanhuo seed demo`: fills an empty market with the stories' people, shops and goods.

use super::Sentence;
use crate::boot::{Settings, migrate, open, photos};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Seed {
    /// The demo market: five shops, about sixty listings, orders in every state. Does nothing where it was made before.
    Demo {
        /// How wide the pictures are drawn, in pixels: small ones are ready sooner.
        #[arg(long, default_value_t = crate::seed::PHOTO_WIDTH, value_parser = clap::value_parser!(u32).range(40..=1600))]
        photo_width: u32,
    },
}

pub async fn run(settings: Settings, seed: Seed) -> Result<ExitCode, Sentence> {
    let Seed::Demo { photo_width } = seed;
    if settings.is_production() {
        return Err("A market for real is not filled with demo goods.".to_owned());
    }
    let opened = open(&settings).await?;
    migrate(&opened.pools).await?;
    crate::seed::demo(&opened, photos(&settings)?, photo_width).await?;
    Ok(ExitCode::SUCCESS)
}
