//! Wrongs in cash at the door, in money of another currency, in what providers told and state, and in what guards the books.

use super::{Proof, proof};

pub const PROOFS: &[Proof] = &[
    proof(
        "M3",
        "no single provider holds less than nothing",
        &[
            "UPDATE ledger_entry SET amount_minor = -99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'clearing')",
            "UPDATE provider_report_line SET provider = 'another' WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'unclaimed_back')",
        ],
    ),
    proof(
        "M7",
        "of every booking of what providers hold it is known which",
        &[
            "UPDATE ledger_journal SET subject = {id} WHERE kind = 'late_capture'",
            "UPDATE provider_report_line SET journal_id = NULL WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'unclaimed')",
            "UPDATE provider_report_line SET provider = 'another' WHERE payment_id IS NOT NULL AND kind = 'captured'",
        ],
    ),
    proof(
        "M7",
        "the bookings that no line of a statement is are those",
        &[
            "INSERT INTO booking_alone (journal_id) SELECT journal_id FROM provider_report_line WHERE journal_id IS NOT NULL",
            "UPDATE provider_report_line SET journal_id = NULL WHERE journal_id IS NOT NULL",
        ],
    ),
    proof(
        "M7",
        "each provider's books and its own statement differ by what",
        &[
            "UPDATE provider_report_line SET amount_minor = amount_minor + 1 WHERE journal_id IS NOT NULL",
            "UPDATE provider_report_line SET currency = 'USD' WHERE journal_id IS NOT NULL",
            "UPDATE provider_report_line SET provider = 'another' WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'capture')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'wrong_amount_out')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'foreign_amount_out')",
        ],
    ),
    proof(
        "M4",
        "nothing is booked for an order whose cash is not here",
        &[
            "UPDATE orders SET refunded_minor = 1 WHERE payment_id IN (SELECT id FROM payment WHERE promised_at IS NOT NULL)",
            "UPDATE orders SET open_case = {id} WHERE payment_id IN (SELECT id FROM payment WHERE promised_at IS NOT NULL)",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'cash_lost' \
             AND subject IN (SELECT id FROM payment WHERE state = 'waiting')",
        ],
    ),
    proof(
        "M4",
        "the market pays for an order in full, once",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'cash_lost')",
            "UPDATE order_event SET actor_kind = 'timer' WHERE event = 'write_off'",
            "UPDATE payment SET promised_at = NULL",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'cash_found'",
            "UPDATE payment SET state = 'waiting' WHERE state = 'captured'",
        ],
    ),
    proof(
        "M5",
        "no order is released whose payment is neither captured nor written off",
        &[
            "UPDATE payment SET state = 'waiting' WHERE state = 'captured'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'cash_lost' \
             AND subject IN (SELECT id FROM payment WHERE state = 'waiting')",
        ],
    ),
    proof(
        "M7",
        "cash that came in parts is whole with the last of them",
        &[
            "UPDATE payment_event SET amount_minor = amount_minor + 1 WHERE outcome = 'part'",
            "UPDATE payment_event SET outcome = 'noted' WHERE outcome = 'part'",
            "UPDATE payment_event SET outcome = 'unbooked' WHERE outcome = 'suspended' \
             AND payment_id IN (SELECT subject FROM ledger_journal WHERE kind = 'cash_part')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'cash_part')",
            "UPDATE payment SET state = 'waiting' WHERE state = 'captured'",
        ],
    ),
    proof(
        "M7",
        "a transfer that was typed wrong is taken back",
        &[
            "UPDATE payment_event SET amount_minor = amount_minor + 1 WHERE outcome = 'withdrawn' AND amount_minor > 0",
            "UPDATE payment_event SET outcome = 'noted' WHERE outcome = 'withdrawn' AND amount_minor < 0",
        ],
    ),
    proof(
        "M6",
        "a promise is for one parcel",
        &[
            "UPDATE payment SET provider = 'sandbox' WHERE promised_at IS NOT NULL",
            "UPDATE payment SET promised_at = 1 WHERE provider = 'sandbox'",
            "UPDATE orders SET payment_id = (SELECT id FROM payment WHERE promised_at IS NOT NULL AND state = 'captured' ORDER BY id \
             LIMIT 1) WHERE payment_id IN (SELECT id FROM payment WHERE promised_at IS NOT NULL AND state = 'captured')",
            "UPDATE payment SET state = 'closed' WHERE promised_at IS NOT NULL AND state = 'waiting'",
            "UPDATE orders SET state = 'cancelled' WHERE state = 'paid'",
        ],
    ),
    proof(
        "O1",
        "a parcel comes back that nobody has paid for or taken",
        &[
            "UPDATE payment SET promised_at = NULL",
            "UPDATE payment SET state = 'captured' WHERE state = 'closed'",
            "INSERT INTO order_event (id, order_id, event, from_state, to_state, actor_kind, reason, happened_at) \
             SELECT {id}, order_id, 'deliver', 'shipped', 'delivered', 'buyer', '', 1 FROM order_event WHERE event = 'come_back'",
            "INSERT INTO order_event (id, order_id, event, from_state, to_state, actor_kind, reason, happened_at) \
             SELECT {id}, order_id, 'receive', 'delivered', 'delivered', 'buyer', '', 1 FROM order_event WHERE event = 'come_back'",
        ],
    ),
    proof(
        "O1",
        "a step that leads nowhere is the buyer's word, said once",
        &[
            "UPDATE order_event SET actor_kind = 'timer' WHERE event = 'receive'",
            "UPDATE order_event SET actor_kind = 'provider' WHERE event = 'deliver' \
             AND order_id IN (SELECT order_id FROM order_event WHERE event = 'receive')",
            "INSERT INTO order_event (id, order_id, event, from_state, to_state, actor_kind, reason, happened_at) \
             SELECT {id}, order_id, event, from_state, to_state, actor_kind, reason, 1 FROM order_event WHERE event = 'receive'",
        ],
    ),
    proof(
        "M7",
        "what is held in another currency was told so of its payment",
        &[
            "UPDATE payment_event SET told_minor = told_minor + 1",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'foreign_amount')",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'foreign_amount_out')",
            "UPDATE payment_event SET told_currency = 'EUR'",
            "UPDATE payment_event SET outcome = 'paid' WHERE told_currency = 'USD'",
            "UPDATE ledger_account SET kind = 'escrow' WHERE kind = 'suspense' AND currency = 'USD'",
            "UPDATE payment SET currency = 'USD'",
        ],
    ),
    proof(
        "M7",
        "money in another currency leaves suspense once",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'suspense') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'foreign_amount_out')",
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE other_currency IS NOT NULL",
            "UPDATE refund SET source = 'late' WHERE other_currency IS NOT NULL",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'foreign_amount_out'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'foreign_amount'",
        ],
    ),
    proof(
        "M5",
        "what is owed to a buyer in another currency",
        &[
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE other_currency IS NOT NULL AND state = 'waiting'",
            "UPDATE refund SET state = 'done' WHERE other_currency IS NOT NULL AND state = 'waiting'",
            "UPDATE refund SET state = 'done' WHERE other_currency IS NOT NULL AND state = 'refused'",
            "UPDATE refund SET other_currency = 'EUR' WHERE other_currency IS NOT NULL AND state = 'waiting'",
        ],
    ),
    proof(
        "M5",
        "a refund is booked in the currency that its row says",
        &[
            "UPDATE refund SET other_currency = 'USD' WHERE other_currency IS NULL AND state = 'by_hand'",
            "UPDATE refund SET other_currency = NULL WHERE other_currency IS NOT NULL AND state = 'done'",
            "UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE kind = 'clearing' AND currency = 'USD') \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'refund_failed')",
        ],
    ),
    proof(
        "M6",
        "what a provider told was worked on",
        &[
            "UPDATE payment_event SET outcome = '', received_at = {now} - 86400001 WHERE outcome = 'paid'",
            "UPDATE payment_event SET outcome = '', received_at = {now} - 3600001, attempts = 1 WHERE outcome = 'paid'",
        ],
    ),
    proof("M2", "the database refuses to change books", &["{unguarded}"]),
    proof(
        "M2",
        "every journal and deed has had its seal",
        &[
            "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) \
             VALUES ({id}, 'gift', {id}, 'voided', {now} - 3600001)",
            "INSERT INTO audit_log (id, action, detail, happened_at) VALUES ({id}, 'look', 'why', {now} - 3600001)",
        ],
    ),
    proof(
        "M2",
        "the chain over the books still has every end",
        &[
            "DELETE FROM seal WHERE chain = 'ledger'",
            "UPDATE seal SET position = position + 9999 WHERE chain = 'ledger'",
            "UPDATE audit_log SET detail = 'ledger:1:0' WHERE action = 'note_head'",
        ],
    ),
    proof(
        "M2",
        "every sealed journal and deed is as it was",
        &[
            "UPDATE ledger_journal SET made_at = made_at + 1 WHERE kind = 'release'",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2",
            "UPDATE audit_log SET detail = 'because'",
            "DELETE FROM seal WHERE chain = 'audit_log' AND position = 1",
        ],
    ),
    proof(
        "M2",
        "every end of a chain that was kept outside",
        &["DELETE FROM seal WHERE chain = 'ledger'", "DELETE FROM seal WHERE chain = 'audit_log'"],
    ),
];
