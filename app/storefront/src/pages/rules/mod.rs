//! Every number that ranks, holds or charges, in plain words, with the day from which it counts.

mod exposure;
mod history;
mod ranking;
mod seen;
mod work;

pub use exposure::exposure;
pub use history::history;

use crate::frame::{Frame, Strip, reader};
use crate::parts::{absolute, share_card};
use app_kit::components::Icon;
use app_kit::form::FormState;
use app_kit::format::date;
use app_kit::request::{Answer, Document, Visit, page};
use app_kit::rules::{RuleText, is_of_cases, name};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::VAIN_MAX;
use market::discovery::SearchSettings;
use market::discovery::queries::settings_since;
use market::kernel::{Currency, Timestamp};
use market::policy::queries::published;
use market::policy::{PolicyChange, RuleName};
use ranking::Ranking;

/// `GET /rules`
pub async fn rules(visit: Visit) -> Answer {
    let lang = visit.lang;
    let market = &visit.app.market;
    let changes = published(market).await?;
    let (settings, settings_at) = settings_since(market).await?;
    let shelved = visit.app.shelved().await?;
    let reader = reader(&visit).await?;
    let title = lang.say("The rules and the numbers", "规则与费率");
    let text = lang.say(
        "Every number by which this market ranks, holds or charges, with the day from which it counts.",
        "本集市用于排序、保管和收费的每一个数字，以及生效日期。",
    );
    let mut document = Document::storefront(lang, title);
    let address = absolute(&visit.app, routes::RULES);
    document.head = share_card("website", title, text, &address, None);
    document.description = Some(text.to_owned());
    document.canonical = Some(address);
    document.public = true;
    let (strip, currency, now) = (Strip::at(&shelved, None), market.currency(), market.now());
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page" strip=strip><Everything changes currency now ranking=(settings, settings_at)/></Frame> }
    }))
}

/// Which numbers are announced, and which count at once: those that order goods, since when they are as they are.
fn lead(ranking_set_at: Option<Timestamp>, lang: Language) -> String {
    let last = ranking_set_at.map_or_else(
        || lang.say("nobody has set any since the market opened.", "开市以来未作调整。").to_owned(),
        |at| {
            let day = date(at, lang);
            say!(lang, "they were last set on {day}.", "最近一次设定于{day}。")
        },
    );
    say!(
        lang,
        "These are all the numbers by which this market ranks, holds or charges. A change is written here before it counts, and never touches what was sold before. Only the numbers that order goods count as soon as they are set: {last}",
        "本集市用于排序、保管和收费的数字都在这里。调整会先在此公布，不影响已成交的订单。只有决定商品排序的数字一经设定即刻生效：{last}"
    )
}

#[component]
fn Everything(
    changes: Vec<PolicyChange>,
    currency: Currency,
    now: Timestamp,
    ranking: (SearchSettings, Option<Timestamp>),
) -> impl IntoView {
    let lang = lang();
    let of = |rule: RuleName| -> Vec<PolicyChange> { changes.iter().filter(|change| change.rule == rule).copied().collect() };
    let (cases, sections): (Vec<_>, Vec<_>) = RuleName::ALL.into_iter().partition(|rule| is_of_cases(*rule));
    let sections = sections.into_iter().map(|rule| view! { <Rule rule changes=of(rule) currency now/> });
    let cases = cases.into_iter().map(|rule| view! { <Rule rule changes=of(rule) currency now/> });
    view! {
        <div class="stack">
            <h1>{lang.say("The rules and the numbers", "规则与费率")}</h1>
            <p class="lead">{lead(ranking.1, lang)}</p>
        </div>
        {sections.collect_view()}
        <section class="section prose" id="cases">
            <h2>{lang.say("When something is wrong", "售后")}</h2>
            <p>{lang.say("A buyer asks on the order's page for money back, for all of it or a part. The shop answers; if the two do not agree, an operator decides. While a case is open, the order's money stays where it is.", "买家在订单页申请退款，可以全部，也可以部分。店家答复；谈不拢时由平台裁定。售后期间，订单的货款原地不动。")}</p>
            <p>{lang.say("Where the parcel has left, a buyer can also ask for the same goods once more: for what was missing, spoiled or lost, or in exchange for goods that are sent back; then also for another size or colour of them that costs the same. No shop is bound by silence to goods that it may not have: then the money goes back. A shop that agreed has as long to send them as for an order; if it does not, the money goes back. The buyer has as long to say whether they are right as for an order's parcel.", "发货后，买家也可以申请补发少件、变质或丢失的商品，或寄回换货；换货时可选价格相同的其他规格。店家不会因未答复而须交出可能没有的商品，逾期则退款。店家同意后，补发时限与发货时限相同，逾期自动退款。买家确认补发商品的时限，与订单确认收货的时限相同。")}</p>
            <p>{say!(lang, "Of one order, {VAIN_MAX} cases may end without an agreement, or with a decision that gives nothing, before it is shipped, and as many after, while its money is held. Then it goes on; when it is completed, the buyer can ask again.", "同一订单在货款保管期间，发货前和发货后各最多有 {VAIN_MAX} 次售后未达成一致或裁定不退款。之后订单继续进行；订单完成后，买家可以再次申请。")}</p>
            <p>{lang.say("Money goes back the way it was paid. The market gives back its fee for that part. What a shop was paid already is taken from its balance.", "款项原路退回，平台同时退还相应的服务费。已付给店家的，从店家余额中扣回。")}</p>
        </section>
        {cases.collect_view()}
        <section class="section prose" id="coupons">
            <h2>{lang.say("Who pays for a coupon", "优惠券由谁承担")}</h2>
            <p>{lang.say("A shop's coupon is given by that shop: what it takes off, the shop does not get. A coupon of the market is paid by the market: the shop gets as much as without it. What goes back to you is what you paid, of a part of the goods their part of it; what the market had paid for them goes back to the market.", "店铺优惠券由店家承担：减免的部分，店家不收。平台优惠券由平台承担：店家所得不变。退款退还您实际支付的金额，部分退款按比例计算；平台为这些商品承担的部分退回平台。")}</p>
        </section>
        <Ranking settings=ranking.0 since=ranking.1/>
        <section class="section prose" id="sold">
            <h2>{lang.say("What “sold” counts", "“已售”怎么算")}</h2>
            <p>{lang.say("Orders, and not pieces or grams: one order of goods is one sale, whether it is 50 g or ten pieces. It counts when the order is completed, and as long as the buyer keeps something of it and has paid at least half of its price as listed: what coupons take off, and what is given back of the money alone, is not paid. What the shop's own people buy does not count, nor what somebody buys who stands behind the shop.", "按订单数，不按件数或重量：一单就是一次，50 克是一单，十件也是一单。确认收货后计入，全部退货后减去；优惠券减免和仅退款合计超过标价一半的，不算。店员自己买的不算，店铺背后同一个人买的也不算。")}</p>
            <p>{lang.say("Whether a shop is still a small one is told by the same count over all goods of its holder, together with orders that are paid and still on their way: a shop whose parcels travel is not small for it. What was given back as a whole, what less than half was paid for and what the shop's own people bought is in neither number.", "一家店是否还算小店，按同样的口径数店主全部商品的订单，另加已付款、还在途中的订单：包裹在路上，店并不因此就小。全部退货的、实付不到一半的和店里自己人买的，两个数里都没有。")}</p>
            <p>{lang.say("From 100 on the number is rounded down to its first two digits.", "满 100 后只显示前两位，其余舍去。")}</p>
        </section>
        <section class="section prose" id="escrow">
            <h2>{lang.say("Where the money is", "钱在哪里")}</h2>
            <p class="promise"><Icon name="shield"/><span>{lang.say("Between payment and receipt it is held by the market and belongs to neither the market nor the shop.", "从付款到确认收货，货款由平台保管，既不属于平台，也还不属于店家。")}</span></p>
        </section>
    }
}

#[component]
fn Rule(rule: RuleName, changes: Vec<PolicyChange>, currency: Currency, now: Timestamp) -> impl IntoView {
    view! {
        <section class="section stack stack-small" id=rule.code()>
            <h2>{name(rule, lang())}</h2>
            <RuleText rule changes currency now/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_orders_goods_counts_at_once_and_everything_else_is_announced() {
        let at = Timestamp::from_millis(1_795_465_800_000);
        let never = lead(None, Language::En);
        assert!(never.contains("written here before it counts") && never.contains("as soon as they are set: nobody has set any"));
        assert!(lead(Some(at), Language::En).ends_with("as soon as they are set: they were last set on 24 Nov 2026."));
        assert!(lead(Some(at), Language::Zh).ends_with("一经设定即刻生效：最近一次设定于2026年11月24日。"));
        assert!(lead(None, Language::Zh).ends_with("开市以来未作调整。"));
    }
}
