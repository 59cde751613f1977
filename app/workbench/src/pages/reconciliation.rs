//! `/admin/reconciliation`: the payment provider's own statement beside the books, and what fits nowhere, with its age.

use super::differences::{Differences, Further, address};
use super::explained::ExplainedDifferences;
use super::healed::Healed;
use super::unbooked::Unbooked;
use super::ways_out::{SentTo, Stuck, WaysOut};
use crate::parts::{Done, DoneHere, JustDone};
use app_kit::components::{FormErrors, Notice, Price, Tone};
use app_kit::form::form_state;
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::payment::{HealedPayment, PaymentId, StuckRefund, UnbookedAmount};
use market::reconciliation::{Reconciliation, Suspended, SuspenseCause};

/// The room of the page.
pub const ROOM: &str = "reconciliation";

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ReconciliationPage {
    /// The market's time.
    pub now: Timestamp,
    /// The statement and the books.
    pub seen: Reconciliation,
    /// Refunds that do not find their way back, the oldest first.
    pub stuck: Vec<StuckRefund>,
    /// Amounts that cannot be booked and that nobody has looked into, the oldest first.
    pub unbooked: Vec<UnbookedAmount>,
    /// What asking the provider has put right lately, the latest first.
    pub healed: Vec<HealedPayment>,
    /// The key behind which its differences are; empty on the first page of them.
    pub after: String,
    /// What was just done.
    pub done: JustDone,
}

/// The page.
#[component]
pub fn Reconciled(page: ReconciliationPage) -> impl IntoView {
    let lang = lang();
    let ReconciliationPage { now, seen, stuck, unbooked, healed, after, done } = page;
    provide_context(SentTo(address(ROOM, &after)));
    let (differences, suspense) = (seen.differences.clone(), seen.suspense.clone());
    let (open, next, explained) = (seen.open, seen.next.clone(), seen.explained.clone());
    if let Some(title) = said(&done.word, lang) {
        let row = stuck.iter().map(|refund| refund.id.to_string()).find(|refund| *refund == done.of);
        let lists = [
            ("stuck", stuck.is_empty()),
            ("differences", differences.is_empty()),
            ("unbooked", unbooked.is_empty()),
            ("suspense", suspense.is_empty()),
        ];
        let place = row.unwrap_or_else(|| list_of(&done.word, &lists));
        provide_context(Done { tone: Tone::Good, title: title.to_owned(), onward: None, place });
    }
    let is_clean = open == 0 && unbooked.is_empty() && holds_nothing(&suspense);
    view! {
        <h1>{lang.say("Reconciliation", "对账")}</h1>
        <p><a href=routes::admin("cash")>{lang.say("Cash that couriers have", "快递代收的货款")}</a></p>
        <FormErrors form=form_state()/>
        <DoneHere/>
        <ReadUntil seen=seen.clone()/>
        {(is_clean && seen.read_until.is_some()).then(|| view! {
            <Notice tone=Tone::Good title=lang.say("The provider and the books say the same", "渠道账单与账簿一致")/>
        })}
        {(open > 0).then(|| view! {
            <Notice tone=Tone::Bad title=counted(open, lang)>
                <p>{lang.say("The market asks the provider about each by itself. What stays for days needs a person: find it at the provider by its reference, and write down what it was.", "平台会就每一处自动查询渠道。数日未消的需人工处理：请凭编号到渠道后台核对，并写明原因。")}</p>
            </Notice>
        })}
        <Sums seen/>
        {(!stuck.is_empty()).then(|| view! { <Stuck stuck now/> })}
        {(!differences.is_empty()).then(|| view! { <Differences differences now/> })}
        <Further room=ROOM after next/>
        {(!unbooked.is_empty()).then(|| view! { <Unbooked unbooked now/> })}
        {(!suspense.is_empty()).then(|| view! { <Held suspense now/> })}
        {(!healed.is_empty()).then(|| view! { <Healed healed now/> })}
        {(!explained.is_empty()).then(|| view! { <ExplainedDifferences explained/> })}
    }
}

/// Whether what came in and what went back come to nothing, in each currency.
fn holds_nothing(suspense: &[Suspended]) -> bool {
    suspense.iter().all(|one| {
        let same = suspense.iter().filter(|other| other.amount.currency() == one.amount.currency());
        same.map(|other| other.amount.minor()).sum::<i64>() == 0
    })
}

fn counted(open: i64, lang: Language) -> String {
    if open == 1 {
        lang.say("1 difference", "1 处不一致").to_owned()
    } else {
        say!(lang, "{open} differences", "{open} 处不一致")
    }
}

fn matching(lines: i64, lang: Language) -> String {
    let agree = lang.count(lines, "line agrees", "lines agree", "");
    say!(lang, "{lines} {agree} with the books", "{lines} 笔与账簿相符")
}

/// How far the statement was read.
#[component]
fn ReadUntil(seen: Reconciliation) -> impl IntoView {
    let lang = lang();
    let provider = seen.provider;
    match seen.read_until {
        Some(at) => view! {
            <p class="quiet">{say!(lang, "The statement of {provider}, read until ", "{provider} 的账单，已读至 ")}<time datetime=machine_time(at)>{moment(at, lang)}</time></p>
        }
        .into_any(),
        None => view! {
            <Notice tone=Tone::Info title=say!(lang, "The statement of {provider} was not read yet", "尚未读取 {provider} 的账单")/>
        }
        .into_any(),
    }
}

#[component]
fn Sums(seen: Reconciliation) -> impl IntoView {
    let lang = lang();
    let rows = [
        (lang.say("In our books, before fees and payouts", "账簿余额（扣费与划转之前）"), seen.booked),
        (lang.say("Taken from buyers", "买家付款"), seen.captured),
        (lang.say("Given back to them", "退给买家"), seen.refunded),
        (lang.say("The provider's fees", "渠道手续费"), seen.fees),
        (lang.say("Paid out to the bank", "划转到银行"), seen.paid_out),
        (lang.say("Disputes and corrections", "争议与调整"), seen.other),
    ];
    view! {
        <section class="section stack" aria-labelledby="sums">
            <div class="section-head">
                <h2 id="sums">{lang.say("The statement", "账单")}</h2>
                <span class="quiet">{matching(seen.matched, lang)}</span>
            </div>
            <dl class="stats">
                {rows.into_iter().map(|(label, amount)| view! { <div><dt>{label}</dt><dd><Price amount class="price-plain"/></dd></div> }).collect_view()}
            </dl>
        </section>
    }
}

/// Money in suspense; `is_cash` is whether couriers brought it.
#[component]
pub(super) fn Held(suspense: Vec<Suspended>, now: Timestamp, #[prop(optional)] is_cash: bool) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="suspense">
            <div class="section-head"><h2 id="suspense">{lang.say("In suspense", "挂账")}</h2></div>
            <DoneHere place="suspense" class="pb-4"/>
            <p class="pb-4">{lang.say("Nobody gets this money before a person has looked. What is given back whole at the provider's own desk leaves this list by itself, whether nobody claimed it or another amount was asked for; no order gives it.", "在人工核实之前，这些款项不会付给任何人。在渠道后台全额退回的，会自动冲销，不影响任何订单。")}</p>
            <table class="data-table">
                <caption class="sr">{lang.say("Money in suspense", "挂账款项")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("Why", "原因")}</th>
                    <th scope="col">{lang.say("Reference", "编号")}</th>
                    <th scope="col">{lang.say("Since", "起始")}</th>
                    <th scope="col" class="num">{lang.say("Amount", "金额")}</th>
                    <th scope="col">{lang.say("What you can do", "处理")}</th>
                </tr></thead>
                <tbody>
                    {suspense.into_iter().map(|held| view! {
                        <tr>
                            <th scope="row">{cause(held.cause, lang)}</th>
                            <td data-label=lang.say("Reference", "编号")><Reference reference=held.reference.clone() payment=held.payment/></td>
                            <td data-label=lang.say("Since", "起始")><Since at=held.since now/></td>
                            <td class="num" data-label=lang.say("Amount", "金额")><Price amount=held.amount class="price-plain"/></td>
                            <td><WaysOut held is_cash/></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

/// The provider's ids and ours.
#[component]
pub(super) fn Reference(reference: String, payment: Option<PaymentId>) -> impl IntoView {
    view! {
        <code>{reference}</code>
        {payment.map(|payment| view! { <br/><code class="quiet">{payment.to_string()}</code> })}
    }
}

/// What was just done.
pub(super) fn said(done: &str, lang: Language) -> Option<&'static str> {
    match done {
        "given-back" => Some(lang.say("The amount goes back to its buyer, who was told.", "款项将退还买家，并已通知。")),
        "corrected" => Some(lang.say("The provider's statement counts now.", "已按渠道账单更正。")),
        "taken" => Some(lang.say("The refund stands in the books; both sides were told.", "退款已入账，并已通知双方。")),
        "explained" => Some(lang.say("Written down; it is off the list.", "已记录，并从列表移除。")),
        "tied" => Some(lang.say("The refund is done: its buyer has the money.", "退款已完成，买家已收到款项。")),
        "noted" => Some(lang.say("Written down; it is off the list.", "已记录，并从列表移除。")),
        "retried" => Some(lang.say("The provider is asked once more.", "已重新向渠道申请退款。")),
        "by-hand" => Some(lang.say("Written down as transferred; the buyer was told.", "已记为人工转账，并已通知买家。")),
        _ => None,
    }
}

/// The list in which a deed is told whose row has left it; the top of the page where it was the last one. `lists` are those of the
/// page, each with whether it is empty.
pub(super) fn list_of(done: &str, lists: &[(&str, bool)]) -> String {
    let list = match done {
        "given-back" | "corrected" => "suspense",
        "noted" => "unbooked",
        "retried" | "by-hand" => "stuck",
        "taken" | "tied" | "explained" => "differences",
        "found" => "lost",
        "withdrawn" => "idle",
        _ => "",
    };
    if lists.contains(&(list, false)) { list.to_owned() } else { String::new() }
}

/// Since when, and how long that is.
#[component]
pub(super) fn Since(at: Timestamp, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! { <time datetime=machine_time(at)>{moment(at, lang)}</time><br/><small class="quiet">{age(at, now, lang)}</small> }
}

fn age(since: Timestamp, now: Timestamp, lang: Language) -> String {
    let hours = now.millis().saturating_sub(since.millis()).max(0) / 3_600_000;
    match hours {
        0 => lang.say("less than an hour", "不到 1 小时").to_owned(),
        1..=47 => say!(lang, "{hours} h", "{hours} 小时"),
        _ => {
            let days = hours / 24;
            say!(lang, "{days} days", "{days} 天")
        }
    }
}

fn cause(cause: SuspenseCause, lang: Language) -> &'static str {
    match cause {
        SuspenseCause::WrongAmount => lang.say("Another amount than was asked for", "金额与应付不符"),
        SuspenseCause::ForeignAmount => lang.say("In another currency than was asked for", "币种与应付不符"),
        SuspenseCause::Unclaimed => lang.say("Belongs to no payment of ours", "不属于任何订单付款"),
        SuspenseCause::UnclaimedBack => lang.say("Went back at the provider's desk", "已在渠道后台退回"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::{Currency, Money, Span};

    #[test]
    fn what_went_back_makes_up_for_what_came_in_the_same_currency_only() {
        let one = |minor, currency| Suspended {
            cause: SuspenseCause::Unclaimed,
            reference: String::new(),
            payment: None,
            amount: Money::new(minor, currency),
            stated: None,
            never_came: false,
            since: Timestamp::from_millis(0),
        };
        let (came, back) = (one(500, Currency::Cny), one(-500, Currency::Cny));
        assert!(holds_nothing(&[]) && holds_nothing(&[came.clone(), back.clone()]));
        assert!(!holds_nothing(&[came]) && !holds_nothing(&[one(500, Currency::Usd), back]));
    }

    #[test]
    fn a_deed_is_told_in_its_list_while_there_is_one() {
        let lists = [("stuck", false), ("differences", true)];
        assert_eq!(list_of("by-hand", &lists), "stuck");
        for (done, why) in [("explained", "it was the last one"), ("noted", "the page has no such list"), ("paid", "it has none")]
        {
            assert_eq!(list_of(done, &lists), "", "{why}");
        }
    }

    #[test]
    fn one_is_not_told_as_many() {
        assert_eq!([0, 1, 2].map(|lines| matching(lines, Language::En)[..7].to_owned()), ["0 lines", "1 line ", "2 lines"]);
        assert_eq!([1, 2].map(|open| counted(open, Language::En)), ["1 difference", "2 differences"]);
    }

    #[test]
    fn an_age_is_told_in_hours_and_then_in_days() {
        let since = Timestamp::from_millis(0);
        let told = |span| age(since, since.after(span), Language::En);
        assert_eq!(told(Span::minutes(59)), "less than an hour");
        assert_eq!(told(Span::hours(47)), "47 h");
        assert_eq!(told(Span::hours(72)), "3 days");
        assert_eq!(age(since.after(Span::hours(1)), since, Language::Zh), "不到 1 小时", "clocks may differ");
    }
}
