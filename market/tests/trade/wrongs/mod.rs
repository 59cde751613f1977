//! Each statement of the auditor finds what is wrong. One that asks for a kind that nobody writes, or compares a sum with itself,
//! finds nothing and is not missed: so each has wrongs here that it must find itself, whatever others find beside it.

mod books;
mod cases;
mod coupons;
mod elsewhere;
mod past;
mod trade;

use crate::audit::{fresh, latest};
use market::audit::Finding;
use market::audit::chain::{ChainHead, Head, note_head};
use market::audit::queries::{audit, audit_with};
use market::db_test;
use market::kernel::Market;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend};

/// A statement of the auditor and what it must find.
pub struct Proof {
    /// The invariant that it belongs to.
    code: &'static str,
    /// How its sentence begins.
    says: &'static str,
    /// What violates it, each another part of it, as SQL: `{id}` is a fresh id, `{latest}` one behind all others, `{now}` the time,
    /// `{unguarded}` a guard's end.
    wrongs: &'static [&'static str],
}

const fn proof(code: &'static str, says: &'static str, wrongs: &'static [&'static str]) -> Proof {
    Proof { code, says, wrongs }
}

impl Proof {
    fn is_of(&self, found: &Finding) -> bool {
        found.invariant == self.code && found.says.starts_with(self.says)
    }
}

fn proofs() -> impl Iterator<Item = &'static Proof> {
    [books::PROOFS, trade::PROOFS, cases::PROOFS, elsewhere::PROOFS, coupons::PROOFS].into_iter().flatten()
}

/// What the database lets nobody change. The migrations have this list too, and it is repeated here on purpose: a test must not believe
/// the product. Where a table has lost its guard, taking that guard away fails here; where one has gained a guard, a wrong in it is
/// refused until the table stands here as well.
const APPEND_ONLY: [&str; 10] = [
    "ledger_journal",
    "ledger_entry",
    "order_event",
    "stock_movement",
    "identity_look",
    "audit_log",
    "refund_part",
    "case_event",
    "seal",
    "explained_difference",
];

/// What takes the guard of a table away.
fn unguarded(market: &Market, table: &str) -> String {
    if market.backend() == DatabaseBackend::Sqlite {
        format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete")
    } else {
        format!("ALTER TABLE {table} DISABLE TRIGGER {table}_no_change")
    }
}

/// How often a statement is violated after a wrong that was planted past all guards. The auditor has one connection, so that it
/// looks from within the transaction, which is rolled back: one past serves all wrongs.
async fn found(kit: &TestMarket, (auditor, kept): (&Market, &[Head]), proof: &Proof, wrong: &str) -> i64 {
    let now = kit.market.now().millis().to_string();
    let sql = wrong.replace("{id}", fresh(kit)).replace("{latest}", latest(kit)).replace("{now}", &now);
    let sql = sql.replace("{unguarded}", &unguarded(auditor, "order_event"));
    let changes = |table: &str| sql.contains(&format!("UPDATE {table} SET")) || sql.contains(&format!("DELETE FROM {table}"));
    let guards = APPEND_ONLY.into_iter().filter(|table| changes(table)).map(|table| unguarded(auditor, table));
    for statement in ["BEGIN".to_owned()].into_iter().chain(guards).chain([sql.clone()]) {
        auditor.db().execute_unprepared(&statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    let report = audit_with(auditor, kept).await.unwrap();
    auditor.db().execute_unprepared("ROLLBACK").await.unwrap();
    report.findings.iter().filter(|found| proof.is_of(found)).map(|found| found.violations).sum()
}

db_test!(
    async fn every_statement_of_the_auditor_finds_its_wrongs(kit) {
        Box::pin(past::past(&kit)).await;
        kit.audited().await;
        note_head(&kit.market).await.unwrap();
        kit.audited().await;
        let auditor = kit.auditor().await;
        let kept: Vec<Head> = audit(&auditor).await.unwrap().chains.iter().map(ChainHead::head).collect();
        let mut missed = Vec::new();
        for proof in proofs() {
            for wrong in proof.wrongs {
                if found(&kit, (&auditor, kept.as_slice()), proof, wrong).await == 0 {
                    missed.push((proof.code, proof.says, *wrong));
                }
            }
        }
        assert!(missed.is_empty(), "wrongs that their statement does not find: {missed:#?}");
        kit.audited().await;
    }
);

db_test!(
    async fn every_statement_of_the_auditor_is_proven(kit) {
        let findings = audit(&kit.market).await.unwrap().findings;
        for found in &findings {
            let of: Vec<_> = proofs().filter(|proof| proof.is_of(found)).collect();
            assert!(of.len() == 1 && !of[0].wrongs.is_empty(), "{}: {} has {} proofs", found.invariant, found.says, of.len());
        }
        for proof in proofs() {
            let of = findings.iter().filter(|found| proof.is_of(found)).count();
            assert_eq!(of, 1, "nobody says that {}", proof.says);
        }
    }
);
