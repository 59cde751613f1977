//! Favourites and followed shops: each once, a person's own, and shown as the goods are now.

use crate::street::street;
use market::catalog::ListingId;
use market::catalog::commands::{hide_listing, remove_listing};
use market::db_test;
use market::interest::commands::{drop_favourite, follow_shop, keep_favourite, unfollow_shop};
use market::interest::queries::{favourites, followed_shops, is_favourite, is_following};
use market::kernel::{PageRequest, Problem, Span};
use market::shop::ShopId;
use sea_orm::ConnectionTrait;

db_test!(
    async fn favourites_show_the_goods_as_they_are_now(kit) {
        let here = street(&kit).await;
        let (market, ben, cai) = (&kit.market, here.buyer.buyer(), kit.person("Cai").create().await.buyer());
        let mut made = Vec::new();
        for title in ["one", "two", "three"] {
            let goods = kit.listing(&here.staff).title(title).create().await;
            for _ in 0..2 {
                keep_favourite(market, &ben, goods.listing).await.unwrap();
            }
            kit.clock.advance(Span::minutes(1));
            made.push(goods.listing);
        }
        let draft = kit.listing(&here.staff).draft().create().await;
        assert!(matches!(keep_favourite(market, &ben, draft.listing).await, Err(Problem::NotFound)));
        let nothing = ListingId::mint(market.now());
        assert!(matches!(keep_favourite(market, &ben, nothing).await, Err(Problem::NotFound)));

        let price = "UPDATE variant SET price_minor = 777 WHERE listing_id = (SELECT id FROM listing WHERE title = 'three')";
        kit.market.db().execute_unprepared(price).await.unwrap();
        hide_listing(market, &here.staff, made[1]).await.unwrap();
        keep_favourite(market, &ben, made[1]).await.unwrap();
        let first = favourites(market, &ben, &PageRequest::first(2)).await.unwrap();
        assert_eq!(first.rows.iter().map(|row| row.listing).collect::<Vec<_>>(), [made[2], made[1]], "the newest first");
        assert_eq!(first.rows[0].card.as_ref().map(|card| card.price_from.minor()), Some(777));
        assert_eq!((first.rows[1].title.as_str(), first.rows[1].card.is_none()), ("two", true), "what is gone keeps its name");
        let next = favourites(market, &ben, &PageRequest::after(first.next, 2)).await.unwrap();
        assert_eq!(next.rows.iter().map(|row| row.listing).collect::<Vec<_>>(), [made[0]]);
        assert!(next.next.is_none());
        let forged = favourites(market, &ben, &PageRequest::after(Some("x_y".to_owned()), 2)).await.unwrap();
        assert_eq!(forged.rows.len(), 2, "a forged key is the first page");

        assert!(favourites(market, &cai, &PageRequest::first(9)).await.unwrap().rows.is_empty(), "another person's");
        drop_favourite(market, &cai, made[0]).await.unwrap();
        assert!(is_favourite(market, &ben, made[0]).await.unwrap() && !is_favourite(market, &cai, made[0]).await.unwrap());
        for _ in 0..2 {
            drop_favourite(market, &ben, made[0]).await.unwrap();
        }
        assert!(!is_favourite(market, &ben, made[0]).await.unwrap());
    }
);

db_test!(
    async fn a_followed_shop_shows_its_newest_goods(kit) {
        let here = street(&kit).await;
        let (market, ben) = (&kit.market, here.buyer.buyer());
        let mut made = Vec::new();
        for number in 0..6 {
            kit.clock.advance(Span::minutes(1));
            made.push(kit.listing(&here.staff).title(&format!("goods {number}")).create().await.listing);
        }
        let owner = kit.person("Weaver").create().await;
        let empty = kit.shop("empty", &owner).create().await.shop();
        for _ in 0..2 {
            follow_shop(market, &ben, here.staff.shop()).await.unwrap();
            kit.clock.advance(Span::minutes(1));
        }
        follow_shop(market, &ben, empty).await.unwrap();
        assert!(matches!(follow_shop(market, &ben, ShopId::mint(market.now())).await, Err(Problem::NotFound)));
        remove_listing(market, &here.staff, made[5]).await.unwrap();
        let followed = followed_shops(market, &ben, &PageRequest::first(9)).await.unwrap().rows;
        assert_eq!(followed.iter().map(|row| row.shop.shop).collect::<Vec<_>>(), [empty, here.staff.shop()]);
        assert!(followed[0].newest.is_empty());
        let newest: Vec<_> = followed[1].newest.iter().map(|card| card.listing).collect();
        assert_eq!(newest, [made[4], made[3], made[2], made[1]]);
        let page = followed_shops(market, &ben, &PageRequest::first(1)).await.unwrap();
        let next = followed_shops(market, &ben, &PageRequest::after(page.next, 1)).await.unwrap();
        assert_eq!(next.rows[0].shop.shop, here.staff.shop());
        for _ in 0..2 {
            unfollow_shop(market, &ben, empty).await.unwrap();
        }
        assert!(!is_following(market, &ben, empty).await.unwrap() && is_following(market, &ben, here.staff.shop()).await.unwrap());
    }
);
