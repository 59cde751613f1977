//! What of the market is compared with the model after every deed.

use crate::state::{OrderIs, PayoutIs, Reference};
use crate::system::{Engine, System};
use market::inventory::queries::levels;
use market::ledger::queries::{market_money, shop_money};
use sea_orm::{FromQueryResult, Statement};
use std::collections::HashMap;
use uuid::Uuid;

impl<E: Engine> System<E> {
    pub async fn stock_and_money(&self, model: &Reference) {
        let market = &self.kit().market;
        let ids = self.table.goods.map(|goods| goods.uuid());
        let found = levels(market, &ids).await.unwrap();
        for (at, shop) in model.shops.iter().enumerate() {
            let level = found[&ids[at]];
            assert_eq!((level.on_hand, level.held), (shop.on_hand, shop.held), "stock of shop {at}");
            let money = shop_money(market, &self.table.shops[at]).await.unwrap().unwrap();
            let of = |is: PayoutIs| -> i64 {
                model.payouts.iter().filter(|payout| payout.shop == at && payout.is == is).map(|payout| payout.amount).sum()
            };
            assert_eq!(money.on_its_way.minor(), of(PayoutIs::Waiting), "on its way to shop {at}");
            assert_eq!(money.paid_out.minor(), of(PayoutIs::Paid), "paid out to shop {at}");
            assert_eq!(money.available.minor(), shop.balance - of(PayoutIs::Waiting), "balance of shop {at}");
            let under_way = |is| matches!(is, OrderIs::Paid | OrderIs::Shipped | OrderIs::Delivered);
            let shares = |is_promised: bool| -> i64 {
                let orders = model.orders.iter().filter(|order| order.shop == at && under_way(order.is));
                let these = orders.filter(|order| model.payments[order.payment].is_promised() == is_promised);
                these.map(|order| order.total() - order.refunded - order.fee + order.refunded_fee).sum()
            };
            assert_eq!((money.held.minor(), money.cash_out.minor()), (shares(false), shares(true)), "held for shop {at}");
        }
        let lost = market_money(market, &self.table.olga).await.unwrap().lost;
        assert_eq!(lost.minor(), model.lost(), "lost with cash that never came");
        let sql =
            "SELECT id, state, amount_minor AS total, fee_minor AS other, created_at AS back, NULL AS open_case FROM refund";
        let found = by_id(self.rows(sql).await);
        for (at, refund) in model.refunds.iter().enumerate() {
            let row = &found[&self.refunds[at].uuid()];
            let state = format!("{:?}", refund.is).to_lowercase();
            assert_eq!((row.state.replace('_', ""), row.total), (state, refund.amount), "refund {at}");
        }
    }

    /// Rows, not views: a whole market is compared after every deed.
    async fn rows<R: FromQueryResult>(&self, sql: &str) -> Vec<R> {
        let market = &self.kit().market;
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

fn by_id(rows: Vec<Row>) -> HashMap<Uuid, Row> {
    rows.into_iter().map(|row| (row.id, row)).collect()
}
