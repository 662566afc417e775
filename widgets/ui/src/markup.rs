//! Escaped text as a node of a component.
//!
//! A large table costs a third of the code this way, and nothing in it needs a listener.

pub(crate) use studydeck_page::markup::Markup;
use yew::{AttrValue, Html};

/// The markup as a node of a component.
pub(crate) fn node(markup: Markup) -> Html {
    Html::from_html_unchecked(AttrValue::from(markup.into_text()))
}
