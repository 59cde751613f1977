//! Payouts at the instant in which money is taken back from the same shop.

use crate::sale::sale;
use market::aftersales::CaseKind;
use market::aftersales::commands::agree_to_case;
use market::db_test;
use market::ledger::commands::{make_payout_batch, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::commands::confirm_receipt;

/// Of so many some meet.
const TURNS: usize = 8;

db_test!(
    async fn what_goes_back_to_a_buyer_meanwhile_is_not_promised_to_the_shop(kit) {
        let here = sale(&kit).await;
        for _ in 0..TURNS {
            let order = here.shipped(&kit, 1).await;
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            let taken = agree_to_case(&kit.market, &here.staff, case);
            let (taken, made) = tokio::join!(taken, make_payout_batch(&kit.market, Some(&here.olga)));
            taken.unwrap();
            // Where the refund was first, the shop has nothing to be paid; else it owes what it was promised. Never both.
            kit.audited().await;
            if let Some(batch) = made.unwrap() {
                let payout = batch_payouts(&kit.market, &here.olga, batch).await.unwrap()[0].id;
                settle_payout(&kit.market, &here.olga, payout).await.unwrap();
            }
            kit.audited().await;
        }
    }
);
