//! The stylesheets beside that of every page: each stands on the pages that
//! show something of it, alive or not.
//!
//! In: nothing. Out: their names and the files that they begin with. Must not
//! know what they say, or which page needs which.

/// A stylesheet for some pages. They stand in this order on a page, after
/// `css/site.css`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Calculators, and the controls of all widgets.
    Widgets,
    /// What comparer and chooser have beside it.
    Compare,
    /// Questions.
    Quiz,
    /// What the practice room has beside them.
    Room,
    /// What is gathered from all notes: exams, cheat sheets, the map.
    Gathered,
    /// The home page.
    Desk,
    /// Formulas.
    Math,
    /// Diagrams.
    Diagram,
    /// Blocks of code.
    Code,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Widgets,
        Self::Compare,
        Self::Quiz,
        Self::Room,
        Self::Gathered,
        Self::Desk,
        Self::Math,
        Self::Diagram,
        Self::Code,
    ];

    /// What its file on the site is called, before the fingerprint.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Widgets => "widgets",
            Self::Compare => "compare",
            Self::Quiz => "quiz",
            Self::Room => "room",
            Self::Gathered => "gathered",
            Self::Desk => "desk",
            Self::Math => "math",
            Self::Diagram => "diagram",
            Self::Code => "code",
        }
    }

    /// The file that it begins with.
    #[must_use]
    pub fn entry(self) -> String {
        format!("css/{}-page.css", self.name())
    }
}
