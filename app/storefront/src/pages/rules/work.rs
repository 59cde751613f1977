//! How a shop's work counts for a place: what it is made of, what each part weighs, and what does not count.

use app_kit::{Say, say};
use market::account::Language;
use market::discovery::rules::{ANSWER_HOURS, ANSWERS, KEEPS, QualityPart, REVIEWS, SHIPS};
use market::kernel::show_decimal;

/// What the best work adds, in percent, of what it is made, and what does not count.
pub fn the_work(quality: i64, lang: Language) -> String {
    say!(
        lang,
        "The shop's work adds up to {quality} %: parcels that leave within a day (the time of an open case does not count), orders without money going back after a case, cases that it answers itself within {ANSWER_HOURS} hours of being asked, each over half a year, and what buyers say, once there are reviews: until then everybody's counts as the usual one, so that it moves no place. To answer is to agree, to refuse, or to give the money back where goods were asked for. Words alone are no answer, and silence that counts as agreed is none either. A case that the buyer takes back before there is an answer does not count, nor does one that has waited for it for no longer than these hours. A shop of which little is known stays near what is usual: ten good days do not pass three hundred, and one mishap ruins nobody. What a shop's own people buy there does not count, nor what somebody buys who stands behind the shop, nor a case about either. The parts of the work:",
        "店铺服务最多加 {quality} %：一天内发货（售后处理的时间不计）、没有因售后退款、在买家申请售后后 {ANSWER_HOURS} 小时内亲自答复，均按近半年计；还有买家评价，评价功能开放前人人按通常水平计，不影响先后。同意、拒绝，或在买家要求换货、补发时改为退款，才算答复；只留言不算，逾期视为同意也不算。店铺答复前买家撤回的申请不计，等候答复还不超过 {ANSWER_HOURS} 小时的也不计。了解不多的店按接近通常水平计：十天的好成绩超不过三百天，一次意外也不会毁掉一家店。店员自己买的不算，店铺背后同一个人买的也不算，这些订单的售后同样不算。各部分："
    )
}

/// What each part of a shop's work weighs, and what it is taken to be where little is known.
pub fn quality_parts(lang: Language) -> Vec<String> {
    let numbers = |part: QualityPart| (part.weight, show_decimal(part.usual, 10), part.counts_as);
    let of_orders = |name: &str, part| {
        let (weight, usual, orders) = numbers(part);
        say!(
            lang,
            "{name}: {weight} %. Usual is {usual} %, which counts as {orders} orders.",
            "{name}：占 {weight} %。通常为 {usual} %，按 {orders} 单计入。"
        )
    };
    let (answers, usual_answers, cases) = numbers(ANSWERS);
    let (reviews, usual_review, _) = numbers(REVIEWS);
    vec![
        of_orders(lang.say("Parcels that leave within a day", "一天内发货"), SHIPS),
        of_orders(lang.say("Orders without money going back after a case", "没有因售后退款"), KEEPS),
        say!(
            lang,
            "Cases that it answers itself within {ANSWER_HOURS} hours: {answers} %. Usual is {usual_answers} %, which counts as {cases} cases.",
            "{ANSWER_HOURS} 小时内亲自答复售后：占 {answers} %。通常为 {usual_answers} %，按 {cases} 次售后计入。"
        ),
        say!(
            lang,
            "What buyers say: {reviews} %. Until there are reviews, everybody's is {usual_review} %.",
            "买家评价：占 {reviews} %。评价功能开放前，人人按 {usual_review} % 计。"
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_answers_a_case_in_which_time_and_what_does_not_count_is_told() {
        for (lang, time, silence, withdrawn, own) in [
            (
                Language::En,
                "answers itself within 24 hours of being asked",
                "silence that counts as agreed is none either",
                "that the buyer takes back before there is an answer does not count",
                "nor a case about either",
            ),
            (
                Language::Zh,
                "申请售后后 24 小时内亲自答复",
                "逾期视为同意也不算",
                "店铺答复前买家撤回的申请不计",
                "这些订单的售后同样不算",
            ),
        ] {
            let told = the_work(20, lang);
            for part in [time, silence, withdrawn, own] {
                assert!(told.contains(part), "{part} in {told}");
            }
        }
    }

    #[test]
    fn the_parts_of_the_work_are_told_with_what_is_usual() {
        let told = quality_parts(Language::En);
        assert_eq!(told[0], "Parcels that leave within a day: 30 %. Usual is 50 %, which counts as 10 orders.");
        assert!(told[1].contains("40 %. Usual is 95 %, which counts as 20 orders"), "{}", told[1]);
        assert!(told[2].starts_with("Cases that it answers itself within 24 hours: 10 %. Usual is 50 %"), "{}", told[2]);
        assert_eq!(SHIPS.weight + KEEPS.weight + ANSWERS.weight + REVIEWS.weight, 100);
        for (english, chinese) in told.iter().zip(quality_parts(Language::Zh)) {
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
        }
    }
}
