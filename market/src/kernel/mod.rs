//! What every slice stands on: money, quantities, ids, time, text, limits, problems and the write transaction. Knows no noun of
//! the trade.

mod attempt;
#[cfg(not(feature = "testkit"))]
mod chance;
#[cfg(feature = "testkit")]
#[path = "chance_seeded.rs"]
mod chance;
#[cfg(feature = "db")]
mod connect;
#[cfg(feature = "db")]
mod db;
pub mod id;
pub mod limits;
mod money;
#[cfg(feature = "db")]
mod outage;
mod page;
mod problem;
mod quantity;
mod text;
mod time;

pub use attempt::AttemptId;
#[cfg(feature = "testkit")]
pub use chance::seed_ids;
#[cfg(feature = "db")]
pub use connect::{POSTGRES_CONNECTIONS, Pools, connect, connect_with};
#[cfg(feature = "db")]
pub use db::{Keyring, KeyringError, Market, MarketParts, Tx, engine_sql, placeholders};
pub use money::{Currency, Money, MoneyError};
pub use page::{Page, PageRequest};
pub use problem::{Fault, FaultKind, NoRefusal, Problem};
pub use quantity::{AmountError, Dimension, Measure, QuantityError, Unit, parse_decimal, show_decimal};
pub use text::{TextError, clean_line, clean_text, half_width, slug};
pub use time::{Civil, Clock, Span, SystemClock, Timestamp};
