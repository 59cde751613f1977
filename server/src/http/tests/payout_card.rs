//! A shop whose card sends payouts back reads why, and its owner changes the card.

use super::client::{Form, beside};
use super::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::kernel::Span;
use market::ledger::commands::fail_payout;
use market::shop::Role;

const CARD: &str = "4111 1111 1111 1111";
const TYPED_WRONG: &str = "4111 1111 1111 1112";

/// The next payout comes back.
async fn comes_back(world: &World) {
    let (_, payout) = world.payout().await;
    fail_payout(&world.house.kit.market, &world.operator(), payout, "Closed by its holder").await.expect("a payout that failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_is_explained_and_mended() {
    let world = World::open().await;
    let (money, card) = (routes::sell(SHOP, "money"), routes::sell(SHOP, routes::PAYOUT_CARD));
    let link = format!("href=\"{card}\"");
    let [_, owner, _] = world.browsers().await;
    assert!(!owner.get(&money).await.page.contains(&link), "all is well");
    for sentence in ["A payout to the card ••••\u{a0}0128 came back", "Nothing is paid out to the card ••••\u{a0}0128 any more"]
    {
        comes_back(&world).await;
        let page = owner.get(&money).await.page;
        assert!(page.contains(sentence) && page.contains("Closed by its holder") && page.contains(&link), "{sentence}");
    }
    let form = Form::on(&owner.get(&card).await.page, &["bank_card"]).expect("a form");
    let refused = owner.send(&form.clone().with("bank_card", TYPED_WRONG)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(beside(&refused.page, "bank_card").contains("typing error"));
    assert!(!refused.page.contains(TYPED_WRONG), "a card number is never written into a page");
    let changed = owner.send(&form.with("bank_card", CARD)).await;
    assert_eq!((changed.status, changed.to), (StatusCode::SEE_OTHER, format!("{card}?done=card")));
    let page = owner.get(&money).await.page;
    assert!(page.contains("Payouts to the card ••••\u{a0}1111 begin on") && !page.contains("any more"));
    let page = world.house.browser(&world.owner).await.reading(Language::Zh).get(&money).await.page;
    assert!(page.contains("起向银行卡 ••••\u{a0}1111 打款"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_its_owners_alone_and_asks_who_it_is() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let clerk = kit.person("Mei").create().await;
    kit.hire(world.staff.shop(), &clerk, Role::Money).await;
    comes_back(&world).await;
    let (money, card) = (routes::sell(SHOP, "money"), routes::sell(SHOP, routes::PAYOUT_CARD));
    let form = Form::new(card.as_str(), &[("bank_card", CARD)]);
    let at_money = world.house.browser(&clerk).await;
    assert!(at_money.get(&money).await.page.contains("An owner of the shop can change the bank card."));
    let [buyer, owner, operator] = world.browsers().await;
    for stranger in [&at_money, &buyer, &operator] {
        assert_eq!(stranger.get(&card).await.status, StatusCode::NOT_FOUND);
        let sent = stranger.send(&form.clone().of_attempt(world.house.attempt())).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
    }
    kit.clock.advance(Span::minutes(11));
    let again = format!("{}?again", routes::SIGN_IN);
    let page = owner.get(&card).await.page;
    assert!(page.contains(&again) && Form::on(&page, &["bank_card"]).is_none());
    let refused = owner.send(&form.of_attempt(world.house.attempt())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains(&again) && !refused.page.contains(CARD));
}
