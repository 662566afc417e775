//! Questions that leave the site: as files for other programs, and on paper.
//!
//! The fixture is `good-questions`: every form of question, with letters that
//! mean something in each format. The files and the paper exam are compared
//! with those of `tests/snapshots` (`INSTA_UPDATE=always` writes them anew).

mod support;

use std::fs;
use std::path::PathBuf;

use support::html::part;
use support::{Project, differences, tree};

const FIXTURE: &str = "good-questions";
const FILES: [&str; 3] = ["csv", "gift.txt", "anki.txt"];

/// Builds a project: the site's folder.
fn build(project: &Project) -> PathBuf {
    let run = project.run("build", &["--out", "site", "--strict"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    project.outside().join("site")
}

fn read(project: &Project, path: &str) -> String {
    fs::read_to_string(build(project).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn body(html: &str) -> &str {
    part(html, "<div class=\"prose\">", "<footer class=\"foot\">").expect("the body").trim_end()
}

#[test]
fn files_are_as_before() {
    let project = Project::copy(FIXTURE);
    for file in FILES {
        let text = read(&project, &format!("room/files/field-notes-questions.{file}"));
        // A carriage return would be lost in the snapshot.
        insta::assert_snapshot!(format!("questions.{file}"), text.replace("\r\n", "\\r\n"));
    }
    insta::assert_snapshot!("questions-files", body(&read(&project, "room/files/index.html")));
}

#[test]
fn the_paper_exam_is_as_before() {
    let project = Project::copy(FIXTURE);
    insta::assert_snapshot!("questions-paper", body(&read(&project, "room/paper/index.html")));
}

#[test]
fn addresses_in_files_name_the_host() {
    let project = Project::copy(FIXTURE);
    for file in FILES {
        let text = read(&project, &format!("room/files/field-notes-questions.{file}")).replace('\\', "");
        assert!(text.contains("https://example.org/notes/ecs/tasks/#end"), "{file}");
        for start in ["\"/notes/", "(/notes/", "href=\"\"/", "](", "[^"] {
            assert!(!text.contains(start), "{file}: {start}");
        }
    }
}

#[test]
fn a_change_reaches_files_and_paper() {
    let changes = [
        ("questions/roles.md", "It names the image.", "It names an image."),
        ("questions/roles.md", "{#third ", "{#another-third "),
        ("questions/tasks.md", "- [x] A task", "- [x] One task"),
        ("questions/tasks.md", "seed=1", "seed=2"),
        ("ecs/tasks.md", "title = \"Tasks\"", "title = \"All tasks\""),
        ("ecs/tasks.md", "```quiz tasks", "```quiz tasks 1"),
        ("data/numbers.toml", "15 minutes", "16 minutes"),
        ("data/sources.toml", "Exam guides", "Guides of exams"),
        ("data/exams.toml", "Outside", "Beyond"),
        ("room/paper.md", "seed = 7", "seed = 8"),
    ];
    for (file, from, to) in changes {
        let changed = |project: &Project| {
            let path = project.root().join("content").join(file);
            let text = fs::read_to_string(&path).expect("the file");
            assert!(text.contains(from), "{file} has no {from:?}");
            fs::write(&path, text.replacen(from, to, 1)).expect("the changed file");
        };
        let second = Project::copy(FIXTURE);
        let before = tree(&build(&second));
        changed(&second);
        let second = tree(&build(&second));
        let fresh = Project::copy(FIXTURE);
        changed(&fresh);
        assert_eq!(differences(&tree(&build(&fresh)), &second), [""; 0], "{file}: {to}");
        assert_ne!(differences(&before, &second), [""; 0], "{file}: {to}");
    }
}

#[test]
fn a_seed_decides_the_exam_and_nothing_else_does() {
    let paper = |seed: &str, question: &str| {
        let project = Project::copy(FIXTURE);
        for (file, from, to) in
            [("room/paper.md", "seed = 7", seed), ("questions/roles.md", "Who tells it so?", question)]
        {
            let path = project.root().join("content").join(file);
            let text = fs::read_to_string(&path).expect("the file");
            fs::write(&path, text.replacen(from, to, 1)).expect("the changed file");
        }
        let html = read(&project, "room/paper/index.html");
        let keys = html.split("data-key=\"").skip(1).filter_map(|rest| rest.split('"').next());
        keys.map(str::to_owned).collect::<Vec<_>>()
    };
    let first = paper("seed = 7", "Who tells it so?");
    assert_eq!(first.len(), 6, "{first:?}");
    assert_eq!(first, paper("seed = 7", "Who tells the team?"), "other words, the same drawing");
    assert_ne!(first, paper("seed = 8", "Who tells it so?"));
}

#[test]
fn a_paper_exam_that_cannot_be_drawn_is_an_error() {
    for (from, to, said) in [
        ("exam = \"CLF\"", "exam = \"CFL\"", "there is no exam `CFL`"),
        ("questions = 6", "questions = 0", "a paper exam of 0 questions"),
        ("exam = \"CLF\"", "exam = \"DVA\"", "there is no exam `DVA`"),
    ] {
        let project = Project::copy(FIXTURE);
        let path = project.root().join("content/room/paper.md");
        let text = fs::read_to_string(&path).expect("the note");
        fs::write(&path, text.replacen(from, to, 1)).expect("the changed note");
        let run = project.run("build", &["--out", "site"]);
        assert_eq!(run.status, 1, "{}", run.stderr);
        assert!(run.stderr.contains(said) && run.stderr.contains("content/room/paper.md"), "{}", run.stderr);
    }
}
