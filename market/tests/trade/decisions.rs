//! An operator decides upon all that both sides have said and shown, or not at all.

use crate::instants::{Deed, at_one_instant};
use crate::sale::{Sale, decides, has_read, sale};
use crate::street::count;
use crate::talk::photos;
use market::aftersales::commands::{Who, appeal_case, decide_case, escalate_case, refuse_case, say_in_case};
use market::aftersales::{CaseId, CaseKind, CaseRefusal, CaseState, Heard};
use market::db_test;
use market::kernel::{AttemptId, Problem};
use market::testkit::TestMarket;

/// A case that waits for an operator.
async fn disputed(kit: &TestMarket, here: &Sale) -> CaseId {
    let order = here.shipped(kit, 1).await;
    let case = here.asked(kit, order, CaseKind::RefundOnly, 1).await;
    refuse_case(&kit.market, &here.staff, case, "It left whole.").await.unwrap();
    escalate_case(&kit.market, &here.buyer.buyer(), case, "It did not arrive whole.").await.unwrap();
    case
}

/// Whose words a refused decision lacks: the buyer's, the shop's.
fn unheard(answer: Result<(), Problem<CaseRefusal>>) -> (bool, bool) {
    match answer {
        Err(Problem::Refused(CaseRefusal::Unheard { buyer, shop })) => (buyer, shop),
        other => panic!("{other:?}"),
    }
}

db_test!(
    async fn what_came_after_the_page_was_opened_is_read_before_it_is_decided(kit) {
        let here = sale(&kit).await;
        let (market, buyer, olga) = (&kit.market, here.buyer.buyer(), &here.olga);
        let case = disputed(&kit, &here).await;
        for (seen, next) in [(CaseState::Disputed, CaseState::Decided), (CaseState::Appealed, CaseState::Settled)] {
            let decide = async |read| decide_case(market, olga, case, (seen, read), (5_000, "A tear.")).await;
            let opened = has_read(market, olga, case).await;
            say_in_case(market, Who::Buyer(&buyer), case, "Here is the seam.", &[]).await.unwrap();
            assert_eq!(unheard(decide(opened).await), (true, false), "{seen:?}: words of the buyer");
            let opened_again = has_read(market, olga, case).await;
            say_in_case(market, Who::Shop(&here.staff), case, "", &photos(&kit, 1)).await.unwrap();
            assert_eq!(unheard(decide(opened_again).await), (false, true), "{seen:?}: a photo of the shop, without a word");
            assert_eq!(unheard(decide(opened).await), (true, true), "{seen:?}: both");
            assert_eq!(here.state(&kit, case).await, seen, "nothing was decided");
            let all = has_read(market, olga, case).await;
            say_in_case(market, Who::Operator(olga), case, "I look at it.", &[]).await.unwrap();
            decide(all).await.expect("an operator's word is no evidence");
            assert_eq!(here.state(&kit, case).await, next);
            if seen == CaseState::Disputed {
                assert!(kit.refunds().await.is_empty());
                let appealed = appeal_case(market, Who::Shop(&here.staff), case, "Look at the photo.").await;
                appealed.expect("it is open to an appeal");
            }
        }
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [5_000]);
        assert_eq!(count(&kit, "audit_log WHERE action = 'decide_case'").await, 2, "each decision once, and no refusal");
        kit.audited().await;
    }
);

db_test!(
    async fn a_page_that_nobody_was_shown_decides_nothing(kit) {
        let here = sale(&kit).await;
        let (market, olga) = (&kit.market, &here.olga);
        let case = disputed(&kit, &here).await;
        let all = has_read(market, olga, case).await;
        assert_eq!(all, Heard { buyer: 2, shop: 1 }, "asked and escalated; refused");
        for (buyer, shop, lacks) in
            [(0, 0, (true, true)), (1, 2, (true, true)), (2, 2, (false, true)), (u64::MAX, 1, (true, false)), (3, 0, (true, true))]
        {
            let read = (CaseState::Disputed, Heard { buyer, shop });
            assert_eq!(unheard(decide_case(market, olga, case, read, (5_000, "A tear.")).await), lacks, "{read:?}");
        }
        assert_eq!(here.state(&kit, case).await, CaseState::Disputed);
        kit.audited().await;
    }
);

db_test!(
    async fn a_decision_that_was_refused_is_sent_again_and_one_that_was_made_stays_the_same_answer(kit) {
        let here = sale(&kit).await;
        let (buyer, olga) = (here.buyer.buyer(), &here.olga);
        let case = disputed(&kit, &here).await;
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        let decide = async |read| decide_case(&sent, olga, case, (CaseState::Disputed, read), (5_000, "A tear.")).await;
        let opened = has_read(&kit.market, olga, case).await;
        say_in_case(&kit.market, Who::Buyer(&buyer), case, "Here is the seam.", &[]).await.unwrap();
        assert_eq!(unheard(decide(opened).await), (true, false));
        let read = has_read(&kit.market, olga, case).await;
        decide(read).await.expect("the same sending, once it was read");
        say_in_case(&kit.market, Who::Buyer(&buyer), case, "Is that all?", &[]).await.unwrap();
        decide(read).await.expect("the same answer, whatever was said since");
        let late = decide_case(&kit.market, olga, case, (CaseState::Disputed, opened), (6_000, "No, more.")).await;
        let is_late = matches!(late, Err(Problem::Refused(CaseRefusal::NotFrom(CaseState::Decided))));
        assert!(is_late, "where it stands comes before what was said in it: {late:?}");
        assert_eq!(count(&kit, "audit_log WHERE action = 'decide_case'").await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn of_a_word_and_a_decision_at_one_instant_the_word_was_read_or_comes_after_it(kit) {
        let here = sale(&kit).await;
        let (buyer, olga) = (here.buyer.buyer(), here.olga);
        let said_later = async || count(&kit, "case_event WHERE event = 'say' AND from_state = 'decided'").await;
        for is_said_first in [true, false] {
            let before = said_later().await;
            let case = disputed(&kit, &here).await;
            let read = (CaseState::Disputed, has_read(&kit.market, &olga, case).await);
            let market = kit.market.clone();
            let decide: Deed = Box::pin(async move {
                match decide_case(&market, &olga, case, read, (5_000, "A tear.")).await {
                    Ok(()) => Ok(true),
                    Err(Problem::Refused(CaseRefusal::Unheard { buyer: true, shop: false })) => Ok(false),
                    Err(other) => Err(format!("{other:?}")),
                }
            });
            let market = kit.market.clone();
            let say: Deed = Box::pin(async move {
                let said = say_in_case(&market, Who::Buyer(&buyer), case, "Here is the seam.", &[]).await;
                said.map(|()| true).map_err(|problem| format!("{problem:?}"))
            });
            let deeds = if is_said_first { vec![say, decide] } else { vec![decide, say] };
            let done = at_one_instant(&kit, "aftersales_case", deeds).await;
            let (is_said, is_decided) = if is_said_first { (done[0], done[1]) } else { (done[1], done[0]) };
            assert!(is_said);
            // On SQLite nobody says who comes first to the writer.
            if kit.folder().is_none() {
                assert_eq!(is_decided, !is_said_first, "whoever comes first holds the case");
            }
            assert_eq!(said_later().await - before, i64::from(is_decided), "either it was decided first, or it was not decided");
            if !is_decided {
                assert_eq!(here.state(&kit, case).await, CaseState::Disputed);
                decides(&kit.market, &olga, case, CaseState::Disputed, (5_000, "A tear.")).await.unwrap();
            }
            kit.audited().await;
        }
    }
);
