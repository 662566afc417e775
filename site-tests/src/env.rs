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

/// The number in a variable, from 1 on, or 1 if it is not set.
pub(crate) fn number(variable: &str) -> u16 {
    let Some(value) = std::env::var_os(variable) else { return 1 };
    let number = value.to_str().and_then(|value| value.parse().ok()).filter(|&number| number > 0);
    number.unwrap_or_else(|| panic!("{variable} is {}, and not a number from 1 to 65535", value.display()))
}
