//! Numbers of the market that change from a day on, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use market::db_test;
use market::kernel::{AttemptId, Market, Problem, Span, Timestamp};
use market::policy::commands::{change_rule, change_rule_at_terminal};
use market::policy::queries::{in_force, published};
use market::policy::rules::{AHEAD_MAX, ANNOUNCED_MAX};
use market::policy::{ChangeRuleRefusal, Policy, RuleName};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

const SHIP: RuleName = RuleName::ShipByHours;

/// How many rows: of a table, and of those that are like this.
async fn count(kit: &TestMarket, sql: &str) -> i64 {
    let statement = Statement::from_string(kit.market.backend(), format!("SELECT COUNT(*) AS found FROM {sql}"));
    kit.market.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "found").unwrap()
}

/// What everybody reads of the time to ship: the number that counts, and those that are announced.
async fn read(kit: &TestMarket) -> Vec<(i64, Option<Timestamp>)> {
    let all = published(&kit.market).await.unwrap();
    all.into_iter().filter(|change| change.rule == SHIP).map(|change| (change.value, change.in_force_from)).collect()
}

/// The market for one sending of a form.
fn sending(kit: &TestMarket) -> Market {
    kit.market.for_attempt(AttemptId::mint(kit.market.now()))
}

db_test!(
    async fn a_number_is_public_at_once_and_counts_from_its_day_on(kit) {
        let olga = kit.operator().await;
        let day = kit.market.now().after(Span::days(8));
        change_rule(&kit.market, &olga, SHIP, 24, day).await.unwrap();
        assert_eq!(read(&kit).await, [(48, None), (24, Some(day))]);
        assert_eq!(in_force(&kit.market).await.unwrap().ship_by, Span::hours(48));
        assert_eq!(count(&kit, "audit_log WHERE detail = 'ship_by_hours is 24 from 2026-01-23T10:00Z on'").await, 1);

        change_rule(&kit.market, &olga, SHIP, 36, day).await.unwrap();
        assert_eq!(read(&kit).await, [(48, None), (36, Some(day))], "the same day once more takes the place of the first");
        assert_eq!(count(&kit, "audit_log WHERE action = 'change_rule' AND actor_id IS NOT NULL").await, 2, "and the log has both");

        kit.clock.advance(Span::days(8));
        assert_eq!(read(&kit).await, [(36, Some(day))]);
        assert_eq!(in_force(&kit.market).await.unwrap().ship_by, Span::hours(36));
    }
);

db_test!(
    async fn a_number_that_was_set_long_ago_counts_however_often_others_were_changed_since(kit) {
        let olga = kit.operator().await;
        let opened = kit.market.now();
        change_rule(&kit.market, &olga, SHIP, 24, opened).await.unwrap();
        // More changes of one other rule than anybody reads at once, each a second after the one before.
        let changes = format!(
            "INSERT INTO market_rule (name, in_force_from, value, set_at) \
             WITH RECURSIVE turn (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turn WHERE n < 1200) \
             SELECT 'case_answer_hours', {at} + n * 1000, n / 2, {at} FROM turn",
            at = opened.millis()
        );
        kit.market.db().execute_unprepared(&changes).await.unwrap();
        kit.clock.advance(Span::seconds(1_100));
        let policy = in_force(&kit.market).await.unwrap();
        assert_eq!((policy.ship_by, policy.case_answer), (Span::hours(24), Span::hours(550)), "each by its own newest that counts");
        assert_eq!(policy, Policy { ship_by: policy.ship_by, case_answer: policy.case_answer, ..Policy::default() }, "and nothing else");
    }
);

db_test!(
    async fn a_change_that_is_sent_twice_is_announced_once(kit) {
        let olga = kit.operator().await;
        let day = kit.market.now().after(Span::days(2));
        let sent = sending(&kit);
        for _ in 0..2 {
            change_rule(&sent, &olga, SHIP, 24, day).await.unwrap();
        }
        assert_eq!(count(&kit, "audit_log WHERE action = 'change_rule'").await, 1);
        for (rule, value, from) in [(SHIP, 25, day), (SHIP, 24, day.after(Span::days(1))), (RuleName::CaseAnswerHours, 24, day)] {
            let other = change_rule(&sent, &olga, rule, value, from).await;
            assert!(matches!(other, Err(Problem::AttemptReused)), "{rule:?} {value}: {other:?}");
        }
        change_rule(&sending(&kit), &olga, SHIP, 36, day).await.unwrap();
        change_rule(&sent, &olga, SHIP, 24, day).await.unwrap();
        assert_eq!(read(&kit).await, [(48, None), (36, Some(day))], "the first form that comes late does not bring its number back");

        kit.clock.advance(Span::days(9));
        change_rule(&sent, &olga, SHIP, 24, day).await.unwrap();
        assert_eq!(read(&kit).await, [(36, Some(day))], "the same answer, long after its day");
    }
);

db_test!(
    async fn what_makes_no_sense_is_refused_and_leaves_no_trace(kit) {
        let olga = kit.operator().await;
        let now = kit.market.now();
        let tomorrow = now.after(Span::days(1));
        for rule in RuleName::ALL {
            let (from, to) = rule.range();
            for beyond in [from - 1, to + 1, i64::MIN, i64::MAX] {
                let refused = change_rule(&kit.market, &olga, rule, beyond, tomorrow).await;
                let is_said =
                    matches!(refused, Err(Problem::Refused(ChangeRuleRefusal::OutOfRange { from: f, to: t })) if (f, t) == (from, to));
                assert!(is_said, "{rule:?} {beyond}: {refused:?}");
            }
        }
        let sent = sending(&kit);
        for (from, expected) in [
            (now.before(Span::seconds(1)), ChangeRuleRefusal::InThePast),
            (now.after(AHEAD_MAX).after(Span::seconds(1)), ChangeRuleRefusal::TooFarAhead),
        ] {
            let refused = change_rule(&sent, &olga, SHIP, 24, from).await;
            assert!(matches!(refused, Err(Problem::Refused(why)) if why == expected), "{refused:?}");
        }
        for table in ["market_rule", "attempt", "audit_log WHERE action = 'change_rule'"] {
            assert_eq!(count(&kit, table).await, 0, "{table}");
        }
        change_rule(&sent, &olga, SHIP, 24, tomorrow).await.unwrap();
    }
);

db_test!(
    async fn so_many_changes_are_announced_that_the_number_of_now_is_read_behind_them(kit) {
        let olga = kit.operator().await;
        change_rule(&kit.market, &olga, SHIP, 30, kit.market.now()).await.unwrap();
        let day = |n: u64| kit.market.now().after(Span::days(i64::try_from(n).unwrap()));
        for n in 1..=ANNOUNCED_MAX {
            change_rule(&kit.market, &olga, SHIP, 24, day(n)).await.unwrap();
        }
        let more = change_rule(&kit.market, &olga, SHIP, 24, day(ANNOUNCED_MAX + 1)).await;
        assert!(matches!(more, Err(Problem::Refused(ChangeRuleRefusal::TooMany { maximum: ANNOUNCED_MAX }))), "{more:?}");
        change_rule(&kit.market, &olga, SHIP, 36, day(ANNOUNCED_MAX)).await.unwrap();
        change_rule(&kit.market, &olga, RuleName::CaseAnswerHours, 24, day(1)).await.unwrap();
        let read = read(&kit).await;
        assert_eq!(read.first().map(|(value, _)| *value), Some(30));
        assert_eq!(read.last().map(|(value, _)| *value), Some(36));
        assert_eq!(u64::try_from(read.len()).unwrap(), ANNOUNCED_MAX + 1);
    }
);

db_test!(
    async fn what_was_done_at_the_terminal_is_nobodys_in_the_log(kit) {
        let day = kit.market.now().after(Span::days(1));
        change_rule_at_terminal(&kit.market, SHIP, 24, day).await.unwrap();
        assert_eq!(read(&kit).await, [(48, None), (24, Some(day))]);
        assert_eq!(count(&kit, "audit_log WHERE action = 'change_rule' AND actor_id IS NULL").await, 1);
        let refused = change_rule_at_terminal(&kit.market, SHIP, 0, day).await;
        assert!(matches!(refused, Err(Problem::Refused(ChangeRuleRefusal::OutOfRange { .. }))), "{refused:?}");
    }
);
