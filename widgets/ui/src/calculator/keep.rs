//! What a reader takes along from a calculator: the link, the bill as text, and bills kept in this
//! browser, of which one can stand beside that of the form.
//!
//! In: buttons of this part, and the fragment of the form. Out: the part's markup, a text for the
//! clipboard, a sentence on what was done. What is stored is `studydeck_model::scenarios`.

use studydeck_model::bill::export::Format;
use studydeck_model::scenarios::{self, Refused, Saved, Scenarios, Trouble};

use studydeck_page::browser::{self, NoStorage};

use crate::markup::Markup;
use crate::shell::{Control, How, Outcome};

/// What the names of its controls begin with.
const KEEP: &str = "keep";
const NAME: &str = "keep-name";
const SAVE: &str = "keep-save";
const REPLACE: &str = "keep-replace";
const VERSUS: &str = "keep-versus";
const REMOVE: &str = "keep-remove";
const TEXT: &str = "keep-text";

const BLOCKED: &str =
    "This browser lets the page store nothing, so no bill can be kept here. The link still holds it.";
const BESIDE: &str = "Both bills stand side by side below.";
const STALE: &str = "First mend what is marked in the form.";
const FULL: &str = "The browser\u{2019}s storage for this site is full: nothing more could be kept.";

/// The part's state.
#[derive(Default)]
pub(super) struct Keep {
    scenarios: Scenarios,
    /// What stands in the field for the name.
    name: String,
    /// What stood in it when a button was pressed: the part is made anew then.
    written: String,
    /// The name of the kept bill that stands beside that of the form.
    versus: Option<String>,
    /// The bill as text, once it was asked for.
    taken: Option<String>,
    /// What was done last, or what is wrong.
    said: String,
    /// Whether there is a bill of this name already.
    exists: bool,
}

impl Keep {
    /// Reads what is stored for a calculator.
    pub(super) fn open(&mut self, calculator: &str) {
        match open(calculator) {
            Ok((scenarios, trouble)) => {
                self.scenarios = scenarios;
                self.said = trouble.map(Trouble::message).unwrap_or_default().to_owned();
            }
            Err(NoStorage) => self.said = BLOCKED.to_owned(),
        }
    }

    /// Takes a control of this part in; `None` if it is none. `fragment` is that of the form, `None`
    /// while something in it makes no sense; `text` its bill as text.
    pub(super) fn take(
        &mut self,
        how: How,
        control: &Control,
        calculator: &str,
        fragment: Option<&str>,
        text: &dyn Fn(Format) -> String,
    ) -> Option<Outcome> {
        if !control.name.starts_with(KEEP) {
            (self.taken, self.exists) = (None, false);
            return None;
        }
        if control.name == NAME {
            // What is typed stands in the field: nothing else changes.
            self.name.clone_from(&control.value);
            return Some(Outcome::Nothing);
        }
        if how != How::Click {
            return Some(Outcome::Nothing);
        }
        self.taken = None;
        self.written.clone_from(&self.name);
        let value = control.value.as_str();
        match control.name.as_str() {
            TEXT => {
                self.taken = Format::ALL.into_iter().find(|format| format.name() == value).map(text);
                self.said = "The bill as text stands below, ready to be copied.".to_owned();
            }
            VERSUS => {
                self.versus = Some(value.to_owned()).filter(|name| self.versus.as_ref() != Some(name));
                self.said = if self.versus.is_some() { BESIDE } else { "Put away." }.to_owned();
            }
            _ => self.change(calculator, &control.name, value, fragment),
        }
        Some(Outcome::Changed)
    }

    /// Changes what is stored: from what stands there now, which another tab may have changed.
    fn change(&mut self, calculator: &str, action: &str, value: &str, fragment: Option<&str>) {
        self.exists = false;
        let Some(fragment) = fragment.or((action == REMOVE).then_some("")) else {
            self.said = STALE.to_owned();
            return;
        };
        let Ok((mut now, trouble)) = open(calculator) else {
            self.said = BLOCKED.to_owned();
            return;
        };
        if let Some(trouble) = trouble.filter(|trouble| trouble.forbids_saving()) {
            self.said = trouble.message().to_owned();
            return;
        }
        let day = scenarios::day(browser::seconds().into());
        let done = match (action, day) {
            (SAVE, Some(day)) => now.add(&self.name, fragment, day),
            (REPLACE, Some(day)) => now.replace(&self.name, fragment, day),
            _ => {
                now.remove(value);
                Ok(())
            }
        };
        self.said = match done {
            Err(refused) => {
                self.exists = refused == Refused::Exists;
                refused.message()
            }
            Ok(()) if browser::store(&scenarios::key(calculator), &now.print(calculator)).is_err() => FULL,
            Ok(()) => {
                self.scenarios = now;
                if action == REMOVE { "Removed." } else { "Kept in this browser." }
            }
        }
        .to_owned();
    }

    /// The kept bill that stands beside that of the form.
    pub(super) fn versus(&self) -> Option<&Saved> {
        self.scenarios.get(self.versus.as_deref()?)
    }

    /// The bill as text, after it was asked for.
    pub(super) fn taken(&self) -> Option<&str> {
        self.taken.as_deref()
    }

    /// What was done last.
    pub(super) fn said(&self) -> &str {
        &self.said
    }

    /// Forgets what was done last, once it was announced or something else was done.
    pub(super) fn hush(&mut self) {
        self.said.clear();
    }

    /// The part. `has_bill` says whether there is one bill that can be written as text.
    pub(super) fn markup(&self, id: &str, has_bill: bool) -> Markup {
        let mut out = Markup::default();
        out.html("<section class=\"calc-keep\" aria-label=\"Share and keep\"><p class=\"calc-share\">");
        // The address holds the form; `static/islands.js` copies it.
        out.html("<button type=\"button\" data-copy>Copy link</button> <span aria-live=\"polite\"></span> ");
        for format in Format::ALL.into_iter().filter(|_| has_bill) {
            button(&mut out, TEXT, format.name(), "Copy as ", format.title());
        }
        out.html("</p>");
        if let Some(taken) = &self.taken {
            out.html("<label class=\"cmp-taken\">Copied, where the browser allows it. The text itself:<textarea readonly rows=\"6\">\n");
            out.text(taken).html("</textarea></label>");
        }
        out.html("<p class=\"calc-share\"><label for=\"").text(id).html("-keep-name\">Name</label> ");
        out.html("<input class=\"field-input\" type=\"text\" autocomplete=\"off\" maxlength=\"60\" id=\"")
            .text(id);
        out.html("-keep-name\" name=\"keep-name\" value=\"").text(&self.written).html("\"> ");
        button(&mut out, SAVE, "", "Keep in this browser", "");
        if self.exists {
            button(&mut out, REPLACE, "", "Replace it", "");
        }
        out.html("</p><p class=\"calc-note\">").text(&self.said).html("</p>");
        let saved = self.scenarios.as_slice();
        if !saved.is_empty() {
            out.html("<ul class=\"calc-kept\">");
            for Saved { name, fragment, day } in saved {
                out.html("<li><a href=\"#").text(fragment).html("\">").text(name).html("</a>, ");
                out.text(&day.display()).html(" ");
                if has_bill {
                    let words = if self.versus.as_ref() == Some(name) { "Put away " } else { "Compare " };
                    button(&mut out, VERSUS, name, words, name);
                }
                button(&mut out, REMOVE, name, "Remove ", name);
                out.html("</li>");
            }
            out.html("</ul>");
        }
        out.html("</section>");
        out
    }
}

/// What is stored, and what is wrong with it; a text that is damaged or somebody else's is put
/// aside before anything can overwrite it.
fn open(calculator: &str) -> Result<(Scenarios, Option<Trouble>), NoStorage> {
    let stored = browser::stored(&scenarios::key(calculator))?;
    let opened = scenarios::open(calculator, &stored);
    if opened.trouble.is_some_and(|trouble| !trouble.forbids_saving()) {
        browser::store(&scenarios::aside_key(calculator, &stored), &stored)?;
    }
    Ok((opened.scenarios, opened.trouble))
}

fn button(out: &mut Markup, name: &'static str, value: &str, words: &'static str, rest: &str) {
    out.html("<button type=\"button\" name=\"").html(name).html("\" value=\"").text(value).html("\">");
    out.html(words).text(rest).html("</button> ");
}
