//! `cargo dev …`: install what is missing, build, serve, test, measure. One file a verb. Nothing here is a dependency of the
//! product, and nothing here has a dependency but our own list of budgets: the command itself must be there a second after a clone.

mod bench;
mod build;
mod check;
mod e2e;
mod fairness;
mod fire;
mod localstripe;
mod memory;
mod mutants;
mod planted;
mod postgres;
mod purchases;
mod schema;
mod serve;
mod setup;
mod site;
mod steps;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;
use steps::{Done, Steps};

const USAGE: &str = "\
cargo dev <verb>

  serve [--addr A] [--data DIR] [--release]   install what is missing, build, migrate, seed, serve http://127.0.0.1:3000
  test [filter]      install what is missing (the browser too) and pass everything; with a filter only the tests it names
  check              formatting, lints for the server and for WebAssembly, tidy, who may depend on whom
  build              target/release/shanhuo: one file with the site inside
  site [--release]   target/site: both WebAssembly bundles, style sheets, regions, static files, compressed
  e2e [args…]        build, then Playwright with these arguments (a file, --grep, --project, --headed)
  tidy [--bless]     sizes of files and functions, where `cfg` stands; --bless lowers the numbers of tidy.toml
  localstripe        the Stripe adapter against an independent fake of Stripe, in a network of its own
  schema             write the schema of both engines anew, from the migrations
  planted [name…]    classic mistakes, put into a copy of the source: which test notices each; --rotate 2: today's two
  mutants [file…]    rules and commands of money and stock, changed one expression at a time: what no test notices; --shard 0/20
  fire [part…]       the proofs of `test` in their long form: model, simulation, localstripe, races, rush, purchases, kill, postgres,
                     powercut, disk, planted
  fairness           new shops among old ones, by popularity and by our ranking, with real purchases; draws docs/pictures/fairness.svg,
                     and ends red where a budget is missed
  bench [name]       measure, and end red where a budget is missed; without a name: say what can be measured
  setup [--tests]    install what is missing, nothing else";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut words = arguments.iter().map(String::as_str);
    let verb = words.next().unwrap_or("help");
    let rest: Vec<&str> = words.collect();

    let mut steps = Steps::new();
    let outcome = run(verb, &rest, &mut steps);
    steps.table();
    let stopped = outcome.is_err();
    if let Err(sentence) = outcome {
        eprintln!("\ncargo dev {verb}: {sentence}");
    }
    if verb == "test" {
        println!("{}", steps.tally(stopped));
    }
    if stopped { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run(verb: &str, rest: &[&str], steps: &mut Steps) -> Done {
    match verb {
        "serve" => serve::run(steps, rest),
        "test" => test::run(steps, rest),
        "check" => check::run(steps),
        "build" => build::run(steps),
        "site" => site::run(steps, rest),
        "e2e" => e2e::run(steps, rest),
        "tidy" => tidy::run(steps, rest),
        "localstripe" => localstripe::run(steps),
        "schema" => schema::run(steps),
        "fire" => fire::run(steps, rest),
        "fairness" => fairness::run(steps),
        "mutants" => mutants::run(steps, rest),
        "planted" => planted::run(steps, rest),
        "bench" => bench::run(steps, rest),
        "setup" => setup::run(steps, rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => Err(format!("there is no verb `{unknown}`.\n\n{USAGE}")),
    }
}
