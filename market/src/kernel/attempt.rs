//! One sending of a form. Whoever draws the form makes the id; a double click, a retry and a second tab send the same one.

crate::id_type!(
    /// What one sending of a form is known by.
    AttemptId, "att");
