//! What a year comes to.

use super::street::Street;
use super::year::Passed;

const DAY_MILLIS: f64 = 86_400_000.0;

pub struct Figures {
    /// Days until the first sale of each new shop, in order; none for those that sold nothing.
    pub waits: Vec<Option<f64>>,
    /// Days until the first sale, of which half of the new shops are below; where more than half sold nothing, how long half of
    /// them have been waiting at least.
    median: (f64, bool),
    /// The share of new shops that sold nothing.
    pub never: f64,
    /// How unequally looks a day are spread: over all shops, and over the new ones. 0 is alike for everybody.
    pub gini: f64,
    pub gini_of_new: f64,
    /// Looks a day of each shop, the least first.
    pub looks: Vec<f64>,
    pub ndcg: f64,
}

impl Figures {
    pub fn of(street: &Street, passed: &Passed) -> Self {
        let days = |millis: i64| f64::from(u32::try_from(millis / 1_000).expect("seconds")) * 1_000.0 / DAY_MILLIS;
        let mut waits = Vec::new();
        let mut waited = Vec::new();
        let (mut looks, mut looks_of_new) = (Vec::new(), Vec::new());
        for (shop, fate) in street.shops.iter().zip(&passed.fates) {
            let there = days(street.ends.millis() - shop.entered.millis().max(street.wants[0].at.millis()));
            let a_day = f64::from(u32::try_from(fate.seen).expect("a count")) / there;
            looks.push(a_day);
            if shop.is_new {
                looks_of_new.push(a_day);
                let wait = fate.first_sale.map(|sale| days(sale.millis() - shop.entered.millis()));
                waits.push(wait);
                waited.push((wait.unwrap_or(there), wait.is_none()));
            }
        }
        waited.sort_by(|one, other| one.0.total_cmp(&other.0));
        waits.sort_by(|one, other| one.unwrap_or(f64::MAX).total_cmp(&other.unwrap_or(f64::MAX)));
        let never = share(waits.iter().filter(|wait| wait.is_none()).count(), waits.len());
        let median = match waits[waits.len() / 2] {
            Some(wait) => (wait, false),
            None => (waited[waited.len() / 2].0, true),
        };
        looks.sort_by(f64::total_cmp);
        looks_of_new.sort_by(f64::total_cmp);
        let (gini, gini_of_new) = (gini(&looks), gini(&looks_of_new));
        Self { waits, median, never, gini, gini_of_new, looks, ndcg: passed.ndcg }
    }

    pub fn said_median(&self) -> String {
        format!("{}{:.2}", if self.median.1 { "> " } else { "" }, self.median.0)
    }

    /// This median as a part of another one, and whether it is at most that, since the other is longer than the year.
    pub fn median_beside(&self, other: &Self) -> (f64, bool) {
        assert!(!self.median.1, "more than half of the new shops sold nothing");
        (self.median.0 / other.median.0, other.median.1)
    }

    /// The share of new shops that have made a sale after so many days.
    pub fn sold_after(&self, days: f64) -> f64 {
        share(self.waits.iter().flatten().filter(|wait| **wait <= days).count(), self.waits.len())
    }
}

pub fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).expect("a count"));
    number(part) / number(whole.max(1))
}

fn gini(sorted: &[f64]) -> f64 {
    let sum: f64 = sorted.iter().sum();
    let weighted: f64 = sorted.iter().zip(1_u32..).map(|(value, place)| f64::from(place) * value).sum();
    let count = f64::from(u32::try_from(sorted.len()).expect("a count"));
    2.0 * weighted / (count * sum) - (count + 1.0) / count
}
