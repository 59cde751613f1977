//! What sellers do with their shops, and what operators do with the identities behind them.

mod card;
mod cash;
mod decide;
mod look;
mod open;
mod profile;
mod resubmit;
mod return_address;
mod staff;

pub use card::{ChangeCardRefusal, change_payout_card};
pub use cash::set_takes_cash;
pub use decide::{DecideRefusal, approve_identity, reject_identity};
pub use look::{LookRefusal, look_at_identity};
pub use open::{OpenShopRefusal, OpenedShop, open_shop};
pub use profile::{ChangeProfileRefusal, change_shop_profile};
pub use resubmit::{ResubmitIdentity, ResubmitRefusal, resubmit_identity};
pub use return_address::set_return_address;
pub use staff::{TakeOnRefusal, take_on_staff};
