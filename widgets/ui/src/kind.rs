//! The widgets that exist, by name.

/// What a calculator works out the cost of, in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cost {
    /// Lambda functions.
    Lambda,
    /// Fargate tasks.
    Fargate,
    /// One load, wherever it can run.
    BreakEven,
}

impl Cost {
    /// The name of its calculator.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lambda => "lambda-cost",
            Self::Fargate => "fargate-cost",
            Self::BreakEven => "break-even",
        }
    }
}

/// A kind of widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WidgetKind {
    /// A bill, with every line of it.
    Calculator(Cost),
    /// Ways to run code, side by side.
    Comparer,
    /// Which of them a question means.
    Chooser,
}

impl WidgetKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Calculator(Cost::Lambda),
        Self::Calculator(Cost::Fargate),
        Self::Calculator(Cost::BreakEven),
        Self::Comparer,
        Self::Chooser,
    ];

    /// Its name in an author's block and in the page: `lambda-cost`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calculator(cost) => cost.name(),
            Self::Comparer => "comparer",
            Self::Chooser => "chooser",
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
            Self::Calculator(Cost::Lambda) => "Lambda cost calculator",
            Self::Calculator(Cost::Fargate) => "Fargate cost calculator",
            Self::Calculator(Cost::BreakEven) => "Break-even calculator",
            Self::Comparer => "Comparer",
            Self::Chooser => "Chooser",
        }
    }
}
