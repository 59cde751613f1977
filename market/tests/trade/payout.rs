//! From the shop's balance to its bank card, once.

use crate::street::{Street, dresses, street};
use market::db_test;
use market::kernel::{Problem, Span};
use market::ledger::commands::{fail_payout, make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::{batch_payouts, market_money, payout_batches, shop_money, shop_statement};
use market::ledger::{PayoutRefusal, PayoutState, payout_file};
use market::order::commands::confirm_receipt;
use market::shop::commands::change_payout_card;
use market::testkit::TestMarket;
use std::sync::Arc;

async fn earn(kit: &TestMarket, here: &Street) {
    let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
}

db_test!(
    async fn a_payout_that_is_retried_pays_once(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        assert_eq!(make_payout_batch(&kit.market, Some(&olga)).await.unwrap(), None, "nobody has earned anything");
        earn(&kit, &here).await;
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        assert_eq!(make_payout_batch(&kit.market, None).await.unwrap(), None, "it is on its way");
        let payouts = batch_payouts(&kit.market, &olga, batch).await.unwrap();
        assert_eq!(payouts.iter().map(|payout| payout.amount.minor()).collect::<Vec<_>>(), [1_253]);
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.on_its_way.minor()), (0, 1_253));
        kit.audited().await;
        for _ in 0..2 {
            settle_payout(&kit.market, &olga, payouts[0].id).await.unwrap();
        }
        assert!(matches!(
            fail_payout(&kit.market, &olga, payouts[0].id, "closed").await,
            Err(Problem::Refused(PayoutRefusal::AlreadyPaid))
        ));
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.on_its_way.minor(), money.paid_out.minor()), (0, 0, 1_253));
        assert_eq!(make_payout_batch(&kit.market, None).await.unwrap(), None, "and it is paid");
        let statement = shop_statement(&kit.market, &here.staff, &market::kernel::PageRequest::first(1)).await.unwrap();
        let rest = market::kernel::PageRequest::after(statement.next.clone(), 1);
        let rest = shop_statement(&kit.market, &here.staff, &rest).await.unwrap();
        let mut amounts: Vec<_> = statement.rows.iter().chain(&rest.rows).map(|line| line.amount.minor()).collect();
        amounts.sort_unstable();
        assert_eq!((amounts, rest.next), (vec![-1_253, 1_253], None));
        kit.audited().await;
    }
);

db_test!(
    async fn a_failed_payout_returns_and_can_be_paid_again(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let id = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
        assert!(matches!(
            fail_payout(&kit.market, &olga, id, " ").await,
            Err(Problem::Refused(PayoutRefusal::Reason(_)))
        ));
        for _ in 0..2 {
            fail_payout(&kit.market, &olga, id, "no such account").await.unwrap();
        }
        assert!(matches!(settle_payout(&kit.market, &olga, id).await, Err(Problem::Refused(PayoutRefusal::AlreadyFailed))));
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.on_its_way.minor()), (1_253, 0));
        assert_eq!(money.payouts[0].reason.as_deref(), Some("no such account"));
        kit.audited().await;
        let again = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let second = batch_payouts(&kit.market, &olga, again).await.unwrap();
        assert_eq!(second[0].state, PayoutState::Waiting);
        settle_payout(&kit.market, &olga, second[0].id).await.unwrap();
        assert_eq!(payout_batches(&kit.market, &olga).await.unwrap().len(), 2);
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_bank_gives_back_days_later_is_the_shops_again_once(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let id = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
        let back = async |reason: &str| return_payout(&kit.market, &olga, id, reason).await;
        assert!(matches!(back("closed").await, Err(Problem::Refused(PayoutRefusal::NotPaid))));
        settle_payout(&kit.market, &olga, id).await.unwrap();
        let bank = market_money(&kit.market, &olga).await.unwrap().bank.minor();
        kit.clock.advance(Span::days(2));
        assert!(matches!(back(" ").await, Err(Problem::Refused(PayoutRefusal::Reason(_)))));
        for _ in 0..2 {
            back("the card was closed").await.unwrap();
        }
        assert!(matches!(back("another reason").await, Err(Problem::Refused(PayoutRefusal::AlreadyFailed))));
        assert!(matches!(settle_payout(&kit.market, &olga, id).await, Err(Problem::Refused(PayoutRefusal::AlreadyFailed))));
        assert_eq!(market_money(&kit.market, &olga).await.unwrap().bank.minor(), bank + 1_253);
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.on_its_way.minor(), money.paid_out.minor()), (1_253, 0, 0));
        assert_eq!((money.payouts[0].state, money.payouts[0].reason.as_deref()), (PayoutState::Returned, Some("the card was closed")));
        assert_eq!(money.statement[0].kind, "payout_returned");
        kit.audited().await;
        let again = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let second = batch_payouts(&kit.market, &olga, again).await.unwrap();
        settle_payout(&kit.market, &olga, second[0].id).await.unwrap();
        fail_payout(&kit.market, &olga, id, "the card was closed").await.unwrap_err();
        kit.audited().await;
    }
);

db_test!(
    async fn two_batches_at_once_pay_once(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for _ in 0..4 {
            earn(&kit, &here).await;
            let racing: Vec<_> = (0..6)
                .map(|_| {
                    let kit = Arc::clone(&kit);
                    tokio::spawn(async move {
                        let olga = olga;
                        let made = make_payout_batch(&kit.market, Some(&olga)).await.unwrap();
                        if let Some(batch) = made {
                            let id = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
                            settle_payout(&kit.market, &olga, id).await.unwrap();
                        }
                        usize::from(made.is_some())
                    })
                })
                .collect();
            let mut made = 0;
            for one in racing {
                made += one.await.unwrap();
            }
            assert_eq!(made, 1);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn settling_races_failing_and_one_of_them_wins(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for _ in 0..4 {
            earn(&kit, &here).await;
            let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
            let id = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
            let other = Arc::clone(&kit);
            let settles = tokio::spawn(async move { settle_payout(&other.market, &olga, id).await.is_ok() });
            let fails = fail_payout(&kit.market, &olga, id, "closed").await.is_ok();
            assert_ne!(settles.await.unwrap(), fails);
            kit.audited().await;
            // A card that fails twice in a row is left out, until its owner has typed it again: then one more is tried.
            change_payout_card(&kit.market, &here.owner, &here.staff, "6222021234567890128").await.unwrap();
        }
    }
);

db_test!(
    async fn a_shop_that_is_not_approved_waits(kit) {
        let owner = kit.person("Mei").create().await;
        let staff = kit.shop("mei", &owner).create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.variant();
        let buyer = kit.person("Ben").create().await;
        let order = kit.shipped_order(&staff, &buyer, &[(tea, 1)]).await;
        confirm_receipt(&kit.market, &buyer.buyer(), order).await.unwrap();
        assert_eq!(make_payout_batch(&kit.market, None).await.unwrap(), None);
        let money = shop_money(&kit.market, &staff).await.unwrap().unwrap();
        assert!(!money.is_approved && money.available.minor() > 0);
    }
);

db_test!(
    async fn the_file_names_the_cards_and_the_looks_are_on_record(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        let order = kit.shipped_order(&rosy, &here.buyer, &[(dress, 1)]).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        assert!(matches!(payout_file(&kit.market, &olga, batch, "").await, Err(Problem::Refused(PayoutRefusal::Reason(_)))));
        let file = payout_file(&kit.market, &olga, batch, "payout of the week").await.unwrap();
        let lines: Vec<_> = file.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 3, "{file}");
        assert_eq!(lines[0], "payout,name,card,amount,currency");
        assert!(lines[1..].iter().all(|line| line.contains(",向秀英,6222") && line.ends_with(",CNY")), "{file}");
        assert!(file.contains(",12.53,CNY") && file.contains(",134.72,CNY"), "{file}");
        use sea_orm::ConnectionTrait;
        let looks = sea_orm::Statement::from_string(kit.market.backend(), "SELECT COUNT(*) AS looks FROM identity_look");
        let looks: i64 = kit.market.db().query_one_raw(looks).await.unwrap().unwrap().try_get("", "looks").unwrap();
        assert_eq!(looks, 2);
        let money = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((money.escrow.minor(), money.fees.minor(), money.shops.minor()), (0, 5 + 128, 1_253 + 13_472));
        assert_eq!(money.clearing.minor(), 1_258 + 13_600);
        kit.audited().await;
    }
);
