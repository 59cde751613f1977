//! `/admin/reconciliation`

use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::reconciliation::{Reconciled, ReconciliationPage};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Answer, Visit};
use leptos::prelude::*;
use market::reconciliation::queries;

/// `GET /admin/reconciliation`
pub async fn reconciliation(visit: Visit) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let seen = queries::reconciliation(market, &operator, visit.app.payments.name()).await?;
    let page = ReconciliationPage { now: market.now(), seen };
    let desk = operator_desk(&visit, Room::Books);
    let title = visit.lang.say("Reconciliation", "对账");
    desk_page(&visit, title, desk, FormState::default(), move || view! { <Reconciled page/> })
}
