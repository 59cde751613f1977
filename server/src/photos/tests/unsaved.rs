//! Photos of listings that nobody saved: gone after a day, with every file, and nobody else's with them.

use super::super::{FolderStore, Photos, receive};
use super::{halves, jpeg};
use futures::stream;
use market::catalog::commands::{expect_upload, receive_photo, save_listing};
use market::catalog::rules::upload_name;
use market::catalog::{PhotoId, PhotoState, PlacedPhoto, SaveListing, queries};
use market::kernel::Span;
use market::outbox::{Job, commands};
use market::shop::ShopStaff;
use market::testkit::{TestMarket, bare_form};
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

async fn upload(kit: &TestMarket, photos: &Photos, staff: &ShopStaff) -> PhotoId {
    let photo = PhotoId::mint(kit.market.now());
    send(kit, photos, staff, photo).await;
    photo
}

async fn send(kit: &TestMarket, photos: &Photos, staff: &ShopStaff, photo: PhotoId) {
    let bytes = stream::iter([Ok::<_, Infallible>(jpeg(&halves(400, 300)))]);
    receive(&kit.market, photos, staff, (photo, None), bytes).await.unwrap();
}

/// Does what is due.
async fn work(kit: &TestMarket, photos: &Photos) {
    for taken in commands::take_jobs(&kit.market, 100).await.unwrap() {
        match &taken.job {
            Job::RenderPhoto { photo } => photos.render_photo(&kit.market, PhotoId::from_uuid(*photo)).await.unwrap(),
            Job::ForgetPhoto { photo, upload } => {
                photos.forget_photo(&kit.market, PhotoId::from_uuid(*photo), upload).await.unwrap();
            }
            Job::ForgetFiles { names } => photos.forget_files(names).await.unwrap(),
            _ => {}
        }
        commands::finish_job(&kit.market, taken.id).await.unwrap();
    }
}

/// How many files lie in a folder and in those below it.
fn files(folder: &Path) -> usize {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn of_one_picture_in_two_forms_the_saved_one_keeps_its_files() {
    let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().unwrap());
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("ours", &owner).create().await;
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    let (saved, unsaved) = (upload(&kit, &photos, &staff).await, upload(&kit, &photos, &staff).await);
    work(&kit, &photos).await;
    let renditions = queries::photos(&kit.market, &staff, &[saved]).await.unwrap().remove(0).renditions;
    assert_eq!(files(folder.path()), 4 * renditions.len(), "two kinds of each size, of each photo");
    let placed = vec![PlacedPhoto { photo: saved, alt: String::new() }];
    save_listing(&kit.market, &staff, &SaveListing { photos: placed, ..bare_form(&kit, "Pork") }).await.unwrap();
    kit.clock.advance(Span::days(1));
    work(&kit, &photos).await;
    let left = queries::photos(&kit.market, &staff, &[saved, unsaved]).await.unwrap();
    assert_eq!(left.iter().map(|photo| (photo.id, photo.state)).collect::<Vec<_>>(), [(saved, PhotoState::Ready)]);
    kit.clock.advance(Span::hours(3));
    work(&kit, &photos).await;
    assert_eq!(files(folder.path()), 2 * renditions.len());
    for rendition in &renditions {
        assert!(folder.path().join(&rendition.webp).is_file() && folder.path().join(&rendition.jpeg).is_file());
    }
}

#[tokio::test]
async fn an_upload_that_was_kept_and_never_noted_does_not_stay() {
    let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().unwrap());
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("ours", &owner).create().await;
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    // The process ends between the two.
    let photo = PhotoId::mint(kit.market.now());
    expect_upload(&kit.market, &staff, photo).await.unwrap();
    photos.store.put(&upload_name(staff.shop(), photo), jpeg(&halves(400, 300))).await.unwrap();
    kit.clock.advance(Span::hours(23));
    work(&kit, &photos).await;
    assert_eq!(files(folder.path()), 1);
    kit.clock.advance(Span::hours(1));
    work(&kit, &photos).await;
    assert_eq!(files(folder.path()), 0, "it may tell a place");
}

#[tokio::test]
async fn an_upload_that_is_sent_again_and_comes_after_its_photo_was_rendered_does_not_stay() {
    let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().unwrap());
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("ours", &owner).create().await;
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    let photo = upload(&kit, &photos, &staff).await;
    work(&kit, &photos).await;
    let placed = vec![PlacedPhoto { photo, alt: String::new() }];
    save_listing(&kit.market, &staff, &SaveListing { photos: placed, ..bare_form(&kit, "Pork") }).await.unwrap();
    let rendered = files(folder.path());
    // The second sending began before the first one was noted, and ends here.
    expect_upload(&kit.market, &staff, photo).await.unwrap();
    photos.store.put(&upload_name(staff.shop(), photo), jpeg(&halves(400, 300))).await.unwrap();
    receive_photo(&kit.market, &staff, photo, None).await.unwrap();
    assert_eq!(files(folder.path()), rendered + 1);
    kit.clock.advance(Span::days(1));
    work(&kit, &photos).await;
    assert_eq!(files(folder.path()), rendered, "it may tell a place");
    let shown = queries::photos(&kit.market, &staff, &[photo]).await.unwrap();
    assert_eq!(shown.iter().map(|photo| photo.state).collect::<Vec<_>>(), [PhotoState::Ready]);
}

#[tokio::test]
async fn a_photo_that_is_sent_again_after_it_was_forgotten_keeps_its_upload_until_it_is_rendered() {
    let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().unwrap());
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("ours", &owner).create().await;
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    let photo = upload(&kit, &photos, &staff).await;
    work(&kit, &photos).await;
    let rendered = files(folder.path());
    kit.clock.advance(Span::days(1));
    work(&kit, &photos).await;
    assert!(queries::photos(&kit.market, &staff, &[photo]).await.unwrap().is_empty());
    send(&kit, &photos, &staff, photo).await;
    kit.clock.advance(Span::hours(3));
    // Whoever renders is behind.
    for taken in commands::take_jobs(&kit.market, 100).await.unwrap() {
        if let Job::ForgetFiles { names } = &taken.job {
            photos.forget_files(names).await.unwrap();
        }
    }
    assert_eq!(files(folder.path()), 1, "what was sent");
    photos.render_photo(&kit.market, photo).await.unwrap();
    let shown = queries::photos(&kit.market, &staff, &[photo]).await.unwrap();
    assert_eq!(shown.iter().map(|photo| photo.state).collect::<Vec<_>>(), [PhotoState::Ready]);
    assert_eq!(files(folder.path()), rendered);
}
