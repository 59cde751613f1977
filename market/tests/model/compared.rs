//! What of the market is compared with the model after every deed.

use crate::kinds::Unasked;
use crate::state::{LINES, Line, Order, OrderIs, Parts, PayoutIs, RecordIs, Reference};
use crate::system::{Engine, System};
use crate::words::{desk_line, odd_line};
use market::coupon::CouponId;
use market::inventory::queries::levels;
use market::ledger::queries::{market_money, shop_money};
use sea_orm::{FromQueryResult, Statement};
use std::collections::HashMap;
use uuid::Uuid;

impl<E: Engine> System<E> {
    pub async fn stock_and_money(&self, model: &Reference) {
        let market = &self.auditor;
        let ids = self.table.goods.each_ref().map(|listing| listing.variant().uuid());
        let found = levels(market, &ids).await.unwrap();
        for (at, stock) in model.stock.iter().enumerate() {
            let level = found[&ids[at]];
            assert_eq!((level.on_hand, level.held), (stock.on_hand, stock.held), "stock of good {at}");
        }
        let large = self.table.large().uuid();
        let level = levels(market, &[large]).await.unwrap()[&large];
        assert_eq!((level.on_hand, level.held), (model.large, 0), "stock of the other size");
        for (at, balance) in model.balances.iter().enumerate() {
            let money = shop_money(market, &self.table.shops[at]).await.unwrap().unwrap();
            let of = |is: PayoutIs| -> i64 {
                model.payouts.iter().filter(|payout| payout.shop == at && payout.is == is).map(|payout| payout.amount).sum()
            };
            assert_eq!(money.on_its_way.minor(), of(PayoutIs::Waiting), "on its way to shop {at}");
            assert_eq!(money.paid_out.minor(), of(PayoutIs::Paid), "paid out to shop {at}");
            assert_eq!(money.available.minor(), balance - of(PayoutIs::Waiting), "balance of shop {at}");
            let under_way = |is| matches!(is, OrderIs::Paid | OrderIs::Shipped | OrderIs::Delivered);
            let shares = |is_promised: bool| -> i64 {
                let orders = model.orders.iter().filter(|order| order.shop == at && under_way(order.is));
                let these = orders.filter(|order| model.payments[order.payment].is_promised() == is_promised);
                these.map(|order| order.total() - order.refunded + order.added() - order.fee + order.refunded_fee).sum()
            };
            assert_eq!((money.held.minor(), money.cash_out.minor()), (shares(false), shares(true)), "held for shop {at}");
        }
        let money = market_money(market, &self.table.olga).await.unwrap();
        assert_eq!(money.lost.minor(), model.lost(), "lost with cash that never came");
        assert_eq!(money.promotion.minor(), model.promoted(), "given to the market's coupon");
        let sql =
            "SELECT id, state, amount_minor AS total, fee_minor AS other, created_at AS back, NULL AS open_case FROM refund";
        let found = by_id(self.rows(sql).await);
        for (at, refund) in model.refunds.iter().enumerate() {
            let row = &found[&self.refunds[at].uuid()];
            let state = format!("{:?}", refund.is).to_lowercase();
            assert_eq!((row.state.replace('_', ""), row.total), (state, refund.amount), "refund {at}");
        }
    }

    /// Rows, not views: a whole market is compared after every deed. Whoever compares goes on where the market's process ends, and need
    /// not plan the same statements again.
    async fn rows<R: FromQueryResult>(&self, sql: &str) -> Vec<R> {
        let market = &self.auditor;
        R::find_by_statement(Statement::from_string(market.backend(), sql)).all(market.db()).await.unwrap()
    }

    pub async fn orders(&self, model: &Reference) {
        let sql = "SELECT id, state, total_minor AS total, fee_minor AS other, refunded_minor AS back, open_case FROM orders";
        let found = by_id(self.rows(sql).await);
        assert_eq!(found.len(), model.orders.len(), "orders");
        for (at, order) in model.orders.iter().enumerate() {
            let row = &found[&self.orders[at].uuid()];
            assert_eq!(row.state, format!("{:?}", order.is).to_lowercase(), "order {at}");
            assert_eq!((row.total, row.other, row.back), (order.total(), order.fee, order.refunded), "sums of order {at}");
            assert_eq!(row.open_case, order.open_case.map(|case| self.cases[case].uuid()), "the open case of order {at}");
        }
        let sql =
            "SELECT id, state, amount_minor AS total, expires_at AS other, created_at AS back, NULL AS open_case FROM payment";
        let found = by_id(self.rows(sql).await);
        for (at, payment) in model.payments.iter().enumerate() {
            let row = &found[&self.payments[at].uuid()];
            let state = format!("{:?}", payment.is).to_lowercase();
            assert_eq!((row.state.as_str(), row.total), (state.as_str(), payment.amount), "payment {at}");
        }
        let sql = "SELECT id, state, amount_minor AS total, opened_at AS other, COALESCE(due_at, 0) AS back, NULL AS open_case \
                   FROM aftersales_case";
        let found = by_id(self.rows(sql).await);
        assert_eq!(found.len(), model.cases.len(), "cases");
        for (at, case) in model.cases.iter().enumerate() {
            let row = &found[&self.cases[at].uuid()];
            let state = format!("{:?}", case.is).to_lowercase();
            assert_eq!((row.state.as_str(), row.total), (state.as_str(), case.amount()), "case {at}");
        }
    }

    /// What lies in the carts, in its order, and how much of the coupons is used.
    pub async fn carts(&self, model: &Reference) {
        let sql = "SELECT c.person_id AS whose, l.variant_id AS what, l.quantity, l.seen_minor AS seen \
                   FROM cart_line l JOIN cart c ON c.id = l.cart_id ORDER BY l.added_at, l.id";
        let found: Vec<CartRow> = self.rows(sql).await;
        for (at, cart) in model.carts.iter().enumerate() {
            let whose = self.table.buyers[at].person().uuid();
            let here = found.iter().filter(|row| row.whose == whose).map(|row| (row.what, row.quantity, row.seen));
            let known = cart.iter().map(|line| (self.table.goods[line.good].variant().uuid(), line.quantity, line.seen));
            assert_eq!(here.collect::<Vec<_>>(), known.collect::<Vec<_>>(), "the cart of buyer {at}");
        }
        let sql = "SELECT c.person_id AS whose, k.coupon_id AS what FROM cart_coupon k JOIN cart c ON c.id = k.cart_id";
        let found: Vec<Typed> = self.rows(sql).await;
        for (at, typed) in model.typed.iter().enumerate() {
            let whose = self.table.buyers[at].person().uuid();
            let lies = |coupon: &CouponId| found.iter().any(|row| row.whose == whose && row.what == coupon.uuid());
            assert_eq!(self.table.coupons.each_ref().map(lies), *typed, "the coupons of buyer {at}");
        }
        let found: Vec<Used> = self.rows("SELECT id, used, given_minor AS given, state FROM coupon").await;
        for (at, coupon) in self.table.coupons.iter().enumerate() {
            let row = found.iter().find(|row| row.id == coupon.uuid()).unwrap();
            assert_eq!((row.used, row.given), model.uses(at), "uses of coupon {at}");
            assert_eq!(row.state == "ended", model.ended[at], "whether coupon {at} was ended");
        }
    }

    /// What is in suspense, what is owed to buyers, what no book takes, and what was withdrawn.
    pub async fn unasked(&self, model: &Reference) {
        let sql = "SELECT a.kind, a.currency, CAST(-SUM(e.amount_minor) AS BIGINT) AS amount FROM ledger_entry e \
                   JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' JOIN ledger_account a ON a.id = e.account_id \
                   WHERE a.kind IN ('suspense', 'refund_due') GROUP BY a.kind, a.currency";
        let found: Vec<Sum> = self.rows(sql).await;
        for (currency, is_foreign, unasked) in [("CNY", false, Unasked::Amount), ("USD", true, Unasked::Currency)] {
            let of = |kind: &str| {
                let sum = found.iter().find(|sum| sum.kind == kind && sum.currency == currency);
                sum.map_or(0, |sum| sum.amount)
            };
            assert_eq!(of("suspense"), model.suspense(unasked), "{currency} in suspense");
            assert_eq!(of("refund_due"), model.due(is_foreign), "{currency} owed to buyers");
        }
        let sql = "SELECT event_id, outcome, told_minor AS amount, told_currency AS currency FROM payment_event \
                   WHERE outcome IN ('unbooked', 'noted', 'withdrawn')";
        let found: Vec<Left> = self.rows(sql).await;
        let mut found: Vec<_> = found.into_iter().map(|row| (row.event_id, row.outcome, row.amount, row.currency)).collect();
        let known = model.unbooked.iter().map(|left| {
            let outcome = if left.is_noted { "noted" } else { "unbooked" };
            (self.event_id(left.id), outcome.to_owned(), left.amount, left.currency.to_owned())
        });
        let mut known: Vec<_> = known.chain(self.withdrawn(model)).collect();
        found.sort();
        known.sort();
        assert_eq!(found, known, "what no book takes");
    }

    /// The bookings of what was paid.
    pub async fn captures(&self) -> Vec<Booking> {
        self.rows("SELECT id, subject FROM ledger_journal WHERE kind = 'capture' AND phase = 'posted'").await
    }

    /// What operators have said that differences were.
    pub async fn explained(&self, model: &Reference) {
        let sql = "SELECT n.line_id AS line, j.subject AS payment FROM explained_difference n \
                   LEFT JOIN ledger_journal j ON j.id = n.journal_id";
        let found: Vec<Explained> = self.rows(sql).await;
        let mut found: Vec<_> = found.into_iter().map(|row| (row.line, row.payment)).collect();
        let odd = model.odd.iter().enumerate().filter(|(_, odd)| odd.is_explained).map(|(at, _)| (Some(odd_line(at)), None));
        let paid = model.payments.iter().zip(&self.payments).filter(|(known, _)| known.is_explained);
        let desk = model.desk.iter().enumerate().filter(|(_, line)| line.is_explained).map(|(at, _)| (Some(desk_line(at)), None));
        let mut known: Vec<_> = odd.chain(desk).chain(paid.map(|(_, id)| (None, Some(id.uuid())))).collect();
        found.sort();
        known.sort();
        assert_eq!(found, known, "differences that were explained");
    }

    /// What was recorded and withdrawn, and the records that take it back.
    fn withdrawn(&self, model: &Reference) -> Vec<(String, String, i64, String)> {
        let withdrawn = model.payments.iter().enumerate().flat_map(|(payment, known)| {
            let records = known.records.iter().filter(|record| record.is == RecordIs::Withdrawn);
            records.map(move |record| (self.event_id(record.id(payment)), record.amount))
        });
        let both = withdrawn.flat_map(|(id, amount)| [(format!(" withdrawn {id}"), -amount), (id, amount)]);
        both.map(|(id, amount)| (id, "withdrawn".to_owned(), amount, "CNY".to_owned())).collect()
    }

    /// What was bought by line, what went back of it, and what each case asks for.
    pub async fn parts(&self, model: &Reference) {
        let bought =
            "SELECT order_id AS whose, position AS line, quantity, total_minor - discount_minor AS amount FROM order_line";
        let back = "SELECT r.order_id AS whose, p.line AS line, CAST(SUM(p.quantity) AS BIGINT) AS quantity, \
                    CAST(SUM(p.amount_minor) AS BIGINT) AS amount \
                    FROM refund_part p JOIN refund r ON r.id = p.refund_id GROUP BY r.order_id, p.line";
        let (bought, back) = (by_part(self.rows(bought).await), by_part(self.rows(back).await));
        for (at, order) in model.orders.iter().enumerate() {
            let id = self.orders[at].uuid();
            let whole = parts_of(order, |line| (line.quantity, line.paid()), 0);
            assert_eq!(parts_in(&bought, id), whole, "lines of order {at}");
            let gone = parts_of(order, |line| (line.quantity_back, line.money_back), order.freight_back);
            assert_eq!(parts_in(&back, id), gone, "what went back of order {at}");
        }
        let asked = "SELECT case_id AS whose, line, quantity, amount_minor AS amount FROM aftersales_part";
        let asked = by_part(self.rows(asked).await);
        for (at, case) in model.cases.iter().enumerate() {
            assert_eq!(parts_in(&asked, self.cases[at].uuid()), case.parts, "what case {at} asks for");
        }
        let wanted = "SELECT case_id AS whose, line, quantity, amount_minor AS amount FROM aftersales_part \
                      WHERE wanted_variant_id IS NOT NULL";
        let wanted: Vec<Part> = self.rows(wanted).await;
        for (at, case) in model.cases.iter().enumerate() {
            let here = wanted.iter().filter(|part| part.whose == self.cases[at].uuid()).map(|part| part.line);
            let known = case.wants.iter().map(|line| i64::try_from(*line).ok());
            assert_eq!(here.collect::<Vec<_>>(), known.collect::<Vec<_>>(), "what case {at} wants otherwise");
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    state: String,
    total: i64,
    other: i64,
    back: i64,
    open_case: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Typed {
    whose: Uuid,
    what: Uuid,
}

#[derive(FromQueryResult)]
struct Used {
    id: Uuid,
    used: i64,
    given: i64,
    state: String,
}

#[derive(FromQueryResult)]
struct CartRow {
    whose: Uuid,
    what: Uuid,
    quantity: i64,
    seen: i64,
}

#[derive(FromQueryResult)]
struct Sum {
    kind: String,
    currency: String,
    amount: i64,
}

#[derive(FromQueryResult)]
struct Left {
    event_id: String,
    outcome: String,
    amount: i64,
    currency: String,
}

/// A journal, and what it is about.
#[derive(FromQueryResult)]
pub struct Booking {
    pub id: Uuid,
    pub subject: Uuid,
}

#[derive(FromQueryResult)]
struct Explained {
    line: Option<String>,
    payment: Option<Uuid>,
}

/// So much of a line, or of freight, which has none.
#[derive(FromQueryResult)]
struct Part {
    whose: Uuid,
    line: Option<i64>,
    quantity: i64,
    amount: i64,
}

type ByPart = HashMap<(Uuid, Option<i64>), (i64, i64)>;

fn by_part(rows: Vec<Part>) -> ByPart {
    rows.into_iter().map(|row| ((row.whose, row.line), (row.quantity, row.amount))).collect()
}

/// What the rows say of an order or a case; nothing where they are silent.
fn parts_in(rows: &ByPart, whose: Uuid) -> Parts {
    let of = |line: Option<i64>| rows.get(&(whose, line)).copied().unwrap_or_default();
    let lines = [of(Some(0)), of(Some(1))];
    Parts { quantity: lines.map(|(quantity, _)| quantity), money: [lines[0].1, lines[1].1, of(None).1] }
}

/// The same of what the model knows of an order.
fn parts_of(order: &Order, of: fn(&Line) -> (i64, i64), freight: i64) -> Parts {
    let mut parts = Parts::default();
    for (at, line) in order.lines.iter().enumerate() {
        (parts.quantity[at], parts.money[at]) = of(line);
    }
    parts.money[LINES] = freight;
    parts
}

fn by_id(rows: Vec<Row>) -> HashMap<Uuid, Row> {
    rows.into_iter().map(|row| (row.id, row)).collect()
}
