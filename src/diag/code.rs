//! The stable names of all problems. In: nothing. Out: [`Code`]. A name once
//! published is kept: authors' scripts and CI annotations lean on it.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The stable name of a problem, such as `broken-link`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// All codes, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// One sentence about it, for `--help codes` and the documentation.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// `studydeck.toml` is missing, or the folder is no project.
    MissingConfig = "missing-config",
    /// `studydeck.toml` has a value or key that can't be used.
    BadConfig = "bad-config",
    /// There is no note to make a site of.
    EmptySite = "empty-site",
    /// A file can't be read.
    UnreadableFile = "unreadable-file",
    /// A file is not UTF-8.
    InvalidUtf8 = "invalid-utf8",
    /// A symbolic link or a written link points out of the project.
    LinkOutOfProject = "link-out-of-project",
    /// The name of a file or folder can't be part of an address.
    BadFileName = "bad-file-name",
    /// Front matter is missing.
    MissingFrontMatter = "missing-front-matter",
    /// Front matter can't be read.
    BrokenFrontMatter = "broken-front-matter",
    /// A key that is not known.
    UnknownKey = "unknown-key",
    /// A value that is not allowed.
    BadValue = "bad-value",
    /// A note says nothing about itself.
    MissingSummary = "missing-summary",
    /// A data file can't be read.
    BrokenData = "broken-data",
    /// Two sources claim one address.
    AddressTaken = "address-taken",
    /// An address or alias leaves the site.
    PathEscapes = "path-escapes",
    /// A link leads to no note.
    BrokenLink = "broken-link",
    /// A link leads to no heading of its note.
    BrokenAnchor = "broken-anchor",
    /// An image that does not exist.
    MissingImage = "missing-image",
    /// An image without a text.
    MissingAlt = "missing-alt",
    /// A file that is linked does not exist.
    MissingFile = "missing-file",
    /// A link that could mean several notes.
    AmbiguousLink = "ambiguous-link",
    /// A link to a page that drafts keep out of the site.
    LinkToDraft = "link-to-draft",
    /// A note that no other page links to in its text.
    OrphanNote = "orphan-note",
    /// A link whose text does not say where it leads.
    VagueLink = "vague-link",
    /// A link written in raw HTML, which no check sees.
    UncheckedLink = "unchecked-link",
    /// Raw HTML that the site's security policy blocks.
    BlockedHtml = "blocked-html",
    /// A citation of a source that does not exist.
    UnknownSource = "unknown-source",
    /// A source whose check is overdue.
    StaleSource = "stale-source",
    /// A source that nothing leans on.
    UnusedSource = "unused-source",
    /// A footnote that nothing refers to.
    UnusedFootnote = "unused-footnote",
    /// Two headings, footnotes or rows of one name.
    DuplicateName = "duplicate-name",
    /// A second first-level heading.
    SecondTitle = "second-title",
    /// A heading that skips a level.
    HeadingJump = "heading-jump",
    /// A paragraph that is too long to be read in one go.
    LongParagraph = "long-paragraph",
    /// An `EXAM` tip without an exam that is known.
    BadExamTip = "bad-exam-tip",
    /// A widget that does not exist.
    UnknownWidget = "unknown-widget",
    /// Props that a widget does not take.
    BadProps = "bad-props",
    /// A code language that no grammar knows.
    UnknownLanguage = "unknown-language",
    /// A diagram that can't be drawn or has no text.
    BadDiagram = "bad-diagram",
    /// A formula that can't be read.
    BadMath = "bad-math",
    /// A question that can't be asked or computed.
    BadQuestion = "bad-question",
    /// A question that gives its answer away or is hard to read.
    WeakQuestion = "weak-question",
    /// A block made from data that can't be read.
    BadBlock = "bad-block",
    /// A row of a data file that does not exist.
    UnknownName = "unknown-name",
    /// An embedded question bank that does not exist.
    UnknownBank = "unknown-bank",
    /// A question bank that no note asks from.
    UnusedBank = "unused-bank",
    /// A template that does not exist.
    MissingTemplate = "missing-template",
    /// A template that can't be read.
    BrokenTemplate = "broken-template",
    /// A template that fails while a page is rendered.
    TemplateFailed = "template-failed",
    /// Templates that include each other.
    TemplateCycle = "template-cycle",
    /// A stylesheet or script that can't be read.
    BrokenAsset = "broken-asset",
    /// The output folder can't be written.
    WriteFailed = "write-failed",
}

impl Code {
    /// Whether the problem is wrong usage or configuration (exit status 2)
    /// and not one of the content (1).
    #[must_use]
    pub fn is_configuration(self) -> bool {
        matches!(self, Self::MissingConfig | Self::BadConfig | Self::WriteFailed)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn the_documentation_lists_every_code_with_its_sentence() {
        let documented = include_str!("../../docs/diagnostics.md");
        for code in Code::ALL {
            let star = if code.is_configuration() { " *" } else { "" };
            let row = format!("| `{code}`{star} | {} |", code.about());
            assert!(documented.contains(&row), "docs/diagnostics.md lacks: {row}");
        }
        assert_eq!(documented.matches("\n| `").count(), Code::ALL.len());
    }
}
