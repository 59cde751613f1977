//! Another size in exchange: what may come, what leaves which shelf, and what becomes of it where it is not there any more.

use crate::sale::{Sale, sale};
use crate::street::{count, level};
use market::aftersales::commands::{
    Who, agree_to_case, confirm_goods, give_back_instead, open_case, receive_return, resend_goods, send_return, withdraw_case,
};
use market::aftersales::queries::{askable, askable_with_others, case_of};
use market::aftersales::rules::WantedError;
use market::aftersales::{AskCase, AskRefusal, CaseId, CaseKind, CaseRefusal, CaseState, CaseView, PerishableRefusal};
use market::catalog::commands::{remove_listing, save_listing};
use market::catalog::queries::listing_for_edit;
use market::catalog::rules::form_of;
use market::catalog::{ListingId, SaveListing, VariantId};
use market::db_test;
use market::inventory::Level;
use market::kernel::limits::VARIANTS_MAX;
use market::kernel::{AttemptId, Money, Problem};
use market::order::OrderId;
use market::order::commands::{cancel_unpaid, confirm_receipt, ship_order};
use market::testkit::{TestListing, TestMarket};

/// A parcel that nobody sent before.
const AGAIN: (&str, &str) = ("sf", "SF7654321");
/// Letters that say which size comes.
const TOLD: &str = "outbox WHERE payload LIKE '%\"swaps\":[{\"bought\":\"Summer dress · M\",\"wanted\":\"L\"}]%'";

/// A shop with ten dresses of each size, at 128.00, and somebody who buys there.
struct Wardrobe {
    here: Sale,
    dress: TestListing,
    m: VariantId,
    l: VariantId,
    xl: VariantId,
}

async fn wardrobe(kit: &TestMarket) -> Wardrobe {
    let here = sale(kit).await;
    let dress = kit.listing(&here.staff).title("Summer dress").price_fen(12_800).stock(10).weight_grams(400);
    let dress = dress.option("Size", &["M", "L", "XL"]).create().await;
    let [m, l, xl]: [VariantId; 3] = dress.variants.clone().try_into().expect("three sizes");
    Wardrobe { here, dress, m, l, xl }
}

impl Wardrobe {
    async fn shipped(&self, kit: &TestMarket, pieces: i64) -> OrderId {
        kit.shipped_order(&self.here.staff, &self.here.buyer, &[(self.m, pieces)]).await
    }
    async fn asked(&self, kit: &TestMarket, order: OrderId, wanted: VariantId) -> CaseId {
        open_case(&kit.market, &self.here.buyer.buyer(), &exchange(kit, order, wanted)).await.unwrap()
    }
    /// The shop agrees, and has the goods.
    async fn returned(&self, kit: &TestMarket, case: CaseId) {
        agree_to_case(&kit.market, &self.here.staff, case).await.unwrap();
        send_return(&kit.market, &self.here.buyer.buyer(), case, "sf", "SF123456").await.unwrap();
        receive_return(&kit.market, &self.here.staff, case).await.unwrap();
    }
    /// The same once more, and others go in their place; no two parcels have one number.
    async fn returned_again(&self, kit: &TestMarket, case: CaseId) {
        agree_to_case(&kit.market, &self.here.staff, case).await.unwrap();
        send_return(&kit.market, &self.here.buyer.buyer(), case, "sf", "SF123457").await.unwrap();
        receive_return(&kit.market, &self.here.staff, case).await.unwrap();
        resend_goods(&kit.market, &self.here.staff, case, "sf", "SF7654322").await.unwrap();
    }
    async fn sent(&self, kit: &TestMarket, case: CaseId) -> Result<(), Problem<CaseRefusal>> {
        resend_goods(&kit.market, &self.here.staff, case, AGAIN.0, AGAIN.1).await
    }
    /// An M that was exchanged for another one, which has come.
    async fn exchanged(&self, kit: &TestMarket, wanted: VariantId) -> OrderId {
        let order = self.shipped(kit, 1).await;
        let case = self.asked(kit, order, wanted).await;
        self.returned(kit, case).await;
        self.sent(kit, case).await.unwrap();
        confirm_goods(&kit.market, &self.here.buyer.buyer(), case).await.unwrap();
        order
    }
    async fn view(&self, kit: &TestMarket, case: CaseId) -> CaseView {
        case_of(&kit.market, Who::Shop(&self.here.staff), case).await.unwrap().unwrap()
    }
    /// How much of each size lies on its shelf.
    async fn shelves(&self, kit: &TestMarket) -> [i64; 3] {
        [level(kit, self.m).await.on_hand, level(kit, self.l).await.on_hand, level(kit, self.xl).await.on_hand]
    }
    /// The seller changes the listing's form.
    async fn edit(&self, kit: &TestMarket, change: impl FnOnce(&mut SaveListing)) {
        let stored = listing_for_edit(&kit.market, &self.here.staff, self.dress.listing).await.unwrap().unwrap();
        let mut form = form_of(&stored);
        change(&mut form);
        save_listing(&kit.market, &self.here.staff, &form).await.unwrap();
    }
    /// From now on a size costs so much, in yuan.
    async fn priced(&self, kit: &TestMarket, size: VariantId, yuan: &str) {
        let of = |form: &mut SaveListing| {
            for variant in form.variants.iter_mut().filter(|variant| variant.variant == size) {
                yuan.clone_into(&mut variant.price);
            }
        };
        self.edit(kit, of).await;
    }
    /// A size is sold no more.
    async fn dropped(&self, kit: &TestMarket, size: VariantId) {
        self.edit(kit, |form| form.variants.retain(|variant| variant.variant != size)).await;
    }
}

/// Asks for another one for the first line's.
fn exchange(kit: &TestMarket, order: OrderId, wanted: VariantId) -> AskCase {
    AskCase { wanted: vec![(0, wanted)], ..kit.asks(order, CaseKind::Exchange, &[(0, 1)]) }
}

db_test!(
    async fn an_m_goes_back_and_an_l_leaves_its_own_shelf_once(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer, staff) = (&kit.market, here.here.buyer.buyer(), &here.here.staff);
        let order = here.shipped(&kit, 2).await;
        let case = here.asked(&kit, order, here.l).await;
        assert_eq!(count(&kit, TOLD).await, 1, "the shop reads what is wanted");
        for who in [Who::Buyer(&buyer), Who::Shop(staff), Who::Operator(&here.here.olga)] {
            let view = case_of(market, who, case).await.unwrap().unwrap();
            let part = &view.parts[0];
            assert_eq!((part.title.as_deref(), part.comes()), (Some("Summer dress · M"), Some("Summer dress · L")));
            assert_eq!(part.wanted.as_ref().map(|wanted| wanted.name.as_str()), Some("L"));
            assert_eq!(view.row.amount.minor(), 13_200, "what the M cost, with its share of the freight");
        }
        here.returned(&kit, case).await;
        assert_eq!(here.shelves(&kit).await, [8, 10, 10], "what came back is the shop's to look at and to count");
        for _ in 0..2 {
            here.sent(&kit, case).await.expect("the same parcel is the same answer");
        }
        assert_eq!(here.shelves(&kit).await, [8, 9, 10]);
        assert_eq!(count(&kit, "stock_movement WHERE kind = 'resend'").await, 1);
        assert_eq!(count(&kit, TOLD).await, 2, "and the buyer what comes");
        kit.audited().await;
        confirm_goods(market, &buyer, case).await.unwrap();
        assert_eq!(here.view(&kit, case).await.row.state, CaseState::Replaced);
        assert!(kit.refunds().await.is_empty());
        let line = askable(market, &buyer, order).await.unwrap().unwrap().lines.remove(0);
        assert_eq!((line.left, line.others.len(), line.came), (2, 0, None), "what the order's page does not show is not read for it");
        confirm_receipt(market, &buyer, order).await.unwrap();
        assert_eq!(count(&kit, "sale").await, 1, "an exchange is no sale");
        kit.audited().await;
    }
);

db_test!(
    async fn only_another_size_of_the_same_price_that_is_on_sale_may_come(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let refused = async |wanted| match open_case(market, &buyer, &exchange(&kit, order, wanted)).await {
            Err(Problem::Refused(AskRefusal::Wanted { line: 0, error })) => error,
            other => panic!("{other:?}"),
        };
        let elsewhere = kit.shop("qinglan", &kit.person("Cai").create().await).approved().create().await;
        let other_shop = kit.listing(&elsewhere).price_fen(12_800).create().await.variant();
        for forged in [here.here.dress, other_shop, VariantId::mint(market.now())] {
            assert_eq!(refused(forged).await, WantedError::Unknown, "also where it costs the same");
        }
        for (yuan, fen) in [("138", 13_800), ("118", 11_800)] {
            here.priced(&kit, here.l, yuan).await;
            assert_eq!(refused(here.l).await, WantedError::OtherPrice { price: Money::fen(fen) });
        }
        here.dropped(&kit, here.xl).await;
        assert_eq!(refused(here.xl).await, WantedError::NotOnSale);
        let listed = askable_with_others(market, &buyer, order).await.unwrap().unwrap();
        let others: Vec<_> = listed.lines[0].others.iter().map(|other| (other.name.as_str(), other.why_not)).collect();
        assert_eq!(others, [("L", Some(WantedError::OtherPrice { price: Money::fen(11_800) }))], "what is sold no more is not shown");
        here.priced(&kit, here.l, "128").await;
        here.edit(&kit, |form| "2".clone_into(&mut form.price_per)).await;
        assert_eq!(refused(here.l).await, WantedError::OtherMeasure, "two for what one cost");
        remove_listing(market, &here.here.staff, here.dress.listing).await.unwrap();
        assert_eq!(refused(here.l).await, WantedError::NotOnSale);
        let listed = askable_with_others(market, &buyer, order).await.unwrap().unwrap();
        assert!(listed.open_case.is_none() && listed.lines[0].others.is_empty());
        assert_eq!(count(&kit, "aftersales_case").await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_size_of_which_none_is_left_may_be_asked_for_and_is_said_to_be_gone(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        kit.placed(&here.here.buyer, &[(here.xl, 10)]).await;
        let listed = askable_with_others(market, &buyer, order).await.unwrap().unwrap();
        let others = listed.lines[0].others.iter().map(|other| (other.variant, other.is_there, other.why_not));
        assert_eq!(others.collect::<Vec<_>>(), [(here.l, true, None), (here.xl, false, None)], "in the shop's order");
        here.asked(&kit, order, here.xl).await;
        let early = kit.paid_order(&here.here.buyer, &[(here.m, 1)]).await;
        let listed = askable_with_others(market, &buyer, early).await.unwrap().unwrap();
        assert!(listed.lines[0].others.is_empty(), "nothing is exchanged before it has left");
    }
);

db_test!(
    async fn of_an_order_of_many_goods_with_many_sizes_none_is_left_out(kit) {
        let here = sale(&kit).await;
        let names: Vec<String> = (1..=VARIANTS_MAX).map(|size| size.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut goods = Vec::new();
        for _ in 0..11 {
            goods.push((kit.listing(&here.staff).price_fen(1_000).option("Size", &names).create().await.variant(), 1));
        }
        let order = kit.shipped_order(&here.staff, &here.buyer, &goods).await;
        let lines = askable_with_others(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().lines;
        let others: Vec<_> = lines.iter().map(|line| line.others.len()).collect();
        assert_eq!(others, [VARIANTS_MAX - 1; 11]);
    }
);

db_test!(
    async fn a_choice_counts_of_an_exchange_alone_and_of_what_is_asked_for(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let goods = [(here.m, 1), (here.l, 1)];
        let order = kit.shipped_order(&here.here.staff, &here.here.buyer, &goods).await;
        for kind in [CaseKind::RefundOnly, CaseKind::ReturnAndRefund, CaseKind::Resend] {
            let ask = AskCase { kind, ..exchange(&kit, order, here.here.dress) };
            let case = open_case(market, &buyer, &ask).await.expect("a form in which something else stands as well");
            assert_eq!(here.view(&kit, case).await.parts[0].wanted, None, "{}", kind.code());
            withdraw_case(market, &buyer, case).await.unwrap();
        }
        kit.audited().await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        let same = AskCase { wanted: vec![(0, here.m), (1, here.here.dress)], ..exchange(&kit, order, here.m) };
        let case = open_case(market, &buyer, &same).await.expect("the same, and nothing asked for of the other line");
        assert!(here.view(&kit, case).await.parts.iter().all(|part| part.wanted.is_none()));
        here.returned(&kit, case).await;
        here.sent(&kit, case).await.unwrap();
        assert_eq!(here.shelves(&kit).await, [8, 9, 10]);
        kit.audited().await;
    }
);

db_test!(
    async fn where_the_same_came_once_more_a_choice_still_counts_of_an_exchange_alone(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let torn = here.here.asked(&kit, order, CaseKind::Resend, 1).await;
        agree_to_case(market, &here.here.staff, torn).await.unwrap();
        here.sent(&kit, torn).await.unwrap();
        confirm_goods(market, &buyer, torn).await.unwrap();
        let ask = AskCase { kind: CaseKind::Resend, ..exchange(&kit, order, here.l) };
        let again = open_case(market, &buyer, &ask).await.expect("the same once more, whatever else stands in the form");
        assert_eq!(here.view(&kit, again).await.parts[0].wanted, None);
        kit.audited().await;
    }
);

db_test!(
    async fn a_size_that_is_short_is_not_sent_and_the_money_may_go_back_instead(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer, staff) = (&kit.market, here.here.buyer.buyer(), &here.here.staff);
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, here.l).await;
        here.returned(&kit, case).await;
        let others = kit.placed(&here.here.buyer, &[(here.l, 10)]).await;
        let sending = market.for_attempt(AttemptId::mint(market.now()));
        for _ in 0..2 {
            let short = resend_goods(&sending, staff, case, AGAIN.0, AGAIN.1).await;
            assert!(matches!(short, Err(Problem::Refused(CaseRefusal::Short { line: 0, left: 0 }))), "all are held: {short:?}");
            assert_eq!(here.view(&kit, case).await.row.state, CaseState::Resending);
            assert_eq!(here.shelves(&kit).await, [9, 10, 10], "there are nine M, which nobody asked for");
        }
        kit.audited().await;
        cancel_unpaid(market, &buyer, others.payment).await.unwrap();
        for _ in 0..2 {
            resend_goods(&sending, staff, case, AGAIN.0, AGAIN.1).await.expect("the same form, now that there are some");
        }
        assert_eq!(here.shelves(&kit).await, [9, 9, 10]);
        kit.audited().await;

        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, here.xl).await;
        here.returned(&kit, case).await;
        kit.placed(&here.here.buyer, &[(here.xl, 10)]).await;
        give_back_instead(market, staff, case).await.unwrap();
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [13_600]);
        assert_eq!(level(&kit, here.xl).await, Level { on_hand: 10, held: 10 });
        kit.audited().await;
    }
);

db_test!(
    async fn two_lines_that_want_the_same_size_take_it_together_or_not_at_all(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let goods = [(here.m, 1), (here.l, 1)];
        let order = kit.shipped_order(&here.here.staff, &here.here.buyer, &goods).await;
        let both = AskCase { quantities: vec![(0, 1), (1, 1)], ..exchange(&kit, order, here.l) };
        let case = open_case(market, &buyer, &both).await.unwrap();
        here.returned(&kit, case).await;
        let others = kit.placed(&here.here.buyer, &[(here.l, 8)]).await;
        let short = here.sent(&kit, case).await;
        assert!(matches!(short, Err(Problem::Refused(CaseRefusal::Short { line: 0, left: 1 }))), "one of two: {short:?}");
        assert_eq!(here.shelves(&kit).await, [9, 9, 10]);
        cancel_unpaid(market, &buyer, others.payment).await.unwrap();
        here.sent(&kit, case).await.unwrap();
        assert_eq!(here.shelves(&kit).await, [9, 7, 10]);
        assert_eq!(count(&kit, "stock_movement WHERE kind = 'resend' AND amount = -2").await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn what_came_in_exchange_is_what_its_buyer_has(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer, staff) = (&kit.market, here.here.buyer.buyer(), &here.here.staff);
        let order = here.exchanged(&kit, here.l).await;
        let line = askable_with_others(market, &buyer, order).await.unwrap().unwrap().lines.remove(0);
        let came = line.came.expect("the L");
        assert_eq!((came.variant, came.name.as_str(), came.quantity), (here.l, "L", 1));
        here.priced(&kit, here.l, "138").await;
        let torn = open_case(market, &buyer, &kit.asks(order, CaseKind::Resend, &[(0, 1)])).await.unwrap();
        for who in [Who::Buyer(&buyer), Who::Shop(staff), Who::Operator(&here.here.olga)] {
            let part = case_of(market, who, torn).await.unwrap().unwrap().parts.remove(0);
            assert_eq!(part.comes(), Some("Summer dress · L"), "whatever it costs by now");
            assert_eq!(part.came.map(|came| (came.name, came.quantity)), Some(("L".to_owned(), 1)));
        }
        assert_eq!(count(&kit, TOLD).await, 3, "what was wanted, what came, and what is to come once more");
        agree_to_case(market, staff, torn).await.unwrap();
        resend_goods(market, staff, torn, "sf", "SF7654322").await.unwrap();
        assert_eq!(here.shelves(&kit).await, [9, 8, 10], "another L, and no M");
        confirm_goods(market, &buyer, torn).await.unwrap();
        kit.audited().await;

        let money = open_case(market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
        let part = here.view(&kit, money).await.parts.remove(0);
        assert_eq!((part.comes(), part.came.as_ref().map(|came| came.name.as_str())), (Some("Summer dress · M"), Some("L")));
        agree_to_case(market, staff, money).await.unwrap();
        let line = askable_with_others(market, &buyer, order).await.unwrap().unwrap().lines.remove(0);
        assert_eq!((line.left, line.others.len(), line.came), (0, 0, None), "of nothing that is left nothing is chosen");
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [13_600], "what the M cost");
        assert_eq!(here.shelves(&kit).await, [9, 8, 10]);
        kit.audited().await;
    }
);

db_test!(
    async fn what_came_is_exchanged_for_its_own_what_was_bought_or_another_one(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        for (wanted, comes) in [(None, here.l), (Some(here.l), here.l), (Some(here.m), here.m), (Some(here.xl), here.xl)] {
            let order = here.exchanged(&kit, here.l).await;
            here.priced(&kit, here.l, "138").await;
            let before = here.shelves(&kit).await;
            let wanted = wanted.map(|wanted| (0, wanted)).into_iter().collect();
            let ask = AskCase { wanted, ..kit.asks(order, CaseKind::Exchange, &[(0, 1)]) };
            let case = open_case(market, &buyer, &ask).await.expect("the L costs more by now, and is their own");
            here.returned_again(&kit, case).await;
            let left = [here.m, here.l, here.xl].map(|size| i64::from(size == comes));
            let after = here.shelves(&kit).await;
            assert_eq!([0, 1, 2].map(|at| before[at] - after[at]), left);
            here.priced(&kit, here.l, "128").await;
        }
        kit.audited().await;
    }
);

db_test!(
    async fn what_never_came_is_not_sent_once_more(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let order = here.exchanged(&kit, here.l).await;
        let again = |wanted| AskCase { wanted: vec![(0, wanted)], ..kit.asks(order, CaseKind::Resend, &[(0, 1)]) };
        for never in [here.xl, here.here.dress, VariantId::mint(market.now())] {
            let refused = open_case(market, &buyer, &again(never)).await;
            let only = AskRefusal::Wanted { line: 0, error: WantedError::OnlyInExchange };
            assert!(matches!(&refused, Err(Problem::Refused(refusal)) if *refusal == only), "{refused:?}");
        }
        here.dropped(&kit, here.l).await;
        let others = askable_with_others(market, &buyer, order).await.unwrap().unwrap().lines.remove(0).others;
        let others: Vec<_> = others.iter().map(|other| (other.name.as_str(), other.has_come, other.is_there)).collect();
        assert_eq!(others, [("L", true, true), ("XL", false, true)], "also where it is sold no more");
        for (wanted, wants) in [(here.l, Some("L")), (here.m, None)] {
            let case = open_case(market, &buyer, &again(wanted)).await.expect("it came, or was bought");
            let part = here.view(&kit, case).await.parts.remove(0);
            assert_eq!(part.wanted.map(|wanted| wanted.name).as_deref(), wants);
            withdraw_case(market, &buyer, case).await.unwrap();
        }
        let whole = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, whole, here.xl).await;
        withdraw_case(market, &buyer, case).await.unwrap();
        assert_eq!(askable_with_others(market, &buyer, whole).await.unwrap().unwrap().lines[0].came, None, "nothing came");
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_asked_for_is_sent_whatever_became_of_its_price_and_its_place_in_the_list(kit) {
        let here = wardrobe(&kit).await;
        let [dearer, dropped] = [here.shipped(&kit, 1).await, here.shipped(&kit, 1).await];
        let [dearer, dropped] = [here.asked(&kit, dearer, here.l).await, here.asked(&kit, dropped, here.xl).await];
        here.priced(&kit, here.l, "138").await;
        here.returned(&kit, dearer).await;
        here.sent(&kit, dearer).await.expect("nothing is paid on top");
        here.dropped(&kit, here.xl).await;
        here.returned(&kit, dropped).await;
        assert_eq!(here.view(&kit, dropped).await.parts[0].comes(), Some("Summer dress · XL"), "as it was when it was asked for");
        here.sent(&kit, dropped).await.expect("there is one on the shelf, though it is sold no more");
        assert_eq!(here.shelves(&kit).await, [8, 9, 9]);
        assert!(kit.refunds().await.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_form_with_another_choice_is_another_form(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let ask = exchange(&kit, order, here.l);
        for _ in 0..2 {
            assert_eq!(open_case(market, &buyer, &ask).await.unwrap(), ask.attempt, "the same attempt is the same case");
        }
        for wanted in [vec![(0, here.xl)], vec![(1, here.l)], Vec::new()] {
            let other = open_case(market, &buyer, &AskCase { wanted, ..ask.clone() }).await;
            assert!(matches!(other, Err(Problem::Refused(AskRefusal::AttemptReused))), "{other:?}");
        }
        assert_eq!(here.view(&kit, ask.attempt).await.parts[0].comes(), Some("Summer dress · L"));
        assert_eq!(count(&kit, "aftersales_case").await, 1);
    }
);

db_test!(
    async fn it_is_the_price_before_coupons_that_has_to_be_the_same(kit) {
        let here = wardrobe(&kit).await;
        let (market, staff) = (&kit.market, &here.here.staff);
        kit.shop_coupon(staff, "ROSY5", 500).await;
        kit.fill_cart(&here.here.buyer, &[(here.m, 1)]).await;
        kit.type_in(&here.here.buyer, "ROSY5").await;
        let order = kit.paid(&here.here.buyer, &[]).await.orders[0];
        ship_order(market, staff, order, "sf", "SF1234567890").await.unwrap();
        let case = here.asked(&kit, order, here.l).await;
        assert_eq!(here.view(&kit, case).await.row.amount.minor(), 13_100, "what was paid is what goes back where it does not come");
        here.returned(&kit, case).await;
        here.sent(&kit, case).await.unwrap();
        assert_eq!(here.shelves(&kit).await, [9, 9, 10]);
        kit.audited().await;
    }
);

db_test!(
    async fn of_what_spoils_no_other_size_is_offered_or_taken(kit) {
        let here = wardrobe(&kit).await;
        let (market, buyer) = (&kit.market, here.here.buyer.buyer());
        let tofu = kit.listing(&here.here.staff).title("Tofu").perishable().option("Block", &["M", "L"]).create().await;
        let order = kit.shipped_order(&here.here.staff, &here.here.buyer, &[(tofu.variant(), 1), (here.m, 1)]).await;
        let lines = askable_with_others(market, &buyer, order).await.unwrap().unwrap().lines;
        let of = |listing: ListingId| lines.iter().find(|line| line.line.listing == listing).unwrap();
        let (soft, firm) = (of(tofu.listing), of(here.dress.listing));
        assert_eq!((soft.others.len(), firm.others.len()), (0, 2));
        let both = AskCase {
            quantities: vec![(soft.position, 1), (firm.position, 1)],
            wanted: vec![(soft.position, tofu.variants[1]), (firm.position, here.l)],
            ..kit.asks(order, CaseKind::Exchange, &[])
        };
        let refused = open_case(market, &buyer, &both).await;
        let not_back = AskRefusal::Perishable { line: soft.position, why: PerishableRefusal::NotSentBack };
        assert!(matches!(&refused, Err(Problem::Refused(refusal)) if *refusal == not_back), "{refused:?}");
        let alone = AskCase { quantities: vec![(firm.position, 1)], ..both };
        let case = open_case(market, &buyer, &alone).await.expect("the dress, whatever stands beside the tofu");
        let wanted: Vec<_> = here.view(&kit, case).await.parts.into_iter().filter_map(|part| part.wanted).collect();
        assert_eq!(wanted.iter().map(|wanted| wanted.title.as_str()).collect::<Vec<_>>(), ["Summer dress · L"]);
        here.returned(&kit, case).await;
        here.sent(&kit, case).await.unwrap();
        assert_eq!(here.shelves(&kit).await, [9, 9, 10]);
        assert_eq!(level(&kit, tofu.variants[1]).await, Level { on_hand: 100, held: 0 });
        kit.audited().await;
    }
);
