//! Words that several pages say: what is refused about texts, amounts and photos, what a match of a search and a number of the ranking are
//! called, and what is different about goods that spoil.

use crate::format::{clock_time, day, moment};
use crate::{Say, say};
use market::account::Language;
use market::catalog::{ReceivePhotoRefusal, UploadRefusal};
use market::discovery::{Boost, RankingNumber};
use market::kernel::limits::PHOTOS_MAX;
use market::kernel::{AmountError, Span, TextError, Timestamp};

/// What is wrong with a text that somebody typed.
#[must_use]
pub fn text_error(error: TextError, lang: Language) -> String {
    match error {
        TextError::Empty => lang.say("Please fill this in.", "请填写此项。").to_owned(),
        TextError::TooLong { maximum } => {
            say!(lang, "This is too long: at most {maximum} characters fit.", "太长了：最多 {maximum} 个字。")
        }
    }
}

/// What is wrong with a number that somebody typed.
#[must_use]
pub fn amount_error(error: AmountError, lang: Language) -> &'static str {
    match error {
        AmountError::Empty => lang.say("Please fill in a number.", "请填写数字。"),
        AmountError::NotANumber => {
            lang.say("This is not a number: please write digits, such as 8 or 8.50.", "这不是数字：请填写如 8 或 8.50。")
        }
        AmountError::TooFine => {
            lang.say("This is too small, or has too many digits after the point.", "数值太小，或小数位太多。")
        }
        AmountError::TooLarge => lang.say("This number is too large.", "数值太大。"),
    }
}

/// That goods spoil, and what follows.
#[must_use]
pub const fn perishable(lang: Language) -> &'static str {
    match lang {
        Language::En => "Perishable: it cannot be sent back.",
        Language::Zh => "生鲜易腐，不支持退货换货。",
    }
}

/// The same, with how long after its parcel was confirmed something can be asked for; whole hours.
#[must_use]
pub fn perishable_within(time: Span, lang: Language) -> String {
    let (rule, hours) = (perishable(lang), time.millis() / Span::hours(1).millis());
    if hours == 0 {
        let sentence =
            lang.say("If it is not right, say so before you confirm the parcel.", "商品有问题，请在确认收货前申请售后。");
        return format!("{rule}{}{sentence}", lang.say(" ", ""));
    }
    say!(
        lang,
        "{rule} If it is not right, say so within {hours} hours of confirming the parcel.",
        "{rule}商品有问题，请在确认收货后 {hours} 小时内申请售后。"
    )
}

/// Why a photo is not taken.
#[must_use]
pub fn upload(refusal: UploadRefusal, lang: Language) -> String {
    match refusal {
        UploadRefusal::Empty => lang.say("This file is empty.", "这个文件是空的。").to_owned(),
        UploadRefusal::TooManyBytes => lang.say("This photo is larger than 20 MB.", "这张照片超过 20 MB。").to_owned(),
        UploadRefusal::NotAPicture => lang
            .say(
                "This is not a photo, whatever its name says: please use JPEG, PNG or WebP.",
                "这不是照片，不论文件名怎么写：请用 JPEG、PNG 或 WebP。",
            )
            .to_owned(),
        UploadRefusal::Heic => lang
            .say(
                "This is a HEIC photo, which most phones cannot show: please send it as JPEG.",
                "这是 HEIC 照片，多数手机看不了：请用 JPEG。",
            )
            .to_owned(),
        UploadRefusal::Incomplete => {
            lang.say("This photo did not arrive whole: please send it again.", "照片没有传完整，请再传一次。").to_owned()
        }
        UploadRefusal::TooManyPixels => {
            lang.say("This photo has more pixels than can be shown.", "这张照片像素太多，无法显示。").to_owned()
        }
        UploadRefusal::NoRoom(ReceivePhotoRefusal::TooMany) => {
            say!(lang, "A listing shows up to {PHOTOS_MAX} photos.", "每件商品最多 {PHOTOS_MAX} 张照片。")
        }
        UploadRefusal::NoRoom(ReceivePhotoRefusal::TooManyWaiting) => lang
            .say("Many of your photos are still being prepared. Please wait a minute.", "还有很多照片在处理，请等一分钟再试。")
            .to_owned(),
    }
}

/// When something may be tried again: seconds while they can be waited for, a time of day beyond that, with its date on another day.
#[must_use]
pub fn again(now: Timestamp, at: Timestamp, lang: Language) -> String {
    let seconds = (at.millis() - now.millis() + 999).div_euclid(1000).max(1);
    if seconds <= 90 {
        return say!(lang, "in {seconds} seconds", "{seconds} 秒后");
    }
    // The minute that is shown has begun by then.
    let shown = Timestamp::from_millis(at.millis() + 59_999);
    let time = if day(shown, lang) == day(now, lang) { clock_time(shown) } else { moment(shown, lang) };
    say!(lang, "after {time}", "{time} 后")
}

/// A way in which goods match a search, as its weight is called.
#[must_use]
pub fn boost(boost: Boost, lang: Language) -> &'static str {
    match boost {
        Boost::Title => lang.say("A word of the title", "标题中的词"),
        Boost::Kind => lang.say("The name of the category", "分类名称"),
        Boost::About => lang.say("Maker, place, shop, choices, description", "作者、产地、店名、规格、描述"),
        Boost::Phrase => lang.say("The same characters in a row", "连续相同的字"),
        Boost::Pinyin => lang.say("Spelled in Pinyin", "全拼"),
        Boost::Initials => lang.say("The first letters of the Pinyin", "拼音首字母"),
        Boost::Typo => lang.say("Spelled or sounding nearly alike", "写法或读音相近"),
        Boost::Synonym => lang.say("Another word that means the same", "同义词"),
    }
}

/// A number of the ranking, as it is called.
#[must_use]
pub fn ranking_number(number: RankingNumber, lang: Language) -> &'static str {
    match number {
        RankingNumber::Quality => lang.say("What the best work of a shop adds, in percent", "店铺服务最多加成（%）"),
        RankingNumber::Freshness => lang.say("What goods of today have more, in percent", "当天新品加成（%）"),
        RankingNumber::FreshnessHalfDays => lang.say("Days after which goods are half as new", "新品加成减半天数"),
        RankingNumber::PriceFit => lang.say("What a usual price adds, in percent", "价格适中最多加成（%）"),
        RankingNumber::Slots => {
            lang.say("Places of a page that rotate among new and small shops", "每页由新店、小店轮流占用的位置数")
        }
        RankingNumber::NewDays => lang.say("Days for which a shop is new", "新店天数"),
        RankingNumber::SmallSales => lang.say("Sales from which a shop is no longer small", "成交多少单以后不再算小店"),
        RankingNumber::TurnHours => lang.say("Hours after which places are drawn anew", "每隔多少小时重新抽签"),
        RankingNumber::MatchFloor => {
            lang.say("How well drawn goods match, in percent of the best", "抽签商品的最低匹配度（最佳匹配的 %）")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Span;

    #[test]
    fn a_wait_is_told_in_seconds_by_the_clock_or_with_its_date() {
        // 04:30 in the market's zone.
        let now = Timestamp::from_millis(1_795_465_800_000);
        let of = |span, lang| again(now, now.after(span), lang);
        assert_eq!(of(Span::seconds(90), Language::En), "in 90 seconds");
        assert_eq!(of(Span::seconds(0), Language::Zh), "1 秒后");
        assert_eq!(of(Span::minutes(2), Language::En), "after 04:32");
        assert_eq!(of(Span::hours(19), Language::Zh), "23:30 后");
        assert_eq!(of(Span::hours(20), Language::En), "after Wed 25 Nov, 00:30");
        assert_eq!(of(Span::hours(20), Language::Zh), "11月25日 周三 00:30 后");
    }
}
