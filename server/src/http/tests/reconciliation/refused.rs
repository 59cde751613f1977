//! What cannot be done is refused with a sentence, and what is no deed or about nothing is not found: never a fault, and nothing changes.

use super::{Books, PATH, deed};
use crate::http::tests::client::{Form, changed};
use http::StatusCode;
use market::account::Language;
use market::aftersales::CaseKind;
use market::aftersales::commands::open_case;
use market::kernel::{Currency, Money};
use market::payment::{PaymentId, ProviderEventKind, RefundId, ReportKind, ReportLine};
use market::testkit::PROVIDER;

/// What is refused: a deed, what it is about, and the sentence in both languages.
type Refused = (&'static str, String, [&'static str; 2]);

/// Of the amounts and refunds, what has another way.
async fn of_amounts(books: &Books) -> Vec<Refused> {
    let (kit, world) = (&books.world.house.kit, &books.world);
    let stated = kit.paid_another_amount(&world.buyer, &world.one(), Money::fen(904)).await;
    let line = kit.report_line_of(stated, "txn_stated", ReportKind::Captured, 904);
    assert_eq!(kit.states(PROVIDER, &[line]).await, 1, "it came");
    let (payment, came_back) = kit.refund_owed(&world.buyer, &world.one()).await;
    for (event, kind) in
        [("re_1:refunded", ProviderEventKind::Refunded(came_back)), ("re_1:failed", ProviderEventKind::RefundFailed(came_back))]
    {
        kit.told(payment, event, kind).await.expect("an outcome");
    }
    vec![
        ("correct", books.short.to_string(), ["statement says nothing else of this payment.", "账单中没有这笔付款的其他金额"]),
        (
            "correct-foreign",
            books.dollars.to_string(),
            ["statement says nothing else of this payment.", "账单中没有这笔付款的其他金额"],
        ),
        ("correct", stated.to_string(), ["it came, and can only be given back.", "款项已收到，只能退还。"]),
        (
            "give-back-foreign",
            books.yuan.to_string(),
            ["not in this one: let the statement count.", "没有这种货币的款项，请以账单为准。"],
        ),
        (
            "retry",
            came_back.to_string(),
            ["came back from there: it can only be transferred by hand. Nothing was changed.", "只能人工转账。本次没有改动。"],
        ),
        ("retry", books.tied.to_string(), ["whether that was this refund.", "确认那是否就是这笔退款。"]),
        ("by-hand", books.tied.to_string(), ["whether that was this refund.", "确认那是否就是这笔退款。"]),
        (
            "tie",
            format!("{}.txn_desk", books.tied),
            ["of another payment or amount than that refund", "与该退款的付款或金额不符"],
        ),
    ]
}

/// Of the lines of the statement, what is no refund that could be taken in.
async fn of_lines(books: &Books) -> Vec<Refused> {
    let (kit, world) = (&books.world.house.kit, &books.world);
    let (owed, refund) = kit.refund_owed(&world.buyer, &world.one()).await;
    let disputed = kit.shipped(&world.staff, &world.buyer, &world.one()).await;
    let ask = kit.asks(disputed.orders[0], CaseKind::RefundOnly, &[(0, 1)]);
    open_case(&kit.market, &world.buyer.buyer(), &ask).await.expect("a case");
    let returned = kit.paid(&world.buyer, &world.one()).await.payment;
    let back = |payment, line: &str, fen| kit.report_line_of(payment, line, ReportKind::Refunded, fen);
    let lines = [
        back(owed, "txn_owed", -100),
        ReportLine { refund: Some(refund), ..back(owed, "txn_ours", -100) },
        back(disputed.payment, "txn_case", -100),
        back(books.desk, "txn_much", -1_000_000),
        ReportLine { amount: Money::new(-100, Currency::Usd), ..back(books.desk, "txn_usd", 0) },
        kit.report_line("txn_whose", ReportKind::Refunded, -400),
        ReportLine { reference: Some("pi_there".to_owned()), ..back(returned, "txn_there", -100) },
        ReportLine { reference: Some("pi_there".to_owned()), ..back(returned, "txn_back", 100) },
    ];
    kit.states(PROVIDER, &lines).await;
    let all = |line: &str| format!("all.{line}");
    vec![
        ("take", all("txn_dispute"), ["gives nothing back to a buyer. Nothing was changed.", "账单中的这一笔不是退款。"]),
        ("take", all("txn_usd"), ["in another currency than the books of the orders.", "这一笔的币种与订单账目不同。"]),
        ("take", all("txn_ours"), ["names a refund of ours", "这一笔是平台发起的退款"]),
        ("take", all("txn_whose"), ["belongs to no payment that paid orders here.", "不属于任何已付款的订单。"]),
        ("take", all("txn_owed"), ["A refund of this payment is still owed", "该付款还有未完成的退款"]),
        ("take", all("txn_there"), ["so the buyer does not have it.", "买家并未收到。"]),
        ("take", all("txn_case"), ["A case of this order is open.", "该订单有未结的售后"]),
        ("take", all("txn_much"), ["There is not so much left of this order.", "该订单的剩余金额不足。"]),
        (
            "take",
            format!("{}.txn_much", books.desk_order),
            ["There is not so much left of this order.", "该订单的剩余金额不足。"],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_refused_with_its_reason() {
    let books = Books::open().await;
    let house = &books.world.house;
    let mut refused = of_amounts(&books).await;
    refused.extend(of_lines(&books).await);
    let operator = house.browser(&books.world.olga).await;
    let chinese = house.browser(&books.world.olga).await.reading(Language::Zh);
    let before = house.rows().await;
    for (then, subject, sentences) in refused {
        for (browser, sentence) in [&operator, &chinese].into_iter().zip(sentences) {
            let answered = browser.send(&deed(then, &subject).of_attempt(house.attempt())).await;
            assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{then} {subject}");
            assert!(answered.page.contains(sentence), "{then} {subject}: {sentence}");
        }
        assert_eq!(changed(&before, &house.rows().await), None, "{then} {subject}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_about_nothing_is_not_found() {
    let books = Books::open().await;
    let (house, now) = (&books.world.house, books.world.house.kit.market.now());
    let operator = house.browser(&books.world.olga).await;
    let (payment, refund) = (PaymentId::mint(now).to_string(), RefundId::mint(now).to_string());
    let paid = books.desk.to_string();
    let before = house.rows().await;
    let payments =
        ["give-back", "correct", "give-back-foreign", "correct-foreign"].map(|then| (then, [&payment, &paid, &refund]));
    let refunds = ["retry", "by-hand"].map(|then| (then, [&refund, &payment, &paid]));
    let odd = [
        "",
        "x",
        "pmt_",
        "\0",
        "a\nb",
        "all",
        "all.none",
        "sandbox.none",
        "sandbox.line.none",
        "sandbox.book.none",
        "none.txn_desk",
        "订单.账单",
        "' OR 1=1 --",
    ];
    let mut forms: Vec<Form> = Vec::new();
    for (then, subjects) in payments.into_iter().chain(refunds) {
        forms.extend(subjects.map(|subject| deed(then, subject)));
        forms.extend(odd.map(|subject| deed(then, subject)));
    }
    for then in ["note", "take", "tie", "explain", "", "write-off"] {
        // The reason's field is named after the subject, byte by byte where it must be: those that are odd have none here.
        forms.extend(odd.map(|subject| deed(then, subject)));
    }
    let why = "As the provider says.";
    forms.extend([
        Form::new(PATH, &[]),
        Form::new(PATH, &[("then", "note"), ("subject", "sandbox.\0"), ("note-sandbox.-00", why)]),
        Form::new(PATH, &[("then", "take"), ("subject", "all.txn_\0"), ("take-all.txn_-00", why)]),
    ]);
    for form in &forms {
        let answered = operator.send(&form.clone().of_attempt(house.attempt())).await;
        let is_asked_why = answered.page.contains("Please say why.");
        assert!(answered.status == StatusCode::NOT_FOUND || is_asked_why, "{form:?}: {}", answered.status);
        assert!(!answered.status.is_server_error(), "{form:?}: {}", answered.status);
    }
    assert_eq!(changed(&before, &house.rows().await), None);
}
