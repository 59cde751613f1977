//! The end of a story in money: each payment, each parcel's cash and each coupon against what people did, and the books against the
//! statements.

use crate::jobs::simulation::company::NAME;
use crate::jobs::simulation::world::World;
use market::coupon::queries::{of_market, of_shop};
use market::coupon::{CouponRow, CouponState};
use market::kernel::PageRequest;
use market::ledger::queries::market_money;
use market::order::OrderView;
use market::payment::{CASH, PaymentId, PaymentState, ReportKind, queries};
use market::reconciliation::queries::reconciliation;
use sea_orm::{FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Money {
    state: String,
    kept: i64,
    paid: i64,
}

impl World<'_> {
    /// What the orders of a payment say.
    async fn money_of(&self, payment: PaymentId) -> Money {
        let sql = "SELECT p.state, CAST(COALESCE(SUM(o.total_minor - o.refunded_minor), 0) AS BIGINT) AS kept, \
                   SUM(CASE WHEN o.state IN ('placed') THEN 0 WHEN o.paid_at IS NULL THEN 0 ELSE 1 END) AS paid \
                   FROM payment p JOIN orders o ON o.payment_id = p.id WHERE p.id = $1 GROUP BY p.state";
        let statement = Statement::from_sql_and_values(self.kit.market.backend(), sql, [payment.uuid().into()]);
        let row = Money::find_by_statement(statement).one(self.kit.market.db()).await.expect("an answer");
        row.expect("a payment with orders")
    }

    /// What the operator transferred of a payment.
    fn by_hand(&self, payment: PaymentId) -> i64 {
        self.desk.by_hand.iter().filter(|(of, _)| *of == payment).map(|(_, fen)| fen).sum()
    }

    pub(super) async fn payments_are_paid_or_given_back(&self) {
        for (payment, _) in &self.payments {
            let row = self.money_of(*payment).await;
            let (taken, back) = self.company.of(*payment);
            // What its desk gave and no book has is the market's loss, and of no order.
            let lost = self.desk.explained.iter().filter(|(of, kind, _)| of == payment && *kind == ReportKind::Refunded);
            let lost: i64 = lost.map(|(.., fen)| fen).sum();
            let kept = taken - back - lost - self.by_hand(*payment);
            match row.state.as_str() {
                "captured" => {
                    assert!(taken > 0 && row.paid > 0, "{payment} is said to be paid, and was not");
                    assert_eq!(kept, row.kept, "what is kept of {payment}");
                }
                "closed" => assert_eq!((kept, row.paid), (0, 0), "{payment} was closed, and its money kept"),
                other => panic!("{payment} is {other} in the end"),
            }
        }
    }

    pub(super) async fn cash_is_here_or_off(&self) {
        for promise in &self.promises {
            let (row, by_hand) = (self.money_of(promise.payment).await, self.by_hand(promise.payment));
            match row.state.as_str() {
                "captured" => {
                    assert_eq!(promise.here, promise.amount, "{} is here", promise.payment);
                    assert_eq!(promise.here - by_hand, row.kept, "what is kept of {}", promise.payment);
                }
                "closed" => assert_eq!((promise.here, by_hand), (0, 0), "{} was never paid", promise.payment),
                other => panic!("{} is {other} in the end", promise.payment),
            }
        }
    }

    pub(super) async fn statements_are_the_books(&self) {
        let (market, olga) = (&self.kit.market, &self.table.olga);
        let statement = reconciliation(market, olga, NAME).await.expect("a statement");
        let explained: i64 = self.desk.explained.iter().map(|(.., fen)| fen).sum();
        assert_eq!(statement.booked.minor() + explained, self.company.held(), "the clearing account and the company's own books");
        assert_eq!(statement.explained.len(), self.desk.explained.len(), "what was explained");
        assert_eq!(statement.suspense, [], "something is in suspense");
        let cash = reconciliation(market, olga, CASH).await.expect("a statement");
        let here: i64 = self.promises.iter().map(|promise| promise.here).sum();
        assert_eq!(cash.booked.minor(), here, "the clearing account and what couriers transferred");
        assert_eq!(cash.suspense, [], "a courier's money is in suspense");
    }

    /// Coupons count the checkouts that have them, these and their orders say what they took off, and the market has given that.
    pub(super) async fn coupons_gave_what_orders_say(&self) {
        for (at, coupon) in self.coupons.made.iter().enumerate() {
            let live = self.live_uses(at).await;
            let row = self.rows_of(coupon.of).await.into_iter().find(|row| row.id == coupon.id).expect("a coupon of the story");
            let count = |uses: usize| i64::try_from(uses).expect("small");
            let fen: i64 = live.iter().map(|live| live.fen).sum();
            assert_eq!((row.used, row.given.minor()), (count(live.len()), fen), "uses of {}", row.code);
            assert_eq!(row.state == CouponState::Ended, coupon.is_ended, "whether {} was ended", row.code);
            assert!(coupon.quota.is_none_or(|quota| count(live.len()) <= quota), "{} was used too often", row.code);
            for buyer in 0..self.table.buyers.len() {
                let own = count(live.iter().filter(|live| live.buyer == buyer).count());
                assert!(own <= coupon.per_buyer, "{} was used too often by one", row.code);
            }
        }
        let mut orders = Vec::new();
        for bought in &self.orders {
            orders.push((bought.buyer, self.order_of(*bought).await));
        }
        let mut promoted = 0;
        for (buyer, order) in &orders {
            promoted += self.promoted(*buyer, order).await;
        }
        for (payment, _) in self.payments.iter().copied().chain(self.promises.iter().map(|one| (one.payment, one.of.buyer))) {
            let uses: i64 = self.coupons.uses.iter().filter(|used| used.payment == payment).map(|used| used.fen).sum();
            let of_it = orders.iter().filter(|(_, order)| order.payment == payment);
            let off: i64 = of_it.map(|(_, order)| order.shop_discount.minor() + order.market_discount.minor()).sum();
            assert_eq!(off, uses, "what coupons took off the orders of {payment}");
        }
        let given = market_money(&self.kit.market, &self.table.olga).await.expect("an answer").promotion;
        assert_eq!(given.minor(), promoted, "what the market has given to its coupons");
    }

    async fn rows_of(&self, shop: Option<usize>) -> Vec<CouponRow> {
        let (market, all) = (&self.kit.market, PageRequest::first(100));
        let rows = match shop {
            Some(shop) => of_shop(market, &self.table.shops[shop], &all).await,
            None => of_market(market, &self.table.olga, &all).await,
        };
        rows.expect("coupons").rows
    }

    /// What the market has added to an order whose money is here, less its part of what went back.
    async fn promoted(&self, buyer: usize, order: &OrderView) -> i64 {
        let buyer = self.table.buyers[buyer].buyer();
        let paid = queries::payment(&self.kit.market, &buyer, order.payment).await.expect("an answer").expect("a payment");
        if paid.state != PaymentState::Captured {
            return 0;
        }
        let (added, total) = (order.market_discount.minor(), order.row.total.minor());
        added - (2 * added * order.refunded.minor() + total) / (2 * total)
    }
}
