//! How often goods were shown and opened, and how that is summed.

use crate::standings::all;
use crate::street::{dresses, street};
use market::catalog::ListingId;
use market::catalog::commands::hide_listing;
use market::db_test;
use market::discovery::exposure::{
    Counted, NotCounted, PlaceSum, SizeSum, by_day, by_listing, by_place, by_size, count_exposure, forget_exposure,
};
use market::discovery::queries::{ShopsSeen, shops_seen};
use market::discovery::{PlaceKind, ShopSize, Shown};
use market::kernel::Span;
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use std::ops::Range;

db_test!(
    async fn views_are_summed_by_day_place_and_size(kit) {
        let here = street(&kit).await;
        let pork = all(&kit).await.first().map(|document| document.listing).unwrap();
        let counted = |day, place, views, opens| Counted {
            day,
            shown: Shown { listing: pork, place },
            views,
            opens,
        };
        let unknown = Shown { listing: ListingId::mint(kit.market.now()), ..counted(1, PlaceKind::Ranked, 1, 1).shown };
        let first = [counted(1, PlaceKind::Ranked, 3, 1), counted(2, PlaceKind::Rotating, 2, 0), Counted { shown: unknown, ..counted(2, PlaceKind::Ranked, 9, 9) }];
        count_exposure(&kit.market, &first).await.unwrap();
        count_exposure(&kit.market, &[counted(1, PlaceKind::Ranked, 4, 0), counted(1, PlaceKind::Ranked, 0, 1)]).await.unwrap();
        let days = by_day(&kit.market, &here.staff, 1).await.unwrap();
        let days: Vec<_> = days.into_iter().map(|sum| (sum.day, sum.place, sum.views, sum.opens)).collect();
        assert_eq!(days, [(1, PlaceKind::Ranked, 7, 2), (2, PlaceKind::Rotating, 2, 0)], "what nobody sells is not counted");
        let listings = by_listing(&kit.market, &here.staff, 2).await.unwrap();
        assert_eq!(listings.iter().map(|sum| (sum.listing, sum.views)).collect::<Vec<_>>(), [(pork, 2)]);
        let sum = SizeSum { size: ShopSize::New, views: 9, drawn: 2, opens: 2 };
        assert_eq!(by_size(&kit.market, 1).await.unwrap(), [sum]);
        let seen = ShopsSeen { size: ShopSize::New, shops: 1, seen: 1 };
        assert_eq!(shops_seen(&kit.market, 1).await.unwrap(), [seen], "a shop is one, in however many kinds of places");
        let (rosy, _) = dresses(&kit, 1).await;
        assert_eq!(by_day(&kit.market, &rosy, 0).await.unwrap(), [], "nobody sees another shop's");
    }
);

db_test!(
    async fn each_shop_of_a_size_is_counted_wherever_it_was_shown(kit) {
        let mut goods = Vec::new();
        for handle in ["one", "two", "three"] {
            let staff = kit.shop(handle, &kit.person("Ana").create().await).create().await;
            goods.push(kit.listing(&staff).create().await.listing);
        }
        let counted = |listing, place, views, opens| Counted {
            day: 1,
            shown: Shown { listing, place },
            views,
            opens,
        };
        let rows = [
            counted(goods[0], PlaceKind::Ranked, 5, 0),
            counted(goods[1], PlaceKind::Rotating, 2, 1),
            counted(goods[2], PlaceKind::Ranked, 0, 1),
        ];
        count_exposure(&kit.market, &rows).await.unwrap();
        let sum = SizeSum { size: ShopSize::New, views: 7, drawn: 2, opens: 2 };
        assert_eq!(by_size(&kit.market, 1).await.unwrap(), [sum]);
        let seen = ShopsSeen { size: ShopSize::New, shops: 3, seen: 2 };
        assert_eq!(shops_seen(&kit.market, 1).await.unwrap(), [seen], "one is ranked, one drawn, one only opened");
    }
);

db_test!(
    async fn shops_of_which_nothing_was_shown_are_counted(kit) {
        let mut shops = Vec::new();
        for handle in ["large", "small", "hidden", "empty"] {
            let staff = kit.shop(handle, &kit.person("Ana").create().await).create().await;
            let listing = if handle == "empty" { kit.listing(&staff).draft().create().await } else { kit.listing(&staff).create().await };
            shops.push((staff, listing.listing));
        }
        let sold = "INSERT INTO shop_standing (shop_id, orders, shipped_fast, troubled, cases, answered, sales, reckoned_at) \
                    SELECT id, 20, 20, 0, 0, 0, 20, 1 FROM shop WHERE handle = 'large'";
        kit.market.db().execute_unprepared(sold).await.unwrap();
        hide_listing(&kit.market, &shops[2].0, shops[2].1).await.unwrap();
        let sum = |size, shops, seen| ShopsSeen { size, shops, seen };
        assert_eq!(shops_seen(&kit.market, 1).await.unwrap(), [sum(ShopSize::New, 2, 0)], "whoever has nothing to show is not missed");
        let shown = |(_, listing): &(ShopStaff, ListingId)| Shown { listing: *listing, place: PlaceKind::Ranked };
        let counted = |day, shown| Counted { day, shown, views: 1, opens: 0 };
        count_exposure(&kit.market, &[counted(1, shown(&shops[0])), counted(2, shown(&shops[1])), counted(2, shown(&shops[2]))]).await.unwrap();
        assert_eq!(shops_seen(&kit.market, 1).await.unwrap(), [sum(ShopSize::New, 2, 2)]);
        assert_eq!(shops_seen(&kit.market, 2).await.unwrap(), [sum(ShopSize::New, 2, 1)], "what was before these days is not told");
        kit.clock.advance(Span::days(91));
        let now = shops_seen(&kit.market, 2).await.unwrap();
        assert_eq!(now, [sum(ShopSize::Small, 1, 1), sum(ShopSize::Established, 1, 0)], "as large as they are now");
        assert_eq!(shops_seen(&kit.market, 3).await.unwrap(), [sum(ShopSize::Small, 1, 0), sum(ShopSize::Established, 1, 0)]);
    }
);

/// Views of goods on each of these days, in places that were earned.
fn each_day(listing: ListingId, days: Range<i64>) -> Vec<Counted> {
    let shown = Shown { listing, place: PlaceKind::Ranked };
    days.map(|day| Counted { day, shown, views: 1, opens: 0 }).collect()
}

/// What was counted of a shop's goods: the day and the views.
async fn days_of(kit: &TestMarket, staff: &ShopStaff) -> Vec<(i64, i64)> {
    by_day(&kit.market, staff, 0).await.unwrap().into_iter().map(|sum| (sum.day, sum.views)).collect()
}

db_test!(
    async fn what_was_written_before_a_fault_is_not_counted_again(kit) {
        let staff = kit.shop("one", &kit.person("Ana").create().await).create().await;
        let listing = kit.listing(&staff).create().await.listing;
        let mut most = each_day(listing, 600..601);
        most[0].views = u64::MAX;
        count_exposure(&kit.market, &most).await.unwrap();
        let before = kit.market.commits();
        // One more is more than a number holds.
        let NotCounted { rest, .. } = count_exposure(&kit.market, &each_day(listing, 0..601)).await.unwrap_err();
        assert_eq!(kit.market.commits(), before + 1, "the others were written together");
        assert!(rest.len() < 601 && rest.last() == each_day(listing, 600..601).last(), "{} are left", rest.len());
        let written: Vec<i64> = days_of(&kit, &staff).await.into_iter().map(|(day, _)| day).filter(|day| *day < 600).collect();
        assert_eq!(written.len() + rest.len(), 601, "what is in a sum is not left");
        count_exposure(&kit.market, &rest[..rest.len() - 1]).await.unwrap();
        let once: Vec<(i64, i64)> = (0..600).map(|day| (day, 1)).chain([(600, i64::MAX)]).collect();
        assert_eq!(days_of(&kit, &staff).await, once, "each of them once");
    }
);

db_test!(
    async fn sums_that_no_page_shows_are_forgotten_some_at_a_time(kit) {
        let staff = kit.shop("one", &kit.person("Ana").create().await).create().await;
        let listing = kit.listing(&staff).create().await.listing;
        count_exposure(&kit.market, &each_day(listing, 0..620)).await.unwrap();
        let mut forgotten = Vec::new();
        while forgotten.last() != Some(&0) {
            forgotten.push(forget_exposure(&kit.market, 600).await.unwrap());
        }
        assert!(forgotten.len() > 2 && forgotten.iter().sum::<u64>() == 600, "{forgotten:?}");
        assert_eq!(days_of(&kit, &staff).await, (600..620).map(|day| (day, 1)).collect::<Vec<_>>(), "what is shown stays");
    }
);

db_test!(
    async fn how_large_a_shop_is_is_looked_up_when_its_goods_are_counted(kit) {
        let staff = kit.shop("one", &kit.person("Ana").create().await).create().await;
        let listing = kit.listing(&staff).create().await.listing;
        let look = async |place| {
            let counted = Counted { day: 1, shown: Shown { listing, place }, views: 1, opens: 0 };
            count_exposure(&kit.market, &[counted]).await.unwrap();
        };
        look(PlaceKind::Newest).await;
        kit.clock.advance(Span::days(91));
        look(PlaceKind::Newest).await;
        let sold = "INSERT INTO shop_standing (shop_id, orders, shipped_fast, troubled, cases, answered, sales, reckoned_at) \
                    SELECT id, 20, 20, 0, 0, 0, 20, 1 FROM shop WHERE handle = 'one'";
        kit.market.db().execute_unprepared(sold).await.unwrap();
        look(PlaceKind::Newest).await;
        look(PlaceKind::Best).await;
        look(PlaceKind::Rotating).await;
        let mut sums = by_place(&kit.market, 1).await.unwrap();
        sums.sort_by_key(|sum| (sum.place, sum.size));
        let sum = |place, size| PlaceSum { place, size, views: 1 };
        let expected = [
            sum(PlaceKind::Rotating, ShopSize::Small),
            sum(PlaceKind::Newest, ShopSize::New),
            sum(PlaceKind::Newest, ShopSize::Small),
            sum(PlaceKind::Newest, ShopSize::Established),
            sum(PlaceKind::Best, ShopSize::Established),
        ];
        assert_eq!(sums, expected, "who was drawn was small when they were drawn");
    }
);
