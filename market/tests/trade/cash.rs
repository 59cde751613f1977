//! Who is there in tests of cash at the door, how a parcel gets there, and what the books say of it.

use crate::street::{Street, street};
use market::account::{Operator, SignedIn};
use market::catalog::VariantId;
use market::checkout::commands::place_order;
use market::checkout::{PlaceOrder, PlaceOrderRefusal, Placed};
use market::kernel::{Money, Problem};
use market::ledger::queries::market_money;
use market::order::commands::ship_order;
use market::order::queries::order_of_buyer;
use market::order::{Cash, OrderId, OrderState};
use market::payment::cash::record_remittance;
use market::payment::{CASH, EventOutcome, PaymentId, Remittance, RemittanceRefusal};
use market::shop::commands::set_takes_cash;
use market::testkit::TestMarket;

/// The street, where cash is taken.
pub async fn with_cash(kit: &TestMarket) -> Street {
    let here = street(kit).await;
    set_takes_cash(&kit.market, &here.staff, true).await.unwrap();
    here
}

/// What the checkout form of these goods would send.
pub async fn form(kit: &TestMarket, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> PlaceOrder {
    kit.fill_cart(buyer, goods).await;
    kit.checkout_form(buyer).await
}

/// Sends the form, to pay at the door.
pub async fn in_cash(kit: &TestMarket, buyer: &SignedIn, form: &PlaceOrder) -> Result<Placed, Problem<PlaceOrderRefusal>> {
    place_order(&kit.market, &buyer.buyer(), CASH, form.clone()).await
}

/// An order of 50 g, 12.58 with its freight, that is paid at the door.
pub async fn promised(kit: &TestMarket, here: &Street) -> (PaymentId, OrderId) {
    promised_of(kit, here, &[(here.pork, 50)]).await
}

async fn promised_of(kit: &TestMarket, here: &Street, goods: &[(VariantId, i64)]) -> (PaymentId, OrderId) {
    let form = form(kit, &here.buyer, goods).await;
    let placed = in_cash(kit, &here.buyer, &form).await.unwrap();
    (placed.payment, placed.orders[0])
}

/// The same with a coupon, on its way.
pub async fn shipped_with(kit: &TestMarket, here: &Street, code: &str) -> (PaymentId, OrderId) {
    kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
    kit.type_in(&here.buyer, code).await;
    shipped_of(kit, here, promised_of(kit, here, &[]).await).await
}

/// The same, on its way.
pub async fn shipped(kit: &TestMarket, here: &Street) -> (PaymentId, OrderId) {
    shipped_of(kit, here, promised(kit, here).await).await
}

async fn shipped_of(kit: &TestMarket, here: &Street, (payment, order): (PaymentId, OrderId)) -> (PaymentId, OrderId) {
    ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
    (payment, order)
}

/// The courier hands over so much, under a reference of theirs.
pub async fn remit(
    kit: &TestMarket,
    olga: &Operator,
    payment: PaymentId,
    (fen, reference): (i64, &str),
) -> Result<EventOutcome, Problem<RemittanceRefusal>> {
    let (amount, reference) = (Money::fen(fen), reference.to_owned());
    record_remittance(&kit.market, olga, &Remittance { payment, amount, reference, day: "2026-11-24".to_owned() }).await
}

/// Where an order stands, and its cash.
pub async fn stands(kit: &TestMarket, here: &Street, order: OrderId) -> (OrderState, Option<Cash>) {
    let row = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().row;
    (row.state, row.cash)
}

/// Held for orders, owed to shops, owed to buyers, in suspense.
pub async fn books(kit: &TestMarket, olga: &Operator) -> (i64, i64, i64, i64) {
    let money = market_money(&kit.market, olga).await.unwrap();
    (money.escrow.minor(), money.shops.minor(), money.refunds.minor(), money.suspense.minor())
}
