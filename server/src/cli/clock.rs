//! `shanhuo clock advance 10d`: moves a test market's clock.

use super::Sentence;
use crate::boot::Settings;
use crate::clock::TestClock;
use clap::Subcommand;
use market::kernel::Span;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum ClockCommand {
    /// Moves the clock on by so much: `90s`, `30m`, `36h`, `10d`.
    Advance {
        /// How far.
        by: String,
    },
}

pub fn run(settings: &Settings, command: ClockCommand) -> Result<ExitCode, Sentence> {
    let ClockCommand::Advance { by } = command;
    if !settings.test_clock || settings.is_production() {
        return Err(
            "The clock moves in test markets only: set SHANHUO_TEST_CLOCK=1 for the server and for this command.".to_owned()
        );
    }
    let span = read_span(&by).ok_or_else(|| format!("`{by}` is no length of time; write 90s, 30m, 36h or 10d."))?;
    settings.has_market()?;
    let clock = TestClock::in_folder(&settings.data);
    clock.advance(span).map_err(|error| format!("The clock cannot be moved: {error}"))?;
    println!("The clock was moved on by {by}.");
    Ok(ExitCode::SUCCESS)
}

fn read_span(text: &str) -> Option<Span> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok().filter(|n| (0..=100_000).contains(n))?;
    match unit {
        's' => Some(Span::seconds(number)),
        'm' => Some(Span::minutes(number)),
        'h' => Some(Span::hours(number)),
        'd' => Some(Span::days(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        assert_eq!(read_span("10d"), Some(Span::days(10)));
        assert_eq!(read_span("90s"), Some(Span::seconds(90)));
        for wrong in ["", "10", "d", "-1d", "1w", "1.5h", "天"] {
            assert_eq!(read_span(wrong), None, "{wrong:?}");
        }
    }
}
