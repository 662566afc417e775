//! HTML as text, for what only shows something: tables of the widgets, buttons of the self-check.
//!
//! In: literals and texts. Out: HTML. Only literals can become markup; everything else is
//! escaped. Must not know: the browser, Yew, what is shown.

use studydeck_model::money::{UnitPrice, Usd};

/// HTML being written.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Adds markup. It must be a literal, and close what it opens in due course.
    // Inlined at every call, it would be a third of a table's code.
    #[inline(never)]
    pub fn html(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Adds text, in an element or in a quoted attribute.
    #[inline(never)]
    pub fn text(&mut self, text: &str) -> &mut Self {
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

    /// Adds a whole number.
    #[inline(never)]
    pub fn number(&mut self, number: u32) -> &mut Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// Adds an amount: unrounded for machines, rounded for people.
    pub fn amount(&mut self, usd: Usd) -> &mut Self {
        self.data(&usd.exact(), &usd.display())
    }

    /// Adds the price of a row as its source prints it.
    pub fn unit_price(&mut self, usd: UnitPrice) -> &mut Self {
        self.data(&usd.exact(), &usd.display())
    }

    /// The HTML so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
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
