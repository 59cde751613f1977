//! From an upload to the file that a browser asks for, over a real store in a folder.

use super::super::{FolderStore, Photos, files, receive, serve};
use super::{WHOSE, halves, jpeg};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;
use futures::stream;
use http::{Request, StatusCode, header};
use image::RgbImage;
use market::catalog::{PhotoId, PhotoState, PhotoStore, UploadRefusal, queries};
use market::kernel::Problem;
use market::outbox::{Job, commands::take_jobs};
use market::testkit::TestMarket;
use std::convert::Infallible;
use std::sync::Arc;
use tower::ServiceExt;

#[tokio::test]
async fn a_rendered_photo_is_served_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(&folder.path().join("photos")).unwrap();
    let pictures = files::render(&jpeg(&halves(1000, 750)), WHOSE).unwrap();
    for (name, bytes) in &pictures.files {
        store.put(name, bytes.clone()).await.unwrap();
        store.put(name, bytes.clone()).await.unwrap();
    }
    store.put("waiting/shp_1/pho_1", b"upload".to_vec()).await.unwrap();
    let router = Router::new().route("/photos/{name}", get(serve)).with_state(Photos::new(Arc::new(store)));
    let ask = |path: String, tag: Option<String>| {
        let mut request = Request::get(path);
        if let Some(tag) = tag {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        router.clone().oneshot(request.body(Body::empty()).unwrap())
    };
    let (name, bytes) = &pictures.files[0];
    let answer = ask(format!("/photos/{name}"), None).await.unwrap();
    let value = |name: header::HeaderName| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(value(header::CONTENT_TYPE), "image/webp");
    assert_eq!(value(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(value(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(value(header::CONTENT_SECURITY_POLICY), "default-src 'none'");
    let tag = value(header::ETAG);
    assert_eq!(to_bytes(answer.into_body(), usize::MAX).await.unwrap(), bytes.as_slice());
    let again = ask(format!("/photos/{name}"), Some(tag)).await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    for other in
        ["/photos/00000000000000000000000000000000.webp", "/photos/waiting%2Fshp_1%2Fpho_1", "/photos/..%2Fphotos", "/photos/x"]
    {
        assert_eq!(ask(other.to_owned(), None).await.unwrap().status(), StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test]
async fn the_folder_keeps_whole_files_and_forgets_what_it_is_told_to() {
    let around = tempfile::tempdir().unwrap();
    let store = FolderStore::open(&around.path().join("photos")).unwrap();
    assert_eq!(store.get("waiting/a/b").await, Ok(None));
    store.put("waiting/a/b", b"one".to_vec()).await.unwrap();
    store.put("waiting/a/b", b"another".to_vec()).await.unwrap();
    assert_eq!(store.get("waiting/a/b").await, Ok(Some(b"another".to_vec())));
    for _ in 0..2 {
        store.delete("waiting/a/b").await.unwrap();
    }
    assert_eq!(store.get("waiting/a/b").await, Ok(None));
    let outside = store.put("../outside", b"x".to_vec()).await;
    assert!(outside.is_err() || !around.path().join("outside").exists());
}

/// Leaves and stones: about as much detail as a product photo has.
fn busy(width: u32, height: u32) -> RgbImage {
    let noise = |x: u32, y: u32| {
        let mixed = x.wrapping_mul(374_761_393).wrapping_add(y.wrapping_mul(668_265_263));
        let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(1_274_126_177);
        (mixed >> 24) % 256
    };
    RgbImage::from_fn(width, height, |x, y| {
        let coarse = (noise(x / 48, y / 48) + noise((x + 20) / 31, (y + 9) / 31)) / 2;
        let shade = (coarse * 7 + noise(x / 3, y / 3)) / 8;
        let tone = u8::try_from(shade.min(255)).unwrap();
        image::Rgb([tone, tone / 2 + 60, 255 - tone])
    })
}

#[test]
fn a_product_page_stays_light_with_its_photo() {
    let pictures = files::render(&jpeg(&busy(2400, 1800)), WHOSE).unwrap();
    let size_of = |name: &String| pictures.files.iter().find(|(kept, _)| kept == name).unwrap().1.len();
    for (rendition, most) in pictures.rendered.renditions.iter().zip([16_000, 60_000, 200_000]) {
        let bytes = size_of(&rendition.webp);
        assert!(bytes <= most, "{} px: {bytes} bytes", rendition.width);
    }
}

fn sent(bytes: &[u8]) -> impl futures::Stream<Item = Result<Vec<u8>, Infallible>> {
    stream::iter(bytes.chunks(10_000).map(|chunk| Ok(chunk.to_vec())).collect::<Vec<_>>())
}

#[tokio::test]
async fn an_upload_becomes_a_photo_once() {
    let kit = TestMarket::sqlite().await;
    let owner = kit.person("Ana").create().await;
    let (ours, theirs) = (kit.shop("ours", &owner).create().await, kit.shop("theirs", &owner).create().await);
    let folder = tempfile::tempdir().unwrap();
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    let photo = PhotoId::mint(kit.market.now());
    let upload = jpeg(&halves(1000, 750));
    let not_a_photo = receive(&kit.market, &photos, &ours, (photo, None), sent(b"<svg/>")).await;
    assert!(matches!(not_a_photo, Err(Problem::Refused(UploadRefusal::NotAPicture))));
    for _ in 0..2 {
        receive(&kit.market, &photos, &ours, (photo, None), sent(&upload)).await.unwrap();
    }
    let stolen = receive(&kit.market, &photos, &theirs, (photo, None), sent(&upload)).await;
    assert!(matches!(stolen, Err(Problem::NotFound)));
    let jobs = take_jobs(&kit.market, 10).await.unwrap();
    assert_eq!(jobs.iter().map(|job| &job.job).collect::<Vec<_>>(), [&Job::RenderPhoto { photo: photo.uuid() }]);
    for _ in 0..2 {
        photos.render_photo(&kit.market, photo).await.unwrap();
    }
    let shown = queries::photos(&kit.market, &ours, &[photo]).await.unwrap().remove(0);
    assert_eq!((shown.state, shown.renditions.len()), (PhotoState::Ready, 3));
    assert!(photos.store.get(&shown.renditions[1].webp).await.unwrap().is_some());
    let left: Vec<_> = std::fs::read_dir(folder.path().join("waiting").join(ours.shop().to_string())).unwrap().collect();
    assert!(left.is_empty(), "the upload itself, which may tell a place, is gone: {left:?}");
}

#[tokio::test]
async fn an_upload_that_cannot_be_decoded_is_refused_and_forgotten() {
    let kit = TestMarket::sqlite().await;
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("ours", &owner).create().await;
    let folder = tempfile::tempdir().unwrap();
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    let mut broken = super::encoded(&halves(300, 300), image::ImageFormat::Png);
    let middle = broken.len() / 2;
    broken[middle] ^= 0xFF;
    for bytes in [Some(broken), None] {
        let photo = PhotoId::mint(kit.market.now());
        match bytes {
            Some(bytes) => receive(&kit.market, &photos, &staff, (photo, None), sent(&bytes)).await.unwrap(),
            None => market::catalog::commands::receive_photo(&kit.market, &staff, photo, None).await.unwrap(),
        }
        photos.render_photo(&kit.market, photo).await.unwrap();
        assert_eq!(queries::photos(&kit.market, &staff, &[photo]).await.unwrap()[0].state, PhotoState::Refused);
        let (upload, ..) = queries::upload(&kit.market, photo).await.unwrap().unwrap();
        assert_eq!(photos.store.get(&upload).await, Ok(None));
    }
}

#[tokio::test]
async fn an_upload_that_the_store_did_not_let_go_of_is_forgotten_the_next_time() {
    let kit = TestMarket::sqlite().await;
    let owner = kit.person("Ana").create().await;
    let staff = kit.shop("ours", &owner).create().await;
    let folder = tempfile::tempdir().unwrap();
    let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).unwrap()));
    let (photo, bytes) = (PhotoId::mint(kit.market.now()), jpeg(&halves(300, 300)));
    receive(&kit.market, &photos, &staff, (photo, None), sent(&bytes)).await.unwrap();
    photos.render_photo(&kit.market, photo).await.unwrap();
    let (upload, state, _) = queries::upload(&kit.market, photo).await.unwrap().unwrap();
    assert_eq!(state, PhotoState::Ready);
    photos.store.put(&upload, bytes).await.unwrap();
    photos.render_photo(&kit.market, photo).await.unwrap();
    assert_eq!(photos.store.get(&upload).await, Ok(None), "it may tell a place");
}
