//! The generator's side of the widgets: TOML from a note in, HTML and text out.
//!
//! In: the body of an author's block and the data files. Out: [`Island`]s, or every mistake with
//! its place in the text. Must not know: where the text came from, or the page around.

mod calculator;
mod compare;
mod data;
mod prices;
mod table;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use crate::calculator::Calculator;
use crate::calculator::props::{self, CalculatorProps};
use crate::compare::Compare;
pub use crate::compare::data::print_table;
use crate::compare::data::{self as compare_data, CompareProps};
use crate::markup::Markup;
use crate::shell::{Shell, ShellProps, Widget};
pub use crate::{Cost, WidgetKind};
pub use data::WidgetData;

/// A mistake in an author's block or in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropsError {
    /// Where in the text, in bytes; `None` if it is about the whole.
    pub range: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A widget of a page, ready to be rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Island {
    /// Which widget it is.
    pub kind: WidgetKind,
    props: Props,
}

/// The props of each kind.
#[derive(Clone, Debug, PartialEq)]
enum Props {
    Calculator(Box<CalculatorProps>),
    Compare(CompareProps),
}

impl Island {
    /// Reads the body of an author's block. `instance` counts the widgets of this kind on the
    /// page from 0: ids differ by it, and only the first one uses the address fragment.
    ///
    /// # Errors
    /// Every mistake in the block.
    pub fn parse(
        kind: WidgetKind,
        toml_body: &str,
        data: &WidgetData,
        instance: usize,
    ) -> Result<Self, Vec<PropsError>> {
        let id = match instance {
            0 => kind.name().to_owned(),
            n => format!("{}-{}", kind.name(), n.saturating_add(1)),
        };
        let props = match kind {
            WidgetKind::Calculator(kind) => {
                Props::Calculator(Box::new(calculator::props(kind, toml_body, data, id, instance == 0)?))
            }
            WidgetKind::Comparer | WidgetKind::Chooser => {
                let choose = kind == WidgetKind::Chooser;
                Props::Compare(compare::props(toml_body, data, choose, id, instance == 0)?)
            }
        };
        Ok(Self { kind, props })
    }

    /// The widget as HTML: the form, and what follows from it as the component renders it.
    #[must_use]
    pub fn html(&self) -> String {
        match &self.props {
            Props::Calculator(props) => {
                let calculator = Calculator::new((**props).clone());
                let id = [&props.id, "-calc"].concat();
                render(["calc", &id], &calculator.form(), calculator)
            }
            Props::Compare(props) => {
                let compare = Compare::new(props.clone());
                let id = [&props.id, "-cmp"].concat();
                render(["cmp", &id], &compare.form(), compare)
            }
        }
    }

    /// The props as text, safe inside a script element.
    #[must_use]
    pub fn props_text(&self) -> String {
        match &self.props {
            Props::Calculator(props) => props::print(props),
            Props::Compare(props) => compare_data::print(props),
        }
    }

    /// Whether the page must name the file of the comparison for it.
    #[must_use]
    pub const fn needs_table(&self) -> bool {
        matches!(self.props, Props::Compare(_))
    }

    /// What assistive technology calls it.
    #[must_use]
    pub const fn label(&self) -> &str {
        self.kind.title()
    }
}

fn render([class, id]: [&str; 2], form: &Markup, widget: impl Widget + 'static) -> String {
    let props = ShellProps { widget: Rc::new(RefCell::new(widget)) };
    let renderer = yew::LocalServerRenderer::<Shell>::with_props(props).hydratable(false);
    let out = futures::executor::block_on(renderer.render());
    format!(
        "<div class=\"{class}\" id=\"{id}\"><div class=\"{class}-form\">{}</div><div data-out>{out}</div></div>",
        form.as_str()
    )
}
