//! The machine of an order, and what a tracking number looks like.

use super::types::{MoveRefusal, OrderEvent, OrderId, OrderState, TrackingError};
use crate::kernel::{Span, Timestamp};

/// Couriers that shops may choose: code, English and Chinese name.
pub const COURIERS: [(&str, &str, &str); 9] = [
    ("sf", "SF Express", "顺丰速运"),
    ("ems", "EMS", "中国邮政 EMS"),
    ("post", "China Post", "邮政包裹"),
    ("zto", "ZTO", "中通快递"),
    ("yto", "YTO", "圆通速递"),
    ("sto", "STO", "申通快递"),
    ("yunda", "Yunda", "韵达快递"),
    ("jt", "J&T", "极兔速递"),
    ("jd", "JD Logistics", "京东物流"),
];

/// A courier's code and names.
#[must_use]
pub fn courier(code: &str) -> Option<(&'static str, &'static str, &'static str)> {
    COURIERS.into_iter().find(|(known, _, _)| *known == code)
}

/// A letter about a shorter hold would be read when it is over.
pub(crate) const HOLD_TO_REMIND_OF: Span = Span::minutes(15);

/// When the buyer of a checkout that was just placed is reminded to pay: while a third of the time is left for which its goods are
/// held; none where that time is short.
#[must_use]
pub fn remind_to_pay_at(expires_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let hold = Span::millis_of(expires_at.millis().saturating_sub(now.millis()).max(0));
    (hold >= HOLD_TO_REMIND_OF).then(|| expires_at.before(Span::millis_of(hold.millis() / 3)))
}

/// Where an event leads.
///
/// # Errors
/// [`MoveRefusal::NotFrom`] where the machine has no such edge.
pub const fn on(state: OrderState, event: OrderEvent) -> Result<OrderState, MoveRefusal> {
    use {OrderEvent as E, OrderState as S};
    match (state, event) {
        (S::Placed, E::Pay | E::Promise) => Ok(S::Paid),
        (S::Placed, E::CloseUnpaid)
        | (S::Paid, E::Cancel)
        | (S::Paid | S::Shipped | S::Delivered, E::Refund)
        | (S::Shipped | S::Delivered, E::ComeBack) => Ok(S::Cancelled),
        (S::Paid, E::Ship) => Ok(S::Shipped),
        // The buyer's word after the clock's moves nothing, and keeps the parcel from coming back.
        (S::Shipped, E::Deliver) | (S::Delivered, E::Receive) => Ok(S::Delivered),
        (S::Shipped | S::Delivered, E::Confirm | E::AutoConfirm) | (S::Delivered, E::WriteOff) => Ok(S::Completed),
        (S::Placed | S::Paid | S::Shipped | S::Delivered | S::Completed | S::Cancelled, _) => {
            Err(MoveRefusal::NotFrom(state, event))
        }
    }
}

/// A tracking number as couriers print it: 6 to 40 letters and digits, without the spaces and hyphens that people type.
///
/// # Errors
/// [`TrackingError`].
pub fn tracking_number(text: &str) -> Result<String, TrackingError> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    if plain.is_empty() {
        Err(TrackingError::Empty)
    } else if (6..=40).contains(&plain.len()) && plain.chars().all(|c| c.is_ascii_alphanumeric()) {
        Ok(plain)
    } else {
        Err(TrackingError::NotANumber)
    }
}

/// Letters and digits that nobody confuses when they read a number aloud.
const SPOKEN: &[u8; 32] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ2";

/// An order's number as people say it: the day, then eight letters and digits that nobody can guess from another order's.
#[must_use]
pub fn number(id: OrderId, now: Timestamp) -> String {
    let day = now.civil(0);
    let mut number = format!("{:02}{:02}{:02}-", day.year % 100, day.month, day.day);
    for byte in id.uuid().as_bytes().iter().skip(8) {
        let letter = SPOKEN.get(usize::from(*byte) % SPOKEN.len()).copied().unwrap_or(b'2');
        number.push(char::from(letter));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_has_these_edges_and_no_others() {
        let mut edges = Vec::new();
        for state in OrderState::ALL {
            for event in OrderEvent::ALL {
                if let Ok(next) = on(state, event) {
                    edges.push(format!("{} --{}--> {}", state.code(), event.code(), next.code()));
                }
            }
        }
        assert_eq!(
            edges,
            [
                "placed --pay--> paid",
                "placed --promise--> paid",
                "placed --close_unpaid--> cancelled",
                "paid --cancel--> cancelled",
                "paid --ship--> shipped",
                "paid --refund--> cancelled",
                "shipped --deliver--> delivered",
                "shipped --confirm--> completed",
                "shipped --auto_confirm--> completed",
                "shipped --refund--> cancelled",
                "shipped --come_back--> cancelled",
                "delivered --receive--> delivered",
                "delivered --confirm--> completed",
                "delivered --auto_confirm--> completed",
                "delivered --refund--> cancelled",
                "delivered --come_back--> cancelled",
                "delivered --write_off--> completed",
            ]
        );
    }

    #[test]
    fn a_third_of_the_time_is_left_to_whoever_is_reminded_to_pay() {
        let now = Timestamp::from_millis(0);
        let at = |minutes| remind_to_pay_at(now.after(Span::minutes(minutes)), now);
        assert_eq!(at(30), Some(now.after(Span::minutes(20))));
        assert_eq!(at(1_440), Some(now.after(Span::hours(16))));
        assert_eq!((at(15), at(14), at(-1)), (Some(now.after(Span::minutes(10))), None, None));
    }

    #[test]
    fn tracking_numbers_are_letters_and_digits() {
        assert_eq!(tracking_number(" sf 1234-5678 9012 "), Ok("SF123456789012".to_owned()));
        assert_eq!(tracking_number(" \n"), Err(TrackingError::Empty));
        for right in ["1".repeat(6), "1".repeat(40)] {
            assert_eq!(tracking_number(&right), Ok(right.clone()));
        }
        for wrong in ["12345", "顺丰123456", "SF1234567\0", "SF123456🚚", &"1".repeat(41)] {
            assert_eq!(tracking_number(wrong), Err(TrackingError::NotANumber), "{wrong:?}");
        }
    }

    #[test]
    fn couriers_are_known_by_their_codes() {
        assert_eq!(courier("zto"), Some(("zto", "ZTO", "中通快递")));
        assert_eq!(courier("ZTO"), None);
    }

    #[test]
    fn a_number_is_the_day_and_what_can_be_read_aloud() {
        let id = OrderId::from_uuid(uuid::Uuid::from_u128(0x0001_0810_1e20_28ff));
        assert_eq!(number(id, Timestamp::from_millis(0)), "700101-23AJZ2A2");
        let of = |first: u128| number(OrderId::from_uuid(uuid::Uuid::from_u128(first << 64)), Timestamp::from_millis(86_400_000));
        assert_eq!(of(1), "700102-22222222", "the time in an id says nothing");
    }
}
