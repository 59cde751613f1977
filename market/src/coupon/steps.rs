//! Coupons within another slice's transaction: what lies in a cart, what a checkout uses, what comes back.

use super::store::{self, cart_coupon, coupon, used};
use super::types::{CartCoupon, CouponId, CouponRefusal, CouponState};
use crate::account::PersonId;
use crate::cart::CartOwner;
use crate::checkout::rules::PlannedUse;
use crate::kernel::limits::CART_LINES_MAX;
use crate::kernel::{Fault, Problem, Timestamp, Tx};
use crate::payment::PaymentId;
use crate::shop::ShopId;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, Statement};
use uuid::Uuid;

/// One of each shop of which goods can lie in a cart, and one of the market.
const IN_CART_MAX: u64 = CART_LINES_MAX + 1;

/// Who a cart's coupons are for; a guest is nobody yet.
pub(crate) const fn buyer_of(owner: &CartOwner) -> Option<PersonId> {
    match owner {
        CartOwner::Person(buyer) => Some(buyer.person()),
        CartOwner::Guest(_) => None,
    }
}

/// The coupons of a cart, the oldest first. A cart has one of each of its shops, and one of the market.
pub(crate) async fn in_cart(db: &impl ConnectionTrait, cart: Uuid, buyer: Option<PersonId>) -> Result<Vec<CartCoupon>, Fault> {
    store::in_cart(db, cart, buyer.map(PersonId::uuid), IN_CART_MAX).await
}

/// Takes all coupons out of a cart.
pub(crate) async fn empty(tx: &Tx, cart: Uuid) -> Result<(), Fault> {
    cart_coupon::Entity::delete_many().filter(cart_coupon::Column::CartId.eq(cart)).exec(&**tx).await?;
    Ok(())
}

/// What lies in a guest's cart comes into the person's, but for what would take the place of a coupon there, and for what stays behind with
/// all goods of its shop. Goods of the shops `here` lie in the person's cart by now, those `behind` in the guest's still; both are locked.
pub(crate) async fn take_over(
    tx: &Tx,
    (from, to): (Uuid, Uuid),
    (here, behind): (&[ShopId], &[ShopId]),
    now: Timestamp,
) -> Result<(), Fault> {
    let of = |shops: &[ShopId], row: &cart_coupon::Model| shops.iter().any(|shop| row.shop_id == Some(shop.uuid()));
    let mut coming = cart_coupon::Entity::find().filter(cart_coupon::Column::CartId.eq(from)).all(&**tx).await?;
    coming.retain(|row| of(here, row) || !of(behind, row));
    if coming.is_empty() {
        return Ok(());
    }
    cart_coupon::Entity::delete_many()
        .filter(cart_coupon::Column::CartId.eq(from))
        .filter(cart_coupon::Column::CouponId.is_in(coming.iter().map(|row| row.coupon_id)))
        .exec(&**tx)
        .await?;
    let rows = coming.into_iter().map(|row| cart_coupon::ActiveModel {
        cart_id: Set(to),
        coupon_id: Set(row.coupon_id),
        shop_id: Set(row.shop_id),
        added_at: Set(now.millis()),
    });
    let none = OnConflict::new().do_nothing().to_owned();
    cart_coupon::Entity::insert_many(rows).on_conflict(none).exec_without_returning(&**tx).await?;
    make_room(tx, to, here).await
}

/// A cart that has more coupons than it can use keeps those of shops of which goods lie there, and the market's. The others take nothing
/// off.
async fn make_room(tx: &Tx, cart: Uuid, here: &[ShopId]) -> Result<(), Fault> {
    let of_cart = cart_coupon::Column::CartId.eq(cart);
    if cart_coupon::Entity::find().filter(of_cart.clone()).count(&**tx).await? <= IN_CART_MAX {
        return Ok(());
    }
    cart_coupon::Entity::delete_many()
        .filter(of_cart)
        .filter(cart_coupon::Column::ShopId.is_not_null())
        .filter(cart_coupon::Column::ShopId.is_not_in(here.iter().map(|shop| shop.uuid())))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Somebody else was faster: the coupon with this code cannot be used any more, and why.
#[derive(Clone, Debug)]
pub(crate) struct Lost {
    pub(crate) code: String,
    pub(crate) why: CouponRefusal,
}

/// Uses coupons for a payment that this transaction has written. Each coupon's row is held from here on, in id order, so that who wants
/// the last use, or this buyer in another tab, waits here and then finds that it is gone.
pub(crate) async fn redeem(
    tx: &Tx,
    payment: PaymentId,
    buyer: PersonId,
    uses: &[PlannedUse],
    now: Timestamp,
) -> Result<(), Problem<Lost>> {
    let mut uses: Vec<&PlannedUse> = uses.iter().collect();
    uses.sort_unstable_by_key(|new| new.coupon);
    for new in uses {
        let taken = Statement::from_sql_and_values(
            tx.get_database_backend(),
            store::TAKE,
            [new.coupon.uuid().into(), new.amount.minor().into()],
        );
        let is_taken = tx.execute_raw(taken).await?.rows_affected() == 1;
        let row = coupon::Entity::find_by_id(new.coupon.uuid()).one(&**tx).await?;
        let row = row.ok_or_else(|| Fault::broken(format!("coupon {} is gone", new.coupon)))?;
        let lost = |why| Problem::Refused(Lost { code: new.code.clone(), why });
        if !is_taken {
            let is_open = row.state == CouponState::Open.code();
            return Err(lost(if is_open { CouponRefusal::UsedUp } else { CouponRefusal::Over }));
        }
        if used_by(tx, new.coupon, buyer).await? >= row.per_buyer {
            return Err(lost(CouponRefusal::UsedByYou));
        }
        let used = used::ActiveModel {
            payment_id: Set(payment.uuid()),
            coupon_id: Set(new.coupon.uuid()),
            buyer_id: Set(buyer.uuid()),
            amount_minor: Set(new.amount.minor()),
            used_at: Set(now.millis()),
            given_back_at: Set(None),
        };
        used::Entity::insert(used).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

async fn used_by(tx: &Tx, coupon: CouponId, buyer: PersonId) -> Result<i64, Fault> {
    let live = used::Entity::find()
        .filter(used::Column::CouponId.eq(coupon.uuid()))
        .filter(used::Column::BuyerId.eq(buyer.uuid()))
        .filter(used::Column::GivenBackAt.is_null());
    Ok(i64::try_from(live.count(&**tx).await?).unwrap_or(i64::MAX))
}

/// A coupon that a payment has, the shop that gave it, none where the market did, and what it took off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LiveUse {
    pub(crate) coupon: CouponId,
    pub(crate) shop: Option<ShopId>,
    pub(crate) amount: i64,
}

/// The coupons that a payment has. Their uses are held: of two who end the last orders that have something of one, the second sees what
/// the first has done.
pub(crate) async fn hold_uses(tx: &Tx, payment: PaymentId) -> Result<Vec<LiveUse>, Fault> {
    let live = used::Column::PaymentId.eq(payment.uuid()).and(used::Column::GivenBackAt.is_null());
    let same = Expr::col(used::Column::AmountMinor);
    used::Entity::update_many().col_expr(used::Column::AmountMinor, same).filter(live.clone()).exec(&**tx).await?;
    let rows = used::Entity::find().filter(live).all(&**tx).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.coupon_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let coupons = coupon::Entity::find().filter(coupon::Column::Id.is_in(ids)).all(&**tx).await?;
    let taken = |coupon: Uuid| rows.iter().find(|row| row.coupon_id == coupon).map_or(0, |row| row.amount_minor);
    let live = |row: coupon::Model| LiveUse {
        coupon: CouponId::from_uuid(row.id),
        shop: row.shop_id.map(ShopId::from_uuid),
        amount: taken(row.id),
    };
    Ok(coupons.into_iter().map(live).collect())
}

/// Holds the coupons that a payment has, each one's row, in the order in which a checkout takes them.
pub(crate) async fn hold(tx: &Tx, payment: PaymentId) -> Result<(), Fault> {
    let mut live = hold_uses(tx, payment).await?;
    live.sort_unstable_by_key(|live| live.coupon);
    for live in live {
        coupon::Entity::update_many()
            .col_expr(coupon::Column::Used, Expr::col(coupon::Column::Used))
            .filter(coupon::Column::Id.eq(live.coupon.uuid()))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// The buyer gets coupons back that a payment has, and its transaction holds. Asked for before goods are put back: a checkout takes its
/// coupons before its goods.
pub(crate) async fn give_back(tx: &Tx, payment: PaymentId, coupons: &[LiveUse], now: Timestamp) -> Result<(), Fault> {
    let mut coupons = coupons.to_vec();
    coupons.sort_unstable_by_key(|live| live.coupon);
    for live in coupons {
        let id = live.coupon;
        let given = used::Entity::update_many()
            .col_expr(used::Column::GivenBackAt, Expr::value(now.millis()))
            .filter(used::Column::PaymentId.eq(payment.uuid()))
            .filter(used::Column::CouponId.eq(id.uuid()))
            .filter(used::Column::GivenBackAt.is_null())
            .exec(&**tx)
            .await?;
        let back = i64::try_from(given.rows_affected).unwrap_or(0);
        coupon::Entity::update_many()
            .col_expr(coupon::Column::Used, Expr::col(coupon::Column::Used).sub(back))
            .col_expr(coupon::Column::GivenMinor, Expr::col(coupon::Column::GivenMinor).sub(back * live.amount))
            .filter(coupon::Column::Id.eq(id.uuid()))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
