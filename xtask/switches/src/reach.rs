//! The tests as they are, each by itself: that it passes, how long it takes, and past which mutants it comes.

use crate::Done;
use crate::build::Lab;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Tests wait for their disk as long as they work: twice as many as there are processors.
pub fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from) * 2
}

#[derive(Clone, Debug)]
pub struct Test {
    pub program: PathBuf,
    pub name: String,
    pub takes: Duration,
    pub reaches: BTreeSet<usize>,
}

impl Test {
    /// By itself, where cargo would run it. Dice have a known seed, so that a mutant is killed or not and does not change its mind.
    pub fn command(&self, lab: &Lab<'_>) -> Command {
        let mut command = Command::new(&self.program);
        command.args([self.name.as_str(), "--exact", "--quiet"]).current_dir(lab.tree.join("market"));
        command.env("CARGO_MANIFEST_DIR", lab.tree.join("market")).env_remove("SHANHUO_TEST_POSTGRES");
        command.envs([
            ("SHANHUO_MODEL_SEQUENCES", "8"),
            ("SHANHUO_SEED", "1"),
            ("PROPTEST_RNG_SEED", "1"),
            ("INSTA_UPDATE", "no"),
        ]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// What comes past no mutant kills none, and is left out.
pub fn baseline(lab: &Lab<'_>, programs: &[PathBuf]) -> Done<Vec<Test>> {
    let mut names = Vec::new();
    for program in programs {
        names.extend(listed(program)?.into_iter().map(|name| (program.clone(), name)));
    }
    let (begun, count) = (Instant::now(), names.len());
    let (waiting, done) = (Mutex::new(names.into_iter().enumerate()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..workers() {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().ok().and_then(|mut waiting| waiting.next());
                    let Some((at, (program, name))) = next else { break };
                    let tried = once(lab, at, program, name);
                    if let Ok(mut done) = done.lock() {
                        done.push(tried);
                    }
                }
            });
        }
    });
    let tests = done.into_inner().map_err(|_| "a thread broke off".to_owned())?;
    let tests: Vec<Test> = tests.into_iter().collect::<Done<_>>()?;
    let mut tests: Vec<Test> = tests.into_iter().filter(|test| !test.reaches.is_empty()).collect();
    tests.sort_by_key(|test| test.takes);
    println!("      {count} tests in {} s, {} of them come past a mutant", begun.elapsed().as_secs(), tests.len());
    Ok(tests)
}

/// The halves for PostgreSQL would say that there is none, and pass.
fn listed(program: &Path) -> Done<Vec<String>> {
    let output = Command::new(program).args(["--list", "--format", "terse"]).output();
    let output = output.map_err(|error| format!("{} could not start: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .filter(|name| !name.ends_with("::postgres"))
        .map(str::to_owned)
        .collect())
}

fn once(lab: &Lab<'_>, at: usize, program: PathBuf, name: String) -> Done<Test> {
    let mut test = Test { program, name, takes: Duration::ZERO, reaches: BTreeSet::new() };
    let notes = lab.target.join(format!("reached-{at}.txt"));
    std::fs::remove_file(&notes).ok();
    let begun = Instant::now();
    let status = test.command(lab).env("SHANHUO_REACHED", &notes).status();
    test.takes = begun.elapsed();
    if !status.is_ok_and(|status| status.success()) {
        return Err(format!("{} is red although no mutant lives.", test.name));
    }
    let text = std::fs::read_to_string(&notes).unwrap_or_default();
    test.reaches = text.lines().filter_map(|line| line.parse().ok()).collect();
    std::fs::remove_file(&notes).ok();
    Ok(test)
}
