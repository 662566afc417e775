//! HTML as text, for the parts of a widget that only show something.
//!
//! A large table costs a third of the code this way, and nothing in it needs a listener. Only
//! literals of this crate can become markup; everything else is escaped.

use studydeck_model::money::{UnitPrice, Usd};
use yew::{AttrValue, Html};

/// HTML being written.
#[derive(Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Adds markup. It must be a literal, and close what it opens in due course.
    pub(crate) fn html(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Adds text, in an element or in a quoted attribute.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Adds an amount: unrounded for machines, rounded for people.
    pub(crate) fn amount(&mut self, usd: Usd) -> &mut Self {
        self.data(&usd.exact(), &usd.display())
    }

    /// Adds the price of a row as its source prints it.
    pub(crate) fn unit_price(&mut self, usd: UnitPrice) -> &mut Self {
        self.data(&usd.exact(), &usd.display())
    }

    /// The HTML as a node of a component.
    pub(crate) fn into_html(self) -> Html {
        Html::from_html_unchecked(AttrValue::from(self.0))
    }

    fn data(&mut self, value: &str, shown: &str) -> &mut Self {
        self.html("<data value=\"").text(value).html("\">").text(shown).html("</data>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut out = Markup::default();
        out.html("<a title=\"").text("\"><script>&").html("\">").text("<b>").html("</a>");
        assert_eq!(out.0, "<a title=\"&quot;&gt;&lt;script&gt;&amp;\">&lt;b&gt;</a>");
    }
}
