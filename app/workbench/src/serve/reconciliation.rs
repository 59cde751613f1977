//! `/admin/reconciliation`

use super::{deeds, desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::differences::address;
use crate::pages::reconciliation::{ROOM, Reconciled, ReconciliationPage};
use crate::parts::JustDone;
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Fields, Visit};
use leptos::prelude::*;
use market::kernel::PageRequest;
use market::payment::queries::{healed_payments, stuck_refunds, unbooked_amounts};
use market::reconciliation::queries;

/// Differences of one page.
const DIFFERENCES: u64 = 100;

/// `GET /admin/reconciliation?after=`, the key of a further page of differences.
pub async fn reconciliation(visit: Visit) -> Answer {
    draw(&visit, FormState::default()).await
}

/// `POST /admin/reconciliation?after=`: what was not asked for, a stuck refund or one of the provider's own desk finds its way. The browser
/// stays on the page of differences from which it was sent.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    match deeds::tried(&visit, &fields, visit.app.payments.name()).await? {
        Ok(done) => Ok(deeds::done(&address(ROOM, &after(&visit)), done, &fields)),
        Err(form) => draw(&visit, form).await,
    }
}

/// The key behind which the differences are that the browser shows.
pub(super) fn after(visit: &Visit) -> String {
    visit.query().get("after").to_owned()
}

/// The page of differences behind a key; the first one where it is empty.
pub(super) fn behind(after: &str) -> PageRequest {
    PageRequest::after(Some(after.to_owned()).filter(|key| !key.is_empty()), DIFFERENCES)
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let after = after(visit);
    let seen = queries::reconciliation_page(market, &operator, visit.app.payments.name(), &behind(&after)).await?;
    let stuck = stuck_refunds(market, &operator).await?;
    let unbooked = unbooked_amounts(market, &operator).await?;
    let healed = healed_payments(market, &operator).await?;
    let page = ReconciliationPage { now: market.now(), seen, stuck, unbooked, healed, after, done: JustDone::asked(visit) };
    let desk = operator_desk(visit, Room::Books);
    let title = visit.lang.say("Reconciliation", "对账");
    desk_page(visit, title, desk, form, move || view! { <Reconciled page/> })
}
