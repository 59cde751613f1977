//! Letters about payouts that came back and the card that they go to: each a subject and a text.

use app_kit::format::moment;
use app_kit::{Say, say};
use market::account::Language;
use market::kernel::Timestamp;

/// A payout came back. Of a card that can be changed it is said what to do about it.
pub fn came_back(reason: &str, may_be_changed: bool, is_left_out: bool, lang: Language) -> (String, String) {
    let told = say!(
        lang,
        "Your bank returned the payout: {reason}\n\nThe money is in your shop's balance again.",
        "银行退回了提现：{reason}\n\n款项已退回店铺余额。"
    );
    let next = if !may_be_changed {
        ""
    } else if is_left_out {
        lang.say(
            " Payouts to this card have stopped, since they came back several times in a row. Please name a card that takes the money on the page below; what you have goes out with the next payout after that.",
            "因连续退回，已停止向此卡打款。请在以下页面更换能收款的银行卡，之后余额随下次打款到账。",
        )
    } else {
        lang.say(
            " It goes out again with one of the next payouts. If the card is closed or its number is wrong, please name another one on the page below.",
            "之后会再次打款。若银行卡已注销或卡号有误，请在以下页面更换。",
        )
    };
    (lang.say("A payout came back", "一笔提现被退回").to_owned(), format!("{told}{next}"))
}

/// An owner named the card that payouts go to.
pub fn card_changed(shop: &str, last4: &str, pays_from: Option<Timestamp>, lang: Language) -> (String, String) {
    let from = match pays_from {
        Some(from) => {
            let from = moment(from, lang);
            say!(lang, "Payouts to it begin on {from}.", "{from} 起向此卡打款。")
        }
        None => lang.say("The next payout goes to it.", "下次打款将付到此卡。").to_owned(),
    };
    (
        say!(lang, "The bank card of your shop {shop} is •••• {last4} now", "店铺 {shop} 的收款银行卡已设为 •••• {last4}"),
        say!(
            lang,
            "An owner of the shop {shop} has named the card •••• {last4}. {from}\n\nIf it was none of you, somebody got into the account of one: name your own card again on the page below, and sign out everywhere on your own page.",
            "店铺 {shop} 的一位店主已将收款银行卡设为 •••• {last4}。{from}\n\n若不是店主本人操作，说明有账号被他人使用：请在以下页面改回您自己的卡，并在“我的”页面退出所有设备。"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_can_do_something_about_a_payout_that_came_back_is_told_what() {
        for lang in [Language::En, Language::Zh] {
            let texts = [(false, false), (true, false), (true, true)].map(|(may, out)| came_back("closed", may, out, lang).1);
            let page = lang.say("page below", "以下页面");
            assert_eq!(texts.each_ref().map(|text| text.contains(page)), [false, true, true]);
            assert!(
                texts[2].contains(lang.say("have stopped", "已停止")) && !texts[1].contains(lang.say("have stopped", "已停止"))
            );
            assert!(texts.iter().all(|text| text.contains("closed")));
        }
    }

    #[test]
    fn a_letter_about_a_card_says_from_when_on_it_is_paid_to() {
        /// Tuesday, 24 November, 04:30 in China.
        const DAY: Timestamp = Timestamp::from_millis(1_795_465_800_000);
        for (lang, day) in [(Language::En, "Tue 24 Nov, 04:30"), (Language::Zh, "11月24日 周二 04:30")] {
            let (subject, text) = card_changed("danqing", "1111", Some(DAY), lang);
            assert!(subject.contains("1111") && text.contains("1111") && text.contains(day), "{text}");
            assert!(!card_changed("danqing", "1111", None, lang).1.contains(day));
        }
    }
}
