//! What operators changed of the numbers that order goods: when, which, from what to what. Nobody's name is in it.

use crate::frame::{Frame, Strip, reader};
use crate::pages::after;
use crate::parts::{absolute, share_card};
use app_kit::form::FormState;
use app_kit::format::{machine_time, moment};
use app_kit::request::{Answer, Document, Visit, page};
use app_kit::{Say, lang, routes, say, words};
use http::StatusCode;
use leptos::prelude::*;
use market::account::Language;
use market::discovery::queries::settings_changes;
use market::discovery::{Changed, SettingsChange};
use market::kernel::{Page, PageRequest, show_decimal};

/// Changes a page.
const ROWS: u64 = 20;

/// `GET /rules/ranking?after=`
pub async fn history(visit: Visit) -> Answer {
    let lang = visit.lang;
    let request = PageRequest::after(after(&visit), ROWS);
    let changes = settings_changes(&visit.app.market, &request).await?;
    let shelved = visit.app.shelved().await?;
    let reader = reader(&visit).await?;
    let title = title(lang);
    let text = lang.say(
        "Each change of the numbers by which this market orders goods: when, which number, from what to what.",
        "本集市排序数字的每一次变更：何时、哪个数字、由多少改为多少。",
    );
    let mut document = Document::storefront(lang, title);
    let address = absolute(&visit.app, routes::RANKING_CHANGES);
    document.head = share_card("website", title, text, &address, None);
    document.description = Some(text.to_owned());
    document.canonical = Some(address);
    document.public = true;
    let strip = Strip::at(&shelved, None);
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page stack" strip=strip><History changes/></Frame> }
    }))
}

fn title(lang: Language) -> &'static str {
    lang.say("What was changed of the ranking", "排序数字的变更记录")
}

#[component]
fn History(changes: Page<SettingsChange>) -> impl IntoView {
    let lang = lang();
    let next = changes.next.map(|key| routes::after(routes::RANKING_CHANGES, &routes::percent(&key)));
    let rows = if changes.rows.is_empty() {
        view! { <p class="quiet">{lang.say("Nothing has been changed here.", "这里没有变更。")}</p> }.into_any()
    } else {
        changes.rows.into_iter().map(|change| view! { <Change change/> }).collect_view().into_any()
    };
    view! {
        <h1>{title(lang)}</h1>
        <p class="lead">{lang.say("The numbers that order goods count as soon as they are set. So that nobody can set one for an hour and back again unseen, each change stands here from that moment on, the latest first. It comes out of the log of what operators do, which the database lets nobody change.", "决定商品排序的数字一经设定即刻生效。为了不让任何人悄悄改动一小时再改回来，每次变更从那一刻起都列在这里，最近的在前。内容取自平台操作日志，数据库不允许事后更改。")}</p>
        <p><a href=format!("{}#ranking", routes::RULES)>{lang.say("The numbers of now, and how goods are ordered", "现在的数字，以及商品如何排序")}</a></p>
        {rows}
        {next.map(|next| view! { <nav class="pager" aria-label=lang.say("Pages", "分页")><a class="btn" rel="next" href=next>{lang.say("Earlier changes", "更早的变更")}</a></nav> })}
        <p class="quiet">{lang.say("What was changed before this market kept this list is not in it. A new version of the program can bring another formula; which one counts is told with the rules.", "本集市开始保留这份记录之前的变更不在其中。程序升级可能带来新的公式，现行版本写在规则里。")}</p>
    }
}

#[component]
fn Change(change: SettingsChange) -> impl IntoView {
    let lang = lang();
    let at = change.at;
    let lines = change.changed.into_iter().map(|changed| view! { <li>{line(changed, lang)}</li> });
    view! {
        <section class="card stack stack-small">
            <h2><time datetime=machine_time(at)>{moment(at, lang)}</time></h2>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
}

/// A change in a line.
fn line(changed: Changed, lang: Language) -> String {
    let (name, [before, after]) = match changed {
        Changed::Number(number, both) => (words::ranking_number(number, lang), both.map(|value| value.to_string())),
        Changed::Weight(boost, both) => {
            let (way, [before, after]) = (words::boost(boost, lang), both.map(|value| show_decimal(value, 100)));
            return say!(
                lang,
                "What a match weighs: {way}: from {before} to {after}",
                "匹配权重：{way}：由 {before} 改为 {after}"
            );
        }
        Changed::Synonyms([before, after]) if before == after => {
            return say!(
                lang,
                "Words that mean the same: still {after} groups, of which some are others",
                "同义词：仍为 {after} 组，其中有改动"
            );
        }
        Changed::Synonyms(both) => {
            (lang.say("Groups of words that mean the same", "同义词组数"), both.map(|groups| groups.to_string()))
        }
    };
    say!(lang, "{name}: from {before} to {after}", "{name}：由 {before} 改为 {after}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::discovery::{Boost, RankingNumber};

    #[test]
    fn a_change_says_from_what_to_what() {
        let changes = [
            Changed::Number(RankingNumber::Slots, [2, 0]),
            Changed::Weight(Boost::Title, [400, 725]),
            Changed::Synonyms([3, 4]),
            Changed::Synonyms([4, 4]),
        ];
        let told = changes.map(|changed| line(changed, Language::En));
        assert_eq!(told[0], "Places of a page that rotate among new and small shops: from 2 to 0");
        assert_eq!(told[1], "What a match weighs: A word of the title: from 4 to 7.25");
        assert_eq!(told[2], "Groups of words that mean the same: from 3 to 4");
        assert!(told[3].contains("still 4 groups"), "{}", told[3]);
        assert_eq!(line(changes[0], Language::Zh), "每页由新店、小店轮流占用的位置数：由 2 改为 0");
        assert!(changes.into_iter().all(|changed| !line(changed, Language::Zh).is_ascii()));
    }
}
