//! What is asked once more where a coupon is used: a checkout was planned, and somebody else was faster. Only on PostgreSQL can
//! another buyer be, and nowhere can the same one in another tab, which waits for the cart. Nobody leans on that.

use super::commands::{end_coupon, make_coupon};
use super::steps::{Lost, redeem};
use super::{CouponId, CouponRefusal, MakeCoupon};
use crate::account::SignedIn;
use crate::catalog::VariantId;
use crate::checkout::rules::PlannedUse;
use crate::db_test;
use crate::kernel::{Money, Problem};
use crate::order::commands::cancel_unpaid;
use crate::payment::PaymentId;
use crate::shop::ShopStaff;
use crate::testkit::TestMarket;

/// A shop, its dress, and two who buy it.
async fn shop(kit: &TestMarket) -> (ShopStaff, VariantId, [SignedIn; 2]) {
    let owner = kit.person("Rosy").create().await;
    let staff = kit.shop("rosy", &owner).approved().create().await;
    let dress = kit.listing(&staff).stock(10).create().await.variant();
    (staff, dress, [kit.person("Ben").create().await, kit.person("Cai").create().await])
}

/// Puts a dress with the coupon SPRING into the cart, and orders it.
async fn placed_with(kit: &TestMarket, buyer: &SignedIn, dress: VariantId) -> PaymentId {
    kit.fill_cart(buyer, &[(dress, 1)]).await;
    kit.type_in(buyer, "SPRING").await;
    kit.placed(buyer, &[]).await.payment
}

/// Why the coupon SPRING is not used for a payment that was planned with it; none where it would be. Nothing is kept.
async fn refused(kit: &TestMarket, (buyer, payment): (&SignedIn, PaymentId), coupon: CouponId) -> Option<CouponRefusal> {
    let uses = [PlannedUse { coupon, code: "SPRING".to_owned(), amount: Money::fen(100) }];
    let tx = kit.market.begin("test").await.unwrap();
    match redeem(&tx, payment, buyer.person(), &uses, kit.market.now()).await {
        Ok(()) => None,
        Err(Problem::Refused(Lost { code, why })) if code == "SPRING" => Some(why),
        Err(other) => panic!("{other}"),
    }
}

db_test!(
    async fn whoever_comes_after_the_last_use_or_the_end_of_a_coupon_is_told_which_it_was(kit) {
        let (staff, dress, [ben, cai]) = shop(&kit).await;
        let form = MakeCoupon { quota: "1".to_owned(), ..kit.coupon_form("SPRING", 100) };
        let coupon = make_coupon(&kit.market, &staff, &form).await.unwrap();
        let late = (&cai, kit.placed(&cai, &[(dress, 1)]).await.payment);
        assert_eq!(refused(&kit, late, coupon).await, None, "there is one");
        placed_with(&kit, &ben, dress).await;
        assert_eq!(refused(&kit, late, coupon).await, Some(CouponRefusal::UsedUp));
        end_coupon(&kit.market, &staff, coupon).await.unwrap();
        assert_eq!(refused(&kit, late, coupon).await, Some(CouponRefusal::Over));
    }
);

db_test!(
    async fn nobody_uses_a_coupon_more_often_than_one_may(kit) {
        let (staff, dress, [ben, cai]) = shop(&kit).await;
        let form = MakeCoupon { per_buyer: "1".to_owned(), ..kit.coupon_form("SPRING", 100) };
        let coupon = make_coupon(&kit.market, &staff, &form).await.unwrap();
        let again = (&ben, kit.placed(&ben, &[(dress, 1)]).await.payment);
        let others = (&cai, kit.placed(&cai, &[(dress, 1)]).await.payment);
        assert_eq!(refused(&kit, again, coupon).await, None, "they have not used it yet");
        let used = placed_with(&kit, &ben, dress).await;
        assert_eq!(refused(&kit, again, coupon).await, Some(CouponRefusal::UsedByYou));
        assert_eq!(refused(&kit, others, coupon).await, None, "it is another one's use");
        cancel_unpaid(&kit.market, &ben.buyer(), used).await.unwrap();
        assert_eq!(refused(&kit, again, coupon).await, None, "it is theirs again");
    }
);
