//! Rules about the code that no compiler checks. In: manifests and source.
//! Out: tests that fail when a rule is broken.

use std::path::{Path, PathBuf};

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../widgets/model")
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
    let text = std::fs::read_to_string(model().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = text.parse().expect("TOML");
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let names: Vec<&String> = dependencies.into_iter().flatten().map(|(name, _)| name).collect();
    assert!(
        names.is_empty(),
        "widgets/model depends on {names:?}. It holds rules and arithmetic only; \
         what needs Yew or the browser belongs into widgets/ui"
    );
}

#[test]
fn the_model_does_no_arithmetic_in_floats() {
    let files = rust_files(&model().join("src"));
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("source");
        for (number, line) in text.lines().enumerate() {
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
