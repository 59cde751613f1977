//! `/sell/{shop}`: what needs doing, by deadline; what was earned today and in thirty days. A new shop is told its first step.

use super::orders::goods;
use crate::parts::due;
use app_kit::components::{Icon, Notice, Price, Tone};
use app_kit::format::{ZONE_MINUTES, date, moment, money};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::CaseRow;
use market::kernel::{Money, Span, Timestamp};
use market::order::{OrderRow, ShopDay};
use market::shop::Verification;

/// The page's data.
#[derive(Clone, Debug)]
pub struct TodayPage {
    /// The shop.
    pub handle: String,
    /// Its public name.
    pub name: String,
    /// The market's time.
    pub now: Timestamp,
    /// What waits, and what was earned.
    pub day: ShopDay,
    /// Cases that wait for an answer, the soonest deadline first.
    pub cases: Vec<CaseRow>,
    /// Whether the shop was opened a moment ago.
    pub is_new: bool,
    /// Whether it has listed anything.
    pub has_goods: bool,
    /// How far the operator is with the identity behind it.
    pub verification: Verification,
    /// What may be sold before it is approved.
    pub cap: Money,
    /// What the reader may do.
    pub may_list: bool,
    /// What the reader may do.
    pub may_ship: bool,
    /// What the reader may see.
    pub may_see_money: bool,
}

/// The page.
#[component]
pub fn Today(page: TodayPage) -> impl IntoView {
    let lang = lang();
    let new = routes::sell(&page.handle, "listings/new");
    let heading = today(page.now, lang);
    let is_first_step = !page.has_goods && page.may_list;
    view! {
        <div class="row">
            <h1>{heading}</h1>
            {(page.may_list && page.has_goods).then(|| view! { <a class="btn btn-small push" href=new.clone()><Icon name="plus"/>{lang.say("New goods", "上新")}</a> })}
        </div>
        {page.is_new.then(|| {
            let (name, address) = (page.name, routes::shop(&page.handle));
            view! {
                <Notice tone=Tone::Good title=say!(lang, "{name} is open", "“{name}”开业了")>
                    <p>{say!(lang, "Anybody finds it at {address}.", "网址是 {address}，谁都可以来看。")}</p>
                </Notice>
            }
        })}
        <IdentityNotice verification=page.verification cap=page.cap handle=page.handle.clone()/>
        {is_first_step.then(|| view! {
            <div class="empty">
                <Icon name="camera"/>
                <h2>{lang.say("List your first thing", "上架第一件商品")}</h2>
                <p>{lang.say("One photo, a title, a price and a stock. You see what stays with you before you set the price.", "一张照片、一个名称、一个价格、一个库存。定价前就能看到您到手多少。")}</p>
                <a class="btn btn-primary" href=new>{lang.say("List something", "去上架")}</a>
            </div>
        })}
        <div class="today">
            <ToDo handle=page.handle day=page.day.clone() cases=page.cases now=page.now may_ship=page.may_ship/>
            {page.may_see_money.then(|| view! { <Numbers day=page.day now=page.now/> })}
        </div>
    }
}

/// The heading.
fn today(now: Timestamp, lang: Language) -> String {
    let day = date(now, lang);
    say!(lang, "Today, {day}", "今天，{day}")
}

#[component]
fn IdentityNotice(verification: Verification, cap: Money, handle: String) -> impl IntoView {
    let lang = lang();
    let cap = money(cap, lang);
    let settings = routes::sell(&handle, "settings");
    match verification {
        Verification::Approved => None,
        Verification::Waiting => Some(view! {
            <Notice tone=Tone::Wait title=lang.say("Your identity is being looked at", "您的身份正在核对")>
                <p>{say!(lang, "You can sell meanwhile, up to {cap}. Money is paid out once it is approved.", "期间照常卖货，总额不超过 {cap}。核对通过后可以提现。")}</p>
            </Notice>
        }.into_any()),
        Verification::Rejected => Some(view! {
            <Notice tone=Tone::Bad title=lang.say("Your identity could not be confirmed", "身份核对没有通过")>
                <p><a href=settings>{lang.say("See why, and send it again", "查看原因并重新提交")}</a></p>
            </Notice>
        }.into_any()),
    }
}

#[component]
fn ToDo(handle: String, day: ShopDay, cases: Vec<CaseRow>, now: Timestamp, may_ship: bool) -> impl IntoView {
    let lang = lang();
    let orders = routes::sell(&handle, "orders");
    let (unpaid, on_the_way) = (day.unpaid, day.on_the_way);
    let to_ship = day.to_ship;
    let beyond =
        may_ship.then(|| to_ship.saturating_sub(u64::try_from(day.deadlines.len()).unwrap_or(0))).filter(|more| *more > 0);
    let nothing = day.deadlines.is_empty() && cases.is_empty();
    view! {
        <section>
            <div class="section-head">
                <h2>{lang.say("To do, by deadline", "要办的事，按时限排")}</h2>
                {(day.overdue > 0).then(|| { let late = day.overdue; view! { <span class="quiet">{say!(lang, "{late} late", "{late} 件超时")}</span> } })}
            </div>
            {nothing.then(|| view! { <p class="quiet">{lang.say("Nothing to ship right now.", "目前没有要发的货。")}</p> })}
            <ul class="deeds">
                <CasesToAnswer handle=handle.clone() cases now/>
                {day.deadlines.into_iter().map(|row| view! { <Deed handle=handle.clone() row now may_ship/> }).collect_view()}
                {beyond.map(|more| view! { <li><Icon name="truck"/><p><a href=orders.clone()>{say!(lang, "{more} more to ship", "另有 {more} 单待发货")}</a></p></li> })}
                {(unpaid > 0 && may_ship).then(|| view! {
                    <li><Icon name="clock"/><p><a href=format!("{orders}?state=unpaid")>{say!(lang, "{unpaid} waiting for payment", "{unpaid} 单等待付款")}</a></p></li>
                })}
                {(on_the_way > 0 && may_ship).then(|| view! {
                    <li><Icon name="truck"/><p><a href=format!("{orders}?state=on-the-way")>{say!(lang, "{on_the_way} on their way to buyers", "{on_the_way} 单运送中")}</a></p></li>
                })}
            </ul>
        </section>
    }
}

/// One line for all cases that wait, with the first deadline.
#[component]
fn CasesToAnswer(handle: String, cases: Vec<CaseRow>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let count = cases.len();
    let by = cases.first().and_then(|first| first.due_at);
    let is_late = by.is_some_and(|by| by < now);
    let words = match count {
        1 => lang.say("1 case waits for you", "1 件售后等您处理").to_owned(),
        _ => say!(lang, "{count} cases wait for you", "{count} 件售后等您处理"),
    };
    (count > 0).then(|| view! {
        <li class=if is_late { "tone-bad" } else { "tone-wait" }>
            <Icon name="message"/>
            <p><a href=routes::sell(&handle, "cases")>{words}</a><br/><small class="quiet">{lang.say("Silence counts as agreed, and goods that are not sent again are paid back.", "逾期视为同意，未按时补发则退款。")}</small></p>
            {by.map(|by| view! { <p class="due"><b>{due(by, now, lang)}</b></p> })}
        </li>
    })
}

#[component]
fn Deed(handle: String, row: OrderRow, now: Timestamp, may_ship: bool) -> impl IntoView {
    let lang = lang();
    let is_late = row.ship_by.is_some_and(|by| by < now);
    let number = row.number.clone();
    let words = say!(lang, "Ship order {number}", "发出订单 {number}");
    let path = routes::sell(&handle, &format!("orders/{}", row.id));
    let icon = if is_late { "alert" } else { "truck" };
    let by = row.ship_by.map_or_else(|| lang.say("After its case", "等售后结束").to_owned(), |by| due(by, now, lang));
    view! {
        <li class=if is_late { "tone-bad" } else { "tone-wait" }>
            <Icon name=icon/>
            <p>
                {if may_ship { view! { <a href=path>{words}</a> }.into_any() } else { view! { <b>{words}</b> }.into_any() }}
                <br/><small class="quiet">{goods(&row.lines, lang)}</small>
            </p>
            <p class="due"><b>{by}</b></p>
        </li>
    }
}

#[component]
fn Numbers(day: ShopDay, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let zero = Money::fen(0);
    let earned_today = day.earned.last().copied().unwrap_or(zero);
    let currency = earned_today.currency();
    let month = Money::sum(currency, day.earned.iter().copied()).unwrap_or(earned_today);
    let has_earned = day.earned.iter().any(|amount| !amount.is_zero());
    view! {
        <div class="stack">
            <dl class="stats">
                <div><dt>{lang.say("Earned today", "今天到手")}</dt><dd class="earned"><Price amount=earned_today class="price-plain"/></dd></div>
                <div><dt>{lang.say("In 30 days", "30 天")}</dt><dd><Price amount=month class="price-plain"/></dd></div>
            </dl>
            {has_earned.then(|| view! { <Chart earned=day.earned.clone() now month/> })}
            {(!has_earned).then(|| view! {
                <p class="quiet">{lang.say("What buyers pay counts as earned once they confirm the parcel.", "买家确认收货后，货款才算到手。")}</p>
            })}
        </div>
    }
}

/// The day so many days before now, as `24 Nov`.
pub(super) fn day_before(now: Timestamp, days: usize, lang: Language) -> String {
    let back = Span::days(i64::try_from(days).unwrap_or(0));
    let civil = now.before(back).civil(ZONE_MINUTES);
    let whole = moment(now.before(back), lang);
    match lang {
        // `Tue 24 Nov, 04:30` without the hour; `11月24日`.
        Language::En => whole.split(',').next().unwrap_or_default().to_owned(),
        Language::Zh => format!("{}月{}日", civil.month, civil.day),
    }
}

#[component]
fn Chart(earned: Vec<Money>, now: Timestamp, month: Money) -> impl IntoView {
    let lang = lang();
    let days = earned.len();
    let most = earned.iter().map(|amount| amount.minor()).max().unwrap_or(0).max(1);
    let bars = earned
        .iter()
        .enumerate()
        .map(|(place, amount)| {
            let height = (amount.minor().max(0) * 100 / most).max(i64::from(amount.minor() > 0)).max(1);
            view! { <rect x=(place * 10 + 1).to_string() y=(100 - height).to_string() width="8" height=height.to_string()/> }
        })
        .collect_view();
    let first = day_before(now, days.saturating_sub(1), lang);
    let last = day_before(now, 0, lang);
    let highest = money(Money::new(most, month.currency()), lang);
    let label = say!(lang, "Bars for {days} days; the highest is {highest}", "{days} 天柱状图，最高 {highest}");
    view! {
        <figure class="card chart">
            <figcaption class="row"><b>{lang.say("What you earned, 30 days", "30 天到手")}</b><span class="earned push num"><Price amount=month class="price-plain"/></span></figcaption>
            <svg viewBox="0 0 300 100" preserveAspectRatio="none" role="img" aria-label=label>
                <line x1="0" y1="100" x2="300" y2="100"/><line x1="0" y1="50" x2="300" y2="50"/><line x1="0" y1="0" x2="300" y2="0"/>
                {bars}
            </svg>
            <p class="scale quiet"><span>{first}</span><span>{say!(lang, "highest: {highest}", "最高：{highest}")}</span><span>{last}</span></p>
            <details>
                <summary>{lang.say("As a table", "看表格")}</summary>
                <table class="data-table">
                    <caption class="sr">{lang.say("Earned per day", "每天到手")}</caption>
                    <thead><tr><th scope="col">{lang.say("Day", "日期")}</th><th scope="col" class="num">{lang.say("Earned", "到手")}</th></tr></thead>
                    <tbody>
                        {earned.into_iter().rev().enumerate().map(|(back, amount)| view! {
                            <tr><th scope="row">{day_before(now, back, lang)}</th><td class="num" data-label=lang.say("Earned", "到手")><Price amount class="price-plain"/></td></tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </details>
        </figure>
    }
}
