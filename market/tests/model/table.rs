//! The people, goods and coupons of every sequence.

use crate::goods::{GOODS, PERISHABLE, SIZED};
use crate::place::Place;
use crate::state::{COUPON_PER_BUYER, COUPON_QUOTA, TAKES_RETURNS};
use crate::system::runtime;
use market::account::{Operator, SignedIn};
use market::catalog::VariantId;
use market::coupon::commands::{make_coupon, make_market_coupon};
use market::coupon::{CouponId, MakeCoupon};
use market::kernel::Span;
use market::shop::ShopStaff;
use market::shop::commands::set_takes_cash;
use market::testkit::{Frozen, TestListing, TestMarket};
use std::sync::Mutex;
use tokio::runtime::Runtime;

/// The people and goods of every sequence, made once.
pub struct Table {
    /// Of all sequences: a connection that goes on belongs to it.
    pub runtime: Runtime,
    frozen: Frozen,
    /// Where the last sequence took place, if it came to its end.
    free: Mutex<Option<Place>>,
    pub buyers: [SignedIn; 2],
    pub shops: [ShopStaff; 2],
    pub goods: [TestListing; 4],
    /// What may be typed in: a shop's, and the market's.
    pub coupons: [CouponId; 2],
    pub olga: Operator,
}

/// What buyers type.
pub const CODES: [&str; 2] = ["TENTH", "FESTIVAL"];

impl Table {
    pub fn set(kit: impl Future<Output = TestMarket>) -> Self {
        let runtime = runtime();
        let all = runtime.block_on(async {
            let kit = kit.await;
            let buyers = [kit.person("Ben").create().await, kit.person("Cai").create().await];
            let owner = kit.person("Xiuying").create().await;
            let pork_shop = kit.shop("danqing", &owner).approved().create().await;
            let owner = kit.person("Rosy").create().await;
            let dress_shop = kit.shop("rosy", &owner).approved().create().await;
            let shops = [pork_shop, dress_shop];
            for shop in &shops {
                set_takes_cash(&kit.market, shop, true).await.unwrap();
            }
            kit.take_returns(&shops[TAKES_RETURNS]).await;
            let mut goods = Vec::new();
            for (at, good) in GOODS.iter().enumerate() {
                let listing = kit.listing(&shops[good.shop]).title(good.title).measure(good.measure).price_fen(good.price);
                let listing = listing.stock(good.stock).weight_grams(good.grams);
                let listing = if at == PERISHABLE { listing.perishable() } else { listing };
                let listing = if at == SIZED { listing.option("Size", &["M", "L"]) } else { listing };
                goods.push(listing.create().await);
            }
            let goods: [TestListing; 4] = goods.try_into().unwrap();
            let olga = kit.operator().await;
            let coupons = coupons(&kit, &shops[1], &olga).await;
            (kit.freeze().await, buyers, shops, goods, coupons, olga)
        });
        let (frozen, buyers, shops, goods, coupons, olga) = all;
        Self { runtime, frozen, free: Mutex::new(None), buyers, shops, goods, coupons, olga }
    }

    /// The other size of what comes in two.
    pub fn large(&self) -> VariantId {
        self.goods[SIZED].variants[1]
    }

    /// A market as it is before anybody did anything.
    pub async fn place(&self) -> Place {
        let free = self.free.lock().unwrap().take();
        match free {
            Some(place) => place.anew().await,
            None => Place::of(self.frozen.thaw_for_one().await).await,
        }
    }

    /// A sequence has come to its end.
    pub async fn leave(&self, place: Place) {
        if let Some(place) = place.left().await {
            *self.free.lock().unwrap() = Some(place);
        }
    }

    /// All sequences have come to their end.
    pub async fn close(&self) {
        let free = self.free.lock().unwrap().take();
        if let Some(place) = free {
            place.discard().await;
        }
    }
}

/// A tenth off whatever the shop sells, at most 15.00; and 7.77 off whatever comes to 50.00. Both as often as the model says, and since
/// yesterday: the clock may be put back.
async fn coupons(kit: &TestMarket, staff: &ShopStaff, olga: &Operator) -> [CouponId; 2] {
    let (now, market) = (kit.market.now(), &kit.market);
    let form = |code: &str| MakeCoupon {
        from: Some(now.before(Span::days(1))),
        until: Some(now.after(Span::days(365))),
        ..kit.coupon_form(code, 777)
    };
    let (kind, percent, most) = ("percent".to_owned(), "10".to_owned(), "15".to_owned());
    let tenth = MakeCoupon { kind, percent, most, quota: COUPON_QUOTA.to_string(), ..form(CODES[0]) };
    let (minimum, per_buyer) = ("50".to_owned(), COUPON_PER_BUYER.to_string());
    let festival = MakeCoupon { minimum, per_buyer, ..form(CODES[1]) };
    let of_shop = make_coupon(market, staff, &tenth).await.unwrap();
    [of_shop, make_market_coupon(market, olga, &festival, "A festival.").await.unwrap()]
}
