//! Everything that CI runs. In: the options of `cargo xtask test`. Out: each
//! step's result and time, all failures together, and one closing line of
//! counts that CI reads. Must not know what a step's tests are about.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use crate::paths::Paths;
use crate::run::{Job, seconds};
use crate::site;
use crate::toolchain::Wish;
use crate::{browser, bundle, npm};

/// Options of `cargo xtask test`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Leave out the tests in a real browser (refused where CI is set)
    #[arg(long)]
    no_browser: bool,
    /// Run only the steps whose name contains one of these words, and what they need
    #[arg(value_name = "STEP")]
    steps: Vec<String>,
    /// Arguments for the test programs, after `--`: for instance `-- --nocapture` or a test's name
    #[arg(last = true, value_name = "ARG")]
    args: Vec<String>,
}

/// What a step may use.
struct Context<'a> {
    paths: &'a Paths,
    args: &'a [String],
}

struct Step {
    name: &'static str,
    about: &'static str,
    needs: &'static [&'static str],
    run: fn(&Context<'_>) -> Result<()>,
}

/// The steps in their order: quick ones first, so that a slip shows early.
const STEPS: [Step; 8] = [
    Step { name: "format", about: "the code is formatted", needs: &[], run: format },
    Step { name: "lint", about: "clippy finds nothing", needs: &[], run: lint },
    Step {
        name: "lint-widgets",
        about: "clippy finds nothing in what runs in the browser",
        needs: &[],
        run: lint_widgets,
    },
    Step { name: "docs", about: "the code's documentation builds without a warning", needs: &[], run: docs },
    Step {
        name: "unit",
        about: "tests of the generator, the widgets and the task runner",
        needs: &[],
        run: unit,
    },
    Step { name: "widgets", about: "the widget bundle builds", needs: &[], run: widgets },
    Step {
        name: "site",
        about: "the site builds for a root and for a base path",
        needs: &["widgets"],
        run: sites,
    },
    Step {
        name: "browser",
        about: "the finished sites work in a real browser",
        needs: &["site"],
        run: in_browser,
    },
];

/// The two sites that the browser tests look at.
const ROOT_URL: &str = "https://example.org/";
const BASE_URL: &str = "https://example.org/studydeck/";

enum Outcome {
    Passed,
    Failed(String),
    /// Not run, because a step that it needs has failed.
    Skipped(&'static str),
}

struct Report {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// Runs the steps.
pub(crate) fn run(paths: &Paths, options: &Options) -> Result<ExitCode> {
    ensure!(
        !(options.no_browser && in_ci(std::env::var("CI").ok().as_deref())),
        "--no-browser is refused where the variable CI is set: there the browser tests must run"
    );
    let chosen = choose(&options.steps, options.no_browser)?;
    let context = Context { paths, args: &options.args };
    let mut reports: Vec<Report> = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        println!("\n=== {}/{} {}: {}", index + 1, chosen.len(), step.name, step.about);
        let started = Instant::now();
        let outcome = match broken_need(step, &reports) {
            Some(need) => Outcome::Skipped(need),
            None => match (step.run)(&context) {
                Ok(()) => Outcome::Passed,
                Err(error) => Outcome::Failed(format!("{error:#}")),
            },
        };
        let took = started.elapsed();
        match &outcome {
            Outcome::Passed => println!("=== {}: ok ({})", step.name, seconds(took)),
            Outcome::Failed(why) => {
                println!("=== {}: FAILED ({})\n{why}", step.name, seconds(took));
            }
            Outcome::Skipped(need) => println!("=== {}: not run, `{need}` has failed", step.name),
        }
        reports.push(Report { name: step.name, outcome, took });
    }
    print!("\n{}", summary(&reports));
    let clean = reports.iter().all(|report| matches!(report.outcome, Outcome::Passed));
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Measures the widgets in the browser: what the browser tests need, and of them the measurement.
pub(crate) fn measure_widgets(paths: &Paths) -> Result<ExitCode> {
    // One after the other: together they would measure each other.
    let args = ["speed_of_the", "--ignored", "--nocapture", "--test-threads=1"].map(str::to_owned).to_vec();
    run(paths, &Options { no_browser: false, steps: vec!["browser".to_owned()], args })
}

/// Whether `CI` is set to anything that means yes.
fn in_ci(value: Option<&str>) -> bool {
    !matches!(value, None | Some("" | "0" | "false"))
}

/// The steps that the words name, with what they need, in their order.
fn choose(words: &[String], no_browser: bool) -> Result<Vec<&'static Step>> {
    let named = |step: &Step| words.is_empty() || words.iter().any(|word| step.name.contains(word.as_str()));
    let mut names: Vec<&str> = STEPS
        .iter()
        .filter(|step| named(step) && !(no_browser && step.name == "browser"))
        .map(|step| step.name)
        .collect();
    if names.is_empty() {
        let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step is called `{}`; the steps are: {}", words.join(" "), all.join(", "));
    }
    // A step stands after what it needs: one pass from the end finds them all.
    for step in STEPS.iter().rev() {
        if names.contains(&step.name) {
            names.extend(step.needs);
        }
    }
    Ok(STEPS.iter().filter(|step| names.contains(&step.name)).collect())
}

fn broken_need(step: &Step, reports: &[Report]) -> Option<&'static str> {
    reports
        .iter()
        .find(|report| step.needs.contains(&report.name) && !matches!(report.outcome, Outcome::Passed))
        .map(|report| report.name)
}

/// The table of results, the failures, and the closing line alone on a line.
fn summary(reports: &[Report]) -> String {
    let mut text = String::from("=== summary\n");
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for report in reports {
        let (word, count) = match report.outcome {
            Outcome::Passed => ("ok", &mut passed),
            Outcome::Failed(_) => ("FAILED", &mut failed),
            Outcome::Skipped(_) => ("not run", &mut skipped),
        };
        *count += 1;
        text.push_str(&format!("  {:<14}{word:<9}{:>12}\n", report.name, seconds(report.took)));
    }
    for report in reports {
        if let Outcome::Failed(why) = &report.outcome {
            let why = why.replace('\n', "\n    ");
            text.push_str(&format!("\n  {} failed:\n    {why}\n", report.name));
        }
    }
    text.push_str(&format!("\n{passed} passed, {failed} failed"));
    if skipped > 0 {
        text.push_str(&format!(", {skipped} skipped"));
    }
    text.push('\n');
    text
}

fn cargo(context: &Context<'_>, what: &str, args: &[&str]) -> Job {
    Job::cargo(what, context.paths.root()).args(args)
}

fn format(context: &Context<'_>) -> Result<()> {
    cargo(context, "looking at the format", &["fmt", "--all", "--check"])
        .hint("`cargo fmt --all` puts it right.")
        .run()
}

fn lint(context: &Context<'_>) -> Result<()> {
    // `studydeck-web` and the browser's half of `studydeck-ui` come next:
    // in one call, the two halves' features would be switched on together.
    let args =
        ["clippy", "--workspace", "--exclude", "studydeck-web", "--all-targets", "--", "-D", "warnings"];
    cargo(context, "running clippy", &args).run()
}

fn lint_widgets(context: &Context<'_>) -> Result<()> {
    let args = [
        "clippy",
        "--package",
        "studydeck-web",
        "--package",
        "studydeck-ui",
        "--package",
        "studydeck-quiz-web",
        "--package",
        "studydeck-practice-web",
        "--package",
        "studydeck-practice",
        "--package",
        "studydeck-page",
        "--features",
        "studydeck-ui/hydrate",
    ];
    cargo(context, "running clippy on the widgets", &args).args(["--", "-D", "warnings"]).run()
}

fn docs(context: &Context<'_>) -> Result<()> {
    let args = [
        "doc",
        "--workspace",
        "--exclude",
        "studydeck-web",
        "--no-deps",
        "--document-private-items",
        "--keep-going",
    ];
    cargo(context, "building the documentation", &args).env("RUSTDOCFLAGS", "-D warnings").run()
}

fn unit(context: &Context<'_>) -> Result<()> {
    // The examples of the CommonMark specification are among them.
    npm::packages(context.paths)?;
    let job = cargo(context, "running the tests", &["test", "--no-fail-fast"]);
    if context.args.is_empty() { job } else { job.arg("--").args(context.args) }.run()
}

fn widgets(context: &Context<'_>) -> Result<()> {
    bundle::build(context.paths, Wish::Auto)
}

fn sites(context: &Context<'_>) -> Result<()> {
    let paths = context.paths;
    site::compile_generator(paths, false)?;
    for (url, out) in [(ROOT_URL, paths.site_root()), (BASE_URL, paths.site_base())] {
        let options = site::Options { base_url: Some(url.to_owned()), ..site::Options::default() };
        site::build_job(paths, &format!("building the site for {url}"), &options, &out).run()?;
    }
    Ok(())
}

fn in_browser(context: &Context<'_>) -> Result<()> {
    let tools = browser::prepare(context.paths)?;
    cargo(context, "running the browser tests", &["test", "--package", "site-tests", "--no-fail-fast"])
        .env("SITE_ROOT_DIR", context.paths.site_root())
        .env("SITE_BASE_DIR", context.paths.site_base())
        .env("CHROMIUM", &tools.chromium)
        .env("CHROMEDRIVER", &tools.chromedriver)
        .env("AXE_JS", &tools.axe)
        .arg("--")
        .args(context.args)
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str], no_browser: bool) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        choose(&words, no_browser).expect("steps").iter().map(|step| step.name).collect()
    }

    #[test]
    fn without_words_every_step_runs() {
        assert_eq!(names(&[], false).len(), STEPS.len());
        assert!(!names(&[], true).contains(&"browser"));
    }

    #[test]
    fn a_step_brings_what_it_needs() {
        assert_eq!(names(&["browser"], false), ["widgets", "site", "browser"]);
        assert_eq!(names(&["lint"], false), ["lint", "lint-widgets"]);
    }

    #[test]
    fn an_unknown_step_is_an_error_that_lists_the_steps() {
        let error = choose(&["nonsense".to_owned()], false).err().expect("an error").to_string();
        assert!(error.contains("nonsense") && error.contains("format, lint"), "{error}");
    }

    #[test]
    fn a_step_stands_after_what_it_needs() {
        for (index, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(
                    STEPS[..index].iter().any(|earlier| earlier.name == *need),
                    "{need} before {}",
                    step.name
                );
            }
        }
    }

    #[test]
    fn the_last_line_holds_the_counts_and_nothing_else() {
        let report = |name, outcome| Report { name, outcome, took: Duration::from_secs(1) };
        let mut reports = vec![report("format", Outcome::Passed), report("unit", Outcome::Passed)];
        assert_eq!(summary(&reports).lines().last(), Some("2 passed, 0 failed"));
        reports.push(report("widgets", Outcome::Failed("no toolchain\ninstall one".to_owned())));
        reports.push(report("site", Outcome::Skipped("widgets")));
        let text = summary(&reports);
        assert_eq!(text.lines().last(), Some("2 passed, 1 failed, 1 skipped"));
        assert!(text.contains("widgets failed:\n    no toolchain\n    install one"), "{text}");
    }

    #[test]
    fn a_step_is_skipped_when_what_it_needs_has_failed() {
        let failed = Outcome::Failed(String::new());
        let reports = [Report { name: "widgets", outcome: failed, took: Duration::ZERO }];
        assert_eq!(broken_need(&STEPS[6], &reports), Some("widgets"));
        assert_eq!(broken_need(&STEPS[0], &reports), None);
    }

    #[test]
    fn ci_is_what_says_so() {
        assert!(in_ci(Some("true")) && in_ci(Some("1")));
        assert!(!in_ci(None) && !in_ci(Some("false")) && !in_ci(Some("")));
    }
}
