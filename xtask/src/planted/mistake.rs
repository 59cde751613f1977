//! A mistake as its file tells it: comment lines, then a unified diff against the workspace's root.
//!
//!     # One sentence that says what the mistake is.
//!     # Test: what follows `cargo test`; the narrowest that must fail. Where it chooses no package, one of the server's side
//!     # Finds: text that must be in what the test prints (optional)
//!     # Engine: postgres (optional; else the test runs on SQLite alone)

use crate::steps::Done;
use crate::workspace;
use std::path::PathBuf;

const FOLDER: &str = "market/planted";

#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    pub name: String,
    pub says: String,
    /// What follows `cargo test`, packages included.
    pub test: Vec<String>,
    pub finds: Option<String>,
    pub on_postgres: bool,
    /// What the patch changes, from the workspace's root.
    pub changes: Vec<String>,
}

impl Mistake {
    pub fn file(&self) -> PathBuf {
        workspace::root().join(FOLDER).join(format!("{}.patch", self.name))
    }

    fn read(name: &str, text: &str) -> Done<Self> {
        let wrong = |what: &str| format!("{FOLDER}/{name}.patch {what}");
        let (mut says, mut test, mut finds, mut engine) = (Vec::new(), Vec::new(), None, None);
        for line in text.lines().take_while(|line| !line.starts_with("--- ")) {
            let line = line.strip_prefix('#').ok_or_else(|| wrong("has something else than comments before its diff."))?.trim();
            match line.split_once(": ") {
                Some(("Test", arguments)) => test = arguments.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
                Some(("Finds", text)) => finds = Some(text.to_owned()),
                Some(("Engine", name)) => engine = Some(name),
                _ => says.push(line),
            }
        }
        if says.is_empty() {
            return Err(wrong("does not say what the mistake is."));
        }
        if test.is_empty() {
            return Err(wrong("names no test: `# Test: --test trade …`."));
        }
        if !test.iter().any(|word| word == "-p") {
            test.splice(..0, workspace::SERVER_SIDE.map(str::to_owned));
        }
        if engine.is_some_and(|engine| engine != "postgres") {
            return Err(wrong("names an engine that is not `postgres`."));
        }
        let changes: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("+++ b/")).map(str::to_owned).collect();
        if changes.is_empty() {
            return Err(wrong("changes nothing."));
        }
        Ok(Self { name: name.to_owned(), says: says.join(" "), test, finds, on_postgres: engine.is_some(), changes })
    }
}

/// All of them, by name.
pub fn all() -> Done<Vec<Mistake>> {
    let folder = workspace::root().join(FOLDER);
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let mut all = Vec::new();
    for file in entries.flatten().map(|entry| entry.path()).filter(|file| file.extension().is_some_and(|kind| kind == "patch")) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        all.push(Mistake::read(&name, &text)?);
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFF: &str = "--- a/market/src/x.rs\n+++ b/market/src/x.rs\n@@ -1 +1 @@\n-# Test: no header\n+2\n";

    #[test]
    fn the_header_says_what_is_wrong_and_who_must_notice() {
        let text = format!(
            "# Stock is read: then written.\n# Test: -p market --test trade last\n# Finds: sold to both\n# Engine: postgres\n{DIFF}"
        );
        let read = Mistake::read("stock", &text).unwrap();
        assert_eq!(read.says, "Stock is read: then written.");
        assert_eq!(read.test, ["-p", "market", "--test", "trade", "last"]);
        assert_eq!((read.finds.as_deref(), read.on_postgres), (Some("sold to both"), true));
        assert_eq!(read.changes, ["market/src/x.rs"]);
        let short = Mistake::read("stock", &format!("# Wrong in\n# two lines.\n# Test: --test trade last\n{DIFF}")).unwrap();
        assert_eq!(short.test, [&workspace::SERVER_SIDE[..], &["--test", "trade", "last"]].concat());
        assert_eq!((short.says.as_str(), short.finds, short.on_postgres), ("Wrong in two lines.", None, false));
    }

    #[test]
    fn a_header_without_its_parts_is_refused() {
        for (header, why) in [
            ("# Test: -p market\n", "does not say"),
            ("# Wrong.\n", "names no test"),
            ("# Wrong.\n# Test:  \n", "names no test"),
            ("# Wrong.\n# Test: -p market\n# Engine: oracle\n", "names an engine"),
            ("Wrong.\n# Test: -p market\n", "something else than comments"),
        ] {
            let refused = Mistake::read("stock", &format!("{header}{DIFF}")).unwrap_err();
            assert!(refused.starts_with("market/planted/stock.patch ") && refused.contains(why), "{refused}");
        }
        assert!(Mistake::read("stock", "# Wrong.\n# Test: -p market\n").unwrap_err().contains("changes nothing"));
    }

    #[test]
    fn every_mistake_that_is_kept_can_be_read_and_has_its_row_in_the_docs() {
        let all = all().unwrap();
        assert!(all.len() >= 16, "{}", all.len());
        let docs = std::fs::read_to_string(workspace::root().join("docs/TESTING.md")).unwrap();
        for mistake in all {
            assert!(docs.contains(&format!("| `{}` |", mistake.name)), "docs/TESTING.md does not name {}", mistake.name);
        }
    }
}
