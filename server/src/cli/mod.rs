//! The command line. Every command ends with status 0 or with a clear sentence on stderr.

mod admin;
mod audit;
mod clock;
pub mod draw;
mod migrate;
mod payments;
mod reindex;
mod rule;
mod seed;
mod serve;
#[cfg(test)]
mod tests;

use crate::boot::{Mode, Settings};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What ends a command without success: a sentence for the person at the terminal.
pub type Sentence = String;

#[derive(Parser)]
#[command(name = "shanhuo", version, about = "Shanhuo 山货: an open market of many shops, in one binary.")]
struct CommandLine {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where the market lives.
#[derive(Args, Clone)]
pub struct Place {
    /// The folder of database, photos, search index and keys.
    #[arg(long, global = true, default_value = "data", env = "SHANHUO_DATA")]
    data: PathBuf,
    /// Another database than the one in the folder: `postgres://…` or `sqlite://…`.
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// `demo` has a sandbox for payments and writes mail into a folder; `production` refuses both.
    #[arg(long, global = true, value_enum, default_value_t = Mode::Demo, env = "SHANHUO_MODE")]
    mode: Mode,
    /// `smtp://user:password@host:port` or `smtps://…`; without it mail is written into the folder `mail` (demo only).
    #[arg(long, global = true, env = "SHANHUO_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// The sender of the market's mail.
    #[arg(long, global = true, default_value = "Shanhuo <market@localhost>", env = "SHANHUO_MAIL_FROM")]
    mail_from: String,
    /// The address under which browsers reach the market, such as `https://market.example`; with https, cookies are for TLS only.
    #[arg(long, global = true, env = "SHANHUO_PUBLIC_URL")]
    public_url: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the market.
    Serve(serve::Serve),
    /// Brings the database's schema up to date.
    Migrate,
    /// Fills an empty market.
    #[command(subcommand)]
    Seed(seed::Seed),
    /// Builds the search index anew, while the market serves; a running server takes it over by itself. Or checks the one in use.
    Reindex(reindex::Reindex),
    /// Checks every invariant and prints one JSON object; ends with status 1 where one is violated.
    Audit(audit::Audit),
    /// Makes a draw of rotating places again, with all tickets; ends with status 1 where the pages have other places.
    Draw(draw::Draw),
    /// Moves the market's clock (test markets only).
    #[command(subcommand)]
    Clock(clock::ClockCommand),
    /// The market's fees, times and limits: what they are, and from when on they are something else.
    #[command(subcommand)]
    Rule(rule::RuleCommand),
    /// What an operator does from the terminal.
    #[command(subcommand)]
    Admin(admin::Admin),
}

impl Place {
    fn settings(&self) -> Settings {
        Settings {
            data: self.data.clone(),
            database: self.database.clone(),
            mode: self.mode,
            smtp: self.smtp.clone(),
            mail_from: self.mail_from.clone(),
            public_url: self.public_url.clone(),
            test_clock: std::env::var("SHANHUO_TEST_CLOCK").is_ok_and(|value| value == "1"),
        }
    }
}

/// Reads the command line and does what it says.
///
/// # Errors
/// The sentence that the person at the terminal is to read.
pub async fn run() -> Result<ExitCode, Sentence> {
    let line = CommandLine::parse();
    let settings = line.place.settings();
    Box::pin(obey(settings, line.command)).await
}

async fn obey(settings: Settings, command: Command) -> Result<ExitCode, Sentence> {
    match command {
        Command::Serve(serve) => serve::run(settings, serve).await,
        Command::Migrate => migrate::run(settings).await,
        Command::Seed(seed) => seed::run(settings, seed).await,
        Command::Reindex(reindex) => reindex::run(settings, reindex).await,
        Command::Audit(audit) => audit::run(settings, audit).await,
        Command::Draw(draw) => draw::run(settings, draw).await,
        Command::Clock(command) => clock::run(&settings, command),
        Command::Rule(command) => rule::run(settings, command).await,
        Command::Admin(command) => admin::run(settings, command).await,
    }
}
