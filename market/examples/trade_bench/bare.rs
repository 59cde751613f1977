//! The rows that an order writes, by bare SQL: the limit that orders a second are held against.

use super::{ORDERS, rate, shoppers, stock_up};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement, Value};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// The rows that one order writes, in the same four transactions, without any rule.
pub async fn bare_sql(kit: &Arc<TestMarket>, count: u64) -> f64 {
    let variant = stock_up(kit, "bench", 1_000_000).await;
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
    rate(ORDERS, begun)
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
    let (kept, event): (Value, Value) = (id(), Uuid::now_v7().to_string().into());
    run(
        kit,
        vec![("INSERT INTO payment_event (provider, event_id, payment_id, kind, amount_minor, outcome, received_at, told_minor, told_currency, due_at, attempts) VALUES ('bare', CAST($1 AS TEXT), $2, 'captured', 2800, '', 1, 2800, 'CNY', 1, 0)", vec![event.clone(), payment.clone()])],
    )
    .await;
    run(
        kit,
        vec![
            ("UPDATE payment_event SET outcome = 'paid' WHERE provider = 'bare' AND event_id = CAST($1 AS TEXT)", vec![event]),
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
