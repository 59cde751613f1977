//! Buys, pays and ships the short way: through the commands, without pages.

use super::{PROVIDER, TestMarket};
use crate::account::{Operator, SignedIn};
use crate::address::AddressId;
use crate::aftersales::commands::{case_clock, remind_case};
use crate::aftersales::{AskCase, CaseId, CaseKind, CaseReason};
use crate::audit::queries::audit;
use crate::cart::CartOwner;
use crate::cart::commands::add_to_cart;
use crate::catalog::VariantId;
use crate::checkout::commands::place_order;
use crate::checkout::{PlaceOrder, PlaceOrderRefusal, Placed, queries::quote};
use crate::kernel::{Market, Problem};
use crate::ledger::commands::{make_payout_batch, settle_payout};
use crate::ledger::queries::batch_payouts;
use crate::order::OrderId;
use crate::order::commands::{auto_confirm, cancel_unshipped, close_payment, remind, remind_to_pay, ship_order};
use crate::payment::{EventOutcome, PaymentId, RefundId};
use crate::shop::ShopStaff;
use crate::timer::{DueTimer, TimerKind};
use sea_orm::{ConnectionTrait, Statement};

/// Where built parcels go: a town of Fenghuang.
pub const REGION: &str = "433123100";
/// A clock may be wound up again as it fires; one that is due so many times in a row stays due.
const ALIKE_MAX: usize = 10;

impl TestMarket {
    /// An address of the person, in Hunan.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn address(&self, buyer: &SignedIn) -> AddressId {
        let now = self.market.now();
        let id = AddressId::mint(now);
        let tx = self.market.begin("build_address").await.expect("a transaction");
        let sql = "INSERT INTO address (id, person_id, recipient, phone, region_code, region_names, street, is_default, created_at) \
                   VALUES ($1, $2, 'Ana', '+8613800138000', $3, '湖南省 湘西土家族苗族自治州 凤凰县 沱江镇', '虹桥路 1 号', $4, $5)";
        let values = [id.uuid().into(), buyer.person().uuid().into(), REGION.into(), false.into(), now.millis().into()];
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(statement).await.expect("an address");
        tx.commit().await.expect("a commit");
        id
    }

    /// Puts goods into the person's cart.
    ///
    /// # Panics
    /// When the cart refuses.
    pub async fn fill_cart(&self, buyer: &SignedIn, goods: &[(VariantId, i64)]) {
        for (variant, quantity) in goods {
            let owner = CartOwner::Person(buyer.buyer());
            add_to_cart(&self.market, &owner, *variant, *quantity).await.expect("a line");
        }
    }

    /// What the person's checkout form would send now, with a new attempt.
    ///
    /// # Panics
    /// When the cart cannot be sent.
    pub async fn checkout_form(&self, buyer: &SignedIn) -> PlaceOrder {
        let quote = quote(&self.market, &buyer.buyer(), REGION).await.expect("a quote");
        PlaceOrder {
            attempt: PaymentId::mint(self.market.now()),
            address: self.address(buyer).await,
            seen_total_minor: quote.total.expect("a total").minor(),
            seen_perishable: quote.cart.perishable().collect(),
            notes: Vec::new(),
        }
    }

    /// Sends a checkout form.
    ///
    /// # Errors
    /// Those of the command.
    pub async fn place(&self, buyer: &SignedIn, form: &PlaceOrder) -> Result<Placed, Problem<PlaceOrderRefusal>> {
        place_order(&self.market, &buyer.buyer(), PROVIDER, form.clone()).await
    }

    /// Orders that wait for their payment.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn placed(&self, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> Placed {
        self.fill_cart(buyer, goods).await;
        let form = self.checkout_form(buyer).await;
        self.place(buyer, &form).await.expect("orders")
    }

    /// What a payment asks for.
    ///
    /// # Panics
    /// When there is none.
    pub async fn amount_of(&self, payment: PaymentId) -> i64 {
        let found = crate::payment::steps::find(self.market.db(), payment).await.expect("an answer");
        found.expect("a payment").amount.minor()
    }

    /// Orders that were paid.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn paid(&self, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> Placed {
        let placed = self.placed(buyer, goods).await;
        let event = format!("captured {}", placed.payment);
        let outcome = self.captured(placed.payment, &event, self.amount_of(placed.payment).await).await;
        assert_eq!(outcome, EventOutcome::Paid, "a payment in time and in full");
        placed
    }

    /// One order that was paid.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn paid_order(&self, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> OrderId {
        *self.paid(buyer, goods).await.orders.first().expect("an order")
    }

    /// Orders that were paid, of which the first is on its way.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn shipped(&self, staff: &ShopStaff, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> Placed {
        let placed = self.paid(buyer, goods).await;
        let order = *placed.orders.first().expect("an order");
        ship_order(&self.market, staff, order, "sf", "SF1234567890").await.expect("a shipped order");
        placed
    }

    /// One order that is on its way.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn shipped_order(&self, staff: &ShopStaff, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> OrderId {
        *self.shipped(staff, buyer, goods).await.orders.first().expect("an order")
    }

    /// The refund of one order that was paid and then cancelled, which nobody has made yet.
    ///
    /// # Panics
    /// When a command refuses.
    pub async fn refund_owed(&self, buyer: &SignedIn, goods: &[(VariantId, i64)]) -> (PaymentId, RefundId) {
        let placed = self.paid(buyer, goods).await;
        let order = *placed.orders.first().expect("an order");
        cancel_unshipped(&self.market, &buyer.buyer(), order).await.expect("a cancelled order");
        let owed = self.refunds().await.into_iter().find(|(_, payment, _)| *payment == placed.payment);
        (placed.payment, owed.expect("a refund").0)
    }

    /// The bank has paid all that shops have earned.
    ///
    /// # Panics
    /// When nobody has earned anything, or a command refuses.
    pub async fn pay_out(&self, operator: &Operator) {
        let batch = make_payout_batch(&self.market, Some(operator)).await.expect("an answer").expect("payouts");
        for payout in batch_payouts(&self.market, operator, batch).await.expect("a batch") {
            settle_payout(&self.market, operator, payout.id).await.expect("a payout that is paid");
        }
    }

    /// Asserts that no invariant is broken, without the seals where they are not wanted yet: for tests that ask after each deed, as
    /// [`auditor`](Self::auditor).
    ///
    /// # Panics
    /// Naming those that are.
    pub async fn audited_often(&self, auditor: &Market) {
        if !audit(auditor).await.expect("a report").is_clean() {
            self.audited().await;
        }
    }

    /// Asserts that no invariant is broken, after the seals that a job makes in the meantime.
    ///
    /// # Panics
    /// Naming those that are.
    pub async fn audited(&self) {
        crate::audit::chain::seal_all(&self.market).await.expect("seals");
        let report = audit(&self.market).await.expect("a report");
        let broken: Vec<_> = report.broken().map(|found| (found.invariant, found.says, found.violations)).collect();
        assert!(report.is_clean(), "the auditor found {broken:?}");
    }
}

impl TestMarket {
    /// Fires every clock that is due, as the server's jobs do, until none is; says how many there were.
    ///
    /// # Panics
    /// When a command fails, or a clock fires and stays due.
    pub async fn fire_clocks(&self) -> usize {
        crate::audit::chain::seal(&self.market, crate::audit::chain::Reach::Recent).await.expect("seals");
        let (mut fired, mut alike, mut before) = (0, 0, Vec::new());
        loop {
            let due = crate::timer::queries::due(&self.market, 100).await.expect("the clocks");
            if due.is_empty() {
                return fired;
            }
            fired += due.len();
            alike = if due == before { alike + 1 } else { 0 };
            assert!(alike < ALIKE_MAX, "the clocks do not come to rest: {due:?}");
            for timer in &due {
                self.fire(*timer).await;
            }
            before = due;
        }
    }

    async fn fire(&self, timer: DueTimer) {
        let (market, order) = (&self.market, OrderId::from_uuid(timer.subject));
        let fired = match timer.kind {
            TimerKind::ClosePayment => close_payment(market, PaymentId::from_uuid(timer.subject)).await,
            TimerKind::RemindPayment => remind_to_pay(market, PaymentId::from_uuid(timer.subject)).await,
            TimerKind::ConfirmOrder => auto_confirm(market, order).await,
            TimerKind::RemindConfirm | TimerKind::RemindShip | TimerKind::ShipLate => remind(market, timer.kind, order).await,
            TimerKind::Case => case_clock(market, CaseId::from_uuid(timer.subject)).await,
            TimerKind::RemindCase => remind_case(market, CaseId::from_uuid(timer.subject)).await,
        };
        fired.expect("a clock that fires");
    }

    /// What a buyer's form asks for: of each line at a position, so much, and all that it cost.
    #[must_use]
    pub fn asks(&self, order: OrderId, kind: CaseKind, quantities: &[(i64, i64)]) -> AskCase {
        AskCase {
            attempt: CaseId::mint(self.market.now()),
            order,
            kind,
            reason: CaseReason::Damaged,
            words: "It came torn.".to_owned(),
            quantities: quantities.to_vec(),
            amount_minor: None,
            wanted: Vec::new(),
        }
    }

    /// Refunds in the order in which they were noted: which, of which payment, how much.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn refunds(&self) -> Vec<(RefundId, PaymentId, i64)> {
        let sql = "SELECT id, payment_id, amount_minor FROM refund ORDER BY created_at, id";
        let rows = self.market.db().query_all_raw(Statement::from_string(self.market.backend(), sql)).await.expect("refunds");
        let read = |row: &sea_orm::QueryResult| {
            let (id, payment) = (row.try_get("", "id").expect("an id"), row.try_get("", "payment_id").expect("a payment"));
            (RefundId::from_uuid(id), PaymentId::from_uuid(payment), row.try_get("", "amount_minor").expect("an amount"))
        };
        rows.iter().map(read).collect()
    }
}
