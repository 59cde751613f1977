//! What other slices are told of a shop, on both engines.

use super::steps::{look_at_card, owners};
use super::store::{identity, look};
use crate::db_test;
use crate::shop::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

db_test!(
    async fn a_card_is_opened_only_with_a_look_on_record(kit) {
        let (ana, ben) = (kit.person("Ana").create().await, kit.person("Ben").create().await);
        let approved = kit.shop("danqing", &ana).approved().create().await;
        kit.hire(approved.shop(), &ben, Role::Money).await;
        let olga = kit.person("Olga").operator().create().await.operator().unwrap();
        let tx = kit.market.begin("test").await.unwrap();
        assert_eq!(owners(&tx, approved.shop()).await.unwrap(), [ana.person()]);
        let of_shop = identity::Entity::find().filter(identity::Column::ShopId.eq(approved.shop().uuid()));
        let named = of_shop.one(&*tx).await.unwrap().unwrap().id;
        let card = look_at_card(&kit.market, &tx, &olga, named, "payout", kit.market.now()).await.unwrap();
        assert_eq!((card.legal_name.reveal(), card.card_number.last4().as_str()), ("向秀英", "0128"));
        assert!(!format!("{card:?}").contains("0128"));
        let looks = look::Entity::find().all(&*tx).await.unwrap();
        assert_eq!(looks.iter().map(|look| look.operator_id).collect::<Vec<_>>(), [olga.person().uuid()]);
    }
);
