//! The calculators: one widget for all of them, nothing but wiring.
//!
//! In: [`props::CalculatorProps`]. Out: a form, made at build time, and the bill below it. What it
//! remembers is in [`state`], what it works out in `studydeck_model`. What differs between the
//! calculators is data and an arm of a match here and there.

mod bill;
mod breakeven_view;
mod chart;
mod controls;
#[cfg(feature = "ssr")]
pub(crate) mod form;
pub mod input;
mod keep;
pub mod props;
#[cfg(feature = "ssr")]
mod questions;
mod result;
mod shares;
pub mod state;
mod table;
#[cfg(test)]
mod tests;
mod versus;

use studydeck_model::bill::export::{Format, export};

use crate::markup::Markup;
use crate::shell::{Control, How, Outcome, Put, Widget};
use input::Prices;
use keep::Keep;
use props::CalculatorProps;
use state::{Action, State};

/// A calculator in use.
pub(crate) struct Calculator {
    props: CalculatorProps,
    state: State,
    keep: Keep,
}

impl Calculator {
    /// The calculator as it opens.
    pub(crate) fn new(props: CalculatorProps) -> Self {
        let state = State::new(props.start.clone(), &props.table);
        Self { props, state, keep: Keep::default() }
    }

    /// Its form.
    #[cfg(feature = "ssr")]
    pub(crate) fn form(&self) -> Markup {
        form::form(&self.props.id, &self.state, &self.props.table)
    }
}

impl Widget for Calculator {
    fn take(&mut self, how: How, control: &Control) -> Outcome {
        let Self { props, state, keep } = self;
        let fragment = (!state.is_stale()).then(|| state.input().print());
        let text = |format| as_text(props, state, format);
        if let Some(outcome) = keep.take(how, control, props.start.kind().name(), fragment.as_deref(), &text)
        {
            return outcome;
        }
        keep.hush();
        let Some(action) = controls::action(how, control) else {
            return Outcome::Nothing;
        };
        let left = matches!(action, Action::Leave(_));
        match (self.state.apply(action, &self.props.table), left) {
            (false, _) => Outcome::Refused,
            (true, false) => Outcome::Changed,
            (true, true) => Outcome::Settled,
        }
    }

    fn load(&mut self, fragment: &str) -> bool {
        self.keep.open(self.props.start.kind().name());
        self.state.apply(Action::Load(fragment.to_owned()), &self.props.table);
        true
    }

    fn parts(&self) -> Vec<Markup> {
        let CalculatorProps { id, table, primary, .. } = &self.props;
        let state = &self.state;
        let Some(prices) = Prices::of(state.good(), table) else {
            return Vec::new();
        };
        let mut parts = vec![bill::notices(state)];
        let keep = primary.then(|| self.keep.markup(id, !matches!(prices, Prices::BreakEven(_))));
        let beside = self.keep.versus().and_then(|saved| {
            let (input, _) = self.props.start.parse(&saved.fragment, &table.regions)?;
            Some((saved.name.as_str(), Prices::of(&input, table)?, input))
        });
        result::parts(&mut parts, id, state, &prices, keep, beside.as_ref());
        parts
    }

    fn late_parts(&self) -> Vec<Markup> {
        let CalculatorProps { id, table, .. } = &self.props;
        let good = self.state.good();
        // A calculator in the middle of a note has one region, and is small.
        let prices = Prices::of(good, table).filter(|_| table.regions.len() > 1);
        prices.and_then(|prices| result::charts(id, &prices, good)).into_iter().collect()
    }

    fn controls(&self, put: &mut dyn FnMut(&str, Put<'_>)) {
        controls::put(&self.props.id, &self.state, put);
    }

    fn fragment(&self) -> Option<String> {
        self.props.primary.then(|| self.state.input().print())
    }

    fn summary(&self) -> String {
        if !self.keep.said().is_empty() {
            return self.keep.said().to_owned();
        }
        let costs = || Some(Prices::of(self.state.good(), &self.props.table)?.summary(self.state.good()));
        self.state.mistake().or_else(costs).unwrap_or_default()
    }

    fn copied(&self) -> Option<&str> {
        self.keep.taken()
    }
}

/// The bill of the last numbers that made sense, as text.
fn as_text(props: &CalculatorProps, state: &State, format: Format) -> String {
    let Some(prices) = Prices::of(state.good(), &props.table) else {
        return String::new();
    };
    let link = ["#", &state.good().print()].concat();
    export(&prices.bill(state.good()), format, state.good().region().as_str(), &link)
}
