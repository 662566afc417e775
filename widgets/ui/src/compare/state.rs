//! What comparer and chooser remember while they are used: a pure state machine.
//!
//! In: controls that the reader used, or a fragment. Out: what is shown, the fragment, a sentence
//! for screen readers. Must not know: Yew, the browser.

use studydeck_model::compare::{Pairs, Table, View, csv, encode, judge, markdown};
use studydeck_model::number::{self, Kind};

use super::answer;
use crate::shell::Control;

/// Which of the two it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// The comparer.
    Compare(View),
    /// The chooser.
    Choose(Asked),
}

/// What the chooser was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asked {
    /// Positions of the ticked needs, sorted.
    pub ticked: Vec<usize>,
    /// The texts of the load's fields.
    pub load: [String; 3],
}

/// The load's fields: key, what is asked for, how it is read.
pub(super) const LOAD: [(&str, &str, Kind); 3] = [
    ("requests", "Requests a month", Kind::Count),
    ("duration_ms", "Average duration (ms)", Kind::Milliseconds),
    ("memory_mb", "Memory (MB)", Kind::Megabytes),
];

impl Asked {
    /// Brings the ticked needs into the order of the table.
    fn tidy(&mut self, table: &Table) {
        self.ticked = (0..table.needs.len()).filter(|need| self.ticked.contains(need)).collect();
    }

    /// The load as the calculators read it: `&requests=3000000`; fields that are empty or make no
    /// sense are left out.
    pub(super) fn load_fragment(&self) -> String {
        let mut out = String::new();
        for ((key, _, kind), text) in LOAD.iter().zip(&self.load) {
            if let Ok(value) = number::parse(text, *kind) {
                for part in ["&", key, "=", &value.to_string()] {
                    out.push_str(part);
                }
            }
        }
        out
    }

    /// What to say about the text of a field that is no number.
    pub(super) fn mistake(&self, at: usize) -> Option<String> {
        let (_, label, kind) = LOAD.get(at).filter(|_| self.is_wrong(at))?;
        let such = match kind {
            Kind::Count => "3000000 or 3M",
            Kind::Milliseconds => "150 or 1.5 s",
            _ => "512 or 1.5 GB",
        };
        Some([label, ": not a number. Allowed is ", such, "."].concat())
    }

    /// Whether the text of a field is no number.
    pub(super) fn is_wrong(&self, at: usize) -> bool {
        match (LOAD.get(at), self.load.get(at)) {
            (Some((.., kind)), Some(text)) => !text.is_empty() && number::parse(text, *kind).is_err(),
            _ => false,
        }
    }
}

/// The state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// What is shown.
    pub shape: Shape,
    notices: Vec<String>,
    /// The table as text, once it was asked for.
    taken: Option<String>,
    /// The name of the control that must have the focus now.
    focus: Option<String>,
}

impl State {
    /// The state that the widget opens with.
    pub(crate) fn new(table: &Table, choose: bool, start: &str) -> Self {
        let shape = if choose { Shape::Choose(Asked::default()) } else { Shape::Compare(View::default()) };
        let mut state = Self { shape, notices: Vec::new(), taken: None, focus: None };
        state.read(table, start);
        if let Shape::Compare(view) = &mut state.shape
            && view.options.is_empty()
        {
            view.options.push(0);
        }
        state
    }

    pub(super) fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The table as text to take along, after the reader asked for it.
    pub(super) fn taken(&self) -> Option<&str> {
        self.taken.as_deref()
    }

    /// The name of the control that must have the focus after the last change.
    pub(super) fn focus(&self) -> Option<&str> {
        self.focus.as_deref()
    }

    /// Takes a fragment in; what it leaves out is as in `start`. `false` if it is not about this.
    pub(super) fn load(&mut self, table: &Table, start: &str, fragment: &str) -> bool {
        let mut fresh = Self::new(table, matches!(self.shape, Shape::Choose(_)), start);
        let is_meant = fresh.read(table, fragment);
        if is_meant {
            *self = fresh;
        }
        is_meant
    }

    fn read(&mut self, table: &Table, fragment: &str) -> bool {
        match &mut self.shape {
            Shape::Compare(view) => {
                let Some((read, problems)) = view.read(fragment, table) else { return false };
                (*view, self.notices) = (read, problems);
            }
            Shape::Choose(asked) => {
                let Some(pairs) = Pairs::of(fragment) else { return false };
                *asked = Asked::default();
                for (key, value) in pairs {
                    let field = LOAD.iter().zip(&mut asked.load).find(|((name, ..), _)| *name == key);
                    match (field, &*key) {
                        (Some((_, text)), _) => *text = value,
                        (None, "needs") => {
                            for name in value.split(',').filter(|name| !name.is_empty()) {
                                match table.need(name) {
                                    Some(need) if asked.ticked.contains(&need) => {}
                                    Some(need) => asked.ticked.push(need),
                                    None => self.notices.push(unknown(name)),
                                }
                            }
                        }
                        (None, "v") if value == "1" => {}
                        _ => self.notices.push(unknown(&key)),
                    }
                }
                asked.tidy(table);
            }
        }
        true
    }

    /// Takes a control in; `false` if it changes nothing.
    pub(super) fn apply(&mut self, table: &Table, control: &Control) -> bool {
        // Radio buttons share a name; their value tells them apart.
        let name = if control.kind == "radio" { &control.value } else { &control.name };
        let (name, place) = name.rsplit_once('-').unwrap_or((name, ""));
        let place = place.parse::<usize>().ok();
        let is_click = control.kind == "button";
        let mut taken = None;
        let mut focus = None;
        let done = match (&mut self.shape, name, place) {
            (Shape::Compare(view), "option", Some(option)) => {
                let shown = view.options.contains(&option);
                shown != control.checked && option < table.options.len() && view.toggle(option)
            }
            (Shape::Compare(view), "earlier", Some(place)) if is_click => {
                let to = place.saturating_sub(1).max(1);
                focus = Some(["earlier-", &to.to_string()].concat());
                view.earlier(place)
            }
            (Shape::Compare(view), "find", _) => set(&mut view.find, &control.value),
            (Shape::Compare(view), "exam", Some(place)) if control.checked => {
                super::form::exam(place).is_some_and(|exam| set(&mut view.exam, &exam.to_owned()))
            }
            (Shape::Compare(view), "diff", _) => set(&mut view.diff, &control.checked),
            (Shape::Compare(view), "rows", _) if is_click => set(&mut view.rows, &Vec::new()),
            (Shape::Compare(view), "markdown", _) if is_click => {
                taken = Some(markdown(table, view));
                true
            }
            (Shape::Compare(view), "csv", _) if is_click => {
                taken = Some(csv(table, view));
                true
            }
            (Shape::Choose(asked), "need", Some(need)) if need < table.needs.len() => {
                let before = asked.ticked.len();
                asked.ticked.retain(|&other| other != need);
                if control.checked {
                    asked.ticked.push(need);
                    asked.tidy(table);
                }
                before != asked.ticked.len()
            }
            (Shape::Choose(asked), "clear", _) if is_click => set(&mut asked.ticked, &Vec::new()),
            (Shape::Choose(asked), ..) => {
                let field = LOAD.iter().zip(&mut asked.load).find(|((name, ..), _)| *name == control.name);
                field.is_some_and(|(_, text)| set(text, &control.value))
            }
            _ => false,
        };
        if done {
            (self.taken, self.focus) = (taken, focus);
            self.notices.clear();
        }
        done
    }

    /// The fragment, without `#`.
    pub(super) fn print(&self, table: &Table) -> String {
        match &self.shape {
            Shape::Compare(view) => view.print(table),
            Shape::Choose(asked) => {
                let needs = asked.ticked.iter().filter_map(|&need| table.needs.get(need));
                let ids: Vec<&str> = needs.map(|need| need.id.as_str()).collect();
                let mut out = ["needs=", &ids.join(",")].concat();
                for ((key, ..), text) in LOAD.iter().zip(&asked.load).filter(|(_, text)| !text.is_empty()) {
                    for part in ["&", key, "=", &encode(text)] {
                        out.push_str(part);
                    }
                }
                out
            }
        }
    }

    /// What a screen reader hears.
    pub(super) fn summary(&self, table: &Table) -> String {
        match &self.shape {
            _ if self.taken.is_some() => "The table as text stands below it, ready to be copied.".to_owned(),
            Shape::Compare(view) => {
                let names: Vec<&str> = view.options.iter().map(|&option| table.name(option)).collect();
                [&count(table, view), ": ", &names.join(", ")].concat()
            }
            Shape::Choose(asked) => {
                if let Some(mistake) = (0..LOAD.len()).find_map(|at| asked.mistake(at)) {
                    return mistake;
                }
                let verdict = judge(&table.needs, table.options.len(), &asked.ticked);
                answer::sentence(table, asked, &verdict.winners)
            }
        }
    }
}

/// `12 of 33 rows`.
pub(super) fn count(table: &Table, view: &View) -> String {
    let (shown, all) = (view.shown(table).len().to_string(), table.rows.len().to_string());
    if shown == all { [&*all, " rows"].concat() } else { [&*shown, " of ", &all, " rows"].concat() }
}

fn set<T: PartialEq + Clone>(place: &mut T, value: &T) -> bool {
    let changes = place != value;
    if changes {
        value.clone_into(place);
    }
    changes
}

fn unknown(name: &str) -> String {
    let name: String = name.chars().take(40).collect();
    ["The link names \u{201c}", &name, "\u{201d}, which this page does not know."].concat()
}

#[cfg(test)]
mod tests;
