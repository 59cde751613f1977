//! The end of a story: nothing goes wrong any more, time passes until nothing is due, and then everything has to be as it should.

mod goods;
mod money;

use super::company::NAME;
use super::world::World;
use market::catalog::{PhotoState, queries::photos};
use market::kernel::Span;
use market::payment::CASH;
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

/// What waits for somebody, and when the next clock or job is due.
#[derive(FromQueryResult)]
struct Ahead {
    open: i64,
    due: Option<i64>,
}

#[derive(FromQueryResult)]
struct StateOf {
    id: Uuid,
    state: String,
}

#[derive(FromQueryResult)]
struct Job {
    id: Uuid,
    kind: String,
    state: String,
    last_error: Option<String>,
}

impl World<'_> {
    async fn count(&self, sql: &str) -> i64 {
        let found = Count::find_by_statement(Statement::from_string(self.kit.market.backend(), sql)).one(self.kit.market.db());
        found.await.expect("an answer").map_or(0, |row| row.found)
    }

    /// Whether the statements are the books, and nobody's money is in suspense.
    async fn is_matched(&self) -> bool {
        for provider in [NAME, CASH] {
            let statement = reconciliation(&self.kit.market, &self.table.olga, provider).await.expect("a statement");
            if !statement.differences.is_empty() || !statement.suspense.is_empty() {
                return false;
            }
        }
        true
    }

    /// Nothing is due, nothing waits, nothing differs.
    async fn is_quiet(&self) -> bool {
        let open = "SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'waiting') + (SELECT COUNT(*) FROM timer WHERE state = 'waiting') \
                    + (SELECT COUNT(*) FROM payment WHERE state = 'waiting') + (SELECT COUNT(*) FROM refund WHERE state IN ('waiting', 'refused')) \
                    + (SELECT COUNT(*) FROM payment_event WHERE outcome = '') AS found";
        self.count(open).await == 0 && self.company.waiting() == 0 && self.is_matched().await
    }

    /// What keeps it from being quiet, for whoever reads a story that failed.
    async fn what_waits(&self) -> String {
        let mut words = format!("{} words of the company", self.company.waiting());
        for table in ["outbox", "timer", "payment", "refund"] {
            let open = format!("SELECT COUNT(*) AS found FROM {table} WHERE state IN ('waiting', 'refused')");
            words += &format!(", {} of {table}", self.count(&open).await);
        }
        for provider in [NAME, CASH] {
            let statement = reconciliation(&self.kit.market, &self.table.olga, provider).await.expect("a statement");
            words += &format!(", {provider}: {:?}, {:?}", statement.differences, statement.suspense);
        }
        words
    }

    /// How long nothing can happen: a round, or as many as end before the next clock or job is due, where nothing but these is waited for.
    async fn until_next(&self) -> Span {
        let sql = "SELECT (SELECT COUNT(*) FROM payment WHERE state = 'waiting') \
                   + (SELECT COUNT(*) FROM refund WHERE state IN ('waiting', 'refused')) \
                   + (SELECT COUNT(*) FROM payment_event WHERE outcome = '') AS open, \
                   (SELECT MIN(due_at) FROM (SELECT due_at FROM outbox WHERE state = 'waiting' \
                   UNION ALL SELECT due_at FROM timer WHERE state = 'waiting')) AS due";
        let ahead = Ahead::find_by_statement(Statement::from_string(self.kit.market.backend(), sql)).one(self.kit.market.db());
        let Some(Ahead { open: 0, due: Some(due) }) = ahead.await.expect("an answer") else { return ROUND };
        if self.company.waiting() > 0 || !self.is_matched().await {
            return ROUND;
        }
        let left = due - self.kit.market.now().millis();
        let rounds = (left + ROUND.millis() - 1) / ROUND.millis();
        Span::millis_of(rounds.max(1) * ROUND.millis())
    }

    /// Everybody does what others wait for.
    async fn catch_up(&mut self, is_first: bool) {
        let waiting = "SELECT id, state FROM aftersales_case WHERE state IN ('disputed', 'appealed')";
        let waiting: BTreeSet<Uuid> = self.rows_of_states(waiting).await.into_iter().map(|row| row.id).collect();
        for asked in self.cases.clone() {
            let award = self.draw_award();
            // Once all are tried: what does not wait for a decision refuses it.
            if is_first || waiting.contains(&asked.case.uuid()) {
                self.decide(asked.case, award).await;
            }
        }
        self.keep_promises().await;
        while self.company.give_to_nobody() {}
        for _ in 0..self.refused_refunds().await.len() {
            self.look_after_a_refund().await;
        }
        while self.look_at_the_statement().await {}
    }

    /// Lets everything come to its end.
    pub async fn settle(&mut self) {
        self.trouble.calm();
        // What is late comes now.
        self.kit.clock.advance(ROUND);
        for at in 0..self.photos.len() {
            assert!(self.upload(at).await, "a calm store takes a photo");
        }
        for round in 0..ROUNDS_MAX {
            self.catch_up(round == 0).await;
            self.kit.clock.advance(self.until_next().await);
            self.work().await;
            if self.is_quiet().await {
                return;
            }
        }
        panic!("something waits for ever: {}", self.what_waits().await);
    }

    /// What must hold in the end.
    pub async fn judge(&self) {
        self.kit.audited().await;
        self.payments_are_paid_or_given_back().await;
        self.cash_is_here_or_off().await;
        self.statements_are_the_books().await;
        self.coupons_gave_what_orders_say().await;
        self.cases_gave_goods_or_money().await;
        self.jobs_are_done().await;
        self.photos_are_whole().await;
        self.cases_show_what_is_kept().await;
        let (orders, cases) = (self.rows("orders").await, self.rows("aftersales_case").await);
        self.trouble.note("end", &format!("{} {orders} {cases}", self.company.held()));
    }

    async fn rows_of_states(&self, sql: &str) -> Vec<StateOf> {
        let rows = StateOf::find_by_statement(Statement::from_string(self.kit.market.backend(), sql));
        rows.all(self.kit.market.db()).await.expect("rows")
    }

    /// Every row of a table as text: the same story leaves the same rows.
    async fn rows(&self, table: &str) -> String {
        let rows = self.rows_of_states(&format!("SELECT id, state FROM {table} ORDER BY id")).await;
        rows.iter().map(|row| format!("{}={} ", row.id.simple(), row.state)).collect()
    }

    async fn jobs_are_done(&self) {
        let sql = "SELECT id, kind, state, last_error FROM outbox";
        let jobs = Job::find_by_statement(Statement::from_string(self.kit.market.backend(), sql)).all(self.kit.market.db()).await;
        let mut arrived: BTreeMap<Uuid, usize> = self.post.arrived().into_iter().map(|(id, times)| (id.uuid(), times)).collect();
        let nobody_waits = "SELECT COUNT(*) AS found FROM refund WHERE state NOT IN ('done', 'by_hand')";
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
