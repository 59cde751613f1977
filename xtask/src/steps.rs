//! One step after the other: each says what it is, prints the plain command that it runs, and is timed; the first red one stops.

use std::io::{self, IsTerminal};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing, or the sentence that tells a person what went wrong and what to do.
pub type Done<T = ()> = Result<T, String>;

/// A command, and what its step is called.
pub type Named = (&'static str, Command);

/// A command that has ended beside others.
struct Ran {
    name: &'static str,
    shown: String,
    output: io::Result<Output>,
    took: Duration,
}

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

    /// Runs one command beside rows of others, one after the other in each, which leave a processor idle for long: what the first says is
    /// shown as it comes, what the others said once all have ended. A row stops at its first red one.
    pub fn side_by_side(&mut self, first: Named, rows: Vec<Vec<Named>>) -> Done {
        let running: Vec<_> = rows.into_iter().map(|row| thread::spawn(move || in_a_row(row))).collect();
        let mut ended = self.command(first.0, first.1);
        for row in running {
            match row.join() {
                Ok(row) => row.into_iter().for_each(|ran| ended = ended.clone().and(self.ran(ran))),
                Err(_) => ended = ended.and(Err("a command beside the others was not waited for.".into())),
            }
        }
        ended
    }

    /// A step that has ended beside others.
    fn ran(&mut self, ran: Ran) -> Done {
        let Ran { name, shown, output, took } = ran;
        self.entitled(name);
        println!("      $ {shown}");
        let outcome = match output {
            Ok(output) => {
                print!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                let red = || format!("{name} is red ({}). The plain command: {shown}", output.status);
                if output.status.success() { Ok(None) } else { Err(red()) }
            }
            Err(error) => Err(format!("`{shown}` could not start: {error}.")),
        };
        self.ended(name, took, outcome)
    }

    /// Runs work of our own as a step. What it returns is shown as its result.
    pub fn work(&mut self, name: &str, work: impl FnOnce() -> Done<String>) -> Done {
        self.step(name, |_| work().map(Some))
    }

    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Done<Option<String>>) -> Done {
        self.entitled(name);
        let begun = Instant::now();
        let outcome = work(self);
        self.ended(name, begun.elapsed(), outcome)
    }

    fn entitled(&self, name: &str) {
        println!("{}", bold(&format!("[{:>3}] {name}", self.rows.len() + 1)));
    }

    fn ended(&mut self, name: &str, took: Duration, outcome: Done<Option<String>>) -> Done {
        self.rows.push((name.to_owned(), took, outcome.is_ok()));
        match outcome {
            Ok(said) => {
                let said = said.map(|said| format!(": {said}")).unwrap_or_default();
                println!("      ok, {}{said}", seconds(took));
                Ok(())
            }
            Err(sentence) => {
                println!("      failed after {}", seconds(took));
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

fn in_a_row(row: Vec<Named>) -> Vec<Ran> {
    let mut ended = Vec::new();
    for (name, mut command) in row {
        let begun = Instant::now();
        let (shown, output) = (plain(&command), command.output());
        let is_red = !output.as_ref().is_ok_and(|output| output.status.success());
        ended.push(Ran { name, shown, output, took: begun.elapsed() });
        if is_red {
            break;
        }
    }
    ended
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
        let green = steps.side_by_side(("one", shell("true")), vec![vec![("other", shell("true")), ("third", shell("true"))]]);
        assert_eq!(green, Ok(()));
        let rows = vec![vec![("other", shell("exit 3")), ("never", shell("true"))], vec![("third", shell("true"))]];
        let red = steps.side_by_side(("one", shell("true")), rows);
        assert!(red.is_err_and(|sentence| sentence.starts_with("other is red")));
        assert!(steps.side_by_side(("one", shell("exit 3")), vec![vec![("other", shell("true"))]]).is_err());
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
