//! The market against a plain model of it: stock, orders, cases and every balance, after every deed of everybody, with the
//! auditor run each time; on both engines. `SHANHUO_MODEL_SEQUENCES` says how many sequences, `SHANHUO_SEED` repeats a run.
#![cfg(feature = "testkit")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod compared;
mod deeds;
mod forms;
mod goods;
mod kinds;
mod place;
mod plan;
mod reference;
mod shopping;
mod state;
mod system;
mod table;
mod words;

use market::testkit::TestMarket;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use state::Reference;
use std::time::Instant;
use system::{Engine, System};
use table::Table;

/// Sequences of one run where nobody says how many.
const SEQUENCES: u32 = 30;
/// Only so many see everything that is rare; fewer would need luck.
const SEQUENCES_OF_RARE_DEEDS: u32 = 100;
/// Deeds of one sequence.
const DEEDS: usize = 60;
/// What a long run must have seen done: goods and orders, a provider's words, cases, money on its ways out, and time.
const DONE: &str = "List Add Type EndShop EndMarket Buy Promise GiveUp Cancel Ship Confirm TakeBack WriteOff \
    Remit RemitRest RemitAnew WithdrawCash \
    ToldRight ToldWrong ToldDollars ToldMore ToldDeclined ToldRepeated ToldLate \
    StrayCame StrayLeft StrayLeftLess ForgedNothing ForgedLess ForgedBeyond ForgedStrange ForgedArrival ForgedFailure \
    Ask AskOther Agree Refuse Withdraw Escalate Send Receive Contest Resend ConfirmGoods GiveBackInstead Decide AppealOfBuyer AppealOfShop \
    Refunded GaveRight GaveLess GaveForeign GaveNothing RefuseRefund RefundFails Retry ByHand \
    GiveBack Statement GiveBackDollars StatementDollars Note Odd OddFee ExplainOdd ExplainBooking \
    GiveAtDesk TakeIn TakeInOfAll Tie ExplainDesk \
    PayOut PayoutPaid PayoutFailed PayoutReturned \
    Again Otherwise Wait Back Restart";
/// What it must have seen refused: what there is not, or not as it was seen, and what is none of a provider's business.
const REFUSED: &str = "List Add Type TypeUsedUp TypeEnded Buy Promise TakeIn ToldForeign ForgedUnknown ForgedElsewhere";

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Half of the sequences: two halves keep two cores busy, since a test and its database take turns.
fn run<E: Engine>(engine: &'static str, half: u8) {
    let seed = number("SHANHUO_SEED").unwrap_or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        u64::from(since.subsec_nanos()) ^ since.as_secs()
    });
    let sequences = number("SHANHUO_MODEL_SEQUENCES").and_then(|n| u32::try_from(n).ok()).unwrap_or(SEQUENCES).div_ceil(2);
    println!(
        "model on {engine}, half {half}: seed {seed}, {sequences} sequences of {DEEDS} deeds (SHANHUO_SEED={seed} repeats it)"
    );
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8] = half;
    let config = Config { cases: sequences, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config.clone(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let begun = Instant::now();
    let done = runner.run(&Reference::sequential_strategy(DEEDS), |(state, deeds, seen)| {
        System::<E>::test_sequential(config.clone(), state, deeds, seen);
        Ok(())
    });
    if let Err(error) = done {
        panic!("model on {engine}, half {half}, seed {seed}: {error}");
    }
    let table = E::table();
    table.runtime.block_on(table.close());
    println!("model on {engine}, half {half}: seed {seed}, {sequences} sequences, {:.1} s", begun.elapsed().as_secs_f64());
    let counts = system::counts();
    println!("deeds done and refused so far, on all engines: {counts:?}");
    let seen = |deed: &str| counts.get(deed).copied().unwrap_or_default();
    for (how, at, deeds) in [("done", 0, DONE), ("refused", 1, REFUSED)] {
        for deed in deeds.split_whitespace() {
            assert!(
                seen(deed)[at] > 0 || sequences < SEQUENCES_OF_RARE_DEEDS,
                "no {deed} was {how} in {sequences} sequences: the model sees too little of the market"
            );
        }
    }
}

/// An engine with a table of its own: each half has its own databases.
macro_rules! engine {
    ($name:ident, $open:expr) => {
        struct $name;

        impl Engine for $name {
            fn table() -> &'static Table {
                static TABLE: std::sync::OnceLock<Table> = std::sync::OnceLock::new();
                TABLE.get_or_init(|| Table::set($open))
            }
        }
    };
}

engine!(SqliteOne, TestMarket::sqlite());
engine!(SqliteTwo, TestMarket::sqlite());
engine!(PostgresOne, async { TestMarket::postgres().await.unwrap() });
engine!(PostgresTwo, async { TestMarket::postgres().await.unwrap() });

fn on_postgres(run: fn()) {
    if std::env::var_os("SHANHUO_TEST_POSTGRES").is_none() {
        eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL");
        return;
    }
    run();
}

#[test]
fn sqlite_does_as_the_model_says_one() {
    run::<SqliteOne>("SQLite", 1);
}

#[test]
fn sqlite_does_as_the_model_says_two() {
    run::<SqliteTwo>("SQLite", 2);
}

#[test]
fn postgres_does_as_the_model_says_one() {
    on_postgres(|| run::<PostgresOne>("PostgreSQL", 1));
}

#[test]
fn postgres_does_as_the_model_says_two() {
    on_postgres(|| run::<PostgresTwo>("PostgreSQL", 2));
}
