//! Notes that no text leads to: a reader finds them by the menu alone.
//!
//! In: pages whose links are resolved. Out: a warning for each such note.
//! Lists that the site makes by itself, such as menu, tags and related notes,
//! do not count: they say that a note is there and not what it is for.

use std::collections::BTreeSet;

use super::site::{Page, PageId, PageKind, Target};
use crate::diag::{Code, Diagnostic};

/// Warns of every listed note to which no other page that can be found links in
/// its text. Drafts are not ready to be linked to, and nothing can link to the
/// only note of a site. A broken link may be meant for any note: while there is
/// one, nothing is said.
pub(super) fn warn(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    let numbered = (0u32..).map(PageId).zip(pages);
    let found = || numbered.clone().filter(|(_, page)| page.listed || page.kind == PageKind::Home);
    if found().filter(|(_, page)| page.note.is_some()).count() < 2 {
        return;
    }
    let mut reached: BTreeSet<PageId> = BTreeSet::new();
    for (from, page) in found() {
        if page.targets.0.iter().any(|(_, target)| *target == Target::Broken) {
            return;
        }
        reached.extend(page.targets.0.iter().filter_map(|(_, target)| match target {
            Target::Page(to, _) if *to != from => Some(*to),
            _ => None,
        }));
    }
    for (id, page) in found().filter(|(_, page)| page.kind == PageKind::Note) {
        let Some(note) = page.note.as_ref().filter(|note| !note.front.draft) else { continue };
        if !reached.contains(&id) {
            let problem =
                Diagnostic::warning(Code::OrphanNote, "no other page links to this note in its text");
            let help = "link to it from the notes that readers come from, or write `listed = false`";
            diagnostics.push(problem.at(&note.path, 0..0).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::link::samples::site;

    fn orphans(files: &[(&str, &str)]) -> Vec<String> {
        let (_, problems) = site(files);
        problems
            .iter()
            .map(|problem| problem.file.as_ref().map(ToString::to_string).unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_note_needs_a_link_in_a_text() {
        let related = "+++\ntitle='R'\nsummary='S'\nrelated=['alone.md']\n+++\n\n[Itself](related.md) \n";
        let found = orphans(&[
            ("index.md", "[One](one.md), [[two]], [Three](a/three.md#part)."),
            ("one.md", "Text."),
            ("two.md", "Text."),
            ("a/index.md", "A section needs none."),
            ("a/three.md", "## Part"),
            ("alone.md", "[Home](index.md)"),
            ("related.md", related),
        ]);
        assert_eq!(found, ["content/alone.md", "content/related.md"]);
    }

    #[test]
    fn the_only_note_is_no_orphan() {
        assert_eq!(orphans(&[("one.md", "Text.")]), [""; 0]);
        assert_eq!(orphans(&[("one.md", "Text."), ("two.md", "[One](one.md)")]), ["content/two.md"]);
    }

    #[test]
    fn a_broken_link_may_be_meant_for_it() {
        assert_eq!(orphans(&[("index.md", "[One](ona.md)"), ("one.md", "Text.")]), ["content/index.md"]);
    }

    #[test]
    fn an_unlisted_note_is_no_orphan_and_its_links_lead_nowhere() {
        let unlisted = "+++\ntitle='U'\nsummary='S'\nlisted=false\n+++\n\n[Alone](alone.md)\n";
        let found = orphans(&[("index.md", "Text."), ("unlisted.md", unlisted), ("alone.md", "Text.")]);
        assert_eq!(found, ["content/alone.md"]);
    }
}
