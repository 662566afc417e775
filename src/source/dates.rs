//! Asks git when each file of `content` last changed. In: the project's
//! folder. Out: path to day. Without git, or outside a repository, there are
//! no dates; that is no problem of the content, so nothing is reported.

use std::collections::HashMap;
use std::process::{Command, Stdio};

use camino::Utf8Path;

use crate::path::SitePath;

/// Before each commit's day in the output, which git separates by NUL.
const MARK: char = '\u{1}';

pub(super) fn last_changes(root: &Utf8Path) -> HashMap<SitePath, String> {
    let output = Command::new("git")
        .args([
            "-C",
            root.as_str(),
            "log",
            "-z",
            "--format=%x01%cs",
            "--name-only",
            "--no-renames",
            "--relative",
            "--",
            "content",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => parse(&String::from_utf8_lossy(&output.stdout)),
        _ => HashMap::new(),
    }
}

/// Newest first: the first day seen for a file is its last change.
fn parse(log: &str) -> HashMap<SitePath, String> {
    let mut days = HashMap::new();
    let mut day = "";
    for field in log.split('\0') {
        let field = field.trim_start_matches('\n');
        if let Some(commit) = field.strip_prefix(MARK) {
            day = commit.trim();
        } else if let Ok(path) = SitePath::new(field) {
            days.entry(path).or_insert_with(|| day.to_owned());
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_day_wins() {
        let days = parse("\u{1}2026-11-22\0\ncontent/a.md\0\u{1}2026-11-01\0\ncontent/a.md\0content/b.md\0");
        let day = |path: &str| days.get(&SitePath::new(path).unwrap()).map(String::as_str);
        assert_eq!(day("content/a.md"), Some("2026-11-22"));
        assert_eq!(day("content/b.md"), Some("2026-11-01"));
    }
}
