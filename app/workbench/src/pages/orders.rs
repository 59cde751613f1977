//! `/sell/{shop}/orders`: a shop's orders by state; what has to be shipped, the most overdue first.

use super::states::{DueBadge, OrderBadge};
use app_kit::components::{Icon, Price};
use app_kit::format::{machine_time, moment, quantity};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::order::{Cash, LineView, OrderRow, OrderState};

/// A tab of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Paid, to be packed.
    ToShip,
    /// Not paid yet.
    Unpaid,
    /// With the courier or at the door.
    OnTheWay,
    /// Received.
    Completed,
    /// Ended without goods.
    Cancelled,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::ToShip, Self::Unpaid, Self::OnTheWay, Self::Completed, Self::Cancelled];

    /// Its name in addresses; the first has none.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ToShip => "",
            Self::Unpaid => "unpaid",
            Self::OnTheWay => "on-the-way",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
    /// The tab of a name; the first for any other.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.code() == code).unwrap_or(Self::ToShip)
    }
    /// The states that it shows.
    #[must_use]
    pub const fn states(self) -> &'static [OrderState] {
        match self {
            Self::ToShip => &[OrderState::Paid],
            Self::Unpaid => &[OrderState::Placed],
            Self::OnTheWay => &[OrderState::Shipped, OrderState::Delivered],
            Self::Completed => &[OrderState::Completed],
            Self::Cancelled => &[OrderState::Cancelled],
        }
    }
    const fn word(self, lang: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::ToShip => ("To ship", "待发货"),
            Self::Unpaid => ("Not paid yet", "待付款"),
            Self::OnTheWay => ("On their way", "运送中"),
            Self::Completed => ("Completed", "已完成"),
            Self::Cancelled => ("Cancelled", "已取消"),
        };
        match lang {
            Language::En => english,
            Language::Zh => chinese,
        }
    }
}

/// One page of orders.
#[derive(Clone, Debug)]
pub struct OrdersPage {
    /// The shop.
    pub handle: String,
    /// Which tab.
    pub tab: Tab,
    /// How many wait to be shipped.
    pub to_ship: u64,
    /// How many cases wait for an answer; none for staff who may not answer.
    pub cases: Option<usize>,
    /// The orders.
    pub rows: Vec<OrderRow>,
    /// The key of the next page.
    pub next: Option<String>,
    /// The market's time.
    pub now: Timestamp,
}

/// The page.
#[component]
pub fn Orders(page: OrdersPage) -> impl IntoView {
    let lang = lang();
    let home = routes::sell(&page.handle, "orders");
    let open = page.tab;
    let next = page.next.map(|key| format!("{home}?state={}&after={}", open.code(), routes::percent(&key)));
    let is_empty = page.rows.is_empty();
    view! {
        <h1>{lang.say("Orders", "订单")}</h1>
        <Tabs handle=page.handle.clone() open=Some(open) to_ship=page.to_ship cases=page.cases/>
        {if is_empty {
            view! { <Nothing tab=open handle=page.handle/> }.into_any()
        } else {
            view! { <Table handle=page.handle tab=open rows=page.rows now=page.now/> }.into_any()
        }}
        {next.map(|next| view! {
            <nav class="pager" aria-label=lang.say("Pages", "翻页")><a class="btn" rel="next" href=next>{lang.say("Older", "更早的")}<Icon name="next"/></a></nav>
        })}
    }
}

/// The orders by state, and the cases among them. `open` is none on the page of cases.
#[component]
pub fn Tabs(handle: String, open: Option<Tab>, to_ship: u64, cases: Option<usize>) -> impl IntoView {
    let lang = lang();
    let home = routes::sell(&handle, "orders");
    let count = |n: u64| (n > 0).then(|| view! { " "<b class="count">{n}</b> });
    let tab = |tab: Tab| {
        let path = if tab.code().is_empty() { home.clone() } else { format!("{home}?state={}", tab.code()) };
        let waiting = if tab == Tab::ToShip { to_ship } else { 0 };
        view! { <a href=path aria-current=(Some(tab) == open).then_some("page")>{tab.word(lang)}{count(waiting)}</a> }
    };
    let (first, others) =
        (Tab::ALL.into_iter().take(1).map(tab).collect_view(), Tab::ALL.into_iter().skip(1).map(tab).collect_view());
    view! {
        <nav class="tabs" aria-label=lang.say("State", "状态")>
            {first}
            {cases.map(|waiting| view! {
                <a href=routes::sell(&handle, "cases") aria-current=open.is_none().then_some("page")>
                    {lang.say("Cases", "售后")}{count(u64::try_from(waiting).unwrap_or(0))}
                </a>
            })}
            {others}
        </nav>
    }
}

#[component]
fn Nothing(tab: Tab, handle: String) -> impl IntoView {
    let lang = lang();
    if tab == Tab::ToShip {
        view! {
            <div class="empty">
                <Icon name="box"/>
                <h2>{lang.say("Nothing to ship", "没有待发货的订单")}</h2>
                <p>{lang.say("When somebody pays, the order appears here with the time by which it must leave.", "有人付款后，订单会出现在这里，并写明最晚发货时间。")}</p>
                <a class="btn" href=routes::sell(&handle, "listings")>{lang.say("See your goods", "查看商品")}</a>
            </div>
        }
        .into_any()
    } else {
        view! { <p class="quiet">{lang.say("No orders here.", "这里没有订单。")}</p> }.into_any()
    }
}

/// `Salted pork, 750 g; 2 more`: what goes into the parcel; where nothing does any more, what was bought.
#[must_use]
pub fn goods(lines: &[LineView], lang: Language) -> String {
    let is_any_packed = lines.iter().any(|line| line.to_pack() > 0);
    let amount_of = |line: &LineView| if is_any_packed { line.to_pack() } else { line.quantity };
    let mut words = Vec::new();
    for line in lines.iter().filter(|line| amount_of(line) > 0) {
        let amount = quantity(amount_of(line), line.measure.unit, lang);
        words.push(format!("{}{}", line.title, say!(lang, ", {amount}", "，{amount}")));
    }
    let more = words.len().saturating_sub(2);
    words.truncate(2);
    if more > 0 {
        words.push(say!(lang, "{more} more", "另 {more} 种"));
    }
    words.join(lang.say("; ", "；"))
}

#[component]
fn Table(handle: String, tab: Tab, rows: Vec<OrderRow>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let when = if tab == Tab::ToShip { lang.say("Ship by", "最晚发货") } else { lang.say("Placed", "下单时间") };
    let caption = if tab == Tab::ToShip {
        lang.say("Orders to ship, the most urgent first", "待发货订单，最急的在前")
    } else {
        lang.say("Orders, the newest first", "订单，最新的在前")
    };
    view! {
        <table class="data-table">
            <caption class="sr">{caption}</caption>
            <thead><tr>
                <th scope="col">{lang.say("Order", "订单")}</th>
                <th scope="col">{when}</th>
                <th scope="col">{lang.say("Goods", "商品")}</th>
                <th scope="col">{lang.say("To", "寄到")}</th>
                <th scope="col">{lang.say("State", "状态")}</th>
                <th scope="col" class="num">{lang.say("Sum", "金额")}</th>
            </tr></thead>
            <tbody>{rows.into_iter().map(|row| view! { <Line handle=handle.clone() tab row now when/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Line(handle: String, tab: Tab, row: OrderRow, now: Timestamp, when: &'static str) -> impl IntoView {
    let lang = lang();
    let path = routes::sell(&handle, &format!("orders/{}", row.id));
    let due = row.cash == Some(Cash::Due);
    let time = match row.ship_by {
        Some(by) if tab == Tab::ToShip => view! { <DueBadge by now/> }.into_any(),
        None if tab == Tab::ToShip => lang.say("After its case", "等售后结束").into_any(),
        _ => view! { <time datetime=machine_time(row.placed_at)>{moment(row.placed_at, lang)}</time> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=path>{row.number}</a></th>
            <td data-label=when>{time}</td>
            <td data-label=lang.say("Goods", "商品")>{goods(&row.lines, lang)}</td>
            <td data-label=lang.say("To", "寄到")>{row.recipient}", "{row.region_names}</td>
            <td data-label=lang.say("State", "状态")><OrderBadge state=row.state/></td>
            <td class="num" data-label=lang.say("Sum", "金额")><Price amount=row.total class="price-plain"/>{due.then(|| view! { <br/><small>{lang.say("collect in cash", "需代收")}</small> })}</td>
        </tr>
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use market::catalog::{ListingId, VariantId};
    use market::kernel::{Measure, Money};

    /// A line of so many pieces, of which so many were given back.
    pub(in crate::pages) fn line(title: &str, bought: i64, back: i64) -> LineView {
        let at = Timestamp::from_millis(0);
        LineView {
            listing: ListingId::mint(at),
            variant: VariantId::mint(at),
            title: title.to_owned(),
            choices: Vec::new(),
            measure: Measure::PIECES,
            price: Money::fen(12_800),
            quantity: bought,
            restocked: back,
            discount: Money::fen(0),
            total: Money::fen(12_800 * bought),
            picture: String::new(),
            is_perishable: false,
        }
    }

    #[test]
    fn a_list_names_what_goes_into_the_parcel() {
        let said = |lines: &[LineView]| goods(lines, Language::En);
        let (dress, shawl, cap) = (line("Dress", 3, 1), line("Shawl", 1, 1), line("Cap", 2, 0));
        assert_eq!(said(&[dress.clone(), shawl.clone(), cap.clone()]), "Dress, 2 pcs; Cap, 2 pcs");
        assert_eq!(said(&[cap.clone(), dress.clone(), cap.clone(), shawl.clone()]), "Cap, 2 pcs; Dress, 2 pcs; 1 more");
        assert_eq!(said(&[shawl]), "Shawl, 1 pc", "of what was given back as a whole it names what was bought");
        assert_eq!(goods(&[cap], Language::Zh), "Cap，2 件");
    }
}
