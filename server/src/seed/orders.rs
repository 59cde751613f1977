//! Lives the stories: carts, checkouts, the provider's word, parcels, confirmations, a payout.

use super::goods::Good;
use super::listings::variant_id;
use super::shops::OpenedShop;
use super::stable::stable;
use super::stories::{BEFORE_PAYOUT, Ending, SINCE, Story};
use super::{Seed, Wrong};
use market::account::{Buyer, SignedIn};
use market::address::{AddressId, RegionDirectory, TypedAddress};
use market::cart::{CartOwner, commands::add_to_cart};
use market::checkout::{PlaceOrder, commands::place_order};
use market::kernel::Span;
use market::order::{OrderId, OrderState, commands as order};
use market::payment::{CASH, PaymentId, PaymentProvider, StartPayment};
use market::shop::commands::set_takes_cash;
use market::timer::TimerKind;
use market::{address, checkout, payment};

/// Paid so soon after it was placed.
const UNTIL_PAID: Span = Span::minutes(3);
/// Shipped so soon after it was placed.
const UNTIL_SHIPPED: Span = Span::hours(26);

/// Who gets parcels where: province, city, area, town as they begin, then street and phone.
const HOMES: &[(&str, &str, [&str; 4], &str, &str)] = &[
    ("buyer", "梅 Mei", ["上海", "", "徐汇", ""], "湖南路 12 弄 8 号 301 室", "13800138000"),
    ("neighbour", "李敏", ["湖南", "长沙", "岳麓", ""], "麓山南路 36 号", "13900139000"),
    ("student", "Jonas", ["北京", "", "海淀", ""], "中关村大街 27 号 5 单元", "13700137000"),
];

/// Places the orders that are not there yet and says how many; none where the site has no regions.
pub async fn place_all(seed: &Seed, shops: &[OpenedShop]) -> Result<Option<usize>, Wrong> {
    if seed.regions.children("").is_empty() {
        return Ok(None);
    }
    seed.clock.go_back(Span::days(36));
    for home in HOMES {
        keep_address(seed, home).await?;
    }
    let mut placed = 0;
    for story in BEFORE_PAYOUT {
        placed += live(seed, shops, story).await?;
    }
    if placed > 0 {
        super::payout::pay_out(seed).await?;
    }
    for story in SINCE {
        placed += live(seed, shops, story).await?;
    }
    Ok(Some(placed))
}

async fn keep_address(
    seed: &Seed,
    (who, recipient, names, street, phone): &(&str, &str, [&str; 4], &str, &str),
) -> Result<(), Wrong> {
    let buyer = seed.person(who)?.buyer();
    if !address::queries::addresses(&seed.market, &buyer).await?.is_empty() {
        return Ok(());
    }
    let mut region_code = String::new();
    for name in names {
        let below = seed.regions.children(&region_code);
        let found = below.iter().find(|region| region.name.starts_with(name));
        region_code = found.ok_or_else(|| Wrong(format!("there is no {name} below {region_code}")))?.code.clone();
    }
    let typed = TypedAddress {
        recipient: (*recipient).to_owned(),
        phone: (*phone).to_owned(),
        region_code,
        street: (*street).to_owned(),
    };
    let kept = address::commands::save_address(&seed.market, &buyer, address_id(who), &typed, &seed.regions).await;
    kept.map_err(Wrong::command("save_address"))
}

fn address_id(who: &str) -> AddressId {
    AddressId::from_uuid(stable("address", who))
}

/// Lives one story, unless it was begun before: then it has gone on by itself. Says how many orders it made.
async fn live(seed: &Seed, shops: &[OpenedShop], story: &Story) -> Result<usize, Wrong> {
    let buyer = seed.person(story.buyer)?;
    let attempt = PaymentId::from_uuid(stable("payment", story.key));
    if payment::queries::payment(&seed.market, &buyer.buyer(), attempt).await?.is_some() {
        return Ok(0);
    }
    let ago = some_time_before(story);
    seed.clock.go_back(ago);
    if story.is_in_cash {
        take_cash(seed, shops, story).await?;
    }
    let orders = place(seed, buyer, attempt, story).await?;
    let ending = |position: usize| story.endings.get(position).or(story.endings.last()).copied().unwrap_or(Ending::Placed);
    match ending(0) {
        Ending::Placed => return Ok(orders.len()),
        Ending::Closed => {
            seed.clock.go_back(earlier(ago, Span::minutes(31)));
            order::close_payment(&seed.market, attempt).await?;
            return Ok(orders.len());
        }
        _ if story.is_in_cash => {}
        _ => pay(seed, &buyer.buyer(), attempt, earlier(ago, UNTIL_PAID)).await?,
    }
    for (position, id) in orders.iter().enumerate() {
        end(seed, shops, &buyer.buyer(), *id, (ending(position), ago)).await?;
    }
    Ok(orders.len())
}

/// The shop whose goods are paid at the door says that it takes cash.
async fn take_cash(seed: &Seed, shops: &[OpenedShop], story: &Story) -> Result<(), Wrong> {
    let is_wanted = |good: &Good| story.lines.iter().any(|(key, ..)| good.key == *key);
    let shop = shops.iter().find(|opened| opened.shop.goods.iter().any(|shelf| shelf.iter().any(is_wanted)));
    let shop = shop.ok_or_else(|| Wrong(format!("nobody sells what {} is about", story.key)))?;
    set_takes_cash(&seed.market, &shop.owner, true).await.map_err(Wrong::command("set_takes_cash"))
}

/// People buy at any time of the day: older stories begin up to nine hours earlier than they say, each by its own while.
fn some_time_before(story: &Story) -> Span {
    let while_of = stable("while", story.key).as_u128() % 540;
    let minutes = if story.ago > Span::days(2) { i64::try_from(while_of).unwrap_or(0) } else { 0 };
    Span::millis_of(story.ago.millis() + Span::minutes(minutes).millis())
}

/// So long ago, and `later` from then.
fn earlier(ago: Span, later: Span) -> Span {
    Span::millis_of((ago.millis() - later.millis()).max(0))
}

async fn place(seed: &Seed, buyer: &SignedIn, attempt: PaymentId, story: &Story) -> Result<Vec<OrderId>, Wrong> {
    let owner = CartOwner::Person(buyer.buyer());
    for (good, variant, quantity) in story.lines {
        let added = add_to_cart(&seed.market, &owner, variant_id(good, *variant), *quantity).await;
        added.map_err(|problem| Wrong(format!("add_to_cart {good}: {problem:?}")))?;
    }
    let address = address_id(story.buyer);
    let book = address::queries::addresses(&seed.market, &buyer.buyer()).await?;
    let home = book.iter().find(|known| known.id == address).or(book.first());
    let home = home.ok_or_else(|| Wrong(format!("{} has no address", story.buyer)))?;
    let quote = checkout::queries::quote(&seed.market, &buyer.buyer(), &home.region_code).await?;
    let total = quote.total.ok_or_else(|| Wrong(format!("{}: a shop does not ship there", story.key)))?;
    let first_shop = quote.cart.shops.first().map(|shop| shop.shop);
    let notes = first_shop.filter(|_| !story.note.is_empty()).map(|shop| (shop, story.note.to_owned()));
    let request = PlaceOrder {
        attempt,
        address: home.id,
        seen_total_minor: total.minor(),
        seen_perishable: quote.cart.perishable().collect(),
        notes: notes.into_iter().collect(),
    };
    let provider = if story.is_in_cash { CASH } else { seed.sandbox.name() };
    let placed = place_order(&seed.market, &buyer.buyer(), provider, request).await;
    Ok(placed.map_err(|problem| Wrong(format!("place_order {}: {problem:?}", story.key)))?.orders)
}

/// The buyer goes to the sandbox and pays; the sandbox tells the market.
async fn pay(seed: &Seed, buyer: &Buyer, attempt: PaymentId, ago: Span) -> Result<(), Wrong> {
    seed.clock.go_back(ago);
    let known = payment::queries::payment(&seed.market, buyer, attempt).await?;
    let known = known.ok_or_else(|| Wrong("a payment that was just made is gone".to_owned()))?;
    let request = StartPayment {
        payment: attempt,
        amount: known.amount,
        return_url: String::new(),
        placed_at: known.created_at,
        expires_at: known.expires_at,
    };
    let started = seed.sandbox.start(&request).await.map_err(|error| Wrong(error.to_string()))?;
    payment::commands::note_reference(&seed.market, attempt, started.reference.as_deref()).await?;
    Ok(seed.sandbox.pay_here(attempt).await?)
}

async fn end(seed: &Seed, shops: &[OpenedShop], buyer: &Buyer, id: OrderId, (ending, ago): (Ending, Span)) -> Result<(), Wrong> {
    let order_now = market::order::queries::order_of_buyer(&seed.market, buyer, id).await?;
    let order_now = order_now.ok_or_else(|| Wrong("an order that was just placed is gone".to_owned()))?;
    if order_now.row.state != OrderState::Paid {
        return Err(Wrong(format!("order {} was paid and is {:?}", order_now.row.number, order_now.row.state)));
    }
    if ending == Ending::Cancelled {
        seed.clock.go_back(earlier(ago, Span::hours(2)));
        order::cancel_unshipped(&seed.market, buyer, id).await.map_err(Wrong::command("cancel_unshipped"))?;
        return super::jobs::finish_due(seed).await;
    }
    if !matches!(ending, Ending::Shipped | Ending::Confirmed(_) | Ending::TimedOut) {
        return Ok(());
    }
    let shop = shops.iter().find(|opened| opened.shop.handle == order_now.row.shop_handle);
    let shop = shop.ok_or_else(|| Wrong(format!("{} is not the demo's", order_now.row.shop_handle)))?;
    seed.clock.go_back(earlier(ago, UNTIL_SHIPPED));
    let digits: String =
        order_now.row.number.chars().map(|c| char::from(b'0' + u8::try_from(u32::from(c) % 10).unwrap_or(0))).collect();
    let shipped = order::ship_order(&seed.market, &shop.owner, id, "sf", &format!("SF{digits}")).await;
    shipped.map_err(Wrong::command("ship_order"))?;
    match ending {
        Ending::Confirmed(days) => {
            seed.clock.go_back(earlier(ago, Span::days(days)));
            order::confirm_receipt(&seed.market, buyer, id).await.map_err(Wrong::command("confirm_receipt"))
        }
        Ending::TimedOut => {
            for days in [9, 10] {
                seed.clock.go_back(earlier(ago, Span::millis_of(UNTIL_SHIPPED.millis() + Span::days(days).millis())));
                order::remind(&seed.market, TimerKind::RemindConfirm, id).await?;
            }
            Ok(order::auto_confirm(&seed.market, id).await?)
        }
        _ => Ok(()),
    }
}
