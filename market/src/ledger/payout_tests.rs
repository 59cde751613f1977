//! Who is paid first where one batch cannot pay everybody.

use super::commands::{make_payout_batch, settle_payout};
use super::queries::batch_payouts;
use super::store::payout::due;
use crate::db_test;
use crate::order::commands::confirm_receipt;
use crate::shop::ShopStaff;
use crate::testkit::TestMarket;

async fn earns(kit: &TestMarket, staff: &ShopStaff) {
    let buyer = kit.person("Ben").create().await;
    let goods = kit.listing(staff).title("Dress").price_fen(12_800).stock(5).create().await;
    let order = kit.shipped_order(staff, &buyer, &[(goods.variant(), 1)]).await;
    confirm_receipt(&kit.market, &buyer.buyer(), order).await.unwrap();
}

db_test!(
    async fn who_waited_longest_for_money_is_paid_first(kit) {
        let olga = kit.operator().await;
        let owners = [kit.person("Rosy").create().await, kit.person("Xiuying").create().await];
        let rosy = kit.shop("rosy", &owners[0]).approved().create().await;
        earns(&kit, &rosy).await;
        let batch = make_payout_batch(&kit.market, Some(&olga)).await.unwrap().unwrap();
        let paid = batch_payouts(&kit.market, &olga, batch).await.unwrap();
        settle_payout(&kit.market, &olga, paid[0].id).await.unwrap();
        let younger = kit.shop("danqing", &owners[1]).approved().create().await;
        for staff in [&rosy, &younger] {
            earns(&kit, staff).await;
        }
        let tx = kit.market.begin("test").await.unwrap();
        let first = due(&tx, 100, 1, kit.market.now()).await.unwrap();
        assert_eq!(first.iter().map(|due| due.shop_id).collect::<Vec<_>>(), [younger.shop().uuid()]);
        let all = due(&tx, 100, 9, kit.market.now()).await.unwrap();
        assert_eq!(all.iter().map(|due| due.shop_id).collect::<Vec<_>>(), [younger, rosy].map(|staff| staff.shop().uuid()));
    }
);
