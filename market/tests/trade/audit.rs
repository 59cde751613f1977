//! What nobody changes, and what the chains over it show where somebody does. That each statement of the auditor finds what it is for
//! stands in `wrongs`.

use crate::street::street;
use market::audit::chain::{Chain, Head, Reach, note_head, seal, seal_all};
use market::audit::queries::{audit, audit_with};
use market::db_test;
use market::kernel::Span;
use market::order::commands::confirm_receipt;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;

/// Writes a wrong row past all commands, the way a bug or a burglar would.
pub async fn plant(kit: &TestMarket, sql: &str) {
    let tx = kit.market.begin("plant").await.unwrap();
    tx.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    tx.commit().await.unwrap();
}

/// One trade in each state, so that there is something of everything.
pub async fn trades(kit: &TestMarket) {
    let here = street(kit).await;
    let done = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), done).await.unwrap();
    kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
    kit.placed(&here.buyer, &[(here.pork, 50)]).await;
    market::ledger::commands::make_payout_batch(&kit.market, None).await.unwrap().unwrap();
    kit.audited().await;
}

/// An id that both engines write the same way as a literal.
pub fn fresh(kit: &TestMarket) -> &'static str {
    if kit.market.backend() == sea_orm::DatabaseBackend::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" }
}

/// An id behind all others, as a literal.
pub fn latest(kit: &TestMarket) -> &'static str {
    if kit.market.backend() == sea_orm::DatabaseBackend::Sqlite {
        "X'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'"
    } else {
        "'ffffffff-ffff-ffff-ffff-ffffffffffff'"
    }
}

db_test!(
    async fn nobody_changes_the_books(kit) {
        trades(&kit).await;
        for change in [
            "UPDATE ledger_entry SET amount_minor = 1",
            "DELETE FROM ledger_entry",
            "UPDATE ledger_journal SET phase = 'voided'",
            "DELETE FROM ledger_journal",
            "UPDATE order_event SET to_state = 'paid'",
            "DELETE FROM stock_movement",
        ] {
            let error = kit.market.db().execute_unprepared(change).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{change}: {error}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn the_report_is_json(kit) {
        let report = audit(&kit.market).await.unwrap();
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["violations"], 0);
        assert!(json["findings"].as_array().unwrap().iter().all(|found| found["violations"] == 0 && found["says"].is_string()));
        for invariant in ["C1", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "O1", "O2", "S1", "S2", "S3", "T1"] {
            assert!(report.findings.iter().any(|found| found.invariant == invariant), "{invariant}");
        }
    }
);

/// Changes a row that the database's own guards would refuse to change: the way somebody with the file in their hands does.
pub async fn tamper(kit: &TestMarket, table: &str, change: &str) {
    let triggers: Vec<(String, String)> = if kit.market.backend() == sea_orm::DatabaseBackend::Sqlite {
        let sql = format!("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'");
        let rows = kit.market.db().query_all_raw(sea_orm::Statement::from_string(kit.market.backend(), sql)).await.unwrap();
        rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "sql").unwrap())).collect()
    } else {
        plant(kit, &format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await;
        Vec::new()
    };
    for (name, _) in &triggers {
        plant(kit, &format!("DROP TRIGGER {name}")).await;
    }
    plant(kit, change).await;
    for (_, sql) in &triggers {
        plant(kit, sql).await;
    }
    if triggers.is_empty() {
        plant(kit, &format!("ALTER TABLE {table} ENABLE TRIGGER USER")).await;
    }
}

async fn broken_links(kit: &TestMarket) -> i64 {
    audit(&kit.market).await.unwrap().chains.iter().map(|chain| chain.broken).sum()
}

db_test!(
    async fn a_sealed_row_that_was_edited_removed_or_moved_is_found(kit) {
        trades(&kit).await;
        plant(&kit, &format!("INSERT INTO audit_log (id, action, detail, happened_at) VALUES ({}, 'look', 'why', 1)", fresh(&kit))).await;
        while seal(&kit.market, Reach::All).await.unwrap() > 0 {}
        assert_eq!(seal(&kit.market, Reach::All).await.unwrap(), 0, "everything is sealed once");
        kit.audited().await;
        let links = audit(&kit.market).await.unwrap().chains.iter().map(|chain| chain.links).sum::<i64>();
        assert!(links > 8, "{links} links");

        tamper(&kit, "ledger_journal", "UPDATE ledger_journal SET made_at = made_at + 1 WHERE kind = 'release'").await;
        assert_eq!(broken_links(&kit).await, 1);
        tamper(&kit, "ledger_journal", "UPDATE ledger_journal SET made_at = made_at - 1 WHERE kind = 'release'").await;
        assert_eq!(broken_links(&kit).await, 0);
        tamper(&kit, "ledger_entry", "UPDATE ledger_entry SET amount_minor = amount_minor * 2 WHERE journal_id IN \
                                      (SELECT id FROM ledger_journal WHERE kind = 'release')").await;
        assert_eq!(broken_links(&kit).await, 1, "an entry is covered by its journal");
        tamper(&kit, "audit_log", "UPDATE audit_log SET detail = 'because' WHERE action = 'look'").await;
        assert_eq!(broken_links(&kit).await, 2);
        tamper(&kit, "audit_log", "DELETE FROM audit_log WHERE action = 'look'").await;
        assert_eq!(broken_links(&kit).await, 2, "a removed row breaks its link");
        tamper(&kit, "ledger_entry", "UPDATE ledger_entry SET amount_minor = amount_minor / 2 WHERE journal_id IN \
                                      (SELECT id FROM ledger_journal WHERE kind = 'release')").await;
        assert_eq!(broken_links(&kit).await, 1, "what was put right again fits again");
        // Journals of one millisecond are sealed in the order of their random ids: only now does no other break stand beside this one.
        tamper(&kit, "seal", "DELETE FROM seal WHERE chain = 'ledger' AND position = 2").await;
        assert_eq!(broken_links(&kit).await, 2, "a link that is missing is found as well");
    }
);

async fn wrongs_of_the_chains(kit: &TestMarket) -> i64 {
    audit(&kit.market).await.unwrap().violations_of("M2")
}

/// The end of the chain over the books.
async fn end_of_the_books(kit: &TestMarket) -> Head {
    let chains = audit(&kit.market).await.unwrap().chains;
    chains.iter().find(|end| end.chain == Chain::Ledger).unwrap().head()
}

db_test!(
    async fn what_has_waited_for_its_seal_for_an_hour_is_found(kit) {
        trades(&kit).await;
        let (id, now) = (fresh(&kit), kit.market.now().millis());
        let journal = "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES";
        plant(&kit, &format!("{journal} ({id}, 'gift', {id}, 'voided', {now})")).await;
        let deed = "INSERT INTO audit_log (id, action, detail, happened_at) VALUES";
        plant(&kit, &format!("{deed} ({id}, 'look', 'why', {now})")).await;
        kit.clock.advance(Span::hours(1));
        assert_eq!(wrongs_of_the_chains(&kit).await, 0, "whoever makes the seals may be busy");
        kit.clock.advance(Span::millis_of(1));
        assert_eq!(wrongs_of_the_chains(&kit).await, 2, "nobody makes them any more");
        assert_eq!(seal_all(&kit.market).await.unwrap(), 2);
        assert_eq!(wrongs_of_the_chains(&kit).await, 0);
    }
);

/// A trade of which the release alone is the last link, and that end of the chain.
async fn released_last(kit: &TestMarket) -> Head {
    let here = street(kit).await;
    let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    kit.audited().await;
    kit.clock.advance(Span::minutes(1));
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
    kit.audited().await;
    end_of_the_books(kit).await
}

/// Takes the last journal out of the books, and its link with it.
async fn cut_short(kit: &TestMarket, head: &Head) {
    let last = format!("SELECT row_id FROM seal WHERE chain = 'ledger' AND position = {}", head.links);
    tamper(kit, "ledger_entry", &format!("DELETE FROM ledger_entry WHERE journal_id IN ({last})")).await;
    tamper(kit, "ledger_journal", &format!("DELETE FROM ledger_journal WHERE id IN ({last})")).await;
    tamper(kit, "seal", &format!("DELETE FROM seal WHERE chain = 'ledger' AND position = {}", head.links)).await;
}

db_test!(
    async fn books_that_were_cut_short_with_their_chain_are_found_by_what_the_log_of_deeds_noted(kit) {
        let head = released_last(&kit).await;
        for _ in 0..2 {
            note_head(&kit.market).await.unwrap();
        }
        let noted = format!("SELECT id FROM audit_log WHERE action = 'note_head' AND detail = '{head}'");
        let rows = kit.market.db().query_all_raw(sea_orm::Statement::from_string(kit.market.backend(), noted)).await.unwrap();
        assert_eq!(rows.len(), 1, "the same end is noted once");
        kit.audited().await;
        cut_short(&kit, &head).await;
        assert_eq!(broken_links(&kit).await, 0, "every link that is left fits");
        assert_eq!(wrongs_of_the_chains(&kit).await, 1);
        note_head(&kit.market).await.unwrap();
        assert_eq!(wrongs_of_the_chains(&kit).await, 1, "a new end does not make up for the old one");
    }
);

db_test!(
    async fn an_end_of_a_chain_that_was_kept_outside_is_asked_for(kit) {
        let head = released_last(&kit).await;
        let none = Head { chain: Chain::AuditLog, links: 0, digest: String::new() };
        let other = Head { digest: "0".repeat(64), ..head.clone() };
        let beyond = Head { links: head.links + 1, ..head.clone() };
        let asked = async |outside: Vec<Head>| {
            let report = audit_with(&kit.market, &outside).await.unwrap();
            assert!(report.kept.iter().zip(&outside).all(|(kept, head)| kept.head == head.to_string()));
            (report.kept.iter().map(|kept| kept.is_there).collect::<Vec<_>>(), report.violations_of("M2"))
        };
        assert_eq!(asked(vec![head.clone(), none, other, beyond]).await, (vec![true, true, false, false], 2));
        kit.clock.advance(Span::minutes(1));
        let buyer = kit.person("Cai").create().await;
        let owner = kit.person("Long").create().await;
        let staff = kit.shop("long", &owner).approved().create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.variant();
        kit.paid_order(&buyer, &[(tea, 1)]).await;
        kit.audited().await;
        assert!(end_of_the_books(&kit).await.links > head.links);
        assert_eq!(asked(vec![head]).await, (vec![true], 0), "the chain has grown since");
    }
);

db_test!(
    async fn books_that_were_cut_short_are_found_by_an_end_that_was_kept_outside(kit) {
        let head = released_last(&kit).await;
        cut_short(&kit, &head).await;
        assert_eq!(wrongs_of_the_chains(&kit).await, 0, "nothing within the database tells of it");
        let report = audit_with(&kit.market, &[head]).await.unwrap();
        assert_eq!((report.kept[0].is_there, report.violations_of("M2")), (false, 1));
    }
);
