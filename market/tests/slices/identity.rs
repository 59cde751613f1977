//! Who stands behind a shop: sealed, looked at, decided, submitted again, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use crate::shop::{CARD, count, form, identity, number};
use market::account::SignedIn;
use market::change::Subject;
use market::change::queries::since;
use market::db_test;
use market::kernel::{PageRequest, Problem, Span};
use market::outbox::{Job, Letter};
use market::shop::commands::{self, DecideRefusal, LookRefusal, ResubmitIdentity, ResubmitRefusal};
use market::shop::{IdentityId, TypedIdentity, queries};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

async fn letters(kit: &TestMarket) -> Vec<Letter> {
    let jobs = market::outbox::commands::take_jobs(&kit.market, 100).await.unwrap();
    jobs.into_iter().filter_map(|job| if let Job::Notify { letter, .. } = job.job { Some(letter) } else { None }).collect()
}

async fn waiting(kit: &TestMarket, olga: &SignedIn) -> Vec<IdentityId> {
    let page = queries::identity_queue(&kit.market, &olga.operator().unwrap(), &PageRequest::first(50)).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

db_test!(
    async fn an_identity_lies_sealed_for_its_own_row(kit) {
        let ana = kit.person("Ana").create().await;
        commands::open_shop(&kit.market, &ana, &form(&kit, "danqing", 1)).await.unwrap();
        let statement = Statement::from_string(
            kit.market.db().get_database_backend(),
            "SELECT id, legal_name_sealed, id_number_sealed, bank_card_sealed FROM identity",
        );
        let row = kit.market.db().query_one_raw(statement).await.unwrap().unwrap();
        let id: uuid::Uuid = row.try_get("", "id").unwrap();
        for (column, plain) in [("legal_name", "向秀英".to_owned()), ("id_number", number(1)), ("bank_card", CARD.to_owned())] {
            let sealed: Vec<u8> = row.try_get("", &format!("{column}_sealed")).unwrap();
            let keyring = kit.market.keyring();
            assert_eq!(keyring.open(&format!("identity|{column}|{id}"), &sealed).unwrap(), plain.as_bytes());
            assert!(keyring.open(&format!("identity|{column}|{}", uuid::Uuid::nil()), &sealed).is_err());
        }
    }
);

db_test!(
    async fn a_look_needs_a_reason_and_is_on_record(kit) {
        let (ana, olga) = (kit.person("Ana").create().await, kit.person("Olga").operator().create().await);
        for handle in ["danqing", "danqing-tea"] {
            commands::open_shop(&kit.market, &ana, &form(&kit, handle, 1)).await.unwrap();
            kit.clock.advance(Span::hours(2));
        }
        let operator = olga.operator().unwrap();
        let queue = queries::identity_queue(&kit.market, &operator, &PageRequest::first(1)).await.unwrap();
        assert_eq!((queue.rows[0].shop_handle.as_str(), queue.rows[0].waited), ("danqing", Span::hours(4)));
        let next = queries::identity_queue(&kit.market, &operator, &PageRequest::after(queue.next, 1)).await.unwrap();
        assert_eq!((next.rows[0].shop_handle.as_str(), next.next), ("danqing-tea", None));
        let id = queue.rows[0].id;
        let silent = commands::look_at_identity(&kit.market, &operator, id, " ").await;
        assert!(matches!(silent, Err(Problem::Refused(LookRefusal::BadReason(_)))));
        assert_eq!(count(&kit, "SELECT count(*) FROM identity_look").await, 0);
        let opened = commands::look_at_identity(&kit.market, &operator, id, "a first look").await.unwrap();
        assert_eq!(opened.identity.id_number.reveal(), number(1));
        assert_eq!(opened.identity.bank_card.reveal(), CARD);
        assert_eq!(opened.other_shops, ["danqing-tea"]);
        assert!(!format!("{opened:?}").contains(CARD));
        assert_eq!(count(&kit, "SELECT count(*) FROM identity_look WHERE reason = 'a first look'").await, 1);
        assert_eq!(count(&kit, "SELECT count(*) FROM audit_log WHERE action = 'look_at_identity'").await, 1);
        let nothing = commands::look_at_identity(&kit.market, &operator, IdentityId::mint(kit.market.now()), "why").await;
        assert!(matches!(nothing, Err(Problem::NotFound)));
    }
);

db_test!(
    async fn of_two_operators_who_decide_the_first_is_right(kit) {
        let (ana, olga) = (kit.person("Ana").create().await, kit.person("Olga").operator().create().await);
        commands::open_shop(&kit.market, &ana, &form(&kit, "danqing", 1)).await.unwrap();
        let (operator, id) = (olga.operator().unwrap(), waiting(&kit, &olga).await[0]);
        let (one, two) = (kit.market.clone(), kit.market.clone());
        let approved = tokio::spawn(async move { commands::approve_identity(&one, &operator, id).await });
        let rejected = tokio::spawn(async move { commands::reject_identity(&two, &operator, id, "blurred").await });
        let outcomes = [approved.await.unwrap(), rejected.await.unwrap()];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(Problem::Refused(DecideRefusal::ChangedMeanwhile)))));
        assert_eq!(letters(&kit).await.len(), 1);
        let front = queries::shop_front(&kit.market, "danqing").await.unwrap().unwrap();
        assert_eq!(front.is_verified, outcomes[0].is_ok());
        assert!(waiting(&kit, &olga).await.is_empty());
    }
);

db_test!(
    async fn a_rejected_identity_is_submitted_again(kit) {
        let (ana, olga) = (kit.person("Ana").create().await, kit.person("Olga").operator().create().await);
        commands::open_shop(&kit.market, &ana, &form(&kit, "danqing", 1)).await.unwrap();
        let owner = queries::staff(&kit.market, &ana, "danqing").await.unwrap().unwrap();
        let operator = olga.operator().unwrap();
        let again = ResubmitIdentity { attempt: IdentityId::mint(kit.market.now()), identity: identity(2) };
        let early = commands::resubmit_identity(&kit.market, &ana, &owner, &again).await;
        assert!(matches!(early, Err(Problem::Refused(ResubmitRefusal::NotRejected))));
        let id = waiting(&kit, &olga).await[0];
        let silent = commands::reject_identity(&kit.market, &operator, id, "").await;
        assert!(matches!(silent, Err(Problem::Refused(DecideRefusal::BadReason(_)))));
        commands::reject_identity(&kit.market, &operator, id, "The name and the card differ.").await.unwrap();
        assert_eq!(letters(&kit).await, [Letter::IdentityRejected { reason: "The name and the card differ.".into() }]);
        let status = queries::identity_status(&kit.market, &owner).await.unwrap().unwrap();
        assert_eq!(status.reason.as_deref(), Some("The name and the card differ."));
        commands::resubmit_identity(&kit.market, &ana, &owner, &again).await.unwrap();
        commands::resubmit_identity(&kit.market, &ana, &owner, &again).await.unwrap();
        let other = ResubmitIdentity { identity: identity(3), ..again.clone() };
        let reused = commands::resubmit_identity(&kit.market, &ana, &owner, &other).await;
        assert!(matches!(reused, Err(Problem::Refused(ResubmitRefusal::AttemptReused))));
        let queue = queries::identity_queue(&kit.market, &operator, &PageRequest::first(9)).await.unwrap();
        assert_eq!((queue.rows.len(), queue.rows[0].id, queue.rows[0].rejected_before), (1, again.attempt, 1));
        assert_eq!(count(&kit, "SELECT count(*) FROM identity_holder WHERE shops > 0").await, 1);
        commands::approve_identity(&kit.market, &operator, again.attempt).await.unwrap();
        assert!(queries::shop_front(&kit.market, "danqing").await.unwrap().unwrap().is_verified);
    }
);

db_test!(
    async fn who_stands_behind_the_goods_of_all_shops_of_either_number_is_told_anew(kit) {
        let (ana, ben, olga) =
            (kit.person("Ana").create().await, kit.person("Ben").create().await, kit.person("Olga").operator().create().await);
        commands::open_shop(&kit.market, &ana, &form(&kit, "danqing", 1)).await.unwrap();
        let owner = queries::staff(&kit.market, &ana, "danqing").await.unwrap().unwrap();
        let id = waiting(&kit, &olga).await[0];
        commands::reject_identity(&kit.market, &olga.operator().unwrap(), id, "It is blurred.").await.unwrap();
        for (handle, number) in [("left", 1), ("joined", 2), ("other", 3)] {
            commands::open_shop(&kit.market, &ben, &form(&kit, handle, number)).await.unwrap();
        }
        // Not by the horizon: whoever else writes into PostgreSQL holds it back.
        let all = async || since(&kit.market, 0, 1_000).await.unwrap().changes;
        let before = all().await.iter().map(|change| change.sequence).max();
        let again = ResubmitIdentity { attempt: IdentityId::mint(kit.market.now()), identity: identity(2) };
        commands::resubmit_identity(&kit.market, &ana, &owner, &again).await.unwrap();
        let told: Vec<_> = all().await.into_iter().filter(|change| Some(change.sequence) > before).collect();
        for (handle, is_told) in [("left", true), ("joined", true), ("other", false)] {
            let shop = queries::staff(&kit.market, &ben, handle).await.unwrap().unwrap().shop();
            assert_eq!(told.iter().any(|change| change.subject == Subject::Shop(shop)), is_told, "{handle}");
        }
    }
);

db_test!(
    async fn another_card_with_an_identity_submitted_again_is_proved_and_rests_and_is_told(kit) {
        let (ana, olga) = (kit.person("Ana").create().await, kit.person("Olga").operator().create().await);
        commands::open_shop(&kit.market, &ana, &form(&kit, "danqing", 1)).await.unwrap();
        let owner = queries::staff(&kit.market, &ana, "danqing").await.unwrap().unwrap();
        let reject = async || {
            let id = waiting(&kit, &olga).await[0];
            commands::reject_identity(&kit.market, &olga.operator().unwrap(), id, "The card is somebody else's.").await.unwrap();
        };
        let of_card = |card: &str| ResubmitIdentity {
            attempt: IdentityId::mint(kit.market.now()),
            identity: TypedIdentity { bank_card: card.to_owned(), ..identity(1) },
        };
        let submit = async |request: &ResubmitIdentity| commands::resubmit_identity(&kit.market, &ana, &owner, request).await;
        let told = "SELECT count(*) FROM outbox WHERE payload LIKE '%PayoutCardChanged%\"last4\":\"1111\"%'";
        let logged = "SELECT count(*) FROM audit_log WHERE action = 'change_payout_card' AND detail = '0128 to 1111'";

        reject().await;
        let other = of_card("4111111111111111");
        let until = kit.market.now().after(Span::days(3)).millis();
        let rests = format!("SELECT count(*) FROM identity WHERE state = 'waiting' AND pays_from = {until}");
        submit(&other).await.unwrap();
        assert_eq!((count(&kit, &rests).await, count(&kit, told).await, count(&kit, logged).await), (1, 1, 1));
        kit.clock.advance(Span::minutes(11));
        submit(&other).await.unwrap();

        reject().await;
        let stranger = commands::resubmit_identity(&kit.market, &olga, &owner, &of_card("4111111111111111")).await;
        assert!(matches!(stranger, Err(Problem::NotFound)), "with somebody else's session");
        let late = submit(&of_card(CARD)).await;
        assert!(matches!(late, Err(Problem::Refused(ResubmitRefusal::ProveAgain))), "{late:?}");
        assert!(waiting(&kit, &olga).await.is_empty(), "nothing was submitted");
        submit(&of_card("4111111111111111")).await.unwrap();
        assert_eq!((count(&kit, &rests).await, count(&kit, told).await), (1, 1), "the same card: its rest is not cut short");
    }
);
