//! A card that takes no money, and another one in its place. What of it is counted is in `card_sent_back`.

use crate::street::{Street, count, street};
use market::account::{Operator, SignedIn};
use market::db_test;
use market::kernel::{AttemptId, PageRequest, Problem, Span};
use market::ledger::commands::{fail_payout, make_payout_batch, settle_payout};
use market::ledger::queries::{batch_payouts, card_standing, shop_money};
use market::ledger::{CardStanding, PayoutId, PayoutView, payout_file};
use market::order::commands::confirm_receipt;
use market::shop::commands::{ChangeCardRefusal, DecideRefusal, approve_identity, change_payout_card};
use market::shop::queries::{identity_queue, identity_status};
use market::shop::{BankCardError, Role, ShopStaff, Verification};
use market::testkit::TestMarket;
use std::sync::Arc;

/// The card that a shop of the tests begins with.
pub const OLD: &str = "6222 0212 3456 7890 128";
pub const NEW: &str = "4111 1111 1111 1111";
const OTHER: &str = "4012 8888 8888 1881";
/// What the rules say as long as nobody says otherwise.
const REST: Span = Span::days(3);
/// Those about a card that was named.
const LETTERS: &str = "outbox WHERE payload LIKE '%PayoutCardChanged%'";

/// The shop has earned 12.53.
pub async fn earn(kit: &TestMarket, here: &Street) {
    let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
}

/// The payouts of the next batch; empty where nobody is to be paid.
pub async fn batch(kit: &TestMarket, olga: &Operator) -> Vec<PayoutView> {
    match make_payout_batch(&kit.market, Some(olga)).await.unwrap() {
        Some(made) => batch_payouts(&kit.market, olga, made).await.unwrap(),
        None => Vec::new(),
    }
}

pub async fn standing(kit: &TestMarket, staff: &ShopStaff) -> CardStanding {
    card_standing(&kit.market, staff).await.unwrap().unwrap()
}

pub async fn change(kit: &TestMarket, here: &Street, card: &str) -> Result<(), Problem<ChangeCardRefusal>> {
    change_payout_card(&kit.market, &here.owner, &here.staff, card).await
}

/// The next payouts come back, one after the other.
pub async fn fail(kit: &TestMarket, olga: &Operator, times: usize) {
    for _ in 0..times {
        let payout = batch(kit, olga).await[0].id;
        fail_payout(&kit.market, olga, payout, "The card is closed.").await.unwrap();
    }
}

/// The bank pays the next payout.
pub async fn pay(kit: &TestMarket, olga: &Operator) -> PayoutId {
    let payout = batch(kit, olga).await[0].id;
    settle_payout(&kit.market, olga, payout).await.unwrap();
    payout
}

db_test!(
    async fn a_card_that_sends_payouts_back_is_left_out_until_another_has_rested(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        fail(&kit, &olga, 1).await;
        let once = standing(&kit, &here.staff).await;
        assert!(once.came_back.is_some() && !once.is_left_out, "the bank may have been wrong");
        kit.clock.advance(Span::minutes(1));
        let said_at = kit.market.now();
        fail(&kit, &olga, 1).await;
        let twice = standing(&kit, &here.staff).await;
        let back = twice.came_back.unwrap();
        assert_eq!((back.reason.as_str(), back.at, twice.is_left_out), ("The card is closed.", said_at, true));
        assert!(batch(&kit, &olga).await.is_empty(), "it is not sent there once more");
        assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), 1_253);
        kit.audited().await;

        change(&kit, &here, NEW).await.unwrap();
        let rests = CardStanding {
            last4: "1111".to_owned(),
            verification: Verification::Approved,
            rests_until: Some(kit.market.now().after(REST)),
            came_back: None,
            is_left_out: false,
        };
        assert_eq!(standing(&kit, &here.staff).await, rests);
        kit.clock.advance(Span::hours(71));
        assert!(batch(&kit, &olga).await.is_empty(), "it rests");
        kit.clock.advance(Span::hours(1));
        let made = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let paid = batch_payouts(&kit.market, &olga, made).await.unwrap();
        assert_eq!(paid.iter().map(|one| (one.amount.minor(), one.card_last4.as_str())).collect::<Vec<_>>(), [(1_253, "1111")]);
        let file = payout_file(&kit.market, &olga, made, "payout of the week").await.unwrap();
        assert!(file.contains(",向秀英,4111111111111111,12.53,CNY"), "{file}");
        settle_payout(&kit.market, &olga, paid[0].id).await.unwrap();
        assert_eq!(standing(&kit, &here.staff).await, CardStanding { rests_until: None, ..rests });
        assert!(batch(&kit, &olga).await.is_empty(), "what had come back was in it once");
        kit.audited().await;
    }
);

db_test!(
    async fn whoever_owns_the_shop_is_told_and_the_log_knows_who_did_it(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let partner = kit.person("Mei").create().await;
        kit.hire(here.staff.shop(), &partner, Role::Owner).await;
        earn(&kit, &here).await;
        fail(&kit, &olga, 2).await;
        change(&kit, &here, NEW).await.unwrap();
        for (payload, letters) in [
            (r#"%PayoutFailed%"is_left_out":false,"former":null%"#, 2),
            (r#"%PayoutFailed%"shop":"danqing","is_left_out":true%"#, 2),
            (r#"%PayoutCardChanged%"shop":"danqing","last4":"1111"%"#, 2),
        ] {
            assert_eq!(count(&kit, &format!("outbox WHERE payload LIKE '{payload}'")).await, letters, "{payload}");
        }
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%4111111111111111%'").await, 0);
        let logged = "audit_log WHERE action = 'change_payout_card' AND detail = '0128 to 1111'";
        assert_eq!(count(&kit, logged).await, 1);
    }
);

db_test!(
    async fn a_payout_on_its_way_goes_to_the_card_that_it_was_made_for(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        let made = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        change(&kit, &here, NEW).await.unwrap();
        let file = payout_file(&kit.market, &olga, made, "payout of the week").await.unwrap();
        assert!(file.contains("6222021234567890128") && !file.contains("4111"), "{file}");
        let payout = batch_payouts(&kit.market, &olga, made).await.unwrap()[0].id;
        fail_payout(&kit.market, &olga, payout, "The card is closed.").await.unwrap();
        assert_eq!(standing(&kit, &here.staff).await.came_back, None, "that was the other card");
        let told = r#"outbox WHERE payload LIKE '%PayoutFailed%"is_left_out":false,"former":"0128"%'"#;
        assert_eq!(count(&kit, told).await, 1, "nobody is asked for a third card");
        kit.clock.advance(REST);
        let paid = batch(&kit, &olga).await;
        assert_eq!(paid.iter().map(|one| (one.amount.minor(), one.card_last4.as_str())).collect::<Vec<_>>(), [(1_253, "1111")]);
        kit.audited().await;
    }
);

db_test!(
    async fn only_an_owner_who_has_just_proved_it_names_a_card(kit) {
        let here = street(&kit).await;
        let clerk = kit.person("Mei").create().await;
        let money = kit.hire(here.staff.shop(), &clerk, Role::Money).await;
        let by = async |who: &SignedIn, staff: &ShopStaff| change_payout_card(&kit.market, who, staff, NEW).await;
        assert!(matches!(by(&clerk, &money).await, Err(Problem::NotFound)));
        assert!(matches!(by(&clerk, &here.staff).await, Err(Problem::NotFound)), "with somebody else's session");
        let typed_wrong = change(&kit, &here, "4111 1111 1111 1112").await;
        assert!(matches!(typed_wrong, Err(Problem::Refused(ChangeCardRefusal::Card(BankCardError::CheckDigit)))));
        kit.clock.advance(Span::minutes(11));
        let long_ago = change(&kit, &here, NEW).await;
        assert!(matches!(long_ago, Err(Problem::Refused(ChangeCardRefusal::ProveAgain))));
        let ana = kit.person("Ana").create().await;
        let rejected = kit.shop("ana", &ana).rejected().create().await;
        assert!(matches!(by(&ana, &rejected).await, Err(Problem::Refused(ChangeCardRefusal::Rejected))));
        assert_eq!(count(&kit, "identity WHERE bank_card_last4 <> '0128'").await, 0);
        assert_eq!(count(&kit, LETTERS).await, 0);
        assert_eq!(standing(&kit, &money).await.last4, "0128", "who sees money sees how it stands");
    }
);

db_test!(
    async fn of_changes_at_once_each_is_whole_and_one_stands(kit) {
        let here = Arc::new(street(&kit).await);
        let kit = Arc::new(kit);
        let racing: Vec<_> = [NEW, OTHER, "5555 5555 5555 4444", "6011 1111 1111 1117"]
            .into_iter()
            .map(|card| {
                let (kit, here) = (Arc::clone(&kit), Arc::clone(&here));
                tokio::spawn(async move { change(&kit, &here, card).await })
            })
            .collect();
        let mut changed = 0;
        for one in racing {
            match one.await.unwrap() {
                Ok(()) => changed += 1,
                Err(refused) => assert!(matches!(refused, Problem::Refused(ChangeCardRefusal::ChangedMeanwhile)), "{refused:?}"),
            }
        }
        assert!(changed > 0);
        assert_eq!(count(&kit, "identity WHERE state = 'approved'").await, 1);
        assert_eq!(count(&kit, "identity WHERE state = 'replaced'").await, changed);
        assert_eq!(count(&kit, "audit_log WHERE action = 'change_payout_card'").await, changed);
        assert!(standing(&kit, &here.staff).await.rests_until.is_some());
    }
);

db_test!(
    async fn a_form_that_is_sent_twice_is_one_change(kit) {
        let here = Arc::new(street(&kit).await);
        let (kit, sent) = (Arc::new(kit), AttemptId::mint(market::kernel::Timestamp::from_millis(1)));
        let racing: Vec<_> = (0..6)
            .map(|_| {
                let (kit, here) = (Arc::clone(&kit), Arc::clone(&here));
                tokio::spawn(async move {
                    change_payout_card(&kit.market.for_attempt(sent), &here.owner, &here.staff, NEW).await.unwrap();
                })
            })
            .collect();
        for one in racing {
            one.await.unwrap();
        }
        kit.clock.advance(Span::minutes(11));
        let late = change_payout_card(&kit.market.for_attempt(sent), &here.owner, &here.staff, NEW).await;
        assert!(late.is_ok(), "it is done, and nobody has to prove anything: {late:?}");
        let other = change_payout_card(&kit.market.for_attempt(sent), &here.owner, &here.staff, OTHER).await;
        assert!(matches!(other, Err(Problem::AttemptReused)), "{other:?}");
        assert_eq!((count(&kit, "identity").await, count(&kit, LETTERS).await), (2, 1));
    }
);

db_test!(
    async fn nobody_approves_a_card_that_was_changed_meanwhile(kit) {
        let olga = kit.operator().await;
        let mei = kit.person("Mei").create().await;
        let staff = kit.shop("mei", &mei).create().await;
        let first = identity_status(&kit.market, &staff).await.unwrap().unwrap().id;
        change_payout_card(&kit.market, &mei, &staff, NEW).await.unwrap();
        let late = approve_identity(&kit.market, &olga, first).await;
        assert!(matches!(late, Err(Problem::Refused(DecideRefusal::ChangedMeanwhile))));
        let queue = identity_queue(&kit.market, &olga, &PageRequest::first(9)).await.unwrap().rows;
        let waiting: Vec<_> = queue.iter().map(|row| (row.bank_card_last4.as_str(), row.rejected_before)).collect();
        assert_eq!(waiting, [("1111", 0)]);

        let kit = Arc::new(kit);
        let (other, id) = (Arc::clone(&kit), queue[0].id);
        let approves = tokio::spawn(async move { approve_identity(&other.market, &olga, id).await.is_ok() });
        let changes = change_payout_card(&kit.market, &mei, &staff, OTHER).await.is_ok();
        let is_approved = approves.await.unwrap();
        assert!(is_approved || changes, "one of them was first");
        let after = standing(&kit, &staff).await;
        assert_eq!(after.verification == Verification::Approved, is_approved);
        assert_eq!(after.last4, if changes { "1881" } else { "1111" });
        assert!(after.rests_until.is_some(), "whatever was approved");
    }
);

db_test!(
    async fn a_batch_and_changes_at_once_pay_each_shop_once(kit) {
        let olga = kit.operator().await;
        let buyer = kit.person("Ben").create().await;
        let mut shops = Vec::new();
        for handle in ["one", "two", "three", "four"] {
            let owner = kit.person(handle).create().await;
            let staff = kit.shop(handle, &owner).approved().create().await;
            let goods = kit.listing(&staff).create().await;
            let order = kit.shipped_order(&staff, &buyer, &[(goods.variant(), 1)]).await;
            confirm_receipt(&kit.market, &buyer.buyer(), order).await.unwrap();
            shops.push((owner, staff));
        }
        let kit = Arc::new(kit);
        let changes: Vec<_> = shops
            .into_iter()
            .map(|(owner, staff)| {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { change_payout_card(&kit.market, &owner, &staff, NEW).await.unwrap() })
            })
            .collect();
        let before = batch(&kit, &olga).await;
        for change in changes {
            change.await.unwrap();
        }
        kit.audited().await;
        for payout in &before {
            assert_eq!(payout.card_last4, "0128", "whose card rests is not paid");
            settle_payout(&kit.market, &olga, payout.id).await.unwrap();
        }
        kit.clock.advance(REST);
        let after = batch(&kit, &olga).await;
        assert!(after.iter().all(|payout| payout.card_last4 == "1111"));
        let mut paid: Vec<_> = before.iter().chain(&after).map(|payout| payout.shop_name.as_str()).collect();
        paid.sort_unstable();
        assert_eq!(paid, ["Shop four", "Shop one", "Shop three", "Shop two"]);
        kit.audited().await;
    }
);
