//! `shanhuo reindex`: builds the search index anew beside the one in use. A server that runs takes it over by itself. With `--check` it
//! builds nothing, and says whether the one in use says what the database says.

use super::Sentence;
use crate::boot::{Settings, indexes, migrate, open, open_existing};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

/// Places of the bar.
const BAR: u64 = 40;

#[derive(Args)]
pub struct Reindex {
    /// Builds nothing: compares the index in use with the database, prints one JSON object, and ends with status 1 where they differ.
    /// What the index has not read yet is no difference.
    #[arg(long)]
    check: bool,
    /// So many seconds an index that is behind is waited for before it is compared.
    #[arg(long, value_name = "SECONDS", requires = "check", default_value_t = 10)]
    wait: u32,
}

pub async fn run(settings: Settings, reindex: Reindex) -> Result<ExitCode, Sentence> {
    if reindex.check { check(settings, Duration::from_secs(reindex.wait.into())).await } else { build(settings).await }
}

async fn check(settings: Settings, patience: Duration) -> Result<ExitCode, Sentence> {
    let opened = open_existing(&settings).await?;
    let compared = search::compare(&opened.market, &indexes(&settings), patience)
        .await
        .map_err(|fault| format!("The index was not compared with the database: {}", fault.detail))?
        .ok_or("There is no search index yet: `shanhuo reindex` builds one.")?;
    println!("{}", serde_json::to_string_pretty(&compared).map_err(|error| format!("The result cannot be written: {error}"))?);
    Ok(if compared.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn build(settings: Settings) -> Result<ExitCode, Sentence> {
    settings.has_market()?;
    let opened = open(&settings).await?;
    migrate(&opened.pools).await?;
    let place = indexes(&settings);
    let permit = place
        .permit()
        .map_err(|error| format!("The folder {} cannot be written to: {error}", place.root().display()))?
        .ok_or("The index is being built by another process just now.")?;
    let is_terminal = std::io::stderr().is_terminal();
    let show = |done: u64, all: u64| draw(done, all, is_terminal);
    search::build(&opened.market, &place, &permit, &show).await.map_err(|fault| format!("The index was not built: {fault}"))?;
    if is_terminal {
        eprintln!();
    }
    println!("The search index is built.");
    Ok(ExitCode::SUCCESS)
}

/// The bar at a terminal, which overwrites itself; a line each elsewhere.
fn draw(done: u64, all: u64, is_terminal: bool) {
    let line = bar(done, all);
    let mut out = std::io::stderr();
    // Whoever does not look at the bar still gets the index.
    let _ = if is_terminal { write!(out, "\r{line}").and_then(|()| out.flush()) } else { writeln!(out, "{line}") };
}

fn bar(done: u64, all: u64) -> String {
    let full = (done.min(all) * BAR).checked_div(all).unwrap_or(BAR);
    let places: String = (0..BAR).map(|place| if place < full { '█' } else { '░' }).collect();
    format!("{places} {done} of {all} listings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills() {
        assert!(bar(0, 10).starts_with('░'));
        assert!(bar(10, 10).contains("█ 10 of 10"));
        assert!(bar(0, 0).contains('█'));
        assert_eq!(bar(5, 10).chars().filter(|place| *place == '█').count(), 20);
    }
}
