//! Real purchases, replayed: a year of shopping baskets that a grocer's research arm published, through cart, checkout, payment,
//! parcel, release and payout, and in the end every fen compared with what the data says. Run by `cargo dev fire purchases`, which
//! fetches the data; prints orders a second, and how the cost of each deed grew from the first tenth of them to the last.
//!
//!     purchases TABLE [sqlite | postgres]
#![expect(
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a measurement: it stops where it cannot go on, and rates are no money"
)]

mod costs;
mod replay;
mod table;
mod town;

use market::inventory::queries::levels;
use market::kernel::Span;
use market::ledger::queries::{market_money, shop_money};
use market::testkit::TestMarket;
use replay::{Replay, replay};
use std::time::Instant;
use table::Table;
use town::Town;

#[tokio::main]
async fn main() {
    let file = std::env::args().nth(1).expect("the table of purchases, as the first argument");
    let table = Table::read(&file);
    println!(
        "{} lines in {} checkouts at {} shops; {} lines without a sale are left out",
        table.lines,
        table.checkouts.len(),
        table.shops.len(),
        table.without_sale
    );
    let only = std::env::args().nth(2);
    assert!(
        only.as_deref().is_none_or(|only| ["sqlite", "postgres"].contains(&only)),
        "the engine, as the second argument, is sqlite or postgres"
    );
    let wanted = |engine: &str| only.as_deref().is_none_or(|only| only == engine);
    if wanted("sqlite") {
        run("sqlite", TestMarket::sqlite().await, &table).await;
    }
    if !wanted("postgres") {
        return;
    }
    match TestMarket::postgres().await {
        Some(kit) => run("postgres", kit, &table).await,
        None => println!("postgres  not run: SHANHUO_TEST_POSTGRES is not set"),
    }
}

async fn run(engine: &str, kit: TestMarket, table: &Table) {
    let first = table.checkouts.first().expect("a purchase").at;
    kit.clock.turn_back(Span::millis_of(kit.market.now().millis() - first.millis()));
    let begun = Instant::now();
    let town = Town::build(kit, table).await;
    println!(
        "{engine:<9} {} households, {} variants on the shelves after {:.0} s",
        town.households.len(),
        town.variants.len(),
        begun.elapsed().as_secs_f64()
    );
    let replayed = replay(&town, table).await;
    replayed.costs.print(engine);
    let seconds = replayed.costs.all().as_secs_f64();
    let orders = f64::from(u32::try_from(replayed.orders).expect("a count"));
    let lines = f64::from(u32::try_from(table.lines).expect("a count"));
    println!(
        "{engine:<9} {} orders in {seconds:.0} s of commands: {:.0} orders/s, {:.0} lines/s",
        replayed.orders,
        orders / seconds,
        lines / seconds
    );
    let difference = books(&town, &replayed).await;
    market::audit::chain::seal_all(&town.kit.market).await.expect("seals");
    let report = market::audit::queries::audit(&town.kit.market).await.expect("an audit");
    println!("{engine:<9} difference between the data and the books: {difference} fen; audit: {} violations", report.violations);
    println!(
        "{engine:<9} no seed: nothing is drawn, what is bought is the data's; {:.0} s in all",
        begun.elapsed().as_secs_f64()
    );
    assert!(difference == 0 && report.is_clean(), "the books are not what was bought");
}

/// How far the books are from the data, summed over everything that is compared: what was taken in, what each shop was paid, the
/// market's fee, and, a fen a piece, what is left on the shelves.
async fn books(town: &Town, replayed: &Replay<'_>) -> i64 {
    let market = &town.kit.market;
    let mut difference = 0;
    for (staff, expected) in town.shops.iter().zip(&replayed.expected) {
        let money = shop_money(market, staff).await.expect("an answer").expect("the owner's money");
        let paid_out = expected.paid_minor() - expected.fee_minor;
        difference += (money.paid_out.minor() - paid_out).abs() + (money.fees.minor() - expected.fee_minor).abs();
        difference += money.available.minor().abs() + money.held.minor().abs() + money.on_its_way.minor().abs();
    }
    let money = market_money(market, &town.operator).await.expect("the market's money");
    let paid: i64 = replayed.expected.iter().map(replay::Expected::paid_minor).sum();
    let fees: i64 = replayed.expected.iter().map(|shop| shop.fee_minor).sum();
    difference += (money.clearing.minor() - paid).abs() + (money.fees.minor() - fees).abs();
    difference += (money.bank.minor().abs() - (paid - fees)).abs();
    difference += [money.escrow, money.shops, money.refunds, money.suspense].iter().map(|left| left.minor().abs()).sum::<i64>();
    let variants: Vec<_> = town.variants.values().map(|variant| variant.uuid()).collect();
    for some in variants.chunks(500) {
        let levels = levels(market, some).await.expect("the shelves");
        difference += levels.values().map(|level| level.on_hand.abs() + level.held.abs()).sum::<i64>();
    }
    println!("          taken in {paid} fen, fees {fees} fen, paid out {} fen", paid - fees);
    difference
}
