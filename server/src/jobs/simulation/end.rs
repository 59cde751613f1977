//! The end of a story: nothing goes wrong any more, time passes until nothing is due, and then everything has to be as it should.

use super::company::NAME;
use super::world::World;
use market::catalog::{PhotoState, queries::photos};
use market::kernel::Span;
use market::reconciliation::queries::reconciliation;
use sea_orm::{FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// More than any clock, job or retry takes.
const ROUNDS_MAX: usize = 400;
/// Less than the shortest clock that still has to be seen to fire.
const ROUND: Span = Span::hours(3);

#[derive(FromQueryResult)]
struct Count {
    found: i64,
}

#[derive(FromQueryResult)]
struct Job {
    id: Uuid,
    kind: String,
    state: String,
    last_error: Option<String>,
}

#[derive(FromQueryResult)]
struct Money {
    state: String,
    kept: i64,
    paid: i64,
}

impl World<'_> {
    async fn count(&self, sql: &str) -> i64 {
        let found = Count::find_by_statement(Statement::from_string(self.kit.market.backend(), sql)).one(self.kit.market.db());
        found.await.expect("an answer").map_or(0, |row| row.found)
    }

    /// Nothing is due, nothing waits, nothing differs.
    async fn is_quiet(&self) -> bool {
        let open = "SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'waiting') + (SELECT COUNT(*) FROM timer WHERE state = 'waiting') \
                    + (SELECT COUNT(*) FROM payment WHERE state = 'waiting') + (SELECT COUNT(*) FROM refund WHERE state = 'waiting') \
                    + (SELECT COUNT(*) FROM payment_event WHERE outcome = '') AS found";
        let statement = reconciliation(&self.kit.market, &self.table.olga, NAME).await.expect("a statement");
        self.count(open).await == 0 && self.company.waiting() == 0 && statement.differences.is_empty()
    }

    /// Lets everything come to its end.
    pub async fn settle(&mut self) {
        self.trouble.calm();
        // What is late comes now.
        self.kit.clock.advance(ROUND);
        for at in 0..self.photos.len() {
            assert!(self.upload(at).await, "a calm store takes a photo");
        }
        for _ in 0..ROUNDS_MAX {
            for (case, _) in self.cases.clone() {
                self.decide(case).await;
            }
            self.kit.clock.advance(ROUND);
            self.work().await;
            if self.is_quiet().await {
                return;
            }
        }
        panic!("something waits for ever");
    }

    /// What must hold in the end.
    pub async fn judge(&self) {
        self.kit.audited().await;
        self.payments_are_paid_or_given_back().await;
        self.jobs_are_done().await;
        self.photos_are_whole().await;
        self.cases_show_what_is_kept().await;
        let statement = reconciliation(&self.kit.market, &self.table.olga, NAME).await.expect("a statement");
        assert_eq!(statement.booked.minor(), self.company.held(), "the clearing account and the company's own books");
        assert_eq!(statement.suspense, [], "something is in suspense");
        let (orders, cases) = (self.rows("orders").await, self.rows("aftersales_case").await);
        self.trouble.note("end", &format!("{} {orders} {cases}", self.company.held()));
    }

    /// Every row of a table as text: the same story leaves the same rows.
    async fn rows(&self, table: &str) -> String {
        let sql = format!("SELECT id, state FROM {table} ORDER BY id");
        #[derive(FromQueryResult)]
        struct Row {
            id: Uuid,
            state: String,
        }
        let rows = Row::find_by_statement(Statement::from_string(self.kit.market.backend(), sql)).all(self.kit.market.db());
        rows.await.expect("rows").iter().map(|row| format!("{}={} ", row.id.simple(), row.state)).collect()
    }

    async fn payments_are_paid_or_given_back(&self) {
        for (payment, _) in &self.payments {
            let sql = "SELECT p.state, CAST(COALESCE(SUM(o.total_minor - o.refunded_minor), 0) AS BIGINT) AS kept, \
                       SUM(CASE WHEN o.state IN ('placed') THEN 0 WHEN o.paid_at IS NULL THEN 0 ELSE 1 END) AS paid \
                       FROM payment p JOIN orders o ON o.payment_id = p.id WHERE p.id = $1 GROUP BY p.state";
            let statement = Statement::from_sql_and_values(self.kit.market.backend(), sql, [payment.uuid().into()]);
            let row = Money::find_by_statement(statement).one(self.kit.market.db()).await.expect("an answer");
            let row = row.expect("a payment with orders");
            let (taken, back) = self.company.of(*payment);
            match row.state.as_str() {
                "captured" => {
                    assert!(taken > 0 && row.paid > 0, "{payment} is said to be paid, and was not");
                    assert_eq!(taken - back, row.kept, "what is kept of {payment}");
                }
                "closed" => assert_eq!((taken - back, row.paid), (0, 0), "{payment} was closed, and its money kept"),
                other => panic!("{payment} is {other} in the end"),
            }
        }
    }

    async fn jobs_are_done(&self) {
        let sql = "SELECT id, kind, state, last_error FROM outbox";
        let jobs = Job::find_by_statement(Statement::from_string(self.kit.market.backend(), sql)).all(self.kit.market.db()).await;
        let mut arrived: BTreeMap<Uuid, usize> = self.post.arrived().into_iter().map(|(id, times)| (id.uuid(), times)).collect();
        let nobody_waits = "SELECT COUNT(*) AS found FROM refund WHERE state <> 'done'";
        for job in jobs.expect("jobs") {
            match (job.state.as_str(), job.kind.as_str()) {
                ("done", "notify") => {
                    let times = arrived.remove(&job.id).unwrap_or(0);
                    assert!(times > 0, "letter {} never arrived", job.id);
                    self.trouble.count("letters that arrived again", times - 1);
                }
                ("done", _) => {}
                // The sweeper asks for a refund again whose job was given up; everything else is done by its job or not at all.
                ("dead", "refund") => {
                    assert!(job.last_error.is_some_and(|why| !why.is_empty()), "{} died without a reason", job.id)
                }
                (state, kind) => panic!("job {} ({kind}) is {state} in the end: {:?}", job.id, job.last_error),
            }
        }
        assert!(arrived.is_empty(), "letters under ids of no job, which their readers take for others: {arrived:?}");
        assert_eq!(self.count(nobody_waits).await, 0, "a refund was forgotten");
    }

    /// The photos of listings have all their files; those of no listing are gone, and nothing is left of any upload.
    async fn photos_are_whole(&self) {
        let mut named = BTreeSet::new();
        for (at, (photo, shop)) in self.photos.iter().enumerate() {
            let seen = photos(&self.kit.market, &self.table.shops[*shop], &[*photo]).await.expect("an answer");
            if self.listing_of(at).is_none() {
                assert!(seen.is_empty(), "{photo} is on no listing, and was not forgotten");
                continue;
            }
            let [view] = seen.as_slice() else { panic!("{photo} is gone") };
            assert_eq!(view.state, PhotoState::Ready, "{photo}");
            named.extend(view.renditions.iter().flat_map(|rendition| [rendition.webp.clone(), rendition.jpeg.clone()]));
        }
        let kept: BTreeSet<String> = self.cellar.names().into_iter().filter(|name| !name.starts_with("evidence/")).collect();
        assert_eq!(kept, named, "what is kept of the photos of listings, and what they show");
    }

    /// The photos of every message are there, and nothing that was sent in vain.
    async fn cases_show_what_is_kept(&self) {
        #[derive(FromQueryResult)]
        struct Shown {
            name: String,
        }
        let rows = Statement::from_string(self.kit.market.backend(), "SELECT name FROM case_evidence");
        let rows = Shown::find_by_statement(rows).all(self.kit.market.db()).await.expect("photos");
        let shown: BTreeSet<String> = rows.into_iter().map(|row| row.name).collect();
        let kept: BTreeSet<String> = self.cellar.names().into_iter().filter(|name| name.starts_with("evidence/")).collect();
        assert_eq!(kept, shown, "what is kept of the photos that were sent into cases, and what is shown");
    }
}
