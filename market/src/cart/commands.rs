//! What buyers and guests do with their carts.

use super::steps::LineContent;
use super::types::{CartLineId, CartOwner, CartRefusal, GuestToken, Wanted};
use super::{rules, steps};
use crate::account::Buyer;
use crate::catalog::{self, Offer, VariantId};
use crate::coupon;
use crate::kernel::limits::{CART_LINES_MAX, QUANTITY_MAX};
use crate::kernel::{Fault, Market, NoRefusal, Problem, Tx};
use crate::shop::ShopId;

/// A token for a browser that has no cart yet.
///
/// # Errors
/// A machine without randomness.
pub fn new_guest() -> Result<GuestToken, Fault> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(Fault::broken)?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    GuestToken::read(&text).ok_or_else(|| Fault::broken("a token that is none"))
}

async fn offer(tx: &Tx, variant: VariantId) -> Result<Option<Offer>, Fault> {
    Ok(catalog::steps::offers(tx, &[variant]).await?.pop())
}

/// Puts so many more smallest steps of a variant into the cart. The price is the one that the buyer sees now.
///
/// # Errors
/// [`CartRefusal`]; not found for an unknown variant.
pub async fn add_to_cart(
    market: &Market,
    owner: &CartOwner,
    variant: VariantId,
    quantity: i64,
) -> Result<(), Problem<CartRefusal>> {
    let now = market.now();
    let tx = market.begin("add_to_cart").await?;
    let offer = offer(&tx, variant).await?.ok_or(Problem::NotFound)?;
    offer.measure.check(quantity).map_err(|error| Problem::Refused(CartRefusal::Quantity(error)))?;
    let cart = steps::open(&tx, owner, now).await?;
    let lines = steps::lines(&*tx, cart).await?;
    let before = lines.iter().find(|line| line.variant == variant).map(|line| line.quantity);
    if before.is_none() && u64::try_from(lines.len()).unwrap_or(u64::MAX) >= CART_LINES_MAX {
        return Err(Problem::Refused(CartRefusal::CartFull));
    }
    let together = before.unwrap_or(0).saturating_add(quantity);
    rules::check(&offer, together).map_err(Problem::Refused)?;
    steps::put(&tx, cart, LineContent { variant, quantity: together, seen_minor: offer.price.minor() }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the quantity of a line.
///
/// # Errors
/// [`CartRefusal`]; not found for a line of another cart.
pub async fn change_quantity(
    market: &Market,
    owner: &CartOwner,
    line: CartLineId,
    quantity: i64,
) -> Result<(), Problem<CartRefusal>> {
    let now = market.now();
    let tx = market.begin("change_quantity").await?;
    let cart = steps::lock(&tx, owner, now).await?.ok_or(Problem::NotFound)?;
    let lines = steps::lines(&*tx, cart).await?;
    let wanted = lines.iter().find(|wanted| wanted.line == line).ok_or(Problem::NotFound)?;
    let offer = offer(&tx, wanted.variant).await?.ok_or(Problem::NotFound)?;
    rules::check(&offer, quantity).map_err(Problem::Refused)?;
    let content = LineContent { variant: wanted.variant, quantity, seen_minor: wanted.seen_minor };
    steps::put(&tx, cart, content, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a line out. Once more is the same answer.
///
/// # Errors
/// A fault.
pub async fn remove_line(market: &Market, owner: &CartOwner, line: CartLineId) -> Result<(), Problem<NoRefusal>> {
    let tx = market.begin("remove_line").await?;
    if let Some(cart) = steps::lock(&tx, owner, market.now()).await? {
        steps::remove(&tx, cart, &[line]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The buyer agrees to everything that changed: new prices are the ones seen, quantities are cut to what is left, and what
/// cannot be bought at all leaves the cart.
///
/// # Errors
/// A fault.
pub async fn accept_changes(market: &Market, owner: &CartOwner) -> Result<(), Problem<NoRefusal>> {
    let now = market.now();
    let tx = market.begin("accept_changes").await?;
    let Some(cart) = steps::lock(&tx, owner, now).await? else { return Ok(()) };
    let lines = steps::lines(&*tx, cart).await?;
    let variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
    let offers = catalog::steps::offers(&tx, &variants).await?;
    for line in lines {
        let offer = offers.iter().find(|offer| offer.variant == line.variant);
        match offer.and_then(|offer| Some((offer, rules::accepted_quantity(offer, line.quantity)?))) {
            Some((offer, quantity)) => {
                let content = LineContent { variant: line.variant, quantity, seen_minor: offer.price.minor() };
                steps::put(&tx, cart, content, now).await?;
            }
            None => steps::remove(&tx, cart, &[line.line]).await?,
        }
    }
    tx.commit().await?;
    Ok(())
}

/// A guest signed in: what their browser's cart holds comes into their own, added to what is there. What cannot be bought like that
/// comes too, and the cart says so until they agree or change it. Lines for which a full cart has no room stay behind, and can be
/// brought later; says how many.
///
/// # Errors
/// A fault.
pub async fn take_over(market: &Market, buyer: &Buyer, guest: &GuestToken) -> Result<u64, Problem<NoRefusal>> {
    let now = market.now();
    let tx = market.begin("take_over").await?;
    let Some(from) = steps::lock(&tx, &CartOwner::Guest(guest.clone()), now).await? else { return Ok(0) };
    let waiting = steps::lines(&*tx, from).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let cart = steps::open(&tx, &CartOwner::Person(*buyer), now).await?;
    let own = steps::lines(&*tx, cart).await?;
    let mut room = usize::try_from(CART_LINES_MAX).unwrap_or(0).saturating_sub(own.len());
    let mut moved: Vec<CartLineId> = Vec::new();
    for line in &waiting {
        let before = own.iter().find(|mine| mine.variant == line.variant).map(|mine| mine.quantity);
        match before {
            Some(_) => {}
            None if room == 0 => continue,
            None => room -= 1,
        }
        // No shop has more than this of anything: it is the only cut that nobody is asked about.
        let together = before.unwrap_or(0).saturating_add(line.quantity).min(QUANTITY_MAX);
        let content = LineContent { variant: line.variant, quantity: together, seen_minor: line.seen_minor };
        steps::put(&tx, cart, content, now).await?;
        moved.push(line.line);
    }
    steps::remove(&tx, from, &moved).await?;
    let variants: Vec<VariantId> = own.iter().chain(&waiting).map(|line| line.variant).collect();
    let offers = catalog::steps::offers(&tx, &variants).await?;
    let shop_of = |line: &Wanted| offers.iter().find(|offer| offer.variant == line.variant).map(|offer| offer.shop);
    let (come, stay): (Vec<&Wanted>, Vec<&Wanted>) = waiting.iter().partition(|line| moved.contains(&line.line));
    let here: Vec<ShopId> = own.iter().chain(come).filter_map(shop_of).collect();
    let behind: Vec<ShopId> = stay.into_iter().filter_map(shop_of).collect();
    coupon::steps::take_over(&tx, (from, cart), (&here, &behind), now).await?;
    tx.commit().await?;
    Ok(u64::try_from(waiting.len().saturating_sub(moved.len())).unwrap_or(u64::MAX))
}
