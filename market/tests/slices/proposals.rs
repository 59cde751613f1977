//! What is proposed while somebody types, whatever the index says.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::discovery::opened;
use async_trait::async_trait;
use market::catalog::ListingId;
use market::catalog::commands::hide_listing;
use market::db_test;
use market::discovery::queries::{proposals, sellers_of, shop_document, shops_of};
use market::discovery::{
    Edition, IndexHealth, Proposals, ProposedGoods, ProposedShop, SearchAnswer, SearchIndex, SearchRequest, Suggested,
};
use market::kernel::Fault;
use market::shop::ShopStaff;
use sea_orm::ConnectionTrait;

/// An index that proposes the same, whatever is typed, and knows nothing else.
struct Fixed(Suggested);

#[async_trait]
impl SearchIndex for Fixed {
    async fn find(&self, _request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        Ok(SearchAnswer::Building(0, 0))
    }
    async fn suggest(&self, typed: &str) -> Result<Suggested, Fault> {
        assert_eq!(typed, "da nq", "words, as a search reads them");
        Ok(self.0.clone())
    }
    fn edition(&self) -> Option<Edition> {
        None
    }
    async fn reaches(&self, _place: i64) -> bool {
        false
    }
    fn health(&self) -> IndexHealth {
        IndexHealth { documents: 0, lag_seconds: 0, is_building: true }
    }
}

db_test!(
    async fn what_is_proposed_is_shown_as_it_is_now(kit) {
        let [danqing, rosy] = [opened(&kit, "danqing").await, opened(&kit, "rosy").await];
        let tea = kit.listing(&danqing).title("Tea").create().await.listing;
        let dress = kit.listing(&rosy).title("Dress").create().await.listing;
        let cup = kit.listing(&danqing).title("Cup").create().await.listing;
        let (categories, listings) = (vec!["food".to_owned()], vec![cup, dress, tea]);
        let index = Fixed(Suggested { categories, listings, shops: vec![rosy.shop(), danqing.shop()] });
        let goods = |listing, title: &str| ProposedGoods { listing, title: title.to_owned() };
        let shop = |staff: &ShopStaff, handle: &str| {
            let name = format!("Shop {handle}");
            ProposedShop { shop: staff.shop(), handle: handle.to_owned(), name }
        };
        let found = proposals(&kit.market, &index, " da  nq").await.unwrap();
        assert_eq!(found.categories, ["food"]);
        assert_eq!(found.goods, [goods(cup, "Cup"), goods(dress, "Dress"), goods(tea, "Tea")], "in the order of the index");
        assert_eq!(found.shops, [shop(&rosy, "rosy"), shop(&danqing, "danqing")]);

        hide_listing(&kit.market, &rosy, dress).await.unwrap();
        let sql = "UPDATE listing SET title = 'Bowl' WHERE title = 'Cup'";
        kit.market.db().execute_unprepared(sql).await.unwrap();
        let found = proposals(&kit.market, &index, " da  nq").await.unwrap();
        assert_eq!(found.goods, [goods(cup, "Bowl"), goods(tea, "Tea")], "what is hidden is left out");
        assert_eq!(found.shops, [shop(&danqing, "danqing")], "and who sells nothing now");
        for nothing in ["", " ", "\t"] {
            assert_eq!(proposals(&kit.market, &index, nothing).await.unwrap(), Proposals::default());
        }
    }
);

db_test!(
    async fn goods_are_proposed_without_shops_and_shops_without_goods(kit) {
        let danqing = opened(&kit, "danqing").await;
        let tea = kit.listing(&danqing).create().await.listing;
        let found = async |listings, shops| {
            let index = Fixed(Suggested { listings, shops, ..Suggested::default() });
            let found = proposals(&kit.market, &index, "da nq").await.unwrap();
            let goods: Vec<ListingId> = found.goods.into_iter().map(|goods| goods.listing).collect();
            (goods, found.shops.into_iter().map(|shop| shop.shop).collect::<Vec<_>>())
        };
        assert_eq!(found(vec![tea], vec![]).await, (vec![tea], vec![]));
        assert_eq!(found(vec![], vec![danqing.shop()]).await, (vec![], vec![danqing.shop()]));
        assert_eq!(found(vec![], vec![]).await, (vec![], vec![]));
    }
);

db_test!(
    async fn a_shop_without_goods_is_there_and_is_not_proposed(kit) {
        let [danqing, rosy] = [opened(&kit, "danqing").await, opened(&kit, "rosy").await];
        let [tea, dress] = [kit.listing(&danqing).create().await.listing, kit.listing(&rosy).create().await.listing];
        let shops = [rosy.shop(), danqing.shop()];
        let index = Fixed(Suggested { shops: shops.to_vec(), ..Suggested::default() });
        let proposed = async || {
            let found = proposals(&kit.market, &index, "da nq").await.unwrap();
            found.shops.into_iter().map(|shop| shop.shop).collect::<Vec<_>>()
        };
        assert_eq!(proposed().await, shops, "in their order");
        hide_listing(&kit.market, &danqing, tea).await.unwrap();
        assert_eq!(proposed().await, [rosy.shop()]);
        let followed: Vec<_> = shops_of(&kit.market, &shops).await.unwrap().into_iter().map(|card| card.shop).collect();
        assert_eq!(followed, shops, "who follows it finds it still");
        assert_eq!(shop_document(&kit.market, danqing.shop()).await.unwrap(), None);

        let mut sellers = sellers_of(&kit.market, &[tea, dress, tea, ListingId::mint(kit.market.now())]).await.unwrap();
        sellers.sort_by_key(|seller| shops.iter().position(|shop| shop == seller));
        assert_eq!(sellers, shops, "of what is hidden, too");
        assert_eq!(sellers_of(&kit.market, &[]).await.unwrap(), []);
    }
);
