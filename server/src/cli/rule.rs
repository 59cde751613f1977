//! `shanhuo rule …`: the numbers of the market, read and announced by whoever holds the database.

use super::Sentence;
use crate::boot::{Settings, open_existing};
use app_kit::format::{ZONE_MINUTES, day_input};
use app_kit::rules::{announcement, name, since, value};
use clap::Subcommand;
use market::account::Language;
use market::kernel::{Market, Problem, Span, Timestamp};
use market::policy::commands::change_rule_at_terminal;
use market::policy::queries::published;
use market::policy::{ChangeRuleRefusal, PolicyChange, RuleName};
use std::io::Write;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum RuleCommand {
    /// Prints every rule: its name, its number, since when, and what is announced.
    List,
    /// Announces another number of a rule. It is public at once and counts from the beginning of its day on.
    Set {
        /// The rule's name, as `shanhuo rule list` prints it.
        name: String,
        /// The number, in what the name ends with: `fee_basis_points 125` are 1.25 %, `cash_cap_minor 50000` are 500 yuan.
        #[arg(allow_negative_numbers = true)]
        number: i64,
        /// The day by the market's calendar, such as `2026-12-03`; tomorrow at the earliest.
        #[arg(long, value_name = "DATE")]
        from: String,
    },
}

pub async fn run(settings: Settings, command: RuleCommand) -> Result<ExitCode, Sentence> {
    let said = match command {
        RuleCommand::List => list(&open_existing(&settings).await?.market).await?,
        RuleCommand::Set { name, number, from } => set(&open_existing(&settings).await?.market, &name, number, &from).await?,
    };
    // Whoever reads the first lines only, as `head` does, closes the pipe before the last.
    let _ = writeln!(std::io::stdout().lock(), "{said}");
    Ok(ExitCode::SUCCESS)
}

async fn list(market: &Market) -> Result<String, Sentence> {
    let changes = published(market).await.map_err(|fault| format!("The rules cannot be read: {fault}"))?;
    Ok(changes.iter().map(|change| line(change, market)).collect::<Vec<_>>().join("\n"))
}

/// A number that counts, or, indented, one that is announced.
fn line(change: &PolicyChange, market: &Market) -> String {
    let (now, currency, lang) = (market.now(), market.currency(), Language::En);
    if change.in_force_from.is_some_and(|from| from > now) {
        return format!("    {}", announcement(change, currency, now, lang));
    }
    let (what, since) = (name(change.rule, lang), since(change, now, lang));
    format!("{} {} · {what}: {}. {since}.", change.rule.code(), change.value, value(change.rule, change.value, currency, lang))
}

async fn set(market: &Market, typed: &str, number: i64, day: &str) -> Result<String, Sentence> {
    let rule =
        RuleName::from_code(typed).ok_or_else(|| format!("No rule is called `{typed}`: `shanhuo rule list` prints them."))?;
    let from = Timestamp::of_day(day, ZONE_MINUTES).ok_or_else(|| format!("`{day}` is no day; write it as 2026-12-03."))?;
    change_rule_at_terminal(market, rule, number, from).await.map_err(|problem| match problem {
        Problem::Refused(refusal) => refused(rule, refusal, market.now()),
        other => format!("{typed} was not changed: {other}"),
    })?;
    let change = PolicyChange { rule, value: number, in_force_from: Some(from) };
    let (what, announced) = (name(rule, Language::En), announcement(&change, market.currency(), market.now(), Language::En));
    Ok(format!("{what}. {announced}"))
}

fn refused(rule: RuleName, refusal: ChangeRuleRefusal, now: Timestamp) -> Sentence {
    match refusal {
        ChangeRuleRefusal::OutOfRange { from, to } => format!("{} is a number from {from} to {to}.", rule.code()),
        ChangeRuleRefusal::InThePast => {
            let first = day_input(now.after(Span::days(1)));
            format!("A number is announced before it counts, and that day has begun. The first that can be named is {first}.")
        }
        ChangeRuleRefusal::TooFarAhead => "That day is more than a year ahead.".to_owned(),
        ChangeRuleRefusal::TooMany { maximum } => {
            format!("{maximum} changes of {} are announced already: set one of those days again, or wait.", rule.code())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::testkit::TestMarket;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_number_is_announced_and_listed() {
        let kit = TestMarket::sqlite().await;
        let before = list(&kit.market).await.expect("a list");
        assert_eq!(before.lines().count(), RuleName::ALL.len());
        assert!(before.contains("fee_basis_points 100 · The market's fee: 1 %. Since the market opened.\n"), "{before}");
        let said = set(&kit.market, "fee_basis_points", 125, "2026-01-17").await.expect("announced");
        assert_eq!(said, "The market's fee. From 17 Jan 2026 on: 1.25 %");
        assert!(list(&kit.market).await.expect("a list").contains("opened.\n    From 17 Jan 2026 on: 1.25 %\nhold_minutes 30"));
        kit.clock.advance(Span::days(2));
        let after = list(&kit.market).await.expect("a list");
        assert!(after.contains("fee_basis_points 125 · The market's fee: 1.25 %. Since 17 Jan 2026.\n"), "{after}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_refused_is_a_sentence() {
        let kit = TestMarket::sqlite().await;
        for (rule, number, day, sentence) in [
            ("fee", 1, "2026-01-17", "No rule is called `fee`"),
            ("hold_minutes", 4, "2026-01-17", "hold_minutes is a number from 5 to 1380."),
            ("hold_minutes", -30, "2026-01-17", "from 5 to 1380"),
            ("hold_minutes", 60, "17.1.2026", "`17.1.2026` is no day"),
            ("hold_minutes", 60, "2026-01-15", "The first that can be named is 2026-01-16."),
            ("hold_minutes", 60, "2027-02-17", "more than a year ahead"),
        ] {
            let said = set(&kit.market, rule, number, day).await.expect_err("refused");
            assert!(said.contains(sentence), "{rule} {number} {day}: {said}");
        }
        let list = list(&kit.market).await.expect("a list");
        assert_eq!(list.lines().count(), RuleName::ALL.len(), "nothing was announced");
    }
}
