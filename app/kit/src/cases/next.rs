//! What follows in a case, in the eyes of whoever reads.

use crate::format::{moment, money};
use crate::{Say, say};
use market::account::Language;
use market::aftersales::{CaseKind, CaseState, Party};
use market::kernel::{Money, Timestamp};

/// Where a case stands and until when, for [`next`].
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// What is asked for.
    pub kind: CaseKind,
    /// Where.
    pub state: CaseState,
    /// Until when whoever has to act must.
    pub due: Option<Timestamp>,
    /// What the buyer gets, where that is known.
    pub awarded: Option<Money>,
    /// Whether goods are to go back to a shop that has not said where to.
    pub lacks_address: bool,
}

/// What happens next, and what the reader can do.
#[must_use]
pub fn next(case: Standing, reader: Party, lang: Language) -> String {
    let by = case.due.map(|due| moment(due, lang)).unwrap_or_default();
    match case.state {
        CaseState::Asked => answer_next(case.kind, reader, &by, lang),
        CaseState::Returned | CaseState::Resending => shop_next(case, reader, &by, lang),
        CaseState::Returning if case.lacks_address => nowhere_next(reader, &by, lang),
        CaseState::Refused | CaseState::Returning | CaseState::Resent => buyer_next(case, reader, &by, lang),
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
        CaseState::Replaced => lang
            .say(
                "The goods were sent again, and no money goes back. The order goes on where it stood.",
                "商品已补发，不退款，订单照常继续。",
            )
            .to_owned(),
        CaseState::Closed => {
            lang.say("No money goes back. The order goes on where it stood.", "不退款，订单照常继续。").to_owned()
        }
    }
}

/// What follows while the shop has to answer. Its silence gives money, and promises no goods.
fn answer_next(kind: CaseKind, reader: Party, by: &str, lang: Language) -> String {
    match (kind, reader) {
        (CaseKind::Resend, Party::Shop) => {
            say!(lang, "Please answer by {by}. Without a word until then the money goes back.", "请在 {by} 前答复，逾期将退款。")
        }
        (CaseKind::Resend, _) => say!(
            lang,
            "The shop has until {by} to answer. If it says nothing, the money goes back.",
            "店家须在 {by} 前答复，逾期即退款。"
        ),
        (_, Party::Shop) => say!(
            lang,
            "Please answer by {by}. Without a word until then it counts as agreed.",
            "请在 {by} 前答复，逾期视为同意。"
        ),
        _ => say!(
            lang,
            "The shop has until {by} to answer. If it says nothing, that counts as agreed.",
            "店家须在 {by} 前答复，逾期视为同意。"
        ),
    }
}

/// What follows while the shop has to receive goods, or to send them again.
fn shop_next(case: Standing, reader: Party, by: &str, lang: Language) -> String {
    match (case.state, case.kind, reader) {
        (CaseState::Resending, _, Party::Shop) => say!(
            lang,
            "Please send the goods again by {by} and write the parcel's number here, or give the money back. Without either the money goes back then.",
            "请在 {by} 前补发并填写运单号，或改为退款。逾期自动退款。"
        ),
        (CaseState::Resending, ..) => say!(
            lang,
            "The shop has until {by} to send the goods again. If it does not, the money goes back.",
            "店家须在 {by} 前补发，逾期自动退款。"
        ),
        (_, CaseKind::Exchange, Party::Shop) => say!(
            lang,
            "Please say by {by} whether you have the goods; then you send others. Without a word until then they count as received, and the money goes back.",
            "请在 {by} 前确认是否收到退货，之后由您补发。逾期视为已收到并退款。"
        ),
        (.., Party::Shop) => say!(
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

/// What follows while goods are to go back and the shop has not said where to.
fn nowhere_next(reader: Party, by: &str, lang: Language) -> String {
    match reader {
        Party::Shop => say!(
            lang,
            "Please set your address for returns in the shop's settings by {by}: the buyer does not know where to send the goods. Without it the money goes back then, and the goods stay with the buyer.",
            "请在 {by} 前到店铺设置中填写退货地址，买家还不知道寄到哪里。逾期将直接退款，商品留在买家处。"
        ),
        Party::Buyer => say!(
            lang,
            "The shop has not said yet where the goods go. Once it does, your time to send them begins anew. If it has not by {by}, the money goes back to you then, and you need not send anything.",
            "店家还没有提供退货地址。提供后，寄回时限重新起算。若到 {by} 仍未提供，将直接退款，商品不用寄回。"
        ),
        _ => say!(
            lang,
            "The shop has not said yet where the goods go. If it has not by {by}, the money goes back to the buyer then, and nothing is sent.",
            "店家还没有提供退货地址。若到 {by} 仍未提供，将直接退款给买家，商品不用寄回。"
        ),
    }
}

/// The same, for somebody of the shop who may not set its address. `by` is a date in words.
#[must_use]
pub fn owner_next(by: &str, lang: Language) -> String {
    say!(
        lang,
        "An owner of the shop has to name the address for returns by {by}: the buyer does not know where to send the goods. Without it the money goes back then, and the goods stay with the buyer.",
        "须由店主在 {by} 前填写退货地址，买家还不知道寄到哪里。逾期将直接退款，商品留在买家处。"
    )
}

/// What follows while the buyer has to act.
fn buyer_next(case: Standing, reader: Party, by: &str, lang: Language) -> String {
    match (case.state, case.kind, reader) {
        (CaseState::Refused, _, Party::Buyer) => say!(
            lang,
            "If you see it otherwise, an operator can decide: ask for one by {by}. After that the case closes without money.",
            "若您不认同，可在 {by} 前申请平台介入。过后自动关闭，不退款。"
        ),
        (CaseState::Refused, ..) => say!(
            lang,
            "The buyer can ask an operator to decide until {by}. After that the case closes without money.",
            "买家可在 {by} 前申请平台介入，过后自动关闭，不退款。"
        ),
        (CaseState::Resent, _, Party::Buyer) => say!(
            lang,
            "The goods are on their way again. Please say by {by} whether they came and are right; if not, an operator can decide. Without a word until then they count as received.",
            "商品已补发。请在 {by} 前确认是否收到且无误；如有问题，可申请平台介入。逾期视为已收到。"
        ),
        (CaseState::Resent, ..) => say!(
            lang,
            "The buyer has until {by} to say whether the goods came and are right. Without a word until then they count as received.",
            "买家须在 {by} 前确认是否收到且无误，逾期视为已收到。"
        ),
        (.., Party::Buyer) => say!(
            lang,
            "Please send the goods back by {by} and write the parcel's number here. After that the case closes without money.",
            "请在 {by} 前寄回，并在这里填写运单号。过后自动关闭，不退款。"
        ),
        (_, CaseKind::Exchange, _) => say!(
            lang,
            "The buyer has until {by} to send the goods back. The others wait for them.",
            "买家须在 {by} 前寄回，收到退货后才补发。"
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
