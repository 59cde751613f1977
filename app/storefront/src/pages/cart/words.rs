//! Sentences for what a cart refuses and for what changed in it.

use app_kit::format::{money, quantity};
use app_kit::{Say, say};
use market::account::Language;
use market::cart::{CartLine, CartRefusal, LineChange};
use market::kernel::{QuantityError, Unit};

/// Why something is not put into the cart.
pub fn refusal(refusal: CartRefusal, unit: Unit, lang: Language) -> String {
    match refusal {
        CartRefusal::NotOnSale => lang.say("The shop has taken this down.", "店家已下架此商品。").to_owned(),
        CartRefusal::NotEnough { left: 0 } => lang.say("It is sold out.", "已售完。").to_owned(),
        CartRefusal::NotEnough { left } => {
            let left = quantity(left, unit, lang);
            say!(lang, "Only {left} left.", "只剩 {left}。")
        }
        CartRefusal::Quantity(error) => quantity_rule(error, unit, lang),
        CartRefusal::TooDear => lang.say("So much at once cannot be paid here.", "一次买这么多，这里无法结算。").to_owned(),
        CartRefusal::CartFull => lang.say("The cart is full: please check out first.", "购物车已满，请先结算。").to_owned(),
    }
}

fn quantity_rule(error: QuantityError, unit: Unit, lang: Language) -> String {
    match error {
        QuantityError::BelowMinimum { minimum } => {
            let least = quantity(minimum, unit, lang);
            say!(lang, "The least that is sold is {least}.", "{least} 起售。")
        }
        QuantityError::OffStep { step } => {
            let step = quantity(step, unit, lang);
            say!(lang, "It is sold in steps of {step}.", "须为 {step} 的整数倍。")
        }
    }
}

/// What changed with a line, as a sentence to agree to.
pub fn change(line: &CartLine, change: LineChange, lang: Language) -> String {
    let title = line.offer.title.as_str();
    let unit = line.offer.measure.unit;
    match change {
        LineChange::PriceChanged { was, now } => {
            let (was, now) = (money(was, lang), money(now, lang));
            say!(lang, "{title}: {was} then, {now} now.", "{title}：原来 {was}，现在 {now}。")
        }
        LineChange::SoldOut => say!(lang, "{title}: sold out; it leaves the cart.", "{title}：已售完，将移出购物车。"),
        LineChange::LessLeft { left } => {
            let left = quantity(left, unit, lang);
            say!(lang, "{title}: only {left} left; we set it to that.", "{title}：只剩 {left}，将改为此数量。")
        }
        LineChange::NotOnSale => {
            say!(lang, "{title}: taken down by the shop; it leaves the cart.", "{title}：店家已下架，将移出购物车。")
        }
        LineChange::TooDear => {
            say!(
                lang,
                "{title}: so much at once cannot be paid here; it leaves the cart.",
                "{title}：一次买这么多，这里无法结算，将移出购物车。"
            )
        }
        LineChange::QuantityRule(error) => {
            let rule = quantity_rule(error, unit, lang);
            say!(lang, "{title}: {rule}", "{title}：{rule}")
        }
    }
}
