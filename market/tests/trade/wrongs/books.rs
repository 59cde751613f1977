//! Wrongs in the books, and between the books and what they are about.

use super::{Proof, proof};

pub const PROOFS: &[Proof] = &[
    proof(
        "M1",
        "every journal sums to zero",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE position = 0 \
             AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'release')",
            "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES ({id}, 'gift', {id}, 'posted', 1)",
        ],
    ),
    proof(
        "M1",
        "a promise is kept with the entries",
        &[
            "UPDATE ledger_journal SET settles = id WHERE kind = 'release'",
            "UPDATE ledger_journal SET settles = id WHERE phase = 'pending' \
             AND id NOT IN (SELECT settles FROM ledger_journal WHERE settles IS NOT NULL)",
            "UPDATE ledger_journal SET kind = 'gift' WHERE settles IS NOT NULL",
            "UPDATE ledger_journal SET subject = {id} WHERE settles IS NOT NULL",
            "DELETE FROM ledger_entry WHERE position = 0 AND journal_id IN (SELECT id FROM ledger_journal \
             WHERE settles IS NOT NULL)",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE settles IS NOT NULL)",
            "UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE kind = 'suspense' AND currency = 'CNY') \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE settles IS NOT NULL)",
        ],
    ),
    proof(
        "M3",
        "no liability is below zero",
        &[
            "UPDATE ledger_entry SET amount_minor = 99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'escrow')",
            "UPDATE ledger_account SET kind = 'producer_payable' WHERE kind = 'clearing'",
            "UPDATE ledger_entry SET amount_minor = 99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'refund_due')",
            "UPDATE ledger_entry SET amount_minor = 99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'suspense')",
            "UPDATE ledger_entry SET amount_minor = 99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'platform_fee')",
            "UPDATE ledger_entry SET amount_minor = -99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'clearing')",
            "UPDATE ledger_entry SET amount_minor = 99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'shop_payable')",
            "UPDATE ledger_entry SET amount_minor = -99999999 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'promotion')",
        ],
    ),
    proof(
        "M3",
        "the balance that the database keeps of a shop",
        &[
            "UPDATE ledger_balance SET posted_minor = posted_minor - 1",
            "DELETE FROM ledger_balance",
            "INSERT INTO ledger_balance (account_id, posted_minor) SELECT id, 0 FROM ledger_account WHERE kind = 'escrow'",
        ],
    ),
    proof(
        "M4",
        "an order holds exactly its total",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN \
             (SELECT a.id FROM ledger_account a JOIN orders o ON o.id = a.owner WHERE a.kind = 'escrow' AND o.state = 'shipped')",
            "UPDATE payment SET state = 'waiting' WHERE state = 'captured'",
            "UPDATE orders SET state = 'delivered' WHERE state = 'completed'",
            "UPDATE orders SET items_minor = items_minor + 1, market_discount_minor = market_discount_minor + 1 WHERE state = 'paid'",
        ],
    ),
    proof(
        "M4",
        "what was released is what is left of the order",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor - 1 WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'release') AND account_id IN (SELECT id FROM ledger_account WHERE kind = 'platform_fee')",
            "UPDATE ledger_entry SET amount_minor = amount_minor - 1 WHERE journal_id IN (SELECT id FROM ledger_journal \
             WHERE kind = 'release') AND account_id IN (SELECT id FROM ledger_account WHERE kind = 'shop_payable')",
            "UPDATE refund SET fee_minor = fee_minor - 1 WHERE source = 'escrow' AND fee_minor > 0",
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE source = 'escrow'",
            "UPDATE refund SET market_discount_minor = market_discount_minor + 1 WHERE source = 'escrow'",
            "UPDATE orders SET items_minor = items_minor + 1, market_discount_minor = market_discount_minor + 1 WHERE state = 'completed'",
        ],
    ),
    proof(
        "M4",
        "a refund is booked as its row says",
        &[
            "UPDATE refund SET state = 'waiting' WHERE state = 'done' AND reason <> 'desk'",
            "UPDATE refund SET state = 'done' WHERE state = 'refused'",
            "UPDATE refund SET state = 'waiting' WHERE state = 'by_hand'",
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE state = 'by_hand'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'refund_failed'",
        ],
    ),
    proof(
        "M4",
        "what went back at the provider's own desk",
        &[
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE reason = 'desk'",
            "UPDATE refund SET state = 'waiting' WHERE reason = 'desk'",
            "UPDATE provider_report_line SET journal_id = NULL WHERE kind = 'refunded'",
        ],
    ),
    proof(
        "M5",
        "money is released for completed orders and no others",
        &[
            "UPDATE orders SET state = 'completed' WHERE state = 'shipped'",
            "UPDATE orders SET state = 'shipped' WHERE state = 'completed'",
            "UPDATE refund SET amount_minor = 99999999 WHERE other_currency IS NULL",
        ],
    ),
    proof(
        "M5",
        "an order is released exactly when it was confirmed",
        &[
            "UPDATE order_event SET event = 'deliver' WHERE event = 'confirm'",
            "UPDATE order_event SET event = 'deliver' WHERE event = 'auto_confirm'",
            "UPDATE order_event SET event = 'deliver' WHERE event = 'write_off'",
            "UPDATE orders SET state = 'shipped' WHERE state = 'completed'",
        ],
    ),
    proof(
        "M5",
        "the clock confirms no order before its date",
        &[
            "UPDATE orders SET confirm_by = confirm_by + 8640000000 WHERE state = 'completed'",
            "UPDATE orders SET confirm_by = NULL WHERE state = 'completed'",
        ],
    ),
    proof(
        "M5",
        "no more goes back of a payment than came in for it",
        &[
            "UPDATE refund SET amount_minor = 99999999 WHERE other_currency IS NULL",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'capture' AND phase = 'posted'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'late_capture'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'wrong_amount'",
            "INSERT INTO refund (id, payment_id, amount_minor, fee_minor, source, reason, state, created_at) \
             SELECT {id}, p.id, p.amount_minor + 1, 0, 'late', 'gift', 'waiting', 1 FROM payment p JOIN ledger_journal j \
             ON j.subject = p.id AND j.kind = 'wrong_amount_out' WHERE p.state = 'captured'",
        ],
    ),
    proof(
        "M5",
        "what is owed to a buyer is what was noted",
        &[
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE state = 'waiting'",
            "UPDATE refund SET state = 'done' WHERE state = 'refused'",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN \
             (SELECT id FROM ledger_account WHERE kind = 'refund_due')",
        ],
    ),
    proof(
        "M6",
        "a payment is captured in the books where",
        &[
            "UPDATE payment SET state = 'waiting' WHERE state = 'captured'",
            "UPDATE payment SET state = 'waiting' WHERE state = 'closed'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'capture' AND phase = 'posted'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'capture' AND phase = 'voided'",
        ],
    ),
    proof(
        "M6",
        "exactly one event of the provider paid each captured payment",
        &[
            "UPDATE payment_event SET outcome = 'repeated' WHERE outcome = 'paid'",
            "UPDATE payment_event SET outcome = 'paid' WHERE outcome = 'suspended'",
        ],
    ),
    proof(
        "M6",
        "money that was told and changed nothing had been told before",
        &[
            "UPDATE payment_event SET outcome = 'repeated' WHERE outcome = 'paid'",
            "UPDATE payment_event SET outcome = 'repeated' WHERE outcome = 'goes_back'",
            "UPDATE payment_event SET outcome = 'repeated' WHERE outcome = 'suspended' AND told_currency = 'USD'",
        ],
    ),
    proof(
        "M7",
        "what the books say the provider holds of each currency",
        &[
            "UPDATE payment_event SET amount_minor = amount_minor + 1 WHERE outcome = 'part'",
            "UPDATE payment_event SET amount_minor = amount_minor + 1 WHERE outcome = 'paid'",
            "UPDATE payment_event SET amount_minor = amount_minor + 1 WHERE outcome = 'goes_back'",
            "UPDATE payment_event SET amount_minor = amount_minor + 1 WHERE outcome = 'suspended' AND amount_minor > 0",
            "UPDATE payment_event SET told_minor = told_minor + 1 WHERE outcome = 'suspended' AND amount_minor = 0",
            "UPDATE refund SET state = 'waiting' WHERE state = 'done' AND other_currency IS NULL",
            "UPDATE refund SET state = 'waiting' WHERE state = 'done' AND other_currency IS NOT NULL",
            "UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE account_id IN \
             (SELECT id FROM ledger_account WHERE kind = 'clearing')",
            "UPDATE ledger_account SET currency = 'EUR' WHERE kind = 'clearing' AND currency = 'USD'",
        ],
    ),
    proof(
        "M7",
        "a line of the provider's statement and the booking",
        &[
            "UPDATE provider_report_line SET amount_minor = amount_minor + 1 WHERE journal_id IS NOT NULL",
            "UPDATE provider_report_line SET kind = 'fee' WHERE journal_id IS NOT NULL",
            "UPDATE provider_report_line SET currency = 'USD' WHERE journal_id IS NOT NULL",
            "UPDATE ledger_journal SET phase = 'pending', kind = 'gift' WHERE id IN \
             (SELECT journal_id FROM provider_report_line)",
        ],
    ),
    proof(
        "M7",
        "a wrong amount leaves suspense once",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'suspense') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'wrong_amount_out')",
            "UPDATE refund SET amount_minor = amount_minor + 1 WHERE source = 'suspense' AND other_currency IS NULL",
            "UPDATE refund SET source = 'suspense' WHERE source = 'late'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'wrong_amount_out'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'wrong_amount'",
        ],
    ),
    proof(
        "M8",
        "a payout stands in the books as its row says",
        &[
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout' AND phase = 'pending' \
             AND subject IN (SELECT id FROM payout WHERE state = 'waiting')",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout' AND phase = 'posted'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout' AND phase = 'voided'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout_returned'",
            "UPDATE payout SET state = 'paid' WHERE state = 'returned'",
            "UPDATE payout SET state = 'paid' WHERE state = 'failed'",
            "UPDATE payout SET amount_minor = 99999999 WHERE state = 'waiting'",
        ],
    ),
    proof(
        "M8",
        "no payout was promised that its shop did not have then",
        &[
            "UPDATE payout SET amount_minor = amount_minor + 1 WHERE state = 'paid'",
            "UPDATE payout SET amount_minor = 99999999 WHERE state = 'waiting'",
            "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES ({latest}, 'gift', {id}, 'posted', {now} + 60001); \
             UPDATE ledger_entry SET journal_id = {latest} WHERE account_id = (SELECT a.id FROM ledger_account a \
             JOIN shop s ON s.id = a.owner AND s.handle = 'danqing' WHERE a.kind = 'shop_payable') AND journal_id = \
             (SELECT e.journal_id FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id AND j.kind = 'release' \
             JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'shop_payable' \
             JOIN shop s ON s.id = a.owner AND s.handle = 'danqing' ORDER BY e.journal_id LIMIT 1)",
            "UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'shop_payable') AND journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'release')",
        ],
    ),
    proof(
        "M8",
        "a payout that waits is promised",
        &[
            "UPDATE payout SET amount_minor = amount_minor + 1 WHERE state = 'failed'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout' AND phase = 'posted'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout' AND phase = 'voided'",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'payout_returned'",
            "UPDATE payout SET state = 'paid' WHERE state = 'returned'",
            "UPDATE ledger_entry SET amount_minor = amount_minor * 2 \
             WHERE journal_id IN (SELECT id FROM ledger_journal WHERE kind = 'payout_returned')",
        ],
    ),
];
