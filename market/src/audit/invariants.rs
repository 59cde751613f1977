//! The invariants as SQL that runs on both engines: each selects the rows that violate it. One list for tests, the command line
//! and jobs.

/// Posted entries by account.
const BALANCES: &str = "(SELECT a.id, a.kind, a.owner, SUM(e.amount_minor) AS balance FROM ledger_account a \
    JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id \
    WHERE j.phase = 'posted' GROUP BY a.id, a.kind, a.owner)";

/// What refunds took at most from each shop that had the money already, and its later sales have not made up for: the most that they took
/// from some journal on, less what it earned from there on. So far its balance may be below zero. What is later, the ids of the journals say,
/// which no clock changes. Those of a version before say less, and their times are asked as well: two processes' clocks may differ by a
/// minute, so that a refund counts as that much later, and a sale as that much earlier. What is right by one of the two is (decision 0030).
const DEBTS: &str = "(SELECT w.owner, CASE WHEN MAX(w.by_id) > MAX(w.by_time) THEN MAX(w.by_id) ELSE MAX(w.by_time) END AS most \
    FROM (SELECT f.owner, SUM(f.taken) OVER (PARTITION BY f.owner ORDER BY f.id DESC) AS by_id, \
    SUM(f.taken) OVER (PARTITION BY f.owner ORDER BY f.counts_at DESC) AS by_time FROM (SELECT a.owner, j.id, \
    CASE WHEN e.amount_minor < 0 OR j.kind IN ('case_refund', 'desk_refund') THEN e.amount_minor ELSE 0 END AS taken, \
    CASE WHEN e.amount_minor < 0 THEN j.made_at - 60000 ELSE j.made_at + 60001 END AS counts_at FROM ledger_account a \
    JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
    AND j.kind <> 'payout' WHERE a.kind = 'shop_payable') f) w GROUP BY w.owner)";

/// Payouts that were promised and not there, by the ids of journals and by times, as for the debts. A shop has one open payout at most, as
/// the database's key says: where one failed, it had failed before the next, and by the ids it counts for itself alone. By times it is paid
/// when it was made, and given back when it ended.
const UNEARNED: &str = "SELECT 1 FROM (SELECT f.turn, f.own + SUM(f.lasting) OVER (PARTITION BY f.shop_id ORDER BY f.id) AS by_id, \
    SUM(f.amount) OVER (PARTITION BY f.shop_id ORDER BY f.counts_at, f.turn) AS by_time FROM \
    (SELECT a.owner AS shop_id, j.id, CASE WHEN e.amount_minor < 0 THEN j.made_at - 60000 ELSE j.made_at + 60001 END AS counts_at, \
    CASE WHEN e.amount_minor < 0 THEN 0 ELSE 2 END AS turn, -e.amount_minor AS amount, -e.amount_minor AS lasting, 0 AS own \
    FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' \
    AND j.kind <> 'payout' WHERE a.kind = 'shop_payable' \
    UNION ALL SELECT p.shop_id, j.id, p.made_at, 1, -p.amount_minor, CASE WHEN p.state = 'failed' THEN 0 ELSE -p.amount_minor END, \
    CASE WHEN p.state = 'failed' THEN -p.amount_minor ELSE 0 END FROM payout p \
    JOIN ledger_journal j ON j.kind = 'payout' AND j.subject = p.id AND j.phase = 'pending' \
    UNION ALL SELECT p.shop_id, j.id, p.ended_at - 60000, 0, p.amount_minor, 0, 0 FROM payout p \
    JOIN ledger_journal j ON j.kind = 'payout' AND j.subject = p.id AND j.phase = 'pending' WHERE p.state = 'failed') f) sums \
    WHERE turn = 1 AND by_id < 0 AND by_time < 0";

/// The most that a shop may owe, of its row `d` of the debts.
const OWES: &str = "CASE WHEN COALESCE(d.most, 0) > 0 THEN d.most ELSE 0 END";

/// What the market paid for orders whose cash did not come, and does not have back: so far its fees may be below zero.
const LOST: &str = "COALESCE((SELECT SUM(e.amount_minor) FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id \
    JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' AND j.kind IN ('cash_lost', 'cash_found') \
    WHERE a.kind = 'platform_fee'), 0)";

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
    [money(), payouts(), orders(edges), stock()].into_iter().flatten().collect()
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
             most what was taken back from it and not made up for, and the market has lost at most the cash that it wrote off and does not have",
            format!(
                "SELECT b.id FROM {BALANCES} b LEFT JOIN {DEBTS} d ON d.owner = b.owner WHERE (b.kind IN ('escrow', 'producer_payable', 'refund_due', 'suspense') \
                 AND b.balance > 0) OR (b.kind = 'platform_fee' AND b.balance > {LOST}) OR (b.kind IN ('clearing', 'promotion') AND b.balance < 0) \
                 OR (b.kind = 'shop_payable' AND b.balance > {OWES})"
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
             AND v.outcome IN ('paid', 'goes_back', 'suspended', 'part'))",
        ),
        invariant(
            "M6",
            "a payment is captured in the books where, and only where, its row says so",
            "SELECT p.id FROM payment p WHERE (p.state = 'captured') <> \
             EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'capture' AND j.phase = 'posted' AND j.subject = p.id) \
             OR (p.state = 'closed') <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'capture' AND j.phase = 'voided' AND j.subject = p.id)",
        ),
    ]
}

fn payouts() -> Vec<Invariant> {
    vec![
        invariant(
            "M8",
            "a payout stands in the books as its row says, and no shop is promised more than it has, but for what was taken back from it and not made up for",
            format!(
                "SELECT p.id FROM payout p WHERE \
                 NOT EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout' AND j.phase = 'pending' AND j.subject = p.id) \
                 OR (p.state IN ('paid', 'returned')) <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout' AND j.phase = 'posted' AND j.subject = p.id) \
                 OR (p.state = 'returned') <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout_returned' AND j.phase = 'posted' AND j.subject = p.id) \
                 OR (p.state = 'failed') <> EXISTS (SELECT 1 FROM ledger_journal j WHERE j.kind = 'payout' AND j.phase = 'voided' AND j.subject = p.id) \
                 UNION ALL SELECT b.id FROM {BALANCES} b LEFT JOIN {DEBTS} d ON d.owner = b.owner WHERE b.kind = 'shop_payable' AND b.balance + \
                 COALESCE((SELECT SUM(p.amount_minor) FROM payout p WHERE p.shop_id = b.owner AND p.state = 'waiting'), 0) > {OWES}"
            ),
        ),
        invariant(
            "M8",
            "no payout was promised that its shop did not have then: what it had earned, less what was given back and paid before",
            UNEARNED,
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
