//! Cheat sheets: exam tips and quick recalls of other notes, on one page.
//!
//! In: what to gather. Out: the texts under links to their notes, without
//! marks of sources, tooltips and blocks made at build time. How they fit on
//! one sheet of paper is the stylesheet's business.

use std::fmt::Write as _;

use crate::diag::{Code, Diagnostic};
use crate::link::{Page, PageId, Site};
use crate::parse::Note;
use crate::parse::blocks::{Block, Cheatsheet};
use crate::parse::document::{Callout, Document, Embed, Kind, NodeId};
use crate::render::escape;
use crate::render::html::Writer;

/// The heading over a note's quick recall.
const RECALL: &str = "quick-recall";

/// What a heading takes on paper, in characters.
const HEADING: usize = 60;
/// What the end of an item takes beside its text.
const ITEM: usize = 25;
/// How many characters a sheet holds at 7, 6.5 and 6 point, measured with a
/// wide face (DejaVu Sans). At 5.5 point it holds about 18,500; more needs a
/// second sheet.
const SHEET: [usize; 3] = [12_000, 14_200, 15_600];

/// What a note gives to a sheet.
struct Share<'a> {
    page: PageId,
    note: &'a Note,
    /// Items of lists.
    recalls: Vec<NodeId>,
    tips: Vec<(NodeId, &'a [String])>,
}

impl<'a> Writer<'a> {
    pub(super) fn cheatsheet(&mut self, sheet: &'a Cheatsheet, block: NodeId) {
        let site = self.env.site;
        let shares = gather(site, sheet);
        if shares.is_empty() {
            return self.empty_sheet(sheet, block);
        }
        let level = self.level_below(block);
        let _ = writeln!(self.out, "<div class=\"cheatsheet\" data-dense=\"{}\">", density(&shares));
        let mut section = None;
        for share in &shares {
            let top = site.top_of(share.page);
            // A sheet of families has the notes alone as its order.
            let by_section = sheet.exam.is_some();
            if by_section && section != Some(top) {
                section = Some(top);
                let title = escape::escape(&site.page(top).title);
                let _ = writeln!(self.out, "<h{level}>{title}</h{level}>");
            }
            self.share(share, level + u8::from(by_section), !by_section);
        }
        self.out.push_str("</div>\n");
    }

    fn share(&mut self, share: &Share<'a>, level: u8, badges: bool) {
        let page: &'a Page = self.env.site.page(share.page);
        let _ = write!(self.out, "<h{level}>");
        let link = self.link_to(share.page);
        self.out.push_str(&link);
        let _ = write!(self.out, "</h{level}>\n<ul>\n");
        let own = (self.plain, self.gathered_from, self.diagnostics.len());
        self.plain += 1;
        self.gathered_from = Some(share.page);
        self.within(&share.note.document, &page.targets, &share.note.path, |writer| {
            share.recalls.iter().for_each(|item| writer.item(*item));
            for (tip, exams) in &share.tips {
                writer.tip(*tip, if badges { exams } else { &[] });
            }
        });
        (self.plain, self.gathered_from) = (own.0, own.1);
        // The note's own page reports what is wrong with its text.
        self.diagnostics.truncate(own.2);
        self.out.push_str("</ul>\n");
    }

    /// A call-out as an item of a list.
    fn tip(&mut self, tip: NodeId, exams: &[String]) {
        self.out.push_str("<li>");
        for exam in exams {
            self.badge(exam);
            self.out.push(' ');
        }
        let document = self.document;
        for (at, (child, node)) in document.children(tip).enumerate() {
            match node.kind {
                Kind::Paragraph if at == 0 => self.inline_children(child),
                _ => self.block(child),
            }
        }
        self.out.push_str("</li>\n");
    }

    fn empty_sheet(&mut self, sheet: &Cheatsheet, block: NodeId) {
        let named = sheet.families.first().or(sheet.exam.as_ref());
        let range = named.map_or_else(|| self.document.node(block).range(), |name| name.range.clone());
        let (what, help) = match &sheet.exam {
            Some(exam) => ("exam tip", format!("write `> [!EXAM] {}`", exam.value)),
            None => ("exam tip and no quick recall", "write a list under `## Quick recall`".to_owned()),
        };
        let message = format!("there is no {what} for this cheat sheet");
        let place = if sheet.families.is_empty() { "a note" } else { "a note of these families" };
        let problem = Diagnostic::error(Code::BadBlock, message).at(self.file, range);
        self.diagnostics.push(problem.help(format!("{help} in {place}, or take the block out")));
    }
}

/// What the listed notes give, in the menu's order.
fn gather<'a>(site: &'a Site, sheet: &Cheatsheet) -> Vec<Share<'a>> {
    let in_families = |page: &Page| {
        let families = &sheet.families;
        families.is_empty() || families.iter().any(|family| page.family.as_ref() == Some(&family.value))
    };
    let mut shares = Vec::new();
    for id in site.in_menu_order() {
        let page = site.page(id);
        let Some(note) = page.note.as_deref().filter(|note| in_families(page) && !is_sheet(&note.document))
        else {
            continue;
        };
        let (recalls, tips) = match &sheet.exam {
            Some(exam) => (Vec::new(), tips(&note.document, Some(&exam.value))),
            None => (recalls(&note.document), tips(&note.document, None)),
        };
        if !(recalls.is_empty() && tips.is_empty()) {
            shares.push(Share { page: id, note, recalls, tips });
        }
    }
    shares
}

/// How small the type must be for all of it to stand on a sheet of A4: 0 is
/// 7 point, each step half a point less. Counted in characters, with the room
/// that headings and broken lines take.
fn density(shares: &[Share<'_>]) -> usize {
    let room = |share: &Share<'_>| -> usize {
        let items = share.recalls.iter().chain(share.tips.iter().map(|(tip, _)| tip));
        HEADING
            + items.map(|item| ITEM + share.note.document.plain_text(*item).chars().count()).sum::<usize>()
    };
    let all: usize = shares.iter().map(room).sum();
    SHEET.iter().take_while(|most| all > **most).count()
}

/// Whether a cheat sheet stands in it.
fn is_sheet(document: &Document) -> bool {
    document.iter().any(|(_, node)| match &node.kind {
        Kind::Embed(embed) => matches!(&**embed, Embed::Made(Block::Cheatsheet(_))),
        _ => false,
    })
}

/// The exam tips of a note: all, or those for one exam.
fn tips<'a>(document: &'a Document, exam: Option<&str>) -> Vec<(NodeId, &'a [String])> {
    let tips = document.iter().filter_map(|(id, node)| {
        let Kind::Callout(callout) = &node.kind else { return None };
        let Callout::Exam(exams) = &**callout else { return None };
        exam.is_none_or(|exam| exams.iter().any(|other| other == exam)).then_some((id, exams.as_slice()))
    });
    tips.collect()
}

/// The items of the lists under the heading `quick-recall`, down to the next
/// heading of its level or above.
fn recalls(document: &Document) -> Vec<NodeId> {
    let mut items = Vec::new();
    let mut open = None;
    for (id, node) in document.roots() {
        match &node.kind {
            Kind::Heading(level, anchor) if anchor.as_str() == RECALL => open = Some(*level),
            Kind::Heading(level, _) if open.is_some_and(|under| *level <= under) => open = None,
            Kind::List(_) if open.is_some() => items.extend(document.children(id).map(|(item, _)| item)),
            _ => {}
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown;
    use crate::path::SitePath;

    const NOTE: &str = "Text.\n\n> [!EXAM] CLF\n> One.\n\n- no recall\n\n## Quick recall\n\n- a\n- b\n\n\
        ### More\n\n1. c\n\n## See also\n\n- d\n\n> [!EXAM] SAA, DVA\n> Two.\n";

    fn document() -> Document {
        markdown::fragment(&SitePath::new("content/a.md").unwrap(), NOTE)
    }

    #[test]
    fn recalls_are_the_items_under_their_heading() {
        let document = document();
        let texts: Vec<_> = recalls(&document).into_iter().map(|item| document.plain_text(item)).collect();
        assert_eq!(texts, ["a", "b", "c"]);
    }

    #[test]
    fn tips_are_told_apart_by_exam() {
        let document = document();
        let texts = |exam| -> Vec<String> {
            tips(&document, exam).into_iter().map(|(tip, _)| document.plain_text(tip)).collect()
        };
        assert_eq!(texts(None), ["One.", "Two."]);
        assert_eq!(texts(Some("DVA")), ["Two."]);
        assert_eq!(texts(Some("SOA")), [""; 0]);
    }
}
