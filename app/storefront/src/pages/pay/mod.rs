//! `/pay/{payment}`: what is to be paid and until when, and what became of it. The provider sends browsers back to here.

use super::checkout;
use crate::frame::{Frame, Reader};
use app_kit::components::{Attempt, Notice, Price, Tone};
use app_kit::form::FormState;
use app_kit::format::{clock_time, machine_time, moment, money};
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, lang, routes, say};
use axum::extract::Path;
use http::StatusCode;
use leptos::prelude::*;
use market::account::Buyer;
use market::kernel::Money;
use market::order::commands::cancel_unpaid;
use market::payment::{PaymentId, PaymentState, PaymentView, SentBack, queries};

async fn found(visit: &Visit, id: &str) -> Result<(Buyer, PaymentView), Stop> {
    let buyer = visit.buyer()?;
    let id: PaymentId = id.parse().map_err(|_| Stop::not_found())?;
    let view = queries::payment(&visit.app.market, &buyer, id).await?.ok_or_else(Stop::not_found)?;
    Ok((buyer, view))
}

/// In the address of this page, where the provider's own could not be opened: it did not answer, or refused.
pub const AWAY: &str = "away";
pub const REFUSED: &str = "refused";

/// Where the buyer comes from.
#[derive(Clone, Copy)]
struct From {
    /// From the provider's page.
    is_back: bool,
    is_away: bool,
    is_refused: bool,
}

/// `GET /pay/{payment}`
pub async fn pay(visit: Visit, Path(id): Path<String>) -> Answer {
    let (_, view) = found(&visit, &id).await?;
    let lang = visit.lang;
    let reader = Reader::of(&visit, super::cart::count(&visit).await?);
    let query = visit.query();
    let from = From { is_back: query.has("back"), is_away: query.has(AWAY), is_refused: query.has(REFUSED) };
    let document = Document::storefront(lang, lang.say("Payment", "付款"));
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap narrow page stack"><PayPage view from/></Frame> }
    }))
}

/// `POST /pay/{payment}`: goes to the provider (again), or gives the checkout up.
pub async fn post(visit: Visit, Path(id): Path<String>, fields: Fields) -> Answer {
    let (buyer, view) = found(&visit, &id).await?;
    if fields.get("do") == "give-up" {
        // Paid in the meantime, or given up before: either way the page shows how it stands.
        let _ = refused(cancel_unpaid(&visit.attempt(&fields)?, &buyer, view.id).await)?;
        return Ok(see_other(&routes::pay(&id)));
    }
    checkout::start(&visit, &buyer, view.id).await
}

#[component]
fn PayPage(view: PaymentView, from: From) -> impl IntoView {
    let lang = lang();
    let orders = view.orders.clone();
    let body = match view.state {
        // What a courier brought all the same is told below.
        PaymentState::Closed if view.is_cash && !view.sent_back.is_empty() => ().into_any(),
        PaymentState::Waiting | PaymentState::Closed if view.is_cash => view! { <InCash view=view.clone()/> }.into_any(),
        PaymentState::Waiting => view! { <ToPay view=view.clone() from/> }.into_any(),
        PaymentState::Captured => view! {
            <Notice tone=Tone::Good title=lang.say("Paid. Your money is held", "已付款，货款由平台保管")>
                <p>{lang.say("The shops have been told. They get the money when you confirm that the parcel is in your hands.", "已通知店家。您确认收货后，货款才付给店家。")}</p>
            </Notice>
        }
        .into_any(),
        PaymentState::Closed => view! { <TooLate has_come=!view.sent_back.is_empty()/> }.into_any(),
    };
    let (is_closed, asked) = (view.state == PaymentState::Closed, view.amount);
    let sent = view.sent_back.into_iter().map(|sent| {
        let is_late = is_closed && sent.amount == asked;
        view! { <Back sent is_late/> }
    });
    let sent = sent.collect_view();
    // Whoever paid too late looks for the money first; whoever paid twice, for what was paid for.
    let told = if is_closed { view! { {sent}{body} }.into_any() } else { view! { {body}{sent} }.into_any() };
    view! {
        <h1>{lang.say("Payment", "付款")}</h1>
        {view.other_amount.map(|came| view! { <OtherAmount came asked=view.amount/> })}
        {told}
        <section class="card">
            <h2>{lang.say("For these orders", "对应的订单")}</h2>
            <ul>
                {orders.into_iter().map(|(id, number)| view! {
                    <li><a href=routes::my_order(&id.to_string())>{say!(lang, "Order {number}", "订单 {number}")}</a></li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// The goods are others' again; `has_come` is whether money came all the same, of which the page tells then.
#[component]
fn TooLate(has_come: bool) -> impl IntoView {
    let lang = lang();
    let words = if has_come {
        lang.say("The goods are free for others again.", "商品已释放给其他人。")
    } else {
        lang.say(
            "The goods are free for others again. If money still arrives, it goes back to you in full.",
            "商品已释放给其他人。若之后仍有款项到账，将全额退回。",
        )
    };
    view! {
        <Notice tone=Tone::Info title=lang.say("Nothing was paid in time", "未在时限内付款")><p>{words}</p></Notice>
        <p><a class="btn btn-primary" href=routes::HOME>{lang.say("To the goods", "去看看好货")}</a></p>
    }
}

/// The provider took something else than was asked for, or in another currency: it is in nobody's pocket, and the buyer need not fear for it.
#[component]
fn OtherAmount(came: Money, asked: Money) -> impl IntoView {
    let lang = lang();
    let (came, asked) = (money(came, lang), money(asked, lang));
    view! {
        <Notice tone=Tone::Wait title=say!(lang, "{came} came instead of {asked}", "收到 {came}，应付 {asked}")>
            <p>{lang.say("This money is held, and pays nothing yet. A person looks at it: it goes back to you, or pays these orders where the right sum came after all. You will see here which.", "这笔钱已保管，尚未用于付款。工作人员核对后会退还给您；若实际收到的金额正确，则用于支付这些订单。结果会显示在本页。")}</p>
        </Notice>
    }
}

/// Money that paid for nothing: the buyer sees that it goes back, and when it did. `is_late`: it was the right sum, and came too late.
#[component]
fn Back(sent: SentBack, is_late: bool) -> impl IntoView {
    let lang = lang();
    let amount = money(sent.amount, lang);
    let why = if is_late {
        lang.say("It came when these goods were no longer held for you.", "这笔钱到账时，商品已不再为您保留。")
    } else {
        lang.say(
            "It came when these goods were no longer held for you, or was not the sum that was asked for.",
            "这笔钱到账时商品已不再为您保留，或金额与应付不符。",
        )
    };
    match sent.arrived_at {
        Some(at) => view! {
            <Notice tone=Tone::Good title=say!(lang, "{amount} went back to you", "{amount} 已退还给您")>
                <p>{why}<br/><time datetime=machine_time(at)>{moment(at, lang)}</time></p>
            </Notice>
        }
        .into_any(),
        None => view! {
            <Notice tone=Tone::Wait title=say!(lang, "{amount} goes back to you", "{amount} 正在退还给您")>
                <p>{why}" "{lang.say("All of it goes back to you. You need do nothing.", "款项将全额退还给您，您无需操作。")}</p>
            </Notice>
        }
        .into_any(),
    }
}

/// Nothing has to be done now: the courier collects it, or nobody does any more.
#[component]
fn InCash(view: PaymentView) -> impl IntoView {
    let lang = lang();
    let is_due = view.state == PaymentState::Waiting;
    let (title, words) = if is_due {
        (
            lang.say("Ordered. You pay in cash at the door", "已下单，货到付款"),
            lang.say(
                "The shop packs your parcel. Give the courier exactly this sum; until it is shipped you can cancel the order.",
                "店家正在备货。收货时请把这笔钱付给快递员；发货前可以取消订单。",
            ),
        )
    } else {
        (
            lang.say("Ended without payment", "已关闭，未付款"),
            lang.say("Nothing was paid, and nobody owes anything.", "没有付款，双方互不相欠。"),
        )
    };
    view! {
        <Notice tone=Tone::Info title><p>{words}</p></Notice>
        {is_due.then(|| view! { <section class="card"><p><Price amount=view.amount class="price-large"/></p></section> })}
    }
}

/// The provider's page could not be opened.
#[component]
fn NotOpened(is_refused: bool) -> impl IntoView {
    let lang = lang();
    let (title, words) = if is_refused {
        (
            lang.say("The payment provider does not take this payment", "支付方不接受这笔付款"),
            lang.say(
                "Nothing was charged. It may be a sum that it does not take: you can cancel these orders below and order otherwise.",
                "没有扣款。可能是金额不在其受理范围内：您可以在下面取消这些订单，换个方式下单。",
            ),
        )
    } else {
        (
            lang.say("The payment provider does not answer just now", "支付方暂时没有响应"),
            lang.say(
                "Nothing was charged. Please try again in a moment; your goods stay held.",
                "没有扣款。请稍后再试，商品仍为您保留。",
            ),
        )
    };
    view! {
        <Notice tone=Tone::Bad title><p>{words}</p></Notice>
    }
}

#[component]
fn ToPay(view: PaymentView, from: From) -> impl IntoView {
    let lang = lang();
    let path = routes::pay(&view.id.to_string());
    let (until, exactly) = (clock_time(view.expires_at), moment(view.expires_at, lang));
    let again = format!("{path}?back");
    let waits = from.is_back && !view.declined && view.other_amount.is_none();
    view! {
        {view.declined.then(|| view! {
            <Notice tone=Tone::Bad title=lang.say("The payment was declined", "付款被拒绝")>
                <p>{lang.say("Nothing was charged. Please try again, perhaps with another card.", "没有扣款。请重试，或换一张卡。")}</p>
            </Notice>
        })}
        {(from.is_away || from.is_refused).then(|| view! { <NotOpened is_refused=from.is_refused/> })}
        {waits.then(|| view! {
            <Notice tone=Tone::Info title=lang.say("We wait for word from the payment provider", "正在等待支付方确认")>
                <p>{lang.say("This takes a moment. If you have paid, you need not pay again.", "请稍等。若您已付款，无需再付。")}</p>
                <p><a class="btn btn-small" href=again>{lang.say("Look again", "刷新查看")}</a></p>
            </Notice>
        })}
        <Notice tone=Tone::Wait title=say!(lang, "Held for you until {until}", "为您保留到 {until}")>
            <p>{lang.say("Nobody else can buy these goods until ", "在此之前，别人买不走这些货：")}<time datetime=machine_time(view.expires_at)>{exactly}</time></p>
        </Notice>
        <section class="card stack">
            <p><Price amount=view.amount class="price-large"/></p>
            <form class="stack" method="post" action=path.clone()>
                <button class="btn btn-primary btn-large" name="do" value="pay">{lang.say("Pay now", "去付款")}</button>
            </form>
            <details class="confirm">
                <summary>{lang.say("I do not want it any more", "不想要了")}</summary>
                <form method="post" action=path>
                    <Attempt/>
                    <p>{lang.say("All orders of this payment are cancelled.", "此次付款的所有订单都会取消。")}" "{view.other_amount.is_none().then(|| lang.say("Nothing was charged.", "没有扣款。"))}</p>
                    <button class="btn btn-danger" name="do" value="give-up">{lang.say("Cancel these orders", "取消这些订单")}</button>
                </form>
            </details>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app_kit::request::render;
    use market::account::Language;
    use market::kernel::{Currency, Timestamp};

    /// The page of ¥160.00 that were not paid in time, and of what came all the same, in fen.
    fn closed(came: &[i64]) -> String {
        let now = Timestamp::from_millis(0);
        let yuan = |minor: i64| Money::new(minor, Currency::Cny);
        let view = PaymentView {
            id: PaymentId::mint(now),
            state: PaymentState::Closed,
            amount: yuan(16_000),
            created_at: now,
            expires_at: now,
            is_cash: false,
            declined: false,
            other_amount: None,
            sent_back: came.iter().map(|minor| SentBack { amount: yuan(*minor), arrived_at: Some(now) }).collect(),
            orders: Vec::new(),
        };
        let from = From { is_back: false, is_away: false, is_refused: false };
        render(Language::En, FormState::default(), move || view! { <PayPage view from/> })
    }

    #[test]
    fn whoever_paid_too_late_reads_first_where_the_money_is() {
        let page = closed(&[16_000]);
        let [back, closed] = ["went back to you", "Nothing was paid in time"].map(|words| page.find(words).expect("it is told"));
        assert!(back < closed, "{page}");
        assert!(page.contains("no longer held for you") && !page.contains("not the sum"), "it was the right sum: {page}");
        assert!(!page.contains("If money still arrives"), "it has: {page}");
    }

    #[test]
    fn another_sum_may_be_why_it_went_back_and_what_has_not_come_is_promised() {
        assert!(closed(&[9_000]).contains("was not the sum"));
        assert!(closed(&[]).contains("If money still arrives"));
    }
}
