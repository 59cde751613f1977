//! What only a shop's owner may do: to others no page leads to it, and an owner who signed in some time ago is asked who it is where money is
//! at stake.

use super::House;
use super::client::{Form, changed};
use super::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::kernel::Span;
use market::shop::Role;

const CARD: &str = "4111111111111111";
const ID_NUMBER: &str = "11010519491231002X";

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_name_the_address_for_returns_is_led_to_no_form() {
    let world = World::open().await;
    let (house, kit) = (&world.house, &world.house.kit);
    let mei = kit.person("Mei").create().await;
    kit.hire(world.staff.shop(), &mei, Role::Answering).await;
    let ask = kit.asks(world.shipped().await, CaseKind::ReturnAndRefund, &[(0, 1)]);
    let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
    agree_to_case(&kit.market, &world.staff, case).await.expect("a shop that agrees");
    let (path, settings) = (routes::shop_case(SHOP, &case.to_string()), routes::sell(SHOP, "settings"));
    let link = format!("href=\"{settings}#returns\"");
    let returns = Form::new(settings.as_str(), &[("then", "returns"), ("recipient", "Mei"), ("phone", "13800138000")]);
    let [_, owner, _] = world.browsers().await;
    let clerk = house.browser(&mei).await;
    for (browser, leads, sentence) in [
        (&owner, true, "Please set your address for returns in"),
        (&clerk, false, "An owner of the shop has to name the address for returns by"),
    ] {
        let answered = browser.get(&path).await;
        assert_eq!(answered.status, StatusCode::OK, "{sentence}");
        assert!(answered.page.contains(&link) == leads && answered.page.contains(sentence), "{sentence}");
    }
    let sent = clerk.send(&returns.with("return_place", "湖南省凤凰县沱江镇虹桥路 1 号")).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    kit.take_returns(&world.staff).await;
    assert!(!owner.get(&path).await.page.contains(&link), "it is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_card_in_an_identity_submitted_again_asks_who_it_is() {
    let house = House::open().await;
    let rosy = house.kit.person("Rosy").create().await;
    house.kit.shop(SHOP, &rosy).rejected().create().await;
    let (path, again) = (routes::sell(SHOP, "settings"), format!("{}?again", routes::SIGN_IN));
    let english = house.browser(&rosy).await;
    let chinese = house.browser(&rosy).await.reading(Language::Zh);
    assert!(!english.get(&path).await.page.contains(&again), "she has just signed in");
    house.kit.clock.advance(Span::minutes(11));
    let before = house.rows().await;
    for (browser, hint, sentence) in [
        (
            &english,
            "If you are going to name another bank card, sign in again first",
            "This is another bank card, and you signed in",
        ),
        (&chinese, "若要更换银行卡，请先重新登录", "您填写了另一张银行卡，而您登录已有一段时间。"),
    ] {
        let page = browser.get(&path).await.page;
        assert!(page.contains(hint) && page.contains(&again), "{hint}");
        let refused = browser.send(&submitted(&page)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(refused.page.contains(sentence) && refused.page.contains(&again), "{sentence}");
        assert!(!refused.page.contains(CARD) && !refused.page.contains(ID_NUMBER), "numbers are never written into a page");
    }
    assert_eq!(changed(&before, &house.rows().await), None, "nothing was submitted");

    let signed_in = house.browser(&rosy).await;
    let page = signed_in.get(&path).await.page;
    assert!(!page.contains(&again), "she has signed in once more");
    let taken = signed_in.send(&submitted(&page)).await;
    assert_eq!((taken.status, taken.to.as_str()), (StatusCode::SEE_OTHER, format!("{path}?done=identity#done").as_str()));
    assert!(signed_in.get(&taken.to).await.page.contains("•••• 1111"));
}

/// The form of the identity on a page, with another card.
fn submitted(page: &str) -> Form {
    let form = Form::on(page, &["value=\"identity\""]).expect("a form");
    let form = form.with("then", "identity").with("legal_name", "向秀英");
    form.with("id_number", ID_NUMBER).with("bank_card", CARD)
}
