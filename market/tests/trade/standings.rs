//! How shops work, as places are reckoned from it.

use crate::street::{dresses, street};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::catalog::ListingId;
use market::catalog::queries::cards_of;
use market::change::queries::since;
use market::change::{Change, Subject};
use market::db_test;
use market::discovery::commands::set_search;
use market::discovery::queries::{documents_after, tree};
use market::discovery::standings::reckon_standings;
use market::discovery::{SearchDocument, Standing};
use market::kernel::Span;
use market::order::commands::{cancel_unshipped, confirm_receipt};
use market::shop::{Role, ShopStaff};
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Both shops are of the same person.
pub const SAME_HOLDER: &str = "UPDATE identity SET id_number_index = (SELECT i.id_number_index FROM identity i JOIN shop s ON s.id = i.shop_id \
WHERE s.handle = 'danqing') WHERE shop_id = (SELECT id FROM shop WHERE handle = 'again')";

/// All that the index is made of.
pub async fn all(kit: &TestMarket) -> Vec<SearchDocument> {
    let tree = tree(&kit.market).await.unwrap();
    documents_after(&kit.market, &tree, ListingId::from_uuid(Uuid::nil())).await.unwrap().documents
}

/// What the market has told of what changed.
pub async fn changes(kit: &TestMarket) -> Vec<Change> {
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
        kit.shop_coupon(&here.staff, "FRIENDS", 1_999).await;
        kit.fill_cart(&other, &goods).await;
        kit.type_in(&other, "FRIENDS").await;
        let cheap = kit.shipped_order(&here.staff, &other, &[]).await;
        assert_eq!(counted().await, (1, 2), "for a fen nobody buys a shop its size");
        confirm_receipt(&kit.market, &other.buyer(), cheap).await.unwrap();
        assert_eq!(counted().await, (1, 2));
        kit.clock.advance(Span::days(1));
        kit.hire(here.staff.shop(), &here.buyer, Role::Packing).await;
        assert_eq!(counted().await, (1, 2), "who is taken on later was a customer then, for both");
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
