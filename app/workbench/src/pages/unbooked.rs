//! Amounts that a provider told and that cannot be booked: shown with their age until an operator has looked into them.

use super::reconciliation::{Reference, Since};
use super::ways_out::Deed;
use crate::parts::DoneHere;
use app_kit::components::Price;
use app_kit::{Say, lang, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::kernel::limits::BOOKED_MINOR_MAX;
use market::payment::UnbookedAmount;

/// The list of them.
#[component]
pub fn Unbooked(unbooked: Vec<UnbookedAmount>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="unbooked">
            <div class="section-head"><h2 id="unbooked">{lang.say("Told, and not booked", "渠道已告知、未入账")}</h2></div>
            <DoneHere place="unbooked" class="pb-4"/>
            <p class="pb-4">{lang.say("These amounts cannot be booked, and have paid nothing. Look at the provider by the reference what it really took or gave back, and write down what you found. What was taken once more you give back there, whole: it leaves this list by itself then.", "这些金额无法入账，也未用于任何付款。请凭编号到渠道后台核对实际收款或退款，并记录结果。多收的请在渠道后台全额退回，之后会自动从列表移除。")}</p>
            <table class="data-table">
                <caption class="sr">{lang.say("Amounts that cannot be booked", "无法入账的金额")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("Why", "原因")}</th>
                    <th scope="col">{lang.say("Reference", "编号")}</th>
                    <th scope="col">{lang.say("Since", "起始")}</th>
                    <th scope="col" class="num">{lang.say("Amount", "金额")}</th>
                    <th scope="col">{lang.say("What you can do", "处理")}</th>
                </tr></thead>
                <tbody>{unbooked.into_iter().map(|told| view! { <Told told now/> }).collect_view()}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Told(told: UnbookedAmount, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let why = why(&told, lang);
    let amount = match told.amount() {
        Some(amount) => Either::Left(view! { <Price amount class="price-plain"/> }),
        None => Either::Right(in_its_smallest_unit(&told, lang)),
    };
    let UnbookedAmount { provider, event, payment, reference, since, .. } = told;
    let behind = reference.map(|reference| format!(" {reference}")).unwrap_or_default();
    view! {
        <tr>
            <th scope="row">{why}</th>
            <td data-label=lang.say("Reference", "编号")><Reference reference=format!("{provider} {event}{behind}") payment=Some(payment)/></td>
            <td data-label=lang.say("Since", "起始")><Since at=since now/></td>
            <td class="num" data-label=lang.say("Amount", "金额")>{amount}</td>
            <td>
                <Deed subject=format!("{provider}.{event}") then="note" deed=lang.say("It was looked into", "已核实").to_owned()
                    hint=lang.say("What the provider really took or gave, and what was done about it. It leaves this list; the log keeps your words.", "渠道实际收款或退款情况及处理方式。该金额将从列表移除，说明保留在日志中。")/>
            </td>
        </tr>
    }
}

fn why(told: &UnbookedAmount, lang: Language) -> &'static str {
    if !(1..=BOOKED_MINOR_MAX).contains(&told.minor) {
        lang.say("The provider told an impossible amount", "渠道告知的金额不可能存在")
    } else if told.amount().is_none() {
        lang.say("The provider told a currency that the market does not know", "渠道告知的币种平台不支持")
    } else if told.refund.is_some() {
        lang.say("The provider gave back another amount than it was asked for", "渠道退回的金额与申请的不符")
    } else {
        lang.say("The provider told one more amount that was not asked for", "渠道又告知了一笔与应付不符的金额")
    }
}

/// Nobody here knows how many of its smallest units make one of a currency that the market does not know.
fn in_its_smallest_unit(told: &UnbookedAmount, lang: Language) -> String {
    let (minor, currency) = (told.minor, told.currency.as_str());
    say!(lang, "{currency} {minor} (in its smallest unit)", "{currency} {minor}（最小货币单位）")
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::payment::{PaymentId, RefundId};

    fn told(minor: i64, currency: &str) -> UnbookedAmount {
        let (provider, event) = ("stripe".to_owned(), "pi_1:captured".to_owned());
        let since = Timestamp::from_millis(0);
        UnbookedAmount {
            provider,
            event,
            payment: PaymentId::from_uuid(Default::default()),
            reference: None,
            minor,
            currency: currency.to_owned(),
            refund: None,
            since,
        }
    }

    #[test]
    fn why_an_amount_cannot_be_booked_is_told_by_it() {
        for (minor, currency, expected) in [
            (0, "CNY", "The provider told an impossible amount"),
            (-5, "HKD", "The provider told an impossible amount"),
            (BOOKED_MINOR_MAX + 1, "CNY", "The provider told an impossible amount"),
            (5, "HKD", "The provider told a currency that the market does not know"),
            (5, "USD", "The provider told one more amount that was not asked for"),
        ] {
            assert_eq!(why(&told(minor, currency), Language::En), expected);
        }
        let back = UnbookedAmount { refund: Some(RefundId::from_uuid(Default::default())), ..told(5, "CNY") };
        assert_eq!(why(&back, Language::En), "The provider gave back another amount than it was asked for");
        assert_eq!(in_its_smallest_unit(&told(5, "HKD"), Language::Zh), "HKD 5（最小货币单位）");
    }
}
