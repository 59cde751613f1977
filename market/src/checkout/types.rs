//! What a checkout asks for, shows, and refuses.

use crate::address::AddressId;
use crate::cart::CartView;
use crate::catalog::VariantId;
use crate::coupon::{CouponRefusal, QuotedCoupon};
use crate::kernel::Money;
use crate::order::OrderId;
use crate::payment::PaymentId;
use crate::pricing::NoShipping;
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

/// What the checkout form sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOrder {
    /// Made by the form: the payment's id-to-be and the attempt's idempotency key.
    pub attempt: PaymentId,
    /// Where the parcels go.
    pub address: AddressId,
    /// The total that the buyer saw, in minor units: nothing else is ever charged.
    pub seen_total_minor: i64,
    /// Of which goods the buyer read that they spoil: no others are sold as such.
    pub seen_perishable: Vec<VariantId>,
    /// A note a shop.
    pub notes: Vec<(ShopId, String)>,
}

/// What was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// What is to be paid.
    pub payment: PaymentId,
    /// One order a shop.
    pub orders: Vec<OrderId>,
}

/// Why no order was placed. Nothing was charged, nothing is held, the cart is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceOrderRefusal {
    /// There is nothing in the cart.
    CartEmpty,
    /// Prices, stock, or that goods spoil, are not what the buyer agreed to; the cart shows what changed, or the checkout does.
    CartChanged,
    /// Somebody was faster. The title says what is gone.
    SoldOut {
        /// The listing's title.
        title: String,
    },
    /// The address is not one of the buyer's.
    NoAddress,
    /// A shop does not ship to this address.
    NoShipping {
        /// The shop's name.
        shop: String,
    },
    /// The total is another one now: freight or fees changed while the page was open.
    TotalChanged {
        /// The total now.
        now: Money,
    },
    /// A shop whose identity is not approved yet has reached what it may sell.
    ShopCap {
        /// The shop's name.
        shop: String,
    },
    /// Nobody buys from their own shop.
    OwnShop {
        /// The shop's name.
        shop: String,
    },
    /// A shop's goods come to nothing, with their freight: so little of them was chosen.
    NothingToPay {
        /// The shop's name.
        shop: String,
    },
    /// The same form was sent before with other content.
    AttemptReused,
    /// A note is too long.
    NoteTooLong {
        /// To which shop.
        shop: ShopId,
    },
    /// Beyond any amount that can be paid.
    OutOfRange,
    /// It cannot be paid in cash at the door.
    Cash(CashRefusal),
    /// Somebody was faster: a coupon that the buyer saw count was used up, or ended, a moment ago.
    Coupon {
        /// What the buyer typed.
        code: String,
        /// What became of it.
        why: CouponRefusal,
    },
}

/// Why a cart cannot be paid in cash at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CashRefusal {
    /// A shop does not take cash, or not any more.
    NotTaken {
        /// The shop's name.
        shop: String,
    },
    /// There are several parcels: each would be paid, or refused, at the door by itself.
    ManyParcels,
    /// It is more than may be paid in cash.
    OverCap {
        /// The most.
        cap: Money,
    },
    /// The buyer has promised as many payments as one buyer may.
    TooManyOpen {
        /// The most.
        most: i64,
    },
}

/// One shop's part of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedShop {
    /// Which shop.
    pub shop: ShopId,
    /// What the goods cost, before coupons.
    pub items: Money,
    /// What the shop's coupon takes off them.
    pub shop_discount: Money,
    /// What the market's coupon takes off what is left of them.
    pub market_discount: Money,
    /// What sending them costs, or that it is not possible.
    pub freight: Result<Money, NoShipping>,
}

/// What a checkout would cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The cart as it is now.
    pub cart: CartView,
    /// By shop, in the cart's order.
    pub shops: Vec<QuotedShop>,
    /// All goods, before coupons.
    pub items: Money,
    /// The coupons in the cart, and what each takes off or why nothing.
    pub coupons: Vec<QuotedCoupon>,
    /// What they take off together.
    pub discount: Money,
    /// All freight; none where a shop does not ship there.
    pub freight: Option<Money>,
    /// Everything together: what is paid.
    pub total: Option<Money>,
    /// Whether it can be paid in cash at the door; none where no shop of the cart takes cash.
    pub cash: Option<Result<(), CashRefusal>>,
}
