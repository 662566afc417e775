//! Made-up notes to measure with. In: how many, and for which generator. Out:
//! the same files every time: 1 to 6 KB each, with links, tables, lists, tags,
//! and code in a third of them. Must not know how they are measured.

use super::text::{Random, Writer, capital};
use super::words::WORDS;

/// Notes in a folder; ten such folders make a group.
const SECTION: usize = 40;
const SECTIONS_IN_GROUP: usize = 10;

/// Which generator the files are for. The text is the same for all; what
/// differs is front matter, links, and the names of the folders' own pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Studydeck,
    Zola,
    Hugo,
    Mdbook,
}

/// One file: its path below the content folder, and its text.
pub(crate) type File = (String, String);

/// All files of a corpus.
pub(crate) fn files(notes: usize, dialect: Dialect) -> Vec<File> {
    let mut files = Vec::with_capacity(notes + notes / SECTION + 8);
    let index = dialect.index_name();
    files.push((index.to_owned(), folder_page(dialect, "Made-up notes", 0, true)));
    for group in 0..notes.div_ceil(SECTION * SECTIONS_IN_GROUP) {
        let title = format!("Group {group}");
        files.push((format!("group-{group:02}/{index}"), folder_page(dialect, &title, group, false)));
    }
    for section in 0..notes.div_ceil(SECTION) {
        let place = Place { index: section * SECTION };
        let title = format!("Section {section}");
        files.push((format!("{}/{index}", place.folder()), folder_page(dialect, &title, section, false)));
    }
    for index in 0..notes {
        files.push((Place { index }.file(), note(index, notes, dialect)));
    }
    files
}

/// The text of one note.
pub(crate) fn note(index: usize, total: usize, dialect: Dialect) -> String {
    let mut random = Random::new(index);
    let title = title(index);
    let summary = random.sentence();
    let tags = random.tags();
    let mut writer = Writer { text: String::new(), links: Vec::new(), random };
    for _ in 0..2 + writer.random.below(5) {
        let target = (index + 1 + writer.random.below(total.max(2) - 1)) % total.max(1);
        writer.links.push(link(Place { index }, Place { index: target }, dialect));
    }
    // Two dice, so that middling lengths are the most frequent.
    let length = 600 + writer.random.below(2300) + writer.random.below(2300);
    let mut code = if index.is_multiple_of(3) { 1 + writer.random.below(3) } else { 0 };
    writer.paragraph();
    let mut heading = 0;
    while writer.text.len() < length {
        heading += 1;
        writer.heading(heading);
        writer.paragraph();
        match heading % 3 {
            1 => writer.list(),
            2 => writer.table(),
            _ => writer.paragraph(),
        }
        if code > 0 {
            code -= 1;
            writer.code(index, code);
        }
    }
    writer.see_also();
    front_matter(dialect, &title, &summary, index % SECTION, &tags) + &writer.text
}

/// Where a note lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The note's number.
    pub(crate) index: usize,
}

impl Place {
    fn folder(self) -> String {
        let section = self.index / SECTION;
        format!("group-{:02}/section-{:02}", section / SECTIONS_IN_GROUP, section % SECTIONS_IN_GROUP)
    }

    /// The note's file below the content folder.
    pub(crate) fn file(self) -> String {
        format!("{}/note-{:02}.md", self.folder(), self.index % SECTION)
    }
}

impl Dialect {
    fn index_name(self) -> &'static str {
        match self {
            Self::Studydeck => "index.md",
            Self::Zola | Self::Hugo => "_index.md",
            Self::Mdbook => "README.md",
        }
    }
}

fn title(index: usize) -> String {
    format!("{} {} {index}", capital(WORDS[index % WORDS.len()]), WORDS[(index / 7) % WORDS.len()])
}

fn folder_page(dialect: Dialect, title: &str, order: usize, home: bool) -> String {
    let summary = format!("The notes of {}.", title.to_lowercase());
    let mut text = front_matter(dialect, title, &summary, order, &[]);
    if home {
        text.push_str("Text made for measuring; it means nothing.\n");
    }
    text
}

fn front_matter(dialect: Dialect, title: &str, summary: &str, order: usize, tags: &[&str]) -> String {
    let tags = if tags.is_empty() { String::new() } else { format!("tags = {tags:?}\n") };
    match dialect {
        Dialect::Studydeck => {
            format!("+++\ntitle = \"{title}\"\nsummary = \"{summary}\"\norder = {order}\n{tags}+++\n\n")
        }
        Dialect::Zola => {
            let tags = if tags.is_empty() { tags } else { format!("[taxonomies]\n{tags}") };
            format!("+++\ntitle = \"{title}\"\ndescription = \"{summary}\"\nweight = {order}\n{tags}+++\n\n")
        }
        Dialect::Hugo => {
            let weight = order + 1;
            format!("+++\ntitle = \"{title}\"\nsummary = \"{summary}\"\nweight = {weight}\n{tags}+++\n\n")
        }
        Dialect::Mdbook => format!("# {title}\n\n{summary}\n\n"),
    }
}

/// A Markdown link from one note to another.
fn link(from: Place, to: Place, dialect: Dialect) -> String {
    let text = title(to.index).to_lowercase();
    let file = to.file();
    match dialect {
        Dialect::Zola => format!("[{text}](@/{file})"),
        Dialect::Hugo => format!("[{text}]({{{{< relref \"/{file}\" >}}}})"),
        Dialect::Studydeck | Dialect::Mdbook => {
            let (here, there) = (from.folder(), to.folder());
            let name = file.strip_prefix(&there).unwrap_or(&file).trim_start_matches('/');
            let address = if here == there { name.to_owned() } else { format!("../../{file}") };
            format!("[{text}]({address})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_every_time() {
        let hash = |files: &[File]| {
            let mut hasher = blake3::Hasher::new();
            for (path, text) in files {
                hasher.update(path.as_bytes()).update(text.as_bytes());
            }
            hasher.finalize().to_hex().to_string()
        };
        let first = files(200, Dialect::Studydeck);
        assert_eq!(hash(&first), hash(&files(200, Dialect::Studydeck)));
        // A change of the corpus makes old figures worthless: it should be meant.
        assert_eq!(&hash(&first)[..16], "50bdcbadec8eda92");
    }

    #[test]
    fn notes_have_the_length_that_the_figures_are_quoted_for() {
        let sizes: Vec<usize> = (0..1000).map(|index| note(index, 1000, Dialect::Studydeck).len()).collect();
        let mean = sizes.iter().sum::<usize>() / sizes.len();
        assert!((3200..=3600).contains(&mean), "mean {mean}");
        assert!(
            sizes.iter().all(|size| (1000..=6144).contains(size)),
            "{:?} to {:?}",
            sizes.iter().min(),
            sizes.iter().max()
        );
    }

    #[test]
    fn a_third_has_code_and_no_block_occurs_twice() {
        let mut blocks = std::collections::BTreeSet::new();
        let mut with_code = 0;
        for index in 0..600 {
            let text = note(index, 600, Dialect::Studydeck);
            let code: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
            with_code += usize::from(!code.is_empty());
            for block in code {
                assert!(blocks.insert(block.to_owned()), "twice: {block}");
            }
        }
        assert_eq!(with_code, 200);
        for language in ["rust", "yaml", "json", "bash", "dockerfile"] {
            assert!(blocks.iter().any(|block| block.starts_with(language)), "{language}");
        }
    }

    #[test]
    fn every_link_leads_to_a_note_of_the_corpus() {
        let files = files(90, Dialect::Zola);
        for (path, text) in &files {
            let links: Vec<&str> =
                text.split("](@/").skip(1).filter_map(|rest| rest.split(')').next()).collect();
            if path.contains("note-") {
                assert!((2..=6).contains(&links.len()), "{path}: {links:?}");
            }
            for link in links {
                assert!(files.iter().any(|(target, _)| target == link), "{path}: {link}");
                assert_ne!(link, path, "a note does not link to itself");
            }
        }
    }

    #[test]
    fn links_are_written_as_each_generator_wants_them() {
        let (near, far) = (Place { index: 1 }, Place { index: 401 });
        assert!(link(Place { index: 0 }, near, Dialect::Studydeck).ends_with("](note-01.md)"));
        assert!(link(near, far, Dialect::Mdbook).ends_with("](../../group-01/section-00/note-01.md)"));
        assert!(
            link(near, far, Dialect::Hugo).ends_with("]({{< relref \"/group-01/section-00/note-01.md\" >}})")
        );
    }
}
