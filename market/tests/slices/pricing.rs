//! Freight templates, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::db_test;
use market::kernel::{Money, Problem};
use market::pricing::commands::{remove_template, save_template};
use market::pricing::queries::{template_for, templates};
use market::pricing::rules::quote_freight;
use market::pricing::{
    FreightLine, FreightTemplateId, NoShipping, SaveTemplate, SaveTemplateRefusal as Refusal, TemplateFieldError, TypedZone,
};
use market::shop::{Role, ShopStaff};
use market::testkit::TestMarket;

async fn shop(kit: &TestMarket, handle: &str) -> ShopStaff {
    let owner = kit.person("Ana").create().await;
    kit.shop(handle, &owner).create().await
}

fn zone(provinces: &[&str], first: &str) -> TypedZone {
    TypedZone {
        provinces: provinces.iter().map(ToString::to_string).collect(),
        ships: true,
        first_amount: "1".into(),
        first: first.into(),
        next_amount: "1".into(),
        next: "2".into(),
        free_from: String::new(),
    }
}

fn form(kit: &TestMarket, name: &str) -> SaveTemplate {
    SaveTemplate {
        template: FreightTemplateId::mint(kit.market.now()),
        version: 0,
        name: name.into(),
        counts_by: "weight".into(),
        is_default: false,
        zones: vec![
            zone(&["65", "54"], "20"),
            zone(&[], "6"),
            TypedZone { provinces: vec!["71".into()], ..TypedZone::default() },
        ],
    }
}

fn parcel(grams: i64) -> [FreightLine; 1] {
    [FreightLine { quantity_pieces: 1, weight_grams: grams, line_total: Money::fen(2_000) }]
}

db_test!(
    async fn a_shop_charges_the_usual_until_it_says_otherwise(kit) {
        let staff = shop(&kit, "danqing").await;
        let usual = template_for(&kit.market, staff.shop(), None).await.unwrap().unwrap();
        assert_eq!(quote_freight(&usual, "43", &parcel(1_500)), Ok(Money::fen(1_100)));
        let mut request = form(&kit, "Cold chain");
        request.is_default = true;
        save_template(&kit.market, &staff, &request).await.unwrap();
        let now = template_for(&kit.market, staff.shop(), None).await.unwrap().unwrap();
        assert_eq!(now.id, request.template);
        assert_eq!(quote_freight(&now, "43", &parcel(1_500)), Ok(Money::fen(800)));
        assert_eq!(quote_freight(&now, "65", &parcel(1_500)), Ok(Money::fen(2_200)));
        assert_eq!(quote_freight(&now, "71", &parcel(1_500)), Err(NoShipping::NotThere));
        let old = template_for(&kit.market, staff.shop(), Some(usual.id)).await.unwrap().unwrap();
        assert_eq!((old.id, old.is_default), (usual.id, false), "a listing that names it keeps it");
        assert_eq!(templates(&kit.market, &staff).await.unwrap().len(), 2);
    }
);

db_test!(
    async fn the_same_form_twice_is_one_template(kit) {
        let staff = shop(&kit, "danqing").await;
        let mut request = form(&kit, "Cold chain");
        for _ in 0..2 {
            save_template(&kit.market, &staff, &request).await.unwrap();
        }
        request.name = "Other".into();
        let again = save_template(&kit.market, &staff, &request).await;
        assert!(matches!(again, Err(Problem::Refused(Refusal::ChangedMeanwhile))), "{again:?}");
        request.version = 1;
        save_template(&kit.market, &staff, &request).await.unwrap();
        let all = templates(&kit.market, &staff).await.unwrap();
        assert_eq!(all.iter().map(|template| (template.name.as_str(), template.version)).collect::<Vec<_>>(), [("", 1), ("Other", 2)]);
        assert_eq!(all[1].zones.len(), 3);
    }
);

db_test!(
    async fn a_shop_always_has_one_default(kit) {
        let staff = shop(&kit, "danqing").await;
        let usual = template_for(&kit.market, staff.shop(), None).await.unwrap().unwrap();
        let mut request = form(&kit, "Cold chain");
        request.template = usual.id;
        request.version = usual.version;
        let refused = save_template(&kit.market, &staff, &request).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::DefaultNeeded))), "{refused:?}");
        let refused = remove_template(&kit.market, &staff, usual.id).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::DefaultNeeded))), "{refused:?}");
        let second = form(&kit, "Second");
        save_template(&kit.market, &staff, &second).await.unwrap();
        remove_template(&kit.market, &staff, second.template).await.unwrap();
        assert_eq!(templates(&kit.market, &staff).await.unwrap().len(), 1);
    }
);

db_test!(
    async fn a_shop_changes_only_its_own_freight(kit) {
        let (ours, theirs) = (shop(&kit, "ours").await, shop(&kit, "theirs").await);
        let request = form(&kit, "Cold chain");
        save_template(&kit.market, &ours, &request).await.unwrap();
        let change = SaveTemplate { version: 1, ..request.clone() };
        assert!(matches!(save_template(&kit.market, &theirs, &change).await, Err(Problem::NotFound)));
        assert!(matches!(remove_template(&kit.market, &theirs, request.template).await, Err(Problem::NotFound)));
        let packer = kit.person("Bo").create().await;
        let packer = kit.hire(ours.shop(), &packer, Role::Packing).await;
        assert!(matches!(save_template(&kit.market, &packer, &change).await, Err(Problem::NotFound)));
    }
);

db_test!(
    async fn a_template_says_what_is_wrong_with_it(kit) {
        let staff = shop(&kit, "danqing").await;
        let mut request = form(&kit, "Cold chain");
        request.zones.remove(1);
        match save_template(&kit.market, &staff, &request).await {
            Err(Problem::Refused(Refusal::Fields(errors))) => assert_eq!(errors, [TemplateFieldError::Rest]),
            other => panic!("{other:?}"),
        }
    }
);
