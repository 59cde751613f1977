//! `/admin/payouts`: what the market has and owes, and the files that went to the bank.

use app_kit::components::{Attempt, Badge, Icon, Notice, Price, Tone};
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::ledger::{MarketMoney, PayoutBatchView};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PayoutsPage {
    /// The market's money.
    pub money: MarketMoney,
    /// The newest batches.
    pub batches: Vec<PayoutBatchView>,
    /// What was just done.
    pub done: String,
}

/// The page.
#[component]
pub fn Payouts(page: PayoutsPage) -> impl IntoView {
    let lang = lang();
    let nobody = page.done == "nobody";
    let is_empty = page.batches.is_empty();
    view! {
        <h1>{lang.say("Payouts", "提现")}</h1>
        {nobody.then(|| view! {
            <Notice tone=Tone::Info title=lang.say("Nobody is to be paid just now", "暂时没有需要付款的店铺")>
                <p>{lang.say("A shop is paid when its identity is approved, its balance has reached the minimum, and no payout is on its way.", "身份已核实、余额达到最低额、且没有在途提现的店铺才会付款。")}</p>
            </Notice>
        })}
        <Balances money=page.money/>
        <form class="stack" method="post" action=routes::admin("payouts")>
            <Attempt/>
            <p>{lang.say("A batch pays every shop that can be paid, once, of more than 500 those that waited longest. The file for the bank is made from it.", "一个批次为所有可付款的店铺各付一次；超过 500 家时，等得最久的先付。银行文件由此生成。")}</p>
            <p><button class="btn btn-primary" name="then" value="make"><Icon name="money"/>{lang.say("Make a batch", "生成批次")}</button></p>
        </form>
        <section class="section" aria-labelledby="batches">
            <div class="section-head"><h2 id="batches">{lang.say("Batches, the newest first", "批次，最新在前")}</h2></div>
            {if is_empty {
                view! { <p class="quiet">{lang.say("No batch was made yet.", "还没有批次。")}</p> }.into_any()
            } else {
                view! { <ul class="deeds">{page.batches.into_iter().map(|batch| view! { <Batch batch/> }).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Balances(money: MarketMoney) -> impl IntoView {
    let lang = lang();
    let rows = [
        (lang.say("Held for orders", "订单托管"), money.escrow),
        (lang.say("Owed to shops", "应付店铺"), money.shops),
        (lang.say("Owed to buyers", "应退买家"), money.refunds),
        (lang.say("Fees earned", "平台费收入"), money.fees),
        (lang.say("With the payment provider", "支付渠道余额"), money.clearing),
    ];
    let lost =
        (!money.lost.is_zero()).then_some((lang.say("Of the fees, lost with couriers' cash", "其中：代收款损失"), money.lost));
    let given =
        (!money.promotion.is_zero()).then_some((lang.say("Given to coupons of the market", "平台优惠券支出"), money.promotion));
    let open = (money.suspense.minor() != 0).then_some(money.suspense);
    view! {
        {open.map(|amount| view! {
            <Notice tone=Tone::Bad title=lang.say("Money that nobody can explain yet", "有款项尚未查明")>
                <p><Price amount class="price-plain"/>{money.suspense_since.map(|since| view! { " "<time datetime=machine_time(since)>{moment(since, lang)}</time> })}</p>
                <p><a href=routes::admin("reconciliation")>{lang.say("Look into it", "查看明细")}</a></p>
            </Notice>
        })}
        <dl class="stats">
            {rows.into_iter().chain(lost).chain(given).map(|(label, amount)| view! { <div><dt>{label}</dt><dd><Price amount class="price-plain"/></dd></div> }).collect_view()}
        </dl>
    }
}

#[component]
fn Batch(batch: PayoutBatchView) -> impl IntoView {
    let lang = lang();
    let (payouts, waiting) = (batch.payouts, batch.waiting);
    let path = routes::admin(&format!("payouts/{}", batch.id));
    let state = if waiting > 0 {
        view! { <Badge tone=Tone::Wait icon="clock" word=say!(lang, "{waiting} to answer", "{waiting} 笔待回执")/> }
    } else {
        view! { <Badge tone=Tone::Good icon="check" word=lang.say("Answered", "已完结")/> }
    };
    view! {
        <li>
            <Icon name="money"/>
            <p>
                <a href=path><time datetime=machine_time(batch.made_at)>{moment(batch.made_at, lang)}</time></a><br/>
                <small class="quiet">{if payouts == 1 { lang.say("1 payout, ", "1 笔，共 ").to_owned() } else { say!(lang, "{payouts} payouts, together ", "{payouts} 笔，共 ") }}<Price amount=batch.amount class="price-plain"/></small>
            </p>
            {state}
        </li>
    }
}
