//! Orders a second, from the cart to paid, through the real commands, durable (SQLite with `synchronous=FULL`); the share of what
//! the same tables take by bare SQL in the same transactions; and 500 buyers for 100 units, 32 at a time. Run by
//! `cargo dev bench trade`; prints one table. Every order is a transaction to fill the cart, one to place, one to be paid.
#![expect(
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a measurement: it stops where it cannot go on, and rates are no money"
)]

use market::account::SignedIn;
use market::address::AddressId;
use market::cart::{CartOwner, commands::add_to_cart};
use market::catalog::VariantId;
use market::checkout::{PlaceOrder, PlaceOrderRefusal, commands::place_order};
use market::kernel::{Money, Problem};
use market::order::OrderState;
use market::payment::{PaymentId, ProviderEvent, ProviderEventKind, commands::record_event};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::Semaphore;
use uuid::Uuid;

const ORDERS: u64 = 1_500;
const UNITS: i64 = 100;
const AT_ONCE: usize = 32;

/// A buyer with their address.
type Shopper = (SignedIn, AddressId);

#[tokio::main]
async fn main() {
    println!("{:<11} {:<34} {:>10} {:>9}", "engine", "what", "orders/s", "share");
    for engine in ["sqlite", "postgres"] {
        for shoppers in [1, 16] {
            let Some(kit) = open(engine).await else { continue };
            let commands = through_commands(&kit, shoppers).await;
            let Some(kit) = open(engine).await else { continue };
            let bare = bare_sql(&kit, shoppers).await;
            println!(
                "{engine:<11} {:<34} {commands:>10.0} {:>9.2}",
                format!("placed and paid, {shoppers} shopper(s)"),
                commands / bare
            );
            println!("{engine:<11} {:<34} {bare:>10.0}", format!("the same rows by bare SQL, {shoppers}"));
        }
        if let Some(kit) = open(engine).await {
            the_rush(engine, kit).await;
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

async fn stock_up(kit: &TestMarket, stock: i64) -> VariantId {
    let owner = kit.person("Seller").create().await;
    let staff = kit.shop("bench", &owner).approved().create().await;
    kit.listing(&staff).price_fen(2_000).stock(stock).create().await.variant()
}

/// One order from the cart to paid. The freight of the default template is 8 yuan.
async fn order(kit: &TestMarket, shopper: &Shopper, variant: VariantId) -> Result<(), Problem<PlaceOrderRefusal>> {
    let (buyer, address) = shopper;
    let market = &kit.market;
    add_to_cart(market, &CartOwner::Person(buyer.buyer()), variant, 1)
        .await
        .map_err(|problem| problem.map(|_| PlaceOrderRefusal::CartChanged))?;
    let attempt = PaymentId::mint(market.now());
    let request = PlaceOrder { attempt, address: *address, seen_total_minor: 2_800, notes: Vec::new() };
    place_order(market, &buyer.buyer(), "sandbox", request).await?;
    let kind = ProviderEventKind::Captured(Money::fen(2_800));
    let told = ProviderEvent { event_id: attempt.to_string(), payment: attempt, kind };
    record_event(market, "sandbox", &told).await.map_err(|problem| problem.map(|never| match never {}))?;
    Ok(())
}

async fn through_commands(kit: &Arc<TestMarket>, count: u64) -> f64 {
    let variant = stock_up(kit, 1_000_000).await;
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
    rate(begun)
}

fn rate(begun: Instant) -> f64 {
    let orders: u32 = ORDERS.try_into().expect("a count");
    f64::from(orders) / begun.elapsed().as_secs_f64()
}

/// The rows that one order writes, in the same three transactions, without any rule.
async fn bare_sql(kit: &Arc<TestMarket>, count: u64) -> f64 {
    let variant = stock_up(kit, 1_000_000).await;
    let buyers = shoppers(kit, count).await;
    let begun = Instant::now();
    let tasks: Vec<_> = buyers
        .into_iter()
        .map(|(buyer, _)| {
            let kit = kit.clone();
            tokio::spawn(async move {
                let cart = Uuid::now_v7();
                let person: Value = buyer.person().uuid().into();
                run(
                    &kit,
                    vec![("INSERT INTO cart (id, person_id, updated_at) VALUES ($1, $2, 1)", vec![cart.into(), person.clone()])],
                )
                .await;
                for _ in 0..ORDERS / count {
                    bare_order(&kit, &person, cart, variant.uuid()).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a shopper");
    }
    rate(begun)
}

type Step = (&'static str, Vec<Value>);

async fn run(kit: &TestMarket, steps: Vec<Step>) {
    let tx = kit.market.begin("bare").await.expect("a transaction");
    for (sql, values) in steps {
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await.expect("a statement");
    }
    tx.commit().await.expect("a commit");
}

async fn bare_order(kit: &TestMarket, person: &Value, cart: Uuid, variant: Uuid) {
    let id = || Value::from(Uuid::now_v7());
    let (payment, order, variant) = (id(), id(), Value::from(variant));
    run(
        kit,
        vec![(
            "INSERT INTO cart_line (id, cart_id, variant_id, quantity, seen_minor, added_at) VALUES ($1, $2, $3, 1, 2000, 1)",
            vec![id(), cart.into(), variant.clone()],
        )],
    )
    .await;
    let digest: Value = vec![0_u8; 32].into();
    let number: Value = Uuid::now_v7().simple().to_string().into();
    let (promise, escrow) = (id(), id());
    run(
        kit,
        vec![
            ("INSERT INTO payment (id, buyer_id, request_digest, state, provider, amount_minor, currency, created_at, expires_at) VALUES ($1, $2, $3, 'waiting', 'bare', 2800, 'CNY', 1, 2)", vec![payment.clone(), person.clone(), digest]),
            ("INSERT INTO orders (id, number, payment_id, buyer_id, shop_id, state, currency, items_minor, freight_minor, total_minor, fee_minor, recipient, phone, region_code, region_names, street, note, placed_at, refunded_minor, refunded_fee_minor) SELECT $1, $2, $3, $4, id, 'placed', 'CNY', 2000, 800, 2800, 20, 'Ana', '1', '43', 'Hunan', 'Street', '', 1, 0, 0 FROM shop LIMIT 1", vec![order.clone(), number, payment.clone(), person.clone()]),
            ("INSERT INTO order_line (id, order_id, position, listing_id, variant_id, title, choices, unit, price_per, price_minor, quantity, total_minor, picture) SELECT $1, $2, 0, listing_id, id, 'Salted pork', '[]', 'piece', 1, 2000, 1, 2000, '' FROM variant WHERE id = $3", vec![id(), order.clone(), variant.clone()]),
            ("INSERT INTO order_event (id, order_id, event, to_state, actor_kind, reason, happened_at) VALUES ($1, $2, 'place', 'placed', 'buyer', '', 1)", vec![id(), order.clone()]),
            ("UPDATE stock SET held = held + 1 WHERE variant_id = $1 AND on_hand - held >= 1", vec![variant.clone()]),
            ("INSERT INTO stock_hold (id, order_id, variant_id, quantity, state, expires_at) VALUES ($1, $2, $3, 1, 'live', 2)", vec![id(), order.clone(), variant.clone()]),
            ("INSERT INTO ledger_account (id, kind, owner, currency) VALUES ($1, 'escrow', $2, 'CNY')", vec![escrow.clone(), order.clone()]),
            ("INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES ($1, 'capture', $2, 'pending', 1)", vec![promise.clone(), payment.clone()]),
            ("INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES ($1, 0, $2, 2800), ($1, 1, $2, -2800)", vec![promise.clone(), escrow.clone()]),
            ("INSERT INTO timer (id, kind, subject, due_at, state) VALUES ($1, 'close_payment', $2, 2, 'waiting')", vec![id(), payment.clone()]),
            ("DELETE FROM cart_line WHERE cart_id = $1", vec![cart.into()]),
        ],
    )
    .await;
    let kept = id();
    run(
        kit,
        vec![
            ("INSERT INTO payment_event (provider, event_id, payment_id, kind, amount_minor, outcome, received_at) VALUES ('bare', CAST($1 AS TEXT), $2, 'captured', 2800, 'paid', 1)", vec![Uuid::now_v7().to_string().into(), payment.clone()]),
            ("UPDATE payment SET state = 'captured', settled_at = 1 WHERE id = $1 AND state = 'waiting'", vec![payment.clone()]),
            ("UPDATE orders SET state = 'paid', paid_at = 1, ship_by = 2 WHERE payment_id = $1 AND state = 'placed'", vec![payment.clone()]),
            ("UPDATE stock SET on_hand = on_hand - 1, held = held - 1 WHERE variant_id = $1", vec![variant.clone()]),
            ("UPDATE stock_hold SET state = 'claimed' WHERE order_id = $1", vec![order.clone()]),
            ("INSERT INTO stock_movement (id, variant_id, kind, amount, subject, moved_at) VALUES ($1, $2, 'sale', -1, $3, 1)", vec![id(), variant, order.clone()]),
            ("INSERT INTO ledger_journal (id, kind, subject, phase, settles, made_at) VALUES ($1, 'capture', $2, 'posted', $3, 1)", vec![kept.clone(), payment.clone(), promise]),
            ("INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES ($1, 0, $2, 2800), ($1, 1, $2, -2800)", vec![kept, escrow]),
            ("UPDATE timer SET state = 'cancelled' WHERE kind = 'close_payment' AND subject = $1", vec![payment]),
            ("INSERT INTO order_event (id, order_id, event, from_state, to_state, actor_kind, reason, happened_at) VALUES ($1, $2, 'pay', 'placed', 'paid', 'provider', '', 1)", vec![id(), order.clone()]),
            ("INSERT INTO outbox (id, kind, payload, state, attempts, due_at, made_at) VALUES ($1, 'notify', '{}', 'waiting', 0, 1, 1)", vec![id()]),
        ],
    )
    .await;
}

#[derive(FromQueryResult)]
struct Sold {
    sold: i64,
}

/// Buyers of the rush, where `SHANHUO_BUYERS` does not say otherwise.
const BUYERS: u64 = 500;

/// That many buyers want one of 100 units, 32 at a time: exactly 100 may get one, and nobody meets an error.
async fn the_rush(engine: &str, kit: Arc<TestMarket>) {
    let variant = stock_up(&kit, UNITS).await;
    let count = std::env::var("SHANHUO_BUYERS").ok().and_then(|count| count.parse().ok()).unwrap_or(BUYERS);
    let buyers = shoppers(&kit, count).await;
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let (won, lost, broken) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let tasks: Vec<_> = buyers
        .into_iter()
        .map(|shopper| {
            let (kit, turns) = (kit.clone(), turns.clone());
            let (won, lost, broken) = (won.clone(), lost.clone(), broken.clone());
            tokio::spawn(async move {
                let _turn = turns.acquire().await;
                let counter = match order(&kit, &shopper, variant).await {
                    Ok(()) => won,
                    Err(Problem::Refused(_)) => lost,
                    Err(_) => broken,
                };
                counter.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a buyer");
    }
    let seconds = begun.elapsed().as_secs_f64();
    let sql = format!("SELECT COUNT(*) AS sold FROM orders WHERE state = '{}'", OrderState::Paid.code());
    let rows =
        Sold::find_by_statement(Statement::from_string(kit.market.backend(), sql)).one(kit.market.db()).await.expect("a count");
    let report = market::audit::queries::audit(&kit.market).await.expect("an audit");
    let (won, lost, broken) = (won.load(Ordering::SeqCst), lost.load(Ordering::SeqCst), broken.load(Ordering::SeqCst));
    println!(
        "{engine:<11} {count} buyers for 100 units, 32 at a time: {won} orders, {lost} refused, {broken} errors in {seconds:.1} s; {} paid rows; audit {} violations",
        rows.map_or(0, |row| row.sold),
        report.violations
    );
    assert!(won == 100 && broken == 0 && report.is_clean(), "the rush broke the market");
}
