//! Whoever begins something names it by the id that its form brings, and by no other.

use super::client::Form;
use super::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::catalog::{ListingId, VariantId};
use market::kernel::Span;

/// A listing as its form sends it.
fn goods(listing: &str, variant: VariantId) -> Form {
    let (variant, price, stock) = (variant.to_string(), format!("price-{variant}"), format!("stock-{variant}"));
    let fields = [
        ("version", "0"),
        ("title", "Green tea"),
        ("unit", "piece"),
        ("variant", variant.as_str()),
        (price.as_str(), "20"),
        (stock.as_str(), "5"),
        ("then", "save"),
    ];
    Form::new(routes::sell(SHOP, &format!("listings/{listing}")), &fields)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_goods_begin_with_an_id_that_somebody_chose() {
    let world = World::open().await;
    let [_, shop, _] = world.browsers().await;
    let now = world.house.kit.market.now();
    let before = world.house.rows().await;
    let later = ListingId::mint(now.after(Span::days(1))).to_string();
    let largest = format!("lst_{}", "f".repeat(32));
    let of_another_version = "018f0000-0000-4000-8000-000000000000";
    for chosen in [largest.as_str(), of_another_version, later.as_str()] {
        let answered = shop.send(&goods(chosen, VariantId::mint(now))).await;
        assert_eq!(answered.status, StatusCode::NOT_FOUND, "{chosen}");
    }
    assert_eq!(world.house.rows().await, before);
    let made = ListingId::mint(now).to_string();
    let answered = shop.send(&goods(&made, VariantId::mint(now))).await;
    assert_eq!(
        (answered.status, answered.to),
        (StatusCode::SEE_OTHER, routes::sell(SHOP, &format!("listings/{made}?done=saved")))
    );
}
