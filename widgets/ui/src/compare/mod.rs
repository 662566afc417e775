//! The comparer and the chooser: one widget over one table, in two shapes; nothing but wiring.
//!
//! In: [`CompareProps`]. Out: a form, made at build time, and below it the table or the verdict.
//! What is worked out is in `studydeck_model::compare`.

mod answer;
pub(crate) mod data;
pub(crate) mod form;
mod grid;
pub(crate) mod state;

use crate::markup::Markup;
use crate::shell::{Control, How, Outcome, Put, Widget};
use data::CompareProps;
use state::{Shape, State};

/// Comparer or chooser in use.
pub(crate) struct Compare {
    props: CompareProps,
    state: State,
}

impl Compare {
    /// The widget as it opens.
    pub(crate) fn new(props: CompareProps) -> Self {
        let state = State::new(&props.table, props.choose, &props.start);
        Self { props, state }
    }

    /// Its form.
    #[cfg(feature = "ssr")]
    pub(crate) fn form(&self) -> Markup {
        form::form(&self.props.id, &self.props.table, &self.state.shape)
    }
}

impl Widget for Compare {
    fn take(&mut self, how: How, control: &Control) -> Outcome {
        // A tick is an input and a change and a click: one of them is enough.
        let meant = how == if control.kind == "button" { How::Click } else { How::Input };
        if !meant {
            Outcome::Nothing
        } else if self.state.apply(&self.props.table, control) {
            Outcome::Changed
        } else {
            Outcome::Refused
        }
    }

    fn load(&mut self, fragment: &str) -> bool {
        self.state.load(&self.props.table, &self.props.start, fragment)
    }

    fn parts(&self) -> Vec<Markup> {
        let CompareProps { id, table, .. } = &self.props;
        let below = form::below(id, table, &self.state);
        match &self.state.shape {
            Shape::Compare(view) => vec![below, grid::table(table, view)],
            Shape::Choose(asked) => vec![below, answer::verdict(table, asked)],
        }
    }

    fn controls(&self, put: &mut dyn FnMut(&str, Put<'_>)) {
        for form::Setting { name, checked, disabled, value, wrong } in
            form::settings(&self.props.table, &self.state.shape)
        {
            let id = [&self.props.id, "-", &name].concat();
            match value {
                Some(value) => {
                    put(&id, Put::Value(&value));
                    put(&id, Put::Invalid(wrong));
                }
                None => {
                    put(&id, Put::Checked(checked));
                    put(&id, Put::Disabled(disabled));
                }
            }
        }
    }

    fn fragment(&self) -> Option<String> {
        self.props.primary.then(|| self.state.print(&self.props.table))
    }

    fn summary(&self) -> String {
        self.state.summary(&self.props.table)
    }

    fn focus(&self) -> Option<String> {
        self.state.focus().map(|name| [&self.props.id, "-", name].concat())
    }

    fn copied(&self) -> Option<&str> {
        self.state.taken()
    }
}
