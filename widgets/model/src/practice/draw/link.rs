//! The address fragment of an exam: `#exam=saa&n=20&seed=4711&bank=1f0c2a9b8b1c33de`.
//!
//! In: a fragment, and the bank. Out: the exam, or what is wrong; nothing is guessed.
//! Must not know: the browser.
//!
//! Version 1. A fragment may say so (`v=1`); another version is not read at all. Extra time is
//! the reader's own and is in no link.

use super::{Drift, Fingerprint};
use crate::practice::question::Bank;
use crate::practice::text;

/// The most questions that an exam can have.
pub const MOST_QUESTIONS: u16 = 200;

/// An exam that can be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamLink {
    /// The exam's place in the bank.
    pub exam: u8,
    /// How many questions.
    pub n: u16,
    /// The seed.
    pub seed: u64,
    /// The bank's fingerprint when the link was made, if it says so.
    pub bank: Option<Fingerprint>,
}

/// A key of the fragment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkField {
    /// `exam`: the exam's name.
    Exam,
    /// `n`: how many questions.
    Number,
    /// `seed`: a number.
    Seed,
    /// `bank`: sixteen digits.
    Bank,
}

/// What is wrong with a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It was made by a later version of the page.
    Version,
    /// A key whose value is missing, stands there twice or makes no sense.
    Value(LinkField, String),
    /// A key that nobody knows.
    Unknown(String),
}

impl LinkError {
    /// A sentence for the reader.
    #[must_use]
    pub fn message(&self) -> String {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        let (before, value, after) = match self {
            Self::Version => ("The link was made by a later version of this page.", String::new(), ""),
            Self::Unknown(key) => {
                ("The link says \u{201c}", short(key), "\u{201d}, which this page does not know.")
            }
            Self::Value(LinkField::Exam, value) => {
                ("The link asks for the exam \u{201c}", short(value), "\u{201d}, which is not one of ours.")
            }
            Self::Value(LinkField::Number, value) => {
                ("The link asks for \u{201c}", short(value), "\u{201d} questions; it can be 1 to 200.")
            }
            Self::Value(LinkField::Seed, value) => {
                ("The link has the seed \u{201c}", short(value), "\u{201d}, which is no number.")
            }
            Self::Value(LinkField::Bank, value) => (
                "The link names the question bank \u{201c}",
                short(value),
                "\u{201d}, which can\u{2019}t be read.",
            ),
        };
        [before, &value, after].concat()
    }
}

impl ExamLink {
    /// The link to an exam drawn from today's bank.
    #[must_use]
    pub fn new(bank: &Bank, exam: u8, n: u16, seed: u64) -> Self {
        Self { exam, n, seed, bank: Some(Fingerprint::of_exam(bank, exam)) }
    }

    /// Writes the fragment, without `#`.
    #[must_use]
    pub fn print(&self, bank: &Bank) -> String {
        let mut out = String::from("exam=");
        out.push_str(bank.exam(self.exam).map_or("", |exam| &exam.name));
        out.push_str("&n=");
        text::push_number(&mut out, self.n.into(), 10);
        out.push_str("&seed=");
        text::push_number(&mut out, self.seed, 10);
        if let Some(fingerprint) = self.bank {
            out.push_str("&bank=");
            out.push_str(&fingerprint.print());
        }
        out
    }

    /// Reads a fragment, with or without its `#`. `None` if it is not about an exam.
    #[must_use]
    pub fn parse(fragment: &str, bank: &Bank) -> Option<Result<Self, LinkError>> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let ours = fragment.split('&').any(|pair| pair.starts_with("exam="));
        ours.then(|| read(fragment, bank))
    }

    /// How the bank has changed since; [`Drift::Same`] if the link does not say what it was.
    #[must_use]
    pub fn drift(&self, bank: &Bank) -> Drift {
        self.bank.map_or(Drift::Same, |then| then.drift(Fingerprint::of_exam(bank, self.exam)))
    }
}

fn read(fragment: &str, bank: &Bank) -> Result<ExamLink, LinkError> {
    let (mut exam, mut n, mut seed, mut fingerprint) = (None, None, None, None);
    for pair in fragment.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let field = match key {
            "exam" => LinkField::Exam,
            "n" => LinkField::Number,
            "seed" => LinkField::Seed,
            "bank" => LinkField::Bank,
            "v" if value == "1" => continue,
            "v" => return Err(LinkError::Version),
            _ => return Err(LinkError::Unknown(key.to_owned())),
        };
        let fits = match field {
            LinkField::Exam => fill(&mut exam, bank.find_exam(value)),
            LinkField::Number => {
                fill(&mut n, text::small(value, 10).filter(|n| (1..=MOST_QUESTIONS).contains(n)))
            }
            LinkField::Seed => fill(&mut seed, text::number(value, 10)),
            LinkField::Bank => fill(&mut fingerprint, Fingerprint::parse(value)),
        };
        if !fits {
            return Err(LinkError::Value(field, value.to_owned()));
        }
    }
    let missing = |field| LinkError::Value(field, String::new());
    Ok(ExamLink {
        exam: exam.ok_or(missing(LinkField::Exam))?,
        n: n.ok_or(missing(LinkField::Number))?,
        seed: seed.ok_or(missing(LinkField::Seed))?,
        bank: fingerprint,
    })
}

/// Puts a value into an empty place. False if there is none, or no room.
fn fill<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let fits = place.is_none() && value.is_some();
    if fits {
        *place = value;
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::draw::sample;

    #[test]
    fn links_round_trip() {
        let bank = sample::bank(30);
        let link = ExamLink::new(&bank, 1, 20, 4_711);
        let text = link.print(&bank);
        assert_eq!(text, format!("exam=two&n=20&seed=4711&bank={}", link.bank.unwrap().print()));
        assert_eq!(ExamLink::parse(&format!("#v=1&{text}"), &bank), Some(Ok(link.clone())));
        assert_eq!(ExamLink { bank: None, ..link }.print(&bank), "exam=two&n=20&seed=4711");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let bank = sample::bank(30);
        let error = |text: &str| ExamLink::parse(text, &bank).unwrap().unwrap_err();
        let value = |field, value: &str| LinkError::Value(field, value.into());
        assert_eq!(error("exam=saa&n=1&seed=1"), value(LinkField::Exam, "saa"));
        assert_eq!(error("exam=one&n=0&seed=1"), value(LinkField::Number, "0"));
        assert_eq!(error("exam=one&n=201&seed=1"), value(LinkField::Number, "201"));
        assert_eq!(error("exam=one&n=1&seed=-1"), value(LinkField::Seed, "-1"));
        assert_eq!(error("exam=one&n=1&n=2&seed=1"), value(LinkField::Number, "2"));
        assert_eq!(error("exam=one&n=1"), value(LinkField::Seed, ""));
        assert_eq!(error("exam=one&n=1&seed=1&bank=12"), value(LinkField::Bank, "12"));
        assert_eq!(error("exam=one&n=1&seed=1&x=2"), LinkError::Unknown("x".into()));
        assert_eq!(error("exam=one&n=1&seed=1&v=2"), LinkError::Version);
        for fragment in ["", "#top", "#requests=3&v=1"] {
            assert_eq!(ExamLink::parse(fragment, &bank), None);
        }
        let message = value(LinkField::Number, "0").message();
        assert_eq!(message, "The link asks for \u{201c}0\u{201d} questions; it can be 1 to 200.");
    }
}
