//! What cases, refunds and orders must say of each other, as SQL that runs on both engines.

use super::invariants::Invariant;
use crate::aftersales::rules::on;
use crate::aftersales::{CaseEvent, CaseKind, CaseState};

/// All of them.
pub(super) fn all() -> Vec<Invariant> {
    let fixed = CASE_CHECKS.into_iter().map(|(code, says, violators)| Invariant { code, says, violators: violators.to_owned() });
    fixed.chain([edges()]).collect()
}

/// Cases move only along the edges of their machine, from nothing on; what is said in an open one moves nothing. An edge is one word of a
/// list: PostgreSQL takes 30 ms to plan as many conditions. A NULL would be in no list and out of none, so nothing is an empty word.
fn edges() -> Invariant {
    let mut known = Vec::new();
    for kind in CaseKind::ALL {
        known.push(format!("'{}  {} {}'", kind.code(), CaseEvent::Ask.code(), CaseState::Asked.code()));
        for from in CaseState::ALL {
            for event in CaseEvent::ALL {
                let said = (*event == CaseEvent::Say && !from.is_over()).then_some(*from);
                if let Some(to) = on(*from, *event, *kind).or(said) {
                    known.push(format!("'{} {} {} {}'", kind.code(), from.code(), event.code(), to.code()));
                }
            }
        }
    }
    let violators = format!(
        "SELECT v.id FROM case_event v JOIN aftersales_case c ON c.id = v.case_id WHERE \
         c.kind || ' ' || COALESCE(v.from_state, '') || ' ' || v.event || ' ' || v.to_state NOT IN ({}) \
         UNION ALL SELECT c.id FROM aftersales_case c WHERE NOT EXISTS \
         (SELECT 1 FROM case_event v WHERE v.case_id = c.id AND v.to_state = c.state AND v.event <> 'say') \
         UNION ALL SELECT c.id FROM aftersales_case c JOIN case_event v ON v.case_id = c.id AND v.from_state = c.state AND v.event <> 'say' \
         UNION ALL SELECT v.id FROM case_event v WHERE v.event <> 'say' AND v.from_state IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM case_event b WHERE b.case_id = v.case_id AND b.to_state = v.from_state AND b.event <> 'say') \
         UNION ALL SELECT v.case_id FROM case_event v \
         WHERE v.event <> 'say' GROUP BY v.case_id, v.from_state HAVING COUNT(*) > 1",
        known.join(", ")
    );
    Invariant { code: "O1", says: "cases move only along the machine's edges, each once, and stand where they led", violators }
}

/// The invariant, what must hold, and who breaks it.
const CASE_CHECKS: [(&str, &str, &str); 11] = [
    (
        "M5",
        "an order knows its open case, and no other",
        "SELECT 1 FROM aftersales_case c LEFT JOIN orders o ON o.open_case = c.id \
         WHERE (c.state IN ('settled', 'replaced', 'closed')) <> (o.id IS NULL) OR (o.id IS NOT NULL AND o.id <> c.order_id) \
         OR (c.ended_at IS NULL) <> (c.state NOT IN ('settled', 'replaced', 'closed')) \
         UNION ALL SELECT 1 FROM orders o WHERE o.open_case IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM aftersales_case c WHERE c.id = o.open_case)",
    ),
    (
        "M5",
        // What came first, the ids of events say, which no clock changes. Those of a version before say less, and the times are asked as well:
        // two processes' clocks may differ a little, and whoever waits for an order has looked at theirs before (decision 0030).
        "no order was confirmed, shipped or cancelled while one of its cases was open",
        "SELECT 1 FROM order_event v JOIN aftersales_case c ON c.order_id = v.order_id \
         JOIN case_event b ON b.case_id = c.id AND b.event = 'ask' LEFT JOIN case_event z ON z.case_id = c.id AND z.event <> 'say' \
         AND z.to_state IN ('settled', 'replaced', 'closed') WHERE v.event IN ('confirm', 'auto_confirm', 'write_off', 'ship', 'cancel') \
         AND v.id > b.id AND (z.id IS NULL OR v.id < z.id) AND v.happened_at > c.opened_at + 60000 \
         AND (c.ended_at IS NULL OR v.happened_at < c.ended_at - 60000)",
    ),
    (
        "M5",
        "a settled case gave back what was awarded, once, and no other case gave anything",
        "SELECT 1 FROM aftersales_case c WHERE COALESCE((SELECT SUM(r.amount_minor) FROM refund r WHERE r.case_id = c.id), 0) <> \
         CASE WHEN c.state = 'settled' THEN COALESCE(c.awarded_minor, -1) ELSE 0 END",
    ),
    (
        "M4",
        "an order knows what went back of it: money, fee and what the market had added",
        "SELECT 1 FROM orders o WHERE o.refunded_minor <> \
         COALESCE((SELECT SUM(r.amount_minor) FROM refund r WHERE r.order_id = o.id), 0) OR o.refunded_fee_minor <> \
         COALESCE((SELECT SUM(r.fee_minor) FROM refund r WHERE r.order_id = o.id), 0) \
         OR o.refunded_market_discount_minor <> COALESCE((SELECT SUM(r.market_discount_minor) FROM refund r WHERE r.order_id = o.id), 0) \
         OR (o.refunded_minor = o.total_minor AND (o.refunded_fee_minor <> o.fee_minor \
         OR o.refunded_market_discount_minor <> o.market_discount_minor))",
    ),
    (
        "M4",
        "the books say of a refund what its row says: from the order's money, or from the shop and the market's fee; what the market had \
         added is its own again",
        "SELECT 1 FROM (SELECT r.amount_minor, r.market_discount_minor AS added, r.fee_minor, r.source, o.id AS order_id, o.shop_id, r.payment_id, \
         (SELECT j.id FROM ledger_journal j WHERE j.kind = 'case_refund' AND j.subject = r.case_id AND j.phase = 'posted') AS journal_id \
         FROM refund r JOIN orders o ON o.id = r.order_id WHERE r.case_id IS NOT NULL) f WHERE f.journal_id IS NULL OR \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         WHERE e.journal_id = f.journal_id AND a.kind = 'refund_due' AND a.owner = f.payment_id), 0) <> -f.amount_minor OR \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         WHERE e.journal_id = f.journal_id AND a.kind = 'escrow' AND a.owner = f.order_id), 0) <> \
         CASE WHEN f.source = 'escrow' THEN f.amount_minor + f.added ELSE 0 END OR \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         WHERE e.journal_id = f.journal_id AND a.kind = 'promotion'), 0) <> -f.added OR \
         COALESCE((SELECT SUM(e.amount_minor) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
         WHERE e.journal_id = f.journal_id AND a.kind = 'platform_fee'), 0) <> CASE WHEN f.source = 'shop' THEN f.fee_minor ELSE 0 END",
    ),
    (
        "M4",
        "the parts of a refund sum to it",
        "SELECT 1 FROM refund r WHERE (r.case_id IS NOT NULL OR r.reason = 'desk') AND r.amount_minor <> \
         COALESCE((SELECT SUM(p.amount_minor) FROM refund_part p WHERE p.refund_id = r.id), 0)",
    ),
    (
        "M4",
        "no more went back of a line or of freight than was bought",
        "SELECT 1 FROM (SELECT l.total_minor - l.discount_minor AS paid, l.quantity, (SELECT COALESCE(SUM(p.amount_minor), 0) FROM refund_part p \
         JOIN refund r ON r.id = p.refund_id WHERE r.order_id = l.order_id AND p.line = l.position) AS back, \
         (SELECT COALESCE(SUM(p.quantity), 0) FROM refund_part p JOIN refund r ON r.id = p.refund_id \
         WHERE r.order_id = l.order_id AND p.line = l.position) AS goods FROM order_line l) f WHERE back > paid OR goods > quantity \
         UNION ALL SELECT 1 FROM orders o WHERE o.freight_minor < (SELECT COALESCE(SUM(p.amount_minor), 0) FROM refund_part p \
         JOIN refund r ON r.id = p.refund_id WHERE r.order_id = o.id AND p.line IS NULL)",
    ),
    (
        "S2",
        "what a case sends once more leaves the shelf once, with the parcel that it names, and nothing leaves it so that no case asks for",
        "SELECT 1 FROM (SELECT c.id AS case_id, COALESCE(p.wanted_variant_id, l.variant_id) AS variant_id, \
         SUM(CASE WHEN c.resent_number IS NULL THEN 0 ELSE p.quantity END) AS sent \
         FROM aftersales_case c JOIN aftersales_part p ON p.case_id = c.id \
         JOIN order_line l ON l.order_id = c.order_id AND l.position = p.line \
         GROUP BY c.id, COALESCE(p.wanted_variant_id, l.variant_id)) f WHERE f.sent <> COALESCE((SELECT -SUM(m.amount) \
         FROM stock_movement m WHERE m.subject = f.case_id AND m.variant_id = f.variant_id AND m.kind = 'resend'), 0) \
         UNION ALL SELECT 1 FROM aftersales_case c WHERE (c.resent_number IS NOT NULL) <> \
         EXISTS (SELECT 1 FROM case_event v WHERE v.case_id = c.id AND v.event = 'resend') \
         UNION ALL SELECT 1 FROM stock_movement s WHERE s.kind = 'resend' AND NOT EXISTS (SELECT 1 FROM aftersales_case c \
         JOIN aftersales_part p ON p.case_id = c.id JOIN order_line l ON l.order_id = c.order_id AND l.position = p.line \
         WHERE c.id = s.subject AND COALESCE(p.wanted_variant_id, l.variant_id) = s.variant_id)",
    ),
    (
        "S2",
        // What an exchange brought may be sent once more, as often as it takes: the first of them is always the exchange.
        "what is wanted in place of a line is another variant of the same goods, of an exchange or as one had sent it",
        "SELECT 1 FROM aftersales_part p JOIN aftersales_case c ON c.id = p.case_id \
         LEFT JOIN order_line l ON l.order_id = c.order_id AND l.position = p.line \
         LEFT JOIN variant v ON v.id = p.wanted_variant_id AND v.listing_id = l.listing_id AND v.id <> l.variant_id \
         WHERE p.wanted_variant_id IS NOT NULL AND (v.id IS NULL OR c.kind NOT IN ('exchange', 'resend') OR (c.kind = 'resend' AND NOT EXISTS \
         (SELECT 1 FROM aftersales_case b JOIN aftersales_part q ON q.case_id = b.id WHERE b.order_id = c.order_id AND b.kind = 'exchange' \
         AND b.resent_number IS NOT NULL AND q.line = p.line AND q.wanted_variant_id = p.wanted_variant_id)))",
    ),
    (
        "O1",
        "no case sends back what was sold as perishable",
        "SELECT 1 FROM aftersales_part p JOIN aftersales_case c ON c.id = p.case_id \
         JOIN order_line l ON l.order_id = c.order_id AND l.position = p.line \
         WHERE l.is_perishable AND c.kind IN ('return_and_refund', 'exchange')",
    ),
    (
        "O3",
        "a case is between the buyer and the shop of its order",
        "SELECT 1 FROM aftersales_case c JOIN orders o ON o.id = c.order_id WHERE c.buyer_id <> o.buyer_id OR c.shop_id <> o.shop_id",
    ),
];
