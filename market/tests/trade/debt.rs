//! What is held for a shop, page by page, and how its balance came to be below zero.

use crate::audit::{fresh, plant};
use crate::street::{dresses, street};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::audit::queries::audit;
use market::db_test;
use market::kernel::{Money, PageRequest, Span};
use market::ledger::commands::{make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::{batch_payouts, held_orders, shop_debt, shop_money};
use market::order::commands::confirm_receipt;
use market::order::queries::of_shop;
use market::order::{OrderId, OrderState};
use market::shop::{Role, ShopStaff};
use market::testkit::TestMarket;

db_test!(
    async fn whatever_is_held_stands_on_one_of_the_pages(kit) {
        let here = street(&kit).await;
        let goods = [(here.pork, 50)];
        let shipped = async || kit.shipped_order(&here.staff, &here.buyer, &goods).await;
        let paid = async || kit.paid_order(&here.buyer, &goods).await;
        let later = || kit.clock.advance(Span::hours(1));
        let first = shipped().await;
        later();
        let (second, stopped) = (shipped().await, shipped().await);
        let ask = kit.asks(stopped, CaseKind::RefundOnly, &[(0, 50)]);
        open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        later();
        let third = paid().await;
        later();
        let fourth = paid().await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), shipped().await).await.unwrap();
        let expected = [first, second, stopped, third, fourth];
        assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().held_count, 5);
        for rows in 1..=6 {
            let (mut seen, mut request) = (Vec::new(), PageRequest::first(rows));
            loop {
                let page = held_orders(&kit.market, &here.staff, &request).await.unwrap();
                assert!(page.rows.len() <= usize::try_from(rows).unwrap());
                seen.extend(page.rows.iter().map(|held| held.order));
                let Some(next) = page.next else { break };
                request = PageRequest::after(Some(next), rows);
            }
            assert_eq!(seen, expected, "{rows} a page: by the date of release, then by that of shipping");
        }
        let forged = PageRequest::after(Some("1.2.three".to_owned()), 9);
        assert_eq!(held_orders(&kit.market, &here.staff, &forged).await.unwrap().rows.len(), 5);
    }
);

/// What explains the balance, in pages of so many rows: each order with what counts of it, and what the shop had.
async fn explained(kit: &TestMarket, staff: &ShopStaff, rows: u64) -> (Vec<(OrderId, i64)>, Option<i64>) {
    let balance = shop_money(&kit.market, staff).await.unwrap().unwrap().available;
    let (mut lines, mut request) = (Vec::new(), PageRequest::first(rows));
    loop {
        let debt = shop_debt(&kit.market, staff, balance, &request).await.unwrap();
        assert!(debt.lines.rows.len() <= usize::try_from(rows).unwrap());
        for line in debt.lines.rows {
            assert_eq!(line.movement.case.is_some(), line.counted.is_negative(), "a refund has its case");
            lines.push((line.movement.about, line.counted.minor()));
        }
        if let Some(next) = debt.lines.next {
            request = PageRequest::after(Some(next), rows);
            continue;
        }
        let had = debt.had.map(Money::minor);
        let counted: i64 = lines.iter().map(|(_, counted)| *counted).sum();
        assert_eq!(counted + had.unwrap_or(0), balance.minor(), "the lines sum to the balance");
        let orders = of_shop(&kit.market, staff, &OrderState::ALL, &PageRequest::default()).await.unwrap().rows;
        let of = |number: &str| orders.iter().find(|row| row.number == number).unwrap().id;
        return (lines.iter().map(|(number, counted)| (of(number), *counted)).collect(), had);
    }
}

db_test!(
    async fn a_balance_below_zero_is_what_was_taken_last_and_what_was_earned_since(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 20).await;
        let olga = kit.operator().await;
        let sold = async |pieces: i64| {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, pieces)]).await;
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            kit.clock.advance(Span::minutes(1));
            order
        };
        let given_back = async |order: OrderId, pieces: i64, amount: Option<i64>| {
            let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(0, pieces)]);
            ask.amount_minor = amount;
            let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
            agree_to_case(&kit.market, &staff, case).await.unwrap();
            kit.clock.advance(Span::minutes(1));
        };
        let available = async || shop_money(&kit.market, &staff).await.unwrap().unwrap().available.minor();
        // One dress brings 134.72, two bring 261.44.
        let old = sold(1).await;
        kit.pay_out(&olga).await;
        given_back(old, 1, None).await;
        assert_eq!(explained(&kit, &staff, 9).await, (vec![(old, -13_472)], None), "the bank's part explains nothing");
        let recovers = sold(1).await;
        assert_eq!(available().await, 0);
        assert_eq!(explained(&kit, &staff, 9).await, (vec![], None));
        let two = sold(2).await;
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let waiting = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
        sold(1).await;
        given_back(two, 2, None).await;
        given_back(recovers, 1, Some(5_000)).await;
        assert_eq!(available().await, 13_472 - 26_144 - 4_953);
        let expected = (vec![(recovers, -4_953), (two, -26_144)], Some(13_472));
        for rows in 1..=3 {
            assert_eq!(explained(&kit, &staff, rows).await, expected, "what was recovered long ago is no part of it");
        }
        let next = sold(1).await;
        let expected = (vec![(next, 800), (recovers, -4_953)], None);
        for rows in 1..=3 {
            assert_eq!(explained(&kit, &staff, rows).await, expected, "the rest of the sale went into the older refund");
        }
        settle_payout(&kit.market, &olga, waiting).await.unwrap();
        assert_eq!(explained(&kit, &staff, 9).await, expected, "whether the bank has paid meanwhile changes nothing");
        let packing = kit.hire(staff.shop(), &kit.person("Packer").create().await, Role::Packing).await;
        let none = shop_debt(&kit.market, &packing, Money::fen(-4_153), &PageRequest::default()).await.unwrap();
        assert!(none.lines.rows.is_empty(), "who packs sees no money");
        kit.audited().await;
    }
);

db_test!(
    async fn a_payout_that_came_back_went_into_the_debt_too(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 20).await;
        let olga = kit.operator().await;
        let mut paid_out = Vec::new();
        for pieces in [2, 1] {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, pieces)]).await;
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
            let payout = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
            settle_payout(&kit.market, &olga, payout).await.unwrap();
            paid_out.push((order, payout));
            kit.clock.advance(Span::minutes(1));
        }
        let ask = kit.asks(paid_out[0].0, CaseKind::RefundOnly, &[(0, 2)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &staff, case).await.unwrap();
        kit.clock.advance(Span::minutes(1));
        return_payout(&kit.market, &olga, paid_out[1].1, "The account is closed.").await.unwrap();
        let balance = shop_money(&kit.market, &staff).await.unwrap().unwrap().available;
        assert_eq!(balance.minor(), 13_472 - 26_144);
        let debt = shop_debt(&kit.market, &staff, balance, &PageRequest::first(9)).await.unwrap();
        let lines = debt.lines.rows.iter().map(|line| (line.movement.kind.as_str(), line.counted.minor()));
        assert_eq!(lines.collect::<Vec<_>>(), [("payout_returned", 13_472), ("case_refund", -26_144)]);
        assert_eq!(debt.had, None);
        kit.audited().await;
    }
);

/// What the auditor says of debts that nothing explains.
async fn unexplained(kit: &TestMarket) -> i64 {
    let findings = audit(&kit.market).await.unwrap().findings;
    findings.iter().filter(|found| found.says.starts_with("no liability is below zero")).map(|found| found.violations).sum()
}

db_test!(
    async fn what_was_given_back_and_earned_again_lets_nobody_be_paid_twice(kit) {
        let here = street(&kit).await;
        let (staff, dress) = dresses(&kit, 20).await;
        let olga = kit.operator().await;
        let sold = async |pieces: i64| {
            let order = kit.shipped_order(&staff, &here.buyer, &[(dress, pieces)]).await;
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            kit.clock.advance(Span::minutes(5));
            order
        };
        let order = sold(2).await;
        kit.pay_out(&olga).await;
        kit.clock.advance(Span::minutes(5));
        let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 2)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &staff, case).await.unwrap();
        kit.audited().await;
        kit.clock.advance(Span::minutes(5));
        for pieces in [2, 1] {
            sold(pieces).await;
        }
        kit.pay_out(&olga).await;
        assert_eq!(shop_money(&kit.market, &staff).await.unwrap().unwrap().available.minor(), 0);
        kit.audited().await;
        // The bank is told of the second payout once more, past all commands.
        let id = fresh(&kit);
        plant(
            &kit,
            &format!(
                "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) SELECT {id}, 'payout', s.id, 'posted', {} \
                 FROM shop s WHERE s.handle = (SELECT MIN(handle) FROM shop)",
                kit.market.now().millis()
            ),
        )
        .await;
        plant(
            &kit,
            "INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) SELECT j.id, e.position, e.account_id, \
             e.amount_minor FROM ledger_journal j JOIN shop s ON s.id = j.subject CROSS JOIN ledger_entry e \
             JOIN ledger_journal k ON k.id = e.journal_id AND k.kind = 'payout' AND k.phase = 'posted' \
             JOIN payout p ON p.id = k.subject AND p.amount_minor = 13472 WHERE j.kind = 'payout'",
        )
        .await;
        assert_eq!(unexplained(&kit).await, 1);
    }
);
