//! `cargo dev setup`: install what is missing, and only that. With `--tests` also the browser, the fonts and PostgreSQL.

use crate::site::stamp;
use crate::steps::{Done, Steps};
use crate::{postgres, workspace};
use std::path::{Path, PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";
const NODE_MAJOR_MIN: u32 = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    Building,
    Tests,
}

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let purpose = if arguments.contains(&"--tests") { For::Tests } else { For::Building };
    ensure(steps, purpose)?;
    println!("Everything that this needs is installed.");
    Ok(())
}

pub fn ensure(steps: &mut Steps, purpose: For) -> Done {
    web_assembly(steps)?;
    node_modules(steps)?;
    match purpose {
        For::Building => Ok(()),
        For::Tests => packages(steps),
    }
}

fn web_assembly(steps: &mut Steps) -> Done {
    let sysroot = workspace::output(workspace::command("rustc", &["--print", "sysroot"]))?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    if workspace::on_path(&["rustup"]).is_none() {
        return Err(format!(
            "Rust's WebAssembly target is missing and there is no rustup to add it. Install the standard library for \
             {TARGET} with the package manager that installed Rust, and run this again."
        ));
    }
    steps.command("Rust's WebAssembly target", workspace::command("rustup", &["target", "add", TARGET]))
}

fn node_modules(steps: &mut Steps) -> Done {
    if workspace::on_path(&["node"]).is_none() || workspace::on_path(&["npm"]).is_none() {
        return Err(format!("Node.js is missing: install version {NODE_MAJOR_MIN} or newer (with npm), and run this again."));
    }
    let version = workspace::output(workspace::command("node", &["--version"]))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR_MIN) {
        return Err(format!("Node.js is {}: version {NODE_MAJOR_MIN} or newer is needed.", version.trim()));
    }
    let lock = stamp::of_files(&[workspace::root().join("package-lock.json")])?;
    let stamp = workspace::root().join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    steps.command("the tools from npm", workspace::command("npm", &["ci"]))?;
    std::fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

pub fn chromium() -> Option<PathBuf> {
    workspace::on_path(&["chromium", "chromium-browser", "google-chrome"])
}

/// Without one, every Chinese word in the browser is a row of boxes, and nothing can be measured. A machine may have the font
/// and not the program that lists fonts.
fn chinese_font() -> bool {
    let listed = workspace::output(workspace::command("fc-list", &[":lang=zh", "family"]));
    let files = || stamp::files_below(Path::new("/usr/share/fonts"));
    listed.is_ok_and(|fonts| !fonts.trim().is_empty()) || files().iter().any(|file| file.to_string_lossy().contains("CJK"))
}

fn packages(steps: &mut Steps) -> Done {
    let missing: Vec<&str> = [
        ("chromium", chromium().is_some()),
        ("postgresql", postgres::programs().is_some()),
        ("fonts-noto-cjk", chinese_font()),
        // Specs of trouble hold a lock on the database from outside, or fill its disk.
        ("python3", workspace::on_path(&["python3"]).is_some()),
        // Cutting the power of a disk takes root; for everybody else that spec is skipped.
        ("btrfs-progs", !is_root() || workspace::on_path(&["mkfs.btrfs"]).is_some()),
    ]
    .into_iter()
    .filter_map(|(package, there)| (!there).then_some(package))
    .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get update && apt-get install --yes {}", missing.join(" "));
    if workspace::on_path(&["apt-get"]).is_none() {
        return Err(format!(
            "The tests need {}, and this machine has no apt-get. Install what your system calls them, and run this again \
             (on Debian: {by_hand}).",
            missing.join(", ")
        ));
    }
    if !is_root() {
        return Err(format!(
            "The tests need {}, and installing them takes root. Run this once, then this command again:\n  sudo sh -c '{by_hand}'",
            missing.join(", ")
        ));
    }
    let mut install = workspace::command("apt-get", &["install", "--yes", "--no-install-recommends"]);
    install.env("DEBIAN_FRONTEND", "noninteractive").args(&missing);
    steps.commands(
        &format!("packages for the tests: {}", missing.join(", ")),
        vec![workspace::command("apt-get", &["update"]), install],
    )
}

pub fn is_root() -> bool {
    workspace::output(workspace::command("id", &["-u"])).is_ok_and(|user| user.trim() == "0")
}
