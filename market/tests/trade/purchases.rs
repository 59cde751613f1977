//! Purchases that are made up from a seed, and replayed to the fen as `cargo dev fire purchases` replays real ones.

#[path = "../../examples/purchases/replay/mod.rs"]
#[expect(dead_code, reason = "what a deed costs is read off where there are many")]
mod replay;

use crate::random::Dice;
use market::db_test;
use market::kernel::limits::CART_LINES_MAX;
use replay::Table;
use std::fmt::Write;
use std::time::Instant;

/// Which purchases, where `SHANHUO_SEED` does not say.
const SEED: u64 = 101_383;
/// So many, and what is left of the last basket.
const LINES: usize = 400;
/// Lines of the first basket: more than a cart holds, also without those that are no sale.
const FIRST_BASKET: usize = 200;
const HOUSEHOLDS: usize = 12;
const DEPARTMENTS: usize = 4;
const PRODUCTS: usize = 40;
/// What a piece costs, in fen; the fee of most is no whole number of them.
const PRICES: [usize; 4] = [49, 50, 1_234, 12_799];

/// A table of them, as of the data set: when, basket, household, product, quantity, what the line came to in fen, department. As
/// there, a product has several prices, some of several pieces together, and some lines are of nothing, or a coupon paid for them.
fn made_up(seed: u64) -> String {
    let (mut dice, mut table) = (Dice(seed.max(1)), String::new());
    // 2017-01-01
    let (mut at, mut basket, mut lines) = (1_483_228_800, 0, 0);
    while lines < LINES {
        at += 60 * dice.roll(24 * 60);
        basket += 1;
        let household = dice.roll(HOUSEHOLDS);
        let items = if basket == 1 { FIRST_BASKET } else { 1 + dice.roll(9) };
        for _ in 0..items {
            let (product, quantity) = (dice.roll(PRODUCTS), dice.roll(4));
            let price = PRICES[(product + dice.roll(2)) % PRICES.len()];
            let minor = match dice.roll(8) {
                0 => 0,
                1 => (price * quantity).saturating_sub(1),
                _ => price * quantity,
            };
            let department = product % DEPARTMENTS;
            writeln!(table, "{at},{basket},{household},{product},{quantity},{minor},Department {department}").unwrap();
        }
        lines += items;
    }
    table
}

db_test!(
    async fn made_up_purchases_are_replayed_to_the_fen(kit) {
        let seed = std::env::var("SHANHUO_SEED").map_or(SEED, |seed| seed.parse().expect("SHANHUO_SEED is a number"));
        let engine = if kit.folder().is_some() { "SQLite" } else { "PostgreSQL" };
        let table = Table::read(&made_up(seed));
        let is_cut = table.checkouts.iter().any(|checkout| u64::try_from(checkout.goods.len()).unwrap() == CART_LINES_MAX);
        let has_sets = table.stock().keys().any(|good| good.pieces > 1);
        assert!(is_cut && has_sets && table.without_sale > 0, "seed {seed} tells too little of what a table may hold");
        let begun = Instant::now();
        let replayed = Box::pin(replay::replay(engine, kit, &table)).await;
        println!(
            "{engine:<10} made-up purchases: seed {seed}, {} lines in {} checkouts, {} orders, {:.1} s",
            table.lines,
            table.checkouts.len(),
            replayed.orders,
            begun.elapsed().as_secs_f64()
        );
    }
);
