//! One step after the other: each says what it is, prints the plain command that it runs, and is timed; the first red one stops.

use std::io::IsTerminal;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// Nothing, or the sentence that tells a person what went wrong and what to do.
pub type Done<T = ()> = Result<T, String>;

pub struct Steps {
    begun: Instant,
    rows: Vec<(String, Duration, bool)>,
}

impl Steps {
    pub fn new() -> Self {
        Self { begun: Instant::now(), rows: Vec::new() }
    }

    /// Runs one command as a step, its output shown as it comes.
    pub fn command(&mut self, name: &str, command: Command) -> Done {
        self.commands(name, vec![command])
    }

    /// Runs several commands as one step.
    pub fn commands(&mut self, name: &str, commands: Vec<Command>) -> Done {
        self.step(name, |_| {
            for mut command in commands {
                let shown = plain(&command);
                println!("      $ {shown}");
                let status = command.status().map_err(|error| format!("`{shown}` could not start: {error}."))?;
                if !status.success() {
                    return Err(format!("{name} is red ({status}). The plain command: {shown}"));
                }
            }
            Ok(None)
        })
    }

    /// Runs one command beside others, which each leave a processor idle for long: what the first says is shown as it comes, what the
    /// others said once all have ended.
    pub fn side_by_side<const OTHERS: usize>(&mut self, first: (&str, Command), others: [(&str, Command); OTHERS]) -> Done {
        let running = others.map(|(name, mut other)| (name, plain(&other), thread::spawn(move || other.output())));
        let mut ended = self.command(first.0, first.1);
        for (name, shown, other) in running {
            let other = self.step(name, |_| {
                println!("      $ {shown}");
                let output = other.join().map_err(|_| format!("nobody waited for `{shown}`."))?;
                let output = output.map_err(|error| format!("`{shown}` could not start: {error}."))?;
                print!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                if output.status.success() {
                    Ok(None)
                } else {
                    Err(format!("{name} is red ({}). The plain command: {shown}", output.status))
                }
            });
            ended = ended.and(other);
        }
        ended
    }

    /// Runs work of our own as a step. What it returns is shown as its result.
    pub fn work(&mut self, name: &str, work: impl FnOnce() -> Done<String>) -> Done {
        self.step(name, |_| work().map(Some))
    }

    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Done<Option<String>>) -> Done {
        let number = self.rows.len() + 1;
        println!("{}", bold(&format!("[{number:>3}] {name}")));
        let begun = Instant::now();
        let outcome = work(self);
        let time = begun.elapsed();
        self.rows.push((name.to_owned(), time, outcome.is_ok()));
        match outcome {
            Ok(said) => {
                let said = said.map(|said| format!(": {said}")).unwrap_or_default();
                println!("      ok, {}{said}", seconds(time));
                Ok(())
            }
            Err(sentence) => {
                println!("      failed after {}", seconds(time));
                Err(sentence)
            }
        }
    }

    /// Where the time went.
    pub fn table(&self) {
        if self.rows.len() < 2 {
            return;
        }
        println!("\n{}", bold("  time        step"));
        for (name, time, green) in &self.rows {
            println!("  {:>9}   {name}{}", seconds(*time), if *green { "" } else { "   ← failed" });
        }
        println!("  {:>9}   in all\n", seconds(self.begun.elapsed()));
    }

    /// `N passed, N failed`: the line that whoever starts the tests looks for.
    pub fn tally(&self, stopped: bool) -> String {
        let passed = self.rows.iter().filter(|(_, _, green)| *green).count();
        let failed = (self.rows.len() - passed).max(usize::from(stopped));
        format!("{passed} passed, {failed} failed")
    }
}

/// The command as a person would type it.
pub fn plain(command: &Command) -> String {
    let mut words = Vec::new();
    // What is taken out is not there in a shell.
    for (name, value) in command.get_envs().filter_map(|(name, value)| Some((name, value?))) {
        words.push(format!("{}={}", name.to_string_lossy(), quoted(&value.to_string_lossy())));
    }
    words.push(quoted(&command.get_program().to_string_lossy()));
    words.extend(command.get_args().map(|argument| quoted(&argument.to_string_lossy())));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let safe = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,@+%".contains(letter);
    if !word.is_empty() && word.chars().all(safe) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

pub fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..=59 => format!("{:.1} s", time.as_secs_f64()),
        long => format!("{} min {:02} s", long / 60, long % 60),
    }
}

fn bold(text: &str) -> String {
    if std::io::stdout().is_terminal() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("cargo");
        command.env("SHANHUO_TEST", "1").args(["test", "-p", "market", "a filter", "it's"]);
        assert_eq!(plain(&command), r"SHANHUO_TEST=1 cargo test -p market 'a filter' 'it'\''s'");
    }

    #[test]
    fn all_that_run_side_by_side_are_steps() {
        let shell = |line: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", line]);
            command
        };
        let mut steps = Steps::new();
        assert_eq!(steps.side_by_side(("one", shell("true")), [("other", shell("true")), ("third", shell("true"))]), Ok(()));
        let red = steps.side_by_side(("one", shell("true")), [("other", shell("exit 3")), ("third", shell("true"))]);
        assert!(red.is_err_and(|sentence| sentence.starts_with("other is red")));
        assert!(steps.side_by_side(("one", shell("exit 3")), [("other", shell("true"))]).is_err());
        assert_eq!(steps.tally(true), "6 passed, 2 failed");
    }

    #[test]
    fn the_tally_counts_a_stop_between_steps_as_a_failure() {
        let mut steps = Steps::new();
        steps.work("one", || Ok("fine".into())).ok();
        assert_eq!(steps.tally(false), "1 passed, 0 failed");
        assert_eq!(steps.tally(true), "1 passed, 1 failed");
        steps.work("two", || Err("broken".into())).ok();
        assert_eq!(steps.tally(true), "1 passed, 1 failed");
    }
}
