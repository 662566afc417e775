//! Scenarios: bills that the reader keeps in the browser under a name.
//!
//! ```text
//! studydeck-scenarios-lambda-cost 1
//! s 2026-11-22 Black%20;Friday v=1&region=us-east-1&requests=3000000
//! . 8b1c33de
//! ```
//!
//! In: what is stored, what the reader adds or removes. Out: the list, the text to store, and what
//! is wrong with either, in words. Must not know: where it is stored, what a fragment means.
//!
//! Each calculator has a text of its own, under a key of its own. **Where [`Opened::trouble`] says
//! so, the text must be stored under [`aside_key`] before anything is written under [`key`].**

use crate::practice::text;
use crate::price::AsOf;

/// Scenarios that are kept at most.
pub const MOST: usize = 20;
/// Characters that a name can have.
pub const LONGEST_NAME: usize = 60;

const VERSION: u32 = 1;
const SECONDS_OF_DAY: u64 = 86_400;

/// One scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What the reader calls it.
    pub name: String,
    /// The state of the calculator, as its address fragment.
    pub fragment: String,
    /// The day on which it was saved.
    pub day: AsOf,
}

/// The scenarios of one calculator, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenarios(Vec<Saved>);

/// Why a scenario is not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The name is empty.
    NoName,
    /// The name has more than [`LONGEST_NAME`] characters.
    LongName,
    /// There is one of this name.
    Exists,
    /// There are [`MOST`] of them.
    Full,
}

impl Refused {
    /// A sentence for the reader, that says what to do.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::NoName => "Give it a name.",
            Self::LongName => "Choose a shorter name: 60 characters at most.",
            Self::Exists => "There is one of this name. Replace it, or choose another name.",
            Self::Full => "20 scenarios are saved, and there is room for no more. Remove one first.",
        }
    }
}

/// Why a stored text can't be used as it is.
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
    /// A sentence for the reader, that says what became of the text and what to do.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Newer => {
                "What you kept was saved by a later version of this page. It stays as it is; \
                 reload the page to get that version."
            }
            Self::Damaged => {
                "What you kept is damaged. What could be read stands in the list; the damaged text \
                 is kept aside."
            }
            Self::Foreign => {
                "Something else is stored in the place of what you kept. It is kept aside; the list \
                 begins anew."
            }
        }
    }

    /// Whether nothing may be saved, because it would hide what a later version wrote.
    #[must_use]
    pub const fn forbids_saving(self) -> bool {
        matches!(self, Self::Newer)
    }
}

/// What became of a stored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What could be read of it.
    pub scenarios: Scenarios,
    /// Why it must be kept aside; `None` if it is whole.
    pub trouble: Option<Trouble>,
}

/// The key under which a browser stores the scenarios of a calculator, such as `lambda-cost`.
#[must_use]
pub fn key(calculator: &str) -> String {
    ["studydeck.scenarios.", calculator].concat()
}

/// The key under which a text that must be kept aside is stored: its own for each text, so that a
/// second one does not overwrite the first.
#[must_use]
pub fn aside_key(calculator: &str, stored: &str) -> String {
    let mut key = [&key(calculator), ".aside."].concat();
    text::push_hex(&mut key, text::hash(stored).short());
    key
}

/// Opens what is stored for a calculator. An empty text is an empty list.
#[must_use]
pub fn open(calculator: &str, stored: &str) -> Opened {
    let mut scenarios = Scenarios::default();
    if stored.trim().is_empty() {
        return Opened { scenarios, trouble: None };
    }
    let trouble = match text::open(stored, &kind(calculator)) {
        None | Some(text::Opened { version: 0, .. }) => Some(Trouble::Foreign),
        Some(text::Opened { version, .. }) if version > VERSION => Some(Trouble::Newer),
        Some(opened) => {
            let mut whole = opened.whole;
            for line in opened.body.lines() {
                whole &= scenarios.read(line).is_some();
            }
            (!whole).then_some(Trouble::Damaged)
        }
    };
    Opened { scenarios, trouble }
}

fn kind(calculator: &str) -> String {
    ["scenarios-", calculator].concat()
}

impl Scenarios {
    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Saved] {
        &self.0
    }

    /// The scenario of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Saved> {
        self.0.iter().find(|saved| saved.name == name.trim())
    }

    /// Adds one.
    ///
    /// # Errors
    /// Why it is not added; `Exists` is answered by [`Scenarios::replace`].
    pub fn add(&mut self, name: &str, fragment: &str, day: AsOf) -> Result<(), Refused> {
        if self.get(name).is_some() { Err(Refused::Exists) } else { self.replace(name, fragment, day) }
    }

    /// Adds one, in the place of that with the same name if there is one.
    ///
    /// # Errors
    /// Why it is not saved.
    pub fn replace(&mut self, name: &str, fragment: &str, day: AsOf) -> Result<(), Refused> {
        let name = name.trim();
        match name.chars().count() {
            0 => return Err(Refused::NoName),
            1..=LONGEST_NAME => {}
            _ => return Err(Refused::LongName),
        }
        // A fragment of ours is one line; of any other text what would break the line is left out.
        let fragment: String = fragment.chars().filter(|c| !c.is_control()).collect();
        let saved = Saved { name: name.to_owned(), fragment: fragment.trim().to_owned(), day };
        let full = self.0.len() >= MOST;
        match self.0.iter_mut().find(|old| old.name == name) {
            Some(old) => *old = saved,
            None if full => return Err(Refused::Full),
            None => self.0.push(saved),
        }
        Ok(())
    }

    /// Removes the one of that name, and says whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|saved| saved.name != name.trim());
        self.0.len() < before
    }

    /// Writes the text to store for a calculator.
    #[must_use]
    pub fn print(&self, calculator: &str) -> String {
        let mut out = text::begin(&kind(calculator), VERSION);
        for Saved { name, fragment, day } in &self.0 {
            text::push_words(&mut out, &["s ", day.as_str(), " "]);
            text::push_escaped(&mut out, name);
            text::push_words(&mut out, &[" ", fragment, "\n"]);
        }
        text::seal(out)
    }

    /// Adds what a line says; `None` if that makes no sense.
    fn read(&mut self, line: &str) -> Option<()> {
        let mut words = line.strip_prefix("s ")?.splitn(3, ' ');
        let day = AsOf::parse(words.next()?)?;
        let name = text::unescape(words.next()?)?;
        self.add(&name, words.next()?, day).ok()
    }
}

/// The day of a moment, given in seconds since 1970, in UTC; `None` before the year 2000 and after 2999.
#[must_use]
pub fn day(seconds: u64) -> Option<AsOf> {
    let mut left = seconds.div_euclid(SECONDS_OF_DAY);
    for year in 1970_u64..3000 {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let february = if leap { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1_u64..).zip(lengths) {
            let Some(rest) = left.checked_sub(length) else {
                let day = left.saturating_add(1);
                return AsOf::parse(&format!("{year}-{month:02}-{day:02}"));
            };
            left = rest;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KIND: &str = "lambda-cost";

    fn today() -> AsOf {
        AsOf::parse("2026-11-22").unwrap()
    }

    fn two() -> Scenarios {
        let mut list = Scenarios::default();
        list.add(" Black Friday ", "v=1&requests=3000000", today()).unwrap();
        list.add("\u{e4} %;", "v=1&a=b c", today()).unwrap();
        list
    }

    #[test]
    fn the_text_of_version_1() {
        let text = two().print(KIND);
        assert_eq!(
            text,
            "studydeck-scenarios-lambda-cost 1\n\
             s 2026-11-22 Black%20;Friday v=1&requests=3000000\n\
             s 2026-11-22 %e4;%20;%25;%3b; v=1&a=b c\n\
             . e6b85abd\n"
        );
        let opened = Opened { scenarios: two(), trouble: None };
        assert_eq!(open(KIND, &text), opened);
        assert_eq!(open(KIND, &text.replace('\n', "\r\n")), opened);
        assert_eq!(open(KIND, " \n"), Opened { scenarios: Scenarios::default(), trouble: None });
        assert_eq!(key(KIND), "studydeck.scenarios.lambda-cost");
    }

    #[test]
    fn names_are_taken_once_and_are_not_too_long() {
        let mut list = two();
        assert_eq!(list.add("  ", "v=1", today()), Err(Refused::NoName));
        assert_eq!(list.add(&"\u{fc}".repeat(61), "v=1", today()), Err(Refused::LongName));
        assert_eq!(list.add(&"\u{fc}".repeat(60), "v=1", today()), Ok(()));
        assert_eq!(list.add("Black Friday", "v=1", today()), Err(Refused::Exists));
        assert_eq!(list.get("Black Friday").unwrap().fragment, "v=1&requests=3000000");
        assert_eq!(list.replace("Black Friday ", "v=1", today()), Ok(()));
        assert_eq!((list.as_slice()[0].fragment.as_str(), list.as_slice().len()), ("v=1", 3));
        assert!(list.remove("Black Friday") && !list.remove("Black Friday"));
        assert_eq!(list.as_slice().len(), 2);
        for said in [Refused::NoName, Refused::LongName, Refused::Exists, Refused::Full] {
            assert!(said.message().ends_with('.'));
        }
        assert!(Refused::LongName.message().contains(&LONGEST_NAME.to_string()));
        assert!(Refused::Full.message().contains(&MOST.to_string()));
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut list = Scenarios::default();
        for number in 0..MOST {
            list.add(&number.to_string(), "v=1", today()).unwrap();
        }
        assert_eq!(list.add("more", "v=1", today()), Err(Refused::Full));
        assert_eq!(list.replace("7", "v=1&x=y", today()), Ok(()), "what is there can still be replaced");
        let text = list.print(KIND);
        assert_eq!(open(KIND, &text).scenarios, list);
        let more = text::begin(&kind(KIND), VERSION) + &"s 2026 n v=1\n".repeat(2);
        assert_eq!(open(KIND, &text::seal(more)).trouble, Some(Trouble::Damaged), "a name twice");
    }

    #[test]
    fn damaged_newer_and_foreign_texts_are_told_apart() {
        let text = two().print(KIND);
        let trouble = |text: &str| open(KIND, text).trouble;
        for (damaged, kept) in [
            (text.replace("3000000", "3000001"), 2),
            (text.replace("Black%20;", "Black%20"), 1),
            (text.replace("s 2026-11-22 B", "s 2026-13-22 B"), 1),
            (text[..text.find("s 2026-11-22 %").unwrap()].to_owned(), 1),
            (text.replace("\n. ", "\nx\n. "), 2),
        ] {
            let opened = open(KIND, &damaged);
            assert_eq!(opened.trouble, Some(Trouble::Damaged), "{damaged}");
            assert_eq!(opened.scenarios.as_slice().len(), kept, "{damaged}");
        }
        let newer = text::seal(text::begin(&kind(KIND), 2) + "something new\n");
        assert_eq!(trouble(&newer), Some(Trouble::Newer));
        assert!(Trouble::Newer.forbids_saving() && !Trouble::Damaged.forbids_saving());
        assert_eq!(trouble("studydeck-scenarios-lambda-cost 99\ncut"), Some(Trouble::Newer));
        for foreign in ["{}", "studydeck-scenarios-lambda-cost 0\n", "studydeck-progress 1\n", "x"] {
            assert_eq!(trouble(foreign), Some(Trouble::Foreign), "{foreign}");
        }
        assert_eq!(trouble(&two().print("fargate-cost")), Some(Trouble::Foreign));
        assert_ne!(aside_key(KIND, &text), aside_key(KIND, &newer));
        assert!(aside_key(KIND, &text).starts_with("studydeck.scenarios.lambda-cost.aside."));
    }

    #[test]
    fn days_of_the_calendar() {
        for (days, text) in [
            (10_957, "2000-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(day(days * SECONDS_OF_DAY + 86_399).unwrap().as_str(), text);
        }
        assert_eq!((day(0), day(u64::MAX)), (None, None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn texts_round_trip(entries in proptest::collection::vec((".{0,70}", ".{0,80}", 946_684_800..4_000_000_000_u64), 0..25)) {
            let mut list = Scenarios::default();
            for (name, fragment, seconds) in entries {
                let before = list.clone();
                match list.add(&name, &fragment, day(seconds).unwrap()) {
                    Ok(()) => prop_assert_eq!(list.as_slice().len(), before.as_slice().len() + 1),
                    Err(_) => prop_assert_eq!(&list, &before),
                }
            }
            let text = list.print(KIND);
            prop_assert_eq!(open(KIND, &text), Opened { scenarios: list, trouble: None });
        }

        #[test]
        fn any_cut_is_noticed(at in 1_usize..200) {
            let text = two().print(KIND);
            let cut = text.get(..at.min(text.len() - 2)).unwrap();
            prop_assert!(open(KIND, cut).trouble.is_some(), "{}", cut);
        }

        #[test]
        fn nothing_makes_it_panic(body in "(s [0-9-]{0,10} [a-z%;0-9]{0,10} [a-z=&]{0,10}\n){0,4}", any in "\\PC{0,60}") {
            let sealed = text::seal(text::begin(&kind(KIND), VERSION) + &body);
            let opened = (open(KIND, &sealed), open(KIND, &any), open(KIND, &body));
            prop_assert!(opened.0.scenarios.as_slice().len() <= MOST);
            let mut list = Scenarios::default();
            let _ = (list.add(&any, &body, today()), list.remove(&any));
        }
    }
}
