//! What whoever guesses at sign-in codes reaches in a day, and whom they cannot lock out; on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::account::{ANA, HOME, another_than, ask_from, from_browser, sent, sign_in};
use SignInWithCodeRefusal::{TooManyWrong, WrongOrExpired};
use market::account::CodeId;
use market::account::commands::{
    RequestCodeRefusal, SignIn, SignInWithCodeRefusal, forget_expired, set_password, sign_in_with_code, sign_in_with_password,
};
use market::db_test;
use market::kernel::{Problem, Span, Timestamp};
use market::testkit::TestMarket;

const BEN: &str = "ben@example.com";
const ELSEWHERE: &str = "198.51.100.200";
const AWAY: &str = "203.0.113.5";
const PASSWORD: &str = "a quiet river";

/// A browser in some place that asked for a code, and what the letter says.
#[derive(Clone)]
struct Browser {
    client: String,
    contact: &'static str,
    asked: CodeId,
    code: String,
}

impl Browser {
    async fn asks(kit: &TestMarket, client: &str, contact: &'static str) -> Self {
        let asked = ask_from(kit, client, contact, None).await.unwrap();
        Self { client: client.to_owned(), contact, asked, code: sent(kit).await }
    }

    async fn types(&self, kit: &TestMarket, code: &str) -> Result<(), SignInWithCodeRefusal> {
        let request = SignIn { client: &self.client, ..from_browser(self.contact) };
        match sign_in_with_code(&kit.market, request, Some(self.asked), code).await {
            Ok(_) => Ok(()),
            Err(Problem::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    async fn enters(&self, kit: &TestMarket) -> Result<(), SignInWithCodeRefusal> {
        self.types(kit, &self.code).await
    }

    /// Types so many wrong codes, each of which is looked at.
    async fn guesses(&self, kit: &TestMarket, times: usize) {
        for _ in 0..times {
            assert_eq!(self.types(kit, &another_than(&self.code)).await, Err(WrongOrExpired));
        }
    }
}

/// Why no letter is sent.
async fn refused(kit: &TestMarket, client: &str, contact: &str) -> RequestCodeRefusal {
    match ask_from(kit, client, contact, None).await {
        Err(Problem::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// When the day of the clock ends.
fn midnight(kit: &TestMarket) -> Timestamp {
    let day = Span::days(1).millis();
    Timestamp::from_millis((kit.market.now().millis() / day + 1) * day)
}

/// Five strangers try each of their codes to its end, so many times in a row: 25 wrong tries at Ana's address each time.
async fn strangers_guess(kit: &TestMarket, times: usize) {
    for _ in 0..times {
        for place in 0..5 {
            Browser::asks(kit, &format!("198.51.100.{place}"), ANA).await.guesses(kit, 5).await;
        }
        kit.clock.advance(Span::minutes(1));
    }
}

/// The hundred tries that all strangers together have in a day, within the letters of two hours.
async fn strangers_use_up_the_day(kit: &TestMarket) {
    strangers_guess(kit, 2).await;
    kit.clock.advance(Span::hours(1));
    strangers_guess(kit, 2).await;
}

db_test!(
    async fn all_strangers_together_guess_a_hundred_times_a_day(kit) {
        strangers_guess(&kit, 2).await;
        kit.clock.advance(Span::hours(1));
        strangers_guess(&kit, 1).await;
        let late = Browser::asks(&kit, ELSEWHERE, ANA).await;
        strangers_guess(&kit, 1).await;
        let end = midnight(&kit);
        assert_eq!(late.enters(&kit).await, Err(TooManyWrong { retry_at: end }), "though it is right");
        assert_eq!(refused(&kit, HOME, ANA).await, RequestCodeRefusal::TooManyWrong { retry_at: end }, "no letter in vain");
        assert_eq!(Browser::asks(&kit, ELSEWHERE, BEN).await.enters(&kit).await, Ok(()), "nobody guessed at this one");
        kit.clock.advance(Span::millis_of(end.millis() - kit.market.now().millis() - 1));
        assert_eq!(refused(&kit, HOME, ANA).await, RequestCodeRefusal::TooManyWrong { retry_at: end });
        kit.clock.advance(Span::millis_of(1));
        assert_eq!(Browser::asks(&kit, HOME, ANA).await.enters(&kit).await, Ok(()));
    }
);

db_test!(
    async fn the_last_tries_of_a_day_are_not_made_twice_by_trying_at_once(kit) {
        strangers_guess(&kit, 2).await;
        kit.clock.advance(Span::hours(1));
        strangers_guess(&kit, 1).await;
        for place in 10..14 {
            Browser::asks(&kit, &format!("198.51.100.{place}"), ANA).await.guesses(&kit, 5).await;
        }
        let two = [Browser::asks(&kit, ELSEWHERE, ANA).await, Browser::asks(&kit, AWAY, ANA).await];
        let tries = two.iter().cycle().take(10).map(|browser| {
            let (market, browser) = (kit.market.clone(), browser.clone());
            tokio::spawn(async move {
                let request = SignIn { client: &browser.client, ..from_browser(browser.contact) };
                let tried = sign_in_with_code(&market, request, Some(browser.asked), &another_than(&browser.code)).await;
                matches!(tried, Err(Problem::Refused(WrongOrExpired)))
            })
        });
        let mut looked_at = 0;
        for tried in tries.collect::<Vec<_>>() {
            looked_at += i32::from(tried.await.unwrap());
        }
        assert_eq!(looked_at, 5, "of ten, where five were left");
        for browser in two {
            assert!(browser.enters(&kit).await.is_err());
        }
    }
);

db_test!(
    async fn strangers_lock_nobody_out_of_where_they_have_signed_in(kit) {
        let ana = sign_in(&kit, ANA).await;
        set_password(&kit.market, &ana.person, PASSWORD).await.unwrap();
        sign_in_with_password(&kit.market, SignIn { client: AWAY, ..from_browser(ANA) }, PASSWORD).await.unwrap();
        kit.clock.advance(Span::days(89));
        forget_expired(&kit.market).await.unwrap();
        Browser::asks(&kit, HOME, ANA).await.guesses(&kit, 5).await;
        strangers_use_up_the_day(&kit).await;
        let end = midnight(&kit);
        assert_eq!(refused(&kit, ELSEWHERE, ANA).await, RequestCodeRefusal::TooManyWrong { retry_at: end });
        for place in [HOME, AWAY] {
            let browser = Browser::asks(&kit, place, ANA).await;
            browser.guesses(&kit, 1).await;
            assert_eq!(browser.enters(&kit).await, Ok(()), "{place}");
        }
        sign_in_with_password(&kit.market, SignIn { client: ELSEWHERE, ..from_browser(ANA) }, PASSWORD).await.unwrap();
        let browser = Browser::asks(&kit, ELSEWHERE, ANA).await;
        assert_eq!(browser.enters(&kit).await, Ok(()), "a password is a way in where nobody is known yet");
    }
);

db_test!(
    async fn a_place_is_known_for_ninety_days(kit) {
        sign_in(&kit, ANA).await;
        kit.clock.advance(Span::days(90));
        strangers_use_up_the_day(&kit).await;
        assert_eq!(refused(&kit, HOME, ANA).await, RequestCodeRefusal::TooManyWrong { retry_at: midnight(&kit) });
    }
);

db_test!(
    async fn one_place_guesses_twenty_times_a_day_at_an_address(kit) {
        for _ in 0..4 {
            Browser::asks(&kit, ELSEWHERE, ANA).await.guesses(&kit, 5).await;
            kit.clock.advance(Span::minutes(1));
        }
        assert_eq!(refused(&kit, ELSEWHERE, ANA).await, RequestCodeRefusal::TooManyWrong { retry_at: midnight(&kit) });
        assert_eq!(Browser::asks(&kit, ELSEWHERE, BEN).await.enters(&kit).await, Ok(()));
        assert_eq!(Browser::asks(&kit, HOME, ANA).await.enters(&kit).await, Ok(()));
    }
);

db_test!(
    async fn a_right_code_is_no_guess_and_wrong_ones_stay_counted(kit) {
        for _ in 0..3 {
            Browser::asks(&kit, HOME, ANA).await.guesses(&kit, 5).await;
            kit.clock.advance(Span::minutes(1));
        }
        let fourth = Browser::asks(&kit, HOME, ANA).await;
        fourth.guesses(&kit, 4).await;
        assert_eq!(fourth.enters(&kit).await, Ok(()));
        fourth.guesses(&kit, 3).await;
        kit.clock.advance(Span::minutes(1));
        let fifth = Browser::asks(&kit, HOME, ANA).await;
        fifth.guesses(&kit, 1).await;
        assert_eq!(fifth.enters(&kit).await, Err(TooManyWrong { retry_at: midnight(&kit) }), "twenty were wrong");
    }
);

db_test!(
    async fn strangers_have_sixty_letters_a_day_sent_and_use_up_none_of_the_owners(kit) {
        sign_in(&kit, ANA).await;
        kit.clock.advance(Span::days(1));
        for hour in 0..3 {
            for _ in 0..5 {
                for place in 0..4 {
                    Browser::asks(&kit, &format!("198.51.100.{place}"), ANA).await;
                }
                kit.clock.advance(Span::minutes(1));
            }
            assert!(matches!(refused(&kit, ELSEWHERE, ANA).await, RequestCodeRefusal::TooMany { .. }), "hour {hour}");
            assert_eq!(Browser::asks(&kit, HOME, ANA).await.enters(&kit).await, Ok(()), "hour {hour}");
            kit.clock.advance(Span::hours(1));
        }
        assert_eq!(refused(&kit, ELSEWHERE, ANA).await, RequestCodeRefusal::TooMany { retry_at: midnight(&kit) });
        Browser::asks(&kit, ELSEWHERE, BEN).await;
    }
);
