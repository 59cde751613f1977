//! `/sell/{shop}/insights`: how often the shop's goods were shown and opened, drawn without scripts, and as tables.

use super::today::day_before;
use crate::parts::Crumbs;
use app_kit::format::grouped;
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::discovery::exposure::ListingSum;
use market::kernel::Timestamp;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct InsightsPage {
    /// The shop.
    pub handle: String,
    /// Each day's views by rank, by draw and in other lists, and opens; today last.
    pub days: Vec<[i64; 4]>,
    /// The goods that were shown most.
    pub listings: Vec<ListingSum>,
    /// When it is drawn.
    pub now: Timestamp,
}

fn count(number: i64) -> String {
    grouped(u64::try_from(number).unwrap_or(0))
}

/// The page.
#[component]
pub fn Insights(page: InsightsPage) -> impl IntoView {
    let lang = lang();
    let InsightsPage { handle, days, listings, now } = page;
    let sum = |which: usize| count(days.iter().filter_map(|day| day.get(which)).sum());
    let [ranked, drawn, listed, opened] = [0, 1, 2, 3].map(sum);
    let exposure = lang.say("What share shops of each size got", "各类店铺得到的份额");
    view! {
        <Crumbs above_path=routes::sell(&handle, "listings") above=lang.say("Goods", "商品") here=lang.say("How they are seen", "展示")/>
        <h1>{lang.say("How your goods are seen", "商品展示")}</h1>
        <dl class="stats">
            <div><dt>{lang.say("Shown by rank, 30 days", "按排名展示，30 天")}</dt><dd>{ranked}</dd></div>
            <div><dt>{lang.say("Shown by a draw", "抽签展示")}</dt><dd>{drawn}</dd></div>
            <div><dt>{lang.say("Shown in other lists", "其他列表展示")}</dt><dd>{listed}</dd></div>
            <div><dt>{lang.say("Opened from there", "由此打开")}</dt><dd>{opened}</dd></div>
        </dl>
        <Chart days now/>
        <Table handle listings/>
        <p class="quiet">{lang.say("Counted are search results, categories, all goods and the home page, by page view; the last seconds are still on their way. Other lists have the newest first, the best-sellers, or an order that the reader chose. Your own shop's page and searches within your shop are not counted. Nobody who looked is written down.", "统计搜索结果、分类、全部商品和首页，按页面查看次数；最近几秒的还在路上。其他列表指新上的在前、热卖，或读者自选的排序。您店铺自己的页面和店内搜索不计。不记录是谁看的。")}</p>
        <p><a href=format!("{}#ranking", routes::RULES)>{lang.say("How goods are ordered", "商品如何排序")}</a>" · "<a href=routes::EXPOSURE>{exposure}</a></p>
    }
}

#[component]
fn Chart(days: Vec<[i64; 4]>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let count_of_days = days.len();
    let most = days.iter().map(|[ranked, drawn, listed, _]| ranked + drawn + listed).max().unwrap_or(0).max(1);
    let height = |views: i64| if views == 0 { 0 } else { (views * 100 / most).max(1) };
    let bars = days.iter().enumerate().map(|(place, [ranked, drawn, listed, _])| {
        let x = (place * 10 + 1).to_string();
        let below = height(ranked + listed);
        let above = height(*drawn).min(100 - below);
        view! {
            <rect x=x.clone() y=(100 - below).to_string() width="8" height=below.to_string()/>
            <rect class="drawn" x=x y=(100 - below - above).to_string() width="8" height=above.to_string()/>
        }
    });
    let (first, last) = (day_before(now, count_of_days.saturating_sub(1), lang), day_before(now, 0, lang));
    let highest = count(most);
    let label = say!(
        lang,
        "Bars for {count_of_days} days; the highest is {highest} views",
        "{count_of_days} 天柱状图，最高 {highest} 次"
    );
    let rows = days.iter().rev().enumerate().map(|(back, [ranked, drawn, listed, opened])| {
        view! {
            <tr>
                <th scope="row">{day_before(now, back, lang)}</th>
                <td class="num" data-label=lang.say("By rank", "按排名")>{count(*ranked)}</td>
                <td class="num" data-label=lang.say("By a draw", "抽签")>{count(*drawn)}</td>
                <td class="num" data-label=lang.say("In other lists", "其他列表")>{count(*listed)}</td>
                <td class="num" data-label=lang.say("Opened", "打开")>{count(*opened)}</td>
            </tr>
        }
    });
    view! {
        <figure class="card chart">
            <figcaption class="row"><b>{lang.say("Shown, 30 days", "30 天展示")}</b><span class="push quiet">{lang.say("light: by a draw", "浅色：抽签")}</span></figcaption>
            <svg viewBox="0 0 300 100" preserveAspectRatio="none" role="img" aria-label=label>
                <line x1="0" y1="100" x2="300" y2="100"/><line x1="0" y1="50" x2="300" y2="50"/><line x1="0" y1="0" x2="300" y2="0"/>
                {bars.collect_view()}
            </svg>
            <p class="scale quiet"><span>{first}</span><span>{say!(lang, "highest: {highest}", "最高：{highest}")}</span><span>{last}</span></p>
            <details>
                <summary>{lang.say("As a table", "看表格")}</summary>
                <table class="data-table">
                    <caption class="sr">{lang.say("Shown and opened per day", "每天展示与打开")}</caption>
                    <thead><tr>
                        <th scope="col">{lang.say("Day", "日期")}</th>
                        <th scope="col" class="num">{lang.say("By rank", "按排名")}</th>
                        <th scope="col" class="num">{lang.say("By a draw", "抽签")}</th>
                        <th scope="col" class="num">{lang.say("In other lists", "其他列表")}</th>
                        <th scope="col" class="num">{lang.say("Opened", "打开")}</th>
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
}

#[component]
fn Table(handle: String, listings: Vec<ListingSum>) -> impl IntoView {
    let lang = lang();
    if listings.is_empty() {
        return view! { <p class="quiet">{lang.say("Nothing has been shown in these days yet.", "这些天还没有展示。")}</p> }
            .into_any();
    }
    let rows = listings.into_iter().map(|row| {
        let path = routes::sell(&handle, &format!("listings/{}", row.listing));
        view! {
            <tr>
                <th scope="row"><a href=path>{row.title}</a></th>
                <td class="num" data-label=lang.say("Shown", "展示")>{count(row.views)}</td>
                <td class="num" data-label=lang.say("Opened", "打开")>{count(row.opens)}</td>
            </tr>
        }
    });
    view! {
        <table class="data-table">
            <caption class="sr">{lang.say("Goods, the most shown first", "商品，展示最多的在前")}</caption>
            <thead><tr>
                <th scope="col">{lang.say("Title", "名称")}</th>
                <th scope="col" class="num">{lang.say("Shown", "展示")}</th>
                <th scope="col" class="num">{lang.say("Opened", "打开")}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
