//! The browser's side: an island's root and the text beside it in, a live widget out.

use crate::calculator::{Calculator, props};
use crate::compare::{Compare, data as compare};
use crate::{WidgetKind, shell};

/// Brings the island of that kind to life; `false` if its kind or its props make no sense. `data`
/// is the file that the page names for it, if it names one.
#[must_use]
pub fn hydrate(kind: &str, root: &web_sys::Element, props: &str, data: &str) -> bool {
    match WidgetKind::from_name(kind) {
        Some(WidgetKind::Calculator(kind)) => {
            let props = props::read(kind, props);
            props.is_some_and(|props| shell::start(root, Calculator::new(props)))
        }
        Some(kind @ (WidgetKind::Comparer | WidgetKind::Chooser)) => {
            let props = compare::read(kind == WidgetKind::Chooser, props, data);
            props.is_some_and(|props| shell::start(root, Compare::new(props)))
        }
        None => false,
    }
}
