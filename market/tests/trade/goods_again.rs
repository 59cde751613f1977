//! Goods that are asked for once more: sent again, or exchanged for those that come back. What leaves the shelf, what silence means, and
//! what becomes of the money where the goods do not come.

use crate::sale::{decides, sale};
use crate::street::{PORK, count, level, pass, street};
use market::aftersales::commands::{
    Who, agree_to_case, confirm_goods, escalate_case, give_back_instead, open_case, receive_return, refuse_case, resend_goods,
    send_return, withdraw_case,
};
use market::aftersales::queries::{askable, case_of, waiting_for_shop};
use market::aftersales::rules::VAIN_MAX;
use market::aftersales::{AskRefusal, CaseId, CaseKind, CaseRefusal, CaseState};
use market::catalog::commands::remove_listing;
use market::db_test;
use market::inventory::Level;
use market::kernel::{AttemptId, Problem, Span};
use market::ledger::queries::shop_money;
use market::order::OrderState;
use market::order::commands::{cancel_unpaid, confirm_receipt};
use market::order::queries::order_of_buyer;
use market::shop::ShopStaff;
use market::testkit::TestMarket;

/// A parcel that nobody sent before.
const AGAIN: (&str, &str) = ("sf", "SF7654321");

async fn sent_again(kit: &TestMarket, staff: &ShopStaff, case: CaseId) -> Result<(), Problem<CaseRefusal>> {
    resend_goods(&kit.market, staff, case, AGAIN.0, AGAIN.1).await
}

db_test!(
    async fn what_is_sent_again_leaves_the_shelf_once_and_no_money_moves(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 2).await;
        kit.clock.advance(Span::days(6));
        let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
        for _ in 0..2 {
            agree_to_case(market, &here.staff, case).await.unwrap();
            assert_eq!(here.state(&kit, case).await, CaseState::Resending, "a second consent is no refund");
        }
        let waiting = waiting_for_shop(market, &here.staff).await.unwrap();
        let due = Some(market.now().after(Span::hours(48)));
        assert_eq!(waiting.iter().map(|row| (row.id, row.due_at, row.awarded)).collect::<Vec<_>>(), [(case, due, None)]);
        assert_eq!(level(&kit, here.dress).await.on_hand, 8, "nothing has left for a word");

        let owl = resend_goods(market, &here.staff, case, "owl", AGAIN.1).await;
        assert!(matches!(owl, Err(Problem::Refused(CaseRefusal::Courier))), "{owl:?}");
        let short = resend_goods(market, &here.staff, case, "sf", "12").await;
        assert!(matches!(short, Err(Problem::Refused(CaseRefusal::TrackingNumber(_)))), "{short:?}");
        resend_goods(market, &here.staff, case, "sf", "sf 7654-321").await.unwrap();
        sent_again(&kit, &here.staff, case).await.expect("the same parcel is the same answer");
        for (courier, number) in [("ems", AGAIN.1), ("sf", "SF9999999")] {
            let other = resend_goods(market, &here.staff, case, courier, number).await;
            assert!(matches!(other, Err(Problem::Refused(_))), "{other:?}");
        }
        assert_eq!(level(&kit, here.dress).await.on_hand, 7);
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%\"parcel\":\"SF7654321\"%'").await, 1, "the buyer is told its number");
        for who in [Who::Buyer(&buyer), Who::Shop(&here.staff), Who::Operator(&here.olga)] {
            let row = case_of(market, who, case).await.unwrap().unwrap().row;
            assert_eq!(row.resent, Some((AGAIN.0.to_owned(), AGAIN.1.to_owned())));
            assert_eq!((row.state, row.due_at), (CaseState::Resent, Some(market.now().after(Span::days(10)))));
        }
        kit.audited().await;

        for _ in 0..2 {
            confirm_goods(market, &buyer, case).await.unwrap();
        }
        assert_eq!(here.state(&kit, case).await, CaseState::Replaced);
        assert!(kit.refunds().await.is_empty());
        let row = here.order(&kit, order).await;
        assert_eq!((row.row.state, row.open_case), (OrderState::Shipped, None));
        assert_eq!(row.row.confirm_by, Some(market.now().after(Span::days(4))), "what was left of the clock");
        let left = askable(market, &buyer, order).await.unwrap().unwrap();
        assert_eq!((left.lines[0].left, left.is_enough), (2, false), "the same goods can be asked about again");
        kit.audited().await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        assert_eq!(count(&kit, "sale").await, 1, "what is sent again is not sold again");
        kit.audited().await;
    }
);

db_test!(
    async fn an_exchange_waits_for_the_goods_and_then_sends_others(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::Exchange, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        assert_eq!(here.state(&kit, case).await, CaseState::Returning);
        let early = sent_again(&kit, &here.staff, case).await;
        assert!(matches!(early, Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Returning)))), "{early:?}");
        send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
        for _ in 0..2 {
            receive_return(market, &here.staff, case).await.unwrap();
            assert_eq!(here.state(&kit, case).await, CaseState::Resending, "goods for goods, and no money");
        }
        let withdrawn = withdraw_case(market, &buyer, case).await;
        assert!(matches!(withdrawn, Err(Problem::Refused(CaseRefusal::NotFrom(_)))), "theirs are gone: {withdrawn:?}");
        sent_again(&kit, &here.staff, case).await.unwrap();
        assert_eq!(level(&kit, here.dress).await.on_hand, 8);
        let view = case_of(market, Who::Buyer(&buyer), case).await.unwrap().unwrap();
        assert_eq!(view.parcel, Some(("sf".to_owned(), "SF123456".to_owned())), "the parcel back stays known");
        pass(&kit, 9).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Resent);
        pass(&kit, 1).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Replaced, "silence is receipt");
        assert!(kit.refunds().await.is_empty());
        assert!(here.order(&kit, order).await.row.confirm_by.is_some(), "the release goes on");
        kit.audited().await;
    }
);

db_test!(
    async fn silence_promises_no_goods_and_gives_the_money_back(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let back = async || kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>();
        // Nobody answered.
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
        pass(&kit, 2).await;
        assert_eq!((here.state(&kit, case).await, back().await), (CaseState::Settled, vec![13_600]));
        // Nobody answered, and then nobody said that the goods are back.
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::Exchange, 1).await;
        pass(&kit, 2).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Returning);
        send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
        pass(&kit, 7).await;
        assert_eq!((here.state(&kit, case).await, back().await), (CaseState::Settled, vec![13_600; 2]));
        // The shop agreed, and did not send.
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        pass(&kit, 1).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Resending);
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%CaseDue%\"state\":\"Resending\"%'").await, 1, "reminded");
        pass(&kit, 1).await;
        assert_eq!((here.state(&kit, case).await, back().await), (CaseState::Settled, vec![13_600; 3]));
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Cancelled);
        assert_eq!(level(&kit, here.dress).await.on_hand, 7, "nothing was sent");
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_not_on_the_shelf_is_not_sent_and_nothing_is_lost(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 2).await;
        let case = here.asked(&kit, order, CaseKind::Resend, 2).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        let others = kit.placed(&here.buyer, &[(here.dress, 7)]).await;
        let sending = market.for_attempt(AttemptId::mint(market.now()));
        for _ in 0..2 {
            let short = resend_goods(&sending, &here.staff, case, AGAIN.0, AGAIN.1).await;
            assert!(matches!(short, Err(Problem::Refused(CaseRefusal::Short { line: 0, left: 1 }))), "seven are held: {short:?}");
            assert_eq!(here.state(&kit, case).await, CaseState::Resending);
            assert_eq!(level(&kit, here.dress).await, Level { on_hand: 8, held: 7 });
        }
        kit.audited().await;
        cancel_unpaid(market, &buyer, others.payment).await.unwrap();
        for _ in 0..2 {
            resend_goods(&sending, &here.staff, case, AGAIN.0, AGAIN.1).await.expect("the same form, now that there are some");
        }
        assert_eq!(level(&kit, here.dress).await, Level { on_hand: 6, held: 0 });
        let reused = resend_goods(&sending, &here.staff, case, "ems", AGAIN.1).await;
        assert!(matches!(reused, Err(Problem::AttemptReused)), "{reused:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn a_shop_may_give_the_money_back_instead_wherever_goods_are_asked_for(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        for state in [CaseState::Asked, CaseState::Refused, CaseState::Resending, CaseState::Disputed] {
            let order = here.shipped(&kit, 1).await;
            let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
            match state {
                CaseState::Resending => agree_to_case(market, &here.staff, case).await.unwrap(),
                CaseState::Asked => {}
                _ => refuse_case(market, &here.staff, case, "It left whole.").await.unwrap(),
            }
            if state == CaseState::Disputed {
                escalate_case(market, &buyer, case, "It came torn.").await.unwrap();
                let late = agree_to_case(market, &here.staff, case).await;
                assert!(matches!(late, Err(Problem::Refused(_))), "an operator splits money and no goods: {late:?}");
            }
            let before = kit.refunds().await.len();
            for _ in 0..2 {
                give_back_instead(market, &here.staff, case).await.unwrap();
            }
            assert_eq!(here.state(&kit, case).await, CaseState::Settled, "{}", state.code());
            assert_eq!(kit.refunds().await.len(), before + 1, "{}", state.code());
        }
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        let other = give_back_instead(market, &here.staff, case).await;
        assert!(matches!(other, Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Asked)))), "money was asked for: {other:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn a_refused_shop_may_think_better_of_it_and_what_came_wrong_again_is_an_operators(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
        refuse_case(market, &here.staff, case, "It left whole.").await.unwrap();
        agree_to_case(market, &here.staff, case).await.unwrap();
        assert_eq!(here.state(&kit, case).await, CaseState::Resending);
        sent_again(&kit, &here.staff, case).await.unwrap();
        escalate_case(market, &buyer, case, "It is torn again.").await.unwrap();
        decides(market, &here.olga, case, CaseState::Disputed, (5_000, "Both photos show a tear.")).await.unwrap();
        pass(&kit, 3).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [5_000]);
        assert_eq!(level(&kit, here.dress).await.on_hand, 8, "both have left");
        kit.audited().await;
    }
);

db_test!(
    async fn only_what_was_shipped_is_sent_again_and_all_of_it(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let goods = [CaseKind::Exchange, CaseKind::Resend];
        let paid = kit.paid_order(&here.buyer, &[(here.dress, 1)]).await;
        for kind in goods {
            let early = open_case(market, &buyer, &kit.asks(paid, kind, &[(0, 1)])).await;
            assert!(matches!(early, Err(Problem::Refused(AskRefusal::NotNow))), "{early:?}");
        }
        let order = here.shipped(&kit, 1).await;
        let mut ask = kit.asks(order, CaseKind::Resend, &[(0, 1)]);
        ask.amount_minor = Some(1);
        let case = open_case(market, &buyer, &ask).await.unwrap();
        let view = case_of(market, Who::Buyer(&buyer), case).await.unwrap().unwrap();
        assert_eq!(view.row.amount.minor(), 13_600, "nobody is sent a part of a dress");
        let cai = kit.person("Cai").create().await;
        let other = kit.shop("qinglan", &cai).approved().create().await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        assert!(matches!(sent_again(&kit, &other, case).await, Err(Problem::NotFound)), "another shop's case");
        assert!(matches!(give_back_instead(market, &other, case).await, Err(Problem::NotFound)));
        sent_again(&kit, &here.staff, case).await.unwrap();
        assert!(matches!(confirm_goods(market, &cai.buyer(), case).await, Err(Problem::NotFound)), "another buyer's case");
        confirm_goods(market, &buyer, case).await.unwrap();
        confirm_receipt(market, &buyer, order).await.unwrap();
        kit.clock.advance(Span::days(15));
        kit.clock.advance(Span::millis_of(1));
        for kind in goods {
            let late = open_case(market, &buyer, &kit.asks(order, kind, &[(0, 1)])).await;
            assert!(matches!(late, Err(Problem::Refused(AskRefusal::TooLate))), "{late:?}");
        }
    }
);

db_test!(
    async fn goods_that_were_sent_again_were_not_asked_for_in_vain_and_what_was_taken_back_was(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let enough = async || askable(market, &buyer, order).await.unwrap().unwrap().is_enough;
        for round in 0..VAIN_MAX {
            let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
            agree_to_case(market, &here.staff, case).await.unwrap();
            resend_goods(market, &here.staff, case, "sf", &format!("SF765432{round}")).await.unwrap();
            confirm_goods(market, &buyer, case).await.unwrap();
        }
        assert!(!enough().await, "the shop agreed each time");
        for _ in 0..VAIN_MAX {
            assert!(!enough().await);
            let case = here.asked(&kit, order, CaseKind::Resend, 1).await;
            agree_to_case(market, &here.staff, case).await.unwrap();
            withdraw_case(market, &buyer, case).await.unwrap();
        }
        assert!(enough().await);
        kit.audited().await;
    }
);

db_test!(
    async fn goods_of_a_released_order_that_are_not_sent_again_come_out_of_the_shops_balance(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        let case = here.asked(&kit, order, CaseKind::Exchange, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
        receive_return(market, &here.staff, case).await.unwrap();
        give_back_instead(market, &here.staff, case).await.unwrap();
        let money = shop_money(market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.fees.minor()), (0, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn each_of_several_goods_is_taken_or_none(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let scarf = kit.listing(&here.staff).title("Scarf").price_fen(3_000).stock(1).create().await.variant();
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.dress, 1), (scarf, 1)]).await;
        let case = open_case(market, &buyer, &kit.asks(order, CaseKind::Resend, &[(0, 1), (1, 1)])).await.unwrap();
        agree_to_case(market, &here.staff, case).await.unwrap();
        let short = sent_again(&kit, &here.staff, case).await;
        assert!(matches!(short, Err(Problem::Refused(CaseRefusal::Short { line: 1, left: 0 }))), "{short:?}");
        assert_eq!(level(&kit, here.dress).await.on_hand, 9, "the dress stays as well");
        kit.audited().await;
    }
);

db_test!(
    async fn goods_by_the_gram_are_sent_again_to_the_gram_also_where_they_are_sold_no_more(kit) {
        let here = street(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let ham = kit.listing(&here.staff).title("Ham").measure(PORK).price_fen(4_580).stock(1_000).create().await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(ham.variant(), 750)]).await;
        let mut part = kit.asks(order, CaseKind::RefundOnly, &[(0, 750)]);
        part.amount_minor = Some(1_000);
        let case = open_case(market, &buyer, &part).await.unwrap();
        agree_to_case(market, &here.staff, case).await.unwrap();

        let case = open_case(market, &buyer, &kit.asks(order, CaseKind::Resend, &[(0, 151)])).await.unwrap();
        agree_to_case(market, &here.staff, case).await.unwrap();
        remove_listing(market, &here.staff, ham.listing).await.unwrap();
        sent_again(&kit, &here.staff, case).await.expect("goods of a part of whose price went back, and that are sold no more");
        assert_eq!(level(&kit, ham.variant()).await.on_hand, 99);
        confirm_goods(market, &buyer, case).await.unwrap();
        kit.audited().await;

        let rest = open_case(market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 750)])).await.unwrap();
        agree_to_case(market, &here.staff, rest).await.unwrap();
        let back: i64 = kit.refunds().await.iter().map(|refund| refund.2).sum();
        let row = order_of_buyer(market, &buyer, order).await.unwrap().unwrap().row;
        assert_eq!((row.state, back), (OrderState::Cancelled, row.total.minor()), "what was paid, and no more");
        assert_eq!(level(&kit, ham.variant()).await.on_hand, 99, "nothing of it is on the shelf again");
        kit.audited().await;
    }
);
