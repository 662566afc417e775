//! Paths, addresses and anchors as types that cannot hold a bad value.
//!
//! In: strings from authors and file names from the disk. Out: [`SitePath`]
//! (a file inside the project), [`UrlPath`] (a page or file of the finished
//! site), [`Slug`] (one step of an address) and [`AnchorId`]. None of them can
//! hold `..`, an absolute path or a control character, so nothing that is
//! built from them can leave the project or the output folder. This module
//! does not touch the disk.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Why a string is no path of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathError {
    /// Nothing is left of the path.
    Empty,
    /// The path starts at the root of a file system.
    Absolute,
    /// `..` climbs out of the folder that the path must stay in.
    Escapes,
    /// A character that is no part of a portable file name.
    BadCharacter(char),
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the path is empty"),
            Self::Absolute => f.write_str("the path is absolute; write it relative to the file"),
            Self::Escapes => f.write_str("the path leaves the site"),
            Self::BadCharacter(c) => write!(f, "the character {c:?} can't stand in a path"),
        }
    }
}

impl std::error::Error for PathError {}

/// Splits `raw` into clean steps below `base`, resolving `.` and `..`.
fn resolve<'a>(base: &'a str, raw: &'a str) -> Result<Vec<&'a str>, PathError> {
    if raw.starts_with('/') {
        return Err(PathError::Absolute);
    }
    if let Some(bad) = raw.chars().find(|c| c.is_control() || *c == '\\') {
        return Err(PathError::BadCharacter(bad));
    }
    let mut steps: Vec<&str> = base.split('/').filter(|s| !s.is_empty()).collect();
    for step in raw.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop().ok_or(PathError::Escapes)?;
            }
            _ => steps.push(step),
        }
    }
    Ok(steps)
}

/// A file of the project: relative to its root, `/` between steps, no `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Takes a path relative to the project's root; `.` and `..` are resolved.
    ///
    /// # Errors
    /// When the path is empty, absolute, or leaves the root.
    pub fn new(raw: &str) -> Result<Self, PathError> {
        Self::from_steps(&resolve("", raw)?)
    }

    fn from_steps(steps: &[&str]) -> Result<Self, PathError> {
        if steps.is_empty() {
            return Err(PathError::Empty);
        }
        Ok(Self(steps.join("/").into()))
    }

    /// Resolves `link`, written in this file, against this file's folder.
    ///
    /// # Errors
    /// When the link leaves the project or is no relative path.
    pub fn resolve(&self, link: &str) -> Result<Self, PathError> {
        Self::from_steps(&resolve(self.parent(), link)?)
    }

    /// The path as text, such as `content/ecs/overview.md`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a slash at its end; empty at the root.
    #[must_use]
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The last step.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The file name without its last extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What follows the last dot of the file name, or nothing.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The rest of the path below `folder` (such as `content`), if it lies there.
    #[must_use]
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One step of an address: lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// Takes text that is a slug already.
    ///
    /// # Errors
    /// With the slug that the text would make, when it is none itself.
    pub fn new(text: &str) -> Result<Self, Slug> {
        let made = Self::from_text(text);
        if made.0 == text { Ok(made) } else { Err(made) }
    }

    /// Makes a slug of any text; `page` when no letter or digit is left.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let made = slugify(text);
        Self(if made.is_empty() { "page".to_owned() } else { made })
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lower case, letters and digits kept, everything between them one hyphen.
fn slugify(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if matches!(c, '\'' | '’') {
            // "what's" stays one word
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The name of a place in a page: no white space, never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnchorId(Box<str>);

impl AnchorId {
    /// Takes an id that an author wrote. `None` when it is empty or holds
    /// white space, a quote or `<>`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>');
        (!text.is_empty() && !text.contains(bad)).then(|| Self(text.into()))
    }

    /// Makes an id of a heading's text; `section` when nothing is left of it.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let made = slugify(text);
        Self(if made.is_empty() { "section".into() } else { made.into() })
    }

    /// The same id with a number behind it, for a heading that comes twice.
    #[must_use]
    pub fn numbered(&self, n: usize) -> Self {
        Self(format!("{}-{n}", self.0).into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address inside the finished site, from its root: `/`, `/ecs/overview/`
/// or `/feed.xml`. A page's address ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// The home page.
    #[must_use]
    pub fn home() -> Self {
        Self("/".into())
    }

    /// The page below these steps; the home page when there are none.
    #[must_use]
    pub fn page(steps: &[Slug]) -> Self {
        let mut url = String::from("/");
        for step in steps {
            url.push_str(step.as_str());
            url.push('/');
        }
        Self(url.into())
    }

    /// A file at `path`, which is relative to the site's root.
    ///
    /// # Errors
    /// When the path is empty, absolute, or climbs out of the site.
    pub fn file(path: &str) -> Result<Self, PathError> {
        let steps = resolve("", path)?;
        if steps.is_empty() {
            return Err(PathError::Empty);
        }
        Ok(Self(format!("/{}", steps.join("/")).into()))
    }

    /// An address that an author wrote, such as an alias: `/old/place/`,
    /// with or without the slashes around it.
    ///
    /// # Errors
    /// When it climbs out of the site or holds a character that no address may.
    pub fn authored(raw: &str) -> Result<Self, PathError> {
        if let Some(bad) = raw.chars().find(|c| c.is_whitespace() || "?#%\"<>:".contains(*c)) {
            return Err(PathError::BadCharacter(bad));
        }
        let steps = resolve("", raw.strip_prefix('/').unwrap_or(raw))?;
        if steps.is_empty() {
            return Ok(Self::home());
        }
        let joined = steps.join("/");
        let is_file = !raw.ends_with('/') && steps.last().is_some_and(|s| s.contains('.'));
        Ok(Self(if is_file { format!("/{joined}") } else { format!("/{joined}/") }.into()))
    }

    /// The address from the site's root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that answers at this address, relative to the output folder.
    #[must_use]
    pub fn output_file(&self) -> SitePath {
        let path = &self.0[1..];
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        SitePath(file.into())
    }

    /// The form under which two addresses collide: a host that ignores case
    /// serves the same file for both.
    #[must_use]
    pub fn collision_key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_path_cannot_leave_the_project() {
        for raw in ["../x", "a/../../x", "..", "a/b/../../../x"] {
            assert_eq!(SitePath::new(raw), Err(PathError::Escapes), "{raw}");
        }
        assert_eq!(SitePath::new("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(SitePath::new("a\\b"), Err(PathError::BadCharacter('\\')));
        assert_eq!(SitePath::new("./"), Err(PathError::Empty));
    }

    #[test]
    fn links_resolve_against_the_folder_of_their_file() {
        let from = SitePath::new("content/ecs/overview.md").unwrap();
        assert_eq!(from.resolve("../eks/nodes.md").unwrap().as_str(), "content/eks/nodes.md");
        assert_eq!(from.resolve("roles.md").unwrap().as_str(), "content/ecs/roles.md");
        assert_eq!(from.resolve("../../../x.md"), Err(PathError::Escapes));
    }

    #[test]
    fn slugs_keep_letters_and_digits() {
        assert_eq!(Slug::from_text("EC2 & Fargate: what's new?").as_str(), "ec2-fargate-whats-new");
        assert_eq!(Slug::from_text("¿?").as_str(), "page");
        assert_eq!(Slug::new("Not A Slug"), Err(Slug::from_text("not-a-slug")));
    }

    #[test]
    fn authored_addresses_stay_in_the_site() {
        assert_eq!(UrlPath::authored("/old/place").unwrap().as_str(), "/old/place/");
        assert_eq!(UrlPath::authored("old.html").unwrap().as_str(), "/old.html");
        assert_eq!(UrlPath::authored("../evil"), Err(PathError::Escapes));
        assert!(UrlPath::authored("a?b").is_err());
        assert_eq!(UrlPath::authored("old/").unwrap().output_file().as_str(), "old/index.html");
    }
}
