//! What stands around every page of the workbench: head, and bottom tabs on a phone or a rail on a wide screen.

use app_kit::components::Icon;
use app_kit::{Say, routes, say};
use leptos::prelude::*;
use market::account::Language;

/// A room of a shop's workbench, as the navigation marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// What needs doing.
    Today,
    /// Orders.
    Orders,
    /// Cases: a room of its own for those who answer buyers; on a phone a tab of the orders for those who have both.
    Cases,
    /// Listings.
    Goods,
    /// Coupons, a shop's or the market's.
    Coupons,
    /// Money.
    Money,
    /// The shop itself.
    Settings,
    /// The operator's queues.
    Queues,
    /// The provider's statement beside the books.
    Books,
    /// Cash that couriers have.
    Cash,
    /// The numbers of the market, and when they change.
    Rules,
    /// What search is told.
    Search,
    /// The category tree, and what can be said of goods.
    Categories,
    /// None of these.
    Elsewhere,
}

/// Whose desk it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nobody's in particular.
    Person,
    /// A shop's.
    Shop {
        /// Its handle.
        handle: String,
        /// Its name.
        name: String,
        /// Orders to ship.
        to_ship: u64,
        /// The rooms that the reader may enter.
        open: Vec<Room>,
    },
    /// The market's.
    Operator,
}

/// What the frame shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The reader's language.
    pub lang: Language,
    /// Whose desk.
    pub owner: Owner,
    /// Which room is open.
    pub room: Room,
    /// Path and query, to come back to after changing the language.
    pub path: String,
}

/// The frame with the page inside.
#[component]
pub fn DeskFrame(desk: Desk, children: Children) -> impl IntoView {
    let lang = desk.lang;
    let (other, other_name) = routes::other_language(lang);
    let name = match &desk.owner {
        Owner::Shop { name, .. } => name.clone(),
        Owner::Operator => lang.say("The market's desk", "市场管理").to_owned(),
        Owner::Person => lang.say("Workbench", "工作台").to_owned(),
    };
    view! {
        <div class="desk">
        <a class="skip" href="#main">{lang.say("Skip to the content", "跳到正文")}</a>
        <header class="desk-head">
            <a class="brand" href=routes::SELL><img src="/seal.svg" width="32" height="32" alt=""/><b>{name}</b></a>
            <nav class="site-nav" aria-label=lang.say("You", "您的页面")>
                <form method="post" action=routes::LANGUAGE>
                    <input type="hidden" name="back" value=desk.path.clone()/>
                    <button name="to" value=other.code() lang=other.tag()>{other_name}</button>
                </form>
                <a href=routes::HOME aria-label=lang.say("To the market", "去市场")><Icon name="leave"/><span>{lang.say("Market", "市场")}</span></a>
                <a href=routes::ME aria-label=lang.say("Me", "我的")><Icon name="user"/><span>{lang.say("Me", "我的")}</span></a>
            </nav>
        </header>
        <Rooms desk/>
        <main id="main" class="desk-main stack">{children()}</main>
        </div>
    }
}

#[component]
fn Rooms(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let rooms: Vec<(Room, String, &'static str, &'static str, u64)> = match &desk.owner {
        Owner::Shop { handle, to_ship, open, .. } => vec![
            (Room::Today, routes::sell(handle, ""), "today", lang.say("Today", "今日"), 0),
            (Room::Orders, routes::sell(handle, "orders"), "orders", lang.say("Orders", "订单"), *to_ship),
            (Room::Cases, routes::sell(handle, "cases"), "message", lang.say("Cases", "售后"), 0),
            (Room::Goods, routes::sell(handle, "listings"), "box", lang.say("Goods", "商品"), 0),
            (Room::Coupons, routes::sell(handle, "coupons"), "star", lang.say("Coupons", "优惠券"), 0),
            (Room::Money, routes::sell(handle, "money"), "money", lang.say("Money", "资金"), 0),
            (Room::Settings, routes::sell(handle, "settings"), "settings", lang.say("Shop", "店铺"), 0),
        ]
        .into_iter()
        .filter(|(room, ..)| open.contains(room))
        .collect(),
        Owner::Operator => vec![
            (Room::Queues, routes::admin("identities"), "people", lang.say("Identities", "身份"), 0),
            (Room::Cases, routes::admin("cases"), "message", lang.say("Cases", "售后"), 0),
            (Room::Money, routes::admin("payouts"), "money", lang.say("Payouts", "提现"), 0),
            (Room::Books, routes::admin("reconciliation"), "check", lang.say("Books", "对账"), 0),
            (Room::Cash, routes::admin("cash"), "truck", lang.say("Cash", "代收货款"), 0),
            (Room::Coupons, routes::admin("coupons"), "star", lang.say("Coupons", "优惠券"), 0),
            (Room::Rules, routes::admin("rules"), "settings", lang.say("Rules", "规则"), 0),
            (Room::Search, routes::admin("search"), "search", lang.say("Search", "搜索"), 0),
            (Room::Categories, routes::admin("categories"), "box", lang.say("Categories", "分类"), 0),
        ],
        Owner::Person => Vec::new(),
    };
    let open = desk.room;
    // Five tabs fit a phone; a case is reached there through the orders, coupons through the goods, and an operator's, like
    // categories and rules, through search, the cash through the books.
    let has_both = rooms.iter().filter(|(room, ..)| matches!(room, Room::Orders | Room::Cases)).count() == 2;
    let is_beside = move |room: Room| {
        matches!(room, Room::Categories | Room::Coupons | Room::Rules | Room::Cash) || (has_both && room == Room::Cases)
    };
    let class = move |room: Room| is_beside(room).then_some("rail-only");
    (!rooms.is_empty()).then(|| {
        view! {
            <nav class="desk-nav" aria-label=lang.say("Workbench", "工作台")>
                <ul>
                    {rooms.into_iter().map(|(room, path, icon, word, count)| {
                        let label = (count > 0).then(|| say!(lang, "{word}, {count} to ship", "{word}，{count} 单待发货"));
                        view! {
                            <li class=class(room)>
                                <a href=path aria-current=(room == open).then_some("page") aria-label=label>
                                    <Icon name=icon/>
                                    <span>{word}</span>
                                    {(count > 0).then(|| view! { <b class="count">{count}</b> })}
                                </a>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </nav>
        }
    })
}
