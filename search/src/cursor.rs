//! Where a page of results ends, in an address: how good its last row was and which it was, so that the next page goes on right
//! behind it, whatever has come or gone meanwhile.

/// The place behind which a page goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Whether loose matches counted on the pages before.
    pub is_loose: bool,
    /// The last row's rank and id.
    pub last: (u64, u128),
}

impl Cursor {
    /// As it stands in an address.
    pub fn key(self) -> String {
        let (rank, id) = self.last;
        let way = if self.is_loose { 'l' } else { 's' };
        format!("{way}{rank:016x}{id:032x}")
    }

    /// The place that a key names; none where it is cut or forged, which is the first page.
    pub fn read(key: &str) -> Option<Self> {
        let is_loose = match key.as_bytes().first()? {
            b'l' => true,
            b's' => false,
            _ => return None,
        };
        let digits = key.get(1..)?;
        let is_key = digits.len() == 48 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (rank, id) = is_key.then(|| digits.split_at(16))?;
        Some(Self { is_loose, last: (u64::from_str_radix(rank, 16).ok()?, u128::from_str_radix(id, 16).ok()?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_place_and_a_forged_one_none() {
        for cursor in [Cursor { is_loose: true, last: (u64::MAX, 7) }, Cursor { is_loose: false, last: (0, u128::MAX) }] {
            assert_eq!(Cursor::read(&cursor.key()), Some(cursor));
        }
        for forged in ["", "s", "l00", "x0", "s+000000000000000000000000000000000000000000000000", "页"] {
            assert_eq!(Cursor::read(forged), None, "{forged:?}");
        }
        assert_eq!(Cursor::read(&"s".repeat(49)), None);
    }
}
