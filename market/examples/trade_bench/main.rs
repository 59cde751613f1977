//! Orders a second, from the cart to paid, through the real commands, durable (SQLite with `synchronous=FULL`): the share of what
//! the same tables take by bare SQL in the same transactions; 500 buyers for 100 units, 32 at a time; one hot variant against a
//! thousand; one buyer's long history; how soon a webhook is answered; a payout after many orders. Run by `cargo dev bench trade`;
//! prints one table, and is red where a budget is missed; with names, only those parts. Every order is a transaction to fill the
//! cart, one to place it, one to note the provider's word, one to be paid.
#![expect(
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a measurement: it stops where it cannot go on, and rates are no money"
)]

mod bare;
mod money;
mod rush;
mod shapes;

use budget::Verdict;
use market::account::SignedIn;
use market::address::AddressId;
use market::cart::{CartOwner, commands::add_to_cart};
use market::catalog::VariantId;
use market::checkout::{PlaceOrder, PlaceOrderRefusal, commands::place_order};
use market::kernel::{Money, Problem};
use market::payment::{PaymentId, ProviderEvent, ProviderEventKind, inbox::hear_event};
use market::testkit::TestMarket;
use std::sync::Arc;
use std::time::Instant;

const ORDERS: u64 = 1_500;
/// So many at once, where they are many.
const SHOPPERS: u64 = 16;
const PARTS: [&str; 6] = ["orders", "rush", "hot", "history", "webhook", "payout"];

/// A buyer with their address.
type Shopper = (SignedIn, AddressId);

#[tokio::main]
async fn main() -> Result<(), String> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|part| !PARTS.contains(&part.as_str())) {
        eprintln!("there is no part `{unknown}`: {}", PARTS.join(", "));
        std::process::exit(2);
    }
    let wanted = |part: &str| asked.is_empty() || asked.iter().any(|name| name == part);
    let mut verdict = Verdict::default();
    println!("{:<11} {:<34} {:>10} {:>9}", "engine", "what", "orders/s", "share");
    for engine in ["sqlite", "postgres"] {
        if wanted("orders") {
            against_bare_sql(engine, &mut verdict).await;
        }
        for part in ["rush", "hot", "history", "webhook", "payout"].into_iter().filter(|part| wanted(part)) {
            let Some(kit) = open(engine).await else { continue };
            match part {
                "rush" => rush::the_rush(engine, kit).await,
                "hot" => verdict.judge(budget::HOT_VARIANT, engine, shapes::hot_and_cold(engine, kit).await),
                "history" => verdict.judge(budget::LONG_HISTORY, engine, shapes::history(engine, kit).await),
                "webhook" => money::webhook(engine, kit).await,
                _ => money::payout(engine, kit).await,
            }
        }
    }
    verdict.end()
}

async fn against_bare_sql(engine: &str, verdict: &mut Verdict) {
    for shoppers in [1, SHOPPERS] {
        let Some(kit) = open(engine).await else { continue };
        let commands = through_commands(&kit, shoppers).await;
        let Some(kit) = open(engine).await else { continue };
        let bare = bare::bare_sql(&kit, shoppers).await;
        println!(
            "{engine:<11} {:<34} {commands:>10.0} {:>9.2}",
            format!("placed and paid, {shoppers} shopper(s)"),
            commands / bare
        );
        println!("{engine:<11} {:<34} {bare:>10.0}", format!("the same rows by bare SQL, {shoppers}"));
        if shoppers == SHOPPERS {
            verdict.judge(budget::DURABLE_ORDERS, engine, commands / bare);
        }
    }
}

async fn open(engine: &str) -> Option<Arc<TestMarket>> {
    let kit = if engine == "sqlite" { Some(TestMarket::sqlite().await) } else { TestMarket::postgres().await };
    if kit.is_none() {
        println!("{engine:<11} not measured: SHANHUO_TEST_POSTGRES is not set");
    }
    kit.map(Arc::new)
}

async fn shoppers(kit: &TestMarket, count: u64) -> Vec<Shopper> {
    let mut shoppers = Vec::new();
    for number in 0..count {
        let buyer = kit.person(&format!("Buyer {number}")).create().await;
        let address = kit.address(&buyer).await;
        shoppers.push((buyer, address));
    }
    shoppers
}

/// A variant at a shop of its own.
async fn stock_up(kit: &TestMarket, handle: &str, stock: i64) -> VariantId {
    let owner = kit.person("Seller").create().await;
    let staff = kit.shop(handle, &owner).approved().create().await;
    kit.listing(&staff).price_fen(2_000).stock(stock).create().await.variant()
}

/// So many variants at one shop, each of a listing of its own.
async fn variants(kit: &TestMarket, count: usize) -> Vec<VariantId> {
    let owner = kit.person("Seller").create().await;
    let staff = kit.shop("cold", &owner).approved().create().await;
    let mut variants = Vec::new();
    for _ in 0..count {
        variants.push(kit.listing(&staff).price_fen(2_000).stock(1_000_000).create().await.variant());
    }
    variants
}

/// One order from the cart to paid. The freight of the default template is 8 yuan.
async fn order(kit: &TestMarket, shopper: &Shopper, variant: VariantId) -> Result<(), Problem<PlaceOrderRefusal>> {
    let (buyer, address) = shopper;
    let market = &kit.market;
    add_to_cart(market, &CartOwner::Person(buyer.buyer()), variant, 1)
        .await
        .map_err(|problem| problem.map(|_| PlaceOrderRefusal::CartChanged))?;
    let attempt = PaymentId::mint(market.now());
    let request =
        PlaceOrder { attempt, address: *address, seen_total_minor: 2_800, seen_perishable: Vec::new(), notes: Vec::new() };
    place_order(market, &buyer.buyer(), "sandbox", request).await?;
    let kind = ProviderEventKind::Captured(Money::fen(2_800));
    let told = ProviderEvent { event_id: attempt.to_string(), payment: attempt, kind };
    hear_event(market, "sandbox", &told).await.map_err(|problem| problem.map(|never| match never {}))?;
    Ok(())
}

async fn through_commands(kit: &Arc<TestMarket>, count: u64) -> f64 {
    let variant = stock_up(kit, "bench", 1_000_000).await;
    let shoppers = shoppers(kit, count).await;
    let begun = Instant::now();
    let tasks: Vec<_> = shoppers
        .into_iter()
        .map(|shopper| {
            let kit = kit.clone();
            tokio::spawn(async move {
                for _ in 0..ORDERS / count {
                    order(&kit, &shopper, variant).await.expect("an order");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a shopper");
    }
    rate(ORDERS, begun)
}

fn rate(orders: u64, begun: Instant) -> f64 {
    let orders: u32 = orders.try_into().expect("a count");
    f64::from(orders) / begun.elapsed().as_secs_f64()
}
