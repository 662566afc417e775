//! The page of progress: what became of the answers, per exam, domain and note.
//!
//! In: tables that the generator wrote, a row for each exam, domain and note; the file of all
//! questions, as the practice room reads it ([`crate::room`]); and what this browser keeps. Out:
//! figures in the tables, a chart, the history; files to save, and files put into what is kept.
//! Must not know: how answers are stored and merged (the model does), how the page looks.
//!
//! | In the page                                        | What it is                             |
//! |----------------------------------------------------|----------------------------------------|
//! | `[data-row]`                                       | a row: all, seen, known, due, wrong while certain |
//! | `data-exam`, `data-domain`, `data-topic`           | what a row is about; without them all  |
//! | `.progress-` and `kept`, `exams`, `days`, `aside`  | places that are filled                 |
//! | `.sure-chart`, `.progress-sure`                    | the chart and its table                |
//! | `a[data-due]`                                      | what is due, and where it is practised |
//! | `[data-save]`                                      | saves what is stored under that key    |
//! | `[data-file]`                                      | chooses a file to add                  |
//! | `[data-delete]`                                    | deletes everything, after a question   |

pub mod chart;
pub mod due;
mod figures;
mod file;
pub mod history;
mod words;

use studydeck_model::practice::progress::{self, History, KEY, Opened, Progress, Trouble};
use studydeck_model::practice::question::Bank;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::quiz::dom::{self, Input, closest, fill, one};
use crate::quiz::keep::{self, Problem};
use crate::room::MARK;
use file::Import;
use studydeck_page::browser;
use studydeck_page::markup::Markup;
use words::Size;

/// What the page calls this island.
pub const KIND: &str = "progress";

/// The key under which answers are stored, for the page's buttons.
pub const STORED: &str = KEY;

/// What keys of texts that were set aside begin with.
const ASIDE: &str = "studydeck.progress.aside.";

const DELETE: &str = "Delete all answers and exams? Only a file brings them back.";
const FULL: &str = "Nothing was added: the browser's storage for this site is full.";
const NO_ROOM_ASIDE: &str = "Your stored progress is damaged, and there is no room to set it aside: it stays as it is. \
     Save it as a file.";

struct Page {
    root: Element,
    bank: Bank,
}

/// Brings the page to life; `false` if the file of questions can't be read.
pub fn start(root: Element, text: &str) -> bool {
    let Ok(bank) = Bank::parse(text.split(MARK).next().unwrap_or_default()) else {
        return false;
    };
    // It lasts as long as the page of the browser, as its listeners do.
    let page: &'static Page = Box::leak(Box::new(Page { root, bank }));
    page.show();
    if let Some(tools) = one(&page.root, ".progress-tools") {
        dom::unset(&tools, "disabled");
    }
    let listen = |place: &Element, kind, task: fn(&'static Page, &Event)| {
        dom::listen(place, kind, move |event| task(page, &event));
    };
    listen(&page.root, "click", Page::clicked);
    listen(&page.root, "change", Page::chosen);
    // Answers given in another tab, or before the way back to this page.
    if let Some(window) = web_sys::window() {
        for kind in ["storage", "pageshow"] {
            listen(window.unchecked_ref(), kind, |page, _| {
                page.show();
            });
        }
    }
    true
}

/// What is kept, and what is wrong with it. What is damaged is set aside now, so that what could be
/// read of it is kept on its own.
fn opened() -> (Progress, Option<&'static str>) {
    let Ok(text) = browser::stored(KEY) else {
        return (Progress::default(), Some(Problem::Blocked.words()));
    };
    match progress::open(&text) {
        Opened::Ready(progress) => (progress, None),
        Opened::Aside { trouble: Trouble::Newer, saved, .. } => {
            (saved, Some(Problem::Store(Trouble::Newer).words()))
        }
        Opened::Aside { saved, .. } => match keep::add(&Progress::default()) {
            Err(Problem::Full) => (saved, Some(NO_ROOM_ASIDE)),
            Err(problem) => (saved, Some(problem.words())),
            // Another tab was quicker.
            Ok(()) => (saved, None),
        },
    }
}

impl Page {
    /// Shows what is kept, and says how much it is.
    fn show(&self) -> Size {
        let (progress, trouble) = opened();
        // What was said once about a store that is mended by now stays.
        if let Some(trouble) = trouble {
            self.put(".progress-trouble", trouble);
        }
        let statuses = progress.statuses(&self.bank, browser::seconds().into());
        figures::write(&self.root, &self.bank, &statuses);
        let changed = statuses.iter().filter(|status| status.changed).count();
        self.fill(".progress-kept", &kept(&progress, changed));
        let answers = progress.questions().iter().flat_map(History::entries);
        chart::write(&self.root, &progress::calibration(answers));
        let behind = browser::minutes_behind();
        for (place, rows) in [
            (".progress-exams", history::exams(&progress, &self.bank, behind)),
            (".progress-days", history::days(&progress, behind)),
        ] {
            self.fill(place, &rows);
        }
        self.show_aside();
        Size::of(&progress)
    }

    /// Offers what was set aside as files.
    fn show_aside(&self) {
        let mut out = Markup::default();
        for (at, key) in (1..).zip(browser::keys(ASIDE)) {
            if at == 1 {
                out.html("Set aside, since it is damaged: ");
            }
            out.html("<button type=\"button\" data-save=\"").text(&key).html("\">Save part ");
            out.number(at).html("</button> ");
        }
        self.fill(".progress-aside", &out);
    }

    fn clicked(&self, event: &Event) {
        if let Some(button) = closest(event, "[data-save]") {
            self.save(&dom::attribute(&button, "data-save"));
        } else if closest(event, "[data-delete]").is_some() && browser::confirms(DELETE) {
            self.delete();
        }
    }

    /// Saves what is stored under a key as a file, as it stands there.
    fn save(&self, key: &str) {
        let text = browser::stored(key).unwrap_or_default();
        if text.is_empty() {
            return self.say("There is nothing to save yet.");
        }
        let mut name = Markup::default();
        name.html(if key == KEY { "studydeck-progress-" } else { "studydeck-set-aside-" });
        words::date(&mut name, words::day(browser::seconds().into(), browser::minutes_behind()));
        self.say(match file::save(&self.root, &text, name.html(".txt").as_str()) {
            Some(()) => "Saved as a download.",
            None => "The browser refused to save a file.",
        });
    }

    /// Reads the file that was chosen.
    fn chosen(&'static self, event: &Event) {
        let Some(reader) = closest(event, "[data-file]").and_then(|control| file::chosen(&control)) else {
            return;
        };
        dom::listen(reader.clone().unchecked_ref(), "loadend", move |_| {
            match file::finished(&reader) {
                Err(words) => self.say(words),
                Ok(Import { progress, damaged }) => self.add(&progress, damaged),
            }
            // The same file can be chosen once more.
            if let Some(control) = one(&self.root, "[data-file]") {
                Input::of(&control).set_value("");
            }
        });
    }

    /// Puts what a file holds into what is kept; what is left of a damaged one after a question.
    fn add(&self, new: &Progress, damaged: bool) {
        if damaged {
            let mut words = Markup::default();
            words.html("This file is damaged. Add what can be read: ");
            Size::of(new).write(&mut words);
            if !browser::confirms(words.html("?").as_str()) {
                return self.say("Nothing was changed.");
            }
        }
        let before = self.show();
        let done = keep::add(new);
        let added = self.show().since(before);
        let mut words = Markup::default();
        match done {
            Err(Problem::Full) => words.html(FULL),
            Err(problem) => words.html(problem.words()),
            Ok(()) if added == Size::default() => words.html("All of it was here before."),
            Ok(()) => {
                added.write(words.html("Added: "));
                words.html(".")
            }
        };
        self.say(words.as_str());
    }

    fn delete(&self) {
        let done = browser::forget(KEY);
        for key in browser::keys(ASIDE) {
            let _ = browser::forget(&key);
        }
        self.put(".progress-trouble", "");
        self.show();
        self.say(match done {
            Ok(()) => "Deleted.",
            Err(_) => Problem::Blocked.words(),
        });
    }

    fn say(&self, words: &str) {
        self.put(".progress-said", words);
    }

    fn put(&self, selector: &str, words: &str) {
        if let Some(place) = one(&self.root, selector) {
            place.set_text_content(Some(words));
        }
    }

    fn fill(&self, selector: &str, markup: &Markup) {
        if let Some(place) = one(&self.root, selector) {
            fill(&place, markup.as_str());
        }
    }
}

/// How much is kept, in words; and how many of the questions were changed since they were answered.
fn kept(progress: &Progress, changed: usize) -> Markup {
    let mut out = Markup::default();
    if progress.is_empty() {
        out.html("No answer is kept yet: begin under a note or in the practice room.");
        return out;
    }
    Size::of(progress).write(out.html("This browser keeps "));
    out.html(".");
    if let Ok(changed @ 1..) = u32::try_from(changed) {
        out.html(" Changed since you answered: ");
        words::count(&mut out, changed, " question");
        out.html(", due again.");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use studydeck_model::practice::progress::Entry;
    use studydeck_model::practice::question::Version;

    #[test]
    fn what_is_kept_is_said_in_words() {
        let mut progress = Progress::default();
        assert!(kept(&progress, 0).as_str().starts_with("No answer is kept yet"));
        for at in [1, 2] {
            let version = Version(1);
            let entry = Entry {
                at,
                version,
                right: true,
                confidence: None,
                correction: false,
                seconds: 5,
                answer: "0".into(),
            };
            progress.record("a", entry);
        }
        assert_eq!(kept(&progress, 0).as_str(), "This browser keeps 2 answers.");
        let with_changed = "This browser keeps 2 answers. Changed since you answered: 1 question, due again.";
        assert_eq!(kept(&progress, 1).as_str(), with_changed);
    }

    #[test]
    fn texts_set_aside_are_found_by_their_key() {
        assert!(Opened::aside_key("x").starts_with(ASIDE));
    }
}
