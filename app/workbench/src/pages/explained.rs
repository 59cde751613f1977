//! Differences that operators have explained: what they were, who found it out, and when.

use super::differences::{moved, teller};
use super::reconciliation::Reference;
use app_kit::components::Price;
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::reconciliation::Explained;

/// The list of them.
#[component]
pub fn ExplainedDifferences(explained: Vec<Explained>) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="explained">
            <div class="section-head"><h2 id="explained">{lang.say("Explained, the latest first", "已说明，最近的在前")}</h2></div>
            <table class="data-table">
                <caption class="sr">{lang.say("Differences that operators have explained", "已由运营说明的不一致")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("What", "事项")}</th>
                    <th scope="col">{lang.say("Reference", "编号")}</th>
                    <th scope="col">{lang.say("What it was", "说明")}</th>
                    <th scope="col" class="num">{lang.say("Amount", "金额")}</th>
                </tr></thead>
                <tbody>
                    {explained.into_iter().map(|one| view! {
                        <tr>
                            <th scope="row">{moved(one.kind, lang)}<br/><small class="quiet">{teller(one.side, lang)}</small></th>
                            <td data-label=lang.say("Reference", "编号")><Reference reference=one.reference payment=one.payment/></td>
                            <td data-label=lang.say("What it was", "说明")>{one.reason}<br/><small class="quiet">{one.by}" · "<time datetime=machine_time(one.at)>{moment(one.at, lang)}</time></small></td>
                            <td class="num" data-label=lang.say("Amount", "金额")><Price amount=one.amount class="price-plain"/></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}
