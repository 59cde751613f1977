//! Goods that are sent again, as both sides read it and do it.

use super::client::{Browser, Form};
use super::world::{SHOP, World};
use app_kit::cases::words;
use app_kit::format::quantity;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::kernel::Unit;
use sea_orm::ConnectionTrait;

/// Somebody takes goods off the shelf, or puts some there.
async fn shelf(world: &World, on_hand: &str) {
    let tx = world.house.kit.market.begin("test").await.expect("a transaction");
    tx.execute_unprepared(&format!("UPDATE stock SET on_hand = {on_hand}")).await.expect("a shelf");
    tx.commit().await.expect("committed");
}

/// The page, on which all of this stands.
async fn reads(browser: &Browser<'_>, path: &str, all: &[&str]) -> String {
    let answered = browser.get(path).await;
    assert_eq!(answered.status, StatusCode::OK, "{path}");
    for words in all {
        assert!(answered.page.contains(words), "{path}: {words}");
    }
    answered.page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parcel_is_sent_again_from_the_pages_of_both_sides() {
    let world = World::open().await;
    let (case, order) = world.asked_again().await;
    let [mine, theirs] = [routes::my_case(&case.to_string()), routes::shop_case(SHOP, &case.to_string())];
    let [buyer, shop, operator] = world.browsers().await.map(|browser| browser.reading(Language::En));
    reads(&buyer, &mine, &["Goods again from ", "If it says nothing, the money goes back."]).await;
    let page = reads(&shop, &theirs, &["Without a word until then the money goes back.", "Agree to send them again"]).await;
    assert!(page.contains("If you would rather give the money back"), "that is never shut");
    let agreed = Form::on(&page, &["Agree to send them again"]).expect("a form").with("then", "agree");
    assert_eq!(shop.send(&agreed).await.to, theirs);

    let page = reads(&shop, &theirs, &["Send the goods again", "Your turn, by "]).await;
    let parcel = Form::on(&page, &["Send the goods again"]).expect("a form").with("then", "resend");
    let refused = shop.send(&parcel.clone().with("tracking_number", "SF 765 4321")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("Please choose the courier.") && refused.page.contains("value=\"SF 765 4321\""));
    let parcel = parcel.with("courier", "sf").with("tracking_number", "SF 765 4321");
    shelf(&world, "held").await;
    let refused = shop.send(&parcel).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let short = words::short("Wool scarf", &quantity(0, Unit::Piece, Language::En), Language::En);
    assert!(refused.page.contains(&short) && refused.page.contains("value=\"SF 765 4321\""), "{short}");
    shelf(&world, "held + 5").await;
    assert_eq!(shop.send(&parcel).await.to, theirs, "the same form, now that there are some");

    let number = "SF Express SF7654321";
    let order = order.to_string();
    reads(&shop, &theirs, &[number, "The parcel with the goods sent again"]).await;
    reads(&shop, &routes::sell(SHOP, &format!("orders/{order}")), &["Sent again: ", number]).await;
    reads(&operator, &routes::admin_case(&case.to_string()), &[number]).await;
    reads(&buyer, &routes::my_order(&order), &["Sent again: ", number]).await;
    let page = reads(&buyer, &mine, &[number, "Ask an operator to decide"]).await;
    let received = Form::on(&page, &["I have it"]).expect("a form").with("then", "confirm");
    assert_eq!(buyer.send(&received).await.to, mine);
    reads(&buyer, &mine, &["The goods were sent again", "no money goes back"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_reads_of_goods_in_chinese_as_well() {
    let world = World::open().await;
    let case = world.resending().await.to_string();
    let [buyer, shop, _] = world.browsers().await.map(|browser| browser.reading(Language::Zh));
    reads(&shop, &routes::shop_case(SHOP, &case), &["补发商品", "如果改为退款"]).await;
    reads(&buyer, &routes::my_case(&case), &["待补发", "逾期自动退款"]).await;
    let order = world.shipped().await.to_string();
    reads(&buyer, &routes::ask_case(&order), &["换货", "补发", "该换该补而未按时寄出的，退款给您"]).await;
}
