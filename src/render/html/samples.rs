//! Bodies of sites in memory, for the tests of this module.

use std::collections::HashMap;

use super::{Env, TermFinder, render};
use crate::link::samples::site;
use crate::render::highlight::Highlighter;

/// The body of the home page of a site with these files.
pub(super) fn body(files: &[(&str, &str)]) -> String {
    with_env(files, |env| env.site.home().map(|home| render(env, home).html).unwrap_or_default())
}

/// What something makes of a site with these files.
pub(super) fn with_env<T>(files: &[(&str, &str)], make: impl FnOnce(&Env<'_>) -> T) -> T {
    let (site, _) = site(files);
    let terms = TermFinder::new(&site.data.glossary);
    let (highlighter, image_sizes) = (Highlighter::new(), HashMap::new());
    let env = Env { site: &site, highlighter: &highlighter, terms: &terms, image_sizes: &image_sizes };
    make(&env)
}
