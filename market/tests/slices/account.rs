//! Accounts: codes, passwords, sessions, roles; on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::account::commands::{
    self, Asking, RequestCodeRefusal, SetPasswordRefusal, SignIn, SignInWithCodeRefusal, SignInWithPasswordRefusal,
};
use market::account::{CodeId, ContactError, Language, PasswordError, SessionId, SignedIn, queries};
use market::db_test;
use market::kernel::{Problem, Span, Timestamp};
use market::outbox::Job;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

pub const ANA: &str = "ana@example.com";
pub const HOME: &str = "192.0.2.1";

pub fn from_browser(contact: &str) -> SignIn<'_> {
    SignIn { contact, previous: None, client: HOME, device: "Firefox on a phone", language: Language::En }
}

/// The code that was sent last.
pub async fn sent(kit: &TestMarket) -> String {
    let mut codes = Vec::new();
    for job in market::outbox::commands::take_jobs(&kit.market, 100).await.unwrap() {
        if let Job::SendSignInCode { code, .. } = job.job {
            codes.push(code);
        }
        market::outbox::commands::finish_job(&kit.market, job.id).await.unwrap();
    }
    codes.pop().unwrap()
}

async fn ask(kit: &TestMarket, contact: &str) -> Result<CodeId, Problem<RequestCodeRefusal>> {
    ask_from(kit, HOME, contact, None).await
}

/// Asks in a browser that asked for `earlier` before.
pub async fn ask_from(
    kit: &TestMarket,
    client: &str,
    contact: &str,
    earlier: Option<CodeId>,
) -> Result<CodeId, Problem<RequestCodeRefusal>> {
    let asking = Asking { id: CodeId::mint(kit.market.now()), earlier };
    commands::request_code(&kit.market, contact, Language::En, client, asking).await
}

/// What a browser at home has when the letter is there: the id that it keeps, and the code.
pub async fn asked(kit: &TestMarket, contact: &str) -> (CodeId, String) {
    let id = ask(kit, contact).await.unwrap();
    (id, sent(kit).await)
}

pub async fn sign_in(kit: &TestMarket, contact: &str) -> commands::NewSession {
    let (id, code) = asked(kit, contact).await;
    let session = commands::sign_in_with_code(&kit.market, from_browser(contact), Some(id), &code).await.unwrap();
    kit.clock.advance(Span::minutes(1));
    session
}

pub fn another_than(code: &str) -> String {
    if code == "000000" { "000001".to_owned() } else { "000000".to_owned() }
}

pub async fn count(kit: &TestMarket, sql: &str) -> i64 {
    let statement = Statement::from_string(kit.market.db().get_database_backend(), sql);
    kit.market.db().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn found(kit: &TestMarket, session: &commands::NewSession) -> Option<SignedIn> {
    queries::signed_in(&kit.market, session.token.reveal()).await.unwrap()
}

db_test!(
    async fn a_made_up_token_is_nobody(kit) {
        let ana = kit.person("Ana").create().await;
        assert_eq!(ana.name(), "Ana");
        assert_eq!(queries::signed_in(&kit.market, "made up").await.unwrap(), None);
        assert_eq!(queries::sessions(&kit.market, &ana).await.unwrap().len(), 1);
        assert!(ana.operator().is_none());
        assert!(kit.person("Olga").operator().create().await.operator().is_some());
    }
);

db_test!(
    async fn a_code_makes_the_account_the_first_time_and_finds_it_the_next(kit) {
        let first = sign_in(&kit, " Ana@Example.com ").await;
        assert!(first.is_new);
        assert!(first.person.name().starts_with("Friend "), "{}", first.person.name());
        assert_eq!(found(&kit, &first).await, Some(first.person.clone()));
        let second = sign_in(&kit, ANA).await;
        assert!(!second.is_new);
        assert_eq!(second.person.person(), first.person.person());
        assert_eq!(queries::contacts(&kit.market, &second.person).await.unwrap(), [ANA]);
        assert_eq!(count(&kit, "SELECT count(*) FROM person").await, 1);
    }
);

db_test!(
    async fn the_answer_is_the_same_whether_the_account_exists(kit) {
        sign_in(&kit, ANA).await;
        assert!(ask(&kit, ANA).await.is_ok());
        assert!(ask(&kit, "nobody@example.com").await.is_ok());
        for contact in [ANA, "nobody@example.com", "stranger@example.com"] {
            let code = commands::sign_in_with_code(&kit.market, from_browser(contact), None, "12345x").await;
            assert!(matches!(code, Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired))));
            let password = commands::sign_in_with_password(&kit.market, from_browser(contact), "a quiet river").await;
            assert!(matches!(password, Err(Problem::Refused(SignInWithPasswordRefusal::Wrong))));
        }
    }
);

db_test!(
    async fn a_code_is_used_once_and_not_after_ten_minutes(kit) {
        let (id, code) = asked(&kit, ANA).await;
        commands::sign_in_with_code(&kit.market, from_browser(ANA), Some(id), &code).await.unwrap();
        let again = commands::sign_in_with_code(&kit.market, from_browser(ANA), Some(id), &code).await;
        assert!(matches!(again, Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired))));
        kit.clock.advance(Span::minutes(1));
        let (id, code) = asked(&kit, ANA).await;
        kit.clock.advance(Span::minutes(10));
        let late = commands::sign_in_with_code(&kit.market, from_browser(ANA), Some(id), &code).await;
        assert!(matches!(late, Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired))));
    }
);

db_test!(
    async fn five_wrong_tries_end_a_code_although_each_was_refused(kit) {
        let (id, code) = asked(&kit, ANA).await;
        for _ in 0..5 {
            let wrong = commands::sign_in_with_code(&kit.market, from_browser(ANA), Some(id), &another_than(&code)).await;
            assert!(matches!(wrong, Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired))));
        }
        let right = commands::sign_in_with_code(&kit.market, from_browser(ANA), Some(id), &code).await;
        assert!(matches!(right, Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired))));
    }
);

db_test!(
    async fn one_code_signs_one_of_two_in(kit) {
        let (id, code) = asked(&kit, ANA).await;
        let tries = (0..8).map(|_| {
            let (market, code) = (kit.market.clone(), code.clone());
            tokio::spawn(async move { commands::sign_in_with_code(&market, from_browser(ANA), Some(id), &code).await })
        });
        let mut signed_in = 0;
        for tried in tries.collect::<Vec<_>>() {
            match tried.await.unwrap() {
                Ok(session) => signed_in += i32::from(session.is_new),
                Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(signed_in, 1);
        assert_eq!(count(&kit, "SELECT count(*) FROM person").await, 1);
        assert_eq!(count(&kit, "SELECT count(*) FROM session").await, 1);
    }
);

db_test!(
    async fn codes_to_one_address_keep_a_pause_and_an_hourly_limit(kit) {
        ask(&kit, ANA).await.unwrap();
        let refused = ask(&kit, ANA).await;
        let next = kit.market.now().after(Span::minutes(1));
        assert!(matches!(refused, Err(Problem::Refused(RequestCodeRefusal::TooMany { retry_at })) if retry_at == next));
        for _ in 0..4 {
            kit.clock.advance(Span::minutes(1));
            ask(&kit, ANA).await.unwrap();
        }
        kit.clock.advance(Span::minutes(1));
        let hour = Timestamp::from_millis(1_768_471_200_000).after(Span::hours(1));
        assert!(matches!(ask(&kit, ANA).await, Err(Problem::Refused(RequestCodeRefusal::TooMany { retry_at })) if retry_at == hour));
        assert!(ask(&kit, "ben@example.com").await.is_ok());
        kit.clock.advance(Span::hours(1));
        assert!(ask(&kit, ANA).await.is_ok());
    }
);

db_test!(
    async fn two_requests_at_once_send_one_code(kit) {
        let asked = (0..6).map(|_| {
            let market = kit.market.clone();
            let asking = Asking { id: CodeId::mint(market.now()), earlier: None };
            tokio::spawn(async move { commands::request_code(&market, ANA, Language::Zh, "192.0.2.7", asking).await })
        });
        let mut sent = 0;
        for asked in asked.collect::<Vec<_>>() {
            match asked.await.unwrap() {
                Ok(_) => sent += 1,
                Err(Problem::Refused(RequestCodeRefusal::TooMany { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(sent, 1);
        assert_eq!(count(&kit, "SELECT count(*) FROM outbox").await, 1);
    }
);

db_test!(
    async fn one_place_asks_for_thirty_codes_an_hour_and_is_not_written_down(kit) {
        for number in 0..30 {
            ask(&kit, &format!("person{number}@example.net")).await.unwrap();
        }
        let refused = ask(&kit, "one-more@example.net").await;
        assert!(matches!(refused, Err(Problem::Refused(RequestCodeRefusal::TooMany { .. }))));
        assert_eq!(count(&kit, "SELECT count(*) FROM attempt_count WHERE bucket LIKE '%192%' OR bucket LIKE '%example%'").await, 0);
        kit.clock.advance(Span::days(3));
        commands::forget_expired(&kit.market).await.unwrap();
        assert_eq!(count(&kit, "SELECT count(*) FROM attempt_count").await, 0);
        assert_eq!(count(&kit, "SELECT count(*) FROM sign_in_code").await, 0);
    }
);

db_test!(
    async fn nothing_is_sent_to_what_is_no_address(kit) {
        for (typed, error) in
            [("", ContactError::Empty), ("🐷", ContactError::Neither), ("a\0@example.com", ContactError::NotAnEmail), ("123", ContactError::NotAPhone)]
        {
            assert!(matches!(ask(&kit, typed).await, Err(Problem::Refused(RequestCodeRefusal::BadContact(seen))) if seen == error));
        }
        assert_eq!(count(&kit, "SELECT count(*) FROM outbox").await, 0);
    }
);

db_test!(
    async fn signing_in_ends_the_session_that_the_browser_had(kit) {
        let before = sign_in(&kit, ANA).await;
        let (id, code) = asked(&kit, ANA).await;
        let request = SignIn { previous: Some(before.token.reveal()), ..from_browser(ANA) };
        let after = commands::sign_in_with_code(&kit.market, request, Some(id), &code).await.unwrap();
        assert_ne!(after.token, before.token);
        assert_eq!(found(&kit, &before).await, None);
        assert!(found(&kit, &after).await.is_some());
    }
);

db_test!(
    async fn a_password_signs_in_and_others_do_not(kit) {
        let ana = sign_in(&kit, ANA).await;
        let other_device = sign_in(&kit, ANA).await;
        let bad = commands::set_password(&kit.market, &ana.person, "short").await;
        assert!(matches!(bad, Err(Problem::Refused(SetPasswordRefusal::BadPassword(PasswordError::TooShort { minimum: 10 })))));
        commands::set_password(&kit.market, &ana.person, "a quiet river").await.unwrap();
        assert!(found(&kit, &ana).await.is_some());
        assert_eq!(found(&kit, &other_device).await, None);
        let again = commands::sign_in_with_password(&kit.market, from_browser(ANA), "a quiet river").await.unwrap();
        assert_eq!(again.person.person(), ana.person.person());
        let wrong = commands::sign_in_with_password(&kit.market, from_browser(ANA), "a loud river").await;
        assert!(matches!(wrong, Err(Problem::Refused(SignInWithPasswordRefusal::Wrong))));
        kit.clock.advance(Span::minutes(11));
        let stale = commands::set_password(&kit.market, &again.person, "another river").await;
        assert!(matches!(stale, Err(Problem::Refused(SetPasswordRefusal::ProveAgain))));
    }
);

db_test!(
    async fn ten_guesses_an_hour_and_then_none_even_if_right(kit) {
        let ana = sign_in(&kit, ANA).await;
        commands::set_password(&kit.market, &ana.person, "a quiet river").await.unwrap();
        for contact in [ANA, "nobody@example.com"] {
            for _ in 0..10 {
                let wrong = commands::sign_in_with_password(&kit.market, from_browser(contact), "a loud river").await;
                assert!(matches!(wrong, Err(Problem::Refused(SignInWithPasswordRefusal::Wrong))));
            }
            let right = commands::sign_in_with_password(&kit.market, from_browser(contact), "a quiet river").await;
            assert!(matches!(right, Err(Problem::Refused(SignInWithPasswordRefusal::TooMany { .. }))));
        }
        kit.clock.advance(Span::hours(1));
        assert!(commands::sign_in_with_password(&kit.market, from_browser(ANA), "a quiet river").await.is_ok());
    }
);

db_test!(
    async fn sessions_end_by_hand_by_all_and_by_time(kit) {
        let phone = sign_in(&kit, ANA).await;
        let desk = sign_in(&kit, ANA).await;
        let ben = sign_in(&kit, "ben@example.com").await;
        let listed = queries::sessions(&kit.market, &desk.person).await.unwrap();
        assert_eq!(listed.iter().map(|session| session.is_this).collect::<Vec<_>>(), [true, false]);
        assert_eq!(listed[0].device, "Firefox on a phone");
        let foreign = commands::end_session(&kit.market, &ben.person, phone.person.session()).await;
        assert!(matches!(foreign, Err(Problem::NotFound)));
        let made_up = commands::end_session(&kit.market, &ben.person, SessionId::mint(kit.market.now())).await;
        assert!(matches!(made_up, Err(Problem::NotFound)));
        commands::end_session(&kit.market, &desk.person, phone.person.session()).await.unwrap();
        commands::end_session(&kit.market, &desk.person, phone.person.session()).await.unwrap();
        assert_eq!(found(&kit, &phone).await, None);
        assert!(found(&kit, &desk).await.is_some());
        assert_eq!(commands::end_all_sessions(&kit.market, &desk.person).await.unwrap(), 1);
        assert_eq!(found(&kit, &desk).await, None);
        kit.clock.advance(Span::days(30));
        assert_eq!(found(&kit, &ben).await, None);
    }
);

db_test!(
    async fn being_seen_is_written_down_every_ten_minutes(kit) {
        let ana = sign_in(&kit, ANA).await;
        let started = queries::sessions(&kit.market, &ana.person).await.unwrap()[0].seen_at;
        commands::touch_session(&kit.market, &ana.person).await.unwrap();
        assert_eq!(queries::sessions(&kit.market, &ana.person).await.unwrap()[0].seen_at, started);
        kit.clock.advance(Span::minutes(10));
        commands::touch_session(&kit.market, &ana.person).await.unwrap();
        assert_eq!(queries::sessions(&kit.market, &ana.person).await.unwrap()[0].seen_at, kit.market.now());
    }
);

db_test!(
    async fn a_person_is_called_and_addressed_as_they_choose(kit) {
        let ana = sign_in(&kit, ANA).await;
        commands::rename(&kit.market, &ana.person, "  丹青 🐷\0 ").await.unwrap();
        commands::choose_language(&kit.market, &ana.person, Language::Zh).await.unwrap();
        let seen = found(&kit, &ana).await.unwrap();
        assert_eq!((seen.name(), seen.language()), ("丹青 🐷", Language::Zh));
        assert!(commands::rename(&kit.market, &ana.person, " \u{200B}").await.is_err());
        assert!(commands::rename(&kit.market, &ana.person, &"a".repeat(61)).await.is_err());
    }
);

db_test!(
    async fn the_command_line_makes_operators_and_couriers(kit) {
        let id = commands::grant_operator(&kit.market, ANA).await.unwrap();
        assert_eq!(commands::grant_courier(&kit.market, ANA).await.unwrap(), id);
        let ana = sign_in(&kit, ANA).await;
        assert!(!ana.is_new);
        assert!(ana.person.operator().is_some() && ana.person.courier().is_some());
        assert_eq!(count(&kit, "SELECT count(*) FROM audit_log WHERE action LIKE 'grant_%'").await, 2);
        assert!(commands::grant_operator(&kit.market, "nobody").await.is_err());
        let first = commands::enrol_person(&kit.market, "13800138000", "张三", Language::Zh).await.unwrap();
        let second = commands::enrol_person(&kit.market, "+86 138 0013 8000", "another", Language::En).await.unwrap();
        assert_eq!((first.person(), second.name()), (second.person(), "张三"));
        assert!(queries::sessions(&kit.market, &first).await.unwrap().is_empty());
    }
);

db_test!(
    async fn what_a_clock_that_ran_ahead_has_made_lasts_no_longer_and_keeps_nobody_out(kit) {
        for ahead in [Span::hours(3), Span::days(400)] {
            kit.clock.advance(ahead);
            let (early, early_code) = asked(&kit, ANA).await;
            let session = sign_in(&kit, "ben@example.com").await;
            kit.clock.turn_back(ahead);
            let typed = commands::sign_in_with_code(&kit.market, from_browser(ANA), Some(early), &early_code).await;
            assert!(matches!(typed, Err(Problem::Refused(SignInWithCodeRefusal::WrongOrExpired))), "it would be good for {ahead:?}");
            let ana = sign_in(&kit, ANA).await;
            assert!(ana.person.has_proved_lately(kit.market.now()), "the pause of a minute is no longer than that");
            assert!(!session.person.has_proved_lately(kit.market.now()));
            let is_soon = ahead == Span::hours(3);
            assert_eq!(found(&kit, &session).await.is_some(), is_soon, "nobody is signed out by hours, nor in for a year");
            assert_eq!(queries::sessions(&kit.market, &session.person).await.unwrap().len(), 1, "the one of hours");
            kit.clock.advance(Span::hours(1));
        }
    }
);
