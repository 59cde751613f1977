//! The form that opens a case, as it arrives, and what is wrong with it, in sentences.

use super::ask_wanted::{wanted, wanted_field, why_not};
use app_kit::form::FormState;
use app_kit::format::{moment, money, quantity};
use app_kit::request::Fields;
use app_kit::words::{amount_error, text_error};
use app_kit::{Say, say};
use market::account::Language;
use market::aftersales::rules::{ShareError, VAIN_MAX};
use market::aftersales::{AskCase, AskRefusal, AskableLine, AskableOrder, CaseId, CaseKind, CaseReason, PerishableRefusal};
use market::kernel::limits::{BOOKED_MINOR_MAX, NOTE_CHARS_MAX, QUANTITY_MAX};
use market::kernel::{AmountError, Money, TextError, Timestamp, clean_text, parse_decimal};
use market::order::OrderState;

/// Whether there is anything to ask for. Of goods that coupons paid for altogether it is the freight.
pub fn can_ask(askable: &AskableOrder) -> bool {
    let is_any_freight = !askable.freight_left.is_zero();
    let is_asked_about = |line: &AskableLine| line.left > 0 && !line.kinds.is_empty();
    let is_anything_left = askable.lines.iter().any(|line| is_asked_about(line) && (is_any_freight || !line.worth.is_zero()));
    askable.open_case.is_none() && !askable.kinds.is_empty() && is_anything_left
}

/// The field of a line's quantity.
pub fn quantity_field(position: i64) -> String {
    format!("quantity-{position}")
}

/// What the form asks for, or the form with what is wrong beside its fields.
pub fn typed(fields: &Fields, attempt: CaseId, askable: &AskableOrder, lang: Language) -> Result<AskCase, FormState> {
    let mut form = fields.again();
    let kind = CaseKind::from_code(fields.get("kind")).filter(|kind| askable.kinds.contains(kind));
    if kind.is_none() {
        form.wrong("kind", lang.say("Please choose what you would like.", "请选择您希望怎么处理。"));
    }
    let reason = CaseReason::from_code(fields.get("reason"));
    if reason.is_none() {
        form.wrong("reason", lang.say("Please choose a reason.", "请选择原因。"));
    }
    let quantities = quantities(fields, askable, &mut form, lang);
    let wanted = match kind {
        Some(kind) if kind.is_of_goods() => wanted(fields, (kind, askable), &quantities, &mut form, lang),
        _ => Vec::new(),
    };
    let amount_minor = amount(fields, &mut form, lang);
    if let Err(error) = clean_text(fields.get("words"), NOTE_CHARS_MAX) {
        form.wrong("words", words(error, lang));
    }
    match (kind, reason) {
        (Some(kind), Some(reason)) if !form.is_wrong() => Ok(AskCase {
            attempt,
            order: askable.order,
            kind,
            reason,
            words: fields.get("words").to_owned(),
            quantities,
            amount_minor,
            wanted,
        }),
        _ => Err(form),
    }
}

fn quantities(fields: &Fields, askable: &AskableOrder, form: &mut FormState, lang: Language) -> Vec<(i64, i64)> {
    let mut chosen = Vec::new();
    for line in &askable.lines {
        let field = quantity_field(line.position);
        match parse_decimal(fields.get(&field), line.line.measure.unit.steps(), QUANTITY_MAX) {
            Ok(0) | Err(AmountError::Empty) => {}
            Ok(amount) => chosen.push((line.position, amount)),
            Err(error) => form.wrong(&field, amount_error(error, lang)),
        }
    }
    chosen
}

fn amount(fields: &Fields, form: &mut FormState, lang: Language) -> Option<i64> {
    // A line may come to more than any price, and an order to more than a line: what is too much of it, the rules say.
    match parse_decimal(fields.get("amount"), 100, BOOKED_MINOR_MAX) {
        Ok(amount) => Some(amount),
        Err(AmountError::Empty) => None,
        Err(error) => {
            form.wrong("amount", amount_error(error, lang));
            None
        }
    }
}

fn words(error: TextError, lang: Language) -> String {
    match error {
        TextError::Empty => lang.say("Please say in a few words what happened.", "请简单说明情况。").to_owned(),
        other => text_error(other, lang),
    }
}

/// Why the case was not opened.
pub fn refuse(mut form: FormState, refusal: AskRefusal, askable: &AskableOrder, lang: Language) -> FormState {
    match refusal {
        AskRefusal::NotNow | AskRefusal::OpenCase(_) => {
            form.notice = Some(
                lang.say("The order has just changed, so this cannot be asked for now.", "订单刚刚有变化，现在不能这样申请。")
                    .to_owned(),
            );
        }
        AskRefusal::CashIsOut => {
            form.notice = Some(
                lang.say(
                    "The courier has not handed over your cash yet, so there is nothing to give back. As soon as it has arrived, you can ask for it here.",
                    "快递还没有交回您付的货款，暂时无款可退。货款到账后即可在此申请。",
                )
                .to_owned(),
            );
        }
        AskRefusal::Enough => form.notice = Some(enough(askable.state, lang)),
        AskRefusal::TooLate => form.notice = Some(too_late(askable.until, lang)),
        AskRefusal::Perishable { line, why } => perishable(&mut form, line, why, askable, lang),
        AskRefusal::Wanted { line, error } => form.wrong(&wanted_field(line), why_not(error, lang)),
        AskRefusal::Words(error) => form.wrong("words", words(error, lang)),
        AskRefusal::AttemptReused => {
            form.forget("attempt");
            form.notice = Some(
                lang.say(
                    "This form was sent before with other words. Please read it once more and send it again.",
                    "这张表单之前提交过不同的内容，请核对后再提交一次。",
                )
                .to_owned(),
            );
        }
        AskRefusal::Share(error) => share(&mut form, error, askable, lang),
    }
    form
}

/// It was asked for in vain as often as it may be for now, and when it can be asked for again.
pub fn enough(state: OrderState, lang: Language) -> String {
    let often = VAIN_MAX;
    match state {
        OrderState::Paid => say!(
            lang,
            "You asked {often} times, and each time it ended without an agreement, so that the shop may ship now. When the parcel has left, you can ask again.",
            "您已申请 {often} 次，都没有达成一致，店家现在可以发货。发货后您可以再次申请。"
        ),
        _ => say!(
            lang,
            "You asked {often} times, and each time it ended without money for you, so that the order goes on now. When it is completed, you can ask again.",
            "您已申请 {often} 次，均未获得退款，订单现在继续进行。订单完成后您可以再次申请。"
        ),
    }
}

/// Why something is not asked for of goods that spoil, beside the field that has to change.
fn perishable(form: &mut FormState, line: i64, why: PerishableRefusal, askable: &AskableOrder, lang: Language) {
    match why {
        PerishableRefusal::NotSentBack => {
            let sentence = lang.say(
                "These goods spoil and cannot be sent back. Please ask for money or for the same once more, or leave them out here.",
                "该商品属生鲜易腐，不能寄回。请改为仅退款或补发，或不要填写这件商品。",
            );
            form.wrong(&quantity_field(line), sentence);
        }
        PerishableRefusal::NotWanted => {
            let sentence = lang.say(
                "Goods that spoil are not taken back because they are not wanted any more. If something is wrong with them, please choose what it is.",
                "生鲜易腐商品不支持“不想要了”退款。如商品有问题，请选择相应的原因。",
            );
            form.wrong("reason", sentence);
        }
        PerishableRefusal::TooLate => {
            let until = askable.lines.iter().find(|of| of.position == line).and_then(|of| of.until);
            form.wrong(&quantity_field(line), perishable_too_late(until, lang));
        }
    }
}

/// The time for asking about goods that spoil is over.
pub fn perishable_too_late(until: Option<Timestamp>, lang: Language) -> String {
    let over = too_late(until, lang);
    say!(lang, "These goods spoil. {over}", "该商品属生鲜易腐。{over}")
}

/// The time for asking is over.
pub fn too_late(until: Option<Timestamp>, lang: Language) -> String {
    match until {
        Some(until) => {
            let until = moment(until, lang);
            say!(lang, "The time for asking ended on {until}.", "申请时限已于 {until} 结束。")
        }
        None => lang.say("The time for asking is over.", "申请时限已过。").to_owned(),
    }
}

fn share(form: &mut FormState, error: ShareError, askable: &AskableOrder, lang: Language) {
    let of_goods = CaseKind::from_code(form.value("kind")).is_some_and(CaseKind::is_of_goods);
    match error {
        // All of it was asked for: that is not too little money, but too little of the goods.
        ShareError::NotPositive if of_goods || form.value("amount").is_empty() => {
            let is_chosen = |line: &&AskableLine| {
                let typed = form.value(&quantity_field(line.position));
                parse_decimal(typed, line.line.measure.unit.steps(), QUANTITY_MAX).is_ok_and(|amount| amount > 0)
            };
            let chosen: Vec<_> = askable.lines.iter().filter(is_chosen).collect();
            // More helps only where money is left.
            let (at, sentence) = match chosen.iter().find(|line| !line.worth.is_zero()) {
                None => (chosen.first(), nothing_left(of_goods, askable.freight_left, lang)),
                little => (
                    little,
                    lang.say("So little of it costs nothing. Please ask for more of it.", "数量太少，折算金额为零，请多填一些。")
                        .to_owned(),
                ),
            };
            form.wrong(&quantity_field(at.map_or(0, |line| line.position)), sentence);
        }
        ShareError::Nothing => {
            let first = askable.lines.iter().find(|line| line.left > 0 && !line.kinds.is_empty()).map_or(0, |line| line.position);
            form.wrong(&quantity_field(first), lang.say("Please say how much it is about.", "请填写涉及多少商品。"));
        }
        ShareError::TooMuch { line, left } => {
            let amount = left_words(askable.lines.iter().find(|of| of.position == line), left, lang);
            form.wrong(&quantity_field(line), say!(lang, "There is only {amount} to ask for.", "最多可申请 {amount}。"));
        }
        ShareError::NotPositive => {
            form.wrong("amount", lang.say("This must be more than zero.", "金额要大于零。"));
        }
        ShareError::AmountTooHigh { most } => {
            let currency = askable.freight_left.currency();
            let most = money(Money::new(most, currency), lang);
            form.wrong(
                "amount",
                say!(lang, "These goods cost {most}, with their share of the freight.", "这些商品连同运费分摊共 {most}。"),
            );
        }
    }
}

/// Also all that is left of some goods costs nothing any more. Goods are not asked for then either: where they do not come it would end with
/// nothing for whoever has sent theirs back (decision 0008).
fn nothing_left(of_goods: bool, freight_left: Money, lang: Language) -> String {
    let mut sentences = lang
        .say(
            "No money for these goods is left to go back: a coupon paid for them, or it went back already.",
            "这些商品已没有可退的货款：已由优惠券抵扣，或已退还。",
        )
        .to_owned();
    if of_goods {
        sentences.push_str(lang.say(
            " Goods can be asked for only where money goes back if they do not come.",
            "换货、补发未能寄出时须能退款，因此这里不能申请。",
        ));
    }
    if !freight_left.is_zero() {
        sentences
            .push_str(lang.say(" Freight goes back with the goods of which money is left.", "运费随仍有可退货款的商品退还。"));
    }
    sentences
}

fn left_words(line: Option<&AskableLine>, left: i64, lang: Language) -> String {
    line.map_or_else(|| left.to_string(), |line| quantity(left, line.line.measure.unit, lang))
}
