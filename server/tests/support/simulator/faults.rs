//! What may go wrong with a call.

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing, this time.
    None,
    /// 409: another call with this key is in flight.
    Conflict,
    /// 429.
    TooMany,
    /// 500 without an effect; the key remembers it.
    ErrorBefore,
    /// 500 after the effect; the key remembers it.
    ErrorAfter,
    /// 503 from something in front: neither an effect nor a memory.
    Gateway,
    /// The answer comes after this many milliseconds; its effect at once.
    Slow(u64),
    /// 200, and half of the answer.
    Malformed,
    /// 200, and an object with nothing in it: JSON, and no list.
    Empty,
    /// 200, and a page of a list that promises more and holds nothing.
    BrokenOff,
    /// 200, and an answer without end.
    Huge,
    /// 302 to somewhere else.
    Redirect,
}

/// Draws faults; the same seed draws the same.
pub struct Seed(u64);

impl Seed {
    /// How long a drawn answer takes: longer than whoever draws faults waits for one.
    pub const SLOW_MILLIS: u64 = 400;

    /// A sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (splitmix64).
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// What goes wrong now: something, every third time. What is slow costs its caller real time, and is the rarest.
    pub fn fault(&mut self) -> Fault {
        match self.draw() % 48 {
            0 | 1 => Fault::Conflict,
            2 | 3 => Fault::TooMany,
            4 | 5 => Fault::ErrorBefore,
            6 | 7 => Fault::ErrorAfter,
            8 | 9 => Fault::Gateway,
            10 | 11 => Fault::Malformed,
            12 => Fault::Empty,
            13 | 14 => Fault::Huge,
            15 => Fault::Slow(Self::SLOW_MILLIS),
            _ => Fault::None,
        }
    }
}
