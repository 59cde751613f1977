//! A parcel that was to be paid at the door and came back: the page of its order says what became of it.

use super::client::Form;
use super::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;

#[tokio::test(flavor = "multi_thread")]
async fn that_a_parcel_came_back_is_told_on_the_page_of_its_order() {
    let world = World::open().await;
    let (_, order) = world.cash_out().await;
    let path = routes::sell(SHOP, &format!("orders/{order}"));
    let [_, english, _] = world.browsers().await;
    let chinese = world.house.browser(&world.owner).await.reading(Language::Zh);
    let page = english.get(&path).await.page;
    assert!(!page.contains("id=\"done\""), "nothing was done");
    let form = Form::on(&page, &["value=\"came-back\""]).expect("its form").with("do", "came-back");
    let done = english.send(&form).await;
    assert_eq!((done.status, done.to), (StatusCode::SEE_OTHER, format!("{path}?done=came-back#done")));
    for (browser, title, words) in [
        (&english, "The parcel is with you again", "its goods are on your shelf again, and no money moved"),
        (&chinese, "包裹已收回", "商品已回到库存"),
    ] {
        let page = browser.get(&format!("{path}?done=came-back")).await.page;
        let told = page.split_once("id=\"done\"").expect("what was done").1;
        assert!(told.contains(title) && told.contains(words), "{title}");
        assert!(!page.contains("value=\"came-back\""), "it came back once");
    }
}
