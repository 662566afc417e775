//! A session's compact text, in which it outlives a reload or a crash.
//!
//! In: a session, or text and the bank of now. Out: text, or the session with what changed since, or
//! why it can't go on. Must not know: where the text is stored.
//!
//! ```text
//! studydeck-session 1
//! s exam:saa:1.25 1f 1f0c2a9b8b1c33de k3v9w2 - 4c1s0 2s 3 r
//! i ecs-roles 1f0c2a9b -tf 1 0 5k
//! i fargate-spot 77c0de11 en - - 0
//! . 8b1c33de
//! ```
//!
//! `s`: mode, seed, fingerprint, begun, ended, limit, used, place, phase (`r`unning, `d`one,
//! `t`ime up). `i`: id, version, letters (why it came; how sure; `f`lagged, `c`hecked, dropped
//! `x`), answer, struck out, milliseconds, then the answers judged so far. Large numbers are
//! written in base 36.
//!
//! In: a session. Out: its text, and back, held against today's bank. Must not know: storage.

use super::{Allowance, Attempt, Clock, Item, Mode, Phase, Session};
use crate::practice::draw::{Fingerprint, Standing};
use crate::practice::question::{Answer, Bank, Confidence, OptionSet, Question, Version};
use crate::practice::text::{self, SHORT, number, push_number, push_words, small};

/// The key under which a browser stores it.
pub const KEY: &str = "studydeck.session";
const KIND: &str = "session";
const VERSION: u32 = 1;

/// Why a stored session can't go on. Its text should be kept aside, not overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResumeError {
    /// It was stored by a later version of the page.
    Newer,
    /// It is damaged.
    Damaged,
    /// None of its questions is left.
    Gone,
}

impl ResumeError {
    /// A sentence for the reader.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Newer => {
                "The unfinished session was stored by a later version of this page and can\u{2019}t go on here."
            }
            Self::Damaged => {
                "The unfinished session is damaged and can\u{2019}t go on. Answers recorded before are safe."
            }
            Self::Gone => "None of the questions of the unfinished session exists any more.",
        }
    }
}

/// A session that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// The session.
    pub session: Session,
    /// Ids of its questions that are gone; they were taken out.
    pub gone: Vec<String>,
    /// Ids of its questions that were changed. Before the end they are asked anew.
    pub changed: Vec<String>,
}

impl Session {
    /// Writes its text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = text::begin(KIND, VERSION);
        out.push_str("s ");
        match &self.mode {
            Mode::Practice => out.push_str("practice"),
            Mode::Exam(name, allowance) => {
                push_words(&mut out, &["exam:", name, ":", allowance.name()]);
            }
        }
        push(&mut out, self.seed);
        push_words(&mut out, &[" ", &self.bank.print()]);
        push(&mut out, self.started);
        push_some(&mut out, self.ended);
        push_some(&mut out, self.clock.limit);
        push(&mut out, self.clock.used);
        push(&mut out, long(self.at));
        out.push_str(match self.phase {
            Phase::Running | Phase::Asking => " r\n",
            Phase::Done => " d\n",
            Phase::TimeUp => " t\n",
        });
        for item in &self.items {
            print_item(item, &mut out);
        }
        text::seal(out)
    }

    /// Reads its text. What changed in the bank since is reported, not hidden.
    ///
    /// # Errors
    /// Why it can't go on.
    pub fn parse(text: &str, bank: &Bank) -> Result<Resumed, ResumeError> {
        let opened = text::open(text, KIND).ok_or(ResumeError::Damaged)?;
        if opened.version > VERSION {
            return Err(ResumeError::Newer);
        }
        let mut lines = opened.body.lines();
        let first = lines.next().filter(|_| opened.whole && opened.version == VERSION);
        let session = first.and_then(head).ok_or(ResumeError::Damaged)?;
        let mut resumed = Resumed { session, gone: Vec::new(), changed: Vec::new() };
        let exam = match &resumed.session.mode {
            Mode::Exam(name, _) => bank.find_exam(name),
            Mode::Practice => None,
        };
        let stored_at = resumed.session.at;
        for (place, line) in lines.enumerate() {
            let stored = Stored::read(line).ok_or(ResumeError::Damaged)?;
            let found = bank.find(stored.id).and_then(|place| bank.questions().get(place));
            let domain = |question: &Question| exam.and_then(|exam| question.domain(exam));
            let new = found.map(|question| Item::new(question, domain(question), stored.why));
            match new {
                Some(mut item) => {
                    if stored.version != item.version {
                        resumed.changed.push(stored.id.to_owned());
                    }
                    let anew = stored.version != item.version && !resumed.session.is_over();
                    if !anew {
                        stored.fill(&mut item).ok_or(ResumeError::Damaged)?;
                    }
                    resumed.session.items.push(item);
                }
                None => {
                    let before = usize::from(place < stored_at);
                    resumed.session.at = resumed.session.at.saturating_sub(before);
                    resumed.gone.push(stored.id.to_owned());
                }
            }
        }
        let last = resumed.session.items.len().checked_sub(1).ok_or(ResumeError::Gone)?;
        resumed.session.at = resumed.session.at.min(last);
        Ok(resumed)
    }
}

fn long(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// Writes a number after a space.
fn push(out: &mut String, number: u64) {
    out.push(' ');
    push_number(out, number, SHORT);
}

fn push_some(out: &mut String, number: Option<u64>) {
    match number {
        Some(number) => push(out, number),
        None => out.push_str(" -"),
    }
}

/// Undoes [`push_some`].
fn some(word: &str) -> Option<Option<u64>> {
    if word == "-" { Some(None) } else { number(word, SHORT).map(Some) }
}

fn head(line: &str) -> Option<Session> {
    let mut words = line.split(' ');
    let mut next = || words.next();
    (next()? == "s").then_some(())?;
    let mode = match next()?.split_once(':') {
        None => Mode::Practice,
        Some((_, exam)) => {
            let (name, allowance) = exam.split_once(':')?;
            Mode::Exam(name.to_owned(), Allowance::from_name(allowance)?)
        }
    };
    let seed = number(next()?, SHORT)?;
    let bank = Fingerprint::parse(next()?)?;
    let started = number(next()?, SHORT)?;
    let ended = some(next()?)?;
    let limit = some(next()?)?;
    let clock = Clock::new(limit, number(next()?, SHORT)?);
    let at = small(next()?, SHORT)?;
    let phase = match next()? {
        "r" => Phase::Running,
        "d" => Phase::Done,
        "t" => Phase::TimeUp,
        _ => return None,
    };
    Some(Session { mode, seed, bank, started, ended, items: Vec::new(), at, phase, clock })
}

const WHY: [(Standing, char); 4] =
    [(Standing::ConfidentError, 'e'), (Standing::Due, 'd'), (Standing::Unseen, 'u'), (Standing::Known, 'k')];

fn print_item(item: &Item, out: &mut String) {
    push_words(out, &["i ", &item.question.id, " "]);
    text::push_hex(out, item.version.0);
    let why = WHY.iter().find(|(why, _)| Some(*why) == item.why);
    out.extend([' ', why.map_or('-', |&(_, letter)| letter), Confidence::letter(item.confidence)]);
    for (is_set, letter) in [(item.flagged, 'f'), (item.checked, 'c'), (item.dropped, 'x')] {
        out.extend(is_set.then_some(letter));
    }
    for word in [item.answer.word(), Answer::Options(item.struck).word()] {
        push_words(out, &[" ", &word]);
    }
    push(out, item.millis.into());
    for attempt in &item.attempts {
        let letter = Confidence::letter(attempt.confidence);
        let letter = if attempt.right { letter.to_ascii_uppercase() } else { letter };
        out.extend([' ', letter, ':']);
        out.push_str(&attempt.answer);
        for number in [attempt.millis.into(), attempt.at, long(attempt.number)] {
            out.push(':');
            push_number(out, number, SHORT);
        }
    }
    out.push('\n');
}

/// An item's line, before its question is known.
struct Stored<'t> {
    id: &'t str,
    version: Version,
    why: Option<Standing>,
    confidence: Option<Confidence>,
    letters: &'t str,
    answer: &'t str,
    struck: &'t str,
    millis: u32,
    attempts: std::str::Split<'t, char>,
}

impl<'t> Stored<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let mut words = line.split(' ');
        (words.next()? == "i").then_some(())?;
        let (id, version) = (words.next()?, Version(text::hex(words.next()?)?));
        let (first, letters) = words.next()?.split_at_checked(2)?;
        let mut first = first.chars();
        let letter = first.next()?;
        let why = WHY.iter().find(|(_, known)| *known == letter).map(|&(why, _)| why);
        let confidence = Confidence::from_letter(first.next()?)?;
        let (answer, struck) = (words.next()?, words.next()?);
        let millis = small(words.next()?, SHORT)?;
        Some(Self { id, version, why, confidence, letters, answer, struck, millis, attempts: words })
    }

    /// Puts what was stored into a fresh item. An answer to another text of the question that
    /// does not fit this one is shown as none.
    fn fill(self, item: &mut Item) -> Option<()> {
        item.attempts = self.attempts.map(attempt).collect::<Option<_>>()?;
        item.answer = match Answer::from_word(&item.question.form, self.answer) {
            None if self.version != item.version => Answer::empty(&item.question.form),
            read => read?,
        };
        item.struck = if self.struck == "-" {
            OptionSet::EMPTY
        } else {
            OptionSet::of(self.struck.chars().filter_map(text::from_digit))
        };
        item.version = self.version;
        item.confidence = self.confidence;
        item.millis = self.millis;
        item.flagged = self.letters.contains('f');
        item.checked = self.letters.contains('c');
        item.dropped = self.letters.contains('x');
        Some(())
    }
}

fn attempt(word: &str) -> Option<Attempt> {
    let mut parts = word.split(':');
    let letter = parts.next()?.chars().next()?;
    let confidence = Confidence::from_letter(letter.to_ascii_lowercase())?;
    let right = letter.is_ascii_uppercase();
    let answer = parts.next()?.to_owned();
    let millis = small(parts.next()?, SHORT)?;
    let at = number(parts.next()?, SHORT)?;
    Some(Attempt { answer, right, confidence, millis, at, number: small(parts.next()?, SHORT)? })
}
