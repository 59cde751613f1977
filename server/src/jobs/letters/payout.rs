//! Letters about payouts that came back and the card that they go to: each a subject and a text.

use app_kit::format::moment;
use app_kit::{Say, say};
use market::account::Language;
use market::kernel::Timestamp;

/// A payout came back. Of a card that can be changed it is said what to do about it; `former` is the end of the number of the card that
/// it came back from, where payouts go to another one by now.
pub fn came_back(
    reason: &str,
    may_be_changed: bool,
    is_left_out: bool,
    former: Option<&str>,
    lang: Language,
) -> (String, String) {
    let told = say!(
        lang,
        "Your bank returned the payout: {reason}\n\nThe money is in your shop's balance again.",
        "银行退回了提现：{reason}\n\n款项已退回店铺余额。"
    );
    let next = if !may_be_changed {
        String::new()
    } else if let Some(last4) = former {
        from_former(last4, is_left_out, lang)
    } else if is_left_out {
        lang.say(
            " Payouts to this card have stopped, since they came back several times in a row. Please name a card that takes the money on the page below; what you have goes out with the next payout after that.",
            "因连续退回，已停止向此卡打款。请在以下页面更换能收款的银行卡，之后余额随下次打款到账。",
        )
        .to_owned()
    } else {
        lang.say(
            " It goes out again with one of the next payouts. If the card is closed or its number is wrong, please name another one on the page below.",
            "之后会再次打款。若银行卡已注销或卡号有误，请在以下页面更换。",
        )
        .to_owned()
    };
    (lang.say("A payout came back", "一笔提现被退回").to_owned(), format!("{told}{next}"))
}

/// What becomes of money that came back from a card which another one has replaced.
fn from_former(last4: &str, is_left_out: bool, lang: Language) -> String {
    let from = say!(
        lang,
        " It was made for your former card •••• {last4}, to which nothing is paid any more.",
        "这笔款打往您之前的银行卡 •••• {last4}，此卡已不再收款。"
    );
    let next = if is_left_out {
        lang.say(
            " Payouts to the card that your shop has named since have stopped too, as they came back several times in a row. Please name a card that takes the money on the page below.",
            "店铺现在的银行卡也因连续退回而停止打款，请在以下页面更换能收款的银行卡。",
        )
    } else {
        lang.say(
            " You need not do anything: it goes to the card that your shop has named since, with the next payout to that one. Which it is stands on the page below.",
            "您无需操作：余额会随下次打款付到店铺现在的银行卡，卡号见以下页面。",
        )
    };
    format!("{from}{next}")
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
            let texts =
                [(false, false), (true, false), (true, true)].map(|(may, out)| came_back("closed", may, out, None, lang).1);
            let page = lang.say("page below", "以下页面");
            assert_eq!(texts.each_ref().map(|text| text.contains(page)), [false, true, true]);
            assert!(
                texts[2].contains(lang.say("have stopped", "已停止")) && !texts[1].contains(lang.say("have stopped", "已停止"))
            );
            assert!(texts.iter().all(|text| text.contains("closed")));
        }
    }

    #[test]
    fn what_came_back_from_a_former_card_goes_to_the_one_of_today_without_a_deed() {
        for lang in [Language::En, Language::Zh] {
            let [goes, stopped] = [false, true].map(|out| came_back("closed", true, out, Some("0128"), lang).1);
            assert!(goes.contains("0128") && stopped.contains("0128") && goes.contains("closed"));
            let (nothing, name) =
                (lang.say("need not do anything", "无需操作"), lang.say("Please name a card", "请在以下页面更换"));
            assert!(goes.contains(nothing) && !goes.contains(name), "{goes}");
            assert!(!stopped.contains(nothing) && stopped.contains(name), "{stopped}");
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
