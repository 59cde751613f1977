//! `/admin/reconciliation` through every layer: who may see it, what stands on it, and what is done there.

mod deeds;
mod lists;
mod refused;
mod sent_from;

use super::House;
use super::client::{Form, changed};
use super::world::World;
use http::StatusCode;
use market::account::SignedIn;
use market::kernel::{Currency, Money, Span};
use market::payment::queries::payment as view_of;
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, RefundId, ReportKind, ReportLine};
use market::reconciliation::Reconciliation;
use market::reconciliation::queries::reconciliation;
use market::testkit::PROVIDER;

const PATH: &str = "/admin/reconciliation";
/// What the operator sees, one queue a page.
const ROOMS: [&str; 7] =
    [PATH, "/admin/cash", "/admin/cases", "/admin/payouts", "/admin/identities", "/admin/search", "/admin/categories"];

/// A desk on which there is one of everything that fits nowhere. The statement was read two hours later.
struct Books {
    world: World,
    /// What an order of one piece costs.
    total: i64,
    /// 9.01 came, and the statement says nothing of it.
    short: PaymentId,
    /// 9.02 came, and the statement has what was asked for.
    untrue: PaymentId,
    /// 12.58 dollars came, and the statement says nothing of them.
    dollars: PaymentId,
    /// 12.59 dollars came, and the statement has yuan.
    yuan: PaymentId,
    /// Two refunds that the provider refuses, and the number of the first one's order.
    stuck: [RefundId; 2],
    stuck_number: String,
    /// A third one, of which `txn_tied` of the statement may be the refund.
    tied: RefundId,
    /// `txn_desk` of the statement gave 5.00 of this paid order back, which has this number.
    desk: PaymentId,
    desk_order: String,
    desk_number: String,
}

impl Books {
    async fn open() -> Self {
        let world = World::open().await;
        let (kit, one) = (&world.house.kit, world.one());
        let usd = |cents| Money::new(cents, Currency::Usd);
        let mut stuck = Vec::new();
        for because in ["the card is closed", "the bank is closed"] {
            let (payment, refund) = kit.refund_owed(&world.buyer, &one).await;
            kit.refuses(refund, because).await;
            stuck.push((payment, refund));
        }
        let (owed, tied) = kit.refund_owed(&world.buyer, &one).await;
        kit.refuses(tied, "the phone was faster").await;
        let stuck_number = number(&world.house, &world.buyer, stuck[0].0).await;
        let short = kit.paid_another_amount(&world.buyer, &one, Money::fen(901)).await;
        let untrue = kit.paid_another_amount(&world.buyer, &one, Money::fen(902)).await;
        let dollars = kit.paid_another_amount(&world.buyer, &one, usd(1_258)).await;
        let yuan = kit.paid_another_amount(&world.buyer, &one, usd(1_259)).await;
        for (event, kind) in [
            ("e_more", ProviderEventKind::Captured(Money::fen(903))),
            ("e_nothing", ProviderEventKind::Captured(Money::fen(0))),
            ("e_strange", ProviderEventKind::captured(5, "hkd")),
        ] {
            let outcome = kit.told(short, event, kind).await.expect("an outcome");
            assert_eq!(outcome, EventOutcome::Unbooked, "{event}");
        }
        let desk = kit.shipped(&world.staff, &world.buyer, &one).await;
        let matched = kit.paid(&world.buyer, &one).await.payment;
        let total = kit.amount_of(matched).await;
        let lines = [
            kit.report_line_of(matched, "txn_paid", ReportKind::Captured, total),
            kit.report_line_of(untrue, "txn_untrue", ReportKind::Captured, total),
            kit.report_line_of(yuan, "txn_yuan", ReportKind::Captured, total),
            kit.report_line_of(owed, "txn_tied", ReportKind::Refunded, -total),
            kit.report_line_of(desk.payment, "txn_desk", ReportKind::Refunded, -500),
            kit.report_line("txn_nobody", ReportKind::Captured, 700),
            kit.report_line("txn_dispute", ReportKind::Other, -300),
            ReportLine { amount: usd(-5), ..kit.report_line("txn_fee", ReportKind::Fee, 0) },
        ];
        kit.clock.advance(Span::hours(2));
        assert_eq!(kit.states(PROVIDER, &lines).await, 2, "what was paid, and what belongs to nobody");
        Self {
            total,
            short,
            untrue,
            dollars,
            yuan,
            stuck: [stuck[0].1, stuck[1].1],
            stuck_number,
            tied,
            desk: desk.payment,
            desk_order: desk.orders[0].to_string(),
            desk_number: number(&world.house, &world.buyer, desk.payment).await,
            world,
        }
    }

    /// The two sides as the market reads them.
    async fn seen(&self) -> Reconciliation {
        let market = &self.world.house.kit.market;
        reconciliation(market, &self.world.operator(), PROVIDER).await.expect("both sides")
    }
}

/// The number of a payment's order.
async fn number(house: &House, buyer: &SignedIn, payment: PaymentId) -> String {
    let (market, buyer) = (&house.kit.market, buyer.buyer());
    let paid = view_of(market, &buyer, payment).await.expect("an answer").expect("a payment");
    paid.orders[0].1.clone()
}

/// The form of a deed, filled in without a page.
fn deed(then: &str, subject: &str) -> Form {
    let why = format!("{then}-{subject}");
    Form::new(PATH, &[("then", then), ("subject", subject), (why.as_str(), "As the provider says.")])
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_operator_finds_the_desk() {
    let books = Books::open().await;
    let house = &books.world.house;
    let [buyer, owner, operator] = books.world.browsers().await;
    let refund = deed("by-hand", &books.stuck[0].to_string()).of_attempt(house.attempt());
    let before = house.rows().await;
    for path in ROOMS {
        assert_eq!(operator.get(path).await.status, StatusCode::OK, "{path}");
        for who in [&buyer, &owner] {
            let answered = who.get(path).await;
            assert!(answered.status == StatusCode::NOT_FOUND && !answered.page.contains(&books.stuck_number), "{path}");
        }
        let stranger = house.stranger().get(path).await;
        assert_eq!((stranger.status, stranger.to), (StatusCode::SEE_OTHER, format!("/sign-in?back={path}")));
    }
    for who in [&buyer, &owner] {
        assert_eq!(who.send(&refund).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(house.stranger().send(&refund).await.to, format!("/sign-in?back={PATH}"));
    assert_eq!(operator.send_from("cross-site", &refund).await.status, StatusCode::FORBIDDEN, "another site's form");
    assert_eq!(changed(&before, &house.rows().await), None);
    assert_eq!(operator.send(&refund).await.to, format!("{PATH}?done=by-hand#done"), "nothing else was wrong with it");
}
