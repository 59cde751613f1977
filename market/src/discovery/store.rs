//! Rows of `search_setting` and what the log has of them, and the statements of `exposure`, `shop_standing` and `home_story`.

use super::types::{SALES_MAX, SearchSettings, Standing};
use crate::kernel::placeholders;
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
    pub set_by: Option<Uuid>,
    pub set_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// What the log has of settings that were set: they themselves, and those that they took the place of, both in full. A deed from
/// before the log had the latter says the former alone.
#[derive(Serialize, Deserialize)]
pub(super) struct SettingsDeed {
    #[serde(flatten)]
    pub after: SearchSettings,
    pub before: SearchSettings,
}

/// What was set, the latest first, behind an instant ($3) and the id of a deed ($4). The log is walked by its subject: deeds of other
/// kinds, of which there may be any number, are not looked at.
pub(super) const SETTINGS_SET: &str = "\
SELECT d.id, d.detail, d.happened_at FROM audit_log d WHERE d.subject = $1 AND d.action = $2 \
AND (d.happened_at, d.id) < ($3, $4) ORDER BY d.happened_at DESC, d.id DESC LIMIT $5";

/// A shop's standing, as a part of a row.
#[derive(Clone, Copy, FromQueryResult)]
pub(super) struct Counts {
    orders: i64,
    shipped_fast: i64,
    troubled: i64,
    cases: i64,
    answered: i64,
    sales: i64,
}

impl Counts {
    pub(super) fn standing(self) -> Standing {
        let Self { orders, shipped_fast, troubled, cases, answered, sales } = self;
        Standing { orders, shipped_fast, troubled, cases, answered, sales: sales.min(SALES_MAX) }
    }
}

/// Adds to so many sums, those of listings that are still there. The listings are looked up by what was counted, on SQLite too, and
/// written in one order everywhere.
pub(super) fn add_exposure(sums: usize) -> String {
    let row = |place: usize| format!("({})", placeholders(place.saturating_mul(6).saturating_add(1), 6));
    let rows: Vec<String> = (0..sums).map(row).collect();
    format!(
        "WITH counted (day, listing_id, place, size, shown, opened) AS (VALUES {}) \
         INSERT INTO exposure (day, listing_id, place, size, shop_id, shown, opened) \
         SELECT c.day, l.id, c.place, c.size, l.shop_id, c.shown, c.opened FROM counted c CROSS JOIN listing l \
         WHERE l.id = c.listing_id ORDER BY c.day, c.listing_id, c.place ON CONFLICT (day, listing_id, place, size) \
         DO UPDATE SET shown = exposure.shown + excluded.shown, opened = exposure.opened + excluded.opened",
        rows.join(", ")
    )
}

pub(super) const FORGET_EXPOSURE: &str = "\
DELETE FROM exposure WHERE (day, listing_id, place, size) IN (SELECT e.day, e.listing_id, e.place, e.size FROM exposure e \
WHERE e.day < $1 ORDER BY e.day, e.listing_id, e.place, e.size LIMIT $2)";

pub(super) const BY_DAY: &str = "\
SELECT day, place, CAST(SUM(shown) AS BIGINT) AS views, CAST(SUM(opened) AS BIGINT) AS opens FROM exposure \
WHERE shop_id = $1 AND day >= $2 GROUP BY day, place ORDER BY day, place";

pub(super) const BY_LISTING: &str = "\
SELECT l.id, l.title, CAST(SUM(e.shown) AS BIGINT) AS views, CAST(SUM(e.opened) AS BIGINT) AS opens FROM exposure e \
JOIN listing l ON l.id = e.listing_id WHERE e.shop_id = $1 AND e.day >= $2 GROUP BY l.id, l.title \
ORDER BY views DESC, l.id LIMIT $3";

/// What was shown and opened of shops of each size; how many they are is counted among all that have goods.
pub(super) const BY_SIZE: &str = "\
SELECT size, CAST(SUM(shown) AS BIGINT) AS views, \
CAST(SUM(CASE WHEN place = $2 THEN shown ELSE 0 END) AS BIGINT) AS drawn, CAST(SUM(opened) AS BIGINT) AS opens \
FROM exposure WHERE day >= $1 GROUP BY size";

/// What was shown in each kind of place, of shops of each size.
pub(super) const BY_PLACE: &str = "\
SELECT place, size, CAST(SUM(shown) AS BIGINT) AS views FROM exposure WHERE day >= $1 GROUP BY place, size";

/// Sent, or not sent in time: not what ended before its time to be sent was over. While a case is open a shop may not ship: that time is
/// not its own. What a shop's own people buy there is left out.
pub(super) const WORK: &str = "\
SELECT s.id, \
(SELECT COUNT(*) FROM orders o WHERE o.shop_id = s.id AND {IN_TIME}) AS orders, \
(SELECT COUNT(*) FROM orders o WHERE o.shop_id = s.id AND {IN_TIME} AND o.shipped_at - o.paid_at - COALESCE(\
(SELECT CAST(SUM(c.ended_at - c.opened_at) AS BIGINT) FROM aftersales_case c WHERE c.order_id = o.id AND c.kind = 'before_shipping'), 0) <= $3) AS shipped_fast, \
(SELECT COUNT(*) FROM orders o WHERE o.shop_id = s.id AND {IN_TIME} \
AND EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.case_id IS NOT NULL)) AS troubled, \
(SELECT COUNT(*) FROM aftersales_case c WHERE c.shop_id = s.id AND {CASE}) AS cases, \
(SELECT COUNT(*) FROM aftersales_case c WHERE c.shop_id = s.id AND {CASE} \
AND {ANSWERED_AT} <= c.opened_at + $7) AS answered, \
(SELECT COUNT(*) FROM (SELECT 1 AS one FROM orders o WHERE o.shop_id = s.id AND o.state IN ('paid', 'shipped', 'delivered', 'completed') \
AND {SALE} LIMIT $4) few) AS sales, \
t.orders AS old_orders, t.shipped_fast AS old_shipped_fast, t.troubled AS old_troubled, t.cases AS old_cases, \
t.answered AS old_answered, t.sales AS old_sales \
FROM shop s LEFT JOIN shop_standing t ON t.shop_id = s.id WHERE s.id > $5 ORDER BY s.id LIMIT $6";

pub(super) const IN_TIME: &str = "o.paid_at >= $1 AND (o.shipped_at IS NOT NULL OR (o.open_case IS NULL AND o.ship_by < $2 AND (o.state = 'paid' OR o.ended_at > o.ship_by))) \
AND NOT {OWN}";

/// Whether an order is a sale of its shop. Of a completed one that is what `sale` says, by which pages tell how often goods were sold: whose
/// own purchase it was and what counts as sold is decided in one place. What is paid and on its way is no sale of goods yet, but it is one of
/// the shop: it would be small for as long as its parcels travel.
pub(super) const SALE: &str = "CASE WHEN o.state = 'completed' \
THEN EXISTS (SELECT 1 FROM sale k WHERE k.order_id = o.id AND k.is_kept AND NOT k.is_own) \
ELSE NOT {OWN} AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND {SOLD}) END";

/// Whether a case tells how its shop answers. What its own people bought does not, nor what the buyer let be before there was an
/// answer, nor what waits for one that can still come in time.
pub(super) const CASE: &str = "c.opened_at >= $1 AND (c.state <> 'asked' OR c.opened_at < $2 - $7) AND NOT {OWN_CASE} \
AND (c.state <> 'closed' OR (SELECT COUNT(*) FROM case_event e WHERE e.case_id = c.id \
AND e.event = 'withdraw' AND e.from_state = 'asked') = 0)";

/// When the shop answered what a case asked, in milliseconds, by a deed of its own that led on: words lead nowhere, and silence is a
/// clock's deed. Null where it did not. It is a value, and no EXISTS, so that each engine looks events up case by case and walks
/// through all of them for no shop.
pub(super) const ANSWERED_AT: &str = "(SELECT MIN(e.happened_at) FROM case_event e WHERE e.case_id = c.id \
AND e.from_state = 'asked' AND e.to_state <> 'asked' AND e.party = 'shop')";

pub(super) const PUT_STANDING: &str = "\
INSERT INTO shop_standing (shop_id, orders, shipped_fast, troubled, cases, answered, sales, reckoned_at) \
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (shop_id) DO UPDATE SET orders = excluded.orders, \
shipped_fast = excluded.shipped_fast, troubled = excluded.troubled, cases = excluded.cases, answered = excluded.answered, \
sales = excluded.sales, reckoned_at = excluded.reckoned_at";

/// Puts the shop ($2) of a day ($1) where none is, or in the place of the one ($3) that was seen there.
pub(super) const PUT_STORY: &str = "\
INSERT INTO home_story (day, shop_id) VALUES ($1, $2) \
ON CONFLICT (day) DO UPDATE SET shop_id = excluded.shop_id WHERE home_story.shop_id = $3";

/// Of the days up to one ($1), those before the last so many ($2) that a shop was chosen for.
pub(super) const FORGET_STORIES: &str = "\
DELETE FROM home_story WHERE day <= (SELECT d.day FROM home_story d WHERE d.day <= $1 ORDER BY d.day DESC LIMIT 1 OFFSET $2)";
