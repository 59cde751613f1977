//! How a balance came to be below zero.

use super::further::{Further, List};
use super::when;
use app_kit::components::{Notice, Price, Tone};
use app_kit::format::money;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Money;
use market::ledger::{Debt, DebtLine, StatementLine};

/// A balance below zero: what was taken back, what went into that since, and that the next sales make up for the rest. `is_further` is whether
/// the lines begin behind the latest ones; behind the last one there are none.
#[component]
pub fn Below(handle: String, balance: Money, debt: Debt, may_answer: bool, is_further: bool) -> impl IntoView {
    let lang = lang();
    let missing = money(Money::new(balance.minor().saturating_neg(), balance.currency()), lang);
    let (shop, next) = (handle.clone(), debt.lines.next);
    let had = debt.had.map(|had| {
        let had = money(had, lang);
        say!(
            lang,
            "{had} of what was given back came out of the balance that you had, or of what your bank returned since.",
            "退给买家的钱里，{had} 由当时的余额或银行退回的款项补上。"
        )
    });
    let rows = debt.lines.rows;
    let lines = (!rows.is_empty()).then(|| {
        let lines = rows.into_iter().map(|line| view! { <DebtRow handle=handle.clone() line may_answer/> });
        view! {
            <p>{lang.say("Money that you had was given back to buyers, for the orders below with a minus; what went into it since has a plus. You need not pay anything in: your next sales make up for the rest.", "下列带减号的订单把已付给您的货款退给了买家，带加号的是之后补上的。您不用另外付款，其余由之后的货款补上。")}</p>
            <ul>{lines.collect_view()}</ul>
        }
    });
    view! {
        <Notice tone=Tone::Wait title=say!(lang, "Your balance is {missing} below zero", "余额为负，差 {missing}")>
            {lines}
            {had.map(|words| view! { <p>{words}</p> })}
            <Further handle=shop list=List::Owed is_further next/>
        </Notice>
    }
}

/// What moved: an order's money, or what the shop's bank gave back, which is about none.
fn moved(movement: &StatementLine, lang: Language) -> String {
    if movement.kind.starts_with("payout") {
        return lang.say("A payout that came back", "退回的打款").to_owned();
    }
    let number = &movement.about;
    say!(lang, "Order {number}", "订单 {number}")
}

/// A refund, or a sale that went into one.
#[component]
fn DebtRow(handle: String, line: DebtLine, may_answer: bool) -> impl IntoView {
    let lang = lang();
    let DebtLine { movement, counted } = line;
    let path = movement.case.filter(|_| may_answer).map(|case| routes::shop_case(&handle, &case.to_string()));
    let order = moved(&movement, lang);
    let all = money(movement.amount, lang);
    let earned = (!counted.is_negative()).then(|| {
        if counted == movement.amount {
            lang.say("went into it", "已用于补足").to_owned()
        } else {
            say!(lang, "of its {all} went into it", "已用于补足（该单共 {all}）")
        }
    });
    view! {
        <li>
            {match path { Some(path) => view! { <a href=path>{order}</a> }.into_any(), None => order.into_any() }}
            " "{(!counted.is_negative()).then_some("+")}<Price amount=counted class="price-plain"/>" "
            {earned}" "{when(movement.at, lang)}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Timestamp;

    #[test]
    fn a_debt_is_made_of_orders_and_of_what_the_bank_gave_back() {
        for (kind, about, english, chinese) in [
            ("case_refund", "261124-1", "Order 261124-1", "订单 261124-1"),
            ("release", "261124-1", "Order 261124-1", "订单 261124-1"),
            ("payout_returned", "", "A payout that came back", "退回的打款"),
        ] {
            let (kind, about) = (kind.to_owned(), about.to_owned());
            let movement = StatementLine { kind, about, case: None, amount: Money::fen(1_253), at: Timestamp::from_millis(0) };
            assert_eq!((moved(&movement, Language::En).as_str(), moved(&movement, Language::Zh).as_str()), (english, chinese));
        }
    }
}
