//! `cargo dev check`: what can be told without running the product. Cheap first; the first red step stops.

use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::{tidy, workspace};
use std::process::Command;

const WASM: &str = "wasm32-unknown-unknown";

/// Who may depend on whom (docs/ARCHITECTURE.md): a member and the members that it may name.
const ARROWS: [(&str, &[&str]); 10] = [
    // What is measured against is named by tests and examples alone.
    ("budget", &[]),
    ("migrations", &[]),
    ("market", &["migrations"]),
    ("search", &["market"]),
    ("app-kit", &["market"]),
    ("app-storefront", &["app-kit", "market"]),
    ("app-workbench", &["app-kit", "market"]),
    ("frontend-storefront", &["app-storefront"]),
    ("frontend-workbench", &["app-workbench"]),
    ("server", &["app-kit", "app-storefront", "app-workbench", "market", "migrations", "search"]),
];

/// Everything else on the server's side is built with what tests need.
pub const AS_SHIPPED: (&str, [&str; 3]) = ("the server compiles as it is shipped", ["check", "-p", "server"]);

pub fn run(steps: &mut Steps) -> Done {
    without_the_server_side(steps)?;
    let server_side = [&["--all-targets"][..], &workspace::SERVER_SIDE].concat();
    steps.command("lints: the server's side", clippy(&server_side))?;
    steps.command(AS_SHIPPED.0, workspace::cargo(&AS_SHIPPED.1))
}

/// All of it but the server's side, which can be linted while it is built ([`workspace::lint`]).
pub fn without_the_server_side(steps: &mut Steps) -> Done {
    setup::ensure(steps, For::Building)?;
    steps.command("formatting", workspace::cargo(&["fmt", "--all", "--check"]))?;
    tidy::run(steps, &[])?;
    steps.work("the arrows between the crates", arrows)?;
    steps.command("lints: the rules", clippy(&["-p", "market", "--all-targets"]))?;
    steps.command("the rules compile for the browser", workspace::cargo(&["check", "-p", "market", "--target", WASM]))?;
    steps.command("lints: this command", clippy(&["-p", "xtask", "-p", "switches", "-p", "budget", "--all-targets"]))?;
    // Together: each is one long crate, which leaves a processor idle. That unifies their features: that each compiles with its own alone is
    // told by `cargo dev site`, which builds each in a cargo run of its own, and which `cargo dev test` runs.
    let bundles = ["-p", "frontend-storefront", "-p", "frontend-workbench", "--target", WASM];
    steps.command("lints: what runs in the browser", clippy(&bundles))
}

fn clippy(arguments: &[&str]) -> Command {
    let mut command = workspace::cargo(&["clippy"]);
    command.args(arguments).args(["--", "-D", "warnings"]);
    command
}

fn arrows() -> Done<String> {
    no_database_in_the_rules()?;
    no_dictionary_in_the_browser()?;
    let mut arrows = 0;
    for (member, allowed) in ARROWS {
        for named in neighbours(member)? {
            if !allowed.contains(&named.as_str()) {
                return Err(format!("{member} must not depend on {named}; it may name: {}.", allowed.join(", ")));
            }
            arrows += 1;
        }
    }
    Ok(format!("{arrows} arrows, all of them drawn"))
}

/// The dictionary of Chinese words has megabytes: it is the server's.
fn no_dictionary_in_the_browser() -> Done {
    for bundle in ["frontend-storefront", "frontend-workbench"] {
        let tree =
            workspace::output(workspace::cargo(&["tree", "-p", bundle, "--target", WASM, "-e", "normal", "--prefix", "none"]))?;
        if tree.lines().any(|line| line.starts_with("jieba-rs ") || line.starts_with("tantivy ")) {
            return Err(format!("{bundle} carries the search engine to the browser."));
        }
    }
    Ok(())
}

/// Cargo says that nothing matches where the tree has no such package: that is the good answer.
fn no_database_in_the_rules() -> Done {
    match workspace::output(workspace::cargo(&["tree", "-p", "market", "-e", "normal", "-i", "sea-orm"])) {
        Ok(tree) if tree.trim().is_empty() => Ok(()),
        Ok(tree) => Err(format!("market without the feature `db` must not carry a database:\n{tree}")),
        Err(sentence) if sentence.contains("did not match any packages") => Ok(()),
        Err(sentence) => Err(sentence),
    }
}

/// The members of the workspace that this one names, with all its features.
fn neighbours(member: &str) -> Done<Vec<String>> {
    let tree = ["tree", "-p", member, "-e", "normal", "--depth", "1", "--prefix", "none", "--all-features"];
    let tree = workspace::output(workspace::cargo(&tree))?;
    let names = tree.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    let is_member = |name: &&str| ARROWS.iter().any(|(known, _)| known == name);
    Ok(names.filter(is_member).map(str::to_owned).collect())
}
