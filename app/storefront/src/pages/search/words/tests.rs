//! Sentences of the search page: what they say of very much, and of nothing.

use super::*;
use market::catalog::ListingId;
use market::discovery::SearchFilter;
use market::discovery::rules::search_words;
use market::kernel::Timestamp;

const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];

/// A page on which nothing is shown, of a search in which something was left out.
fn unseen(total: u64, is_further: bool, goes_on: bool) -> SearchPage {
    let next = goes_on.then(|| "s05".to_owned());
    SearchPage { total, is_further, next, is_at_least: true, ..SearchPage::default() }
}

fn asked(typed: &str) -> Address {
    let filter = SearchFilter { in_stock: true, ..SearchFilter::default() };
    Address { words: search_words(typed), filter, ..Address::default() }
}

fn cheapest(typed: &str) -> Address {
    Address { sort: SearchSort::Price, ..asked(typed) }
}

#[test]
fn behind_pages_with_goods_the_end_is_no_search_in_vain() {
    for (lang, title, text, summary) in [
        (Language::En, "That was the last page", "Nothing more matches.", "The end of what matches"),
        (Language::Zh, "已经是最后一页", "没有更多符合的商品了。", "符合的商品到此为止"),
    ] {
        for typed in ["tea", ""] {
            assert_eq!(nothing(&unseen(0, true, false), &cheapest(typed), lang), (title, text));
            assert_eq!(nothing(&unseen(7, true, false), &cheapest(typed), lang), (title, text));
        }
        assert_eq!(count(&unseen(0, true, false), SearchSort::Price, lang), summary);
    }
    let exact = SearchPage { is_at_least: false, ..unseen(0, true, false) };
    assert_eq!(nothing(&exact, &asked("tea"), Language::En).0, "Nothing found", "nothing was on the pages before");
    assert_eq!(count(&exact, SearchSort::Relevance, Language::En), "0 goods");
    let whole = SearchPage { is_at_least: false, ..unseen(7, true, false) };
    assert_eq!(nothing(&whole, &asked("tea"), Language::En).1, "Nothing more matches.", "all of it was looked at");
}

#[test]
fn by_relevance_the_last_page_is_not_said_to_be_the_end_of_what_matches() {
    for total in [0, 7] {
        let (title, text) = nothing(&unseen(total, true, false), &asked("tea"), Language::En);
        assert_eq!(title, "That was the last page");
        assert!(text.contains("not all of it was looked at"), "{text}");
    }
    let summary = count(&unseen(0, true, false), SearchSort::Relevance, Language::En);
    assert_eq!(summary, "None among those looked at");
}

#[test]
fn of_very_much_a_numbers_order_is_said_to_hold_part_by_part() {
    let page = unseen(7, false, true);
    let whole = SearchPage { is_at_least: false, ..page.clone() };
    for (lang, told) in [(Language::En, "each part in this order."), (Language::Zh, "每批之内按此排序。")] {
        for sort in SearchSort::ALL {
            assert_eq!(order(&page, sort, lang).ends_with(told), sort != SearchSort::Relevance, "{sort:?}");
            assert!(!order(&whole, sort, lang).contains(told), "{sort:?}: all of it was looked at");
        }
    }
}

#[test]
fn nobody_is_told_that_there_are_more_than_none() {
    let pages = [(true, true), (true, false), (false, true), (false, false)];
    for (page, lang) in
        pages.map(|(is_further, goes_on)| unseen(0, is_further, goes_on)).iter().zip(LANGUAGES.into_iter().cycle())
    {
        let summary = count(page, SearchSort::Relevance, lang);
        assert!(!summary.contains('0'), "{summary}");
    }
    assert_eq!(count(&unseen(1_200, false, true), SearchSort::Relevance, Language::En), "More than 1,200 goods");
    let first = nothing(&unseen(0, false, false), &asked("tea"), Language::En);
    assert!(first.1.contains("not all of it was looked at"), "{first:?}");
}

#[test]
fn where_no_words_were_typed_none_are_spoken_of() {
    for is_further in [false, true] {
        let page = unseen(0, is_further, true);
        assert!(nothing(&page, &asked("tea"), Language::En).1.contains("your words"));
        assert!(nothing(&page, &asked("茶"), Language::Zh).1.contains("这些字"));
        for (lang, more) in [(Language::En, "“More results”"), (Language::Zh, "“更多结果”")] {
            let (_, text) = nothing(&page, &asked(""), lang);
            assert!(text.contains(more) && !text.contains("words") && !text.contains('字'), "{text}");
        }
    }
    let gone = SearchPage { listings: vec![ListingId::mint(Timestamp::from_millis(1))], ..unseen(1, false, true) };
    assert!(nothing(&gone, &asked("tea"), Language::En).1.contains("no longer on sale"));
}

#[test]
fn what_is_too_much_for_one_search_is_said() {
    let all = LeftOut { has_more_places: true, has_more_makers: true, has_more_attributes: true, ..LeftOut::default() };
    let told = |lang| left_out(all, lang).into_iter().map(|(_, sentence)| sentence).collect::<Vec<_>>();
    let kinds = ["places", "makers", "properties"];
    assert_eq!(told(Language::En), kinds.map(|kind| format!("At most 8 {kind} count; the rest was left out.")));
    let kinds = ["个产地", "位制作者", "种属性"];
    assert_eq!(told(Language::Zh), kinds.map(|kind| format!("最多按 8 {kind}筛选，其余未计入。")));
    let said = |of_address, is_cut| LANGUAGES.map(|lang| cut(of_address, is_cut, lang).map(|(_, sentence)| sentence));
    let both = |english: &str, chinese: &str| [english, chinese].map(|sentence| Some(sentence.to_owned()));
    let words = both("Only the first 6 words count.", "只按前 6 个词查找。");
    assert_eq!(said(Some(SearchCut::Words), false), words);
    let of_words = both(
        "Only the first 6 words count, of these only the first 12 parts, and of Chinese characters in a row the first 24.",
        "只按前 6 个词查找，其中只算前 12 段，连写的汉字每段只算前 24 个。",
    );
    assert_eq!(said(Some(SearchCut::Words), true), of_words, "not even all of these");
    assert_eq!(said(Some(SearchCut::Characters), false), both("Only the first 100 characters count.", "只按前 100 个字查找。"));
    let read = both(
        "Only the first 12 words count, and of Chinese characters in a row the first 24.",
        "只按前 12 个词查找，连写的汉字每段只算前 24 个。",
    );
    assert_eq!(said(None, true), read);
    assert_eq!(said(Some(SearchCut::Characters), true), read, "that is less");
    assert!(said(None, false).iter().all(Option::is_none), "all of it counts");
}

#[test]
fn prices_are_said_in_the_currency_of_the_market() {
    let chosen = Choice::Price(Some(1_250), Some(5_000));
    let nothing = (&Tree::default(), &Attributes::default());
    for (currency, lang, said) in [
        (Currency::Cny, Language::En, "CN¥12.50–50"),
        (Currency::Cny, Language::Zh, "¥12.50–50"),
        (Currency::Eur, Language::En, "€12.50–50"),
        (Currency::Usd, Language::Zh, "US$12.50–50"),
    ] {
        let (name, label) = choice(&chosen, nothing, currency, lang);
        assert_eq!(name, said);
        assert!(label.contains(said), "{label}");
        assert_eq!(
            band(&PriceBand { from: Some(1_250), below: Some(5_000), count: 3 }, currency, lang),
            name,
            "as the bands say it"
        );
    }
}
