//! Goods that are sent again, as both sides read it and do it.

use super::client::{Browser, Form, beside};
use super::world::{SHOP, World};
use app_kit::cases::words;
use app_kit::format::quantity;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::commands::{agree_to_case, confirm_goods, escalate_case, open_case, resend_goods};
use market::aftersales::{CaseId, CaseKind};
use market::kernel::{Measure, Unit};
use market::shop::Role;
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
    assert_eq!(shop.send(&agreed).await.to, format!("{theirs}#turn"));

    let page = reads(&shop, &theirs, &["Send the goods again", "Your turn, by "]).await;
    let parcel = Form::on(&page, &["Send the goods again"]).expect("a form").with("then", "resend");
    let refused = shop.send(&parcel.clone().with("tracking_number", "SF 765 4321")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("Please choose the courier.") && refused.page.contains("value=\"SF 765 4321\""));
    let known = shop.send(&parcel.clone().with("courier", "sf").with("tracking_number", "SF 1234567890")).await;
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(known.page.contains("Another parcel of this order has this number already."));
    assert!(known.page.contains("value=\"SF 1234567890\""), "what was typed is there to be mended");
    let parcel = parcel.with("courier", "sf").with("tracking_number", "SF 765 4321");
    shelf(&world, "held").await;
    let refused = shop.send(&parcel).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let short = words::short("Wool scarf", &quantity(0, Unit::Piece, Language::En), Language::En);
    assert!(refused.page.contains(&short) && refused.page.contains("value=\"SF 765 4321\""), "{short}");
    shelf(&world, "held + 5").await;
    assert_eq!(shop.send(&parcel).await.to, format!("{theirs}#turn"), "the same form, now that there are some");

    let number = "SF Express SF7654321";
    let order = order.to_string();
    reads(&shop, &theirs, &[number, "The parcel with the goods sent again"]).await;
    reads(&shop, &routes::sell(SHOP, &format!("orders/{order}")), &["Sent again: ", number]).await;
    reads(&operator, &routes::admin_case(&case.to_string()), &[number]).await;
    reads(&buyer, &routes::my_order(&order), &["Sent again: ", number]).await;
    let page = reads(&buyer, &mine, &[number, "Ask an operator to decide"]).await;
    let received = Form::on(&page, &["I have it"]).expect("a form").with("then", "confirm");
    assert_eq!(buyer.send(&received).await.to, format!("{mine}#turn"));
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

#[tokio::test(flavor = "multi_thread")]
async fn whoever_packs_reads_that_goods_are_to_be_sent_again_and_whoever_answers_where_to() {
    let world = World::open().await;
    let (house, kit) = (&world.house, &world.house.kit);
    let (case, order) = world.asked_again().await;
    let [case_path, order_path] = [routes::shop_case(SHOP, &case.to_string()), routes::sell(SHOP, &format!("orders/{order}"))];
    let (pia, ann) = (kit.person("Pia").create().await, kit.person("Ann").create().await);
    kit.hire(world.staff.shop(), &pia, Role::Packing).await;
    kit.hire(world.staff.shop(), &ann, Role::Answering).await;
    let [_, owner, _] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let [english, chinese] = [house.browser(&pia).await.reading(Language::En), house.browser(&pia).await.reading(Language::Zh)];
    let answerer = house.browser(&ann).await.reading(Language::En);
    reads(&english, &order_path, &["A case is open", "Please do not ship meanwhile."]).await;
    agree_to_case(&kit.market, &world.staff, case).await.expect("a shop that agrees");

    let in_english = ["Goods are to be sent again by ", "The case says which."];
    for (packer, words) in [(english, in_english), (chinese, [" 前须补发商品", "补发哪些商品见售后单。"])] {
        let page = reads(&packer, &order_path, &words).await;
        assert!(!page.contains("do not ship") && !page.contains("不要发货"), "the clock runs");
        assert!(!page.contains(&case_path), "cases are no packer's");
    }
    reads(&owner, &order_path, &["Goods are to be sent again by ", case_path.as_str()]).await;
    reads(&owner, &case_path, &["To the address of the order."]).await;
    let page = reads(&answerer, &case_path, &["which whoever packs can see."]).await;
    assert!(!page.contains(&order_path), "orders are not theirs");
}

#[tokio::test(flavor = "multi_thread")]
async fn once_goods_were_sent_again_nobody_is_told_that_none_are() {
    let world = World::open().await;
    let (market, case) = (&world.house.kit.market, world.resending().await);
    let [mine, theirs] = [routes::my_case(&case.to_string()), routes::shop_case(SHOP, &case.to_string())];
    let [buyer, shop, _] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let fallback = "This is what goes back where the goods are not sent again.";
    reads(&buyer, &mine, &["Nothing is sent and nothing goes back then", fallback]).await;
    reads(&shop, &theirs, &["and nothing is sent again.", fallback]).await;
    resend_goods(market, &world.staff, case, "sf", "SF7654321").await.expect("a parcel");
    escalate_case(market, &world.buyer.buyer(), case, "It is torn again.").await.expect("a disputed case");
    let page = reads(&buyer, &mine, &["Nothing goes back then, and the order goes on where it stood."]).await;
    assert!(!page.contains("Nothing is sent") && !page.contains(fallback), "it was");
    let page = reads(&shop, &theirs, &["and what was sent again stays with them."]).await;
    assert!(!page.contains("nothing is sent again") && !page.contains(fallback), "it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_or_judges_a_case_reads_what_was_sent_again_before() {
    let world = World::open().await;
    let (market, buyer) = (&world.house.kit.market, world.buyer.buyer());
    let (before, order) = world.asked_again().await;
    let [_, shop, operator] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let at = |case: CaseId| [routes::shop_case(SHOP, &case.to_string()), routes::admin_case(&case.to_string())];
    let alone = shop.get(&at(before)[0]).await.page;
    assert!(!alone.contains("Other cases of this order"), "there is none");
    agree_to_case(market, &world.staff, before).await.expect("a shop that agrees");
    resend_goods(market, &world.staff, before, "sf", "SF7654321").await.expect("a parcel");
    confirm_goods(market, &buyer, before).await.expect("goods");

    let ask = world.house.kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
    let now = open_case(market, &buyer, &ask).await.expect("a case");
    for ((browser, path), link) in [&shop, &operator].into_iter().zip(at(now)).zip(at(before)) {
        reads(browser, &path, &["Other cases of this order", "Sent again: ", "SF Express SF7654321", link.as_str()]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn so_little_that_it_costs_nothing_is_said_beside_the_goods_and_not_beside_the_money() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 1, step: 1 };
    let crumbs = kit.listing(&world.staff).title("Crumbs").measure(measure).price_fen(1).stock(1_000).create().await.variant();
    kit.market.db().execute_unprepared("UPDATE freight_zone SET free_from_minor = 0").await.expect("free freight");
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(crumbs, 500)]).await.to_string();
    let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(Language::En));
    for (kind, amount) in [("resend", ""), ("exchange", "5"), ("refund_only", "")] {
        let case = CaseId::mint(kit.market.now()).to_string();
        let fields = [("attempt", case.as_str()), ("kind", kind), ("reason", "damaged"), ("amount", amount)];
        let ask = Form::new(routes::ask_case(&order), &fields).with("quantity-0", "1").with("words", "It came torn.");
        let refused = buyer.send(&ask).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
        let [goods, money] = ["quantity-0", "amount"].map(|field| beside(&refused.page, field));
        assert!(goods.contains("So little of it costs nothing.") && money.is_empty(), "{kind}: {goods}, {money}");
    }
}
