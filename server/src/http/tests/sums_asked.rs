//! How much can be asked for: of the dearest goods as much as they cost, and of goods without money nothing, which is said in true words.

use super::client::{Browser, Form, beside};
use super::world::World;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::commands::{Who, agree_to_case, escalate_case, open_case, refuse_case};
use market::aftersales::queries::case_of;
use market::aftersales::{AskCase, CaseId, CaseKind};
use market::kernel::limits::PRICE_MINOR_MAX;
use market::kernel::{Measure, Money, Unit};
use market::order::OrderId;
use market::order::queries::order_of_buyer;
use sea_orm::ConnectionTrait;

const NOTHING_LEFT: &str = "No money for these goods is left to go back: a coupon paid for them, or it went back already.";
const ONLY_WITH_MONEY: &str = "Goods can be asked for only where money goes back if they do not come.";
const FREIGHT_LEFT: &str = "Freight goes back with the goods of which money is left.";
const MORE: &str = "So little of it costs nothing.";

/// The form by which so much of the line at a position is asked about.
fn asking(world: &World, order: OrderId, (line, quantity): (i64, &str), kind: &str) -> Form {
    let fields = [("kind", kind), ("reason", "damaged"), ("words", "It came torn.")];
    let form = Form::new(routes::ask_case(&order.to_string()), &fields).with(&format!("quantity-{line}"), quantity);
    form.with("attempt", &CaseId::mint(world.house.kit.market.now()).to_string())
}

/// What is said beside the goods that are asked about; nothing is wrong with the money.
async fn refused(world: &World, browser: &Browser<'_>, order: OrderId, asked: (i64, &str), kind: &str) -> String {
    let answered = browser.send(&asking(world, order, asked, kind)).await;
    assert_eq!((answered.status, beside(&answered.page, "amount")), (StatusCode::UNPROCESSABLE_ENTITY, ""), "{kind}");
    beside(&answered.page, &format!("quantity-{}", asked.0)).to_owned()
}

/// The position of the goods with this title, and what was paid for them in fen.
async fn line(world: &World, order: OrderId, title: &str) -> (i64, i64) {
    let view = order_of_buyer(&world.house.kit.market, &world.buyer.buyer(), order).await.expect("an answer");
    let lines = view.expect("an order").row.lines;
    let found = (0_i64..).zip(lines).find(|(_, line)| line.title == title);
    found.map(|(at, line)| (at, line.total.minor() - line.discount.minor())).expect("such goods")
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_a_coupon_paid_for_cannot_be_asked_for_and_no_one_is_told_to_ask_for_more() {
    let world = World::open().await;
    let (kit, [scarf]) = (&world.house.kit, world.one());
    let measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 1, step: 1 };
    let crumbs = kit.listing(&world.staff).title("Crumbs").measure(measure).price_fen(1).stock(1_000).create().await.variant();
    kit.shop_coupon(&world.staff, "FIFTEEN", 1_500).await;
    kit.fill_cart(&world.buyer, &[(crumbs, 500), scarf]).await;
    kit.type_in(&world.buyer, "FIFTEEN").await;
    let order = kit.shipped_order(&world.staff, &world.buyer, &[]).await;
    let (at, paid) = line(&world, order, "Crumbs").await;
    assert_eq!(paid, 0, "the coupon took its fen off");
    let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(Language::En));
    for quantity in ["500", "1"] {
        for kind in ["resend", "exchange", "refund_only"] {
            let said = refused(&world, &buyer, order, (at, quantity), kind).await;
            assert!(said.contains(NOTHING_LEFT) && said.contains(FREIGHT_LEFT) && !said.contains(MORE), "{kind}: {said}");
            assert_eq!(said.contains(ONLY_WITH_MONEY), kind != "refund_only", "{kind}: {said}");
        }
    }
    let chinese = world.house.browser(&world.buyer).await.reading(Language::Zh);
    let said = refused(&world, &chinese, order, (at, "500"), "exchange").await;
    assert!(said.contains("这些商品已没有可退的货款") && said.contains("因此这里不能申请"), "{said}");
    assert!(said.contains("运费随仍有可退货款的商品退还。"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_whose_money_went_back_by_amounts_cannot_be_asked_for_either() {
    let world = World::open().await;
    let (kit, [(scarf, _)]) = (&world.house.kit, world.one());
    kit.market.db().execute_unprepared("UPDATE freight_zone SET free_from_minor = 0").await.expect("free freight");
    let cap = kit.listing(&world.staff).title("Cap").create().await.variant();
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(scarf, 2), (cap, 1)]).await;
    let (at, paid) = line(&world, order, "Wool scarf").await;
    let some = AskCase { amount_minor: Some(paid / 4 * 3), ..kit.asks(order, CaseKind::RefundOnly, &[(at, 2)]) };
    for ask in [some, kit.asks(order, CaseKind::RefundOnly, &[(at, 1)])] {
        let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
        agree_to_case(&kit.market, &world.staff, case).await.expect("a refund");
    }
    let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(Language::En));
    for kind in ["resend", "exchange", "refund_only"] {
        let said = refused(&world, &buyer, order, (at, "1"), kind).await;
        assert!(said.contains(NOTHING_LEFT) && !said.contains(FREIGHT_LEFT) && !said.contains(MORE), "{kind}: {said}");
    }
    kit.audited().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_is_asked_for_beside_the_goods_of_which_money_is_left() {
    let world = World::open().await;
    let (kit, [(scarf, _)]) = (&world.house.kit, world.one());
    kit.market.db().execute_unprepared("UPDATE freight_zone SET free_from_minor = 0").await.expect("free freight");
    let measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 1, step: 1 };
    let crumbs = kit.listing(&world.staff).title("Crumbs").measure(measure).price_fen(1).stock(1_000).create().await.variant();
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(scarf, 2), (crumbs, 500)]).await;
    let ((without, paid), (little, _)) = (line(&world, order, "Wool scarf").await, line(&world, order, "Crumbs").await);
    let some = AskCase { amount_minor: Some(paid / 4 * 3), ..kit.asks(order, CaseKind::RefundOnly, &[(without, 2)]) };
    for ask in [some, kit.asks(order, CaseKind::RefundOnly, &[(without, 1)])] {
        let case = open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
        agree_to_case(&kit.market, &world.staff, case).await.expect("a refund");
    }
    let [buyer, ..] = world.browsers().await.map(|browser| browser.reading(Language::En));
    let (without, little) = (format!("quantity-{without}"), format!("quantity-{little}"));
    for (typed, at_without, at_little) in [("1", "", MORE), ("００", NOTHING_LEFT, ""), ("0.0", NOTHING_LEFT, "")] {
        let form = asking(&world, order, (0, ""), "resend").with(&without, "1").with(&little, typed);
        let page = buyer.send(&form).await.page;
        for (field, expected) in [(&without, at_without), (&little, at_little)] {
            let said = beside(&page, field);
            assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{typed}: {field}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_cost_more_than_any_price_are_asked_for_and_decided_in_full() {
    let world = World::open().await;
    let (kit, market) = (&world.house.kit, &world.house.kit.market);
    let gold = kit.listing(&world.staff).title("Gold").price_fen(PRICE_MINOR_MAX).stock(2).create().await.variant();
    let order = kit.shipped_order(&world.staff, &world.buyer, &[(gold, 2)]).await;
    let [buyer, _, olga] = world.browsers().await;
    let ask = asking(&world, order, (0, "2"), "refund_only");
    let asked = buyer.send(&ask.clone().with("amount", "150000000.00")).await;
    let case: CaseId = ask.value("attempt").parse().expect("an id");
    assert_eq!((asked.status, asked.to), (StatusCode::SEE_OTHER, routes::my_case(&case.to_string())), "{}", asked.page);

    refuse_case(market, &world.staff, case, "It was whole.").await.expect("a refused case");
    escalate_case(market, &world.buyer.buyer(), case, "It was not.").await.expect("a disputed case");
    let page = olga.get(&routes::admin_case(&case.to_string())).await.page;
    let form =
        Form::on(&page, &["value=\"decide\""]).expect("a form to decide with").with("then", "decide").with("why", "It was.");
    for (more, words) in [("150000000.01", "between nothing and all"), ("99999999999999.99", "This number is too large.")] {
        let refused = olga.send(&form.clone().with("amount", more)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{more}");
        assert!(beside(&refused.page, "amount").contains(words), "{more}: {}", beside(&refused.page, "amount"));
    }
    assert_eq!(olga.send(&form.with("amount", "150000000.00")).await.status, StatusCode::SEE_OTHER);
    let view = case_of(market, Who::Operator(&world.operator()), case).await.expect("an answer").expect("a case");
    assert_eq!(view.row.awarded, Some(Money::fen(15_000_000_000)));
    kit.audited().await;
}
