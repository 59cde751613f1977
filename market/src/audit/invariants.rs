//! The invariants as SQL that runs on both engines: each selects the rows that violate it. One list for tests, the command line
//! and jobs.

/// Posted entries by account.
const BALANCES: &str = "(SELECT a.id, a.kind, a.owner, SUM(e.amount_minor) AS balance FROM ledger_account a \
    JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id \
    WHERE j.phase = 'posted' GROUP BY a.id, a.kind, a.owner)";

/// What refunds took back from the shop `b.owner`, which had the money already: so far its balance may be below zero.
const TAKEN_BACK: &str = "COALESCE((SELECT SUM(r.amount_minor + r.market_discount_minor - r.fee_minor) FROM refund r JOIN orders o ON o.id = r.order_id \
    WHERE o.shop_id = b.owner AND r.source = 'shop'), 0)";

/// What the market paid for orders whose cash did not come: so far its fees may be below zero.
const LOST: &str = "COALESCE((SELECT SUM(o.total_minor) FROM ledger_journal j JOIN orders o ON o.payment_id = j.subject \
    WHERE j.kind = 'cash_lost' AND j.phase = 'posted'), 0)";

/// An invariant: its code, what it says, and the rows that violate it.
pub(super) struct Invariant {
    pub(super) code: &'static str,
    pub(super) says: &'static str,
    pub(super) violators: String,
}

fn invariant(code: &'static str, says: &'static str, violators: impl Into<String>) -> Invariant {
    Invariant { code, says, violators: violators.into() }
}

/// All invariants but the triggers', which each engine keeps elsewhere. `edges` are the machine's (from, event, to), with an
/// empty word for nothing: a NULL would be in no list and out of none.
pub(super) fn all(edges: &[(&str, &str, &str)]) -> Vec<Invariant> {
    [money(), orders(edges), stock()].into_iter().flatten().collect()
}

fn money() -> Vec<Invariant> {
    vec![
        invariant(
            "M1",
            "every journal sums to zero, and only a voided one has no entries",
            "SELECT j.id FROM ledger_journal j LEFT JOIN ledger_entry e ON e.journal_id = j.id GROUP BY j.id, j.phase \
             HAVING COALESCE(SUM(e.amount_minor), 0) <> 0 OR (COUNT(e.position) = 0 AND j.phase <> 'voided')",
        ),
        invariant(
            "M3",
            "no liability is below zero, and neither what the provider holds nor what coupons were given is less than nothing; a shop owes at \
             most what was taken back from it, and the market has lost at most the cash that it wrote off",
            format!(
                "SELECT b.id FROM {BALANCES} b WHERE (b.kind IN ('escrow', 'producer_payable', 'refund_due', 'suspense') \
                 AND b.balance > 0) OR (b.kind = 'platform_fee' AND b.balance > {LOST}) OR (b.kind IN ('clearing', 'promotion') AND b.balance < 0) \
                 OR (b.kind = 'shop_payable' AND b.balance > {TAKEN_BACK})"
            ),
        ),
        invariant(
            "M4",
            "an order holds exactly its total and what the market adds, less what went back, while it is under way, and nothing before and after",
            format!(
                "SELECT o.id FROM orders o JOIN payment p ON p.id = o.payment_id LEFT JOIN {BALANCES} b ON b.kind = 'escrow' AND b.owner = o.id \
                 WHERE COALESCE(b.balance, 0) <> \
                 CASE WHEN p.state = 'captured' AND o.state IN ('paid', 'shipped', 'delivered') THEN o.refunded_minor - o.total_minor \
                 + o.refunded_market_discount_minor - o.market_discount_minor ELSE 0 END"
            ),
        ),
        invariant(
            "M5",
            "money is released for completed orders and no others, and never more goes back than came",
            "SELECT o.id FROM orders o WHERE (o.state = 'completed') <> \
             EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'release' AND j.phase = 'posted' AND j.subject = o.id) \
             UNION ALL SELECT r.payment_id FROM refund r WHERE r.other_currency IS NULL GROUP BY r.payment_id HAVING SUM(r.amount_minor) > \
             (SELECT COALESCE(SUM(v.amount_minor), 0) FROM payment_event v WHERE v.payment_id = r.payment_id AND v.amount_minor > 0 \
             AND v.outcome IN ('paid', 'goes_back', 'suspended'))",
        ),
        invariant(
            "M6",
            "a payment is captured in the books where, and only where, its row says so",
            "SELECT p.id FROM payment p WHERE (p.state = 'captured') <> \
             EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'capture' AND j.phase = 'posted' AND j.subject = p.id) \
             OR (p.state = 'closed') <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'capture' AND j.phase = 'voided' AND j.subject = p.id)",
        ),
        invariant(
            "M8",
            "a payout stands in the books as its row says, and no shop is promised more than it has, but for what was taken back from it",
            format!(
                "SELECT p.id FROM payout p WHERE \
                 NOT EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout' AND j.phase = 'pending' AND j.subject = p.id) \
                 OR (p.state IN ('paid', 'returned')) <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout' AND j.phase = 'posted' AND j.subject = p.id) \
                 OR (p.state = 'returned') <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout_returned' AND j.phase = 'posted' AND j.subject = p.id) \
                 OR (p.state = 'failed') <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout' AND j.phase = 'voided' AND j.subject = p.id) \
                 UNION ALL SELECT b.id FROM {BALANCES} b WHERE b.kind = 'shop_payable' AND b.balance + \
                 COALESCE((SELECT SUM(p.amount_minor) FROM payout p WHERE p.shop_id = b.owner AND p.state = 'waiting'), 0) > {TAKEN_BACK}"
            ),
        ),
    ]
}

fn orders(edges: &[(&str, &str, &str)]) -> Vec<Invariant> {
    let known: Vec<String> = edges.iter().map(|(from, event, to)| format!("'{from} {event} {to}'")).collect();
    vec![
        invariant(
            "O1",
            "orders move only along the machine's edges, and stand where their last event led",
            format!(
                "SELECT v.id FROM order_event v WHERE COALESCE(v.from_state, '') || ' ' || v.event || ' ' || v.to_state NOT IN ({}) \
                 UNION ALL SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_event v WHERE v.order_id = o.id AND v.to_state = o.state) \
                 UNION ALL SELECT o.id FROM orders o JOIN order_event v ON v.order_id = o.id AND v.from_state = o.state AND v.to_state <> o.state",
                known.join(", ")
            ),
        ),
        invariant(
            "O2",
            "lines sum to goods, orders sum to the payment",
            "SELECT o.id FROM orders o LEFT JOIN order_line l ON l.order_id = o.id GROUP BY o.id, o.items_minor \
             HAVING COALESCE(SUM(l.total_minor), 0) <> o.items_minor \
             UNION ALL SELECT p.id FROM payment p LEFT JOIN orders o ON o.payment_id = p.id GROUP BY p.id, p.amount_minor \
             HAVING COALESCE(SUM(o.total_minor), 0) <> p.amount_minor",
        ),
    ]
}

fn stock() -> Vec<Invariant> {
    vec![
        invariant(
            "S1",
            "what is held is what live holds say, and never more than there is",
            "SELECT s.variant_id FROM stock s WHERE s.held < 0 OR s.held > s.on_hand OR s.held <> \
             COALESCE((SELECT SUM(h.quantity) FROM stock_hold h WHERE h.variant_id = s.variant_id AND h.state = 'live'), 0)",
        ),
        invariant(
            "S2",
            "stock is the sum of its movements, and every paid line moved it once",
            "SELECT s.variant_id FROM stock s WHERE s.on_hand <> \
             COALESCE((SELECT SUM(m.amount) FROM stock_movement m WHERE m.variant_id = s.variant_id), 0) \
             UNION ALL SELECT h.id FROM stock_hold h WHERE h.state = 'claimed' AND h.quantity <> \
             COALESCE((SELECT -SUM(m.amount) FROM stock_movement m WHERE m.kind = 'sale' AND m.subject = h.order_id AND m.variant_id = h.variant_id), 0)",
        ),
        invariant(
            "S3",
            "goods are held for orders that wait for their payment and for no others",
            "SELECT h.id FROM stock_hold h JOIN orders o ON o.id = h.order_id WHERE (h.state = 'live') <> (o.state = 'placed')",
        ),
    ]
}
