//! The environment of the widgets' cargo. In: a job. Out: the same job without
//! the settings of the native build. Must not know which toolchain it runs.

use crate::run::Job;

/// Removes what the cargo that started this program, or the user for the
/// native build, has set: it would override the choice made here.
pub(super) fn clean(mut job: Job) -> Job {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_build_setting) {
            job = job.env_remove(name);
        }
    }
    job
}

fn is_build_setting(name: &str) -> bool {
    // Where cargo keeps its files, and how it talks to network and terminal.
    const KEEP: [&str; 5] = ["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR", "CARGO_TERM_"];
    match name {
        "RUSTFLAGS" | "RUSTUP_TOOLCHAIN" | "RUSTDOCFLAGS" => true,
        _ if name.starts_with("RUSTC") || name == "RUSTDOC" => true,
        _ => name.starts_with("CARGO") && !KEEP.iter().any(|keep| name.starts_with(keep)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_native_build_do_not_reach_the_wasm_build() {
        for name in
            ["CARGO", "CARGO_TARGET_DIR", "CARGO_ENCODED_RUSTFLAGS", "RUSTC", "RUSTC_WRAPPER", "RUSTFLAGS"]
        {
            assert!(is_build_setting(name), "{name}");
        }
        for name in
            ["CARGO_HOME", "CARGO_NET_OFFLINE", "CARGO_HTTP_CAINFO", "RUSTUP_HOME", "PATH", "RUST_BACKTRACE"]
        {
            assert!(!is_build_setting(name), "{name}");
        }
    }
}
