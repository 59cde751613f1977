//! Shops, staff and identities, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::db_test;
use market::kernel::{Problem, Span};
use market::shop::commands::{self, OpenShopRefusal, TakeOnRefusal};
use market::shop::{
    HandleError, IdNumberError, OpenShop, Role, ShopFieldError, ShopId, TypedIdentity, TypedProfile, TypedReturnAddress,
    Verification, queries,
};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

pub const CARD: &str = "6222021234567890128";
const OTHER_CARD: &str = "4111111111111111";

pub fn number(sequence: u32) -> String {
    let digits = format!("43312319800101{sequence:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum();
    format!("{digits}{}", "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap()).unwrap())
}

pub fn identity(sequence: u32) -> TypedIdentity {
    TypedIdentity { legal_name: "向秀英".into(), id_number: number(sequence), bank_card: CARD.into() }
}

pub fn form(kit: &TestMarket, handle: &str, sequence: u32) -> OpenShop {
    OpenShop {
        attempt: ShopId::mint(kit.market.now()),
        handle: handle.into(),
        profile: TypedProfile { name: "丹青湘西特产".into(), story: "腊肉".into(), place: "凤凰".into() },
        ships_from: "43".into(),
        identity: identity(sequence),
    }
}

pub async fn count(kit: &TestMarket, sql: &str) -> i64 {
    let statement = Statement::from_string(kit.market.db().get_database_backend(), sql);
    kit.market.db().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
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
    async fn a_new_shop_has_an_id_that_was_made_and_not_chosen(kit) {
        let ana = kit.person("Ana").create().await;
        let later = ShopId::mint(kit.market.now().after(Span::hours(1)));
        for chosen in [ShopId::from_uuid(Uuid::max()), ShopId::from_uuid(Uuid::nil()), later] {
            let typed = OpenShop { attempt: chosen, ..form(&kit, "danqing", 1) };
            assert!(matches!(commands::open_shop(&kit.market, &ana, &typed).await, Err(Problem::NotFound)), "{chosen}");
        }
        assert_eq!(count(&kit, "SELECT count(*) FROM shop").await, 0);
        commands::open_shop(&kit.market, &ana, &form(&kit, "danqing", 1)).await.unwrap();
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
