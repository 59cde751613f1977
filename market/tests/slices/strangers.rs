//! What strangers can do about somebody's account: nothing to its codes, and little to its password; on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::account::{ANA, HOME, another_than, ask_from, asked, count, from_browser, sent, sign_in};
use market::account::commands::{
    Asking, NewSession, RequestCodeRefusal, SignIn, SignInWithCodeRefusal, SignInWithPasswordRefusal, request_code, set_password,
    sign_in_with_code, sign_in_with_password,
};
use market::account::{CodeId, Language};
use market::db_test;
use market::kernel::{Problem, Span};
use market::testkit::TestMarket;

const ELSEWHERE: &str = "198.51.100.7";
const PASSWORD: &str = "a quiet river";

/// Whether a code is taken that a browser asked for.
async fn enters(kit: &TestMarket, contact: &str, asked: Option<CodeId>, code: &str) -> bool {
    match sign_in_with_code(&kit.market, from_browser(contact), asked, code).await {
        Ok(_) => true,
        Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired)) => false,
        Err(other) => panic!("{other}"),
    }
}

async fn is_too_much(kit: &TestMarket, client: &str, contact: &str) -> bool {
    match ask_from(kit, client, contact, None).await {
        Ok(_) => false,
        Err(Problem::Refused(RequestCodeRefusal::TooMany { retry_at })) => {
            assert!(retry_at > kit.market.now());
            true
        }
        Err(other) => panic!("{other}"),
    }
}

async fn guess(
    kit: &TestMarket,
    client: &str,
    contact: &str,
    typed: &str,
) -> Result<NewSession, Problem<SignInWithPasswordRefusal>> {
    sign_in_with_password(&kit.market, SignIn { client, ..from_browser(contact) }, typed).await
}

fn is_wrong(guessed: &Result<NewSession, Problem<SignInWithPasswordRefusal>>) -> bool {
    matches!(guessed, Err(Problem::Refused(SignInWithPasswordRefusal::Wrong)))
}

fn is_turned_away(guessed: &Result<NewSession, Problem<SignInWithPasswordRefusal>>) -> bool {
    matches!(guessed, Err(Problem::Refused(SignInWithPasswordRefusal::TooMany { .. })))
}

/// Ana has an account with a password.
async fn ana_with_password(kit: &TestMarket) {
    let ana = sign_in(kit, ANA).await;
    set_password(&kit.market, &ana.person, PASSWORD).await.unwrap();
}

db_test!(
    async fn wrong_tries_and_requests_of_a_stranger_leave_a_code_good(kit) {
        let (id, code) = asked(&kit, ANA).await;
        let theirs = ask_from(&kit, ELSEWHERE, ANA, None).await.unwrap();
        let their_code = sent(&kit).await;
        for _ in 0..5 {
            assert!(!enters(&kit, ANA, Some(theirs), &another_than(&their_code)).await);
        }
        assert!(!enters(&kit, ANA, Some(theirs), &their_code).await, "theirs was tried too often");
        for earlier in [None, Some(theirs)] {
            kit.clock.advance(Span::minutes(1));
            ask_from(&kit, ELSEWHERE, ANA, earlier).await.unwrap();
        }
        assert!(enters(&kit, ANA, Some(id), &code).await);
    }
);

db_test!(
    async fn a_code_works_only_in_the_browser_that_asked_for_it(kit) {
        let (id, code) = asked(&kit, ANA).await;
        let other = ask_from(&kit, ELSEWHERE, ANA, None).await.unwrap();
        let made_up = CodeId::mint(kit.market.now());
        if sent(&kit).await != code {
            for asked in [None, Some(other), Some(made_up)] {
                assert!(!enters(&kit, ANA, asked, &code).await, "{asked:?}");
            }
        }
        for _ in 0..6 {
            assert!(!enters(&kit, "ben@example.com", Some(id), &code).await, "it was sent to somebody else");
        }
        assert!(enters(&kit, ANA, Some(id), &code).await, "and was never tried");
    }
);

db_test!(
    async fn a_browser_that_asks_again_ends_its_earlier_code(kit) {
        let (first, old) = asked(&kit, ANA).await;
        kit.clock.advance(Span::minutes(1));
        let second = ask_from(&kit, HOME, ANA, Some(first)).await.unwrap();
        let new = sent(&kit).await;
        assert!(!enters(&kit, ANA, Some(first), &old).await);
        assert!(enters(&kit, ANA, Some(second), &new).await);
    }
);

db_test!(
    async fn a_form_that_is_sent_again_on_a_bad_link_sends_one_letter(kit) {
        let asking = Asking { id: CodeId::mint(kit.market.now()), earlier: None };
        let answers = [(); 4].map(|()| {
            let market = kit.market.clone();
            tokio::spawn(async move { request_code(&market, ANA, Language::En, HOME, asking).await })
        });
        for answer in answers {
            assert_eq!(answer.await.unwrap().unwrap(), asking.id, "whichever answer arrives tells of it");
        }
        assert_eq!(count(&kit, "SELECT count(*) FROM outbox").await, 1);
        let code = sent(&kit).await;
        kit.clock.advance(Span::minutes(2));
        let kept = Asking { earlier: Some(asking.id), ..asking };
        assert_eq!(request_code(&kit.market, ANA, Language::En, HOME, kept).await.unwrap(), asking.id);
        let other = request_code(&kit.market, "ben@example.com", Language::En, HOME, asking).await.unwrap();
        assert_ne!(other, asking.id, "the form with another address is another one");
        assert!(enters(&kit, ANA, Some(asking.id), &code).await);
    }
);

db_test!(
    async fn a_request_that_is_refused_leaves_the_earlier_code_good(kit) {
        let (id, code) = asked(&kit, ANA).await;
        assert!(ask_from(&kit, HOME, ANA, Some(id)).await.is_err(), "a minute has not passed");
        assert!(enters(&kit, ANA, Some(id), &code).await);
    }
);

db_test!(
    async fn two_browsers_of_somebody_new_make_one_person(kit) {
        let desk = asked(&kit, ANA).await;
        let phone = (ask_from(&kit, ELSEWHERE, ANA, None).await.unwrap(), sent(&kit).await);
        let both = [desk, phone].map(|(id, code)| {
            let market = kit.market.clone();
            tokio::spawn(async move { sign_in_with_code(&market, from_browser(ANA), Some(id), &code).await })
        });
        for one in both {
            one.await.unwrap().unwrap();
        }
        assert_eq!(count(&kit, "SELECT count(*) FROM person").await, 1);
        assert_eq!(count(&kit, "SELECT count(DISTINCT person_id) FROM session").await, 1);
        assert_eq!(count(&kit, "SELECT count(*) FROM session").await, 2);
    }
);

db_test!(
    async fn letters_that_a_stranger_asks_for_are_not_the_owners(kit) {
        for _ in 0..5 {
            ask_from(&kit, ELSEWHERE, ANA, None).await.unwrap();
            kit.clock.advance(Span::minutes(1));
        }
        assert!(is_too_much(&kit, ELSEWHERE, ANA).await);
        ask_from(&kit, ELSEWHERE, "ben@example.com", None).await.unwrap();
        assert!(!is_too_much(&kit, HOME, ANA).await);
        assert!(is_too_much(&kit, HOME, ANA).await, "the pause is the owner's own");
    }
);

db_test!(
    async fn a_mailbox_gets_twenty_letters_an_hour_from_all_together(kit) {
        for _ in 0..5 {
            for place in 0..4 {
                ask_from(&kit, &format!("198.51.100.{place}"), ANA, None).await.unwrap();
            }
            kit.clock.advance(Span::minutes(1));
        }
        assert!(is_too_much(&kit, HOME, ANA).await);
        assert!(!is_too_much(&kit, HOME, "ben@example.com").await);
        assert_eq!(count(&kit, "SELECT count(*) FROM sign_in_code").await, 21);
        kit.clock.advance(Span::hours(1));
        assert!(!is_too_much(&kit, HOME, ANA).await);
    }
);

db_test!(
    async fn who_uses_up_the_codes_of_a_place_keeps_nobody_out_who_is_known_there(kit) {
        sign_in(&kit, ANA).await;
        kit.clock.advance(Span::hours(1));
        for number in 0..30 {
            ask_from(&kit, HOME, &format!("person{number}@example.net"), None).await.unwrap();
        }
        assert!(is_too_much(&kit, HOME, "ben@example.com").await, "who is new in the school waits");
        sent(&kit).await;
        let (id, code) = asked(&kit, ANA).await;
        assert!(enters(&kit, ANA, Some(id), &code).await);
        for _ in 0..4 {
            kit.clock.advance(Span::minutes(1));
            assert!(!is_too_much(&kit, HOME, ANA).await);
        }
        kit.clock.advance(Span::minutes(1));
        assert!(is_too_much(&kit, HOME, ANA).await, "her own letters are five an hour");
    }
);

db_test!(
    async fn one_place_guesses_sixty_times_an_hour_at_whatever_accounts(kit) {
        ana_with_password(&kit).await;
        for number in 0..60 {
            assert!(is_wrong(&guess(&kit, ELSEWHERE, &format!("person{number}@example.net"), PASSWORD).await), "{number}");
        }
        assert!(is_turned_away(&guess(&kit, ELSEWHERE, ANA, PASSWORD).await), "though nobody guessed at this one");
        assert!(guess(&kit, HOME, ANA, PASSWORD).await.is_ok());
        kit.clock.advance(Span::hours(1));
        assert!(guess(&kit, ELSEWHERE, ANA, PASSWORD).await.is_ok());
    }
);

db_test!(
    async fn right_passwords_are_no_guesses(kit) {
        ana_with_password(&kit).await;
        let used = "SELECT count(*) FROM attempt_count WHERE attempts > 0";
        let before = count(&kit, used).await;
        for _ in 0..11 {
            guess(&kit, HOME, ANA, PASSWORD).await.unwrap();
        }
        assert_eq!(count(&kit, used).await, before, "of the place and of the account nothing is used up");
        assert!(is_wrong(&guess(&kit, HOME, ANA, "a loud river").await));
        guess(&kit, HOME, ANA, PASSWORD).await.unwrap();
        assert_eq!(count(&kit, used).await, before + 3, "a wrong one stays counted for both, and for the two together");
    }
);

db_test!(
    async fn guesses_of_a_stranger_leave_the_owners_password_usable(kit) {
        ana_with_password(&kit).await;
        for place in 0..10 {
            let client = format!("198.51.100.{place}");
            for _ in 0..10 {
                assert!(is_wrong(&guess(&kit, &client, ANA, "a loud river").await));
            }
            if place == 0 {
                assert!(is_turned_away(&guess(&kit, &client, ANA, PASSWORD).await), "even if right");
                assert!(guess(&kit, HOME, ANA, PASSWORD).await.is_ok(), "the owner's own are not used up");
            }
        }
        assert!(is_turned_away(&guess(&kit, HOME, ANA, PASSWORD).await), "a hundred from everywhere are enough");
        let (id, code) = asked(&kit, ANA).await;
        assert!(enters(&kit, ANA, Some(id), &code).await, "a code always works");
        kit.clock.advance(Span::hours(1));
        assert!(guess(&kit, HOME, ANA, PASSWORD).await.is_ok());
    }
);
