//! What is random in an id: the machine's own randomness, and nothing else.

/// None: whoever makes an id asks the machine.
pub(super) const fn drawn() -> Option<[u8; 10]> {
    None
}
