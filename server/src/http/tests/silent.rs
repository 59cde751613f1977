//! Bodies that break off without an end.

use super::House;
use crate::testing::Log;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use futures::{StreamExt, stream};
use http::{Method, StatusCode, header};
use std::convert::Infallible;
use tower::ServiceExt;

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_nothing_more_is_not_waited_for() {
    let house = House::open().await;
    let (log, _guard) = Log::open();
    for path in ["/cart/add", "/sign-in", "/checkout"] {
        let begun = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"listing=lst_"))]);
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from_stream(begun.chain(stream::pending())))
            .expect("a request");
        let answer = house.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(log.take("was refused"), Vec::<String>::new(), "{path}: it was not too large");
    }
}
