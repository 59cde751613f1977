//! Wrongs in cases, and in what they gave back.

use super::{Proof, proof};

pub const PROOFS: &[Proof] = &[
    proof(
        "O1",
        "cases move only along the machine's edges",
        &[
            "UPDATE case_event SET event = 'appeal' WHERE event = 'ask'",
            "UPDATE aftersales_case SET state = 'returning' WHERE state = 'asked'",
            "UPDATE aftersales_case SET state = 'asked' WHERE state = 'settled'",
            "DELETE FROM case_event WHERE event = 'ask' AND case_id IN (SELECT id FROM aftersales_case \
             WHERE state = 'settled')",
            "INSERT INTO case_event (id, case_id, event, from_state, to_state, party, words, happened_at) \
             SELECT {id}, case_id, event, from_state, to_state, party, words, happened_at FROM case_event WHERE event = 'ask'",
        ],
    ),
    proof(
        "O1",
        "no case sends back what was sold as perishable",
        &[
            "UPDATE order_line SET is_perishable = TRUE WHERE order_id IN (SELECT order_id FROM aftersales_case \
             WHERE kind = 'return_and_refund')",
            "UPDATE order_line SET is_perishable = TRUE WHERE order_id IN (SELECT order_id FROM aftersales_case \
             WHERE kind = 'exchange')",
            // The same tofu once more becomes an exchange.
            "UPDATE aftersales_case SET kind = 'exchange' WHERE kind = 'resend' AND order_id IN \
             (SELECT order_id FROM order_line WHERE is_perishable)",
        ],
    ),
    proof(
        "O3",
        "a case is between the buyer and the shop of its order",
        &[
            "UPDATE aftersales_case SET buyer_id = (SELECT p.id FROM person p WHERE p.id <> buyer_id ORDER BY p.id LIMIT 1)",
            "UPDATE aftersales_case SET shop_id = (SELECT s.id FROM shop s WHERE s.id <> shop_id ORDER BY s.id LIMIT 1)",
        ],
    ),
    proof(
        "M5",
        "an order knows its open case, and no other",
        &[
            "UPDATE orders SET open_case = NULL",
            "UPDATE orders SET open_case = (SELECT c.id FROM aftersales_case c WHERE c.order_id = orders.id \
             AND c.state = 'settled' ORDER BY c.id LIMIT 1)",
            "UPDATE orders SET open_case = (SELECT c.id FROM aftersales_case c WHERE c.state = 'asked' ORDER BY c.id LIMIT 1) \
             WHERE state = 'paid'",
            "UPDATE orders SET open_case = {id} WHERE state = 'paid'",
            "UPDATE aftersales_case SET ended_at = NULL WHERE state = 'settled'",
            "UPDATE aftersales_case SET ended_at = NULL WHERE state = 'replaced'",
            "UPDATE aftersales_case SET ended_at = 1 WHERE state = 'asked'",
        ],
    ),
    proof(
        "M5",
        "no order was confirmed, shipped or cancelled while one of its cases was open",
        &[
            "UPDATE aftersales_case SET opened_at = 1, ended_at = {now} + 60001 WHERE state = 'settled'; \
             UPDATE case_event SET id = {latest} WHERE event = 'agree' AND case_id = (SELECT c.id FROM aftersales_case c \
             JOIN case_event b ON b.case_id = c.id AND b.event = 'ask' JOIN order_event v ON v.order_id = c.order_id \
             AND v.event = 'confirm' AND v.id > b.id WHERE c.state = 'settled' ORDER BY c.id LIMIT 1)",
            "UPDATE aftersales_case SET opened_at = 1, ended_at = NULL WHERE state = 'settled'; \
             DELETE FROM case_event WHERE event = 'agree'",
            "UPDATE order_event SET id = {latest}, event = 'confirm', happened_at = {now} + 60001 WHERE event = 'place' AND order_id = \
             (SELECT c.order_id FROM aftersales_case c WHERE c.ended_at IS NULL ORDER BY c.id LIMIT 1)",
            "UPDATE order_event SET id = {latest}, event = 'auto_confirm', happened_at = {now} + 60001 WHERE event = 'place' AND order_id = \
             (SELECT c.order_id FROM aftersales_case c WHERE c.ended_at IS NULL ORDER BY c.id LIMIT 1)",
            "UPDATE order_event SET id = {latest}, event = 'write_off', happened_at = {now} + 60001 WHERE event = 'place' AND order_id = \
             (SELECT c.order_id FROM aftersales_case c WHERE c.ended_at IS NULL ORDER BY c.id LIMIT 1)",
            "UPDATE order_event SET id = {latest}, event = 'ship', happened_at = {now} + 60001 WHERE event = 'place' AND order_id = \
             (SELECT c.order_id FROM aftersales_case c WHERE c.ended_at IS NULL ORDER BY c.id LIMIT 1)",
            "UPDATE order_event SET id = {latest}, event = 'cancel', happened_at = {now} + 60001 WHERE event = 'place' AND order_id = \
             (SELECT c.order_id FROM aftersales_case c WHERE c.ended_at IS NULL ORDER BY c.id LIMIT 1)",
        ],
    ),
    proof(
        "M5",
        "a settled case gave back what was awarded",
        &[
            "UPDATE aftersales_case SET awarded_minor = awarded_minor - 1 WHERE state = 'settled'",
            "UPDATE aftersales_case SET awarded_minor = NULL WHERE state = 'settled'",
            "UPDATE aftersales_case SET state = 'closed' WHERE state = 'settled'",
            "UPDATE aftersales_case SET state = 'replaced' WHERE state = 'settled'",
            "UPDATE refund SET case_id = NULL WHERE case_id IS NOT NULL",
        ],
    ),
    proof(
        "S2",
        "what a case sends once more leaves the shelf once",
        &[
            "UPDATE stock_movement SET amount = amount - 1 WHERE kind = 'resend'",
            "DELETE FROM stock_movement WHERE kind = 'resend'",
            "UPDATE aftersales_case SET resent_courier = 'sf', resent_number = 'SF000000' WHERE state = 'asked'",
            "UPDATE case_event SET event = 'give_back' WHERE event = 'resend'",
            "UPDATE aftersales_part SET line = NULL WHERE case_id IN (SELECT id FROM aftersales_case WHERE resent_number IS NOT NULL)",
            "INSERT INTO stock_movement (id, variant_id, kind, amount, moved_at) SELECT {id}, variant_id, 'resend', -1, 1 FROM stock",
            // The same that was bought, where the other one has left.
            "UPDATE aftersales_part SET wanted_variant_id = NULL, wanted_choices = NULL WHERE wanted_variant_id IS NOT NULL",
            // One more of what two lines want.
            "UPDATE aftersales_part SET quantity = quantity + 1 WHERE wanted_variant_id IS NOT NULL",
        ],
    ),
    proof(
        "S2",
        "what is wanted in place of a line is another variant of the same goods",
        &[
            "UPDATE aftersales_part SET wanted_variant_id = (SELECT v.id FROM variant v WHERE v.listing_id NOT IN (SELECT w.listing_id \
             FROM variant w JOIN aftersales_part b ON b.wanted_variant_id = w.id) ORDER BY v.id LIMIT 1) WHERE wanted_variant_id IS NOT NULL",
            "UPDATE aftersales_part SET wanted_variant_id = (SELECT l.variant_id FROM order_line l JOIN aftersales_case c \
             ON c.order_id = l.order_id WHERE c.id = aftersales_part.case_id AND l.position = aftersales_part.line) \
             WHERE wanted_variant_id IS NOT NULL",
            "UPDATE aftersales_part SET line = NULL WHERE wanted_variant_id IS NOT NULL",
            "UPDATE aftersales_case SET kind = 'resend' WHERE id IN (SELECT case_id FROM aftersales_part \
             WHERE wanted_variant_id IS NOT NULL)",
            "UPDATE aftersales_case SET kind = 'return_and_refund' WHERE kind = 'exchange'",
            // What is sent once more never came: not at all, for another line, or it never left.
            "UPDATE aftersales_part SET wanted_variant_id = NULL, wanted_choices = NULL WHERE case_id IN (SELECT id FROM aftersales_case \
             WHERE kind = 'exchange')",
            "UPDATE aftersales_part SET line = 1 WHERE case_id IN (SELECT id FROM aftersales_case WHERE kind = 'exchange')",
            "UPDATE aftersales_case SET resent_courier = NULL, resent_number = NULL WHERE kind = 'exchange'",
        ],
    ),
    proof(
        "M4",
        "an order knows what went back of it",
        &[
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE order_id IS NOT NULL",
            "UPDATE refund SET fee_minor = fee_minor - 1 WHERE fee_minor > 0",
            "UPDATE orders SET fee_minor = fee_minor + 1 WHERE refunded_minor = total_minor",
            "UPDATE refund SET market_discount_minor = market_discount_minor + 1 WHERE order_id IS NOT NULL",
            "UPDATE orders SET items_minor = items_minor + 1, market_discount_minor = market_discount_minor + 1 WHERE refunded_minor = total_minor",
        ],
    ),
    proof(
        "M4",
        "the books say of a refund what its row says",
        &[
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'case_refund'",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'refund_due') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'case_refund')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'escrow') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'case_refund')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'platform_fee') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'case_refund')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'promotion') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'case_refund')",
            "UPDATE refund SET source = 'shop' WHERE source = 'escrow' AND case_id IS NOT NULL",
            "UPDATE refund SET source = 'escrow' WHERE source = 'shop' AND case_id IS NOT NULL",
        ],
    ),
    proof(
        "M4",
        "the parts of a refund sum to it",
        &[
            "UPDATE refund_part SET amount_minor = amount_minor + 1 WHERE position = 0",
            "DELETE FROM refund_part WHERE refund_id IN (SELECT id FROM refund WHERE case_id IS NOT NULL)",
            "DELETE FROM refund_part WHERE refund_id IN (SELECT id FROM refund WHERE reason = 'desk')",
        ],
    ),
    proof(
        "M4",
        "no more went back of a line or of freight than was bought",
        &[
            "UPDATE refund_part SET amount_minor = 99999999 WHERE line IS NOT NULL",
            "UPDATE refund_part SET quantity = 99999999 WHERE line IS NOT NULL",
            "UPDATE refund_part SET amount_minor = 99999999 WHERE line IS NULL",
            "UPDATE order_line SET discount_minor = total_minor",
        ],
    ),
];
