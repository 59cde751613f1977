//! Another size in exchange, as it is chosen on the page and as both sides read of it.

use super::client::{Form, beside};
use super::world::{SHOP, World};
use app_kit::cases::words;
use app_kit::format::quantity;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::commands::{agree_to_case, confirm_goods, open_case, receive_return, resend_goods, send_return};
use market::aftersales::queries::askable;
use market::aftersales::{AskCase, CameView, CaseId, CaseKind};
use market::catalog::VariantId;
use market::kernel::{Measure, Unit};
use market::order::OrderId;
use sea_orm::ConnectionTrait;

/// Something happens to the database, past all commands.
async fn change(world: &World, sql: &str) {
    let tx = world.house.kit.market.begin("test").await.expect("a transaction");
    tx.execute_unprepared(sql).await.expect(sql);
    tx.commit().await.expect("committed");
}

/// A dress in M that is on its way, and the L of it.
async fn dress(world: &World) -> (OrderId, VariantId) {
    let kit = &world.house.kit;
    let sizes = kit.listing(&world.staff).title("Summer dress").price_fen(12_800).option("Size", &["M", "L"]).create().await;
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(sizes.variant(), 1)]).await;
    (order, *sizes.variants.last().expect("the L"))
}

/// The form as it asks for one of this in exchange for one of the line.
fn asks(world: &World, order: OrderId, wanted: &str) -> Form {
    let case = CaseId::mint(world.house.kit.market.now()).to_string();
    let fields = [("attempt", case.as_str()), ("kind", "exchange"), ("reason", "other"), ("words", "It is too small.")];
    Form::new(routes::ask_case(&order.to_string()), &fields).with("quantity-0", "1").with("wanted-0", wanted)
}

/// What stands in a list for a value: its tag and its words.
fn choice<'a>(page: &'a str, value: &str) -> &'a str {
    let value = format!("value=\"{value}\"");
    let mut all = page.split("<option").filter_map(|option| option.split("</option").next());
    all.find(|option| option.contains(&value)).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_size_is_chosen_on_the_form_and_both_sides_read_it() {
    let world = World::open().await;
    let (order, large) = dress(&world).await;
    let (path, wanted) = (routes::ask_case(&order.to_string()), large.to_string());
    let [buyer, shop, operator] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let page = buyer.get(&path).await.page;
    assert!(page.contains("The same: M") && page.contains("Exchange it for"), "{page}");
    assert!(choice(&page, &wanted).ends_with(">L"), "{}", choice(&page, &wanted));

    let asked = asks(&world, order, &wanted);
    let unsaid = buyer.send(&asked.clone().with("words", " ")).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(choice(&unsaid.page, &wanted).contains("selected"), "what was chosen is kept");
    let case = asked.value("attempt").to_owned();
    let [mine, theirs] = [routes::my_case(&case), routes::shop_case(SHOP, &case)];
    for _ in 0..2 {
        assert_eq!(buyer.send(&asked).await.to, mine, "the same form is the same case");
    }
    let case: CaseId = case.parse().expect("an id");
    let swap = format!("Summer dress · M → L, {}", quantity(1, Unit::Piece, Language::En));
    for (browser, path) in [(&buyer, &mine), (&shop, &theirs), (&operator, &routes::admin_case(&case.to_string()))] {
        assert!(browser.get(path).await.page.contains(&swap), "{path}");
    }

    let market = &world.house.kit.market;
    agree_to_case(market, &world.staff, case).await.expect("a shop that agrees");
    send_return(market, &world.buyer.buyer(), case, "sf", "SF123456").await.expect("a parcel back");
    receive_return(market, &world.staff, case).await.expect("goods that are back");
    let page = shop.get(&theirs).await.page;
    let packed = Form::on(&page, &["Send the goods again", swap.as_str()]);
    let parcel = packed.expect("a form in which stands what is to be packed").with("then", "resend");
    change(&world, "UPDATE stock SET on_hand = held").await;
    let refused = shop.send(&parcel.with("courier", "sf").with("tracking_number", "SF 765 4321")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let short = words::short("Summer dress · L", &quantity(0, Unit::Piece, Language::En), Language::En);
    assert!(refused.page.contains(&short), "it is the L that is not there: {short}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_come_in_exchange_is_said_beside_its_field() {
    let world = World::open().await;
    let (order, large) = dress(&world).await;
    let [scarf, wanted] = [world.one()[0].0.to_string(), large.to_string()];
    let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(Language::En));
    for forged in [scarf.as_str(), "var_1", "L"] {
        let refused = buyer.send(&asks(&world, order, forged)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
        assert!(beside(&refused.page, "wanted-0").contains("This is no variant of these goods."), "{forged}");
        assert!(refused.page.contains("It is too small."), "what was typed is kept");
    }
    let none = buyer.send(&asks(&world, order, &wanted).with("quantity-0", "")).await;
    assert!(beside(&none.page, "quantity-0").contains("Please say how much of it you exchange."));
    assert!(choice(&none.page, &wanted).contains("selected"));

    change(&world, "UPDATE variant SET price_minor = 13800 WHERE choices LIKE '%\"L\"%'").await;
    let dearer = buyer.send(&asks(&world, order, &wanted)).await;
    assert!(beside(&dearer.page, "wanted-0").contains("This costs CN¥138.00 now"));
    let listed = choice(&dearer.page, &wanted);
    assert!(listed.ends_with(">L (costs CN¥138.00 now)") && listed.contains("disabled"), "{listed}");
    assert!(!listed.contains("selected"), "what a browser does not send does not look chosen");
    change(&world, "UPDATE variant SET is_active = 0 WHERE choices LIKE '%\"L\"%'").await;
    let gone = buyer.send(&asks(&world, order, &wanted)).await;
    assert!(beside(&gone.page, "wanted-0").contains("This is not on sale any more."), "also where there is nothing to choose");
    let chinese = buyer.reading(Language::Zh).send(&asks(&world, order, &wanted)).await;
    assert!(beside(&chinese.page, "wanted-0").contains("这一款已下架"));

    let money = asks(&world, order, &wanted).with("kind", "refund_only");
    let case = money.value("attempt").to_owned();
    let [buyer, ..] = world.browsers().await;
    assert_eq!(buyer.send(&money).await.to, routes::my_case(&case), "of money it is not looked at");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_exchange_is_said_and_chosen_already_on_the_next_form() {
    let world = World::open().await;
    let (order, large) = dress(&world).await;
    let (kit, market, person) = (&world.house.kit, &world.house.kit.market, world.buyer.buyer());
    let ask = AskCase { wanted: vec![(0, large)], ..kit.asks(order, CaseKind::Exchange, &[(0, 1)]) };
    let case = open_case(market, &person, &ask).await.expect("a case");
    agree_to_case(market, &world.staff, case).await.expect("a shop that agrees");
    send_return(market, &person, case, "sf", "SF123456").await.expect("a parcel back");
    receive_return(market, &world.staff, case).await.expect("goods that are back");
    resend_goods(market, &world.staff, case, "sf", "SF7654321").await.expect("a parcel");
    confirm_goods(market, &person, case).await.expect("an L that fits");
    change(&world, "UPDATE variant SET price_minor = 13800 WHERE choices LIKE '%\"L\"%'").await;

    let came = CameView { variant: large, name: "L".to_owned(), quantity: 1 };
    let [english, chinese] = [Language::En, Language::Zh].map(|lang| words::came(&came, &Measure::PIECES, lang));
    let [buyer, shop, operator] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let page = buyer.get(&routes::ask_case(&order.to_string())).await.page;
    assert!(page.contains(&english) && page.contains("What you bought: M") && !page.contains("The same: M"), "{page}");
    let chosen = choice(&page, &large.to_string());
    assert!(chosen.contains("selected") && chosen.ends_with(">L"), "their own L, whatever it costs by now: {chosen}");

    let again = asks(&world, order, &large.to_string()).with("kind", "resend");
    let none = buyer.send(&again.clone().with("quantity-0", "")).await;
    assert!(
        beside(&none.page, "quantity-0").contains("Please say how much it is about."),
        "what was chosen by nobody asks nothing"
    );
    let [scarf] = world.one().map(|(variant, _)| variant.to_string());
    let never = buyer.send(&again.clone().with("wanted-0", &scarf)).await;
    assert!(beside(&never.page, "wanted-0").contains("This can come in exchange only."));
    let case = again.value("attempt").to_owned();
    let [mine, theirs] = [routes::my_case(&case), routes::shop_case(SHOP, &case)];
    assert_eq!(buyer.send(&again).await.to, mine);
    let swap = format!("Summer dress · M → L, {}", quantity(1, Unit::Piece, Language::En));
    for (browser, path) in [(&buyer, &mine), (&shop, &theirs), (&operator, &routes::admin_case(&case))] {
        let page = browser.get(path).await.page;
        assert!(page.contains(&swap) && page.contains(&english), "{path}");
    }
    assert!(buyer.reading(Language::Zh).get(&mine).await.page.contains(&chinese));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_speaks_of_other_sizes_only_where_there_are_some() {
    let world = World::open().await;
    let (sized, _) = dress(&world).await;
    let plain = world.house.kit.shipped_order(&world.staff, &world.buyer, &world.one()).await;
    for (lang, chosen, same) in [
        (Language::En, "the same or those that you choose below", "it sends others of the same in their place"),
        (Language::Zh, "您在下面选的规格", "换同款寄来"),
    ] {
        let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(lang));
        for (order, has_others) in [(sized, true), (plain, false)] {
            let page = buyer.get(&routes::ask_case(&order.to_string())).await.page;
            assert_eq!((page.contains(chosen), page.contains(same)), (has_others, !has_others), "{order}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_for_a_line_of_which_nothing_is_left_is_not_looked_at() {
    let world = World::open().await;
    let (kit, market, person) = (&world.house.kit, &world.house.kit.market, world.buyer.buyer());
    let sizes = kit.listing(&world.staff).title("Summer dress").option("Size", &["M", "L"]).create().await;
    let [scarf] = world.one();
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(sizes.variant(), 1), scarf]).await;
    let lines = askable(market, &person, order).await.expect("an answer").expect("an order").lines;
    let gone = lines.iter().find(|line| line.line.title == "Summer dress").expect("the dress").position;
    let left = lines.iter().find(|line| line.position != gone).expect("the scarf").position;
    let case = open_case(market, &person, &kit.asks(order, CaseKind::RefundOnly, &[(gone, 1)])).await.expect("a case");
    agree_to_case(market, &world.staff, case).await.expect("a shop that agrees");
    let large = sizes.variants.last().expect("the L").to_string();
    let form = asks(&world, order, "").with("quantity-0", "").with("quantity-1", "").with(&format!("quantity-{left}"), "1");
    let form = form.with(&format!("wanted-{gone}"), &large);
    let [buyer, ..] = world.browsers().await;
    assert_eq!(buyer.send(&form).await.to, routes::my_case(form.value("attempt")), "no field asks for it");
}
