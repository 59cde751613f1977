//! How shops work, as places are reckoned from it.

use crate::sale::sale;
use crate::street::{dresses, pass, street};
use market::account::SignedIn;
use market::aftersales::commands::{
    Who, agree_to_case, give_back_instead, open_case, receive_return, refuse_case, say_in_case, send_return, withdraw_case,
};
use market::aftersales::{CaseKind, CaseState};
use market::catalog::ListingId;
use market::catalog::queries::cards_of;
use market::change::queries::since;
use market::change::{Change, Subject};
use market::db_test;
use market::discovery::commands::set_search;
use market::discovery::queries::{documents_after, tree};
use market::discovery::rules::ANSWER_HOURS;
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

/// How many cases tell how a shop answers, and how many of them it answered.
async fn answers(kit: &TestMarket, staff: &ShopStaff) -> (i64, i64) {
    let standing = reckoned_anew(kit, staff).await;
    (standing.cases, standing.answered)
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
        let unanswered = Standing { cases: 1, sales: 1, ..Standing::default() };
        assert_eq!(standing().await, unanswered, "it may not ship, so it is not late");
        agree_to_case(&kit.market, &rosy, case).await.unwrap();
        kit.clock.advance(Span::hours(4));
        assert_eq!(standing().await, unanswered, "nor is it afterwards");
        market::order::commands::ship_order(&kit.market, &rosy, order, "sf", "SF1234567891").await.unwrap();
        let expected = Standing { orders: 1, shipped_fast: 1, troubled: 1, ..unanswered };
        assert_eq!(standing().await, expected, "within a day of its own");
        kit.audited().await;
    }
);

db_test!(
    async fn a_case_is_answered_where_the_shop_answers_it_in_time(kit) {
        let here = sale(&kit).await;
        let (market, staff) = (&kit.market, &here.staff);
        let asked = async |kind| here.asked(&kit, here.shipped(&kit, 1).await, kind, 1).await;
        let in_time = asked(CaseKind::RefundOnly).await;
        kit.clock.advance(Span::hours(ANSWER_HOURS));
        assert_eq!(answers(&kit, staff).await, (0, 0), "it has all of that time");
        refuse_case(market, staff, in_time, "No.").await.unwrap();
        assert_eq!(answers(&kit, staff).await, (1, 1), "to its last instant");
        let late = asked(CaseKind::RefundOnly).await;
        kit.clock.advance(Span::hours(ANSWER_HOURS));
        assert_eq!(answers(&kit, staff).await, (1, 1));
        kit.clock.advance(Span::millis_of(1));
        assert_eq!(answers(&kit, staff).await, (2, 1), "it has no answer in time, whatever comes");
        agree_to_case(market, staff, late).await.unwrap();
        assert_eq!(answers(&kit, staff).await, (2, 1));
        agree_to_case(market, staff, asked(CaseKind::ReturnAndRefund).await).await.unwrap();
        give_back_instead(market, staff, asked(CaseKind::Resend).await).await.unwrap();
        assert_eq!(answers(&kit, staff).await, (4, 3), "whichever answer it is");
        kit.audited().await;
    }
);

db_test!(
    async fn neither_words_nor_silence_answer_a_case(kit) {
        let here = sale(&kit).await;
        let (market, staff) = (&kit.market, &here.staff);
        let case = here.asked(&kit, here.shipped(&kit, 1).await, CaseKind::ReturnAndRefund, 1).await;
        say_in_case(market, Who::Shop(staff), case, "We shall see.", &[]).await.unwrap();
        pass(&kit, 2).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Returning, "silence counts as agreed");
        assert_eq!(answers(&kit, staff).await, (1, 0));
        say_in_case(market, Who::Shop(staff), case, "Send it, then.", &[]).await.unwrap();
        send_return(market, &here.buyer.buyer(), case, "sf", "SF123456").await.unwrap();
        receive_return(market, staff, case).await.unwrap();
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        assert_eq!(answers(&kit, staff).await, (1, 0), "what comes afterwards answers something else");
        kit.audited().await;
    }
);

db_test!(
    async fn what_a_buyer_takes_back_before_an_answer_is_not_held_against_the_shop(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let asked = async |order, kind| here.asked(&kit, order, kind, 1).await;
        let unanswered = asked(here.shipped(&kit, 1).await, CaseKind::RefundOnly).await;
        assert_eq!(answers(&kit, &here.staff).await, (0, 0), "there is time");
        withdraw_case(market, &buyer, unanswered).await.unwrap();
        kit.clock.advance(Span::hours(ANSWER_HOURS + 1));
        assert_eq!(answers(&kit, &here.staff).await, (0, 0), "nobody waits any more");
        let answered = asked(here.shipped(&kit, 1).await, CaseKind::RefundOnly).await;
        refuse_case(market, &here.staff, answered, "No.").await.unwrap();
        withdraw_case(market, &buyer, answered).await.unwrap();
        assert_eq!(answers(&kit, &here.staff).await, (1, 1), "an answer stays one");
        let unsent = asked(kit.paid_order(&here.buyer, &[(here.dress, 1)]).await, CaseKind::BeforeShipping).await;
        refuse_case(market, &here.staff, unsent, "It leaves today.").await.unwrap();
        assert_eq!(answers(&kit, &here.staff).await, (2, 2), "also one that ends the case");
        kit.audited().await;
    }
);

db_test!(
    async fn cases_about_what_its_own_people_bought_tell_nothing_of_a_shop(kit) {
        let here = street(&kit).await;
        let (packer, twin) = (kit.person("Packer").create().await, kit.person("Twin").create().await);
        kit.shop("again", &twin).approved().create().await;
        let agreed = async |buyer: &SignedIn| {
            let order = kit.shipped_order(&here.staff, buyer, &[(here.pork, 100)]).await;
            let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 100)]);
            let case = open_case(&kit.market, &buyer.buyer(), &ask).await.unwrap();
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        };
        for buyer in [&packer, &twin, &here.buyer] {
            agreed(buyer).await;
        }
        assert_eq!(answers(&kit, &here.staff).await, (3, 3), "all are customers");
        kit.hire(here.staff.shop(), &packer, Role::Packing).await;
        assert_eq!(answers(&kit, &here.staff).await, (2, 2), "one works there");
        kit.market.db().execute_unprepared(SAME_HOLDER).await.unwrap();
        assert_eq!(answers(&kit, &here.staff).await, (1, 1), "one is the same person");
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
