//! Sentences for why no order was placed.

use app_kit::form::FormState;
use app_kit::format::money;
use app_kit::words::text_error;
use app_kit::{Say, coupons, say};
use market::account::Language;
use market::checkout::{CashRefusal, PlaceOrderRefusal as Refusal};
use market::coupon::CouponRefusal;
use market::kernel::TextError;
use market::kernel::limits::NOTE_CHARS_MAX;

/// The form with the refusal beside its field, or above it where it has none.
pub fn refused(form: FormState, refusal: &Refusal, lang: Language) -> FormState {
    let above = |sentence: String| form.clone().with_notice(sentence);
    match refusal {
        Refusal::NoAddress => form.with_error("address", lang.say("Please choose where the parcels go.", "请选择收货地址。")),
        Refusal::NoShipping { shop } => {
            form.with_error("address", say!(lang, "{shop} does not ship to this address.", "{shop} 不发往这个地址。"))
        }
        Refusal::NoteTooLong { shop } => {
            let too_long = TextError::TooLong { maximum: NOTE_CHARS_MAX };
            form.with_error(&format!("note-{shop}"), text_error(too_long, lang))
        }
        Refusal::TotalChanged { now } => {
            let now = money(*now, lang);
            above(say!(
                lang,
                "The sum is {now} now: the freight or a coupon changed. Nothing was ordered yet; please look at it and order again.",
                "运费或优惠有变化，现在合计 {now}。还没有下单，请看过后重新提交。"
            ))
        }
        Refusal::Coupon { code, why } => above(coupon_lost(code, why, lang)),
        Refusal::SoldOut { title } => above(say!(
            lang,
            "Somebody was faster: {title} is not available in this amount any more.",
            "有人快了一步：{title} 已没有这么多了。"
        )),
        Refusal::ShopCap { shop } => above(say!(
            lang,
            "{shop} is new and has sold all it may before its identity is checked. Please try again in a few days.",
            "{shop} 是新店，核实身份前的销售额度已满，请过几天再来。"
        )),
        Refusal::OwnShop { shop } => above(say!(
            lang,
            "You work at {shop}; nobody buys from their own shop.",
            "您是 {shop} 的成员，不能购买自家店铺的商品。"
        )),
        Refusal::NothingToPay { shop } => above(say!(
            lang,
            "What you chose from {shop} is so little that it costs nothing, and such an order cannot be placed. Please take more of it, or take it out of your cart.",
            "您在 {shop} 选的太少，合计为零，无法下单。请增加数量，或从购物车移除。"
        )),
        Refusal::AttemptReused => above(
            lang.say(
                "This form was sent before with other content. Please look at it once more and order again.",
                "这张表单之前以不同内容提交过，请核对后重新提交。",
            )
            .to_owned(),
        ),
        Refusal::OutOfRange => above(lang.say("This sum cannot be paid in one go.", "金额过大，无法一次支付。").to_owned()),
        Refusal::Cash(why) => {
            let why = no_cash(why, lang);
            above(say!(lang, "Nothing was ordered. {why} You can pay online instead.", "尚未下单。{why}您可以改用在线支付。"))
        }
        Refusal::CartEmpty => above(lang.say("Your cart has changed.", "购物车有变化。").to_owned()),
        Refusal::CartChanged => above(cart_changed(lang).to_owned()),
    }
}

/// Something in the cart is not what the buyer read of it: what else has changed, the cart itself says.
fn cart_changed(lang: Language) -> &'static str {
    lang.say(
        "Nothing was ordered yet: your cart has changed, or some of its goods are said to spoil now, which cannot be sent back. Please look at them and order again.",
        "还没有下单：购物车有变化，或其中有商品刚被标明为生鲜易腐，不能寄回。请看过后重新提交。",
    )
}

/// Somebody was faster with the last use of a coupon, or it was ended this instant.
fn coupon_lost(code: &str, why: &CouponRefusal, lang: Language) -> String {
    let why = coupons::refusal(why, lang);
    say!(
        lang,
        "Nothing was ordered yet: the coupon {code} takes nothing off any more. {why} Please look at the sum and order again.",
        "还没有下单：优惠券 {code} 已不能使用。{why}请看过金额后重新提交。"
    )
}

/// Said to somebody who ordered with a code that they had only typed.
pub fn coupon_first(lang: Language) -> &'static str {
    lang.say(
        "Nothing was ordered yet: the coupon counts now. Please look at the sum and order again.",
        "还没有下单：优惠券已计入，请看过金额后重新提交。",
    )
}

/// Why a cart cannot be paid in cash at the door.
pub fn no_cash(refusal: &CashRefusal, lang: Language) -> String {
    match refusal {
        CashRefusal::NotTaken { shop } => say!(lang, "{shop} does not take cash at the door.", "{shop} 不支持货到付款。"),
        CashRefusal::ManyParcels => lang
            .say(
                "Cash is paid for one parcel at a time, and this order makes several.",
                "货到付款一次只能付一个包裹，这次下单有多个包裹。",
            )
            .to_owned(),
        CashRefusal::OverCap { cap } => {
            let cap = money(*cap, lang);
            say!(lang, "At most {cap} can be paid in cash at the door.", "货到付款最高 {cap}。")
        }
        CashRefusal::TooManyOpen { most } => say!(
            lang,
            "You have {most} parcels to pay at the door already. Another one is possible when the cash of one of them has arrived.",
            "您已有 {most} 个货到付款的包裹。其中一个的货款到账后，才能再选货到付款。"
        ),
    }
}
