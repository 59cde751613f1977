//! A market in which everything has happened that the auditor speaks of, so that each of its statements has something to look at.

use crate::cash::{promised, remit, shipped, shipped_with, with_cash};
use crate::sale::Sale;
use crate::street::{Street, dresses, pass};
use market::aftersales::CaseKind;
use market::aftersales::commands::{
    Who, agree_to_case, confirm_goods, open_case, receive_return, refuse_case, resend_goods, say_in_case, send_return,
    withdraw_case,
};
use market::kernel::{Currency, Money, Span};
use market::ledger::PayoutId;
use market::ledger::commands::{fail_payout, make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::OrderId;
use market::order::cash::take_parcel_back;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::order_of_shop;
use market::payment::cash::{withdraw_remittance, write_off_cash};
use market::payment::stuck::settle_refund_by_hand;
use market::payment::suspense::{correct_foreign_amount, correct_wrong_amount, give_back_foreign_amount, give_back_wrong_amount};
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, RefundId, ReportKind, ReportLine};
use market::reconciliation::desk::take_desk_refund;
use market::shop::{Role, ShopStaff};
use market::testkit::{PROVIDER, TestMarket};

/// A dress at 128.00 with its freight.
const DRESS: i64 = 13_600;
const WHY: &str = "It had to be.";

/// All of it. What is to stay as it is comes last: time passes before.
pub async fn past(kit: &TestMarket) {
    let here = with_cash(kit).await;
    let (staff, dress) = dresses(kit, 80).await;
    let sale = Sale { buyer: here.buyer.clone(), staff, dress, olga: kit.operator().await };
    Box::pin(confirmations(kit, &sale)).await;
    Box::pin(cash(kit, &here, &sale)).await;
    Box::pin(payouts(kit, &sale)).await;
    Box::pin(cases_before_shipping(kit, &sale)).await;
    Box::pin(cases_after_shipping(kit, &sale)).await;
    Box::pin(exchanged(kit, &sale)).await;
    Box::pin(refunds(kit, &sale)).await;
    Box::pin(other_amounts(kit, &sale)).await;
    Box::pin(other_currencies(kit, &sale)).await;
    Box::pin(statement(kit, &sale)).await;
    Box::pin(coupons(kit, &here, &sale)).await;
    Box::pin(under_way(kit, &here, &sale)).await;
}

/// An order that its buyer has confirmed.
async fn received(kit: &TestMarket, sale: &Sale) -> OrderId {
    let order = sale.shipped(kit, 1).await;
    confirm_receipt(&kit.market, &sale.buyer.buyer(), order).await.unwrap();
    order
}

/// By the buyer, by the clock, and by somebody who works in the shop by then.
async fn confirmations(kit: &TestMarket, sale: &Sale) {
    received(kit, sale).await;
    let packer = kit.person("Packer").create().await;
    let own = kit.shipped_order(&sale.staff, &packer, &[(sale.dress, 1)]).await;
    kit.hire(sale.staff.shop(), &packer, Role::Packing).await;
    confirm_receipt(&kit.market, &packer.buyer(), own).await.unwrap();
    sale.shipped(kit, 1).await;
    kit.placed(&sale.buyer, &[(sale.dress, 1)]).await;
    pass(kit, 11).await;
}

/// Cash that came, never came, came after all, came in two parts, was typed wrong as a whole and in part, and was refused at the door with
/// its parcel.
async fn cash(kit: &TestMarket, here: &Street, sale: &Sale) {
    let (market, buyer) = (&kit.market, here.buyer.buyer());
    let (paid, order) = shipped(kit, here).await;
    remit(kit, &sale.olga, paid, (1_258, "SF-1")).await.unwrap();
    confirm_receipt(market, &buyer, order).await.unwrap();
    let (refused, order) = shipped(kit, here).await;
    take_parcel_back(market, &here.staff, order).await.unwrap();
    assert_eq!(remit(kit, &sale.olga, refused, (1_258, "SF-2")).await.unwrap(), EventOutcome::GoesBack);
    let (_, order) = promised(kit, here).await;
    cancel_unshipped(market, &buyer, order).await.unwrap();
    kit.market_coupon(&sale.olga, "DOOR1", 100).await;
    let (lost, first) = shipped_with(kit, here, "DOOR1").await;
    let (found, second) = shipped(kit, here).await;
    for order in [first, second] {
        confirm_receipt(market, &buyer, order).await.unwrap();
    }
    kit.clock.advance(Span::days(30));
    for payment in [lost, found] {
        write_off_cash(market, &sale.olga, payment, WHY).await.unwrap();
    }
    assert_eq!(remit(kit, &sale.olga, found, (1_258, "SF-3")).await.unwrap(), EventOutcome::Paid);
    let (counted, order) = shipped(kit, here).await;
    pass(kit, 10).await;
    confirm_receipt(market, &buyer, order).await.unwrap();
    assert_eq!(remit(kit, &sale.olga, counted, (1_258, "SF-4")).await.unwrap(), EventOutcome::Paid);
    let (halves, _) = shipped(kit, here).await;
    remit(kit, &sale.olga, halves, (1_200, "SF-5")).await.unwrap();
    assert_eq!(remit(kit, &sale.olga, halves, (58, "SF-6")).await.unwrap(), EventOutcome::Paid);
    let (mistyped, _) = shipped(kit, here).await;
    remit(kit, &sale.olga, mistyped, (125, "SF-7")).await.unwrap();
    withdraw_remittance(market, &sale.olga, "SF-7", WHY).await.unwrap();
    assert_eq!(remit(kit, &sale.olga, mistyped, (1_258, "SF-7")).await.unwrap(), EventOutcome::Paid);
    let (anew, _) = shipped(kit, here).await;
    remit(kit, &sale.olga, anew, (125, "SF-8")).await.unwrap();
    assert_eq!(remit(kit, &sale.olga, anew, (58, "SF-9")).await.unwrap(), EventOutcome::Unbooked);
    withdraw_remittance(market, &sale.olga, "SF-8", WHY).await.unwrap();
    assert_eq!(remit(kit, &sale.olga, anew, (1_200, "SF-8")).await.unwrap(), EventOutcome::Paid);
}

/// One that came back, one that was paid, one that failed, and one that waits. Two that come back in a row would stop the card.
async fn payouts(kit: &TestMarket, sale: &Sale) {
    let (market, olga) = (&kit.market, &sale.olga);
    let back = payout(kit, sale).await;
    settle_payout(market, olga, back).await.unwrap();
    return_payout(market, olga, back, WHY).await.unwrap();
    settle_payout(market, olga, payout(kit, sale).await).await.unwrap();
    received(kit, sale).await;
    fail_payout(market, olga, payout(kit, sale).await, WHY).await.unwrap();
    payout(kit, sale).await;
}

/// What the shop has is on its way, and that of whoever else has something is paid.
async fn payout(kit: &TestMarket, sale: &Sale) -> PayoutId {
    let batch = make_payout_batch(&kit.market, Some(&sale.olga)).await.unwrap().unwrap();
    let made = batch_payouts(&kit.market, &sale.olga, batch).await.unwrap();
    let (own, others): (Vec<_>, Vec<_>) = made.into_iter().partition(|payout| payout.amount.minor() > DRESS / 2);
    for other in others {
        settle_payout(&kit.market, &sale.olga, other.id).await.unwrap();
    }
    own[0].id
}

/// A part and all of what has not left.
async fn cases_before_shipping(kit: &TestMarket, sale: &Sale) {
    for (pieces, asked) in [(2, 1), (2, 2)] {
        let order = kit.paid_order(&sale.buyer, &[(sale.dress, pieces)]).await;
        let case = sale.asked(kit, order, CaseKind::BeforeShipping, asked).await;
        agree_to_case(&kit.market, &sale.staff, case).await.unwrap();
    }
}

/// Out of what is held and of what was released; of goods that came back, of goods that went again, and of nothing.
async fn cases_after_shipping(kit: &TestMarket, sale: &Sale) {
    let (market, buyer) = (&kit.market, sale.buyer.buyer());
    let held = sale.shipped(kit, 2).await;
    let mut ask = kit.asks(held, CaseKind::RefundOnly, &[(0, 2)]);
    ask.amount_minor = Some(5_000);
    let case = open_case(market, &buyer, &ask).await.unwrap();
    say_in_case(market, Who::Buyer(&buyer), case, "Both sleeves.", &[]).await.unwrap();
    agree_to_case(market, &sale.staff, case).await.unwrap();
    confirm_receipt(market, &buyer, held).await.unwrap();
    for part in [1, 2] {
        let released = received(kit, sale).await;
        let mut ask = kit.asks(released, CaseKind::RefundOnly, &[(0, 1)]);
        ask.amount_minor = Some(DRESS / part);
        let case = open_case(market, &buyer, &ask).await.unwrap();
        agree_to_case(market, &sale.staff, case).await.unwrap();
    }
    let order = sale.shipped(kit, 1).await;
    let case = sale.asked(kit, order, CaseKind::ReturnAndRefund, 1).await;
    agree_to_case(market, &sale.staff, case).await.unwrap();
    send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
    receive_return(market, &sale.staff, case).await.unwrap();
    let order = sale.shipped(kit, 1).await;
    let case = sale.asked(kit, order, CaseKind::Resend, 1).await;
    agree_to_case(market, &sale.staff, case).await.unwrap();
    resend_goods(market, &sale.staff, case, "sf", "SF654321").await.unwrap();
    confirm_goods(market, &buyer, case).await.unwrap();
    let tofu = kit.listing(&sale.staff).title("Tofu").perishable().create().await.variant();
    let order = kit.shipped_order(&sale.staff, &sale.buyer, &[(tofu, 1)]).await;
    let case = sale.asked(kit, order, CaseKind::Resend, 1).await;
    agree_to_case(market, &sale.staff, case).await.unwrap();
    resend_goods(market, &sale.staff, case, "sf", "SF654322").await.unwrap();
    confirm_goods(market, &buyer, case).await.unwrap();
    let order = sale.shipped(kit, 1).await;
    let case = sale.asked(kit, order, CaseKind::RefundOnly, 1).await;
    refuse_case(market, &sale.staff, case, WHY).await.unwrap();
    withdraw_case(market, &buyer, case).await.unwrap();
}

/// An M goes back for an L, and an L for another one: two lines want the same. The L that came for the M is sent once more.
async fn exchanged(kit: &TestMarket, sale: &Sale) {
    let (market, buyer) = (&kit.market, sale.buyer.buyer());
    let sizes = kit.listing(&sale.staff).title("Summer dress").option("Size", &["M", "L"]).create().await.variants;
    let order = kit.shipped_order(&sale.staff, &sale.buyer, &[(sizes[0], 1), (sizes[1], 1)]).await;
    let mut ask = kit.asks(order, CaseKind::Exchange, &[(0, 1), (1, 1)]);
    ask.wanted = vec![(0, sizes[1])];
    let case = open_case(market, &buyer, &ask).await.unwrap();
    agree_to_case(market, &sale.staff, case).await.unwrap();
    send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
    receive_return(market, &sale.staff, case).await.unwrap();
    resend_goods(market, &sale.staff, case, "sf", "SF654321").await.unwrap();
    confirm_goods(market, &buyer, case).await.unwrap();
    let torn = sale.asked(kit, order, CaseKind::Resend, 1).await;
    agree_to_case(market, &sale.staff, torn).await.unwrap();
    resend_goods(market, &sale.staff, torn, "sf", "SF765432").await.unwrap();
    confirm_goods(market, &buyer, torn).await.unwrap();
}

/// A cancelled order's refund.
async fn owed(kit: &TestMarket, sale: &Sale) -> (PaymentId, RefundId) {
    kit.refund_owed(&sale.buyer, &[(sale.dress, 1)]).await
}

/// The provider says something of a refund, under a word of its own.
async fn says(kit: &TestMarket, payment: PaymentId, word: &str, kind: ProviderEventKind) -> EventOutcome {
    kit.told(payment, &format!("{payment}:{word}"), kind).await.unwrap()
}

/// The provider makes a refund, which may come back.
async fn made(kit: &TestMarket, (payment, refund): (PaymentId, RefundId), comes_back: bool) {
    assert_eq!(says(kit, payment, "refunded", ProviderEventKind::Refunded(refund)).await, EventOutcome::Refunded);
    if comes_back {
        let failed = says(kit, payment, "failed", ProviderEventKind::RefundFailed(refund)).await;
        assert_eq!(failed, EventOutcome::RefundFailed);
    }
}

/// The provider refuses a refund, and the market makes it.
async fn made_by_hand(kit: &TestMarket, sale: &Sale, refund: RefundId) {
    kit.refuses(refund, WHY).await;
    settle_refund_by_hand(&kit.market, &sale.olga, refund, WHY).await.unwrap();
}

/// Owed, refused, made, made and come back, and made by hand; and of money that came too late.
async fn refunds(kit: &TestMarket, sale: &Sale) {
    owed(kit, sale).await;
    kit.refuses(owed(kit, sale).await.1, WHY).await;
    for comes_back in [false, true] {
        made(kit, owed(kit, sale).await, comes_back).await;
    }
    made_by_hand(kit, sale, owed(kit, sale).await.1).await;
    let late = kit.placed(&sale.buyer, &[(sale.dress, 1)]).await.payment;
    cancel_unpaid(&kit.market, &sale.buyer.buyer(), late).await.unwrap();
    assert_eq!(kit.captured(late, "late", DRESS).await, EventOutcome::GoesBack);
}

/// A payment of a dress of which the provider told another amount.
async fn told(kit: &TestMarket, sale: &Sale, amount: Money) -> PaymentId {
    kit.paid_another_amount(&sale.buyer, &[(sale.dress, 1)], amount).await
}

/// The provider's statement tells that it took the price of a dress for a payment.
async fn stated(kit: &TestMarket, payment: PaymentId) -> u64 {
    let line = kit.report_line_of(payment, &format!("txn {payment}"), ReportKind::Captured, DRESS);
    kit.states(PROVIDER, &[line]).await
}

/// That is held, goes back, has gone back, and was never there.
async fn other_amounts(kit: &TestMarket, sale: &Sale) {
    let (market, olga) = (&kit.market, &sale.olga);
    let wrong = Money::fen(DRESS - 1);
    told(kit, sale, wrong).await;
    give_back_wrong_amount(market, olga, told(kit, sale, wrong).await, WHY).await.unwrap();
    let struck = told(kit, sale, wrong).await;
    assert_eq!(stated(kit, struck).await, 0, "no booking is that");
    assert_eq!(correct_wrong_amount(market, olga, struck, WHY).await.unwrap(), Some(EventOutcome::Paid));
}

/// Another currency than was asked for.
const DOLLARS: Money = Money::new(1_900, Currency::Usd);

/// A refund in dollars.
async fn owed_dollars(kit: &TestMarket, sale: &Sale) -> (PaymentId, RefundId) {
    kit.clock.advance(Span::minutes(1));
    let payment = told(kit, sale, DOLLARS).await;
    give_back_foreign_amount(&kit.market, &sale.olga, payment, WHY).await.unwrap();
    (payment, kit.refunds().await.last().unwrap().0)
}

/// The same in dollars, and all that may become of its refund.
async fn other_currencies(kit: &TestMarket, sale: &Sale) {
    told(kit, sale, DOLLARS).await;
    owed_dollars(kit, sale).await;
    for comes_back in [false, true] {
        made(kit, owed_dollars(kit, sale).await, comes_back).await;
    }
    made_by_hand(kit, sale, owed_dollars(kit, sale).await.1).await;
    let struck = told(kit, sale, DOLLARS).await;
    stated(kit, struck).await;
    let corrected = correct_foreign_amount(&kit.market, &sale.olga, struck, WHY).await.unwrap();
    assert_eq!(corrected, Some(EventOutcome::Paid));
}

/// The statement knows a payment, money of nobody that went back, and what the desk gave back before and after its release.
async fn statement(kit: &TestMarket, sale: &Sale) {
    let known = kit.paid(&sale.buyer, &[(sale.dress, 1)]).await.payment;
    stated(kit, known).await;
    let stray = kit.report_line("stray", ReportKind::Captured, 700);
    let back = ReportLine { reference: stray.reference.clone(), ..kit.report_line("back", ReportKind::Refunded, -700) };
    let kept = kit.report_line("kept", ReportKind::Captured, 30);
    assert_eq!(kit.states(PROVIDER, &[stray, kept]).await, 2);
    assert_eq!(kit.states(PROVIDER, &[back]).await, 1);
    for is_released in [false, true] {
        let placed = kit.shipped(&sale.staff, &sale.buyer, &[(sale.dress, 1)]).await;
        if is_released {
            confirm_receipt(&kit.market, &sale.buyer.buyer(), placed.orders[0]).await.unwrap();
        }
        let line = format!("desk {is_released}");
        let told = kit.report_line_of(placed.payment, &line, ReportKind::Refunded, -500);
        assert_eq!(kit.states(PROVIDER, &[told]).await, 0, "no refund of ours is that");
        take_desk_refund(&kit.market, &sale.olga, (PROVIDER, line.as_str()), None, WHY).await.unwrap();
    }
}

/// Dresses and pork with a coupon of the shop and one of the market: given up, cancelled, given back in part before and after the release,
/// and as they are.
async fn coupons(kit: &TestMarket, here: &Street, sale: &Sale) {
    let (market, buyer) = (&kit.market, sale.buyer.buyer());
    kit.shop_coupon(&sale.staff, "ROSY5", 500).await;
    kit.market_coupon(&sale.olga, "MARKET10", 1_000).await;
    let both = async || {
        kit.fill_cart(&sale.buyer, &[(sale.dress, 1), (here.pork, 50)]).await;
        kit.type_in(&sale.buyer, "ROSY5").await;
        kit.type_in(&sale.buyer, "MARKET10").await;
    };
    both().await;
    let given_up = kit.placed(&sale.buyer, &[]).await;
    cancel_unpaid(market, &buyer, given_up.payment).await.unwrap();
    both().await;
    for order in kit.paid(&sale.buyer, &[]).await.orders {
        cancel_unshipped(market, &buyer, order).await.unwrap();
    }
    for is_released in [false, true] {
        both().await;
        let placed = kit.paid(&sale.buyer, &[]).await;
        let dress = of_shop(kit, &sale.staff, &placed.orders).await;
        ship_order(market, &sale.staff, dress, "sf", "SF1234567890").await.unwrap();
        if is_released {
            confirm_receipt(market, &buyer, dress).await.unwrap();
        }
        let mut ask = kit.asks(dress, CaseKind::RefundOnly, &[(0, 1)]);
        ask.amount_minor = Some(4_000);
        let case = open_case(market, &buyer, &ask).await.unwrap();
        agree_to_case(market, &sale.staff, case).await.unwrap();
    }
    both().await;
    kit.paid(&sale.buyer, &[]).await;
}

/// The order of a shop among others.
async fn of_shop(kit: &TestMarket, staff: &ShopStaff, orders: &[OrderId]) -> OrderId {
    for order in orders {
        if order_of_shop(&kit.market, staff, *order).await.unwrap().is_some() {
            return *order;
        }
    }
    panic!("no order of this shop")
}

/// Placed, paid at once for two shops, shipped, stopped by a case, promised in cash, and received while the cash is not here.
async fn under_way(kit: &TestMarket, here: &Street, sale: &Sale) {
    kit.placed(&sale.buyer, &[(sale.dress, 1)]).await;
    kit.paid(&sale.buyer, &[(sale.dress, 1), (here.pork, 50)]).await;
    sale.shipped(kit, 1).await;
    let stopped = sale.shipped(kit, 1).await;
    sale.asked(kit, stopped, CaseKind::RefundOnly, 1).await;
    promised(kit, here).await;
    let (_, order) = shipped(kit, here).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
}
