//! Goods that spoil: what can be asked about them and until when, beside goods that keep, whatever is said of them later; on both engines.

use crate::street::{pass, set_rule};
use crate::told::letters;
use market::account::SignedIn;
use market::aftersales::commands::{Who, agree_to_case, open_case, withdraw_case};
use market::aftersales::queries::{askable, case_of, open_until};
use market::aftersales::rules::{OpenUntil, completed_at};
use market::aftersales::{AskCase, AskRefusal, AskableOrder, CaseId, CaseKind, CaseReason, CaseState, PerishableRefusal};
use market::catalog::commands::{save_listing, set_spoiling};
use market::catalog::queries::listing_for_edit;
use market::catalog::rules::form_of;
use market::catalog::{ListingId, Spoiling, VariantId};
use market::checkout::{PlaceOrder, PlaceOrderRefusal};
use market::db_test;
use market::kernel::{Problem, Span, Timestamp};
use market::order::commands::confirm_receipt;
use market::order::queries::{order_of_buyer, order_of_shop};
use market::order::{OrderId, OrderState};
use market::policy::RuleName;
use market::shop::ShopStaff;
use market::testkit::{TestListing, TestMarket};

/// What the rule says where nobody has set it.
const HOURS: Span = Span::hours(48);
const INSTANT: Span = Span::millis_of(1);
/// What can be asked of goods that were shipped: of any, and of those that spoil.
const ALL: [CaseKind; 4] = [CaseKind::RefundOnly, CaseKind::ReturnAndRefund, CaseKind::Exchange, CaseKind::Resend];
const KEPT: [CaseKind; 2] = [CaseKind::RefundOnly, CaseKind::Resend];

/// A shop with tofu, which spoils, and bowls, which do not; and somebody who buys there.
struct Stall<'a> {
    kit: &'a TestMarket,
    buyer: SignedIn,
    staff: ShopStaff,
    tofu: TestListing,
    bowl: TestListing,
}

async fn stall(kit: &TestMarket) -> Stall<'_> {
    let owner = kit.person("Xiuying").create().await;
    let staff = kit.shop("danqing", &owner).approved().create().await;
    kit.take_returns(&staff).await;
    let tofu = kit.listing(&staff).title("Tofu").perishable().create().await;
    let bowl = kit.listing(&staff).title("Bowl").create().await;
    Stall { kit, buyer: kit.person("Ben").create().await, staff, tofu, bowl }
}

impl Stall<'_> {
    async fn shipped(&self, goods: &[(VariantId, i64)]) -> OrderId {
        self.kit.shipped_order(&self.staff, &self.buyer, goods).await
    }

    /// Two of each, on their way.
    async fn mixed(&self) -> OrderId {
        self.shipped(&[(self.tofu.variant(), 2), (self.bowl.variant(), 2)]).await
    }

    async fn received(&self, order: OrderId) -> OrderId {
        confirm_receipt(&self.kit.market, &self.buyer.buyer(), order).await.unwrap();
        order
    }

    async fn asks(&self, ask: &AskCase) -> Result<CaseId, AskRefusal> {
        match open_case(&self.kit.market, &self.buyer.buyer(), ask).await {
            Ok(case) => Ok(case),
            Err(Problem::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn ask(&self, order: OrderId, kind: CaseKind, quantities: &[(i64, i64)]) -> Result<CaseId, AskRefusal> {
        self.asks(&self.kit.asks(order, kind, quantities)).await
    }

    /// Opens a case and takes it back.
    async fn takes(&self, order: OrderId, kind: CaseKind, quantities: &[(i64, i64)]) {
        let case = self.ask(order, kind, quantities).await.unwrap();
        withdraw_case(&self.kit.market, &self.buyer.buyer(), case).await.unwrap();
    }

    async fn askable(&self, order: OrderId) -> AskableOrder {
        askable(&self.kit.market, &self.buyer.buyer(), order).await.unwrap().unwrap()
    }

    /// The positions of tofu and bowl in an order.
    async fn positions(&self, order: OrderId) -> (i64, i64) {
        let lines = self.askable(order).await.lines;
        let of = |listing: ListingId| lines.iter().find(|line| line.line.listing == listing).unwrap().position;
        (of(self.tofu.listing), of(self.bowl.listing))
    }

    /// The shop says of its listing whether it spoils.
    async fn says(&self, goods: &TestListing, is_perishable: bool) {
        let stored = listing_for_edit(&self.kit.market, &self.staff, goods.listing).await.unwrap().unwrap();
        let mut form = form_of(&stored);
        form.is_perishable = is_perishable;
        save_listing(&self.kit.market, &self.staff, &form).await.unwrap();
    }
}

const fn refused(line: i64, why: PerishableRefusal) -> Result<CaseId, AskRefusal> {
    Err(AskRefusal::Perishable { line, why })
}

db_test!(
    async fn what_spoils_is_neither_sent_back_nor_returned_for_a_change_of_mind(kit) {
        let here = stall(&kit).await;
        let order = here.shipped(&[(here.tofu.variant(), 4)]).await;
        let page = here.askable(order).await;
        assert_eq!((page.kinds.as_slice(), page.lines[0].kinds.as_slice()), (&KEPT[..], &KEPT[..]));
        assert!(page.lines[0].line.is_perishable);
        let before = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        for kind in [CaseKind::ReturnAndRefund, CaseKind::Exchange] {
            assert_eq!(here.ask(order, kind, &[(0, 1)]).await, refused(0, PerishableRefusal::NotSentBack));
        }
        for kind in KEPT {
            let ask = AskCase { reason: CaseReason::ChangedMind, ..kit.asks(order, kind, &[(0, 1)]) };
            assert_eq!(here.asks(&ask).await, refused(0, PerishableRefusal::NotWanted));
        }
        assert_eq!(order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap(), before, "nothing has changed");
        for kind in KEPT {
            here.takes(order, kind, &[(0, 1)]).await;
        }
        let spoiled = here.ask(order, CaseKind::RefundOnly, &[(0, 3)]).await.unwrap();
        agree_to_case(&kit.market, &here.staff, spoiled).await.unwrap();
        let case = case_of(&kit.market, Who::Shop(&here.staff), spoiled).await.unwrap().unwrap();
        assert_eq!(case.row.state, CaseState::Settled);
        let told: Vec<_> = case.parts.iter().map(|part| (part.line, part.is_perishable)).collect();
        assert_eq!(told[0], (Some(0), true), "the shop reads that it spoils");
        kit.audited().await;
    }
);

db_test!(
    async fn before_it_leaves_nobody_has_to_want_what_spoils(kit) {
        let here = stall(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.tofu.variant(), 2)]).await;
        assert_eq!(here.askable(order).await.kinds, [CaseKind::BeforeShipping]);
        let ask = AskCase { reason: CaseReason::ChangedMind, ..kit.asks(order, CaseKind::BeforeShipping, &[(0, 1)]) };
        let case = here.asks(&ask).await.unwrap();
        // Silence is consent.
        pass(&kit, 2).await;
        let case = case_of(&kit.market, Who::Buyer(&here.buyer.buyer()), case).await.unwrap().unwrap();
        assert_eq!(case.row.state, CaseState::Settled);
        kit.audited().await;
    }
);

db_test!(
    async fn what_spoils_can_be_complained_of_up_to_the_last_millisecond_of_its_hours(kit) {
        let here = stall(&kit).await;
        let mut orders = Vec::new();
        for _ in 0..3 {
            let order = here.shipped(&[(here.tofu.variant(), 2)]).await;
            orders.push(here.received(order).await);
        }
        let end = Some(kit.market.now().after(HOURS));
        kit.clock.advance(Span::millis_of(HOURS.millis() - 1));
        here.ask(orders[0], CaseKind::RefundOnly, &[(0, 1)]).await.unwrap();
        kit.clock.advance(INSTANT);
        let page = here.askable(orders[1]).await;
        assert_eq!((page.until, page.lines[0].until, page.kinds.as_slice()), (end, end, &KEPT[..]));
        here.ask(orders[1], CaseKind::Resend, &[(0, 1)]).await.unwrap();
        kit.clock.advance(INSTANT);
        for kind in KEPT {
            assert_eq!(here.ask(orders[2], kind, &[(0, 1)]).await, refused(0, PerishableRefusal::TooLate));
        }
        let page = here.askable(orders[2]).await;
        assert_eq!((page.until, page.kinds, page.lines[0].kinds.len()), (end, vec![], 0));
        kit.audited().await;
    }
);

db_test!(
    async fn the_hours_count_from_when_an_order_counts_as_received_too(kit) {
        let here = stall(&kit).await;
        let order = here.shipped(&[(here.tofu.variant(), 2)]).await;
        // On the way, and at the door, it can be asked about at any time: nobody knows when it came.
        pass(&kit, 5).await;
        here.takes(order, CaseKind::RefundOnly, &[(0, 1)]).await;
        pass(&kit, 5).await;
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        assert_eq!(view.row.state, OrderState::Completed);
        let completed = completed_at(&view).unwrap();
        assert_eq!(here.askable(order).await.until, Some(completed.after(HOURS)));
        let to_the_end = completed.after(HOURS).millis() - kit.market.now().millis();
        kit.clock.advance(Span::millis_of(to_the_end));
        here.takes(order, CaseKind::RefundOnly, &[(0, 1)]).await;
        kit.clock.advance(INSTANT);
        assert_eq!(here.ask(order, CaseKind::RefundOnly, &[(0, 1)]).await, refused(0, PerishableRefusal::TooLate));
        kit.audited().await;
    }
);

db_test!(
    async fn whoever_waits_for_what_spoils_is_told_that_only_hours_follow(kit) {
        let here = stall(&kit).await;
        here.mixed().await;
        here.shipped(&[(here.bowl.variant(), 1)]).await;
        pass(&kit, 9).await;
        let told = async |time: &str| letters(&kit, &["ConfirmSoon", &format!("\"perishable\":{time}")]).await;
        assert_eq!((told("172800000").await, told("null").await), (1, 1), "of the order with tofu alone");
        // By the rule of the day on which it counts as received, as far as that is known.
        here.mixed().await;
        set_rule(&kit, RuleName::PerishableHours, 24).await;
        pass(&kit, 9).await;
        assert_eq!((told("172800000").await, told("86400000").await), (1, 1));
        kit.audited().await;
    }
);

db_test!(
    async fn hours_that_were_shown_hold_when_the_rule_changes(kit) {
        let here = stall(&kit).await;
        let until = async |order: OrderId| here.askable(order).await.until;
        let (kept, other) = (here.shipped(&[(here.tofu.variant(), 1)]).await, here.shipped(&[(here.tofu.variant(), 1)]).await);
        here.received(kept).await;
        let end = Some(kit.market.now().after(HOURS));
        kit.clock.advance(Span::minutes(1));
        set_rule(&kit, RuleName::PerishableHours, 24).await;
        here.received(other).await;
        let sooner = Some(kit.market.now().after(Span::hours(24)));
        assert_eq!((until(kept).await, until(other).await), (end, sooner), "the new rule counts from its day on");
        // However many hours the rule says, other goods are not asked about for a shorter time.
        set_rule(&kit, RuleName::AftersalesDays, 0).await;
        let last = here.shipped(&[(here.tofu.variant(), 1)]).await;
        here.received(last).await;
        assert_eq!(until(last).await, Some(kit.market.now()));
        kit.audited().await;
    }
);

db_test!(
    async fn each_line_of_an_order_goes_by_its_own_rule(kit) {
        let here = stall(&kit).await;
        let order = here.mixed().await;
        let (tofu, bowl) = here.positions(order).await;
        let page = here.askable(order).await;
        let kinds_of = |page: &AskableOrder, at: i64| page.lines.iter().find(|line| line.position == at).unwrap().kinds.clone();
        assert_eq!((page.kinds.clone(), kinds_of(&page, tofu), kinds_of(&page, bowl)), (ALL.to_vec(), KEPT.to_vec(), ALL.to_vec()));
        let both = [(tofu, 1), (bowl, 1)];
        let not_back = refused(tofu, PerishableRefusal::NotSentBack);
        assert_eq!(here.ask(order, CaseKind::ReturnAndRefund, &both).await, not_back, "named by its line");
        // Asked about alone, or with none of what spoils, the bowl goes back.
        here.takes(order, CaseKind::ReturnAndRefund, &[(tofu, 0), (bowl, 1)]).await;
        here.takes(order, CaseKind::RefundOnly, &both).await;
        let ask = AskCase { reason: CaseReason::ChangedMind, ..kit.asks(order, CaseKind::ReturnAndRefund, &[(bowl, 2)]) };
        let case = here.asks(&ask).await.unwrap();
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();

        here.received(order).await;
        let received = kit.market.now();
        kit.clock.advance(HOURS);
        here.takes(order, CaseKind::RefundOnly, &both).await;
        kit.clock.advance(INSTANT);
        let too_late = refused(tofu, PerishableRefusal::TooLate);
        assert_eq!(here.ask(order, CaseKind::RefundOnly, &both).await, too_late);
        assert_eq!(here.ask(order, CaseKind::RefundOnly, &[(tofu, 1)]).await, too_late);
        let page = here.askable(order).await;
        assert_eq!((page.kinds.clone(), kinds_of(&page, tofu), kinds_of(&page, bowl)), (ALL.to_vec(), vec![], ALL.to_vec()));
        assert_eq!(page.until, Some(received.after(Span::days(15))), "the bowl's");
        kit.clock.advance(Span::millis_of(Span::days(15).millis() - HOURS.millis() - 1));
        here.takes(order, CaseKind::Exchange, &[(bowl, 1)]).await;
        kit.clock.advance(INSTANT);
        assert_eq!(here.ask(order, CaseKind::RefundOnly, &[(bowl, 1)]).await, Err(AskRefusal::TooLate));
        kit.audited().await;
    }
);

db_test!(
    async fn both_sides_read_both_ends_of_a_mixed_order(kit) {
        let here = stall(&kit).await;
        let order = here.mixed().await;
        let ends = async || {
            let view = order_of_shop(&kit.market, &here.staff, order).await.unwrap().unwrap();
            let OpenUntil { last, perishable } = open_until(&kit.market, &view).await.unwrap();
            (last, perishable)
        };
        assert_eq!(ends().await, (None, None), "that time has not begun");
        here.received(order).await;
        let at = |span: Span, from: Timestamp| Some(from.after(span));
        let received = kit.market.now();
        let (all, tofus) = (at(Span::days(15), received), at(HOURS, received));
        kit.clock.advance(HOURS);
        assert_eq!(ends().await, (all, tofus));
        let page = here.askable(order).await;
        let buyers: Vec<_> = page.lines.iter().map(|line| line.until).collect();
        assert!(page.until == all && buyers.contains(&all) && buyers.contains(&tofus), "{buyers:?}");
        kit.clock.advance(INSTANT);
        assert_eq!(ends().await, (all, None));
        kit.audited().await;
    }
);

db_test!(
    async fn goods_that_went_back_leave_no_time_to_what_spoils(kit) {
        let here = stall(&kit).await;
        let ends = async |order: OrderId| {
            let view = order_of_shop(&kit.market, &here.staff, order).await.unwrap().unwrap();
            open_until(&kit.market, &view).await.unwrap()
        };
        let gone = async |order: OrderId, goods: &[(i64, i64)]| {
            let case = here.ask(order, CaseKind::RefundOnly, goods).await.unwrap();
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        };
        let order = here.mixed().await;
        let (_, bowl) = here.positions(order).await;
        here.received(order).await;
        let (hours, days) = (Some(kit.market.now().after(HOURS)), Some(kit.market.now().after(Span::days(15))));
        gone(order, &[(bowl, 1)]).await;
        assert_eq!(ends(order).await, OpenUntil { last: days, perishable: hours }, "one bowl is left");
        gone(order, &[(bowl, 1)]).await;
        assert_eq!(ends(order).await, OpenUntil { last: hours, perishable: hours }, "both sides read the tofu's");
        assert_eq!(here.askable(order).await.until, hours);
        kit.clock.advance(HOURS);
        assert_eq!(ends(order).await.last, hours, "to the last instant");
        kit.clock.advance(INSTANT);
        assert_eq!(ends(order).await, OpenUntil::default());
        let page = here.askable(order).await;
        assert_eq!((page.until, page.kinds), (hours, vec![]), "what ended is told, and no day to come");

        let order = here.mixed().await;
        let (tofu, bowl) = here.positions(order).await;
        here.received(order).await;
        let days = Some(kit.market.now().after(Span::days(15)));
        gone(order, &[(tofu, 2)]).await;
        assert_eq!(ends(order).await, OpenUntil { last: days, perishable: None }, "no tofu is left");
        gone(order, &[(bowl, 2)]).await;
        assert_eq!((ends(order).await, here.askable(order).await.until), (OpenUntil::default(), None), "nothing is left");
        kit.audited().await;
    }
);

db_test!(
    async fn nobody_buys_as_perishable_what_they_have_not_read_to_spoil(kit) {
        let here = stall(&kit).await;
        let both = [(here.tofu.variant(), 1), (here.bowl.variant(), 1)];
        kit.fill_cart(&here.buyer, &both).await;
        let read = kit.checkout_form(&here.buyer).await;
        assert_eq!(read.seen_perishable, [here.tofu.variant()]);
        here.says(&here.bowl, true).await;
        for seen_perishable in [read.seen_perishable.clone(), vec![], vec![here.bowl.variant()]] {
            let refused = kit.place(&here.buyer, &PlaceOrder { seen_perishable, ..read.clone() }).await;
            assert!(matches!(refused, Err(Problem::Refused(PlaceOrderRefusal::CartChanged))), "{refused:?}");
        }
        // The page that is drawn again has the same attempt, and says it of both.
        let again = PlaceOrder { attempt: read.attempt, ..kit.checkout_form(&here.buyer).await };
        let placed = kit.place(&here.buyer, &again).await.unwrap();
        let lines = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap().row.lines;
        assert!(lines.len() == 2 && lines.iter().all(|line| line.is_perishable), "{lines:?}");
        assert_eq!(kit.place(&here.buyer, &again).await.unwrap(), placed, "the same form once more");
        let other = kit.place(&here.buyer, &read).await;
        assert!(matches!(other, Err(Problem::Refused(PlaceOrderRefusal::AttemptReused))), "{other:?}");

        // What keeps after all is bought by whoever read that it spoils.
        kit.fill_cart(&here.buyer, &both).await;
        let read = kit.checkout_form(&here.buyer).await;
        here.says(&here.tofu, false).await;
        let placed = kit.place(&here.buyer, &read).await.unwrap();
        let lines = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap().row.lines;
        let spoils = |listing: ListingId| lines.iter().find(|line| line.listing == listing).unwrap().is_perishable;
        assert_eq!([spoils(here.tofu.listing), spoils(here.bowl.listing)], [false, true]);
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_said_at_the_sale_counts_whatever_is_said_later(kit) {
        let here = stall(&kit).await;
        let before = here.mixed().await;
        here.says(&here.tofu, false).await;
        here.says(&here.bowl, true).await;
        let after = here.mixed().await;
        // The category of both, which is made when the first of them needs it.
        let stored = listing_for_edit(&kit.market, &here.staff, here.tofu.listing).await.unwrap().unwrap();
        set_spoiling(&kit.market, &kit.operator().await, stored.category, Spoiling::Always).await.unwrap();
        let last = here.mixed().await;
        for (order, expected) in [(before, [true, false]), (after, [false, true]), (last, [true, true])] {
            let lines = here.askable(order).await.lines;
            let spoils = |listing: ListingId| lines.iter().find(|line| line.line.listing == listing).unwrap().line.is_perishable;
            assert_eq!([spoils(here.tofu.listing), spoils(here.bowl.listing)], expected);
        }
        let (tofu, bowl) = here.positions(before).await;
        assert_eq!(here.ask(before, CaseKind::ReturnAndRefund, &[(tofu, 1)]).await, refused(tofu, PerishableRefusal::NotSentBack));
        here.takes(before, CaseKind::ReturnAndRefund, &[(bowl, 1)]).await;
        here.received(before).await;
        kit.clock.advance(HOURS);
        kit.clock.advance(INSTANT);
        assert_eq!(here.ask(before, CaseKind::RefundOnly, &[(tofu, 1)]).await, refused(tofu, PerishableRefusal::TooLate));
        here.takes(before, CaseKind::ReturnAndRefund, &[(bowl, 1)]).await;
        kit.audited().await;
    }
);
