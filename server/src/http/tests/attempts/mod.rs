//! A form that moves money, or decides about it, is taken with the id of its sending and not without, through every layer.

mod forms;
mod once;

use super::client::changed;
use super::world::World;
use forms::{Who, forms};
use std::collections::BTreeSet;

/// Where the routes are declared to which forms are sent.
const DECLARED: [&str; 6] = [
    include_str!("../../../../../app/storefront/src/pages/mod.rs"),
    include_str!("../../../../../app/storefront/src/pages/cases/mod.rs"),
    include_str!("../../../../../app/storefront/src/pages/interest/mod.rs"),
    include_str!("../../../../../app/workbench/src/serve/mod.rs"),
    include_str!("../../mod.rs"),
    include_str!("../../../payments/sandbox_pages.rs"),
];
/// Where money is moved or decided about.
const MONEY: [&str; 16] = [
    "/admin/cases/{case}",
    "/admin/cash",
    "/admin/coupons",
    "/admin/identities/{identity}",
    "/admin/payouts",
    "/admin/payouts/{batch}",
    "/admin/reconciliation",
    "/admin/rules",
    "/me/cases/{case}",
    "/me/orders/{order}",
    "/me/orders/{order}/case",
    "/pay/{payment}",
    "/sell/{shop}/cases/{case}",
    "/sell/{shop}/money/card",
    "/sell/{shop}/orders/{order}",
    "paths::CHECKOUT",
];
/// Where neither is done. A bank's file shows what was decided, an address, a listing or a shop's coupon bears its own id, and a provider's
/// word is told by no form.
const OTHERS: [&str; 26] = [
    "/admin/categories/{slug}",
    "/admin/categories/{slug}/{attribute}",
    "/admin/payouts/{batch}/file",
    "/admin/search",
    "/me/addresses/new",
    "/me/addresses/{address}",
    "/sandbox/pay/{intent}",
    "/sell/open",
    "/sell/{shop}/coupons",
    "/sell/{shop}/listings/{listing}",
    "/sell/{shop}/listings/{listing}/photos",
    "/sell/{shop}/settings",
    "/sell/{shop}/settings/freight/{template}",
    "/webhooks/{provider}",
    "app_kit::routes::LANGUAGE",
    "paths::CART",
    "paths::CART_ADD",
    "paths::ME",
    "paths::MY_ADDRESSES",
    "paths::MY_FAVOURITES",
    "paths::MY_SHOPS",
    "paths::RECENT",
    "paths::SHIP_TO",
    "paths::SIGN_IN",
    "paths::SIGN_OUT",
    "paths::SIGN_UP",
];

/// The routes of a text at which something is posted, as it writes them.
fn posted(declared: &'static str) -> impl Iterator<Item = &'static str> {
    declared.split(".route(").skip(1).filter_map(|route| {
        let (path, handlers) = route.split("\n}").next()?.split_once(',')?;
        handlers.contains("post(").then(|| path.trim().trim_matches('"'))
    })
}

#[test]
fn of_every_form_that_is_taken_it_is_known_whether_it_moves_money() {
    let taken: BTreeSet<&str> = DECLARED.into_iter().flat_map(posted).collect();
    let known: BTreeSet<&str> = MONEY.into_iter().chain(OTHERS).collect();
    assert_eq!(taken, known, "a form that moves money or decides about it is tried below, too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_the_id_of_its_sending_is_refused_and_changes_nothing() {
    let world = World::open().await;
    let forms = forms(&world).await;
    let tried: BTreeSet<&str> = forms.iter().map(|posted| posted.route).collect();
    assert_eq!(tried, BTreeSet::from(MONEY));
    let [buyer, shop, operator] = world.browsers().await;
    let browser = |who| match who {
        Who::Buyer => &buyer,
        Who::Shop => &shop,
        Who::Operator => &operator,
    };
    let before = world.house.rows().await;
    for posted in &forms {
        for id in [None, Some(""), Some("att_1"), Some("1")] {
            let form = id.map_or_else(|| posted.form.clone(), |id| posted.form.clone().with("attempt", id));
            let answered = browser(posted.who).send(&form).await;
            assert!(answered.is_reused(), "{form:?} is answered with {}", answered.status);
        }
        assert_eq!(changed(&before, &world.house.rows().await), None, "{:?}", posted.form);
    }
    // Nothing else was wrong with them.
    for posted in &forms {
        let attempt = world.house.attempt().uuid().to_string();
        let answered = browser(posted.who).send(&posted.form.clone().with("attempt", &attempt)).await;
        assert!(!answered.is_reused() && !answered.status.is_server_error(), "{:?}: {}", posted.form, answered.status);
    }
}
