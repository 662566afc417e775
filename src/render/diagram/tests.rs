use proptest::prelude::*;

use super::*;

const HEAD: &str = "accTitle: A title\naccDescr: What it & shows\n";

fn diagram(body: &str) -> Diagram {
    let (kind, rest) = body.split_once('\n').unwrap_or((body, ""));
    draw(&format!("{kind}\n{HEAD}{rest}"), "d1").expect("a good diagram")
}

fn refused(body: &str) -> DiagramError {
    let (kind, rest) = body.split_once('\n').unwrap_or((body, ""));
    draw(&format!("{kind}\n{HEAD}{rest}"), "d1").expect_err("must be refused")
}

/// Every attribute of the SVG, as (element, name, value).
fn attributes(svg: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for tag in svg.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(tag, _)| tag) {
        let (element, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        while let Some((name, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').expect("values are quoted");
            found.push((element.to_owned(), name.trim().to_owned(), value.to_owned()));
            rest = after;
        }
    }
    found
}

const FLOW: &str = "flowchart TB\n  a[First] -->|words| b(Second)\n  subgraph s [A block]\n    b --> c{Third?}\n  end\n  c -.-> a\n  c ==> d[(Fourth)]\n";
const STATES: &str = "stateDiagram-v2\n  [*] --> One\n  One --> Two : next\n  state Two {\n    [*] --> Inner\n  }\n  Two --> [*]\n  note right of One : a note\n";
const SEQUENCE: &str = "sequenceDiagram\n  autonumber\n  participant A as Alpha\n  participant B\n  A->>+B: ask\n  Note over B: thinks\n  alt good\n    B-->>-A: answer\n  else bad\n    B->>B: again\n  end\n";

#[test]
fn title_and_description_come_out_and_go_in() {
    let drawn = draw(
        "flowchart TB\n  accTitle:  How it\tworks\n  accDescr {\n    One line\n    and \"another\" <one>.\n  }\n  a --> b\n",
        "n7",
    )
    .expect("a good diagram");
    assert_eq!(drawn.title, "How it works");
    assert_eq!(drawn.description, "One line and \"another\" <one>.");
    assert!(
        drawn
            .svg
            .starts_with("<svg class=\"dg\" role=\"img\" aria-labelledby=\"n7-title n7-desc\" viewBox=\"")
    );
    assert!(drawn.svg.contains("<title id=\"n7-title\">How it works</title>"));
    assert!(drawn.svg.contains("<desc id=\"n7-desc\">One line and \"another\" &lt;one&gt;.</desc>"));
    assert!(!drawn.svg.contains("accTitle"));
}

#[test]
fn only_classes_and_geometry_are_written() {
    const CLASSES: &[&str] = &[
        "dg",
        "dg-node",
        "dg-edge",
        "dg-text",
        "dg-cluster",
        "dg-label",
        "dg-arrow",
        "dg-outline",
        "dg-note",
        "dg-active",
        "dg-title",
        "dg-halo",
        "dg-dash",
        "dg-thick",
    ];
    const NAMES: &[&str] = &[
        "class",
        "id",
        "role",
        "aria-labelledby",
        "viewBox",
        "width",
        "height",
        "font-size",
        "x",
        "y",
        "rx",
        "ry",
        "cx",
        "cy",
        "d",
        "points",
        "text-anchor",
    ];
    for source in [FLOW, STATES, SEQUENCE] {
        let svg = diagram(source).svg;
        for (element, name, value) in attributes(&svg) {
            assert!(NAMES.contains(&name.as_str()), "{element} {name}");
            match name.as_str() {
                "class" => {
                    let known = |class: &str| CLASSES.contains(&class) || class.starts_with("dg-w");
                    assert!(value.split(' ').all(known), "{value}");
                }
                "id" => assert!(value.starts_with("d1-"), "{value}"),
                "d" | "points" | "x" | "y" | "width" | "height" | "viewBox" => {
                    let decimals = |part: &str| part.split_once('.').map_or(0, |(_, d)| d.len());
                    let numbers = value.split(|c: char| !c.is_ascii_digit() && c != '.');
                    assert!(numbers.into_iter().all(|number| decimals(number) <= 1), "{value}");
                }
                _ => {}
            }
        }
        assert!(!svg.contains("<style") && !svg.contains("<script"), "{svg}");
    }
}

#[test]
fn every_word_is_shown() {
    let svg = diagram(FLOW).svg;
    for word in ["First", "words", "Second", "A block", "Third?", "Fourth"] {
        assert!(svg.contains(&format!(">{word}<")), "`{word}` is missing");
    }
    let svg = diagram(STATES).svg;
    for word in ["One", "next", "Two", "Inner", "a note"] {
        assert!(svg.contains(&format!(">{word}<")), "`{word}` is missing");
    }
    let svg = diagram(SEQUENCE).svg;
    for word in ["Alpha", "B", "1. ask", "thinks", "alt", "[good]", "2. answer", "[bad]", "3. again"] {
        assert!(svg.contains(&format!(">{word}<")), "`{word}` is missing");
    }
}

#[test]
fn quotes_and_breaks_in_labels_are_syntax() {
    let svg = diagram("flowchart TB\n a[\"x < y & z\"] -->|\"to\"| b[one<br/>two]\n").svg;
    assert!(svg.contains(">x &lt; y &amp; z<") && svg.contains(">to<"), "{svg}");
    assert!(svg.contains(">one</tspan>") && svg.contains(">two</tspan>"), "{svg}");
}

#[test]
fn the_text_alternative_is_demanded() {
    let missing = |text: &str| draw(text, "d").expect_err("must be refused");
    assert_eq!(missing("flowchart TB\n a --> b\n"), DiagramError::MissingTitle);
    let error = missing("flowchart TB\n accTitle: x\n a --> b\n");
    assert_eq!(error, DiagramError::MissingDescription);
    assert!(error.help().contains("accDescr"));
    assert_eq!(missing("\n  %% nothing\n"), DiagramError::Empty);
    let open = missing("flowchart TB\naccTitle: x\naccDescr {\n never closed\n");
    assert_eq!(open.line(), Some(3));
}

#[test]
fn unknown_kinds_get_a_suggestion() {
    let slip = refused("flowchrt TB\n a --> b\n");
    assert_eq!(slip.to_string(), "unknown kind of diagram `flowchrt`");
    assert_eq!((slip.line(), slip.help().as_str()), (Some(1), "did you mean `flowchart`?"));
    assert!(refused("gantt\n a\n").help().contains("sequenceDiagram"));
}

#[test]
fn what_a_page_cannot_have_is_refused_at_its_line() {
    for (line, word) in [
        ("style a fill:#f00", "colour"),
        ("classDef hot fill:#f00", "colour"),
        ("click a \"https://example.org\"", "link"),
    ] {
        let error = refused(&format!("flowchart TB\n a --> b\n {line}\n"));
        assert_eq!(error.line(), Some(5), "{line}");
        assert!(error.to_string().contains(word), "{error}");
        assert!(!error.help().is_empty());
    }
}

#[test]
fn mistakes_say_their_line() {
    let line = |body: &str| {
        let error = refused(body);
        assert!(matches!(error, DiagramError::Syntax { .. }), "{error:?}");
        error.line()
    };
    // The two lines of the text alternative count too.
    assert_eq!(line("flowchart TB\n a --> b\n b -->\n"), Some(5));
    assert_eq!(line("flowchart TB\n subgraph s\n a --> b\n"), Some(4));
    assert_eq!(line("flowchart TB\n a --> b\n this is not a line((\n"), Some(5));
    assert_eq!(line("sequenceDiagram\n participant A\n A->>B: hi\n"), Some(5));
    assert_eq!(line("sequenceDiagram\n A->>B: hi\n A says hello\n"), Some(5));
}

#[test]
fn a_block_and_something_inside_it_are_not_linked() {
    let error = refused("flowchart TB\n subgraph s\n a --> b\n end\n s --> a\n");
    assert!(error.to_string().contains("inside"), "{error}");
}

#[test]
fn all_directions_have_the_same_parts() {
    let count = |direction: &str| {
        let svg = diagram(&FLOW.replace("TB", direction)).svg;
        (svg.matches("<rect").count(), svg.matches("<path").count(), svg.matches("<text").count())
    };
    for direction in ["BT", "LR", "RL"] {
        assert_eq!(count("TB"), count(direction), "{direction}");
    }
}

#[test]
fn wide_drawings_keep_a_least_width() {
    let chain: Vec<String> = (0..9).map(|n| format!(" a{n}[A longer name {n}]")).collect();
    let svg = diagram(&format!("flowchart LR\n{}\n", chain.join(" -->"))).svg;
    assert!(svg.contains("class=\"dg dg-w1"), "{}", &svg[..60]);
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    for source in [FLOW, STATES, SEQUENCE] {
        assert_eq!(diagram(source), diagram(source));
    }
}

/// Random flowcharts, with blocks, labels and circles.
fn flowchart() -> impl Strategy<Value = String> {
    let link = (0_usize..9, 0_usize..9, prop::sample::select(vec!["-->", "-.->", "---", "-->|a label|"]));
    let links = prop::collection::vec(link, 1..14);
    let blocks = prop::collection::vec(0_usize..4, 9);
    let direction = prop::sample::select(vec!["TB", "BT", "LR", "RL"]);
    (direction, links, blocks).prop_map(|(direction, links, blocks)| {
        let mut text = format!("flowchart {direction}\n");
        for block in 1..4 {
            let nodes: Vec<usize> = (0..9).filter(|node| blocks[*node] == block).collect();
            if !nodes.is_empty() {
                text.push_str(&format!(" subgraph s{block} [Block {block}]\n"));
                for node in nodes {
                    text.push_str(&format!("  n{node}[Node {node}]\n"));
                }
                text.push_str(" end\n");
            }
        }
        for (from, to, link) in links {
            text.push_str(&format!(" n{from} {link} n{to}\n"));
        }
        text
    })
}

/// Boxes of a class: (x, y, right, bottom).
fn boxes(svg: &str, class: &str) -> Vec<[f32; 4]> {
    let wanted = format!("rect class=\"{class}\"");
    let mut found = Vec::new();
    for tag in svg.split('<').filter(|tag| tag.starts_with(&wanted)) {
        let number = |name: &str| -> f32 {
            let rest = tag.split_once(&format!(" {name}=\"")).expect("the attribute is there").1;
            rest.split('"').next().and_then(|value| value.parse().ok()).expect("a number")
        };
        let (x, y) = (number("x"), number("y"));
        found.push([x, y, x + number("width"), y + number("height")]);
    }
    found
}

fn overlap(a: &[f32; 4], b: &[f32; 4]) -> bool {
    a[0] + 1.0 < b[2] && b[0] + 1.0 < a[2] && a[1] + 1.0 < b[3] && b[1] + 1.0 < a[3]
}

fn contains(outer: &[f32; 4], inner: &[f32; 4]) -> bool {
    outer[0] <= inner[0] + 0.2
        && outer[1] <= inner[1] + 0.2
        && outer[2] + 0.2 >= inner[2]
        && outer[3] + 0.2 >= inner[3]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_lies_over_anything_else(text in flowchart()) {
        let svg = diagram(&text).svg;
        let (nodes, labels) = (boxes(&svg, "dg-node"), boxes(&svg, "dg-label"));
        let blocks = boxes(&svg, "dg-cluster");
        for (index, node) in nodes.iter().enumerate() {
            for other in &nodes[index + 1..] {
                prop_assert!(!overlap(node, other), "{text}\n{svg}");
            }
            for label in &labels {
                prop_assert!(!overlap(node, label), "{text}\n{svg}");
            }
            let inside = blocks.iter().filter(|block| contains(block, node)).count();
            let touching = blocks.iter().filter(|block| overlap(block, node)).count();
            prop_assert_eq!(inside, touching, "{}\n{}", text, svg);
            prop_assert!(inside <= 1);
        }
        for (index, block) in blocks.iter().enumerate() {
            for other in &blocks[index + 1..] {
                prop_assert!(!overlap(block, other), "{text}\n{svg}");
            }
        }
    }

    #[test]
    fn any_text_is_drawn_or_refused(
        kind in prop::sample::select(vec!["flowchart TB", "sequenceDiagram", "stateDiagram-v2"]),
        lines in prop::collection::vec(prop_oneof![
            "[a-c]{1,2} ?(-->|->>|-->>|---)[+-]? ?[a-c]{1,2}(: [a-z ]{0,8})?",
            prop::sample::select(vec![
                "subgraph s", "end", "alt x", "else", "loop", "state a {", "}", "note right of a : x",
                "Note over a,b: x", "activate a", "deactivate a", "[*] --> a", "a --> [*]",
                "direction LR", "a[x", "a{{x}}", "autonumber", "participant a as é",
                "state f <<fork>>", "a & b --> c", "s --> a",
            ]).prop_map(str::to_owned),
            "\\PC{0,12}",
        ], 0..12),
    ) {
        let text = format!("{kind}\n{HEAD}{}\n", lines.join("\n"));
        match draw(&text, "d1") {
            Ok(drawn) => {
                let open = drawn.svg.matches('<').count();
                prop_assert_eq!(open, drawn.svg.matches('>').count());
                prop_assert!(!drawn.svg.contains("NaN") && !drawn.svg.contains("inf"), "{}", drawn.svg);
            }
            Err(error) => {
                prop_assert!(!error.to_string().is_empty() && !error.help().is_empty());
                prop_assert!(error.line().is_none_or(|line| line >= 1 && line <= lines.len() + 4));
            }
        }
    }
}
