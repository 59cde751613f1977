//! A shop or the market makes and ends coupons; a buyer puts one into the cart.

use super::rules::{Basket, CheckedCoupon, check, code, reckon};
use super::steps;
use super::store::{self, cart_coupon, coupon};
use super::types::{
    COUPONS_OPEN_MAX, CartCoupon, CouponId, CouponRefusal, CouponState, Discount, EndCouponRefusal, Funder, MakeCoupon,
    MakeCouponRefusal as Refusal, Terms,
};
use crate::account::steps::{Limit, count_attempt, give_attempt_back};
use crate::account::{Operator, PersonId};
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::cart::{self, CartOwner, CartView};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Market, Money, NoRefusal, Problem, Span, Timestamp, Tx, clean_line};
use crate::shop::{ShopId, ShopStaff};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// Codes typed from one place that there are not: more than the typing errors of a school or a hotel behind one address, and a month
/// of trying for all codes of three characters. Codes that there are count for none of these.
const WRONG_FROM_PLACE: Limit = Limit { what: "coupon from", attempts: 60, window: Span::hours(1) };

/// A shop makes a coupon, and gives what it takes off. The same form once more is the same coupon.
///
/// # Errors
/// [`Refusal`]; not found where the person may not list for the shop; [`Problem::AttemptReused`] where the id is another coupon's.
pub async fn make_coupon(market: &Market, staff: &ShopStaff, form: &MakeCoupon) -> Result<CouponId, Problem<Refusal>> {
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let checked = check(form, market.currency(), now).map_err(|errors| Problem::Refused(Refusal::Fields(errors)))?;
    let tx = market.begin("make_coupon").await?;
    make(&tx, (form.coupon, Funder::Shop(staff.shop()), staff.person()), &checked, now).await?;
    tx.commit().await?;
    Ok(form.coupon)
}

/// An operator makes a coupon of the market, which gives what it takes off; the log keeps why. The same form once more is the same
/// coupon.
///
/// # Errors
/// [`Refusal`]; [`Problem::AttemptReused`] where the id is another coupon's.
pub async fn make_market_coupon(
    market: &Market,
    operator: &Operator,
    form: &MakeCoupon,
    reason: &str,
) -> Result<CouponId, Problem<Refusal>> {
    let now = market.now();
    let checked = check(form, market.currency(), now).map_err(|errors| Problem::Refused(Refusal::Fields(errors)))?;
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))?;
    let tx = market.begin("make_market_coupon").await?;
    let content = promised(Content::of(form.coupon.uuid()).text(&checked.code), &checked.terms).text(&reason);
    if attempt::steps::is_repeated(&tx, operator.person(), content, now).await? {
        return Ok(form.coupon);
    }
    if make(&tx, (form.coupon, Funder::Market, operator.person()), &checked, now).await? {
        let detail = format!("{}: {reason}", checked.code);
        let deed = Deed { actor: Some(operator.person()), action: "make_coupon", subject: form.coupon.uuid(), detail: &detail };
        audit::steps::record(&tx, &deed, now).await?;
    }
    tx.commit().await?;
    Ok(form.coupon)
}

/// A sending with other terms is another one.
fn promised(content: Content, terms: &Terms) -> Content {
    let (off, share, most) = match terms.discount {
        Discount::Amount(off) => (Some(off.minor()), None, None),
        Discount::Percent { basis_points, most } => (None, Some(basis_points), most.map(|most| most.minor())),
    };
    let whole = [off, share, most, Some(terms.minimum.minor()), Some(terms.from.millis()), Some(terms.until.millis())];
    whole.into_iter().chain([terms.quota, Some(terms.per_buyer)]).fold(content, Content::number)
}

/// A shop ends a coupon of its own: nobody can use it any more, and who has used it keeps what they got. Once more is the same answer.
///
/// # Errors
/// Not found where it is not this shop's, or the person may not list for it.
pub async fn end_coupon(market: &Market, staff: &ShopStaff, id: CouponId) -> Result<(), Problem<NoRefusal>> {
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let tx = market.begin("end_coupon").await?;
    end(&tx, id, Funder::Shop(staff.shop()), market.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// An operator ends a coupon of the market; the log keeps why. Once more is the same answer.
///
/// # Errors
/// [`EndCouponRefusal`]; not found where it is not the market's.
pub async fn end_market_coupon(
    market: &Market,
    operator: &Operator,
    id: CouponId,
    reason: &str,
) -> Result<(), Problem<EndCouponRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(EndCouponRefusal::Reason(error)))?;
    let now = market.now();
    let tx = market.begin("end_market_coupon").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    if end(&tx, id, Funder::Market, now).await? {
        let deed = Deed { actor: Some(operator.person()), action: "end_coupon", subject: id.uuid(), detail: &reason };
        audit::steps::record(&tx, &deed, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts the coupon of a code into a cart, in the place of one of the same funder. Only where it takes something off as the cart is now.
/// `client` is the network address of who types it, for counting guesses. It is kept as a digest only.
///
/// # Errors
/// [`CouponRefusal`]; the cart is as it was then.
pub async fn put_in_cart(
    market: &Market,
    owner: &CartOwner,
    typed: &str,
    client: &str,
) -> Result<CouponId, Problem<CouponRefusal>> {
    let code = code(typed).map_err(|_| Problem::Refused(CouponRefusal::Unknown))?;
    let (now, buyer) = (market.now(), steps::buyer_of(owner));
    let tx = market.begin("put_in_cart").await?;
    // Counted before anything is looked up, so that nobody guesses more often by guessing at once.
    if let Some(retry_at) = count_attempt(&tx, &WRONG_FROM_PLACE, client, now).await? {
        return Err(Problem::Refused(CouponRefusal::TooMany { retry_at }));
    }
    let Some(found) = store::by_code(&*tx, &code, buyer.map(PersonId::uuid)).await? else {
        tx.commit().await?;
        return Err(Problem::Refused(CouponRefusal::Unknown));
    };
    give_attempt_back(&tx, &WRONG_FROM_PLACE, client, now).await?;
    let cart_id = cart::steps::lock(&tx, owner, now).await?;
    let (cart, before) = match cart_id {
        Some(id) => (whole(&tx, id).await?, steps::in_cart(&*tx, id, buyer).await?),
        None => (CartView { shops: Vec::new(), items: Money::zero(market.currency()) }, Vec::new()),
    };
    let is_kept = |other: &CartCoupon| other.funder != found.funder && is_of(other.funder, &cart);
    let (kept, gone): (Vec<CartCoupon>, Vec<CartCoupon>) = before.into_iter().partition(is_kept);
    let together: Vec<CartCoupon> = kept.into_iter().chain([found.clone()]).collect();
    let freights = vec![Money::zero(market.currency()); cart.shops.len()];
    let basket = Basket { cart: &cart, freights: &freights, fee_basis_points: 0 };
    let reckoned = reckon(&basket, &together, now).map_err(|_| Problem::Refused(CouponRefusal::Nothing))?;
    let refused = reckoned.coupons.into_iter().find(|quoted| quoted.id == found.id).and_then(|quoted| quoted.takes_off.err());
    if let Some(why) = refused {
        return Err(Problem::Refused(why));
    }
    let cart_id = cart_id.ok_or_else(|| Problem::Refused(CouponRefusal::NotInCart { shop: found.shop.clone() }))?;
    put(&tx, cart_id, (&found, &gone), now).await?;
    tx.commit().await?;
    Ok(found.id)
}

/// Takes a coupon out of a cart. Once more is the same answer.
///
/// # Errors
/// A fault.
pub async fn take_out_of_cart(market: &Market, owner: &CartOwner, id: CouponId) -> Result<(), Problem<NoRefusal>> {
    let tx = market.begin("take_out_of_cart").await?;
    if let Some(cart) = cart::steps::lock(&tx, owner, market.now()).await? {
        cart_coupon::Entity::delete_by_id((cart, id.uuid())).exec(&*tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A cart as it is now. One that cannot be added up has nothing that a coupon could be taken off.
async fn whole(tx: &Tx, cart: Uuid) -> Result<CartView, Problem<CouponRefusal>> {
    cart::steps::whole(tx, cart).await.map_err(|problem| problem.map(|_| CouponRefusal::Nothing))
}

/// Whether goods of a coupon's funder lie in a cart.
fn is_of(funder: Funder, cart: &CartView) -> bool {
    funder.shop().is_none_or(|shop| cart.shops.iter().any(|of| of.shop == shop))
}

/// Puts one coupon where others were: what its funder has there goes in any case, also from behind all that were read.
async fn put(tx: &Tx, cart: Uuid, (new, gone): (&CartCoupon, &[CartCoupon]), now: Timestamp) -> Result<(), DbErr> {
    let shop = new.funder.shop().map(ShopId::uuid);
    let of_funder = shop.map_or_else(|| cart_coupon::Column::ShopId.is_null(), |shop| cart_coupon::Column::ShopId.eq(shop));
    let gone = cart_coupon::Column::CouponId.is_in(gone.iter().map(|coupon| coupon.id.uuid()));
    cart_coupon::Entity::delete_many()
        .filter(cart_coupon::Column::CartId.eq(cart))
        .filter(of_funder.or(gone))
        .exec(&**tx)
        .await?;
    let row = cart_coupon::ActiveModel {
        cart_id: Set(cart),
        coupon_id: Set(new.id.uuid()),
        shop_id: Set(shop),
        added_at: Set(now.millis()),
    };
    cart_coupon::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Writes a coupon. False where this very one was made before.
async fn make(
    tx: &Tx,
    (id, funder, by): (CouponId, Funder, PersonId),
    checked: &CheckedCoupon,
    now: Timestamp,
) -> Result<bool, Problem<Refusal>> {
    if is_made(tx, (id, funder, by), checked).await? {
        return Ok(false);
    }
    let shop = funder.shop().map(ShopId::uuid);
    let of_funder = shop.map_or_else(|| coupon::Column::ShopId.is_null(), |shop| coupon::Column::ShopId.eq(shop));
    let open = coupon::Entity::find()
        .filter(of_funder)
        .filter(coupon::Column::State.eq(CouponState::Open.code()))
        .filter(coupon::Column::EndsAt.gt(now.millis()));
    if open.count(&**tx).await? >= COUPONS_OPEN_MAX {
        return Err(Problem::Refused(Refusal::TooMany { most: COUPONS_OPEN_MAX }));
    }
    let written = coupon::Entity::insert(row((id, funder, by), checked, now))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    if written == 1 {
        return Ok(true);
    }
    // Another tab was faster by a moment; or it is another coupon's code.
    if is_made(tx, (id, funder, by), checked).await? { Ok(false) } else { Err(Problem::Refused(Refusal::CodeTaken)) }
}

fn row((id, funder, by): (CouponId, Funder, PersonId), checked: &CheckedCoupon, now: Timestamp) -> coupon::ActiveModel {
    let Terms { discount, minimum, from, until, quota, per_buyer } = checked.terms;
    let (amount, basis_points, most) = match discount {
        Discount::Amount(amount) => (Some(amount), None, None),
        Discount::Percent { basis_points, most } => (None, Some(basis_points), most),
    };
    coupon::ActiveModel {
        id: Set(id.uuid()),
        code: Set(checked.code.clone()),
        shop_id: Set(funder.shop().map(ShopId::uuid)),
        currency: Set(minimum.currency().code().to_owned()),
        amount_minor: Set(amount.map(Money::minor)),
        basis_points: Set(basis_points),
        most_minor: Set(most.map(Money::minor)),
        minimum_minor: Set(minimum.minor()),
        begins_at: Set(from.millis()),
        ends_at: Set(until.millis()),
        quota: Set(quota),
        per_buyer: Set(per_buyer),
        state: Set(CouponState::Open.code().to_owned()),
        used: Set(0),
        made_by: Set(by.uuid()),
        made_at: Set(now.millis()),
        ended_at: Set(None),
        given_minor: Set(0),
    }
}

/// Whether there is this very coupon, made by this very person: its form was sent before.
async fn is_made<R>(
    tx: &Tx,
    (id, funder, by): (CouponId, Funder, PersonId),
    checked: &CheckedCoupon,
) -> Result<bool, Problem<R>> {
    let Some(made) = coupon::Entity::find_by_id(id.uuid()).one(&**tx).await? else { return Ok(false) };
    let is_same = made.code == checked.code && made.made_by == by.uuid();
    if is_same && store::funder(&made) == funder && store::terms(&made)? == checked.terms {
        return Ok(true);
    }
    Err(Problem::AttemptReused)
}

/// Ends a coupon of a funder. False where it was ended before.
async fn end<R>(tx: &Tx, id: CouponId, funder: Funder, now: Timestamp) -> Result<bool, Problem<R>> {
    let made = coupon::Entity::find_by_id(id.uuid()).one(&**tx).await?;
    made.filter(|row| store::funder(row) == funder).ok_or(Problem::NotFound)?;
    let ended = coupon::Entity::update_many()
        .col_expr(coupon::Column::State, Expr::value(CouponState::Ended.code()))
        .col_expr(coupon::Column::EndedAt, Expr::value(now.millis()))
        .filter(coupon::Column::Id.eq(id.uuid()))
        .filter(coupon::Column::State.eq(CouponState::Open.code()))
        .exec(&**tx)
        .await?;
    Ok(ended.rows_affected == 1)
}
