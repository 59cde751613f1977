//! Coupons: a shop and an operator make and end theirs, and nobody else does.

mod buyers;

use super::category::more;
use super::client::{Browser, Form, beside, changed};
use super::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::coupon::commands::{make_coupon, make_market_coupon};
use market::coupon::{COUPONS_OPEN_MAX, CouponId, MakeCoupon};
use market::kernel::Span;
use market::shop::Role;

/// The operators' page; the shop's is [`seller`].
const DESK: &str = "/admin/coupons";

fn seller() -> String {
    routes::sell(SHOP, "coupons")
}

/// Ten yuan off from thirty on, three times in all, for a month.
fn ten_off(form: Form, code: &str) -> Form {
    let fields =
        [("code", code), ("kind", "amount"), ("amount", "10"), ("minimum", "30"), ("last", "2026-02-15"), ("quota", "3")];
    fields.into_iter().fold(form, |form, (name, value)| form.with(name, value)).with("why", "For the spring.")
}

/// The form for another coupon, as its page draws it.
async fn drawn(browser: &Browser<'_>, path: &str) -> Form {
    let answered = browser.get(path).await;
    assert_eq!(answered.status, StatusCode::OK, "{path}");
    Form::on(&answered.page, &["name=\"per_buyer\""]).expect("the form")
}

/// So many yuan off the goods of the shop, as its owner would make it.
fn off(world: &World, code: &str, yuan: &str) -> MakeCoupon {
    let now = world.house.kit.market.now();
    MakeCoupon {
        coupon: CouponId::mint(now),
        code: code.to_owned(),
        kind: "amount".to_owned(),
        amount: yuan.to_owned(),
        percent: String::new(),
        most: String::new(),
        minimum: String::new(),
        from: Some(now),
        until: Some(now.after(Span::days(30))),
        quota: String::new(),
        per_buyer: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_made_once_stands_in_the_list_and_is_ended() {
    let world = World::open().await;
    let [_, shop, operator] = world.browsers().await;
    for (browser, path, code) in [(&shop, seller(), "AUTUMN-1"), (&operator, DESK.to_owned(), "AUTUMN-2")] {
        let form = drawn(browser, &path).await;
        assert_eq!((form.path.as_str(), form.value("from")), (path.as_str(), "2026-01-15"));
        let form = ten_off(form, code);
        let done = format!("{path}?done=made#done");
        for _ in 0..2 {
            let sent = browser.send(&form).await;
            assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, done.as_str()));
        }
        let page = browser.get(&done).await.page;
        assert_eq!(page.matches(&format!("<h3>{code}</h3>")).count(), 1);
        let days = "15 Jan 2026 to 15 Feb 2026";
        for words in ["The coupon is made", "CN¥10.00 off", "goods for CN¥30.00", days, "0 of 3", "Running"] {
            assert!(page.contains(words), "{path}: {words}");
        }
        assert!(browser.send(&form.clone().with("amount", "11")).await.is_reused(), "another coupon under its id");

        let coupon = form.value("coupon").to_owned();
        let end = Form::on(&page, &[format!("value=\"{coupon}\"").as_str()]).expect("its end").with("end", &coupon);
        let why = format!("why-{coupon}");
        if path == DESK {
            let refused = browser.send(&end).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(beside(&refused.page, &why).contains("Please say why."));
        }
        let ended = browser.send(&end.with(&why, "It was enough.")).await;
        let to = format!("{path}?done=ended&of={coupon}#done");
        assert_eq!((ended.status, ended.to.as_str()), (StatusCode::SEE_OTHER, to.as_str()));
        let page = browser.get(&ended.to).await.page;
        let row = page.split("<li>").find(|row| row.contains(&format!("<h3>{code}</h3>"))).expect("its row");
        assert!(row.contains("id=\"done\""), "{path}: it is told in the row");
        assert!(page.contains("nobody can use it any more") && !page.contains("Running") && !page.contains("name=\"end\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_is_ended_on_a_further_page_leads_back_to_it() {
    let world = World::open().await;
    let [_, shop, operator] = world.browsers().await;
    let (market, olga) = (&world.house.kit.market, world.operator());
    // Of each side one more than a page has, which was made before the others.
    let [of_shop, of_market] = ["AUTUMN", "SPRING"].map(|code| off(&world, code, "5"));
    make_coupon(market, &world.staff, &of_shop).await.expect("a coupon");
    make_market_coupon(market, &olga, &of_market, "For the spring.").await.expect("a coupon");
    world.house.kit.clock.advance(Span::minutes(1));
    for number in 0..20 {
        make_coupon(market, &world.staff, &off(&world, &format!("AUTUMN-{number}"), "5")).await.expect("a coupon");
        let another = off(&world, &format!("SPRING-{number}"), "5");
        make_market_coupon(market, &olga, &another, "For the spring.").await.expect("a coupon");
    }
    for (browser, path, coupon) in [(&shop, seller(), of_shop.coupon), (&operator, DESK.to_owned(), of_market.coupon)] {
        let (here, coupon) = (more(&browser.get(&path).await.page), coupon.to_string());
        let mark = format!("value=\"{coupon}\"");
        let end = Form::on(&browser.get(&here).await.page, &[&mark]).expect("its end").with("end", &coupon);
        assert_eq!(end.path, here);
        if path == DESK {
            let refused = browser.send(&end).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.page.contains(&mark), "it is refused where it stands");
        }
        let ended = browser.send(&end.with(&format!("why-{coupon}"), "It was enough.")).await;
        assert_eq!((ended.status, ended.to), (StatusCode::SEE_OTHER, format!("{here}&done=ended&of={coupon}#done")));
        let page = browser.get(&format!("{here}&done=ended&of={coupon}")).await.page;
        assert!(page.contains("Ended: nobody can use it any more") && page.contains("id=\"done\""), "{path}");
    }
}

/// A field, what is typed into it, and what is said beside it in either language.
const WRONG: [(&str, &str, &str, &str); 11] = [
    ("code", "ab", "At least 3 characters, please.", "请至少填写 3 个字符。"),
    ("code", "A B C", "Only A to Z, 0 to 9 and hyphens", "只能用字母、数字和连字符"),
    ("code", "AAAAAAAAAAAAAAAAAAAAA", "At most 20 characters fit.", "最多 20 个字符。"),
    ("amount", "", "Please fill in a number.", "请填写数字。"),
    ("minimum", "many", "This is not a number", "这不是数字"),
    ("from", "", "Please choose a day, such as", "请选择日期"),
    ("last", "soon", "Please choose a day, such as", "请选择日期"),
    ("last", "2026-01-14", "This day is over, or comes before the first one.", "这一天已过，或早于开始日期。"),
    ("last", "2027-02-01", "A coupon runs for a year at most.", "优惠券最长一年"),
    ("quota", "0", "above zero, or leave this empty.", "大于零的数字，或留空。"),
    ("per_buyer", "1.5", "too many digits after the point.", "小数位太多。"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_coupon_is_said_beside_its_field_and_what_was_typed_stays() {
    let world = World::open().await;
    let [_, shop, operator] = world.browsers().await;
    let chinese = [world.house.browser(&world.owner).await, world.house.browser(&world.olga).await];
    let [chinese_shop, chinese_operator] = chinese.map(|browser| browser.reading(Language::Zh));
    let sides = [(&shop, &chinese_shop, seller()), (&operator, &chinese_operator, DESK.to_owned())];
    let before = world.house.rows().await;
    for (english, chinese, path) in &sides {
        let whole = ten_off(drawn(english, path).await, "AUTUMN");
        let is_refused = async |form: &Form, name: &str, sentences: [&str; 2]| {
            for (browser, sentence) in [*english, *chinese].into_iter().zip(sentences) {
                let refused = browser.send(form).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
                assert!(beside(&refused.page, name).contains(sentence), "{name}: {}", beside(&refused.page, name));
                let again = Form::on(&refused.page, &["name=\"per_buyer\""]).expect("the form once more");
                for name in ["coupon", "code", "amount", "percent", "most", "minimum", "from", "last", "quota", "per_buyer"] {
                    assert_eq!(again.value(name), form.value(name), "{name} stays");
                }
            }
        };
        for (name, typed, english, chinese) in WRONG {
            is_refused(&whole.clone().with(name, typed), name, [english, chinese]).await;
        }
        let percent = whole.clone().with("kind", "percent").with("percent", "10");
        let sentences = ["Less than 100 per cent, please", "须小于 100"];
        is_refused(&percent.clone().with("percent", "100"), "percent", sentences).await;
        is_refused(&percent.with("most", "0"), "most", ["or leave this empty", "或留空"]).await;
        is_refused(&whole.clone().with("kind", "gift"), "kind", ["Please choose what it takes off.", "请选择优惠方式。"]).await;
        if path == DESK {
            is_refused(&whole.with("why", " "), "why", ["Please say why.", "请写明理由。"]).await;
        }
    }
    assert_eq!(changed(&before, &world.house.rows().await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_of_one_coupon_of_the_market_and_of_its_shops() {
    let world = World::open().await;
    let [_, shop, operator] = world.browsers().await;
    let taken = ten_off(drawn(&shop, &seller()).await, "AUTUMN");
    assert_eq!(shop.send(&taken).await.status, StatusCode::SEE_OTHER);
    for (browser, path) in [(&shop, seller()), (&operator, DESK.to_owned())] {
        let refused = browser.send(&ten_off(drawn(browser, &path).await, " autumn ")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(beside(&refused.page, "code").contains("Another coupon has this code, or had it."));
    }
    let market = &world.house.kit.market;
    for number in 1..COUPONS_OPEN_MAX {
        make_coupon(market, &world.staff, &off(&world, &format!("AUTUMN-{number}"), "5")).await.expect("a coupon");
    }
    let refused = shop.send(&ten_off(drawn(&shop, &seller()).await, "ONE-MORE")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("50 coupons are open, and no more fit. Please end one first."));
    let first = shop.get(&seller()).await.page;
    let second = shop.get(&more(&first)).await.page;
    assert_eq!([first, second].map(|page| page.matches("<h3>").count()), [20, 20]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_shops_own_people_sees_and_ends_its_coupons() {
    let world = World::open().await;
    let (house, kit) = (&world.house, &world.house.kit);
    let [buyer, shop, operator] = world.browsers().await;
    let made = ten_off(drawn(&shop, &seller()).await, "AUTUMN");
    assert_eq!(shop.send(&made).await.status, StatusCode::SEE_OTHER);
    let (pia, lan) = (kit.person("Pia").create().await, kit.person("Lan").create().await);
    kit.hire(world.staff.shop(), &pia, Role::Packing).await;
    kit.shop("lan", &lan).approved().create().await;
    let (packer, neighbour) = (house.browser(&pia).await, house.browser(&lan).await);

    let coupon = made.value("coupon").to_owned();
    let end = |path: &str| {
        let end = Form::new(path, &[("end", coupon.as_str())]).with(&format!("why-{coupon}"), "I would like that.");
        end.of_attempt(house.attempt())
    };
    let another = made.clone().with("coupon", &CouponId::mint(kit.market.now()).to_string()).with("code", "MINE");
    let before = house.rows().await;
    for browser in [&buyer, &packer, &neighbour] {
        assert_eq!(browser.get(&seller()).await.status, StatusCode::NOT_FOUND);
        for form in [&another, &end(&seller())] {
            assert_eq!(browser.send(form).await.status, StatusCode::NOT_FOUND, "{form:?}");
        }
    }
    let elsewhere = routes::sell("lan", "coupons");
    assert_eq!(neighbour.send(&end(&elsewhere)).await.status, StatusCode::NOT_FOUND, "of another shop, at one's own");
    assert_eq!(operator.send(&end(DESK)).await.status, StatusCode::NOT_FOUND, "it is not the market's");
    for browser in [&buyer, &shop] {
        assert_eq!(browser.get(DESK).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.send(&ten_off(end(DESK), "MINE")).await.status, StatusCode::NOT_FOUND);
    }
    let stranger = house.stranger().send(&end(&seller())).await;
    assert_eq!((stranger.status, stranger.to), (StatusCode::SEE_OTHER, format!("/sign-in?back={}", seller())));
    assert_eq!(shop.send_from("cross-site", &end(&seller())).await.status, StatusCode::FORBIDDEN, "another site's form");
    let unknown = Form::new(seller(), &[("end", "cpn_1")]);
    assert_eq!(shop.send(&unknown).await.status, StatusCode::NOT_FOUND);
    assert!(shop.send(&another.clone().with("coupon", "cpn_1")).await.is_reused(), "a form that was not drawn here");
    assert_eq!(changed(&before, &house.rows().await), None);
    assert_eq!(shop.send(&end(&seller())).await.status, StatusCode::SEE_OTHER, "nothing else was wrong with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rooms_of_coupons_are_in_the_navigation_of_those_who_may_enter() {
    let world = World::open().await;
    let [_, shop, operator] = world.browsers().await;
    let pia = world.house.kit.person("Pia").create().await;
    world.house.kit.hire(world.staff.shop(), &pia, Role::Packing).await;
    let packer = world.house.browser(&pia).await;
    let link = format!("href=\"{}\"", seller());
    assert!(shop.get(&routes::sell(SHOP, "listings")).await.page.contains(&link));
    assert!(!packer.get(&routes::sell(SHOP, "orders")).await.page.contains(&link));
    assert!(operator.get(&routes::admin("search")).await.page.contains("href=\"/admin/coupons\""));
}
