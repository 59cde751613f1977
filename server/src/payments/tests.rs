//! Who may say that somebody has paid, what they are answered, and what becomes of it.

use super::{Sandbox, not_understood, webhook};
use crate::jobs::words;
use crate::photos::{FolderStore, Photos};
use crate::testing::{Log, app, nowhere};
use ::http::{HeaderMap, StatusCode};
use app_kit::request::{App, SiteNames};
use axum::extract::{Path, State};
use market::account::SignedIn;
use market::catalog::VariantId;
use market::kernel::{Money, Span};
use market::payment::{PaymentId, PaymentProvider, PaymentState, WebhookRefusal, queries};
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use std::time::Duration;

/// The door of a market that the sandbox tells of payments.
struct Door {
    kit: TestMarket,
    app: App,
    sandbox: Sandbox,
    buyer: SignedIn,
    goods: VariantId,
    _folder: tempfile::TempDir,
}

impl Door {
    async fn open() -> Self {
        let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().expect("a folder"));
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        let goods = kit.listing(&staff).price_fen(12_800).stock(100).create().await.variant();
        let buyer = kit.person("Ben").create().await;
        let sandbox = Sandbox::new(kit.market.clone(), String::new()).expect("a sandbox");
        let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).expect("a store")));
        let app = app(&kit.market, Arc::new(sandbox.clone()), &photos, (SiteNames::default(), nowhere(&kit.market)));
        Self { kit, app, sandbox, buyer, goods, _folder: folder }
    }

    /// So many pieces, and how much they cost.
    async fn placed(&self, pieces: i64) -> (PaymentId, Money) {
        let payment = self.kit.placed(&self.buyer, &[(self.goods, pieces)]).await.payment;
        (payment, Money::fen(self.kit.amount_of(payment).await))
    }

    /// The sandbox tells that a payment was made.
    async fn tell(&self, placed: (PaymentId, Money)) -> StatusCode {
        self.tell_in("CNY", placed).await
    }

    /// The same in the currency with this code.
    async fn tell_in(&self, code: &str, (payment, amount): (PaymentId, Money)) -> StatusCode {
        let event = serde_json::json!({
            "id": format!("evt_{payment}"), "payment": payment, "kind": "captured", "amount_minor": amount.minor(), "currency": code, "refund": null
        });
        self.say(event.to_string()).await
    }

    /// The sandbox says this, and signs it.
    async fn say(&self, body: String) -> StatusCode {
        let mut headers = HeaderMap::new();
        let signature = self.sandbox.sign(self.kit.market.now(), body.as_bytes());
        headers.insert(self.sandbox.signature_header(), signature.parse().expect("a header"));
        webhook(State(self.app.clone()), Path("sandbox".to_owned()), headers, body.into()).await
    }

    /// The worker looks once; how many words there were.
    async fn work(&self) -> usize {
        words::take_due(&self.kit.market, 100).await.expect("a look")
    }

    async fn state(&self, (payment, _): (PaymentId, Money)) -> PaymentState {
        let seen = queries::payment(&self.kit.market, &self.buyer.buyer(), payment).await.expect("an answer");
        seen.expect("a payment").state
    }

    /// Something happens to the database.
    async fn change(&self, sql: &str) {
        let tx = self.kit.market.begin("test").await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("a change");
        tx.commit().await.expect("a commit");
    }
}

#[tokio::test]
async fn an_amount_that_nobody_asked_for_is_an_error_in_the_log_once_however_often_it_is_told() {
    let (door, (log, _guard)) = (Door::open().await, Log::open());
    for (code, more, says) in [("CNY", 1, "held in suspense"), ("USD", 0, "held in suspense"), ("HKD", 0, "cannot be booked")] {
        let (payment, asked) = door.placed(1).await;
        log.take("ERROR");
        for _ in 0..3 {
            assert_eq!(door.tell_in(code, (payment, Money::fen(asked.minor() + more))).await, StatusCode::OK);
            door.work().await;
        }
        let errors = log.take("ERROR");
        let [error] = errors.as_slice() else { panic!("{code}: {errors:#?}") };
        assert!(error.contains(says) && error.contains(code) && error.contains(&payment.to_string()), "{error}");
    }
}

#[tokio::test]
async fn a_word_that_is_not_understood_is_refused_each_time_and_said_once_and_nothing_of_it_gets_into_the_log() {
    let (door, (log, _guard)) = (Door::open().await, Log::open());
    for body in ["", "{}", "[]", "secret words", "{\"id\":\"secret words\"}"] {
        log.take("WARN");
        let before = not_understood();
        for _ in 0..3 {
            assert_eq!(door.say(body.to_owned()).await, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            door.kit.clock.advance(Span::hours(3));
        }
        assert!(not_understood() >= before + 3, "each time counts");
        let warnings = log.take("");
        let [warning] = warnings.as_slice() else { panic!("{body}: {warnings:#?}") };
        assert!(warning.contains("WARN") && warning.contains("the event is not understood"), "{warning}");
        assert!(!warning.contains("secret"), "{warning}");
    }
}

#[tokio::test]
async fn an_event_that_comes_again_is_known_by_its_id() {
    let (door, (log, _guard)) = (Door::open().await, Log::open());
    for tries in 1..=3 {
        let body = format!("{{\"id\":\"evt_odd\",\"tries_left\":{tries}}}");
        assert_eq!(door.say(body).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(door.say("{\"id\":\"evt_other\"}".to_owned()).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(log.take("was not understood").len(), 2);
}

#[tokio::test]
async fn a_webhook_is_answered_before_its_work_is_done() {
    let door = Door::open().await;
    let placed = door.placed(1).await;
    assert_eq!(door.tell(placed).await, StatusCode::OK);
    assert_eq!(door.state(placed).await, PaymentState::Waiting);
    assert_eq!(door.tell(placed).await, StatusCode::OK, "told again while it waits");
    assert_eq!(door.work().await, 1);
    assert_eq!(door.state(placed).await, PaymentState::Captured);
    assert_eq!(door.tell(placed).await, StatusCode::OK, "told again afterwards");
    assert_eq!(door.work().await, 0);
    door.kit.audited().await;
}

#[tokio::test]
async fn a_currency_that_nobody_knows_is_taken_and_waits_for_a_person() {
    let door = Door::open().await;
    let placed = door.placed(1).await;
    for _ in 0..2 {
        assert_eq!(door.tell_in("HKD", placed).await, StatusCode::OK, "else it would be told for days");
    }
    assert_eq!(door.work().await, 1);
    assert_eq!(door.state(placed).await, PaymentState::Waiting);
    let olga = door.kit.person("Olga").operator().create().await.operator().expect("an operator");
    let waiting = queries::unbooked_amounts(&door.kit.market, &olga).await.expect("a list");
    let told: Vec<_> = waiting.iter().map(|told| (told.payment, told.minor, told.currency.as_str())).collect();
    assert_eq!(told, [(placed.0, placed.1.minor(), "HKD")]);
    door.kit.audited().await;
}

#[tokio::test]
async fn a_webhook_that_cannot_be_written_down_is_told_again() {
    let door = Door::open().await;
    let placed = door.placed(1).await;
    door.change("CREATE TRIGGER no_room BEFORE INSERT ON payment_event BEGIN SELECT RAISE(ABORT, 'no room'); END").await;
    assert_eq!(door.tell(placed).await, StatusCode::SERVICE_UNAVAILABLE, "it was acknowledged, and nobody knows of it");
    door.change("DROP TRIGGER no_room").await;
    assert_eq!(door.work().await, 0);
    assert_eq!(door.tell(placed).await, StatusCode::OK);
    assert_eq!(door.work().await, 1);
    assert_eq!(door.state(placed).await, PaymentState::Captured);
}

#[tokio::test]
async fn a_word_that_cannot_be_worked_on_stands_in_no_others_way() {
    let door = Door::open().await;
    let (bad, good) = (door.placed(1).await, door.placed(2).await);
    let poison = format!(
        "CREATE TRIGGER poison BEFORE UPDATE ON payment WHEN NEW.state = 'captured' AND NEW.amount_minor = {} BEGIN SELECT RAISE(ABORT, 'poison'); END",
        bad.1.minor()
    );
    door.change(&poison).await;
    assert_eq!((door.tell(bad).await, door.tell(good).await), (StatusCode::OK, StatusCode::OK));
    assert_eq!(door.work().await, 2);
    assert_eq!((door.state(bad).await, door.state(good).await), (PaymentState::Waiting, PaymentState::Captured));
    assert_eq!(door.work().await, 0, "it is not tried again at once");
    door.change("DROP TRIGGER poison").await;
    door.kit.clock.advance(Span::seconds(1));
    assert_eq!(door.work().await, 1);
    assert_eq!(door.state(bad).await, PaymentState::Captured);
    door.kit.audited().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_takes_what_an_ended_process_left_and_what_comes() {
    let door = Door::open().await;
    let (left, comes) = (door.placed(1).await, door.placed(2).await);
    assert_eq!(door.tell(left).await, StatusCode::OK);
    let worker = tokio::spawn(words::work(door.app.clone()));
    assert_eq!(door.tell(comes).await, StatusCode::OK);
    let paid = async {
        while door.state(left).await == PaymentState::Waiting || door.state(comes).await == PaymentState::Waiting {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), paid).await.expect("nobody works on them");
    worker.abort();
    assert_eq!((door.state(left).await, door.state(comes).await), (PaymentState::Captured, PaymentState::Captured));
}

#[tokio::test]
async fn only_a_webhook_that_the_provider_signed_is_believed() {
    let kit = TestMarket::sqlite().await;
    let now = kit.market.now();
    let sandbox = Sandbox::new(kit.market.clone(), String::new()).expect("a sandbox");
    let of = |amount: i64| {
        let payment = PaymentId::mint(now);
        let event = serde_json::json!({
            "id": "evt_1", "payment": payment, "kind": "captured", "amount_minor": amount, "currency": "CNY", "refund": null
        });
        event.to_string().into_bytes()
    };
    let (body, other) = (of(1_258), of(1));
    let signature = sandbox.sign(now, &body);
    assert!(sandbox.read_webhook(&signature, &body, now).expect("a signed event").is_some());
    let forged = format!("t={},v1={}", now.millis(), "00".repeat(32));
    for (signature, body) in [(signature.as_str(), &other), (&forged, &body), ("", &body), ("v1=00", &body)] {
        let believed = sandbox.read_webhook(signature, body, now);
        assert_eq!(believed, Err(WebhookRefusal::BadSignature), "`{signature}` was believed");
    }
    let late = sandbox.read_webhook(&signature, &body, now.after(Span::hours(1)));
    assert_eq!(late, Err(WebhookRefusal::OutOfTime));
}
