//! Whatever an address says is answered, and what is asked for while there is no index.

use super::{BROWSER, House, OTHER, TEA};
use app_kit::routes;
use async_trait::async_trait;
use http::{StatusCode, header};
use market::discovery::{Edition, IndexHealth, SearchAnswer, SearchIndex, SearchRequest, Suggested};
use market::kernel::Fault;
use market::testkit::HOSTILE;
use std::sync::{Arc, Mutex};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_is_answered() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    // Ten thousand bytes of an address, and as many of a text.
    let long = ["q".repeat(10_000), "%E8%85%8A".repeat(1_112), "%E8%85%8A".repeat(3_334), "tea+".repeat(2_500)];
    let cut = ["%", "%zz", "%FF%FE", "%E8%85", "%00%27"].map(str::to_owned);
    let texts = HOSTILE.iter().map(|text| routes::percent(text));
    for typed in texts.chain(long).chain(cut) {
        let beginning = typed.get(..30).unwrap_or(&typed);
        let (status, page) = house.ask(&format!("{}?q={typed}", routes::SEARCH)).await;
        assert!(status == StatusCode::OK && page.contains("<h1"), "a search for {beginning}: {status}");
        let (status, proposed) = house.ask(&format!("{}?q={typed}", routes::SUGGEST)).await;
        assert!(status == StatusCode::OK && proposed.contains("</p>"), "proposals for {beginning}: {status}");
    }
    assert!(house.page(TEA).await.contains("Green tea"), "nothing of it stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_key_is_a_page_like_any_other() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    for path in [format!("{TEA}&after="), format!("{OTHER}?after=")] {
        let page = async |way: &str, digits: String| house.page(&format!("{path}{way}{digits}")).await;
        let behind = page("s05", "0".repeat(81)).await;
        assert!(behind.contains("That was the last page") && !behind.contains("Green tea"), "{path}: behind everything");
        let before = page("s05", format!("{}{}{}", "f".repeat(48), "0".repeat(9), "f".repeat(24))).await;
        assert!(before.contains("Back to the") && before.contains("Green tea"), "{path}: behind nothing");
        // Those of older versions, that were in somebody's browser when the market was upgraded, are among them.
        for (way, length) in
            [("s", 48), ("s", 72), ("s03", 72), ("s04", 77), ("s04", 81), ("s05", 80), ("s05", 82), ("x05", 81), ("05", 81)]
        {
            let first = page(way, "0".repeat(length)).await;
            assert!(
                !first.contains("Back to the") && first.contains("Green tea"),
                "{path}: {way} and {length} digits are no key"
            );
        }
    }
}

/// An index that is being built: so many goods of so many are in it.
struct Rebuilding(Arc<Mutex<(u64, u64)>>);

#[async_trait]
impl SearchIndex for Rebuilding {
    async fn find(&self, _request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        let (done, all) = *self.0.lock().expect("numbers");
        Ok(SearchAnswer::Building(done, all))
    }
    async fn suggest(&self, _typed: &str) -> Result<Suggested, Fault> {
        Ok(Suggested::default())
    }
    fn edition(&self) -> Option<Edition> {
        None
    }
    async fn reaches(&self, _place: i64) -> bool {
        false
    }
    fn health(&self) -> IndexHealth {
        IndexHealth { is_building: true, ..IndexHealth::default() }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_says_how_much_can_be_found_again() {
    let so_far = Arc::new(Mutex::new((0, 0)));
    let told = Arc::clone(&so_far);
    let house = House::searched_by(move |_| Rebuilding(told)).await;
    let reads_chinese = [(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, "zh")];
    for (numbers, english, chinese) in [
        ((0, 0), "It begins in a moment.", "马上开始。"),
        ((1_234, 56_789), "1,234 of 56,789 goods can be found again.", "56,789 件商品中已有 1,234 件完成。"),
        ((56_789, 56_789), "56,789 of 56,789 goods can be found again.", "56,789 件商品中已有 56,789 件完成。"),
    ] {
        *so_far.lock().expect("numbers") = numbers;
        let page = house.page(TEA).await;
        assert!(page.contains("Search is being rebuilt") && page.contains(english), "{english}");
        let (status, _, page) = house.ask_as(TEA, &reads_chinese).await;
        assert!(status == StatusCode::OK && page.contains("搜索正在重建") && page.contains(chinese), "{chinese}");
    }
}
