//! What the steps refuse although nobody asks them for it today: whoever calls them next may.

use super::queries::levels;
use super::steps::{claim, hold, put_back};
use super::store::movement;
use super::{HoldRequest, Level};
use crate::db_test;
use crate::kernel::Span;
use crate::order::OrderId;
use crate::testkit::TestMarket;
use sea_orm::{EntityTrait, PaginatorTrait};
use uuid::Uuid;

/// Ten pieces, of which an order that waits for its payment holds three.
async fn held(kit: &TestMarket) -> (Uuid, OrderId) {
    let owner = kit.person("Rosy").create().await;
    let staff = kit.shop("rosy", &owner).approved().create().await;
    let dress = kit.listing(&staff).stock(10).create().await.variant();
    let buyer = kit.person("Ben").create().await;
    (dress.uuid(), kit.placed(&buyer, &[(dress, 3)]).await.orders[0])
}

async fn level(kit: &TestMarket, variant: Uuid) -> Level {
    levels(&kit.market, &[variant]).await.unwrap()[&variant]
}

db_test!(
    async fn goods_are_sold_up_to_the_last_instant_of_their_hold(kit) {
        let (variant, order) = held(&kit).await;
        let now = kit.market.now();
        let ends = now.after(Span::minutes(30));
        let tx = kit.market.begin("test").await.unwrap();
        assert!(!claim(&tx, &[order], ends).await.unwrap(), "its time is over");
        assert!(!claim(&tx, &[OrderId::mint(now)], now).await.unwrap(), "nothing is held for it");
        assert!(claim(&tx, &[order], ends.before(Span::millis_of(1))).await.unwrap());
        assert!(!claim(&tx, &[order], now).await.unwrap(), "it is sold");
        tx.commit().await.unwrap();
        assert_eq!(level(&kit, variant).await, Level { on_hand: 7, held: 0 });
    }
);

db_test!(
    async fn all_of_an_order_is_sold_or_nothing(kit) {
        let (variant, order) = held(&kit).await;
        let now = kit.market.now();
        let ends = now.after(Span::minutes(30));
        let tx = kit.market.begin("test").await.unwrap();
        let more = [HoldRequest { order, variant, quantity: 2 }];
        assert_eq!(hold(&tx, &more, ends.after(Span::minutes(1)), now).await.unwrap(), Ok(()));
        assert!(!claim(&tx, &[order], ends).await.unwrap(), "one of the two holds is over");
        tx.commit().await.unwrap();
        assert_eq!(level(&kit, variant).await, Level { on_hand: 10, held: 5 });
    }
);

db_test!(
    async fn what_moves_nothing_is_no_movement(kit) {
        let (variant, order) = held(&kit).await;
        let tx = kit.market.begin("test").await.unwrap();
        let before = movement::Entity::find().count(&*tx).await.unwrap();
        put_back(&tx, order, &[(variant, 0)], kit.market.now()).await.unwrap();
        assert_eq!(movement::Entity::find().count(&*tx).await.unwrap(), before);
        put_back(&tx, order, &[(variant, 1)], kit.market.now()).await.unwrap();
        assert_eq!(movement::Entity::find().count(&*tx).await.unwrap(), before + 1);
    }
);
