//! Markdown as plain text, for formats that know no HTML.
//!
//! In: nodes of the document in which a [`Writer`] stands. Out: text. Blocks and
//! items stand on lines of their own; a link has its address behind it in brackets.

use crate::link::Target;
use crate::parse::document::{Kind, LinkForm, NodeId};
use crate::render::html::Writer;

/// The text of blocks, each on lines of its own.
pub(super) fn blocks(writer: &Writer<'_>, ids: &[NodeId]) -> String {
    let mut text = Text { writer, out: String::new() };
    for id in ids {
        text.block(*id);
    }
    text.out.trim().to_owned()
}

/// The text below a node that holds text in the line; blocks in it are left out.
pub(super) fn inline(writer: &Writer<'_>, id: NodeId) -> String {
    let mut text = Text { writer, out: String::new() };
    text.inlines(id);
    text.out.trim().to_owned()
}

struct Text<'w, 'a> {
    writer: &'w Writer<'a>,
    out: String,
}

impl Text<'_, '_> {
    fn block(&mut self, id: NodeId) {
        let document = self.writer.document;
        self.new_line();
        match &document.node(id).kind {
            Kind::CodeBlock(_, code) => self.out.push_str(code.trim_end()),
            Kind::List(start) => {
                for (at, (item, _)) in (start.unwrap_or(1)..).zip(document.children(id)) {
                    self.new_line();
                    match start {
                        Some(_) => self.out.push_str(&format!("{at}. ")),
                        None => self.out.push_str("- "),
                    }
                    self.inlines(item);
                    self.blocks_of(item);
                }
            }
            Kind::DefinitionList | Kind::Table(_) => {
                document.children(id).for_each(|(child, _)| self.block(child));
            }
            // Cells stand beside each other.
            Kind::TableHead | Kind::TableRow => {
                for (at, (cell, _)) in document.children(id).enumerate() {
                    self.out.push_str(if at > 0 { " | " } else { "" });
                    self.inlines(cell);
                }
            }
            Kind::HtmlBlock(_) | Kind::Embed(_) | Kind::Rule | Kind::FootnoteDefinition(_) => {}
            _ => {
                self.inlines(id);
                self.blocks_of(id);
            }
        }
    }

    fn blocks_of(&mut self, id: NodeId) {
        let document = self.writer.document;
        for (child, _) in document.children(id).filter(|(_, node)| node.kind.is_block()) {
            self.block(child);
        }
    }

    fn new_line(&mut self) {
        let behind_mark = self.out.ends_with("- ") || self.out.ends_with(". ");
        if !self.out.is_empty() && !self.out.ends_with('\n') && !behind_mark {
            self.out.push('\n');
        }
    }

    fn inlines(&mut self, id: NodeId) {
        let document = self.writer.document;
        for (child, _) in document.children(id).filter(|(_, node)| !node.kind.is_block()) {
            self.inline(child);
        }
    }

    fn inline(&mut self, id: NodeId) {
        let (document, data) = (self.writer.document, &self.writer.env.site.data);
        match &document.node(id).kind {
            Kind::Text(text) | Kind::Code(text) | Kind::Math(_, text) => self.out.push_str(text),
            Kind::Number(name) => {
                self.out.push_str(data.numbers.get(&**name).map_or("", |number| &number.value));
            }
            Kind::SoftBreak => self.out.push(' '),
            Kind::HardBreak => self.out.push('\n'),
            Kind::Link(form, written, _) => {
                let (href, _) = self.writer.href_of(written, id);
                let before = self.out.len();
                match (form, self.writer.targets.get(id)) {
                    (LinkForm::Wiki, Target::Page(page, _)) => {
                        self.out.push_str(&self.writer.env.site.page(*page).title);
                    }
                    _ => self.inlines(id),
                }
                if self.out[before..] != href {
                    self.out.push_str(&format!(" ({href})"));
                }
            }
            // The mark of a footnote has no text, that of a source is its title and address.
            Kind::FootnoteReference(label) => {
                if let Some(source) = data.sources.get(&**label) {
                    if !self.out.ends_with([' ', '\n']) {
                        self.out.push(' ');
                    }
                    self.out.push_str(&format!("{} ({})", source.title, source.url));
                }
            }
            Kind::TaskMarker(_) | Kind::InlineHtml(_) => {}
            _ => self.inlines(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Targets;
    use crate::parse::markdown;
    use crate::path::SitePath;
    use crate::render::html::samples::with_env;

    fn text(markdown: &str) -> String {
        let file = SitePath::new("content/a.md").unwrap();
        let document = markdown::fragment(&file, markdown);
        let ids: Vec<NodeId> = document.roots().map(|(id, _)| id).collect();
        with_env(&[("index.md", "Text.")], |env| {
            let targets = Targets::default();
            let writer = Writer::new(env, env.site.home().unwrap(), &document, &targets, &file);
            blocks(&writer, &ids)
        })
    }

    #[test]
    fn blocks_stand_on_lines_of_their_own() {
        for (markdown, plain) in [
            ("One *two*\nthree.\n\nFour `5`.\n", "One two three.\nFour 5."),
            ("Then:\n\n- a\n- b\n\n  more\n", "Then:\n- a\n- b\nmore"),
            ("3. a\n4. b\n   - c\n", "3. a\n4. b\n- c"),
            ("> [!NOTE]\n> a\n\n```bash\nls -l\n\nx\n```\n", "a\nls -l\n\nx"),
            ("| a | b |\n| --- | --- |\n| c | *d* |\n", "a | b\nc | d"),
            ("Term\n: Meaning\n", "Term\nMeaning"),
            ("a <b>c</b>\\\nd\n\n---\n", "a c\nd"),
        ] {
            assert_eq!(text(markdown), plain, "{markdown}");
        }
    }
}
