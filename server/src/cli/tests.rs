//! Commands that look at a market, or change a row of it, make none where there is none.

use super::{CommandLine, obey};
use crate::boot::{Mode, Opened, Settings, migrate, open};
use clap::Parser;
use migrations::{Migrator, MigratorTrait};
use std::path::Path;
use std::process::ExitCode;

/// Every command that only reads.
const READING: [&[&str]; 3] = [&["audit"], &["draw", "--question", "1&q=tea"], &["rule", "list"]];
/// Every command that changes what a market says.
const SETTING: [&[&str]; 2] =
    [&["rule", "set", "hold_minutes", "60", "--from", "2027-01-17"], &["admin", "operator", "olga@example.org"]];
/// Writes an index, and reads the market that it is of.
const REINDEX: &[&str] = &["reindex"];
/// Writes a file beside the market.
const CLOCK: &[&str] = &["clock", "advance", "10d"];

fn settings(data: &Path) -> Settings {
    Settings {
        data: data.to_owned(),
        database: None,
        mode: Mode::Demo,
        smtp: None,
        mail_from: String::new(),
        public_url: None,
        test_clock: false,
    }
}

async fn run(words: &[&str], settings: &Settings) -> Result<ExitCode, String> {
    let line = CommandLine::try_parse_from(["shanhuo"].iter().chain(words)).expect("a command");
    Box::pin(obey(settings.clone(), line.command)).await
}

async fn pending(opened: &Opened) -> usize {
    Migrator::get_pending_migrations_read_only(&opened.pools.reader).await.expect("migrations").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_mistyped_has_no_market_and_none_is_made_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = folder.path().join("other.sqlite");
    let url = format!("sqlite://{}?mode=rwc", elsewhere.display());
    let commands = || READING.into_iter().chain(SETTING).chain([REINDEX, CLOCK]);
    // One that there is not, and one that has something else.
    let mistyped = [folder.path().join("dta"), folder.path().to_owned()];
    for (words, data) in commands().flat_map(|words| mistyped.iter().map(move |data| (words, data))) {
        let mistyped = Settings { test_clock: true, ..settings(data) };
        for (database, missing) in [
            (None, mistyped.data.join("market.sqlite")),
            (Some(url.clone()), elsewhere.clone()),
            (Some("postgres://nobody@127.0.0.1:1/nothing".to_owned()), mistyped.data.join("keys/master.key")),
        ] {
            let said = run(words, &Settings { database, ..mistyped.clone() }).await.expect_err("no market");
            let sentence =
                format!("There is no market in the folder {}: {} is missing.", mistyped.data.display(), missing.display());
            assert_eq!(said, sentence, "{words:?}");
            let made = std::fs::read_dir(folder.path()).expect("a folder").count();
            assert_eq!(made, 0, "{words:?} made something");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_its_key_is_given_no_other_key() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(&settings(folder.path())).await.expect("a database and a key"));
    let keys = folder.path().join("keys");
    std::fs::remove_dir_all(&keys).expect("keys");
    for words in READING.into_iter().chain(SETTING) {
        let said = run(words, &settings(folder.path())).await.expect_err("no market");
        assert!(said.ends_with("keys/master.key is missing."), "{words:?}: {said}");
        assert!(!keys.exists(), "{words:?} made a key");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_or_sets_something_leaves_the_schema_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = settings(folder.path());
    let opened = open(&settings).await.expect("a database");
    let all = Migrator::migrations().len();
    let commands = || READING.into_iter().chain(SETTING);
    for words in commands() {
        let said = run(words, &settings).await.expect_err("no market");
        assert_eq!(said, "There is no market in this database: it has no tables.", "{words:?}");
        assert_eq!(pending(&opened).await, all, "{words:?}");
    }
    Migrator::up(&opened.pools.writer, Some(1)).await.expect("an older schema");
    for words in commands() {
        let said = run(words, &settings).await.expect_err("an older schema");
        assert!(said.contains("`shanhuo migrate` brings it up to date"), "{words:?}: {said}");
        assert_eq!(pending(&opened).await, all - 1, "{words:?}");
    }
    migrate(&opened.pools).await.expect("a schema");
    let ([audit, draw, rules], [_, operator]) = (READING, SETTING);
    for words in [audit, rules, operator] {
        run(words, &settings).await.expect("a market");
    }
    let said = run(draw, &settings).await.expect_err("no index");
    assert!(said.contains("There is no search index yet"), "{said}");
}
