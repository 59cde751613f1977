//! Which journals the trade makes. Pure: what the books say of a deed is decided here and nowhere else.

use super::types::{Account, AccountKind, Journal, JournalKind};
use uuid::Uuid;

const fn of(kind: AccountKind, owner: Uuid) -> Account {
    Account { kind, owner: Some(owner) }
}
const fn market(kind: AccountKind) -> Account {
    Account { kind, owner: None }
}

/// Whether a journal may be written: at least two entries, none of zero, summing to zero.
#[must_use]
pub fn balances(journal: &Journal) -> bool {
    let sum: i128 = journal.entries.iter().map(|(_, amount)| i128::from(*amount)).sum();
    sum == 0 && journal.entries.len() >= 2 && journal.entries.iter().all(|(_, amount)| *amount != 0)
}

/// What is paid for an order, and what the market's coupon adds to it: both are held for the order together, and go back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// By the buyer.
    pub paid: i64,
    /// By the market.
    pub added: i64,
}

impl Sum {
    /// What is held.
    #[must_use]
    pub const fn whole(self) -> i64 {
        self.paid + self.added
    }
}

/// A buyer pays for several orders, and the market what its coupon took off: the provider has the one, and each order holds its part of
/// both.
#[must_use]
pub fn capture(payment: Uuid, orders: &[(Uuid, Sum)]) -> Journal {
    let (paid, added) = orders.iter().fold((0, 0), |(paid, added), (_, sum)| (paid + sum.paid, added + sum.added));
    let mut entries = vec![(market(AccountKind::Clearing), paid)];
    if added != 0 {
        entries.push((market(AccountKind::Promotion), added));
    }
    entries.extend(orders.iter().map(|(order, sum)| (of(AccountKind::Escrow, *order), -sum.whole())));
    Journal { kind: JournalKind::Capture, subject: payment, entries }
}

/// A journal knows no entry of nothing.
fn without_zeros(kind: JournalKind, subject: Uuid, mut entries: Vec<(Account, i64)>) -> Journal {
    entries.retain(|(_, amount)| *amount != 0);
    Journal { kind, subject, entries }
}

/// An order is received: what was held becomes the shop's, less the fee that was frozen at the sale.
#[must_use]
pub fn release(order: Uuid, shop: Uuid, total: i64, fee: i64) -> Journal {
    let mut entries = vec![(of(AccountKind::Escrow, order), total), (of(AccountKind::ShopPayable, shop), fee - total)];
    if fee != 0 {
        entries.push((market(AccountKind::PlatformFee), -fee));
    }
    entries.retain(|(_, amount)| *amount != 0);
    Journal { kind: JournalKind::Release, subject: order, entries }
}

/// A paid order is cancelled: of what was held, the buyer is due what they paid, and the market has again what it added.
#[must_use]
pub fn order_refund(order: Uuid, payment: Uuid, back: Sum) -> Journal {
    Journal { kind: JournalKind::OrderRefund, subject: order, ..held_refund(order, order, payment, back) }
}

/// A part of what is held for an order goes back in the same way.
#[must_use]
pub fn held_refund(case: Uuid, order: Uuid, payment: Uuid, back: Sum) -> Journal {
    let entries = vec![
        (of(AccountKind::Escrow, order), back.whole()),
        (of(AccountKind::RefundDue, payment), -back.paid),
        (market(AccountKind::Promotion), -back.added),
    ];
    without_zeros(JournalKind::CaseRefund, case, entries)
}

/// A part of an order whose money was released goes back: the shop gives what it got, the market its fee, and the market has again what
/// it added. The shop's balance may go below zero; its next sales make up for it.
#[must_use]
pub fn released_refund(case: Uuid, shop: Uuid, payment: Uuid, back: Sum, fee: i64) -> Journal {
    let entries = vec![
        (of(AccountKind::ShopPayable, shop), back.whole() - fee),
        (market(AccountKind::PlatformFee), fee),
        (of(AccountKind::RefundDue, payment), -back.paid),
        (market(AccountKind::Promotion), -back.added),
    ];
    without_zeros(JournalKind::CaseRefund, case, entries)
}

/// Money came after its payment was closed: it is due to the buyer at once.
#[must_use]
pub fn late_capture(payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Clearing), amount), (of(AccountKind::RefundDue, payment), -amount)];
    Journal { kind: JournalKind::LateCapture, subject: payment, entries }
}

/// Another amount came than was asked for: nobody gets it before a person has looked.
#[must_use]
pub fn wrong_amount(payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Clearing), amount), (market(AccountKind::Suspense), -amount)];
    Journal { kind: JournalKind::WrongAmount, subject: payment, entries }
}

/// A person has looked: the wrong amount is due to the buyer. Of its two ways out of suspense it takes one, once.
#[must_use]
pub fn wrong_amount_back(payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Suspense), amount), (of(AccountKind::RefundDue, payment), -amount)];
    Journal { kind: JournalKind::WrongAmountOut, subject: payment, entries }
}

/// A person has looked: the provider never had that amount, by its own statement.
#[must_use]
pub fn wrong_amount_struck(payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Suspense), amount), (market(AccountKind::Clearing), -amount)];
    Journal { kind: JournalKind::WrongAmountOut, subject: payment, entries }
}

/// Money came in another currency than was asked for: nobody gets it before a person has looked. This and its ways out are booked in
/// that currency.
#[must_use]
pub fn foreign_amount(payment: Uuid, amount: i64) -> Journal {
    Journal { kind: JournalKind::ForeignAmount, ..wrong_amount(payment, amount) }
}

/// A person has looked: such money is due to the buyer. Of its two ways out of suspense it takes one, once.
#[must_use]
pub fn foreign_amount_back(payment: Uuid, amount: i64) -> Journal {
    Journal { kind: JournalKind::ForeignAmountOut, ..wrong_amount_back(payment, amount) }
}

/// A person has looked: the provider never had it in that currency, by its own statement.
#[must_use]
pub fn foreign_amount_struck(payment: Uuid, amount: i64) -> Journal {
    Journal { kind: JournalKind::ForeignAmountOut, ..wrong_amount_struck(payment, amount) }
}

/// The provider has money that belongs to no payment of ours: nobody gets it before a person has looked.
#[must_use]
pub fn unclaimed(line: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Clearing), amount), (market(AccountKind::Suspense), -amount)];
    Journal { kind: JournalKind::Unclaimed, subject: line, entries }
}

/// Money that belonged to no payment of ours went back at the provider's own desk.
#[must_use]
pub fn unclaimed_back(line: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Suspense), amount), (market(AccountKind::Clearing), -amount)];
    Journal { kind: JournalKind::UnclaimedBack, subject: line, entries }
}

/// The provider gave money back.
#[must_use]
pub fn refund_paid(refund: Uuid, payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(of(AccountKind::RefundDue, payment), amount), (market(AccountKind::Clearing), -amount)];
    Journal { kind: JournalKind::RefundPaid, subject: refund, entries }
}

/// What the provider gave back did not stay with the buyer: the provider has it again, and it is owed as before. Once a refund: what
/// came back goes by hand.
#[must_use]
pub fn refund_failed(refund: Uuid, payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Clearing), amount), (of(AccountKind::RefundDue, payment), -amount)];
    Journal { kind: JournalKind::RefundFailed, subject: refund, entries }
}

/// What the provider did not give back went from the market's own bank account.
#[must_use]
pub fn refund_by_hand(refund: Uuid, payment: Uuid, amount: i64) -> Journal {
    let entries = vec![(of(AccountKind::RefundDue, payment), amount), (market(AccountKind::Bank), -amount)];
    Journal { kind: JournalKind::RefundByHand, subject: refund, entries }
}

/// Money went back at the provider's own desk: what these refunds take from orders and shops is due to the buyer, who has it already.
#[must_use]
pub fn desk_refund(line: Uuid, payment: Uuid, amount: i64, refunds: &[Journal]) -> Journal {
    let mut entries: Vec<_> = refunds.iter().flat_map(|refund| refund.entries.iter().copied()).collect();
    entries.extend(refund_paid(line, payment, amount).entries);
    Journal { kind: JournalKind::DeskRefund, subject: line, entries }
}

/// A courier keeps the cash of an order: the market pays it out of its own, and it is held for the order like any payment, with what its
/// coupon adds.
#[must_use]
pub fn cash_lost(payment: Uuid, order: Uuid, sum: Sum) -> Journal {
    let entries = vec![
        (market(AccountKind::PlatformFee), sum.paid),
        (market(AccountKind::Promotion), sum.added),
        (of(AccountKind::Escrow, order), -sum.whole()),
    ];
    without_zeros(JournalKind::CashLost, payment, entries)
}

/// The cash came after all: what was captured with it is the market's, which had paid for the order, and had added to it already.
#[must_use]
pub fn cash_found(payment: Uuid, order: Uuid, sum: Sum) -> Journal {
    let entries = vec![
        (of(AccountKind::Escrow, order), sum.whole()),
        (market(AccountKind::PlatformFee), -sum.paid),
        (market(AccountKind::Promotion), -sum.added),
    ];
    without_zeros(JournalKind::CashFound, payment, entries)
}

/// The rest of an order's cash is here, of which a part is in suspense: with it the whole leaves from there.
#[must_use]
pub fn cash_part(payment: Uuid, amount: i64) -> Journal {
    Journal { kind: JournalKind::CashPart, ..wrong_amount(payment, amount) }
}

/// Money goes to a shop's bank card.
#[must_use]
pub fn payout(payout: Uuid, shop: Uuid, amount: i64) -> Journal {
    let entries = vec![(of(AccountKind::ShopPayable, shop), amount), (market(AccountKind::Bank), -amount)];
    Journal { kind: JournalKind::Payout, subject: payout, entries }
}

/// A shop's bank gave back what had been paid to it: the market has it again, and the shop its balance.
#[must_use]
pub fn payout_returned(payout: Uuid, shop: Uuid, amount: i64) -> Journal {
    let entries = vec![(market(AccountKind::Bank), amount), (of(AccountKind::ShopPayable, shop), -amount)];
    Journal { kind: JournalKind::PayoutReturned, subject: payout, entries }
}

/// What of a sale went into a debt of which `paid` was paid: the newest sales first, and still newer ones brought `newer`. What is
/// left of it had gone into older debts.
#[must_use]
pub fn paid_into(sale: i64, newer: i64, paid: i64) -> i64 {
    sale.min(paid.saturating_sub(newer)).max(0)
}

/// One field of the payout file: quoted where it must be, and never a formula when a spreadsheet opens it.
#[must_use]
pub fn csv_field(text: &str) -> String {
    let shown = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if shown.contains([',', '"', '\n', '\r']) { format!("\"{}\"", shown.replace('"', "\"\"")) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_payout_file_is_text() {
        for (text, expected) in [
            ("向秀英", "向秀英"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"),
            ("-x,y", "\"'-x,y\""),
        ] {
            assert_eq!(csv_field(text), expected);
        }
    }

    #[test]
    fn every_journal_balances() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sum = |paid, added| Sum { paid, added };
        for journal in [
            capture(a, &[(a, sum(458, 0)), (b, sum(12_800, 0))]),
            capture(a, &[(a, sum(458, 42)), (b, sum(12_800, 0))]),
            release(a, b, 458, 5),
            release(a, b, 458, 0),
            release(a, b, 458, 458),
            order_refund(a, b, sum(458, 0)),
            order_refund(a, b, sum(458, 42)),
            held_refund(a, b, a, sum(58, 0)),
            held_refund(a, b, a, sum(58, 5)),
            released_refund(a, b, a, sum(458, 0), 5),
            released_refund(a, b, a, sum(458, 42), 0),
            released_refund(a, b, a, sum(5, 0), 5),
            late_capture(a, 458),
            wrong_amount(a, 457),
            wrong_amount_back(a, 457),
            wrong_amount_struck(a, 457),
            foreign_amount(a, 457),
            foreign_amount_back(a, 457),
            foreign_amount_struck(a, 457),
            unclaimed(a, 457),
            unclaimed_back(a, 457),
            refund_paid(a, b, 458),
            refund_failed(a, b, 458),
            refund_by_hand(a, b, 458),
            desk_refund(a, b, 463, &[held_refund(a, a, b, sum(58, 3)), released_refund(a, b, b, sum(405, 20), 5)]),
            cash_lost(a, b, sum(458, 0)),
            cash_lost(a, b, sum(458, 42)),
            cash_found(a, b, sum(458, 42)),
            cash_part(a, 58),
            payout(a, b, 453),
            payout_returned(a, b, 453),
        ] {
            assert!(balances(&journal), "{journal:?}");
        }
        assert!(!balances(&wrong_amount(a, 0)));
    }

    #[test]
    fn what_goes_back_is_booked_under_the_order_that_was_cancelled_or_the_case_that_decided_it() {
        let (order, case, payment) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let sum = Sum { paid: 458, added: 42 };
        let why = |journal: Journal| (journal.kind, journal.subject);
        assert_eq!(why(order_refund(order, payment, sum)), (JournalKind::OrderRefund, order));
        assert_eq!(why(held_refund(case, order, payment, sum)), (JournalKind::CaseRefund, case));
    }

    #[test]
    fn what_the_market_adds_comes_from_its_promotions_and_goes_back_there() {
        let (order, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let promoted = |journal: &Journal| -> i64 {
            let of_it = journal.entries.iter().filter(|(account, _)| *account == market(AccountKind::Promotion));
            of_it.map(|(_, amount)| *amount).sum()
        };
        let sum = Sum { paid: 458, added: 42 };
        let (held, kept) = (held_refund(other, order, other, sum), released_refund(other, order, other, sum, 5));
        assert_eq!(held.entries.first(), Some(&(of(AccountKind::Escrow, order), 500)));
        assert_eq!(kept.entries.first(), Some(&(of(AccountKind::ShopPayable, order), 495)));
        let given = [
            capture(other, &[(order, sum), (other, sum)]),
            cash_lost(other, order, sum),
            cash_found(other, order, sum),
            held,
            kept,
        ];
        assert_eq!(given.each_ref().map(promoted), [84, 42, -42, -42, -42]);
    }

    #[test]
    fn the_newest_sales_go_into_the_newest_debt() {
        // Sales of 60, 40 and 50, the newest last; 70 of a debt are paid.
        assert_eq!([(50, 0), (40, 50), (60, 90)].map(|(sale, newer)| paid_into(sale, newer, 70)), [50, 20, 0]);
        assert_eq!((paid_into(50, 0, 50), paid_into(50, 0, 0), paid_into(50, 0, -1)), (50, 0, 0));
    }

    #[test]
    fn a_release_pays_the_shop_what_the_fee_leaves() {
        let journal = release(Uuid::from_u128(1), Uuid::from_u128(2), 458, 5);
        let shop =
            journal.entries.iter().find(|(account, _)| account.kind == AccountKind::ShopPayable).map(|(_, amount)| *amount);
        assert_eq!(shop, Some(-453));
    }
}
