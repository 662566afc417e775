//! What the tests need from outside. In: environment variables. Out: paths,
//! or a panic that says which command sets the variable.

use std::path::PathBuf;

/// The path in a variable; there must be something at it.
pub(crate) fn path(variable: &str) -> PathBuf {
    let Some(value) = std::env::var_os(variable) else {
        panic!(
            "{variable} is not set. These tests look at finished sites in a real browser; \
             `cargo xtask test browser` builds the sites, finds the browser and sets it."
        )
    };
    let path = PathBuf::from(value);
    assert!(
        path.exists(),
        "{variable} is {}, where there is nothing. `cargo xtask test browser` sets it.",
        path.display()
    );
    path
}

/// The number in a variable, or `otherwise` if it is not set or holds none.
pub(crate) fn number(variable: &str, otherwise: u32) -> u32 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}
