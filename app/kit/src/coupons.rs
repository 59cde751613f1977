//! Words for coupons: what one gives, from when to when, and why it takes nothing off. The same for buyers, shops and operators.

use crate::format::{date, moment, money};
use crate::{Say, say};
use market::account::Language;
use market::coupon::{CouponRefusal, Discount, Terms};
use market::kernel::{Span, show_decimal};

/// What a coupon takes off.
#[must_use]
pub fn gives(discount: Discount, lang: Language) -> String {
    match discount {
        Discount::Amount(amount) => {
            let amount = money(amount, lang);
            say!(lang, "{amount} off", "减 {amount}")
        }
        Discount::Percent { basis_points, most } => {
            let percent = show_decimal(basis_points, 100);
            match most {
                None => say!(lang, "{percent} % off", "减 {percent}%"),
                Some(most) => {
                    let most = money(most, lang);
                    say!(lang, "{percent} % off, at most {most}", "减 {percent}%，最多 {most}")
                }
            }
        }
    }
}

/// For how much one has to buy.
#[must_use]
pub fn minimum(terms: &Terms, lang: Language) -> String {
    if terms.minimum.is_zero() {
        return lang.say("none", "无").to_owned();
    }
    let least = money(terms.minimum, lang);
    say!(lang, "goods for {least}", "商品满 {least}")
}

/// The first and the last day.
#[must_use]
pub fn runs(terms: &Terms, lang: Language) -> String {
    let (first, last) = (date(terms.from, lang), date(terms.until.before(Span::millis_of(1)), lang));
    if first == last {
        return first;
    }
    // In Chinese a year that both share is said once.
    let same_year = first.split_inclusive('年').next().and_then(|year| last.strip_prefix(year)).unwrap_or(&last);
    say!(lang, "{first} to {last}", "{first} 至 {same_year}")
}

/// Why a coupon takes nothing off.
#[must_use]
pub fn refusal(refusal: &CouponRefusal, lang: Language) -> String {
    match refusal {
        CouponRefusal::Unknown => {
            lang.say("There is no such coupon. Please compare the code, letter by letter.", "没有这个优惠码，请逐字核对。")
        }
        CouponRefusal::TooMany { retry_at } => {
            let again = moment(*retry_at, lang);
            return say!(
                lang,
                "Too many codes that there are not were typed here. Please try again from {again} on.",
                "此处输错优惠码的次数过多，请在 {again} 后再试。"
            );
        }
        CouponRefusal::NotBegun { from } => {
            let from = moment(*from, lang);
            return say!(lang, "This coupon counts from {from} on.", "这张优惠券从 {from} 起可用。");
        }
        CouponRefusal::Over => lang.say("This coupon is over.", "这张优惠券已结束。"),
        CouponRefusal::UsedUp => lang.say("This coupon has been used as often as there were.", "这张优惠券已被用完。"),
        CouponRefusal::UsedByYou => {
            lang.say("You have used this coupon as often as one buyer may.", "您使用这张优惠券的次数已满。")
        }
        CouponRefusal::NotInCart { shop: Some(shop) } => {
            return say!(
                lang,
                "It is for goods of {shop}, and there are none in your cart.",
                "仅限“{shop}”的商品，购物车里还没有。"
            );
        }
        CouponRefusal::NotInCart { shop: None } => lang.say("There is nothing in your cart yet.", "购物车里还没有商品。"),
        CouponRefusal::SpendMore { shop, more } => return spend_more(shop.as_deref(), &money(*more, lang), lang),
        CouponRefusal::OtherCurrency => {
            lang.say("It is in another currency than this market's.", "这张优惠券的币种与本集市不同。")
        }
        CouponRefusal::Nothing => lang.say("There is nothing left that it could take off.", "没有可以再减的金额了。"),
    }
    .to_owned()
}

fn spend_more(shop: Option<&str>, more: &str, lang: Language) -> String {
    match shop {
        Some(shop) => {
            say!(lang, "It counts once you buy goods for {more} more at {shop}.", "再买“{shop}”的商品 {more} 即可使用。")
        }
        None => say!(lang, "It counts once you buy goods for {more} more.", "再买 {more} 的商品即可使用。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::{Money, Timestamp};

    #[test]
    fn what_a_coupon_gives_reads_as_people_say_it() {
        let ten = Discount::Amount(Money::fen(1_000));
        assert_eq!((gives(ten, Language::En).as_str(), gives(ten, Language::Zh).as_str()), ("CN¥10.00 off", "减 ¥10.00"));
        let eighth = |most| Discount::Percent { basis_points: 1_250, most };
        assert_eq!(gives(eighth(None), Language::En), "12.5 % off");
        assert_eq!(gives(eighth(Some(Money::fen(3_000))), Language::En), "12.5 % off, at most CN¥30.00");
        assert_eq!(gives(eighth(Some(Money::fen(3_000))), Language::Zh), "减 12.5%，最多 ¥30.00");
    }

    #[test]
    fn a_last_day_is_one_on_which_it_counts() {
        // Midnight in China before and after 24 November 2026.
        let [from, until] = [1_795_449_600_000, 1_795_536_000_000].map(Timestamp::from_millis);
        let discount = Discount::Amount(Money::fen(1_000));
        let terms = Terms { discount, minimum: Money::fen(10_000), from, until, quota: None, per_buyer: 1 };
        assert_eq!(runs(&terms, Language::En), "24 Nov 2026");
        let longer = Terms { until: until.after(Span::days(1)), ..terms };
        assert_eq!(runs(&longer, Language::En), "24 Nov 2026 to 25 Nov 2026");
        assert_eq!(runs(&longer, Language::Zh), "2026年11月24日 至 11月25日");
        let over_new_year = Terms { until: until.after(Span::days(60)), ..terms };
        assert_eq!(runs(&over_new_year, Language::Zh), "2026年11月24日 至 2027年1月23日");
        assert_eq!(minimum(&terms, Language::En), "goods for CN¥100.00");
        assert_eq!(minimum(&Terms { minimum: Money::fen(0), ..terms }, Language::Zh), "无");
    }

    #[test]
    fn every_refusal_is_said_in_both_languages() {
        let (shop, more) = (Some("Rosy".to_owned()), Money::fen(1_258));
        let refusals = [
            CouponRefusal::Unknown,
            CouponRefusal::TooMany { retry_at: Timestamp::from_millis(1_795_465_800_000) },
            CouponRefusal::NotBegun { from: Timestamp::from_millis(1_795_465_800_000) },
            CouponRefusal::Over,
            CouponRefusal::UsedUp,
            CouponRefusal::UsedByYou,
            CouponRefusal::NotInCart { shop: shop.clone() },
            CouponRefusal::NotInCart { shop: None },
            CouponRefusal::SpendMore { shop, more },
            CouponRefusal::SpendMore { shop: None, more },
            CouponRefusal::OtherCurrency,
            CouponRefusal::Nothing,
        ];
        for why in &refusals {
            let (english, chinese) = (refusal(why, Language::En), refusal(why, Language::Zh));
            assert!(english.ends_with('.') && chinese.ends_with('。') && english != chinese, "{english} {chinese}");
        }
        let more = refusal(&CouponRefusal::SpendMore { shop: Some("Rosy".to_owned()), more }, Language::En);
        assert_eq!(more, "It counts once you buy goods for CN¥12.58 more at Rosy.");
    }
}
