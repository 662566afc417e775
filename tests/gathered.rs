//! Pages that gather from other notes: exams, cheat sheets, the map.
//!
//! The fixture is `good-gathered`. Bodies are compared with the files of
//! `tests/snapshots` (`INSTA_UPDATE=always` writes them anew); a page must be
//! made again whenever a note changes that it gathers from, which shows when a
//! second build is compared with one from nothing.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::html::{links, part};
use support::{Project, differences, tree};

const FIXTURE: &str = "good-gathered";

/// Builds a project: the site's folder, and how many files were made.
fn build(project: &Project) -> (PathBuf, usize) {
    let run = project.run("build", &["--out", "site"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let made = run.stderr.split(" made,").next().and_then(|before| before.rsplit(' ').next());
    let made = made.and_then(|number| number.parse().ok()).expect("the number of files made");
    (project.outside().join("site"), made)
}

fn body(out: &Path, page: &str) -> String {
    let html = fs::read_to_string(out.join(page).join("index.html")).expect("a page");
    part(&html, "<div class=\"prose\">", "<footer class=\"foot\">").expect("the body").trim_end().to_owned()
}

/// Replaces text in a note of a project.
fn change(project: &Project, note: &str, from: &str, to: &str) {
    let path = project.root().join("content").join(note);
    let text = fs::read_to_string(&path).expect("the note");
    assert!(text.contains(from), "{note} has no {from:?}");
    fs::write(&path, text.replacen(from, to, 1)).expect("the changed note");
}

#[test]
fn gathered_bodies_are_as_before() {
    let project = Project::copy(FIXTURE);
    let (out, _) = build(&project);
    for page in ["clf", "dva", "clf-sheet", "ecs-sheet", "ecs-dva-sheet", "map"] {
        insta::assert_snapshot!(page, body(&out, &format!("exams/{page}")));
    }
}

#[test]
fn badges_lead_to_the_exam_and_to_its_task() {
    let project = Project::copy(FIXTURE);
    let (out, _) = build(&project);
    let html = fs::read_to_string(out.join("ecs/tasks/index.html")).expect("the page");
    let facts = part(&html, "<ul class=\"exams\"", "</ul>").expect("the exams");
    assert_eq!(
        links(facts),
        ["/notes/exams/clf/#sd-exam-clf-1-1", "/notes/exams/dva/#sd-exam-dva-2-1"],
        "in the head of the note"
    );
    let tip = part(&html, "<p class=\"callout-title\">Exam tip", "</p>").expect("a call-out");
    assert_eq!(links(tip), ["/notes/exams/clf/#sd-exam-clf", "/notes/exams/dva/#sd-exam-dva"], "in a tip");
}

#[test]
fn a_change_of_any_note_reaches_the_pages_that_gather() {
    let changes = [
        ("ecs/tasks.md", "Only for developers", "For developers alone"),
        ("ecs/roles.md", "Task role: the code", "Task role: the application"),
        ("ecs/roles.md", "title = \"Roles", "title = \"The roles"),
        ("ecs/roles.md", "order = 2", "order = 0"),
        ("ecs/roles.md", "\"DVA 2.1\"", "\"DVA 1.1\""),
        ("ecs/roles.md", "of a [task](tasks.md)", "of a task"),
        ("ecs/roles.md", "summary", "slug = \"two-roles\"\nsummary"),
        ("lambda/limits.md", "family = \"lambda\"", "family = \"ecs\""),
        ("ecs/hidden.md", "listed = false", "listed = true"),
        ("exams/clf.md", "```exam CLF\n```", "The block is gone."),
        ("exams/clf.md", "summary", "slug = \"practitioner\"\nsummary"),
    ];
    for (note, from, to) in changes {
        let second = Project::copy(FIXTURE);
        build(&second);
        change(&second, note, from, to);
        let (second, _) = build(&second);
        let fresh = Project::copy(FIXTURE);
        change(&fresh, note, from, to);
        let (fresh, _) = build(&fresh);
        assert_eq!(differences(&tree(&fresh), &tree(&second)), [""; 0], "{note}: {to}");
    }
}

#[test]
fn pages_that_gather_nothing_are_kept() {
    let project = Project::copy(FIXTURE);
    let (_, all) = build(&project);
    assert_eq!(build(&project).1, 0, "nothing has changed");
    change(&project, "ecs/roles.md", "Task role: the code", "Task role: the application");
    let (_, made) = build(&project);
    // The note, six pages that gather, and the list of all pages for reading offline.
    assert_eq!(made, 8, "of {all}");
}
