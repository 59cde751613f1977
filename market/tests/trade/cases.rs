//! Cases of what was shipped, from the question to the money: refund only, return, dispute, appeal.

use crate::sale::{decides, sale};
use crate::street::{change, pass};
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, escalate_case, open_case, receive_return, refuse_case, say_in_case, send_return,
    withdraw_case,
};
use market::aftersales::queries::waiting_for_operator;
use market::aftersales::{AskRefusal, CaseKind, CaseRefusal, CaseState};
use market::db_test;
use market::kernel::{Problem, Span};
use market::ledger::queries::shop_money;
use market::order::commands::confirm_receipt;
use market::order::{MoveRefusal, OrderState};
use market::shop::Role;

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
            decides(market, &here.olga, case, seen, (13_601, "all and more")).await,
            Err(Problem::Refused(CaseRefusal::Amount))
        ));
        decides(market, &here.olga, case, seen, (5_000, "Both photos show a tear.")).await.unwrap();
        decides(market, &here.olga, case, seen, (5_000, "Both photos show a tear.")).await.unwrap();
        assert!(matches!(
            decides(market, &here.olga, case, seen, (6_000, "No, more.")).await,
            Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Decided)))
        ));
        assert!(kit.refunds().await.is_empty(), "nothing moves before the time to appeal is over");
        appeal_case(market, Who::Shop(&here.staff), case, "The courier tore it.").await.unwrap();
        decides(market, &here.olga, case, CaseState::Appealed, (3_000, "The courier's note is new.")).await.unwrap();
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
    async fn nobody_is_an_operator_in_a_case_of_their_own(kit) {
        let here = sale(&kit).await;
        let market = &kit.market;
        let [buyer, helper, left] = [
            kit.person("Ben").operator().create().await,
            kit.person("Li").operator().create().await,
            kit.person("Mo").operator().create().await,
        ];
        kit.hire(here.staff.shop(), &helper, Role::Packing).await;
        kit.hire(here.staff.shop(), &left, Role::Answering).await;
        let leaves = "UPDATE shop_staff SET ended_at = since WHERE role = 'answering'";
        change(&kit, leaves, leaves).await;
        let order = kit.shipped_order(&here.staff, &buyer, &[(here.dress, 1)]).await;
        let case = open_case(market, &buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
        refuse_case(market, &here.staff, case, "It left whole.").await.unwrap();
        escalate_case(market, &buyer.buyer(), case, "It did not arrive whole.").await.unwrap();
        let is_own = |done: Result<(), Problem<CaseRefusal>>| matches!(done, Err(Problem::Refused(CaseRefusal::OwnCase)));
        for seen in [CaseState::Disputed, CaseState::Appealed] {
            for party in [&buyer, &helper, &left].map(|person| person.operator().unwrap()) {
                assert!(is_own(decides(market, &party, case, seen, (13_600, "All of it.")).await), "{seen:?}");
                assert!(is_own(say_in_case(market, Who::Operator(&party), case, "I look.", &[]).await), "{seen:?}");
            }
            say_in_case(market, Who::Operator(&here.olga), case, &format!("{seen:?}."), &[]).await.unwrap();
            decides(market, &here.olga, case, seen, (5_000, "A tear.")).await.unwrap();
            if seen == CaseState::Disputed {
                appeal_case(market, Who::Buyer(&buyer.buyer()), case, "All of it is torn.").await.unwrap();
            }
        }
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [5_000]);
        kit.audited().await;
    }
);

db_test!(
    async fn after_a_payout_the_shop_owes_and_the_next_sale_makes_up_for_it(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        kit.pay_out(&here.olga).await;
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
