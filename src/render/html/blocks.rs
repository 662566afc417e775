//! Blocks: headings, paragraphs, lists, quotations, call-outs, code.

use std::fmt::Write as _;

use super::Writer;
use crate::diag::{Code, Diagnostic};
use crate::parse::document::{Callout, Kind, NodeId};
use crate::path::AnchorId;
use crate::render::escape;
use crate::write::styles::Style;

impl Writer<'_> {
    pub(super) fn block(&mut self, id: NodeId) {
        let document = self.document;
        let node = document.node(id);
        match &node.kind {
            Kind::Paragraph => self.element("p", id),
            Kind::Heading(level, anchor) => self.heading(*level, anchor, id),
            Kind::BlockQuote => self.blocks("<blockquote>\n", id, "</blockquote>\n"),
            Kind::Callout(callout) => self.callout(callout, id),
            Kind::CodeBlock(language, code) => self.code_block(language, code, id),
            Kind::Embed(embed) => self.embed(embed, id),
            Kind::HtmlBlock(html) => self.out.push_str(html),
            Kind::List(start) => self.list(*start, id),
            Kind::Item => self.item(id),
            Kind::DefinitionList => self.blocks("<dl>\n", id, "</dl>\n"),
            Kind::DefinitionTitle => self.element("dt", id),
            Kind::DefinitionText => self.definition(id),
            Kind::Table(aligns) => self.table(aligns, id),
            Kind::Rule => self.out.push_str("<hr>\n"),
            // A footnote stands at the end of the page, wherever it was written.
            Kind::FootnoteDefinition(_) => {}
            _ => self.inline(id),
        }
    }

    /// An element that holds inline content, on a line of its own.
    fn element(&mut self, name: &str, id: NodeId) {
        let _ = write!(self.out, "<{name}>");
        self.inline_children(id);
        let _ = writeln!(self.out, "</{name}>");
    }

    fn blocks(&mut self, open: &str, id: NodeId, close: &str) {
        self.out.push_str(open);
        self.children(id);
        self.out.push_str(close);
    }

    pub(super) fn children(&mut self, id: NodeId) {
        let document = self.document;
        for (child, _) in document.children(id) {
            self.block(child);
        }
    }

    fn heading(&mut self, level: u8, anchor: &AnchorId, id: NodeId) {
        // A heading of another note opens no section here.
        if self.gathered_from.is_some() {
            return self.element("p", id);
        }
        let anchor = escape::escape(anchor.as_str());
        let _ = write!(self.out, "<h{level} id=\"{anchor}\">");
        let start = self.out.len();
        self.plain += 1;
        self.inline_children(id);
        self.plain -= 1;
        let text = self.out.get(start..).unwrap_or_default();
        if text.is_empty() || text.contains("<a ") {
            // A link in it can't stand in another one.
            let link = "aria-label=\"Link to this section\"></a>";
            let _ = write!(self.out, "<a class=\"anchor\" href=\"#{anchor}\" {link}");
        } else {
            // The heading's own text is the link: a link beside it would be read as part of its name.
            self.out.insert_str(start, &format!("<a class=\"anchor\" href=\"#{anchor}\">"));
            self.out.push_str("</a>");
        }
        let _ = writeln!(self.out, "</h{level}>");
    }

    fn callout(&mut self, callout: &Callout, id: NodeId) {
        let (kind, title) = match callout {
            Callout::Note => ("note", "Note"),
            Callout::Tip => ("tip", "Tip"),
            Callout::Important => ("important", "Important"),
            Callout::Warning => ("warning", "Warning"),
            Callout::Caution => ("caution", "Caution"),
            Callout::Exam(_) => ("exam", "Exam tip"),
        };
        let _ = write!(
            self.out,
            "<div class=\"callout\" data-kind=\"{kind}\" role=\"note\">\n<p class=\"callout-title\">{title}"
        );
        if let Callout::Exam(exams) = callout {
            for exam in exams {
                self.out.push(' ');
                self.badge(exam);
            }
        }
        self.out.push_str("</p>\n");
        self.children(id);
        self.out.push_str("</div>\n");
    }

    /// The sign of an exam; it leads to the exam's page if there is one.
    pub(super) fn badge(&mut self, exam: &str) {
        let href = self.env.site.exam_href(exam, "").filter(|_| self.gathered_from.is_none());
        let exam = escape::escape(exam);
        let _ = match href {
            Some(href) => {
                let href = escape::address(&href);
                write!(self.out, "<a class=\"badge\" data-exam=\"{exam}\" href=\"{href}\">{exam}</a>")
            }
            None => write!(self.out, "<span class=\"badge\" data-exam=\"{exam}\">{exam}</span>"),
        };
    }

    fn list(&mut self, start: Option<u64>, id: NodeId) {
        match start {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(n) => {
                let _ = writeln!(self.out, "<ol start=\"{n}\">");
            }
        }
        self.children(id);
        self.out.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    /// Items of tight lists hold their text directly, others hold blocks.
    pub(super) fn item(&mut self, id: NodeId) {
        let document = self.document;
        let mut first = document.subtree(id).skip(1).take(2);
        let is_task = first.any(|(_, node)| matches!(node.kind, Kind::TaskMarker(_)));
        self.out.push_str(if is_task { "<li class=\"task\">" } else { "<li>" });
        let mut after_text = false;
        for (at, (child, node)) in document.children(id).enumerate() {
            let is_block = node.kind.is_block();
            if is_block && (at == 0 || after_text) {
                self.out.push('\n');
            }
            after_text = !is_block;
            self.block(child);
        }
        self.out.push_str("</li>\n");
    }

    fn definition(&mut self, id: NodeId) {
        self.out.push_str("<dd>");
        self.children(id);
        self.out.push_str("</dd>\n");
    }

    fn code_block(&mut self, language: &str, code: &str, id: NodeId) {
        self.styles.insert(Style::Code);
        let name = if language.is_empty() { "text" } else { language };
        let shown = escape::escape(name);
        let _ = write!(self.out, "<div class=\"code\" data-lang=\"{shown}\"><pre tabindex=\"0\"><code>");
        match self.env.highlighter.highlight(name, code) {
            Ok(html) => self.out.push_str(&html),
            Err(unknown) => {
                escape::push(&mut self.out, code);
                let problem = Diagnostic::warning(
                    Code::UnknownLanguage,
                    format!("no grammar knows the language `{name}`"),
                );
                self.diagnostics
                    .push(problem.at(self.file, self.document.node(id).range()).help(unknown.help()));
            }
        }
        self.out.push_str("</code></pre></div>\n");
    }
}

#[cfg(test)]
mod tests {
    use crate::render::html::samples::body;

    #[test]
    fn a_heading_is_the_link_to_itself_unless_a_link_stands_in_it() {
        for (heading, expected) in [
            ("## A `b`", "<h2 id=\"a-b\"><a class=\"anchor\" href=\"#a-b\">A <code>b</code></a></h2>"),
            (
                "## See [x](https://e.org/)",
                "</a><a class=\"anchor\" href=\"#see-x\" aria-label=\"Link to this section\"></a></h2>",
            ),
            (
                "## {#none}",
                "<a class=\"anchor\" href=\"#none\" aria-label=\"Link to this section\"></a></h2>",
            ),
        ] {
            let html = body(&[("index.md", heading)]);
            assert!(html.contains(expected), "{html}");
        }
    }
}
