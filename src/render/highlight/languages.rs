//! Which grammar a language's name stands for.
//!
//! In: names as authors write them. Out: an index into the set of grammars, or the nearest name.

use std::collections::HashMap;

use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::UnknownLanguage;

/// What to do with a block of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Leave it plain.
    Text,
    /// A shell session; the index is the shell's grammar.
    Console(usize),
    /// Parse it with the grammar of this index.
    Grammar(usize),
}

/// All names and what they stand for.
pub(super) struct Languages {
    by_name: HashMap<String, Language>,
}

const PLAIN: &[&str] = &["text", "plain", "txt", "plaintext", "none", "output"];
const CONSOLE: &[&str] = &["console", "shell-session", "shellsession", "terminal"];
const SHELL: &str = "Bourne Again Shell (bash)";

/// Names that authors use, and the grammar's own name.
const ALIASES: &[(&str, &str)] = &[
    ("bash", SHELL),
    ("sh", SHELL),
    ("shell", SHELL),
    ("zsh", SHELL),
    ("c#", "C#"),
    ("cpp", "C++"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("diff", "Diff"),
    ("docker", "Dockerfile (with bash)"),
    ("dockerfile", "Dockerfile (with bash)"),
    ("dotenv", "DotENV"),
    ("env", "DotENV"),
    ("go", "Go"),
    ("golang", "Go"),
    ("hcl", "Terraform"),
    ("html", "HTML"),
    ("http", "HTTP Request and Response"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "TypeScript"),
    ("js", "TypeScript"),
    ("json", "JSON"),
    ("jsonc", "JSON"),
    ("jsx", "JavaScript (Babel)"),
    ("make", "Makefile"),
    ("makefile", "Makefile"),
    ("markdown", "Markdown"),
    ("md", "Markdown"),
    ("mjs", "TypeScript"),
    ("nginx", "nginx"),
    ("patch", "Diff"),
    ("powershell", "PowerShell"),
    ("ps1", "PowerShell"),
    ("pwsh", "PowerShell"),
    ("py", "Python"),
    ("python", "Python"),
    ("rs", "Rust"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("sql", "SQL"),
    ("terraform", "Terraform"),
    ("tf", "Terraform"),
    ("toml", "TOML"),
    ("ts", "TypeScript"),
    ("typescript", "TypeScript"),
    ("xml", "XML"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
];

/// Grammars that never come to an end on some texts: found by giving every
/// grammar random text. TypeScript's grammar reads JavaScript in place of its own.
const ENDLESS: &[&str] = &["JavaScript", "Scala", "Svelte"];

impl Languages {
    pub(super) fn new(set: &SyntaxSet) -> Self {
        let mut by_name = HashMap::new();
        let index_of = |name: &str| set.syntaxes().iter().position(|syntax| syntax.name == name);
        for name in PLAIN {
            by_name.insert((*name).to_owned(), Language::Text);
        }
        if let Some(shell) = index_of(SHELL) {
            for name in CONSOLE {
                by_name.insert((*name).to_owned(), Language::Console(shell));
            }
        }
        for (alias, name) in ALIASES {
            if let Some(index) = index_of(name) {
                by_name.insert((*alias).to_owned(), Language::Grammar(index));
            }
        }
        // What the grammars call themselves comes last, so that it never hides a name above.
        let usable = |syntax: &SyntaxReference| !syntax.hidden && !ENDLESS.contains(&syntax.name.as_str());
        for (index, syntax) in set.syntaxes().iter().enumerate().filter(|(_, syntax)| usable(syntax)) {
            for name in std::iter::once(&syntax.name).chain(&syntax.file_extensions) {
                by_name.entry(name.to_lowercase()).or_insert(Language::Grammar(index));
            }
        }
        Self { by_name }
    }

    /// Finds a language; letter case does not count, and neither does what follows a comma
    /// (`rust,ignore`).
    pub(super) fn find(&self, written: &str) -> Result<Language, UnknownLanguage> {
        let name = written.split(',').next().unwrap_or_default().trim().to_lowercase();
        if name.is_empty() {
            return Ok(Language::Text);
        }
        self.by_name
            .get(&name)
            .copied()
            .ok_or_else(|| UnknownLanguage { language: written.to_owned(), nearest: nearest(&name) })
    }
}

/// The well-known name nearest to a name, if it is near enough to be a slip of the keyboard.
fn nearest(name: &str) -> Option<String> {
    let allowed = match name.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let aliases = ALIASES.iter().map(|(alias, _)| alias);
    aliases
        .chain(PLAIN)
        .chain(CONSOLE)
        .map(|known| (strsim::osa_distance(name, known), *known))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, known)| known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> (SyntaxSet, Languages) {
        let set = two_face::syntax::extra_newlines();
        let languages = Languages::new(&set);
        (set, languages)
    }

    #[test]
    fn every_alias_has_its_grammar() {
        let (set, languages) = languages();
        for (alias, name) in ALIASES {
            let Ok(Language::Grammar(index)) = languages.find(alias) else {
                panic!("`{alias}` has no grammar");
            };
            assert_eq!(set.syntaxes()[index].name, *name);
        }
        for name in PLAIN {
            assert_eq!(languages.find(name), Ok(Language::Text));
        }
        for name in CONSOLE {
            assert!(matches!(languages.find(name), Ok(Language::Console(_))));
        }
    }

    #[test]
    fn endless_grammars_are_left_out() {
        let (set, languages) = languages();
        for name in ENDLESS {
            let index = set.syntaxes().iter().position(|syntax| syntax.name == *name).unwrap();
            assert!(!languages.by_name.values().any(|known| *known == Language::Grammar(index)), "{name}");
        }
        assert!(languages.find("js").is_ok() && languages.find("scala").is_err());
    }

    #[test]
    fn letter_case_and_flags_do_not_count() {
        let (_, languages) = languages();
        assert_eq!(languages.find("Dockerfile"), languages.find("docker"));
        assert_eq!(languages.find("rust,ignore"), languages.find("rs"));
        assert_eq!(languages.find(""), Ok(Language::Text));
        assert!(languages.find("Kotlin").is_ok());
    }

    #[test]
    fn a_slip_gets_a_suggestion_and_nonsense_does_not() {
        let (_, languages) = languages();
        let near = |name: &str| languages.find(name).err().and_then(|unknown| unknown.nearest);
        assert_eq!(near("pyhton").as_deref(), Some("python"));
        assert_eq!(near("dokerfile").as_deref(), Some("dockerfile"));
        assert_eq!(near("consol").as_deref(), Some("console"));
        assert_eq!(near("yalm").as_deref(), Some("yaml"));
        assert_eq!(near("quux"), None);
        assert_eq!(near("zz"), None);
    }
}
