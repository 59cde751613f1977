//! Who is there in most tests: a shop, its goods, a buyer; how days pass, and what the database holds.

use market::account::SignedIn;
use market::catalog::VariantId;
use market::inventory::{Level, queries::levels};
use market::kernel::{Measure, Span, Unit};
use market::policy::{RuleName, commands::change_rule};
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

/// Pork at a price per 500 g, by the gram from 50 g on.
pub const PORK: Measure = Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 1 };

/// An approved shop, its owner, something it sells, and somebody who buys.
pub struct Street {
    pub owner: SignedIn,
    pub staff: ShopStaff,
    pub pork: VariantId,
    pub buyer: SignedIn,
}

/// 1,000 g of pork at 45.80 for 500 g.
pub async fn street(kit: &TestMarket) -> Street {
    let owner = kit.person("Xiuying").create().await;
    let staff = kit.shop("danqing", &owner).approved().create().await;
    let pork = kit.listing(&staff).title("Salted pork").measure(PORK).price_fen(4_580).stock(1_000).create().await.variant();
    Street { owner, staff, pork, buyer: kit.person("Ben").create().await }
}

/// Another approved shop with so many dresses at 128.00.
pub async fn dresses(kit: &TestMarket, stock: i64) -> (ShopStaff, VariantId) {
    let owner = kit.person("Rosy").create().await;
    let staff = kit.shop("rosy", &owner).approved().create().await;
    let dress = kit.listing(&staff).title("Rosy dress").price_fen(12_800).stock(stock).weight_grams(400).create().await;
    (staff, dress.variant())
}

/// The buyer's cart has as many lines as it can: a ribbon in a hundred shades, which are these.
pub async fn fill_up(kit: &TestMarket, here: &Street) -> Vec<VariantId> {
    let shades: Vec<String> = (0..100).map(|shade| format!("Shade {shade}")).collect();
    let shades: Vec<&str> = shades.iter().map(String::as_str).collect();
    let ribbon = kit.listing(&here.staff).title("Ribbon").option("Shade", &shades).create().await;
    let goods: Vec<(VariantId, i64)> = ribbon.variants.iter().map(|variant| (*variant, 1)).collect();
    kit.fill_cart(&here.buyer, &goods).await;
    ribbon.variants
}

/// A rule has this value from now on.
pub async fn set_rule(kit: &TestMarket, rule: RuleName, value: i64) {
    let olga = kit.operator().await;
    change_rule(&kit.market, &olga, rule, value, kit.market.now()).await.unwrap();
}

/// Something happens to the database, past all commands.
pub async fn change(kit: &TestMarket, sqlite: &str, postgres: &str) {
    let tx = kit.market.begin("test").await.unwrap();
    tx.execute_unprepared(if kit.folder().is_some() { sqlite } else { postgres }).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn level(kit: &TestMarket, variant: VariantId) -> Level {
    levels(&kit.market, &[variant.uuid()]).await.unwrap()[&variant.uuid()]
}

/// How many rows: of a table, and of those that are like this.
pub async fn count(kit: &TestMarket, sql: &str) -> i64 {
    let statement = Statement::from_string(kit.market.backend(), format!("SELECT COUNT(*) AS found FROM {sql}"));
    kit.market.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "found").unwrap()
}

/// Days pass, and the clocks with them: whoever is to be reminded is.
pub async fn pass(kit: &TestMarket, days: i64) {
    for _ in 0..days {
        kit.clock.advance(Span::days(1));
        kit.fire_clocks().await;
    }
}
