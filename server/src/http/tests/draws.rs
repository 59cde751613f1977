//! A draw is made again: by whoever runs the market as a whole, and by a holder for their own ticket from what the page says.

use super::category::more;
use super::{House, OTHER, TEA};
use crate::cli::draw::{Draw, Told, tell};
use app_kit::format::{ZONE_MINUTES, day_input};
use market::discovery::commands::set_search;
use market::discovery::queries::{holder_of, seed_of};
use market::discovery::rules::Turn;
use market::kernel::{Span, Timestamp};
use market::shop::ShopId;
use search::Place;

/// Six holders of one good each, and behind them thirty goods of a shop whose identity nobody has looked at.
async fn street() -> (House, Vec<ShopId>) {
    let house = House::open().await;
    let mut shops = Vec::new();
    for number in 0..6 {
        let owner = house.kit.person("Ben").create().await;
        let staff = house.kit.shop(&format!("small-{number}"), &owner).approved().create().await;
        house.kit.listing(&staff).title("Green tea").create().await;
        house.kit.clock.advance(Span::seconds(1));
        shops.push(staff.shop());
    }
    for _ in 0..30 {
        house.kit.listing(&house.staff).title("Green tea").create().await;
        house.kit.clock.advance(Span::seconds(1));
    }
    house.settle().await;
    (house, shops)
}

impl House {
    async fn drawn_again(&self, question: &str, at: Option<Timestamp>, page: u8) -> Result<Told, String> {
        let hour = at.map_or(0, |at| at.civil(ZONE_MINUTES).hour);
        let hour = u8::try_from(hour).expect("an hour");
        let draw = Draw { question: question.to_owned(), day: at.map(day_input), hour, page };
        tell(&self.kit.market, &Place::new(self._folder.path().join("index")), &draw).await
    }
}

/// The goods in drawn places of a page.
fn drawn(page: &str) -> Vec<String> {
    let links = page.split("href=\"/p/").skip(1).filter_map(|link| link.split('"').next());
    let drawn = links.filter(|link| link.contains("?from=rotating-")).filter_map(|link| link.split('/').next());
    drawn.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_made_again_has_the_places_of_the_pages() {
    let (house, _) = street().await;
    for (path, question) in [(OTHER, "1&c=other"), (TEA, "1&q=tea")] {
        let first = house.page(path).await;
        let second = house.page(&more(&first)).await;
        assert_eq!(drawn(&first).len(), 2, "{path}");
        let Told { text, is_same } = house.drawn_again(question, None, 2).await.expect("a draw");
        assert!(is_same && text.contains("Tickets: 6 ") && text.contains("Seed: told when the draw is over"), "{text}");
        for (number, page) in [(1, &first), (2, &second)] {
            for listing in drawn(page) {
                assert!(text.contains(&format!("{listing} drawn, page {number}, place ")), "{listing}: {text}");
            }
        }
        assert_eq!(text.matches(" drawn, page ").count(), drawn(&first).len() + drawn(&second).len());
    }
    let typed = house.drawn_again("1&q=TEA!", None, 1).await.expect("a draw");
    assert!(typed.text.contains("Question: 1&q=tea\n"), "a question is written in one way");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_that_is_over_is_made_again_as_it_was() {
    let (house, _) = street().await;
    let market = &house.kit.market;
    let turn = Turn::at(market.now(), 1);
    let tickets = |told: &Told| told.text.lines().skip(7).map(str::to_owned).collect::<Vec<_>>();
    let then = house.drawn_again("1&q=tea", None, 2).await.expect("a draw");
    house.kit.clock.advance(Span::hours(2));
    let now = house.drawn_again("1&q=tea", None, 2).await.expect("a draw");
    let again = house.drawn_again("1&q=tea", Some(turn.began), 2).await.expect("a draw");
    assert!(again.is_same && again.text.contains(&format!("Seed: {}", seed_of(market, turn).published())));
    assert_eq!(tickets(&again), tickets(&then));
    assert_ne!(tickets(&now), tickets(&then), "another turn, another draw");

    // What is set afterwards changes nothing of what was drawn.
    let operator = house.kit.person("Olga").operator().create().await.operator().expect("an operator");
    set_search(market, &operator, "", &[("slots".to_owned(), "0".to_owned())]).await.expect("settings");
    let again = house.drawn_again("1&q=tea", Some(turn.began), 2).await.expect("a draw");
    assert!(again.is_same && again.text.contains("Numbers in force then: ") && again.text.contains("slots 2"), "{}", again.text);
    assert_eq!(tickets(&again), tickets(&then));
    let now = house.drawn_again("1&q=tea", None, 2).await.expect("an answer");
    assert!(now.is_same && !now.text.contains(" drawn, page "), "no place rotates now: {}", now.text);

    let ahead = house.drawn_again("1&q=tea", Some(market.now().after(Span::hours(1))), 1).await.err();
    assert_eq!(ahead.as_deref(), Some("Nobody can tell a draw before it begins."));
    assert!(house.drawn_again("tea", None, 1).await.is_err_and(|sentence| sentence.contains("is no question")));
    let alone = house.drawn_again("1&q=nowhere", None, 1).await.expect("an answer");
    assert!(alone.is_same && alone.text.starts_with("Nothing is drawn there"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_reckons_their_ticket_from_what_the_page_says() {
    let (house, shops) = street().await;
    let market = &house.kit.market;
    let page = house.page(TEA).await;
    let said = page.split("Check the draw").nth(1).expect("how it was drawn");
    let mut codes = said.split("<code>").skip(1).filter_map(|code| code.split('<').next());
    let (question, below) = (codes.next().expect("a question"), codes.next().expect("a number"));
    assert_eq!(question, "1&amp;q=tea");
    let below = u64::from_str_radix(below, 16).expect("a number");
    let draw = seed_of(market, Turn::at(market.now(), 1)).draw("1&q=tea");
    let mut numbers = Vec::new();
    for shop in shops {
        let holder = holder_of(market, shop).await.expect("a look").expect("an approved identity");
        numbers.push(draw.number(holder));
    }
    numbers.sort_unstable();
    assert!(numbers[1] < below && below <= numbers[2], "two were drawn, the lowest: {numbers:x?} and {below:x}");
    assert_eq!(holder_of(market, house.staff.shop()).await.expect("a look"), None, "nobody has looked at its identity");
    assert!(!page.contains(&format!("{:016x}", numbers[0])), "nobody is told whose ticket was which");
}
