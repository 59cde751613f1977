//! Money of an order that goes back, as the order's timeline tells it to its buyer and to its shop.

use crate::format::{machine_time, moment, money};
use crate::{lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::Party;
use market::kernel::{Money, Timestamp};
use market::order::{MoreRefunds, RefundView};

/// What is told of one refund, and when it reached its end; none while it is on its way.
type Told = (String, Option<Timestamp>);

/// The steps of an order's timeline that happened, each drawn already, and those of its money that goes back, all by their time. What is
/// on its way stands last, and behind it what is not told one by one, which is `more`. `total` is all that was paid.
#[component]
pub fn Steps(
    happened: Vec<(Timestamp, AnyView)>,
    refunds: Vec<RefundView>,
    more: Option<MoreRefunds>,
    total: Money,
    reader: Party,
) -> impl IntoView {
    let lang = lang();
    let (over, on_the_way): (Vec<_>, Vec<_>) = told(&refunds, total, reader, lang).into_iter().partition(|(_, at)| at.is_some());
    let over = over.into_iter().filter_map(|(words, at)| {
        let at = at?;
        let step = view! { <li class="done"><h3>{words}</h3><time datetime=machine_time(at)>{moment(at, lang)}</time></li> };
        Some((at, step.into_any()))
    });
    let mut steps: Vec<_> = happened.into_iter().chain(over).collect();
    steps.sort_by_key(|(at, _)| *at);
    let on_the_way = on_the_way.into_iter().map(|(words, _)| words);
    let at_the_end = without_a_time(on_the_way, more, lang).into_iter();
    view! {
        {steps.into_iter().map(|(_, step)| step).collect_view()}
        {at_the_end.map(|(class, words)| view! { <li class=class><h3>{words}</h3></li> }).collect_view()}
    }
}

/// What has no time of its own, each line with its class. Those that are told one by one are the first to have arrived, so that one of
/// the others is on its way wherever one of them is.
fn without_a_time(
    on_the_way: impl Iterator<Item = String>,
    more: Option<MoreRefunds>,
    lang: Language,
) -> Vec<(&'static str, String)> {
    let more = more.map(|more| (if more.is_done { "done" } else { "now" }, and_more(more, lang)));
    on_the_way.map(|words| ("now", words)).chain(more).collect()
}

/// What is said of each refund, which are given as they reached their end.
fn told(refunds: &[RefundView], total: Money, reader: Party, lang: Language) -> Vec<Told> {
    let mut gone = 0_i64;
    let mut told = Vec::new();
    for refund in refunds {
        let sum = money(refund.amount, lang);
        let words = if refund.done_at.is_none() {
            on_its_way(&sum, reader, lang)
        } else {
            let before = gone;
            gone = gone.saturating_add(refund.amount.minor());
            gone_back(&sum, before > 0, gone >= total.minor(), reader, lang)
        };
        told.push((words, refund.done_at));
    }
    told
}

fn and_more(more: MoreRefunds, lang: Language) -> String {
    let (count, sum) = (more.count, money(more.amount, lang));
    if count == 1 {
        say!(lang, "And one more refund: {sum}", "另有 1 笔退款：{sum}")
    } else {
        say!(lang, "And {count} more refunds, together {sum}", "另有 {count} 笔退款，合计 {sum}")
    }
}

fn on_its_way(sum: &str, reader: Party, lang: Language) -> String {
    match reader {
        Party::Buyer => say!(lang, "{sum} is on its way back to you", "{sum} 正在退给您"),
        _ => say!(lang, "{sum} is on its way back to the buyer", "{sum} 正在退给买家"),
    }
}

/// `is_more` where some went back before it; `is_all` where nothing is left that could.
fn gone_back(sum: &str, is_more: bool, is_all: bool, reader: Party, lang: Language) -> String {
    match (reader, is_more, is_all) {
        (Party::Buyer, false, true) => say!(lang, "All of the money has gone back to you: {sum}", "款项已全部退给您：{sum}"),
        (_, false, true) => say!(lang, "All of the money has gone back to the buyer: {sum}", "款项已全部退给买家：{sum}"),
        (Party::Buyer, true, true) => {
            say!(lang, "The rest of the money has gone back to you: {sum}", "其余款项已退给您：{sum}，至此全部退回")
        }
        (_, true, true) => {
            say!(lang, "The rest of the money has gone back to the buyer: {sum}", "其余款项已退给买家：{sum}，至此全部退回")
        }
        (Party::Buyer, _, false) => say!(lang, "A part of the money has gone back to you: {sum}", "部分款项已退给您：{sum}"),
        (_, _, false) => say!(lang, "A part of the money has gone back to the buyer: {sum}", "部分款项已退给买家：{sum}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuesday, 24 November, 04:30 in China.
    const DAY: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    fn words(refunds: &[(i64, bool)], reader: Party, lang: Language) -> Vec<String> {
        let view = |(fen, is_over): &(i64, bool)| RefundView { amount: Money::fen(*fen), done_at: is_over.then_some(DAY) };
        let refunds: Vec<_> = refunds.iter().map(view).collect();
        told(&refunds, Money::fen(13_600), reader, lang).into_iter().map(|(words, _)| words).collect()
    }

    #[test]
    fn a_part_of_the_money_is_not_called_all_of_it() {
        let parts = [(500, true), (13_099, true), (1, false)];
        let english = [
            "A part of the money has gone back to you: CN¥5.00",
            "A part of the money has gone back to you: CN¥130.99",
            "CN¥0.01 is on its way back to you",
        ];
        assert_eq!(words(&parts, Party::Buyer, Language::En), english);
        let to_shop = words(&parts[1..], Party::Shop, Language::En);
        assert_eq!(
            to_shop,
            ["A part of the money has gone back to the buyer: CN¥130.99", "CN¥0.01 is on its way back to the buyer"]
        );
        assert_eq!(words(&parts[..1], Party::Buyer, Language::Zh), ["部分款项已退给您：¥5.00"]);
        assert_eq!(words(&parts[2..], Party::Shop, Language::Zh), ["¥0.01 正在退给买家"]);
    }

    #[test]
    fn where_all_of_it_went_back_that_is_said() {
        let once = [(13_600, true)];
        assert_eq!(words(&once, Party::Buyer, Language::En), ["All of the money has gone back to you: CN¥136.00"]);
        assert_eq!(words(&once, Party::Shop, Language::Zh), ["款项已全部退给买家：¥136.00"]);
        let twice = [(500, true), (13_100, true)];
        let [_, last] = &words(&twice, Party::Shop, Language::En)[..] else { panic!("two") };
        assert_eq!(last, "The rest of the money has gone back to the buyer: CN¥131.00");
        let [_, last] = &words(&twice, Party::Buyer, Language::Zh)[..] else { panic!("two") };
        assert_eq!(last, "其余款项已退给您：¥131.00，至此全部退回");
    }

    #[test]
    fn what_is_not_told_one_by_one_is_told_together() {
        let more = |count| MoreRefunds { count, amount: Money::fen(306), is_done: true };
        assert_eq!(and_more(more(3), Language::En), "And 3 more refunds, together CN¥3.06");
        assert_eq!(and_more(more(1), Language::En), "And one more refund: CN¥3.06");
        assert_eq!(and_more(more(3), Language::Zh), "另有 3 笔退款，合计 ¥3.06");
    }

    #[test]
    fn what_is_not_told_one_by_one_is_only_done_where_all_of_it_has_arrived() {
        let more = |is_done| Some(MoreRefunds { count: 3, amount: Money::fen(306), is_done });
        let lines =
            |on_the_way: &[&str], more| without_a_time(on_the_way.iter().map(|words| (*words).to_owned()), more, Language::En);
        let told = "And 3 more refunds, together CN¥3.06".to_owned();
        assert_eq!(lines(&[], more(true)), [("done", told.clone())]);
        assert_eq!(lines(&[], more(false)), [("now", told.clone())]);
        assert_eq!(lines(&["One"], more(false)), [("now", "One".to_owned()), ("now", told)]);
        assert_eq!(lines(&["One"], None), [("now", "One".to_owned())]);
    }
}
