//! Speed and memory of the generator. In: how many notes, how often. Out: a
//! table for each size, beside other generators where they are installed. Must
//! not know how the generator works, only how it is called.

mod corpus;
mod live;
mod measure;
mod peers;
mod text;
mod words;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};

pub(crate) use measure::{MeasuredOptions, measured};

use crate::paths::Paths;
use crate::site;
use corpus::{Dialect, Place};
use measure::{Usage, exponent, measure, median};
use peers::{Peer, write_files};

/// Options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Numbers of notes, separated by commas [default: 100,1000,10000]
    #[arg(long, value_delimiter = ',', value_name = "N")]
    pages: Vec<usize>,
    /// Runs of each kind; the one in the middle counts
    #[arg(long, value_name = "N", default_value_t = 3)]
    runs: usize,
    /// Don't measure zola, hugo and mdbook
    #[arg(long)]
    no_peers: bool,
    /// Measure `studydeck serve` instead: the time from a save to the reloaded page [default: of 1000 notes]
    #[arg(long)]
    serve: bool,
    /// Measure the widgets in the browser instead: an update of each, and its start
    #[arg(long, conflicts_with_all = ["serve", "pages", "studydeck"])]
    widgets: bool,
    /// Measure this executable, for instance an older one, instead of compiling the generator
    #[arg(long, value_name = "FILE")]
    studydeck: Option<PathBuf>,
}

/// One line of the table.
struct Row {
    who: &'static str,
    pages: usize,
    kind: Kind,
    usage: Usage,
    output: u64,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Into an empty folder, with nothing remembered.
    Full,
    /// Once more, with no change.
    Again,
    /// With one changed note.
    OneNote,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Full => "full build",
            Self::Again => "nothing changed",
            Self::OneNote => "one note changed",
        }
    }
}

/// A project that can be built again and again.
struct Project {
    who: &'static str,
    pages: usize,
    /// Everything of it lies here.
    dir: PathBuf,
    out: PathBuf,
    /// A note that can be changed.
    note: PathBuf,
    command: Command,
}

/// Runs the benchmarks.
pub(crate) fn run(paths: &Paths, options: &Options) -> Result<ExitCode> {
    if options.widgets {
        return crate::test::measure_widgets(paths);
    }
    ensure!(options.runs > 0, "--runs must be at least 1");
    ensure!(options.pages.iter().all(|pages| *pages > 0), "--pages must be at least 1");
    let generator = match &options.studydeck {
        Some(given) => std::path::absolute(given).with_context(|| format!("the file {}", given.display()))?,
        None => {
            site::compile_generator(paths, true)?;
            paths.studydeck(true)
        }
    };
    let mut sizes = match (options.pages.as_slice(), options.serve) {
        ([], false) => vec![100, 1000, 10_000],
        ([], true) => vec![1000],
        (given, _) => given.to_vec(),
    };
    sizes.sort_unstable();
    sizes.dedup();
    if options.serve {
        serve(paths, &generator, &sizes, options.runs)
    } else {
        build(paths, &generator, &sizes, options)
    }
}

/// Measures saves under the development server.
fn serve(paths: &Paths, generator: &Path, sizes: &[usize], runs: usize) -> Result<ExitCode> {
    for pages in sizes.iter().copied() {
        let project = ours(paths, generator, pages)?;
        eprintln!("==> studydeck serve: {pages} notes, saving one of them");
        let place = Place { index: pages / 2 };
        let page = format!("/{}/", place.file().trim_end_matches(".md"));
        // A save is short: ten of them make one run.
        let waits = live::measure(generator, &project.dir, &project.note, &page, runs * 10)?;
        let mut events: Vec<f64> = waits.iter().map(|wait| wait.event.as_secs_f64() * 1000.0).collect();
        let mut whole: Vec<f64> = waits.iter().map(|wait| wait.page.as_secs_f64() * 1000.0).collect();
        println!("{pages} notes, {} saves, in ms from the save:", waits.len());
        println!("  the event that reloads the page: {}", spread(&mut events));
        println!("  the new page, read to its end:   {}", spread(&mut whole));
    }
    Ok(ExitCode::SUCCESS)
}

/// `median 41.0, from 38.2 to 60.1`.
fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    match (values.first(), values.get(values.len() / 2), values.last()) {
        (Some(first), Some(middle), Some(last)) => {
            format!("median {middle:.1}, from {first:.1} to {last:.1}")
        }
        _ => "no value".to_owned(),
    }
}

/// Measures whole builds, ours and the others'.
fn build(paths: &Paths, generator: &Path, sizes: &[usize], options: &Options) -> Result<ExitCode> {
    let mut rows = Vec::new();
    for pages in sizes.iter().copied() {
        rows.extend(measure_project(&ours(paths, generator, pages)?, options.runs)?);
        for peer in Peer::ALL.into_iter().filter(|_| !options.no_peers) {
            let Some(program) = peer.program() else {
                continue;
            };
            let project = theirs(paths, peer, &program, pages)?;
            match measure_project(&project, options.runs) {
                Ok(found) => rows.extend(found),
                Err(error) => eprintln!("    {} left out: {error:#}", peer.name()),
            }
        }
    }
    print!("{}", table(&rows));
    print!("{}", growth(&rows));
    Ok(ExitCode::SUCCESS)
}

/// The corpus in our own form, with the real site's templates and styles.
fn ours(paths: &Paths, generator: &Path, pages: usize) -> Result<Project> {
    let dir = fresh(&paths.bench().join(pages.to_string()))?;
    write_files(&dir.join("content"), &corpus::files(pages, Dialect::Studydeck))?;
    write_files(&dir, &[("studydeck.toml".to_owned(), CONFIG.to_owned())])?;
    for folder in ["templates", "static"] {
        copy_folder(&paths.root().join(folder), &dir.join(folder))?;
    }
    let out = dir.join("dist");
    let mut command = Command::new(generator);
    command.args(["build", "--skip-widgets", "--project"]).arg(&dir).arg("--out").arg(&out);
    let note = dir.join("content").join(Place { index: pages / 2 }.file());
    Ok(Project { who: "studydeck", pages, dir, out, note, command })
}

fn theirs(paths: &Paths, peer: Peer, program: &Path, pages: usize) -> Result<Project> {
    let dir = fresh(&paths.bench().join(format!("{pages}-{}", peer.name())))?;
    peer.prepare(pages, &dir)?;
    let out = dir.join("dist");
    let content = if peer == Peer::Mdbook { "src" } else { "content" };
    let note = dir.join(content).join(Place { index: pages / 2 }.file());
    let command = peer.command(program, &dir, &out);
    Ok(Project { who: peer.name(), pages, dir, out, note, command })
}

fn measure_project(project: &Project, runs: usize) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for kind in [Kind::Full, Kind::Again, Kind::OneNote] {
        eprintln!("==> {}: {} notes, {}", project.who, project.pages, kind.name());
        let mut found = Vec::new();
        for run in 0..runs {
            project.get_ready(kind, run)?;
            found.push(measure(&project.command, &project.dir.join("run.log"))?);
        }
        let usage = median(found).context("no run")?;
        rows.push(Row {
            who: project.who,
            pages: project.pages,
            kind,
            usage,
            output: size_of(&project.out)?,
        });
    }
    Ok(rows)
}

impl Project {
    fn get_ready(&self, kind: Kind, run: usize) -> Result<()> {
        match kind {
            Kind::Full => {
                remove(&self.out)?;
                remove(&self.dir.join(".studydeck"))?;
                settle();
                Ok(())
            }
            Kind::Again => Ok(()),
            Kind::OneNote => {
                let text = std::fs::read_to_string(&self.note)
                    .with_context(|| format!("reading {}", self.note.display()))?;
                std::fs::write(&self.note, format!("{text}\nOne more line, number {run}.\n"))
                    .with_context(|| format!("writing {}", self.note.display()))
            }
        }
    }
}

/// The least that the generator wants to know.
const CONFIG: &str = "title = \"Bench\"\ndescription = \"Made-up notes to measure with.\"\n\
                      base_url = \"https://example.org/bench/\"\nlanguage = \"en\"\n";

fn table(rows: &[Row]) -> String {
    let mut text = format!(
        "\n{:<11}{:>7}  {:<17}{:>9}{:>9}{:>9}{:>11}{:>12}{:>10}{:>11}\n",
        "generator",
        "notes",
        "build",
        "wall s",
        "notes/s",
        "CPU s",
        "of it sys",
        "CPU ms/note",
        "peak MiB",
        "output MB"
    );
    for row in rows {
        let pages = row.pages as f64;
        text.push_str(&format!(
            "{:<11}{:>7}  {:<17}{:>9.2}{:>9.0}{:>9.2}{:>11.2}{:>12.2}{:>10.0}{:>11.1}\n",
            row.who,
            row.pages,
            row.kind.name(),
            row.usage.wall,
            pages / row.usage.wall.max(1e-9),
            row.usage.cpu,
            row.usage.kernel,
            row.usage.cpu * 1000.0 / pages,
            row.usage.peak_mib,
            row.output as f64 / 1e6,
        ));
    }
    text
}

/// How the CPU time of a full build grows from each size to the next.
fn growth(rows: &[Row]) -> String {
    let mut text = String::new();
    let full: Vec<&Row> = rows.iter().filter(|row| row.kind == Kind::Full).collect();
    for who in std::iter::once("studydeck").chain(Peer::ALL.map(Peer::name)) {
        let of: Vec<&&Row> = full.iter().filter(|row| row.who == who).collect();
        for pair in of.windows(2) {
            let [small, large] = pair else { continue };
            if let Some(found) = exponent((small.pages, small.usage.cpu), (large.pages, large.usage.cpu)) {
                let own = |row: &Row| (row.pages, row.usage.cpu - row.usage.kernel);
                let own = exponent(own(small), own(large)).unwrap_or(found);
                text.push_str(&format!(
                    "growth of {who}, {} to {} notes: {found:.2}, of the program's own time {own:.2}\n",
                    small.pages, large.pages
                ));
            }
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("\n{text}(exponent of CPU time; 1.00 is in proportion to the notes)\n")
    }
}

/// Lets the system write what it still holds back, such as ten thousand removed
/// folders: otherwise the next run pays for them. Where there is no `sync`,
/// the figures are only less steady.
fn settle() {
    let _ = std::process::Command::new("sync").status();
}

/// An empty folder.
fn fresh(dir: &Path) -> Result<PathBuf> {
    remove(dir)?;
    std::fs::create_dir_all(dir).with_context(|| format!("creating the folder {}", dir.display()))?;
    Ok(dir.to_path_buf())
}

fn remove(dir: &Path) -> Result<()> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", dir.display()))
        }
        _ => Ok(()),
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("creating the folder {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).with_context(|| format!("writing {}", target.display()))?;
        }
    }
    Ok(())
}

/// Bytes in all files of a folder.
fn size_of(dir: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() { size_of(&entry.path())? } else { about.len() };
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pages: usize, cpu: f64) -> Row {
        let usage = Usage { wall: cpu, cpu, kernel: 0.0, peak_mib: 50.0 };
        Row { who: "studydeck", pages, kind: Kind::Full, usage, output: 1_500_000 }
    }

    #[test]
    fn the_table_has_a_line_for_each_row_and_the_growth_one_for_each_step() {
        let rows = [row(100, 0.2), row(1000, 2.0), row(10_000, 20.0)];
        let text = table(&rows);
        assert_eq!(text.trim().lines().count(), 4, "{text}");
        assert!(text.contains("2.00"), "{text}");
        let growth = growth(&rows);
        assert_eq!(growth.matches(": 1.00, of the program's own time 1.00").count(), 2, "{growth}");
        assert!(!growth.contains("zola"), "{growth}");
    }

    #[test]
    fn the_spread_names_middle_and_ends() {
        assert_eq!(spread(&mut [3.0, 1.0, 2.0]), "median 2.0, from 1.0 to 3.0");
        assert_eq!(spread(&mut []), "no value");
    }

    #[test]
    fn the_size_of_a_folder_counts_what_lies_below() {
        let dir = tempfile::tempdir().expect("a folder");
        write_files(dir.path(), &[("a/b.txt".into(), "12345".into()), ("c.txt".into(), "123".into())])
            .expect("written");
        assert_eq!(size_of(dir.path()).expect("a size"), 8);
    }
}
