//! Each deed, from the form that stands on the page: once, with a reason, and the row is gone.

use super::{Books, PATH};
use crate::http::tests::client::{Browser, Form, changed};
use http::StatusCode;
use market::account::Language;
use market::kernel::limits::NOTE_CHARS_MAX;

const WHY: &str = "As the provider says.";

/// A deed, what it is about, where the browser is sent and what is said there.
struct Deed {
    then: &'static str,
    subject: String,
    done: &'static str,
    said: [&'static str; 2],
}

/// Whether what was done is told once: in this list, or above all of them where it has no rows any more.
fn is_told_in(page: &str, list: &str) -> bool {
    let told = "id=\"done\"";
    let section = page.split("<section ").find(|section| section.contains(&format!("aria-labelledby=\"{list}\"")));
    let place = section.or_else(|| page.split("<section ").next());
    page.matches(told).count() == 1 && place.is_some_and(|place| place.contains(told))
}

fn deeds(books: &Books) -> Vec<Deed> {
    let back = ["The amount goes back to its buyer, who was told.", "款项将退还买家，并已通知。"];
    let corrected = ["statement counts now.", "已按渠道账单更正。"];
    let deed = |then, subject, done, said| Deed { then, subject, done, said };
    let [again, by_hand] = books.stuck.map(|refund| refund.to_string());
    let desk = format!("{}.txn_desk", books.desk_order);
    vec![
        deed("give-back", books.short.to_string(), "given-back", back),
        deed("correct", books.untrue.to_string(), "corrected", corrected),
        deed("give-back-foreign", books.dollars.to_string(), "given-back", back),
        deed("correct-foreign", books.yuan.to_string(), "corrected", corrected),
        deed("note", "sandbox.e_more".to_owned(), "noted", ["Written down; it is off the list.", "已记录，并从列表移除。"]),
        deed("retry", again, "retried", ["The provider is asked once more.", "已重新向渠道申请退款。"]),
        deed(
            "by-hand",
            by_hand,
            "by-hand",
            ["Written down as transferred; the buyer was told.", "已记为人工转账，并已通知买家。"],
        ),
        deed(
            "tie",
            format!("{}.txn_tied", books.tied),
            "tied",
            ["The refund is done: its buyer has the money.", "退款已完成，买家已收到款项。"],
        ),
        deed(
            "explain",
            "sandbox.line.txn_dispute".to_owned(),
            "explained",
            ["Written down; it is off the list.", "已记录，并从列表移除。"],
        ),
        deed("take", desk, "taken", ["The refund stands in the books; both sides were told.", "退款已入账，并已通知双方。"]),
    ]
}

impl Deed {
    /// Its form on the page; none where it is not offered.
    async fn form(&self, browser: &Browser<'_>) -> Option<Form> {
        let page = browser.get(PATH).await.page;
        let marks = [format!("value=\"{}\"", self.subject), format!("value=\"{}\"", self.then)];
        Form::on(&page, &marks.each_ref().map(String::as_str)).map(|form| form.with("then", self.then))
    }
    /// Where the browser is sent: a refund that is asked for again may stay in its list.
    fn to(&self) -> String {
        let of = if self.then == "retry" { format!("&of={}", self.subject) } else { String::new() };
        format!("{PATH}?done={}{of}#done", self.done)
    }
    /// The list that it takes a row from.
    fn list(&self) -> &'static str {
        match self.then {
            "note" => "unbooked",
            "retry" | "by-hand" => "stuck",
            "tie" | "explain" | "take" => "differences",
            _ => "suspense",
        }
    }
    /// With this as its reason.
    fn because(&self, form: &Form, why: &str) -> Form {
        form.clone().typed(&format!("{}-", self.then), why)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deed_takes_its_row_off_the_page_once() {
    let books = Books::open().await;
    let house = &books.world.house;
    let operator = house.browser(&books.world.olga).await;
    let chinese = house.browser(&books.world.olga).await.reading(Language::Zh);
    for deed in deeds(&books) {
        let (then, before) = (deed.then, house.rows().await);
        let form = deed.form(&operator).await.expect(then);
        let sent = deed.because(&form, WHY);
        let first = operator.send(&sent).await;
        assert_eq!((first.status, first.to.as_str()), (StatusCode::SEE_OTHER, deed.to().as_str()), "{then}");
        let after = house.rows().await;
        assert!(changed(&before, &after).is_some(), "{then} does nothing");
        for (browser, said) in [&operator, &chinese].into_iter().zip(deed.said) {
            let page = browser.get(&first.to).await.page;
            assert!(page.contains(said) && is_told_in(&page, deed.list()), "{then}: {said}");
        }
        assert!(deed.form(&operator).await.is_none(), "{then} is offered again");

        let again = operator.send(&sent).await;
        assert_eq!((again.status, again.to), (first.status, first.to), "{then}: the same sending");
        assert!(operator.send(&deed.because(&form, "Another reason.")).await.is_reused(), "{then}: under the same id");
        for (browser, said) in [(&operator, "Another operator or the provider was faster."), (&chinese, "期间已有他人处理")]
        {
            let late = browser.send(&sent.clone().of_attempt(house.attempt())).await;
            assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.page.contains(said), "{then}: from an older page");
        }
        assert_eq!(changed(&after, &house.rows().await), None, "{then}, four times more");
    }
    house.kit.audited().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_deed_is_done_without_a_reason() {
    let books = Books::open().await;
    let house = &books.world.house;
    let operator = house.browser(&books.world.olga).await;
    let chinese = house.browser(&books.world.olga).await.reading(Language::Zh);
    let too_long = "x".repeat(NOTE_CHARS_MAX + 1);
    let before = house.rows().await;
    for deed in deeds(&books) {
        let form = deed.form(&operator).await.expect(deed.then);
        for (why, sentences) in [
            ("", ["Please say why.", "请写明理由。"]),
            (" \u{3000}", ["Please say why.", "请写明理由。"]),
            (too_long.as_str(), ["at most 500 characters fit.", "最多 500 个字。"]),
        ] {
            for (browser, sentence) in [&operator, &chinese].into_iter().zip(sentences) {
                let refused = browser.send(&deed.because(&form, why)).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {why:?}", deed.then);
                let beside = format!("id=\"{}-error\"", form.name_of(&format!("{}-", deed.then)));
                assert!(refused.page.contains(sentence) && refused.page.contains(&beside), "{}: {sentence}", deed.then);
            }
        }
        assert_eq!(changed(&before, &house.rows().await), None, "{}", deed.then);
    }
}
