//! `cargo dev mutants`: cargo-mutants says how the rules and commands of money and stock could be changed, one expression at a time,
//! and a test has to notice each. All of them are put into one copy of the source, each behind a switch (`xtask/switches`), so that
//! it is built once and not hundreds of times; what no switch can do, cargo-mutants tries itself, one after the other.

mod survivors;
mod tally;

use crate::planted::scratch::Scratch;
use crate::site::stamp::files_below;
use crate::steps::{Done, Steps, plain, seconds};
use crate::workspace;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;
use survivors::Survivors;
use tally::Tally;

const TOOL: &str = "cargo-mutants";
const TOOL_VERSION: &str = "27.0.0";

const SLICES: [&str; 9] =
    ["ledger", "inventory", "checkout", "coupon", "order", "aftersales", "payment", "reconciliation", "audit"];
/// What a slice decides and does; how it reads and draws is other tests' business. Inventory's rules are its steps.
const ROOMS: [&str; 17] = [
    "rules",
    "commands",
    "steps",
    "stuck",
    "suspense",
    "inbox",
    "cash",
    "failed",
    "unasked",
    "told",
    "look_ups",
    "evidence",
    "desk",
    "tie",
    "explain",
    "chain",
    "invariants",
];
/// Rooms of the auditor, one for what each of them holds the market to.
const CHECKS: &str = "_checks";
/// What reads and writes rows within a room.
const ROWS: [&str; 2] = ["queries.rs", "store.rs"];

/// Of a hundred mutants that compile, so many must be killed.
const KILLED_PER_CENT_MIN: usize = 95;
/// The model has a seed of its own here, so that a mutant is killed or not and does not change its mind.
const FIXED: [(&str, &str); 2] = [("SHANHUO_MODEL_SEQUENCES", "8"), ("SHANHUO_SEED", "1")];

/// By which tests, as `switches` knows them.
const BY_THEMSELVES: &str = "rules";
const BY_THE_TRADE: &str = "trade";

/// With which tests cargo-mutants tries what is left to it, and after how many seconds a mutant counts as one that never ends.
const CARGO: [&str; 2] = ["--features", "testkit"];
const TESTS: [&str; 7] = ["--lib", "--test", "slices", "--test", "trade", "--test", "model"];
const SECONDS_MAX: &str = "900";

/// What is tried: files from the workspace's root, and which part of their mutants.
struct Wanted<'a> {
    files: Vec<String>,
    shard: Option<&'a str>,
}

/// All files, or those that are named; with `--shard k/n` every n-th mutant.
pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let wanted = Wanted::read(arguments)?;
    let known = Survivors::read()?;
    let tool = tool(steps)?;
    let begun = Instant::now();
    let lab = Lab { tool, scratch: Scratch::named("mutants") };
    let rules: Vec<String> = wanted.files.iter().filter(|file| file.contains("/rules")).cloned().collect();
    let (mut all, mut files) = (Tally::default(), wanted.files.clone());
    if !rules.is_empty() {
        let alone = Lab { scratch: Scratch::named("mutants-rules"), tool: lab.tool.clone() };
        let judged = alone.at_once(steps, BY_THEMSELVES, (&rules, wanted.shard), &all)?;
        if judged.survived.is_empty() && tally::lines(&alone.output().join("aside.txt"))?.is_empty() {
            files.retain(|file| !rules.contains(file));
        }
        all.add(Tally { survived: Vec::new(), ..judged });
    }
    if !files.is_empty() {
        let tried = lab.at_once(steps, BY_THE_TRADE, (&files, wanted.shard), &all)?;
        all.add(tried);
        let aside = tally::lines(&lab.output().join("aside.txt"))?;
        if !aside.is_empty() {
            steps.work("the copy without switches", || lab.scratch.fill())?;
            all.add(lab.one_by_one(steps, &files, &aside)?);
        }
    }
    let of = wanted.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default();
    println!("\n  {}{of}, {}", all.sentence(), seconds(begun.elapsed()));
    judge(&all, &known)
}

/// What stands in the copy with switches in it, and is built again only where it changes.
fn switched(files: &[String]) -> Vec<String> {
    let own = ["market/src/lib.rs", "market/src/mutant.rs"].map(str::to_owned);
    files.iter().cloned().chain(own).collect()
}

impl<'a> Wanted<'a> {
    fn read(arguments: &[&'a str]) -> Done<Self> {
        let (mut named, mut shard) = (Vec::new(), None);
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match *word {
                "--shard" => shard = Some(*words.next().ok_or("--shard wants a part, such as 0/20.")?),
                file => named.push(file.to_owned()),
            }
        }
        let all = files();
        if let Some(unknown) = named.iter().find(|file| !all.contains(file)) {
            return Err(format!("`{unknown}` is none of the files whose mutants are tried:\n  {}", all.join("\n  ")));
        }
        Ok(Self { files: if named.is_empty() { all } else { named }, shard })
    }
}

/// From the workspace's root, by name.
fn files() -> Vec<String> {
    let is_tried = |path: &str| {
        let mut parts = path.split('/');
        let (slice, room) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default().trim_end_matches(".rs"));
        SLICES.contains(&slice)
            && (ROOMS.contains(&room) || room.ends_with(CHECKS))
            && !path.ends_with("_tests.rs")
            && !ROWS.iter().any(|rows| path.ends_with(rows))
    };
    let source = workspace::root().join("market/src");
    let mut files: Vec<_> = files_below(&source)
        .iter()
        .filter_map(|file| file.strip_prefix(&source).ok()?.to_str().map(str::to_owned))
        .filter(|path| is_tried(path))
        .map(|path| format!("market/src/{path}"))
        .collect();
    files.sort();
    files
}

/// The pinned tool, in a folder of its own: whatever else is installed on this machine stays as it is.
fn tool(steps: &mut Steps) -> Done<PathBuf> {
    let folder = workspace::target().join("tools");
    let program = folder.join("bin").join(TOOL);
    let version = workspace::output(workspace::command(&program, &["mutants", "--version"]));
    if version.is_ok_and(|version| version.split_whitespace().any(|word| word == TOOL_VERSION)) {
        return Ok(program);
    }
    let mut install = workspace::cargo(&["install", TOOL, "--version", TOOL_VERSION, "--locked", "--root"]);
    install.arg(&folder);
    steps.command(&format!("{TOOL} {TOOL_VERSION}"), install)?;
    Ok(program)
}

struct Lab {
    tool: PathBuf,
    scratch: Scratch,
}

impl Lab {
    fn output(&self) -> PathBuf {
        self.scratch.target().with_file_name("switches")
    }

    /// The tool, for these files.
    fn examine(mut tool: Command, files: &[String]) -> Command {
        tool.args(["mutants", "--no-shuffle", "--colors", "never", "--package", "market"]);
        tool.args(files.iter().flat_map(|file| ["--file", file]));
        tool
    }

    /// All that can be switched and was not judged before, in one build.
    fn at_once(&self, steps: &mut Steps, trial: &str, (files, shard): (&[String], Option<&str>), before: &Tally) -> Done<Tally> {
        let output = empty(self.output())?;
        let list = output.join("list.json");
        let judged: String = before.judged().flat_map(|mutant| [mutant, "\n"]).collect();
        // What is listed is the source itself: in the copy there may be switches.
        let mut examine = Self::examine(workspace::command(&self.tool, &[]), files);
        examine.args(["--list", "--json"]).args(shard.iter().flat_map(|shard| ["--shard", shard]));
        steps.work(&format!("a copy of the source for mutants, by the tests of the {trial}"), || {
            let written = std::fs::write(&list, workspace::output(examine)?)
                .and_then(|()| std::fs::write(output.join("judged.txt"), judged));
            written.map_err(|error| format!("{} cannot be written: {error}", output.display()))?;
            self.scratch.fill_around(&switched(files))
        })?;
        let mut switches = workspace::cargo(&["run", "--quiet", "--package", "switches", "--", trial]);
        switches.arg(&list).arg(workspace::root()).arg(self.scratch.tree()).arg(self.scratch.target()).arg(&output);
        steps.command("mutants behind switches", switches)?;
        Tally::read(&output)
    }

    /// The copy is changed in place: it has its build beside it already, and a copy of the copy would begin from nothing.
    fn one_by_one(&self, steps: &mut Steps, files: &[String], names: &[String]) -> Done<Tally> {
        let output = empty(workspace::target().join("mutants").join("one-by-one"))?;
        let mut examine = Self::examine(self.scratch.command(&self.tool), files);
        examine.args(["--in-place", "--timeout", SECONDS_MAX]).args(CARGO).arg("--output").arg(&output);
        examine.args(names.iter().flat_map(|name| ["--re".to_owned(), tally::exactly(name)]));
        // What follows `--` is said when tests run, and not when they are built: every other test would be built in vain.
        examine.args(TESTS.iter().map(|word| format!("--cargo-arg={word}")));
        examine.env("CARGO_TARGET_DIR", self.scratch.target()).envs(FIXED);
        let mut tally = Tally::default();
        steps.work("mutants, one by one", || {
            judged(examine)?;
            tally = Tally::read(&output.join("mutants.out"))?;
            Ok(tally.sentence())
        })?;
        Ok(tally)
    }
}

fn empty(folder: PathBuf) -> Done<PathBuf> {
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    Ok(folder)
}

/// That some survived, or never ended, is an answer too.
fn judged(mut command: Command) -> Done {
    const SURVIVED: i32 = 2;
    const NEVER_ENDED: i32 = 3;
    let shown = plain(&command);
    println!("      $ {shown}");
    let status = command.status().map_err(|error| format!("`{shown}` could not start: {error}."))?;
    match status.code() {
        Some(0 | SURVIVED | NEVER_ENDED) => Ok(()),
        _ => Err(format!("{TOOL} did not come to its end ({status}). The plain command: {shown}")),
    }
}

fn judge(all: &Tally, known: &Survivors) -> Done {
    let unknown = known.unknown(&all.survived);
    let killed_since = known.killed_since(all);
    for mutant in &all.survived {
        let why = known.reason(mutant).unwrap_or("← nobody says why");
        println!("  survived: {mutant}\n            {why}");
    }
    for mutant in &all.timeouts {
        println!("  never ended: {mutant}");
    }
    if !unknown.is_empty() {
        return Err(format!("{} survived and stand not in {}: write the test that kills them.", unknown.len(), survivors::FILE));
    }
    if !killed_since.is_empty() {
        return Err(format!("killed by now, take it from {}:\n  {}", survivors::FILE, killed_since.join("\n  ")));
    }
    if all.killed.len() * 100 < all.viable() * KILLED_PER_CENT_MIN {
        return Err(format!("{}: less than {KILLED_PER_CENT_MIN} % are killed.", all.sentence()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_about_money_and_stock_is_tried() {
        let all = files();
        for file in [
            "ledger/rules.rs",
            "aftersales/rules/shares.rs",
            "inventory/steps.rs",
            "payment/stuck.rs",
            "payment/cash/commands.rs",
            "payment/told.rs",
            "payment/look_ups.rs",
            "reconciliation/commands.rs",
            "reconciliation/desk.rs",
            "reconciliation/tie.rs",
            "reconciliation/explain.rs",
            "coupon/rules/reckon.rs",
            "coupon/steps.rs",
            "audit/cross_checks.rs",
            "audit/chain/links.rs",
        ] {
            assert!(all.contains(&format!("market/src/{file}")), "{file}");
        }
        assert!(all.iter().all(|file| !file.contains("queries") && !file.contains("store") && !file.contains("/cart/")));
    }

    #[test]
    fn a_part_of_a_file_is_chosen_by_its_name_and_shard() {
        let wanted = Wanted::read(&["market/src/ledger/rules.rs", "--shard", "1/4"]).ok().unwrap();
        assert_eq!((wanted.files, wanted.shard), (vec!["market/src/ledger/rules.rs".to_owned()], Some("1/4")));
        assert!(Wanted::read(&["market/src/cart/rules.rs"]).is_err());
        assert!(Wanted::read(&["--shard"]).is_err());
        assert!(Wanted::read(&[]).ok().unwrap().files.len() > 12);
    }
}
