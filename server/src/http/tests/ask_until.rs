//! Until when a completed order can be asked about, as both sides read it.

use super::world::{SHOP, World};
use app_kit::format::moment;
use app_kit::{routes, say};
use http::StatusCode;
use market::account::Language;
use market::kernel::Span;
use market::order::commands::confirm_receipt;
use market::policy::RuleName;
use market::policy::commands::change_rule;

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_read_the_last_minute_in_which_a_completed_order_can_be_asked_about() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let order = world.shipped().await;
    confirm_receipt(&kit.market, &world.buyer.buyer(), order).await.expect("a received order");
    let end = kit.market.now().after(Span::days(15));
    // What was shown stays: a longer time from tomorrow on is for what is completed then.
    let tomorrow = kit.market.now().after(Span::days(1));
    change_rule(&kit.market, &kit.operator().await, RuleName::AftersalesDays, 30, tomorrow).await.expect("a rule");
    for (wait, is_said) in [(Span::days(0), true), (Span::days(15), true), (Span::millis_of(1), false)] {
        kit.clock.advance(wait);
        for lang in [Language::En, Language::Zh] {
            let [buyer, owner, _] = world.browsers().await;
            let by = moment(end, lang);
            let buyers = say!(lang, "You can ask for money back until {by}.", "您可以在 {by} 前申请售后。");
            let shops = say!(lang, "The buyer can open a case until {by}", "买家可在 {by} 前申请售后");
            let order = order.to_string();
            for (browser, path, words) in
                [(buyer, routes::my_order(&order), buyers), (owner, routes::sell(SHOP, &format!("orders/{order}")), shops)]
            {
                let answered = browser.reading(lang).get(&path).await;
                assert_eq!(answered.status, StatusCode::OK, "{path}");
                assert_eq!(answered.page.contains(&words), is_said, "{path}: {words}");
            }
        }
    }
}
