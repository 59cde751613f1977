//! Wrongs in coupons, and in what they took off.

use super::{Proof, proof};

pub const PROOFS: &[Proof] = &[
    proof(
        "C1",
        "a coupon counts its uses that were not given back",
        &[
            "UPDATE coupon SET used = used + 1",
            "UPDATE coupon SET given_minor = given_minor + 1",
            "UPDATE coupon SET quota = used - 1 WHERE used > 1",
            "UPDATE coupon SET per_buyer = 1",
            "UPDATE coupon_use SET given_back_at = 1 WHERE given_back_at IS NULL",
            "DELETE FROM coupon_use WHERE given_back_at IS NULL",
        ],
    ),
    proof(
        "C1",
        "what a shop's coupon took off is in its own order",
        &[
            "UPDATE coupon_use SET amount_minor = amount_minor + 1 WHERE coupon_id IN (SELECT id FROM coupon WHERE shop_id IS NOT NULL)",
            "UPDATE coupon_use SET amount_minor = amount_minor + 1 WHERE coupon_id IN (SELECT id FROM coupon WHERE shop_id IS NULL)",
            "DELETE FROM coupon_use",
            "UPDATE coupon_use SET buyer_id = (SELECT p.id FROM person p WHERE p.id <> coupon_use.buyer_id ORDER BY p.id LIMIT 1)",
        ],
    ),
    proof(
        "C1",
        "a coupon is its buyer's again where nobody paid",
        &[
            "UPDATE coupon_use SET given_back_at = 1 WHERE given_back_at IS NULL",
            "UPDATE coupon_use SET given_back_at = NULL WHERE payment_id IN (SELECT id FROM payment WHERE state = 'closed')",
            "UPDATE coupon_use SET given_back_at = NULL WHERE payment_id IN (SELECT id FROM payment WHERE state = 'captured')",
            "UPDATE orders SET state = 'cancelled' WHERE market_discount_minor > 0 AND shipped_at IS NULL",
            "UPDATE orders SET shipped_at = 1 WHERE state = 'cancelled'",
        ],
    ),
    proof(
        "O2",
        "what coupons took off an order is what they took off its lines",
        &[
            "UPDATE order_line SET discount_minor = discount_minor + 1 WHERE discount_minor < total_minor",
            "UPDATE orders SET items_minor = items_minor + 1, shop_discount_minor = shop_discount_minor + 1",
            "UPDATE orders SET items_minor = items_minor + 1, market_discount_minor = market_discount_minor + 1",
        ],
    ),
    proof(
        "M4",
        "the market has given to its coupons what they took off",
        &[
            "UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE account_id IN (SELECT id FROM ledger_account \
             WHERE kind = 'promotion')",
            "UPDATE orders SET items_minor = items_minor + 1, market_discount_minor = market_discount_minor + 1 WHERE state = 'completed'",
            "UPDATE orders SET refunded_market_discount_minor = refunded_market_discount_minor - 1 \
             WHERE refunded_market_discount_minor > 0",
            "UPDATE ledger_journal SET kind = 'gift' WHERE kind = 'cash_lost'",
            "UPDATE payment SET state = 'waiting' WHERE state = 'captured'",
        ],
    ),
];
