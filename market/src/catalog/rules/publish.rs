//! What may be shown to everybody.

use crate::attribute::AttributeId;
use crate::catalog::types::PhotoId;
use crate::kernel::half_width;
use crate::shop::ShopId;
use serde::{Deserialize, Serialize};

/// Goods that were off sale for so many days are new when they are listed anew: as many as the formula of the ranking takes to halve what
/// newness adds, where nobody set another number. Whoever does without sales for as long gains less by it than they lose.
pub const NEW_AGAIN_DAYS: i64 = 30;

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

/// By what the titles of two listings are the same: their letters and digits. Case, width, spaces and signs make no other goods, but those
/// between two digits do (1.5 kg, 15 kg). A title of nothing but signs is what it is.
#[must_use]
pub fn bare_title(title: &str) -> String {
    let mut bare = String::new();
    let mut is_parted = false;
    for c in title.chars().map(half_width) {
        if !c.is_alphanumeric() {
            is_parted = true;
            continue;
        }
        if is_parted && c.is_numeric() && bare.ends_with(char::is_numeric) {
            bare.push(' ');
        }
        is_parted = false;
        bare.extend(c.to_lowercase());
    }
    if bare.is_empty() { title.to_owned() } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::RankingNumber;

    #[test]
    fn one_photo_and_some_stock_are_enough() {
        assert_eq!(may_publish(1, 1), Ok(()));
        assert_eq!(may_publish(0, 1), Err(PublishRefusal::NoPhoto));
        assert_eq!(may_publish(1, 0), Err(PublishRefusal::NoStock));
    }

    #[test]
    fn a_title_is_its_letters_and_digits() {
        let bare = bare_title("Salted pork 1.5 kg");
        for same in
            ["salted  PORK, 1.5kg!", "Salted-Pork (1.5 kg)", "ｓａｌｔｅｄ　ｐｏｒｋ １．５ kg", "★ Salted\u{200D} pork ★ 1,5 kg"]
        {
            assert_eq!(bare_title(same), bare, "{same}");
        }
        for other in ["Salted pork 15 kg", "Salted pork", "Salted pork 1.5 kg 腊肉", "★"] {
            assert_ne!(bare_title(other), bare, "{other}");
        }
        assert_eq!(bare_title("丹青·腊肉 500g"), bare_title("丹青腊肉（500 g）"));
        assert_ne!(bare_title("🍎"), bare_title("🍐"));
    }

    #[test]
    fn goods_are_new_again_when_half_of_what_newness_adds_would_be_gone() {
        assert_eq!(NEW_AGAIN_DAYS, RankingNumber::FreshnessHalfDays.default_value());
    }
}
