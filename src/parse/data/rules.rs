//! The rules of the chooser: what a requirement does to the compute options.
//!
//! In: `rules.toml` and the options. Out: the needs in the order of their
//! file, each effect tied to a cell. Whether the rules make sense as a whole
//! is `studydeck_model::compare::check`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use studydeck_model::compare::{ANY, Effect, Need, check};

use super::{Candidate, Comparison, rows_in_order};
use crate::diag::{Code, Diagnostic, nearest};
use crate::source::TextFile;

/// The id of what counts without being ticked.
const ALWAYS: &str = "always";

/// What an option loses where others are put out by a row on which nobody has found a source for
/// it: enough that an option which surely meets the requirement comes before it.
const DOUBT: i32 = -3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    words: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    out: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    weigh: BTreeMap<String, BTreeMap<String, i32>>,
    #[serde(default)]
    only: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

pub(super) fn read(file: &TextFile, comparison: &Comparison, diagnostics: &mut Vec<Diagnostic>) -> Vec<Need> {
    let before = diagnostics.len();
    let (mut needs, mut places) = (Vec::new(), Vec::new());
    for (id, raw, range) in rows_in_order::<Raw>(file, diagnostics) {
        let mut reader = Reader { file, comparison, range: range.clone(), diagnostics };
        if (id == ALWAYS) != raw.group.is_empty() {
            let help = format!("every requirement but `[{ALWAYS}]` has a `group`");
            reader.error(Code::BadValue, format!("`{id}`: the group is wrong"), Some(help));
        }
        let effects = reader.effects(&id, &raw);
        needs.push(Need { id, words: raw.words, group: raw.group, effects });
        places.push(range);
    }
    // A rule with a mistake would only bring more of them.
    if diagnostics.len() == before {
        let names: Vec<&str> = comparison.compute_options().map(|option| option.id.as_str()).collect();
        for (at, message) in check(&needs, &names) {
            let of = at.and_then(|at| needs.get(at)).map(|need| format!("`{}`: ", need.id));
            let problem = Diagnostic::error(Code::BrokenData, format!("{}{message}", of.unwrap_or_default()));
            let range = at.and_then(|at| places.get(at).cloned()).unwrap_or(0..0);
            diagnostics.push(problem.at(&file.path, range).help("change the rules that name it"));
        }
    }
    needs
}

struct Reader<'a, 'd> {
    file: &'a TextFile,
    comparison: &'a Comparison,
    range: Range<usize>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn error(&mut self, code: Code, message: String, help: Option<String>) {
        let problem = Diagnostic::error(code, message).at(&self.file.path, self.range.clone());
        self.diagnostics.push(problem.help_opt(help));
    }

    /// What a need does to every option.
    fn effects(&mut self, need: &str, raw: &Raw) -> Vec<Effect> {
        let out = raw.out.iter().flat_map(|(row, options)| options.iter().map(move |o| (row, o, None)));
        let weigh = raw.weigh.iter().flat_map(|(row, all)| all.iter().map(move |(o, p)| (row, o, Some(*p))));
        let effects =
            out.chain(weigh).filter_map(|(row, option, points)| self.effect(need, row, option, points));
        let mut effects: Vec<Effect> = effects.collect();
        let only = raw.only.iter().flat_map(|(row, all)| all.iter().map(move |(o, names)| (row, o, names)));
        for (row, option, names) in only {
            let Some(found) = self.effect(need, row, option, Some(0)) else { continue };
            let setups = self.setups(need, found.option, names);
            // One line says both where the cell also gives points.
            match effects.iter_mut().find(|other| (other.option, other.row) == (found.option, found.row)) {
                Some(other) => other.setups = setups,
                None => effects.push(Effect { setups, ..found }),
            }
        }
        for row in raw.out.keys() {
            self.doubts(row, &mut effects);
        }
        // What puts an option out outweighs what it would have gained.
        effects.sort_by_key(|effect| (effect.option, effect.points.is_some()));
        effects
    }

    /// The bits of some of an option's set-ups.
    fn setups(&mut self, need: &str, option: usize, names: &[String]) -> u32 {
        let Some(candidate) = self.comparison.compute_options().nth(option) else { return ANY };
        let mut bits = 0;
        for name in names {
            let at = candidate.setups.iter().position(|known| known == name);
            // One bit stays free: all of them together mean any.
            match at.and_then(|at| u32::try_from(at).ok()).filter(|at| *at < u32::BITS - 1) {
                Some(at) => bits |= 1 << at,
                None => {
                    let near = nearest(name, candidate.setups.iter().map(String::as_str));
                    let help = near.map_or_else(
                        || format!("name it in `setups` of `{}`", candidate.file),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let message = format!("`{need}`: `{}` has no set-up `{name}`", candidate.id);
                    self.error(Code::UnknownName, message, Some(help));
                }
            }
        }
        bits
    }

    /// Takes points from each option that a row might put out, if only its cell had a source.
    fn doubts(&self, row: &str, effects: &mut Vec<Effect>) {
        let Some(at) = self.comparison.compute_rows().position(|(id, _)| id == row) else { return };
        for (option, candidate) in self.comparison.compute_options().enumerate() {
            let is_open = candidate.cells.get(row).is_some_and(|cell| cell.unverified);
            if is_open && effects.iter().all(|effect| effect.option != option) {
                effects.push(Effect { option, row: at, points: Some(DOUBT), setups: ANY });
            }
        }
    }

    fn effect(&mut self, need: &str, row: &str, option: &str, points: Option<i32>) -> Option<Effect> {
        let options: Vec<&Candidate> = self.comparison.compute_options().collect();
        let rows: Vec<&str> = self.comparison.compute_rows().map(|(id, _)| id).collect();
        let at = options.iter().position(|known| known.id == option);
        let row_at = rows.iter().position(|known| *known == row);
        if at.is_none() {
            let near = nearest(option, options.iter().map(|option| option.id.as_str()));
            let message = format!("`{need}`: there is no compute option `{option}`");
            self.error(Code::UnknownName, message, near.map(|near| format!("did you mean `{near}`?")));
        }
        if row_at.is_none() {
            let near = nearest(row, rows.iter().copied());
            let message = format!("`{need}`: there is no dimension `{row}` of compute options");
            self.error(Code::UnknownName, message, near.map(|near| format!("did you mean `{near}`?")));
        }
        let (option, row_at) = (at?, row_at?);
        let cell = options.get(option)?.cells.get(row)?;
        if cell.unverified {
            let message = format!("`{need}`: `{}` has no source on `{row}`", options.get(option)?.id);
            let help = "a rule leans on a cell with a source".to_owned();
            self.error(Code::BadValue, message, Some(help));
        }
        Some(Effect { option, row: row_at, points, setups: ANY })
    }
}

#[cfg(test)]
mod tests;
