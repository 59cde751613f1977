//! Every number that ranks, holds or charges, in plain words, with the day from which it counts.

use crate::frame::{Frame, Strip, reader};
use crate::parts::{absolute, share_card};
use app_kit::components::{Icon, Notice, Tone};
use app_kit::form::FormState;
use app_kit::format::{date, machine_time, money};
use app_kit::request::{Answer, Document, Visit, page};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::account::Language;
use market::kernel::{Currency, Money, Timestamp, show_decimal};
use market::policy::queries::published;
use market::policy::{PolicyChange, RuleName};

/// `GET /rules`
pub async fn rules(visit: Visit) -> Answer {
    let lang = visit.lang;
    let market = &visit.app.market;
    let changes = published(market).await?;
    let shelved = visit.app.shelf.look(market).await?;
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
        view! { <Frame reader main_class="wrap page" strip=strip><Everything changes currency now/></Frame> }
    }))
}

/// A rule's name and what it means to the people it touches.
const fn meaning(rule: RuleName) -> [(&'static str, &'static str); 2] {
    match rule {
        RuleName::FeeBasisPoints => [
            ("The market's fee", "平台服务费"),
            (
                "Of the goods' price, never of freight. The shop pays it when its money is released. What was in force at the sale counts, also when the fee changes later.",
                "按商品价格收取，运费不收。货款结算给店家时扣除，以成交时的费率为准，之后调整不追溯。",
            ),
        ],
        RuleName::HoldMinutes => [
            ("Goods are held for an unpaid order", "未付款订单保留时间"),
            (
                "Nobody else can buy them meanwhile. Afterwards the order closes by itself and nothing is charged.",
                "期间别人买不走。超时订单自动关闭，不收任何费用。",
            ),
        ],
        RuleName::ShipByHours => [
            ("A shop must have shipped", "店家发货时限"),
            (
                "Counted from payment. Until a parcel is on its way, the buyer can cancel and gets everything back.",
                "从付款起算。未发货前，买家可以取消，全额退还。",
            ),
        ],
        RuleName::AutoConfirmDays => [
            ("A parcel counts as received", "自动确认收货"),
            (
                "Counted from dispatch, if the buyer does not confirm before. Then the held money goes to the shop.",
                "从发货起算，买家一直没有确认时生效。之后保管的货款付给店家。",
            ),
        ],
        RuleName::UnverifiedCapMinor => [
            ("A shop may sell before its identity is checked", "身份审核前的销售额上限"),
            (
                "A shop sells from its first minute. Beyond this sum, and for any payout, an operator must have checked who is behind it.",
                "店铺开张即可售卖。超过此金额，或要提款，须先由运营人员核实身份。",
            ),
        ],
        RuleName::PayoutMinimumMinor => [
            ("The least that is paid out", "最低提款金额"),
            ("Smaller sums wait until there is enough. They stay the shop's.", "不足的金额先攒着，仍归店家所有。"),
        ],
        RuleName::ShopsPerIdentity => {
            [("Shops that one person may open", "每人可开店数量"), ("Counted by the ID number.", "按身份证号计算。")]
        }
        RuleName::ReconcileMinutes => [
            ("The payment provider is asked again", "与支付渠道对账"),
            (
                "Where its word about a payment or a refund did not come, the market asks by itself, and completes the order or gives the money back.",
                "若付款或退款的通知没有送达，平台会主动查询，并完成订单或退还款项。",
            ),
        ],
    }
}

/// A rule's value as people say it.
fn value(rule: RuleName, value: i64, currency: Currency, lang: Language) -> String {
    match rule {
        RuleName::FeeBasisPoints => format!("{} %", show_decimal(value, 100)),
        RuleName::HoldMinutes => say!(lang, "for {value} minutes", "{value} 分钟"),
        RuleName::ShipByHours => say!(lang, "within {value} hours", "{value} 小时内"),
        RuleName::AutoConfirmDays => say!(lang, "after {value} days", "{value} 天后"),
        RuleName::UnverifiedCapMinor | RuleName::PayoutMinimumMinor => money(Money::new(value, currency), lang),
        RuleName::ShopsPerIdentity => value.to_string(),
        RuleName::ReconcileMinutes => say!(lang, "every {value} minutes", "每 {value} 分钟"),
    }
}

/// Since when, or from when on.
fn since(change: &PolicyChange, now: Timestamp, lang: Language) -> String {
    match change.in_force_from {
        None => lang.say("Since the market opened", "开市以来").to_owned(),
        Some(at) if at <= now => {
            let day = date(at, lang);
            say!(lang, "Since {day}", "{day}起")
        }
        Some(at) => {
            let day = date(at, lang);
            say!(lang, "From {day} on", "自{day}起")
        }
    }
}

#[component]
fn Everything(changes: Vec<PolicyChange>, currency: Currency, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let sections = RuleName::ALL.into_iter().map(|rule| {
        let of_rule: Vec<PolicyChange> = changes.iter().filter(|change| change.rule == rule).copied().collect();
        view! { <Rule rule changes=of_rule currency now/> }
    });
    view! {
        <div class="stack">
            <h1>{lang.say("The rules and the numbers", "规则与费率")}</h1>
            <p class="lead">{lang.say("These are all the numbers by which this market holds or charges. A change is written here before it counts, and never touches what was sold before.", "本集市用于保管和收费的数字都在这里。调整会先在此公布，不影响已成交的订单。")}</p>
        </div>
        {sections.collect_view()}
        <section class="section prose" id="ranking">
            <h2>{lang.say("How goods are ordered", "商品如何排序")}</h2>
            <p>{lang.say("Everywhere the newest first: on the home page, in categories, in shops, in search. There are no paid places, and no shop is put before another.", "首页、分类、店铺和搜索都是新上的在前。没有付费排位，不偏袒任何一家店。")}</p>
            <p>{lang.say("On the home page one shop tells its story each day: all shops that have written one, in turn.", "首页每天讲一家店的故事：写了故事的店轮流来。")}</p>
        </section>
        <section class="section prose" id="escrow">
            <h2>{lang.say("Where the money is", "钱在哪里")}</h2>
            <p class="promise"><Icon name="shield"/><span>{lang.say("Between payment and receipt it is held by the market and belongs to neither the market nor the shop.", "从付款到确认收货，货款由平台保管，既不属于平台，也还不属于店家。")}</span></p>
        </section>
    }
}

#[component]
fn Rule(rule: RuleName, changes: Vec<PolicyChange>, currency: Currency, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let [name, text] = meaning(rule);
    let (announced, current): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.in_force_from.is_some_and(|from| from > now));
    let current = current.into_iter().map(|change| {
        let dated = change.in_force_from.map(machine_time);
        view! { <p><b>{value(rule, change.value, currency, lang)}</b>" "<small class="quiet"><time datetime=dated>{since(&change, now, lang)}</time></small></p> }
    });
    let announced = announced.into_iter().map(|change| {
        let (day, number) = (since(&change, now, lang), value(rule, change.value, currency, lang));
        let title = say!(lang, "{day}: {number}", "{day}：{number}");
        view! { <Notice tone=Tone::Wait title/> }
    });
    view! {
        <section class="section stack stack-small" id=rule.code()>
            <h2>{lang.say(name.0, name.1)}</h2>
            {current.collect_view()}
            <p>{lang.say(text.0, text.1)}</p>
            {announced.collect_view()}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_say_them() {
        let of = |rule, number, lang| value(rule, number, Currency::Cny, lang);
        assert_eq!(of(RuleName::FeeBasisPoints, 125, Language::En), "1.25 %");
        assert_eq!(of(RuleName::HoldMinutes, 30, Language::Zh), "30 分钟");
        assert_eq!(of(RuleName::UnverifiedCapMinor, 200_000, Language::En), "CN¥2,000.00");
    }

    #[test]
    fn an_announced_change_says_from_when() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let change = |from| PolicyChange { rule: RuleName::HoldMinutes, value: 30, in_force_from: from };
        assert_eq!(since(&change(None), now, Language::En), "Since the market opened");
        assert_eq!(since(&change(Some(now)), now, Language::En), "Since 24 Nov 2026");
        assert_eq!(since(&change(Some(Timestamp::from_millis(now.millis() + 1))), now, Language::Zh), "自2026年11月24日起");
    }

    #[test]
    fn every_rule_is_explained_in_both_languages() {
        for rule in RuleName::ALL {
            for (english, chinese) in meaning(rule) {
                assert!(english.is_ascii() && !chinese.is_ascii(), "{rule:?}: {english}");
            }
        }
    }
}
