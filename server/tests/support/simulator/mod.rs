//! A payment company for tests, with Stripe's semantics and its shapes: a key remembers its first answer for a day, errors
//! included; 409 while one call is in flight; failures before and after the effect; webhooks at least once, in any order, late. On
//! this machine only. What it does wrong is decided by the test, or drawn from a seed.

mod books;
mod faults;
mod wire;

pub use faults::{Fault, Seed};

use books::Books;
use hmac::{Hmac, KeyInit, Mac};
use market::kernel::Clock;
use serde_json::Value;
use sha2::Sha256;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

/// The key that the simulator takes.
pub const KEY: &str = "sk_test_simulator51Hq9XhVeryLongAndVerySecret";
/// The secret that it signs webhooks with.
pub const WEBHOOK_SECRET: &str = "whsec_simulatorAnotherSecretNobodyMaySee";

/// The company.
#[derive(Clone)]
pub struct Simulator {
    /// Where it answers.
    pub url: String,
    state: Arc<Mutex<State>>,
    called: Arc<Notify>,
}

struct State {
    clock: Arc<dyn Clock>,
    books: Books,
    keys: HashMap<String, Kept>,
    faults: VecDeque<Fault>,
    seed: Option<Seed>,
    calls: Vec<String>,
}

/// What a key remembers.
struct Kept {
    at: i64,
    fields: String,
    status: u16,
    body: String,
    in_flight: bool,
}

impl Simulator {
    /// Opens on a free port of this machine.
    pub async fn open(clock: Arc<dyn Clock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = State {
            books: Books::new(url.clone()),
            clock,
            keys: HashMap::new(),
            faults: VecDeque::new(),
            seed: None,
            calls: Vec::new(),
        };
        let simulator = Self { url, state: Arc::new(Mutex::new(state)), called: Arc::new(Notify::new()) };
        let router = axum::Router::new().fallback(wire::answer).with_state(simulator.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        simulator
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panicked with it")
    }

    /// What goes wrong with the next calls, one each.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    /// From now on every call may go wrong, as the seed has it.
    pub fn chaos(&self, seed: Option<u64>) {
        self.state().seed = seed.map(Seed::new);
    }

    /// Every call so far, as `POST /v1/refunds`.
    pub fn calls(&self) -> Vec<String> {
        self.state().calls.clone()
    }

    /// Waits for a call, as `GET /v1/balance_transactions`.
    pub async fn called(&self, call: &str) {
        while !self.calls().iter().any(|known| known == call) {
            self.called.notified().await;
        }
    }

    /// From now on refunds take their time; what waits is settled by [`Simulator::settle_refunds`].
    pub fn slow_refunds(&self) {
        self.state().books.refunds_wait = true;
    }

    /// What waits has reached its buyers.
    pub fn settle_refunds(&self) {
        let mut state = self.state();
        let now = state.now();
        state.books.settle_refunds(now);
    }

    /// From now on refunds fail as soon as they are made, or no longer do.
    pub fn failing_refunds(&self, fail: bool) {
        self.state().books.refunds_fail = fail;
    }

    /// From now on its balance is too short to give anything back, or no longer is.
    pub fn short_of_money(&self, is_short: bool) {
        self.state().books.is_short = is_short;
    }

    /// Everything that was given back comes back, for this reason.
    pub fn fail_refunds(&self, reason: &str) {
        let mut state = self.state();
        let now = state.now();
        state.books.fail_refunds(reason, now);
    }

    /// From now on intents claim another amount than came.
    pub fn lie(&self, amount: Option<i64>) {
        self.state().books.lie = amount;
    }

    /// From now on intents claim another currency than the money came in.
    pub fn lie_in(&self, currency: Option<&'static str>) {
        self.state().books.lie_in = currency;
    }

    /// From now on refunds claim that another amount went back than did.
    pub fn lie_of_refunds(&self, amount: Option<i64>) {
        self.state().books.lie_of_refunds = amount;
    }

    /// From now on pages take money in another currency than was asked for.
    pub fn take_in(&self, currency: &'static str) {
        self.state().books.takes_in = Some(currency);
    }

    /// A buyer pays on a hosted page; false where it is closed.
    pub fn pay(&self, page: &str) -> bool {
        let mut state = self.state();
        let now = state.now();
        state.books.pay(page.rsplit('/').next().expect("an id"), now)
    }

    /// A buyer's bank says no.
    pub fn decline(&self, page: &str) {
        let mut state = self.state();
        let now = state.now();
        state.books.decline(page.rsplit('/').next().expect("an id"), now);
    }

    /// A page closes before its time.
    pub fn expire(&self, page: &str) {
        let mut state = self.state();
        let now = state.now();
        state.books.expire(page.rsplit('/').next().expect("an id"), now);
    }

    /// Somebody pays past the market, on a link made at the company's own desk. Says which intent.
    pub fn pay_stray(&self, amount: i64) -> String {
        let mut state = self.state();
        let now = state.now();
        state.books.take(amount, "cny", &Value::Null, now)
    }

    /// The same for a payment of ours: whoever was sent there twice pays once more. Says which intent.
    pub fn pay_again(&self, payment: &str, amount: i64) -> String {
        let mut state = self.state();
        let now = state.now();
        state.books.take(amount, "cny", &serde_json::json!({ "payment": payment }), now)
    }

    /// The ids of all intents, the newest first.
    pub fn intents(&self) -> Vec<String> {
        let intents = self.state().books.all("pi_");
        intents.iter().filter_map(|intent| intent["id"].as_str()).map(str::to_owned).collect()
    }

    /// Somebody gives money of an intent back at the company's own desk, past the market.
    pub fn give_back_at_desk(&self, intent: &str, amount: i64) {
        let mut state = self.state();
        let now = state.now();
        let fields = [("payment_intent", intent.to_owned()), ("amount", amount.to_string())];
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let (status, answer) = state.books.refund(&fields, now);
        assert_eq!(status, 200, "{answer}");
    }

    /// The company pays out to the bank.
    pub fn pay_out(&self, amount: i64) {
        self.record("payout", -amount, None);
    }

    /// Something moves its balance, because of this object.
    pub fn record(&self, kind: &str, amount: i64, source: Option<&str>) {
        let mut state = self.state();
        let now = state.now();
        state.books.record(kind, amount, 0, source, now);
    }

    /// From now on its newest object of a kind says that this is its id.
    pub fn misname(&self, prefix: &str, name: &str) {
        self.state().books.misname(prefix, name);
    }

    /// From now on its balance is in another currency than buyers pay in.
    pub fn settle_in(&self, currency: &'static str) {
        self.state().books.settles_in = currency;
    }

    /// What its own books say: everything that was taken, less everything that went back.
    pub fn held(&self) -> i64 {
        self.state().books.held()
    }

    /// How many refunds were made.
    pub fn refunds(&self) -> usize {
        self.state().books.all("re_").len()
    }

    /// The webhooks that nobody has taken yet, each with its signature of now.
    pub fn take_webhooks(&self) -> Vec<(String, String)> {
        let mut state = self.state();
        let at = state.now();
        std::mem::take(&mut state.books.webhooks).into_iter().map(|body| (sign(WEBHOOK_SECRET, at, &body), body)).collect()
    }
}

impl State {
    /// In seconds, as the company counts.
    fn now(&self) -> i64 {
        self.clock.now().millis() / 1_000
    }
}

/// The header of a webhook.
pub fn sign(secret: &str, at: i64, body: &str) -> String {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("any key fits");
    let bytes = mac.chain_update(format!("{at}.{body}")).finalize().into_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={at},v1={hex},v0=ignored")
}
