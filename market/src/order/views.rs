//! What pages show of orders.

use super::types::{Cash, OrderEvent, OrderId, OrderState};
use crate::aftersales::CaseId;
use crate::catalog::{ListingId, VariantId};
use crate::kernel::{Measure, Money, Timestamp};
use crate::payment::PaymentId;
use serde::{Deserialize, Serialize};

/// One line: a snapshot of what was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// The listing, as it was then.
    pub listing: ListingId,
    /// The variant.
    pub variant: VariantId,
    /// The title at the sale.
    pub title: String,
    /// The chosen options.
    pub choices: Vec<String>,
    /// How it was measured and priced.
    pub measure: Measure,
    /// The price for `measure.price_per` smallest steps.
    pub price: Money,
    /// Smallest steps.
    pub quantity: i64,
    /// Of these, what was given back before it was shipped: it is on the shop's shelf again.
    pub restocked: i64,
    /// What the line cost, before coupons.
    pub total: Money,
    /// What coupons took off it.
    pub discount: Money,
    /// The file name of a small picture; empty where there was none.
    pub picture: String,
    /// Whether it spoils, as was said when it was bought.
    pub is_perishable: bool,
}

impl LineView {
    /// What goes into the parcel, in smallest steps; zero where all of it was given back before.
    #[must_use]
    pub const fn to_pack(&self) -> i64 {
        self.quantity.saturating_sub(self.restocked)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// What; none for the placing itself.
    pub event: Option<OrderEvent>,
    /// Where it led.
    pub to: OrderState,
    /// When.
    pub at: Timestamp,
}

/// Money of an order that goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundView {
    /// How much.
    pub amount: Money,
    /// When the buyer had it; none while it is on its way.
    pub done_at: Option<Timestamp>,
}

/// The refunds of an order that are not told one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreRefunds {
    /// How many.
    pub count: i64,
    /// Their sum: what has arrived, and what is on its way.
    pub amount: Money,
    /// Whether all of them have arrived.
    pub is_done: bool,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Which.
    pub id: OrderId,
    /// Its number as people say it.
    pub number: String,
    /// Where it stands.
    pub state: OrderState,
    /// How its cash stands; none where it is paid before it leaves.
    pub cash: Option<Cash>,
    /// The shop's address.
    pub shop_handle: String,
    /// The shop's public name.
    pub shop_name: String,
    /// What was paid or is to be paid.
    pub total: Money,
    /// The buyer's province and city, for the shop.
    pub region_names: String,
    /// Who it goes to, for the shop.
    pub recipient: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Until when the shop must ship; none while a case is open, which puts it off.
    pub ship_by: Option<Timestamp>,
    /// When it counts as received.
    pub confirm_by: Option<Timestamp>,
    /// The first lines.
    pub lines: Vec<LineView>,
}

/// Where a parcel goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelAddress {
    /// Who receives it.
    pub recipient: String,
    /// Their phone.
    pub phone: String,
    /// Province, city, area, town.
    pub region_names: String,
    /// Street and door.
    pub street: String,
}

/// A whole order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// As in lists; with all its lines.
    pub row: OrderRow,
    /// How it is paid.
    pub payment: PaymentId,
    /// Goods, before coupons.
    pub items: Money,
    /// What the shop's coupon took off them.
    pub shop_discount: Money,
    /// What the market's coupon took off what was left of them.
    pub market_discount: Money,
    /// Freight.
    pub freight: Money,
    /// The market's fee, frozen at the sale.
    pub fee: Money,
    /// Where it goes.
    pub address: ParcelAddress,
    /// The buyer's note.
    pub note: String,
    /// Until when the payment is waited for.
    pub pay_by: Timestamp,
    /// The courier's code, once it was shipped.
    pub courier: Option<String>,
    /// The parcel's number.
    pub tracking_number: Option<String>,
    /// What happened, oldest first.
    pub events: Vec<EventView>,
    /// When its cash reached the market; none where it did not, and where it is paid before it leaves.
    pub cash_at: Option<Timestamp>,
    /// Whether the buyer has said that they have a parcel whose cash was not here.
    pub is_received: bool,
    /// What goes back of its money: first what has arrived, as it did, then what is on its way.
    pub refunds: Vec<RefundView>,
    /// Those behind the first hundred of them; none where there are no more.
    pub more_refunds: Option<MoreRefunds>,
    /// How much went back, or is on its way.
    pub refunded: Money,
    /// The case that is open.
    pub open_case: Option<CaseId>,
}

/// A shop's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopDay {
    /// Paid, to be shipped.
    pub to_ship: u64,
    /// Of these, past their time.
    pub overdue: u64,
    /// Placed, not paid.
    pub unpaid: u64,
    /// Shipped, not confirmed.
    pub on_the_way: u64,
    /// The next deadlines, overdue first.
    pub deadlines: Vec<OrderRow>,
    /// What the shop earned on each of the last 30 days, oldest first, the last one is today.
    pub earned: Vec<Money>,
}
