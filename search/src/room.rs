//! Whether a disk has room for another index. It lies beside the one in use until it takes its place, and unless somebody has parted them
//! the database lies there too: an index that filled the disk would stop the market for as long as it takes to give up.

use crate::engine::Broken;
use crate::place::Place;
use market::kernel::Fault;
use std::fmt;

/// Bytes of a listing in an index, all in all: the most that `tests/million.rs` lets it be.
const OF_LISTING: u64 = 220;
/// Bytes of an index of next to nothing, with all that lies there only while it is built.
const OF_ANY: u64 = 1 << 20;
/// As much stays free for the database as the new index takes, between these two: a small market is built on a small disk, and a large one
/// has room to trade in until somebody has looked at the disk.
pub const RESERVE_MIN: u64 = 16 << 20;
const RESERVE_MAX: u64 = 256 << 20;

/// What a new index takes, and what is left alone meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    index: u64,
    pub reserve: u64,
}

impl Needed {
    /// For so many listings, where the index in use takes so many bytes: about the same once more. That one may be of fewer listings.
    pub fn new(present: u64, listings: u64) -> Self {
        let index = present.max(listings.saturating_mul(OF_LISTING)).saturating_add(OF_ANY);
        Self { index, reserve: index.clamp(RESERVE_MIN, RESERVE_MAX) }
    }

    /// Free bytes with which it is begun.
    pub fn to_begin(self) -> u64 {
        self.index.saturating_add(self.reserve)
    }
}

/// There is too little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// So many bytes have to be free before it is tried again.
    pub wanted: u64,
    /// So many are.
    pub free: u64,
}

impl Short {
    /// The difference.
    #[must_use]
    pub fn missing(self) -> u64 {
        self.wanted.saturating_sub(self.free)
    }
}

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MEGABYTE: u64 = 1 << 20;
        let (wanted, free) = (self.wanted.div_ceil(MEGABYTE), self.free / MEGABYTE);
        write!(f, "it takes {wanted} MB of the disk, with what stays free for the database, and {free} MB are free")
    }
}

/// The room of an index that is built.
pub struct Headroom {
    needed: Needed,
}

impl Headroom {
    /// Looks whether an index of so many listings can be begun.
    pub fn of(place: &Place, listings: u64) -> Result<Self, Short> {
        let present = place.current().map_or(0, |name| place.size(&name));
        let needed = Needed::new(present, listings);
        match place.free() {
            Some(free) if free < needed.to_begin() => Err(Short { wanted: needed.to_begin(), free }),
            _ => Ok(Self { needed }),
        }
    }

    /// Looks whether the index of this name can go on: it may be larger than was thought, and others write, too. The next one waits for
    /// twice what this one has taken so far: where it was too large, that is more than there was, and where others filled the disk, it
    /// asks nothing for what they took.
    pub fn go_on(&self, place: &Place, name: &str) -> Result<(), Short> {
        match place.free() {
            Some(free) if free < self.needed.reserve => {
                let twice = place.size(name).saturating_mul(2).saturating_add(self.needed.reserve);
                Err(Short { wanted: self.needed.to_begin().max(twice), free })
            }
            _ => Ok(()),
        }
    }

    /// Looks whether the index of this name can be finished: segments are merged into new ones beside them, which take up to as much once
    /// more. What still lies in memory is not counted: where that is all, it becomes a small one of each thread.
    pub fn finish(&self, place: &Place, name: &str) -> Result<(), Short> {
        let size = place.size(name);
        match place.free() {
            Some(free) if free < size.saturating_add(self.needed.reserve) => {
                let index = self.needed.index.max(size);
                Err(Short { wanted: index.saturating_add(size).saturating_add(self.needed.reserve), free })
            }
            _ => Ok(()),
        }
    }
}

/// Why no index was built.
#[derive(Debug)]
pub enum Unbuilt {
    /// There is too little room for it.
    NoRoom(Short),
    /// Something failed.
    Fault(Fault),
}

impl fmt::Display for Unbuilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoom(short) => short.fmt(f),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl From<Short> for Unbuilt {
    fn from(short: Short) -> Self {
        Self::NoRoom(short)
    }
}

impl From<Fault> for Unbuilt {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Broken> for Unbuilt {
    fn from(broken: Broken) -> Self {
        Self::Fault(broken.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEGABYTE: u64 = 1 << 20;

    #[test]
    fn a_large_index_takes_its_size_again_and_a_small_one_is_built_on_a_small_disk() {
        let gigabytes = 1_400 * MEGABYTE;
        let large = Needed::new(gigabytes, 1_000_000);
        assert_eq!((large.to_begin(), large.reserve), (gigabytes + MEGABYTE + RESERVE_MAX, RESERVE_MAX));
        let demo = Needed::new(200_000, 60);
        assert!(demo.to_begin() < 20 * MEGABYTE && demo.reserve == RESERVE_MIN);
        let between = Needed::new(0, 200_000);
        assert_eq!(between.to_begin(), 2 * between.reserve, "as much stays free as it takes");
        assert!(Needed::new(5 * MEGABYTE, 10_000_000).to_begin() > 2_200_000_000, "the one in use is of a few listings");
        assert_eq!(Needed::new(0, u64::MAX).to_begin(), u64::MAX);
    }

    #[test]
    fn what_is_missing_is_said_in_megabytes() {
        let short = Short { wanted: 17 * MEGABYTE + 1, free: 3 * MEGABYTE - 1 };
        assert!(short.to_string().contains(" 18 MB ") && short.to_string().contains(" 2 MB "), "{short}");
        assert_eq!(short.missing(), 14 * MEGABYTE + 2);
    }
}
