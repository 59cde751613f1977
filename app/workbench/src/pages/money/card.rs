//! What keeps payouts from the shop's bank card, and the way to the page that mends it.

use super::when;
use app_kit::components::{Notice, Tone};
use app_kit::format::moment;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::ledger::{CameBack, CardStanding};
use market::shop::Verification;

/// The last payout came back, or the card rests; nothing where neither is so.
#[component]
pub fn CardNotice(handle: String, card: CardStanding, may_manage: bool) -> impl IntoView {
    let lang = lang();
    let shop = handle.clone();
    let rests = card.rests_until.map(|from| {
        let title = rests(&card.last4, &moment(from, lang), lang);
        view! {
            <Notice tone=Tone::Wait title>
                <p>{lang.say("An owner of the shop has named it lately. It rests for some days, so that nobody who got hold of an account takes the money along.", "店主刚更换了这张卡。为防账号被盗后货款被转走，更换后要等几天。")}</p>
                <Mend handle=shop may_manage/>
            </Notice>
        }
    });
    let is_left_out = card.is_left_out;
    let last4 = card.last4;
    let came_back = card.came_back.map(|CameBack { at, reason }| {
        view! {
            <Notice tone=Tone::Bad title=came_back(&last4, is_left_out, lang)>
                <p>{lang.say("The last payout came back (", "最近一次打款被退回（")}{when(at, lang)}{lang.say("): ", "）：")}<q>{reason}</q></p>
                <p>{what_follows(is_left_out, lang)}</p>
                <Mend handle may_manage/>
            </Notice>
        }
    });
    view! { {rests}{came_back} }
}

/// Where an owner names another card; to others it is said who can.
#[component]
fn Mend(handle: String, may_manage: bool) -> impl IntoView {
    let lang = lang();
    if may_manage {
        let path = routes::sell(&handle, routes::PAYOUT_CARD);
        view! { <p><a href=path>{lang.say("Change the bank card", "更换银行卡")}</a></p> }.into_any()
    } else {
        view! { <p>{lang.say("An owner of the shop can change the bank card.", "店主可以更换银行卡。")}</p> }.into_any()
    }
}

fn rests(last4: &str, from: &str, lang: Language) -> String {
    say!(lang, "Payouts to the card ••••\u{a0}{last4} begin on {from}", "{from} 起向银行卡 ••••\u{a0}{last4} 打款")
}

fn came_back(last4: &str, is_left_out: bool, lang: Language) -> String {
    if is_left_out {
        say!(lang, "Nothing is paid out to the card ••••\u{a0}{last4} any more", "已停止向银行卡 ••••\u{a0}{last4} 打款")
    } else {
        say!(lang, "A payout to the card ••••\u{a0}{last4} came back", "向银行卡 ••••\u{a0}{last4} 的打款被退回")
    }
}

fn what_follows(is_left_out: bool, lang: Language) -> &'static str {
    if is_left_out {
        lang.say(
            "Payouts came back from it several times in a row. Your money is kept for you, and goes out with the next payout after a card was named that takes it.",
            "此卡连续退回打款。货款为您保留，更换为能收款的银行卡后随下次打款到账。",
        )
    } else {
        lang.say(
            "What came back goes to this card once more with the payout that follows. If the card is closed or its number is wrong, name another one.",
            "退回的款项会随其后的一次打款再转一次。若银行卡已注销或卡号有误，请更换。",
        )
    }
}

/// When what can be paid out is paid out.
pub fn next_payout(card: &CardStanding, minimum: &str, lang: Language) -> String {
    match card.rests_until {
        _ if card.verification != Verification::Approved => {
            lang.say("once an operator has approved your identity", "运营人员核实身份后打款").to_owned()
        }
        _ if card.is_left_out => lang.say("waits for a card that takes it", "等待更换银行卡").to_owned(),
        Some(from) => {
            let from = moment(from, lang);
            say!(lang, "from {minimum} on, with the first payout after {from}", "满 {minimum}，{from} 后首次打款到账")
        }
        None => say!(lang, "from {minimum} on, with the next payout", "满 {minimum} 随下次打款到账"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Timestamp;

    /// Tuesday, 24 November, 04:30 in China.
    const DAY: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    #[test]
    fn it_is_said_when_money_goes_out_and_what_it_waits_for() {
        let card = |rests_until, is_left_out| CardStanding {
            last4: "0128".to_owned(),
            verification: Verification::Approved,
            rests_until,
            came_back: None,
            is_left_out,
        };
        for (card, english, chinese) in [
            (card(None, false), "from ¥1 on, with the next payout", "满 ¥1 随下次打款到账"),
            (
                card(Some(DAY), false),
                "from ¥1 on, with the first payout after Tue 24 Nov, 04:30",
                "满 ¥1，11月24日 周二 04:30 后首次打款到账",
            ),
            (card(None, true), "waits for a card that takes it", "等待更换银行卡"),
            (
                CardStanding { verification: Verification::Waiting, ..card(Some(DAY), true) },
                "once an operator has approved your identity",
                "运营人员核实身份后打款",
            ),
        ] {
            assert_eq!(next_payout(&card, "¥1", Language::En), english);
            assert_eq!(next_payout(&card, "¥1", Language::Zh), chinese);
        }
    }
}
