//! The generator's side of the widgets: TOML from a note in, HTML and JSON out.
//!
//! In: the body of an author's block and the data files. Out: [`Island`]s, or every mistake with
//! its place in the text. Must not know: where the text came from, or the page around.

mod data;
mod lambda;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use yew::BaseComponent;

pub use crate::WidgetKind;
use crate::lambda_cost::LambdaCost;
use crate::lambda_cost::props::{self, LambdaCostProps};
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
    LambdaCost(LambdaCostProps),
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
            WidgetKind::LambdaCost => Props::LambdaCost(lambda::props(toml_body, data, id, instance == 0)?),
        };
        Ok(Self { kind, props })
    }

    /// The widget as HTML. The markers between which the browser finds the component are the
    /// same in debug and release builds, so that the same note gives the same page.
    #[must_use]
    pub fn html(&self) -> String {
        match &self.props {
            Props::LambdaCost(props) => render::<LambdaCost>(props.clone()),
        }
    }

    /// The props as JSON, safe inside a script element.
    #[must_use]
    pub fn props_json(&self) -> String {
        match &self.props {
            Props::LambdaCost(props) => props::to_json(props),
        }
    }

    /// What assistive technology calls it.
    #[must_use]
    pub const fn label(&self) -> &str {
        self.kind.title()
    }
}

fn render<C: BaseComponent>(props: C::Properties) -> String {
    let renderer = yew::LocalServerRenderer::<C>::with_props(props);
    stable_markers(&futures::executor::block_on(renderer.render()))
}

/// Debug builds of Yew name the component in its markers: `<!--<[a::B]>-->`. Text can't look
/// like one, because its `<` is escaped.
fn stable_markers(html: &str) -> String {
    let mut out = html.to_owned();
    for start in ["<!--<[", "<!--</["] {
        let mut parts = out.split(start);
        let mut next = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            next.push_str(start);
            next.push_str(part.find("]>-->").and_then(|at| part.get(at..)).unwrap_or(part));
        }
        out = next;
    }
    out
}
