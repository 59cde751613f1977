//! What is said and shown in a case: once, by whoever has a part in it, and so much and no more.

use crate::street::{Street, street};
use market::aftersales::commands::{Evidence, Who, agree_to_case, open_case, refuse_case, say_in_case, withdraw_case};
use market::aftersales::evidence::{find_place, is_shown};
use market::aftersales::queries::case_of;
use market::aftersales::{AskRefusal, CaseEvent, CaseId, CaseKind, CaseRefusal, CaseState, CaseView, EventView, EvidenceId};
use market::audit::queries::counts;
use market::db_test;
use market::kernel::{Problem, Span};
use market::outbox::{Job, commands::take_jobs};
use market::shop::Role;
use market::testkit::TestMarket;

async fn case(kit: &TestMarket, here: &Street) -> CaseId {
    let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 50)])).await.unwrap()
}

pub fn photos(kit: &TestMarket, count: usize) -> Vec<Evidence> {
    let kept_at = kit.market.now();
    let photo = |_| Evidence { id: EvidenceId::mint(kept_at), name: "torn".to_owned(), width: 800, height: 600, kept_at };
    (0..count).map(photo).collect()
}

/// A photo as it is kept: a place is found for it first.
async fn kept(kit: &TestMarket) -> Evidence {
    let id = EvidenceId::mint(kit.market.now());
    let place = find_place(&kit.market, id).await.unwrap();
    Evidence { id, name: place.name, width: 800, height: 600, kept_at: place.kept_at }
}

/// The photos whose files are to be looked after now.
async fn looked_after(kit: &TestMarket) -> Vec<(EvidenceId, String)> {
    let jobs = take_jobs(&kit.market, 100).await.unwrap().into_iter();
    let photos = jobs.filter_map(|taken| match taken.job {
        Job::ForgetEvidence { photo, name } => Some((EvidenceId::from_uuid(photo), name)),
        _ => None,
    });
    photos.collect()
}

/// What was said last, a minute after what was said before.
async fn last(kit: &TestMarket, here: &Street, id: CaseId) -> EventView {
    let said = view(kit, here, id).await.events.last().cloned();
    kit.clock.advance(Span::minutes(1));
    said.unwrap()
}

async fn view(kit: &TestMarket, here: &Street, id: CaseId) -> CaseView {
    case_of(&kit.market, Who::Buyer(&here.buyer.buyer()), id).await.unwrap().unwrap()
}

db_test!(
    async fn a_photo_says_enough_and_is_shown_once(kit) {
        let here = street(&kit).await;
        let buyer = here.buyer.buyer();
        let id = case(&kit, &here).await;
        kit.clock.advance(Span::minutes(1));
        let two = photos(&kit, 2);
        for _ in 0..2 {
            say_in_case(&kit.market, Who::Buyer(&buyer), id, " ", &two).await.unwrap();
        }
        let said = last(&kit, &here, id).await;
        assert_eq!((said.event, said.words.as_str(), said.evidence.len()), (CaseEvent::Say, "", 2));
        assert_eq!(view(&kit, &here, id).await.events.len(), 2, "asked, and said once");
        say_in_case(&kit.market, Who::Shop(&here.staff), id, "We see it.", &photos(&kit, 1)).await.unwrap();
        let said = last(&kit, &here, id).await;
        assert_eq!((said.words.as_str(), said.evidence.len()), ("We see it.", 1));
        let nothing = say_in_case(&kit.market, Who::Buyer(&buyer), id, " ", &[]).await;
        assert!(matches!(nothing, Err(Problem::Refused(CaseRefusal::Words(_)))), "{nothing:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn a_photo_is_shown_while_it_is_fresh_and_looked_after_when_it_can_be_shown_no_more(kit) {
        let here = street(&kit).await;
        let buyer = here.buyer.buyer();
        let id = case(&kit, &here).await;
        let waiting = async || counts(&kit.market).await.unwrap().jobs_waiting;
        let before = waiting().await;
        let (shown, late) = (kept(&kit).await, kept(&kit).await);
        assert_ne!(shown.name, late.name);
        assert_eq!(waiting().await, before, "their time has not come");
        kit.clock.advance(Span::hours(11));
        say_in_case(&kit.market, Who::Buyer(&buyer), id, "Torn.", std::slice::from_ref(&shown)).await.unwrap();
        kit.clock.advance(Span::hours(1));
        let refused = say_in_case(&kit.market, Who::Buyer(&buyer), id, "Here too.", std::slice::from_ref(&late)).await;
        assert!(matches!(refused, Err(Problem::Refused(CaseRefusal::ChangedMeanwhile))), "{refused:?}");
        let again = Evidence { id: shown.id, ..kept(&kit).await };
        say_in_case(&kit.market, Who::Buyer(&buyer), id, "Torn.", std::slice::from_ref(&again)).await.unwrap();
        for (photo, is_seen) in [(&shown, true), (&late, false), (&again, false)] {
            assert_eq!(is_shown(&kit.market, photo.id, &photo.name).await.unwrap(), is_seen, "{photo:?}");
        }
        kit.clock.advance(Span::hours(11));
        assert_eq!(looked_after(&kit).await, [], "a form may be under way with it");
        kit.clock.advance(Span::hours(1));
        assert_eq!(looked_after(&kit).await.len(), 2, "the third was kept later");
        kit.audited().await;
    }
);

db_test!(
    async fn each_side_has_room_for_sixty_photos_and_a_hundred_and_fifty_events(kit) {
        let here = street(&kit).await;
        let (buyer, olga) = (here.buyer.buyer(), kit.operator().await);
        let id = case(&kit, &here).await;
        let say = async |who, words: &str, shown: &[Evidence]| say_in_case(&kit.market, who, id, words, shown).await;
        let me = Who::Buyer(&buyer);
        say(me, "All of them.", &photos(&kit, 59)).await.unwrap();
        assert!(matches!(say(me, "Two more.", &photos(&kit, 2)).await, Err(Problem::Refused(CaseRefusal::Full))));
        say(me, "One more.", &photos(&kit, 1)).await.unwrap();
        assert!(matches!(say(me, "And one.", &photos(&kit, 1)).await, Err(Problem::Refused(CaseRefusal::Full))));
        for number in 3..150 {
            say(me, &format!("Hello? {number}"), &[]).await.unwrap();
        }
        assert!(matches!(say(me, "Hello?", &[]).await, Err(Problem::Refused(CaseRefusal::Full))));
        for who in [Who::Shop(&here.staff), Who::Operator(&olga)] {
            say(who, "This is what we see.", &photos(&kit, 60)).await.expect("nobody takes another's room");
            assert!(matches!(say(who, "And this.", &photos(&kit, 1)).await, Err(Problem::Refused(CaseRefusal::Full))));
        }
        let seen = view(&kit, &here, id).await.events;
        assert_eq!((seen.len(), seen.iter().map(|event| event.evidence.len()).sum::<usize>()), (152, 180), "all of it is shown");
        withdraw_case(&kit.market, &buyer, id).await.expect("the way out stays open");
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_answer_is_the_same_words_of_the_same_person(kit) {
        let here = street(&kit).await;
        let id = case(&kit, &here).await;
        let answering = kit.hire(here.staff.shop(), &kit.person("Counter").create().await, Role::Answering).await;
        let packing = kit.hire(here.staff.shop(), &kit.person("Packer").create().await, Role::Packing).await;
        assert!(matches!(agree_to_case(&kit.market, &packing, id).await, Err(Problem::NotFound)), "who packs does not answer");
        let refuse = async |staff, words: &str| refuse_case(&kit.market, staff, id, words).await;
        kit.clock.advance(Span::minutes(1));
        refuse(&answering, "It left whole.").await.unwrap();
        refuse(&answering, "It left whole.").await.expect("once more is the same answer");
        for (staff, words) in [(&answering, "It was torn before."), (&here.staff, "It left whole.")] {
            let other = refuse(staff, words).await;
            assert!(matches!(other, Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Refused)))), "{other:?}");
        }
        assert_eq!(last(&kit, &here, id).await.words, "It left whole.");
        kit.audited().await;
    }
);

db_test!(
    async fn all_of_it_is_not_one_fen(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let mut ask = kit.asks(order, CaseKind::RefundOnly, &[(0, 50)]);
        open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        ask.amount_minor = Some(1);
        let other = open_case(&kit.market, &here.buyer.buyer(), &ask).await;
        assert!(matches!(other, Err(Problem::Refused(AskRefusal::AttemptReused))), "{other:?}");
    }
);
