//! `/sell/{shop}/coupons` and `/admin/coupons`

use super::done::{done_at, done_in_row};
use super::{desk_of, desk_page, operator_desk, staff_with};
use crate::desk::Room;
use crate::pages::coupons::{Coupons, CouponsPage, address, field};
use crate::parts::JustDone;
use app_kit::form::FormState;
use app_kit::format::{ZONE_MINUTES, day_input};
use app_kit::request::{Answer, Fields, Stop, Visit, refused};
use app_kit::words::{amount_error, text_error};
use app_kit::{Say, routes, say};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::coupon::{
    CODE_CHARS_MAX, CODE_CHARS_MIN, CodeError, CouponFieldError, CouponId, CouponRow, EndCouponRefusal, MakeCoupon,
    MakeCouponRefusal, commands, queries,
};
use market::kernel::{AmountError, Page, PageRequest, Span, TextError, Timestamp};
use market::shop::ShopStaff;

/// Coupons of one page.
const ROWS: u64 = 20;

/// `GET /sell/{shop}/coupons?after=`
pub async fn of_shop(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    draw_of_shop(&visit, &staff, &handle, FormState::default()).await
}

/// `POST /sell/{shop}/coupons?after=`: makes one, or ends one; the browser stays on the page from which it was ended.
pub async fn post_of_shop(visit: Visit, Path(handle): Path<String>, fields: Fields) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_list).await?;
    let market = &visit.app.market;
    let path = routes::sell(&handle, "coupons");
    if fields.has("end") {
        let coupon: CouponId = fields.read("end").ok_or_else(Stop::not_found)?;
        let Ok(()) = refused(commands::end_coupon(market, &staff, coupon).await)?;
        return Ok(done_in_row(&address(&path, &after(&visit)), "ended", &coupon.to_string()));
    }
    match refused(commands::make_coupon(market, &staff, &typed(&fields)?).await)? {
        Ok(_) => Ok(done_at(&path, "made")),
        Err(refusal) => draw_of_shop(&visit, &staff, &handle, refuse(fields.again(), &refusal, visit.lang)).await,
    }
}

/// `GET /admin/coupons?after=`
pub async fn of_market(visit: Visit) -> Answer {
    draw_of_market(&visit, FormState::default()).await
}

/// `POST /admin/coupons?after=`: makes one, or ends one, with a reason; the browser stays on the page from which it was ended.
pub async fn post_of_market(visit: Visit, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.attempt(&fields)?;
    let path = routes::admin("coupons");
    if fields.has("end") {
        let coupon: CouponId = fields.read("end").ok_or_else(Stop::not_found)?;
        let why = field("why", &coupon.to_string());
        return match refused(commands::end_market_coupon(market, &operator, coupon, fields.get(&why)).await)? {
            Ok(()) => Ok(done_in_row(&address(&path, &after(&visit)), "ended", &coupon.to_string())),
            Err(EndCouponRefusal::Reason(error)) => {
                draw_of_market(&visit, fields.again().with_error(&why, reason_error(error, visit.lang))).await
            }
        };
    }
    match refused(commands::make_market_coupon(market, &operator, &typed(&fields)?, fields.get("why")).await)? {
        Ok(_) => Ok(done_at(&path, "made")),
        Err(refusal) => draw_of_market(&visit, refuse(fields.again(), &refusal, visit.lang)).await,
    }
}

/// The form as it was typed. The last day is one on which the coupon counts.
fn typed(fields: &Fields) -> Result<MakeCoupon, Stop> {
    let text = |name: &str| fields.get(name).to_owned();
    let day = |name: &str| Timestamp::of_day(fields.get(name), ZONE_MINUTES);
    Ok(MakeCoupon {
        coupon: fields.read("coupon").ok_or_else(Stop::reused)?,
        code: text("code"),
        kind: text("kind"),
        amount: text("amount"),
        percent: text("percent"),
        most: text("most"),
        minimum: text("minimum"),
        from: day("from"),
        until: day("last").map(|last| last.after(Span::days(1))),
        quota: text("quota"),
        per_buyer: text("per_buyer"),
    })
}

/// The form with everything that is wrong beside its field, or above it where it has none.
fn refuse(mut form: FormState, refusal: &MakeCouponRefusal, lang: Language) -> FormState {
    match refusal {
        MakeCouponRefusal::Fields(errors) => {
            for error in errors {
                let is_day = Timestamp::of_day(form.value("last"), ZONE_MINUTES).is_some();
                let (name, sentence) = field_error(*error, is_day, lang);
                form.wrong(name, sentence);
            }
            form
        }
        MakeCouponRefusal::CodeTaken => form.with_error(
            "code",
            lang.say("Another coupon has this code, or had it. Please choose another one.", "这个优惠码已被使用过，请换一个。"),
        ),
        MakeCouponRefusal::TooMany { most } => form.with_notice(say!(
            lang,
            "{most} coupons are open, and no more fit. Please end one first.",
            "已有 {most} 张优惠券在进行中，不能再多。请先结束一张。"
        )),
        MakeCouponRefusal::Reason(error) => form.with_error("why", reason_error(*error, lang)),
    }
}

/// The field to which an error belongs, and what is said beside it. `is_day` is whether the last day is one.
fn field_error(error: CouponFieldError, is_day: bool, lang: Language) -> (&'static str, String) {
    let (name, sentence) = match error {
        CouponFieldError::Code(error) => return ("code", code_error(error, lang)),
        CouponFieldError::Kind => ("kind", lang.say("Please choose what it takes off.", "请选择优惠方式。")),
        CouponFieldError::Amount(error) => ("amount", amount_error(error, lang)),
        CouponFieldError::Percent(AmountError::TooLarge) => (
            "percent",
            lang.say("Less than 100 per cent, please: something is paid for every order.", "须小于 100：每个订单都要付款。"),
        ),
        CouponFieldError::Percent(error) => ("percent", amount_error(error, lang)),
        CouponFieldError::Most(error) => ("most", or_empty(error, lang)),
        CouponFieldError::Minimum(error) => ("minimum", amount_error(error, lang)),
        CouponFieldError::From => ("from", no_day(lang)),
        CouponFieldError::Until if is_day => {
            ("last", lang.say("This day is over, or comes before the first one.", "这一天已过，或早于开始日期。"))
        }
        CouponFieldError::Until => ("last", no_day(lang)),
        CouponFieldError::TooLong => {
            ("last", lang.say("A coupon runs for a year at most. Please choose an earlier day.", "优惠券最长一年，请选早一些。"))
        }
        CouponFieldError::Quota(error) => ("quota", or_empty(error, lang)),
        CouponFieldError::PerBuyer(error) => ("per_buyer", or_empty(error, lang)),
    };
    (name, sentence.to_owned())
}

fn code_error(error: CodeError, lang: Language) -> String {
    match error {
        CodeError::TooShort => {
            say!(lang, "At least {CODE_CHARS_MIN} characters, please.", "请至少填写 {CODE_CHARS_MIN} 个字符。")
        }
        CodeError::TooLong => say!(lang, "At most {CODE_CHARS_MAX} characters fit.", "最多 {CODE_CHARS_MAX} 个字符。"),
        CodeError::Characters => {
            lang.say("Only A to Z, 0 to 9 and hyphens, such as AUTUMN-10.", "只能用字母、数字和连字符，如 AUTUMN-10。").to_owned()
        }
    }
}

fn no_day(lang: Language) -> &'static str {
    lang.say("Please choose a day, such as 2026-12-03.", "请选择日期，例如 2026-12-03。")
}

/// What is wrong with a number that may be left out.
fn or_empty(error: AmountError, lang: Language) -> &'static str {
    match error {
        AmountError::Empty => lang.say("Please write a number above zero, or leave this empty.", "请填写大于零的数字，或留空。"),
        error => amount_error(error, lang),
    }
}

fn reason_error(error: TextError, lang: Language) -> String {
    match error {
        TextError::Empty => lang.say("Please say why.", "请写明理由。").to_owned(),
        error => text_error(error, lang),
    }
}

/// The key behind which the coupons are that the browser shows.
fn after(visit: &Visit) -> String {
    visit.query().get("after").to_owned()
}

fn wanted(visit: &Visit) -> PageRequest {
    PageRequest::after(Some(after(visit)).filter(|key| !key.is_empty()), ROWS)
}

/// The page's data, and its form: one that nobody has sent yet is given the id of its coupon-to-be, and begins today.
fn page_of(visit: &Visit, path: String, rows: Page<CouponRow>, mut form: FormState) -> (CouponsPage, FormState) {
    let market = &visit.app.market;
    let now = market.now();
    if form.value("coupon").is_empty() {
        form.forget("coupon");
        form.fill("coupon", CouponId::mint(now).to_string());
        form.fill("from", day_input(now));
    }
    let is_market = path == routes::admin("coupons");
    let (after, done) = (after(visit), JustDone::asked(visit));
    (CouponsPage { path, after, is_market, rows, now, currency: market.currency(), done }, form)
}

async fn draw_of_shop(visit: &Visit, staff: &ShopStaff, handle: &str, form: FormState) -> Answer {
    let rows = queries::of_shop(&visit.app.market, staff, &wanted(visit)).await?;
    let (page, form) = page_of(visit, routes::sell(handle, "coupons"), rows, form);
    let desk = desk_of(visit, staff, Room::Coupons).await?;
    desk_page(visit, visit.lang.say("Coupons", "优惠券"), desk, form, move || view! { <Coupons page/> })
}

async fn draw_of_market(visit: &Visit, form: FormState) -> Answer {
    let operator = visit.operator()?;
    let rows = queries::of_market(&visit.app.market, &operator, &wanted(visit)).await?;
    let (page, form) = page_of(visit, routes::admin("coupons"), rows, form);
    let desk = operator_desk(visit, Room::Coupons);
    desk_page(visit, visit.lang.say("Coupons of the market", "平台优惠券"), desk, form, move || view! { <Coupons page/> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_wrong_with_a_coupon_is_said_beside_a_field_of_its_form() {
        let amount = AmountError::NotANumber;
        let errors = [
            (CouponFieldError::Code(CodeError::TooShort), "code"),
            (CouponFieldError::Code(CodeError::TooLong), "code"),
            (CouponFieldError::Code(CodeError::Characters), "code"),
            (CouponFieldError::Kind, "kind"),
            (CouponFieldError::Amount(amount), "amount"),
            (CouponFieldError::Percent(amount), "percent"),
            (CouponFieldError::Percent(AmountError::TooLarge), "percent"),
            (CouponFieldError::Most(amount), "most"),
            (CouponFieldError::Minimum(amount), "minimum"),
            (CouponFieldError::From, "from"),
            (CouponFieldError::Until, "last"),
            (CouponFieldError::TooLong, "last"),
            (CouponFieldError::Quota(AmountError::Empty), "quota"),
            (CouponFieldError::PerBuyer(amount), "per_buyer"),
        ];
        for (error, name) in errors {
            for is_day in [true, false] {
                let (english, chinese) = (field_error(error, is_day, Language::En), field_error(error, is_day, Language::Zh));
                assert_eq!((english.0, chinese.0), (name, name), "{error:?}");
                assert!(english.1.is_ascii() && !chinese.1.is_ascii(), "{english:?} {chinese:?}");
            }
        }
        let until = |is_day| field_error(CouponFieldError::Until, is_day, Language::En).1;
        assert_ne!(until(true), until(false), "a day that is over, and no day at all");
    }
}
