//! The questions as files: each question once in each, and every address in
//! them leads somewhere. No browser. The files are read here by rules of their
//! formats, not by what the generator knows.

use std::collections::{BTreeMap, BTreeSet};

use site_tests::{Site, tags};

const FOLDER: &str = "downloads/studydeck-questions";

/// The ids of the bank, as the practice room gets them.
fn bank(site: &Site) -> BTreeSet<String> {
    let text = site.text("questions.txt");
    let ids = text.split('\u{1e}').skip(1).filter_map(|rest| rest.lines().next());
    ids.map(str::to_owned).collect()
}

/// The first cell of each row of a table whose cells may stand in quotes.
fn first_cells(text: &str, between: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted, mut first) = (Vec::new(), String::new(), false, true);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                first = true;
            }
            letter if letter == between && !quoted => first = false,
            letter if first => cell.push(letter),
            _ => {}
        }
    }
    cells
}

/// The ids that stand in each file, in its order.
fn ids(site: &Site) -> BTreeMap<&'static str, Vec<String>> {
    let csv = site.text(&format!("{FOLDER}.csv"));
    let table = csv.strip_prefix('\u{feff}').expect("a byte order mark, for Excel");
    let mut csv = first_cells(table, ',');
    assert_eq!(csv.remove(0), "id");
    let anki = site.text(&format!("{FOLDER}.anki.txt"));
    let lines: Vec<&str> = anki.split_inclusive('\n').skip_while(|line| line.starts_with('#')).collect();
    let anki = first_cells(&lines.concat(), '\t');
    let gift = site.text(&format!("{FOLDER}.gift.txt"));
    let id = |line: &str| line.strip_prefix("// [id:")?.split(']').next().map(str::to_owned);
    let gift = gift.lines().filter_map(id).collect();
    [("csv", csv), ("gift", gift), ("anki", anki)].into()
}

#[test]
fn every_question_stands_in_each_file_once() {
    let site = Site::below_a_path();
    let bank = bank(&site);
    assert!(bank.len() >= 200, "{} questions", bank.len());
    for (format, ids) in ids(&site) {
        let once: BTreeSet<String> = ids.iter().cloned().collect();
        assert_eq!(ids.len(), once.len(), "{format}: an id stands twice");
        assert_eq!(once, bank, "{format}");
    }
    let page = site.text("downloads/index.html");
    assert_eq!(page.matches(&format!(": {} questions, ", bank.len())).count(), 3, "the page says how many");
}

#[test]
fn every_question_of_the_gift_file_can_be_read() {
    let site = Site::below_a_path();
    let text = site.text(&format!("{FOLDER}.gift.txt"));
    let plain = |block: &str| {
        let mut out = String::new();
        let mut letters = block.chars();
        while let Some(letter) = letters.next() {
            if letter == '\\' {
                letters.next();
            } else {
                out.push(letter);
            }
        }
        out
    };
    let mut kinds = BTreeMap::new();
    for block in text.trim().split("\n\n").filter(|block| !block.starts_with("$CATEGORY: $course$/top/")) {
        let plain = plain(block);
        let answers = plain.split_once(" {\n").and_then(|(_, rest)| rest.split_once("\n}"));
        let (answers, after) = answers.unwrap_or_else(|| panic!("no answers: {block}"));
        assert_eq!((after, answers.matches(['{', '}']).count()), ("", 0), "{block}");
        let (answers, general) = answers.rsplit_once("\n####").unwrap_or_else(|| panic!("{block}"));
        assert!(!general.contains(['~', '=', '#']), "{block}");
        // A sign before all answers says that they are numbers.
        let lines: Vec<&str> = answers.trim_start_matches('#').lines().collect();
        let of = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
        let pairs = lines.iter().filter(|line| line.contains(" -> ")).count();
        let kind = match (of("="), of("~%"), of("~")) {
            (numbers, 0, 0) if numbers == lines.len() && answers.starts_with('#') => "numbers",
            (1, 0, others) if others + 1 == lines.len() && others > 0 => "single",
            (0, weighed, all) if weighed == lines.len() && weighed == all => "multiple",
            (halves, 0, 0) if halves == lines.len() && pairs == halves && halves >= 3 => "pairs",
            _ => panic!("{block}"),
        };
        if kind != "pairs" {
            assert!(lines.iter().all(|line| line.matches('#').count() == 1), "a reason each: {block}");
        }
        *kinds.entry(kind).or_insert(0) += 1;
    }
    assert_eq!(kinds.len(), 4, "{kinds:?}");
    assert_eq!(kinds.values().sum::<usize>(), bank(&site).len());
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
    let site = Site::below_a_path();
    let text = site.text(&format!("{FOLDER}.csv"));
    let cells = text.trim_start_matches('\u{feff}').split(',').flat_map(|part| part.split("\r\n"));
    for cell in cells.map(|cell| cell.trim_start_matches('"')) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

/// The addresses of the site in a text, up to where one can end.
fn addresses<'t>(site: &Site, text: &'t str) -> BTreeSet<&'t str> {
    let rest = text.split(site.public).skip(1);
    rest.map(|rest| rest.split(['"', ')', ',', '\n', '\r', ' ', '<']).next().unwrap_or_default()).collect()
}

#[test]
fn addresses_in_the_files_lead_to_pages_and_to_places_on_them() {
    let site = Site::below_a_path();
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ending in ["csv", "gift.txt", "anki.txt"] {
        let text = site.text(&format!("{FOLDER}.{ending}")).replace('\\', "");
        let found = addresses(&site, &text);
        assert!(found.len() > 100, "{ending}: {} addresses", found.len());
        for address in found {
            let (page, place) = address.split_once('#').unwrap_or((address, ""));
            let known = places.entry(page.to_owned()).or_insert_with(|| {
                let html = site.text(&format!("{page}index.html"));
                tags(&html).iter().filter_map(|tag| tag.get("id")).map(str::to_owned).collect()
            });
            assert!(place.is_empty() || known.contains(place), "{ending} names {address}");
        }
    }
}
