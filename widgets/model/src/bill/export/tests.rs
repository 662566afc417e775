//! Exact texts, and sums read back from them.

use super::*;
use crate::bill::{LineKind, Quantity};
use crate::fixed;
use crate::lambda::{Field, LambdaInput, account_bill, bill};
use crate::money::Usd;
use crate::price::{PriceRow, Slice, Unit};
use crate::sample::{lambda, row};
use proptest::prelude::*;

fn rows() -> [PriceRow; 2] {
    let mut rows = [row("0.20", 1_000_000, Unit::Request), row("0.001", 1, Unit::Request)];
    for row in &mut rows {
        let mut source = (*row.source).clone();
        source.label = "A|B \"list\"".into();
        row.source = source.into();
    }
    rows
}

fn small(rows: &[PriceRow; 2]) -> Bill<'_> {
    let quantity = Quantity::whole(3, Unit::Request);
    let slices = [
        Slice { quantity: Quantity::whole(2, Unit::Request), row: &rows[1] },
        Slice { quantity: Quantity::whole(1, Unit::Request), row: &rows[0] },
    ];
    let lines = vec![
        Line::sliced(LineKind::Requests, 1, "=1, \"2\"".into(), quantity, &slices),
        Line::flat(LineKind::FreeRequests, 0, String::new(), Quantity::whole(1, Unit::Request), &rows[0]),
    ];
    Bill::new(lines, vec![LineKind::Tmp])
}

#[test]
fn csv_in_full() {
    let rows = rows();
    let text = export(&small(&rows), Format::Csv, "us-east-1", "#v=1&requests=3");
    assert_eq!(
        text,
        "line,formula,quantity,unit,price,region,source,date,usd\r\n\
         Requests,\"'=1, \"\"2\"\"\",2,requests,0.001,us-east-1,https://example.org/,2026-09-29,0.002\r\n\
         Requests,\"'=1, \"\"2\"\"\",1,requests,0.0000002,us-east-1,https://example.org/,2026-09-29,0.0000002\r\n\
         \"Free tier, requests\",,1,requests,0.0000002,us-east-1,https://example.org/,2026-09-29,-0.0000002\r\n\
         Ephemeral storage (/tmp),\"no sourced price in this region, not in the total\",,,,us-east-1,,,\r\n\
         Total,,,,,us-east-1,#v=1&requests=3,,0.002\r\n"
    );
}

#[test]
fn json_in_full() {
    let rows = rows();
    let text = export(&small(&rows), Format::Json, "us-east-1", "\u{7}\"\\");
    assert_eq!(
        text,
        concat!(
            r#"{"month_usd":"0.002","region":"us-east-1","link":" \"\\","lines":["#,
            r#"{"line":"Requests","formula":"=1, \"2\"","quantity":"2","unit":"requests","price":"0.001","#,
            r#""region":"us-east-1","source":"https://example.org/","date":"2026-09-29","usd":"0.002"},"#,
            r#"{"line":"Requests","formula":"=1, \"2\"","quantity":"1","unit":"requests","price":"0.0000002","#,
            r#""region":"us-east-1","source":"https://example.org/","date":"2026-09-29","usd":"0.0000002"},"#,
            r#"{"line":"Free tier, requests","formula":"","quantity":"1","unit":"requests","price":"0.0000002","#,
            r#""region":"us-east-1","source":"https://example.org/","date":"2026-09-29","usd":"-0.0000002"},"#,
            r#"{"line":"Ephemeral storage (/tmp)","#,
            r#""formula":"no sourced price in this region, not in the total","quantity":"","unit":"","price":"","#,
            r#""region":"us-east-1","source":"","date":"","usd":""}]}"#,
            "\n"
        )
    );
    let none = export(&Bill::default(), Format::Json, "us-east-1", "");
    assert_eq!(none, "{\"month_usd\":\"0\",\"region\":\"us-east-1\",\"link\":\"\",\"lines\":[]}\n");
}

#[test]
fn markdown_in_full() {
    let rows = rows();
    let text = export(&small(&rows), Format::Markdown, "us-east-1", "#v=1");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "A month costs $0.002 (us-east-1).",
            "",
            "| line | formula | quantity | unit | price | region | source | date | usd |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            "| Requests | =1, \"2\" | 2 | requests | 0.001 | us-east-1 | [A\\|B \"list\"](https://example.org/) | 2026-09-29 | 0.002 |",
            "| Requests | =1, \"2\" | 1 | requests | 0.0000002 | us-east-1 | [A\\|B \"list\"](https://example.org/) | 2026-09-29 | 0.0000002 |",
            "| Free tier, requests |  | 1 | requests | 0.0000002 | us-east-1 | [A\\|B \"list\"](https://example.org/) | 2026-09-29 | -0.0000002 |",
            "| Ephemeral storage (/tmp) | no sourced price in this region, not in the total |  |  |  | us-east-1 |  |  |  |",
            "| Total |  |  |  |  | us-east-1 |  |  | 0.002 |",
            "",
            "The same bill: #v=1",
        ]
    );
}

#[test]
fn what_would_run_in_a_spreadsheet_is_guarded() {
    let field = |text: &str| {
        let mut out = Writer { format: Format::Csv, text: String::new() };
        out.csv(text);
        out.text
    };
    for (text, want) in [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("-1-1", "'-1-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""),
        ("=\"a\",1", "\"'=\"\"a\"\",1\""),
        ("-0.25", "-0.25"),
        ("0.25", "0.25"),
        ("", ""),
        ("#v=1", "#v=1"),
        ("3 requests \u{d7} 2", "3 requests \u{d7} 2"),
    ] {
        assert_eq!(field(text), want, "{text:?}");
    }
}

/// Reads a CSV text as RFC 4180 has it.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    assert!(!quoted && field.is_empty() && row.is_empty(), "ends with a whole row");
    rows
}

fn usd(text: &str) -> Usd {
    let digits = fixed::parse(text.trim_start_matches('-'), Usd::DECIMALS).unwrap();
    // Of parts of 10⁻¹² dollars, 10¹³ to one.
    let count = i128::try_from(digits).unwrap();
    Usd::of_pico(if text.starts_with('-') { -count } else { count }, 10_000_000_000_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The rows of a real bill, read back, add up to its total, in every format.
    #[test]
    fn rows_add_up(requests in 0..=30_000_000_000_u64, memory in 128..=10_240_u64, tmp in 512..=10_240_u64, several: bool) {
        let prices = lambda("us-east-1");
        let set = [(Field::Requests, requests), (Field::Memory, memory), (Field::Tmp, tmp)];
        let input = set.into_iter().fold(LambdaInput::EXAMPLE, |i, (f, v)| i.with(f, v).unwrap());
        let bill = if several { account_bill(&[input, input], &prices) } else { bill(&input, &prices) };
        let text = export(&bill, Format::Csv, "us-east-1", "#v=1");
        let rows = read_csv(&text);
        prop_assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        let (total, body) = rows[1..].split_last().unwrap();
        let sum: Usd = body.iter().map(|row| usd(&row[8])).sum();
        prop_assert_eq!(sum, bill.total);
        prop_assert_eq!(&total[8], &bill.total.exact());
        prop_assert_eq!(several, text.contains("Duration, function 2"));
        let marked = export(&bill, Format::Markdown, "us-east-1", "#v=1");
        for row in body {
            let cell = ["| ", &row[8], " |\n"].concat();
            prop_assert!(marked.contains(&cell), "{}", cell);
        }
    }

    /// Whatever a formula or a link holds, the table keeps its shape.
    #[test]
    fn any_text_stays_in_its_cell(working in "[a=+@,\"|\r\n\t-]{0,12}", link in "\\PC{0,20}") {
        let price = row("0.001", 1, Unit::Request);
        let quantity = Quantity::whole(1, Unit::Request);
        let line = Line::flat(LineKind::Requests, 0, working, quantity, &price);
        let bill = Bill::new(vec![line], Vec::new());
        let rows = read_csv(&export(&bill, Format::Csv, "us-east-1", &link));
        prop_assert_eq!(rows.len(), 3);
        prop_assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        prop_assert!(!rows[1][1].starts_with(['=', '@', '+', '\t', '\r']));
        let marked = export(&bill, Format::Markdown, "us-east-1", "#v=1");
        prop_assert_eq!(marked.lines().count(), 8);
    }
}
