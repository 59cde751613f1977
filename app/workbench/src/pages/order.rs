//! `/sell/{shop}/orders/{order}`: what to pack, where it goes, what it brings, and the form that ships it.

use super::beside::{CaseNotice, SentAgain};
use super::order_done::OrderDone;
use super::states::OrderBadge;
use crate::forms::ship::ShipForm;
use crate::forms::{Form, Hydrated};
use crate::parts::due;
use app_kit::components::{Attempt, Badge, FormErrors, Notice, Price, Tone, UnitPrice};
use app_kit::form::form_state;
use app_kit::format::{machine_time, moment, money, quantity};
use app_kit::refunds::Steps;
use app_kit::words::perishable;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::Party;
use market::aftersales::rules::OpenUntil;
use market::kernel::{Money, Timestamp};
use market::order::rules::courier;
use market::order::{Cash, EventView, LineView, OrderEvent, OrderState, OrderView, ParcelAddress};

/// The page's data.
#[derive(Clone, Debug)]
pub struct OrderPage {
    /// The shop.
    pub handle: String,
    /// The order.
    pub order: OrderView,
    /// The shop's share; none for staff who may not see money.
    pub earned: Option<Earned>,
    /// The market's time.
    pub now: Timestamp,
    /// Until when the buyer can ask for after-sales, once it is completed.
    pub until: OpenUntil,
    /// Couriers and numbers of the parcels in which some of it was sent again.
    pub resent: Vec<(String, String)>,
    /// Until when some of it is to be sent again.
    pub again_by: Option<Timestamp>,
    /// What was just done; empty where nothing was.
    pub done: String,
    /// Whether the reader may answer cases.
    pub may_answer: bool,
}

/// What an order brings, after what went back of it.
#[derive(Clone, Copy, Debug)]
pub struct Earned {
    /// What the market pays for its own coupon.
    pub given: Money,
    /// What the market keeps.
    pub fee: Money,
    /// What stays with the shop.
    pub shop: Money,
}

/// The page.
#[component]
pub fn Order(page: OrderPage) -> impl IntoView {
    let lang = lang();
    let OrderPage { handle, order, earned, now, until, resent, again_by, done, may_answer } = page;
    let until = until.last.map(|last| (last, until.perishable.filter(|end| *end != last)));
    let path = routes::sell(&handle, &format!("orders/{}", order.row.id));
    let number = order.row.number.clone();
    let is_to_ship = order.row.state == OrderState::Paid && order.open_case.is_none();
    let case = order.open_case.map(|case| may_answer.then(|| routes::shop_case(&handle, &case.to_string())));
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol><li><a href=routes::sell(&handle, "orders")>{lang.say("Orders", "订单")}</a></li><li aria-current="page">{number.clone()}</li></ol>
        </nav>
        <div class="row"><h1>{say!(lang, "Order {number}", "订单 {number}")}</h1><OrderBadge state=order.row.state/></div>
        <OrderDone done/>
        {case.map(|path| view! { <CaseNotice path again_by/> })}
        {(order.row.cash == Some(Cash::Due)).then(|| view! { <CashNotice path=path.clone() order=order.clone()/> })}
        <FormErrors form=form_state()/>
        <div class="columns">
            <div class="stack">
                {is_to_ship.then(|| view! { <Hydrated form=Form::Ship(ShipForm { path, ship_by: order.row.ship_by, now })/> })}
                <section class="card stack"><h2>{lang.say("What to pack", "要装的商品")}</h2><Lines lines=order.row.lines.clone()/></section>
                <section class="card stack"><h2>{lang.say("Where it goes", "寄到哪里")}</h2><Address address=order.address.clone()/></section>
                <Note note=order.note.clone()/>
            </div>
            <aside class="side stack">
                <section class="card stack"><h2>{lang.say("Money", "款项")}</h2><Sums order=order.clone() earned/></section>
                <section class="card stack"><h2>{lang.say("What happened", "进度")}</h2><Timeline order now until/><SentAgain parcels=resent/></section>
            </aside>
        </div>
    }
}

/// What the courier collects; once the parcel left, the way to say that it came back.
#[component]
fn CashNotice(path: String, order: OrderView) -> impl IntoView {
    let lang = lang();
    let sum = money(order.row.total, lang);
    let is_out = matches!(order.row.state, OrderState::Shipped | OrderState::Delivered);
    let words = if is_out {
        lang.say(
            "The courier collects it, or has it. You are paid when the courier has handed it over and the buyer has the parcel.",
            "由快递代收。快递交回货款且买家收货后，货款归您。",
        )
    } else {
        lang.say("Please hand the parcel over as cash on delivery, with this sum on it.", "请按代收货款寄出，并写明这个金额。")
    };
    view! {
        <Notice tone=Tone::Wait title=say!(lang, "Collect {sum} from the buyer", "向买家代收 {sum}")>
            <p>{words}</p>
            {(is_out && !order.is_received).then(|| view! {
                <details class="confirm">
                    <summary>{lang.say("The parcel came back", "包裹退回来了")}</summary>
                    <form method="post" action=path>
                        <Attempt/>
                        <p>{lang.say("The order ends, its goods are on your shelf again, and no money moves. This cannot be undone.", "订单关闭，商品回到库存，不涉及款项。此操作不能撤销。")}</p>
                        <button class="btn btn-danger" name="do" value="came-back">{lang.say("I have the parcel again", "我已收回包裹")}</button>
                    </form>
                </details>
            })}
        </Notice>
    }
}

#[component]
fn Lines(lines: Vec<LineView>) -> impl IntoView {
    let lang = lang();
    lines
        .into_iter()
        .map(|line| {
            let source = if line.picture.is_empty() { "/placeholder.svg".to_owned() } else { routes::photo(&line.picture) };
            let (amount, back) = (to_pack(&line, lang), given_back(&line, lang));
            view! {
                <div class="line-item">
                    <img src=source alt="" width="80" height="80" loading="lazy"/>
                    <h3>{line.title}</h3>
                    <p><b>{amount}</b>{(!line.choices.is_empty()).then(|| format!(" · {}", line.choices.join(" · ")))}</p>
                    {back.map(|words| view! { <p class="quiet">{words}</p> })}
                    {line.is_perishable.then(|| view! { <p class="quiet">{perishable(lang)}</p> })}
                    <p class="row"><UnitPrice price=line.price measure=line.measure/><span class="push"><Price amount=line.total class="price-plain"/></span></p>
                </div>
            }
        })
        .collect_view()
}

/// How much of a line goes into the parcel.
fn to_pack(line: &LineView, lang: Language) -> String {
    match line.to_pack() {
        0 => lang.say("Not to be packed", "不用装").to_owned(),
        left => quantity(left, line.measure.unit, lang),
    }
}

/// What was bought and does not go into the parcel; none where all of it does.
fn given_back(line: &LineView, lang: Language) -> Option<String> {
    (line.restocked > 0).then(|| {
        let (back, bought) =
            (quantity(line.restocked, line.measure.unit, lang), quantity(line.quantity, line.measure.unit, lang));
        say!(
            lang,
            "Given back before shipping: {back} of {bought}. It is on your shelf again.",
            "发货前已退 {back}（原购 {bought}），已回到库存。"
        )
    })
}

#[component]
fn Address(address: ParcelAddress) -> impl IntoView {
    view! { <address class="address"><b>{address.recipient}</b><br/>{address.phone}<br/>{address.region_names}<br/>{address.street}</address> }
}

#[component]
fn Note(note: String) -> impl IntoView {
    let lang = lang();
    (!note.is_empty())
        .then(|| view! { <section class="card stack"><h2>{lang.say("The buyer's note", "买家留言")}</h2><p>{note}</p></section> })
}

/// A line of what the order comes to less; none where that is nothing.
fn less(words: &'static str, amount: Money) -> impl IntoView {
    (!amount.is_zero()).then(|| view! { <div><dt>{words}</dt><dd>"−"<Price amount class="price-plain"/></dd></div> })
}

#[component]
fn Sums(order: OrderView, earned: Option<Earned>) -> impl IntoView {
    let lang = lang();
    view! {
        <dl class="pairs">
            <div><dt>{lang.say("Goods", "商品")}</dt><dd><Price amount=order.items class="price-plain"/></dd></div>
            {less(lang.say("Your coupon", "本店优惠"), order.shop_discount)}
            {less(lang.say("The market's coupon", "平台优惠"), order.market_discount)}
            <div><dt>{lang.say("Freight", "运费")}</dt><dd><Price amount=order.freight class="price-plain"/></dd></div>
            <div><dt>{lang.say("The buyer pays", "买家支付")}</dt><dd><Price amount=order.row.total class="price-plain"/></dd></div>
            {less(lang.say("Went back to the buyer", "已退给买家"), order.refunded)}
            {earned.map(|earned| view! {
                {(!earned.given.is_zero()).then(|| view! { <div><dt>{lang.say("Paid by the market for its coupon", "平台承担的优惠")}</dt><dd>"+"<Price amount=earned.given class="price-plain"/></dd></div> })}
                <div><dt>{lang.say("The market's fee", "平台服务费")}</dt><dd>"−"<Price amount=earned.fee class="price-plain"/></dd></div>
                <div class="total"><dt>{lang.say("For your shop", "本店所得")}</dt><dd class="earned"><Price amount=earned.shop class="price-plain"/></dd></div>
            })}
        </dl>
        {(order.row.state == OrderState::Cancelled).then(|| view! {
            <p class="quiet">{lang.say("Cancelled: whatever was paid goes back to the buyer.", "已取消：已付的款项退回买家。")}</p>
        })}
    }
}

fn event_words(event: &EventView, lang: Language) -> &'static str {
    match event.event {
        None => lang.say("Placed", "已下单"),
        Some(OrderEvent::Pay) => lang.say("Paid", "已付款"),
        Some(OrderEvent::Promise) => lang.say("To be paid in cash at the door", "约定货到付款"),
        Some(OrderEvent::ComeBack) => lang.say("The parcel came back, unpaid", "包裹退回，未付款"),
        Some(OrderEvent::WriteOff) => {
            lang.say("The courier's cash never came; the market pays for it", "快递未交回货款，由平台承担")
        }
        Some(OrderEvent::CloseUnpaid) => lang.say("Closed: not paid in time", "超时未付款，已关闭"),
        Some(OrderEvent::Cancel) => lang.say("Cancelled by the buyer", "买家取消"),
        Some(OrderEvent::Ship) => lang.say("Shipped", "已发货"),
        Some(OrderEvent::Deliver) => lang.say("Received by the buyer", "买家已收货"),
        Some(OrderEvent::Receive) => lang.say("The buyer says that they have it", "买家说已收到"),
        Some(OrderEvent::Confirm) => lang.say("The buyer confirmed the parcel", "买家确认收货"),
        Some(OrderEvent::AutoConfirm) => lang.say("Counts as received", "自动确认收货"),
        Some(OrderEvent::Refund) => lang.say("All of the money went back to the buyer", "款项全部退给买家"),
    }
}

/// How long the buyer of a completed order can have it put right; what spoils of it, where that ends before.
fn still_open(until: Timestamp, perishable: Option<Timestamp>, lang: Language) -> String {
    let by = moment(until, lang);
    let before = perishable.map(|end| {
        let end = moment(end, lang);
        say!(lang, "; about what spoils, only until {end}", "，其中生鲜易腐商品须在 {end} 前")
    });
    let before = before.unwrap_or_default();
    say!(lang, "The buyer can open a case until {by}{before}", "买家可在 {by} 前申请售后{before}")
}

#[component]
fn Timeline(
    order: OrderView,
    now: Timestamp,
    #[prop(optional_no_strip)] until: Option<(Timestamp, Option<Timestamp>)>,
) -> impl IntoView {
    let lang = lang();
    let parcel = order.courier.as_deref().and_then(courier).zip(order.tracking_number.clone());
    let parcel = parcel.map(|((_, english, chinese), number)| format!("{} {number}", lang.say(english, chinese)));
    let next = match order.row.state {
        _ if order.open_case.is_some() => Some((lang.say("The case ends first", "先等售后结束"), None)),
        OrderState::Placed => Some((lang.say("The buyer pays", "买家付款"), Some(order.pay_by))),
        OrderState::Paid => Some((lang.say("You ship the parcel", "您发货"), order.row.ship_by)),
        OrderState::Delivered if order.row.cash == Some(Cash::Due) => {
            Some((lang.say("The courier hands over the cash; then it is yours", "快递交回货款，之后归您"), None))
        }
        OrderState::Shipped | OrderState::Delivered => {
            Some((lang.say("The buyer confirms; the money is yours", "买家确认收货，货款归您"), order.row.confirm_by))
        }
        OrderState::Completed | OrderState::Cancelled => None,
    };
    let happened = order.events.into_iter().map(|event| {
        let class = if event.to == OrderState::Cancelled { "failed" } else { "done" };
        let parcel = (event.event == Some(OrderEvent::Ship)).then(|| parcel.clone()).flatten();
        let step = view! {
            <li class=class>
                <h3>{event_words(&event, lang)}</h3>
                <time datetime=machine_time(event.at)>{moment(event.at, lang)}</time>
                {parcel.map(|parcel| view! { <p>{parcel}</p> })}
            </li>
        };
        (event.at, step.into_any())
    });
    let happened = happened.collect::<Vec<_>>();
    view! {
        <ol class="timeline">
            <Steps happened refunds=order.refunds more=order.more_refunds total=order.row.total reader=Party::Shop/>
            {next.map(|(words, by)| view! {
                <li class="now" aria-current="step">
                    <h3>{words}</h3>
                    {by.map(|by| {
                        let is_late = by < now;
                        let (tone, icon) = if is_late { (Tone::Bad, "alert") } else { (Tone::Wait, "clock") };
                        view! { <Badge tone icon word=due(by, now, lang)/> }
                    })}
                </li>
            })}
            {until.map(|(until, before)| view! { <li class="next"><h3>{still_open(until, before, lang)}</h3></li> })}
        </ol>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::orders::tests::line;
    use market::kernel::Span;

    #[test]
    fn how_long_the_buyer_can_ask_is_said_to_the_minute() {
        let until = Timestamp::from_millis(1_795_465_800_000);
        assert_eq!(still_open(until, None, Language::En), "The buyer can open a case until Tue 24 Nov, 04:30");
        assert_eq!(still_open(until, None, Language::Zh), "买家可在 11月24日 周二 04:30 前申请售后");
        let sooner = Some(until.before(Span::days(1)));
        assert_eq!(
            still_open(until, sooner, Language::En),
            "The buyer can open a case until Tue 24 Nov, 04:30; about what spoils, only until Mon 23 Nov, 04:30"
        );
        assert_eq!(
            still_open(until, sooner, Language::Zh),
            "买家可在 11月24日 周二 04:30 前申请售后，其中生鲜易腐商品须在 11月23日 周一 04:30 前"
        );
    }

    #[test]
    fn what_was_given_back_is_not_packed() {
        let told = |bought, back| {
            let line = line("Rosy dress", bought, back);
            (to_pack(&line, Language::En), given_back(&line, Language::En))
        };
        assert_eq!(told(3, 0), ("3 pcs".to_owned(), None));
        let some = "Given back before shipping: 1 pc of 3 pcs. It is on your shelf again.".to_owned();
        assert_eq!(told(3, 1), ("2 pcs".to_owned(), Some(some)));
        assert_eq!(told(3, 3).0, "Not to be packed");
        assert_eq!(given_back(&line("裙", 3, 1), Language::Zh).as_deref(), Some("发货前已退 1 件（原购 3 件），已回到库存。"));
    }
}
