//! Who was shown how often, for everybody to see: what shops of each size got, and the seeds by which past draws can be made again.

use super::seen::Seen;
use crate::frame::{Frame, Strip, reader};
use crate::parts::{absolute, share_card};
use app_kit::form::FormState;
use app_kit::format::{grouped, machine_time, moment};
use app_kit::request::{Answer, Document, Exposed, TURNS_TOLD, Visit, page};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::account::Language;
use market::discovery::exposure::{PlaceSum, SizeSum};
use market::discovery::queries::{seed_of, settings_since};
use market::discovery::rules::{Seed, Turn, TurnLength, past_turns};
use market::discovery::{PlaceKind, RankingNumber, ShopSize};
use market::kernel::Timestamp;
use std::sync::Arc;

/// What the page shows.
struct Shares {
    exposed: Arc<Exposed>,
    now: (Turn, Seed),
    past: Vec<(Turn, Seed)>,
}

/// `GET /rules/exposure`
pub async fn exposure(visit: Visit) -> Answer {
    let (lang, market) = (visit.lang, &visit.app.market);
    let exposed = visit.app.exposure.look(market).await?;
    let (settings, set_at) = settings_since(market).await?;
    let (now, hours) = (market.now(), settings.number(RankingNumber::TurnHours));
    let seeded = |turn: Turn| (turn, seed_of(market, turn));
    let past = past_turns(&lengths(&exposed.lengths, set_at, hours), now, TURNS_TOLD).into_iter().map(seeded).collect();
    let shares = Shares { exposed, now: seeded(Turn::at(now, hours)), past };
    let shelved = visit.app.shelved().await?;
    let reader = reader(&visit).await?;
    let title = lang.say("Who is seen how often", "谁被看见了多少");
    let text = lang.say(
        "What share of this market's places new, small and established shops got in 30 days.",
        "近 30 天本集市的展示位置，新店、小店和其他店各得多少。",
    );
    let mut document = Document::storefront(lang, title);
    let address = absolute(&visit.app, routes::EXPOSURE);
    document.head = share_card("website", title, text, &address, None);
    document.description = Some(text.to_owned());
    document.canonical = Some(address);
    document.public = true;
    let strip = Strip::at(&shelved, None);
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page" strip=strip><Everything shares/></Frame> }
    }))
}

/// How long turns were, with what was set since that was read.
fn lengths(read: &[TurnLength], set_at: Option<Timestamp>, hours: i64) -> Vec<TurnLength> {
    let newest = set_at.map(|from| TurnLength { from, hours });
    let newest = newest.filter(|newest| read.iter().all(|length| length.from < newest.from));
    newest.into_iter().chain(read.iter().copied()).collect()
}

pub(super) const fn size_words(size: ShopSize) -> (&'static str, &'static str) {
    match size {
        ShopSize::New => ("New shops", "新店"),
        ShopSize::Small => ("Small shops", "小店"),
        ShopSize::Established => ("All others", "其他店"),
    }
}

const fn place_words(place: PlaceKind) -> (&'static str, &'static str) {
    match place {
        PlaceKind::Ranked => ("By rank", "按排名"),
        PlaceKind::Rotating => ("By a draw", "抽签"),
        PlaceKind::Paid => ("Paid for", "付费"),
        PlaceKind::Newest => ("Newest first", "新上的在前"),
        PlaceKind::Best => ("Bought most", "热卖"),
        PlaceKind::Sorted => ("In an order that the reader chose", "读者自选的排序"),
    }
}

/// A part of a whole, as `12.5 %`.
pub(super) fn percent(part: i64, whole: i64) -> String {
    let tenths = part.saturating_mul(1_000) / whole.max(1);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

pub(super) fn count(number: i64) -> String {
    grouped(u64::try_from(number).unwrap_or(0))
}

#[component]
fn Everything(shares: Shares) -> impl IntoView {
    let lang = lang();
    let Shares { exposed, now, past } = shares;
    let Exposed { sums, shops, places, summed_at, .. } = &*exposed;
    let all: i64 = sums.iter().map(|sum| sum.views).sum();
    let rows = ShopSize::ALL.map(|size| of_size(sums, size, all, lang)).collect_view();
    let kinds = PlaceKind::ALL.map(|place| of_place(places, place, lang)).collect_view();
    let at = moment(*summed_at, lang);
    let counted = if all == 0 {
        view! { <p class="quiet">{lang.say("Nothing has been counted in these days yet.", "这些天还没有计数。")}</p> }.into_any()
    } else {
        view! {
            <h3 class="pt-4">{lang.say("What share they got", "各得多少")}</h3>
            <div class="shops">{rows}</div>
            <h3 class="pt-4">{lang.say("By the kind of place", "按位置种类")}</h3>
            <div class="shops">{kinds}</div>
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <h1>{lang.say("Who is seen how often", "谁被看见了多少")}</h1>
            <p class="lead">{lang.say("Each time somebody looks at a list of goods, the goods on the page are counted, in sums by day. Nobody who looks is written down, there is no cookie for it, and programs that say what they are do not count.", "每当有人查看商品列表，页面上的商品就按天计数。不记录是谁看的，也不用 Cookie；自报身份的程序不计。")}</p>
            <p>{lang.say("Counted are the home page with its newest and best-selling goods, all goods, categories with their best-sellers, and results of a search in all shops, in whatever order. Not counted are a shop's own page, a search within one shop, goods bought together with others, proposals while somebody types, and what a reader keeps, follows or looked at lately: there nobody competes for a place, or the reader has chosen the shop.", "计数的有：首页的新货与热卖、全部商品、分类及其热卖、在全部店铺里搜索的结果（不论排序）。不计的有：店铺自己的页面、只在一家店里的搜索、常一起买的商品、输入时的提示，以及读者收藏、关注或最近浏览的：那里没有位置之争，或者是读者自己选的店。")}</p>
            <p>{lang.say("How large a shop is, the market looks up itself when it writes the sums down. An opening counts where the link was one of the market's own: it carries a mark for the goods, the kind of place and the day, which only the market can write and which holds until the end of the next day. Whoever opens such a link twice is counted twice, since nobody knows who it was; so nothing is ordered by these numbers.", "店铺大小由平台在计数时自行查明。只有从平台自己的链接打开才计入：链接带有商品、位置种类和日期的标记，只有平台能写出，次日结束前有效。同一链接打开两次就计两次，因为不知道是谁；所以任何排序都不用这些数字。")}</p>
            <p><a href=format!("{}#ranking", routes::RULES)>{lang.say("How goods are ordered", "商品如何排序")}</a></p>
        </div>
        <section class="section stack stack-small" id="shares">
            <h2>{lang.say("In 30 days", "近 30 天")}</h2>
            <p class="quiet">{say!(lang, "As of {at}", "截至 {at}")}</p>
            <Seen shops=shops.clone()/>
            {counted}
        </section>
        <Seeds now past/>
    }
}

const HEADS: [(&str, &str); 5] =
    [("Shown", "展示"), ("Share", "份额"), ("Of it drawn", "其中抽签"), ("Opened", "打开"), ("Opened of shown", "打开率")];

/// What shops of one size got.
fn of_size(sums: &[SizeSum], size: ShopSize, all: i64, lang: Language) -> impl IntoView + use<> {
    let nobody = SizeSum { size, views: 0, drawn: 0, opens: 0 };
    let SizeSum { views, drawn, opens, .. } = sums.iter().find(|sum| sum.size == size).copied().unwrap_or(nobody);
    let numbers = [count(views), percent(views, all), count(drawn), count(opens), percent(opens, views)];
    let pairs = HEADS.into_iter().zip(numbers);
    let pairs = pairs.map(|((en, zh), number)| view! { <div><dt>{lang.say(en, zh)}</dt><dd>{number}</dd></div> });
    let (en, zh) = size_words(size);
    view! { <div class="card stack"><h4>{lang.say(en, zh)}</h4><dl class="pairs">{pairs.collect_view()}</dl></div> }
}

/// What shops of each size got of one kind of place; nothing where nothing was shown in such a one.
fn of_place(sums: &[PlaceSum], place: PlaceKind, lang: Language) -> Option<AnyView> {
    let views =
        |size: ShopSize| -> i64 { sums.iter().filter(|sum| sum.place == place && sum.size == size).map(|sum| sum.views).sum() };
    let all: i64 = ShopSize::ALL.into_iter().map(views).sum();
    (all > 0).then(|| {
        let pairs = ShopSize::ALL.map(|size| {
            let (en, zh) = size_words(size);
            view! { <div><dt>{lang.say(en, zh)}</dt><dd>{percent(views(size), all)}</dd></div> }
        });
        let (en, zh) = place_words(place);
        let shown = view! { <div><dt>{lang.say("Shown", "展示")}</dt><dd>{count(all)}</dd></div> };
        view! { <div class="card stack"><h4>{lang.say(en, zh)}</h4><dl class="pairs">{shown}{pairs.collect_view()}</dl></div> }
            .into_any()
    })
}

/// Why a ticket that was low enough has no drawn place: every reason that there is.
const NOT_SHOWN: [(&str, &str); 7] = [
    ("Their goods stand on this page or on one before by their rank.", "商品已凭排名出现在本页或前几页。"),
    (
        "None of what they sell matches the words and what was chosen, or only loosely, or less well beside the best match than the rules ask.",
        "没有商品符合所搜词语和所选条件，或只是近似符合，或与最佳匹配相比不足规则所定的比例。",
    ),
    (
        "Their goods were not to be had when the page was made: sold out, taken down, or not there yet. The list knows of changes after about a second, and of what makes a shop small within ten minutes.",
        "制作页面时商品买不到：已售完、已下架，或尚未上架。列表约一秒后才知道变动，店铺是否算小店则在十分钟内更新。",
    ),
    (
        "They came, or came back, between two pages of somebody who was reading on, with a number below what had been drawn by then: they take part in lists that are begun afterwards.",
        "读者翻页之间才上架或恢复有货，而签号小于当时已抽到的数：从之后新打开的列表起参加。",
    ),
    (
        "Their shop was neither new nor small any more, their identity was not checked yet, or their number was another one, since another shop of theirs was the oldest.",
        "店铺当时已不是新店或小店，或身份尚未核实，或最早的店是另一家，因而编号不同。",
    ),
    (
        "The list was too long to be looked at in one go, their ticket was not below the number up to which everybody was asked, which stands below the list where that matters, and their goods lay in none of the parts that this draw looked at.",
        "列表长到一次看不完，签号又不小于逐一问到的上限（有影响时写在列表下方），且商品不在该次抽签所看的部分里。",
    ),
    (
        "The list was that long, they have more goods in stock than a draw looks at of one holder, which the rules tell, and those that match were not among the ones that it looked at.",
        "列表长到一次看不完，店主有货的商品多于抽签对一位店主所看的件数（见规则），而符合的那些不在该次所看之列。",
    ),
];

/// The seeds of draws that are over, and what is told of the one that is going on.
#[component]
fn Seeds(now: (Turn, Seed), past: Vec<(Turn, Seed)>) -> impl IntoView {
    let lang = lang();
    let fingerprint = now.1.fingerprint();
    let begun = moment(now.0.began, lang);
    let seeds = past.into_iter().map(|(turn, seed)| {
        let at = view! { <time datetime=machine_time(turn.began)>{moment(turn.began, lang)}</time> };
        let hours = turn.hours;
        let hours = format!("{hours} {}", lang.count(hours, "hour", "hours", "小时"));
        view! { <li class="break-all">{at}" · "{hours}" · "<code>{seed.published()}</code></li> }
    });
    let reasons = NOT_SHOWN.map(|(en, zh)| view! { <li>{lang.say(en, zh)}</li> }).collect_view();
    view! {
        <section class="section prose" id="draws">
            <h2>{lang.say("The draws", "抽签")}</h2>
            <p>{lang.say("The seed of a draw is told when it is over. While it lasts, its SHA-256 is told, so that nobody can choose another one afterwards. Below a list of which something was drawn stands its question: the version of this recipe and what was asked for, in a fixed order. And there stands the number below which tickets have been drawn so far.", "抽签结束后公布种子；进行期间公布种子的 SHA-256，事后无法更换。有抽签位置的列表下方写着它的“问题”：本算法的版本，以及按固定顺序写出的搜索内容；还写着到这一页为止已抽出的签号上限。")}</p>
            <p>{lang.say("The number of a ticket is the first 8 bytes of SHA-256 over two things, one behind the other: SHA-256 over seed and question, and the holder's number of 16 bytes. Seeds and numbers are written in hexadecimal digits, questions are UTF-8. The lowest are drawn first; whose goods stand on the page or on one before by their rank needs no place, and the next one is drawn.", "签号取 SHA-256 的前 8 个字节，输入依次为：SHA-256（种子、问题），以及 16 字节的店主编号。种子和编号以十六进制书写，问题为 UTF-8 文本。小者先中；商品已凭排名出现在本页或前几页的，不再占抽签位置，由下一签递补。")}</p>
            <p>{lang.say("Each holder whose identity was checked finds their number under “Your shop”, and so can reckon their own ticket. Was it lower than the number below the list, and their goods stand in no drawn place up to this page, one of these is the reason, or the market has to explain itself:", "身份已核实的店主在“店铺设置”里能看到自己的编号，可自行算出签号。若它小于列表下方的数字，而到这一页为止商品都没有抽中展示，必是下列原因之一，否则平台须作出解释：")}</p>
            <ul>{reasons}</ul>
            <p>{lang.say("Numbers of others are not told: they would tell which shops belong to one person.", "别人的编号不公开，否则会暴露哪些店属于同一人。")}</p>
            <p>{lang.say("The market can make a whole draw again, with all tickets. For an hour that is over it takes the seed and the numbers that were in force then. Goods, prices, stock, and how shops work and how large they are it takes as they are when it does so: they come, go and change, and who took part in a past hour is not recorded. So it can show that of those who are still there the lowest tickets were drawn. It cannot show who was left out, nor the page as it was.", "平台能连同全部签号重做整次抽签。对已过去的时段，用当时的种子和当时生效的数字；商品、价格、库存以及店铺的服务和大小，则以重做时为准：它们会增减变化，过去某个时段有谁参加并无记录。所以重做能证明：仍在的店里，中签的确实是签号最小的。它不能证明当时没有漏掉谁，也不能还原当时的页面。")}</p>
            <p><a href=routes::RANKING_CHANGES>{lang.say("What was changed of the numbers, and when", "这些数字何时变更过")}</a></p>
            <p class="break-all">{say!(lang, "Since {begun}, its SHA-256:", "{begun} 起，其 SHA-256：")}<br/><code>{fingerprint}</code></p>
            <details><summary>{lang.say("Seeds of past draws", "过往抽签的种子")}</summary><ul>{seeds.collect_view()}</ul></details>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_a_moment_ago_is_known() {
        let length = |from, hours| TurnLength { from: Timestamp::from_millis(from), hours };
        let read = [length(5, 24), length(0, 1)];
        assert_eq!(lengths(&read, Some(Timestamp::from_millis(9)), 2), [length(9, 2), read[0], read[1]]);
        assert_eq!(lengths(&read, Some(Timestamp::from_millis(5)), 24), read, "it was read already");
        assert_eq!(lengths(&read[1..], None, 1), [length(0, 1)], "nobody ever set anything");
    }

    #[test]
    fn every_reason_against_a_ticket_is_told_in_both_languages() {
        assert!(NOT_SHOWN.iter().all(|(en, zh)| en.is_ascii() && en.ends_with('.') && zh.ends_with('。')));
        // By rank, no match, not to be had, came later, too large, not looked at, too many goods.
        let told = [
            "by their rank",
            "the best match",
            "sold out",
            "between two pages",
            "neither new nor small",
            "none of the parts",
            "of one holder",
        ];
        assert!(NOT_SHOWN.iter().zip(told).all(|((en, _), about)| en.contains(about)));
    }

    #[test]
    fn shares_are_said_to_a_tenth() {
        assert_eq!([percent(1, 8), percent(0, 0), percent(5, 5), percent(2, 3)], ["12.5 %", "0.0 %", "100.0 %", "66.6 %"]);
    }
}
