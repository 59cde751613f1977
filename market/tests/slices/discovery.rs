//! What buyers' pages read, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use market::catalog::commands::{hide_listing, remove_listing, save_listing};
use market::catalog::queries::{cards_of, listing_for_edit, listing_page};
use market::catalog::rules::form_of;
use market::catalog::{ListingId, PlacedPhoto};
use market::db_test;
use market::discovery::commands::set_search;
use market::discovery::queries::{
    Gone, Step, documents, documents_after, documents_of, gone, home_shops, product, published, search_settings, settings_at,
    settings_changes, shop, shop_document, shops_after, shops_of, tree, turn_lengths,
};
use market::discovery::rules::{SettingsError, TurnLength};
use market::discovery::stories::choose_story;
use market::discovery::{Boost, Changed, RankingNumber, SearchSettings, SettingsChange};
use market::kernel::limits::{PRICE_MINOR_MAX, QUANTITY_MAX};
use market::kernel::{Dimension, Measure, Page, PageRequest, Problem, Span, Timestamp, Unit};
use market::pricing::queries::template_for;
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

const PORK: Measure = Measure { unit: Unit::Jin, price_per: 500, minimum: 50, step: 1 };

pub async fn opened(kit: &TestMarket, handle: &str) -> ShopStaff {
    let owner = kit.person("Ana").create().await;
    kit.shop(handle, &owner).create().await
}

db_test!(
    async fn a_product_is_the_same_in_one_query_as_in_several(kit) {
        let staff = opened(&kit, "danqing").await;
        let dress = kit.listing(&staff).title("Rosy dress \"quoted\" \\ 裙").option("Size", &["S", "M", "大\"号"]).create().await;
        let mut form = form_of(&listing_for_edit(&kit.market, &staff, dress.listing).await.unwrap().unwrap());
        let waiting = kit.photo(&staff, false).await;
        form.photos.push(PlacedPhoto { photo: waiting, alt: "the <back>".to_owned() });
        form.variants[1].photo = Some(dress.photo);
        form.maker = "the Long family".to_owned();
        save_listing(&kit.market, &staff, &form).await.unwrap();

        let seen = product(&kit.market, dress.listing).await.unwrap().unwrap();
        let expected = listing_page(&kit.market, dress.listing).await.unwrap().unwrap();
        assert_eq!(seen.listing, expected);
        assert_eq!((seen.listing.variants.len(), seen.listing.photos.len()), (3, 2));
        let freight = template_for(&kit.market, staff.shop(), None).await.unwrap();
        assert!(freight.is_some());
        assert_eq!(seen.freight, freight);
        assert_eq!((seen.shop_place.as_str(), seen.shop_story.as_str()), ("Fenghuang, Hunan", "Goods from the mountains."));
    }
);

db_test!(
    async fn what_is_taken_down_is_told_apart_from_what_never_was(kit) {
        let staff = opened(&kit, "danqing").await;
        let pork = kit.listing(&staff).measure(PORK).create().await;
        let draft = kit.listing(&staff).draft().create().await;
        assert_eq!(gone(&kit.market, pork.listing).await.unwrap(), None, "it is there");
        hide_listing(&kit.market, &staff, pork.listing).await.unwrap();
        assert_eq!(gone(&kit.market, pork.listing).await.unwrap(), Some(Gone::Hidden));
        remove_listing(&kit.market, &staff, pork.listing).await.unwrap();
        remove_listing(&kit.market, &staff, draft.listing).await.unwrap();
        assert!(product(&kit.market, pork.listing).await.unwrap().is_none());
        assert_eq!(gone(&kit.market, pork.listing).await.unwrap(), Some(Gone::Removed));
        assert_eq!(gone(&kit.market, draft.listing).await.unwrap(), None, "nobody ever saw a draft");
        assert_eq!(gone(&kit.market, ListingId::mint(kit.market.now())).await.unwrap(), None);
    }
);

db_test!(
    async fn an_index_is_fed_with_what_buyers_see(kit) {
        let staff = opened(&kit, "danqing").await;
        let gone = kit.listing(&staff).create().await;
        kit.market.db().execute_unprepared("UPDATE stock SET on_hand = 0").await.unwrap();
        kit.clock.advance(Span::seconds(1));
        let pork = kit.listing(&staff).title("腊肉").measure(PORK).price_fen(4_500).option("切法", &["整块", "切片"]).create().await;
        let draft = kit.listing(&staff).draft().create().await;
        let tree = tree(&kit.market).await.unwrap();
        let asked = [draft.listing, pork.listing, gone.listing, ListingId::mint(kit.market.now())];
        let mut fed = documents(&kit.market, &tree, &asked).await.unwrap();
        fed.sort_by_key(|document| document.listing);
        assert_eq!(fed.iter().map(|document| document.listing).collect::<Vec<_>>(), [gone.listing, pork.listing]);
        let seen = &fed[1];
        assert_eq!((seen.title.as_str(), seen.shop_name.as_str(), seen.shop), ("腊肉", "Shop danqing", staff.shop()));
        assert_eq!((seen.price_minor, seen.unit_price_minor), (4_500, 9_000), "by the jin, and by the kilogram");
        assert_eq!((seen.dimension, fed[0].dimension), (Dimension::Weight, Dimension::Piece));
        assert_eq!(seen.choices, ["整块", "切片"]);
        assert!(seen.is_available && !fed[0].is_available);
        assert!(!seen.kinds.is_empty() && !seen.category_path.is_empty());
        assert_eq!(published(&kit.market).await.unwrap(), 2);

        let all = documents_after(&kit.market, &tree, ListingId::from_uuid(Uuid::nil())).await.unwrap();
        assert_eq!(all, Step { documents: fed, next: None }, "the walk over everything reads the same");
        assert_eq!(documents_after(&kit.market, &tree, gone.listing).await.unwrap().documents.len(), 1);
        assert_eq!(documents_of(&kit.market, &tree, staff.shop(), pork.listing).await.unwrap().documents, []);
        assert_eq!(shop_document(&kit.market, staff.shop()).await.unwrap().map(|shop| shop.name), Some("Shop danqing".to_owned()));
        assert_eq!(shops_after(&kit.market, staff.shop()).await.unwrap(), []);
    }
);

db_test!(
    async fn what_cannot_be_read_is_left_out_and_the_rest_is_fed(kit) {
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        let cup = kit.listing(&staff).title("Cup").create().await.listing;
        let tree = tree(&kit.market).await.unwrap();
        let begin = ListingId::from_uuid(Uuid::nil());
        for damage in ["unit = 'stone'", "options = '[{'", "options = '{}'"] {
            let sql = format!("UPDATE listing SET {damage} WHERE title = 'Tea'");
            kit.market.db().execute_unprepared(&sql).await.unwrap();
            let fed = [
                documents(&kit.market, &tree, &[tea, cup]).await.unwrap(),
                documents_after(&kit.market, &tree, begin).await.unwrap().documents,
                documents_of(&kit.market, &tree, staff.shop(), begin).await.unwrap().documents,
            ];
            for fed in fed {
                assert_eq!(fed.iter().map(|document| document.listing).collect::<Vec<_>>(), [cup], "{damage}");
            }
            kit.market.db().execute_unprepared("UPDATE listing SET unit = 'piece', options = '[]'").await.unwrap();
        }
        assert_eq!(documents(&kit.market, &tree, &[tea, cup]).await.unwrap().len(), 2);
    }
);

db_test!(
    async fn freight_is_free_where_the_rest_of_the_country_pays_nothing(kit) {
        let staff = opened(&kit, "danqing").await;
        let pork = kit.listing(&staff).create().await;
        let tree = tree(&kit.market).await.unwrap();
        let is_free = async || documents(&kit.market, &tree, &[pork.listing]).await.unwrap()[0].is_free_freight;
        assert!(!is_free().await);
        let zones = |change: &str| format!("UPDATE freight_zone SET {change}");
        for (change, expected) in [
            ("first_minor = 0, next_minor = 0", true),
            ("first_minor = 900, free_from_minor = 2000", true),
            ("free_from_minor = 2001", false),
            ("ships = FALSE, free_from_minor = 0", false),
        ] {
            kit.market.db().execute_unprepared(&zones(change)).await.unwrap();
            assert_eq!(is_free().await, expected, "{change}");
        }
        // The dearest goods in the largest quantity, which somebody may well type.
        let goods = format!("UPDATE listing SET price_per = {QUANTITY_MAX}, minimum = {QUANTITY_MAX}, price_from_minor = {PRICE_MINOR_MAX}");
        kit.market.db().execute_unprepared(&goods).await.unwrap();
        for (from, expected) in [(PRICE_MINOR_MAX, true), (PRICE_MINOR_MAX + 1, false)] {
            kit.market.db().execute_unprepared(&zones(&format!("ships = TRUE, free_from_minor = {from}"))).await.unwrap();
            assert_eq!(is_free().await, expected, "free from {from}");
        }
    }
);

db_test!(
    async fn cards_keep_the_order_that_they_are_asked_in(kit) {
        let staff = opened(&kit, "danqing").await;
        let mut asked = Vec::new();
        for title in ["one", "two", "three"] {
            asked.push(kit.listing(&staff).title(title).create().await.listing);
        }
        hide_listing(&kit.market, &staff, asked[1]).await.unwrap();
        asked.reverse();
        let titles: Vec<_> = cards_of(&kit.market, &asked).await.unwrap().into_iter().map(|card| card.title).collect();
        assert_eq!(titles, ["three", "one"], "what is hidden is left out");
        assert_eq!(cards_of(&kit.market, &[]).await.unwrap(), []);
        assert_eq!(shops_of(&kit.market, &[staff.shop()]).await.unwrap().len(), 1);
    }
);

db_test!(
    async fn an_operator_sets_what_search_is_told(kit) {
        let operator = kit.operator().await;
        assert_eq!(search_settings(&kit.market).await.unwrap(), SearchSettings::default());
        let typed = [("title".to_owned(), "5".to_owned())];
        let set = set_search(&kit.market, &operator, "腊肉, bacon", &typed).await.unwrap();
        assert_eq!(search_settings(&kit.market).await.unwrap(), set);
        assert_eq!((set.synonyms.len(), set.hundredths(Boost::Title)), (1, 500));
        let refused = set_search(&kit.market, &operator, "alone", &[]).await;
        assert!(matches!(refused, Err(Problem::Refused(SettingsError::BadGroup { line: 1 }))));
        assert_eq!(search_settings(&kit.market).await.unwrap(), set, "a refusal changes nothing");
        set_search(&kit.market, &operator, "", &[]).await.unwrap();
        assert_eq!(search_settings(&kit.market).await.unwrap(), SearchSettings::default());
    }
);

db_test!(
    async fn what_is_set_of_search_is_told_from_what_to_what(kit) {
        let operator = kit.operator().await;
        let first = PageRequest::first(2);
        assert_eq!(settings_changes(&kit.market, &first).await.unwrap(), Page { rows: vec![], next: None });
        let mut set = Vec::new();
        for slots in ["2", "0", "0", "2", "8"] {
            kit.clock.advance(Span::days(1));
            set_search(&kit.market, &operator, "", &[("slots".to_owned(), slots.to_owned())]).await.unwrap();
            set.push(kit.market.now());
        }
        let slots = |at: usize, both| SettingsChange { at: set[at], changed: vec![Changed::Number(RankingNumber::Slots, both)] };
        let page = settings_changes(&kit.market, &first).await.unwrap();
        assert_eq!(page.rows, [slots(4, [2, 8]), slots(3, [0, 2])]);
        let behind = settings_changes(&kit.market, &PageRequest::after(page.next.clone(), 2)).await.unwrap();
        assert_eq!(behind, Page { rows: vec![slots(1, [2, 0])], next: None }, "the same once more is no change");
        assert_eq!(settings_changes(&kit.market, &PageRequest::after(Some("forged".to_owned()), 2)).await.unwrap(), page);
        assert_eq!(search_settings(&kit.market).await.unwrap().number(RankingNumber::Slots), 8);
    }
);

db_test!(
    async fn the_log_knows_what_was_in_force(kit) {
        let (operator, start) = (kit.operator().await, kit.market.now());
        let mut set = Vec::new();
        for slots in [0, 8] {
            kit.clock.advance(Span::days(1));
            let numbers = [("slots".to_owned(), slots.to_string()), ("title".to_owned(), "7".to_owned())];
            set_search(&kit.market, &operator, "腊肉, bacon", &numbers).await.unwrap();
            set.push(kit.market.now());
        }
        let at = async |at| settings_at(&kit.market, at).await.unwrap().unwrap();
        assert_eq!(at(start).await, SearchSettings::default(), "nobody had set any");
        assert_eq!(at(set[1].before(Span::millis_of(1))).await.number(RankingNumber::Slots), 0, "until the very last moment");
        let last = at(set[1]).await;
        assert_eq!((last.number(RankingNumber::Slots), last.hundredths(Boost::Title), last.synonyms.len()), (8, 700, 1));
        assert_eq!(at(set[1].after(Span::days(9))).await, last);
    }
);

db_test!(
    async fn a_deed_from_before_the_log_had_what_it_replaced_is_read(kit) {
        let (operator, at) = (kit.operator().await, kit.market.now());
        let deed = "INSERT INTO audit_log (id, actor_id, action, subject, detail, happened_at) VALUES ($1, $2, 'set_search', $2, $3, $4)";
        let settings = r#"{"synonyms":[],"boosts":[],"ranking":[["TurnHours",24],["Slots",5]]}"#;
        let values: [Value; 4] = [Uuid::now_v7().into(), operator.person().uuid().into(), settings.into(), at.millis().into()];
        kit.market.db().execute_raw(Statement::from_sql_and_values(kit.market.backend(), deed, values)).await.unwrap();
        let row = "INSERT INTO search_setting (name, value, set_by, set_at) VALUES ('settings', $1, $2, $3)";
        let values: [Value; 3] = [settings.into(), operator.person().uuid().into(), at.millis().into()];
        kit.market.db().execute_raw(Statement::from_sql_and_values(kit.market.backend(), row, values)).await.unwrap();
        kit.clock.advance(Span::days(1));
        set_search(&kit.market, &operator, "", &[("turn_hours".to_owned(), "24".to_owned())]).await.unwrap();
        let changes = settings_changes(&kit.market, &PageRequest::first(9)).await.unwrap().rows;
        let expected = SettingsChange { at: kit.market.now(), changed: vec![Changed::Number(RankingNumber::Slots, [5, 2])] };
        assert_eq!(changes, [expected], "what it replaced is known all the same");
        let [now, then] = [kit.market.now(), at].map(|from| TurnLength { from, hours: 24 });
        assert_eq!(turn_lengths(&kit.market, kit.market.now()).await.unwrap(), [now, then]);
    }
);

db_test!(
    async fn the_log_knows_how_long_turns_were(kit) {
        let operator = kit.operator().await;
        let start = kit.market.now();
        let usual = TurnLength { from: Timestamp::from_millis(0), hours: 1 };
        assert_eq!(turn_lengths(&kit.market, start).await.unwrap(), [usual], "nobody has set any");
        let mut set = Vec::new();
        for hours in [24, 2] {
            kit.clock.advance(Span::days(1));
            set_search(&kit.market, &operator, "", &[("turn_hours".to_owned(), hours.to_string())]).await.unwrap();
            set.push(TurnLength { from: kit.market.now(), hours });
        }
        assert_eq!(turn_lengths(&kit.market, start).await.unwrap(), [set[1], set[0], usual]);
        assert_eq!(turn_lengths(&kit.market, set[1].from).await.unwrap(), [set[1], set[0]], "and what was in force just before");
        assert_eq!(turn_lengths(&kit.market, set[1].from.after(Span::days(9))).await.unwrap(), [set[1]]);
    }
);

db_test!(
    async fn only_shops_with_goods_are_put_forward(kit) {
        let danqing = opened(&kit, "danqing").await;
        let empty = opened(&kit, "empty").await;
        kit.listing(&danqing).create().await;
        kit.listing(&empty).draft().create().await;
        assert!(!choose_story(&kit.market).await.unwrap(), "a slogan is no story");
        let shops = home_shops(&kit.market, 3).await.unwrap();
        assert_eq!(shops.opened.iter().map(|shop| shop.handle.as_str()).collect::<Vec<_>>(), ["danqing"]);
        assert!(shops.story.is_none());
        kit.clock.advance(Span::days(61));
        assert!(home_shops(&kit.market, 3).await.unwrap().opened.is_empty(), "it is no longer new");
        assert!(shops.opened[0].picture.is_some(), "the cover of its newest goods");
        let seen = shop(&kit.market, "empty").await.unwrap().unwrap();
        assert_eq!((seen.shop, seen.picture), (empty.shop(), None));
        assert!(shop(&kit.market, "nobody").await.unwrap().is_none());
    }
);

db_test!(
    async fn every_shop_with_a_story_has_its_day(kit) {
        for handle in ["one", "two", "three", "four", "five"] {
            let staff = opened(&kit, handle).await;
            if handle != "four" {
                kit.listing(&staff).create().await;
            }
            kit.clock.advance(Span::minutes(1));
        }
        let told = "UPDATE shop SET story = 'A story that is long enough to be told on the home page.' WHERE handle <> 'five'";
        kit.market.db().execute_unprepared(told).await.unwrap();
        let mut stories = Vec::new();
        for _ in 0..6 {
            assert!(choose_story(&kit.market).await.unwrap());
            let shops = home_shops(&kit.market, 2).await.unwrap();
            assert_eq!(shops.opened.iter().map(|shop| shop.handle.as_str()).collect::<Vec<_>>(), ["five", "three"], "the newest two");
            stories.push(shops.story.unwrap().handle);
            kit.clock.advance(Span::days(1));
        }
        assert_eq!(stories[..3], stories[3..], "in turn, and then from the beginning");
        let mut once = stories[..3].to_vec();
        once.sort();
        assert_eq!(once, ["one", "three", "two"], "whoever has a story and goods");
    }
);
