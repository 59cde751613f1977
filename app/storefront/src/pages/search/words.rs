//! Sentences of the search page.

use super::address::{Address, Choice, LeftOut};
use crate::parts::said_in_short;
use app_kit::components::Tone;
use app_kit::words::amount_error;
use app_kit::{Say, format, say};
use market::account::Language;
use market::attribute::Attributes;
use market::discovery::rules::{
    ATTRIBUTES_ASKED_MAX, NAMES_ASKED_MAX, SEARCH_CHARS_MAX, SEARCH_HAN_MAX, SEARCH_RUNS_MAX, SEARCH_WORDS_MAX, SearchCut,
};
use market::discovery::{PriceBand, SearchPage, SearchSort, Tree};
use market::kernel::{AmountError, Currency};

/// What a sort is called.
pub const fn sort(sort: SearchSort, lang: Language) -> &'static str {
    match (sort, lang) {
        (SearchSort::Relevance, Language::En) => "Best match",
        (SearchSort::Relevance, Language::Zh) => "最相关",
        (SearchSort::Price, Language::En) => "Lowest price",
        (SearchSort::Price, Language::Zh) => "价格从低到高",
        (SearchSort::UnitPrice, Language::En) => "Lowest price per unit",
        (SearchSort::UnitPrice, Language::Zh) => "单价从低到高",
        (SearchSort::Newest, Language::En) => "Newest",
        (SearchSort::Newest, Language::Zh) => "最新",
        (SearchSort::Sold, Language::En) => "Most bought",
        (SearchSort::Sold, Language::Zh) => "卖得最多",
    }
}

/// How the order comes about, and that of very much it holds part by part.
pub fn order(found: &SearchPage, sort: SearchSort, lang: Language) -> String {
    let order = order_of_all(sort, lang);
    let is_in_parts = found.is_at_least && sort != SearchSort::Relevance;
    if !is_in_parts {
        return order.to_owned();
    }
    let parts = lang.say(
        " Where tens of thousands lie close together, they come part by part, each part in this order.",
        "价格相近、同日上架或成交数相近的多达数万件时，分批列出，每批之内按此排序。",
    );
    format!("{order}{parts}")
}

fn order_of_all(sort: SearchSort, lang: Language) -> &'static str {
    match sort {
        SearchSort::Relevance => lang.say(
            "What matches your words best comes first, some places rotate among new and small shops, and nobody can buy one.",
            "越符合您输入的越靠前，少数位置由新店和小店轮流占用，排位不能用钱买。",
        ),
        SearchSort::Price => lang.say("The cheapest comes first, whatever its size.", "价格低的在前，不论分量。"),
        SearchSort::UnitPrice => lang.say(
            "The cheapest by the kilogram comes first; behind all goods by weight those by the litre, the metre and the piece.",
            "按每公斤的价格，低的在前；称重商品之后依次是按升、按米、按件的商品。",
        ),
        SearchSort::Newest => lang.say("The newest come first.", "新上的在前。"),
        SearchSort::Sold => lang.say(
            "What was sold in most orders comes first; the newest of what was sold equally often.",
            "成交单数多的在前，相同的按新上排。",
        ),
    }
}

/// How many there are. Where there are so many that not all were looked at, none may have been found in what was.
pub fn count(found: &SearchPage, sort: SearchSort, lang: Language) -> String {
    let n = format::grouped(found.total);
    match (found.is_at_least, found.total) {
        (true, 0) if found.next.is_some() => lang.say("Not counted to the end", "没有数完").to_owned(),
        (true, 0) if found.is_further && !is_unseen(found, sort) => {
            lang.say("The end of what matches", "符合的商品到此为止").to_owned()
        }
        (true, 0) => lang.say("None among those looked at", "看过的商品里没有").to_owned(),
        (true, _) => say!(lang, "More than {n} goods", "超过 {n} 件商品"),
        (false, 1) => lang.say("1 listing", "1 件商品").to_owned(),
        (false, _) => say!(lang, "{n} goods", "{n} 件商品"),
    }
}

/// Whether this is the end, and something was never looked at: by relevance some of very much is all that pages go through, in a number's
/// order they go through everything.
fn is_unseen(found: &SearchPage, sort: SearchSort) -> bool {
    found.is_at_least && found.next.is_none() && sort == SearchSort::Relevance
}

/// That a page shows nothing, and why.
pub fn nothing(found: &SearchPage, address: &Address, lang: Language) -> (&'static str, &'static str) {
    if found.next.is_some() {
        return (lang.say("Nothing so far", "到这里还没有"), goes_on(found, address, lang));
    }
    let unseen = lang.say(
        "There is so much that not all of it was looked at. Sorted by price, by age or by sales it is gone through to the end, page by page.",
        "商品太多，没有全部看完。改按价格、时间或销量排序，就会逐页看到底。",
    );
    if found.is_further && (found.total > 0 || found.is_at_least) {
        let title = lang.say("That was the last page", "已经是最后一页");
        let is_all = !is_unseen(found, address.sort);
        return (title, if is_all { lang.say("Nothing more matches.", "没有更多符合的商品了。") } else { unseen });
    }
    let why = if found.is_at_least && found.total == 0 {
        unseen
    } else if address.filter.is_empty() {
        lang.say("Try fewer or shorter words, or walk through the categories above.", "请少用几个字，或从上面的分类里逛逛。")
    } else {
        lang.say("Nothing meets all that you chose. Leave out a choice.", "没有同时符合所有条件的商品，请减少一个条件。")
    };
    (lang.say("Nothing found", "没有找到"), why)
}

/// Why a page shows nothing behind which it goes on.
fn goes_on(found: &SearchPage, address: &Address, lang: Language) -> &'static str {
    if !found.listings.is_empty() {
        lang.say("What stood here is no longer on sale. “More results” goes on.", "这里的商品刚刚下架了。点“更多结果”接着看。")
    } else if address.words.is_some() {
        lang.say(
            "So much has your words that not all of it was looked at. “More results” goes on looking.",
            "含有这些字的商品太多，还没有看完。点“更多结果”接着找。",
        )
    } else {
        lang.say(
            "There is so much that not all of it was looked at. “More results” goes on looking.",
            "商品太多，还没有看完。点“更多结果”接着找。",
        )
    }
}

/// A band of prices.
pub fn band(band: &PriceBand, currency: Currency, lang: Language) -> String {
    let sign = format::currency_sign(currency, lang);
    let short = |minor: i64| {
        let amount = format::money_input(minor);
        amount.strip_suffix(".00").map_or_else(|| amount.clone(), str::to_owned)
    };
    match (band.from.map(short), band.below.map(short)) {
        (None, Some(below)) => say!(lang, "under {sign}{below}", "{sign}{below} 以下"),
        (Some(from), Some(below)) => format!("{sign}{from}–{below}"),
        (Some(from), None) => say!(lang, "{sign}{from} and more", "{sign}{from} 以上"),
        (None, None) => lang.say("any price", "不限价格").to_owned(),
    }
}

/// Sent for free.
pub const fn free_freight(lang: Language) -> &'static str {
    match lang {
        Language::En => "Free freight to most of the country",
        Language::Zh => "全国大部分地区包邮",
    }
}

/// Something is left.
pub const fn in_stock(lang: Language) -> &'static str {
    match lang {
        Language::En => "In stock",
        Language::Zh => "有货",
    }
}

/// The line that opens what can be chosen: how much of it is chosen.
pub fn narrow(chosen: usize, lang: Language) -> String {
    match chosen {
        0 => lang.say("Narrow it down", "筛选").to_owned(),
        chosen => say!(lang, "Narrow it down ({chosen} chosen)", "筛选（已选 {chosen} 项）"),
    }
}

/// What a choice is called, and what the link says that leaves it out.
pub fn choice(choice: &Choice, (tree, attributes): (&Tree, &Attributes), currency: Currency, lang: Language) -> (String, String) {
    let name = match choice {
        Choice::Category(slug) => tree.find(slug).map_or(slug.as_str(), |category| category.name(lang)).to_owned(),
        Choice::Price(from, below) => band(&PriceBand { from: *from, below: *below, count: 0 }, currency, lang),
        Choice::Place(name) | Choice::Maker(name) => name.clone(),
        Choice::Said(attribute, value) => said_in_short(attributes, attribute, value, lang),
        Choice::FreeFreight => free_freight(lang).to_owned(),
        Choice::InStock => in_stock(lang).to_owned(),
    };
    let label = match choice {
        Choice::Place(name) => say!(lang, "Leave out the place {name}", "去掉产地“{name}”"),
        Choice::Maker(name) => say!(lang, "Leave out the maker {name}", "去掉制作者“{name}”"),
        _ => say!(lang, "Leave out “{name}”", "去掉“{name}”"),
    };
    (name, label)
}

/// The shop that an address names is gone, or never was.
pub const fn unknown_shop(lang: Language) -> &'static str {
    match lang {
        Language::En => "There is no such shop, so these are the goods of all shops.",
        Language::Zh => "没有这家店，下面是全部店铺的商品。",
    }
}

/// What an address asks for in vain, a sentence each. What somebody typed is wrong; that something is gone is news, and so is that
/// something is too much. Of the words [`cut`] tells that, since the index has its part in it.
pub fn left_out(left_out: LeftOut, lang: Language) -> Vec<(Tone, String)> {
    let LeftOut { price_error: wrong_price, has_category, has_attribute, .. } = left_out;
    let price = wrong_price.map(|error| (Tone::Bad, price_error(error, lang)));
    let category = has_category.then(|| {
        lang.say("There is no such category, so these are the goods of all categories.", "没有这个分类，下面是全部分类的商品。")
    });
    let attribute = has_attribute.then(|| {
        lang.say("One of the choices in this link does not exist, so it is left out.", "链接中有的筛选条件不存在，未按它筛选。")
    });
    let gone = [category, attribute].into_iter().flatten().map(str::to_owned);
    let news = gone.chain(too_many(left_out, lang)).map(|sentence| (Tone::Info, sentence));
    price.into_iter().chain(news).collect()
}

/// Of what more was chosen than one search takes.
fn too_many(left_out: LeftOut, lang: Language) -> impl Iterator<Item = String> {
    let LeftOut { has_more_places, has_more_makers, has_more_attributes, .. } = left_out;
    let of_names = |is_so: bool, en: &str, zh: &str| {
        is_so.then(|| {
            say!(
                lang,
                "At most {NAMES_ASKED_MAX} {en} count; the rest was left out.",
                "最多按 {NAMES_ASKED_MAX} {zh}筛选，其余未计入。"
            )
        })
    };
    let attributes = has_more_attributes.then(|| {
        say!(
            lang,
            "At most {ATTRIBUTES_ASKED_MAX} properties count; the rest was left out.",
            "最多按 {ATTRIBUTES_ASKED_MAX} 种属性筛选，其余未计入。"
        )
    });
    let named = [of_names(has_more_places, "places", "个产地"), of_names(has_more_makers, "makers", "位制作者")];
    named.into_iter().chain([attributes]).flatten()
}

/// That not all that was typed counts, but so much of it: as the address was cut, or as the index reads it, where that is less; both where
/// the index did not read all of the words that were left.
pub fn cut(of_address: Option<SearchCut>, is_cut_by_index: bool, lang: Language) -> Option<(Tone, String)> {
    let sentence = match (of_address, is_cut_by_index) {
        (Some(SearchCut::Words), false) => {
            say!(lang, "Only the first {SEARCH_WORDS_MAX} words count.", "只按前 {SEARCH_WORDS_MAX} 个词查找。")
        }
        (Some(SearchCut::Words), true) => say!(
            lang,
            "Only the first {SEARCH_WORDS_MAX} words count, of these only the first {SEARCH_RUNS_MAX} parts, and of Chinese characters in a row the first {SEARCH_HAN_MAX}.",
            "只按前 {SEARCH_WORDS_MAX} 个词查找，其中只算前 {SEARCH_RUNS_MAX} 段，连写的汉字每段只算前 {SEARCH_HAN_MAX} 个。"
        ),
        (_, true) => say!(
            lang,
            "Only the first {SEARCH_RUNS_MAX} words count, and of Chinese characters in a row the first {SEARCH_HAN_MAX}.",
            "只按前 {SEARCH_RUNS_MAX} 个词查找，连写的汉字每段只算前 {SEARCH_HAN_MAX} 个。"
        ),
        (Some(SearchCut::Characters), false) => {
            say!(lang, "Only the first {SEARCH_CHARS_MAX} characters count.", "只按前 {SEARCH_CHARS_MAX} 个字查找。")
        }
        (None, false) => return None,
    };
    Some((Tone::Info, sentence))
}

/// How many proposals there are, for whoever is read to and does not see them come.
pub fn proposed(count: usize, lang: Language) -> String {
    match count {
        0 => lang.say("No suggestions", "没有建议").to_owned(),
        1 => lang.say("1 suggestion", "1 条建议").to_owned(),
        n => say!(lang, "{n} suggestions", "{n} 条建议"),
    }
}

/// What is wrong with a price that was typed.
fn price_error(error: AmountError, lang: Language) -> String {
    let sentence = amount_error(error, lang);
    say!(lang, "The prices are left out: {sentence}", "未按价格筛选：{sentence}")
}

#[cfg(test)]
mod tests;
