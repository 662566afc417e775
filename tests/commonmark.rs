//! The examples of the CommonMark specification, through the whole way that a
//! note goes: front matter, parser, links, renderer.
//!
//! The examples are those of the package `commonmark-spec`, which `npm ci` in
//! `site-tests` installs; the variable `COMMONMARK_SPEC` may name another
//! `spec.txt`. Without them the test is skipped, but for `CI=true`, where it
//! fails. What this program adds on purpose (anchors of headings, wrappers of
//! code, …) is taken out of its HTML first. Other differences stand in
//! [`DIFFERENCES`], each with its reason, and nothing else may differ.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use support::library::{file, site};
use support::repository;

/// Examples that come out otherwise, and why that is right for notes.
const DIFFERENCES: &[(usize, &str)] = &[
    (548, "`[[foo]]` is a wikilink"),
    (559, "`[[*foo* bar]]` is a wikilink"),
    (590, "`![[foo]]` is a wikilink shown as an image"),
];

/// Files that the examples show as images; without them there is no image.
const IMAGES: &[&str] = &["u.svg", "u2.svg", "u3.svg", "moon.jpg", "train.jpg", "path/to/train.jpg"];

/// An image is a file beside the notes, so the examples' images get names of
/// files, and stand in the page by their address from the site's root.
const IMAGE_NAMES: &[(&str, &str)] = &[
    ("/url2", "/u2.svg"),
    ("/url", "/u.svg"),
    ("<url>", "<u.svg>"),
    ("(uri3)", "(u3.svg)"),
    ("src=\"url\"", "src=\"/u.svg\""),
    ("src=\"uri3\"", "src=\"/u3.svg\""),
    ("src=\"train", "src=\"/train"),
    ("src=\"moon", "src=\"/moon"),
];

/// One example of the specification.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The specification's text, if it is there.
fn specification() -> Option<String> {
    let installed = || repository().join("site-tests/node_modules/commonmark-spec/spec.txt");
    let path = std::env::var_os("COMMONMARK_SPEC").map_or_else(installed, PathBuf::from);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            let message = format!("{}: {error}; run `npm ci` in `site-tests`", path.display());
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{message}");
            eprintln!("skipped: {message}");
            None
        }
    }
}

/// Cuts the examples out of the specification: each stands between fences of
/// 32 back-ticks, Markdown and HTML parted by a line with a dot.
fn examples(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("{fence} example\n");
    let text = text.replace("\r\n", "\n");
    let text = text.split("<!-- END TESTS -->").next().unwrap_or_default();
    let parts = text.split(&opening).skip(1).filter_map(|part| part.split_once(&format!("\n{fence}\n")));
    let cut = |(number, (example, _)): (usize, (&str, &str))| {
        // Either half may be empty.
        let padded = format!("\n{example}\n");
        let (markdown, html) = padded.split_once("\n.\n").unwrap_or_default();
        let markdown = format!("{}\n", markdown.strip_prefix('\n').unwrap_or(markdown));
        let has_image = markdown.contains("![");
        let text = |text: &str| {
            let names = IMAGE_NAMES.iter().filter(|_| has_image);
            names.fold(text.replace('→', "\t"), |text, (from, to)| text.replace(from, to))
        };
        Example { number, markdown: text(&markdown), html: text(html) }
    };
    (1..).zip(parts).map(cut).collect()
}

#[test]
fn the_examples_come_out_as_specified() {
    let Some(text) = specification() else { return };
    let examples = examples(&text);
    assert!(examples.len() > 600, "only {} examples", examples.len());
    let path = |number: usize| format!("content/example-{number}.md");
    let notes = examples.iter().map(|example| {
        let front = "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n";
        file(&path(example.number), &format!("{front}{}", example.markdown))
    });
    let images: Vec<String> = IMAGES.iter().map(|name| format!("content/{name}")).collect();
    let images: Vec<&str> = images.iter().map(String::as_str).collect();
    let memory = site(notes.collect(), Vec::new(), &images);
    let bodies = memory.bodies();

    let reasons: BTreeMap<usize, &str> = DIFFERENCES.iter().copied().collect();
    let mut wrong = Vec::new();
    for example in &examples {
        let body = bodies.get(&path(example.number)).map_or("", |body| body.html.as_str());
        let (expected, actual) = (normal(&example.html), normal(&without_additions(body)));
        let same = expected == actual;
        match reasons.get(&example.number) {
            None if !same => wrong.push(format!(
                "example {} differs:\n  markdown {:?}\n  expected {expected:?}\n  actual   {actual:?}",
                example.number, example.markdown
            )),
            Some(reason) if same => {
                wrong.push(format!("example {} is as specified after all: {reason}", example.number));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {} examples:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

/// Takes out what this program adds to what CommonMark asks for.
fn without_additions(html: &str) -> String {
    let html = code_blocks(&without_anchors(html));
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        out.push_str(&plain_tag(&rest[at..end]));
        rest = &rest[end..];
    }
    out + rest
}

fn plain_tag(tag: &str) -> String {
    let is_heading = tag.len() > 3 && tag.starts_with("<h") && tag.as_bytes()[2].is_ascii_digit();
    match tag {
        "<hr>" => "<hr />".to_owned(),
        "<br>" => "<br />".to_owned(),
        _ if is_heading => format!("{}>", &tag[..3]),
        _ if tag.starts_with("<a href=") => {
            tag.replace(" class=\"external\" rel=\"noopener\"", "").replace("&#x27;", "'")
        }
        _ if tag.starts_with("<img ") => tag.replace(" loading=\"lazy\">", " />"),
        _ => tag.to_owned(),
    }
}

/// Code without the box around it and without colours.
fn code_blocks(html: &str) -> String {
    let mut parts = html.split("<div class=\"code\" data-lang=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (language, rest) = part.split_once('"').unwrap_or_default();
        let (code, rest) = rest.split_once("</code></pre></div>").unwrap_or_default();
        let code = code.split_once("<code>").map_or("", |(_, code)| code);
        let code = without_each(code, "<span", ">").replace("</span>", "").replace('"', "&quot;");
        // Code without a language is `text` here.
        let class =
            if language == "text" { String::new() } else { format!(" class=\"language-{language}\"") };
        out.push_str(&format!("<pre><code{class}>{code}</code></pre>{rest}"));
    }
    out
}

/// Leaves out everything from `start` to the next `end`.
/// The headings without the link that their text is, or that follows it.
fn without_anchors(html: &str) -> String {
    let mut parts = html.split("<a class=\"anchor\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (link, rest) = part.split_once("</a></h").unwrap_or_default();
        out += link.split_once('>').map_or("", |(_, text)| text);
        out += "</h";
        out += rest;
    }
    out
}

fn without_each(html: &str, start: &str, end: &str) -> String {
    let mut parts = html.split(start);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(end).map_or("", |(_, rest)| rest));
    }
    out
}

/// White space around blocks means nothing, but in `<pre>`.
fn normal(html: &str) -> String {
    const BLOCKS: [&str; 18] = [
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "table",
        "td",
        "ul",
    ];
    let mut out = String::new();
    let mut rest = html;
    let mut in_pre = false;
    let mut behind_block = true;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, tail) = rest.split_at(at);
        out.push_str(if behind_block && !in_pre { text.trim_start() } else { text });
        let end = tail.find('>').map_or(tail.len(), |end| end + 1);
        let (tag, tail) = tail.split_at(end);
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or_default();
        in_pre = if name == "pre" { !tag.starts_with("</") } else { in_pre };
        behind_block = BLOCKS.contains(&name) || name == "pre";
        if behind_block && !in_pre && tag != "</pre>" {
            out.truncate(out.trim_end().len());
        }
        out.push_str(tag);
        rest = tail;
    }
    out.trim().to_owned()
}
