//! The site's configuration, `studydeck.toml`.
//!
//! In: its text. Out: a [`Config`] whose every field holds a usable value, or
//! diagnostics. Defaults stand here and nowhere else. This module reads no
//! file and knows no command-line flag but the address that replaces
//! `base_url`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diag::{Code, Diagnostic, serde_message};
use crate::path::SitePath;

/// The file's name, beside the `content` folder.
pub const FILE_NAME: &str = "studydeck.toml";

/// The configuration as the author wrote it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    title: String,
    description: String,
    base_url: Spanned<String>,
    #[serde(default = "default_language")]
    language: Spanned<String>,
    repository: Option<Spanned<String>>,
    #[serde(default = "default_branch")]
    branch: String,
    #[serde(default)]
    families: BTreeMap<String, String>,
    #[serde(default)]
    exams: BTreeMap<String, String>,
}

fn default_language() -> Spanned<String> {
    Spanned::new(0..0, "en".to_owned())
}

fn default_branch() -> String {
    "main".to_owned()
}

/// The configuration, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One sentence about it, for search engines and feeds.
    pub description: String,
    /// Where the site will stand.
    pub base: BaseUrl,
    /// BCP 47 language of the pages.
    pub language: String,
    /// Address of the repository, without a slash at its end, for `Edit this page`.
    pub repository: Option<String>,
    /// The branch that `Edit this page` opens.
    pub branch: String,
    /// Service families: id to name. Each has a colour in the stylesheet.
    pub families: BTreeMap<String, String>,
    /// Exams that tips and badges may name: id to full name.
    pub exams: BTreeMap<String, String>,
}

/// The address of the site's root: origin and path, which ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Takes `https://host/path/`; the last slash may be missing.
    ///
    /// # Errors
    /// With a sentence that says what is wrong with the address.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = raw.split_once("://") else {
            return Err(format!("`{raw}` is no address; write it like `https://example.org/notes/`"));
        };
        if !matches!(scheme, "https" | "http") {
            return Err(format!("`{scheme}` is no scheme for a web site; use `https`"));
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let clean = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
        if host.is_empty() || path.contains("..") || !path.chars().all(clean) {
            return Err(format!(
                "`{raw}` has no host, or a path with characters other than letters, digits, `-._~/`"
            ));
        }
        let trimmed = path.trim_matches('/');
        let path = if trimmed.is_empty() { "/".to_owned() } else { format!("/{trimmed}/") };
        Ok(Self { origin: format!("{scheme}://{host}"), path })
    }

    /// The base path: `/` or `/studydeck/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// An address of the site, for `href`: with the base path, without the origin.
    #[must_use]
    pub fn href(&self, url: &crate::path::UrlPath) -> String {
        format!("{}{}", self.path, &url.as_str()[1..])
    }

    /// An address of the site with its origin.
    #[must_use]
    pub fn absolute(&self, url: &crate::path::UrlPath) -> String {
        format!("{}{}", self.origin, self.href(url))
    }
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// With all problems of the file.
    pub fn parse(text: &str, base_url: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let file = SitePath::new(FILE_NAME).map_err(|_| Vec::new())?;
        let raw: RawConfig =
            toml::from_str(text).map_err(|error| vec![toml_error(&error, &file, 0, Code::BadConfig)])?;
        let mut problems = Vec::new();
        let mut problem = |range: Range<usize>, message: String| {
            problems.push(Diagnostic::error(Code::BadConfig, message).at(&file, range));
        };
        let base = match base_url {
            Some(given) => BaseUrl::parse(given).map_err(|message| (0..0, format!("--base-url: {message}"))),
            None => BaseUrl::parse(raw.base_url.get_ref()).map_err(|message| (raw.base_url.span(), message)),
        };
        let base = base.map_err(|(range, message)| problem(range, message)).ok();
        let language = raw.language.get_ref();
        if language.is_empty() || !language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            problem(raw.language.span(), format!("`{language}` is no language tag; write `en` or `de-CH`"));
        }
        if let Some(repository) = &raw.repository
            && !repository.get_ref().starts_with("https://")
        {
            problem(repository.span(), "the repository's address must start with `https://`".to_owned());
        }
        match base {
            Some(base) if problems.is_empty() => Ok(Self {
                title: raw.title,
                description: raw.description,
                base,
                language: raw.language.into_inner(),
                repository: raw.repository.map(|r| r.into_inner().trim_end_matches('/').to_owned()),
                branch: raw.branch,
                families: raw.families,
                exams: raw.exams,
            }),
            _ => Err(problems),
        }
    }
}

/// A TOML error as a diagnostic: its place (moved by `offset`), its message,
/// and the nearest known key. An unknown key keeps its own code.
#[must_use]
pub fn toml_error(error: &toml::de::Error, file: &SitePath, offset: usize, code: Code) -> Diagnostic {
    let (message, help) = serde_message(error.message());
    let code =
        if message.starts_with("unknown key") && code != Code::BadConfig { Code::UnknownKey } else { code };
    let help = help.or_else(|| syntax_help(&message).map(str::to_owned));
    let diagnostic = Diagnostic::error(code, message).help_opt(help);
    match error.span() {
        Some(span) => diagnostic.at(file, span.start + offset..span.end + offset),
        None => diagnostic.in_file(file),
    }
}

/// What to write instead, for the mistakes in TOML that are made most.
fn syntax_help(message: &str) -> Option<&'static str> {
    [
        ("invalid basic string", "close the text with `\"` on the same line"),
        ("string values must be quoted", "write text in quotes, such as `key = \"text\"`"),
        ("duplicate key", "keep one of the two lines"),
    ]
    .into_iter()
    .find_map(|(start, help)| message.starts_with(start).then_some(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::UrlPath;

    const GOOD: &str = "title = 'T'\ndescription = 'D'\nbase_url = 'https://example.org/notes'\n";

    #[test]
    fn addresses_carry_the_base_path() {
        let config = Config::parse(GOOD, None).unwrap();
        let url = UrlPath::authored("/ecs/").unwrap();
        assert_eq!(config.base.href(&url), "/notes/ecs/");
        assert_eq!(config.base.absolute(&url), "https://example.org/notes/ecs/");
        let root = Config::parse(GOOD, Some("https://example.org")).unwrap();
        assert_eq!(root.base.href(&UrlPath::home()), "/");
    }

    #[test]
    fn problems_name_their_place() {
        let text = format!("{GOOD}titel = 'x'\n");
        let problems = Config::parse(&text, None).unwrap_err();
        assert_eq!(problems[0].help.as_deref(), Some("did you mean `title`?"));
        assert!(problems[0].range.is_some());
        for bad in ["example.org", "ftp://example.org", "https:///x", "https://example.org/a b"] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
