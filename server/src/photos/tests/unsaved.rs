//! Photos of listings that nobody saved: gone after a day, with every file, and nobody else's with them.

use super::super::{FolderStore, Photos, receive};
use super::{halves, jpeg};
use futures::stream;
use market::catalog::commands::{expect_upload, receive_photo, save_listing};
use market::catalog::rules::upload_name;
use market::catalog::{Photo, PhotoId, PhotoState, PlacedPhoto, SaveListing, queries};
use market::kernel::Span;
use market::outbox::{Job, commands};
use market::shop::ShopStaff;
use market::testkit::{TestMarket, bare_form};
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

/// A shop that uploads photos, and the folder that they lie in.
struct Desk {
    kit: TestMarket,
    staff: ShopStaff,
    photos: Photos,
    folder: tempfile::TempDir,
}

impl Desk {
    async fn open() -> Self {
        let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().unwrap());
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("ours", &owner).create().await;
        let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
        Self { kit, staff, photos, folder }
    }

    async fn upload(&self) -> PhotoId {
        let photo = PhotoId::mint(self.kit.market.now());
        self.send(photo).await;
        photo
    }

    async fn send(&self, photo: PhotoId) {
        let bytes = stream::iter([Ok::<_, Infallible>(jpeg(&halves(400, 300)))]);
        receive(&self.kit.market, &self.photos, &self.staff, (photo, None), bytes).await.unwrap();
    }

    /// An upload is kept, and nobody notes that it came.
    async fn keep(&self, photo: PhotoId) {
        expect_upload(&self.kit.market, &self.staff, photo).await.unwrap();
        self.photos.store.put(&upload_name(self.staff.shop(), photo), jpeg(&halves(400, 300))).await.unwrap();
    }

    /// Saves a listing that shows the photo.
    async fn save(&self, photo: PhotoId) {
        let placed = vec![PlacedPhoto { photo, alt: String::new() }];
        let form = SaveListing { photos: placed, ..bare_form(&self.kit, "Pork") };
        save_listing(&self.kit.market, &self.staff, &form).await.unwrap();
    }

    /// Does what is due.
    async fn work(&self) {
        let (market, photos) = (&self.kit.market, &self.photos);
        for taken in commands::take_jobs(market, 100).await.unwrap() {
            match &taken.job {
                Job::RenderPhoto { photo } => photos.render_photo(market, PhotoId::from_uuid(*photo)).await.unwrap(),
                Job::ForgetPhoto { photo, upload } => {
                    photos.forget_photo(market, PhotoId::from_uuid(*photo), upload).await.unwrap();
                }
                Job::ForgetFiles { names } => photos.forget_files(names).await.unwrap(),
                _ => {}
            }
            commands::finish_job(market, taken.id).await.unwrap();
        }
    }

    /// Does what is due after so long.
    async fn work_after(&self, span: Span) {
        self.kit.clock.advance(span);
        self.work().await;
    }

    /// These photos, as far as they are still there.
    async fn left(&self, photos: &[PhotoId]) -> Vec<Photo> {
        queries::photos(&self.kit.market, &self.staff, photos).await.unwrap()
    }

    /// How many files there are.
    fn files(&self) -> usize {
        files(self.folder.path())
    }
}

/// How many files lie in a folder and in those below it.
fn files(folder: &Path) -> usize {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn of_one_picture_in_two_forms_the_saved_one_keeps_its_files() {
    let desk = Desk::open().await;
    let (saved, unsaved) = (desk.upload().await, desk.upload().await);
    desk.work().await;
    let renditions = desk.left(&[saved]).await.remove(0).renditions;
    assert_eq!(desk.files(), 4 * renditions.len(), "two kinds of each size, of each photo");
    desk.save(saved).await;
    desk.work_after(Span::days(1)).await;
    let left = desk.left(&[saved, unsaved]).await;
    assert_eq!(left.iter().map(|photo| (photo.id, photo.state)).collect::<Vec<_>>(), [(saved, PhotoState::Ready)]);
    desk.work_after(Span::hours(3)).await;
    assert_eq!(desk.files(), 2 * renditions.len());
    let folder = desk.folder.path();
    for rendition in &renditions {
        assert!(folder.join(&rendition.webp).is_file() && folder.join(&rendition.jpeg).is_file());
    }
}

#[tokio::test]
async fn an_upload_that_was_kept_and_never_noted_does_not_stay() {
    let desk = Desk::open().await;
    // The process ends between the two.
    desk.keep(PhotoId::mint(desk.kit.market.now())).await;
    desk.work_after(Span::hours(23)).await;
    assert_eq!(desk.files(), 1);
    desk.work_after(Span::hours(1)).await;
    assert_eq!(desk.files(), 0, "it may tell a place");
}

#[tokio::test]
async fn an_upload_that_is_sent_again_and_comes_after_its_photo_was_rendered_does_not_stay() {
    let desk = Desk::open().await;
    let photo = desk.upload().await;
    desk.work().await;
    desk.save(photo).await;
    let rendered = desk.files();
    // The second sending began before the first one was noted, and ends here.
    desk.keep(photo).await;
    receive_photo(&desk.kit.market, &desk.staff, photo, None).await.unwrap();
    assert_eq!(desk.files(), rendered + 1);
    desk.work_after(Span::days(1)).await;
    assert_eq!(desk.files(), rendered, "it may tell a place");
    let shown = desk.left(&[photo]).await;
    assert_eq!(shown.iter().map(|photo| photo.state).collect::<Vec<_>>(), [PhotoState::Ready]);
}

#[tokio::test]
async fn a_photo_that_is_sent_again_after_it_was_forgotten_keeps_its_upload_until_it_is_rendered() {
    let desk = Desk::open().await;
    let photo = desk.upload().await;
    desk.work().await;
    let rendered = desk.files();
    desk.work_after(Span::days(1)).await;
    assert!(desk.left(&[photo]).await.is_empty());
    desk.send(photo).await;
    desk.kit.clock.advance(Span::hours(3));
    // Whoever renders is behind.
    for taken in commands::take_jobs(&desk.kit.market, 100).await.unwrap() {
        if let Job::ForgetFiles { names } = &taken.job {
            desk.photos.forget_files(names).await.unwrap();
        }
    }
    assert_eq!(desk.files(), 1, "what was sent");
    desk.photos.render_photo(&desk.kit.market, photo).await.unwrap();
    let shown = desk.left(&[photo]).await;
    assert_eq!(shown.iter().map(|photo| photo.state).collect::<Vec<_>>(), [PhotoState::Ready]);
    assert_eq!(desk.files(), rendered);
}
