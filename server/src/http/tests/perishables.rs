//! Goods that spoil, as whoever buys, sells or runs the market reads it: before they are bought, in the cart, beside the order, and in the
//! form of a case.

use super::client::{Form, beside};
use super::world::{SHOP, World};
use app_kit::format::moment;
use app_kit::words::{perishable, perishable_within};
use app_kit::{Say, routes, say};
use http::StatusCode;
use market::account::Language;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::aftersales::queries::askable;
use market::catalog::Spoiling;
use market::catalog::commands::set_spoiling;
use market::catalog::queries::{categories, listing_for_edit};
use market::kernel::Span;
use market::order::OrderId;
use market::order::commands::confirm_receipt;
use market::policy::RuleName;
use market::policy::commands::change_rule;
use market::testkit::TestListing;

const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];
const HOURS: Span = Span::hours(48);

async fn tofu(world: &World) -> TestListing {
    world.house.kit.listing(&world.staff).title("Tofu").perishable().create().await
}

/// Tofu and a scarf, on their way; and the positions of the two.
async fn mixed(world: &World, tofu: &TestListing) -> (OrderId, i64, i64) {
    let kit = &world.house.kit;
    let [scarf] = world.one();
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(tofu.variant(), 1), scarf]).await;
    let lines = askable(&kit.market, &world.buyer.buyer(), order).await.expect("an answer").expect("an order").lines;
    let of = |is_perishable| {
        let line = lines.iter().find(|line| line.line.is_perishable == is_perishable);
        line.expect("such a line").position
    };
    (order, of(true), of(false))
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_said_before_anybody_buys_with_the_hours_in_force() {
    let world = World::open().await;
    let (kit, market) = (&world.house.kit, &world.house.kit.market);
    let tofu = tofu(&world).await;
    let plain = kit.listing(&world.staff).title("Bowl").create().await;
    let (path, other) = (routes::product(&tofu.listing.to_string(), "Tofu"), routes::product(&plain.listing.to_string(), "Bowl"));
    for lang in LANGUAGES {
        let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(lang));
        assert!(buyer.get(&path).await.page.contains(&perishable_within(HOURS, lang)));
        assert!(!buyer.get(&other).await.page.contains(perishable(lang)));
        assert!(buyer.get(routes::RULES).await.page.contains("id=\"perishable_hours\""));
    }
    change_rule(market, &world.operator(), RuleName::PerishableHours, 24, market.now()).await.expect("a rule");
    let stored = listing_for_edit(market, &world.staff, plain.listing).await.expect("an answer").expect("a listing");
    set_spoiling(market, &world.operator(), stored.category, Spoiling::Always).await.expect("a category that spoils");
    for path in [&path, &other] {
        let said = world.house.page(path).await;
        assert!(said.contains(&perishable_within(Span::hours(24), Language::En)), "{path}: at once, from memory or not");
    }

    kit.address(&world.buyer).await;
    kit.fill_cart(&world.buyer, &[(tofu.variant(), 1)]).await;
    for lang in LANGUAGES {
        let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(lang));
        for path in [routes::CART, routes::CHECKOUT] {
            assert!(buyer.get(path).await.page.contains(perishable(lang)), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_spoils_since_the_checkout_was_opened_is_read_before_it_is_ordered() {
    let world = World::open().await;
    let (kit, market) = (&world.house.kit, &world.house.kit.market);
    let bowl = kit.listing(&world.staff).title("Bowl").create().await;
    kit.address(&world.buyer).await;
    kit.fill_cart(&world.buyer, &[(tofu(&world).await.variant(), 1), (bowl.variant(), 1)]).await;
    let checkout = |page: &str| Form::on(page, &["name=\"total\""]).expect("a checkout");
    let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let read = checkout(&buyer.get(routes::CHECKOUT).await.page);
    let stored = listing_for_edit(market, &world.staff, bowl.listing).await.expect("an answer").expect("a listing");
    set_spoiling(market, &world.operator(), stored.category, Spoiling::Always).await.expect("a category that spoils");
    let mut drawn = Vec::new();
    for (lang, words) in [(Language::En, "some of its goods are said to spoil now"), (Language::Zh, "刚被标明为生鲜易腐")]
    {
        let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(lang));
        let refused = buyer.send(&read).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.to);
        assert!(refused.page.contains(words) && refused.page.matches(perishable(lang)).count() == 2, "{words}");
        drawn.push(checkout(&refused.page));
    }
    let placed = buyer.send(&drawn[0]).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "once it was read");
    assert_ne!(placed.to, routes::CART);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_case_says_why_what_spoils_cannot_be_sent_back_and_until_when_it_can_be_asked_about() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let tofu = tofu(&world).await;
    let (order, soft, firm) = mixed(&world, &tofu).await;
    let path = routes::ask_case(&order.to_string());
    let [soft, firm] = [soft, firm].map(|position| format!("quantity-{position}"));
    let drawn = |page: &str| Form::on(page, &["name=\"words\""]).expect("the form");
    let asked = |form: Form, kind: &str, reason: &str| {
        form.with("kind", kind).with("reason", reason).with("words", "It came sour.").with(&soft, "1").with(&firm, "1")
    };
    for (lang, spoils, back, unwanted) in [
        (
            Language::En,
            "It spoils, so it cannot be sent back.",
            "These goods spoil and cannot be sent back.",
            "not taken back because they are not wanted",
        ),
        (Language::Zh, "生鲜易腐，不能寄回。", "该商品属生鲜易腐，不能寄回。", "不支持“不想要了”退款"),
    ] {
        let [buyer, shop, _] = world.browsers().await.map(|browser| browser.reading(lang));
        for (browser, path) in
            [(&buyer, routes::my_order(&order.to_string())), (&shop, routes::sell(SHOP, &format!("orders/{order}")))]
        {
            assert!(browser.get(&path).await.page.contains(perishable(lang)), "{path}");
        }
        let page = buyer.get(&path).await.page;
        assert!(page.contains(spoils) && page.contains("value=\"return_and_refund\""), "the scarf can be sent back");
        let refused = buyer.send(&asked(drawn(&page), "return_and_refund", "damaged")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(beside(&refused.page, &soft).contains(back) && beside(&refused.page, &firm).is_empty());
        let refused = buyer.send(&asked(drawn(&page), "refund_only", "changed_mind")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(beside(&refused.page, "reason").contains(unwanted));
    }

    confirm_receipt(&kit.market, &world.buyer.buyer(), order).await.expect("a received order");
    let end = kit.market.now().after(HOURS);
    for (wait, is_open) in [(HOURS, true), (Span::millis_of(1), false)] {
        kit.clock.advance(wait);
        for lang in LANGUAGES {
            let [buyer, shop, _] = world.browsers().await.map(|browser| browser.reading(lang));
            let by = moment(end, lang);
            let open = say!(lang, "You can ask about it until {by}.", "可在 {by} 前申请售后。");
            let over =
                say!(lang, "These goods spoil. The time for asking ended on {by}.", "该商品属生鲜易腐。申请时限已于 {by} 结束。");
            let page = buyer.get(&path).await.page;
            assert_eq!((page.contains(&open), page.contains(&over)), (is_open, !is_open));
            assert_eq!(page.contains(&format!("name=\"{soft}\"")), is_open, "nothing can be typed where nothing is taken");
            let mine = say!(lang, " For what spoils, this ends on {by}.", "其中生鲜易腐商品须在 {by} 前申请。");
            let theirs = say!(lang, "; about what spoils, only until {by}", "，其中生鲜易腐商品须在 {by} 前");
            let order = order.to_string();
            assert_eq!(buyer.get(&routes::my_order(&order)).await.page.contains(&mine), is_open);
            assert_eq!(shop.get(&routes::sell(SHOP, &format!("orders/{order}"))).await.page.contains(&theirs), is_open);
            if !is_open {
                let refused = buyer.send(&asked(drawn(&page), "refund_only", "damaged")).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
                assert!(beside(&refused.page, &soft).contains(&over), "{over}");
                let leads = [format!("href=\"#{soft}\""), format!("id=\"{soft}\"")].map(|mark| refused.page.contains(&mark));
                assert_eq!(leads, [true, true], "the sentence above the form leads to what it is about");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_that_a_time_to_come_has_ended() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let (order, _, firm) = mixed(&world, &tofu(&world).await).await;
    confirm_receipt(&kit.market, &world.buyer.buyer(), order).await.expect("a received order");
    let [soft_end, firm_end] = [HOURS, Span::days(15)].map(|span| kit.market.now().after(span));
    let ask = kit.asks(order, CaseKind::RefundOnly, &[(firm, 1)]);
    let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
    agree_to_case(&kit.market, &world.staff, case).await.expect("money back");
    let read = async |lang: Language| {
        let [buyer, shop, _] = world.browsers().await.map(|browser| browser.reading(lang));
        let theirs = shop.get(&routes::sell(SHOP, &format!("orders/{order}"))).await.page;
        (buyer.get(&routes::ask_case(&order.to_string())).await.page, theirs)
    };
    kit.clock.advance(HOURS);
    for lang in LANGUAGES {
        let by = moment(soft_end, lang);
        let open = say!(lang, "The buyer can open a case until {by}", "买家可在 {by} 前申请售后");
        assert!(read(lang).await.1.contains(&open), "what is left is tofu");
    }
    kit.clock.advance(Span::millis_of(1));
    for lang in LANGUAGES {
        let (by, later) = (moment(soft_end, lang), moment(firm_end, lang));
        let over = say!(lang, "The time for asking ended on {by}.", "申请时限已于 {by} 结束。");
        let (mine, theirs) = read(lang).await;
        assert!(mine.contains(&over) && !mine.contains(&later), "{over}");
        assert!(!theirs.contains(lang.say("The buyer can open a case", "买家可在")) && !theirs.contains(&later));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_all_went_back_the_form_of_a_case_says_so() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let (order, soft, firm) = mixed(&world, &tofu(&world).await).await;
    confirm_receipt(&kit.market, &world.buyer.buyer(), order).await.expect("a received order");
    let ask = kit.asks(order, CaseKind::RefundOnly, &[(soft, 1), (firm, 1)]);
    let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
    agree_to_case(&kit.market, &world.staff, case).await.expect("money back");
    for (lang, back, ended) in [
        (Language::En, "All of its money went back.", "The time for asking ended"),
        (Language::Zh, "货款已全部退还。", "申请时限已于"),
    ] {
        let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(lang));
        let page = buyer.get(&routes::ask_case(&order.to_string())).await.page;
        assert!(page.contains(back) && !page.contains(ended), "{back}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_order_of_nothing_else_nobody_is_offered_what_would_be_refused() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(tofu(&world).await.variant(), 2)]).await;
    let [buyer, shop, operator] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let page = buyer.get(&routes::ask_case(&order.to_string())).await.page;
    for (value, is_offered) in
        [("refund_only", true), ("resend", true), ("return_and_refund", false), ("exchange", false), ("changed_mind", false)]
    {
        assert_eq!(page.contains(&format!("value=\"{value}\"")), is_offered, "{value}");
    }
    assert!(page.contains("For goods that spoil, a photo taken now says the most."));
    let ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 1)]);
    let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case").to_string();
    for (browser, path) in
        [(&buyer, routes::my_case(&case)), (&shop, routes::shop_case(SHOP, &case)), (&operator, routes::admin_case(&case))]
    {
        assert!(browser.get(&path).await.page.contains(perishable(Language::En)), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_case_about_both_it_is_said_of_what_spoils_alone() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let tofu = tofu(&world).await;
    let (order, soft, firm) = mixed(&world, &tofu).await;
    let ask = kit.asks(order, CaseKind::RefundOnly, &[(soft, 1), (firm, 1)]);
    let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case").to_string();
    for lang in LANGUAGES {
        let [buyer, shop, operator] = world.browsers().await.map(|browser| browser.reading(lang));
        for (browser, path) in
            [(&buyer, routes::my_case(&case)), (&shop, routes::shop_case(SHOP, &case)), (&operator, routes::admin_case(&case))]
        {
            let page = browser.get(&path).await.page;
            let part = |title: &str| page.split("<dt").skip(1).find(|part| part.contains(title)).expect("a part").to_owned();
            let is_said = ["Tofu", "Wool scarf"].map(|title| part(title).contains(perishable(lang)));
            assert_eq!(is_said, [true, false], "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_ticks_it_where_its_category_lets_it() {
    let world = World::open().await;
    let (kit, market) = (&world.house.kit, &world.house.kit.market);
    let tree = categories(market).await.expect("a tree");
    let id = |slug: &str| tree.iter().find(|category| category.slug == slug).expect("a category").id.to_string();
    let draft = kit.listing(&world.staff).title("Ham").draft().create().await;
    let path = routes::sell(SHOP, &format!("listings/{}", draft.listing));
    let is_perishable = async || {
        listing_for_edit(market, &world.staff, draft.listing).await.expect("an answer").expect("a listing").is_perishable
    };
    for (lang, words) in [(Language::En, "Goods of this category do not spoil."), (Language::Zh, "该分类的商品不属于生鲜易腐。")]
    {
        let [_, shop, _] = world.browsers().await.map(|browser| browser.reading(lang));
        let page = shop.get(&path).await.page;
        let (price, stock) = (format!("price-{}", draft.variant()), format!("stock-{}", draft.variant()));
        let form = Form::on(&page, &["id=\"listing-form\""]).expect("the form").with("then", "save").with("is_perishable", "yes");
        let form = form.with(&price, "20").with(&stock, "100");
        let refused = shop.send(&form.with("category", &id("shoes"))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(beside(&refused.page, "is_perishable").contains(words), "{words}");
        assert!(!is_perishable().await);
    }
    let [_, shop, _] = world.browsers().await;
    let page = shop.get(&path).await.page;
    let (price, stock) = (format!("price-{}", draft.variant()), format!("stock-{}", draft.variant()));
    let form = Form::on(&page, &["id=\"listing-form\""]).expect("the form").with("then", "save").with("is_perishable", "yes");
    let kept = shop.send(&form.with(&price, "20").with(&stock, "100").with("category", &id("ham"))).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(is_perishable().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_says_it_of_a_category() {
    let world = World::open().await;
    let market = &world.house.kit.market;
    let spoiling = async |slug: &str| {
        let tree = categories(market).await.expect("a tree");
        tree.iter().find(|category| category.slug == slug).expect("a category").spoiling
    };
    let path = routes::admin("categories/fruit");
    let [buyer, shop, operator] = world.browsers().await.map(|browser| browser.reading(Language::En));
    assert!(operator.get(&path).await.page.contains("As each listing says"));
    let form = |said: &str| Form::new(path.as_str(), &[("then", "spoiling"), ("spoiling", said)]);
    let nothing = operator.send(&form("sometimes")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(beside(&nothing.page, "spoiling").contains("Please choose one of these."));
    for other in [&buyer, &shop] {
        assert_ne!(other.send(&form("always")).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(spoiling("fruit").await, Spoiling::ByListing);
    assert_eq!(operator.send(&form("always")).await.to, format!("{path}?done=spoiling"));
    assert_eq!(spoiling("fruit").await, Spoiling::Always);
    let below = operator.get(&routes::admin("categories/kiwi")).await.page;
    assert!(below.contains("As the categories above say: all of them spoil"));
}
