//! A shop with its owner, somebody who buys there and an operator; and what there is to do for each of them.

use super::House;
use super::client::Browser;
use market::account::{Operator, SignedIn};
use market::aftersales::commands::{agree_to_case, escalate_case, open_case, refuse_case};
use market::aftersales::{CaseId, CaseKind};
use market::catalog::VariantId;
use market::checkout::commands::place_order;
use market::ledger::commands::make_payout_batch;
use market::ledger::queries::batch_payouts;
use market::ledger::{PayoutBatchId, PayoutId};
use market::order::OrderId;
use market::order::commands::{confirm_receipt, ship_order};
use market::payment::{CASH, PaymentId};
use market::shop::ShopStaff;
use market::shop::commands::set_takes_cash;

/// The shop in addresses.
pub(super) const SHOP: &str = "rosy";

/// Who is there.
pub(super) struct World {
    pub(super) house: House,
    pub(super) staff: ShopStaff,
    pub(super) owner: SignedIn,
    pub(super) buyer: SignedIn,
    pub(super) olga: SignedIn,
    goods: VariantId,
}

impl World {
    pub(super) async fn open() -> Self {
        let house = House::open().await;
        let kit = &house.kit;
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop(SHOP, &owner).approved().create().await;
        set_takes_cash(&kit.market, &staff, true).await.expect("cash at the door");
        let goods = kit.listing(&staff).title("Wool scarf").create().await.variant();
        let (buyer, olga) = (kit.person("Ben").create().await, kit.person("Olga").operator().create().await);
        Self { house, staff, owner, buyer, olga, goods }
    }

    /// The buyer, the owner and the operator, each at a browser.
    pub(super) async fn browsers(&self) -> [Browser<'_>; 3] {
        [self.house.browser(&self.buyer).await, self.house.browser(&self.owner).await, self.house.browser(&self.olga).await]
    }

    pub(super) fn operator(&self) -> Operator {
        self.olga.operator().expect("an operator")
    }

    /// One piece of the goods.
    pub(super) const fn one(&self) -> [(VariantId, i64); 1] {
        [(self.goods, 1)]
    }

    /// A paid order.
    pub(super) async fn paid(&self) -> OrderId {
        self.house.kit.paid_order(&self.buyer, &self.one()).await
    }

    /// An order on its way.
    pub(super) async fn shipped(&self) -> OrderId {
        self.house.kit.shipped_order(&self.staff, &self.buyer, &self.one()).await
    }

    /// A case that waits for the shop: the buyer keeps the goods and asks for all of the money.
    pub(super) async fn asked(&self) -> CaseId {
        let kit = &self.house.kit;
        let ask = kit.asks(self.shipped().await, CaseKind::RefundOnly, &[(0, 1)]);
        open_case(&kit.market, &self.buyer.buyer(), &ask).await.expect("a case")
    }

    /// A case in which the shop is asked for the same goods once more, and its order.
    pub(super) async fn asked_again(&self) -> (CaseId, OrderId) {
        let (kit, order) = (&self.house.kit, self.shipped().await);
        let ask = kit.asks(order, CaseKind::Resend, &[(0, 1)]);
        (open_case(&kit.market, &self.buyer.buyer(), &ask).await.expect("a case"), order)
    }

    /// A case in which the shop has agreed to send the goods once more.
    pub(super) async fn resending(&self) -> CaseId {
        let (case, _) = self.asked_again().await;
        agree_to_case(&self.house.kit.market, &self.staff, case).await.expect("a shop that agrees");
        case
    }

    /// A case that waits for the operator.
    pub(super) async fn disputed(&self) -> CaseId {
        let (market, case) = (&self.house.kit.market, self.asked().await);
        refuse_case(market, &self.staff, case, "It was whole.").await.expect("a refused case");
        escalate_case(market, &self.buyer.buyer(), case, "It was not.").await.expect("a disputed case");
        case
    }

    /// A parcel that is paid at the door, on its way.
    pub(super) async fn cash_out(&self) -> (PaymentId, OrderId) {
        let kit = &self.house.kit;
        kit.fill_cart(&self.buyer, &self.one()).await;
        let form = kit.checkout_form(&self.buyer).await;
        let placed = place_order(&kit.market, &self.buyer.buyer(), CASH, form).await.expect("an order");
        let order = *placed.orders.first().expect("one order");
        ship_order(&kit.market, &self.staff, order, "sf", "SF1234567890").await.expect("a shipped order");
        (placed.payment, order)
    }

    /// A payout that the bank has not answered.
    pub(super) async fn payout(&self) -> (PayoutBatchId, PayoutId) {
        let (market, operator, order) = (&self.house.kit.market, self.operator(), self.shipped().await);
        confirm_receipt(market, &self.buyer.buyer(), order).await.expect("a received order");
        let batch = make_payout_batch(market, Some(&operator)).await.expect("an answer").expect("a batch");
        let payouts = batch_payouts(market, &operator, batch).await.expect("a batch's payouts");
        (batch, payouts.first().expect("a payout").id)
    }
}
