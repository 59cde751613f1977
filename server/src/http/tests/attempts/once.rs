//! The same sending of a form is one deed, however often it arrives, and nothing else is done under its id.

use super::forms::{ASKING, CARD, COUPON, PARCEL};
use crate::http::tests::House;
use crate::http::tests::client::{Answered, Browser, Form, changed};
use crate::http::tests::world::{SHOP, World};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::CaseId;
use market::coupon::CouponId;
use market::kernel::show_decimal;
use market::ledger::{PayoutBatchId, PayoutId};
use market::payment::PaymentId;
use market::shop::queries::identity_status;

/// Sends a form, and sends it again: the deed is done once and the answer is the same. Then sends the other form under the same id: it is
/// refused, and nothing changes.
async fn is_one_deed(house: &House, browser: &Browser<'_>, form: Form, other: Form) -> Answered {
    let (id, before) = (house.attempt(), house.rows().await);
    let (form, other) = (form.of_attempt(id), other.of_attempt(id));
    let first = browser.send(&form).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{form:?}");
    let after = house.rows().await;
    assert!(changed(&before, &after).is_some(), "{form:?} does nothing");
    let again = browser.send(&form).await;
    assert_eq!((again.status, again.to.as_str()), (first.status, first.to.as_str()), "{form:?}");
    assert_eq!(changed(&after, &house.rows().await), None, "{form:?} sent twice");
    let refused = browser.send(&other).await;
    assert!(refused.is_reused(), "{other:?} is answered with {}", refused.status);
    assert_eq!(changed(&after, &house.rows().await), None, "{other:?} under the id of {form:?}");
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_moves_once() {
    let world = World::open().await;
    let [buyer, shop, _] = world.browsers().await;
    let mine = |id: &str, deed: &str| Form::new(routes::my_order(id), &[("do", deed)]);
    let theirs = |id: &str| Form::new(routes::sell(SHOP, &format!("orders/{id}")), &PARCEL);

    let (order, another) = (world.paid().await.to_string(), world.paid().await.to_string());
    let other_parcel = theirs(&order).with("tracking_number", "SF9999999999");
    is_one_deed(&world.house, &shop, theirs(&order), other_parcel).await;
    is_one_deed(&world.house, &buyer, mine(&order, "confirm"), mine(&order, "cancel")).await;
    is_one_deed(&world.house, &buyer, mine(&another, "cancel"), mine(&order, "cancel")).await;

    let waiting = world.house.kit.placed(&world.buyer, &world.one()).await.payment;
    let given_up = Form::new(routes::pay(&waiting.to_string()), &[("do", "give-up")]);
    is_one_deed(&world.house, &buyer, given_up, mine(&order, "confirm")).await;

    let (_, out) = world.cash_out().await;
    let came_back = theirs(&out.to_string()).with("do", "came-back");
    is_one_deed(&world.house, &shop, came_back, theirs(&order)).await;
}

/// Checkouts and cases bear the id themselves: what comes under it with something else is the page once more, in this state.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_is_one_order_and_an_ask_is_one_case() {
    let world = World::open().await;
    let (house, kit, now) = (&world.house, &world.house.kit, world.house.kit.market.now());
    let [buyer, ..] = world.browsers().await;
    let order = world.shipped().await.to_string();
    kit.fill_cart(&world.buyer, &world.one()).await;
    let cart = kit.checkout_form(&world.buyer).await;
    let (address, total) = (cart.address.to_string(), cart.seen_total_minor.to_string());
    let (payment, case) = (PaymentId::mint(now).to_string(), CaseId::mint(now).to_string());
    let checkout = Form::new(routes::CHECKOUT, &[("address", address.as_str()), ("total", total.as_str()), ("pay", "cash")]);
    let checkout = checkout.with("attempt", &payment);
    let with_a_note = checkout.clone().with(&format!("note-{}", world.staff.shop()), "Please ring.");
    let ask = Form::new(routes::ask_case(&order), &ASKING).with("attempt", &case);
    let with_other_words = ask.clone().with("words", "It came wet.");
    for (form, to, other, answer, sentence) in [
        (checkout, routes::pay(&payment), with_a_note, StatusCode::SEE_OTHER, ""),
        (ask, routes::my_case(&case), with_other_words, StatusCode::UNPROCESSABLE_ENTITY, "sent before with other words"),
    ] {
        let before = house.rows().await;
        let first = buyer.send(&form).await;
        assert_eq!((first.status, first.to.as_str()), (StatusCode::SEE_OTHER, to.as_str()), "{form:?}");
        let after = house.rows().await;
        assert!(changed(&before, &after).is_some(), "{form:?} does nothing");
        let again = buyer.send(&form).await;
        assert_eq!((again.status, again.to), (first.status, first.to), "{form:?}");
        assert_eq!(changed(&after, &house.rows().await), None, "{form:?} sent twice");
        let refused = buyer.send(&other).await;
        assert!(refused.status == answer && refused.page.contains(sentence), "{other:?} is answered with {}", refused.status);
        assert_ne!(refused.to, to, "{other:?}");
        assert_eq!(changed(&after, &house.rows().await), None, "{other:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_and_decided_in_a_case_is_said_and_decided_once() {
    let world = World::open().await;
    let [buyer, shop, operator] = world.browsers().await;
    let case = world.disputed().await.to_string();
    let pages = [routes::my_case(&case), routes::shop_case(SHOP, &case), routes::admin_case(&case)];
    for (browser, path) in [&buyer, &shop, &operator].into_iter().zip(&pages) {
        let said = |words: &str| Form::new(path.as_str(), &[("words", words)]).in_parts();
        is_one_deed(&world.house, browser, said("Look at the photo."), said("Look at both.")).await;
    }
    // Once all of it was read.
    let page = operator.get(&routes::admin_case(&case)).await.page;
    let form = Form::on(&page, &["value=\"decide\""]).expect("a form").with("then", "decide").with("why", "Half each.");
    let decided = |amount: &str| form.clone().with("amount", amount);
    is_one_deed(&world.house, &operator, decided("10.00"), decided("11.00")).await;
    let appealed = |why: &str| Form::new(routes::my_case(&case), &[("then", "appeal"), ("why", why)]);
    is_one_deed(&world.house, &buyer, appealed("Look again."), appealed("Look twice.")).await;

    let asked = world.asked().await.to_string();
    let agreed = |then: &str| Form::new(routes::shop_case(SHOP, &asked), &[("then", then), ("why", "It was whole.")]);
    is_one_deed(&world.house, &shop, agreed("agree"), agreed("refuse")).await;
    let asked = world.asked().await.to_string();
    let withdrawn = |then: &str| Form::new(routes::my_case(&asked), &[("then", then), ("why", "It was not.")]);
    is_one_deed(&world.house, &buyer, withdrawn("withdraw"), withdrawn("escalate")).await;

    let resending = world.resending().await.to_string();
    let sent = |number: &str| {
        let fields = [("then", "resend"), ("courier", "sf"), ("tracking_number", number)];
        Form::new(routes::shop_case(SHOP, &resending), &fields)
    };
    is_one_deed(&world.house, &shop, sent("SF7654321"), sent("SF1111111")).await;
    let confirmed = |then: &str| Form::new(routes::my_case(&resending), &[("then", then), ("why", "It is torn again.")]);
    is_one_deed(&world.house, &buyer, confirmed("confirm"), confirmed("escalate")).await;
    let resending = world.resending().await.to_string();
    let given = |then: &str| Form::new(routes::shop_case(SHOP, &resending), &[("then", then), ("why", "There is none.")]);
    is_one_deed(&world.house, &shop, given("give-back"), given("refuse")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_is_made_and_answered_once() {
    let world = World::open().await;
    let (house, now) = (&world.house, world.house.kit.market.now());
    let [buyer, _, operator] = world.browsers().await;
    let answer = |batch: PayoutBatchId, payout: PayoutId, then: &str| {
        let (payout, reason) = (payout.to_string(), format!("reason-{payout}"));
        let fields = [("payout", payout.as_str()), ("then", then), (reason.as_str(), "no such account")];
        Form::new(routes::admin(&format!("payouts/{batch}")), &fields)
    };
    let (batch, payout) = world.payout().await;
    is_one_deed(house, &operator, answer(batch, payout, "paid"), answer(batch, payout, "failed")).await;
    is_one_deed(house, &operator, answer(batch, payout, "returned"), answer(batch, payout, "paid")).await;

    let order = world.shipped().await.to_string();
    buyer.send(&Form::new(routes::my_order(&order), &[("do", "confirm")]).of_attempt(house.attempt())).await;
    let nothing = answer(PayoutBatchId::mint(now), PayoutId::mint(now), "paid");
    let made = is_one_deed(house, &operator, Form::new(routes::admin("payouts"), &[]), nothing).await;
    assert!(made.to.ends_with("?done=made#done"), "{}", made.to);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_card_is_named_once() {
    let world = World::open().await;
    let [_, shop, _] = world.browsers().await;
    let named = Form::new(routes::sell(SHOP, routes::PAYOUT_CARD), &[CARD]);
    is_one_deed(&world.house, &shop, named.clone(), named.with("bank_card", "4012888888881881")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_of_the_market_is_made_and_ended_once() {
    let world = World::open().await;
    let (house, path) = (&world.house, routes::admin("coupons"));
    let [.., operator] = world.browsers().await;
    let coupon = CouponId::mint(house.kit.market.now()).to_string();
    let made = Form::new(path.as_str(), &COUPON).with("coupon", &coupon);
    let answered = is_one_deed(house, &operator, made.clone(), made.clone().with("amount", "6")).await;
    assert_eq!(answered.to, format!("{path}?done=made#done"));
    let ended = |why: &str| Form::new(path.as_str(), &[("end", coupon.as_str()), (format!("why-{coupon}").as_str(), why)]);
    let answered = is_one_deed(house, &operator, ended("Enough."), made).await;
    assert_eq!(answered.to, format!("{path}?done=ended&of={coupon}#done"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_is_decided_once() {
    let world = World::open().await;
    let [.., operator] = world.browsers().await;
    let status = identity_status(&world.house.kit.market, &world.house.staff).await.expect("an answer").expect("an identity");
    let decided = |then: &str| {
        let fields = [("then", then), ("reason", "The name does not match.")];
        Form::new(routes::admin(&format!("identities/{}", status.id)), &fields)
    };
    is_one_deed(&world.house, &operator, decided("reject"), decided("approve")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_couriers_transfer_is_recorded_once_and_with_its_day() {
    let world = World::open().await;
    let house = &world.house;
    let [.., operator] = world.browsers().await;
    let chinese = house.browser(&world.olga).await.reading(Language::Zh);
    let (payment, _) = world.cash_out().await;
    let path = routes::admin("cash");
    let page = operator.get(&path).await.page;
    let record = Form::on(&page, &[payment.to_string().as_str(), "value=\"record\""]).expect("the parcel's form");
    assert!(record.value("attempt").starts_with("att_"), "{record:?} is drawn without an id");
    let line = |amount: &str, reference: &str, day: &str| {
        let line = record.clone().with("then", "record").typed("amount-", amount);
        line.typed("reference-", reference).typed("day-", day)
    };

    // Another amount than was asked for: the parcel stays on the list.
    let short = line("1.00", "SF-1", "2026-11-24");
    let recorded = is_one_deed(house, &operator, short.clone(), line("1.00", "SF-1", "2026-11-25")).await;
    assert_eq!(recorded.to, format!("{path}?done=suspended&of={payment}#done"));
    let page = operator.get(&recorded.to).await.page;
    let is_parcel = |row: &&str| row.contains(&payment.to_string()) && row.contains("value=\"record\"");
    let parcel = page.split("<li>").find(is_parcel).expect("the parcel");
    assert!(parcel.contains("id=\"done\"") && parcel.contains("it is in suspense"), "it is told where it was recorded");
    let after = house.rows().await;
    for other in [line("1.00", "SF-1", "2026-11-25"), line("2.00", "SF-1", "2026-11-24")] {
        for (browser, sentence) in [
            (&operator, "another parcel, another amount or another day. Nothing was booked."),
            (&chinese, "已用于其他包裹、其他金额或其他日期，本次没有入账。"),
        ] {
            let refused = browser.send(&other.clone().of_attempt(house.attempt())).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
            let beside = format!("id=\"{}-error\"", other.name_of("reference-"));
            assert!(refused.page.contains(sentence) && refused.page.contains(&beside), "{other:?}");
        }
    }
    let repeated = operator.send(&short.of_attempt(house.attempt())).await;
    assert_eq!(repeated.to, format!("{path}?done=repeated&of={payment}#done"), "the same line in another form");
    assert_eq!(changed(&after, &house.rows().await), None);

    let total = show_decimal(house.kit.amount_of(payment).await, 100);
    let whole = line(&total, "SF-2", "2026-11-26");
    let recorded = is_one_deed(house, &operator, whole, line(&total, "SF-3", "2026-11-26")).await;
    assert_eq!(recorded.to, format!("{path}?done=paid&of={payment}#done"));
    let page = operator.get(&recorded.to).await.page;
    assert_eq!(page.matches("id=\"done\"").count(), 1, "the row is gone, and it is told all the same");
    assert!(!operator.get(&path).await.page.contains("value=\"record\""), "no cash is out");
}
