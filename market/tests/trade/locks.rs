//! Rows that are held before they are written: on PostgreSQL nothing else keeps the two apart who meet here. Whoever comes first is
//! held up at a row that it writes later; without the lock the second would go on meanwhile. On SQLite there is one writer.

use crate::cash::{remit, shipped, with_cash};
use crate::desk::{WHY, given, view};
use crate::instants::{Deed, at_one_instant};
use crate::street::{dresses, level, street};
use market::checkout::commands::place_order;
use market::db_test;
use market::inventory::Level;
use market::kernel::{Money, Problem, Span};
use market::payment::cash::{record_remittance, withdraw_remittance};
use market::payment::{EventOutcome, Remittance, WithdrawRefusal};
use market::reconciliation::desk::take_desk_refund;
use market::testkit::PROVIDER;

db_test!(
    async fn goods_that_two_orders_give_back_are_taken_in_the_order_of_a_checkout(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        // A checkout takes pork, dress and tea in this order, that of their ids. Pork and tea are one shop's.
        kit.clock.advance(Span::millis_of(1));
        let (_, dress) = dresses(&kit, 10).await;
        kit.clock.advance(Span::millis_of(1));
        let tea = kit.listing(&here.staff).title("Tea").stock(10).create().await.variant();
        let placed = kit.paid(&here.buyer, &[(here.pork, 50), (dress, 1), (tea, 1)]).await;
        given(&kit, placed.payment, "txn_1", kit.amount_of(placed.payment).await).await;

        // Of the two orders, the one that gives back first. Somebody wants its goods, and before them some of the other one's.
        let first = *placed.orders.iter().min().unwrap();
        let is_dress = view(&kit, &here.buyer, first).await.row.lines[0].variant == dress;
        let wanted = if is_dress { [(here.pork, 50), (dress, 1)] } else { [(dress, 1), (tea, 1)] };
        let cai = kit.person("Cai").create().await;
        kit.fill_cart(&cai, &wanted).await;
        let (market, form) = (kit.market.clone(), kit.checkout_form(&cai).await);
        let buys: Deed = Box::pin(async move {
            let placed = place_order(&market, &cai.buyer(), PROVIDER, form).await;
            placed.map(|_| true).map_err(|problem| problem.to_string())
        });
        let market = kit.market.clone();
        let takes: Deed = Box::pin(async move {
            let taken = take_desk_refund(&market, &olga, (PROVIDER, "txn_1"), None, WHY).await;
            taken.map(|()| true).map_err(|problem| problem.to_string())
        });
        // The first one's goods are on the shelf by then, and the other one's are not.
        let clocks_of_the_first = format!("timer WHERE subject = '{}'", first.uuid());
        assert_eq!(at_one_instant(&kit, &clocks_of_the_first, vec![takes, buys]).await, [true, true]);
        for (variant, on_hand) in [(here.pork, 1_000), (dress, 10), (tea, 10)] {
            let held = wanted.iter().find(|(other, _)| *other == variant).map_or(0, |(_, quantity)| *quantity);
            assert_eq!(level(&kit, variant).await, Level { on_hand, held });
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_part_of_the_cash_that_is_taken_back_is_no_part_of_what_comes_meanwhile(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = shipped(&kit, &here).await;
        assert_eq!(remit(&kit, &olga, payment, (1_000, "SF-1")).await.unwrap(), EventOutcome::Suspended);
        let market = kit.market.clone();
        let withdraws: Deed = Box::pin(async move {
            match withdraw_remittance(&market, &olga, "SF-1", "It was another parcel's.").await {
                Ok(()) => Ok(true),
                Err(Problem::Refused(WithdrawRefusal::ChangedMeanwhile)) => Ok(false),
                Err(other) => Err(other.to_string()),
            }
        });
        let market = kit.market.clone();
        let records: Deed = Box::pin(async move {
            let (amount, day) = (Money::fen(258), "2026-11-24".to_owned());
            let rest = Remittance { payment, amount, reference: "SF-2".to_owned(), day };
            let outcome = record_remittance(&market, &olga, &rest).await;
            outcome.map(|outcome| outcome == EventOutcome::Paid).map_err(|problem| problem.to_string())
        });
        // What is taken back has left suspense by then, and its row says still that it is there.
        let done = at_one_instant(&kit, "payment_event", vec![withdraws, records]).await;
        assert_ne!(done[0], done[1], "it was taken back, or paid with the rest");
        kit.audited().await;
    }
);
