//! What can be chosen of results, and in which order they stand.

use super::{BROWSER, House, TEA};
use async_trait::async_trait;
use http::header;
use market::attribute::commands::save_attribute;
use market::attribute::{AttributeId, SaveAttribute};
use market::catalog::queries::categories;
use market::discovery::{Edition, IndexHealth, PlaceKind, SearchAnswer, SearchIndex, SearchRequest, Suggested};
use market::kernel::Fault;
use sea_orm::ConnectionTrait;
use search::Search;

/// An index in which more matches than one walk looks at; where it is narrowed, what is chosen was counted to the end.
struct Wide {
    search: Search,
    is_narrowed: bool,
}

#[async_trait]
impl SearchIndex for Wide {
    async fn find(&self, request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        let mut answer = self.search.find(request).await?;
        if let SearchAnswer::Found(page) = &mut answer {
            (page.is_at_least, page.facets.is_at_least) = (!self.is_narrowed, true);
        }
        Ok(answer)
    }
    async fn suggest(&self, typed: &str) -> Result<Suggested, Fault> {
        self.search.suggest(typed).await
    }
    fn edition(&self) -> Option<Edition> {
        self.search.edition()
    }
    async fn reaches(&self, place: i64) -> bool {
        self.search.reaches(place).await
    }
    fn health(&self) -> IndexHealth {
        self.search.health()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_of_a_wide_search_are_counted_as_the_least() {
    let exact = House::open().await;
    let wide = House::searched_by(|search| Wide { search, is_narrowed: false }).await;
    let narrowed = House::searched_by(|search| Wide { search, is_narrowed: true }).await;
    for (house, place, stock, total) in [
        (&exact, "Fenghuang (1)<", "In stock (1)<", "1 listing"),
        (&wide, "Fenghuang (1+)<", "In stock (1+)<", "More than 1 goods"),
        (&narrowed, "Fenghuang (1+)<", "In stock (1+)<", "1 listing"),
    ] {
        house.kit.listing(&house.staff).title("Green tea").create().await;
        house.kit.market.db().execute_unprepared("UPDATE listing SET place = 'Fenghuang'").await.expect("a place");
        house.settle().await;
        let page = house.page(TEA).await;
        assert!(page.contains(place) && page.contains(stock) && page.contains(total), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wide_search_of_which_nothing_is_shown_never_says_more_than_none() {
    let wide = House::searched_by(|search| Wide { search, is_narrowed: false }).await;
    wide.kit.listing(&wide.staff).title("Basket").create().await;
    wide.settle().await;
    let chosen = format!("{TEA}&there=1");
    let first = wide.page(&chosen).await;
    assert!(first.contains("None among those looked at") && first.contains("not all of it was looked at"), "by relevance");
    let last = wide.page(&format!("{chosen}&sort=newest&after=s05{}", "0".repeat(81))).await;
    assert!(last.contains("That was the last page") && last.contains("The end of what matches"), "behind pages with goods");
    assert!(![first, last].iter().any(|page| page.contains("Nothing meets all") || page.contains("More than 0")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_is_said_above_the_goods_and_opens_nothing() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let asked = house.page(TEA).await;
    assert!(asked.contains("<summary>Narrow it down</summary>") && !asked.contains("Choose nothing"));
    let chosen = format!("{TEA}&from=12.50&place=Nowhere&there=1");
    let page = house.page(&chosen).await;
    assert!(page.contains("<summary>Narrow it down (3 chosen)</summary>"));
    assert!(page.contains(r#"<details class="confirm"><summary>"#), "closed, with everything but its line outside");
    for label in ["“CN¥12.50 and more”", "the place Nowhere", "“In stock”"].map(|choice| format!("Leave out {choice}")) {
        assert!(page.contains(&label), "{label}");
    }
    let chinese = [(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, "zh")];
    let (_, _, page) = house.ask_as(&chosen, &chinese).await;
    assert!(page.contains("<summary>筛选（已选 3 项）</summary>") && page.contains("去掉“¥12.50 以上”"));
}

#[tokio::test(flavor = "multi_thread")]
async fn results_in_another_order_say_which_and_are_counted_as_such() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    for (sort, reason) in [
        ("price", "In order of price: CN¥20.00<"),
        ("unit-price", "In order of price per unit: CN¥20.00 / pc<"),
        ("newest", "In order of age: here since "),
        ("sold", "In order of sales: 0 sold<"),
    ] {
        let page = house.page(&format!("{TEA}&sort={sort}")).await;
        assert!(page.contains(reason) && page.contains("?from=sorted-") && !page.contains("?from=ranked"), "{sort}");
    }
    assert_eq!(house.counted(), [(PlaceKind::Sorted, 4, 0)], "nobody earned a place there");
    assert!(house.page(TEA).await.contains("?from=ranked-"));
    assert_eq!(house.counted(), [(PlaceKind::Ranked, 1, 0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_said_and_everything_is_shown() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    for (choice, english, chinese) in [
        (
            "c=gone",
            "There is no such category, so these are the goods of all categories.<",
            "没有这个分类，下面是全部分类的商品。<",
        ),
        (
            "a=gone.long",
            "One of the choices in this link does not exist, so it is left out.<",
            "链接中有的筛选条件不存在，未按它筛选。<",
        ),
        ("shop=gone", "There is no such shop, so these are the goods of all shops.<", "没有这家店，下面是全部店铺的商品。<"),
    ] {
        assert!(!house.page(TEA).await.contains(english), "{choice}");
        for path in [format!("{TEA}&{choice}"), format!("/search?{choice}")] {
            let page = house.page(&path).await;
            assert!(page.contains(english) && page.contains("Green tea"), "{path}");
            assert!(page.contains("notice tone-info") && !page.contains("tone-bad"), "{path}: news, and no error");
            let reader = [(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, "zh")];
            let (_, _, page) = house.ask_as(&path, &reader).await;
            assert!(page.contains(chinese) && page.contains("Green tea"), "{path}");
        }
    }
    let page = house.page(&format!("{TEA}&c=food")).await;
    assert!(!page.contains("no such category"), "there is this one");
    assert!(house.page(&format!("{TEA}&from=abc")).await.contains("notice tone-bad"), "what was typed is wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_for_one_search_is_said() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let named = |field: &str, count: usize| (0..count).map(|number| format!("&{field}={number}")).collect::<String>();
    let most = house.page(&format!("/search?q=a+b+c+d+e+tea{}{}", named("place", 8), named("maker", 8))).await;
    assert!(!most.contains("At most") && !most.contains("Only the first"), "so much counts");
    assert!(most.contains("maxlength=\"100\""), "nobody types in vain what is cut");
    for (path, english, chinese) in [
        (
            format!("{TEA}{}", named("place", 9)),
            "At most 8 places count; the rest was left out.<",
            "最多按 8 个产地筛选，其余未计入。<",
        ),
        (
            format!("{TEA}{}", named("maker", 9)),
            "At most 8 makers count; the rest was left out.<",
            "最多按 8 位制作者筛选，其余未计入。<",
        ),
        ("/search?q=a+b+c+d+e+f+tea".to_owned(), "Only the first 6 words count.<", "只按前 6 个词查找。<"),
        (format!("/search?q={}", "tea,".repeat(13)), "Only the first 12 words count, and", "只按前 12 个词查找，"),
        (format!("/search?q={}", "t".repeat(101)), "Only the first 100 characters count.<", "只按前 100 个字查找。<"),
    ] {
        let page = house.page(&path).await;
        assert!(page.contains(english) && page.contains("notice tone-info"), "{path}");
        let (_, _, page) = house.ask_as(&path, &[(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, "zh")]).await;
        assert!(page.contains(chinese), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_say_how_many_they_are() {
    let house = House::open().await;
    for (title, said) in [("Zwiebel, red", "<p>1 suggestion<"), ("Zwiebel, white", "<p>2 suggestions<")] {
        house.kit.listing(&house.staff).title(title).create().await;
        house.settle().await;
        let list = house.page("/search/suggest?q=zwiebel").await;
        assert!(list.contains(said) && list.contains("href=\"/p/"), "{list}");
    }
    assert!(house.page("/search/suggest?q=xxyyxx").await.contains("<p>No suggestions<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_category_stands_among_its_siblings_and_below_its_parents() {
    let house = House::open().await;
    let tree = categories(&house.kit.market).await.expect("a tree");
    let found = |slug: &str| tree.iter().find(|category| category.slug == slug).expect("a category").id;
    for (title, slug) in
        [("Smoked ham", "ham"), ("Smoked sausage", "sausage"), ("Smoked fish", "dried-fish"), ("Smoked tea", "green-tea")]
    {
        house.kit.listing(&house.staff).title(title).category(found(slug)).create().await;
    }
    house.settle().await;
    let shelves = async |path: &str| {
        let page = house.page(path).await;
        let (_, shelves) = page.split_once("aria-label=\"Categories of the results\"").expect("categories");
        shelves.split("</nav>").next().expect("their end").to_owned()
    };
    let all = shelves("/search?q=smoked").await;
    assert!(all.contains(">Food (3)<") && all.contains(">Tea and drinks (1)<"), "{all}");
    assert!(!all.contains("All categories") && !all.contains("aria-current"), "nothing is chosen: {all}");

    let ham = shelves("/search?q=smoked&c=ham&there=1").await;
    for (slug, label) in [("food", "Food (3)"), ("cured-meat", "Cured meat (2)"), ("ham", "Ham (1)"), ("sausage", "Sausages (1)")]
    {
        let path = format!("href=\"/search?q=smoked&amp;c={slug}&amp;there=1\"");
        assert!(ham.contains(&path) && ham.contains(&format!(">{label}<")), "{label}: {ham}");
    }
    assert!(ham.contains("href=\"/search?q=smoked&amp;there=1\"") && ham.contains("All categories<"), "{ham}");
    assert_eq!(ham.matches("aria-current=\"true\"").count(), 1, "{ham}");
    assert!(!ham.contains("c=dried-fish") && !ham.contains("c=tea"), "neither cousins nor aunts: {ham}");
}

#[tokio::test(flavor = "multi_thread")]
async fn places_and_makers_beyond_the_first_twelve_are_one_button_away() {
    let house = House::open().await;
    for number in 0..14 {
        house.kit.listing(&house.staff).title(&format!("Tea {number:02}")).create().await;
    }
    let named = "UPDATE listing SET place = 'Village ' || title, maker = 'Maker ' || title";
    house.kit.market.db().execute_unprepared(named).await.expect("places and makers");
    house.settle().await;
    let ticks = |page: &str| ["place", "maker"].map(|field| page.matches(&format!("name=\"{field}\"")).count());
    let first = house.page(TEA).await;
    assert_eq!(ticks(&first), [12, 12]);
    for (field, word) in [("place", "More places<"), ("maker", "More makers<")] {
        let button = format!("name=\"names\" value=\"all\" formaction=\"/search#{field}\"");
        assert!(first.contains(&button) && first.contains(word) && first.contains(&format!("id=\"{field}\"")), "{field}");
    }
    let (_, form) = first.split_once("aria-label=\"Narrow it down\"").expect("the form");
    let pressed = form.split_once("<button").and_then(|(_, rest)| rest.split('>').next()).expect("the button that Enter presses");
    assert!(!pressed.contains("names") && !pressed.contains("formaction"), "Enter asks for no more names: {pressed}");
    let chosen = house.page(&format!("{TEA}&place=Village%20Tea%2013")).await;
    assert_eq!(ticks(&chosen), [13, 1], "what is chosen is among them");
    assert!(chosen.contains("More places<") && !chosen.contains("More makers<"));

    let all = house.page(&format!("{TEA}&names=all")).await;
    assert_eq!(ticks(&all), [14, 14]);
    assert!(all.contains(">Village Tea 13 (1)<") && !all.contains("More places<") && !all.contains("More makers<"));
    let line = |page: &str| {
        let (before, _) = page.split_once("<summary>Narrow it down").expect("the line that opens them");
        before.rsplit_once("<details").expect("its details").1.to_owned()
    };
    assert!(line(&all).contains(" open") && !line(&first).contains(" open"), "also where they wait behind a line");
    assert_eq!(house.page(TEA).await, first, "one is not kept for the other");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_chosen_of_what_goods_say_is_ticked_on_the_next_page() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let operator = kit.operator().await;
    let tree = categories(market).await.expect("a tree");
    let food = tree.iter().find(|category| category.slug == "food").expect("food").id;
    let values: String = (0..14).map(|number| format!("v{number:02} | Value {number} | 值{number}\n")).collect();
    let flags = (0..7).map(|number| (format!("flag-{number}"), "flag", String::new()));
    for (slug, kind, choices) in flags.chain([("flavour".to_owned(), "choice", values)]) {
        let typed = SaveAttribute {
            name_en: slug.clone(),
            name_zh: slug.clone(),
            slug,
            kind: kind.to_owned(),
            choices,
            is_filter: true,
            ..SaveAttribute::default()
        };
        save_attribute(market, &operator, (food, AttributeId::mint(market.now())), &typed).await.expect("an attribute");
    }
    // As many attributes as can be asked for, and of one of them thirteen values.
    let flags = (0..7).map(|number| format!("flag-{number}.yes"));
    let chosen: Vec<String> = flags.chain((1..14).map(|number| format!("flavour.v{number:02}"))).collect();
    let asked: String = chosen.iter().map(|term| format!("&a={term}")).collect();
    let page = house.page(&format!("{TEA}{asked}")).await;
    let boxes: Vec<&str> = page.split("<input").filter_map(|rest| rest.split('>').next()).collect();
    for term in &chosen {
        let value = format!("value=\"{term}\"");
        assert!(boxes.iter().any(|input| input.contains(&value) && input.contains("checked")), "{term} would be lost");
    }
    assert_eq!(page.matches("name=\"a\"").count(), chosen.len(), "nothing is behind the others");
}
