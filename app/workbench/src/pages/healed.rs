//! What asking the payment provider has put right, because its own word had not come.

use super::reconciliation::Since;
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::payment::{EventOutcome, HealedPayment};

/// The list of them.
#[component]
pub fn Healed(healed: Vec<HealedPayment>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="healed">
            <div class="section-head"><h2 id="healed">{lang.say("Put right by asking, the latest of seven days", "主动查询后自动处理，近七天最近的若干笔")}</h2></div>
            <p class="pb-4">{lang.say("The provider's own word of these had not come, so the market asked. Many of them say that its words are lost or late.", "以下付款未收到渠道通知，平台主动查询后处理。数量多时，说明渠道通知丢失或延迟。")}</p>
            <table class="data-table">
                <caption class="sr">{lang.say("What asking the provider has put right", "主动查询渠道后处理的付款")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("What came of it", "结果")}</th>
                    <th scope="col">{lang.say("Payment", "付款")}</th>
                    <th scope="col">{lang.say("When", "时间")}</th>
                </tr></thead>
                <tbody>
                    {healed.into_iter().map(|one| view! {
                        <tr>
                            <th scope="row">{became(one.outcome, lang)}</th>
                            <td data-label=lang.say("Payment", "付款")><code>{one.payment.to_string()}</code></td>
                            <td data-label=lang.say("When", "时间")><Since at=one.at now/></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

fn became(outcome: EventOutcome, lang: Language) -> &'static str {
    match outcome {
        EventOutcome::Paid => lang.say("The money was there: the orders are paid", "渠道已收款，订单已付款"),
        EventOutcome::GoesBack => lang.say("The money came too late: it goes back", "到账过晚，款项将退还"),
        EventOutcome::Suspended => lang.say("Another amount came: it is in suspense", "金额不符，已挂账"),
        EventOutcome::Refunded => lang.say("The money had gone back: the refund is done", "渠道已退款，退款完成"),
        _ => lang.say("It waits for a person", "等待人工处理"),
    }
}
