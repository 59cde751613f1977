//! The auditor has to come to an end: what it asks of one row must not be looked for among all rows of a table, nor among all
//! entries of an account or all sales of a variant that everybody shares.

use super::{
    case_checks, cash_checks, clock_checks, coupon_checks, cross_checks, foreign_checks, invariants, provider_checks,
    seal_checks, sold_checks, word_checks,
};
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement, Value};

/// How a row is found where one deed is looked for, by the alias of its table: never by less than this.
const FOUND_BY: [(&str, &str); 3] = [
    ("SEARCH y USING INDEX ledger_entry_account", "(account_id=? AND journal_id=?)"),
    ("SEARCH m USING INDEX stock_movement_subject", "(subject=? AND variant_id=?)"),
    ("SEARCH h USING INDEX stock_hold_order", "(order_id=? AND variant_id=?"),
];

async fn plan(kit: &TestMarket, sql: &str) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN SELECT COUNT(*) AS found FROM ({sql}) violators");
    let now = sql.contains("$1").then(|| Value::from(kit.market.now().millis()));
    let asked = Statement::from_sql_and_values(kit.market.backend(), explain, now);
    let rows = kit.market.db().query_all_raw(asked).await.expect("a plan");
    rows.iter().map(|row| row.try_get("", "detail").expect("a step")).collect()
}

#[tokio::test]
async fn the_auditor_looks_through_no_table_for_each_row_of_another() {
    let kit = TestMarket::sqlite().await;
    let all = invariants::all(&[("placed", "pay", "paid")]).into_iter().chain(cross_checks::all());
    let all = all.chain(case_checks::all()).chain(cash_checks::all()).chain(sold_checks::all()).chain(word_checks::all());
    let all = all
        .chain(foreign_checks::all())
        .chain(coupon_checks::all())
        .chain(clock_checks::all())
        .chain(provider_checks::all())
        .chain(seal_checks::all(kit.market.backend()));
    let mut seen = String::new();
    for invariant in all {
        let steps = plan(&kit, &invariant.violators).await;
        let within = steps.iter().skip_while(|step| !step.starts_with("CORRELATED")).filter(|step| step.starts_with("SCAN"));
        let whole: Vec<_> = within.filter(|step| !step.contains("violators")).collect();
        // After a subquery the next part of a UNION may begin with a scan of its own.
        let is_one = !steps.iter().any(|step| step.contains("UNION"));
        assert!(!is_one || whole.is_empty(), "{}: {whole:?} in {steps:#?}", invariant.says);
        seen.push_str(&steps.join("\n"));
        seen.push('\n');
    }
    for (way, by) in FOUND_BY {
        let steps: Vec<_> = seen.lines().filter(|step| step.starts_with(way)).collect();
        assert!(!steps.is_empty() && steps.iter().all(|step| step.contains(by)), "{way}: {steps:?}");
    }
    assert!(!seen.contains("SEARCH y USING INDEX ledger_entry_account (account_id=?)"), "{seen}");
    assert!(!seen.contains("SEARCH h USING INDEX stock_hold_variant (variant_id=?)"), "{seen}");
}
