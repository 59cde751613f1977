//! The schema and the jobs' rows, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use market::db_test;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;

db_test!(
    async fn append_only_tables_refuse_changes(kit) {
        let tx = kit.market.begin("test").await.unwrap();
        let id = if tx.get_database_backend() == sea_orm::DatabaseBackend::Sqlite { "x'00000000000000000000000000000001'" } else { "'00000000-0000-0000-0000-000000000001'" };
        tx.execute_unprepared(&format!("INSERT INTO audit_log (id, action, detail, happened_at) VALUES ({id}, 'test', '', 1)")).await.unwrap();
        tx.commit().await.unwrap();
        for change in ["UPDATE audit_log SET detail = 'x'", "DELETE FROM audit_log"] {
            let error = kit.market.db().execute_unprepared(change).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
        }
    }
);

/// SQLite ends the transaction by itself when its disk is full; what is written afterwards must be kept all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_committed_after_a_full_disk_is_there() {
    let kit = TestMarket::sqlite().await;
    let insert = |id: u8, detail: &str| {
        format!("INSERT INTO audit_log (id, action, detail, happened_at) VALUES (x'{id:032x}', 'test', {detail}, 1)")
    };
    for round in 0..2 {
        let tx = kit.market.begin("full").await.unwrap();
        tx.execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
        let full = tx.execute_unprepared(&insert(100 + round, "hex(zeroblob(1000000))")).await.unwrap_err();
        assert!(full.to_string().contains("full"), "{full}");
        drop(tx);
        let refused = kit.market.begin("refused").await.unwrap();
        drop(refused);
        let tx = kit.market.begin("kept").await.unwrap();
        tx.execute_unprepared(&insert(round, "''")).await.unwrap();
        tx.commit().await.unwrap();
        let seen =
            kit.market.db().query_all_raw(sea_orm::Statement::from_string(kit.market.backend(), "SELECT id FROM audit_log"));
        assert_eq!(seen.await.unwrap().len(), usize::from(round) + 1);
    }
}
