//! Cases from the question to the money: before shipping, refund only, return, dispute, appeal.

use crate::street::{dresses, level, street};
use market::account::{Operator, SignedIn};
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, decide_case, escalate_case, open_case, receive_return, refuse_case, say_in_case,
    send_return, withdraw_case,
};
use market::aftersales::queries::{askable, case_of, waiting_for_operator, waiting_for_shop};
use market::aftersales::rules::ShareError;
use market::aftersales::{AskCase, AskRefusal, CaseId, CaseKind, CaseRefusal, CaseState};
use market::catalog::VariantId;
use market::db_test;
use market::kernel::{Problem, Span};
use market::ledger::queries::shop_money;
use market::order::commands::{cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::{order_of_buyer, order_of_shop, to_ship};
use market::order::{LineView, MoveRefusal, OrderId, OrderState, OrderView, ShipRefusal};
use market::shop::ShopStaff;
use market::testkit::TestMarket;

/// A shop with ten dresses at 128.00, somebody who buys them, and an operator.
pub struct Sale {
    pub buyer: SignedIn,
    pub staff: ShopStaff,
    pub dress: VariantId,
    pub olga: Operator,
}

pub async fn sale(kit: &TestMarket) -> Sale {
    let buyer = street(kit).await.buyer;
    let (staff, dress) = dresses(kit, 10).await;
    let olga = kit.person("Olga").operator().create().await.operator().unwrap();
    Sale { buyer, staff, dress, olga }
}

impl Sale {
    pub async fn order(&self, kit: &TestMarket, id: OrderId) -> OrderView {
        order_of_buyer(&kit.market, &self.buyer.buyer(), id).await.unwrap().unwrap()
    }
    pub async fn state(&self, kit: &TestMarket, id: CaseId) -> CaseState {
        case_of(&kit.market, Who::Buyer(&self.buyer.buyer()), id).await.unwrap().unwrap().row.state
    }
    pub async fn shipped(&self, kit: &TestMarket, pieces: i64) -> OrderId {
        kit.shipped_order(&self.staff, &self.buyer, &[(self.dress, pieces)]).await
    }
    pub async fn asked(&self, kit: &TestMarket, order: OrderId, kind: CaseKind, pieces: i64) -> CaseId {
        open_case(&kit.market, &self.buyer.buyer(), &kit.asks(order, kind, &[(0, pieces)])).await.unwrap()
    }
}

/// Days pass, and the clocks with them: whoever is to be reminded is.
pub async fn pass(kit: &TestMarket, days: i64) {
    for _ in 0..days {
        kit.clock.advance(Span::days(1));
        kit.fire_clocks().await;
    }
}

db_test!(
    async fn a_shop_that_says_nothing_consents_and_the_piece_is_on_its_shelf_again(kit) {
        let here = sale(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.dress, 2)]).await;
        let case = here.asked(&kit, order, CaseKind::BeforeShipping, 1).await;
        kit.audited().await;
        assert!(
            matches!(
                ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await,
                Err(Problem::Refused(ShipRefusal::Move(MoveRefusal::CaseOpen)))
            ),
            "goods do not leave while somebody asks for them back"
        );
        assert_eq!(waiting_for_shop(&kit.market, &here.staff).await.unwrap().len(), 1);
        pass(&kit, 1).await;
        kit.clock.advance(Span::hours(23));
        kit.fire_clocks().await;
        assert_eq!(here.state(&kit, case).await, CaseState::Asked);
        kit.clock.advance(Span::hours(1));
        kit.fire_clocks().await;
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        // Half of the goods, half of the freight.
        assert_eq!(here.order(&kit, order).await.refunded.minor(), 12_800 + 400);
        assert_eq!(level(&kit, here.dress).await.on_hand, 9);
        kit.audited().await;
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!(money.available.minor(), 12_800 + 400 - 128);
        assert_eq!(money.fees.minor(), 128, "of a fee of 256 the half went back");
        kit.audited().await;
    }
);

db_test!(
    async fn all_of_an_order_before_shipping_ends_it_and_a_part_before_leaves_the_rest_to_cancelling(kit) {
        let here = sale(&kit).await;
        let whole = kit.paid_order(&here.buyer, &[(here.dress, 2)]).await;
        let case = here.asked(&kit, whole, CaseKind::BeforeShipping, 2).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(here.order(&kit, whole).await.row.state, OrderState::Cancelled);
        kit.audited().await;
        let parts = kit.paid_order(&here.buyer, &[(here.dress, 3)]).await;
        let case = here.asked(&kit, parts, CaseKind::BeforeShipping, 1).await;
        assert!(matches!(
            cancel_unshipped(&kit.market, &here.buyer.buyer(), parts).await,
            Err(Problem::Refused(MoveRefusal::CaseOpen))
        ));
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        cancel_unshipped(&kit.market, &here.buyer.buyer(), parts).await.unwrap();
        assert_eq!(level(&kit, here.dress).await.on_hand, 10);
        assert_eq!(here.order(&kit, parts).await.refunded, here.order(&kit, parts).await.row.total);
        kit.audited().await;
    }
);

db_test!(
    async fn goods_of_which_all_money_went_back_in_uneven_parts_are_on_their_shelf_again(kit) {
        let here = sale(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.dress, 2)]).await;
        // Three quarters of the money for both pieces, which stay with the order; then one piece, for all that is left.
        let most = here.order(&kit, order).await.row.total.minor();
        let ask = AskCase { amount_minor: Some(most / 4 * 3), ..kit.asks(order, CaseKind::BeforeShipping, &[(0, 2)]) };
        let part = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, part).await.unwrap();
        assert_eq!(level(&kit, here.dress).await.on_hand, 8);
        kit.audited().await;
        let rest = here.asked(&kit, order, CaseKind::BeforeShipping, 1).await;
        agree_to_case(&kit.market, &here.staff, rest).await.unwrap();
        let view = here.order(&kit, order).await;
        assert_eq!((view.row.state, view.refunded.minor()), (OrderState::Cancelled, most));
        assert_eq!(level(&kit, here.dress).await.on_hand, 10, "nobody gets them any more");
        kit.audited().await;
    }
);

db_test!(
    async fn a_case_stops_the_release_and_its_end_resumes_it_where_it_stood(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        kit.clock.advance(Span::days(6));
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        assert_eq!(here.order(&kit, order).await.row.confirm_by, None, "nobody can say when");
        assert!(matches!(
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await,
            Err(Problem::Refused(MoveRefusal::CaseOpen))
        ));
        refuse_case(&kit.market, &here.staff, case, "It left whole.").await.unwrap();
        kit.clock.advance(Span::days(4));
        kit.fire_clocks().await;
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Shipped, "ten days are over, but the clock stood still");
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        kit.audited().await;
        pass(&kit, 3).await;
        kit.clock.advance(Span::millis_of(Span::days(1).millis() - 1));
        kit.fire_clocks().await;
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Shipped);
        kit.clock.advance(Span::millis_of(1));
        kit.fire_clocks().await;
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Completed);
        kit.audited().await;
    }
);

db_test!(
    async fn goods_come_back_and_so_does_the_money(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(here.state(&kit, case).await, CaseState::Returning);
        let market = &kit.market;
        let buyer = here.buyer.buyer();
        assert!(matches!(send_return(market, &buyer, case, "sf", "12").await, Err(Problem::Refused(CaseRefusal::TrackingNumber(_)))));
        assert!(matches!(send_return(market, &buyer, case, "owl", "SF123456").await, Err(Problem::Refused(CaseRefusal::Courier))));
        send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
        receive_return(market, &here.staff, case).await.unwrap();
        receive_return(market, &here.staff, case).await.unwrap();
        let order = here.order(&kit, order).await;
        assert_eq!((order.row.state, order.refunded.minor()), (OrderState::Cancelled, 13_600));
        assert_eq!(kit.refunds().await.len(), 1);
        kit.audited().await;
    }
);

db_test!(
    async fn an_operator_splits_the_money_and_the_second_look_is_for_good(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        refuse_case(market, &here.staff, case, "It left whole.").await.unwrap();
        escalate_case(market, &buyer, case, "It did not arrive whole.").await.unwrap();
        assert_eq!(waiting_for_operator(market, &here.olga).await.unwrap().len(), 1);
        kit.clock.advance(Span::days(9));
        kit.fire_clocks().await;
        assert_eq!(here.state(&kit, case).await, CaseState::Disputed, "an operator who is late decides nothing");
        kit.audited().await;
        let seen = CaseState::Disputed;
        assert!(matches!(
            decide_case(market, &here.olga, case, seen, (13_601, "all and more")).await,
            Err(Problem::Refused(CaseRefusal::Amount))
        ));
        decide_case(market, &here.olga, case, seen, (5_000, "Both photos show a tear.")).await.unwrap();
        decide_case(market, &here.olga, case, seen, (5_000, "Both photos show a tear.")).await.unwrap();
        assert!(matches!(
            decide_case(market, &here.olga, case, seen, (6_000, "No, more.")).await,
            Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Decided)))
        ));
        assert!(kit.refunds().await.is_empty(), "nothing moves before the time to appeal is over");
        appeal_case(market, Who::Shop(&here.staff), case, "The courier tore it.").await.unwrap();
        decide_case(market, &here.olga, case, CaseState::Appealed, (3_000, "The courier's note is new.")).await.unwrap();
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [3_000]);
        kit.audited().await;
        pass(&kit, 10).await;
        let money = shop_money(market, &here.staff).await.unwrap().unwrap();
        // 3,000 of 13,600 take 28 of the fee of 128 along.
        assert_eq!((money.available.minor(), money.fees.minor()), (13_600 - 3_000 - 100, 100));
        kit.audited().await;
    }
);

db_test!(
    async fn after_a_payout_the_shop_owes_and_the_next_sale_makes_up_for_it(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let batch = market::ledger::commands::make_payout_batch(&kit.market, Some(&here.olga)).await.unwrap().unwrap();
        for payout in market::ledger::queries::batch_payouts(&kit.market, &here.olga, batch).await.unwrap() {
            market::ledger::commands::settle_payout(&kit.market, &here.olga, payout.id).await.unwrap();
        }
        kit.clock.advance(Span::days(14));
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        kit.audited().await;
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.fees.minor()), (-13_472, 0));
        assert_eq!(money.statement[0].kind, "case_refund");
        assert_eq!(money.statement[0].about, here.order(&kit, order).await.row.number);
        let next = here.shipped(&kit, 2).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), next).await.unwrap();
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!(money.available.minor(), 2 * 12_800 + 800 - 256 - 13_472);
        kit.audited().await;
        kit.clock.advance(Span::days(2));
        assert!(matches!(
            open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await,
            Err(Problem::Refused(AskRefusal::TooLate))
        ));
    }
);

db_test!(
    async fn what_went_back_cannot_go_back_again(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let of = |amount| {
            let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
            ask.amount_minor = amount;
            ask
        };
        let part = open_case(market, &buyer, &of(Some(5_000))).await.unwrap();
        agree_to_case(market, &here.staff, part).await.unwrap();
        let more = open_case(market, &buyer, &of(Some(8_601))).await;
        let most = ShareError::AmountTooHigh { most: 8_600 };
        assert!(matches!(more, Err(Problem::Refused(AskRefusal::Share(error))) if error == most), "{more:?}");
        kit.clock.advance(Span::minutes(1));
        let rest = open_case(market, &buyer, &of(None)).await.unwrap();
        agree_to_case(market, &here.staff, rest).await.unwrap();
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [5_000, 8_600]);
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Cancelled);
        kit.audited().await;
    }
);

db_test!(
    async fn money_alone_leaves_the_goods_where_they_are(kit) {
        let here = sale(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.dress, 2)]).await;
        let mut ask = kit.asks(order, CaseKind::BeforeShipping, &[(0, 2)]);
        ask.amount_minor = Some(1_000);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        let view = here.order(&kit, order).await;
        assert_eq!((view.row.state, view.refunded.minor()), (OrderState::Paid, 1_000));
        assert_eq!(level(&kit, here.dress).await.on_hand, 8, "they are still to be shipped");
        assert_eq!(view.row.lines[0].to_pack(), 2);
        kit.audited().await;
    }
);

db_test!(
    async fn goods_that_were_given_back_before_shipping_are_not_packed(kit) {
        let here = sale(&kit).await;
        let shawl = kit.listing(&here.staff).title("Shawl").stock(5).weight_grams(100).create().await.variant();
        let order = kit.paid_order(&here.buyer, &[(here.dress, 3), (shawl, 1)]).await;
        let packed = async || {
            let of = |lines: Vec<LineView>| {
                let mut of: Vec<_> = lines.into_iter().map(|line| (line.title.clone(), line.to_pack(), line.restocked)).collect();
                of.sort();
                of
            };
            let shop = order_of_shop(&kit.market, &here.staff, order).await.unwrap().unwrap();
            let listed = to_ship(&kit.market, &here.staff, 10).await.unwrap().remove(0);
            assert_eq!(of(listed.lines), of(shop.row.lines.clone()), "the list says what the order's page says");
            assert_eq!(of(here.order(&kit, order).await.row.lines), of(shop.row.lines.clone()), "and so does the buyer's");
            of(shop.row.lines)
        };
        let line = |title: &str, left: i64, back: i64| (title.to_owned(), left, back);
        assert_eq!(packed().await, [line("Rosy dress", 3, 0), line("Shawl", 1, 0)]);
        let lines = here.order(&kit, order).await.row.lines;
        let at = |title: &str| (0_i64..).zip(&lines).find(|(_, line)| line.title == title).unwrap().0;
        for (quantities, expected) in [
            ([(at("Rosy dress"), 1), (at("Shawl"), 1)], [line("Rosy dress", 2, 1), line("Shawl", 0, 1)]),
            ([(at("Rosy dress"), 1), (at("Shawl"), 0)], [line("Rosy dress", 1, 2), line("Shawl", 0, 1)]),
        ] {
            let ask = kit.asks(order, CaseKind::BeforeShipping, &quantities);
            let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            assert_eq!(packed().await, expected);
        }
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        let ask = kit.asks(order, CaseKind::RefundOnly, &[(at("Rosy dress"), 1)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        let left = here.order(&kit, order).await.row.lines.iter().map(LineView::to_pack).sum::<i64>();
        assert_eq!(left, 1, "what was given back after that had been packed");
        kit.audited().await;
    }
);

db_test!(
    async fn what_cannot_be_asked_is_refused_and_changes_nothing(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 2).await;
        let refused = async |ask: &market::aftersales::AskCase| match open_case(market, &buyer, ask).await {
            Err(Problem::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        let good = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
        let with = |change: fn(&mut market::aftersales::AskCase)| {
            let mut ask = good.clone();
            change(&mut ask);
            ask
        };
        let share = |error| AskRefusal::Share(error);
        assert_eq!(refused(&with(|ask| ask.quantities = vec![(0, 3)])).await, share(ShareError::TooMuch { line: 0, left: 2 }));
        assert_eq!(refused(&with(|ask| ask.quantities = vec![(0, -1)])).await, share(ShareError::TooMuch { line: 0, left: 2 }));
        assert_eq!(refused(&with(|ask| ask.quantities = vec![(7, 1)])).await, share(ShareError::Nothing));
        assert_eq!(refused(&with(|ask| ask.quantities.clear())).await, share(ShareError::Nothing));
        assert_eq!(refused(&with(|ask| ask.amount_minor = Some(0))).await, share(ShareError::NotPositive));
        assert_eq!(refused(&with(|ask| ask.amount_minor = Some(-5))).await, share(ShareError::NotPositive));
        assert_eq!(refused(&with(|ask| ask.amount_minor = Some(13_201))).await, share(ShareError::AmountTooHigh { most: 13_200 }));
        assert_eq!(refused(&with(|ask| ask.quantities = vec![(0, i64::MAX)])).await, share(ShareError::TooMuch { line: 0, left: 2 }));
        assert_eq!(refused(&with(|ask| ask.kind = CaseKind::BeforeShipping)).await, AskRefusal::NotNow);
        assert!(matches!(refused(&with(|ask| ask.words = " ".into())).await, AskRefusal::Words(_)));
        assert!(matches!(refused(&with(|ask| ask.words = "x".repeat(501))).await, AskRefusal::Words(_)));
        let cai = kit.person("Cai").create().await;
        assert!(matches!(open_case(market, &cai.buyer(), &good).await, Err(Problem::NotFound)), "another buyer's order");

        let case = open_case(market, &buyer, &good).await.unwrap();
        assert_eq!(open_case(market, &buyer, &good).await.unwrap(), case, "the same attempt is the same case");
        assert_eq!(refused(&with(|ask| ask.amount_minor = Some(1))).await, AskRefusal::AttemptReused);
        assert_eq!(refused(&kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await, AskRefusal::OpenCase(case));
        assert!(askable(market, &buyer, order).await.unwrap().unwrap().open_case.is_some());
        assert!(matches!(withdraw_case(market, &cai.buyer(), case).await, Err(Problem::NotFound)));
        let (other, _) = (kit.shop("qinglan", &cai).approved().create().await, ());
        assert!(matches!(agree_to_case(market, &other, case).await, Err(Problem::NotFound)), "another shop's case");
        assert!(matches!(say_in_case(market, Who::Shop(&other), case, "hello", &[]).await, Err(Problem::NotFound)));
        assert!(case_of(market, Who::Shop(&other), case).await.unwrap().is_none());
        assert!(matches!(
            escalate_case(market, &buyer, case, "Now!").await,
            Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Asked)))
        ));
        agree_to_case(market, &here.staff, case).await.unwrap();
        assert!(matches!(
            say_in_case(market, Who::Buyer(&buyer), case, "Thanks", &[]).await,
            Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Settled)))
        ));
        let left = askable(market, &buyer, order).await.unwrap().unwrap();
        assert_eq!((left.lines[0].left, left.freight_left.minor()), (1, 400));
        kit.audited().await;
    }
);
