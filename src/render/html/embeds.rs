//! Blocks made at build time: widgets and diagrams.

use std::fmt::Write as _;
use std::ops::Range;

use studydeck_ui::ssr::{Island, WidgetKind};

use super::Writer;
use crate::diag::{Code, Diagnostic, nearest};
use crate::parse::document::{BlockText, Embed, NodeId};
use crate::render::{diagram, escape};
use crate::source::Module;
use crate::write::styles::Style;

impl<'a> Writer<'a> {
    pub(super) fn embed(&mut self, embed: &'a Embed, id: NodeId) {
        if self.gathered_from.is_some() {
            return;
        }
        match embed {
            Embed::Widget { name, props } => self.widget(name, props, id),
            Embed::Diagram { source } => self.diagram(source, id),
            Embed::Quiz { bank, asked } => self.quiz(bank, asked),
            Embed::Made(block) => self.made(block, id),
        }
    }

    /// The first line of a block, which names what is embedded.
    fn first_line(&self, id: NodeId, body: usize) -> Range<usize> {
        let range = self.document.node(id).range();
        range.start..body.saturating_sub(1).clamp(range.start + 1, range.end.max(range.start + 1))
    }

    fn widget(&mut self, name: &str, props: &BlockText, id: NodeId) {
        let Some(kind) = WidgetKind::from_name(name) else {
            let names = WidgetKind::ALL.iter().map(|kind| kind.name());
            let help = nearest(name, names.clone()).map_or_else(
                || {
                    format!(
                        "the widgets are {}",
                        names.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            let problem = Diagnostic::error(Code::UnknownWidget, format!("there is no widget `{name}`"));
            let range = self.first_line(id, props.start());
            self.diagnostics.push(problem.at(self.file, range).help(help));
            return;
        };
        match Island::parse(kind, props.as_str(), &self.env.site.widgets, self.islands.widgets) {
            Ok(island) => {
                self.islands.widgets += 1;
                self.styles.insert(Style::Widgets);
                self.styles.extend(island.needs_table().then_some(Style::Compare));
                let site = self.env.site;
                let table = site.compare_file.as_ref().filter(|_| island.needs_table());
                let from = table.map(|(url, _)| {
                    format!(" data-from=\"{}\"", escape::address(&site.config.base.href(url)))
                });
                let _ = writeln!(
                    self.out,
                    "<section class=\"widget\" data-island=\"{}\" data-module=\"{}\" aria-label=\"{}\"{}><div data-root>{}</div><script type=\"text/plain\">{}</script></section>",
                    kind.name(),
                    Module::Widgets.name(),
                    escape::escape(island.label()),
                    from.unwrap_or_default(),
                    island.html(),
                    island.props_text(),
                );
            }
            Err(errors) => {
                let fallback = self.first_line(id, props.start());
                for error in errors {
                    let range = error.range.map_or(fallback.clone(), |range| props.in_source(range));
                    let problem = Diagnostic::error(Code::BadProps, error.message);
                    self.diagnostics.push(problem.at(self.file, range).help_opt(error.help));
                }
            }
        }
    }

    fn diagram(&mut self, source: &BlockText, id: NodeId) {
        self.styles.insert(Style::Diagram);
        self.diagrams += 1;
        match diagram::draw(source.as_str(), &format!("sd-diagram-{}", self.diagrams)) {
            Ok(drawn) => {
                let _ = writeln!(
                    self.out,
                    "<figure class=\"diagram\">{}<figcaption>{}<details><summary>In words</summary><p>{}</p></details></figcaption></figure>",
                    drawn.svg,
                    escape::escape(&drawn.title),
                    escape::escape(&drawn.description),
                );
            }
            Err(error) => {
                let range = match error.line() {
                    Some(line) => source.line_in_source(line),
                    None => self.first_line(id, source.start()),
                };
                let problem = Diagnostic::error(Code::BadDiagram, error.to_string());
                self.diagnostics.push(problem.at(self.file, range).help(error.help()));
            }
        }
    }
}
