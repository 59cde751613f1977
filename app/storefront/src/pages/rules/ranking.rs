//! How goods are ordered: the formula in plain words, with the numbers that count now.

use super::work::{quality_parts, the_work};
use app_kit::format::{date, machine_time};
use app_kit::{Say, lang, routes, say, words};
use leptos::prelude::*;
use market::account::Language;
use market::catalog::rules::NEW_AGAIN_DAYS;
use market::discovery::rules::{
    GOODS_ASKED_MAX, HOME_GOODS_LOOKED_AT, HOME_GOODS_OF_LOOK, HOME_GOODS_OF_SELLER, HOME_LOOKS_BACK_HOURS, HOME_SHOPS_MAX,
    HOME_UNCHECKED_ONE_OF,
};
use market::discovery::{Boost, FORMULA_VERSION, RankingNumber, SearchSettings};
use market::kernel::{Timestamp, show_decimal};

/// The section of the rules' page.
#[component]
pub fn Ranking(settings: SearchSettings, since: Option<Timestamp>) -> impl IntoView {
    let lang = lang();
    let number = |number| settings.number(number);
    let version = FORMULA_VERSION;
    let day = since.map_or_else(
        || lang.say("since the market opened", "开市以来").to_owned(),
        |at| {
            let day = date(at, lang);
            say!(lang, "numbers last set on {day}", "数字最近设定于{day}")
        },
    );
    let quality = number(RankingNumber::Quality);
    let fit = number(RankingNumber::PriceFit);
    let terms = [
        the_match(lang).to_owned(),
        the_work(quality, lang),
        newness(&settings, lang),
        say!(
            lang,
            "A usual price for its category adds up to {fit} %: neither the cheapest nor the dearest is put forward for its price.",
            "价格在同类中适中，最多加 {fit} %：不因最便宜或最贵而靠前。"
        ),
    ];
    let numbers = [weights(&settings, lang), quality_parts(lang), Vec::new(), Vec::new()];
    let terms = terms.into_iter().zip(numbers).map(|(term, numbers)| {
        let numbers = (!numbers.is_empty()).then(|| {
            let numbers = numbers.into_iter().map(|number| view! { <li>{number}</li> });
            view! { <ul>{numbers.collect_view()}</ul> }
        });
        view! { <li>{term}{numbers}</li> }
    });
    let terms = terms.collect_view();
    let story = say!(
        lang,
        "On the home page one shop tells its story each day: all shops that have written one, in turn. Where there are more than {HOME_SHOPS_MAX} shops, it is the turn of one among {HOME_SHOPS_MAX}, who are others each day. It is chosen when the day begins, and again where that shop has no goods listed any more, or no story.",
        "首页每天讲一家店的故事：写了故事的店轮流来。店铺超过 {HOME_SHOPS_MAX} 家时，每天换一批 {HOME_SHOPS_MAX} 家，从中轮流。每天零点后选定；当天若那家店已没有上架商品，或撤下了故事，就另选一家。"
    );
    let looks = HOME_LOOKS_BACK_HOURS.map(|hours| hours.to_string());
    let (looks_en, looks_zh) = (looks.join(", "), looks.join("、"));
    let of_seller = say!(
        lang,
        "The home page chooses from the {HOME_GOODS_LOOKED_AT} newest listings and from the {HOME_GOODS_OF_LOOK} newest that were there before each of {looks_en} hours ago, so that whoever lists very much at once does not take the places of others. It shows at most {HOME_GOODS_OF_SELLER} of each shop first, all shops of a holder whose identity was checked being one; further ones stand behind them, where others leave places. Shops whose identity was not checked yet have at most one in {HOME_UNCHECKED_ONE_OF} of the places for new goods and for new shops (one, where there are fewer places), and more only where checked ones leave some.",
        "首页从最新的 {HOME_GOODS_LOOKED_AT} 件商品，以及 {looks_zh} 小时之前各自最新的 {HOME_GOODS_OF_LOOK} 件里选，一次上架再多也挤不掉别人。每家店先放至多 {HOME_GOODS_OF_SELLER} 件，身份已核实的同一店主的各店算一家；其余的排在后面，别家填不满时才放。首页的新品和新店里，身份尚未核实的店每 {HOME_UNCHECKED_ONE_OF} 个位置至多占一个（不足此数时为一个），已核实的店填不满时才多放。"
    );
    let parts = in_parts(number(RankingNumber::TurnHours), lang);
    view! {
        <section class="section prose" id="ranking">
            <h2>{lang.say("How goods are ordered", "商品如何排序")}</h2>
            <p><b>{say!(lang, "Formula {version}", "公式第 {version} 版")}</b>" "<small class="quiet"><time datetime=since.map(machine_time)>{day}</time></small></p>
            <p><a href=routes::RANKING_CHANGES>{lang.say("What was changed of these numbers, and when", "这些数字何时变更过")}</a></p>
            <p>{lang.say("Search results and categories are ordered by one number for each listing, the same for every reader:", "搜索结果和分类里的商品都按同一个数排序，对每位读者都一样：")}</p>
            <ul>{terms}</ul>
            <p>{other_orders(lang)}</p>
            <p>{parts}</p>
            <p>{of_seller}</p>
            <Rotation settings=settings.clone()/>
            <p>{story}</p>
        </section>
    }
}

/// What is not ordered by the formula, and where readers are told by what a list is ordered.
fn other_orders(lang: Language) -> &'static str {
    lang.say(
        "On the home page, in the list of all goods and in shops the newest come first, and so they do in a category while its order cannot be worked out. Among what was bought most, what most different people bought in 30 days comes first. Whoever sorts by price, unit price, age or sales gets just that order; where tens of thousands lie close together, they come part by part, each part in this order. Below each of the goods in search results, and in categories as they are ranked, stands why it is there; the lists of the newest and of what was bought most say at their head by what they are ordered. Nothing can be paid for; where it ever can, such a place will say so itself.",
        "首页、全部商品和店铺里是新上的在前，分类暂时无法排序时也是。热卖商品按近 30 天内不同买家的人数排。按价格、单价、时间或销量排序时，就只按它们排；价格相近、同日上架或成交数相近的多达数万件时，分批列出，每批之内按此排序。搜索结果和按公式排序的分类里，每件商品下面都写着为何在此；新上和热卖的列表在开头写明按什么排序。没有任何付费位置；将来若有，会在该处标明。",
    )
}

/// How the words that were typed count.
fn the_match(lang: Language) -> &'static str {
    lang.say(
        "The match: how well title, category, maker, place and description match the words. It counts most: the rest only adds to it. In a category, where there are no words, it is the same for all. A word that few goods have weighs more, and counts as equally rare in titles and in descriptions, but for Pinyin of three and more syllables typed as one word and for forms of a word that no title has: those are as rare as descriptions make them, and characters side by side, Pinyin and first letters each as rare as goods with them are. Words that a typing error may have meant all count as rare as the commonest of them, and less as a category's name than in a title. In a title a word counts once, however often it stands there, and the length of the title counts little. Each way of matching has its weight. Of several ways the heaviest counts, and a little of the others:",
        "匹配：标题、分类、作者、产地和介绍与所搜词语的符合程度。它最重要，其余各项只是加成。逛分类时没有词语，人人相同。少见的词更重，是否少见在标题和介绍里按同一标准；例外是连写的三个及以上音节的拼音，以及标题里没有的词形，它们只看在介绍里是否少见；按相连的字、拼音或首字母匹配的，则看有多少商品含有它们。打错字时，可能想输入的几个词都按其中最常见的那个计算，作为分类名称时比在标题里轻。标题里的词不论重复几次都只算一次，标题长短影响很小。每种匹配方式各有权重。同时符合几种时，以最重的为准，其余只加一点：",
    )
}

/// What newness adds, and what makes nothing new.
fn newness(settings: &SearchSettings, lang: Language) -> String {
    let (fresh, half) = (settings.number(RankingNumber::Freshness), settings.number(RankingNumber::FreshnessHalfDays));
    say!(
        lang,
        "New goods have up to {fresh} % more, and half of that after {half} days. Hiding goods and showing them again makes nothing new. What a shop lists under the title and in the category of goods that it hid or removed in the {NEW_AGAIN_DAYS} days before is as old as they were, also among the newest and by age, and so is what it edits into them. Capital letters, spaces and signs make no other title. Other words do, and other letters that look the same; and what is listed before the old goods are taken off, or after their title was changed, is new.",
        "新上架的商品最多加 {fresh} %，{half} 天后减半。下架后再上架不算新。店铺下架或删除商品后 {NEW_AGAIN_DAYS} 天内，在同一分类以相同标题发布的商品，或把标题和分类改成与其相同的商品，都沿用原来的上架时间，在新上列表和按时间排序时也一样。大小写、空格和标点不同仍算同一标题；换了字词，或换成看上去一样的别的字符，则算另一标题。旧商品下架之前就已发布的，以及旧商品先改了标题再下架的，新商品仍算新。"
    )
}

/// What each way of matching weighs.
fn weights(settings: &SearchSettings, lang: Language) -> Vec<String> {
    let weight = |boost: Boost| {
        let (way, weight) = (words::boost(boost, lang), show_decimal(settings.hundredths(boost), 100));
        say!(lang, "{way}: {weight}", "{way}：{weight}")
    };
    Boost::ALL.into_iter().map(weight).collect()
}

#[component]
fn Rotation(settings: SearchSettings) -> impl IntoView {
    let lang = lang();
    let number = |number| settings.number(number);
    let slots = number(RankingNumber::Slots);
    let link =
        lang.say("What share shops of each size got, and the seeds of past draws", "各类店铺得到的份额，以及过往抽签的种子");
    let link = view! { <p><a href=routes::EXPOSURE>{link}</a></p> };
    if slots == 0 {
        return view! { <p>{lang.say("No places rotate at the moment.", "目前没有轮流占用的位置。")}</p>{link} }.into_any();
    }
    let (days, sales) = (number(RankingNumber::NewDays), number(RankingNumber::SmallSales));
    let (hours, floor) = (number(RankingNumber::TurnHours), number(RankingNumber::MatchFloor));
    let place = say!(
        lang,
        "Of the 24 places of a page {slots} are not earned but drawn, among shops whose identity was checked, that are new (the first {days} days) or small (fewer than {sales} sales, counted as below under what “sold” counts), and that have goods in stock which match at least {floor} % as well as the best. They stand in the middle of their part of the page and say so.",
        "每页 24 个位置中有 {slots} 个不按排名，而是抽签，参加的是身份已核实的新店（开张 {days} 天内）和小店（成交不足 {sales} 单，算法见下文“已售”怎么算）中有货、且匹配度不低于最佳匹配 {floor} % 的商品。它们位于各自半页的中间，并有标明。"
    );
    view! { <p>{place}</p><p>{tickets(hours, lang)}</p><p>{of_long_lists(lang)}</p>{link} }.into_any()
}

/// Who has how many tickets, and for how long a draw stays as it is.
fn tickets(hours: i64, lang: Language) -> String {
    let each = each(hours, lang);
    say!(
        lang,
        "Each shop holder has one ticket for each search or category, however many goods or shops they have: age and sales are the holder's, so listing again or opening another shop gains nothing. The draw is made anew every {each}. Meanwhile every page stays as it is as long as the market's goods do, and nothing comes twice, however far you read. Only in a list that is too long to be looked at in one go some goods may come once more, where others came, changed or went while you were reading.",
        "每位店主对每次搜索或每个分类只有一签，与商品数、店铺数无关：店龄和成交按店主计，重新上架或另开新店都没有好处。每{each}重新抽签，期间只要商品没有变动，页面就不变，往后翻也不会重复。只有列表长到一次看不完，而翻看期间又有商品上架、变动或下架时，个别商品才可能再次出现。"
    )
}

/// How long a draw and what it looks at last.
fn each(hours: i64, lang: Language) -> String {
    match hours {
        1 => lang.say("hour", "小时").to_owned(),
        _ => say!(lang, "{hours} hours", " {hours} 小时"),
    }
}

/// What is ranked of a list that is too long to be looked at in one go.
fn in_parts(hours: i64, lang: Language) -> String {
    let each = each(hours, lang);
    say!(
        lang,
        "A search or category can have more goods than are looked at in one go, which is some 50,000; its page says “More than”. The ranked goods are then the best of those parts that are looked at now. The parts lie evenly over all goods, and every {each} it is the turn of others, until all have had theirs. What lies in other parts stands in no ranked place meanwhile, however good it is. Whoever chooses a narrower category, a place, a maker, what its category asks, or prices not too far apart, so that fewer are left, gets the best of all of these.",
        "搜索或分类里的商品可能多到一次看不完（约五万件以上），这时页面写着“超过”。按排名列出的，是目前所看的那些部分里最好的。各部分均匀分布在全部商品中，每{each}轮换，直到都轮到一次。没轮到的部分里的商品再好，这段时间也不在排名里。选定更小的分类、产地、作者、类目属性或不太宽的价格区间，使剩下的商品一次看得完，列出的就是其中最好的。"
    )
}

/// Who takes part in the draw of such a list.
fn of_long_lists(lang: Language) -> String {
    say!(
        lang,
        "In a list that is too long to be looked at in one go, holders are asked in the order of their tickets whether they have goods that match, wherever these lie, so that whoever has one good is drawn as often as whoever has a hundred. Who is asked is enough for the first pages; on pages far behind, and where hardly any of those who are asked have such goods, those take part as well whose goods lie in the parts that are looked at now. Of a holder with more than {GOODS_ASKED_MAX} goods in stock, each draw looks at some of them, the next one at others.",
        "列表长到一次看不完时，按签号从小到大逐一询问店主有没有符合的商品，不论商品在哪一部分，所以只有一件商品的店和有一百件的店抽中的机会一样。问到的人数足够排好前面的页；很靠后的页，或问到的店主几乎都没有这类商品时，商品在目前所看部分里的店主也参加。一位店主有货的商品超过 {GOODS_ASKED_MAX} 件时，每次抽签只看其中一部分，下次换一部分。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_equally_rare_everywhere_is_told() {
        for (lang, rule, exception) in [
            (Language::En, "counts as equally rare in titles and in descriptions, but for", "Pinyin of three and more syllables"),
            (Language::Zh, "在标题和介绍里按同一标准；例外是", "三个及以上音节的拼音"),
        ] {
            let told = the_match(lang);
            assert!(told.contains(rule) && told.contains(exception), "{told}");
        }
    }

    #[test]
    fn what_words_count_that_a_typing_error_may_have_meant_is_told() {
        for (lang, told) in
            [(Language::En, "all count as rare as the commonest of them"), (Language::Zh, "都按其中最常见的那个计算")]
        {
            assert!(the_match(lang).contains(told), "{told}");
        }
    }

    #[test]
    fn where_it_is_said_why_goods_stand_there_is_told() {
        let (each, head) = (
            "in search results, and in categories as they are ranked",
            "the lists of the newest and of what was bought most say at their head",
        );
        let told = other_orders(Language::En);
        assert!(told.contains(each) && told.contains(head) && !told.contains("Below each result"), "{told}");
        let told = other_orders(Language::Zh);
        assert!(told.contains("搜索结果和按公式排序的分类里") && told.contains("新上和热卖的列表在开头写明"), "{told}");
    }

    #[test]
    fn what_a_long_list_holds_is_told_as_what_it_is() {
        for (lang, best, turn, draw) in [
            (
                Language::En,
                "the best of those parts that are looked at now",
                "every 2 hours it is the turn of others",
                "one good is drawn as often",
            ),
            (Language::Zh, "目前所看的那些部分里最好的", "每 2 小时轮换", "抽中的机会一样"),
        ] {
            let told = in_parts(2, lang);
            assert!(told.contains(best) && told.contains(turn), "{told}");
            assert!(of_long_lists(lang).contains(draw));
        }
    }

    #[test]
    fn where_something_may_come_twice_is_told() {
        for (lang, rule, exception) in [
            (
                Language::En,
                "every 2 hours",
                "Only in a list that is too long to be looked at in one go some goods may come once more",
            ),
            (Language::Zh, "每 2 小时重新抽签", "只有列表长到一次看不完"),
        ] {
            let told = tickets(2, lang);
            assert!(told.contains(rule) && told.contains(exception), "{told}");
        }
    }

    #[test]
    fn for_how_long_goods_that_are_listed_anew_are_as_old_as_they_were_is_told() {
        let settings = SearchSettings { ranking: vec![(RankingNumber::FreshnessHalfDays, 45)], ..SearchSettings::default() };
        for (lang, adds, again) in [
            (Language::En, "up to 5 % more, and half of that after 45 days", "that it hid or removed in the 30 days before"),
            (Language::Zh, "最多加 5 %，45 天后减半", "下架或删除商品后 30 天内"),
        ] {
            let told = newness(&settings, lang);
            assert!(told.contains(adds) && told.contains(again), "{told}");
        }
    }

    #[test]
    fn every_weight_is_told_as_it_is_set() {
        let settings = SearchSettings { boosts: vec![(Boost::Title, 725)], ..SearchSettings::default() };
        let told = weights(&settings, Language::En);
        assert_eq!(told.len(), Boost::ALL.len());
        assert_eq!(told[0], "A word of the title: 7.25");
        assert_eq!(told[2], "Maker, place, shop, choices, description: 0.6", "the usual weight");
        assert!(weights(&settings, Language::Zh).iter().all(|weight| !weight.is_ascii()));
    }
}
