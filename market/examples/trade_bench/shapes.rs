//! What must not make orders slower: that all want the same variant, and that one buyer has a long history.

use super::{ORDERS, SHOPPERS, order, rate, shoppers, stock_up, variants};
use market::catalog::VariantId;
use market::testkit::TestMarket;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Variants that nobody fights over.
const COLD: usize = 1_000;
/// Each shape of the race is run so often, in turn.
const ROUNDS: u64 = 3;
/// Orders of one buyer.
const HISTORY: usize = 2_000;

/// Orders a second on one variant, as a share of those on a thousand, by the same shoppers in turn.
pub async fn hot_and_cold(engine: &str, kit: Arc<TestMarket>) -> f64 {
    let cold = variants(&kit, COLD).await;
    let hot = stock_up(&kit, "hot", 1_000_000).await;
    let (mut on_one, mut on_many) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        on_one += race(&kit, &[hot]).await;
        on_many += race(&kit, &cold).await;
    }
    let rounds = f64::from(u32::try_from(ROUNDS).expect("a count"));
    println!(
        "{engine:<11} {:<34} {:>10.0} {:>9.2}",
        format!("one variant, {SHOPPERS} shoppers"),
        on_one / rounds,
        on_one / on_many
    );
    println!("{engine:<11} {:<34} {:>10.0}", format!("{COLD} variants, {SHOPPERS} shoppers"), on_many / rounds);
    on_one / on_many
}

async fn race(kit: &Arc<TestMarket>, variants: &[VariantId]) -> f64 {
    let orders = ORDERS / ROUNDS;
    let shoppers = shoppers(kit, SHOPPERS).await;
    let begun = Instant::now();
    let tasks: Vec<_> = shoppers
        .into_iter()
        .enumerate()
        .map(|(number, shopper)| {
            // Each has shelves of their own, where there are enough.
            let own: Vec<VariantId> = variants.iter().copied().cycle().skip(number * 7).step_by(17).take(64).collect();
            let kit = kit.clone();
            tokio::spawn(async move {
                let count = usize::try_from(orders / SHOPPERS).expect("a count");
                for variant in own.into_iter().cycle().take(count) {
                    order(&kit, &shopper, variant).await.expect("an order");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a shopper");
    }
    rate(orders, begun)
}

/// Time of one buyer's order after a long history, as a share of a newcomer's in the same market at the same time: of an order after so many
/// of all buyers the database itself may be slower.
pub async fn history(engine: &str, kit: Arc<TestMarket>) -> f64 {
    let variant = stock_up(&kit, "history", 1_000_000).await;
    let [newcomer, regular] = shoppers(&kit, 2).await.try_into().unwrap_or_else(|_| panic!("two shoppers"));
    for _ in 0..HISTORY {
        order(&kit, &regular, variant).await.expect("an order");
    }
    let (mut of_regular, mut of_newcomer) = (Vec::new(), Vec::new());
    for _ in 0..HISTORY / 10 {
        for (shopper, took) in [(&regular, &mut of_regular), (&newcomer, &mut of_newcomer)] {
            let begun = Instant::now();
            order(&kit, shopper, variant).await.expect("an order");
            took.push(begun.elapsed());
        }
    }
    let (after, before) = (median(of_regular.iter()), median(of_newcomer.iter()));
    let share = after.as_secs_f64() / before.as_secs_f64();
    let what = format!("an order after {HISTORY} of one buyer");
    println!("{engine:<11} {what:<34} {:>7.2} ms {share:>9.2}", after.as_secs_f64() * 1_000.0);
    share
}

fn median<'a>(took: impl Iterator<Item = &'a Duration>) -> Duration {
    let mut sorted: Vec<Duration> = took.copied().collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
