//! What holds for every input, however odd: tried with random text.
//!
//! Text is made of the marks that Markdown, front matter and this program's
//! own additions know, so that they meet in every order. A case that fails is
//! made small by proptest; it belongs into the tests of the module at fault.

mod support;

use proptest::prelude::*;
use studydeck::diag::Diagnostic;
use studydeck::parse::Note;
use studydeck::parse::bank::{Bank, Standard};
use studydeck::parse::document::{Document, NodeId};
use studydeck::path::{AnchorId, PathError, SitePath, Slug, UrlPath};
use support::html;
use support::library::{file, site};

/// Marks and words, put together at random.
const PIECES: &[&str] = &[
    "a",
    "Wort",
    "é",
    "漢字",
    "😀",
    "\u{0}",
    "\u{a0}",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\\",
    "# ",
    "## ",
    "###### ",
    "## T {#t}\n",
    "## T {#t}",
    "{#",
    "}",
    "===\n",
    "---\n",
    "***\n",
    "> ",
    "> > ",
    "> [!NOTE]\n> ",
    "> [!EXAM] CLF\n> ",
    "```map\n```\n",
    "```cheatsheet\nexam = 'CLF'\n```\n",
    "> [!EXAM]",
    "[!EXAM] CLF",
    "- ",
    "* ",
    "1. ",
    "7) ",
    "- [x] ",
    "- [ ] ",
    "\n\n  ",
    "[^a]",
    "[^b]",
    "[^a]: ",
    "\n[^b]: x\n",
    "[^",
    "[[",
    "]]",
    "[[a|b]]",
    "[[x#y]]",
    "[",
    "](",
    ")",
    "](x.md#y)",
    "![",
    "![alt](cluster.svg)",
    "[r]: /u \"t\"\n",
    "[r]",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "``",
    "```",
    "~~~",
    "```\n",
    "\n```rust\n",
    "\n```widget lambda-cost\n",
    "requests = 1\n",
    "\n```mermaid\n",
    "flowchart TB\n",
    "accTitle: T\n",
    "accDescr: D\n",
    "a --> b\n",
    "\n```quiz b\n",
    "|",
    "a|b\n-|-\n",
    "|:-|-:|\n",
    "$",
    "$$",
    "$\\frac{1}{2}$",
    "$$x$$",
    "\nTerm\n: ",
    ": ",
    "&amp;",
    "&",
    "\"",
    "'",
    "https://example.org",
    "task",
    "+++\n",
    "title = \"T\"\n",
    "title: T\n",
    "summary = \"S\"\n",
    "tags = [\"a\"]\n",
    "slug = \"../x\"\n",
    "aliases = [\"/a\"]\n",
    "order: 3\n",
];

/// Marks of HTML: with them tags need not be balanced.
const HTML_PIECES: &[&str] = &[
    "<",
    ">",
    "<b>",
    "</b>",
    "<div>\n",
    "</div>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "<a href=\"",
    "<https://a.b>",
    "<a@b.c>",
];

fn pieces(with_html: bool) -> impl Strategy<Value = String> {
    let mut all = PIECES.to_vec();
    if with_html {
        all.extend(HTML_PIECES);
    }
    prop::collection::vec(prop::sample::select(all), 0..60).prop_map(|pieces| pieces.concat())
}

/// Pieces, sometimes behind front matter; and sometimes any text at all.
fn notes(with_html: bool) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => pieces(with_html).prop_map(|body| format!("+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n{body}")),
        1 => pieces(with_html).prop_map(|body| format!("---\r\ntitle: T\r\nsummary: S\r\n---\r\n{body}")),
        2 => pieces(with_html),
        1 => any::<String>().prop_map(move |text| if with_html { text } else { text.replace('<', "") }),
    ]
}

fn config() -> ProptestConfig {
    // `PROPTEST_CASES` asks for more.
    let known = ProptestConfig::default();
    ProptestConfig { cases: known.cases * 4, failure_persistence: None, ..known }
}

/// Every node lies in the text and in its parent, at characters' edges.
fn check_document(text: &str, document: &Document) -> Result<(), TestCaseError> {
    for (id, node) in document.iter() {
        let range = node.range();
        prop_assert!(range.start <= range.end && range.end <= text.len(), "{node:?} in {} bytes", text.len());
        prop_assert!(text.get(range.clone()).is_some(), "{node:?} cuts a character");
        for (child, inner) in document.children(id) {
            let inside = inner.range().start >= range.start && inner.range().end <= range.end;
            prop_assert!(inside, "{inner:?} lies outside {node:?}");
            prop_assert!(child > id);
        }
    }
    let below: usize = document.roots().map(|(id, _)| document.subtree(id).count()).sum();
    prop_assert_eq!(below, document.len(), "every node lies below exactly one root");
    if !document.is_empty() {
        prop_assert_eq!(document.roots().next().map(|(id, _)| id), Some(NodeId(0)));
    }
    Ok(())
}

fn check_diagnostics(text: &str, diagnostics: &[Diagnostic]) -> Result<(), TestCaseError> {
    for diagnostic in diagnostics {
        let Some(range) = diagnostic.range else { continue };
        prop_assert!(text.get(range.start..range.end).is_some(), "{diagnostic:?} in {} bytes", text.len());
        prop_assert!(!diagnostic.message.is_empty());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn notes_of_any_text_are_parsed(text in notes(true)) {
        let note = Note::parse(&file("content/a.md", &text));
        check_document(&text, &note.document)?;
        check_diagnostics(&text, &note.diagnostics)?;
    }

    #[test]
    fn banks_of_any_text_are_parsed(text in notes(true)) {
        let bank = Bank::parse(&file("content/questions/a.md", &text), Standard::Exam);
        check_document(&text, &bank.document)?;
        check_diagnostics(&text, &bank.diagnostics)?;
    }

    #[test]
    fn data_of_any_text_is_parsed(text in "[a-z\\[\\]=\"\n .0-9-]{0,80}") {
        for name in ["sources.toml", "glossary.toml", "prices/lambda.toml"] {
            let path = format!("content/data/{name}");
            let memory = site(Vec::new(), vec![file(&path, &text)], &[]);
            let own = |d: &&Diagnostic| d.file.as_ref().is_some_and(|file| file.as_str() == path);
            let own: Vec<_> = memory.diagnostics.iter().filter(own).cloned().collect();
            check_diagnostics(&text, &own)?;
        }
    }

    #[test]
    fn any_notes_make_a_site(a in notes(true), b in notes(true)) {
        let texts = [("content/a.md", &a), ("content/x.md", &b)];
        let notes = texts.iter().map(|(path, text)| file(path, text)).collect();
        let memory = site(notes, vec![glossary()], &["content/cluster.svg"]);
        let rendered = memory.bodies().into_values().flat_map(|body| body.diagnostics);
        for diagnostic in memory.diagnostics.iter().cloned().chain(rendered) {
            let text = texts.iter().find(|(path, _)| diagnostic.file.as_ref().is_some_and(|file| file.as_str() == *path));
            if let Some((_, text)) = text {
                check_diagnostics(text, &[diagnostic])?;
            }
        }
    }

    #[test]
    fn html_is_balanced(text in notes(false)) {
        let memory = site(vec![file("content/a.md", &text)], vec![glossary()], &["content/cluster.svg"]);
        for body in memory.bodies().into_values() {
            let balanced = html::balanced(&body.html);
            prop_assert!(balanced.is_ok(), "{balanced:?} in {}", body.html);
            let ids = html::ids(&html::tags(&body.html));
            prop_assert!(ids.is_ok() || !memory.diagnostics.is_empty(), "the id {ids:?} twice in {}", body.html);
        }
    }

    #[test]
    fn no_path_leaves_its_root(base in path(), raw in path()) {
        let parts = |text: &str| text.split('/').any(|step| step == "..");
        if let Ok(path) = SitePath::new(&raw) {
            prop_assert!(!parts(path.as_str()) && !path.as_str().starts_with('/') && !path.as_str().contains('\\'));
        }
        if let Ok(from) = SitePath::new(&base) {
            match from.resolve(&raw) {
                Ok(path) => prop_assert!(!parts(path.as_str()) && !path.as_str().starts_with('/')),
                Err(error) => prop_assert!(error != PathError::Absolute || raw.starts_with('/')),
            }
        }
        for url in [UrlPath::authored(&raw), UrlPath::file(&raw)].into_iter().flatten() {
            prop_assert!(url.as_str().starts_with('/') && !url.as_str().contains("//"), "{url}");
            let output = url.output_file();
            prop_assert!(!parts(output.as_str()) && !output.as_str().starts_with('/'), "{output}");
        }
    }

    #[test]
    fn slugs_and_anchors_are_one_step(raw in any::<String>()) {
        let slug = Slug::from_text(&raw);
        prop_assert!(!slug.as_str().is_empty() && !slug.as_str().contains(['/', '.', '\\']));
        prop_assert_eq!(Slug::new(slug.as_str()), Ok(slug.clone()), "a slug stays as it is");
        let page = UrlPath::page(&[slug.clone(), slug]);
        prop_assert_eq!(page.as_str().matches('/').count(), 3);
        let anchor = AnchorId::from_text(&raw);
        prop_assert_eq!(AnchorId::new(anchor.as_str()), Some(anchor));
    }
}

fn path() -> impl Strategy<Value = String> {
    const STEPS: &[&str] =
        &["a", "B.md", "..", ".", "", "...", "é", "a b", "%2e%2e", "\\", "\u{0}", "index.html"];
    prop_oneof![
        prop::collection::vec(prop::sample::select(STEPS), 0..6).prop_map(|steps| steps.join("/")),
        any::<String>(),
    ]
}

fn glossary() -> studydeck::source::TextFile {
    file(
        "content/data/glossary.toml",
        "[task]\nterm = 'task'\ndefinition = 'A copy.'\n[wort]\nterm = 'Wort'\ndefinition = 'W.'\n",
    )
}
