//! Who is there in tests of cases: dresses that were bought, their shop, and who decides.

use crate::street::{dresses, street};
use market::account::{Operator, SignedIn};
use market::aftersales::commands::{Who, open_case};
use market::aftersales::queries::case_of;
use market::aftersales::{CaseId, CaseKind, CaseState};
use market::catalog::VariantId;
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
