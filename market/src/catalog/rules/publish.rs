//! What may be shown to everybody.

use crate::attribute::AttributeId;
use crate::catalog::types::PhotoId;
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

/// Why a listing is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublishRefusal {
    /// Buyers need to see it.
    NoPhoto,
    /// There is nothing to buy.
    NoStock,
    /// Goods of its category have to say more.
    NotSaid(AttributeId),
    /// Somebody changed it in between.
    ChangedMeanwhile,
}

/// One photo that was not refused, and something in stock; title and price were checked when it was saved.
///
/// # Errors
/// [`PublishRefusal`].
pub const fn may_publish(photos: i64, on_hand: i64) -> Result<(), PublishRefusal> {
    if photos <= 0 {
        Err(PublishRefusal::NoPhoto)
    } else if on_hand <= 0 {
        Err(PublishRefusal::NoStock)
    } else {
        Ok(())
    }
}

/// The name of an upload in the photo store: the shop is part of it, so that no shop can write over another's.
#[must_use]
pub fn upload_name(shop: ShopId, photo: PhotoId) -> String {
    format!("waiting/{shop}/{photo}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_photo_and_some_stock_are_enough() {
        assert_eq!(may_publish(1, 1), Ok(()));
        assert_eq!(may_publish(0, 1), Err(PublishRefusal::NoPhoto));
        assert_eq!(may_publish(1, 0), Err(PublishRefusal::NoStock));
    }
}
