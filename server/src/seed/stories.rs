//! What the demo's buyers have bought so far, as plain data, in the order in which it happened.

use Ending::{Cancelled, Closed, Confirmed, Paid, Placed, Shipped, TimedOut};
use market::kernel::Span;

/// How an order ended, or where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Not paid yet.
    Placed,
    /// Nobody paid in time.
    Closed,
    /// Paid, to be shipped.
    Paid,
    /// Paid, cancelled by the buyer two hours later, and refunded.
    Cancelled,
    /// With the courier.
    Shipped,
    /// The buyer has it and said so, so many days after it was shipped.
    Confirmed(i64),
    /// Nobody said anything for ten days.
    TimedOut,
}

/// One checkout.
#[derive(Clone, Copy, Debug)]
pub struct Story {
    /// Unique; also the seed of the payment's stable id.
    pub key: &'static str,
    pub buyer: &'static str,
    pub ago: Span,
    /// Good, variant counted from 0, smallest steps.
    pub lines: &'static [(&'static str, usize, i64)],
    /// One for each shop, in the order in which the lines name them; the last one counts for the rest.
    pub endings: &'static [Ending],
    /// For the first shop; may be empty.
    pub note: &'static str,
    /// Whether it is one parcel that is paid at the door; its shop takes cash then.
    pub is_in_cash: bool,
}

const fn story(
    key: &'static str,
    buyer: &'static str,
    ago: Span,
    lines: &'static [(&'static str, usize, i64)],
    endings: &'static [Ending],
) -> Story {
    Story { key, buyer, ago, lines, endings, note: "", is_in_cash: false }
}

const fn with_note(story: Story, note: &'static str) -> Story {
    Story { note, ..story }
}

const fn in_cash(story: Story) -> Story {
    Story { is_in_cash: true, ..story }
}

/// Those that ended before the operator made the payout batch; the cash of the first one never came.
pub const BEFORE_PAYOUT: &[Story] = &[
    in_cash(story("tea-0", "student", Span::days(34), &[("fu-brick", 0, 1)], &[Confirmed(4)])),
    story("first-pork", "neighbour", Span::days(29), &[("salted-pork", 0, 50)], &[Confirmed(4)]),
    story("rosy-1", "neighbour", Span::days(27), &[("rosy-dress", 3, 1)], &[Confirmed(3)]),
    story("tea-1", "student", Span::days(26), &[("guzhang-maojian", 0, 100)], &[Confirmed(5)]),
    story("winter-1", "student", Span::days(24), &[("salted-pork", 0, 750), ("dried-radish", 0, 500)], &[Confirmed(3)]),
    story("rosy-2", "student", Span::days(23), &[("checked-scarf", 0, 1)], &[Confirmed(4)]),
    with_note(
        story("mei-1", "buyer", Span::days(21), &[("salted-pork", 0, 500), ("dried-radish", 0, 250)], &[Confirmed(3)]),
        "Please cut the pork in two pieces.",
    ),
    story("honey", "neighbour", Span::days(19), &[("wild-honey", 0, 500)], &[Confirmed(4)]),
    story("mei-2", "buyer", Span::days(18), &[("rosy-dress", 4, 1), ("fu-brick", 0, 1)], &[Confirmed(4), TimedOut]),
    story("fish", "student", Span::days(16), &[("spicy-fish", 0, 300), ("chili-sauce", 0, 1)], &[Confirmed(3)]),
    story("rosy-3", "neighbour", Span::days(15), &[("plum-qipao", 1, 1)], &[Confirmed(5)]),
    story("mei-3", "buyer", Span::days(13), &[("wool-coat", 0, 1)], &[Cancelled]),
    story("beans", "neighbour", Span::days(12), &[("dried-long-beans", 0, 300), ("bamboo-shoots", 0, 250)], &[Confirmed(4)]),
    story("tea-2", "neighbour", Span::days(11), &[("hunan-red", 0, 2)], &[Confirmed(4)]),
    story("mei-4", "buyer", Span::days(9), &[("loose-dark-tea", 0, 100)], &[Closed]),
];

/// Those that are still going on, or ended since.
pub const SINCE: &[Story] = &[
    story("winter-2", "neighbour", Span::days(6), &[("smoked-sausages", 0, 600), ("salted-pork", 0, 1000)], &[Confirmed(4)]),
    story("mei-5", "buyer", Span::days(5), &[("market-basket", 0, 1), ("linen-blouse", 1, 1)], &[Shipped]),
    story("student-4", "student", Span::days(4), &[("golden-tea", 0, 1), ("rice-noodles", 0, 1)], &[Shipped]),
    in_cash(story("tea-3", "neighbour", Span::days(3), &[("tea-brick-small", 0, 2)], &[Shipped])),
    with_note(
        story("late", "student", Span::hours(76), &[("smoked-tofu", 0, 10), ("dried-shiitake", 0, 250)], &[Paid]),
        "Needed for a dinner on Sunday.",
    ),
    story("rosy-4", "neighbour", Span::hours(40), &[("rosy-dress", 6, 1)], &[Paid]),
    story("mei-6", "buyer", Span::hours(20), &[("salted-pork", 0, 250), ("rosy-dress", 0, 1), ("gaiwan", 0, 1)], &[Paid]),
    with_note(story("new-year", "neighbour", Span::hours(7), &[("salted-pork", 0, 2500)], &[Paid]), "送礼用，请分五袋真空。"),
    story("mei-7", "buyer", Span::minutes(4), &[("guzhang-maojian", 0, 50)], &[Placed]),
];
