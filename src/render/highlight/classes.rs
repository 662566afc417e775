//! From a grammar's scopes to ten one-letter classes.
//!
//! In: scopes such as `string.quoted.double.json`. Out: what a scope does to the text inside it.
//! The ten classes are `c` comment, `k` keyword, `s` string, `n` number or constant, `f` function
//! or command, `t` type, tag or key, `v` variable or attribute, `o` operator or prompt,
//! `i` inserted, `d` deleted.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use syntect::parsing::Scope;

/// The class of text without a span.
pub(super) const PLAIN: u8 = 0;

/// How text is shown: its class, and whether it is a key (a string inside stays one).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) class: u8,
    key: bool,
}

impl Style {
    pub(super) const PLAIN: Self = Self { class: PLAIN, key: false };
}

/// What a scope does to the text inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nothing: the style of the scope around it goes on.
    Inherit,
    /// Takes the style away, as code inside a string does.
    Reset,
    /// Gives it a class.
    Class(u8),
    /// Makes it a key, quoted or not.
    Key,
}

impl Rule {
    /// The style inside a scope of this rule that stands in text of the style `around`.
    pub(super) fn within(self, around: Style) -> Style {
        match self {
            Self::Inherit => around,
            Self::Reset => Style::PLAIN,
            Self::Class(b's') if around.key => around,
            Self::Class(class) => Style { class, key: false },
            Self::Key => Style { class: b't', key: true },
        }
    }
}

/// Rules by scope. Scopes are two well-mixed words already, so a cheap hash is enough, and it
/// matters: there is one look-up for every few bytes of code.
type Rules = HashMap<Scope, Rule, BuildHasherDefault<ScopeHasher>>;

/// The rules of all scopes met so far, shared by all threads.
#[derive(Default)]
pub(super) struct Classes {
    known: RwLock<Arc<Rules>>,
}

impl Classes {
    /// What is known now, for one block of code: no lock is touched while it is painted.
    pub(super) fn reader(&self) -> Reader {
        // A lock that a panic poisoned still holds a map of pure results.
        let known = Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner));
        Reader { known, learned: Rules::default() }
    }

    /// Takes over what a reader had to find out.
    pub(super) fn learn(&self, reader: Reader) {
        let Reader { known, learned } = reader;
        drop(known);
        if !learned.is_empty() {
            let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
            Arc::make_mut(&mut all).extend(learned);
        }
    }
}

/// The rules as one block of code sees them.
pub(super) struct Reader {
    known: Arc<Rules>,
    learned: Rules,
}

impl Reader {
    pub(super) fn rule(&mut self, scope: Scope) -> Rule {
        if let Some(rule) = self.known.get(&scope) {
            return *rule;
        }
        // Taking a scope apart goes through a lock of the whole program: once a scope.
        *self.learned.entry(scope).or_insert_with(|| rule_of(&scope.build_string()))
    }
}

/// Multiply and fold; see [`Rules`].
#[derive(Default)]
pub(super) struct ScopeHasher(u64);

impl Hasher for ScopeHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The rule of a scope by its name: the first entry that fits.
fn rule_of(scope: &str) -> Rule {
    let grammar = scope.rsplit('.').next().unwrap_or_default();
    RULES
        .iter()
        .find(|(prefix, of, _)| begins_with(scope, prefix) && (of.is_empty() || *of == grammar))
        .map_or(Rule::Inherit, |(_, _, rule)| *rule)
}

fn begins_with(scope: &str, prefix: &str) -> bool {
    scope.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

const fn class(letter: u8) -> Rule {
    Rule::Class(letter)
}

/// Scope prefix, grammar (the scope's last word; empty for all), rule. Order matters: special
/// cases stand before the general one.
const RULES: &[(&str, &str, Rule)] = &[
    ("comment", "", class(b'c')),
    ("string", "", class(b's')),
    ("meta.mapping.key", "json", Rule::Key),
    ("meta.interpolation", "", Rule::Reset),
    ("meta.template.expression", "", Rule::Reset),
    ("source", "", Rule::Reset),
    ("text", "", Rule::Reset),
    ("meta.diff.range", "", class(b'n')),
    ("meta.diff.header", "", class(b'c')),
    ("meta.group.expansion", "shell", class(b'v')),
    ("markup.inserted", "", class(b'i')),
    ("markup.deleted", "", class(b'd')),
    ("markup.heading", "", class(b't')),
    ("markup.raw", "", class(b's')),
    ("markup.underline.link", "", class(b's')),
    ("constant", "", class(b'n')),
    ("support.constant", "", class(b'n')),
    // Words that act as operators are keywords; signs stay plain, except in the shell, where
    // pipes and redirections are what the eye looks for.
    ("keyword.operator.word", "", class(b'k')),
    ("keyword.operator.logical", "python", class(b'k')),
    ("keyword.operator.logical", "sql", class(b'k')),
    ("keyword.operator.assignment.alias", "sql", class(b'k')),
    ("keyword.operator.logical.continue", "shell", Rule::Inherit),
    ("keyword.operator.logical", "shell", class(b'o')),
    ("keyword.operator.assignment.redirection", "shell", class(b'o')),
    ("keyword.operator", "", Rule::Inherit),
    ("keyword.other.interpolation", "", Rule::Inherit),
    ("keyword.other.template", "", Rule::Inherit),
    ("keyword.other.substitution", "", Rule::Inherit),
    ("keyword.other.unit", "", Rule::Inherit),
    ("keyword.name", "ini", class(b't')),
    ("keyword", "", class(b'k')),
    ("storage.type.primitive", "", class(b't')),
    ("storage.type.numeric", "", class(b'n')),
    ("storage.type.string", "python", class(b's')),
    ("storage.modifier.lifetime", "", class(b't')),
    ("storage", "", class(b'k')),
    ("entity.name.function", "", class(b'f')),
    ("entity.name.table", "", class(b'k')),
    ("entity.section", "", class(b'k')),
    ("entity.name.enum.tag-digest", "", class(b'n')),
    ("entity.other.attribute-name", "", class(b'v')),
    ("entity.other", "", class(b't')),
    ("entity.name", "", class(b't')),
    ("support.function", "", class(b'f')),
    ("support.macro", "", class(b'f')),
    ("support.type.property-name", "", class(b'v')),
    ("support.type.custom-property", "", class(b'v')),
    ("support.type", "", class(b't')),
    ("support.class", "", class(b't')),
    ("variable.function", "", class(b'f')),
    ("variable.annotation", "", class(b'f')),
    ("variable.parameter", "", class(b'v')),
    ("variable.language.star", "", Rule::Inherit),
    ("variable.language", "shell", class(b'v')),
    ("variable.language", "", class(b'k')),
    ("variable.stage-name", "", class(b'v')),
    ("variable.other.readwrite", "shell", class(b'v')),
    ("variable.other.readwrite", "terraform", class(b'v')),
    ("variable.other.readwrite", "powershell", class(b'v')),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_at_a_word() {
        assert_eq!(rule_of("string.quoted.double.toml"), class(b's'));
        assert_eq!(rule_of("stringy.toml"), Rule::Inherit);
        assert_eq!(rule_of("punctuation.definition.string.begin.toml"), Rule::Inherit);
    }

    #[test]
    fn a_special_case_stands_before_the_general_one() {
        for (at, (prefix, of, _)) in RULES.iter().enumerate() {
            let hidden = RULES[..at]
                .iter()
                .any(|(earlier, all, _)| begins_with(prefix, earlier) && (all.is_empty() || all == of));
            assert!(!hidden, "`{prefix}` can never be reached");
        }
    }

    #[test]
    fn a_string_inside_a_key_stays_a_key() {
        let key = Rule::Key.within(Style::PLAIN);
        assert_eq!(class(b's').within(key).class, b't');
        assert_eq!(class(b'n').within(key).class, b'n');
        assert_eq!(Rule::Inherit.within(key), key);
    }

    #[test]
    fn code_inside_a_string_is_plain_again() {
        let string = class(b's').within(Style::PLAIN);
        assert_eq!(rule_of("meta.interpolation.terraform").within(string), Style::PLAIN);
    }
}
