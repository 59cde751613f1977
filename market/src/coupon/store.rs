//! Rows of coupons, of what lies in carts, and of what was used.

use super::types::{CartCoupon, CouponId, CouponRow, CouponState, Discount, Funder, Terms};
use crate::kernel::{Currency, Fault, Money, Timestamp};
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, Value};
use uuid::Uuid;

pub mod coupon {
    //! Coupons.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "coupon")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code: String,
        pub shop_id: Option<Uuid>,
        pub currency: String,
        pub amount_minor: Option<i64>,
        pub basis_points: Option<i64>,
        pub most_minor: Option<i64>,
        pub minimum_minor: i64,
        pub begins_at: i64,
        pub ends_at: i64,
        pub quota: Option<i64>,
        pub per_buyer: i64,
        pub state: String,
        pub used: i64,
        pub made_by: Uuid,
        pub made_at: i64,
        pub ended_at: Option<i64>,
        pub given_minor: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod cart_coupon {
    //! What buyers have typed in.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cart_coupon")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cart_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub coupon_id: Uuid,
        pub shop_id: Option<Uuid>,
        pub added_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod used {
    //! What checkouts were given.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "coupon_use")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub payment_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub coupon_id: Uuid,
        pub buyer_id: Uuid,
        pub amount_minor: i64,
        pub used_at: i64,
        pub given_back_at: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the terms of a row say.
pub fn terms(row: &coupon::Model) -> Result<Terms, Fault> {
    let currency = Currency::from_code(&row.currency).ok_or_else(|| Fault::broken(format!("currency {}", row.currency)))?;
    let money = |minor| Money::new(minor, currency);
    let discount = match (row.amount_minor, row.basis_points) {
        (Some(amount), None) => Discount::Amount(money(amount)),
        (None, Some(basis_points)) => Discount::Percent { basis_points, most: row.most_minor.map(money) },
        _ => return Err(Fault::broken(format!("coupon {} takes off nothing, or twice", row.id))),
    };
    Ok(Terms {
        discount,
        minimum: money(row.minimum_minor),
        from: Timestamp::from_millis(row.begins_at),
        until: Timestamp::from_millis(row.ends_at),
        quota: row.quota,
        per_buyer: row.per_buyer,
    })
}

/// The funder in a row.
pub fn funder(row: &coupon::Model) -> Funder {
    row.shop_id.map_or(Funder::Market, |shop| Funder::Shop(ShopId::from_uuid(shop)))
}

fn state(row: &coupon::Model) -> Result<CouponState, Fault> {
    CouponState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("coupon state {}", row.state)))
}

const COLUMNS: &str = "c.id, c.code, c.shop_id, c.currency, c.amount_minor, c.basis_points, c.most_minor, c.minimum_minor, c.begins_at, \
                       c.ends_at, c.quota, c.per_buyer, c.state, c.used, c.made_by, c.made_at, c.ended_at, \
                       c.given_minor";

/// A coupon with what decides whether it counts for one buyer: who is none, has used none.
const FOR_BUYER: &str = "s.name AS shop_name, (SELECT COUNT(*) FROM coupon_use u WHERE u.coupon_id = c.id AND u.buyer_id = $2 \
                         AND u.given_back_at IS NULL) AS used_by_buyer";

struct Told {
    shop_name: Option<String>,
    used_by_buyer: i64,
    coupon: coupon::Model,
}

impl FromQueryResult for Told {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            shop_name: row.try_get(prefix, "shop_name")?,
            used_by_buyer: row.try_get(prefix, "used_by_buyer")?,
            coupon: coupon::Model::from_query_result(row, prefix)?,
        })
    }
}

fn told(row: Told) -> Result<CartCoupon, Fault> {
    Ok(CartCoupon {
        id: CouponId::from_uuid(row.coupon.id),
        funder: funder(&row.coupon),
        shop: row.shop_name,
        terms: terms(&row.coupon)?,
        state: state(&row.coupon)?,
        used: row.coupon.used,
        used_by_buyer: row.used_by_buyer,
        code: row.coupon.code,
    })
}

/// The statement of [`in_cart`].
pub fn of_cart(most: u64) -> String {
    format!(
        "SELECT {COLUMNS}, {FOR_BUYER} FROM cart_coupon k JOIN coupon c ON c.id = k.coupon_id LEFT JOIN shop s ON s.id = c.shop_id \
         WHERE k.cart_id = $1 ORDER BY k.added_at, c.id LIMIT {most}"
    )
}

/// The coupons of a cart, the oldest first.
pub async fn in_cart(db: &impl ConnectionTrait, cart: Uuid, buyer: Option<Uuid>, most: u64) -> Result<Vec<CartCoupon>, Fault> {
    read(db, &of_cart(most), [cart.into(), buyer.into()]).await?.into_iter().map(told).collect()
}

/// The statement of [`by_code`].
pub fn of_code() -> String {
    format!("SELECT {COLUMNS}, {FOR_BUYER} FROM coupon c LEFT JOIN shop s ON s.id = c.shop_id WHERE c.code = $1")
}

/// The coupon of a code.
pub async fn by_code(db: &impl ConnectionTrait, code: &str, buyer: Option<Uuid>) -> Result<Option<CartCoupon>, Fault> {
    read(db, &of_code(), [code.into(), buyer.into()]).await?.pop().map(told).transpose()
}

async fn read(db: &impl ConnectionTrait, sql: &str, values: [Value; 2]) -> Result<Vec<Told>, Fault> {
    Ok(Told::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}

/// The statement of [`listed`].
pub fn listed_of(funder: Funder) -> String {
    let of = if funder == Funder::Market { "c.shop_id IS NULL" } else { "c.shop_id = $4" };
    format!(
        "SELECT {COLUMNS} FROM coupon c WHERE {of} AND (c.made_at, c.id) < ($1, $2) ORDER BY c.made_at DESC, c.id DESC LIMIT $3"
    )
}

/// The coupons of a funder that were made before a moment, or then and have a smaller id, the newest first.
pub async fn listed(
    db: &impl ConnectionTrait,
    funder: Funder,
    (at, id): (i64, Uuid),
    most: i64,
) -> Result<Vec<CouponRow>, Fault> {
    let sql = listed_of(funder);
    let shop = funder.shop().map(|shop| Value::from(shop.uuid()));
    let values = [Value::from(at), id.into(), most.into()].into_iter().chain(shop);
    let rows =
        coupon::Model::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    rows.into_iter().map(row).collect()
}

fn row(coupon: coupon::Model) -> Result<CouponRow, Fault> {
    let terms = terms(&coupon)?;
    Ok(CouponRow {
        id: CouponId::from_uuid(coupon.id),
        funder: funder(&coupon),
        state: state(&coupon)?,
        terms,
        used: coupon.used,
        given: Money::new(coupon.given_minor, terms.minimum.currency()),
        made_at: Timestamp::from_millis(coupon.made_at),
        ended_at: coupon.ended_at.map(Timestamp::from_millis),
        code: coupon.code,
    })
}

/// A coupon has one more use, if it may have one: its row is held from then on, and whoever else wants the last one waits.
pub const TAKE: &str = "UPDATE coupon SET used = used + 1, given_minor = given_minor + $2 \
                        WHERE id = $1 AND state = 'open' AND (quota IS NULL OR used < quota)";
