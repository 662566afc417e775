//! The browser's side: an island's root and its JSON in, a live widget out.

use yew::BaseComponent;

use crate::WidgetKind;
use crate::lambda_cost::{LambdaCost, props};

/// Brings the island of that kind to life; `false` if its kind or its props make no sense.
#[must_use]
pub fn hydrate(kind: &str, root: web_sys::Element, props: &str) -> bool {
    match WidgetKind::from_name(kind) {
        Some(WidgetKind::LambdaCost) => start::<LambdaCost>(root, props::from_json(props)),
        None => false,
    }
}

fn start<C: BaseComponent>(root: web_sys::Element, props: Option<C::Properties>) -> bool {
    let Some(props) = props else {
        return false;
    };
    yew::Renderer::<C>::with_root_and_props(root, props).hydrate();
    true
}
