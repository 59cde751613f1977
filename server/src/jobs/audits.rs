//! The books are audited without a request, and whoever watches the process is told what was found, and when.

use super::tests::{AUDITING, BETWEEN_LOOKS, PATIENCE};
use super::{last_audit, watch};
use crate::http::router;
use crate::payments::Sandbox;
use crate::photos::{FolderStore, Photos};
use crate::site::Site;
use crate::testing::{app, nowhere};
use app_kit::request::{App, SiteNames};
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::{Extension, Router};
use http::StatusCode;
use market::kernel::Span;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use tempfile::TempDir;
use tower::ServiceExt;

const HERE: [u8; 4] = [127, 0, 0, 1];
const ELSEWHERE: [u8; 4] = [192, 0, 2, 7];

/// A market with something in stock, behind its router.
struct Watched {
    kit: TestMarket,
    app: App,
    router: Router,
    _folder: TempDir,
}

impl Watched {
    async fn open() -> Self {
        let (kit, folder) = (TestMarket::sqlite().await, tempfile::tempdir().expect("a folder"));
        let owner = kit.person("Xiuying").create().await;
        let staff = kit.shop("danqing", &owner).approved().create().await;
        kit.listing(&staff).title("Rosy dress").create().await;
        let photos = Photos::new(Arc::new(FolderStore::open(folder.path()).expect("a store")));
        let sandbox = Sandbox::new(kit.market.clone(), String::new()).expect("a sandbox");
        let search = nowhere(&kit.market);
        let app = app(&kit.market, Arc::new(sandbox), &photos, (SiteNames::default(), search.clone()));
        let router = router(app.clone(), Site::load(), None, photos, None).layer(Extension(search));
        Self { kit, app, router, _folder: folder }
    }

    /// A day later the lane begins, which looks at once, until the last audit is this one and has found so much.
    async fn looks_and_finds(&self, violations: i64) {
        self.kit.clock.advance(Span::days(1));
        let expected = Some((violations, self.kit.market.now().millis()));
        let looking = tokio::spawn(watch::work(self.app.clone()));
        let begun = Instant::now();
        while last_audit() != expected && begun.elapsed() < PATIENCE {
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        looking.abort();
        assert_eq!(last_audit(), expected);
    }

    async fn ask(&self, peer: [u8; 4], forwarded: Option<&str>) -> (StatusCode, String) {
        let request = Request::builder().uri("/metrics");
        let request = forwarded.into_iter().fold(request, |request, client| request.header("x-forwarded-for", client));
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4_711))));
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        (parts.status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The metrics say what the audit of this moment found.
    async fn tells(&self, violations: i64) {
        let (status, text) = self.ask(HERE, None).await;
        assert_eq!(status, StatusCode::OK);
        let seconds = self.kit.market.now().millis() / 1_000;
        for line in [format!("shanhuo_audit_violations {violations}"), format!("shanhuo_audit_seconds {seconds}")] {
            assert!(text.lines().any(|told| told == line), "{line} is not among\n{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_auditor_finds_is_told_with_its_time_until_it_is_put_right() {
    let _alone = AUDITING.lock().await;
    let market = Watched::open().await;
    for (change, violations) in [
        ("UPDATE stock SET on_hand = on_hand", 0),
        ("UPDATE stock SET on_hand = on_hand + 1", 1),
        ("UPDATE stock SET on_hand = on_hand - 1", 0),
    ] {
        market.kit.market.db().execute_unprepared(change).await.expect("a change");
        market.looks_and_finds(violations).await;
        market.tells(violations).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_stands_still_is_told_with_how_far_it_is_behind() {
    let market = Watched::open().await;
    market.kit.clock.advance(Span::minutes(3));
    let (_, text) = market.ask(HERE, None).await;
    for line in ["shanhuo_search_lag_seconds 180", "shanhuo_search_building 1", "shanhuo_search_room_missing_bytes 0"] {
        assert!(text.lines().any(|told| told == line), "{line} is not among\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_are_told_to_this_machine_alone() {
    let market = Watched::open().await;
    assert_eq!(market.ask(HERE, None).await.0, StatusCode::OK);
    assert_eq!(market.ask(HERE, Some("192.0.2.7")).await.0, StatusCode::NOT_FOUND, "a proxy brings somebody");
    assert_eq!(market.ask(ELSEWHERE, None).await.0, StatusCode::NOT_FOUND);
}
