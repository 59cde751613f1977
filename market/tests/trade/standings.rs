//! How shops work, as places are reckoned from it, and how often goods were shown, on both engines.

use crate::street::{dresses, street};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::catalog::ListingId;
use market::catalog::queries::cards_of;
use market::change::queries::since;
use market::change::{Change, Subject};
use market::db_test;
use market::discovery::commands::set_search;
use market::discovery::exposure::{
    Counted, NotCounted, PlaceSum, SizeSum, by_day, by_listing, by_place, by_size, count_exposure, forget_exposure,
};
use market::discovery::queries::{documents, documents_after, holder_of, seed_of, tree};
use market::discovery::rules::Turn;
use market::discovery::standings::reckon_standings;
use market::discovery::{PlaceKind, SearchDocument, ShopSize, Shown, Standing};
use market::kernel::{Keyring, KeyringError, Market, MarketParts, PageRequest, Span};
use market::order::commands::{cancel_unshipped, confirm_receipt};
use market::shop::commands::approve_identity;
use market::shop::queries::identity_queue;
use market::shop::{Role, ShopStaff};
use market::testkit::{TestKeyring, TestMarket};
use sea_orm::ConnectionTrait;
use std::ops::Range;
use std::sync::Arc;
use uuid::Uuid;

/// Both shops are of the same person.
const SAME_HOLDER: &str = "UPDATE identity SET id_number_index = (SELECT i.id_number_index FROM identity i JOIN shop s ON s.id = i.shop_id \
WHERE s.handle = 'danqing') WHERE shop_id = (SELECT id FROM shop WHERE handle = 'again')";

async fn all(kit: &TestMarket) -> Vec<SearchDocument> {
    let tree = tree(&kit.market).await.unwrap();
    documents_after(&kit.market, &tree, ListingId::from_uuid(Uuid::nil())).await.unwrap().documents
}

async fn changes(kit: &TestMarket) -> Vec<Change> {
    since(&kit.market, 0, 1_000).await.unwrap().changes
}

/// Reckoned anew, since what moves no place is not written.
async fn reckoned_anew(kit: &TestMarket, staff: &ShopStaff) -> Standing {
    kit.market.db().execute_unprepared("DELETE FROM shop_standing").await.unwrap();
    reckon_standings(&kit.market).await.unwrap();
    all(kit).await.into_iter().find(|document| document.shop == staff.shop()).unwrap().standing
}

db_test!(
    async fn a_shops_work_is_reckoned_from_its_orders_and_cases(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 20).await;
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 0, "who has done nothing has the usual standing, and no row");
        let fast = kit.shipped_order(&rosy, &here.buyer, &[(dress, 1)]).await;
        let slow = kit.paid_order(&here.buyer, &[(dress, 1)]).await;
        kit.clock.advance(Span::hours(25));
        market::order::commands::ship_order(&kit.market, &rosy, slow, "sf", "SF1234567891").await.unwrap();
        let case = open_case(&kit.market, &here.buyer.buyer(), &kit.asks(fast, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
        agree_to_case(&kit.market, &rosy, case).await.unwrap();
        let before = changes(&kit).await.len();
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 1);
        let told: Vec<Subject> = changes(&kit).await.into_iter().skip(before).map(|change| change.subject).collect();
        assert!(told.contains(&Subject::Shop(rosy.shop())) && told.contains(&Subject::Lists), "its goods are indexed anew: {told:?}");
        let seen = all(&kit).await.into_iter().find(|document| document.shop == rosy.shop()).unwrap();
        let expected = Standing { orders: 2, shipped_fast: 1, troubled: 1, cases: 1, answered: 1, sales: 1 };
        assert_eq!(seen.standing, expected, "what went back as a whole is no sale");
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 0, "nothing has changed since");
        kit.audited().await;
    }
);

db_test!(
    async fn while_a_case_is_open_a_shop_is_not_late(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 20).await;
        let standing = async || reckoned_anew(&kit, &rosy).await;
        let order = kit.paid_order(&here.buyer, &[(dress, 2)]).await;
        kit.clock.advance(Span::hours(20));
        let ask = kit.asks(order, CaseKind::BeforeShipping, &[(0, 1)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        kit.clock.advance(Span::hours(40));
        let usual = Standing { sales: 1, ..Standing::default() };
        assert_eq!(standing().await, usual, "it may not ship, so it is not late");
        agree_to_case(&kit.market, &rosy, case).await.unwrap();
        kit.clock.advance(Span::hours(4));
        assert_eq!(standing().await, Standing { cases: 1, answered: 1, ..usual }, "nor is it afterwards");
        market::order::commands::ship_order(&kit.market, &rosy, order, "sf", "SF1234567891").await.unwrap();
        let expected = Standing { orders: 1, shipped_fast: 1, troubled: 1, cases: 1, answered: 1, sales: 1 };
        assert_eq!(standing().await, expected, "within a day of its own");
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_cancelled_before_it_had_to_be_sent_is_nobodys_merit_and_nobodys_fault(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 20).await;
        let standing = async || reckoned_anew(&kit, &rosy).await;
        let orders = [kit.paid_order(&here.buyer, &[(dress, 1)]).await, kit.paid_order(&here.buyer, &[(dress, 1)]).await];
        cancel_unshipped(&kit.market, &here.buyer.buyer(), orders[0]).await.unwrap();
        kit.clock.advance(Span::days(3));
        assert_eq!(standing().await, Standing { orders: 1, sales: 1, ..Standing::default() }, "the other one is late");
        cancel_unshipped(&kit.market, &here.buyer.buyer(), orders[1]).await.unwrap();
        assert_eq!(standing().await, Standing { orders: 1, ..Standing::default() }, "and stays so, whoever ends it then");
        kit.audited().await;
    }
);

db_test!(
    async fn what_staff_buy_in_their_own_shop_counts_for_nothing(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 100)]).await;
        kit.hire(here.staff.shop(), &here.buyer, Role::Packing).await;
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 0, "it was bought by one of them");
        assert_eq!(all(&kit).await.first().map(|document| document.standing), Some(Standing::default()));
    }
);

db_test!(
    async fn what_the_same_person_buys_as_the_owner_of_another_shop_counts_for_nothing(kit) {
        let here = street(&kit).await;
        let twin = kit.person("Twin").create().await;
        kit.shop("again", &twin).approved().create().await;
        kit.market.db().execute_unprepared(SAME_HOLDER).await.unwrap();
        kit.shipped_order(&here.staff, &twin, &[(here.pork, 100)]).await;
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 0, "whoever stands behind a shop is no customer of it");
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 100)]).await;
        assert_eq!(reckon_standings(&kit.market).await.unwrap(), 1);
        let seen = all(&kit).await.into_iter().find(|document| document.shop == here.staff.shop()).unwrap();
        assert_eq!((seen.standing.orders, seen.standing.shipped_fast, seen.standing.sales), (1, 1, 1), "a customer is one");
    }
);

db_test!(
    async fn what_is_given_back_and_what_its_own_people_buy_is_neither_sold_nor_makes_a_shop_larger(kit) {
        let here = street(&kit).await;
        let radish = kit.listing(&here.staff).title("Dried radish").create().await;
        let goods = [(radish.variant(), 1)];
        let (other, packer) = (kit.person("Else").create().await, kit.person("Packer").create().await);
        let counted = async || {
            let sold = cards_of(&kit.market, &[radish.listing]).await.unwrap()[0].sold;
            (sold, reckoned_anew(&kit, &here.staff).await.sales)
        };
        let kept = kit.shipped_order(&here.staff, &here.buyer, &goods).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), kept).await.unwrap();
        let returned = kit.shipped_order(&here.staff, &other, &goods).await;
        confirm_receipt(&kit.market, &other.buyer(), returned).await.unwrap();
        assert_eq!(counted().await, (2, 2));
        let case = open_case(&kit.market, &other.buyer(), &kit.asks(returned, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(counted().await, (1, 1), "nothing is left of it, whatever becomes of the freight");
        let own = kit.shipped_order(&here.staff, &packer, &goods).await;
        kit.hire(here.staff.shop(), &packer, Role::Packing).await;
        confirm_receipt(&kit.market, &packer.buyer(), own).await.unwrap();
        assert_eq!(counted().await, (1, 1), "who works there is no customer");
        kit.shipped_order(&here.staff, &other, &goods).await;
        assert_eq!(counted().await, (1, 2), "a parcel on its way is not sold yet, but a shop with many of them is not small");
        kit.clock.advance(Span::days(1));
        kit.hire(here.staff.shop(), &here.buyer, Role::Packing).await;
        assert_eq!(counted().await, (1, 2), "who is taken on later was a customer then, for both");
    }
);

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
        let sum = SizeSum { size: ShopSize::New, shops: 1, views: 9, drawn: 2, opens: 2 };
        assert_eq!(by_size(&kit.market, 1).await.unwrap(), [sum], "a shop is one, in however many kinds of places");
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
        let sum = SizeSum { size: ShopSize::New, shops: 2, views: 7, drawn: 2, opens: 2 };
        assert_eq!(by_size(&kit.market, 1).await.unwrap(), [sum], "one is ranked, one drawn, one only opened");
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

db_test!(
    async fn a_sale_that_makes_no_shop_larger_sends_no_goods_through_the_index(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let small = async |sales: &str| {
            set_search(&kit.market, &olga, "", &[("small_sales".to_owned(), sales.to_owned())]).await.unwrap();
        };
        let sells = async || kit.paid_order(&here.buyer, &[(here.pork, 100)]).await;
        let written = async || reckon_standings(&kit.market).await.unwrap();
        small("2").await;
        sells().await;
        assert_eq!(written().await, 1);
        sells().await;
        assert_eq!(written().await, 1, "it is not small any more");
        sells().await;
        let before = changes(&kit).await.len();
        assert_eq!(written().await, 0, "it is as large as before");
        assert_eq!(changes(&kit).await.len(), before, "and nothing is told of it");
        small("9").await;
        assert_eq!(written().await, 1, "by another number each of them counts");
        assert_eq!(all(&kit).await.first().map(|document| document.standing.sales), Some(3));
    }
);

/// Keys that are not those of the market.
struct OtherKeys;

impl Keyring for OtherKeys {
    fn seal(&self, _: &str, _: &[u8]) -> Result<Vec<u8>, KeyringError> {
        Err(KeyringError)
    }
    fn open(&self, _: &str, _: &[u8]) -> Result<Vec<u8>, KeyringError> {
        Err(KeyringError)
    }
    fn blind_index(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        TestKeyring.blind_index(&format!("other {purpose}"), plain)
    }
}

db_test!(
    async fn a_turns_seed_is_the_same_until_the_keys_are_others(kit) {
        let turn = Turn::at(kit.market.now(), 1);
        let seed = seed_of(&kit.market, turn);
        assert_eq!(seed_of(&kit.twin().await, turn), seed, "on every node");
        assert_ne!(seed_of(&kit.market, turn.before(1)), seed);
        let (writer, reader) = (kit.market.db().clone(), kit.market.db().clone());
        let (clock, keyring, currency) = (kit.clock.clone(), Arc::new(OtherKeys), kit.market.currency());
        let other = Market::new(MarketParts { writer, reader, clock, keyring, currency });
        assert_ne!(seed_of(&other, turn), seed, "whoever knows the turn alone knows nothing");
    }
);
