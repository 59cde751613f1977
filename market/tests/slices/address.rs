//! The address book, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use market::account::{Buyer, ContactError};
use market::address::commands::{self, SaveAddressRefusal};
use market::address::sample::SampleRegions;
use market::address::{AddressFieldError, AddressId, TypedAddress, queries};
use market::db_test;
use market::kernel::{Problem, Span};
use market::testkit::TestMarket;

fn typed(street: &str) -> TypedAddress {
    TypedAddress {
        recipient: "张三".into(), phone: "13800138000".into(), region_code: "433123100".into(), street: street.into()
    }
}

async fn add(kit: &TestMarket, buyer: &Buyer, street: &str) -> AddressId {
    kit.clock.advance(Span::seconds(1));
    let attempt = AddressId::mint(kit.market.now());
    commands::save_address(&kit.market, buyer, attempt, &typed(street), &SampleRegions).await.unwrap();
    attempt
}

async fn streets(kit: &TestMarket, buyer: &Buyer) -> Vec<(String, bool)> {
    let addresses = queries::addresses(&kit.market, buyer).await.unwrap();
    addresses.into_iter().map(|address| (address.street, address.is_default)).collect()
}

fn is(expected: &[(&str, bool)]) -> Vec<(String, bool)> {
    expected.iter().map(|(street, is_default)| ((*street).to_owned(), *is_default)).collect()
}

db_test!(
    async fn there_is_one_default_and_the_first_is_it(kit) {
        let ana = kit.person("Ana").create().await.buyer();
        let first = add(&kit, &ana, "1号").await;
        let second = add(&kit, &ana, "2号").await;
        add(&kit, &ana, "3号").await;
        assert_eq!(streets(&kit, &ana).await, is(&[("1号", true), ("3号", false), ("2号", false)]));
        commands::make_default(&kit.market, &ana, second).await.unwrap();
        assert_eq!(streets(&kit, &ana).await, is(&[("2号", true), ("3号", false), ("1号", false)]));
        commands::remove_address(&kit.market, &ana, second).await.unwrap();
        assert_eq!(streets(&kit, &ana).await, is(&[("3号", true), ("1号", false)]));
        commands::remove_address(&kit.market, &ana, second).await.unwrap();
        commands::save_address(&kit.market, &ana, first, &typed("一号"), &SampleRegions).await.unwrap();
        assert_eq!(streets(&kit, &ana).await, is(&[("3号", true), ("一号", false)]));
        let found = queries::address(&kit.market, &ana, first).await.unwrap().unwrap();
        assert_eq!(found.region_names, "湖南省 湘西土家族苗族自治州 凤凰县 沱江镇");
        assert!(!format!("{found:?}").contains("张三"));
    }
);

db_test!(
    async fn nobody_reaches_the_address_of_somebody_else(kit) {
        let (ana, ben) = (kit.person("Ana").create().await.buyer(), kit.person("Ben").create().await.buyer());
        let id = add(&kit, &ana, "1号").await;
        assert_eq!(queries::address(&kit.market, &ben, id).await.unwrap(), None);
        commands::remove_address(&kit.market, &ben, id).await.unwrap();
        assert!(matches!(commands::make_default(&kit.market, &ben, id).await, Err(Problem::NotFound)));
        let saved = commands::save_address(&kit.market, &ben, id, &typed("x"), &SampleRegions).await;
        assert!(matches!(saved, Err(Problem::NotFound)));
        assert_eq!(streets(&kit, &ana).await, is(&[("1号", true)]));
    }
);

db_test!(
    async fn a_form_that_is_sent_many_times_adds_one_address(kit) {
        let ana = kit.person("Ana").create().await.buyer();
        let attempt = AddressId::mint(kit.market.now());
        let sent = (0..6).map(|_| {
            let market = kit.market.clone();
            tokio::spawn(async move { commands::save_address(&market, &ana, attempt, &typed("1号"), &SampleRegions).await })
        });
        for sent in sent.collect::<Vec<_>>() {
            sent.await.unwrap().unwrap();
        }
        assert_eq!(streets(&kit, &ana).await, is(&[("1号", true)]));
    }
);

db_test!(
    async fn two_first_addresses_at_once_leave_one_default(kit) {
        let ana = kit.person("Ana").create().await.buyer();
        let sent = (0..6).map(|_| {
            let (market, attempt) = (kit.market.clone(), AddressId::mint(kit.market.now()));
            tokio::spawn(async move { commands::save_address(&market, &ana, attempt, &typed("1号"), &SampleRegions).await })
        });
        for sent in sent.collect::<Vec<_>>() {
            sent.await.unwrap().unwrap();
        }
        let kept = streets(&kit, &ana).await;
        assert_eq!((kept.len(), kept.iter().filter(|(_, is_default)| *is_default).count()), (6, 1));
    }
);

db_test!(
    async fn two_tabs_leave_one_default(kit) {
        let ana = kit.person("Ana").create().await.buyer();
        let ids = [add(&kit, &ana, "1号").await, add(&kit, &ana, "2号").await, add(&kit, &ana, "3号").await];
        let made = ids.into_iter().cycle().take(9).map(|id| {
            let market = kit.market.clone();
            tokio::spawn(async move { commands::make_default(&market, &ana, id).await })
        });
        for made in made.collect::<Vec<_>>() {
            made.await.unwrap().unwrap();
        }
        assert_eq!(streets(&kit, &ana).await.iter().filter(|(_, is_default)| *is_default).count(), 1);
    }
);

db_test!(
    async fn a_book_of_fifty_is_full_and_a_bad_address_is_not_kept(kit) {
        let ana = kit.person("Ana").create().await.buyer();
        let bad = TypedAddress { phone: "🐷".into(), region_code: "43".into(), ..typed("1号") };
        let refused = commands::save_address(&kit.market, &ana, AddressId::mint(kit.market.now()), &bad, &SampleRegions).await;
        let Err(Problem::Refused(SaveAddressRefusal::Fields(errors))) = refused else { panic!("refused") };
        assert_eq!(errors, [AddressFieldError::Phone(ContactError::NotAPhone), AddressFieldError::Region]);
        for number in 0..50 {
            add(&kit, &ana, &format!("{number}号")).await;
        }
        let attempt = AddressId::mint(kit.market.now());
        let full = commands::save_address(&kit.market, &ana, attempt, &typed("51号"), &SampleRegions).await;
        assert!(matches!(full, Err(Problem::Refused(SaveAddressRefusal::BookFull))));
    }
);
