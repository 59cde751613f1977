//! The auditor follows every order and every case from its first step to where it stands.

use crate::audit::{fresh, plant, tamper, trades};
use crate::sale::sale;
use market::aftersales::CaseKind;
use market::aftersales::commands::{Who, refuse_case, say_in_case};
use market::audit::queries::audit;
use market::db_test;
use market::testkit::TestMarket;

const ORDERS_MOVE: &str = "orders move only along the machine's edges, and stand where their last event led";
const ORDERS_MOVE_ONCE: &str = "every order was placed once, and every state that it left was entered once and left once";
const CASES_MOVE: &str = "cases move only along the machine's edges, each once, and stand where they led";

/// How often this very invariant is violated: others of the same code stand beside it.
async fn violations(kit: &TestMarket, says: &str) -> i64 {
    let report = audit(&kit.market).await.unwrap();
    let mut found = report.findings.iter().filter(|found| found.says == says);
    let one = found.next().unwrap_or_else(|| panic!("nobody asks whether {says}"));
    assert_eq!((one.invariant, found.count()), ("O1", 0));
    one.violations
}

/// Nothing is an empty word.
fn literal(state: &str) -> String {
    if state.is_empty() { "NULL".to_owned() } else { format!("'{state}'") }
}

/// Puts a step into the history of the order that is paid, past all commands, and takes it out again. What it violates meanwhile.
async fn with_step(kit: &TestMarket, (from, event, to): (&str, &str, &str), says: &str) -> i64 {
    let (id, from) = (fresh(kit), literal(from));
    let step = format!(
        "INSERT INTO order_event (id, order_id, event, from_state, to_state, actor_kind, reason, happened_at) \
         SELECT {id}, o.id, '{event}', {from}, '{to}', 'operator', 'planted', 1 FROM orders o WHERE o.state = 'paid'"
    );
    plant(kit, &step).await;
    let found = violations(kit, says).await;
    tamper(kit, "order_event", "DELETE FROM order_event WHERE reason = 'planted'").await;
    found
}

db_test!(
    async fn a_step_that_no_order_can_take_is_found(kit) {
        trades(&kit).await;
        for step in [
            ("placed", "ship", "shipped"),
            ("shipped", "ship", "paid"),
            ("shipped", "pay", "delivered"),
            ("shipped", "deliver", "completed"),
            ("completed", "refund", "cancelled"),
            ("cancelled", "pay", "paid"),
            ("shipped", "vanish", "delivered"),
            ("lost", "deliver", "delivered"),
            ("shipped", "deliver", "lost"),
            ("", "pay", "paid"),
            ("", "place", "shipped"),
            ("", "pay", "placed"),
        ] {
            assert_eq!(with_step(&kit, step, ORDERS_MOVE).await, 1, "{step:?}");
        }
        assert_eq!(with_step(&kit, ("shipped", "deliver", "delivered"), ORDERS_MOVE).await, 0, "the machine has this edge");
        kit.audited().await;
    }
);

db_test!(
    async fn a_step_that_this_order_cannot_have_taken_is_found(kit) {
        trades(&kit).await;
        for (step, found, why) in [
            (("shipped", "deliver", "delivered"), 1, "it was never shipped"),
            (("placed", "close_unpaid", "cancelled"), 2, "it left this state by another step"),
            (("placed", "pay", "paid"), 2, "it left this state by the same step"),
            (("", "place", "placed"), 2, "it was placed twice, and what it left was entered twice"),
        ] {
            assert_eq!(with_step(&kit, step, ORDERS_MOVE).await, 0, "{step:?} is an edge");
            assert_eq!(with_step(&kit, step, ORDERS_MOVE_ONCE).await, found, "{step:?}: {why}");
        }
        kit.audited().await;
        let first = "DELETE FROM order_event WHERE from_state IS NULL AND order_id IN (SELECT id FROM orders WHERE state = 'paid')";
        tamper(&kit, "order_event", first).await;
        assert_eq!(violations(&kit, ORDERS_MOVE_ONCE).await, 2, "nobody placed it, and it left a state that it never entered");
    }
);

/// A case that its shop refused, in which something was said since.
async fn refused_case(kit: &TestMarket) {
    let here = sale(kit).await;
    let order = here.shipped(kit, 1).await;
    let case = here.asked(kit, order, CaseKind::RefundOnly, 1).await;
    refuse_case(&kit.market, &here.staff, case, "It left whole.").await.unwrap();
    say_in_case(&kit.market, Who::Buyer(&here.buyer.buyer()), case, "It came torn.", &[]).await.unwrap();
    kit.audited().await;
}

db_test!(
    async fn a_step_that_no_case_can_take_is_found(kit) {
        refused_case(&kit).await;
        for (row, wrong, right) in [
            ("from_state = 'asked'", "event = 'escalate'", "event = 'refuse'"),
            ("from_state = 'asked'", "event = 'decide'", "event = 'refuse'"),
            ("from_state = 'asked'", "event = 'vanish'", "event = 'refuse'"),
            ("from_state IS NULL", "event = 'agree'", "event = 'ask'"),
            ("from_state IS NULL", "event = 'vanish'", "event = 'ask'"),
            ("event = 'say'", "to_state = 'settled'", "to_state = 'refused'"),
            ("event = 'say'", "from_state = 'disputed'", "from_state = 'refused'"),
            ("event = 'say'", "from_state = 'closed', to_state = 'closed'", "from_state = 'refused', to_state = 'refused'"),
            ("event = 'say'", "from_state = NULL", "from_state = 'refused'"),
        ] {
            tamper(&kit, "case_event", &format!("UPDATE case_event SET {wrong} WHERE {row}")).await;
            assert_eq!(violations(&kit, CASES_MOVE).await, 1, "{wrong} where {row}");
            tamper(&kit, "case_event", &format!("UPDATE case_event SET {right} WHERE {row}")).await;
            assert_eq!(violations(&kit, CASES_MOVE).await, 0, "{right} where {row}");
        }
        plant(&kit, "UPDATE aftersales_case SET kind = 'before_shipping'").await;
        assert_eq!(violations(&kit, CASES_MOVE).await, 1, "what had not left is closed when the shop refuses");
        plant(&kit, "UPDATE aftersales_case SET kind = 'refund_only'").await;
        kit.audited().await;
    }
);

db_test!(
    async fn a_step_that_this_case_cannot_have_taken_is_found(kit) {
        refused_case(&kit).await;
        for state in ["asked", "disputed"] {
            plant(&kit, &format!("UPDATE aftersales_case SET state = '{state}'")).await;
            assert_eq!(violations(&kit, CASES_MOVE).await, 1, "it does not stand there: {state}");
        }
        plant(&kit, "UPDATE aftersales_case SET state = 'refused'").await;
        kit.audited().await;
        let id = fresh(&kit);
        for (from, event, to, why) in [
            ("asked", "agree", "settled", "it left this state by another step"),
            ("decided", "carry_out", "settled", "it was never there"),
            ("", "ask", "asked", "it was asked for twice"),
        ] {
            let from = literal(from);
            let step = format!(
                "INSERT INTO case_event (id, case_id, event, from_state, to_state, party, words, happened_at) \
                 SELECT {id}, c.id, '{event}', {from}, '{to}', 'timer', 'planted', 1 FROM aftersales_case c"
            );
            plant(&kit, &step).await;
            assert_eq!(violations(&kit, CASES_MOVE).await, 1, "{event}: {why}");
            tamper(&kit, "case_event", "DELETE FROM case_event WHERE words = 'planted'").await;
        }
        kit.audited().await;
    }
);
