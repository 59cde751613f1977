//! What deeds are told apart by.

/// What the provider tells of a payment.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// The right amount.
    Right,
    /// A fen too little.
    Wrong,
    /// A fen: what was missing then.
    Rest,
    /// The right number, of dollars.
    Dollars,
    /// The bank said no.
    Declined,
}

/// Under which id something was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventId {
    /// Of a payment: each is another object of the provider's, or another line of the bank's.
    Payment { payment: usize, event: usize },
    /// What of a payment an operator took from the provider's statement.
    Statement { payment: usize },
    /// Of a line of a courier's, how often it was recorded by then: what was withdrawn may be recorded anew.
    Record { payment: usize, line: usize, turn: usize },
    /// How much one of the provider's own refunds gave back.
    Refund { refund: usize, turn: usize, gave: Gave },
}

/// How much the provider says that it gave back, where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gave {
    /// What is owed.
    Right,
    /// A fen, or a cent, less.
    Less,
    /// The right number, in another currency.
    Foreign,
    /// No amount, in none.
    Nothing,
}

impl Gave {
    pub const ALL: [Self; 4] = [Self::Right, Self::Less, Self::Foreign, Self::Nothing];

    /// Its place among them.
    pub const fn at(self) -> usize {
        match self {
            Self::Right => 0,
            Self::Less => 1,
            Self::Foreign => 2,
            Self::Nothing => 3,
        }
    }
}

/// A word that nobody should have to believe, as far as it can be seen without its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forged {
    /// Of a payment that there is not.
    Unknown,
    /// In the name of another provider than the payment's.
    Elsewhere,
    /// An amount of nothing, of less, of more than any book takes, or in a currency that no market settles in.
    Nothing,
    Less,
    Beyond,
    Strange,
    /// That a refund has arrived, or failed, which is another payment's or nobody's.
    Arrival,
    Failure,
}

impl Forged {
    pub const ALL: [Self; 8] =
        [Self::Unknown, Self::Elsewhere, Self::Nothing, Self::Less, Self::Beyond, Self::Strange, Self::Arrival, Self::Failure];
}

/// What a line of the provider's statement says of money that belongs to no payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    Came,
    /// All of it went back, by somebody's hand.
    Left,
    /// A fen less than that.
    LeftLess,
}

impl Stray {
    /// Its place among them.
    pub const fn at(self) -> usize {
        match self {
            Self::Came => 0,
            Self::Left => 1,
            Self::LeftLess => 2,
        }
    }

    /// What such a line says of each money of nobody.
    pub fn amount(self, of: usize) -> i64 {
        let all = 700 + i64::try_from(of).unwrap();
        match self {
            Self::Came => all,
            Self::Left => -all,
            Self::LeftLess => 1 - all,
        }
    }
}

/// What only one of the two tells, the provider's statement or the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    /// A line that is no buyer's money.
    Odd,
    /// That a payment was paid.
    Booking,
    /// A line of the provider's own desk.
    Desk,
}

/// What the provider's own desk gives back of a payment.
#[derive(Clone, Copy, Debug)]
pub enum AtDesk {
    /// So many per cent of what is left of its orders.
    Part(i64),
    /// As much as a refund of it: rather one that is owed.
    Refund,
}

/// What becomes of a refund that the provider refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unstick {
    Retry,
    ByHand,
}

/// What came and was not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    Amount,
    /// Another currency, whatever the amount.
    Currency,
}

impl Unasked {
    /// Its place among both.
    pub const fn at(self) -> usize {
        match self {
            Self::Amount => 0,
            Self::Currency => 1,
        }
    }
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    GiveBack,
    /// The provider's statement has the right amount.
    Statement,
    /// It has two fen less than was asked for.
    StatementLess,
}

impl Correction {
    /// Which amount the statement has of a payment that asks for so much, where it is read for the first time.
    pub const fn stated(self, asked: i64) -> i64 {
        match self {
            Self::StatementLess => asked - 2,
            Self::GiveBack | Self::Statement => asked,
        }
    }
}

/// What somebody does in a case.
#[derive(Clone, Copy, Debug)]
pub enum Move {
    Agree,
    Refuse,
    Withdraw,
    Escalate,
    Send,
    Receive,
    Contest,
    Resend,
    ConfirmGoods,
    GiveBackInstead,
    /// An operator gives so many per cent.
    Decide(i64),
    AppealOfBuyer,
    AppealOfShop,
}

/// Every move, a decision standing for those with other amounts.
pub const ALL_MOVES: [Move; 13] = [
    Move::Agree,
    Move::Refuse,
    Move::Withdraw,
    Move::Escalate,
    Move::Send,
    Move::Receive,
    Move::Contest,
    Move::Resend,
    Move::ConfirmGoods,
    Move::GiveBackInstead,
    Move::Decide(50),
    Move::AppealOfBuyer,
    Move::AppealOfShop,
];
