//! What is said and shown in a case: once, by whoever has a part in it, and so much and no more.

use crate::street::{Street, street};
use market::aftersales::commands::{Evidence, Who, agree_to_case, open_case, refuse_case, say_in_case, withdraw_case};
use market::aftersales::queries::case_of;
use market::aftersales::{AskRefusal, CaseEvent, CaseId, CaseKind, CaseRefusal, CaseState, CaseView, EventView, EvidenceId};
use market::db_test;
use market::kernel::{Problem, Span};
use market::shop::Role;
use market::testkit::TestMarket;

async fn case(kit: &TestMarket, here: &Street) -> CaseId {
    let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 50)])).await.unwrap()
}

fn photos(kit: &TestMarket, count: usize) -> Vec<Evidence> {
    let photo = |_| Evidence { id: EvidenceId::mint(kit.market.now()), name: "torn".to_owned(), width: 800, height: 600 };
    (0..count).map(photo).collect()
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
    async fn a_case_takes_sixty_photos_and_two_hundred_events(kit) {
        let here = street(&kit).await;
        let buyer = here.buyer.buyer();
        let id = case(&kit, &here).await;
        let say = async |words: &str, shown: &[Evidence]| say_in_case(&kit.market, Who::Buyer(&buyer), id, words, shown).await;
        say("All of them.", &photos(&kit, 59)).await.unwrap();
        assert!(matches!(say("Two more.", &photos(&kit, 2)).await, Err(Problem::Refused(CaseRefusal::Full))));
        say("One more.", &photos(&kit, 1)).await.unwrap();
        assert!(matches!(say("And one.", &photos(&kit, 1)).await, Err(Problem::Refused(CaseRefusal::Full))));
        for number in 3..200 {
            say(&format!("Hello? {number}"), &[]).await.unwrap();
        }
        assert!(matches!(say("Hello?", &[]).await, Err(Problem::Refused(CaseRefusal::Full))));
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
