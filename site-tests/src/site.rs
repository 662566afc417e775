//! A finished site on disk. In: the folder that the generator wrote. Out: its
//! pages and files by their paths below the base. Must not know the browser.

use std::path::{Path, PathBuf};

use crate::env;
use crate::markup::tags;
use crate::server::Server;

/// A finished site.
pub struct Site {
    folder: PathBuf,
    /// The path under which it lies: `/` or `/studydeck/`.
    pub base: &'static str,
    /// The public address it was built for.
    pub public: &'static str,
}

impl Site {
    /// The site that was built for a project's page, below a path.
    #[must_use]
    pub fn below_a_path() -> Self {
        Self {
            folder: env::path("SITE_BASE_DIR"),
            base: "/studydeck/",
            public: "https://example.org/studydeck/",
        }
    }

    /// The site that was built for the root of a host.
    #[must_use]
    pub fn at_the_root() -> Self {
        Self { folder: env::path("SITE_ROOT_DIR"), base: "/", public: "https://example.org/" }
    }

    /// A server for it.
    #[must_use]
    pub fn serve(&self) -> Server {
        Server::start(&self.folder, self.base)
    }

    /// The bytes of a file, given by its path in the folder.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files, by their paths in the folder.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        walk(&self.folder, "", &mut files);
        files.sort();
        files
    }

    /// The files that are pages, redirects and the 404 page included.
    #[must_use]
    pub fn html_files(&self) -> Vec<String> {
        let mut files = self.files();
        files.retain(|file| file.ends_with(".html"));
        files
    }

    /// The addresses below the base of all pages that a reader can come to:
    /// those of the sitemap, the one of all components, and the 404 page.
    #[must_use]
    pub fn pages(&self) -> Vec<String> {
        let sitemap = self.text("sitemap.xml");
        let mut pages: Vec<String> = sitemap
            .split("<loc>")
            .skip(1)
            .filter_map(|rest| rest.split("</loc>").next())
            .map(|url| {
                let path = url.trim().strip_prefix(self.public);
                path.unwrap_or_else(|| panic!("the sitemap names {url}, which is not below {}", self.public))
                    .to_owned()
            })
            .collect();
        assert!(pages.len() > 10, "the sitemap names too few pages: {pages:?}");
        for page in ["style/", "404.html"] {
            assert!(!pages.iter().any(|known| known == page), "the sitemap names {page}");
            pages.push(page.to_owned());
        }
        pages
    }

    /// The addresses of the pages that have a widget.
    #[must_use]
    pub fn pages_with_a_widget(&self) -> Vec<String> {
        self.pages()
            .into_iter()
            .filter(|page| {
                let html = self.text(&file_of(page));
                tags(&html).iter().any(|tag| tag.get("data-island").is_some())
            })
            .collect()
    }

    /// The addresses of the notes.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.pages()
            .into_iter()
            .filter(|page| {
                let html = self.text(&file_of(page));
                tags(&html).iter().any(|tag| tag.name == "body" && tag.get("data-kind") == Some("note"))
            })
            .collect()
    }
}

/// `ecs/` -> `ecs/index.html`.
pub(crate) fn file_of(page: &str) -> String {
    if page.is_empty() || page.ends_with('/') { format!("{page}index.html") } else { page.to_owned() }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push(name);
        }
    }
}
