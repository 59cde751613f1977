//! What the numbers of the market mean to the people whom they touch, how they are said, and in what they are typed.

use crate::format::{grouped, money};
use crate::{Say, say};
use market::account::Language;
use market::kernel::{Currency, Money, show_decimal};
use market::policy::{RuleName, RuleUnit};

/// A rule's name, and what it means to the people it touches, each in both languages.
type Meaning = [(&'static str, &'static str); 2];

/// The meaning of any rule.
#[must_use]
pub const fn meaning(rule: RuleName) -> Meaning {
    match beside_cases(rule) {
        Some(meaning) => meaning,
        None => of_cases(rule),
    }
}

/// Whether a rule is about cases, which have a part of the page of their own.
#[must_use]
pub const fn is_of_cases(rule: RuleName) -> bool {
    beside_cases(rule).is_none()
}

/// The meaning of a rule that is not about cases. Which are about cases is said here and nowhere else: none for those.
const fn beside_cases(rule: RuleName) -> Option<Meaning> {
    let meaning = match rule {
        RuleName::FeeBasisPoints => [
            ("The market's fee", "平台服务费"),
            (
                "Of the goods' price, never of freight. The shop pays it when its money is released. What was in force at the sale counts, also when the fee changes later.",
                "按商品价格收取，运费不收。货款结算给店家时扣除，以成交时的费率为准，之后调整不追溯。",
            ),
        ],
        RuleName::HoldMinutes => [
            ("Goods are held for an unpaid order", "未付款订单保留时间"),
            (
                "Nobody else can buy them meanwhile. Afterwards the order closes by itself and nothing is charged. Where the time is a quarter of an hour or longer, a letter reminds the buyer when a third of it is left. It never ends later than the page of the payment provider, which is open for a day at the longest.",
                "期间别人买不走。超时订单自动关闭，不收任何费用。时限不短于 15 分钟的，剩三分之一时会提醒买家。支付页面最多开放一天，保留时间不会比它更长。",
            ),
        ],
        RuleName::ShipByHours => [
            ("A shop must have shipped", "店家发货时限"),
            (
                "Counted from payment; while a case is open it stands still. Until a parcel is on its way, the buyer can cancel and gets everything back.",
                "从付款起算，售后处理期间暂停计时。未发货前，买家可以取消，全额退还。",
            ),
        ],
        RuleName::AutoConfirmDays => [
            ("A parcel counts as received", "自动确认收货"),
            (
                "Counted from dispatch, if the buyer does not confirm before. Then the held money goes to the shop.",
                "从发货起算，买家一直没有确认时生效。之后保管的货款付给店家。",
            ),
        ],
        RuleName::ReminderHours => [
            ("A reminder before a time ends", "到期提醒"),
            (
                "Whoever has to act gets a letter: the shop that has to ship, the buyer whose order will count as received, whoever a case waits for, and both sides before the time to appeal ends; of a short time when half of it is over. Where the market stood still and the letter of a case, or to a buyer whose order will count as received, comes late, the time is put off, so that as much of it is left after the letter as usual.",
                "提醒需要处理的一方：待发货的店家、即将自动确认收货的买家，以及售后等待的一方；裁定后双方都会收到申诉提醒；时限较短的，过半时提醒。若平台停机致使售后或自动确认收货的提醒来得太迟，时限顺延，提醒后仍留足同样的时间。",
            ),
        ],
        RuleName::ReconcileMinutes => [
            ("The payment provider is asked again", "与支付渠道对账"),
            (
                "Where its word about a payment or a refund did not come, the market asks by itself, and completes the order or gives the money back.",
                "若付款或退款的通知没有送达，平台会主动查询，并完成订单或退还款项。",
            ),
        ],
        RuleName::UnverifiedCapMinor | RuleName::PayoutMinimumMinor | RuleName::CardRestDays | RuleName::ShopsPerIdentity => {
            of_shops(rule)
        }
        RuleName::BestSellerBuyers | RuleName::TogetherBuyers => of_goods(rule),
        RuleName::CashCapMinor | RuleName::CashOpenMost => of_cash(rule),
        RuleName::CaseAnswerHours
        | RuleName::CaseEscalateDays
        | RuleName::ReturnSendDays
        | RuleName::ReturnReceiveDays
        | RuleName::DecideDays
        | RuleName::AppealDays
        | RuleName::AftersalesDays
        | RuleName::PerishableHours => return None,
    };
    Some(meaning)
}

/// A rule's name.
#[must_use]
pub fn name(rule: RuleName, lang: Language) -> &'static str {
    let [(english, chinese), _] = meaning(rule);
    lang.say(english, chinese)
}

const fn of_cases(rule: RuleName) -> Meaning {
    match rule {
        RuleName::CaseAnswerHours => [
            ("A shop answers a case", "店家答复售后"),
            ("If it says nothing in that time, it counts as agreed.", "逾期未答复，视为同意。"),
        ],
        RuleName::CaseEscalateDays => [
            ("A buyer goes on with a case that was refused", "被拒绝后申请平台介入"),
            (
                "In that time the buyer can ask an operator to decide. Afterwards the case closes without money.",
                "期间买家可以申请平台裁定。过后自动关闭，不退款。",
            ),
        ],
        RuleName::ReturnSendDays => [
            ("A buyer sends goods back", "买家寄回退货"),
            (
                "Counted from the shop's agreement. Afterwards the case closes without money. A shop that has not said by then where the goods go gives the money back without them; where it says so later than it agreed, the time begins anew.",
                "从店家同意起算。过后自动关闭，不退款。若店家到期仍未提供退货地址，直接退款，商品不用寄回；同意之后才提供的，寄回时限重新起算。",
            ),
        ],
        RuleName::ReturnReceiveDays => [
            ("A shop says that returned goods are there", "店家确认收到退货"),
            (
                "Counted from the day they were sent. If it says nothing in that time, they count as received and the money goes back.",
                "从寄出起算。逾期未确认，视为已收到并退款。",
            ),
        ],
        RuleName::DecideDays => [
            ("An operator decides", "平台裁定"),
            (
                "What we mean to keep. Being late never decides for one side: the money stays held until there is a decision.",
                "这是平台的承诺时限。平台超时不影响任何一方：裁定之前，款项不动。",
            ),
        ],
        RuleName::AppealDays => [
            ("Either side can ask for a second look", "申诉期"),
            ("Counted from the decision. The second decision is for good.", "从裁定起算。第二次裁定为终裁。"),
        ],
        RuleName::PerishableHours => [
            ("A case about goods that spoil can be opened after an order was completed", "生鲜易腐商品确认收货后可申请售后"),
            (
                "It is never longer than for other goods. Nobody sends back what spoils, so it is not taken back, not exchanged, and not returned because it is not wanted any more; money or the same goods once more can be asked for. Whether goods spoil is said on their page before they are bought, and what was said at the sale counts. What is in force on the day of completion counts.",
                "不会长于其他商品的期限。这类商品无法寄回，不支持退货换货，也不接受“不想要了”的申请，可申请退款或补发。是否属于生鲜易腐商品，购买前在商品页注明，以成交时为准。时限以订单完成当日的规则为准。",
            ),
        ],
        _ => [
            ("A case can be opened after an order was completed", "确认收货后可申请售后"),
            (
                "Until then a buyer can ask for it any time after the parcel left. What is in force on the day of completion counts.",
                "发货之后、确认收货之前，买家随时可以申请。天数以订单完成当日的规则为准。",
            ),
        ],
    }
}

/// What is paid at the door.
const fn of_shops(rule: RuleName) -> Meaning {
    match rule {
        RuleName::UnverifiedCapMinor => [
            ("A shop may sell before its identity is checked", "身份审核前的销售额上限"),
            (
                "A shop sells from its first minute. Beyond this sum, and for any payout, an operator must have checked who is behind it.",
                "店铺开张即可售卖。超过此金额，或要提款，须先由运营人员核实身份。",
            ),
        ],
        RuleName::PayoutMinimumMinor => [
            ("The least that is paid out", "最低提款金额"),
            ("Smaller sums wait until there is enough. They stay the shop's.", "不足的金额先攒着，仍归店家所有。"),
        ],
        RuleName::CardRestDays => [
            ("Payouts to another bank card begin", "更换银行卡后开始打款"),
            (
                "Counted from when an owner of the shop named it. Every owner gets a letter at once, so that nobody who got hold of an account takes the shop's money along.",
                "从店主更换时起算。所有店主会立即收到通知，以防账号被盗后货款被转走。",
            ),
        ],
        _ => [("Shops that one person may open", "每人可开店数量"), ("Counted by the ID number.", "按身份证号计算。")],
    }
}

const fn of_goods(rule: RuleName) -> Meaning {
    match rule {
        RuleName::BestSellerBuyers => [
            ("Goods are called best-sellers", "热卖商品"),
            (
                "Counted are different people within 30 days, without the shop's own and without what came back. Each shop is there once.",
                "按 30 天内不同的买家计算，店家自买和退货不算。每家店只列一件。",
            ),
        ],
        _ => [
            ("Goods are said to be bought together", "常一起买"),
            (
                "So many different people must have bought both at once, so that nobody can tell who did.",
                "须有这么多不同的买家一次同时买过，看不出是谁买的。",
            ),
        ],
    }
}

const fn of_cash(rule: RuleName) -> Meaning {
    match rule {
        RuleName::CashCapMinor => [
            ("The most that can be paid in cash at the door", "货到付款的最高金额"),
            (
                "For one parcel, where its shop takes cash. What costs more is paid online, and held until you have it.",
                "按单个包裹计算，限支持货到付款的店铺。更高的金额请在线支付，由平台保管到您收货。",
            ),
        ],
        _ => [
            ("Parcels that one buyer may have to pay at the door", "每位买家在途的货到付款包裹"),
            (
                "A parcel that is refused at the door costs its shop the way there and back, so their number has an end.",
                "拒收的包裹会让店家白付来回运费，所以数量有限。",
            ),
        ],
    }
}

/// A rule's value as people say it.
#[must_use]
pub fn value(rule: RuleName, value: i64, currency: Currency, lang: Language) -> String {
    match rule {
        RuleName::FeeBasisPoints => format!("{} %", show_decimal(value, 100)),
        RuleName::HoldMinutes => say!(lang, "for {value} minutes", "{value} 分钟"),
        RuleName::ShipByHours | RuleName::CaseAnswerHours | RuleName::PerishableHours => {
            say!(lang, "within {value} hours", "{value} 小时内")
        }
        RuleName::AutoConfirmDays | RuleName::CardRestDays => say!(lang, "after {value} days", "{value} 天后"),
        RuleName::UnverifiedCapMinor | RuleName::PayoutMinimumMinor | RuleName::CashCapMinor => {
            money(Money::new(value, currency), lang)
        }
        RuleName::ShopsPerIdentity | RuleName::CashOpenMost => value.to_string(),
        RuleName::BestSellerBuyers | RuleName::TogetherBuyers => say!(lang, "from {value} buyers on", "满 {value} 位买家"),
        RuleName::ReminderHours => say!(lang, "{value} hours before", "提前 {value} 小时"),
        RuleName::ReconcileMinutes => say!(lang, "every {value} minutes", "每 {value} 分钟"),
        RuleName::CaseEscalateDays
        | RuleName::ReturnSendDays
        | RuleName::ReturnReceiveDays
        | RuleName::DecideDays
        | RuleName::AppealDays
        | RuleName::AftersalesDays => say!(lang, "within {value} days", "{value} 天内"),
    }
}

/// What a rule's number is counted in where it is typed.
#[must_use]
pub fn unit(rule: RuleName, currency: Currency, lang: Language) -> &'static str {
    match rule.unit() {
        RuleUnit::Percent => lang.say("per cent", "%"),
        RuleUnit::Money => match currency {
            Currency::Cny => lang.say("yuan", "元"),
            Currency::Usd => lang.say("US dollars", "美元"),
            Currency::Eur => lang.say("euros", "欧元"),
        },
        RuleUnit::Minutes => lang.say("minutes", "分钟"),
        RuleUnit::Hours => lang.say("hours", "小时"),
        RuleUnit::Days => lang.say("days", "天"),
        RuleUnit::Shops => lang.say("shops", "家"),
        RuleUnit::People => lang.say("people", "人"),
        RuleUnit::Parcels => lang.say("parcels", "个"),
    }
}

/// The numbers that a rule may have, as they are typed: `from 5 to 1,380 minutes`.
#[must_use]
pub fn range(rule: RuleName, currency: Currency, lang: Language) -> String {
    let steps = rule.unit().steps();
    let typed = |value: i64| {
        let rest = show_decimal(value % steps, steps);
        format!("{}{}", grouped((value / steps).unsigned_abs()), rest.trim_start_matches('0'))
    };
    let (least, most) = rule.range();
    let (least, most, unit) = (typed(least), typed(most), unit(rule, currency, lang));
    say!(lang, "from {least} to {most} {unit}", "{least} 至 {most} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_read_as_people_say_them() {
        let of = |rule, number, lang| value(rule, number, Currency::Cny, lang);
        assert_eq!(of(RuleName::FeeBasisPoints, 125, Language::En), "1.25 %");
        assert_eq!(of(RuleName::HoldMinutes, 30, Language::Zh), "30 分钟");
        assert_eq!(of(RuleName::UnverifiedCapMinor, 200_000, Language::En), "CN¥2,000.00");
        assert_eq!(of(RuleName::ReturnSendDays, 7, Language::Zh), "7 天内");
    }

    #[test]
    fn a_number_is_typed_in_what_people_count() {
        let of = |rule, lang| range(rule, Currency::Cny, lang);
        assert_eq!(of(RuleName::HoldMinutes, Language::En), "from 5 to 1,380 minutes");
        assert_eq!(of(RuleName::FeeBasisPoints, Language::En), "from 0 to 50 per cent");
        assert_eq!(of(RuleName::PayoutMinimumMinor, Language::En), "from 0.01 to 100,000 yuan");
        assert_eq!(of(RuleName::CashCapMinor, Language::Zh), "0 至 10,000,000 元");
        assert_eq!(unit(RuleName::CashCapMinor, Currency::Eur, Language::En), "euros");
    }

    #[test]
    fn no_rule_is_explained_with_the_words_of_another() {
        for lang in [Language::En, Language::Zh] {
            let names: BTreeSet<_> = RuleName::ALL.into_iter().map(|rule| name(rule, lang)).collect();
            assert_eq!(names.len(), RuleName::ALL.len());
        }
    }

    #[test]
    fn every_rule_is_explained_in_both_languages() {
        for rule in RuleName::ALL {
            for (english, chinese) in meaning(rule) {
                assert!(english.is_ascii() && !chinese.is_ascii(), "{rule:?}: {english}");
            }
        }
    }
}
