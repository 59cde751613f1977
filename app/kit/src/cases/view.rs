//! What stands on every page of a case: whose turn it is, what is asked for, and what happened, with words and photos.

use super::words::{self, Standing, happened};
use crate::components::{Badge, Notice, Price, Tone};
use crate::format::{machine_time, moment, quantity};
use crate::words::perishable;
use crate::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::{CaseEvent, CaseKind, CaseRow, CaseState, CaseView, EventView, EvidenceView, PartView, Party};

/// The id of whose turn it is: to it leads the address behind a deed.
pub const TURN: &str = "turn";
/// The id of what happened last: to it leads the address behind words and photos.
pub const LATEST: &str = "latest";

/// The state as a badge. `lacks_address` is whether goods are to go back and the shop has not said where to.
#[component]
pub fn StateBadge(state: CaseState, reader: Party, #[prop(optional)] lacks_address: bool) -> impl IntoView {
    let (tone, icon, word) = if lacks_address { words::nowhere(reader, lang()) } else { words::state(state, reader, lang()) };
    view! { <Badge tone icon word/> }
}

/// Where a case stands.
#[must_use]
pub const fn standing(row: &CaseRow) -> Standing {
    Standing { kind: row.kind, state: row.state, due: row.due_at, awarded: row.awarded, lacks_address: row.lacks_address }
}

/// Whose turn it is, by when, and what follows. `needs_owner` is whether the reader works for the shop and may not name its address.
#[component]
pub fn Turn(
    row: CaseRow,
    reader: Party,
    #[prop(optional)] needs_owner: bool,
    #[prop(optional_no_strip)] refund_done: Option<bool>,
) -> impl IntoView {
    let lang = lang();
    let (tone, title, text) = said(&row, reader, needs_owner, lang);
    let paid = refund_done.map(|done| {
        if done {
            lang.say("The money has gone back the way it was paid.", "款项已原路退回。")
        } else {
            lang.say("The money is on its way, the way it was paid.", "款项正在原路退回。")
        }
    });
    view! {
        <div id=TURN tabindex="-1">
            <Notice tone title><p>{text}{paid.map(|words| format!("{}{words}", lang.say(" ", "")))}</p></Notice>
        </div>
    }
}

/// The notice's tone, title and text.
fn said(row: &CaseRow, reader: Party, needs_owner: bool, lang: Language) -> (Tone, String, String) {
    if needs_owner && row.lacks_address {
        let by = row.due_at.map(|due| moment(due, lang)).unwrap_or_default();
        let title = say!(lang, "An owner's turn, by {by}", "等店主处理，{by} 前");
        return (Tone::Wait, title, words::owner_next(&by, lang));
    }
    let (tone, title) = turn(row, reader, lang);
    (tone, title, words::next(standing(row), reader, lang))
}

fn turn(row: &CaseRow, reader: Party, lang: Language) -> (Tone, String) {
    let by = row.due_at.map(|due| moment(due, lang)).unwrap_or_default();
    match (row.state, row.whose_turn()) {
        (CaseState::Settled, _) => (Tone::Good, lang.say("The case is settled", "售后已完结").to_owned()),
        (CaseState::Replaced, _) => (Tone::Good, lang.say("The goods were sent again", "商品已补发").to_owned()),
        (CaseState::Closed, _) => (Tone::Plain, lang.say("The case is closed", "售后已关闭").to_owned()),
        (_, None) => (Tone::Wait, say!(lang, "Decided; open to an appeal until {by}", "已裁定，{by} 前可申诉")),
        (_, Some(party)) if party == reader => (Tone::Wait, say!(lang, "Your turn, by {by}", "等您处理，{by} 前")),
        (_, Some(Party::Buyer)) => (Tone::Info, say!(lang, "The buyer's turn, by {by}", "等买家处理，{by} 前")),
        (_, Some(Party::Shop)) => (Tone::Info, say!(lang, "The shop's turn, by {by}", "等店家处理，{by} 前")),
        (_, Some(_)) => (Tone::Info, say!(lang, "With an operator, until about {by}", "平台处理中，预计 {by} 前")),
    }
}

/// What is asked for, by line, and what became of it.
#[component]
pub fn Asked(view: CaseView, reader: Party) -> impl IntoView {
    let lang = lang();
    let awarded_word = match reader {
        Party::Buyer => lang.say("For you", "退给您"),
        _ => lang.say("For the buyer", "退给买家"),
    };
    let row = view.row;
    let is_fallback = row.kind.is_of_goods() && row.resent.is_none() && row.awarded.is_none() && !row.state.is_over();
    let rest = row.awarded.and_then(|awarded| row.amount.minus(awarded).ok()).filter(|rest| !rest.is_zero());
    view! {
        <section class="card stack">
            <h2>{lang.say("What is asked for", "申请内容")}</h2>
            <p><b>{words::kind(row.kind, lang)}</b><br/><span class="quiet">{words::reason(row.reason, lang)}</span></p>
            <dl class="pairs">
                {view.parts.into_iter().map(|part| view! {
                    <div>
                        <dt>{part_words(&part, lang)}{notes(&part, lang).map(|words| view! { <br/><small>{words}</small> }).collect_view()}</dt>
                        <dd><Price amount=part.amount class="price-plain"/></dd>
                    </div>
                }).collect_view()}
                <div class="total"><dt>{lang.say("Together", "合计")}</dt><dd><Price amount=row.amount/></dd></div>
                {row.awarded.map(|awarded| view! { <div><dt>{awarded_word}</dt><dd><Price amount=awarded class="price-plain"/></dd></div> })}
                {rest.map(|rest| view! { <div><dt>{lang.say("Stays with the shop", "归店家")}</dt><dd><Price amount=rest class="price-plain"/></dd></div> })}
            </dl>
            {is_fallback.then(|| view! { <p class="quiet">{lang.say("This is what goes back where the goods are not sent again.", "若未补发，则退还以上款项。")}</p> })}
        </section>
    }
}

/// `Salted pork, 750 g`, or `Rosy dress · M → L, 1 pc`
#[must_use]
pub fn part_words(part: &PartView, lang: Language) -> String {
    match (&part.title, part.measure) {
        (None, _) => lang.say("Freight", "运费").to_owned(),
        (Some(title), Some(measure)) if part.quantity > 0 => {
            let amount = quantity(part.quantity, measure.unit, lang);
            let goods = part.wanted.as_ref().map_or_else(|| title.clone(), |wanted| words::swap(title, &wanted.name));
            say!(lang, "{goods}, {amount}", "{goods}，{amount}")
        }
        (Some(title), _) => say!(lang, "{title}, a part of the price", "{title}，部分货款"),
    }
}

/// What both sides have to know of a part besides: that it spoils, and what came in exchange for it before.
fn notes(part: &PartView, lang: Language) -> impl Iterator<Item = String> + use<> {
    let spoils = part.is_perishable.then(|| perishable(lang).to_owned());
    let came = part.came.as_ref().zip(part.measure).map(|(came, measure)| words::came(came, &measure, lang));
    spoils.into_iter().chain(came)
}

/// What happened, oldest first. `path` is the page's own, below which the photos are.
#[component]
pub fn CaseTimeline(kind: CaseKind, events: Vec<EventView>, reader: Party, #[prop(into)] path: String) -> impl IntoView {
    let last = events.len();
    let items = events.into_iter().zip(1..).map(|(event, number)| {
        let id = (number == last).then_some(LATEST);
        view! { <Happened kind event reader path=path.clone() id/> }
    });
    let items = items.collect_view();
    view! { <ol class="timeline">{items}</ol> }
}

/// How a timeline marks what has happened: a message as well. What is to come has a mark of its own, a hollow one.
const fn mark(event: CaseEvent) -> &'static str {
    match event {
        CaseEvent::Refuse
        | CaseEvent::Contest
        | CaseEvent::Lapse
        | CaseEvent::Withdraw
        | CaseEvent::GiveBackSilently
        | CaseEvent::WaiveSilently => "failed",
        _ => "done",
    }
}

#[component]
fn Happened(kind: CaseKind, event: EventView, reader: Party, path: String, id: Option<&'static str>) -> impl IntoView {
    let lang = lang();
    let sum = event.amount.map(|amount| view! { <Price amount class="price-plain"/> });
    let has_photos = !event.evidence.is_empty();
    let words = (!event.words.is_empty()).then(|| view! { <p class="said">{event.words.clone()}</p> });
    view! {
        <li class=mark(event.event) id=id>
            <h3>{happened(kind, event.event, event.party, reader, lang)}" "{sum}</h3>
            <time datetime=machine_time(event.at)>{moment(event.at, lang)}</time>
            {words}
            {has_photos.then(|| view! { <Photos shown=event.evidence party=event.party reader path/> })}
        </li>
    }
}

#[component]
fn Photos(shown: Vec<EvidenceView>, party: Party, reader: Party, path: String) -> impl IntoView {
    let lang = lang();
    let who = words::side(party, reader, lang);
    view! {
        <ul class="shown">
            {shown.into_iter().zip(1..).map(|(photo, n)| {
                let source = routes::evidence(&path, &photo.id.to_string());
                let link = source.clone();
                let alt = say!(lang, "Photo {n}, shown by: {who}", "照片 {n}，由{who}提供");
                view! { <li><a href=link><img src=source width=photo.width height=photo.height alt=alt loading="lazy"/></a></li> }
            }).collect_view()}
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::aftersales::{CaseId, CaseReason};
    use market::kernel::{Money, Timestamp};
    use market::order::OrderId;

    #[test]
    fn nothing_that_has_happened_is_marked_as_if_it_were_to_come() {
        for event in CaseEvent::ALL {
            assert!(["done", "failed"].contains(&mark(*event)), "{}", event.code());
        }
        assert_eq!(mark(CaseEvent::Say), "done");
    }

    #[test]
    fn a_case_without_an_address_waits_for_its_shop_in_every_eye() {
        let badge = |reader, lang| words::nowhere(reader, lang);
        assert_eq!(badge(Party::Shop, Language::En), (Tone::Wait, "clock", "Waits for the shop's address"));
        for reader in [Party::Buyer, Party::Operator] {
            assert_eq!(badge(reader, Language::Zh), (Tone::Info, "info", "等店家填写退货地址"));
        }
    }

    #[test]
    fn who_may_not_name_the_address_reads_that_an_owner_has_to() {
        // Tuesday, 24 November, 04:30 in China.
        let day = Timestamp::from_millis(1_795_465_800_000);
        let row = |lacks_address| CaseRow {
            id: CaseId::mint(day),
            order: OrderId::mint(day),
            number: "261124-1".to_owned(),
            shop_name: "Danqing".to_owned(),
            shop_handle: "danqing".to_owned(),
            kind: CaseKind::ReturnAndRefund,
            reason: CaseReason::Damaged,
            state: CaseState::Returning,
            amount: Money::fen(1_258),
            awarded: None,
            due_at: Some(day),
            opened_at: day,
            resent: None,
            lacks_address,
        };
        let said = |lacks_address, needs_owner, lang| {
            let (_, title, text) = said(&row(lacks_address), Party::Shop, needs_owner, lang);
            (title, text)
        };
        let (title, text) = said(true, true, Language::En);
        assert_eq!(title, "An owner's turn, by Tue 24 Nov, 04:30");
        assert!(text.starts_with("An owner of the shop has to name the address for returns by Tue 24 Nov, 04:30"), "{text}");
        let (title, text) = said(true, true, Language::Zh);
        assert_eq!(
            (title.as_str(), text.starts_with("须由店主在 11月24日 周二 04:30 前填写退货地址")),
            ("等店主处理，11月24日 周二 04:30 前", true)
        );
        let (title, text) = said(true, false, Language::En);
        assert_eq!(title, "Your turn, by Tue 24 Nov, 04:30");
        assert!(text.starts_with("Please set your address for returns"), "{text}");
        assert_eq!(said(false, true, Language::En), said(false, false, Language::En), "it is the buyer's turn");
    }
}
