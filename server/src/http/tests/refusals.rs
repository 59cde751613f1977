//! What the log tells of forms that are refused: each once, by a name and a route, and nothing that anybody typed.

use super::client::{Browser, Form};
use super::world::World;
use crate::testing::Log;
use app_kit::routes;
use http::StatusCode;
use market::aftersales::CaseId;
use market::kernel::limits::FORM_BYTES_MAX;

/// In every form below; in no line of the log.
const TYPED: &str = "Ben of 3 Hongqiao Road";
/// More than anything costs.
const TOO_MUCH: &str = "987654.32";

/// Sends a form, and gives what the log told of it. Nothing else is in it that the form says or that its address names.
async fn told(log: &Log, browser: &Browser<'_>, form: &Form) -> (StatusCode, Vec<String>) {
    log.take("");
    let status = browser.send(form).await.status;
    let lines = log.take("");
    let subject = form.path.split('/').find(|part| part.contains('_')).unwrap_or(TYPED);
    for line in &lines {
        assert!(!line.contains("Hongqiao") && !line.contains(TOO_MUCH) && !line.contains(subject), "{line}");
    }
    (status, lines.into_iter().filter(|line| line.contains("was refused")).collect())
}

/// It was refused like this, which is one line of the log.
async fn is_told(log: &Log, browser: &Browser<'_>, form: &Form, expected: (StatusCode, &str)) {
    let (status, lines) = told(log, browser, form).await;
    let [line] = lines.as_slice() else { panic!("{}: {lines:#?}", expected.1) };
    assert_eq!(status, expected.0, "{line}");
    assert!(line.contains(" INFO ") && line.contains(&format!("a form was refused: {} ", expected.1)), "{line}");
}

fn asking(world: &World, order: &str, amount: &str) -> Form {
    let fields = [("kind", "refund_only"), ("reason", "damaged"), ("quantity-0", "1"), ("words", TYPED), ("amount", amount)];
    Form::new(routes::ask_case(order), &fields).with("attempt", &CaseId::mint(world.house.kit.market.now()).to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_cannot_be_asked_for_is_told_once_by_the_name_of_what_is_wrong() {
    let world = World::open().await;
    let (order, [buyer, ..]) = (world.shipped().await.to_string(), world.browsers().await);
    let (log, _guard) = Log::open();
    for (amount, kind) in [
        (TOO_MUCH, "AskRefusal.Share.AmountTooHigh"),
        ("0", "AskRefusal.Share.NotPositive"),
        ("-5", "Form.amount"),
        ("5 USD", "Form.amount"),
        ("1e3", "Form.amount"),
    ] {
        let expected = format!("{kind} at /me/orders/{{order}}/case");
        is_told(&log, &buyer, &asking(&world, &order, amount), (StatusCode::UNPROCESSABLE_ENTITY, &expected)).await;
    }
    let wrong = asking(&world, &order, "5 USD").with("kind", "gift").with("quantity-0", "many").with("words", "");
    is_told(&log, &buyer, &wrong, (StatusCode::UNPROCESSABLE_ENTITY, "Form.kind at /me/orders/{order}/case")).await;

    let ask = asking(&world, &order, "");
    let (status, lines) = told(&log, &buyer, &ask).await;
    assert_eq!((status, lines), (StatusCode::SEE_OTHER, Vec::new()), "nothing was refused");
    let (status, lines) = told(&log, &buyer, &ask).await;
    assert_eq!((status, lines), (StatusCode::SEE_OTHER, Vec::new()), "nor was the same form again");
    buyer.get(&routes::my_case(&CaseId::mint(world.house.kit.market.now()).to_string())).await;
    assert_eq!(log.take("was refused"), Vec::<String>::new(), "whoever only looks is refused nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_does_in_a_case_that_is_not_theirs_is_told_once() {
    let world = World::open().await;
    let path = routes::my_case(&world.asked().await.to_string());
    let eve = world.house.kit.person("Eve").create().await;
    let eve = world.house.browser(&eve).await;
    let (log, _guard) = Log::open();
    let deed = Form::new(path.as_str(), &[("then", "withdraw")]).of_attempt(world.house.attempt());
    is_told(&log, &eve, &deed, (StatusCode::NOT_FOUND, "Stop.NotFound at /me/cases/{case}")).await;
    let words = Form::new(path.as_str(), &[("words", TYPED)]).of_attempt(world.house.attempt()).in_parts();
    is_told(&log, &eve, &words, (StatusCode::NOT_FOUND, "Stop.NotFound at /me/cases/{case}")).await;
    let bare = Form::new(path, &[("then", "withdraw")]);
    is_told(&log, &eve, &bare, (StatusCode::CONFLICT, "Stop.Reused at /me/cases/{case}")).await;
    let (status, lines) = told(&log, &eve, &Form::new("/wp-login.php", &[("log", TYPED)])).await;
    assert_eq!((status, lines), (StatusCode::NOT_FOUND, Vec::new()), "there is no such form");
    let (status, lines) = told(&log, &world.house.stranger(), &deed).await;
    assert_eq!((status, lines), (StatusCode::SEE_OTHER, Vec::new()), "who signs in first may come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_told_of_forms_and_not_of_webhooks() {
    let world = World::open().await;
    let [buyer, ..] = world.browsers().await;
    let words = "x".repeat(FORM_BYTES_MAX);
    let (log, _guard) = Log::open();
    let form = Form::new(routes::CART_ADD, &[("words", &words)]);
    is_told(&log, &buyer, &form, (StatusCode::PAYLOAD_TOO_LARGE, "Stop.TooLarge at /cart/add")).await;
    let (status, lines) = told(&log, &buyer, &Form::new("/webhooks/stripe", &[("words", &words)])).await;
    assert_eq!((status, lines), (StatusCode::PAYLOAD_TOO_LARGE, Vec::new()), "it is no form");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_cannot_be_made_is_told_once() {
    let world = World::open().await;
    let path = routes::admin_case(&world.disputed().await.to_string());
    let [_, _, olga] = world.browsers().await;
    let page = olga.get(&path).await.page;
    let decide = Form::on(&page, &["value=\"decide\""]).expect("a form to decide with").with("then", "decide").with("why", TYPED);
    let (log, _guard) = Log::open();
    for (field, value, kind) in [
        ("amount", TOO_MUCH, "CaseRefusal.Amount"),
        ("amount", "-1", "Form.amount"),
        ("heard_buyer", "0", "CaseRefusal.Unheard"),
        ("heard_buyer", "two", "Form"),
        ("seen", "appealed", "CaseRefusal.NotFrom.Disputed"),
    ] {
        let expected = format!("{kind} at /admin/cases/{{case}}");
        let form = decide.clone().with("amount", "1.00").with(field, value);
        is_told(&log, &olga, &form, (StatusCode::UNPROCESSABLE_ENTITY, &expected)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_photos_are_told_once_however_many_there_are() {
    let world = World::open().await;
    let path = routes::my_case(&world.asked().await.to_string());
    let [buyer, ..] = world.browsers().await;
    let page = buyer.get(&path).await.page;
    let words = Form::on(&page, &["multipart/form-data"]).expect("a form to write with").with("words", TYPED);
    let (log, _guard) = Log::open();
    for (files, kind) in [
        (vec!["This is no picture."], "UploadRefusal.NotAPicture"),
        (vec!["%PDF-1.7", "", TYPED], "UploadRefusal.NotAPicture"),
        (vec![""], "UploadRefusal.Empty"),
    ] {
        let form = files.into_iter().fold(words.clone(), Form::with_file);
        let expected = format!("{kind} at /me/cases/{{case}}");
        is_told(&log, &buyer, &form, (StatusCode::UNPROCESSABLE_ENTITY, &expected)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sum_that_nobody_saw_and_goods_that_are_not_sold_so_are_told_once() {
    let world = World::open().await;
    let kit = &world.house.kit;
    kit.address(&world.buyer).await;
    kit.fill_cart(&world.buyer, &world.one()).await;
    let [buyer, ..] = world.browsers().await;
    let page = buyer.get(routes::CHECKOUT).await.page;
    let checkout = Form::on(&page, &["name=\"total\""]).expect("a checkout").with("pay", "online").with("total", "1");
    let [(variant, _)] = world.one();
    let add = |quantity: &str| {
        Form::new(routes::CART_ADD, &[("then", "cart"), ("quantity", quantity)]).with("variant", &variant.to_string())
    };
    let (log, _guard) = Log::open();
    for (form, kind) in [
        (checkout, "PlaceOrderRefusal.TotalChanged at /checkout"),
        (add("0.5"), "Form.quantity at /cart/add"),
        (add("1000"), "CartRefusal.NotEnough at /cart/add"),
        (Form::new(routes::CART, &[("do", "coupon"), ("coupon", TYPED)]), "CouponRefusal.Unknown at /cart"),
    ] {
        is_told(&log, &buyer, &form, (StatusCode::UNPROCESSABLE_ENTITY, kind)).await;
    }
}
