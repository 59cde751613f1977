//! Pages that are kept: what is cut out of them, and what an answer from them says to whom.

use super::*;
use http::HeaderMap;

fn asking(accept: &str) -> Asking {
    Asking::of(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept.parse().expect("a value"))]))
}

#[test]
fn a_hole_in_the_title_is_no_hole() {
    let (hole, mark) = (HOLE.as_str(), MARK.as_str());
    assert_ne!(hole, mark);
    let drawn = Drawn {
        document: Document::storefront(Language::En, hole),
        body: format!("<body>{hole}<p>{hole}</p>{mark}</body>"),
        mark: "mark".to_owned(),
        subjects: Vec::new(),
        shown: Vec::new(),
        is_passing: false,
    };
    let key = PageKey { path: "/".to_owned(), lang: Language::En, province: None, edition: None };
    let made = (Tick::default(), Timestamp::from_millis(0));
    let page = KeptPages::default().keep(key, made, drawn, &SiteNames::default(), "nav");
    let text = std::str::from_utf8(page.bytes.whole()).expect("text");
    assert!(text.contains(&format!("<body>nav<p>{hole}</p>mark</body></html>")), "{text}");
}

fn a_page() -> Arc<KeptPage> {
    drawn_into(&KeptPages::default(), "t")
}

/// The page at one address, drawn with this title.
fn drawn_into(pages: &KeptPages, title: &str) -> Arc<KeptPage> {
    let drawn = Drawn {
        document: Document::storefront(Language::En, title),
        body: format!("<body>{}</body>", *HOLE),
        mark: String::new(),
        subjects: Vec::new(),
        shown: Vec::new(),
        is_passing: false,
    };
    let key = PageKey { path: "/".to_owned(), lang: Language::En, province: None, edition: None };
    let made = (Tick::default(), Timestamp::from_millis(0));
    pages.keep(key, made, drawn, &SiteNames::default(), "nav")
}

#[tokio::test]
async fn a_page_is_packed_for_those_who_take_it_so() {
    let page = a_page();
    page.for_strangers(&asking("gzip")).await;
    page.for_strangers(&Asking { has: Some(page.tag.clone()), ..asking("br") }).await;
    assert!(page.bytes.packed.get().is_none(), "nobody is sent it packed");
    page.for_strangers(&asking("br")).await;
    assert!(page.bytes.packed.get().is_some());
}

#[test]
fn what_could_not_be_packed_is_sent_as_it_is_and_not_packed_on_its_way() {
    let page = a_page();
    let is_marked = |answer: &Response| answer.extensions().get::<Unpacked>().is_some();
    let whole = page.sent(&asking("br"), None);
    assert_eq!((whole.status(), whole.headers().get("content-encoding"), is_marked(&whole)), (StatusCode::OK, None, true));
    assert!(!is_marked(&page.sent(&asking("gzip"), None)), "for whom it is never packed here");
    assert!(!is_marked(&page.sent(&asking("br"), Some(page.bytes.whole()))));
}

#[tokio::test]
async fn a_page_that_is_drawn_anew_and_says_the_same_is_packed_already() {
    let pages = KeptPages::default();
    drawn_into(&pages, "t").for_strangers(&asking("br")).await;
    let again = drawn_into(&pages, "t");
    assert!(again.bytes.packed.get().is_some());
    let other = drawn_into(&pages, "u");
    assert!(other.bytes.packed.get().is_none() && other.tag != again.tag);
}

#[tokio::test]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let page = a_page();
    let first = page.for_strangers(&asking("br")).await;
    assert_eq!((first.status(), first.headers()["content-encoding"].as_bytes()), (StatusCode::OK, b"br".as_slice()));
    assert_eq!(page.for_strangers(&having(&first)).await.status(), StatusCode::NOT_MODIFIED);
    let other = Asking { has: Some(HeaderValue::from_static("W/\"other\"")), ..asking("br") };
    assert_eq!(page.for_strangers(&other).await.status(), StatusCode::OK);
}

/// The same browser, once it was answered.
fn having(answer: &Response) -> Asking {
    Asking { has: answer.headers().get(header::ETAG).cloned(), ..asking("br") }
}

#[tokio::test]
async fn a_page_that_is_somebodys_is_not_sent_again_until_it_or_what_is_theirs_is_another_one() {
    let page = a_page();
    let first = page.personal("cart: 1", Some("kept"), &asking("br"));
    assert_eq!((first.status(), first.headers()["cache-control"].as_bytes()), (StatusCode::OK, b"private, no-cache".as_slice()));
    let again = having(&first);
    let unchanged = page.personal("cart: 1", Some("kept"), &again);
    assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(unchanged.headers()["cache-control"], first.headers()["cache-control"], "nor may others keep it then");
    let others = [("cart: 2", Some("kept")), ("cart: 1", None), ("cart: ", Some("1kept"))];
    for (you, mark) in others {
        assert_eq!(page.personal(you, mark, &again).status(), StatusCode::OK, "{you} {mark:?}");
    }
    assert_eq!(page.for_strangers(&again).await.status(), StatusCode::OK, "whoever signed out");
    let stranger = having(&page.for_strangers(&asking("br")).await);
    assert_eq!(page.personal("cart: 1", None, &stranger).status(), StatusCode::OK, "whoever signed in");
}
