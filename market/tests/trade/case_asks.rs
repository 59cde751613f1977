//! What can be asked for in a case, and what is refused.

use crate::sale::{decides, sale};
use crate::street::pass;
use market::aftersales::commands::{Who, agree_to_case, escalate_case, open_case, refuse_case, say_in_case, withdraw_case};
use market::aftersales::queries::{askable, case_of};
use market::aftersales::rules::{ShareError, VAIN_MAX};
use market::aftersales::{AskRefusal, CaseKind, CaseRefusal, CaseState};
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::OrderState;
use market::order::commands::ship_order;

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
    async fn who_asks_in_vain_again_and_again_keeps_nobody_from_shipping_or_from_their_money(kit) {
        let here = sale(&kit).await;
        let buyer = here.buyer.buyer();
        let order = kit.paid_order(&here.buyer, &[(here.dress, 2)]).await;
        for round in 0..VAIN_MAX {
            let page = askable(&kit.market, &buyer, order).await.unwrap().unwrap();
            assert_eq!((page.is_enough, page.kinds.as_slice()), (false, &[CaseKind::BeforeShipping][..]), "round {round}");
            let case = here.asked(&kit, order, CaseKind::BeforeShipping, 1).await;
            refuse_case(&kit.market, &here.staff, case, "It is packed.").await.unwrap();
        }
        let again = async |kind| open_case(&kit.market, &buyer, &kit.asks(order, kind, &[(0, 1)])).await;
        assert!(matches!(again(CaseKind::BeforeShipping).await, Err(Problem::Refused(AskRefusal::Enough))));
        let page = askable(&kit.market, &buyer, order).await.unwrap().unwrap();
        assert_eq!((page.is_enough, page.kinds), (true, vec![]));
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        for _ in 0..VAIN_MAX {
            // What was asked before it left is another matter.
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            refuse_case(&kit.market, &here.staff, case, "No.").await.unwrap();
            pass(&kit, 5).await;
            assert_eq!(here.state(&kit, case).await, CaseState::Closed, "the buyer said nothing");
        }
        assert!(matches!(again(CaseKind::RefundOnly).await, Err(Problem::Refused(AskRefusal::Enough))));
        pass(&kit, 10).await;
        let page = askable(&kit.market, &buyer, order).await.unwrap().unwrap();
        assert_eq!((page.state, page.is_enough), (OrderState::Completed, false));
        again(CaseKind::RefundOnly).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_decided_to_be_worth_nothing_was_asked_for_in_vain(kit) {
        let here = sale(&kit).await;
        let buyer = here.buyer.buyer();
        let order = here.shipped(&kit, 2).await;
        let decided = async |award| {
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            refuse_case(&kit.market, &here.staff, case, "It left whole.").await.unwrap();
            escalate_case(&kit.market, &buyer, case, "It did not.").await.unwrap();
            decides(&kit.market, &here.olga, case, CaseState::Disputed, (award, "The courier weighed it.")).await.unwrap();
            pass(&kit, 3).await;
            assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        };
        decided(1).await;
        for round in 0..VAIN_MAX {
            assert!(!askable(&kit.market, &buyer, order).await.unwrap().unwrap().is_enough, "round {round}");
            decided(0).await;
        }
        let again = open_case(&kit.market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await;
        assert!(matches!(again, Err(Problem::Refused(AskRefusal::Enough))), "{again:?}");
        assert!(askable(&kit.market, &buyer, order).await.unwrap().unwrap().is_enough);
        pass(&kit, 10).await;
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Completed, "the shop has its money in the end");
        kit.audited().await;
    }
);
