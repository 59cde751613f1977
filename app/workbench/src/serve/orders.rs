//! `/sell/{shop}/orders` and one of them.

use super::done::done_at;
use super::{desk_of, desk_page, staff_with};
use crate::desk::Room;
use crate::forms::ship::tracking_error;
use crate::pages::order::{Earned, Order, OrderPage};
use crate::pages::orders::{Orders, OrdersPage, Tab};
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Stop, Visit, refused};
use app_kit::{Say, routes, say};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::fee_share;
use market::aftersales::{self, CaseState};
use market::kernel::{Money, PageRequest};
use market::order::{ComeBackRefusal, MoveRefusal, OrderId, OrderView, ShipRefusal, cash, commands, queries};
use market::shop::ShopStaff;

/// Orders of one page.
const ROWS: u64 = 30;
/// Parcels that one person packs in a day.
const TO_SHIP_MAX: u64 = 100;

/// `GET …/orders`
pub async fn orders(visit: Visit, Path(handle): Path<String>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_ship).await?;
    let market = &visit.app.market;
    let query = visit.query();
    let tab = Tab::from_code(query.get("state"));
    let (rows, next) = if tab == Tab::ToShip {
        (queries::to_ship(market, &staff, TO_SHIP_MAX).await?, None)
    } else {
        let after = Some(query.get("after").to_owned()).filter(|key| !key.is_empty());
        let page = queries::of_shop(market, &staff, tab.states(), &PageRequest::after(after, ROWS)).await?;
        (page.rows, page.next)
    };
    let to_ship = queries::count_to_ship(market, &staff).await?;
    let cases = waiting_cases(&visit, &staff).await?;
    let page = OrdersPage { handle, tab, to_ship, cases, rows, next, now: market.now() };
    let desk = desk_of(&visit, &staff, Room::Orders).await?;
    desk_page(&visit, visit.lang.say("Orders", "订单"), desk, FormState::default(), move || view! { <Orders page/> })
}

/// How many cases wait for the shop; none for staff who may not answer them.
async fn waiting_cases(visit: &Visit, staff: &ShopStaff) -> Result<Option<usize>, Stop> {
    if !staff.may_answer() {
        return Ok(None);
    }
    Ok(Some(aftersales::queries::waiting_for_shop(&visit.app.market, staff).await?.len()))
}

/// `GET …/orders/{order}`
pub async fn order(visit: Visit, Path((handle, order)): Path<(String, String)>) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_ship).await?;
    draw(&visit, &staff, &handle, &order, FormState::default()).await
}

/// `POST …/orders/{order}`: gives the parcel to a courier, or has it back unpaid.
pub async fn ship(visit: Visit, Path((handle, order)): Path<(String, String)>, fields: Fields) -> Answer {
    let staff = staff_with(&visit, &handle, ShopStaff::may_ship).await?;
    let id: OrderId = order.parse().map_err(|_| Stop::not_found())?;
    if fields.get("do") == "came-back" {
        let back = refused(cash::take_parcel_back(&visit.attempt(&fields)?, &staff, id).await)?;
        return match back {
            Ok(()) => Ok(done_at(&routes::sell(&handle, &format!("orders/{id}")), "came-back")),
            Err(refusal) => {
                let form = FormState::default().with_notice(stays_out(refusal, visit.lang));
                draw(&visit, &staff, &handle, &order, form).await
            }
        };
    }
    let (courier, number) = (fields.get("courier"), fields.get("tracking_number"));
    match refused(commands::ship_order(&visit.attempt(&fields)?, &staff, id, courier, number).await)? {
        Ok(()) => Ok(done_at(&routes::sell(&handle, &format!("orders/{id}")), "shipped")),
        Err(refusal) => draw(&visit, &staff, &handle, &order, refuse(fields.again(), refusal, visit.lang)).await,
    }
}

/// Why a parcel is not taken for one that came back.
fn stays_out(refusal: ComeBackRefusal, lang: Language) -> &'static str {
    match refusal {
        ComeBackRefusal::NotPromised => lang.say(
            "Its money is here, or it was not to be paid at the door. Nothing was changed; the buyer can ask for a refund.",
            "货款已到账，或不是货到付款订单。没有改动；买家可以申请退款。",
        ),
        ComeBackRefusal::Received => {
            lang.say("The buyer has confirmed that they have it. Nothing was changed.", "买家已确认收货，没有改动。")
        }
        ComeBackRefusal::Move(_) => {
            lang.say("The parcel is not with a courier now. Nothing was changed.", "包裹不在运送中，没有改动。")
        }
    }
}

fn refuse(form: FormState, refusal: ShipRefusal, lang: Language) -> FormState {
    match refusal {
        ShipRefusal::Courier => form.with_error("courier", lang.say("Please choose the courier.", "请选择快递公司。")),
        ShipRefusal::TrackingNumber(error) => form.with_error("tracking_number", tracking_error(error, lang)),
        ShipRefusal::Move(MoveRefusal::NotFrom(..) | MoveRefusal::ChangedMeanwhile) => form.with_notice(lang.say(
            "This order has moved on meanwhile. Please look at it again before you give away a parcel.",
            "这个订单的状态刚变了。交出包裹前，请先看清现在的状态。",
        )),
        ShipRefusal::Move(MoveRefusal::CaseOpen) => form.with_notice(lang.say(
            "The buyer has asked for the money back. Please answer the case first; nothing is shipped while it is open.",
            "买家申请了退款。请先答复售后，期间不要发货。",
        )),
    }
}

async fn draw(visit: &Visit, staff: &ShopStaff, handle: &str, order: &str, form: FormState) -> Answer {
    let market = &visit.app.market;
    let id: OrderId = order.parse().map_err(|_| Stop::not_found())?;
    let order = queries::order_of_shop(market, staff, id).await?.ok_or_else(Stop::not_found)?;
    let number = order.row.number.clone();
    let earned = if staff.may_see_money() { earned(&order) } else { None };
    let done = visit.query().get("done").to_owned();
    let (now, may_answer) = (market.now(), staff.may_answer());
    let until = aftersales::queries::open_until(market, &order).await?;
    let cases = aftersales::queries::of_order(market, id).await?;
    let again_by = cases.iter().find(|case| case.state == CaseState::Resending).and_then(|case| case.due_at);
    let resent = cases.into_iter().filter_map(|case| case.resent).collect();
    let page = OrderPage { handle: handle.to_owned(), order, earned, now, until, resent, again_by, done, may_answer };
    let desk = desk_of(visit, staff, Room::Orders).await?;
    desk_page(visit, &say!(visit.lang, "Order {number}", "订单 {number}"), desk, form, move || view! { <Order page/> })
}

/// What stays with the shop, what the market pays for its coupon, and what it keeps of its fee.
fn earned(order: &OrderView) -> Option<Earned> {
    let stays = |all: Money| {
        let back = fee_share(all.minor(), order.row.total.minor(), 0, order.refunded.minor());
        Money::new(all.minor().saturating_sub(back), all.currency())
    };
    let (given, fee) = (stays(order.market_discount), stays(order.fee));
    let shop = order.row.total.minus(order.refunded).and_then(|rest| rest.plus(given)).and_then(|rest| rest.minus(fee)).ok()?;
    Some(Earned { given, fee, shop })
}
