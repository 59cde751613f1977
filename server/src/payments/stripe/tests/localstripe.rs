//! The adapter against `localstripe`, which others wrote from Stripe's documentation: intents, refunds, look-ups, lines of the
//! balance, signatures. It has no hosted pages and no keys; those are the simulator's part.

use super::super::answers::{BalanceTransaction, List};
use super::super::client::{Client, Failure};
use super::super::statement::read_row;
use super::simulator::WEBHOOK_SECRET;
use super::{PATIENCE, Stripe, World, secret};
use axum::extract::State;
use axum::http::HeaderMap;
use market::checkout::Placed;
use market::kernel::{Clock, Money, SystemClock};
use market::order::OrderState;
use market::order::commands::cancel_unshipped;
use market::payment::commands::{note_reference, record_found};
use market::payment::{EventOutcome, PaymentProvider, ProviderEventKind, ReportKind};
use serde_json::Value;
use std::time::Duration;
use tokio::sync::mpsc;

const KEY: &str = "sk_test_localstripe";
/// It starts while this test does.
const STARTS_IN: Duration = Duration::from_secs(30);

/// A card, as localstripe takes it; real markets never see one.
async fn card(client: &Client, number: &str) -> String {
    let fields =
        [("type", "card"), ("card[number]", number), ("card[exp_month]", "12"), ("card[exp_year]", "2035"), ("card[cvc]", "123")];
    let method = client.post::<Value>("/v1/payment_methods", "card", &fields).await.expect("a card");
    method.value["id"].as_str().expect("an id").to_owned()
}

/// An intent of the payment, not confirmed.
async fn intent(world: &World, client: &Client, placed: &Placed, number: &str) -> String {
    let (payment, method) = (placed.payment.to_string(), card(client, number).await);
    let fields = [("amount", "13600"), ("currency", "cny"), ("payment_method", method.as_str()), ("metadata[payment]", &payment)];
    let made = client.post::<Value>("/v1/payment_intents", &payment, &fields).await.expect("an intent");
    let id = made.value["id"].as_str().expect("an id").to_owned();
    note_reference(&world.kit.market, placed.payment, Some(&id)).await.expect("a note");
    id
}

async fn confirm(client: &Client, intent: &str) -> Result<(), Failure> {
    client.post::<Value>(&format!("/v1/payment_intents/{intent}/confirm"), intent, &[]).await.map(|_| ())
}

/// A door that hands on what comes to it: signature and body.
async fn door() -> (String, mpsc::UnboundedReceiver<(String, String)>) {
    type Out = mpsc::UnboundedSender<(String, String)>;
    async fn take(State(out): State<Out>, headers: HeaderMap, body: String) {
        let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
        out.send((signature.to_owned(), body)).expect("somebody reads");
    }
    let (out, told) = mpsc::unbounded_channel();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let router = axum::Router::new().fallback(take).with_state(out);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, told)
}

#[tokio::test]
async fn the_adapter_and_localstripe_understand_each_other() {
    let Ok(url) = std::env::var("SHANHUO_LOCALSTRIPE") else {
        eprintln!("SHANHUO_LOCALSTRIPE is not set: not run (`cargo dev localstripe` runs it)");
        return;
    };
    let address = url.trim_start_matches("http://").to_owned();
    let up = async {
        while tokio::net::TcpStream::connect(&address).await.is_err() {
            tokio::task::yield_now().await
        }
    };
    tokio::time::timeout(STARTS_IN, up).await.expect("localstripe is up");

    let mut world = World::new().await;
    world.stripe = Stripe::new(&url, &secret(KEY), secret(WEBHOOK_SECRET), PATIENCE).expect("a provider");
    let client = Client::new(&url, &secret(KEY), PATIENCE).expect("a client");
    let (door, mut told) = door().await;
    let hook = [("url", door.as_str()), ("secret", WEBHOOK_SECRET)];
    let _ = client.post::<Value>("/_config/webhooks/ours", "hook", &hook).await;

    // A card that is declined leaves the order waiting.
    let placed = world.placed().await;
    let declined = intent(&world, &client, &placed, "4000000000000341").await;
    let refused = confirm(&client, &declined).await.expect_err("a declined card");
    assert!(
        matches!(&refused, Failure::Refused(words) if words.starts_with("402") && words.contains("card_declined")),
        "{refused:?}"
    );
    let found = world.stripe.look_up(placed.payment, Some(&declined)).await.expect("an answer");
    assert_eq!(found.iter().map(|event| event.kind).collect::<Vec<_>>(), [ProviderEventKind::Declined]);

    // One that is not pays it: by asking, and by the webhook under the same id.
    let good = intent(&world, &client, &placed, "4242424242424242").await;
    assert_eq!(world.stripe.look_up(placed.payment, Some(&good)).await, Ok(Vec::new()), "not confirmed yet");
    confirm(&client, &good).await.expect("confirmed");
    let found = world.stripe.look_up(placed.payment, Some(&good)).await.expect("an answer");
    assert_eq!(found.iter().map(|event| event.kind).collect::<Vec<_>>(), [ProviderEventKind::Captured(Money::fen(13_600))]);
    let event = loop {
        let (signature, body) = told.recv().await.expect("a webhook");
        let read = world.stripe.read_webhook(&signature, body.as_bytes(), SystemClock.now()).expect("believed");
        let event = read.filter(|event| matches!(event.kind, ProviderEventKind::Captured(_)));
        assert!(world.stripe.read_webhook(&signature, format!("{body} ").as_bytes(), SystemClock.now()).is_err(), "altered");
        if let Some(event) = event {
            break event;
        }
    };
    assert_eq!(event, found[0]);
    assert_eq!(record_found(&world.kit.market, "stripe", &found[0]).await.expect("recorded"), EventOutcome::Paid);
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);

    // It goes back once.
    cancel_unshipped(&world.kit.market, &world.buyer.buyer(), placed.orders[0]).await.expect("cancelled");
    let due = world.due(&placed).await.remove(0);
    for _ in 0..2 {
        world.stripe.refund(&due).await.expect("a refund");
    }
    let found = world.stripe.look_up(placed.payment, Some(&good)).await.expect("an answer");
    assert_eq!(found.len(), 2, "one capture, one refund: {found:?}");
    assert_eq!(record_found(&world.kit.market, "stripe", &found[1]).await.expect("recorded"), EventOutcome::Refunded);

    // Its balance tells the same. It cannot be asked for a part of it.
    let rows: List<BalanceTransaction> = client.get("/v1/balance_transactions", &[("limit", "100")]).await.expect("rows");
    let mut moved = Vec::new();
    for row in &rows.data {
        for line in read_row(&client, row).await.expect("a line") {
            moved.push((line.kind, line.amount.minor(), line.payment, line.refund));
        }
    }
    assert!(moved.contains(&(ReportKind::Captured, 13_600, Some(placed.payment), None)), "{moved:?}");
    assert!(moved.contains(&(ReportKind::Refunded, -13_600, Some(placed.payment), Some(due.refund))), "{moved:?}");

    // What it does not know is nothing, and no fault.
    assert_eq!(world.stripe.look_up(placed.payment, Some("pi_unknown")).await, Ok(Vec::new()));
    world.kit.audited().await;
}
