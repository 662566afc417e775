//! Answers in the reader's browser.
//!
//! In: what is stored, and an answer. Out: what must be written where, and a sentence if
//! something is wrong with the storage. Must not know: the page.

use studydeck_model::practice::progress::{self, KEY, Opened, Progress, Trouble};
use studydeck_model::practice::question::{Confidence, Version};
use studydeck_page::browser;

/// What readers are told if nothing can be stored.
pub(super) const BLOCKED: &str =
    "This browser lets the page store nothing: your answers are forgotten when you leave it.";
const FULL: &str = "This answer could not be stored: the browser's storage for this site is full.";

/// What must be written for an answer.
#[derive(Debug, PartialEq, Eq)]
struct Plan {
    /// A text that can't be used and must be kept under a key of its own first.
    aside: Option<String>,
    /// The store's new text; `None` if it must stay as it is.
    text: Option<String>,
    /// What the reader should know.
    trouble: Option<Trouble>,
}

/// Why something is not kept as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The browser stores nothing.
    Blocked,
    /// There is no room left: nothing was changed.
    Full,
    /// The store is not what it should be. Unless it is newer, it was set aside, and what could be
    /// read of it is stored with what is new.
    Store(Trouble),
}

impl Problem {
    /// A sentence for the reader.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Blocked => BLOCKED,
            Self::Full => FULL,
            Self::Store(trouble) => trouble.message(),
        }
    }
}

fn plan(old: &str, change: &dyn Fn(&mut Progress)) -> Plan {
    let (mut progress, aside, trouble) = match progress::open(old) {
        Opened::Ready(progress) => (progress, None, None),
        Opened::Aside { trouble: Trouble::Newer, .. } => {
            return Plan { aside: None, text: None, trouble: Some(Trouble::Newer) };
        }
        Opened::Aside { trouble, saved, .. } => (saved, Some(Opened::aside_key(old)), Some(trouble)),
    };
    change(&mut progress);
    Plan { aside, text: Some(progress.print()), trouble }
}

/// What is kept so far; `Err` says what is wrong with the storage.
pub(crate) fn read() -> Result<Progress, &'static str> {
    let text = browser::stored(KEY).map_err(|_| BLOCKED)?;
    match progress::open(&text) {
        Opened::Ready(progress) => Ok(progress),
        Opened::Aside { trouble, .. } => Err(trouble.message()),
    }
}

/// Changes what is kept. `Err` says what the reader should know.
pub(crate) fn keep(change: &dyn Fn(&mut Progress)) -> Result<(), &'static str> {
    try_keep(change).map_err(Problem::words)
}

/// Puts something into what is kept.
pub(crate) fn add(new: &Progress) -> Result<(), Problem> {
    try_keep(&|progress| progress.merge(new))
}

/// Changes what is kept. Reads the store anew, since other tabs write it too.
#[inline(never)]
fn try_keep(change: &dyn Fn(&mut Progress)) -> Result<(), Problem> {
    let old = browser::stored(KEY).map_err(|_| Problem::Blocked)?;
    let Plan { aside, text, trouble } = plan(&old, change);
    if let Some(key) = aside {
        browser::store(&key, &old).map_err(|_| Problem::Full)?;
    }
    if let Some(text) = text {
        browser::store(KEY, &text).map_err(|_| Problem::Full)?;
    }
    trouble.map_or(Ok(()), |trouble| Err(Problem::Store(trouble)))
}

/// What readers are told about the last time, if there was one.
pub(super) fn last_time(progress: &Progress, id: &str, version: Version) -> Option<String> {
    let last = progress.history(id)?.entries().last()?;
    let changed = last.version != version;
    let start = if changed { "Changed since you answered. Then: " } else { "Last time: " };
    let verdict = if last.right { "right" } else { "wrong" };
    let sure = match last.confidence {
        None => "",
        Some(Confidence::Guess) => ", a guess",
        Some(Confidence::Think) => ", fairly sure",
        Some(Confidence::Sure) => ", certain",
    };
    Some([start, verdict, sure, "."].concat())
}

#[cfg(test)]
mod tests {
    use studydeck_model::practice::progress::Entry;

    use super::*;

    fn entry(right: bool) -> Entry {
        Entry {
            at: 7,
            version: Version(1),
            right,
            confidence: Some(Confidence::Sure),
            correction: false,
            seconds: 9,
            answer: "1".into(),
        }
    }

    fn plan(old: &str, id: &str, entry: &Entry) -> Plan {
        super::plan(old, &|progress| progress.record(id, entry.clone()))
    }

    #[test]
    fn an_answer_joins_what_is_there() {
        let first = plan("", "a", &entry(true));
        assert_eq!((&first.aside, first.trouble), (&None, None));
        let both = plan(&first.text.unwrap(), "b", &entry(false)).text.unwrap();
        let Opened::Ready(progress) = progress::open(&both) else { panic!("{both}") };
        assert_eq!(progress.questions().len(), 2);
        assert_eq!(last_time(&progress, "b", Version(1)).unwrap(), "Last time: wrong, certain.");
        assert_eq!(
            last_time(&progress, "a", Version(2)).unwrap(),
            "Changed since you answered. Then: right, certain."
        );
        assert_eq!(last_time(&progress, "c", Version(1)), None);
    }

    #[test]
    fn nothing_that_cannot_be_read_is_overwritten() {
        let text = plan("", "a", &entry(true)).text.unwrap();
        let damaged = text.replace("q a", "q b");
        let mended = plan(&damaged, "c", &entry(true));
        assert_eq!(mended.aside, Some(Opened::aside_key(&damaged)));
        assert_eq!(mended.trouble, Some(Trouble::Damaged));
        assert!(mended.text.unwrap().contains("\nq b"), "what could be read of it stays");
        let foreign = plan("{}", "a", &entry(true));
        assert!(foreign.aside.is_some() && foreign.text.is_some());
        let newer = plan("studydeck-progress 99\n", "a", &entry(true));
        assert_eq!((newer.aside, newer.text, newer.trouble), (None, None, Some(Trouble::Newer)));
    }
}
