//! A deed comes back to the page that it was sent from: a further page of differences, or the one of cash. What is refused stands there beside
//! its field, with what was typed.

use super::PATH;
use crate::http::tests::client::{Browser, Form, beside};
use crate::http::tests::world::World;
use app_kit::routes;
use http::StatusCode;
use market::kernel::limits::NOTE_CHARS_MAX;
use market::kernel::{Money, Span};
use market::order::commands::confirm_receipt;
use market::payment::cash::record_remittance;
use market::payment::{CASH, EventOutcome, Remittance, ReportKind};
use market::testkit::PROVIDER;

/// The fields of a form.
type Sent<'a> = &'a [(&'a str, &'a str)];

const WHY: &str = "As the provider says.";
/// Where differences stand, and with whom.
const PAGES: [(&str, &str); 2] = [(PATH, PROVIDER), ("/admin/cash", CASH)];
/// Differences of a page, and one more.
const DIFFERENCES: usize = 101;

/// Where the link to the next page of a page's list leads.
fn next(page: &str) -> Option<&str> {
    let link = page.split('<').find(|tag| tag.starts_with("a ") && tag.contains("rel=\"next\""))?;
    link.split_once("href=\"")?.1.split('"').next()
}

/// The form of a deed about a subject, on a page.
fn deed(page: &str, then: &str, subject: &str) -> Option<Form> {
    let marks = [format!("value=\"{subject}\""), format!("value=\"{then}\"")];
    Form::on(page, &marks.each_ref().map(String::as_str)).map(|form| form.with("then", then))
}

/// A reason that is too long stays where it was typed.
async fn is_refused_in_place(browser: &Browser<'_>, form: &Form, then: &str) {
    let (field, too_long) = (format!("{then}-"), "x".repeat(NOTE_CHARS_MAX + 1));
    let refused = browser.send(&form.clone().typed(&field, &too_long)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(beside(&refused.page, form.name_of(&field)).contains("at most 500 characters fit."), "{then}");
    assert!(refused.page.contains(&format!("value=\"{too_long}\"")), "{then}: what was typed is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_of_a_further_page_comes_back_to_it() {
    for (path, provider) in PAGES {
        comes_back_to_a_further_page(path, provider).await;
    }
}

async fn comes_back_to_a_further_page(path: &str, provider: &'static str) {
    let world = World::open().await;
    let kit = &world.house.kit;
    let line = |n: usize| kit.report_line(&format!("txn_{n:03}"), ReportKind::Other, -300);
    let lines: Vec<_> = (0..DIFFERENCES).map(line).collect();
    kit.clock.advance(Span::hours(2));
    kit.states(provider, &lines).await;
    let operator = world.house.browser(&world.olga).await;
    let last = format!("{provider}.line.txn_100");
    let first = operator.get(path).await.page;
    assert!(deed(&first, "explain", &last).is_none(), "it stands on the second page");
    let second = next(&first).expect("a second page");
    assert!(second.starts_with(&format!("{path}?after=")), "{second}");
    let page = operator.get(second).await.page;
    let back = page.split("<a ").find(|link| link.contains("Back to the oldest differences")).expect("a way back");
    assert!(back.contains(&format!("href=\"{path}\"")) && next(&page).is_none(), "{back}");
    let form = deed(&page, "explain", &last).expect("its form");
    assert_eq!(form.path, second);
    is_refused_in_place(&operator, &form, "explain").await;
    let done = operator.send(&form.typed("explain-", WHY)).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, format!("{second}&done=explained#done").as_str()));
    let page = operator.get(&done.to).await.page;
    assert!(page.contains("Written down; it is off the list.") && page.contains("Back to the oldest differences"));

    // Whatever the address says is a key, and leads nowhere else.
    let mut form = deed(&first, "explain", &format!("{provider}.line.txn_000")).expect("its form");
    form.path = format!("{path}?after=//evil.test%0D%0AX:1%26done=y");
    let done = operator.send(&form.typed("explain-", WHY)).await;
    assert_eq!(done.to, format!("{path}?after=//evil.test%0D%0AX%3A1%26done%3Dy&done=explained#done"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_about_cash_beside_further_differences_comes_back_to_them() {
    let world = World::open().await;
    let kit = &world.house.kit;
    let (payment, order) = world.cash_out().await;
    confirm_receipt(&kit.market, &world.buyer.buyer(), order).await.expect("a received parcel");
    kit.clock.advance(Span::days(60));
    let lines: Vec<_> = (0..DIFFERENCES).map(|n| kit.report_line(&format!("txn_{n:03}"), ReportKind::Other, -300)).collect();
    kit.clock.advance(Span::hours(2));
    kit.states(CASH, &lines).await;
    let operator = world.house.browser(&world.olga).await;
    let first = operator.get(&routes::admin("cash")).await.page;
    let here = next(&first).expect("a second page").to_owned();

    let transfer = [("amount-", "1.00"), ("day-", "2026-02-20"), ("reference-", "SF-1")];
    let told = format!("suspended&of={payment}");
    let deeds: [(&str, Sent, &str); 3] = [
        ("record", &transfer, &told),
        ("withdraw", &[("withdraw-", WHY)], "withdrawn"),
        ("write-off", &[("why-", WHY)], "written-off"),
    ];
    let mut page = operator.get(&here).await.page;
    for (then, typed, told) in deeds {
        let form = Form::on(&page, &[&format!("value=\"{then}\"")]).expect(then).with("then", then);
        assert_eq!(form.path, here, "{then}");
        let form = typed.iter().fold(form, |form, (field, value)| form.typed(field, value));
        let done = operator.send(&form).await;
        assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, format!("{here}&done={told}#done").as_str()));
        page = operator.get(&done.to).await.page;
        assert!(page.contains("id=\"done\"") && page.contains("Back to the oldest differences"), "{then}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_of_the_page_of_cash_comes_back_to_it() {
    let world = World::open().await;
    let (payment, _) = world.cash_out().await;
    let (reference, day) = ("SF-1".to_owned(), "2026-11-24".to_owned());
    let remittance = Remittance { payment, amount: Money::fen(100), reference, day };
    let recorded = record_remittance(&world.house.kit.market, &world.operator(), &remittance).await.expect("a transfer");
    assert_eq!(recorded, EventOutcome::Suspended);
    let (operator, path) = (world.house.browser(&world.olga).await, routes::admin("cash"));
    let subject = payment.to_string();
    let page = operator.get(&path).await.page;
    assert!(
        page.contains("It was paid in cash: the buyer is told, and you transfer it by hand")
            && !page.contains("the way it was paid")
    );
    let form = deed(&page, "give-back", &subject).expect("its form");
    assert_eq!(form.path, path);
    is_refused_in_place(&operator, &form, "give-back").await;
    let done = operator.send(&form.typed("give-back-", WHY)).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, format!("{path}?done=given-back#done").as_str()));
    let page = operator.get(&done.to).await.page;
    let notice = page.split_once("It is owed to the buyer: transfer it by hand").expect("what is to be done").1;
    let notice = notice.split("</div>").next().unwrap_or_default();
    assert!(notice.contains(&format!("href=\"{PATH}\"")), "where: {notice}");
    assert!(!page.contains("goes back to its buyer"), "nobody gives cash back by itself");
    assert!(deed(&page, "give-back", &subject).is_none(), "it is offered again");
    let refund = world.house.kit.refunds().await.into_iter().find(|(_, of, _)| *of == payment).expect("a refund").0;
    world.house.kit.refuses(refund, "paid in cash at the door").await;
    let stuck = operator.get(PATH).await.page;
    assert!(deed(&stuck, "by-hand", &refund.to_string()).is_some(), "where it is written down as transferred");
    world.house.kit.audited().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_explained_stays_to_be_read_on_either_page() {
    for (path, provider) in PAGES {
        let world = World::open().await;
        let kit = &world.house.kit;
        let line = kit.report_line("txn_1", ReportKind::Other, -300);
        kit.clock.advance(Span::hours(2));
        kit.states(provider, &[line]).await;
        let (operator, subject) = (world.house.browser(&world.olga).await, format!("{provider}.line.txn_1"));
        let page = operator.get(path).await.page;
        let form = deed(&page, "explain", &subject).expect("its form");
        assert!(form.path == path && !page.contains("id=\"explained\""), "{path}");
        is_refused_in_place(&operator, &form, "explain").await;
        let done = operator.send(&form.typed("explain-", WHY)).await;
        assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, format!("{path}?done=explained#done").as_str()));
        let page = operator.get(&done.to).await.page;
        assert!(page.contains("Written down; it is off the list.") && deed(&page, "explain", &subject).is_none(), "{path}");
        let explained = page.split_once("id=\"explained\"").expect(path).1.split("</table>").next().unwrap_or_default();
        for words in ["txn_1", WHY, "Olga"] {
            assert!(explained.contains(words), "{path}: {words}");
        }
    }
}
