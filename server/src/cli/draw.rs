//! `shanhuo draw …`: makes a draw of rotating places again, with every ticket that takes part, and says whether the places of the pages
//! are what seed, question and holders' numbers give. Of a turn that is over it takes the settings that were in force then; the index,
//! with goods, stock and how shops work, it reads as it is now.

use super::Sentence;
use crate::boot::{Settings, indexes, open_existing};
use app_kit::format::{ZONE_MINUTES, machine_time};
use clap::Args;
use market::catalog::ListingId;
use market::discovery::queries::{search_settings, seed_of, settings_at};
use market::discovery::rules::{DRAWN_MAX, PageDraw, Seed, Ticket, Turn, search_of};
use market::discovery::{PlaceKind, RankingNumber, SearchPage, SearchSettings};
use market::kernel::{Fault, Market, PageRequest, Span, Timestamp};
use search::{Place, replay};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;
use uuid::Uuid;

/// Places of a page, as readers have it.
const ROWS: u64 = 24;

#[derive(Args)]
pub struct Draw {
    /// What the draw is for, as it stands below a list of goods: `1&q=腊肉`, `1&c=food/ham`.
    #[arg(long)]
    pub question: String,
    /// The day by the market's calendar, such as `2026-11-29`; without it the draw that is going on.
    #[arg(long, value_name = "DATE")]
    pub day: Option<String>,
    /// The hour of that day.
    #[arg(long, requires = "day", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..24))]
    pub hour: u8,
    /// Up to which page.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub page: u8,
}

/// What is printed, and whether the places are those that were reckoned.
pub struct Told {
    pub text: String,
    pub is_same: bool,
}

pub async fn run(settings: Settings, draw: Draw) -> Result<ExitCode, Sentence> {
    let opened = open_existing(&settings).await?;
    let told = tell(&opened.market, &indexes(&settings), &draw).await?;
    // Whoever reads the first lines only, as `head` does, closes the pipe before the last.
    let _ = writeln!(std::io::stdout().lock(), "{}", told.text);
    Ok(if told.is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes the draw again.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn tell(market: &Market, place: &Place, draw: &Draw) -> Result<Told, Sentence> {
    let mut request = search_of(&draw.question)
        .ok_or_else(|| format!("`{}` is no question; it stands below a list of goods, such as `1&q=腊肉`.", draw.question))?;
    request.page = PageRequest::first(ROWS);
    let (turn, settings) = turn(market, draw).await?;
    let numbers = numbers(&settings, draw.day.is_some());
    let pages = replay(market, place, request, (turn, settings), usize::from(draw.page))
        .map_err(|fault| format!("The draw cannot be made again: {fault}"))?
        .ok_or("There is no search index yet: `shanhuo reindex` builds one.")?;
    let seed = seed_of(market, turn);
    let Some(PageDraw { question, tickets, asked_below, .. }) = pages.iter().find_map(|page| page.draw.as_ref()) else {
        return Ok(Told {
            text: "Nothing is drawn there: nothing matches, or all that does fits on one page or matches loosely.".to_owned(),
            is_same: true,
        });
    };
    let numbered = renumbered(tickets, &seed, question);
    let is_same = numbered == *tickets && pages.iter().all(|page| page.draw.as_ref().is_none_or(|draw| draw.tickets == numbered));
    let is_same = is_same && drawn(&pages) == expected(&pages, &numbered);
    let is_over = turn.ends() <= market.now();
    let lines = [
        format!("Question: {question}"),
        format!("Since {}, for {} h", machine_time(turn.began), turn.hours),
        format!("SHA-256 of the seed: {}", seed.fingerprint()),
        if is_over { format!("Seed: {}", seed.published()) } else { "Seed: told when the draw is over".to_owned() },
        numbers,
        format!("Tickets: {} (there are {DRAWN_MAX} at most){}", numbered.len(), among(*asked_below)),
        "number           holder                           goods                                what became of it".to_owned(),
    ];
    let tickets = numbered.iter().map(|ticket| line(ticket, &pages));
    let end = if is_same {
        "The places of the pages are those that seed, question and holders give."
    } else {
        "The places of the pages are NOT those that seed, question and holders give."
    };
    let text = lines.into_iter().chain(tickets).chain([end.to_owned()]).collect::<Vec<_>>().join("\n");
    Ok(Told { text, is_same })
}

/// Among whom was drawn, where a turn does not look at all that matches.
fn among(asked_below: Option<u64>) -> String {
    match asked_below {
        None => String::new(),
        Some(u64::MAX) => "; more matches than a turn looks at, and every holder was asked".to_owned(),
        Some(below) => {
            format!("; more matches than a turn looks at: all holders below {below:016x} were asked, of others those it looks at")
        }
    }
}

/// The turn that is asked about, and the settings that were in force then.
async fn turn(market: &Market, draw: &Draw) -> Result<(Turn, SearchSettings), Sentence> {
    let fault = |fault: Fault| format!("The settings cannot be read: {fault}");
    let now = market.now();
    let turn = |at, settings: SearchSettings| (Turn::at(at, settings.number(RankingNumber::TurnHours)), settings);
    let Some(day) = &draw.day else {
        return Ok(turn(now, search_settings(market).await.map_err(fault)?));
    };
    let began = Timestamp::of_day(day, ZONE_MINUTES).ok_or_else(|| format!("`{day}` is no day; write it as 2026-11-29."))?;
    let at = began.after(Span::hours(i64::from(draw.hour)));
    if at > now {
        return Err("Nobody can tell a draw before it begins.".to_owned());
    }
    let then = settings_at(market, at).await.map_err(fault)?;
    Ok(turn(at, then.ok_or("By which numbers goods were ranked then is not known any more.")?))
}

/// By which numbers it is drawn, and what is of now though the turn is over.
fn numbers(settings: &SearchSettings, is_past: bool) -> String {
    let numbers = RankingNumber::ALL.map(|number| format!("{} {}", number.code(), settings.number(number))).join(", ");
    if is_past {
        format!("Numbers in force then: {numbers}. Goods, stock and how shops work are those of now.")
    } else {
        format!("Numbers in force: {numbers}")
    }
}

/// The tickets with their numbers reckoned again, in the order in which they are drawn.
fn renumbered(tickets: &[Ticket], seed: &Seed, question: &str) -> Vec<Ticket> {
    let draw = seed.draw(question);
    let mut tickets: Vec<Ticket> =
        tickets.iter().map(|ticket| Ticket { number: draw.number(ticket.holder), ..*ticket }).collect();
    tickets.sort_unstable_by_key(|ticket| (ticket.number, ticket.best.1));
    tickets
}

/// Goods on a page, as they lie in tickets, and whether each was drawn.
fn rows(page: &SearchPage) -> impl Iterator<Item = (u128, bool)> + '_ {
    page.placed.iter().map(|placed| (placed.listing.uuid().as_u128(), placed.why.kind() == PlaceKind::Rotating))
}

/// What stands in drawn places, page by page.
fn drawn(pages: &[SearchPage]) -> Vec<Vec<u128>> {
    pages.iter().map(|page| rows(page).filter(|(_, is_drawn)| *is_drawn).map(|(id, _)| id).collect()).collect()
}

/// What has to stand there: page by page the lowest tickets that are left and whose goods nobody sees there by their rank.
fn expected(pages: &[SearchPage], tickets: &[Ticket]) -> Vec<Vec<u128>> {
    let (mut left, mut seen) = (tickets.iter().map(|ticket| ticket.best.1), BTreeSet::new());
    let mut all = Vec::new();
    for page in pages {
        seen.extend(rows(page).filter(|(_, is_drawn)| !is_drawn).map(|(id, _)| id));
        let places = rows(page).filter(|(_, is_drawn)| *is_drawn).count();
        all.push(left.by_ref().filter(|id| !seen.contains(id)).take(places).collect());
    }
    all
}

/// A ticket, and what became of it.
fn line(ticket: &Ticket, pages: &[SearchPage]) -> String {
    let Ticket { number, holder, best: (_, id) } = ticket;
    let place = pages.iter().zip(1_u8..).find_map(|(page, number)| {
        let (position, is_drawn) =
            rows(page).zip(1_u8..).find_map(|((row, is_drawn), at)| (row == *id).then_some((at, is_drawn)))?;
        let how = if is_drawn { "drawn" } else { "by its rank" };
        Some(format!("{how}, page {number}, place {position}"))
    });
    let place = place.unwrap_or_else(|| "not yet".to_owned());
    format!("{number:016x} {holder:032x} {} {place}", ListingId::from_uuid(Uuid::from_u128(*id)))
}
