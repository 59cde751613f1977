//! How far one press of the stepper goes.

use market::kernel::Measure;

/// A press of + or −: a tenth of what the price is for, on a whole step; pieces one step each.
pub fn stride(measure: &Measure) -> i64 {
    let step = measure.step.max(1);
    let tenth = measure.price_per / 10;
    (tenth / step).max(1) * step
}

/// The quantity after a press, never below the least that is sold and always on a whole step.
pub fn pressed(measure: &Measure, now: Option<i64>, more: bool) -> i64 {
    let step = measure.step.max(1);
    let least = whole(measure.minimum.max(1), step);
    let Some(now) = now else { return least };
    let stride = stride(measure);
    let moved = if more { now.saturating_add(stride) } else { now.saturating_sub(stride) };
    (moved - moved.rem_euclid(step)).max(least)
}

/// The next whole number of steps.
fn whole(amount: i64, step: i64) -> i64 {
    let off = amount.rem_euclid(step);
    if off == 0 { amount } else { amount.saturating_add(step - off) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::Unit;

    #[test]
    fn a_press_is_neither_a_gram_nor_a_sack() {
        let of = |unit, price_per, minimum, step| Measure { unit, price_per, minimum, step };
        for (measure, now, more, expected) in [
            (of(Unit::Gram, 500, 50, 1), Some(500), true, 550),
            (of(Unit::Gram, 500, 50, 1), Some(60), false, 50),
            (of(Unit::Gram, 500, 50, 20), None, true, 60),
            (of(Unit::Gram, 500, 50, 250), Some(333), true, 500),
            (Measure::PIECES, Some(1), true, 2),
            (Measure::PIECES, Some(1), false, 1),
            (Measure::PIECES, None, true, 1),
            (Measure::PIECES, Some(i64::MAX), true, i64::MAX),
        ] {
            assert_eq!(pressed(&measure, now, more), expected, "{measure:?} {now:?} {more}");
        }
    }

    #[test]
    fn what_the_stepper_gives_can_be_bought() {
        for (price_per, minimum, step) in [(500, 50, 1), (500, 30, 20), (1000, 1, 7), (1, 1, 1), (100, 100, 100)] {
            let measure = Measure { unit: Unit::Gram, price_per, minimum, step };
            let mut now = None;
            for more in [true, true, false, true, false, false, false] {
                let next = pressed(&measure, now, more);
                assert_eq!(measure.check(next), Ok(next), "{measure:?}");
                now = Some(next);
            }
        }
    }
}
