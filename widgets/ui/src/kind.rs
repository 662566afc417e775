//! The widgets that exist, by name.

/// A kind of widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WidgetKind {
    /// What a Lambda function costs in a month.
    LambdaCost,
}

impl WidgetKind {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::LambdaCost];

    /// Its name in an author's block and in the page: `lambda-cost`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LambdaCost => "lambda-cost",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What readers call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::LambdaCost => "Lambda cost calculator",
        }
    }
}
