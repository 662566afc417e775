//! The store's compact text, in which it is kept, exported and imported.
//!
//! ```text
//! studydeck-progress 1
//! q ecs-roles #1f0c2a9b k3v9w2:s:1f:2 k3v9x7:Tc:a:03 #77c0de11 k7b2c1:S:9:03
//! x k3v9w2 saa 20 15 5k 3n1 1f0c2a9b8b1c33de 1 1.6.5 2.5.4
//! . 8b1c33de
//! ```
//!
//! `q`: a question's id, then its answers; a word with `#` gives the version of the text for
//! those behind it. `x`: an exam. Times and seconds are written in base 36.
//!
//! In: what is stored. Out: the progress, or what is wrong with it and what can be saved.
//! Must not know: where it is stored.
//!
//! **Versions.** A text of an older version goes through one step per version (see [`Step`]); one
//! of a newer version is refused. **Whoever gets [`Opened::Aside`] must store its text under
//! another key (see [`Opened::aside_key`]) before writing anything under [`KEY`].**

use super::{Entry, ExamRecord, Progress};
use crate::practice::question::Version;
use crate::practice::text;

/// The key under which a browser stores it.
pub const KEY: &str = "studydeck.progress";
const KIND: &str = "progress";
const VERSION: u32 = 1;

/// Turns the lines of one version into those of the next.
type Step = fn(&str) -> String;

/// The steps: the first from version 1 to 2. There is none yet.
const STEPS: &[Step] = &[];

/// Why a store can't be used as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It was written by a later version of the page.
    Newer,
    /// It is damaged.
    Damaged,
    /// It is something else.
    Foreign,
}

impl Trouble {
    /// A sentence for the reader.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Newer => {
                "Your progress was stored by a later version of this page. It is kept, and not changed by this one."
            }
            Self::Damaged => {
                "Your stored progress is damaged. It is kept aside; what could be read of it is used."
            }
            Self::Foreign => {
                "What was stored as your progress is something else. It is kept aside, and your progress begins anew."
            }
        }
    }
}

/// What became of a stored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It can be used, and written again.
    Ready(Progress),
    /// It must be kept aside.
    Aside {
        /// Why.
        trouble: Trouble,
        /// What could be read of it.
        saved: Progress,
        /// How many answers and exams could not be read, as far as one can tell.
        lost: usize,
    },
}

impl Opened {
    /// The key under which a text that must be kept aside is stored: its own for each text, so
    /// that a second one does not overwrite the first.
    #[must_use]
    pub fn aside_key(text: &str) -> String {
        let mut key = String::from(KEY);
        key.push_str(".aside.");
        text::push_hex(&mut key, text::hash(text).short());
        key
    }
}

/// Opens what is stored, or a file to import. An empty text is an empty progress.
#[must_use]
pub fn open(text: &str) -> Opened {
    open_with(text, STEPS)
}

fn open_with(text: &str, steps: &[Step]) -> Opened {
    if text.trim().is_empty() {
        return Opened::Ready(Progress::default());
    }
    let aside = |trouble| Opened::Aside { trouble, saved: Progress::default(), lost: 0 };
    let Some(opened) = text::open(text, KIND) else {
        return aside(Trouble::Foreign);
    };
    let done = opened.version.checked_sub(1).and_then(|done| usize::try_from(done).ok());
    let Some(left) = done.and_then(|done| steps.get(done..)) else {
        let trouble = if opened.version == 0 { Trouble::Foreign } else { Trouble::Newer };
        return aside(trouble);
    };
    let body = left.iter().fold(opened.body.to_owned(), |body, step| step(&body));
    let mut saved = Progress::default();
    let lost = body.lines().fold(0_usize, |lost, line| lost.saturating_add(read(line, &mut saved)));
    if opened.whole && lost == 0 {
        Opened::Ready(saved)
    } else {
        Opened::Aside { trouble: Trouble::Damaged, saved, lost }
    }
}

/// Reads what can be read of a line, and says how many of its parts can't be.
fn read(line: &str, progress: &mut Progress) -> usize {
    match line.split_at_checked(2) {
        Some(("q ", rest)) => read_question(rest, progress),
        Some(("x ", rest)) => match ExamRecord::parse(rest) {
            Some(exam) => {
                progress.record_exam(exam);
                0
            }
            None => 1,
        },
        _ => 1,
    }
}

fn read_question(line: &str, progress: &mut Progress) -> usize {
    let mut words = line.split(' ');
    let Some(id) = words.next().filter(|id| text::is_word(id)) else {
        return 1;
    };
    let (mut version, mut lost) = (None, 0_usize);
    for word in words {
        if let Some(hex) = word.strip_prefix('#') {
            version = text::hex(hex).map(Version);
            lost = lost.saturating_add(usize::from(version.is_none()));
        } else if let Some(entry) = version.and_then(|version| Entry::parse(word, version)) {
            progress.record(id, entry);
        } else {
            lost = lost.saturating_add(1);
        }
    }
    lost
}

impl Progress {
    /// Writes the text to store or to export.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = text::begin(KIND, VERSION);
        for history in self.questions() {
            out.push_str("q ");
            out.push_str(&history.id);
            let mut version = None;
            for entry in history.entries() {
                if version != Some(entry.version) {
                    out.push_str(" #");
                    text::push_hex(&mut out, entry.version.0);
                    version = Some(entry.version);
                }
                out.push(' ');
                entry.print(&mut out);
            }
            out.push('\n');
        }
        for exam in self.exams() {
            out.push_str("x ");
            exam.print(&mut out);
            out.push('\n');
        }
        text::seal(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::progress::tests::{any_progress, entry, some_progress};
    use proptest::prelude::*;

    #[test]
    fn the_text_of_version_1() {
        let progress = some_progress();
        let text = progress.print();
        assert_eq!(open(&text), Opened::Ready(progress.clone()));
        assert_eq!(open(&text.replace('\n', "\r\n")), Opened::Ready(progress));
        assert_eq!(
            text,
            "studydeck-progress 1\n\
             q a #00000001 to3n9c:n:k:- #77c0de11 top2xw:N:k:0\n\
             q b #00000001 top2v4:s:k:2 top2ws:Nc:4:0\n\
             x tor80w one 20 15 15o 3mv 1f0c2a9b00000007 1.25 1.12.9 2.8.6\n\
             . b7f46766\n"
        );
        assert_eq!(open(" \n"), Opened::Ready(Progress::default()));
    }

    #[test]
    fn damage_is_said_and_the_rest_is_saved() {
        let progress = some_progress();
        let text = progress.print();
        let check = |damaged: &str, lost_parts: usize, kept: usize| {
            let Opened::Aside { trouble: Trouble::Damaged, saved, lost } = open(damaged) else {
                panic!("{damaged}")
            };
            let entries = saved.questions().iter().flat_map(|history| {
                let known = progress.history(&history.id).unwrap();
                assert!(history.entries().iter().all(|entry| known.entries().contains(entry)));
                history.entries()
            });
            assert_eq!((lost, entries.count()), (lost_parts, kept), "{damaged}");
        };
        // A version, an answer and an id that can't be read, a text cut between lines and within
        // a line, a changed figure.
        check(&text.replace("q b #", "q b %"), 3, 2);
        check(&text.replace(":s:", ":?:"), 1, 3);
        check(&text.replace("q b #", "q  #"), 1, 2);
        check(&text[..text.find("x ").unwrap()], 0, 4);
        check(&text[..text.find("q b").unwrap() + 9], 1, 2);
        check(&text.replace(" one 20 15", " one 20 16"), 0, 4);
        assert_ne!(Opened::aside_key(&text), Opened::aside_key(&text[1..]));
        assert!(Opened::aside_key(&text).starts_with("studydeck.progress.aside."));
    }

    #[test]
    fn newer_and_foreign_texts_are_refused() {
        let newer = text::seal(text::begin(KIND, 2) + "something new\n");
        let trouble = |text: &str| match open(text) {
            Opened::Aside { trouble, saved, .. } if saved.is_empty() => trouble,
            other => panic!("{other:?}"),
        };
        assert_eq!(trouble(&newer), Trouble::Newer);
        assert_eq!(trouble("studydeck-progress 99\ncut off"), Trouble::Newer);
        assert_eq!(trouble("studydeck-progress 0\n. 00000000\n"), Trouble::Foreign);
        for foreign in ["{}", "studydeck-session 1\n", "studydeck-progress x\n", "studydeck-progress"] {
            assert_eq!(trouble(foreign), Trouble::Foreign, "{foreign}");
        }
    }

    /// As if version 3 were today's: texts of versions 1 and 2 go through the steps that they
    /// need, those of 3 through none, and 4 is refused.
    #[test]
    fn older_texts_go_through_every_step() {
        let steps: [Step; 2] =
            [|body| body.replace("question ", "topic "), |body| body.replace("topic ", "q ")];
        let mut want = Progress::default();
        want.record("a", entry(5, true));
        let today = want.print();
        let body = text::open(&today, KIND).unwrap().body;
        let old = |version, body: &str| text::seal(text::begin(KIND, version) + body);
        assert_eq!(open_with(&old(1, &body.replace("q ", "question ")), &steps), Opened::Ready(want.clone()));
        assert_eq!(open_with(&old(2, &body.replace("q ", "topic ")), &steps), Opened::Ready(want.clone()));
        assert_eq!(open_with(&old(3, body), &steps), Opened::Ready(want));
        let Opened::Aside { trouble, .. } = open_with(&old(4, body), &steps) else { panic!() };
        assert_eq!(trouble, Trouble::Newer);
        // A damaged old text is migrated as far as it can be read.
        let cut = old(1, "question a #00000001 5:S:1:0\nquestion b #\n").replace(". ", ".");
        let Opened::Aside { trouble, saved, lost } = open_with(&cut, &steps) else { panic!() };
        assert_eq!((trouble, saved.questions().len(), lost), (Trouble::Damaged, 1, 2));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn texts_round_trip(progress in any_progress()) {
            prop_assert_eq!(open(&progress.print()), Opened::Ready(progress));
        }

        #[test]
        fn any_cut_is_noticed(progress in any_progress(), at in 0_usize..500) {
            let text = progress.print();
            let cut = text.get(..at.min(text.len() - 2)).unwrap();
            let noticed = !matches!(open(cut), Opened::Ready(read) if !read.is_empty());
            prop_assert!(noticed, "{}", cut);
        }

        #[test]
        fn nothing_makes_it_panic(body in "([qx] [a-z0-9:# ]{0,40}\n){0,5}", any in "\\PC{0,50}") {
            let _ = (open(&text::seal(text::begin(KIND, VERSION) + &body)), open(&any));
        }
    }
}
