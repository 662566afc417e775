//! Sites without a mistake: what they become, byte for byte.
//!
//! `good-site` holds a little of everything that an author can write,
//! `good-bare` the least that is a site, `good-gathered` pages made from
//! other notes (see `gathered.rs`). The real program builds copies of
//! them; bodies are compared with the files of `tests/snapshots`
//! (`INSTA_UPDATE=always` writes them anew), all else with what stands here.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use support::html::{self, links, part};
use support::{Entry, Project, differences, repository, tree};

/// A copy of `good-site`, with the prices that its calculator needs.
fn good_site() -> Project {
    with_prices(Project::copy("good-site"))
}

fn with_prices(project: Project) -> Project {
    let folder = project.root().join("content/data/prices");
    fs::create_dir_all(&folder).expect("a folder for the prices");
    fs::copy(repository().join("content/data/prices/lambda.toml"), folder.join("lambda.toml"))
        .expect("the prices");
    project
}

/// Builds a project that must build, into a folder beside it.
fn build(project: &Project, arguments: &[&str]) -> PathBuf {
    build_with(project, arguments, &[])
}

fn build_with(project: &Project, arguments: &[&str], environment: &[(&str, &str)]) -> PathBuf {
    let arguments = [&["--out", "site"], arguments].concat();
    let run = project.run_with("build", &arguments, environment);
    assert_eq!(run.status, 0, "{}", run.stderr);
    project.outside().join("site")
}

fn read(out: &Path, path: &str) -> String {
    fs::read_to_string(out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_good_site_has_no_problem() {
    for name in ["good-site", "good-bare", "good-gathered"] {
        let run = with_prices(Project::copy(name)).run("check", &["--strict"]);
        assert_eq!(run.status, 0, "{name}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{name}: {}", run.stderr);
    }
}

#[test]
fn bodies_are_as_before() {
    let project = good_site();
    let out = build(&project, &[]);
    for page in [
        "ecs/tasks",
        "ecs/services",
        "ecs/storage/files",
        "ecs/numbers",
        "markdown/blocks",
        "markdown/inline",
        "markdown/lists",
    ] {
        let html = read(&out, &format!("{page}/index.html"));
        let body = part(&html, "<div class=\"prose\">", "<footer class=\"foot\">").expect("the body");
        insta::assert_snapshot!(page.replace('/', "-"), body.trim_end());
    }
}

#[test]
fn every_note_tag_alias_and_file_has_its_address() {
    let project = good_site();
    let out = build(&project, &[]);
    let files: Vec<String> = tree(&out)
        .into_iter()
        .filter(|(path, entry)| *entry != Entry::Folder && !path.starts_with("assets/"))
        .map(|(path, _)| path)
        .collect();
    let expected = [
        ".nojekyll",
        ".studydeck-site",
        "404.html",
        "calculators/index.html",
        "calculators/lambda/index.html",
        "ecs/cluster.svg",
        "ecs/index.html",
        "ecs/numbers/index.html",
        "ecs/services/index.html",
        "ecs/storage/files/index.html",
        "ecs/storage/index.html",
        "ecs/tasks/index.html",
        "feed.xml",
        "icon-maskable.svg",
        "icon.svg",
        "index.html",
        "manifest.webmanifest",
        "markdown/blocks/index.html",
        "markdown/diagram/index.html",
        "markdown/index.html",
        "markdown/inline/index.html",
        "markdown/lists/index.html",
        "old/ecs-tasks.html",
        "previews.json",
        "robots.txt",
        "sitemap.xml",
        "start/index.html",
        "sw.js",
        "tags/calculator/index.html",
        "tags/ecs/index.html",
        "tags/index.html",
        "tags/markdown/index.html",
        "tags/roles/index.html",
        "tags/scaling/index.html",
        "tasks/index.html",
        "unlisted/index.html",
    ];
    assert_eq!(files, expected);
}

#[test]
fn drafts_are_part_of_the_site_when_asked_for() {
    let project = good_site();
    let out = build(&project, &["--drafts"]);
    assert!(out.join("ecs/draft/index.html").exists());
    let run = project.run("build", &["--out", "site"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(!out.join("ecs/draft").exists(), "a build without drafts takes the page away");
}

#[test]
fn pages_know_who_mentions_them() {
    let project = good_site();
    let out = build(&project, &[]);
    let mentions = |page: &str| {
        let html = read(&out, &format!("{page}/index.html"));
        part(&html, "aria-labelledby=\"sd-backlinks\"", "</section>").map_or_else(Vec::new, links)
    };
    // By title; home and section pages, drafts, unlisted notes and question
    // banks mention nobody.
    assert_eq!(
        mentions("ecs/tasks"),
        ["/studydeck/markdown/inline/", "/studydeck/ecs/services/", "/studydeck/ecs/storage/files/"]
    );
    assert_eq!(mentions("ecs/services"), ["/studydeck/markdown/inline/", "/studydeck/ecs/tasks/"]);
    assert_eq!(mentions("ecs/storage/files"), ["/studydeck/ecs/tasks/"]);
    assert_eq!(mentions("unlisted"), [""; 0]);
}

#[test]
fn a_section_reads_from_its_first_page_to_its_last() {
    let project = good_site();
    let out = build(&project, &[]);
    let mut line = Vec::new();
    let mut at = "/studydeck/ecs/".to_owned();
    loop {
        let path = at.strip_prefix("/studydeck/").expect("the base path");
        let html = read(&out, &format!("{path}index.html"));
        let turn = |rel: &str| {
            let tags = html::tags(&html);
            let tag = tags.into_iter().find(|tag| tag.attribute("rel") == Some(rel))?;
            tag.attribute("href").map(str::to_owned)
        };
        assert_eq!(turn("prev").as_ref(), line.last(), "{at} goes back to where the reader came from");
        line.push(at);
        match turn("next") {
            Some(next) => at = next,
            None => break,
        }
    }
    let pages = ["", "tasks/", "services/", "numbers/", "storage/", "storage/files/"];
    assert_eq!(line, pages.map(|page| format!("/studydeck/ecs/{page}")));
}

#[test]
fn old_addresses_lead_to_the_page() {
    let project = good_site();
    let out = build(&project, &[]);
    for old in ["tasks/index.html", "old/ecs-tasks.html"] {
        let html = read(&out, old);
        assert_eq!(
            links(part(&html, "<main", "</main>").expect("a text")),
            ["/studydeck/ecs/tasks/"],
            "{old}"
        );
        assert!(html.contains("url=/studydeck/ecs/tasks/"), "{old} leads on by itself");
    }
}

#[test]
fn folder_threads_and_an_old_build_change_no_byte() {
    let first = good_site();
    let expected = tree(&build_with(&first, &[], &[("RAYON_NUM_THREADS", "1")]));
    let elsewhere = with_prices(Project::copy_as("good-site", "another name"));
    let out = build_with(&elsewhere, &[], &[("RAYON_NUM_THREADS", "4")]);
    assert_eq!(differences(&expected, &tree(&out)), [""; 0], "folder and threads");

    let note = elsewhere.root().join("content/ecs/tasks.md");
    let text = fs::read_to_string(&note).expect("the note");
    fs::write(&note, text.replace("Task role", "Role of a task")).expect("the changed note");
    assert_ne!(differences(&expected, &tree(&build(&elsewhere, &[]))), [""; 0], "the change is seen");
    fs::write(&note, text).expect("the note as it was");
    assert_eq!(differences(&expected, &tree(&build(&elsewhere, &[]))), [""; 0], "a change taken back");
}

#[test]
fn a_list_made_from_data_follows_the_notes() {
    let project = good_site();
    let list = |out: &Path| read(out, "markdown/lists/index.html");
    let leaning = "<a href=\"/studydeck/ecs/services/\">Services: keep tasks running</a>";
    assert!(!list(&build(&project, &[])).contains(leaning));
    let note = project.root().join("content/ecs/services.md");
    let text = fs::read_to_string(&note).expect("the note");
    fs::write(&note, format!("{text}\nOne more mark.[^iam]\n")).expect("the changed note");
    assert!(list(&build(&project, &[])).contains(leaning), "it leans on a source now");
    let tasks = project.root().join("content/ecs/tasks.md");
    let text = fs::read_to_string(&tasks).expect("the note");
    fs::write(&tasks, text.replace("order = 1", "order = 1\nslug = \"one\"")).expect("the moved note");
    assert!(
        list(&build(&project, &[])).contains("href=\"/studydeck/ecs/one/#role\""),
        "a change links to it"
    );
}

#[test]
fn changes_are_told_in_the_feed() {
    let project = good_site();
    let feed = read(&build(&project, &[]), "feed.xml");
    let id = "<id>https://example.org/studydeck/markdown/lists/#two-roles</id>";
    assert!(feed.contains(id) && feed.contains("<summary>Fargate came later.</summary>"), "{feed}");
}

#[test]
fn the_age_of_the_program_changes_no_byte() {
    let project = good_site();
    let expected = tree(&build(&project, &[]));
    let copy = project.outside().join("program");
    fs::copy(env!("CARGO_BIN_EXE_studydeck"), &copy).expect("a copy of the program");
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(&copy).expect("the copy");
    file.set_modified(long_ago).expect("another time of change");
    drop(file);
    let run = project.run_program(&copy, "build", &["--out", "other"], &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(differences(&expected, &tree(&project.outside().join("other"))), [""; 0]);
}

#[test]
fn line_ends_of_windows_change_no_page() {
    let unix = good_site();
    let expected = tree(&build(&unix, &[]));
    let windows = good_site();
    for (path, entry) in tree(windows.root()) {
        let Entry::File(bytes) = entry else { continue };
        if path.ends_with(".md") || path.ends_with(".toml") {
            let text = String::from_utf8(bytes).expect("a text file").replace('\n', "\r\n");
            fs::write(windows.root().join(path), text).expect("the file with other line ends");
        }
    }
    let mut changed = differences(&expected, &tree(&build(&windows, &[])));
    // The service worker knows pages by their sources, which did change.
    changed.retain(|path| path != "sw.js");
    assert_eq!(changed, [""; 0]);
}

#[test]
fn every_link_is_right_at_a_root_and_below_a_path() {
    for base in ["/", "/x/y/"] {
        let project = good_site();
        let bundle = project.outside().join("bundle");
        fs::create_dir_all(&bundle).expect("a folder for the bundle");
        for module in ["widgets", "quiz", "practice"] {
            fs::write(bundle.join(format!("{module}.js")), "export default 1;\n").expect("the glue");
            fs::write(bundle.join(format!("{module}_bg.wasm")), b"\0asm\x01\0\0\0").expect("the module");
        }
        let url = format!("https://example.org{base}");
        let out = build(&project, &["--base-url", &url, "--widgets", bundle.to_str().expect("a path")]);
        let walk = Walk::new(&out, base);
        assert_eq!(walk.problems(), [""; 0], "base path {base}");
        for (page, modules, styles) in [
            ("calculators/lambda", [true, false], ["widgets"].as_slice()),
            ("ecs/tasks", [false, true], &["quiz"]),
            ("markdown/diagram", [false, false], &["diagram"]),
            ("markdown/blocks", [false, false], &["code"]),
            ("ecs/services", [false, false], &["code"]),
        ] {
            let html = read(&out, &format!("{page}/index.html"));
            let names = ["data-widgets-wasm", "data-quiz-wasm"];
            assert_eq!(names.map(|name| html.contains(name)), modules, "the modules of {page}");
            let sheet = "<link rel=\"stylesheet\" href=\"";
            let named =
                html.split(sheet).skip(2).filter_map(|link| link.split_once("-")?.0.rsplit('/').next());
            assert_eq!(named.collect::<Vec<_>>(), styles, "the stylesheets of {page} beside the first");
        }
    }
}

#[test]
fn every_link_of_small_sites_is_right() {
    for (name, base) in [("good-bare", "/"), ("good-gathered", "/notes/")] {
        let project = Project::copy(name);
        let out = build(&project, &[]);
        assert_eq!(Walk::new(&out, base).problems(), [""; 0], "{name}");
    }
}

/// A walk along all links of a built site.
struct Walk<'a> {
    base: &'a str,
    out: &'a Path,
    /// Ids of each HTML file, by its path.
    pages: BTreeMap<String, (Vec<html::Tag>, BTreeSet<String>)>,
    problems: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(out: &'a Path, base: &'a str) -> Self {
        let mut walk = Self { base, out, pages: BTreeMap::new(), problems: Vec::new() };
        for path in tree(out).into_keys().filter(|path| path.ends_with(".html")) {
            let html = read(out, &path);
            if let Err(problem) = html::balanced(&html) {
                walk.problems.push(format!("{path}: {problem}"));
            }
            let tags = html::tags(&html);
            let ids = html::ids(&tags).unwrap_or_else(|twice| {
                walk.problems.push(format!("{path}: the id {twice} twice"));
                BTreeSet::new()
            });
            walk.pages.insert(path, (tags, ids));
        }
        walk
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = self.problems.clone();
        for (path, (tags, ids)) in &self.pages {
            for tag in tags {
                let faults =
                    tag.attributes.iter().filter_map(|(name, value)| self.fault(ids, tag, name, value));
                problems.extend(faults.map(|fault| format!("{path}: {fault}")));
            }
        }
        for (path, loc) in ["feed.xml", "sitemap.xml"].into_iter().flat_map(|path| {
            let text = read(self.out, path);
            let found: Vec<_> =
                text.split("https://example.org").skip(1).map(first_word).map(str::to_owned).collect();
            found.into_iter().map(move |loc| (path, loc))
        }) {
            problems.extend(self.internal(&loc).map(|fault| format!("{path}: {fault}")));
        }
        problems
    }

    /// What is wrong with an attribute that names an address or an id.
    fn fault(&self, ids: &BTreeSet<String>, tag: &html::Tag, name: &str, value: &str) -> Option<String> {
        match name {
            "href" | "src" | "data-widgets-glue" | "data-widgets-wasm" | "data-quiz-glue"
            | "data-quiz-wasm" | "data-practice-glue" | "data-practice-wasm" | "data-worker"
            | "data-previews" | "action" | "poster" => self.address(ids, value),
            "content" if tag.attribute("http-equiv") == Some("refresh") => {
                self.address(ids, value.split_once("url=").map_or("", |(_, url)| url))
            }
            "content" if tag.attribute("property") == Some("og:url") => self.address(ids, value),
            "aria-labelledby" | "aria-describedby" | "for" | "popovertarget" => {
                let missing = value.split_whitespace().find(|id| !ids.contains(*id));
                missing.map(|id| format!("{name} names the id {id}, which is not there"))
            }
            _ => None,
        }
    }

    fn address(&self, ids: &BTreeSet<String>, value: &str) -> Option<String> {
        if let Some(fragment) = value.strip_prefix('#') {
            return (!ids.contains(fragment)).then(|| format!("no id {fragment} on this page"));
        }
        // The site's own address, as a canonical link; all else at the
        // fixtures' example host is another site.
        let own = value.strip_prefix("https://example.org").filter(|path| self.is_page(path));
        match own {
            Some(path) => self.internal(path),
            None if ["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)) => None,
            None => self.internal(value),
        }
    }

    fn is_page(&self, path: &str) -> bool {
        path.strip_prefix(self.base).is_some_and(|path| self.out.join(file_of(path)).is_file())
    }

    fn internal(&self, value: &str) -> Option<String> {
        let (path, fragment) = value.split_once('#').map_or((value, None), |(path, f)| (path, Some(f)));
        let Some(path) = path.strip_prefix(self.base) else {
            return Some(format!("{value} does not begin with {}", self.base));
        };
        let file = file_of(path);
        if !self.out.join(&file).is_file() {
            return Some(format!("{value} leads to {file}, which is not there"));
        }
        // What a fragment of a file means is that file's own affair.
        if !file.ends_with(".html") {
            return None;
        }
        let fragment = fragment?;
        let found = self.pages.get(&file).is_some_and(|(_, ids)| ids.contains(fragment));
        (!found).then(|| format!("{value} leads to an id that is not there"))
    }
}

/// The file that answers at a path below the base path.
fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn first_word(text: &str) -> &str {
    text.split(['<', '"', ' ']).next().unwrap_or_default()
}

#[test]
fn a_failed_build_leaves_the_old_site_as_it_was() {
    let project = good_site();
    let out = build(&project, &[]);
    let before = tree(&out);

    let note = project.root().join("content/ecs/tasks.md");
    let text = fs::read_to_string(&note).expect("the note");
    for mistake in ["[broken](nothing.md)", "```widget nothing\n```", "$\\frac{1}$", "<script>1</script>"] {
        fs::write(&note, format!("{text}\n{mistake}\n")).expect("the note with a mistake");
        let run = project.run("build", &["--out", "site"]);
        assert_eq!(run.status, 1, "{mistake}: {}", run.stderr);
        assert_eq!(differences(&before, &tree(&out)), [""; 0], "{mistake}");
    }
    fs::write(&note, format!("{text}\nOne more line.\n")).expect("the mended note");
    let after = tree(&build(&project, &[]));
    assert!(differences(&before, &after).contains(&"ecs/tasks/index.html".to_owned()));
    let beside: Vec<String> =
        tree(project.outside()).into_keys().filter(|path| !path.contains('/')).collect();
    assert_eq!(beside, ["project", "site"], "nothing is left beside the site");
}

#[test]
fn a_strict_build_with_a_warning_leaves_the_old_site_as_it_was() {
    let project = good_site();
    let out = build(&project, &["--strict"]);
    let before = tree(&out);
    let note = project.root().join("content/ecs/tasks.md");
    let text = fs::read_to_string(&note).expect("the note");
    fs::write(&note, format!("{text}\n```klingon\nnuqneH\n```\n")).expect("the note with a warning");
    assert_eq!(project.run("build", &["--out", "site", "--strict"]).status, 1);
    assert_eq!(differences(&before, &tree(&out)), [""; 0]);
    assert_ne!(differences(&before, &tree(&build(&project, &[]))), [""; 0], "without --strict it is built");
}
