//! The money page of a shop: from the further rows of its lists there is a way back.

use super::world::{SHOP, World};
use app_kit::routes;

#[tokio::test(flavor = "multi_thread")]
async fn further_rows_of_held_orders_lead_back_to_the_first() {
    let world = World::open().await;
    world.paid().await;
    let [_, owner, _] = world.browsers().await;
    let money = routes::sell(SHOP, "money");
    let back = "Back to the first held orders";
    let page = owner.get(&money).await.page;
    assert!(page.contains("Held for you") && !page.contains(back));
    // Behind the last one there are none, and the way back all the same.
    let last = format!("{money}?held={0}.{0}.00000000000000000000000000000000", i64::MAX);
    for further in [format!("{money}?held=x"), last] {
        let page = owner.get(&further).await.page;
        assert!(page.contains(back) && page.contains(&format!("href=\"{money}\"")), "{further}");
    }
}
