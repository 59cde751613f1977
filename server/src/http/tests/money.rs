//! The money page of a shop: what is late says so; from the further rows of its lists there is a way back, and behind the last one
//! nothing else.

use super::world::{SHOP, World};
use app_kit::routes;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::kernel::Span;
use market::order::commands::confirm_receipt;

/// Of no journal and no order.
const NOTHING: &str = "00000000000000000000000000000000";

/// The links between the pages of the list whose pages are called so; empty where it has none.
fn pager<'a>(page: &'a str, label: &str) -> &'a str {
    let called = format!("aria-label=\"{label}\"");
    let mut navs = page.split("<nav ").skip(1).filter_map(|nav| nav.split("</nav>").next());
    let is_it = |nav: &&str| nav.split('>').next().is_some_and(|tag| tag.contains("\"pager\"") && tag.contains(&called));
    navs.find(is_it).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn further_rows_of_held_orders_lead_back_to_the_first() {
    let world = World::open().await;
    let [_, owner, _] = world.browsers().await;
    let money = routes::sell(SHOP, "money");
    let (label, rows) = ("Pages of held orders", "Held orders, the soonest release first");
    let last = format!("{money}?held={0}.{0}.{NOTHING}", i64::MAX);
    let page = owner.get(&last).await.page;
    assert!(page.contains("No money yet") && !page.contains("Held for you") && pager(&page, label).is_empty(), "no list at all");

    world.paid().await;
    let page = owner.get(&money).await.page;
    assert!(page.contains(rows) && pager(&page, label).is_empty());
    // Behind the last one there are none, and the way back all the same.
    for (further, are_there) in [(format!("{money}?held=x"), true), (last, false)] {
        let page = owner.get(&further).await.page;
        assert_eq!(page.contains(rows), are_there, "{further}");
        let back = pager(&page, label);
        assert!(back.contains(&format!("href=\"{money}\"")) && back.contains("Back to the first held orders"), "{further}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_was_not_shipped_in_time_is_late_among_what_is_held() {
    let world = World::open().await;
    world.paid().await;
    let money = routes::sell(SHOP, "money");
    let [_, owner, _] = world.browsers().await;
    let page = owner.get(&money).await.page;
    assert!(page.contains("ship by ") && !page.contains("Late since "), "there is time");
    world.house.kit.clock.advance(Span::days(8));
    let [_, owner, _] = world.browsers().await;
    let page = owner.get(&money).await.page;
    assert!(page.contains("Late since ") && page.contains("badge tone-bad") && !page.contains("ship by "), "there was");
}

#[tokio::test(flavor = "multi_thread")]
async fn further_parts_of_a_balance_below_zero_lead_back_to_the_latest() {
    let world = World::open().await;
    let (kit, order) = (&world.house.kit, world.shipped().await);
    confirm_receipt(&kit.market, &world.buyer.buyer(), order).await.expect("a received order");
    kit.pay_out(&world.operator()).await;
    kit.clock.advance(Span::minutes(1));
    let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
    let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
    agree_to_case(&kit.market, &world.staff, case).await.expect("a shop that agrees");
    let [_, owner, _] = world.browsers().await;
    let money = routes::sell(SHOP, "money");
    let (label, rows) = ("Pages of what made the balance below zero", "for the orders below with a minus");
    let page = owner.get(&money).await.page;
    assert!(page.contains("below zero") && page.contains(rows) && pager(&page, label).is_empty());
    for (further, are_there) in [(format!("{money}?owed=x"), true), (format!("{money}?owed=0.{NOTHING}"), false)] {
        let page = owner.get(&further).await.page;
        assert!(page.contains("below zero"), "{further}");
        assert_eq!(page.contains(rows), are_there, "{further}");
        let back = pager(&page, label);
        assert!(back.contains(&format!("href=\"{money}\"")), "{further}");
        assert!(back.contains("Back to the latest parts of the balance below zero"), "{further}");
    }
}
