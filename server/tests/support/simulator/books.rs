//! What the company knows: sessions, intents, charges, refunds and the movements of its balance, in its own shapes.

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Its books.
pub struct Books {
    url: String,
    objects: BTreeMap<String, Value>,
    count: u64,
    /// Bodies of webhooks that wait.
    pub webhooks: Vec<String>,
    /// Whether refunds wait.
    pub refunds_wait: bool,
    /// Whether refunds fail as soon as they are made.
    pub refunds_fail: bool,
    /// Whether its balance is too short to give anything back.
    pub is_short: bool,
    /// What intents claim to have received.
    pub lie: Option<i64>,
    /// The currency in which they claim it.
    pub lie_in: Option<&'static str>,
    /// What refunds claim to have given back.
    pub lie_of_refunds: Option<i64>,
    /// The currency in which pages take money, where it is another one than was asked for.
    pub takes_in: Option<&'static str>,
    /// The currency of its balance.
    pub settles_in: &'static str,
}

/// An answer: a status, and a body.
pub type Answered = (u16, Value);

impl Books {
    /// Empty books.
    pub fn new(url: String) -> Self {
        Self {
            url,
            objects: BTreeMap::new(),
            count: 0,
            webhooks: Vec::new(),
            refunds_wait: false,
            refunds_fail: false,
            is_short: false,
            lie: None,
            lie_in: None,
            lie_of_refunds: None,
            takes_in: None,
            settles_in: "cny",
        }
    }

    fn put(&mut self, prefix: &str, now: i64, mut object: Value) -> String {
        self.count += 1;
        let id = format!("{prefix}{:08}", self.count);
        object["id"] = json!(id);
        object["created"] = json!(now);
        object["a_field_of_next_year"] = json!({ "unknown": [1, 2.5, null] });
        self.objects.insert(id.clone(), object);
        id
    }

    /// The object with this id, intents and refunds with what they claim.
    pub fn one(&self, id: &str) -> Option<Value> {
        let mut object = self.objects.get(id)?.clone();
        if let Some(lie) = self.lie.filter(|_| id.starts_with("pi_")) {
            object["amount_received"] = json!(lie);
        }
        if let Some(currency) = self.lie_in.filter(|_| id.starts_with("pi_")) {
            object["currency"] = json!(currency);
        }
        if let Some(lie) = self.lie_of_refunds.filter(|_| id.starts_with("re_")) {
            object["amount"] = json!(lie);
        }
        Some(object)
    }

    /// All of a kind, the newest first.
    pub fn all(&self, prefix: &str) -> Vec<Value> {
        let ids = self.objects.keys().rev().filter(|id| id.starts_with(prefix));
        ids.filter_map(|id| self.one(id)).collect()
    }

    fn tell(&mut self, kind: &str, id: &str, now: i64) {
        self.count += 1;
        let event = json!({
            "id": format!("evt_{:08}", self.count), "object": "event", "type": kind, "created": now,
            "data": { "object": self.one(id) }, "livemode": false,
        });
        self.webhooks.push(event.to_string());
    }

    /// Opens a page.
    pub fn open_session(&mut self, fields: &BTreeMap<String, String>, now: i64) -> Answered {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let amount: i64 = field("line_items[0][price_data][unit_amount]").parse().unwrap_or(0);
        let wechat = fields.values().any(|value| value == "wechat_pay");
        let ends: i64 = field("expires_at").parse().unwrap_or(now + 86_400);
        let wrong = [
            ("mode", field("mode") != "payment"),
            ("line_items", amount <= 0),
            ("success_url", !field("success_url").starts_with("http")),
            (
                "payment_method_options[wechat_pay][client]",
                wechat && field("payment_method_options[wechat_pay][client]") != "web",
            ),
            ("expires_at", !(now + 1_800..=now + 86_400).contains(&ends)),
        ];
        if let Some((param, _)) = wrong.into_iter().find(|(_, is_wrong)| *is_wrong) {
            return refuse(400, "parameter_invalid", param);
        }
        let ways: Vec<_> =
            fields.iter().filter(|(name, _)| name.starts_with("payment_method_types[")).map(|(_, way)| way).collect();
        let client = field("payment_method_options[wechat_pay][client]");
        let session = json!({
            "object": "checkout.session", "status": "open", "payment_status": "unpaid", "amount_total": amount,
            "payment_method_types": ways, "payment_method_options": { "wechat_pay": { "client": client } },
            "currency": field("line_items[0][price_data][currency]"), "payment_intent": null, "expires_at": ends,
            "metadata": { "payment": field("metadata[payment]") },
            "intent_metadata": { "payment": field("payment_intent_data[metadata][payment]") },
        });
        let id = self.put("cs_test_", now, session);
        let url = format!("{}/c/pay/{id}", self.url);
        self.objects.entry(id.clone()).and_modify(|session| session["url"] = json!(url));
        (200, self.one(&id).unwrap_or_default())
    }

    /// A plain intent, without a page.
    pub fn open_intent(&mut self, fields: &BTreeMap<String, String>, now: i64) -> Answered {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let amount: i64 = field("amount").parse().unwrap_or(0);
        let metadata = json!({ "payment": field("metadata[payment]") });
        let id = self.take(amount, &field("currency"), &metadata, now);
        (200, self.one(&id).unwrap_or_default())
    }

    /// Money comes in: an intent, its charge, a movement with a fee of 2.9 %. Says which intent.
    pub fn take(&mut self, amount: i64, currency: &str, metadata: &Value, now: i64) -> String {
        let intent = json!({
            "object": "payment_intent", "status": "succeeded", "amount": amount, "amount_received": amount,
            "currency": currency, "metadata": metadata, "last_payment_error": null,
        });
        let intent = self.put("pi_", now, intent);
        let charge = json!({
            "object": "charge", "amount": amount, "currency": currency, "payment_intent": intent, "metadata": metadata,
            "status": "succeeded", "paid": true,
        });
        let charge = self.put("ch_", now, charge);
        self.objects.entry(intent.clone()).and_modify(|known| known["latest_charge"] = json!(charge));
        self.record("charge", amount, amount * 29 / 1_000, Some(&charge), now);
        self.tell("payment_intent.succeeded", &intent, now);
        self.tell("charge.succeeded", &charge, now);
        intent
    }

    /// A movement of the balance.
    pub fn record(&mut self, kind: &str, amount: i64, fee: i64, source: Option<&str>, now: i64) {
        let row = json!({
            "object": "balance_transaction", "type": kind, "amount": amount, "fee": fee, "net": amount - fee,
            "currency": self.settles_in, "source": source,
        });
        self.put("txn_", now, row);
    }

    /// The newest object of a kind gets another name, by which nobody can ask for it.
    pub fn misname(&mut self, prefix: &str, name: &str) {
        let newest = self.objects.keys().rev().find(|id| id.starts_with(prefix)).cloned();
        if let Some(id) = newest {
            self.objects.entry(id).and_modify(|object| object["id"] = json!(name));
        }
    }

    /// A buyer pays on a page.
    pub fn pay(&mut self, id: &str, now: i64) -> bool {
        let Some(session) = self.one(id) else { return false };
        if session["status"] != "open" || session["expires_at"].as_i64().is_some_and(|ends| ends <= now) {
            return false;
        }
        let (amount, asked) = (session["amount_total"].as_i64().unwrap_or(0), session["currency"].as_str().unwrap_or("cny"));
        let currency = self.takes_in.unwrap_or(asked);
        let intent = self.take(amount, currency, &session["intent_metadata"], now);
        self.objects.entry(id.to_owned()).and_modify(|session| {
            session["status"] = json!("complete");
            session["url"] = Value::Null;
            session["payment_intent"] = json!(intent);
        });
        self.tell("checkout.session.completed", id, now);
        true
    }

    /// A bank says no.
    pub fn decline(&mut self, id: &str, now: i64) {
        let Some(session) = self.one(id) else { return };
        let intent = json!({
            "object": "payment_intent", "status": "requires_payment_method", "amount_received": 0, "currency": "cny",
            "metadata": session["intent_metadata"], "last_payment_error": { "code": "card_declined", "charge": "ch_declined" },
        });
        let intent = self.put("pi_", now, intent);
        self.tell("payment_intent.payment_failed", &intent, now);
    }

    /// A page closes.
    pub fn expire(&mut self, id: &str, now: i64) {
        self.objects.entry(id.to_owned()).and_modify(|session| {
            session["status"] = json!("expired");
            session["url"] = Value::Null;
        });
        self.tell("checkout.session.expired", id, now);
    }

    /// Gives money back: never more than came.
    pub fn refund(&mut self, fields: &BTreeMap<String, String>, now: i64) -> Answered {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let intent = field("payment_intent");
        let Some(known) = self.objects.get(&intent).cloned() else { return refuse(404, "resource_missing", "payment_intent") };
        let amount: i64 = field("amount").parse().unwrap_or(0);
        let counts = |refund: &&Value| refund["payment_intent"] == json!(intent) && refund["status"] != "failed";
        let back = self.all("re_").iter().filter(counts).map(amount_of).sum::<i64>();
        if amount <= 0 || back + amount > known["amount_received"].as_i64().unwrap_or(0) {
            return refuse(400, "charge_already_refunded", "amount");
        }
        if self.is_short {
            return refuse(400, "balance_insufficient", "");
        }
        let metadata = json!({
            "refund": field("metadata[refund]"), "payment": field("metadata[payment]"), "amount": field("metadata[amount]"),
        });
        let status = if self.refunds_wait || self.refunds_fail { "pending" } else { "succeeded" };
        let refund = json!({
            "object": "refund", "amount": amount, "currency": known["currency"], "payment_intent": intent,
            "status": status, "metadata": metadata,
        });
        let id = self.put("re_", now, refund);
        self.record("refund", -amount, 0, Some(&id), now);
        self.tell("refund.created", &id, now);
        if self.refunds_fail {
            self.fail_refund(&id, "declined", now);
        } else if !self.refunds_wait {
            self.tell("charge.refunded", known["latest_charge"].as_str().unwrap_or_default(), now);
            self.tell("refund.updated", &id, now);
        }
        (200, self.one(&id).unwrap_or_default())
    }

    /// What waits has arrived.
    pub fn settle_refunds(&mut self, now: i64) {
        let waiting: Vec<String> = self
            .objects
            .iter()
            .filter(|(id, object)| id.starts_with("re_") && object["status"] == "pending")
            .map(|(id, _)| id.clone())
            .collect();
        for id in waiting {
            self.objects.entry(id.clone()).and_modify(|refund| refund["status"] = json!("succeeded"));
            self.tell("refund.updated", &id, now);
        }
    }

    /// What was given back comes back: it never reached its buyers, or did not stay with them.
    pub fn fail_refunds(&mut self, reason: &str, now: i64) {
        for refund in self.all("re_").iter().filter(|refund| refund["status"] != "failed") {
            self.fail_refund(refund["id"].as_str().unwrap_or_default(), reason, now);
        }
    }

    fn fail_refund(&mut self, id: &str, reason: &str, now: i64) {
        let amount = self.one(id).as_ref().map_or(0, amount_of);
        self.objects.entry(id.to_owned()).and_modify(|refund| {
            refund["status"] = json!("failed");
            refund["failure_reason"] = json!(reason);
        });
        self.record("refund_failure", amount, 0, Some(id), now);
        self.tell("refund.failed", id, now);
        self.tell("refund.updated", id, now);
    }

    /// Everything that was taken, less everything that went back.
    pub fn held(&self) -> i64 {
        let moves = self.all("txn_").into_iter().filter(|row| row["type"] != "payout");
        moves.map(|row| amount_of(&row)).sum()
    }
}

fn amount_of(object: &Value) -> i64 {
    object["amount"].as_i64().unwrap_or(0)
}

/// A refusal in the company's shape. Its message repeats what was sent, as real ones do.
pub fn refuse(status: u16, code: &str, param: &str) -> Answered {
    let error = json!({ "type": "invalid_request_error", "code": code, "param": param, "message": "Invalid API Key sk_test_…" });
    (status, json!({ "error": error }))
}
