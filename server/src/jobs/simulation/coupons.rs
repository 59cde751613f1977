//! Coupons in a story: who makes and ends them, who types them in, and what has become of each by the orders that they took something off.

use super::world::World;
use market::cart::CartOwner;
use market::checkout::Quote;
use market::coupon::commands::{end_coupon, end_market_coupon, make_coupon, make_market_coupon, put_in_cart};
use market::coupon::{CouponId, CouponRefusal, MakeCoupon};
use market::kernel::{Problem, Timestamp};
use market::order::queries::order_of_buyer;
use market::order::{OrderId, OrderState};
use market::payment::{PaymentId, PaymentState, queries};
use market::testkit::HOME;

/// What a story knows of its coupons.
#[derive(Default)]
pub struct Coupons {
    pub made: Vec<Coupon>,
    pub uses: Vec<Use>,
}

/// A coupon as it was made.
pub struct Coupon {
    pub id: CouponId,
    code: String,
    /// The shop that gives it; none where the market does.
    pub of: Option<usize>,
    pub quota: Option<i64>,
    pub per_buyer: i64,
    until: Timestamp,
    pub is_ended: bool,
}

/// What a coupon took off a checkout when it was placed.
#[derive(Clone, Copy)]
pub struct Use {
    /// Which of those that were made.
    pub coupon: usize,
    pub payment: PaymentId,
    pub buyer: usize,
    pub fen: i64,
}

impl World<'_> {
    /// A shop or the market makes a coupon of a week, of an amount or a tenth, with or without limits.
    pub async fn make_a_coupon(&mut self) -> bool {
        let (table, market) = (self.table, &self.kit.market);
        let of: Option<usize> = self.trouble.pick(&[Some(0), Some(1), None, None]).flatten();
        let quota: Option<i64> = self.trouble.pick(&[None, Some(1), Some(3)]).flatten();
        let per_buyer: i64 = self.trouble.pick(&[1, 2, 9]).unwrap_or(1);
        let fen: i64 = self.trouble.pick(&[200, 777, 5_000]).unwrap_or(200);
        let code = format!("CODE-{}", self.coupons.made.len());
        let mut form = MakeCoupon {
            quota: quota.map(|quota| quota.to_string()).unwrap_or_default(),
            per_buyer: per_buyer.to_string(),
            // The clock may be put back behind this moment.
            from: Some(self.began),
            ..self.kit.coupon_form(&code, fen)
        };
        if self.trouble.roll(3) == 0 {
            (form.kind, form.percent, form.most) = ("percent".to_owned(), "10".to_owned(), "15".to_owned());
        }
        let id = match of {
            Some(shop) => make_coupon(market, &table.shops[shop], &form).await.expect("a coupon"),
            None => make_market_coupon(market, &table.olga, &form, "A festival.").await.expect("a coupon"),
        };
        let until = form.until.expect("an end");
        self.coupons.made.push(Coupon { id, code, of, quota, per_buyer, until, is_ended: false });
        true
    }

    /// Whoever made a coupon ends it, or says so once more.
    pub async fn end_a_coupon(&mut self) -> bool {
        let all: Vec<usize> = (0..self.coupons.made.len()).collect();
        let Some(at) = self.trouble.pick_recent(&all) else { return false };
        let (table, market) = (self.table, &self.kit.market);
        let coupon = &mut self.coupons.made[at];
        match coupon.of {
            Some(shop) => end_coupon(market, &table.shops[shop], coupon.id).await.expect("an end"),
            None => end_market_coupon(market, &table.olga, coupon.id, "It is over.").await.expect("an end"),
        }
        coupon.is_ended = true;
        true
    }

    /// A buyer types in codes that they have heard of, and is told why one does not count: by what the story knows.
    pub async fn type_codes(&self, buyer: usize) {
        let all: Vec<usize> = (0..self.coupons.made.len()).collect();
        for _ in 0..self.trouble.roll(3) {
            let Some(at) = self.trouble.pick_recent(&all) else { return };
            let expected = self.keeps_from(at, buyer).await;
            let (coupon, owner) = (&self.coupons.made[at], CartOwner::Person(self.table.buyers[buyer].buyer()));
            let told = match put_in_cart(&self.kit.market, &owner, &coupon.code, HOME).await {
                Ok(_) => None,
                Err(Problem::Refused(why)) => Some(why),
                Err(other) => panic!("{}: {other}", coupon.code),
            };
            let what = if told.is_none() { "code" } else { "code in vain" };
            self.trouble.note(what, &format!("{} {told:?}", coupon.code));
            match (expected, told) {
                (None, None | Some(CouponRefusal::NotInCart { .. } | CouponRefusal::Nothing)) => {}
                (expected, told) => assert_eq!(told, expected, "{} of {:?}", coupon.code, coupon.of),
            }
        }
    }

    /// Why a coupon counts in no cart of a buyer.
    async fn keeps_from(&self, at: usize, buyer: usize) -> Option<CouponRefusal> {
        let coupon = &self.coupons.made[at];
        if coupon.is_ended || coupon.until <= self.kit.market.now() {
            return Some(CouponRefusal::Over);
        }
        let live = self.live_uses(at).await;
        let count = |uses: usize| i64::try_from(uses).expect("small");
        let own = live.iter().filter(|live| live.buyer == buyer).count();
        if count(own) >= coupon.per_buyer {
            Some(CouponRefusal::UsedByYou)
        } else {
            coupon.quota.filter(|quota| count(live.len()) >= *quota).map(|_| CouponRefusal::UsedUp)
        }
    }

    /// What coupons take off a checkout that was placed as it was quoted.
    pub fn note_uses(&mut self, quote: &Quote, payment: PaymentId, buyer: usize) {
        for quoted in &quote.coupons {
            let Ok(off) = &quoted.takes_off else { continue };
            let coupon = self.coupons.made.iter().position(|made| made.id == quoted.id).expect("a coupon of the story");
            self.coupons.uses.push(Use { coupon, payment, buyer, fen: off.minor() });
        }
    }

    /// The uses of a coupon that its buyers have not got back.
    pub async fn live_uses(&self, at: usize) -> Vec<Use> {
        let mut live = Vec::new();
        for used in self.coupons.uses.iter().filter(|used| used.coupon == at) {
            if self.is_live(used).await {
                live.push(*used);
            }
        }
        live
    }

    /// Whether something that a coupon took something off goes on, or has gone out.
    async fn is_live(&self, used: &Use) -> bool {
        let (market, buyer) = (&self.kit.market, self.table.buyers[used.buyer].buyer());
        let payment = queries::payment(market, &buyer, used.payment).await.expect("an answer").expect("a payment");
        if payment.state == PaymentState::Closed {
            return false;
        }
        let by_market = self.coupons.made[used.coupon].of.is_none();
        for (order, _) in payment.orders {
            let order = order_of_buyer(market, &buyer, order).await.expect("an answer").expect("an order");
            let of_another = self.coupons.made[used.coupon].of.is_some_and(|shop| self.shop_of(order.row.id) != shop);
            let off = if by_market { order.market_discount } else { order.shop_discount };
            let is_over = order.row.state == OrderState::Cancelled && order.tracking_number.is_none();
            if !of_another && off.minor() > 0 && !is_over {
                return true;
            }
        }
        false
    }

    /// Of which shop an order is.
    fn shop_of(&self, order: OrderId) -> usize {
        self.orders.iter().find(|bought| bought.order == order).expect("an order of the story").shop
    }
}
