//! Purchases, replayed through the market's commands, and its books compared with what was bought. The example replays real ones with
//! it, and the tests of the trade made-up ones.

mod costs;
mod course;
mod table;
mod town;

use costs::Costs;
use course::Expected;
use market::inventory::queries::levels;
use market::ledger::queries::{market_money, shop_money};
use market::testkit::TestMarket;
use std::time::Instant;
use town::Town;

pub use table::Table;

/// What came of a replay whose books are right.
pub struct Replayed {
    pub costs: Costs,
    pub orders: usize,
}

/// Replays a table in a new market, from the time of its first purchase on.
///
/// # Panics
/// Where the books are not what was bought, or a command refuses.
pub async fn replay(engine: &str, kit: TestMarket, table: &Table) -> Replayed {
    kit.clock.set(table.checkouts.first().expect("a purchase").at);
    let begun = Instant::now();
    let town = Town::build(kit, table).await;
    println!(
        "{engine:<9} {} households, {} variants on the shelves after {:.0} s",
        town.households.len(),
        town.variants.len(),
        begun.elapsed().as_secs_f64()
    );
    let course = course::run(&town, table).await;
    let difference = books(engine, &town, &course.expected).await;
    market::audit::chain::seal_all(&town.kit.market).await.expect("seals");
    let report = market::audit::queries::audit(&town.kit.market).await.expect("an audit");
    println!(
        "{engine:<9} difference between what was bought and the books: {difference} fen; audit: {} violations",
        report.violations
    );
    assert!(difference == 0 && report.is_clean(), "the books are not what was bought");
    Replayed { costs: course.costs, orders: course.orders }
}

/// How far the books are from what was bought, summed over everything that is compared: what was taken in, what each shop was paid,
/// the market's fee, and, a fen a piece, what is left on the shelves.
async fn books(engine: &str, town: &Town, expected: &[Expected]) -> i64 {
    let market = &town.kit.market;
    let mut difference = 0;
    for (staff, expected) in town.shops.iter().zip(expected) {
        let money = shop_money(market, staff).await.expect("an answer").expect("the owner's money");
        let paid_out = expected.paid_minor() - expected.fee_minor;
        difference += (money.paid_out.minor() - paid_out).abs() + (money.fees.minor() - expected.fee_minor).abs();
        difference += money.available.minor().abs() + money.held.minor().abs() + money.on_its_way.minor().abs();
    }
    let money = market_money(market, &town.operator).await.expect("the market's money");
    let paid: i64 = expected.iter().map(Expected::paid_minor).sum();
    let fees: i64 = expected.iter().map(|shop| shop.fee_minor).sum();
    difference += (money.clearing.minor() - paid).abs() + (money.fees.minor() - fees).abs();
    difference += (money.bank.minor().abs() - (paid - fees)).abs();
    difference += [money.escrow, money.shops, money.refunds, money.suspense].iter().map(|left| left.minor().abs()).sum::<i64>();
    let variants: Vec<_> = town.variants.values().map(|variant| variant.uuid()).collect();
    for some in variants.chunks(500) {
        let levels = levels(market, some).await.expect("the shelves");
        difference += levels.values().map(|level| level.on_hand.abs() + level.held.abs()).sum::<i64>();
    }
    println!("{engine:<9} taken in {paid} fen, fees {fees} fen, paid out {} fen", paid - fees);
    difference
}
