//! One test over the copy: it has to pass while the copy is unharmed, and to fail when a mistake is in it.

use super::mistake::Mistake;
use super::scratch::Scratch;
use crate::steps::{Done, plain};
use std::process::{Command, Output};
use std::sync::mpsc;
use std::time::Duration;

/// A mistake may let a test run for ever: that is not how it is noticed.
const RUN_SECONDS_MAX: u64 = 600;
/// Of what a test printed, where nobody expected it.
const LINES_SHOWN_MAX: usize = 40;

pub struct Trial<'a> {
    scratch: &'a Scratch,
    test: &'a [String],
    postgres: Option<&'a str>,
}

/// What cargo printed of the tests that ran.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    passed: usize,
    failed: Vec<String>,
    /// Whether a test program came to its end and said that tests failed.
    is_failed: bool,
}

impl<'a> Trial<'a> {
    /// On PostgreSQL where the mistake asks for it; else quickly, without.
    pub fn new(scratch: &'a Scratch, mistake: &'a Mistake, postgres: Option<&'a str>) -> Self {
        Self { scratch, test: &mistake.test, postgres: postgres.filter(|_| mistake.on_postgres) }
    }

    /// How many tests passed. None at all, or a red one, and the test says nothing about any mistake.
    pub fn must_pass(&self) -> Done<String> {
        self.build("does not compile before anything is planted")?;
        let (output, printed) = self.run()?;
        let told = Told::read(&printed);
        if !output.status.success() || told.is_failed {
            return Err(format!("the test is red before anything is planted:\n{}", end_of(&printed)));
        }
        match told.passed {
            0 => Err("no test has this name, so none can notice anything.".into()),
            passed => Ok(format!("{passed} passed")),
        }
    }

    /// Which test noticed the mistake that is in the copy.
    pub fn must_fail(&self, finds: Option<&str>) -> Done<String> {
        self.build("does not compile with its mistake in it: a compiler is no test")?;
        let (output, printed) = self.run()?;
        let told = Told::read(&printed);
        if output.status.success() {
            return Err(format!("nobody noticed it: {} passed.", told.passed));
        }
        let Some(first) = told.failed.first().filter(|_| told.is_failed) else {
            return Err(format!("the run broke off, but no test failed:\n{}", end_of(&printed)));
        };
        if let Some(missing) = finds.filter(|text| !printed.contains(text)) {
            return Err(format!("{first} failed, but did not print `{missing}`:\n{}", end_of(&printed)));
        }
        let others = told.failed.len() - 1;
        Ok(if others == 0 { first.clone() } else { format!("{first} and {others} more") })
    }

    fn build(&self, otherwise: &str) -> Done {
        let mut build = self.scratch.cargo("test");
        build.args(["--quiet", "--no-run"]).args(self.test);
        let output = build.output().map_err(|error| format!("cargo could not start: {error}"))?;
        if output.status.success() { Ok(()) } else { Err(format!("the copy {otherwise}:\n{}", end_of(&text(&output)))) }
    }

    fn run(&self) -> Done<(Output, String)> {
        let mut test = self.scratch.cargo("test");
        test.args(self.test).env("RUST_BACKTRACE", "0");
        if let Some(url) = self.postgres {
            test.env("SHANHUO_TEST_POSTGRES", url);
        }
        println!("      $ cd {} && {}", self.scratch.folder(), plain(&test));
        let output = within(Duration::from_secs(RUN_SECONDS_MAX), test)?;
        let printed = text(&output);
        Ok((output, printed))
    }
}

impl Told {
    fn read(printed: &str) -> Self {
        let results: Vec<_> = printed.lines().filter_map(|line| line.strip_prefix("test result: ")).collect();
        let passed = results.iter().filter_map(|line| {
            let before = line.split(" passed").next()?;
            before.rsplit(' ').next()?.parse::<usize>().ok()
        });
        let failed = printed.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
        Self {
            passed: passed.sum(),
            failed: failed.map(str::to_owned).collect(),
            is_failed: results.iter().any(|line| line.starts_with("FAILED")),
        }
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn end_of(printed: &str) -> String {
    let lines: Vec<_> = printed.lines().collect();
    lines.get(lines.len().saturating_sub(LINES_SHOWN_MAX)..).unwrap_or_default().join("\n")
}

/// What it printed, if it ends in time; else it and the test program that it started are ended.
fn within(limit: Duration, mut command: Command) -> Done<Output> {
    use std::process::Stdio;
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.map_err(|error| format!("`{}` could not start: {error}", plain(&command)))?;
    let id = child.id().to_string();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || send.send(child.wait_with_output()).ok());
    match receive.recv_timeout(limit) {
        Ok(output) => output.map_err(|error| format!("`{}` could not be waited for: {error}", plain(&command))),
        Err(_) => {
            Command::new("pkill").args(["-KILL", "-P", &id]).status().ok();
            Command::new("kill").args(["-KILL", &id]).status().ok();
            Err(format!("the test did not end within {} seconds.", limit.as_secs()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_prints_says_who_noticed() {
        let red = "running 3 tests\ntest a::postgres ... ok\ntest a::sqlite ... FAILED\ntest b::sqlite ... FAILED\n\n\
                   test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.02s\n";
        let failed = vec!["a::sqlite".to_owned(), "b::sqlite".to_owned()];
        assert_eq!(Told::read(red), Told { passed: 1, failed, is_failed: true });
        let green = "test result: ok. 2 passed; 0 failed; 0 ignored\n\ntest result: ok. 5 passed; 0 failed; 0 ignored\n";
        assert_eq!(Told::read(green), Told { passed: 7, failed: Vec::new(), is_failed: false });
        let broken = "error[E0308]: mismatched types\nerror: could not compile `market`\n";
        assert_eq!(Told::read(broken), Told { passed: 0, failed: Vec::new(), is_failed: false });
    }

    #[test]
    fn what_never_ends_is_ended() {
        let mut command = Command::new("sleep");
        command.arg("600");
        assert!(within(Duration::from_millis(10), command).unwrap_err().contains("did not end"));
    }
}
