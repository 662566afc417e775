//! All questions as files for other programs, and the list that offers them.
//!
//! In: the banks that notes embed. Out: the text of each file, and a list with
//! sizes for the page. Each format has its own file, which knows [`Entry`] and
//! nothing of Markdown. A question's id is the same in every format and for ever.

mod anki;
mod csv;
mod entry;
mod gift;
#[cfg(test)]
mod samples;
mod text;

use std::fmt::Write as _;

use studydeck_model::practice::draw::Fingerprint;

use self::entry::Entry;
use super::practice::Room;
use crate::link::{LinkedBank, PageId, Site};
use crate::path::{Slug, UrlPath};
use crate::render::escape;
use crate::render::html::{Env, Writer};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table for spreadsheets and scripts.
    Csv,
    /// Moodle's text format.
    Gift,
    /// Anki's text format.
    Anki,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Gift, Self::Anki];

    /// Its name, and how the file's name ends. Moodle and Anki read files that end in `txt`.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Csv => ("CSV table", "csv"),
            Self::Gift => ("GIFT file for Moodle", "gift.txt"),
            Self::Anki => ("Anki deck", "anki.txt"),
        }
    }

    /// Where the file stands: beside the page that offers it. `None` only if the page has no
    /// address.
    #[must_use]
    pub fn url(self, site: &Site, page: PageId) -> Option<UrlPath> {
        let folder = site.page(page).url.as_str().trim_start_matches('/');
        let name = Slug::from_text(&site.config.title);
        UrlPath::file(&format!("{folder}{name}-questions.{}", self.names().1)).ok()
    }
}

/// The text of a file.
#[must_use]
pub fn file(env: &Env<'_>, kind: Kind) -> String {
    let room = Room::new(env.site);
    let mut entries = Vec::new();
    for (linked, page) in &room.banks {
        let LinkedBank { bank, targets } = *linked;
        let mut writer = Writer::new(env, *page, &bank.document, targets, &bank.path);
        (writer.plain, writer.apart, writer.abroad) = (1, true, true);
        // What is wrong with a question is reported by the page that asks it.
        entries.extend(bank.questions.iter().map(|question| Entry::new(&mut writer, bank, question)));
    }
    let title = &env.site.config.title;
    match kind {
        Kind::Csv => csv::print(&entries),
        Kind::Gift => gift::print(title, &entries),
        Kind::Anki => anki::print(title, &entries),
    }
}

impl Writer<'_> {
    /// The list of files: format, questions, size, and which version of the bank they hold.
    pub(super) fn downloads(&mut self) {
        let site = self.env.site;
        let room = Room::new(site);
        let count = room.questions().count();
        self.out.push_str("<ul class=\"downloads\">\n");
        for kind in Kind::ALL {
            let Some(url) = kind.url(site, self.page) else { continue };
            let (name, _) = kind.names();
            let size = kilobytes(file(self.env, kind).len());
            let href = escape::address(&site.config.base.href(&url));
            let _ = writeln!(
                self.out,
                "<li><a href=\"{href}\" download>{name}</a>: {count} questions, {size}</li>"
            );
        }
        self.out.push_str("</ul>\n");
        // A bank that the model refuses is reported by the practice room.
        if let Ok(bank) = room.bank(site) {
            let version = Fingerprint::of_bank(&bank).print();
            let _ = writeln!(
                self.out,
                "<p>Made from version <code>{version}</code> of the question bank. The version changes with every word of a question.</p>"
            );
        }
    }
}

/// A size for people: `1 kB` is 1,000 bytes, begun ones count.
fn kilobytes(bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    match kilobytes {
        0..1_000 => format!("{kilobytes} kB"),
        _ => format!("{}.{} MB", kilobytes / 1_000, kilobytes % 1_000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_for_people() {
        assert_eq!([1, 999_000, 1_250_000].map(kilobytes), ["1 kB", "999 kB", "1.2 MB"]);
    }
}
