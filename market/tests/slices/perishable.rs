//! Who says of goods that they spoil: each listing, where no category does; and what whoever reads or buys them is told, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::account::Operator;
use market::catalog::commands::{save_listing, seed_categories, set_spoiling};
use market::catalog::queries::{categories, listing_for_edit, listing_page, offers};
use market::catalog::rules::{default_tree, form_of};
use market::catalog::{CategoryId, ListingFieldError, SaveListing, SaveListingRefusal, Spoiling};
use market::change::Subject;
use market::change::queries::since;
use market::db_test;
use market::discovery::queries::product;
use market::kernel::Problem;
use market::shop::ShopStaff;
use market::testkit::{TestListing, TestMarket};

struct Here {
    operator: Operator,
    staff: ShopStaff,
    /// A root, one below it, and one below that.
    food: [CategoryId; 3],
    shoes: CategoryId,
}

async fn here(kit: &TestMarket) -> Here {
    seed_categories(&kit.market, &default_tree()).await.unwrap();
    let tree = categories(&kit.market).await.unwrap();
    let id = |slug: &str| tree.iter().find(|category| category.slug == slug).unwrap().id;
    let owner = kit.person("Ana").create().await;
    Here {
        operator: kit.operator().await,
        staff: kit.shop("danqing", &owner).create().await,
        food: ["food", "cured-meat", "salted-pork"].map(id),
        shoes: id("shoes"),
    }
}

/// What the cart, the product's page and whoever reads the listing alone are told: the same.
async fn spoils(kit: &TestMarket, goods: &TestListing) -> bool {
    let offered = offers(&kit.market, &[goods.variant()]).await.unwrap()[0].is_perishable;
    let shown = product(&kit.market, goods.listing).await.unwrap().unwrap().listing.is_perishable;
    let read = listing_page(&kit.market, goods.listing).await.unwrap().unwrap().is_perishable;
    assert_eq!((shown, read), (offered, offered), "all ways to read it");
    offered
}

/// The form as the page would show it now.
async fn reopen(kit: &TestMarket, here: &Here, goods: &TestListing) -> SaveListing {
    form_of(&listing_for_edit(&kit.market, &here.staff, goods.listing).await.unwrap().unwrap())
}

db_test!(
    async fn a_shop_says_of_its_goods_that_they_spoil(kit) {
        let here = here(&kit).await;
        let plain = kit.listing(&here.staff).title("Basket").create().await;
        let pork = kit.listing(&here.staff).category(here.food[2]).perishable().create().await;
        assert_eq!((spoils(&kit, &plain).await, spoils(&kit, &pork).await), (false, true));

        let mut form = reopen(&kit, &here, &pork).await;
        assert!(form.is_perishable, "the form keeps it");
        form.is_perishable = false;
        let saved = save_listing(&kit.market, &here.staff, &form).await.unwrap();
        assert!(!spoils(&kit, &pork).await);
        assert_eq!(save_listing(&kit.market, &here.staff, &form).await.unwrap(), saved, "the same form once more");
        form.is_perishable = true;
        let other = save_listing(&kit.market, &here.staff, &form).await;
        assert!(matches!(other, Err(Problem::Refused(SaveListingRefusal::ChangedMeanwhile))), "{other:?}");
    }
);

db_test!(
    async fn a_category_says_it_of_all_that_stands_in_it_until_one_below_says_something_else(kit) {
        let here = here(&kit).await;
        let market = &kit.market;
        let pork = kit.listing(&here.staff).category(here.food[2]).perishable().create().await;
        let ham = kit.listing(&here.staff).category(here.food[2]).create().await;
        let [root, branch, leaf] = here.food;
        let told = async || (spoils(&kit, &pork).await, spoils(&kit, &ham).await);
        assert_eq!(told().await, (true, false), "as each says");
        for (category, spoiling, expected) in [
            (root, Spoiling::Always, (true, true)),
            (branch, Spoiling::Never, (false, false)),
            (leaf, Spoiling::Always, (true, true)),
            (leaf, Spoiling::ByListing, (false, false)),
            (branch, Spoiling::ByListing, (true, true)),
            (root, Spoiling::ByListing, (true, false)),
        ] {
            set_spoiling(market, &here.operator, category, spoiling).await.unwrap();
            assert_eq!(told().await, expected, "{category} {}", spoiling.code());
        }
        set_spoiling(market, &here.operator, root, Spoiling::Always).await.unwrap();
        seed_categories(market, &default_tree()).await.unwrap();
        assert_eq!(told().await, (true, true), "what an operator said stays");
        let nowhere = set_spoiling(market, &here.operator, CategoryId::mint(market.now()), Spoiling::Never).await;
        assert!(matches!(nowhere, Err(Problem::NotFound)), "{nowhere:?}");
    }
);

db_test!(
    async fn shoes_do_not_spoil_whatever_their_shop_says(kit) {
        let here = here(&kit).await;
        let shoes = kit.listing(&here.staff).title("Cloth shoes").category(here.shoes).create().await;
        let mut form = reopen(&kit, &here, &shoes).await;
        form.is_perishable = true;
        let refused = save_listing(&kit.market, &here.staff, &form).await;
        let Err(Problem::Refused(SaveListingRefusal::Fields(errors))) = refused else { panic!("{refused:?}") };
        assert_eq!(errors, [ListingFieldError::Perishable]);
        form.category = Some(here.food[1]);
        save_listing(&kit.market, &here.staff, &form).await.unwrap();
        assert!(spoils(&kit, &shoes).await, "where it may be said it is taken");
        // What stood there already no longer counts, and the form says so when it is sent next.
        set_spoiling(&kit.market, &here.operator, here.food[0], Spoiling::Never).await.unwrap();
        assert!(!spoils(&kit, &shoes).await);
        let again = save_listing(&kit.market, &here.staff, &reopen(&kit, &here, &shoes).await).await;
        assert!(matches!(again, Err(Problem::Refused(SaveListingRefusal::Fields(errors))) if errors == [ListingFieldError::Perishable]));
    }
);

db_test!(
    async fn whoever_keeps_pages_is_told_at_once_and_nobody_of_nothing(kit) {
        let here = here(&kit).await;
        let market = &kit.market;
        let told = async |from: usize| {
            let changes = since(market, 0, 1_000).await.unwrap().changes;
            changes.into_iter().skip(from).map(|change| change.subject).collect::<Vec<_>>()
        };
        let from = told(0).await.len();
        for _ in 0..2 {
            set_spoiling(market, &here.operator, here.food[0], Spoiling::Always).await.unwrap();
            assert_eq!(told(from).await, [Subject::Market], "the same once more changes nothing");
        }
    }
);
