//! The index follows the database, is built where there is none, and gives way to a new one, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreeing;
mod behind;
mod damaged;
mod reindex;
mod relisted;
mod running;
mod sales;
mod unreadable;

use market::catalog::ListingId;
use market::catalog::commands::{
    hide_listing, publish_listing, remove_listing, rename_category, save_listing, seed_categories, tell_category,
};
use market::catalog::queries::{categories, listing_for_edit};
use market::catalog::rules::{default_tree, form_of};
use market::change::queries::end;
use market::db_test;
use market::discovery::commands::set_search;
use market::discovery::rules::search_words;
use market::discovery::{SearchAnswer, SearchFilter, SearchIndex, SearchPage, SearchRequest};
use market::kernel::{PageRequest, Span};
use market::outbox::Job;
use market::outbox::commands::take_jobs;
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use search::{Place, Search, build};
use std::path::{Path, PathBuf};

async fn opened(kit: &TestMarket, handle: &str) -> ShopStaff {
    let owner = kit.person("Ana").create().await;
    kit.shop(handle, &owner).create().await
}

/// Looks until nothing is left to be done: builds, opens, reads.
async fn settle(search: &Search) {
    for _ in 0..3 {
        search.step(&mut None).await.unwrap();
    }
}

async fn answer(search: &Search, typed: &str) -> SearchAnswer {
    let request = SearchRequest { words: search_words(typed), page: PageRequest::first(24), ..SearchRequest::default() };
    search.find(&request).await.unwrap()
}

async fn page(search: &Search, typed: &str) -> SearchPage {
    match answer(search, typed).await {
        SearchAnswer::Found(page) => *page,
        SearchAnswer::Building(..) => panic!("there is no index"),
    }
}

async fn found(search: &Search, typed: &str) -> Vec<ListingId> {
    page(search, typed).await.listings
}

/// What is made by one maker, and nothing else asked for, once the index has everything.
async fn made_by(search: &Search, maker: &str) -> SearchPage {
    settle(search).await;
    let filter = SearchFilter { makers: vec![maker.to_owned()], ..SearchFilter::default() };
    let request = SearchRequest { filter, page: PageRequest::first(24), ..SearchRequest::default() };
    match search.find(&request).await.unwrap() {
        SearchAnswer::Found(page) => *page,
        SearchAnswer::Building(..) => panic!("there is no index"),
    }
}

async fn rename(kit: &TestMarket, staff: &ShopStaff, listing: ListingId, title: &str) {
    let mut form = form_of(&listing_for_edit(&kit.market, staff, listing).await.unwrap().unwrap());
    form.title = title.to_owned();
    save_listing(&kit.market, staff, &form).await.unwrap();
}

/// Says of goods who made them.
async fn say_maker(kit: &TestMarket, staff: &ShopStaff, listing: ListingId, maker: &str) {
    let mut form = form_of(&listing_for_edit(&kit.market, staff, listing).await.unwrap().unwrap());
    form.maker = maker.to_owned();
    save_listing(&kit.market, staff, &form).await.unwrap();
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

db_test!(
    async fn what_is_committed_is_found_and_what_is_hidden_is_not(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        assert!(matches!(answer(&search, "tea").await, SearchAnswer::Building(..)), "nothing is there yet, and that is said");
        let staff = opened(&kit, "danqing").await;
        let proposed = async |typed: &str| search.suggest(typed).await.unwrap().listings;
        settle(&search).await;
        assert!(found(&search, "tea").await.is_empty());
        assert_eq!(proposed("gree").await, []);

        let tea = kit.listing(&staff).title("古丈毛尖 Green tea").create().await;
        let draft = kit.listing(&staff).title("Draft tea").draft().create().await;
        settle(&search).await;
        assert_eq!(found(&search, "tea").await, [tea.listing]);
        assert_eq!(proposed("gree").await, [tea.listing]);
        let looked_at = search.looked_at();
        assert_eq!((proposed("gree").await, search.looked_at()), (vec![tea.listing], looked_at), "it is kept");
        assert_eq!(search.suggest("danq").await.unwrap().shops, [staff.shop()], "a shop is found from its first goods on");

        rename(&kit, &staff, tea.listing, "古丈毛尖 Fine leaves").await;
        settle(&search).await;
        assert!(found(&search, "green").await.is_empty());
        assert_eq!((proposed("gree").await, proposed("leav").await), (vec![], vec![tea.listing]), "and not as it was");
        assert_eq!(found(&search, "gzmj").await, [tea.listing]);

        hide_listing(&kit.market, &staff, tea.listing).await.unwrap();
        settle(&search).await;
        assert!(found(&search, "leaves").await.is_empty());
        assert_eq!(proposed("leav").await, []);
        assert!(!found(&search, "draft").await.contains(&draft.listing));
    }
);

db_test!(
    async fn goods_are_found_by_their_maker_for_as_long_as_they_name_one(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        let cups = kit.listing(&staff).title("Cups").create().await.listing;
        let page = made_by(&search, "龙阿婆 · Granny Long").await;
        assert_eq!((page.total, page.facets.makers), (0, Vec::new()), "they name nobody");

        say_maker(&kit, &staff, tea, " 龙阿婆 ·  Granny Long").await;
        say_maker(&kit, &staff, cups, "Granny Long").await;
        let page = made_by(&search, "龙阿婆 · Granny Long").await;
        assert_eq!(page.listings, [tea], "a name that is a part of another one is another name");
        let counted = |name: &str| (name.to_owned(), 1);
        assert_eq!(page.facets.makers, [counted("Granny Long"), counted("龙阿婆 · Granny Long")]);

        say_maker(&kit, &staff, tea, "").await;
        let page = made_by(&search, "龙阿婆 · Granny Long").await;
        assert_eq!((page.listings, page.facets.makers), (Vec::new(), vec![counted("Granny Long")]));
    }
);

db_test!(
    async fn a_shop_goes_with_its_last_goods_and_comes_back_with_the_next(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let [tea, cups] = [kit.listing(&staff).title("Tea").create().await, kit.listing(&staff).title("Cups").create().await];
        let proposed = async || {
            search.step(&mut None).await.unwrap();
            search.suggest("danq").await.unwrap().shops
        };
        settle(&search).await;
        hide_listing(&kit.market, &staff, tea.listing).await.unwrap();
        assert_eq!(proposed().await, [staff.shop()], "it has its cups");
        remove_listing(&kit.market, &staff, cups.listing).await.unwrap();
        assert_eq!(proposed().await, [], "with the commit in which the last of them goes");
        publish_listing(&kit.market, &staff, tea.listing).await.unwrap();
        assert_eq!(proposed().await, [staff.shop()]);
        hide_listing(&kit.market, &staff, tea.listing).await.unwrap();
        assert_eq!(proposed().await, []);
        assert_eq!(search.health().documents, 0, "nor is it anywhere else");
    }
);

db_test!(
    async fn it_goes_on_where_it_was_killed(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let first = kit.listing(&staff).title("First tea").create().await;
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        let built = folders(place.root());
        drop(search);
        kit.clock.advance(Span::seconds(1));
        let second = kit.listing(&staff).title("Second tea").create().await;
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        assert_eq!(folders(place.root()), built, "it was not built anew");
        assert_eq!(found(&search, "tea").await, [second.listing, first.listing]);
        assert!(!search.health().is_building);
    }
);

db_test!(
    async fn a_damaged_index_is_built_anew(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await;
        settle(&Search::new(kit.market.clone(), place.clone())).await;
        let damages: [fn(&Path); 5] = [
            // Whoever read behind the end of one of these would be ended by the system: it is noticed when they are opened.
            |index| {
                let files = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
                for path in files.filter(|path| path.extension().is_some_and(|ending| ending != "json")) {
                    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
                    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
                }
            },
            |index| {
                let files = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
                let terms = files.filter(|path| path.extension().is_some_and(|ending| ending == "term"));
                terms.for_each(|path| std::fs::write(path, b"nothing of that").unwrap());
            },
            |index| std::fs::write(index.join("meta.json"), b"{").unwrap(),
            |index| std::fs::remove_file(index.join("meta.json")).unwrap(),
            |index| std::fs::remove_dir_all(index).unwrap(),
        ];
        for damage in damages {
            let before = folders(place.root());
            before.iter().for_each(|index| damage(index));
            let search = Search::new(kit.market.clone(), place.clone());
            settle(&search).await;
            assert_eq!(found(&search, "tea").await, [tea.listing]);
            assert_ne!(folders(place.root()), before);
        }
    }
);

db_test!(
    async fn a_new_index_takes_the_place_of_the_one_in_use(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await;
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;

        let permit = place.permit().unwrap().unwrap();
        assert!(place.permit().unwrap().is_none(), "one builds at a time");
        let name = build(&kit.market, &place, &permit, &|_, _| {}).await.unwrap();
        assert_eq!(found(&search, "tea").await, [tea.listing], "while it is built, and before it is taken over");
        // The one in use has what changed behind the builder's back; the new one has it from the first answer on.
        let late = kit.listing(&staff).title("Late cup").create().await;
        let told = end(&kit.market).await.unwrap();
        let mut read = None;
        search.step(&mut read).await.unwrap();
        assert_eq!(folders(place.root()), [place.root().join(&name)]);
        assert_eq!(found(&search, "late").await, [late.listing], "with the very look that takes it over");
        settle(&search).await;
        assert!(search.reaches(told).await);
        assert_eq!(folders(place.root()), [place.root().join(name)]);
        assert_eq!(found(&search, "tea").await, [tea.listing]);
    }
);

db_test!(
    async fn goods_are_found_by_the_new_name_of_their_category_once_they_were_told_of(kit) {
        let folder = tempfile::tempdir().unwrap();
        seed_categories(&kit.market, &default_tree()).await.unwrap();
        let tree = categories(&kit.market).await.unwrap();
        let id = |slug: &str| tree.iter().find(|category| category.slug == slug).unwrap().id;
        let staff = opened(&kit, "danqing").await;
        let pork = kit.listing(&staff).title("柴火").category(id("salted-pork")).create().await;
        let operator = kit.person("Olga").operator().create().await.operator().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        // The tree as it was before, which is not looked at again by itself within a second.
        let mut read = None;
        for _ in 0..3 {
            search.step(&mut read).await.unwrap();
        }
        assert!(found(&search, "larder").await.is_empty());
        rename_category(&kit.market, &operator, id("food"), ["The larder", "粮仓"]).await.unwrap();
        for taken in take_jobs(&kit.market, 100).await.unwrap() {
            let Job::TellCategory { path, after } = &taken.job else { continue };
            tell_category(&kit.market, taken.id, path, *after).await.unwrap();
        }
        search.step(&mut read).await.unwrap();
        assert_eq!(found(&search, "larder").await, [pork.listing]);
        assert_eq!(found(&search, "粮仓").await, [pork.listing]);
    }
);

db_test!(
    async fn an_edition_is_another_one_after_each_change_and_the_same_without(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        assert_eq!(search.edition(), None, "there is nothing to answer from");
        let staff = opened(&kit, "danqing").await;
        let operator = kit.person("Olga").operator().create().await.operator().unwrap();
        settle(&search).await;
        let first = search.edition().unwrap();
        settle(&search).await;
        assert_eq!(search.edition(), Some(first), "nothing has changed");

        let tea = kit.listing(&staff).title("Tea").create().await;
        assert_eq!(search.edition(), Some(first), "the index has not read it");
        settle(&search).await;
        let second = search.edition().unwrap();
        assert_ne!(second.index, first.index);
        hide_listing(&kit.market, &staff, tea.listing).await.unwrap();
        let told = behind::told(&kit).await;
        settle(&search).await;
        let third = search.edition().unwrap();
        assert_ne!(third.index, second.index, "what is taken out changes it too");
        assert!(search.reaches(told).await);

        set_search(&kit.market, &operator, "腊肉, bacon", &[]).await.unwrap();
        settle(&search).await;
        assert_ne!(search.edition().unwrap().settings, third.settings);
        kit.clock.advance(Span::hours(1));
        assert_ne!(search.edition().unwrap().turn, third.turn);
    }
);

db_test!(
    async fn what_an_operator_sets_counts_at_the_next_look(kit) {
        let folder = tempfile::tempdir().unwrap();
        let staff = opened(&kit, "danqing").await;
        let pork = kit.listing(&staff).title("柴火腊肉").create().await;
        let operator = kit.person("Olga").operator().create().await.operator().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        settle(&search).await;
        let proposed = async || search.suggest("bacon").await.unwrap().listings;
        assert_eq!((found(&search, "bacon").await, proposed().await), (vec![], vec![]));
        for (synonyms, expected) in [("腊肉, bacon", vec![pork.listing]), ("", vec![])] {
            set_search(&kit.market, &operator, synonyms, &[]).await.unwrap();
            settle(&search).await;
            assert_eq!((found(&search, "bacon").await, proposed().await), (expected.clone(), expected), "{synonyms}");
        }
    }
);
