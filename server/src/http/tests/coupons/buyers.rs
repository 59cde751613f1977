//! A buyer types a code, in the cart or at the checkout; and every sum that is shown adds up.

use super::off;
use crate::http::tests::client::{Browser, Form, beside};
use crate::http::tests::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::cart::CartOwner;
use market::coupon::commands::{end_coupon, make_coupon, make_market_coupon, put_in_cart};
use market::coupon::{CouponId, MakeCoupon};
use market::kernel::PageRequest;
use market::ledger::queries::held_orders;
use market::order::OrderId;
use market::order::commands::ship_order;
use market::testkit::HOME;

/// The amount beside a word of a sum, in fen; zero where it is not there.
fn sum(page: &str, word: &str) -> i64 {
    let beside = page.split_once(&format!("<dt>{word}</dt>")).map(|(_, beside)| beside);
    let Some(line) = beside.and_then(|beside| beside.split("</div>").next()) else { return 0 };
    let text = line.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<String>();
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("an amount")
}

/// The form of the checkout that the page shows.
fn checkout(page: &str) -> Form {
    Form::on(page, &["name=\"total\""]).expect("a checkout")
}

/// What the checkout asks for, in fen.
fn total(page: &str) -> i64 {
    checkout(page).value("total").parse().expect("a total")
}

/// A shop's coupon of so many yuan.
async fn shops(world: &World, code: &str, yuan: &str) -> CouponId {
    make_coupon(&world.house.kit.market, &world.staff, &off(world, code, yuan)).await.expect("a coupon")
}

/// The buyer with the goods in their cart and an address, at a browser in each language.
async fn at_the_checkout(world: &World) -> [Browser<'_>; 2] {
    let kit = &world.house.kit;
    kit.address(&world.buyer).await;
    kit.fill_cart(&world.buyer, &world.one()).await;
    let [english, chinese] = [world.house.browser(&world.buyer).await, world.house.browser(&world.buyer).await];
    [english, chinese.reading(Language::Zh)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_typed_at_the_checkout_and_the_sum_says_what_it_takes_off() {
    let world = World::open().await;
    let coupon = shops(&world, "AUTUMN", "5").await;
    let [buyer, chinese] = at_the_checkout(&world).await;
    let page = buyer.get(routes::CHECKOUT).await.page;
    let (form, before) = (checkout(&page), total(&page));
    let note = form.name_of("note-").to_owned();
    let form = form.with(&note, "Please ring.");
    for (browser, sentence, nothing) in [
        (&buyer, "There is no such coupon. Please compare the code", "Please fill this in."),
        (&chinese, "没有这个优惠码，请逐字核对。", "请填写此项。"),
    ] {
        for (typed, sentence) in [("NOPE", sentence), ("\" onload=", sentence), (" ", nothing)] {
            let refused = browser.send(&form.clone().with("coupon", typed).with("do", "coupon")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(beside(&refused.page, "coupon").contains(sentence), "{typed}: {}", beside(&refused.page, "coupon"));
            let again = checkout(&refused.page);
            assert_eq!((again.value("coupon"), total(&refused.page)), (typed.replace('"', "&quot;").as_str(), before));
            assert!(refused.page.contains("Please ring."), "the note stays");
        }
    }

    // Enter presses the first button of the form, whichever that is.
    for pressed in ["coupon", "quote"] {
        let applied = buyer.send(&form.clone().with("coupon", " autumn ").with("do", pressed)).await;
        assert_eq!(applied.status, StatusCode::OK, "{pressed}");
        assert_eq!((total(&applied.page), sum(&applied.page, "Shop's coupon")), (before - 500, 500));
        assert_eq!((sum(&applied.page, "Together"), checkout(&applied.page).value("coupon")), (before - 500, ""));
        assert!(applied.page.contains("<b>AUTUMN</b>") && applied.page.contains("Please ring."));
    }
    let removed = buyer.send(&form.clone().with("take-out", &coupon.to_string())).await;
    assert_eq!((removed.status, total(&removed.page)), (StatusCode::OK, before));
    assert!(!removed.page.contains("AUTUMN") && removed.page.contains("Please ring."));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_orders_with_a_code_that_was_only_typed_sees_the_sum_first() {
    let world = World::open().await;
    let coupon = shops(&world, "AUTUMN", "5").await;
    let [buyer, _] = at_the_checkout(&world).await;
    let form = checkout(&buyer.get(routes::CHECKOUT).await.page);
    let before = form.value("total").to_owned();
    let first = buyer.send(&form.clone().with("coupon", "AUTUMN").with("pay", "online")).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(first.page.contains("Nothing was ordered yet: the coupon counts now."));
    let form = checkout(&first.page).with("pay", "online");
    assert_eq!(form.value("total").parse::<i64>().expect("a total") + 500, before.parse::<i64>().expect("a total"));

    // Ended in between, it is another sum, and nothing is ordered at the one that nobody saw.
    end_coupon(&world.house.kit.market, &world.staff, coupon).await.expect("an end");
    let changed = buyer.send(&form).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(changed.page.contains("Nothing was ordered yet") && changed.page.contains("This coupon is over."));
    assert_eq!(checkout(&changed.page).value("total"), before);
    let placed = buyer.send(&checkout(&changed.page).with("pay", "online")).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "without it");
    assert_ne!(placed.to, routes::CART);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tries_codes_is_told_when_to_come_back() {
    let world = World::open().await;
    shops(&world, "AUTUMN", "5").await;
    let [buyer, chinese] = at_the_checkout(&world).await;
    let typed = |code: &str| Form::new(routes::CART, &[("do", "coupon"), ("coupon", code)]);
    for guess in 0..60 {
        let refused = buyer.send(&typed(&format!("TRY-{guess}"))).await;
        assert!(beside(&refused.page, "coupon").contains("There is no such coupon."), "{guess}");
    }
    for (browser, sentence) in [(&buyer, "Please try again from"), (&chinese, "后再试。")] {
        let refused = browser.send(&typed("AUTUMN")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(beside(&refused.page, "coupon").contains(sentence), "{}", beside(&refused.page, "coupon"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guests_coupon_comes_along_when_they_sign_in() {
    let world = World::open().await;
    let coupon = shops(&world, "AUTUMN", "5").await;
    let [(variant, _)] = world.one();
    let fields = [("variant", variant.to_string()), ("quantity", "1".to_owned()), ("then", "cart".to_owned())];
    let add = fields.iter().fold(Form::new(routes::CART_ADD, &[]), |form, (name, value)| form.with(name, value));
    let added = world.house.stranger().send(&add).await;
    let line = added.sets("guest").expect("a cart of the browser's own").to_owned();
    let guest = world.house.stranger().keeping(&line);
    let typed = |code: &str| Form::new(routes::CART, &[("do", "coupon"), ("coupon", code)]);
    let refused = guest.send(&typed("NOPE")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(beside(&refused.page, "coupon").contains("There is no such coupon."));
    let form = Form::on(&refused.page, &["name=\"coupon\""]).expect("the field once more");
    assert_eq!((form.path.as_str(), form.value("coupon")), (routes::CART, "NOPE"));
    assert_eq!(guest.send_from("cross-site", &typed("AUTUMN")).await.status, StatusCode::FORBIDDEN);
    let put = guest.send(&typed("AUTUMN")).await;
    assert_eq!((put.status, put.to.as_str()), (StatusCode::SEE_OTHER, routes::CART));
    let page = guest.get(routes::CART).await.page;
    assert_eq!((sum(&page, "Goods"), sum(&page, "Shop's coupon"), sum(&page, "Goods, less coupons")), (2_000, 500, 1_500));

    let buyer = world.house.browser(&world.buyer).await.keeping(&line);
    assert_eq!(buyer.send(&Form::new(routes::CART, &[("do", "bring")])).await.status, StatusCode::SEE_OTHER);
    let page = buyer.get(routes::CART).await.page;
    assert!(page.contains("<b>AUTUMN</b>") && sum(&page, "Goods, less coupons") == 1_500);
    let out = Form::new(routes::CART, &[("take-out", coupon.to_string().as_str())]);
    assert_eq!(buyer.send(&out).await.status, StatusCode::SEE_OTHER);
    let page = buyer.get(routes::CART).await.page;
    assert!(!page.contains("AUTUMN") && sum(&page, "Goods") == 2_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_ceased_to_count_says_why_and_keeps_nobody_from_ordering() {
    let world = World::open().await;
    let market = &world.house.kit.market;
    let coupon = shops(&world, "AUTUMN", "5").await;
    let [buyer, chinese] = at_the_checkout(&world).await;
    put_in_cart(market, &CartOwner::Person(world.buyer.buyer()), "AUTUMN", HOME).await.expect("a coupon in the cart");
    end_coupon(market, &world.staff, coupon).await.expect("an end");
    for (browser, sentence) in [(&buyer, "This coupon is over."), (&chinese, "这张优惠券已结束。")] {
        for path in [routes::CART, routes::CHECKOUT] {
            let page = browser.get(path).await.page;
            assert!(page.contains("<b>AUTUMN</b>") && page.contains(sentence), "{path}");
        }
    }
    let page = buyer.get(routes::CHECKOUT).await.page;
    assert_eq!(sum(&page, "Shop's coupon"), 0);
    assert_eq!(buyer.send(&checkout(&page).with("pay", "online")).await.status, StatusCode::SEE_OTHER);
}

/// Whether every sum of an order adds up, on its buyer's page and on its shop's, and is what the books hold for the shop.
async fn adds_up(world: &World, order: OrderId) {
    let [buyer, shop, _] = world.browsers().await;
    let page = buyer.get(&routes::my_order(&order.to_string())).await.page;
    let of = |word: &str| sum(&page, word);
    let goods = of("Goods") - of("Shop's coupon") - of("Market's coupon, paid by the market");
    assert_eq!(goods + of("Freight"), of("Together"));
    let back = of("Went back to you");

    let page = shop.get(&routes::sell(SHOP, &format!("orders/{order}"))).await.page;
    let of = |word: &str| sum(&page, word);
    let goods = of("Goods") - of("Your coupon") - of("The market's coupon");
    assert_eq!(goods + of("Freight"), of("The buyer pays"));
    assert_eq!(of("Went back to the buyer"), back);
    let kept = of("The buyer pays") - back + of("Paid by the market for its coupon") - of("The market's fee");
    assert_eq!(kept, of("For your shop"));
    let held = held_orders(&world.house.kit.market, &world.staff, &PageRequest::first(50)).await.expect("held orders");
    let share = held.rows.iter().find(|held| held.order == order).map(|held| held.share.minor());
    assert_eq!(share, Some(kept), "what is held for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_a_coupon_paid_for_can_be_asked_about() {
    let world = World::open().await;
    let kit = &world.house.kit;
    shops(&world, "ALL", "1000").await;
    kit.fill_cart(&world.buyer, &world.one()).await;
    put_in_cart(&kit.market, &CartOwner::Person(world.buyer.buyer()), "ALL", HOME).await.expect("a coupon in the cart");
    let order = kit.paid_order(&world.buyer, &[]).await;
    ship_order(&kit.market, &world.staff, order, "sf", "SF1234567890").await.expect("a shipped order");
    let [buyer, ..] = world.browsers().await;
    let page = buyer.get(&routes::my_order(&order.to_string())).await.page;
    assert!(page.contains("Something is wrong?"));
    let case = open_case(&kit.market, &world.buyer.buyer(), &kit.asks(order, CaseKind::Resend, &[(0, 1)])).await;
    case.expect("a case");
    let page = buyer.get(&routes::my_order(&order.to_string())).await.page;
    assert!(!page.contains("Something is wrong?"), "one case at a time");
    kit.audited().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sum_adds_up_with_both_coupons_and_after_a_part_went_back() {
    let world = World::open().await;
    let (kit, market, owner) = (&world.house.kit, &world.house.kit.market, CartOwner::Person(world.buyer.buyer()));
    shops(&world, "AUTUMN", "3.33").await;
    let all = market.for_attempt(world.house.attempt());
    let seven_per_cent = MakeCoupon { kind: "percent".to_owned(), percent: "7".to_owned(), ..off(&world, "SPRING", "") };
    make_market_coupon(&all, &world.operator(), &seven_per_cent, "A feast.").await.expect("a coupon of the market");
    let [(variant, _)] = world.one();
    kit.fill_cart(&world.buyer, &world.one()).await;
    for code in ["AUTUMN", "SPRING"] {
        put_in_cart(market, &owner, code, HOME).await.expect("a coupon in the cart");
    }
    let order = kit.paid_order(&world.buyer, &[(variant, 2)]).await;
    adds_up(&world, order).await;
    ship_order(market, &world.staff, order, "sf", "SF1234567890").await.expect("a shipped order");
    for _ in 0..2 {
        let case = open_case(market, &world.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await;
        agree_to_case(market, &world.staff, case.expect("a case")).await.expect("a refund");
        adds_up(&world, order).await;
    }
    let [buyer, _, operator] = world.browsers().await;
    assert!(buyer.get(&routes::my_order(&order.to_string())).await.page.contains("Less CN¥"), "of the line, too");
    assert!(operator.get(&routes::admin("payouts")).await.page.contains("Given to coupons of the market"));
    let rules = world.house.page(routes::RULES).await;
    assert!(rules.contains("Who pays for a coupon") && rules.contains("A coupon of the market is paid by the market"));
    kit.audited().await;
}
