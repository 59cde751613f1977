//! Cases before anything is shipped: the money goes back, and the goods are on their shelf or still to be packed.

use crate::sale::sale;
use crate::street::{level, pass};
use market::aftersales::commands::{agree_to_case, open_case};
use market::aftersales::queries::waiting_for_shop;
use market::aftersales::{AskCase, CaseKind, CaseState};
use market::db_test;
use market::kernel::{Problem, Span};
use market::ledger::queries::shop_money;
use market::order::commands::{cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::{order_of_shop, to_ship};
use market::order::{LineView, MoveRefusal, OrderState, ShipRefusal};

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
