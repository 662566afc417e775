//! Rules for a body that need no other file. In: a document. Out: diagnostics
//! for headings that skip a level, raw HTML that the site's security policy
//! would block or whose links no check sees, and images without a text.

use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;

use super::document::{Document, Kind, Node};

pub(super) fn check(
    file: &SitePath,
    document: &Document,
    has_title: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut level_above = 1;
    for (id, node) in document.iter() {
        match &node.kind {
            Kind::Heading(1, _) if !has_title => {}
            Kind::Heading(1, _) => {
                let problem = Diagnostic::warning(
                    Code::SecondTitle,
                    "the page has its title as first-level heading already",
                );
                diagnostics.push(problem.at(file, node.range()).help("start the body's headings at `##`"));
            }
            Kind::Heading(level, _) => {
                if *level > level_above + 1 {
                    let message = format!("this heading of level {level} follows one of level {level_above}");
                    let problem = Diagnostic::warning(Code::HeadingJump, message).at(file, node.range());
                    diagnostics.push(problem.help(format!("write it with {} `#`", level_above + 1)));
                }
                level_above = *level;
            }
            Kind::HtmlBlock(html) | Kind::InlineHtml(html) => raw_html(file, node, html, diagnostics),
            Kind::Image(..) if document.plain_text(id).trim().is_empty() => {
                let problem =
                    Diagnostic::error(Code::MissingAlt, "this image has no text for those who can't see it");
                diagnostics.push(
                    problem
                        .at(file, node.range())
                        .help("write it between the brackets: `![what it shows](file.svg)`"),
                );
            }
            _ => {}
        }
    }
}

fn raw_html(file: &SitePath, node: &Node, html: &str, diagnostics: &mut Vec<Diagnostic>) {
    let lower = html.to_ascii_lowercase();
    let blocked = [
        "<script",
        "<style",
        "<iframe",
        "<object",
        "<embed",
        " style=",
        " onclick=",
        " onload=",
        " onerror=",
    ];
    if let Some(found) = blocked.into_iter().find(|needle| lower.contains(needle)) {
        let shown = found.trim_matches(['<', ' ', '=']);
        let problem = Diagnostic::error(
            Code::BlockedHtml,
            format!("`{shown}` in raw HTML is blocked by the site's security policy"),
        );
        diagnostics.push(
            problem.at(file, node.range()).help("use Markdown, a class of the stylesheet, or a widget"),
        );
    } else if [" href=", " src="].into_iter().any(|needle| lower.contains(needle)) {
        let problem = Diagnostic::warning(
            Code::UncheckedLink,
            "links in raw HTML are not checked and don't know the base path",
        );
        diagnostics.push(problem.at(file, node.range()).help("write the link or image in Markdown"));
    }
}
