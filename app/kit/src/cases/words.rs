//! Words for cases, in the eyes of whoever reads: the same on pages and in letters.

use crate::components::Tone;
use crate::format::{moment, money};
use crate::words::text_error;
use crate::{Say, say};
use market::account::Language;
use market::aftersales::rules::waits_for;
use market::aftersales::{CaseEvent, CaseKind, CaseReason, CaseRefusal, CaseState, Party};
use market::kernel::{Money, TextError, Timestamp};
use market::order::TrackingError;

/// What is asked for.
#[must_use]
pub fn kind(kind: CaseKind, lang: Language) -> &'static str {
    match kind {
        CaseKind::BeforeShipping => lang.say("Money back before it is shipped", "发货前退款"),
        CaseKind::RefundOnly => lang.say("Money back, without sending anything", "仅退款"),
        CaseKind::ReturnAndRefund => lang.say("Send it back for the money", "退货退款"),
    }
}

/// Why.
#[must_use]
pub fn reason(reason: CaseReason, lang: Language) -> &'static str {
    match reason {
        CaseReason::ChangedMind => lang.say("Not wanted any more", "不想要了"),
        CaseReason::NotArrived => lang.say("It has not arrived", "没有收到"),
        CaseReason::Missing => lang.say("Something is missing", "少件、漏发"),
        CaseReason::Damaged => lang.say("It is broken or spoiled", "破损或变质"),
        CaseReason::NotAsDescribed => lang.say("It is not what was described", "与描述不符"),
        CaseReason::Other => lang.say("Something else", "其他原因"),
    }
}

/// Tone, icon and word of a state. Whoever has to act sees that a clock runs.
#[must_use]
pub fn state(state: CaseState, reader: Party, lang: Language) -> (Tone, &'static str, &'static str) {
    let word = match state {
        CaseState::Asked => lang.say("Waits for the shop", "等店家答复"),
        CaseState::Refused => lang.say("Refused by the shop", "店家已拒绝"),
        CaseState::Returning => lang.say("To be sent back", "待寄回"),
        CaseState::Returned => lang.say("On its way back", "退货途中"),
        CaseState::Disputed => lang.say("With an operator", "平台处理中"),
        CaseState::Decided => lang.say("Decided", "已裁定"),
        CaseState::Appealed => lang.say("Appealed", "申诉中"),
        CaseState::Settled => lang.say("Settled", "已完结"),
        CaseState::Closed => lang.say("Closed", "已关闭"),
    };
    match state {
        CaseState::Settled => (Tone::Good, "check", word),
        CaseState::Closed => (Tone::Plain, "close", word),
        _ if waits_for(state) == Some(reader) || state == CaseState::Decided => (Tone::Wait, "clock", word),
        _ => (Tone::Info, "info", word),
    }
}

/// A side, as the reader calls it; at the beginning of a sentence.
#[must_use]
pub fn side(party: Party, reader: Party, lang: Language) -> &'static str {
    match party {
        Party::Shop if reader == Party::Shop => lang.say("You", "本店"),
        Party::Buyer if reader == Party::Buyer => lang.say("You", "您"),
        Party::Buyer => lang.say("The buyer", "买家"),
        Party::Shop => lang.say("The shop", "店家"),
        Party::Operator => lang.say("The operator", "平台"),
        Party::Timer => lang.say("The clock", "系统"),
    }
}

/// What happened, and by whom.
#[must_use]
pub fn happened(event: CaseEvent, party: Party, reader: Party, lang: Language) -> String {
    let who = side(party, reader, lang);
    let (buyer, shop) = (side(Party::Buyer, reader, lang), side(Party::Shop, reader, lang));
    match event {
        CaseEvent::Ask => say!(lang, "{who} asked for money back", "{who}申请了退款"),
        CaseEvent::Say => say!(lang, "{who} wrote", "{who}留言"),
        CaseEvent::Agree => say!(lang, "{who} agreed", "{who}同意了"),
        CaseEvent::AgreeSilently => {
            say!(lang, "{shop} did not answer in time, which counts as agreed", "{shop}超时未答复，视为同意")
        }
        CaseEvent::Refuse => say!(lang, "{who} refused", "{who}拒绝了"),
        CaseEvent::Withdraw => say!(lang, "{who} took the request back", "{who}撤回了申请"),
        CaseEvent::Lapse => say!(lang, "{buyer} did not go on in time", "{buyer}超时未继续"),
        CaseEvent::Escalate => say!(lang, "{who} asked an operator to decide", "{who}申请平台介入"),
        CaseEvent::Send => say!(lang, "{who} sent the goods back", "{who}已寄回"),
        CaseEvent::Receive => say!(lang, "{who} received the goods", "{who}已收到退货"),
        CaseEvent::ReceiveSilently => {
            say!(lang, "{shop} did not answer in time, which counts as received", "{shop}超时未确认，视为已收到退货")
        }
        CaseEvent::Contest => say!(lang, "{who} objected to the return", "{who}对退货有异议"),
        CaseEvent::Decide => say!(lang, "{who} decided", "{who}作出裁定"),
        CaseEvent::Appeal => say!(lang, "{who} asked for a second look", "{who}申诉了"),
        CaseEvent::DecideAgain => say!(lang, "{who} decided for good", "{who}作出终裁"),
        CaseEvent::CarryOut => lang.say("Nobody appealed, so the decision counts", "没有人申诉，裁定生效").to_owned(),
    }
}

/// Where a case stands and until when, for [`next`].
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Where.
    pub state: CaseState,
    /// Until when whoever has to act must.
    pub due: Option<Timestamp>,
    /// What the buyer gets, where that is known.
    pub awarded: Option<Money>,
}

/// What happens next, and what the reader can do.
#[must_use]
pub fn next(case: Standing, reader: Party, lang: Language) -> String {
    let by = case.due.map(|due| moment(due, lang)).unwrap_or_default();
    match case.state {
        CaseState::Asked | CaseState::Returned => shop_next(case.state, reader, &by, lang),
        CaseState::Refused | CaseState::Returning => buyer_next(case.state, reader, &by, lang),
        CaseState::Disputed if reader == Party::Operator => say!(lang, "Please decide by {by}.", "请在 {by} 前裁定。"),
        CaseState::Disputed => say!(
            lang,
            "An operator looks at both sides and means to decide by {by}. You can still write and show photos.",
            "平台会看双方的说明，预计 {by} 前裁定。您仍可留言、补充照片。"
        ),
        CaseState::Appealed if reader == Party::Operator => {
            say!(lang, "Please decide by {by}. It is for good.", "请在 {by} 前裁定，此次为终裁。")
        }
        CaseState::Appealed => say!(
            lang,
            "An operator looks once more and decides for good, by {by} if nothing comes between.",
            "平台会再看一次并作出终裁，预计 {by} 前。"
        ),
        CaseState::Decided => {
            let gets = gets(case.awarded, reader, lang);
            say!(
                lang,
                "{gets} Either side can ask for a second look until {by}; after that it is carried out.",
                "{gets}{by} 前双方都可申诉，过后生效。"
            )
        }
        CaseState::Settled => gets(case.awarded, reader, lang),
        CaseState::Closed => {
            lang.say("No money goes back. The order goes on where it stood.", "不退款，订单照常继续。").to_owned()
        }
    }
}

/// What follows while the shop has to act.
fn shop_next(state: CaseState, reader: Party, by: &str, lang: Language) -> String {
    match (state, reader) {
        (CaseState::Asked, Party::Shop) => say!(
            lang,
            "Please answer by {by}. Without a word until then it counts as agreed.",
            "请在 {by} 前答复，逾期视为同意。"
        ),
        (CaseState::Asked, _) => say!(
            lang,
            "The shop has until {by} to answer. If it says nothing, that counts as agreed.",
            "店家须在 {by} 前答复，逾期视为同意。"
        ),
        (_, Party::Shop) => say!(
            lang,
            "Please say by {by} whether you have the goods. Without a word until then they count as received, and the money goes back.",
            "请在 {by} 前确认是否收到退货，逾期视为已收到并退款。"
        ),
        _ => say!(
            lang,
            "The shop has until {by} to say that it has the goods. If it says nothing, the money goes back all the same.",
            "店家须在 {by} 前确认收到退货，逾期也会退款。"
        ),
    }
}

/// What follows while the buyer has to act.
fn buyer_next(state: CaseState, reader: Party, by: &str, lang: Language) -> String {
    match (state, reader) {
        (CaseState::Refused, Party::Buyer) => say!(
            lang,
            "If you see it otherwise, an operator can decide: ask for one by {by}. After that the case closes without money.",
            "若您不认同，可在 {by} 前申请平台介入。过后自动关闭，不退款。"
        ),
        (CaseState::Refused, _) => say!(
            lang,
            "The buyer can ask an operator to decide until {by}. After that the case closes without money.",
            "买家可在 {by} 前申请平台介入，过后自动关闭，不退款。"
        ),
        (_, Party::Buyer) => say!(
            lang,
            "Please send the goods back by {by} and write the parcel's number here. After that the case closes without money.",
            "请在 {by} 前寄回，并在这里填写运单号。过后自动关闭，不退款。"
        ),
        _ => say!(
            lang,
            "The buyer has until {by} to send the goods back. The money waits for them.",
            "买家须在 {by} 前寄回，收到退货后才退款。"
        ),
    }
}

/// Who gets how much.
fn gets(awarded: Option<Money>, reader: Party, lang: Language) -> String {
    match awarded.filter(|sum| !sum.is_zero()) {
        None => lang.say("No money goes back.", "不退款。").to_owned(),
        Some(sum) => {
            let sum = money(sum, lang);
            match reader {
                Party::Buyer => say!(lang, "You get {sum} back.", "退给您 {sum}。"),
                _ => say!(lang, "The buyer gets {sum} back.", "退给买家 {sum}。"),
            }
        }
    }
}

/// Which field is wrong, and why; no field where it is about the case as a whole.
#[must_use]
pub fn refusal(refusal: CaseRefusal, lang: Language) -> (Option<&'static str>, String) {
    match refusal {
        CaseRefusal::NotFrom(_) | CaseRefusal::ChangedMeanwhile => (
            None,
            lang.say("The case has moved on meanwhile. This is how it stands now.", "情况刚刚有变化，这是最新状态。").to_owned(),
        ),
        CaseRefusal::Words(TextError::Empty) => {
            (Some("words"), lang.say("Please say it in a few words.", "请写几句说明。").to_owned())
        }
        CaseRefusal::Words(error) => (Some("words"), text_error(error, lang)),
        CaseRefusal::Courier => (Some("courier"), lang.say("Please choose the courier.", "请选择快递公司。").to_owned()),
        CaseRefusal::TrackingNumber(TrackingError::Empty) => {
            (Some("tracking_number"), lang.say("Please fill in the tracking number.", "请填写运单号。").to_owned())
        }
        CaseRefusal::TrackingNumber(TrackingError::NotANumber) => (
            Some("tracking_number"),
            lang.say("A tracking number has 6 to 40 letters and digits.", "运单号为 6 至 40 位字母和数字。").to_owned(),
        ),
        CaseRefusal::Amount => (
            Some("amount"),
            lang.say("Please give between nothing and all that was asked for.", "金额须在零与申请金额之间。").to_owned(),
        ),
        CaseRefusal::OwnCase => (
            None,
            lang.say(
                "You are a party of this case, as its buyer or with its shop: another operator has to judge it.",
                "您是本案当事人（买家或店家一方），须由其他运营人员处理。",
            )
            .to_owned(),
        ),
        CaseRefusal::Full => (
            Some("words"),
            lang.say("You have written and shown as much here as one side can.", "您在这里的留言和照片已达上限。").to_owned(),
        ),
    }
}

/// More photos than one message shows.
#[must_use]
pub fn too_many_photos(most: usize, lang: Language) -> String {
    say!(
        lang,
        "Up to {most} photos at once; please send the others with another message.",
        "一次最多 {most} 张照片，其余请分次发送。"
    )
}
