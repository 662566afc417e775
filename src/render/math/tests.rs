use proptest::prelude::*;

use super::*;

fn inline(tex: &str) -> String {
    to_mathml(tex, false).expect("a good formula")
}

fn refused(tex: &str) -> MathError {
    to_mathml(tex, true).expect_err("must be refused")
}

#[test]
fn a_formula_becomes_mathml() {
    assert_eq!(
        inline("a^2 < \\frac{1}{b}"),
        "<math><msup><mi>a</mi><mn>2</mn></msup><mo>&lt;</mo><mfrac><mn>1</mn><mi>b</mi></mfrac></math>"
    );
    assert!(to_mathml("x", true).expect("good").starts_with("<math display=\"block\">"));
}

#[test]
fn styles_become_classes() {
    let html = inline("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}");
    assert!(html.contains("<mtd class=\"m-right m-end0\"><mi>a</mi></mtd>"), "{html}");
    assert!(html.contains("<mtd class=\"m-left m-start0\">"), "{html}");
    assert_eq!(inline("a\\!b"), "<math><mi>a</mi><mspace class=\"m-neg3\"/><mi>b</mi></math>");
    let array = inline("\\begin{array}{l|r} a & b \\\\ \\hline c & d \\end{array}");
    assert!(array.contains("m-rule-top m-left m-rule-end"), "{array}");
    assert!(array.contains("m-rule-top m-right"), "{array}");
}

#[test]
fn sizes_stand_only_where_checkers_allow_them() {
    assert_eq!(
        inline("\\dfrac12"),
        "<math><mstyle displaystyle=\"true\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle></math>"
    );
    assert_eq!(
        inline("{\\scriptstyle x}"),
        "<math><mstyle displaystyle=\"false\" scriptlevel=\"1\"><mi>x</mi></mstyle></math>"
    );
    assert!(!inline("\\begin{matrix}a\\end{matrix}").contains("scriptlevel"));
    let small = inline("x_{\\begin{matrix}a\\end{matrix}}");
    assert!(small.contains("<mstyle scriptlevel=\"0\"><mtable displaystyle=\"false\">"), "{small}");
    assert!(small.contains("</mtable></mstyle></msub>"), "{small}");
    assert_eq!(inline("a\\hspace{1cm}b"), "<math><mi>a</mi><mspace width=\"2.8453em\"/><mi>b</mi></math>");
}

#[test]
fn equations_without_numbers_lose_their_filler() {
    let html = to_mathml("\\begin{align*} a &= b \\end{align*}", true).expect("good");
    assert!(html.contains("<mtable displaystyle=\"true\"><mtr><mtd class=\"m-right m-end0\">"), "{html}");
    assert!(!html.contains("width"), "{html}");
}

#[test]
fn what_a_page_cannot_have_is_refused_with_a_way_out() {
    assert!(refused("\\begin{align} a &= b \\end{align}").help.contains("align*"));
    assert!(refused("{\\color{red} x}").message.contains("colour"));
    assert!(refused("a \\hspace{-9em} b").help.contains("\\!"));
    assert!(!refused("\\cancel{x}").help.is_empty());
}

#[test]
fn a_switch_may_not_swallow_the_cells_after_it() {
    let error = refused("\\begin{cases} \\displaystyle a & b \\end{cases}");
    assert_eq!(error.range, Some(14..27));
    assert!(error.message.contains("`\\displaystyle`") && error.help.contains("braces"));
    for good in [
        "\\begin{cases} {\\displaystyle a} & b \\end{cases}",
        "\\begin{cases} \\left(\\displaystyle a \\right) & b \\end{cases}",
        "\\begin{cases} a & \\displaystyle b \\end{cases}",
        "\\displaystyle \\begin{cases} a & b \\end{cases}",
    ] {
        assert_eq!(to_mathml(good, true).map(|_| ()), Ok(()), "{good}");
    }
}

#[test]
fn no_cell_or_row_is_lost_in_silence() {
    assert!(refused("\\begin{aligned}\\sqrt{a} \\\\[2pt] b\\end{aligned}").help.contains("brackets"));
    assert!(refused("a \\\\ b").message.contains("no cell or row"));
    let nested = "\\begin{cases} \\begin{matrix} a & b \\end{matrix} & \\& % & \n \\\\ d \\end{cases}";
    assert_eq!(inline(nested).matches("<mtd").count(), 5);
    assert!(refused("\\begin{aligned} \\hat& \\end{aligned}").message.contains("no cell or row"));
    let trailing = inline("\\begin{aligned} a &= b \\\\ \\end{aligned}");
    assert_eq!(trailing.matches("<mtr>").count(), 1, "{trailing}");
}

#[test]
fn an_error_says_where() {
    let error = refused("a + \\foo b");
    assert_eq!(error.message, "unknown command \"\\foo\"");
    assert_eq!(error.range, Some(4..8));
    let open = refused("é\\frac{a");
    assert_eq!(open.range, Some(9..9));
    assert!(open.message.starts_with("expected closing token"));
}

#[test]
fn text_is_escaped() {
    assert_eq!(inline("\\text{a <b> \\& c}"), "<math><mtext>a\u{a0}&lt;b&gt;\u{a0}&amp;c</mtext></math>");
}

/// Whether every element ends where it should.
fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(tag, _)| tag) {
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn never_panics_and_never_writes_what_is_forbidden(parts in prop::collection::vec(
        prop_oneof![
            3 => prop::sample::select(vec![
                "\\frac", "\\sqrt", "{", "}", "^", "_", "\\left(", "\\right)", "\\text{", "&",
                "\\\\", "\\begin{aligned}", "\\end{aligned}", "\\begin{cases}", "\\end{cases}",
                "\\dfrac", "\\sum", "\\hat", "\\!", "\\quad", "[", "]", "\\mathbf", "\\hline",
                "\\begin{array}{l|r}", "\\end{array}", "\\limits", "'", "\\big", "\\not",
                "\\cfrac", "\\color{red}", "\\displaystyle", "\\over", "\\scriptstyle", "\\vec", "\\overline", "\\label{a}", "\\tag{b}",
            ]).prop_map(str::to_owned),
            2 => "[a-z0-9 ]{1,3}",
            1 => "\\PC{0,3}",
        ], 0..16).prop_map(|parts| parts.concat()))
    {
        match to_mathml(&parts, true) {
            Ok(html) => {
                for forbidden in [" style=\"", " id=", "<a ", "<script", "rem\""] {
                    prop_assert!(!html.contains(forbidden), "{}", html);
                }
                prop_assert!(is_balanced(&html), "{}", html);
            }
            Err(error) => {
                prop_assert!(!error.message.is_empty() && !error.help.is_empty());
                if let Some(range) = error.range {
                    prop_assert!(parts.get(range).is_some());
                }
            }
        }
    }
}
