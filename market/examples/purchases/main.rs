//! Real purchases, replayed: a year of shopping baskets that a grocer's research arm published, through cart, checkout, payment,
//! parcel, release and payout, and in the end every fen compared with what the data says. Run by `cargo dev fire purchases`, which
//! fetches the data; prints orders a second, and how the cost of each deed grew from the first tenth of them to the last.
//!
//!     purchases TABLE [sqlite | postgres]
#![expect(clippy::expect_used, reason = "a measurement: it stops where it cannot go on")]

mod replay;

use market::testkit::TestMarket;
use replay::{Replayed, Table};
use std::time::Instant;

#[tokio::main]
async fn main() {
    let file = std::env::args().nth(1).expect("the table of purchases, as the first argument");
    let table = Table::read(&std::fs::read_to_string(file).expect("the table of purchases"));
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
    let begun = Instant::now();
    let Replayed { costs, orders } = replay::replay(engine, kit, table).await;
    costs.print(engine);
    let millis = costs.all().as_millis().max(1);
    let a_second = |count: usize| u128::try_from(count).expect("a count") * 1_000 / millis;
    println!(
        "{engine:<9} {orders} orders in {:.0} s of commands: {} orders/s, {} lines/s",
        costs.all().as_secs_f64(),
        a_second(orders),
        a_second(table.lines)
    );
    println!(
        "{engine:<9} no seed: nothing is drawn, what is bought is the data's; {:.0} s in all",
        begun.elapsed().as_secs_f64()
    );
}
