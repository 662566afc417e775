//! Rules for a body that need no other file. In: a document. Out: diagnostics
//! for headings that skip a level, raw HTML that the site's security policy
//! would block or whose links no check sees, images without a text, paragraphs
//! that are too long, and links that don't say where they lead.

use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;

use super::document::{Document, Kind, LinkForm, Node, NodeId};

/// Words of a paragraph at most; over it, two thoughts share one.
const PARAGRAPH_LIMIT: usize = 120;

/// Texts that say nothing when a screen reader lists a page's links.
const VAGUE: [&str; 12] = [
    "here",
    "click here",
    "see here",
    "this",
    "this link",
    "this page",
    "link",
    "more",
    "read more",
    "see more",
    "learn more",
    "find out more",
];

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
            Kind::Number(name) if in_heading(document, id) => {
                let message = format!("the number `{name}` stands in a heading");
                let problem = Diagnostic::error(Code::BadValue, message).at(file, node.range());
                diagnostics.push(problem.help("headings are kept in links: name the number in the text"));
            }
            Kind::Paragraph => long_paragraph(file, document, id, diagnostics),
            Kind::Link(LinkForm::Markdown | LinkForm::WikiWithText, ..) => {
                vague_link(file, document, id, diagnostics);
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

fn long_paragraph(file: &SitePath, document: &Document, id: NodeId, diagnostics: &mut Vec<Diagnostic>) {
    let words = document.plain_text(id).split_whitespace().count();
    if words > PARAGRAPH_LIMIT {
        // Its begin alone: a mark under the whole of it would fill the screen.
        let start = document.node(id).range().start;
        let message = format!("this paragraph has {words} words");
        let problem = Diagnostic::warning(Code::LongParagraph, message).at(file, start..start);
        let help = format!("divide it where the thought turns: more than {PARAGRAPH_LIMIT} are hard to read");
        diagnostics.push(problem.help(help));
    }
}

fn vague_link(file: &SitePath, document: &Document, id: NodeId, diagnostics: &mut Vec<Diagnostic>) {
    let text = document.plain_text(id).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    if VAGUE.contains(&words.as_str()) {
        let message = format!("the link text `{}` does not say where it leads", text.trim());
        let problem = Diagnostic::warning(Code::VagueLink, message).at(file, document.node(id).range());
        diagnostics.push(
            problem.help("name the target: readers look for links, and hear them, without the text around"),
        );
    }
}

fn in_heading(document: &Document, id: NodeId) -> bool {
    document.iter().any(|(heading, node)| {
        matches!(node.kind, Kind::Heading(..)) && document.subtree(heading).any(|(inner, _)| inner == id)
    })
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

#[cfg(test)]
mod tests {
    use crate::diag::Code;
    use crate::parse::markdown;
    use crate::path::SitePath;

    fn problems(text: &str) -> Vec<(Code, String)> {
        let file = SitePath::new("content/a.md").unwrap();
        let (_, problems) = markdown::parse(&file, text, 0);
        problems.into_iter().map(|problem| (problem.code, problem.message)).collect()
    }

    #[test]
    fn a_paragraph_has_at_most_120_words() {
        let words = |count: usize| vec!["word"; count].join(" ");
        assert_eq!(problems(&format!("{}\n\n{}", words(120), words(120))), []);
        let long = problems(&format!("{}\n**two *more***", words(119)));
        assert_eq!(long, [(Code::LongParagraph, "this paragraph has 121 words".to_owned())]);
        assert_eq!(problems(&format!("```text\n{}\n```", words(200))), [], "code is no paragraph");
    }

    #[test]
    fn a_link_says_where_it_leads() {
        for vague in ["here", "Click **here**", "More…", "read more »", "`this`"] {
            let found = problems(&format!("See [{vague}](b.md)."));
            assert_eq!(found.len(), 1, "{vague}");
            assert_eq!(found[0].0, Code::VagueLink, "{vague}");
        }
        assert_eq!(problems("See [[tasks|here]].").len(), 1);
        for good in ["[more about tasks](b.md)", "[[here]]", "<https://example.org>", "![here](b.svg)"] {
            assert_eq!(problems(good), [], "{good}");
        }
    }
}
