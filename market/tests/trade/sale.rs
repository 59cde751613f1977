//! Who is there in tests of cases: dresses that were bought, their shop, and who decides.

use crate::street::{dresses, street};
use market::account::{Operator, SignedIn};
use market::aftersales::commands::{Who, decide_case, open_case};
use market::aftersales::queries::case_of;
use market::aftersales::{CaseId, CaseKind, CaseRefusal, CaseState, Heard};
use market::catalog::VariantId;
use market::kernel::{Market, Problem};
use market::order::queries::order_of_buyer;
use market::order::{OrderId, OrderView};
use market::shop::ShopStaff;
use market::testkit::TestMarket;

/// A shop with ten dresses at 128.00, somebody who buys them, and an operator.
pub struct Sale {
    pub buyer: SignedIn,
    pub staff: ShopStaff,
    pub dress: VariantId,
    pub olga: Operator,
}

pub async fn sale(kit: &TestMarket) -> Sale {
    let here = sale_without_address(kit).await;
    kit.take_returns(&here.staff).await;
    here
}

/// The same, where the shop has not said where goods go that come back.
pub async fn sale_without_address(kit: &TestMarket) -> Sale {
    let buyer = street(kit).await.buyer;
    let (staff, dress) = dresses(kit, 10).await;
    let olga = kit.operator().await;
    Sale { buyer, staff, dress, olga }
}

/// What an operator has read of both sides who opens the page of a case now.
pub async fn has_read(market: &Market, operator: &Operator, case: CaseId) -> Heard {
    case_of(market, Who::Operator(operator), case).await.unwrap().unwrap().heard()
}

/// An operator opens the page of a case, reads all of it, and decides on this: how much the buyer gets, and why.
pub async fn decides(
    market: &Market,
    operator: &Operator,
    case: CaseId,
    seen: CaseState,
    decision: (i64, &str),
) -> Result<(), Problem<CaseRefusal>> {
    decide_case(market, operator, case, (seen, has_read(market, operator, case).await), decision).await
}

impl Sale {
    pub async fn order(&self, kit: &TestMarket, id: OrderId) -> OrderView {
        order_of_buyer(&kit.market, &self.buyer.buyer(), id).await.unwrap().unwrap()
    }
    pub async fn state(&self, kit: &TestMarket, id: CaseId) -> CaseState {
        case_of(&kit.market, Who::Buyer(&self.buyer.buyer()), id).await.unwrap().unwrap().row.state
    }
    pub async fn shipped(&self, kit: &TestMarket, pieces: i64) -> OrderId {
        kit.shipped_order(&self.staff, &self.buyer, &[(self.dress, pieces)]).await
    }
    pub async fn asked(&self, kit: &TestMarket, order: OrderId, kind: CaseKind, pieces: i64) -> CaseId {
        open_case(&kit.market, &self.buyer.buyer(), &kit.asks(order, kind, &[(0, pieces)])).await.unwrap()
    }
}
