//! The generators that are measured beside ours. In: the number of notes and
//! a folder. Out: the same notes with the least that each generator needs to
//! make comparable pages: a menu of the section, tags, previous and next. Must
//! not know how they are measured.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::corpus::{self, Dialect, File};
use crate::run::which;

/// Another generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    Zola,
    Hugo,
    Mdbook,
}

impl Peer {
    /// All that can be measured.
    pub(crate) const ALL: [Self; 3] = [Self::Zola, Self::Hugo, Self::Mdbook];

    /// The program's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zola => "zola",
            Self::Hugo => "hugo",
            Self::Mdbook => "mdbook",
        }
    }

    /// The program, if it is on PATH.
    pub(crate) fn program(self) -> Option<PathBuf> {
        which(&[self.name()])
    }

    fn dialect(self) -> Dialect {
        match self {
            Self::Zola => Dialect::Zola,
            Self::Hugo => Dialect::Hugo,
            Self::Mdbook => Dialect::Mdbook,
        }
    }

    /// Writes a project with that many notes.
    pub(crate) fn prepare(self, notes: usize, dir: &Path) -> Result<()> {
        let mut files = corpus::files(notes, self.dialect());
        let content = if self == Self::Mdbook { "src" } else { "content" };
        if self == Self::Mdbook {
            let summary = mdbook_summary(&files);
            files.push(("SUMMARY.md".to_owned(), summary));
        }
        write_files(&dir.join(content), &files)?;
        let settings: &[(&str, &str)] = match self {
            Self::Zola => &ZOLA,
            Self::Hugo => &HUGO,
            Self::Mdbook => &MDBOOK,
        };
        let settings: Vec<File> =
            settings.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        write_files(dir, &settings)
    }

    /// The command that builds the project in `dir` into `out`.
    pub(crate) fn command(self, program: &Path, dir: &Path, out: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(dir);
        match self {
            Self::Zola => command.args(["build", "--force", "--output-dir"]).arg(out),
            Self::Hugo => command.arg("--quiet").arg("--destination").arg(out),
            Self::Mdbook => command.args(["build", "--dest-dir"]).arg(out),
        };
        command
    }
}

/// Writes files below a folder, each folder made once.
pub(crate) fn write_files(dir: &Path, files: &[File]) -> Result<()> {
    let mut last: Option<PathBuf> = None;
    for (path, text) in files {
        let file = dir.join(path);
        let parent = file.parent().map(Path::to_path_buf);
        if parent != last {
            if let Some(folder) = &parent {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("creating the folder {}", folder.display()))?;
            }
            last = parent;
        }
        std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}

fn mdbook_summary(files: &[File]) -> String {
    let mut paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    // A folder's own page stands before its notes.
    paths.sort_by_key(|path| path.replace("README.md", ""));
    let mut text = String::from("# Summary\n\n");
    for path in paths {
        let below = path.matches('/').count();
        let depth = if path.ends_with("README.md") { below.saturating_sub(1) } else { below };
        let _ = writeln!(text, "{:indent$}- [{path}]({path})", "", indent = depth * 2);
    }
    text
}

const ZOLA: [(&str, &str); 7] = [
    (
        "config.toml",
        "base_url = \"https://example.org/\"\ntitle = \"Bench\"\ntaxonomies = [{ name = \"tags\" }]\n\n\
         [markdown.highlighting]\ntheme = \"github-light\"\nstyle = \"class\"\n",
    ),
    (
        "templates/base.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{% block title %}{{ config.title }}{% endblock %}</title></head>\
         <body><nav>{% block menu %}{% endblock %}</nav><main>{% block main %}{% endblock %}</main></body></html>\n",
    ),
    (
        "templates/page.html",
        "{% extends \"base.html\" %}{% block title %}{{ page.title }}{% endblock %}\
         {% block menu %}{% set section = get_section(path=page.ancestors | last) %}<ul>{% for p in section.pages %}\
         <li><a href=\"{{ p.permalink }}\"{% if p.permalink == page.permalink %} aria-current=\"page\"{% endif %}>{{ p.title }}</a></li>{% endfor %}</ul>{% endblock %}\
         {% block main %}<h1>{{ page.title }}</h1><ul>{% for h in page.toc %}<li><a href=\"{{ h.permalink }}\">{{ h.title }}</a></li>{% endfor %}</ul>\
         {{ page.content | safe }}<p>{% for tag in page.taxonomies.tags %}<a href=\"{{ get_taxonomy_url(kind='tags', name=tag) }}\">{{ tag }}</a> {% endfor %}</p>\
         {% if page.lower %}<a href=\"{{ page.lower.permalink }}\">{{ page.lower.title }}</a>{% endif %}\
         {% if page.higher %}<a href=\"{{ page.higher.permalink }}\">{{ page.higher.title }}</a>{% endif %}{% endblock %}\n",
    ),
    (
        "templates/section.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ section.title }}</h1><ul>{% for p in section.pages %}\
         <li><a href=\"{{ p.permalink }}\">{{ p.title }}</a></li>{% endfor %}</ul>{% endblock %}\n",
    ),
    ("templates/index.html", "{% extends \"section.html\" %}\n"),
    (
        "templates/taxonomy_list.html",
        "{% extends \"base.html\" %}{% block main %}<ul>{% for term in terms %}\
         <li><a href=\"{{ term.permalink }}\">{{ term.name }}</a></li>{% endfor %}</ul>{% endblock %}\n",
    ),
    (
        "templates/taxonomy_single.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ term.name }}</h1><ul>{% for p in term.pages %}\
         <li><a href=\"{{ p.permalink }}\">{{ p.title }}</a></li>{% endfor %}</ul>{% endblock %}\n",
    ),
];

const HUGO: [(&str, &str); 4] = [
    (
        "hugo.toml",
        "baseURL = \"https://example.org/\"\ntitle = \"Bench\"\ndisableKinds = [\"rss\"]\n\n\
         [markup.highlight]\nnoClasses = false\n",
    ),
    (
        "layouts/_default/baseof.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\
         <body><nav>{{ block \"menu\" . }}{{ end }}</nav><main>{{ block \"main\" . }}{{ end }}</main></body></html>\n",
    ),
    (
        "layouts/_default/single.html",
        "{{ define \"menu\" }}{{ $here := . }}<ul>{{ range .CurrentSection.RegularPages }}\
         <li><a href=\"{{ .RelPermalink }}\"{{ if eq . $here }} aria-current=\"page\"{{ end }}>{{ .Title }}</a></li>{{ end }}</ul>{{ end }}\
         {{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}\
         <p>{{ range .GetTerms \"tags\" }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> {{ end }}</p>\
         {{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}\
         {{ with .NextInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ end }}\n",
    ),
    (
        "layouts/_default/list.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}\
         <li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}\n",
    ),
];

const MDBOOK: [(&str, &str); 1] =
    [("book.toml", "[book]\ntitle = \"Bench\"\n\n[output.html.search]\nenable = false\n")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_book_stands_in_its_summary_below_its_folder() {
        let files = corpus::files(50, Dialect::Mdbook);
        let summary = mdbook_summary(&files);
        assert_eq!(summary.matches("](").count(), files.len());
        let lines: Vec<&str> = summary.lines().skip(2).take(4).collect();
        assert!(lines[0].starts_with("- [README.md]"), "{lines:?}");
        assert!(lines[1].starts_with("- [group-00/README.md]"), "{lines:?}");
        assert!(lines[2].starts_with("  - [group-00/section-00/README.md]"), "{lines:?}");
        assert!(lines[3].starts_with("    - [group-00/section-00/note-00.md]"), "{lines:?}");
    }

    #[test]
    fn a_project_is_written_below_its_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        Peer::Hugo.prepare(3, dir.path()).expect("written");
        assert!(dir.path().join("content/group-00/section-00/note-02.md").is_file());
        assert!(dir.path().join("layouts/_default/single.html").is_file());
    }
}
