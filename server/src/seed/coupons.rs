//! Two coupons to try out: one of a shop, and one of the market.

use super::shops::OpenedShop;
use super::stable::stable;
use super::{Seed, Wrong};
use market::coupon::commands::{make_coupon, make_market_coupon};
use market::coupon::queries::{of_market, of_shop};
use market::coupon::{CouponId, MakeCoupon};
use market::kernel::{PageRequest, Span};

/// The shop that has one.
const SHOP: &str = "rosy";
/// Ten yuan off its goods, from a hundred on.
const OF_SHOP: &str = "ROSY-10";
/// Five per cent off everything, at most twenty yuan.
const OF_MARKET: &str = "SHANHUO-5";
/// When they were made, and for how long they run.
const MADE: Span = Span::days(7);
const RUNS: Span = Span::days(180);

/// Makes those that are missing, and says what buyers type.
pub async fn make_all(seed: &Seed, shops: &[OpenedShop]) -> Result<String, Wrong> {
    let operator = seed.person("operator")?.operator().ok_or_else(|| Wrong("the operator is none".to_owned()))?;
    let shop = shops.iter().find(|opened| opened.shop.handle == SHOP);
    let owner = shop.ok_or_else(|| Wrong(format!("there is no shop {SHOP}")))?.owner;
    seed.clock.go_back(MADE);
    let first = PageRequest::first(1);
    if of_shop(&seed.market, &owner, &first).await?.rows.is_empty() {
        let ten_off =
            MakeCoupon { kind: "amount".to_owned(), amount: "10".to_owned(), minimum: "100".to_owned(), ..bare(seed, OF_SHOP) };
        make_coupon(&seed.market, &owner, &ten_off).await.map_err(Wrong::command("make_coupon"))?;
    }
    if of_market(&seed.market, &operator, &first).await?.rows.is_empty() {
        let five_per_cent =
            MakeCoupon { kind: "percent".to_owned(), percent: "5".to_owned(), most: "20".to_owned(), ..bare(seed, OF_MARKET) };
        let made = make_market_coupon(&seed.market, &operator, &five_per_cent, "To try coupons out").await;
        made.map_err(Wrong::command("make_market_coupon"))?;
    }
    Ok(format!("{OF_SHOP}, {OF_MARKET}"))
}

/// A coupon that takes nothing off yet.
fn bare(seed: &Seed, code: &str) -> MakeCoupon {
    let (now, nothing) = (seed.market.now(), String::new);
    MakeCoupon {
        coupon: CouponId::from_uuid(stable("coupon", code)),
        code: code.to_owned(),
        kind: nothing(),
        amount: nothing(),
        percent: nothing(),
        most: nothing(),
        minimum: nothing(),
        from: Some(now),
        until: Some(now.after(RUNS)),
        quota: nothing(),
        per_buyer: nothing(),
    }
}
