//! Whatever people, providers and clocks do, in whatever order: nothing fails on our side, and the auditor finds nothing after
//! any step.

use crate::street::{dresses, street};
use market::account::{Operator, SignedIn};
use market::catalog::VariantId;
use market::db_test;
use market::kernel::{Money, Problem, Span};
use market::ledger::PayoutId;
use market::ledger::commands::{fail_payout, make_payout_batch, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::OrderId;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::payment::{PaymentId, ProviderEventKind, RefundId};
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Steps of one walk.
const STEPS: usize = 120;

/// The same walk every time (Marsaglia's xorshift); from any number but zero.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(from[self.roll(from.len())]) }
    }
}

struct World {
    kit: TestMarket,
    shops: [ShopStaff; 2],
    goods: [(VariantId, i64); 2],
    buyers: Vec<SignedIn>,
    olga: Operator,
    payments: Vec<(PaymentId, usize)>,
    orders: Vec<(OrderId, usize)>,
    payouts: Vec<PayoutId>,
    told: usize,
}

/// A refusal is an answer; a fault is not.
fn calm<T, R: std::fmt::Debug>(answer: Result<T, Problem<R>>) -> Option<T> {
    match answer {
        Ok(done) => Some(done),
        Err(Problem::Fault(fault)) => panic!("{fault}"),
        Err(Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused) => None,
    }
}

impl World {
    async fn buy(&mut self, dice: &mut Dice) {
        let who = dice.roll(self.buyers.len());
        let buyer = self.buyers[who].clone();
        let mut goods = self.goods.to_vec();
        goods.truncate(1 + dice.roll(2));
        if dice.roll(2) == 0 {
            goods.remove(0);
        }
        let owner = market::cart::CartOwner::Person(buyer.buyer());
        for (variant, quantity) in &goods {
            calm(market::cart::commands::add_to_cart(&self.kit.market, &owner, *variant, *quantity).await);
        }
        if market::cart::queries::count(&self.kit.market, &owner).await.unwrap() == 0 {
            return;
        }
        calm(market::cart::commands::accept_changes(&self.kit.market, &owner).await);
        let form = self.kit.checkout_form(&buyer).await;
        if let Some(placed) = calm(self.kit.place(&buyer, &form).await) {
            self.payments.push((placed.payment, who));
            self.orders.extend(placed.orders.into_iter().map(|order| (order, who)));
        }
    }

    async fn told(&mut self, dice: &mut Dice) {
        let Some((payment, _)) = dice.pick(&self.payments) else { return };
        let amount = self.kit.amount_of(payment).await;
        let kind = match dice.roll(8) {
            0 => ProviderEventKind::Declined,
            1 => ProviderEventKind::Captured(Money::fen(amount - 1)),
            _ => ProviderEventKind::Captured(Money::fen(amount)),
        };
        // Every third event is told again under its old id.
        if dice.roll(3) > 0 {
            self.told += 1;
        }
        calm(self.kit.told(payment, &format!("{payment} {}", self.told), kind).await);
    }

    async fn refunded(&mut self, dice: &mut Dice) {
        let sql = sea_orm::Statement::from_string(self.kit.market.backend(), "SELECT id, payment_id FROM refund ORDER BY id");
        let rows = self.kit.market.db().query_all_raw(sql).await.unwrap();
        let owed: Vec<(Uuid, Uuid)> =
            rows.iter().map(|row| (row.try_get("", "id").unwrap(), row.try_get("", "payment_id").unwrap())).collect();
        let Some((refund, payment)) = dice.pick(&owed) else { return };
        let kind = ProviderEventKind::Refunded(RefundId::from_uuid(refund));
        calm(self.kit.told(PaymentId::from_uuid(payment), &format!("refund {refund} {}", dice.roll(3)), kind).await);
    }

    async fn clocks(&mut self, dice: &mut Dice) {
        self.kit.clock.advance([Span::minutes(5), Span::minutes(31), Span::hours(30), Span::days(4)][dice.roll(4)]);
        if dice.roll(3) == 0 {
            return;
        }
        self.kit.fire_clocks().await;
    }

    async fn order(&mut self, dice: &mut Dice) {
        let Some((order, who)) = dice.pick(&self.orders) else { return };
        let (market, buyer) = (&self.kit.market, self.buyers[who].buyer());
        match dice.roll(6) {
            0 => {
                calm(cancel_unshipped(market, &buyer, order).await);
            }
            1 | 2 => {
                calm(confirm_receipt(market, &buyer, order).await);
            }
            _ => {
                for staff in &self.shops {
                    calm(ship_order(market, staff, order, "sf", "SF1234567890").await);
                }
            }
        }
    }

    async fn payouts(&mut self, dice: &mut Dice) {
        let market = &self.kit.market;
        match dice.roll(3) {
            0 => {
                if let Some(batch) = make_payout_batch(market, Some(&self.olga)).await.unwrap() {
                    let made = batch_payouts(market, &self.olga, batch).await.unwrap();
                    self.payouts.extend(made.iter().map(|payout| payout.id));
                }
            }
            way => {
                let Some(payout) = dice.pick(&self.payouts) else { return };
                if way == 1 {
                    calm(settle_payout(market, &self.olga, payout).await);
                } else {
                    calm(fail_payout(market, &self.olga, payout, "no such account").await);
                }
            }
        }
    }

    async fn step(&mut self, dice: &mut Dice) {
        match dice.roll(16) {
            0..=3 => self.buy(dice).await,
            4..=7 => self.told(dice).await,
            8..=11 => self.order(dice).await,
            12 => self.clocks(dice).await,
            13 => self.refunded(dice).await,
            14 => self.payouts(dice).await,
            _ => {
                if let Some((payment, who)) = dice.pick(&self.payments) {
                    calm(cancel_unpaid(&self.kit.market, &self.buyers[who].buyer(), payment).await);
                }
            }
        }
    }
}

db_test!(
    async fn nothing_that_anybody_does_breaks_the_books(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 40).await;
        let olga = kit.operator().await;
        let buyers = vec![here.buyer.clone(), kit.person("Cai").create().await];
        let mut world = World {
            kit,
            shops: [here.staff, rosy],
            goods: [(here.pork, 50), (dress, 1)],
            buyers,
            olga,
            payments: Vec::new(),
            orders: Vec::new(),
            payouts: Vec::new(),
            told: 0,
        };
        let mut dice = Dice(20_261_123);
        for _ in 0..STEPS {
            world.step(&mut dice).await;
            world.kit.audited().await;
        }
        assert!(world.orders.len() > 10 && !world.payouts.is_empty(), "the walk saw little of the market");
    }
);
