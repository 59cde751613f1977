//! What an operator does about money that fits nowhere: a wrong amount goes back or is corrected, a refund that the provider refuses
//! is asked for again or paid by hand, and one that was made at its own desk is taken into the books. Each with a reason, which the
//! log keeps.

use super::reconciliation::Since;
use crate::parts::DoneHere;
use app_kit::components::{Attempt, Icon, Price, TextField};
use app_kit::form::form_state;
use app_kit::format::money;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::kernel::{Money, Timestamp};
use market::payment::StuckRefund;
use market::reconciliation::{DeskRefund, Suspended, SuspenseCause, Tie};

/// What can be done about an amount in suspense. `is_cash` is whether a courier brought it: nobody but a person takes such money back.
#[component]
pub fn WaysOut(held: Suspended, is_cash: bool) -> impl IntoView {
    let lang = lang();
    let (give_back, correct_by, hint) = match held.cause {
        SuspenseCause::ForeignAmount => (
            "give-back-foreign",
            "correct-foreign",
            lang.say(
                "The provider never had this currency of that payment. What its statement says counts.",
                "渠道从未收到这种货币的款项。以账单金额为准。",
            ),
        ),
        SuspenseCause::WrongAmount | SuspenseCause::Unclaimed | SuspenseCause::UnclaimedBack => (
            "give-back",
            "correct",
            lang.say(
                "The amount in our books was never with the provider. What its statement says pays the orders, or goes back.",
                "账簿中的金额渠道从未收到。按账单金额支付订单，或退还买家。",
            ),
        ),
    };
    let payment = held.payment.filter(|_| matches!(held.cause, SuspenseCause::WrongAmount | SuspenseCause::ForeignAmount));
    let amount = money(held.amount, lang);
    let correct = payment.zip(held.stated).map(|(payment, stated)| {
        let stated = money(stated, lang);
        view! {
            <Deed subject=payment.to_string() then=correct_by deed=say!(lang, "Let the statement count: {stated}", "以账单为准：{stated}") hint/>
        }
    });
    let strike = payment.filter(|_| held.never_came && held.stated.is_none()).map(|payment| {
        view! {
            <Deed subject=payment.to_string() then=correct_by deed=say!(lang, "Strike {amount} from the books", "从账簿中冲销 {amount}")
                hint=lang.say("It never came: by the provider's statement, the same payment there was of another amount, which is in the books. Nobody is paid by this.", "渠道从未收到这笔金额：账单中同一笔收款是另一金额，且已入账。冲销不会向任何人付款。")/>
        }
    });
    let how = if is_cash {
        lang.say(
            "It was paid in cash: the buyer is told, and you transfer it by hand, see the reconciliation.",
            "货款为现金：会通知买家，请人工转账，见对账页。",
        )
    } else {
        lang.say("It goes back the way it was paid, and the buyer is told.", "原路退还，并通知买家。")
    };
    let give_back = payment.filter(|_| !held.never_came).map(|payment| {
        view! { <Deed subject=payment.to_string() then=give_back deed=say!(lang, "Give {amount} back", "退还 {amount}") hint=how/> }
    });
    view! { {give_back}{strike}{correct} }
}

/// For which order a refund can be taken into the books that was made at the provider's own desk; `amount` is below zero.
#[component]
pub fn TakeIn(desk: Option<DeskRefund>, amount: Money) -> impl IntoView {
    let lang = lang();
    let given = amount.minor().saturating_neg();
    let hint = lang.say(
        "Why it was made there. The order, its shop and the market's fee give it back as after a case, and both sides are told.",
        "当时为何在渠道后台退款。入账后与售后退款一样，从订单、店铺和平台服务费中扣回，并通知双方。",
    );
    desk.map(|DeskRefund { line, orders }| {
        let count = orders.len();
        let together: i64 = orders.iter().map(|(_, _, left)| left.minor()).sum();
        let enough = orders.into_iter().filter(|(_, _, left)| left.minor() >= given);
        let mut deeds: Vec<(String, String)> = enough
            .map(|(order, number, _)| {
                (format!("{order}.{line}"), say!(lang, "Take it into the books for order {number}", "记入订单 {number}"))
            })
            .collect();
        if count > 1 && together >= given {
            let all = say!(lang, "Take it into the books for all {count} orders", "按比例记入全部 {count} 个订单");
            deeds.push((format!("{ALL_ORDERS}.{line}"), all));
        }
        deeds.into_iter().map(|(subject, deed)| view! { <Deed subject then="take" deed hint/> }).collect_view()
    })
}

/// Which refunds of ours a line may be that was made at the provider's own desk.
#[component]
pub fn TieTo(ties: Vec<Tie>) -> impl IntoView {
    let lang = lang();
    let hint = lang.say(
        "How you know that it is the same. The refund is done then, and nobody is asked for it any more.",
        "如何确认是同一笔。确认后该退款即完成，不再向渠道申请。",
    );
    ties.into_iter()
        .map(|Tie { line, refund, number }| {
            let deed = match number {
                Some(number) => say!(lang, "This is the refund of order {number}", "这就是订单 {number} 的退款"),
                None => lang.say("This is the refund that waits", "这就是待退的那笔款项").to_owned(),
            };
            view! { <Deed subject=format!("{refund}.{line}") then="tie" deed hint/> }
        })
        .collect_view()
}

/// Stands in a form for all orders of a payment, where else one of them is named.
pub const ALL_ORDERS: &str = "all";

/// Where the deeds of a page are sent: to that page, with the key behind which its rows are. What is refused comes back to where its reason
/// was typed.
#[derive(Clone, Debug)]
pub struct SentTo(pub String);

/// Where the forms of the page are sent that stand beside its rows.
pub(super) fn sent_to() -> String {
    use_context::<SentTo>().map_or_else(|| routes::admin("reconciliation"), |page| page.0)
}

/// A deed with its reason, folded up. The reason's field bears the subject's id, since a page has several.
#[component]
pub(super) fn Deed(subject: String, then: &'static str, deed: String, hint: &'static str) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let field = reason_field(then, &subject);
    let is_open = form.error(&field).is_some();
    view! {
        <details class="confirm" open=is_open>
            <summary>{deed.clone()}</summary>
            <form class="fields" method="post" action=sent_to()>
                <Attempt/>
                <input type="hidden" name="subject" value=subject/>
                <TextField form name=field label=lang.say("Why", "理由") hint/>
                <p><button class="btn btn-danger" name="then" value=then>{deed}</button></p>
            </form>
        </details>
    }
}

/// The name of the field in which a deed's reason stands. It is an id of the page too: whatever cannot stand in one becomes a dash and its
/// bytes in hexadecimal, so that no two subjects share a field.
#[must_use]
pub fn reason_field(then: &str, subject: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let shown = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("-{byte:02x}") };
    format!("{then}-{}", subject.bytes().map(shown).collect::<String>())
}

/// Refunds that do not find their way back, the oldest first.
#[component]
pub fn Stuck(stuck: Vec<StuckRefund>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="stuck">
            <div class="section-head"><h2 id="stuck">{lang.say("Refunds that are stuck, the oldest first", "受阻的退款，最早的在前")}</h2></div>
            <DoneHere place="stuck" class="pb-4"/>
            <p class="pb-4">{lang.say("This money is owed to buyers. What the provider refuses waits for you; what it is only slow with is asked for again by itself.", "这些款项应退给买家。渠道拒绝的需您处理；渠道迟迟未办的会自动重新申请。")}</p>
            <ul class="stack">{stuck.into_iter().map(|refund| view! { <li><Refund refund now/></li> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Refund(refund: StuckRefund, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let StuckRefund { id, payment, reference, number, amount, because, came_back, since } = refund;
    let title = match number {
        Some(number) => say!(lang, "Order {number}", "订单 {number}"),
        None => lang.say("A payment without an order", "没有订单的付款").to_owned(),
    };
    let is_refused = because.is_some();
    let retry = (is_refused && !came_back).then(|| {
        view! {
            <Deed subject=id.to_string() then="retry" deed=lang.say("Ask the provider again", "重新向渠道申请").to_owned()
                hint=lang.say("What has changed since it refused.", "拒绝之后有什么变化。")/>
        }
    });
    let words = match because {
        Some(because) => view! { {lang.say("The provider's words: ", "渠道答复：")}<q>{because}</q> }.into_any(),
        None => lang.say("The provider was asked, and says nothing.", "已向渠道申请，尚无回应。").into_any(),
    };
    view! {
        <div class="card stack max-w-3xl">
            <div class="row"><h3>{title}</h3><span class="push"><Price amount class="price-plain"/></span></div>
            <DoneHere place=id.to_string()/>
            <p class="row row-fit"><Icon name="alert"/><span>{words}</span></p>
            <p class="quiet">{reference.map(|reference| view! { <code>{reference}</code>" " })}<code>{payment.to_string()}</code></p>
            <p><Since at=since now/></p>
            {came_back.then(|| view! {
                <p>{lang.say("It had reached the buyer and came back from there, so it can only be transferred by hand.", "款项曾退至买家，后被退回，只能人工转账。")}</p>
            })}
            {retry}
            {is_refused.then(|| view! {
                <Deed subject=id.to_string() then="by-hand" deed=lang.say("It was transferred by hand", "已人工转账").to_owned()
                    hint=lang.say("When, and to which account; the buyer is told that the money has come.", "何时转到哪个账户；买家会收到到账通知。")/>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::reason_field;

    #[test]
    fn every_subject_has_a_field_of_its_own() {
        assert_eq!(reason_field("note", "stripe.pi_1:captured"), "note-stripe.pi_1-3acaptured");
        let subjects = ["cash.顺丰", "cash.圆通", "cash.a b", "cash.a-b", "cash.a-20b", "cash.e9a1ba"];
        let fields: Vec<_> = subjects.iter().map(|subject| reason_field("note", subject)).collect();
        for (at, field) in fields.iter().enumerate() {
            assert!(field.is_ascii() && !field.contains(char::is_whitespace), "{field}");
            assert_eq!(fields.iter().position(|other| other == field), Some(at), "{field}");
        }
    }
}
