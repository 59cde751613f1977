//! Every syllable that there is, letter by letter: one look along some letters tells all syllables that they begin with.

/// The steps from letter to letter; everything begins at the first.
pub struct Syllables(Vec<Step>);

#[derive(Default)]
struct Step {
    /// The step behind each further letter from `a` on; the first one for none.
    behind: [u16; 26],
    /// The letters up to here are a syllable.
    is_whole: bool,
}

impl Syllables {
    /// Of these, which are of letters from `a` to `z`.
    pub fn new(all: impl Iterator<Item = String>) -> Self {
        let mut steps = vec![Step::default()];
        for syllable in all {
            let mut at = 0;
            for letter in syllable.bytes() {
                let next = steps.len();
                let behind = &mut steps[at].behind[place(letter)];
                if *behind == 0 {
                    *behind = u16::try_from(next).unwrap_or(0);
                    at = next;
                    steps.push(Step::default());
                } else {
                    at = usize::from(*behind);
                }
            }
            steps[at].is_whole = true;
        }
        Self(steps)
    }

    /// For each number of letters, from one on, whether so many are a syllable; ends where no syllable goes on.
    pub fn along<'a>(&'a self, letters: &'a [u8]) -> impl Iterator<Item = bool> + 'a {
        let mut at = 0;
        letters.iter().map_while(move |letter| {
            at = usize::from(*self.0[at].behind.get(place(*letter))?);
            (at > 0).then(|| self.0[at].is_whole)
        })
    }
}

/// Where a letter stands among those from `a` on; beyond all of them for everything else.
fn place(letter: u8) -> usize {
    usize::from(letter.wrapping_sub(b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_syllables_that_letters_begin_with_are_told_at_once() {
        let syllables = Syllables::new(["xi", "xian", "an", "a"].map(str::to_owned).into_iter());
        let along = |letters: &str| syllables.along(letters.as_bytes()).collect::<Vec<bool>>();
        assert_eq!(along("xiangxi"), [false, true, false, true]);
        assert_eq!(along("xa"), [false]);
        assert_eq!(along("anx"), [true, true]);
        for nothing in ["", "lao", "Xi", "腊", "{", "`"] {
            assert!(along(nothing).is_empty(), "{nothing}");
        }
    }
}
