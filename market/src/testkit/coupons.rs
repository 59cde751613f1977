//! Makes coupons the short way, and puts them into carts.

use super::TestMarket;
use crate::account::{Operator, SignedIn};
use crate::cart::CartOwner;
use crate::coupon::commands::{make_coupon, make_market_coupon, put_in_cart};
use crate::coupon::{CouponId, MakeCoupon};
use crate::kernel::{Span, show_decimal};
use crate::shop::ShopStaff;

/// Where everybody types who does not say.
pub const HOME: &str = "192.0.2.1";

impl TestMarket {
    /// The form of a coupon that takes so many fen off whatever is bought in the next week, as often as people want.
    #[must_use]
    pub fn coupon_form(&self, code: &str, fen: i64) -> MakeCoupon {
        let now = self.market.now();
        MakeCoupon {
            coupon: CouponId::mint(now),
            code: code.to_owned(),
            kind: "amount".to_owned(),
            amount: show_decimal(fen, 100),
            percent: String::new(),
            most: String::new(),
            minimum: String::new(),
            from: Some(now),
            until: Some(now.after(Span::days(7))),
            quota: String::new(),
            per_buyer: "100".to_owned(),
        }
    }

    /// A coupon of a shop, as that form says.
    ///
    /// # Panics
    /// When the command refuses.
    pub async fn shop_coupon(&self, staff: &ShopStaff, code: &str, fen: i64) -> CouponId {
        make_coupon(&self.market, staff, &self.coupon_form(code, fen)).await.expect("a coupon")
    }

    /// A coupon of the market, as that form says.
    ///
    /// # Panics
    /// When the command refuses.
    pub async fn market_coupon(&self, operator: &Operator, code: &str, fen: i64) -> CouponId {
        make_market_coupon(&self.market, operator, &self.coupon_form(code, fen), "A festival.").await.expect("a coupon")
    }

    /// The person types in a code.
    ///
    /// # Panics
    /// When the coupon counts for nothing in their cart.
    pub async fn type_in(&self, buyer: &SignedIn, code: &str) {
        put_in_cart(&self.market, &CartOwner::Person(buyer.buyer()), code, HOME).await.expect("a coupon that counts");
    }
}
