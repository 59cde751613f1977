//! What buyers can see has changed is told in the transaction that changes it, and whoever watches notices.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::catalog::reopen;
use market::catalog::SaveListing;
use market::catalog::commands::{hide_listing, publish_listing, remove_listing, save_listing};
use market::change::commands::forget_changes;
use market::change::queries::{beginning, end, since};
use market::change::rules::Ages;
use market::change::{Change, Subject, Watch};
use market::db_test;
use market::kernel::Span;
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use std::collections::HashSet;

async fn opened(kit: &TestMarket) -> ShopStaff {
    let owner = kit.person("Ana").create().await;
    kit.shop("danqing", &owner).create().await
}

async fn all(kit: &TestMarket) -> Vec<Change> {
    since(&kit.market, 0, 1_000).await.unwrap().changes
}

/// What was told after this number, each subject once. Not by the horizon: whoever else writes into PostgreSQL holds it back.
async fn told(kit: &TestMarket, after: i64) -> HashSet<Subject> {
    all(kit).await.into_iter().filter(|change| change.sequence > after).map(|change| change.subject).collect()
}

async fn now(kit: &TestMarket) -> i64 {
    all(kit).await.into_iter().map(|change| change.sequence).max().unwrap_or(0)
}

db_test!(
    async fn every_change_that_buyers_see_is_told_with_its_subject(kit) {
        let start = now(&kit).await;
        let staff = opened(&kit).await;
        let shop = Subject::Shop(staff.shop());
        assert!(told(&kit, start).await.is_superset(&HashSet::from([shop, Subject::Lists])), "a new shop");

        let start = now(&kit).await;
        let pork = kit.listing(&staff).stock(100).create().await;
        let listing = Subject::Listing(pork.listing);
        assert!(told(&kit, start).await.is_superset(&HashSet::from([listing, Subject::Lists])), "a new listing");

        let start = now(&kit).await;
        let buyer = kit.person("Bo").create().await;
        kit.placed(&buyer, &[(pork.variant(), 3)]).await;
        assert_eq!(told(&kit, start).await, HashSet::from([listing]), "there is less of it");

        let start = now(&kit).await;
        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        assert_eq!(told(&kit, start).await, HashSet::from([listing, Subject::Lists]), "it is gone from the lists");

        let start = now(&kit).await;
        kit.market.db().execute_unprepared("UPDATE category SET position = position + 1").await.unwrap();
        assert_eq!(told(&kit, start).await, HashSet::from([Subject::Market]), "the tree");
        kit.market.db().execute_unprepared("UPDATE freight_zone SET first_minor = first_minor + 1").await.unwrap();
        assert!(told(&kit, start).await.contains(&shop), "freight");
    }
);

db_test!(
    async fn goods_that_turn_out_older_are_told_to_the_lists(kit) {
        let staff = opened(&kit).await;
        let old = kit.listing(&staff).title("Salted pork").create().await;
        remove_listing(&kit.market, &staff, old.listing).await.unwrap();
        kit.clock.advance(Span::days(1));
        let goods = kit.listing(&staff).title("Pork").create().await;
        let listing = Subject::Listing(goods.listing);
        for (title, expected) in [
            ("Fresh pork", HashSet::from([listing])),
            ("salted PORK", HashSet::from([listing, Subject::Lists])),
            ("Salted pork!", HashSet::from([listing])),
        ] {
            let start = now(&kit).await;
            let form = SaveListing { title: title.to_owned(), ..reopen(&kit, &staff, &goods.form).await };
            save_listing(&kit.market, &staff, &form).await.unwrap();
            assert_eq!(told(&kit, start).await, expected, "{title}");
        }
    }
);

db_test!(
    async fn what_is_rolled_back_was_never_told(kit) {
        let staff = opened(&kit).await;
        let pork = kit.listing(&staff).create().await;
        let start = now(&kit).await;
        let tx = kit.market.begin("test").await.unwrap();
        tx.execute_unprepared("UPDATE listing SET title = 'other'").await.unwrap();
        drop(tx);
        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        assert_eq!(told(&kit, start).await, HashSet::from([Subject::Listing(pork.listing), Subject::Lists]));
    }
);

db_test!(
    async fn reading_in_small_steps_tells_everything(kit) {
        let staff = opened(&kit).await;
        let start = end(&kit.market).await.unwrap();
        let mut made = HashSet::new();
        for _ in 0..5 {
            made.insert(Subject::Listing(kit.listing(&staff).create().await.listing));
        }
        let (mut horizon, mut seen, mut steps) = (start, HashSet::new(), 0);
        loop {
            let news = since(&kit.market, horizon, 2).await.unwrap();
            seen.extend(news.changes.iter().map(|change| change.subject));
            steps += 1;
            if !news.more {
                break;
            }
            assert!(news.horizon > horizon && steps < 200, "no going on at {horizon}");
            horizon = news.horizon;
        }
        assert!(seen.is_superset(&made), "{} of {}", seen.len(), made.len());
    }
);

db_test!(
    async fn whoever_watches_notices_what_was_committed(kit) {
        let staff = opened(&kit).await;
        let (pork, tea) = (kit.listing(&staff).create().await, kit.listing(&staff).create().await);
        let (watch, of_pork, of_tea) = (Watch::default(), [Subject::Listing(pork.listing)], [Subject::Listing(tea.listing)]);
        let made = watch.catch_up(&kit.market).await.unwrap();
        assert!(watch.is_fresh(made, &of_pork) && watch.is_fresh(made, &of_tea));

        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        let later = watch.catch_up(&kit.market).await.unwrap();
        assert!(!watch.is_fresh(made, &of_pork), "it was hidden after the page was made");
        assert!(watch.is_fresh(made, &of_tea) && watch.is_fresh(later, &of_pork));

        let elsewhere = kit.twin().await;
        publish_listing(&elsewhere, &staff, pork.listing).await.unwrap();
        assert!(watch.is_fresh(watch.catch_up(&kit.market).await.unwrap(), &of_pork), "this process committed nothing");
        watch.look_around(&kit.market).await.unwrap();
        assert!(!watch.is_fresh(later, &of_pork), "another process did");
        let again = watch.look_around(&kit.market).await.unwrap();
        assert_eq!(again, watch.look_around(&kit.market).await.unwrap(), "nothing is told twice");
    }
);

db_test!(
    async fn a_transaction_that_ends_late_is_not_missed(kit) {
        // Only PostgreSQL lets two write at once.
        if kit.market.backend() == DatabaseBackend::Sqlite {
            return;
        }
        let staff = opened(&kit).await;
        let (pork, tea) = (kit.listing(&staff).create().await, kit.listing(&staff).create().await);
        let (watch, of_pork, of_tea) = (Watch::default(), [Subject::Listing(pork.listing)], [Subject::Listing(tea.listing)]);
        let made = watch.catch_up(&kit.market).await.unwrap();
        let late = kit.market.begin("late").await.unwrap();
        let change = format!("UPDATE listing SET title = 'late' WHERE id = '{}'", pork.listing.uuid());
        late.execute_unprepared(&change).await.unwrap();
        hide_listing(&kit.market, &staff, tea.listing).await.unwrap();
        let between = watch.catch_up(&kit.market).await.unwrap();
        assert!(!watch.is_fresh(made, &of_tea), "what is committed is noticed while another is still writing");
        assert!(watch.is_fresh(made, &of_pork));
        late.commit().await.unwrap();
        watch.catch_up(&kit.market).await.unwrap();
        assert!(!watch.is_fresh(between, &of_pork), "the late one as well");
        assert!(watch.is_fresh(between, &of_tea), "and nothing twice");
    }
);

db_test!(
    async fn a_transaction_that_ends_late_is_not_missed_by_small_steps(kit) {
        if kit.market.backend() == DatabaseBackend::Sqlite {
            return;
        }
        let staff = opened(&kit).await;
        let pork = kit.listing(&staff).create().await.listing;
        let to_the_end = async |mut horizon: i64| {
            let mut seen = HashSet::new();
            loop {
                let news = since(&kit.market, horizon, 2).await.unwrap();
                seen.extend(news.changes.iter().map(|change| (change.sequence, change.subject)));
                horizon = news.horizon;
                if !news.more {
                    return (horizon, seen);
                }
            }
        };
        let late = kit.market.begin("late").await.unwrap();
        let change = format!("UPDATE listing SET title = 'late' WHERE id = '{}'", pork.uuid());
        late.execute_unprepared(&change).await.unwrap();
        let start = end(&kit.market).await.unwrap();
        let mut made = HashSet::new();
        for _ in 0..5 {
            made.insert(Subject::Listing(kit.listing(&staff).create().await.listing));
        }
        let (between, seen) = to_the_end(start).await;
        let subjects: HashSet<Subject> = seen.iter().map(|(_, subject)| *subject).collect();
        assert!(subjects.is_superset(&made), "what is committed is told while another is still writing");
        late.commit().await.unwrap();
        let (_, after) = to_the_end(between).await;
        // That the pork was made may be told once more, where somebody in another database of the cluster is still writing.
        let is_late = |change: &(i64, Subject)| change.1 == Subject::Listing(pork) && !seen.contains(change);
        assert!(after.iter().any(is_late), "the late one as well");
    }
);

/// So many changes more, as far as their numbers tell.
async fn tell_many(kit: &TestMarket, count: i64) {
    let further = format!("SELECT MAX(sequence) + {count}, 'lists' FROM change");
    let statements = match kit.market.backend() {
        DatabaseBackend::Sqlite => vec![format!("INSERT INTO change (sequence, kind) {further}")],
        _ => vec![
            format!("INSERT INTO change (sequence, kind) OVERRIDING SYSTEM VALUE {further}"),
            "SELECT setval(pg_get_serial_sequence('change', 'sequence'), (SELECT MAX(sequence) FROM change))".to_owned(),
        ],
    };
    for statement in statements {
        kit.market.db().execute_unprepared(&statement).await.unwrap();
    }
}

/// More changes than one reading holds.
async fn tell_more(kit: &TestMarket) {
    let more = "INSERT INTO change (kind, subject) \
                WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 1500) \
                SELECT 'shop', s.id FROM more CROSS JOIN shop s";
    kit.market.db().execute_unprepared(more).await.unwrap();
}

db_test!(
    async fn old_changes_are_forgotten_and_the_newest_stay(kit) {
        let staff = opened(&kit).await;
        kit.listing(&staff).create().await;
        let (before, mut ages) = (beginning(&kit.market).await.unwrap(), Ages::default());
        assert_eq!(forget_changes(&kit.market, &mut ages).await.unwrap(), 0, "so few are all kept");
        kit.clock.advance(Span::days(1));
        assert_eq!(forget_changes(&kit.market, &mut ages).await.unwrap(), 0, "however old they are");
        assert_eq!(beginning(&kit.market).await.unwrap(), before);
        tell_many(&kit, 300_000).await;
        assert!(forget_changes(&kit.market, &mut ages).await.unwrap() > 0);
        assert_eq!(all(&kit).await.len(), 1, "the newest stays");
    }
);

db_test!(
    async fn whoever_slept_until_changes_were_forgotten_takes_everything_for_changed(kit) {
        let staff = opened(&kit).await;
        let pork = [Subject::Listing(kit.listing(&staff).create().await.listing)];
        let watch = Watch::default();
        let made = watch.look_around(&kit.market).await.unwrap();
        let lists_at = watch.lists_at();
        let db = kit.market.db();
        // What another process commits: the numbers in force, and so much more that this is forgotten.
        db.execute_unprepared("INSERT INTO change (kind) VALUES ('market')").await.unwrap();
        db.execute_unprepared("DELETE FROM change WHERE kind <> 'market'").await.unwrap();
        tell_more(&kit).await;
        db.execute_unprepared("DELETE FROM change WHERE kind = 'market'").await.unwrap();
        let now = watch.look_around(&kit.market).await.unwrap();
        assert!(now > made && watch.of_market() > made, "whoever keeps the numbers in force reads them again");
        assert!(!watch.is_fresh(made, &pork) && !watch.is_fresh(made, &[]), "nor is any page known to be true");
        assert!(watch.is_fresh(now, &pork) && watch.lists_at() > lists_at);
        let awake = watch.look_around(&kit.market).await.unwrap();
        tell_more(&kit).await;
        assert!(watch.look_around(&kit.market).await.unwrap() > awake);
        assert!(watch.is_fresh(awake, &pork), "whoever was awake has read all, however much it is");
    }
);

db_test!(
    async fn what_came_within_two_hours_is_told_however_much_it_was(kit) {
        let staff = opened(&kit).await;
        let (before, mut ages) = (beginning(&kit.market).await.unwrap(), Ages::default());
        kit.listing(&staff).create().await;
        tell_many(&kit, 300_000).await;
        let first = all(&kit).await.len();
        assert_eq!(forget_changes(&kit.market, &mut ages).await.unwrap(), 0, "nobody knows how old they are");
        kit.clock.advance(Span::hours(1));
        tell_many(&kit, 300_000).await;
        assert_eq!(forget_changes(&kit.market, &mut ages).await.unwrap(), 0);
        assert_eq!(beginning(&kit.market).await.unwrap(), before, "whoever began at the beginning reads on");
        kit.clock.advance(Span::hours(1));
        let forgotten = forget_changes(&kit.market, &mut ages).await.unwrap();
        assert_eq!(usize::try_from(forgotten).unwrap(), first, "what was there at the first look");
        assert_eq!(all(&kit).await.len(), 1);
        tell_many(&kit, 20_000_000).await;
        assert!(forget_changes(&kit.market, &mut Ages::default()).await.unwrap() > 0, "there is an end to what is kept");
        assert_eq!(all(&kit).await.len(), 1, "the newest stays");
    }
);
