//! The year passes: somebody wants something, sees a page, reads on for a while, and buys one of the things that were seen.

use super::chance::Chance;
use super::street::{Shop, Street, Want};
use market::discovery::rules::{
    Ranked, Seed, TEXT_ONE, Ticket, ToFill, Turn, fill, freshness, in_order, kept, price_fit, quality, score, shop_size,
};
use market::discovery::{RankingNumber, SALES_MAX, SearchSettings, ShopSize, Standing, Terms};
use market::kernel::Timestamp;
use std::cmp::Reverse;

/// Rows of a page, and pages that somebody reads at most.
pub const ROWS: usize = 24;
const PAGES: usize = 3;
/// Of a thousand who have read a row, so many read the next one.
const READS_ON: u64 = 920;
const USUAL_PRICE: i64 = 2_000;

/// What orders a page.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// How well the title matches, times a logarithm of what was sold: what lists are usually ordered by.
    Popularity,
    /// The market's own rules.
    Formula(&'a SearchSettings),
}

/// What became of a shop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fate {
    /// Rows of it that were looked at.
    pub seen: u64,
    pub first_sale: Option<Timestamp>,
    orders: i64,
    shipped_fast: i64,
}

/// What became of everybody.
pub struct Passed {
    pub fates: Vec<Fate>,
    /// How good the first pages were, on average: 1 is every page ordered by its match alone.
    pub ndcg: f64,
}

/// Lets the year pass. The same seed brings the same people, whatever ranks.
pub fn pass(street: &Street, seed: u64, by: By<'_>) -> Passed {
    let mut chance = Chance::new(seed ^ 0x5EED);
    let mut fates = vec![Fate::default(); street.shops.len()];
    let (mut sum, mut wants) = (0.0, 0.0);
    for want in &street.wants {
        let there: Vec<usize> =
            street.of_kind[want.kind].iter().copied().filter(|shop| street.shops[*shop].entered <= want.at).collect();
        let rows = match by {
            By::Popularity => by_popularity(street, &fates, &there),
            By::Formula(settings) => by_formula(street, &fates, &there, want, (settings, seed)),
        };
        sum += ndcg(street, &rows, &there);
        wants += 1.0;
        buy(street, &mut fates, &rows, want, &mut chance);
    }
    Passed { fates, ndcg: sum / wants }
}

/// What is read: pages one after the other, as far as anybody reads.
fn by_popularity(street: &Street, fates: &[Fate], there: &[usize]) -> Vec<usize> {
    let mut rows = there.to_vec();
    let sold = |shop: usize| i64::from(street.shops[shop].sold_before) + fates[shop].orders;
    let worth = |shop: usize| {
        let popularity = f64::from(u32::try_from(sold(shop)).expect("a count")).ln_1p();
        f64::from(u32::try_from(street.shops[shop].title).expect("hundredths")) * (1.0 + popularity)
    };
    rows.sort_by(|one, other| worth(*other).total_cmp(&worth(*one)).then(one.cmp(other)));
    rows.truncate(ROWS * PAGES);
    rows
}

fn by_formula(
    street: &Street,
    fates: &[Fate],
    there: &[usize],
    want: &Want,
    (settings, seed): (&SearchSettings, u64),
) -> Vec<usize> {
    let turn = Turn::at(want.at, settings.number(RankingNumber::TurnHours));
    let secret = [seed.to_be_bytes().as_slice(), turn.name().as_bytes()].concat();
    let draw = Seed::new(secret).draw(&want.kind.to_string());
    let floor = settings.number(RankingNumber::MatchFloor).unsigned_abs();
    let slots = usize::try_from(settings.number(RankingNumber::Slots)).expect("a count");
    let (mut ranked, mut tickets): (Vec<Ranked>, Vec<Ticket>) = (Vec::new(), Vec::new());
    for shop in there {
        let seller = &street.shops[*shop];
        let standing = standing(seller, &fates[*shop]);
        let best = (score(&terms(seller, &standing, turn, settings), settings), id(*shop));
        ranked.push(best);
        let size = shop_size(seller.entered, standing.sales, turn.began, settings);
        if slots > 0 && seller.title >= floor && size != ShopSize::Established {
            tickets.push(Ticket { number: draw.number(id(*shop)), holder: id(*shop), best });
        }
    }
    ranked.sort_unstable_by_key(|row| Reverse(*row));
    let tickets = in_order(tickets);
    let (mut after, mut used_below, mut rows) = (None, 0, Vec::new());
    for _ in 0..PAGES {
        let behind = ranked.iter().filter(|row| after.is_none_or(|after| **row < after));
        let ranked: Vec<Ranked> = behind.take(kept(ROWS, used_below)).copied().collect();
        let page = fill(&ToFill { ranked: &ranked, tickets: &tickets, after, used_below, rows: ROWS, slots });
        rows.extend(page.rows.iter().map(|((_, id), _)| usize::try_from(*id).expect("a shop")));
        (after, used_below) = (page.last, page.used_below);
        if after.is_none() {
            break;
        }
    }
    rows
}

fn id(shop: usize) -> u128 {
    u128::try_from(shop).expect("a shop")
}

fn standing(shop: &Shop, fate: &Fate) -> Standing {
    let before = i64::from(shop.sold_before);
    let fast_before = before * i64::try_from(shop.fast).expect("hundredths") / 100;
    let sales = (before + fate.orders).min(SALES_MAX);
    Standing { orders: before + fate.orders, shipped_fast: fast_before + fate.shipped_fast, sales, ..Standing::default() }
}

fn terms(shop: &Shop, standing: &Standing, turn: Turn, settings: &SearchSettings) -> Terms {
    Terms {
        text: TEXT_ONE * shop.title / 100,
        quality: quality(standing),
        freshness: freshness(shop.entered, turn.began, settings.number(RankingNumber::FreshnessHalfDays)),
        price_fit: price_fit(shop.price_minor, Some(USUAL_PRICE)),
    }
}

/// Reads down for a while, and buys one of what was seen; what says better what it is, more often.
fn buy(street: &Street, fates: &mut [Fate], rows: &[usize], want: &Want, chance: &mut Chance) {
    let mut read = 1;
    while chance.below(1_000) < READS_ON {
        read += 1;
    }
    let seen = &rows[..rows.len().min(read)];
    seen.iter().for_each(|shop| fates[*shop].seen += 1);
    let weights: u64 = seen.iter().map(|shop| street.shops[*shop].title).sum();
    let mut point = chance.below(weights);
    let is_fast = chance.below(100);
    for shop in seen {
        let weight = street.shops[*shop].title;
        if point < weight {
            let fate = &mut fates[*shop];
            fate.orders += 1;
            fate.shipped_fast += i64::from(is_fast < street.shops[*shop].fast);
            fate.first_sale.get_or_insert(want.at);
            return;
        }
        point -= weight;
    }
}

/// How good a first page is beside the best that could stand there: gains of the matches, less the lower they stand.
fn ndcg(street: &Street, rows: &[usize], there: &[usize]) -> f64 {
    let gain = |shop: usize| (f64::from(u32::try_from(street.shops[shop].title).expect("hundredths")) * 0.03).exp2() - 1.0;
    let page = |gains: Vec<f64>| -> f64 {
        let discounted = gains.iter().zip(2_u32..).map(|(gain, place)| gain / f64::from(place).log2());
        discounted.take(ROWS).sum()
    };
    let mut best: Vec<f64> = there.iter().map(|shop| gain(*shop)).collect();
    best.sort_by(|one, other| other.total_cmp(one));
    page(rows.iter().map(|shop| gain(*shop)).collect()) / page(best)
}
