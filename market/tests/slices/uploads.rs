//! Photos between their upload and the listing that shows them, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::catalog::shop;
use market::catalog::commands::{expect_upload, forget_photo, order_photos, photo_rendered, receive_photo, save_listing};
use market::catalog::queries::{listing_for_edit, photos};
use market::catalog::rules::upload_name;
use market::catalog::{ListingFieldError, PhotoId, PlacedPhoto, SaveListing, SaveListingRefusal};
use market::db_test;
use market::kernel::{Problem, Span};
use market::outbox::{Job, commands::take_jobs};
use market::shop::ShopStaff;
use market::testkit::{TestMarket, bare_form, rendered};

/// A photo as it is uploaded to a form that is not saved yet: looked after first, then kept, then noted.
async fn uploaded(kit: &TestMarket, staff: &ShopStaff) -> PhotoId {
    let photo = PhotoId::mint(kit.market.now());
    expect_upload(&kit.market, staff, photo).await.unwrap();
    receive_photo(&kit.market, staff, photo, None).await.unwrap();
    photo
}

async fn forget(kit: &TestMarket, staff: &ShopStaff, photo: PhotoId) -> bool {
    forget_photo(&kit.market, photo, &upload_name(staff.shop(), photo)).await.unwrap()
}

async fn is_there(kit: &TestMarket, staff: &ShopStaff, photo: PhotoId) -> bool {
    !photos(&kit.market, staff, &[photo]).await.unwrap().is_empty()
}

/// The jobs that are due and forget something.
async fn due(kit: &TestMarket) -> Vec<Job> {
    let jobs = take_jobs(&kit.market, 100).await.unwrap().into_iter().map(|taken| taken.job);
    jobs.filter(|job| matches!(job, Job::ForgetPhoto { .. } | Job::ForgetFiles { .. })).collect()
}

fn with_photo(kit: &TestMarket, photo: PhotoId) -> SaveListing {
    SaveListing { photos: vec![PlacedPhoto { photo, alt: String::new() }], ..bare_form(kit, "Salted pork") }
}

db_test!(
    async fn a_photo_of_a_form_that_nobody_saved_is_forgotten_after_a_day_and_its_files_with_it(kit) {
        let staff = shop(&kit, "danqing").await;
        let photo = uploaded(&kit, &staff).await;
        photo_rendered(&kit.market, photo, &rendered()).await.unwrap();
        let upload = upload_name(staff.shop(), photo);
        kit.clock.advance(Span::millis_of(Span::days(1).millis() - 1));
        assert_eq!(due(&kit).await, [], "the form may be saved yet");
        kit.clock.advance(Span::millis_of(1));
        assert_eq!(due(&kit).await, [Job::ForgetPhoto { photo: photo.uuid(), upload }]);
        assert!(forget(&kit, &staff, photo).await, "its upload is nobody's from here on, and its renditions are named by the next job");
        assert!(!is_there(&kit, &staff, photo).await);
        assert!(forget(&kit, &staff, photo).await, "once more finds nothing");
        let form = with_photo(&kit, photo);
        let refused = save_listing(&kit.market, &staff, &form).await;
        let fields = SaveListingRefusal::Fields(vec![ListingFieldError::Photos]);
        assert!(matches!(&refused, Err(Problem::Refused(refusal)) if *refusal == fields), "{refused:?}");
        kit.clock.advance(Span::hours(3));
        let renditions = rendered().renditions.into_iter().flat_map(|one| [one.webp, one.jpeg]);
        let names = renditions.collect();
        let files: Vec<_> = due(&kit).await.into_iter().filter(|job| matches!(job, Job::ForgetFiles { .. })).collect();
        assert_eq!(files, [Job::ForgetFiles { names }]);
    }
);

db_test!(
    async fn a_photo_that_a_listing_shows_or_has_shown_is_not_forgotten(kit) {
        let staff = shop(&kit, "danqing").await;
        let (kept, other) = (uploaded(&kit, &staff).await, uploaded(&kit, &staff).await);
        for photo in [kept, other] {
            photo_rendered(&kit.market, photo, &rendered()).await.unwrap();
        }
        let waiting = uploaded(&kit, &staff).await;
        let shown = with_photo(&kit, waiting);
        save_listing(&kit.market, &staff, &shown).await.unwrap();
        assert!(!forget(&kit, &staff, waiting).await, "it is yet to be rendered");
        let form = with_photo(&kit, kept);
        save_listing(&kit.market, &staff, &form).await.unwrap();
        order_photos(&kit.market, &staff, form.listing, &[other, kept]).await.unwrap();
        order_photos(&kit.market, &staff, form.listing, &[kept]).await.unwrap();
        for photo in [kept, other] {
            assert!(forget(&kit, &staff, photo).await, "once it is rendered, nobody needs what was uploaded");
            assert!(is_there(&kit, &staff, photo).await, "an order may show what was taken off");
        }
        kit.clock.advance(Span::days(2));
        assert!(!due(&kit).await.iter().any(|job| matches!(job, Job::ForgetFiles { .. })));
    }
);

db_test!(
    async fn a_photo_that_waits_to_be_rendered_is_looked_at_again_in_a_day(kit) {
        let staff = shop(&kit, "danqing").await;
        let photo = uploaded(&kit, &staff).await;
        let again = [Job::ForgetPhoto { photo: photo.uuid(), upload: upload_name(staff.shop(), photo) }];
        kit.clock.advance(Span::days(1));
        for job in take_jobs(&kit.market, 100).await.unwrap() {
            market::outbox::commands::finish_job(&kit.market, job.id).await.unwrap();
        }
        assert!(!forget(&kit, &staff, photo).await);
        assert!(is_there(&kit, &staff, photo).await, "whoever renders it writes its files");
        kit.clock.advance(Span::days(1));
        assert_eq!(due(&kit).await, again);
        photo_rendered(&kit.market, photo, &rendered()).await.unwrap();
        forget(&kit, &staff, photo).await;
        assert!(!is_there(&kit, &staff, photo).await);
    }
);

db_test!(
    async fn an_upload_that_no_photo_came_of_is_nobodys_and_no_shop_touches_anothers(kit) {
        let (ours, theirs) = (shop(&kit, "ours").await, shop(&kit, "theirs").await);
        let lost = PhotoId::mint(kit.market.now());
        expect_upload(&kit.market, &ours, lost).await.unwrap();
        assert!(forget(&kit, &ours, lost).await);
        let photo = uploaded(&kit, &ours).await;
        photo_rendered(&kit.market, photo, &rendered()).await.unwrap();
        expect_upload(&kit.market, &theirs, photo).await.unwrap();
        assert!(matches!(receive_photo(&kit.market, &theirs, photo, None).await, Err(Problem::NotFound)));
        assert!(forget(&kit, &theirs, photo).await, "what they sent under our photo's id");
        assert!(is_there(&kit, &ours, photo).await);
    }
);

db_test!(
    async fn a_form_that_is_saved_at_that_instant_has_its_photo_or_is_refused(kit) {
        let staff = shop(&kit, "danqing").await;
        for _ in 0..12 {
            let photo = uploaded(&kit, &staff).await;
            photo_rendered(&kit.market, photo, &rendered()).await.unwrap();
            let form = with_photo(&kit, photo);
            let (market, upload) = (kit.market.clone(), upload_name(staff.shop(), photo));
            let forgetting = tokio::spawn(async move { forget_photo(&market, photo, &upload).await });
            let (market, sent) = (kit.market.clone(), form.clone());
            let saving = tokio::spawn(async move { save_listing(&market, &staff, &sent).await });
            let saved = saving.await.unwrap();
            forgetting.await.unwrap().unwrap();
            let stored = listing_for_edit(&kit.market, &staff, form.listing).await.unwrap();
            match saved {
                Ok(_) => assert_eq!(stored.unwrap().photos.iter().map(|shown| shown.id).collect::<Vec<_>>(), [photo]),
                Err(Problem::Refused(SaveListingRefusal::Fields(errors))) => {
                    assert_eq!(errors, [ListingFieldError::Photos]);
                    assert!(stored.is_none() && !is_there(&kit, &staff, photo).await);
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
);
