//! The blocks of comparer and chooser, read from TOML.

use std::sync::Arc;

use studydeck_model::compare::{MOST, Table};
use toml::Spanned;
use toml::de::DeValue;

use super::table::{self, Errors, Reader, suggestion};
use super::{PropsError, WidgetData};
use crate::compare::data::CompareProps;

/// What the comparer opens with where the block names no options.
const FIRST_VIEW: [&str; 3] = ["ecs-ec2", "eks-ec2", "ecs-fargate"];

/// Reads an author's block.
pub(super) fn props(
    body: &str,
    data: &WidgetData,
    choose: bool,
    id: String,
    primary: bool,
) -> Result<CompareProps, Vec<PropsError>> {
    let mut errors = Errors::new();
    let parsed = table::parse(body, &mut errors);
    let Some(table) = data.comparison() else {
        errors.push(PropsError {
            range: None,
            message: "there are no options to compare".to_owned(),
            help: Some("they stand in content/data/options and content/data/dimensions.toml".to_owned()),
        });
        return Err(errors);
    };
    let mut reader = Reader::new(parsed.get_ref(), parsed.span(), &mut errors);
    let start = if choose { needs(&mut reader, &table) } else { view(&mut reader, &table) };
    reader.finish();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(CompareProps { id, primary, choose, start, table })
}

fn needs(reader: &mut Reader<'_, '_>, table: &Arc<Table>) -> String {
    let known: Vec<&str> =
        table.needs.iter().filter(|need| !need.is_always()).map(|need| need.id.as_str()).collect();
    ["needs=", &names(reader, "needs", "requirement", &known).join(",")].concat()
}

fn view(reader: &mut Reader<'_, '_>, table: &Arc<Table>) -> String {
    let options: Vec<&str> = table.options.iter().map(|option| option.id.as_str()).collect();
    let rows: Vec<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
    let mut chosen = names(reader, "options", "option", &options);
    if chosen.len() > MOST {
        let message = format!("{} options are too many", chosen.len());
        reader.error(reader.range(), message, Some(format!("{MOST} fit side by side")));
    }
    if chosen.is_empty() {
        chosen = FIRST_VIEW.into_iter().filter(|id| options.contains(id)).collect();
    }
    let rows = names(reader, "rows", "dimension", &rows);
    let mut start = format!("options={}&rows={}", chosen.join(","), rows.join(","));
    if let Some((exam, _)) = reader.optional_text("exam") {
        start.push_str(&format!("&exam={}", studydeck_model::compare::encode(exam)));
    }
    if let Some(value) = reader.get("diff") {
        match value.get_ref().as_bool() {
            Some(true) => start.push_str("&diff=on"),
            Some(false) => {}
            None => {
                let found = value.get_ref().type_str();
                reader.error(value.span(), format!("`diff` must be true or false, not {found}"), None);
            }
        }
    }
    start
}

/// A list of names under a key; each must be known.
fn names<'t>(reader: &mut Reader<'t, '_>, key: &'static str, what: &str, known: &[&str]) -> Vec<&'t str> {
    let Some(value) = reader.get(key) else { return Vec::new() };
    let Some(items) = value.get_ref().as_array() else {
        let found = value.get_ref().type_str();
        reader.error(value.span(), format!("`{key}` must be a list of names, not {found}"), None);
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item: &'t Spanned<DeValue<'t>>| {
            let (name, range) = reader.as_text(key, item)?;
            if !known.contains(&name) {
                reader.error(range, format!("there is no {what} `{name}`"), Some(suggestion(name, known)));
                return None;
            }
            Some(name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use studydeck_model::compare::{ANY, Cell, Choice, Effect, Need, Row, Source};

    use super::*;
    use crate::compare::data::{print, print_table, read, read_table};
    use crate::ssr::{Island, WidgetKind};

    fn table() -> Table {
        let cell = |n: usize| Cell {
            value: format!("`a<b` {n}"),
            reason: "because".into(),
            sources: vec![0],
            asked: "CLF".into(),
            unverified: n == 2,
        };
        let option =
            |id: &str| Choice { id: id.into(), name: id.into(), family: "ecs".into(), href: "/x/".into() };
        let row = |id: &str| Row { id: id.into(), name: id.into(), group: "Cost".into() };
        let need = |id: &str, option, points| Need {
            id: id.into(),
            words: format!("It must be {id}"),
            group: "Work".into(),
            effects: vec![Effect { option, row: 1, points, setups: if option == 3 { ANY } else { 5 } }],
        };
        Table {
            options: ["ecs-ec2", "eks-ec2", "ecs-fargate", "lambda", "batch"].map(option).to_vec(),
            rows: ["gpu", "price"].map(row).to_vec(),
            sources: vec![Source {
                title: "T".into(),
                url: "https://t".into(),
                checked: "2026-11-22".into(),
            }],
            cells: (0..5).map(|n| vec![cell(0), cell(n)]).collect(),
            needs: vec![need("hard", 3, None), need("soft", 4, Some(-2))],
            calculators: vec![("lambda".into(), "/calculators/lambda/".into())],
        }
    }

    fn data() -> WidgetData {
        WidgetData::default().with_comparison(table())
    }

    #[test]
    fn the_table_travels_without_loss() {
        let text = print_table(&table());
        assert_eq!(read_table(&text), Some(table()));
        for wrong in ["", "{}", "[]", &text.replace("e\t3\t1", "e\t3\tx"), &text.replacen("c\t", "x\t", 1)] {
            assert_eq!(read_table(wrong), None, "{wrong:.60}");
        }
        for (choose, body) in [(false, "rows = [\"gpu\"]"), (true, "needs = [\"hard\"]")] {
            let props = props(body, &data(), choose, "c".into(), true).unwrap();
            let back = read(choose, &print(&props), &text).unwrap();
            assert_eq!((back.id, back.primary, back.choose), (props.id, props.primary, props.choose));
            assert_eq!((back.start, back.table), (props.start, props.table));
        }
    }

    #[test]
    fn the_first_view_stands_in_the_page() {
        let html = Island::parse(WidgetKind::Comparer, "", &data(), 0).unwrap().html();
        for part in [
            "<caption>ecs-ec2, eks-ec2, ecs-fargate</caption>",
            "<details><summary><code>a&lt;b</code> 1</summary><p>because</p>",
            "<a href=\"https://t\" rel=\"noopener\" class=\"external\">T</a>, 2026-11-22",
            "<span class=\"unverified\">not verified</span>",
            "<span class=\"why\">all the same</span>",
            "2 rows",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let html =
            Island::parse(WidgetKind::Comparer, "options=['batch']\ndiff=true", &data(), 0).unwrap().html();
        assert!(html.contains("0 of 2 rows. Nothing fits"), "{html}");
    }

    #[test]
    fn the_answer_stands_in_the_page_with_its_reasons() {
        let html = Island::parse(WidgetKind::Chooser, "needs = ['hard', 'soft']", &data(), 0).unwrap().html();
        for part in [
            "A tie: ecs-ec2, eks-ec2, ecs-fargate.",
            "It must be hard. <i>price:</i> <code>a&lt;b</code> 3",
            "<b>\u{2212}2</b> It must be soft",
            "<a href=\"/calculators/lambda/\">on Lambda</a>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn what_no_one_setup_meets_and_what_is_not_verified_is_said() {
        let answer = |table: Table| {
            let data = WidgetData::default().with_comparison(table);
            Island::parse(WidgetKind::Chooser, "needs = ['hard', 'soft']", &data, 0).unwrap().html()
        };
        let mut table = table();
        for option in [0, 1, 2] {
            table.needs[0].effects.push(Effect { option, row: 1, points: None, setups: ANY });
        }
        let open = "<p class=\"cmp-flip\">Not verified for batch: \u{201c}It must be soft\u{201d}.</p>";
        assert!(!answer(table.clone()).contains("Not verified for"));
        table.cells[4][1].unverified = true;
        let html = answer(table.clone());
        assert!(html.contains("The answer is batch.") && html.contains(open), "{html}");
        table.needs[0].effects.push(Effect { option: 4, row: 1, points: Some(0), setups: 2 });
        let html = answer(table);
        for part in ["No option meets all of this.", "No one set-up does all of these:<details>"] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn every_mistake_of_a_block_is_reported_at_its_place() {
        let body = "options = ['lambda', 'lamda']\nrows = 'gpu'\ndiff = 1\ncolour = 'red'";
        let errors = Island::parse(WidgetKind::Comparer, body, &data(), 0).unwrap_err();
        let found: Vec<_> = errors
            .iter()
            .map(|e| (&body[e.range.clone().unwrap()], e.message.as_str(), e.help.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(
            found,
            [
                ("'lamda'", "there is no option `lamda`", "did you mean `lambda`?"),
                ("'gpu'", "`rows` must be a list of names, not string", ""),
                ("1", "`diff` must be true or false, not integer", ""),
                ("colour", "unknown key `colour`", "known: `options`, `rows`, `exam`, `diff`"),
            ]
        );
        assert_eq!(Island::parse(WidgetKind::Chooser, "needs=['x']", &data(), 0).unwrap_err().len(), 1);
        let five = "options = ['ecs-ec2', 'eks-ec2', 'ecs-fargate', 'lambda', 'batch']";
        assert_eq!(Island::parse(WidgetKind::Comparer, five, &data(), 0).unwrap_err().len(), 1);
        assert_eq!(Island::parse(WidgetKind::Comparer, "", &WidgetData::default(), 0).unwrap_err().len(), 1);
    }
}
