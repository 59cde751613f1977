//! `/sell/{shop}/coupons` and `/admin/coupons`: the coupons of a shop or of the market, what became of each, and the form for another one.

mod form;

use crate::parts::{Done, DoneHere, JustDone};
use app_kit::components::{Attempt, Badge, FormErrors, Icon, Price, TextField, Tone};
use app_kit::coupons::{gives, minimum, runs};
use app_kit::form::form_state;
use app_kit::format::grouped;
use app_kit::{Say, lang, routes, say};
use form::Make;
use leptos::prelude::*;
use market::account::Language;
use market::coupon::{CouponRow, CouponState};
use market::kernel::{Currency, Page, Timestamp};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct CouponsPage {
    /// Where its first page is, and where the form for another coupon is sent.
    pub path: String,
    /// The key behind which its coupons are; empty on the page of the newest.
    pub after: String,
    /// Whether the coupons are the market's: then every deed has a reason.
    pub is_market: bool,
    /// The newest first.
    pub rows: Page<CouponRow>,
    /// The market's time.
    pub now: Timestamp,
    /// What its money is counted in.
    pub currency: Currency,
    /// What was just done.
    pub done: JustDone,
}

/// Where the coupons behind this key are; the newest ones where it is empty.
#[must_use]
pub fn address(path: &str, after: &str) -> String {
    if after.is_empty() { path.to_owned() } else { routes::after(path, &routes::percent(after)) }
}

/// The name of a field of one coupon's form, since the page has one for each.
#[must_use]
pub fn field(name: &str, coupon: &str) -> String {
    format!("{name}-{coupon}")
}

/// The page.
#[component]
pub fn Coupons(page: CouponsPage) -> impl IntoView {
    let lang = lang();
    let CouponsPage { path, after, is_market, rows, now, currency, done } = page;
    let (title, words) = if is_market {
        (
            lang.say("Coupons of the market", "平台优惠券"),
            lang.say(
                "A coupon of the market takes something off all goods of a cart, and the market pays it: shops get as much as without. What it promises never changes; end it, and make another one.",
                "平台优惠券对购物车中的所有商品有效，由平台承担，店家所得不变。内容不能修改：请先结束，再新建。",
            ),
        )
    } else {
        (
            lang.say("Coupons", "优惠券"),
            lang.say(
                "A coupon takes something off the price of your goods, and you give it: tell its code to whom you like. What it promises never changes; end it, and make another one.",
                "优惠券减免本店商品的价格，由您承担；把优惠码告诉想给的人即可。内容不能修改：请先结束，再新建。",
            ),
        )
    };
    let told = match done.word.as_str() {
        "made" => Some(lang.say("The coupon is made", "优惠券已创建")),
        "ended" => Some(lang.say("Ended: nobody can use it any more", "已结束，不能再使用")),
        _ => None,
    };
    if let Some(title) = told {
        let place = rows.rows.iter().map(|row| row.id.to_string()).find(|coupon| *coupon == done.of).unwrap_or_default();
        provide_context(Done { tone: Tone::Good, title: title.to_owned(), onward: None, place });
    }
    let is_empty = rows.rows.is_empty();
    let next = rows.next.map(|key| address(&path, &key));
    let here = address(&path, &after);
    let list = rows.rows.into_iter().map(|row| view! { <li><Coupon here=here.clone() row is_market now/></li> }).collect_view();
    view! {
        <h1>{title}</h1>
        <FormErrors form=form_state()/>
        <DoneHere/>
        <p>{words}</p>
        <Make path is_market currency is_empty/>
        {(!is_empty).then(|| view! {
            <section class="section" aria-labelledby="coupons">
                <div class="section-head"><h2 id="coupons">{lang.say("The newest first", "最新的在前")}</h2></div>
                <ul class="stack">{list}</ul>
            </section>
        })}
        {next.map(|next| view! {
            <nav class="pager" aria-label=lang.say("Pages", "翻页")><a class="btn" rel="next" href=next>{lang.say("Older", "更早的")}<Icon name="next"/></a></nav>
        })}
    }
}

#[component]
fn Coupon(here: String, row: CouponRow, is_market: bool, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let (tone, icon, word) = standing(&row, now, lang);
    let may_end = row.state == CouponState::Open && now < row.terms.until;
    let pairs = [
        (lang.say("It gives", "优惠"), gives(row.terms.discount, lang)),
        (lang.say("At least", "门槛"), minimum(&row.terms, lang)),
        (lang.say("Days", "日期"), runs(&row.terms, lang)),
        (lang.say("Used", "已用"), used(&row, lang)),
        (lang.say("One buyer", "每人"), times(row.terms.per_buyer, lang)),
    ];
    view! {
        <div class="card stack max-w-3xl">
            <div class="row"><h3>{row.code.clone()}</h3><Badge tone icon word/></div>
            <DoneHere place=row.id.to_string()/>
            <dl class="pairs">
                {pairs.into_iter().map(|(label, words)| view! { <div><dt class="shrink-0">{label}</dt><dd class="break-keep">{words}</dd></div> }).collect_view()}
                <div><dt>{lang.say("Given so far", "已优惠")}</dt><dd><Price amount=row.given class="price-plain"/></dd></div>
            </dl>
            {may_end.then(|| view! { <End here coupon=row.id.to_string() code=row.code is_market/> })}
        </div>
    }
}

/// The end of a coupon before its day, folded up.
#[component]
fn End(here: String, coupon: String, code: String, is_market: bool) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let why = field("why", &coupon);
    let is_open = form.error(&why).is_some();
    let deed = say!(lang, "End {code} now", "立即结束 {code}");
    view! {
        <details class="confirm" open=is_open>
            <summary>{lang.say("End it", "结束")}</summary>
            <form class="fields" method="post" action=here>
                <p>{lang.say("Nobody can use it from now on. Orders that were placed with it keep it.", "之后不能再使用。已下的订单不受影响。")}</p>
                {is_market.then(|| view! { <Attempt/><TextField form name=why label=lang.say("Why", "理由")/> })}
                <p><button class="btn btn-danger" name="end" value=coupon>{deed}</button></p>
            </form>
        </details>
    }
}

/// How a coupon stands: tone, icon and word.
fn standing(row: &CouponRow, now: Timestamp, lang: Language) -> (Tone, &'static str, &'static str) {
    if row.state == CouponState::Ended {
        (Tone::Plain, "close", lang.say("Ended", "已结束"))
    } else if row.terms.until <= now {
        (Tone::Plain, "close", lang.say("Over", "已过期"))
    } else if row.terms.quota.is_some_and(|quota| row.used >= quota) {
        (Tone::Plain, "info", lang.say("Used up", "已用完"))
    } else if now < row.terms.from {
        (Tone::Wait, "clock", lang.say("Not begun", "未开始"))
    } else {
        (Tone::Good, "check", lang.say("Running", "进行中"))
    }
}

/// How often it was used, and of how often that is.
fn used(row: &CouponRow, lang: Language) -> String {
    let used = grouped(row.used.unsigned_abs());
    match row.terms.quota {
        Some(quota) => {
            let quota = grouped(quota.unsigned_abs());
            say!(lang, "{used} of {quota}", "{used} / {quota}")
        }
        None => say!(lang, "{used}, without an end", "{used}，不限量"),
    }
}

/// How often one buyer can use it.
fn times(per_buyer: i64, lang: Language) -> String {
    if per_buyer == 1 {
        return lang.say("once", "限 1 次").to_owned();
    }
    let times = grouped(per_buyer.unsigned_abs());
    say!(lang, "{times} times", "限 {times} 次")
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::coupon::{CouponId, Discount, Funder, Terms};
    use market::kernel::{Money, Span};

    const DAY: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    fn row() -> CouponRow {
        let terms = Terms {
            discount: Discount::Amount(Money::fen(1_000)),
            minimum: Money::fen(0),
            from: DAY,
            until: DAY.after(Span::days(7)),
            quota: Some(1_200),
            per_buyer: 1,
        };
        CouponRow {
            id: CouponId::mint(DAY),
            code: "AUTUMN".to_owned(),
            funder: Funder::Market,
            terms,
            state: CouponState::Open,
            used: 3,
            given: Money::fen(3_000),
            made_at: DAY,
            ended_at: None,
        }
    }

    #[test]
    fn a_coupon_stands_as_its_time_and_its_uses_say() {
        let word = |row: &CouponRow, now| standing(row, now, Language::En).2;
        let open = row();
        assert_eq!(word(&open, DAY.before(Span::millis_of(1))), "Not begun");
        assert_eq!(word(&open, DAY), "Running");
        assert_eq!(word(&open, DAY.after(Span::days(7))), "Over");
        assert_eq!(word(&CouponRow { used: 1_200, ..row() }, DAY), "Used up");
        let ended = CouponRow { state: CouponState::Ended, ..row() };
        assert_eq!((word(&ended, DAY), standing(&ended, DAY, Language::Zh).2), ("Ended", "已结束"));
    }

    #[test]
    fn uses_are_counted_beside_how_many_there_are() {
        assert_eq!(used(&row(), Language::En), "3 of 1,200");
        let terms = Terms { quota: None, ..row().terms };
        assert_eq!(used(&CouponRow { terms, ..row() }, Language::Zh), "3，不限量");
        assert_eq!((times(1, Language::En), times(5, Language::Zh)), ("once".to_owned(), "限 5 次".to_owned()));
    }
}
