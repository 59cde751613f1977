//! Listings, their versions, stock and photos, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::catalog::commands::{
    describe_photo, hide_listing, order_photos, photo_refused, photo_rendered, publish_listing, receive_photo, remove_listing,
    save_listing,
};
use market::catalog::queries::{listing_for_edit, listing_page, newest, offers, photos, seller_listings};
use market::catalog::rules::{PublishRefusal, form_of};
use market::catalog::{
    CategoryId, ChoiceError, ListingFieldError, ListingId, ListingState, OrderPhotosRefusal, PhotoId, PhotoState, PlacedPhoto,
    SaveListing, SaveListingRefusal as Refusal, SavedListing, VariantId,
};
use market::db_test;
use market::discovery::queries::{documents, tree};
use market::kernel::{Measure, Money, PageRequest, Problem, Span, Unit};
use market::shop::{Role, ShopStaff};
use market::testkit::{TestMarket, bare_form, rendered};
use uuid::Uuid;

const PORK: Measure = Measure { unit: Unit::Jin, price_per: 500, minimum: 50, step: 1 };

pub async fn shop(kit: &TestMarket, handle: &str) -> ShopStaff {
    let owner = kit.person("Ana").create().await;
    kit.shop(handle, &owner).create().await
}

async fn save(kit: &TestMarket, staff: &ShopStaff, form: &SaveListing) -> Result<SavedListing, Problem<Refusal>> {
    save_listing(&kit.market, staff, form).await
}

/// The form as the page would show it now.
pub async fn reopen(kit: &TestMarket, staff: &ShopStaff, form: &SaveListing) -> SaveListing {
    form_of(&listing_for_edit(&kit.market, staff, form.listing).await.unwrap().unwrap())
}

db_test!(
    async fn a_photo_a_title_a_price_and_a_stock_are_published(kit) {
        let staff = shop(&kit, "danqing").await;
        let mut form = bare_form(&kit, "Salted pork 腊肉");
        assert_eq!(save(&kit, &staff, &form).await.unwrap().version, 1);
        let refused = publish_listing(&kit.market, &staff, form.listing).await;
        assert!(matches!(refused, Err(Problem::Refused(PublishRefusal::NoPhoto))), "{refused:?}");
        assert!(listing_page(&kit.market, form.listing).await.unwrap().is_none(), "a draft is for nobody");

        let photo = kit.photo(&staff, false).await;
        form = reopen(&kit, &staff, &form).await;
        form.photos = vec![PlacedPhoto { photo, alt: "A side of pork".into() }];
        save(&kit, &staff, &form).await.unwrap();
        publish_listing(&kit.market, &staff, form.listing).await.unwrap();
        let card = newest(&kit.market, &PageRequest::first(8)).await.unwrap().rows.remove(0);
        assert_eq!((card.title.as_str(), card.price_from, card.is_available), ("Salted pork 腊肉", Money::fen(2_000), true));
        assert_eq!(card.cover, None, "a placeholder until the photo is ready");
        photo_rendered(&kit.market, photo, &rendered()).await.unwrap();
        let card = newest(&kit.market, &PageRequest::first(8)).await.unwrap().rows.remove(0);
        assert_eq!(card.cover.unwrap().renditions.len(), 3);

        let page = listing_page(&kit.market, form.listing).await.unwrap().unwrap();
        assert_eq!((page.shop_handle.as_str(), page.category_path.as_str()), ("danqing", "other"));
        assert_eq!((page.variants.len(), page.variants[0].available), (1, 100));
        assert_eq!((page.photos[0].alt.as_str(), page.photos[0].state), ("A side of pork", PhotoState::Ready));
    }
);

db_test!(
    async fn pork_is_offered_by_the_gram(kit) {
        let staff = shop(&kit, "danqing").await;
        let pork = kit.listing(&staff).title("Pork").measure(PORK).price_fen(4_580).stock(10_000).producer_share(6_000).create().await;
        let offer = offers(&kit.market, &[pork.variant()]).await.unwrap().remove(0);
        assert_eq!((offer.measure, offer.available, offer.on_sale), (PORK, 10_000, true));
        assert_eq!(offer.measure.line_total(offer.price, 50), Ok(Money::fen(458)));
        assert_eq!((offer.producer_basis_points, offer.shop, offer.picture.is_empty()), (6_000, staff.shop(), false));
        assert!(offers(&kit.market, &[]).await.unwrap().is_empty());
        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        assert!(!offers(&kit.market, &[pork.variant()]).await.unwrap()[0].on_sale);
    }
);

db_test!(
    async fn what_buyers_have_seen_by_weight_is_not_sold_by_the_piece(kit) {
        let staff = shop(&kit, "danqing").await;
        let mut form = bare_form(&kit, "Pork");
        save(&kit, &staff, &form).await.unwrap();
        let by = |form: SaveListing, unit: &str| {
            let [price_per, minimum, step] = [const { String::new() }; 3];
            SaveListing { unit: unit.to_owned(), price_per, minimum, step, ..form }
        };
        form = by(reopen(&kit, &staff, &form).await, "jin");
        form.photos = vec![PlacedPhoto { photo: kit.photo(&staff, true).await, alt: "A side of pork".into() }];
        // Nobody has seen it.
        save(&kit, &staff, &form).await.unwrap();
        publish_listing(&kit.market, &staff, form.listing).await.unwrap();
        hide_listing(&kit.market, &staff, form.listing).await.unwrap();
        form = reopen(&kit, &staff, &form).await;
        for (unit, is_other) in [("piece", true), ("l", true), ("kg", false)] {
            let saved = save(&kit, &staff, &by(form.clone(), unit)).await;
            let refused = matches!(&saved, Err(Problem::Refused(Refusal::Fields(errors))) if *errors == [ListingFieldError::OtherUnit]);
            assert_eq!((refused, saved.is_ok()), (is_other, !is_other), "{unit}: {saved:?}");
        }
    }
);

db_test!(
    async fn the_same_form_twice_is_one_listing(kit) {
        let staff = shop(&kit, "danqing").await;
        let form = bare_form(&kit, "Pork");
        let other = (kit.market.clone(), staff, form.clone());
        let task = tokio::spawn(async move { save_listing(&other.0, &other.1, &other.2).await });
        let (first, second) = (save(&kit, &staff, &form).await.unwrap(), task.await.unwrap().unwrap());
        assert_eq!((first, first.version), (second, 1));
        let changed = SaveListing { title: "Ham".into(), ..form.clone() };
        let refused = save(&kit, &staff, &changed).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::ChangedMeanwhile))), "{refused:?}");
        let table = seller_listings(&kit.market, &staff, None, &PageRequest::first(10)).await.unwrap().rows;
        assert_eq!((table.len(), table[0].title.as_str(), table[0].on_hand, table[0].variants), (1, "Pork", 100, 1));
    }
);

db_test!(
    async fn a_form_sent_back_as_it_was_shown_changes_nothing_but_the_version(kit) {
        let staff = shop(&kit, "danqing").await;
        let pork = kit.listing(&staff).measure(PORK).price_fen(4_580).stock(10_000).producer_share(6_050).create().await;
        let before = listing_for_edit(&kit.market, &staff, pork.listing).await.unwrap().unwrap();
        assert_eq!(save(&kit, &staff, &form_of(&before)).await.unwrap().version, 2);
        let mut after = listing_for_edit(&kit.market, &staff, pork.listing).await.unwrap().unwrap();
        after.version = 1;
        assert_eq!(before, after);
        assert_eq!(after.state, ListingState::Published, "a change does not hide it");
    }
);

db_test!(
    async fn a_stale_tab_does_not_overwrite(kit) {
        let staff = shop(&kit, "danqing").await;
        let form = bare_form(&kit, "Pork");
        save(&kit, &staff, &form).await.unwrap();
        let stale = reopen(&kit, &staff, &form).await;
        save(&kit, &staff, &SaveListing { title: "Ham".into(), ..stale.clone() }).await.unwrap();
        let refused = save(&kit, &staff, &SaveListing { title: "Bacon".into(), ..stale }).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::ChangedMeanwhile))), "{refused:?}");
        assert_eq!(reopen(&kit, &staff, &form).await.title, "Ham");
    }
);

db_test!(
    async fn stock_is_counted_against_what_was_seen(kit) {
        let staff = shop(&kit, "danqing").await;
        let form = bare_form(&kit, "Pork");
        save(&kit, &staff, &form).await.unwrap();
        let mut more = reopen(&kit, &staff, &form).await;
        more.variants[0].stock = "150".into();
        save(&kit, &staff, &more).await.unwrap();
        let mut stale = reopen(&kit, &staff, &form).await;
        assert_eq!(stale.variants[0].seen_stock, Some(150));
        stale.variants[0].seen_stock = Some(100);
        stale.variants[0].stock = "90".into();
        stale.title = "Ham".into();
        let refused = save(&kit, &staff, &stale).await;
        assert!(matches!(refused, Err(Problem::Refused(Refusal::StockChanged { position: 0 }))), "{refused:?}");
        let now = reopen(&kit, &staff, &form).await;
        assert_eq!((now.title.as_str(), now.variants[0].stock.as_str()), ("Pork", "150"), "nothing half-written");
        save(&kit, &staff, &now).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn variants_come_and_go(kit) {
        let staff = shop(&kit, "rosy").await;
        let dress = kit.listing(&staff).title("Rosy dress").option("Size", &["S", "M", "L"]).stock(5).create().await;
        let mut form = reopen(&kit, &staff, &dress.form).await;
        form.variants.remove(1);
        form.options[0].values.remove(1);
        form.variants.reverse();
        form.variants[0].price = "25.50".into();
        save(&kit, &staff, &form).await.unwrap();
        let page = listing_page(&kit.market, dress.listing).await.unwrap().unwrap();
        let shown: Vec<_> = page.variants.iter().map(|variant| (variant.choices[0].as_str(), variant.price)).collect();
        assert_eq!(shown, [("L", Money::fen(2_550)), ("S", Money::fen(2_000))]);
        let gone = offers(&kit.market, &dress.variants).await.unwrap();
        assert_eq!(gone.iter().filter(|offer| offer.on_sale).count(), 2, "an old cart learns that M is gone");
        let card = newest(&kit.market, &PageRequest::first(1)).await.unwrap().rows.remove(0);
        assert_eq!((card.price_from, card.price_to), (Money::fen(2_000), Money::fen(2_550)));
    }
);

db_test!(
    async fn nothing_of_another_shop_can_be_named_or_changed(kit) {
        let (ours, theirs) = (shop(&kit, "ours").await, shop(&kit, "theirs").await);
        let pork = kit.listing(&ours).create().await;
        let stolen = SaveListing { version: 1, title: "Mine".into(), ..pork.form.clone() };
        assert!(matches!(save(&kit, &theirs, &stolen).await, Err(Problem::NotFound)));
        assert!(matches!(hide_listing(&kit.market, &theirs, pork.listing).await, Err(Problem::NotFound)));
        assert!(matches!(remove_listing(&kit.market, &theirs, pork.listing).await, Err(Problem::NotFound)));
        assert!(matches!(publish_listing(&kit.market, &theirs, pork.listing).await, Err(Problem::NotFound)));
        assert!(matches!(order_photos(&kit.market, &theirs, pork.listing, &[pork.photo]).await, Err(Problem::NotFound)));
        assert!(matches!(describe_photo(&kit.market, &theirs, pork.photo, "x").await, Err(Problem::NotFound)));
        assert!(matches!(receive_photo(&kit.market, &theirs, pork.photo, None).await, Err(Problem::NotFound)));
        assert!(listing_for_edit(&kit.market, &theirs, pork.listing).await.unwrap().is_none());
        assert!(photos(&kit.market, &theirs, &[pork.photo]).await.unwrap().is_empty());
        let mut form = bare_form(&kit, "Mine");
        form.photos = vec![PlacedPhoto { photo: pork.photo, alt: String::new() }];
        form.variants[0].variant = pork.variant();
        form.category = Some(CategoryId::mint(kit.market.now()));
        match save(&kit, &theirs, &form).await {
            Err(Problem::Refused(Refusal::Fields(errors))) => assert_eq!(
                errors,
                [ListingFieldError::Category, ListingFieldError::Photos, ListingFieldError::Variants(ChoiceError::Twice)]
            ),
            other => panic!("{other:?}"),
        }
        let packer = kit.person("Bo").create().await;
        let packer = kit.hire(ours.shop(), &packer, Role::Packing).await;
        assert!(matches!(save(&kit, &packer, &bare_form(&kit, "x")).await, Err(Problem::NotFound)));
    }
);

db_test!(
    async fn new_goods_have_an_id_that_was_made_and_not_chosen(kit) {
        let staff = shop(&kit, "danqing").await;
        let now = kit.market.now();
        let form = |listing: Uuid| SaveListing { listing: ListingId::from_uuid(listing), ..bare_form(&kit, "Pork") };
        let made = ListingId::mint(now).uuid();
        let other_version = Uuid::from_u128(made.as_u128() ^ (0b11 << 76));
        for chosen in [Uuid::max(), Uuid::nil(), other_version, ListingId::mint(now.after(Span::hours(1))).uuid()] {
            assert!(matches!(save(&kit, &staff, &form(chosen)).await, Err(Problem::NotFound)), "{chosen}");
        }
        assert!(seller_listings(&kit.market, &staff, None, &PageRequest::first(9)).await.unwrap().rows.is_empty());
        let begun_long_ago = ListingId::mint(now.before(Span::days(30))).uuid();
        let begun_before_the_clock_was_put_right = ListingId::mint(now.after(Span::minutes(5))).uuid();
        for ours in [made, begun_long_ago, begun_before_the_clock_was_put_right] {
            assert_eq!(save(&kit, &staff, &form(ours)).await.unwrap().version, 1);
        }
    }
);

db_test!(
    async fn a_removed_listing_is_gone_for_everybody(kit) {
        let staff = shop(&kit, "danqing").await;
        let pork = kit.listing(&staff).create().await;
        for _ in 0..2 {
            remove_listing(&kit.market, &staff, pork.listing).await.unwrap();
        }
        assert!(listing_page(&kit.market, pork.listing).await.unwrap().is_none());
        assert!(seller_listings(&kit.market, &staff, None, &PageRequest::first(9)).await.unwrap().rows.is_empty());
        assert!(matches!(publish_listing(&kit.market, &staff, pork.listing).await, Err(Problem::NotFound)));
        assert!(matches!(save(&kit, &staff, &SaveListing { version: 1, ..pork.form }).await, Err(Problem::NotFound)));
    }
);

db_test!(
    async fn photos_are_put_in_order_and_refused_ones_leave_the_cover(kit) {
        let staff = shop(&kit, "danqing").await;
        let pork = kit.listing(&staff).create().await;
        let added = PhotoId::mint(kit.market.now());
        for _ in 0..2 {
            receive_photo(&kit.market, &staff, added, Some(pork.listing)).await.unwrap();
        }
        order_photos(&kit.market, &staff, pork.listing, &[added, pork.photo]).await.unwrap();
        let cover = || async { newest(&kit.market, &PageRequest::first(1)).await.unwrap().rows.remove(0).cover.map(|photo| photo.id) };
        assert_eq!(cover().await, None, "the new cover is not ready");
        photo_refused(&kit.market, added).await.unwrap();
        assert_eq!(cover().await, Some(pork.photo));
        photo_rendered(&kit.market, added, &rendered()).await.unwrap();
        assert_eq!(photos(&kit.market, &staff, &[added]).await.unwrap()[0].state, PhotoState::Refused, "refused stays refused");
        describe_photo(&kit.market, &staff, pork.photo, "  A side\nof pork ").await.unwrap();
        let page = listing_page(&kit.market, pork.listing).await.unwrap().unwrap();
        assert_eq!(page.photos.iter().map(|photo| photo.alt.as_str()).collect::<Vec<_>>(), ["A side of pork"]);
        let none = order_photos(&kit.market, &staff, pork.listing, &[]).await;
        assert!(matches!(none, Err(Problem::Refused(OrderPhotosRefusal::PhotoNeeded))), "{none:?}");
        let mut form = reopen(&kit, &staff, &pork.form).await;
        form.photos.clear();
        let none = save(&kit, &staff, &form).await;
        assert!(matches!(none, Err(Problem::Refused(Refusal::PhotoNeeded))), "{none:?}");
    }
);

db_test!(
    async fn sold_out_goods_say_so_and_cannot_be_published_anew(kit) {
        let staff = shop(&kit, "danqing").await;
        let pork = kit.listing(&staff).create().await;
        let mut form = reopen(&kit, &staff, &pork.form).await;
        form.variants[0].stock = "0".into();
        save(&kit, &staff, &form).await.unwrap();
        assert!(!newest(&kit.market, &PageRequest::first(1)).await.unwrap().rows[0].is_available);
        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        let refused = publish_listing(&kit.market, &staff, pork.listing).await;
        assert!(matches!(refused, Err(Problem::Refused(PublishRefusal::NoStock))), "{refused:?}");
    }
);

db_test!(
    async fn a_cheap_variant_that_is_sold_out_says_nothing_of_the_price(kit) {
        let staff = shop(&kit, "rosy").await;
        let dress = kit.listing(&staff).title("Rosy dress").option("Size", &["S", "M"]).stock(5).create().await;
        let mut form = reopen(&kit, &staff, &dress.form).await;
        form.variants[1].price = "35".into();
        save(&kit, &staff, &form).await.unwrap();
        let shown = async || {
            let card = newest(&kit.market, &PageRequest::first(1)).await.unwrap().rows.remove(0);
            let found = documents(&kit.market, &tree(&kit.market).await.unwrap(), &[dress.listing]).await.unwrap().remove(0);
            let of_index = (Money::fen(found.price_minor), found.is_available);
            assert_eq!((card.price_from, card.is_available), of_index, "a search finds it at the price that it shows");
            of_index
        };
        assert_eq!(shown().await, (Money::fen(2_000), true));
        for (variant, expected) in [(0, (Money::fen(3_500), true)), (1, (Money::fen(2_000), false))] {
            let mut form = reopen(&kit, &staff, &dress.form).await;
            form.variants[variant].stock = "0".into();
            save(&kit, &staff, &form).await.unwrap();
            assert_eq!(shown().await, expected, "without the size {variant}");
        }
    }
);

db_test!(
    async fn a_hundred_variants_are_saved_at_once(kit) {
        let staff = shop(&kit, "rosy").await;
        let sizes: Vec<String> = (0..100).map(|n| format!("{n}")).collect();
        let sizes: Vec<&str> = sizes.iter().map(String::as_str).collect();
        let dress = kit.listing(&staff).option("Size", &sizes).create().await;
        assert_eq!(offers(&kit.market, &dress.variants).await.unwrap().len(), 100);
        let unknown = VariantId::mint(kit.market.now());
        assert!(offers(&kit.market, &[unknown]).await.unwrap().is_empty());
    }
);
