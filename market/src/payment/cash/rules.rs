//! When cash has been out for too long.

use crate::kernel::{Span, Timestamp};

/// Couriers transfer within days what they collected. After so long an operator may decide that it never comes.
const OVERDUE: Span = Span::days(30);

/// Since when cash is overdue whose parcel was given to a courier then.
#[must_use]
pub const fn overdue_from(shipped_at: Timestamp) -> Timestamp {
    shipped_at.after(OVERDUE)
}
