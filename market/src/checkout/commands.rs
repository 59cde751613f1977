//! A buyer places orders.

use super::queries::cash_terms;
use super::rules::{Plan, Situation, plan};
use super::store;
use super::types::{PlaceOrder, PlaceOrderRefusal as Refusal, Placed};
use crate::account::Buyer;
use crate::address::{self, Address};
use crate::cart::{self, CartOwner, CartView};
use crate::coupon::steps::Lost;
use crate::coupon::{self, CartCoupon};
use crate::inventory::{self, HoldRequest};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Money, Problem, TextError, Timestamp, Tx, clean_text};
use crate::order::{self, LineView, OrderId, ParcelAddress};
use crate::payment::{self, CASH, PaymentId};
use crate::shop::ShopId;
use crate::timer::{self, TimerKind};
use crate::{policy, pricing};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Turns the buyer's cart into one payment and one order a shop, with the goods put aside. The same attempt once more is the same
/// answer, from whichever tab it comes.
///
/// # Errors
/// [`Refusal`]: nothing was changed then. Not found for another buyer's attempt.
pub async fn place_order(
    market: &Market,
    buyer: &Buyer,
    provider: &'static str,
    request: PlaceOrder,
) -> Result<Placed, Problem<Refusal>> {
    let now = market.now();
    let (digest, notes) = (digest(buyer, provider, &request), notes(&request)?);
    let tx = market.begin("place_order").await?;
    let cart_id = cart::steps::lock(&tx, &CartOwner::Person(*buyer), now).await?;
    if let Some(placed) = placed_before(&tx, buyer, request.attempt, &digest).await? {
        return Ok(placed);
    }
    let policy = policy::steps::in_force(&*tx, now).await?;
    let address = address::steps::of_buyer(&tx, buyer, request.address).await?.ok_or(Problem::Refused(Refusal::NoAddress))?;
    let cart_id = cart_id.ok_or(Problem::Refused(Refusal::CartEmpty))?;
    let cart = cart::steps::whole(&tx, cart_id).await.map_err(|problem| problem.map(Refusal::from))?;
    let coupons = coupon::steps::in_cart(&*tx, cart_id, Some(buyer.person())).await?;
    let shops: Vec<ShopId> = cart.shops.iter().map(|shop| shop.shop).collect();
    let templates = pricing::steps::templates(&tx, &shops).await?;
    let standings = store::standings(&tx, buyer, &shops).await?;
    let is_promise = provider == CASH;
    let terms = if is_promise { Some(cash_terms(&*tx, buyer, &shops, (&policy, market.currency())).await?) } else { None };
    let plan = plan(&Situation {
        cart: &cart,
        templates: &templates,
        province: province(&address.region_code),
        standings: &standings,
        fee_basis_points: policy.fee_basis_points,
        unverified_cap: policy.unverified_cap(market.currency()),
        seen_total_minor: request.seen_total_minor,
        seen_perishable: &request.seen_perishable,
        cash: terms.as_ref(),
        coupons: &coupons,
        now,
    })
    .map_err(Problem::Refused)?;
    let new = payment::steps::NewPayment {
        id: request.attempt,
        buyer: buyer.person(),
        request_digest: digest.clone(),
        provider,
        amount: plan.total,
        expires_at: now.after(policy.hold),
        is_promise,
    };
    if !payment::steps::insert(&tx, &new, now).await? {
        // Another tab was faster by a moment; its rows are there now.
        return placed_before(&tx, buyer, request.attempt, &digest).await?.ok_or(Problem::NotFound);
    }
    let orders = orders(&plan, &cart, buyer, &request, &address, &notes, now)?;
    order::steps::insert(&tx, &orders, now).await?;
    order::steps::promise_capture(&tx, request.attempt, &orders, now).await?;
    take_out(&tx, (cart_id, &cart, &coupons), (&new, &plan), now).await?;
    // Last, since whoever wants the same goods waits from here to the end.
    put_aside(&tx, &new, &orders, &cart, now).await?;
    // After this point, placing must succeed.
    tx.commit().await?;
    Ok(Placed { payment: request.attempt, orders: orders.iter().map(|order| order.id).collect() })
}

/// What is bought leaves the cart, and so do coupons. Those that take something off are used, or it is said which of them somebody else
/// was faster with.
async fn take_out(
    tx: &Tx,
    (id, cart, coupons): (Uuid, &CartView, &[CartCoupon]),
    (new, plan): (&payment::steps::NewPayment, &Plan),
    now: Timestamp,
) -> Result<(), Problem<Refusal>> {
    let bought: Vec<_> = cart.lines().map(|line| line.id).collect();
    cart::steps::remove(tx, id, &bought).await?;
    if coupons.is_empty() {
        return Ok(());
    }
    coupon::steps::empty(tx, id).await?;
    let redeemed = coupon::steps::redeem(tx, new.id, new.buyer, &plan.uses, now).await;
    redeemed.map_err(|problem| problem.map(|Lost { code, why }| Refusal::Coupon { code, why }))
}

/// Holds the goods until they are paid or their time is over; those of a promise are sold at once.
async fn put_aside(
    tx: &Tx,
    new: &payment::steps::NewPayment,
    orders: &[order::steps::NewOrder],
    cart: &CartView,
    now: Timestamp,
) -> Result<(), Problem<Refusal>> {
    if !new.is_promise {
        timer::steps::set(tx, TimerKind::ClosePayment, new.id.uuid(), new.expires_at, now).await?;
        if let Some(at) = order::rules::remind_to_pay_at(new.expires_at, now) {
            timer::steps::set(tx, TimerKind::RemindPayment, new.id.uuid(), at, now).await?;
        }
    }
    hold(tx, orders, cart, new.expires_at, now).await?;
    if new.is_promise {
        order::steps::promise(tx, new.id, new.buyer, now).await?;
    }
    Ok(())
}

/// What makes two requests of one attempt the same. Where nothing spoils it is what it was before anything did.
fn digest(buyer: &Buyer, provider: &str, request: &PlaceOrder) -> Vec<u8> {
    let mut hash = Sha256::new()
        .chain_update(buyer.person().uuid().as_bytes())
        .chain_update(request.address.uuid().as_bytes())
        .chain_update(request.seen_total_minor.to_be_bytes());
    for (shop, note) in &request.notes {
        hash = hash.chain_update(shop.uuid().as_bytes()).chain_update(note.as_bytes()).chain_update([0]);
    }
    if provider == CASH {
        hash.update(CASH);
    }
    if !request.seen_perishable.is_empty() {
        hash.update("perishable");
    }
    for variant in &request.seen_perishable {
        hash.update(variant.uuid().as_bytes());
    }
    hash.finalize().to_vec()
}

fn notes(request: &PlaceOrder) -> Result<Vec<(ShopId, String)>, Problem<Refusal>> {
    let clean = |shop: ShopId, note: &str| match clean_text(note, NOTE_CHARS_MAX) {
        Ok(note) => Ok(note),
        Err(TextError::Empty) => Ok(String::new()),
        Err(TextError::TooLong { .. }) => Err(Problem::Refused(Refusal::NoteTooLong { shop })),
    };
    request.notes.iter().map(|(shop, note)| Ok((*shop, clean(*shop, note)?))).collect()
}

async fn placed_before(tx: &Tx, buyer: &Buyer, attempt: PaymentId, digest: &[u8]) -> Result<Option<Placed>, Problem<Refusal>> {
    let Some(payment) = payment::steps::find(&**tx, attempt).await? else { return Ok(None) };
    if payment.buyer != buyer.person() {
        return Err(Problem::NotFound);
    }
    if payment.request_digest != digest {
        return Err(Problem::Refused(Refusal::AttemptReused));
    }
    let orders = order::steps::of_payment(tx, attempt).await?;
    Ok(Some(Placed { payment: attempt, orders: orders.into_iter().map(|row| OrderId::from_uuid(row.id)).collect() }))
}

/// The first two digits of a region's code are its province's.
pub(super) fn province(region_code: &str) -> &str {
    region_code.get(..2).unwrap_or_default()
}

fn orders(
    plan: &Plan,
    cart: &CartView,
    buyer: &Buyer,
    request: &PlaceOrder,
    address: &Address,
    notes: &[(ShopId, String)],
    now: Timestamp,
) -> Result<Vec<order::steps::NewOrder>, Fault> {
    let parcel = ParcelAddress {
        recipient: address.recipient.clone(),
        phone: address.phone.clone(),
        region_names: address.region_names.clone(),
        street: address.street.clone(),
    };
    plan.orders
        .iter()
        .map(|planned| {
            let shop =
                cart.shops.iter().find(|shop| shop.shop == planned.shop).ok_or_else(|| Fault::broken("a plan for no shop"))?;
            let id = OrderId::mint(now);
            Ok(order::steps::NewOrder {
                id,
                number: order::rules::number(id, now),
                payment: request.attempt,
                buyer: buyer.person(),
                shop: planned.shop,
                items: planned.items,
                freight: planned.freight,
                shop_discount: planned.shop_discount,
                market_discount: planned.market_discount,
                total: planned.total,
                fee: planned.fee,
                region_code: address.region_code.clone(),
                address: parcel.clone(),
                note: notes.iter().find(|(of, _)| *of == planned.shop).map(|(_, note)| note.clone()).unwrap_or_default(),
                lines: shop.lines.iter().zip(&planned.line_discounts).map(cut).collect(),
            })
        })
        .collect()
}

fn cut((line, discount): (&cart::CartLine, &Money)) -> LineView {
    LineView { discount: *discount, ..snapshot(line) }
}

pub(super) fn snapshot(line: &cart::CartLine) -> LineView {
    LineView {
        listing: line.offer.listing,
        variant: line.offer.variant,
        title: line.offer.title.clone(),
        choices: line.offer.choices.clone(),
        measure: line.offer.measure,
        price: line.offer.price,
        quantity: line.quantity,
        restocked: 0,
        total: line.total,
        discount: Money::zero(line.total.currency()),
        picture: line.offer.picture.clone(),
        is_perishable: line.offer.is_perishable,
    }
}

pub(super) async fn hold(
    tx: &Tx,
    orders: &[order::steps::NewOrder],
    cart: &CartView,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), Problem<Refusal>> {
    let requests: Vec<HoldRequest> = orders
        .iter()
        .flat_map(|order| {
            order.lines.iter().map(|line| HoldRequest { order: order.id, variant: line.variant.uuid(), quantity: line.quantity })
        })
        .collect();
    match inventory::steps::hold(tx, &requests, expires_at, now).await? {
        Ok(()) => Ok(()),
        Err(short) => {
            let line = cart.lines().find(|line: &&cart::CartLine| line.offer.variant.uuid() == short.variant);
            Err(Problem::Refused(Refusal::SoldOut { title: line.map(|line| line.offer.title.clone()).unwrap_or_default() }))
        }
    }
}
