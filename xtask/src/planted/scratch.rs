//! A copy of the source in which mistakes are planted, or mutants tried, with a target folder of its own, so that neither the
//! product's source nor its build is disturbed. Both are kept for the next run.

use super::mistake::Mistake;
use crate::site::stamp::files_below;
use crate::steps::Done;
use crate::workspace;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Scratch {
    tree: PathBuf,
    target: PathBuf,
}

impl Scratch {
    /// Below cargo's own folder, by the name of who plants.
    pub fn named(name: &str) -> Self {
        let folder = workspace::target().join(name);
        Self { tree: folder.join("tree"), target: folder.join("target") }
    }

    /// Makes the copy equal to the working tree: what git knows or would know. Only what differs is written, so that what is
    /// equal keeps its time and cargo its build. What a mistake changed gets the time of now and is built again; its old time
    /// would let cargo keep the mistake.
    pub fn fill(&self) -> Done<String> {
        self.fill_around(&[])
    }

    /// The same, but for files that somebody else writes.
    pub fn fill_around(&self, theirs: &[String]) -> Done<String> {
        self.borrow_builds()?;
        let list = workspace::command("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let list = workspace::output(list)?;
        let mut known = BTreeSet::new();
        let mut written = 0_usize;
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // A file may be deleted and not yet committed so.
            let Ok(wanted) = fs::read(workspace::root().join(path)) else { continue };
            let copy = self.tree.join(path);
            let is_theirs = theirs.iter().any(|file| file == path) && copy.exists();
            if !is_theirs && !fs::read(&copy).is_ok_and(|there| there == wanted) {
                write(&copy, &wanted)?;
                written += 1;
            }
            known.insert(copy);
        }
        known.extend(theirs.iter().map(|file| self.tree.join(file)));
        for stray in files_below(&self.tree).into_iter().filter(|file| !known.contains(file)) {
            fs::remove_file(&stray).map_err(|error| format!("{} cannot be removed: {error}", stray.display()))?;
        }
        Ok(format!("{} files, {written} of them new", known.len()))
    }

    pub fn applies(&self, mistake: &Mistake) -> Done {
        self.apply(mistake, &["--check"])
    }

    pub fn plant(&self, mistake: &Mistake) -> Done {
        self.apply(mistake, &[])?;
        let is_same = |path: &String| fs::read(self.tree.join(path)).ok() == fs::read(workspace::root().join(path)).ok();
        match mistake.changes.iter().find(|path| is_same(path)) {
            Some(path) => Err(format!("{} left {path} as it was.", mistake.name)),
            None => Ok(()),
        }
    }

    fn apply(&self, mistake: &Mistake, more: &[&str]) -> Done {
        let mut apply = self.command("git");
        apply.args(["apply", "--whitespace=nowarn"]).args(more).arg(mistake.file());
        // The copy lies inside another repository, whose git would look for the patch's files at its own root.
        apply.env("GIT_CEILING_DIRECTORIES", self.tree.parent().unwrap_or(&self.tree));
        let known = |error| format!("{} no longer applies: make market/planted/{0}.patch anew. {error}", mistake.name);
        workspace::output(apply).map(drop).map_err(known)
    }

    /// Where its source is.
    pub fn tree(&self) -> &Path {
        &self.tree
    }

    /// Where its builds are.
    pub fn target(&self) -> &Path {
        &self.target
    }

    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = self.command("cargo");
        command.args([verb, "--target-dir", "../target"]);
        command
    }

    /// Where commands run, as a person would type it.
    pub fn folder(&self) -> std::path::Display<'_> {
        self.tree.strip_prefix(workspace::root()).unwrap_or(&self.tree).display()
    }

    /// A program that runs in the copy, with nothing of this process's builds.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.tree);
        workspace::as_in_a_shell(&mut command);
        let inherited = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "CARGO_TARGET_DIR", "SHANHUO_TEST_POSTGRES"];
        for name in inherited.into_iter().filter(|name| std::env::var_os(name).is_some()) {
            command.env_remove(name);
        }
        command
    }

    /// The first time: what cargo has built of other people's crates need not be built again. Tests and other programs stay where
    /// they are.
    fn borrow_builds(&self) -> Done {
        let (ours, theirs) = (workspace::target().join("debug"), self.target.join("debug"));
        if theirs.is_dir() || !ours.is_dir() {
            return Ok(());
        }
        let is_library = |file: &Path| {
            let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
            ["rlib", "rmeta", "so", "dylib", "dll", "d"].contains(&kind)
        };
        for folder in ["build", "deps", ".fingerprint"] {
            for file in files_below(&ours.join(folder)) {
                if folder != "deps" || is_library(&file) {
                    let place = theirs.join(file.strip_prefix(&ours).unwrap_or(&file));
                    // Cargo writes into its notes and what build scripts made; a library it only ever replaces.
                    let borrow = if folder == "deps" { share } else { copy };
                    borrow(&file, &place).map_err(|error| format!("{} cannot be copied: {error}", file.display()))?;
                }
            }
        }
        Ok(())
    }
}

fn write(file: &Path, bytes: &[u8]) -> Done {
    let folder = file.parent().unwrap_or(file);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, bytes));
    written.map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// One file under two names where the file system can: gigabytes of libraries for nothing.
fn share(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::hard_link(from, to).or_else(|_| copy(from, to))
}

/// With its time, by which cargo knows what is older than what.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::copy(from, to)?;
    fs::File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
}
