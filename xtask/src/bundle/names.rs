//! Short names for what a module and its glue know each other by.
//!
//! In: the names of a module's imports and exports, and the glue's text. Out: both with names of two
//! or three characters. wasm-bindgen ends each of its names with a hash, which no compression makes
//! shorter and which stands in both files. Must not know what the names mean.

use std::collections::BTreeMap;

/// How wasm-bindgen's own names begin. Others are a crate's public functions, or `memory`.
const MADE: [&str; 3] = ["__wb", "__externref", "wasm_bindgen__"];

/// What each long name has become.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    /// Gives a module's names, in their order, short ones. A name that stands there twice gets one.
    pub(super) fn give<'n>(names: impl Iterator<Item = &'n mut String>) -> Self {
        let mut given = BTreeMap::new();
        for name in names.filter(|name| MADE.iter().any(|made| name.starts_with(made))) {
            let next = format!("${}", given.len());
            name.clone_from(given.entry(name.clone()).or_insert(next));
        }
        Self(given)
    }

    /// The glue with these names: whole words only.
    pub(super) fn put_into(&self, glue: &str) -> String {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut out = String::with_capacity(glue.len());
        let mut rest = glue;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
            out.push_str(before);
            out.push_str(self.0.get(word).map_or(word, String::as_str));
            rest = after;
        }
        out + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_get_the_same_names() {
        let mut names = ["__wbg_focus_d5e2", "memory", "hydrate", "__wbindgen_malloc", "__wbg_focus_d5e2"]
            .map(String::from);
        let short = ShortNames::give(names.iter_mut());
        assert_eq!(names, ["$0", "memory", "hydrate", "$1", "$0"]);
        let glue =
            "{ __wbg_focus_d5e2: (a) => a.focus(), x: wasm.__wbindgen_malloc }; __wbg_focus_d5e2x; hydrate()";
        let expected = "{ $0: (a) => a.focus(), x: wasm.$1 }; __wbg_focus_d5e2x; hydrate()";
        assert_eq!(short.put_into(glue), expected);
        assert_eq!(short.put_into("__wbindgen_malloc"), "$1");
    }

    #[test]
    fn text_that_is_no_word_stays() {
        let short = ShortNames::give(std::iter::empty());
        assert_eq!(short.put_into("“a” + 'b'\n"), "“a” + 'b'\n");
    }
}
