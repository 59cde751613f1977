//! The adapter against the simulator: whatever the company does, a payment counts once, a refund is made once, and the books end up
//! telling what the company's own books tell.

mod chaos;
mod desk;
mod localstripe;
mod pay;
mod refund;
#[path = "../../../../tests/support/simulator/mod.rs"]
#[expect(dead_code, reason = "the test of the whole executable uses the rest of it")]
mod simulator;
mod statement;
mod useless;
mod webhooks;

use super::{Patience, Secret, Stripe};
use crate::payments::reconcile;
use market::account::{Operator, SignedIn};
use market::catalog::VariantId;
use market::checkout::{Placed, commands::place_order};
use market::kernel::Span;
use market::order::{OrderId, OrderState, queries::order_of_buyer};
use market::payment::commands::note_reference;
use market::payment::inbox::hear_event;
use market::payment::{
    EventOutcome, PaymentProvider, ProviderError, RefundDue, StartPayment, Started, WebhookRefusal, look_ups, queries,
};
use market::reconciliation::{Reconciliation, queries::reconciliation};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use simulator::{KEY, Simulator, WEBHOOK_SECRET};
use std::time::Duration;

/// Long enough for an answer of megabytes on a busy machine. Whoever lets answers come late has less patience of their own.
const PATIENCE: Patience = Patience { attempt: Duration::from_secs(5), pause: Duration::from_millis(1) };

/// A market whose payments go through the simulator, a shop with plenty of goods, and somebody who buys.
struct World {
    kit: TestMarket,
    company: Simulator,
    stripe: Stripe,
    buyer: SignedIn,
    goods: VariantId,
    olga: Operator,
}

fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a key")
}

impl World {
    async fn new() -> Self {
        let kit = TestMarket::sqlite().await;
        let company = Simulator::open(kit.clock.clone()).await;
        let stripe = Stripe::new(&company.url, &secret(KEY), secret(WEBHOOK_SECRET), PATIENCE).expect("a provider");
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        let goods = kit.listing(&staff).title("Rosy dress").price_fen(12_800).stock(1_000).weight_grams(400).create().await;
        let buyer = kit.person("Ben").create().await;
        let olga = kit.person("Olga").operator().create().await.operator().expect("an operator");
        Self { kit, company, stripe, buyer, goods: goods.variant(), olga }
    }

    /// An order that waits for its payment at this provider.
    async fn placed(&self) -> Placed {
        self.kit.fill_cart(&self.buyer, &[(self.goods, 1)]).await;
        let form = self.kit.checkout_form(&self.buyer).await;
        place_order(&self.kit.market, &self.buyer.buyer(), "stripe", form).await.expect("an order")
    }

    /// The buyer is sent to the company's page.
    async fn start(&self, placed: &Placed) -> Result<Started, ProviderError> {
        let known = queries::payment(&self.kit.market, &self.buyer.buyer(), placed.payment).await.expect("an answer");
        let known = known.expect("a payment");
        let return_url = format!("https://market.test/pay/{}", placed.payment);
        let request = StartPayment {
            payment: placed.payment,
            amount: known.amount,
            return_url,
            placed_at: known.created_at,
            expires_at: known.expires_at,
        };
        let started = self.stripe.start(&request).await?;
        note_reference(&self.kit.market, placed.payment, started.reference.as_deref()).await.expect("a note");
        Ok(started)
    }

    /// An order whose buyer has paid on the company's page; nobody has heard of it yet.
    async fn paid_there(&self) -> Placed {
        let placed = self.placed().await;
        let page = self.start(&placed).await.expect("a page").redirect_url;
        assert!(self.company.pay(&page), "the page takes money");
        placed
    }

    /// An order that is paid, and known to be.
    async fn paid(&self) -> Placed {
        let placed = self.paid_there().await;
        assert!(self.deliver().await.contains(&EventOutcome::Paid));
        placed
    }

    /// All webhooks that wait come to the door.
    async fn deliver(&self) -> Vec<EventOutcome> {
        let mut outcomes = Vec::new();
        for (signature, body) in self.company.take_webhooks() {
            outcomes.extend(self.door(&signature, &body).await.expect("a believed webhook"));
        }
        outcomes
    }

    /// One webhook comes to the door.
    async fn door(&self, signature: &str, body: &str) -> Result<Option<EventOutcome>, WebhookRefusal> {
        let Some(event) = self.stripe.read_webhook(signature, body.as_bytes(), self.kit.market.now())? else { return Ok(None) };
        Ok(Some(hear_event(&self.kit.market, "stripe", &event).await.expect("a recorded event")))
    }

    async fn state(&self, order: OrderId) -> OrderState {
        let view = order_of_buyer(&self.kit.market, &self.buyer.buyer(), order).await.expect("an answer");
        view.expect("an order").row.state
    }

    /// The refunds of a payment that wait.
    async fn due(&self, placed: &Placed) -> Vec<RefundDue> {
        let view = market::payment::LookUp { payment: placed.payment, reference: None };
        let waiting = look_ups::waiting_refunds(&self.kit.market, "stripe", &view, self.kit.market.now()).await;
        let waiting = waiting.expect("refunds");
        let mut whole = Vec::new();
        for due in waiting {
            whole.extend(queries::refund_due(&self.kit.market, due.refund).await.expect("an answer"));
        }
        whole
    }

    /// One round of the sweeper, when its time has come.
    async fn round(&self) -> u64 {
        self.kit.clock.advance(Span::minutes(10));
        reconcile::round(&self.kit.market, &self.stripe).await.expect("a round").settled
    }

    /// Something happens to the database.
    async fn change(&self, sql: &str) {
        let tx = self.kit.market.begin("test").await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("a change");
        tx.commit().await.expect("a commit");
    }

    async fn statement(&self) -> Reconciliation {
        reconciliation(&self.kit.market, &self.olga, "stripe").await.expect("a statement")
    }

    /// What the log says was healed.
    async fn healed(&self) -> Vec<String> {
        #[derive(FromQueryResult)]
        struct Row {
            detail: String,
        }
        let sql = "SELECT detail FROM audit_log WHERE action = 'heal_payment' ORDER BY happened_at, id";
        let rows = Row::find_by_statement(Statement::from_string(self.kit.market.backend(), sql));
        rows.all(self.kit.market.db()).await.expect("the log").into_iter().map(|row| row.detail).collect()
    }

    /// The books and the company agree, nothing is open, nothing is broken.
    async fn agrees(&self) {
        let seen = self.statement().await;
        assert_eq!(seen.booked.minor(), self.company.held(), "{seen:?}");
        assert_eq!(seen.differences, [], "{seen:?}");
        self.kit.audited().await;
    }
}

#[tokio::test]
async fn no_key_gets_into_a_refusal() {
    let world = World::new().await;
    let strange = "sk_test_strange51Hq9XhVery";
    let stripe = Stripe::new(&world.company.url, &secret(strange), secret(WEBHOOK_SECRET), PATIENCE).expect("a provider");
    let placed = world.placed().await;
    let refused = stripe.look_up(placed.payment, Some("pi_1")).await.expect_err("a stranger");
    assert_eq!(refused, ProviderError::Unreachable("401 invalid_request_error".to_owned()));
    let gone = Stripe::new("http://127.0.0.1:9/", &secret(strange), secret(WEBHOOK_SECRET), PATIENCE).expect("a provider");
    let unreachable = gone.look_up(placed.payment, Some("pi_1")).await.expect_err("nobody is there");
    assert_eq!(unreachable, ProviderError::Unreachable("no connection".to_owned()));
}

#[test]
fn a_key_goes_over_tls_or_stays_on_this_machine() {
    for good in
        ["https://api.stripe.com", "https://pay.example:8443/", "http://127.0.0.1:12111", "http://localhost:1", "http://[::1]:1"]
    {
        let made = Stripe::new(good, &secret(KEY), secret(WEBHOOK_SECRET), PATIENCE);
        assert!(made.is_ok(), "{good}");
    }
    for bad in [
        "http://api.stripe.com",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "stripe",
        "",
        "https://a:b@pay.example",
        "http://127.0.0.1.evil",
    ] {
        let refused = Stripe::new(bad, &secret(KEY), secret(WEBHOOK_SECRET), PATIENCE).err().expect("a refusal");
        assert!(refused.contains("https://") && !refused.contains(KEY), "{refused}");
    }
    let real = Stripe::new(super::API_URL, &secret(KEY), secret(WEBHOOK_SECRET), PATIENCE).expect("a provider");
    assert_eq!(real.page_origin(), Some("https://checkout.stripe.com"));
}
