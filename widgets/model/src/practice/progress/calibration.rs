//! What a reader said about being sure, against what was right.
//!
//! In: answers. Out: a table. Must not know: which questions they belong to.

use super::Entry;
use crate::practice::question::Confidence;
use crate::practice::score::Interval;

/// A row: all answers about which the reader said the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What was said; `None` where nothing was.
    pub confidence: Option<Confidence>,
    /// How many answers.
    pub count: u32,
    /// How many of them were right.
    pub right: u32,
    /// The share of right ones; `None` without an answer.
    pub interval: Option<Interval>,
}

/// The table: guess, think, sure, and nothing said. Answers just after the right one was shown
/// say nothing about knowledge and are left out.
#[must_use]
pub fn calibration<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> [Said; 4] {
    let rows = [Some(Confidence::Guess), Some(Confidence::Think), Some(Confidence::Sure), None];
    let mut rows = rows.map(|confidence| Said { confidence, count: 0, right: 0, interval: None });
    for entry in entries.into_iter().filter(|entry| !entry.correction) {
        if let Some(row) = rows.iter_mut().find(|row| row.confidence == entry.confidence) {
            row.count = row.count.saturating_add(1);
            row.right = row.right.saturating_add(entry.right.into());
        }
    }
    for row in &mut rows {
        row.interval = Interval::wilson(row.right, row.count);
    }
    rows
}
