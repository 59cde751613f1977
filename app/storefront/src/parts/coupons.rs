//! Coupons where sums are shown: the field for a code, those that lie in the cart, and what they take off.

use app_kit::components::{FieldError, Price, describe};
use app_kit::coupons::{gives, refusal};
use app_kit::form::FormState;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::coupon::{Funder, QuotedCoupon};
use market::kernel::{Currency, Money};

/// The name of the field for a code, and what its button asks for.
pub const COUPON: &str = "coupon";
/// What a button asks for that takes a coupon out of the cart; its value says which.
pub const TAKE_OUT: &str = "take-out";

/// The field for a code with its button; a part of the page's form, so that nothing else that was typed is lost.
#[component]
pub fn CouponField(form: FormState) -> impl IntoView {
    let lang = lang();
    let error = form.error(COUPON).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe(COUPON, false, error.is_some());
    let typed = form.value(COUPON).to_owned();
    view! {
        <div class="field">
            <label for=COUPON>{lang.say("Coupon code", "优惠码")}" "<small>{lang.say("if you have one", "选填")}</small></label>
            <div class="row row-fit">
                <input id=COUPON name=COUPON type="text" autocomplete="off" autocapitalize="characters" value=typed aria-invalid=invalid
                    aria-describedby=described/>
                <button class="btn" name="do" value=COUPON>{lang.say("Apply", "使用")}</button>
            </div>
            {error.map(|error| view! { <FieldError name=COUPON error/> })}
        </div>
    }
}

/// The coupons that lie in the cart, each with what it takes off or why it takes nothing, and a button that takes it out.
#[component]
pub fn Coupons(coupons: Vec<QuotedCoupon>) -> impl IntoView {
    coupons.into_iter().map(|coupon| view! { <Coupon coupon/> }).collect_view()
}

#[component]
fn Coupon(coupon: QuotedCoupon) -> impl IntoView {
    let lang = lang();
    let code = coupon.code;
    let giver = coupon.shop.unwrap_or_else(|| lang.say("The market", "平台").to_owned());
    let words = match &coupon.takes_off {
        Ok(_) => gives(coupon.terms.discount, lang),
        Err(why) => refusal(why, lang),
    };
    let off = coupon.takes_off.ok().map(|off| view! { "−"<Price amount=off class="price-plain"/> });
    let remove = say!(lang, "Remove the coupon {code}", "移除优惠券 {code}");
    view! {
        <div class="row row-fit">
            <p><b>{code}</b><br/><small class="quiet">{giver}" · "{words}</small></p>
            <span class="push">{off}</span>
            <button class="btn btn-small btn-quiet" name=TAKE_OUT value=coupon.id.to_string() aria-label=remove>{lang.say("Remove", "移除")}</button>
        </div>
    }
}

/// The lines of a sum for what coupons take off; none for those that take nothing.
#[component]
pub fn TakenOff(shop: Money, market: Money) -> impl IntoView {
    let lang = lang();
    let line = |words: &'static str, amount: Money| {
        (!amount.is_zero()).then(|| view! { <div><dt>{words}</dt><dd>"−"<Price amount class="price-plain"/></dd></div> })
    };
    view! {
        {line(lang.say("Shop's coupon", "店铺优惠"), shop)}
        {line(lang.say("Market's coupon, paid by the market", "平台优惠，由平台承担"), market)}
    }
}

/// What the coupons of shops take off together, and what that of the market does.
pub fn taken_off(coupons: &[QuotedCoupon], currency: Currency) -> (Money, Money) {
    let of = |is_market: bool| {
        let theirs = coupons.iter().filter(|coupon| matches!(coupon.funder, Funder::Market) == is_market);
        Money::sum(currency, theirs.filter_map(|coupon| coupon.takes_off.as_ref().ok().copied())).unwrap_or(Money::zero(currency))
    };
    (of(false), of(true))
}
