//! Inline content: text, emphasis, links, images, formulas, marks.

use std::fmt::Write as _;

use super::Writer;
use crate::diag::{Code, Diagnostic};
use crate::link::Target;
use crate::parse::document::{Kind, LinkForm, NodeId};
use crate::path::UrlPath;
use crate::render::{escape, math};
use crate::write::styles::Style;

impl<'a> Writer<'a> {
    pub(super) fn inline_children(&mut self, id: NodeId) {
        let document = self.document;
        for (child, _) in document.children(id) {
            self.inline(child);
        }
    }

    pub(super) fn inline(&mut self, id: NodeId) {
        let document = self.document;
        match &document.node(id).kind {
            Kind::Text(text) => self.text(text),
            Kind::Number(name) => self.number(name),
            Kind::Code(code) => {
                self.out.push_str("<code>");
                escape::push(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Kind::Emphasis => self.wrapped("em", id),
            Kind::Strong => self.wrapped("strong", id),
            Kind::Strikethrough => self.wrapped("del", id),
            Kind::Link(form, written, title) => self.link(*form, written, title, id),
            Kind::Image(_, title) => self.image(title, id),
            Kind::Math(display, tex) => self.math(*display, tex, id),
            Kind::InlineHtml(html) => self.out.push_str(html),
            Kind::FootnoteReference(label) => self.mark(label, id),
            Kind::SoftBreak => self.out.push('\n'),
            Kind::HardBreak => self.out.push_str("<br>\n"),
            Kind::TaskMarker(done) => {
                let (label, checked) = if *done { ("done", " checked") } else { ("not done", "") };
                let _ =
                    write!(self.out, "<input type=\"checkbox\" disabled aria-label=\"{label}\"{checked}> ");
            }
            // Blocks inside inline content come only from odd raw HTML; they
            // are written as what they are.
            _ => self.block(id),
        }
    }

    fn wrapped(&mut self, name: &str, id: NodeId) {
        let _ = write!(self.out, "<{name}>");
        self.inline_children(id);
        let _ = write!(self.out, "</{name}>");
    }

    /// Where a link leads, and whether that is outside the site.
    pub(super) fn href_of(&self, written: &str, id: NodeId) -> (String, bool) {
        match self.targets.get(id) {
            Target::Page(page, anchor) => {
                let anchor = anchor.as_ref().map(|a| format!("#{a}")).unwrap_or_default();
                (format!("{}{anchor}", self.address(&self.env.site.page(*page).url)), false)
            }
            Target::File(url) => (format!("{}{}", self.address(url), behind_path(written)), false),
            // On the page that the text was written for.
            Target::Here(anchor) => {
                let from = self.gathered_from.or(self.abroad.then_some(self.page));
                let page = from.map(|from| self.address(&self.env.site.page(from).url)).unwrap_or_default();
                (format!("{page}#{anchor}"), false)
            }
            Target::External(url) => (url.clone(), url.starts_with("http")),
            // Reported by `link`; the page is not published.
            Target::Broken => (written.to_owned(), false),
        }
    }

    fn link(&mut self, form: LinkForm, written: &str, title: &str, id: NodeId) {
        let (href, external) = self.href_of(written, id);
        let _ = write!(self.out, "<a href=\"{}\"", escape::address(&href));
        if !title.is_empty() {
            let _ = write!(self.out, " title=\"{}\"", escape::escape(title));
        }
        self.out.push_str(if external { " class=\"external\" rel=\"noopener\">" } else { ">" });
        self.plain += 1;
        match (form, self.targets.get(id)) {
            (LinkForm::Wiki, Target::Page(page, _)) => {
                escape::push(&mut self.out, &self.env.site.page(*page).title);
            }
            _ => self.inline_children(id),
        }
        self.plain -= 1;
        self.out.push_str("</a>");
    }

    /// The address of something of the site, as the text's readers need it.
    fn address(&self, url: &UrlPath) -> String {
        let base = &self.env.site.config.base;
        if self.abroad { base.absolute(url) } else { base.href(url) }
    }

    fn image(&mut self, title: &str, id: NodeId) {
        let Target::File(url) = self.targets.get(id) else {
            return;
        };
        let alt = escape::escape(&self.document.plain_text(id));
        let src = escape::address(&self.address(url));
        let _ = write!(self.out, "<img src=\"{src}\" alt=\"{alt}\"");
        if let Some((width, height)) = self.env.image_sizes.get(url) {
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        if !title.is_empty() {
            let _ = write!(self.out, " title=\"{}\"", escape::escape(title));
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    fn math(&mut self, display: bool, tex: &str, id: NodeId) {
        let mathml = math::to_mathml(tex, display);
        // A plain formula needs no style; tables, and what has a class, do.
        let is_plain = |mathml: &String| !mathml.contains("<mtable") && !mathml.contains("class=");
        if mathml.as_ref().is_ok_and(|mathml| !is_plain(mathml)) {
            self.styles.insert(Style::Math);
        }
        match mathml {
            Ok(mathml) if display => {
                let _ = write!(self.out, "<span class=\"math\">{mathml}</span>");
            }
            Ok(mathml) => self.out.push_str(&mathml),
            Err(error) => {
                let place = self.document.node(id).range();
                let marks = if display { 2 } else { 1 };
                // Inside a quotation the formula is not in the note as it reads.
                let verbatim = place.len() == tex.len() + 2 * marks;
                let range = error.range.filter(|_| verbatim).map_or(place.clone(), |r| {
                    let at = |offset: usize| (place.start + marks + offset).min(place.end);
                    at(r.start)..at(r.end)
                });
                let problem = Diagnostic::error(
                    Code::BadMath,
                    format!("this formula can't be read: {}", error.message),
                );
                self.diagnostics.push(problem.at(self.file, range));
            }
        }
    }
}

/// What follows the path of a written link: `?query` and `#fragment`.
fn behind_path(written: &str) -> &str {
    written.find(['?', '#']).map_or("", |at| &written[at..])
}

#[cfg(test)]
mod tests {
    use super::behind_path;

    #[test]
    fn a_link_to_a_file_keeps_its_fragment() {
        assert_eq!(["plan.pdf#page=2", "a.svg?x#y", "a.svg"].map(behind_path), ["#page=2", "?x#y", ""]);
    }
}
