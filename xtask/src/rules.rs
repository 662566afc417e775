//! Rules about the code that no compiler checks. In: manifests and source.
//! Out: tests that fail when a rule is broken.

use std::path::{Path, PathBuf};

/// The folder of a crate of the widgets.
fn widgets(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../widgets").join(name)
}

/// The crates that a crate of the widgets names as its dependencies.
fn dependencies(name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(widgets(name).join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = text.parse().expect("TOML");
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    dependencies.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn the_model_depends_on_nothing() {
    let names = dependencies("model");
    assert!(
        names.is_empty(),
        "widgets/model depends on {names:?}. It holds rules and arithmetic only; \
         what needs Yew or the browser belongs into widgets/ui"
    );
}

#[test]
fn the_module_of_every_note_knows_no_yew() {
    assert!(dependencies("ui").contains(&"yew".to_owned()), "the name of what is looked for");
    let browser = ["js-sys", "talc", "wasm-bindgen", "web-sys"];
    let ours = ["studydeck-page", "studydeck-model", "studydeck-practice"];
    for name in ["page", "practice", "quiz-web", "practice-web"] {
        let mut names = dependencies(name);
        names.retain(|name| !browser.contains(&&**name) && !ours.contains(&&**name));
        assert!(
            names.is_empty(),
            "widgets/{name} depends on {names:?}. Every note with a self-check loads that; \
             what needs Yew belongs into widgets/ui"
        );
    }
}

#[test]
fn the_model_does_no_arithmetic_in_floats() {
    let mut files = rust_files(&widgets("model").join("src"));
    // Tests may hold golden values of a library that reckons in floats.
    files.retain(|file| !file.ends_with("tests.rs"));
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("source");
        let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
        for (number, line) in code.enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            assert!(
                !words.contains(&"f32") && !words.contains(&"f64"),
                "{}:{}: a float among prices; use the integer types of this crate",
                file.display(),
                number + 1
            );
        }
    }
}
