//! Every mistake that an author can make, as a small site, with all that the
//! program prints about it.
//!
//! Each folder of `tests/fixtures` whose name does not begin with `good-` is a
//! case: `studydeck check` is run on a copy, its output compared with
//! `expected.stderr`, its exit status with the table below. Then `studydeck
//! build` is run, which must write nothing when the check failed. What can't
//! stand in a repository (bytes that are no UTF-8, symbolic links) is added to
//! the copy by the function that the table names.
//!
//! `UPDATE_EXPECTED=1 cargo test --test bad_input` writes the expected files
//! anew: read them as an author would.

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::{Project, assert_expected, differences, fixtures, repository, tree};

/// One test for each case: its name with `_` for `-`, the exit status, and
/// what is added to the copy.
macro_rules! cases {
    ($($name:ident: $status:literal $(, with $prepare:path)?;)+) => {
        const CASES: &[&str] = &[$(stringify!($name),)+];
        $(
            #[test]
            fn $name() {
                #[allow(unused_mut, unused_assignments, reason = "only some cases need more than the folder")]
                let mut prepare: fn(&Project) = |_| {};
                $(prepare = $prepare;)?
                run_case(&stringify!($name).replace('_', "-"), $status, prepare);
            }
        )+
    };
}

cases! {
    address_by_letter_case: 1;
    alias_leaves_site: 1;
    ambiguous_wikilink: 1;
    bad_config: 2;
    bad_config_value: 2;
    bad_data: 1;
    bad_diagram: 1;
    bad_exam_tip: 1;
    bad_exams: 1;
    bad_figures: 1;
    bad_file_name: 1, with bad_names;
    bad_front_matter_value: 1;
    bad_math: 1;
    bad_props: 1, with prices;
    bad_question: 1;
    bad_quiz: 1;
    bad_rows: 1;
    broken_anchor: 1;
    broken_config: 2;
    broken_data: 1;
    broken_front_matter: 1;
    broken_link: 1;
    broken_stylesheet: 1;
    broken_template: 1;
    duplicate_glossary_term: 1;
    duplicate_heading_id: 1;
    duplicate_key: 1;
    empty_site: 1;
    file_against_folder: 1;
    footnotes: 1;
    heading_jump: 0;
    invalid_utf8: 1, with latin_1;
    link_out_of_project: 1;
    link_to_draft: 1;
    long_paragraph: 0;
    many_problems: 1;
    missing_alt: 1;
    missing_config: 2;
    missing_front_matter: 1;
    missing_image: 1;
    missing_include: 1;
    missing_parent: 1;
    missing_prices: 1;
    missing_template: 1;
    no_title_no_summary: 1;
    only_drafts: 1;
    orphan_note: 0;
    raw_html: 1;
    slug_leaves_site: 1;
    stale_source: 0;
    symlink_out_of_project: 1, with links_out;
    template_extends_cycle: 1;
    template_include_cycle: 1;
    two_banks_one_name: 1;
    two_sources_one_address: 1;
    undefined_variable: 1;
    unknown_bank: 1;
    unknown_filter: 1;
    unknown_key: 1;
    unknown_language: 0;
    unknown_names: 1;
    unknown_source: 1;
    unknown_widget: 1;
    unreadable_file: 1, with dangling_links;
    unused_source: 0;
    vague_link: 0;
}

fn run_case(name: &str, status: i32, prepare: fn(&Project)) {
    let project = Project::copy(name);
    prepare(&project);
    let before = tree(project.outside());

    let check = project.run("check", &[]);
    assert_expected(&fixtures().join(name).join("expected.stderr"), &check.stderr);
    assert_eq!(check.status, status, "exit status of check, which said\n{}", check.stderr);
    assert_eq!(check.stdout, "", "problems are told on stderr");
    assert_eq!(differences(&before, &tree(project.outside())), [""; 0], "check writes nothing");

    let build = project.run("build", &["--out", "site"]);
    assert_eq!(build.status, status, "exit status of build, which said\n{}", build.stderr);
    let ours =
        |path: &String| path.starts_with("project/.studydeck") || (status == 0 && path.starts_with("site"));
    let written: Vec<_> =
        differences(&before, &tree(project.outside())).into_iter().filter(|path| !ours(path)).collect();
    assert_eq!(
        written, [""; 0],
        "nothing is written outside the output folder, and that only without an error"
    );
}

#[test]
fn every_fixture_is_run() {
    let run: BTreeSet<String> = CASES.iter().map(|name| name.replace('_', "-")).collect();
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(fixtures()).expect("the fixtures") {
        let entry = entry.expect("a fixture");
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("good-") && entry.path().is_dir() {
            assert!(entry.path().join("expected.stderr").is_file(), "{name} has no expected.stderr");
            there.insert(name);
        }
    }
    assert_eq!(run, there);
}

#[test]
fn strict_turns_warnings_into_errors() {
    // The same problems, the last line aside, which counts them.
    let problems = |text: &str| text.rsplit_once("\n\n").map(|(problems, _)| problems.to_owned());
    for name in ["unknown-language", "stale-source", "heading-jump"] {
        let project = Project::copy(name);
        let lenient = project.run("check", &[]).stderr;
        let strict = project.run("check", &["--strict"]);
        assert_eq!(strict.status, 1, "{name}: {}", strict.stderr);
        assert_eq!(problems(&strict.stderr), problems(&lenient.replace("warning[", "error[")), "{name}");
    }
}

#[test]
fn programs_read_the_same_problems_on_stdout() {
    for (format, file) in [("json", "expected.json"), ("github", "expected.github")] {
        let run = Project::copy("many-problems").run("check", &["--format", format]);
        assert_eq!(run.status, 1);
        assert_expected(&fixtures().join("many-problems").join(file), &run.stdout);
        assert_eq!(run.stderr.lines().count(), 1, "stderr has the summary alone: {}", run.stderr);
    }
}

#[test]
fn one_run_reports_every_problem_in_order() {
    let run = Project::copy("many-problems").run("check", &["--format", "json"]);
    let places: Vec<_> = run.stdout.lines().map(place).collect();
    let mut sorted = places.clone();
    sorted.sort();
    assert_eq!(places, sorted, "by file, then by place");
    let codes: BTreeSet<&str> =
        run.stdout.lines().filter_map(|line| between(line, "\"code\":\"", "\"")).collect();
    assert!(codes.len() >= 10, "ten different mistakes in one run: {codes:?}");
}

/// File and first byte of a problem in JSON.
fn place(line: &str) -> (String, usize) {
    let start = between(line, "\"range\":[", ",").and_then(|number| number.parse().ok());
    (between(line, "\"file\":\"", "\"").unwrap_or_default().to_owned(), start.unwrap_or(0))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// Puts a byte of Latin-1 where the fixture says `@BYTE@`.
fn latin_1(project: &Project) {
    let path = project.root().join("content/ecs/tasks.md");
    let text = fs::read_to_string(&path).expect("the note");
    let (before, after) = text.split_once("@BYTE@").expect("the mark");
    fs::write(&path, [before.as_bytes(), b"\xe9", after.as_bytes()].concat())
        .expect("the note with the byte");
}

/// The calculator's prices are those of the real site.
fn prices(project: &Project) {
    let folder = project.root().join("content/data/prices");
    fs::create_dir_all(&folder).expect("a folder for the prices");
    fs::copy(repository().join("content/data/prices/lambda.toml"), folder.join("lambda.toml"))
        .expect("the prices");
}

/// A file name that no address can hold, where the system allows one.
fn bad_names(project: &Project) {
    fs::write(project.root().join("content/ecs/back\\slash.md"), "Text.\n").expect("a note");
}

/// A file, a folder and a template that lie outside the project.
fn links_out(project: &Project) {
    let outside = project.outside();
    fs::create_dir_all(outside.join("vault")).expect("a folder outside");
    for name in ["secret.md", "vault/plans.md", "secret.html", "secret.toml"] {
        fs::write(outside.join(name), "SECRET\n").expect("a file outside");
    }
    fs::create_dir_all(project.root().join("templates")).expect("a folder for templates");
    link("../../../secret.md", project, "content/ecs/secret.md");
    link("../../vault", project, "content/vault");
    link("../../secret.html", project, "templates/note.html");
}

/// A link to nothing and a link to the folder it stands in.
fn dangling_links(project: &Project) {
    link("nowhere.md", project, "content/ecs/services.md");
    link("../ecs", project, "content/ecs/again");
}

fn link(target: &str, project: &Project, path: &str) {
    std::os::unix::fs::symlink(target, project.root().join(path)).expect("a symbolic link");
}
