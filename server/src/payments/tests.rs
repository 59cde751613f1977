//! Who may say that somebody has paid.

use super::Sandbox;
use market::kernel::Span;
use market::payment::{PaymentId, PaymentProvider, WebhookRefusal};
use market::testkit::TestMarket;

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
