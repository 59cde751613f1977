//! Wrongs in what was ordered, in the goods, and in what is said to be sold.

use super::{Proof, proof};

pub const PROOFS: &[Proof] = &[
    proof(
        "O1",
        "orders move only along the machine's edges",
        &[
            "UPDATE order_event SET event = 'confirm' WHERE event = 'ship'",
            "UPDATE orders SET state = 'cancelled' WHERE state = 'paid'",
            "UPDATE orders SET state = 'paid' WHERE state = 'shipped'",
        ],
    ),
    proof(
        "O1",
        "every order was placed once, and every state that it left",
        &[
            "DELETE FROM order_event WHERE event = 'place' AND order_id IN (SELECT id FROM orders WHERE state = 'placed')",
            "DELETE FROM order_event WHERE event = 'pay'",
            "INSERT INTO order_event (id, order_id, \
             event, from_state, to_state, actor_kind, reason, happened_at) SELECT {id}, order_id, \
             event, from_state, to_state, actor_kind, reason, happened_at FROM order_event WHERE event = 'ship'",
        ],
    ),
    proof(
        "O2",
        "lines sum to goods, orders sum to the payment",
        &[
            "UPDATE order_line SET total_minor = total_minor + 1",
            "DELETE FROM order_line",
            "UPDATE payment SET amount_minor = amount_minor + 1",
        ],
    ),
    proof(
        "O2",
        "an order's total is the sum of its lines and its freight",
        &[
            "UPDATE orders SET items_minor = items_minor + 1, total_minor = total_minor + 1",
            "UPDATE orders SET items_minor = items_minor + 1, shop_discount_minor = shop_discount_minor + 1",
            "DELETE FROM order_line",
        ],
    ),
    proof(
        "O2",
        "a payment's amount is the sum of its orders, all of one buyer",
        &[
            "UPDATE payment SET amount_minor = amount_minor + 1",
            "UPDATE orders SET buyer_id = (SELECT p.id FROM person p WHERE p.id <> orders.buyer_id ORDER BY p.id LIMIT 1)",
            "UPDATE orders SET currency = 'USD'",
        ],
    ),
    proof(
        "S1",
        "what is held is what live holds say",
        &[
            "UPDATE stock SET held = held + 1 WHERE held < on_hand",
            "UPDATE stock_hold SET quantity = quantity + 1 WHERE state = 'live'",
            "UPDATE stock_hold SET state = 'live' WHERE state = 'claimed'",
        ],
    ),
    proof(
        "S2",
        "stock is the sum of its movements",
        &[
            "UPDATE stock SET on_hand = on_hand + 1",
            "DELETE FROM stock_movement WHERE kind = 'opening'",
            "UPDATE stock_hold SET quantity = quantity + 1 WHERE state = 'claimed'",
        ],
    ),
    proof(
        "S2",
        "every paid order has taken its goods once",
        &[
            "UPDATE stock_movement SET amount = amount - 1 WHERE kind = 'sale'",
            "DELETE FROM stock_movement WHERE kind = 'return'",
            "UPDATE stock_hold SET quantity = quantity + 1 WHERE state = 'released'",
            "UPDATE stock_hold SET state = 'released' WHERE state = 'live'",
            "UPDATE refund_part SET is_restocked = NOT is_restocked",
            "UPDATE order_event SET event = 'refund' WHERE event = 'come_back'",
        ],
    ),
    proof(
        "S3",
        "goods are held for orders that wait for their payment",
        &[
            "UPDATE stock_hold SET state = 'live' WHERE state = 'claimed'",
            "UPDATE stock_hold SET state = 'released' WHERE state = 'live'",
        ],
    ),
    proof("S3", "nothing was sold after its hold had expired", &["UPDATE stock_hold SET expires_at = 1 WHERE state = 'claimed'"]),
    proof(
        "S4",
        "goods are sold once for each completed order",
        &[
            "DELETE FROM sale",
            "UPDATE sale SET is_kept = NOT is_kept",
            "UPDATE orders SET state = 'shipped' WHERE state = 'completed'",
            "UPDATE sale SET buyer_id = (SELECT p.id FROM person p WHERE p.id <> sale.buyer_id ORDER BY p.id LIMIT 1)",
            "UPDATE sale SET payment_id = (SELECT p.id FROM payment p WHERE p.id <> sale.payment_id ORDER BY p.id LIMIT 1)",
        ],
    ),
    proof("S4", "who works in a shop does not count among those who buy there", &["UPDATE sale SET is_own = FALSE"]),
    proof(
        "S4",
        "a listing was sold as often as its sales say",
        &[
            "UPDATE listing_sold SET sold = sold + 1, shown = shown + 1",
            "UPDATE listing_sold SET shown = 0 WHERE sold > 0",
            "DELETE FROM listing_sold WHERE listing_id = (SELECT listing_id FROM listing_sold ORDER BY listing_id LIMIT 1)",
        ],
    ),
    proof(
        "T1",
        "whatever waits for somebody has a clock that runs",
        &[
            "UPDATE timer SET state = 'cancelled' WHERE id = \
             (SELECT id FROM timer WHERE kind = 'close_payment' AND state = 'waiting' ORDER BY id LIMIT 1)",
            "UPDATE timer SET state = 'cancelled' WHERE kind = 'confirm_order' AND state = 'waiting'",
            "UPDATE timer SET due_at = due_at + 1 WHERE kind = 'confirm_order' AND state = 'waiting'",
            "UPDATE timer SET state = 'cancelled' WHERE kind = 'case' AND state = 'waiting'",
            "UPDATE timer SET due_at = due_at + 1 WHERE kind = 'case' AND state = 'waiting'",
            "UPDATE aftersales_case SET ended_at = 1 WHERE ended_at IS NULL",
            "DELETE FROM timer WHERE kind = 'ship_late'",
            "UPDATE timer SET state = 'cancelled' WHERE kind = 'ship_late' AND state = 'waiting'",
            "UPDATE timer SET due_at = due_at + 1 WHERE kind = 'ship_late' AND state = 'waiting'",
        ],
    ),
    proof(
        "T1",
        "whoever has to act was reminded of it",
        &[
            "DELETE FROM timer WHERE kind = 'remind_payment'",
            "UPDATE timer SET due_at = 9000000000000 WHERE kind = 'remind_payment' AND state = 'waiting'",
            "DELETE FROM timer WHERE kind = 'remind_ship'",
            "UPDATE timer SET state = 'cancelled' WHERE kind = 'remind_ship' AND state = 'waiting'",
            "DELETE FROM timer WHERE kind = 'remind_confirm'",
            "UPDATE timer SET state = 'cancelled' WHERE kind = 'remind_confirm' AND state = 'waiting'",
            "DELETE FROM timer WHERE kind = 'remind_case'",
            "UPDATE timer SET due_at = 9000000000000 WHERE kind = 'remind_case' AND state = 'waiting'",
        ],
    ),
];
