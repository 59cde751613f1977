//! What those tests rely on that share a database, one after the other.

use crate::street::street;
use market::kernel::Span;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

/// Everything that a database holds, by table, and where its sequences stand.
async fn everything(kit: &TestMarket) -> Vec<(String, String)> {
    let market = &kit.market;
    let ask = async |sql: &str| {
        let rows = market.db().query_all_raw(Statement::from_string(market.backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect::<Vec<String>>()
    };
    let mut all = Vec::new();
    for table in ask("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename").await {
        let rows = ask(&format!("SELECT CAST(t AS TEXT) FROM public.\"{table}\" t ORDER BY CAST(t AS TEXT)")).await;
        all.push((table, rows.join("\n")));
    }
    let sequences =
        ask("SELECT CAST(sequencename AS TEXT) || ' ' || COALESCE(last_value, -1) FROM pg_sequences ORDER BY 1").await;
    all.push(("sequences".to_owned(), sequences.join("\n")));
    all
}

#[tokio::test]
async fn a_market_that_begins_again_holds_what_it_held() {
    let Some(mut kit) = TestMarket::postgres().await else {
        eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL");
        return;
    };
    let here = street(&kit).await;
    let (began, held) = (kit.market.now(), everything(&kit).await);
    let kept = kit.keep().await.unwrap();
    for _ in 0..2 {
        kit.clock.advance(Span::minutes(1));
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        kit.audited().await;
        assert_ne!(everything(&kit).await, held);
        let refused = kit.market.db().execute_unprepared("DELETE FROM ledger_entry").await.expect_err("books that lie open");
        assert!(refused.to_string().contains("append-only"), "{refused}");
        kit = kit.restart().await.begin_again(&kept).await;
        assert_eq!((kit.market.now(), everything(&kit).await), (began, held.clone()));
    }
    kept.let_go().await;
    kit.discard().await;
}
