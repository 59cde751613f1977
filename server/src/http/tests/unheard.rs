//! A decision about a case in which something was said since its page was opened: it is not made, nothing that was typed is lost,
//! what is new stands there, and the next sending of the same form makes it.

use super::client::{Answered, Browser, Form};
use super::world::World;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::aftersales::commands::{Who, appeal_case, say_in_case};
use market::aftersales::queries::case_of;
use market::aftersales::{CaseId, CaseState};

/// The decision's form on a page, as somebody fills it in.
fn decision(page: &str) -> Form {
    let form = Form::on(page, &["value=\"decide\""]).expect("a form to decide with");
    form.with("then", "decide").with("amount", "12.34").with("why", "A seam can be mended.")
}

/// The page is drawn again with this sentence, what was typed, and the form for its next sending.
fn is_kept(answered: &Answered, sentence: &str) {
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
    for part in [sentence, "value=\"12.34\"", "A seam can be mended."] {
        assert!(answered.page.contains(part), "{sentence}: {part}");
    }
}

async fn state(world: &World, case: CaseId) -> CaseState {
    let view = case_of(&world.house.kit.market, Who::Operator(&world.operator()), case).await.expect("an answer");
    view.expect("a case").row.state
}

async fn opened(olga: &Browser<'_>, case: CaseId) -> Form {
    decision(&olga.get(&routes::admin_case(&case.to_string())).await.page)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decides_is_shown_first_what_was_said_since_the_page_was_opened() {
    let world = World::open().await;
    let (market, buyer, operator) = (&world.house.kit.market, world.buyer.buyer(), world.operator());
    let [english, chinese] = [
        ["The buyer wrote something since you opened this page.", "The shop wrote something since you opened this page."],
        ["您打开本页后，买家有新的留言。", "您打开本页后，店家有新的留言。"],
    ];
    for (lang, [of_buyer, of_shop]) in [(Language::En, english), (Language::Zh, chinese)] {
        let [_, _, olga] = world.browsers().await;
        let (olga, case) = (olga.reading(lang), world.disputed().await);
        for (seen, next) in [(CaseState::Disputed, CaseState::Decided), (CaseState::Appealed, CaseState::Settled)] {
            let form = opened(&olga, case).await;
            say_in_case(market, Who::Operator(&operator), case, "I look at it.", &[])
                .await
                .expect("a note, which is no evidence");
            let words = format!("The seam, once more: {seen:?}.");
            say_in_case(market, Who::Buyer(&buyer), case, &words, &[]).await.expect("words");
            let refused = olga.send(&form).await;
            is_kept(&refused, of_buyer);
            assert!(refused.page.contains(&words), "it can be read now");
            let again = decision(&refused.page);
            assert_eq!(again.value("attempt"), form.value("attempt"), "what was refused is sent again as the same attempt");
            say_in_case(market, Who::Shop(&world.staff), case, "It left whole.", &[]).await.expect("words");
            // Counting who gets what is no decision, but shows the page anew: what is new there is said, too.
            let counted = olga.send(&again.clone().with("then", "look")).await;
            is_kept(&counted, of_shop);
            is_kept(&olga.send(&again).await, of_shop);
            assert_eq!(state(&world, case).await, seen, "nothing was decided");
            let decided = olga.send(&decision(&counted.page)).await;
            assert_eq!(decided.status, StatusCode::SEE_OTHER);
            assert_eq!(state(&world, case).await, next);
            if seen == CaseState::Disputed {
                appeal_case(market, Who::Buyer(&buyer), case, "All of it is torn.").await.expect("an appeal");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_does_not_say_what_was_read_is_out_of_date() {
    let world = World::open().await;
    let case = world.disputed().await;
    for (lang, moved_on, unheard) in [
        (Language::En, "The case has moved on meanwhile.", "The buyer wrote something since you opened this page."),
        (Language::Zh, "情况刚刚有变化", "您打开本页后，买家有新的留言。"),
    ] {
        let [_, _, olga] = world.browsers().await;
        let olga = olga.reading(lang);
        let form = opened(&olga, case).await;
        for unread in ["", "-1", "two", "18446744073709551616", "1.0"] {
            is_kept(&olga.send(&form.clone().with("heard_buyer", unread)).await, moved_on);
            is_kept(&olga.send(&form.clone().with("heard_shop", unread)).await, moved_on);
        }
        for forged in ["0", "1", "3", "18446744073709551615"] {
            is_kept(&olga.send(&form.clone().with("heard_buyer", forged)).await, unheard);
        }
    }
    assert_eq!(state(&world, case).await, CaseState::Disputed, "nothing was decided");
}
