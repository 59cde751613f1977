//! Differences between a provider's statement and the books, page by page, each with what can be done about it.

use super::reconciliation::{Reference, Since};
use super::ways_out::{Deed, TakeIn, TieTo};
use crate::parts::DoneHere;
use app_kit::components::{Icon, Price};
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::payment::ReportKind;
use market::reconciliation::{Difference, Side};

/// Where the differences behind this key are in a room of the operator's; the first ones where it is empty.
#[must_use]
pub fn address(room: &str, after: &str) -> String {
    let first = routes::admin(room);
    if after.is_empty() { first } else { routes::after(&first, &routes::percent(after)) }
}

/// To later differences in a room of the operator's, and back to the oldest.
#[component]
pub fn Further(room: &'static str, after: String, next: Option<String>) -> impl IntoView {
    let lang = lang();
    (!after.is_empty() || next.is_some()).then(|| {
        let oldest = (!after.is_empty()).then(|| {
            view! { <a class="btn" href=address(room, "")><Icon name="back"/>{lang.say("Back to the oldest differences", "回到最早的不一致")}</a> }
        });
        let later = next.map(|next| {
            view! { <a class="btn push" rel="next" href=address(room, &next)>{lang.say("Later differences", "更晚的不一致")}<Icon name="next"/></a> }
        });
        view! { <nav class="pager" aria-label=lang.say("Pages of differences", "不一致翻页")>{oldest}{later}</nav> }
    })
}

/// The list of them.
#[component]
pub fn Differences(differences: Vec<Difference>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="differences">
            <div class="section-head"><h2 id="differences">{lang.say("Differences, the oldest first", "不一致，最早的在前")}</h2></div>
            <DoneHere place="differences" class="pb-4"/>
            <table class="data-table">
                <caption class="sr">{lang.say("What only one of the two tells", "仅一方有记录的款项")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("What", "事项")}</th>
                    <th scope="col">{lang.say("Reference", "编号")}</th>
                    <th scope="col">{lang.say("Since", "起始")}</th>
                    <th scope="col" class="num">{lang.say("Amount", "金额")}</th>
                    <th scope="col">{lang.say("What you can do", "处理")}</th>
                </tr></thead>
                <tbody>
                    {differences.into_iter().map(|open| view! {
                        <tr>
                            <th scope="row">{moved(open.kind, lang)}<br/><small class="quiet">{teller(open.side, lang)}</small></th>
                            <td data-label=lang.say("Reference", "编号")><Reference reference=open.reference payment=open.payment/></td>
                            <td data-label=lang.say("Since", "起始")><Since at=open.since now/></td>
                            <td class="num" data-label=lang.say("Amount", "金额")><Price amount=open.amount class="price-plain"/></td>
                            <td><TakeIn desk=open.desk amount=open.amount/><TieTo ties=open.ties/>
                                <Deed subject=open.id then="explain" deed=lang.say("It is explained", "原因已查明").to_owned()
                                    hint=lang.say("What it was, and how you know. It leaves this list, moves no money, and stays to be read below with your name.", "这笔是什么、如何查明。该项将从列表移除，不动任何款项，说明与您的姓名保留在下方。")/>
                            </td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

const fn pair(kind: ReportKind) -> (&'static str, &'static str) {
    match kind {
        ReportKind::Captured => ("A payment", "付款"),
        ReportKind::Refunded => ("A refund", "退款"),
        ReportKind::Fee => ("A fee", "手续费"),
        ReportKind::Payout => ("A payout to the bank", "划转到银行"),
        ReportKind::Other => ("A dispute or a correction", "争议或调整"),
    }
}

pub(super) fn moved(kind: ReportKind, lang: Language) -> &'static str {
    let (english, chinese) = pair(kind);
    lang.say(english, chinese)
}

pub(super) fn teller(side: Side, lang: Language) -> &'static str {
    match side {
        Side::Provider => lang.say("only in the statement", "仅账单中有"),
        Side::Books => lang.say("only in our books", "仅账簿中有"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_cannot_lead_elsewhere() {
        for room in ["reconciliation", "cash"] {
            assert_eq!(address(room, ""), format!("/admin/{room}"));
            assert_eq!(address(room, "7.0.txn_1"), format!("/admin/{room}?after=7.0.txn_1"));
            assert_eq!(address(room, "7&done=x#y\r\n"), format!("/admin/{room}?after=7%26done%3Dx%23y%0D%0A"));
        }
    }
}
