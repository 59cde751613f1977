//! Shops, staff and identities, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::account::SignedIn;
use market::change::Subject;
use market::change::queries::{end, since};
use market::db_test;
use market::kernel::{PageRequest, Problem, Span};
use market::outbox::{Job, Letter};
use market::shop::commands::{
    self, DecideRefusal, LookRefusal, OpenShopRefusal, ResubmitIdentity, ResubmitRefusal, TakeOnRefusal,
};
use market::shop::{
    HandleError, IdNumberError, IdentityId, OpenShop, Role, ShopFieldError, ShopId, TypedIdentity, TypedProfile,
    TypedReturnAddress, Verification, queries,
};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

const CARD: &str = "6222021234567890128";
const OTHER_CARD: &str = "4111111111111111";

fn number(sequence: u32) -> String {
    let digits = format!("43312319800101{sequence:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum();
    format!("{digits}{}", "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap()).unwrap())
}

fn identity(sequence: u32) -> TypedIdentity {
    TypedIdentity { legal_name: "向秀英".into(), id_number: number(sequence), bank_card: CARD.into() }
}

fn form(kit: &TestMarket, handle: &str, sequence: u32) -> OpenShop {
    OpenShop {
        attempt: ShopId::mint(kit.market.now()),
        handle: handle.into(),
        profile: TypedProfile { name: "丹青湘西特产".into(), story: "腊肉".into(), place: "凤凰".into() },
        ships_from: "43".into(),
        identity: identity(sequence),
    }
}

async fn count(kit: &TestMarket, sql: &str) -> i64 {
    let statement = Statement::from_string(kit.market.db().get_database_backend(), sql);
    kit.market.db().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn letters(kit: &TestMarket) -> Vec<Letter> {
    let jobs = market::outbox::commands::take_jobs(&kit.market, 100).await.unwrap();
    jobs.into_iter().filter_map(|job| if let Job::Notify { letter, .. } = job.job { Some(letter) } else { None }).collect()
}

async fn waiting(kit: &TestMarket, olga: &SignedIn) -> Vec<IdentityId> {
    let page = queries::identity_queue(&kit.market, &olga.operator().unwrap(), &PageRequest::first(50)).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

db_test!(
    async fn staff_of_one_shop_is_not_staff_of_another(kit) {
        let (ana, ben) = (kit.person("Ana").create().await, kit.person("Ben").create().await);
        let danqing = kit.shop("danqing", &ana).approved().create().await;
        let rosy = kit.shop("rosy", &ben).create().await;
        assert_eq!(queries::staff(&kit.market, &ana, "danqing").await.unwrap(), Some(danqing));
        assert_eq!(queries::staff(&kit.market, &ana, "rosy").await.unwrap(), None);
        assert_eq!(queries::staff(&kit.market, &ana, "nothing").await.unwrap(), None);
        kit.clock.advance(Span::seconds(1));
        kit.hire(rosy.shop(), &ana, Role::Packing).await;
        let packer = queries::staff(&kit.market, &ana, "rosy").await.unwrap().unwrap();
        assert!(packer.may_ship() && !packer.may_list() && !packer.may_see_money() && !packer.may_manage());
        let refused = commands::change_shop_profile(&kit.market, &packer, &TypedProfile::default()).await;
        assert!(matches!(refused, Err(Problem::NotFound)));
        assert_eq!(queries::identity_status(&kit.market, &packer).await.unwrap(), None);
        let mine = queries::my_shops(&kit.market, &ana).await.unwrap();
        assert_eq!(mine.iter().map(|shop| (shop.handle.as_str(), shop.role)).collect::<Vec<_>>(), [("danqing", Role::Owner), ("rosy", Role::Packing)]);
    }
);

db_test!(
    async fn an_address_that_can_name_no_shop_is_not_found(kit) {
        // PostgreSQL takes no text with a zero in it.
        let ana = kit.person("Ana").create().await;
        kit.shop("danqing", &ana).create().await;
        for handle in ["\0", "danqing\0", "%00", "../danqing", "Danqing", "", "丹青"] {
            assert_eq!(queries::shop_front(&kit.market, handle).await.unwrap(), None, "{handle:?}");
            assert_eq!(queries::staff(&kit.market, &ana, handle).await.unwrap(), None, "{handle:?}");
            assert_eq!(market::discovery::queries::shop(&kit.market, handle).await.unwrap(), None, "{handle:?}");
        }
    }
);

db_test!(
    async fn a_shop_opens_in_one_step_and_sells_at_once(kit) {
        let ana = kit.person("Ana").create().await;
        let opened = commands::open_shop(&kit.market, &ana, &form(&kit, " Danqing ", 1)).await.unwrap();
        assert_eq!(opened.handle.as_str(), "danqing");
        let staff = queries::staff(&kit.market, &ana, "danqing").await.unwrap().unwrap();
        assert_eq!((staff.shop(), staff.role()), (opened.shop, Role::Owner));
        let front = queries::shop_front(&kit.market, "danqing").await.unwrap().unwrap();
        assert_eq!((front.name.as_str(), front.is_verified), ("丹青湘西特产", false));
        assert_eq!(queries::shop_front(&kit.market, "nothing").await.unwrap(), None);
        let status = queries::identity_status(&kit.market, &staff).await.unwrap().unwrap();
        assert_eq!((status.verification, status.bank_card_last4.as_str()), (Verification::Waiting, "0128"));
        assert!(number(1).ends_with(&status.id_number_last4));
        assert_eq!(count(&kit, "SELECT count(*) FROM freight_template WHERE is_default").await, 1);
    }
);

db_test!(
    async fn what_is_wrong_is_said_field_by_field_and_nothing_is_kept(kit) {
        let ana = kit.person("Ana").create().await;
        let mut typed = form(&kit, "sell", 1);
        typed.identity.id_number = number(1).replace("1980", "2015");
        let refused = commands::open_shop(&kit.market, &ana, &typed).await;
        let Err(Problem::Refused(OpenShopRefusal::Fields(errors))) = refused else { panic!("refused") };
        assert_eq!(errors[0], ShopFieldError::Handle(HandleError::Reserved));
        assert!(matches!(errors[1], ShopFieldError::IdNumber(IdNumberError::CheckCharacter | IdNumberError::Minor)));
        assert_eq!(count(&kit, "SELECT count(*) FROM shop").await, 0);
    }
);

db_test!(
    async fn the_same_form_twice_opens_one_shop_and_another_content_is_refused(kit) {
        let ana = kit.person("Ana").create().await;
        let typed = form(&kit, "danqing", 1);
        let first = commands::open_shop(&kit.market, &ana, &typed).await.unwrap();
        kit.clock.advance(Span::minutes(1));
        assert_eq!(commands::open_shop(&kit.market, &ana, &typed).await.unwrap(), first);
        for change in 0..3 {
            let mut other = typed.clone();
            match change {
                0 => other.handle = "danqing-2".into(),
                1 => other.identity.bank_card = OTHER_CARD.into(),
                _ => other.profile.story = "other".into(),
            }
            let refused = commands::open_shop(&kit.market, &ana, &other).await;
            assert!(matches!(refused, Err(Problem::Refused(OpenShopRefusal::AttemptReused))), "{change}");
        }
        let ben = kit.person("Ben").create().await;
        let refused = commands::open_shop(&kit.market, &ben, &typed).await;
        assert!(matches!(refused, Err(Problem::Refused(OpenShopRefusal::AttemptReused))));
        assert_eq!(count(&kit, "SELECT count(*) FROM shop").await, 1);
    }
);

db_test!(
    async fn a_form_that_is_sent_eight_times_at_once_opens_one_shop(kit) {
        let ana = kit.person("Ana").create().await;
        let typed = form(&kit, "danqing", 1);
        let sent = (0..8).map(|_| {
            let (market, ana, typed) = (kit.market.clone(), ana.clone(), typed.clone());
            tokio::spawn(async move { commands::open_shop(&market, &ana, &typed).await })
        });
        for sent in sent.collect::<Vec<_>>() {
            assert_eq!(sent.await.unwrap().unwrap().shop, typed.attempt);
        }
        assert_eq!(count(&kit, "SELECT count(*) FROM shop").await, 1);
        assert_eq!(count(&kit, "SELECT shops FROM identity_holder").await, 1);
    }
);

db_test!(
    async fn of_two_people_with_one_handle_one_wins(kit) {
        let mut sent = Vec::new();
        for person in 1..=6 {
            let (market, someone) = (kit.market.clone(), kit.person("Someone").create().await);
            let typed = form(&kit, "danqing", person);
            sent.push(tokio::spawn(async move { commands::open_shop(&market, &someone, &typed).await }));
        }
        let mut opened = 0;
        for sent in sent {
            match sent.await.unwrap() {
                Ok(_) => opened += 1,
                Err(Problem::Refused(OpenShopRefusal::HandleTaken)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(opened, 1);
        assert_eq!(count(&kit, "SELECT count(*) FROM identity").await, 1);
    }
);

db_test!(
    async fn three_shops_stand_behind_one_id_number_even_when_eight_open_at_once(kit) {
        let ana = kit.person("Ana").create().await;
        let sent = (0..8).map(|shop| {
            let (market, ana, typed) = (kit.market.clone(), ana.clone(), form(&kit, &format!("shop-{shop}"), 7));
            tokio::spawn(async move { commands::open_shop(&market, &ana, &typed).await })
        });
        let mut opened = 0;
        for sent in sent.collect::<Vec<_>>() {
            match sent.await.unwrap() {
                Ok(_) => opened += 1,
                Err(Problem::Refused(OpenShopRefusal::TooManyShops { limit: 3 })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(opened, 3);
        assert_eq!(count(&kit, "SELECT count(*) FROM shop").await, 3);
    }
);

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
        let early = commands::resubmit_identity(&kit.market, &owner, &again).await;
        assert!(matches!(early, Err(Problem::Refused(ResubmitRefusal::NotRejected))));
        let id = waiting(&kit, &olga).await[0];
        let silent = commands::reject_identity(&kit.market, &operator, id, "").await;
        assert!(matches!(silent, Err(Problem::Refused(DecideRefusal::BadReason(_)))));
        commands::reject_identity(&kit.market, &operator, id, "The name and the card differ.").await.unwrap();
        assert_eq!(letters(&kit).await, [Letter::IdentityRejected { reason: "The name and the card differ.".into() }]);
        let status = queries::identity_status(&kit.market, &owner).await.unwrap().unwrap();
        assert_eq!(status.reason.as_deref(), Some("The name and the card differ."));
        commands::resubmit_identity(&kit.market, &owner, &again).await.unwrap();
        commands::resubmit_identity(&kit.market, &owner, &again).await.unwrap();
        let other = ResubmitIdentity { identity: identity(3), ..again.clone() };
        let reused = commands::resubmit_identity(&kit.market, &owner, &other).await;
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
        let before = end(&kit.market).await.unwrap();
        let again = ResubmitIdentity { attempt: IdentityId::mint(kit.market.now()), identity: identity(2) };
        commands::resubmit_identity(&kit.market, &owner, &again).await.unwrap();
        let told = since(&kit.market, before, 100).await.unwrap().changes;
        for (handle, is_told) in [("left", true), ("joined", true), ("other", false)] {
            let shop = queries::staff(&kit.market, &ben, handle).await.unwrap().unwrap().shop();
            assert_eq!(told.iter().any(|change| change.subject == Subject::Shop(shop)), is_told, "{handle}");
        }
    }
);

db_test!(
    async fn a_shop_changes_its_face_but_not_its_handle(kit) {
        let ana = kit.person("Ana").create().await;
        let owner = kit.shop("danqing", &ana).create().await;
        let typed = TypedProfile { name: "丹青 🐷".into(), story: String::new(), place: "沱江镇".into() };
        commands::change_shop_profile(&kit.market, &owner, &typed).await.unwrap();
        let front = queries::shop_front(&kit.market, "danqing").await.unwrap().unwrap();
        assert_eq!((front.name.as_str(), front.story.as_str(), front.place.as_str()), ("丹青 🐷", "", "沱江镇"));
        assert!(commands::change_shop_profile(&kit.market, &owner, &TypedProfile::default()).await.is_err());
    }
);

db_test!(
    async fn the_newest_shops_come_first_page_by_page(kit) {
        let ana = kit.person("Ana").create().await;
        for number in 0..5 {
            kit.shop(&format!("shop-{number}"), &ana).create().await;
            if number % 2 == 0 {
                kit.clock.advance(Span::minutes(1));
            }
        }
        let mut seen = Vec::new();
        let mut request = PageRequest::first(2);
        loop {
            let page = queries::newest_shops(&kit.market, &request).await.unwrap();
            seen.extend(page.rows.into_iter().map(|shop| shop.handle));
            let Some(next) = page.next else { break };
            request = PageRequest::after(Some(next), 2);
        }
        assert_eq!(seen.len(), 5);
        assert_eq!((seen[0].as_str(), seen[4].as_str()), if seen[0] == "shop-4" { ("shop-4", "shop-0") } else { ("shop-3", "shop-0") });
    }
);

db_test!(
    async fn an_owner_takes_staff_on_and_nobody_else_does(kit) {
        let (ana, ben, eve) = (kit.person("Ana").create().await, kit.person("Ben").create().await, kit.person("Eve").create().await);
        let owner = kit.shop("danqing", &ana).create().await;
        for _ in 0..2 {
            let packer = commands::take_on_staff(&kit.market, &owner, &ben, Role::Packing).await.unwrap();
            assert!(packer.may_ship() && !packer.may_see_money() && !packer.may_manage());
        }
        let packer = queries::staff(&kit.market, &ben, "danqing").await.unwrap().unwrap();
        assert_eq!(packer.role(), Role::Packing);
        let again = commands::take_on_staff(&kit.market, &owner, &ben, Role::Money).await;
        assert!(matches!(again, Err(Problem::Refused(TakeOnRefusal::KnownHere(Role::Packing)))));
        let not_hers = commands::take_on_staff(&kit.market, &packer, &eve, Role::Owner).await;
        assert!(matches!(not_hers, Err(Problem::NotFound)));
        assert_eq!(count(&kit, "SELECT count(*) FROM audit_log WHERE action = 'take_on_staff'").await, 1);
    }
);

db_test!(
    async fn the_address_for_returns_is_the_owners_to_set(kit) {
        let owner = kit.person("Xiuying").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        assert_eq!(queries::return_address(&kit.market, &staff).await.unwrap(), None);
        let typed = |place: &str| TypedReturnAddress {
            recipient: "向秀英".to_owned(),
            phone: "13800138000".to_owned(),
            place: place.to_owned(),
        };
        for place in ["湖南省凤凰县沱江镇虹桥路 1 号", "湖南省凤凰县沱江镇虹桥路 2 号"] {
            commands::set_return_address(&kit.market, &staff, &typed(place)).await.unwrap();
            assert_eq!(queries::return_address(&kit.market, &staff).await.unwrap().unwrap().place, place);
        }
        assert!(matches!(
            commands::set_return_address(&kit.market, &staff, &typed(" ")).await,
            Err(Problem::Refused(errors)) if errors.len() == 1
        ));
    }
);
