//! The parcels of an order: of its goods, of those that go back, and of those that come again.

use crate::sale::sale;
use crate::street::level;
use market::aftersales::commands::{agree_to_case, confirm_goods, receive_return, resend_goods, send_return};
use market::aftersales::{CaseKind, CaseRefusal, CaseState};
use market::db_test;
use market::kernel::{AttemptId, Problem};

/// The number with which orders are shipped here.
const SHIPPED: &str = "SF1234567890";
/// A number of goods that are sent again.
const AGAIN: &str = "SF7654321";

db_test!(
    async fn no_two_parcels_of_an_order_have_one_number(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let is_known = |answer: Result<(), Problem<CaseRefusal>>| matches!(answer, Err(Problem::Refused(CaseRefusal::KnownParcel)));
        let order = here.shipped(&kit, 2).await;
        let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        assert!(is_known(resend_goods(market, &here.staff, case, "sf", SHIPPED).await), "the order's own");
        assert_eq!((here.state(&kit, case).await, level(&kit, here.dress).await.on_hand), (CaseState::Resending, 8));
        for _ in 0..2 {
            resend_goods(market, &here.staff, case, "sf", AGAIN).await.unwrap();
        }
        confirm_goods(market, &buyer, case).await.unwrap();
        kit.audited().await;

        let case = here.asked(&kit, order, CaseKind::Exchange, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        for number in [SHIPPED, "sf 765-4321"] {
            assert!(is_known(send_return(market, &buyer, case, "sf", number).await), "{number}");
        }
        assert_eq!(here.state(&kit, case).await, CaseState::Returning);
        let form = market.for_attempt(AttemptId::mint(market.now()));
        assert!(is_known(send_return(&form, &buyer, case, "sf", AGAIN).await));
        for _ in 0..2 {
            send_return(&form, &buyer, case, "ems", AGAIN).await.expect("the same form, with another courier");
        }
        receive_return(market, &here.staff, case).await.unwrap();
        assert!(is_known(resend_goods(market, &here.staff, case, "ems", AGAIN).await), "in which they came back");
        resend_goods(market, &here.staff, case, "sf", "SF7654322").await.unwrap();
        assert_eq!(level(&kit, here.dress).await.on_hand, 6);
        kit.audited().await;

        let other = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, other, CaseKind::Resend, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        resend_goods(market, &here.staff, case, "sf", AGAIN).await.expect("a number of another order");
        kit.audited().await;
    }
);
