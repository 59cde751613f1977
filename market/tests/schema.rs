//! The schema and the jobs' rows, on both engines.
#![cfg(feature = "testkit")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use market::db_test;
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
