//! Whoever holds several shops, by a number that somebody has looked at: their age and sales are one.

use crate::standings::{SAME_HOLDER, all, changes};
use crate::street::street;
use market::change::Subject;
use market::db_test;
use market::discovery::queries::{documents, holder_of, tree};
use market::discovery::standings::reckon_standings;
use market::kernel::{PageRequest, Span};
use market::shop::ShopStaff;
use market::shop::commands::approve_identity;
use market::shop::queries::identity_queue;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;

/// By which number whoever holds this shop takes part in draws.
async fn number_of(kit: &TestMarket, staff: &ShopStaff) -> Option<u128> {
    holder_of(&kit.market, staff.shop()).await.unwrap()
}

db_test!(
    async fn age_and_sales_are_the_holders_whatever_shop_they_open_next(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 100)]).await;
        reckon_standings(&kit.market).await.unwrap();
        kit.clock.advance(Span::days(200));
        let again = kit.shop("again", &here.owner).approved().create().await;
        let tea = kit.listing(&again).title("Tea").create().await;
        kit.market.db().execute_unprepared(SAME_HOLDER).await.unwrap();
        let other = kit.shop("other", &kit.person("Else").create().await).create().await;
        let cup = kit.listing(&other).title("Cup").create().await;
        let documents = documents(&kit.market, &tree(&kit.market).await.unwrap(), &[tea.listing, cup.listing]).await.unwrap();
        let of = |listing| documents.iter().find(|document| document.listing == listing).unwrap();
        let oldest = all(&kit).await.into_iter().find(|document| document.shop == here.staff.shop()).unwrap();
        assert_eq!((of(tea.listing).holder, of(tea.listing).held_since), (number_of(&kit, &here.staff).await, oldest.held_since));
        assert_eq!(of(tea.listing).standing.sales, 1, "before anything was reckoned of the new shop");
        assert_eq!((of(cup.listing).holder, of(cup.listing).standing.sales), (None, 0), "nobody has looked at its identity");
        assert!(of(cup.listing).held_since > oldest.held_since);
    }
);

db_test!(
    async fn a_number_that_nobody_has_looked_at_makes_no_shop_of_others_old_or_large(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 100)]).await;
        reckon_standings(&kit.market).await.unwrap();
        kit.clock.advance(Span::days(200));
        let again = kit.shop("again", &kit.person("Twin").create().await).approved().create().await;
        let tea = kit.listing(&again).title("Tea").create().await.listing;
        let (older, own) = (number_of(&kit, &here.staff).await, number_of(&kit, &again).await);
        let db = kit.market.db();
        db.execute_unprepared(SAME_HOLDER).await.unwrap();
        let of_tea = async || {
            let tree = tree(&kit.market).await.unwrap();
            let seen = documents(&kit.market, &tree, &[tea]).await.unwrap().remove(0);
            (seen.holder, kit.market.now().millis() - seen.held_since >= Span::days(200).millis(), seen.standing.sales)
        };
        assert_ne!(older, own);
        assert_eq!(of_tea().await, (older, true, 1));
        db.execute_unprepared("UPDATE shop SET verification = 'waiting' WHERE handle = 'danqing'").await.unwrap();
        db.execute_unprepared("UPDATE identity SET state = 'waiting' WHERE state <> 'replaced'").await.unwrap();
        assert_eq!(of_tea().await, (own, false, 0), "whoever has the old shop may have made its number up");
        let before = changes(&kit).await.len();
        let olga = kit.operator().await;
        let queue = identity_queue(&kit.market, &olga, &PageRequest::first(9)).await.unwrap();
        let waiting = queue.rows.iter().find(|row| row.shop_handle == "danqing").unwrap().id;
        approve_identity(&kit.market, &olga, waiting).await.unwrap();
        let told: Vec<Subject> = changes(&kit).await.into_iter().skip(before).map(|change| change.subject).collect();
        assert!(told.contains(&Subject::Shop(again.shop())), "its goods are indexed anew: {told:?}");
        assert_eq!(of_tea().await, (older, true, 1), "and the holder's they are");
    }
);

db_test!(
    async fn what_one_shop_sells_is_told_of_the_holders_other_shops_too(kit) {
        let here = street(&kit).await;
        let again = kit.shop("again", &kit.person("Twin").create().await).approved().create().await;
        kit.market.db().execute_unprepared(SAME_HOLDER).await.unwrap();
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 100)]).await;
        let before = changes(&kit).await.len();
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 1, "the other one has sold nothing, and has no row");
        let told: Vec<Subject> = changes(&kit).await.into_iter().skip(before).map(|change| change.subject).collect();
        assert!([&here.staff, &again].iter().all(|staff| told.contains(&Subject::Shop(staff.shop()))), "{told:?}");
    }
);
