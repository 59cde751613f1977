//! Words for cases, in the eyes of whoever reads: the same on pages and in letters.

pub use super::next::{Standing, next, owner_next};

use crate::components::Tone;
use crate::format::quantity;
use crate::words::text_error;
use crate::{Say, say};
use market::account::Language;
use market::aftersales::rules::waits_for;
use market::aftersales::{CameView, CaseEvent, CaseKind, CaseReason, CaseRefusal, CaseState, Party};
use market::kernel::{Measure, TextError};
use market::order::TrackingError;
use market::order::rules::courier;

/// What is asked for.
#[must_use]
pub fn kind(kind: CaseKind, lang: Language) -> &'static str {
    match kind {
        CaseKind::BeforeShipping => lang.say("Money back before it is shipped", "发货前退款"),
        CaseKind::RefundOnly => lang.say("Money back, without sending anything", "仅退款"),
        CaseKind::ReturnAndRefund => lang.say("Send it back for the money", "退货退款"),
        CaseKind::Exchange => lang.say("Send it back for another one", "换货"),
        CaseKind::Resend => lang.say("Have it sent again", "补发"),
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
        CaseState::Resending => lang.say("To be sent again", "待补发"),
        CaseState::Resent => lang.say("On its way again", "补发途中"),
        CaseState::Disputed => lang.say("With an operator", "平台处理中"),
        CaseState::Decided => lang.say("Decided", "已裁定"),
        CaseState::Appealed => lang.say("Appealed", "申诉中"),
        CaseState::Settled => lang.say("Settled", "已完结"),
        CaseState::Replaced => lang.say("Sent again", "已补发"),
        CaseState::Closed => lang.say("Closed", "已关闭"),
    };
    match state {
        CaseState::Settled | CaseState::Replaced => (Tone::Good, "check", word),
        CaseState::Closed => (Tone::Plain, "close", word),
        _ if waits_for(state) == Some(reader) || state == CaseState::Decided => (Tone::Wait, "clock", word),
        _ => (Tone::Info, "info", word),
    }
}

/// The same, while goods are to go back and the shop has not said where to: nobody but the shop can act.
#[must_use]
pub fn nowhere(reader: Party, lang: Language) -> (Tone, &'static str, &'static str) {
    let word = lang.say("Waits for the shop's address", "等店家填写退货地址");
    if reader == Party::Shop { (Tone::Wait, "clock", word) } else { (Tone::Info, "info", word) }
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

/// Courier and number of a parcel.
#[must_use]
pub fn parcel(code: &str, number: &str, lang: Language) -> String {
    let name = courier(code).map_or(code, |(_, english, chinese)| lang.say(english, chinese));
    format!("{name} {number}")
}

/// What was bought, and what comes in exchange for it.
#[must_use]
pub fn swap(bought: &str, wanted: &str) -> String {
    format!("{bought} → {wanted}")
}

/// What came in exchange for a line before, and how much of it.
#[must_use]
pub fn came(came: &CameView, measure: &Measure, lang: Language) -> String {
    let (name, amount) = (&came.name, quantity(came.quantity, measure.unit, lang));
    say!(lang, "{name}, {amount}, came in exchange.", "此前已换得：{name}，{amount}。")
}

/// What happened in a case of this kind, and by whom.
#[must_use]
pub fn happened(kind: CaseKind, event: CaseEvent, party: Party, reader: Party, lang: Language) -> String {
    let who = side(party, reader, lang);
    let (buyer, shop) = (side(Party::Buyer, reader, lang), side(Party::Shop, reader, lang));
    match event {
        CaseEvent::Ask => asked(kind, who, lang),
        CaseEvent::Say => say!(lang, "{who} wrote", "{who}留言"),
        CaseEvent::Agree => say!(lang, "{who} agreed", "{who}同意了"),
        CaseEvent::AgreeSilently if kind == CaseKind::Resend => {
            say!(lang, "{shop} did not answer in time, so the money goes back", "{shop}超时未答复，改为退款")
        }
        CaseEvent::AgreeSilently => {
            say!(lang, "{shop} did not answer in time, which counts as agreed", "{shop}超时未答复，视为同意")
        }
        CaseEvent::Refuse => say!(lang, "{who} refused", "{who}拒绝了"),
        CaseEvent::Withdraw => say!(lang, "{who} took the request back", "{who}撤回了申请"),
        CaseEvent::Lapse => say!(lang, "{buyer} did not go on in time", "{buyer}超时未继续"),
        CaseEvent::Escalate => say!(lang, "{who} asked an operator to decide", "{who}申请平台介入"),
        CaseEvent::WaiveSilently => say!(
            lang,
            "{shop} did not say in time where the goods go, so the money goes back without them",
            "{shop}超时未提供退货地址，直接退款，商品不用寄回"
        ),
        CaseEvent::Send => say!(lang, "{who} sent the goods back", "{who}已寄回"),
        CaseEvent::Receive => say!(lang, "{who} received the goods", "{who}已收到退货"),
        CaseEvent::ReceiveSilently => {
            say!(lang, "{shop} did not answer in time, which counts as received", "{shop}超时未确认，视为已收到退货")
        }
        CaseEvent::Contest => say!(lang, "{who} objected to the return", "{who}对退货有异议"),
        CaseEvent::GiveBack => say!(lang, "{who} gave the money back instead", "{who}改为退款"),
        CaseEvent::GiveBackSilently => {
            say!(lang, "{shop} did not send the goods in time, so the money goes back", "{shop}超时未补发，改为退款")
        }
        CaseEvent::Resend => say!(lang, "{who} sent the goods again", "{who}已补发"),
        CaseEvent::Confirm => say!(lang, "{who} received what was sent again", "{who}已收到补发的商品"),
        CaseEvent::ConfirmSilently => {
            say!(lang, "{buyer} did not say otherwise in time, which counts as received", "{buyer}超时未反馈，视为已收到")
        }
        CaseEvent::Decide => say!(lang, "{who} decided", "{who}作出裁定"),
        CaseEvent::Appeal => say!(lang, "{who} asked for a second look", "{who}申诉了"),
        CaseEvent::DecideAgain => say!(lang, "{who} decided for good", "{who}作出终裁"),
        CaseEvent::CarryOut => lang.say("Nobody appealed, so the decision counts", "没有人申诉，裁定生效").to_owned(),
    }
}

fn asked(kind: CaseKind, who: &str, lang: Language) -> String {
    match kind {
        CaseKind::BeforeShipping | CaseKind::RefundOnly | CaseKind::ReturnAndRefund => {
            say!(lang, "{who} asked for money back", "{who}申请了退款")
        }
        CaseKind::Exchange => say!(lang, "{who} asked for an exchange", "{who}申请了换货"),
        CaseKind::Resend => say!(lang, "{who} asked for the goods to be sent again", "{who}申请了补发"),
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
        CaseRefusal::Unheard { buyer, shop } => (None, unheard(buyer, shop, lang)),
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
        CaseRefusal::KnownParcel => (
            Some("tracking_number"),
            lang.say(
                "Another parcel of this order has this number already. Please read it off the label of this one.",
                "该订单已有包裹使用这个运单号，请核对本次包裹的面单。",
            )
            .to_owned(),
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
        CaseRefusal::Short { .. } => (
            None,
            lang.say(
                "There is not so much on the shelf any more, so nothing was sent. Fill it up first, or give the money back.",
                "库存不足，未能补发。请先补充库存，或改为退款。",
            )
            .to_owned(),
        ),
        CaseRefusal::Full => (
            Some("words"),
            lang.say("You have written and shown as much here as one side can.", "您在这里的留言和照片已达上限。").to_owned(),
        ),
    }
}

/// Who said something that an operator has not read who decides.
fn unheard(buyer: bool, shop: bool, lang: Language) -> String {
    let who = match (buyer, shop) {
        (true, true) => lang.say("The buyer and the shop", "买家和店家"),
        (false, true) => side(Party::Shop, Party::Operator, lang),
        (_, false) => side(Party::Buyer, Party::Operator, lang),
    };
    say!(
        lang,
        "{who} wrote something since you opened this page. Your decision is kept below; read what is new and decide again.",
        "您打开本页后，{who}有新的留言。您填写的裁定保留在下方，请先看新内容，再裁定。"
    )
}

/// Of which goods there is not so much on the shelf as is to be sent again, and how much there is.
#[must_use]
pub fn short(title: &str, left: &str, lang: Language) -> String {
    say!(
        lang,
        "There is only {left} of “{title}” on the shelf, so nothing was sent. Fill it up first, or give the money back.",
        "“{title}”库存仅剩 {left}，未能补发。请先补充库存，或改为退款。"
    )
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
