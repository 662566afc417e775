//! The widget bundle: three WASM modules, so that a note with a self-check does
//! not load what only calculators, the comparer or the practice room need.
//!
//! In: the folder that `cargo xtask widgets` fills. Out: a [`Bundle`]. Must
//! not know which island needs which module.

use std::sync::Arc;

use camino::Utf8Path;
use serde::Serialize;

use crate::diag::{Code, Diagnostic};

/// A module of the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Module {
    /// Calculators, comparer and chooser: made with Yew.
    Widgets,
    /// Self-checks: made without.
    Quiz,
    /// The practice room, with the self-check's code in it: made without.
    Practice,
}

impl Module {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Widgets, Self::Quiz, Self::Practice];

    /// What its files and its islands call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Widgets => "widgets",
            Self::Quiz => "quiz",
            Self::Practice => "practice",
        }
    }
}

/// One thing for each module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ByModule<T> {
    /// That of [`Module::Widgets`].
    pub widgets: T,
    /// That of [`Module::Quiz`].
    pub quiz: T,
    /// That of [`Module::Practice`].
    pub practice: T,
}

impl<T> ByModule<T> {
    /// Makes the thing for each module.
    pub fn make(mut make: impl FnMut(Module) -> T) -> Self {
        Self { widgets: make(Module::Widgets), quiz: make(Module::Quiz), practice: make(Module::Practice) }
    }

    /// That of one module.
    pub const fn get(&self, module: Module) -> &T {
        match module {
            Module::Widgets => &self.widgets,
            Module::Quiz => &self.quiz,
            Module::Practice => &self.practice,
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.widgets, &self.quiz, &self.practice].into_iter()
    }
}

/// The files of a module.
#[derive(Debug, Clone)]
pub struct ModuleFiles {
    /// Its glue, such as `widgets.js`.
    pub glue: Arc<[u8]>,
    /// Itself, such as `widgets_bg.wasm`.
    pub wasm: Arc<[u8]>,
}

/// All modules.
pub type Bundle = ByModule<ModuleFiles>;

/// Reads the bundle in `folder`; `None` if a file can't be read, which is reported.
pub(super) fn read(folder: &Utf8Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Bundle> {
    let files = ByModule::make(|module| {
        let mut part = |name: String| {
            let read = std::fs::read(folder.join(&name));
            read.map_err(|error| diagnostics.push(unreadable(folder, &name, &error))).ok().map(Arc::from)
        };
        let name = module.name();
        (part(format!("{name}.js")), part(format!("{name}_bg.wasm")))
    });
    let whole = |(glue, wasm): (Option<_>, Option<_>)| Some(ModuleFiles { glue: glue?, wasm: wasm? });
    Some(ByModule {
        widgets: whole(files.widgets)?,
        quiz: whole(files.quiz)?,
        practice: whole(files.practice)?,
    })
}

fn unreadable(folder: &Utf8Path, name: &str, error: &std::io::Error) -> Diagnostic {
    let message = format!("can't read `{name}` of the widget bundle in `{folder}`: {error}");
    Diagnostic::error(Code::UnreadableFile, message)
        .help("make the bundle with `cargo xtask widgets`, or build with `--skip-widgets`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_of_a_module_is_named_with_what_makes_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap();
        for file in ["widgets.js", "widgets_bg.wasm", "quiz.js", "quiz_bg.wasm", "practice.js"] {
            std::fs::write(path.join(file), file).unwrap();
        }
        let mut problems = Vec::new();
        assert!(read(path, &mut problems).is_none());
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("`practice_bg.wasm`"), "{}", problems[0].message);
        std::fs::write(path.join("practice_bg.wasm"), "module").unwrap();
        let bundle = read(path, &mut problems).unwrap();
        assert_eq!(bundle.practice.wasm.as_ref(), b"module");
        assert_eq!(bundle.get(Module::Widgets).glue.as_ref(), b"widgets.js");
    }
}
