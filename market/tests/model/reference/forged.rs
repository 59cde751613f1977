//! Words that nobody should have to believe: they change nothing. An amount that could have been told waits on the list of those that no
//! book takes.

use crate::kinds::Forged;
use crate::plan::Plan;
use crate::state::Reference;
use market::kernel::limits::BOOKED_MINOR_MAX;

impl Forged {
    /// The amount that is told, and in which currency, of a payment that asks for so much.
    pub const fn amount(self, asked: i64) -> Option<(i64, &'static str)> {
        match self {
            Self::Nothing => Some((0, "CNY")),
            Self::Less => Some((-asked, "CNY")),
            Self::Beyond => Some((BOOKED_MINOR_MAX + 1, "CNY")),
            Self::Strange => Some((asked, "HKD")),
            Self::Unknown | Self::Elsewhere | Self::Arrival | Self::Failure => None,
        }
    }
}

impl Reference {
    /// Somebody forges word of a payment. Nobody hears of one that there is not, or that another provider takes.
    pub(super) fn forge(&mut self, payment: usize, forged: Forged, refund: Option<usize>) {
        let refund = refund.filter(|refund| self.refunds[*refund].payment != payment);
        let known = &mut self.payments[payment];
        self.accepts = !known.is_cash && !matches!(forged, Forged::Unknown | Forged::Elsewhere);
        if self.accepts {
            known.events += 1;
        }
        self.plan = Plan::Forge { payment, forged, event: known.events, refund };
        if let Some((amount, currency)) = forged.amount(known.amount).filter(|_| self.accepts) {
            self.leave_last(payment, amount, currency);
        }
    }
}
