use proptest::prelude::*;

use super::*;

fn html(language: &str, code: &str) -> String {
    Highlighter::new().highlight(language, code).expect("a known language")
}

/// The words of each class, in order: `k:pub k:fn f:run`.
fn marks(language: &str, code: &str) -> String {
    let html = html(language, code);
    let mut marks = Vec::new();
    for span in html.split("<span class=\"").skip(1) {
        let (class, rest) = span.split_once("\">").expect("a whole tag");
        let (text, _) = rest.split_once("</span>").expect("spans are closed");
        marks.push(format!("{class}:{text}"));
    }
    marks.join(" | ")
}

fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').expect("tags are closed").1;
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn dockerfile() {
    let code =
        "# base\nFROM rust:1.90 AS build\nENV LOG=\"$LEVEL\"\nRUN cargo build --release\nCMD [\"/app\"]\n";
    assert_eq!(
        marks("dockerfile", code),
        "c:# base | k:FROM | n:1.90 | k:AS | v:build | k:ENV | s:\" | v:$LEVEL | s:\" | k:RUN | f:cargo | v:--release | k:CMD | s:\"/app\""
    );
}

#[test]
fn bash() {
    let code = "# copy\nfor f in a b; do\n  aws s3 cp \"$f\" --acl private | tee out\ndone\n";
    assert_eq!(
        marks("sh", code),
        "c:# copy | k:for | k:in | k:do | f:aws | s:\" | v:$f | s:\" | v:--acl | o:| | f:tee | k:done"
    );
}

#[test]
fn console() {
    let code = "# all of them\n$ aws ecs list-tasks \\\n    --cluster main\nif it fails: done\n$ ls\n";
    assert_eq!(
        marks("console", code),
        "c:# all of them | o:$ | f:aws | v:--cluster | o:$ | f:ls",
        "output stays plain"
    );
    assert_eq!(marks("console", "ls -l\n"), "f:ls | v:-l", "without a prompt it is a script");
}

#[test]
fn yaml_json_toml_ini() {
    assert_eq!(
        marks("yml", "# c\ncpu: 256\nname: \"web\"\non: true\n"),
        "c:# c | t:cpu | n:256 | t:name | s:\"web\" | n:on | n:true"
    );
    assert_eq!(
        marks("json", "{\"cpu\": 256, \"name\": \"web\",\n \"on\": [null]}\n"),
        "t:\"cpu\" | n:256 | t:\"name\" | s:\"web\" | t:\"on\" | n:null"
    );
    assert_eq!(
        marks("toml", "[a.b]\nkey = \"v\" # c\nn = 1\n"),
        "k:a | k:b | t:key | s:\"v\" | c:# c | t:n | n:1"
    );
    assert_eq!(marks("ini", "; c\n[default]\nregion = eu\n"), "c:; c | k:default | t:region | s:eu");
}

#[test]
fn rust_python_go_java() {
    assert_eq!(
        marks("rust", "/// Doc\npub fn run(x: &str) -> u8 {\n    println!(\"{x}\"); 3\n}\n"),
        "c:/// Doc | k:pub fn | f:run | v:x | k:str | k:u8 | f:println! | s:\" | n:{x} | s:\" | n:3"
    );
    assert_eq!(
        marks("py", "@app.get\ndef run(event):  # c\n    return f\"a {event}\" and None\n"),
        "f:get | k:def | f:run | v:event | c:# c | k:return | s:f\"a | s:\" | k:and | n:None"
    );
    assert_eq!(
        marks("go", "package main // c\nfunc main() { fmt.Println(\"a\", 1) }\n"),
        "k:package | c:// c | k:func | f:main | f:Println | s:\"a\" | n:1"
    );
    assert_eq!(
        marks("java", "class A { // c\n  int x = 1; void go(String s) {}\n}\n"),
        "k:class | t:A | c:// c | t:int | n:1 | k:void | f:go | t:String | v:s"
    );
}

#[test]
fn terraform_sql_diff() {
    assert_eq!(
        marks("hcl", "resource \"a\" \"b\" {\n  # c\n  n = 2\n  name = \"x-${var.env}\"\n}\n"),
        "k:resource | s:\"a\" \"b\" | c:# c | v:n | n:2 | v:name | s:\"x- | n:var | s:\""
    );
    assert_eq!(
        marks("sql", "SELECT count(*) FROM t -- c\nWHERE a = 'x' AND b > 3;\n"),
        "k:SELECT | f:count | k:FROM | c:-- c | k:WHERE | s:'x' | k:AND | n:3"
    );
    assert_eq!(
        marks("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n-older\n+new\n same\n"),
        "c:--- a\n+++ b | n:@@ -1 +1 @@ | d:-old\n-older | i:+new"
    );
}

#[test]
fn html_css_js() {
    assert_eq!(
        marks("html", "<!-- c -->\n<p class=\"x\">a</p>\n"),
        "c:&lt;!-- c --&gt; | t:p | v:class | s:\"x\" | t:p"
    );
    assert_eq!(
        marks("css", "/* c */\nb > .a { color: red; width: 3px }\n"),
        "c:/* c */ | t:b | v:.a | v:color | n:red | v:width | n:3px"
    );
    assert_eq!(
        marks("js", "import { a } from \"./x.js\"; // c\nconst y = await a.go(1, true);\n"),
        "k:import | k:from | s:\"./x.js\" | c:// c | k:const | k:await | f:go | n:1 | n:true"
    );
}

#[test]
fn text_is_only_escaped() {
    for name in ["text", "plain", "txt", ""] {
        assert_eq!(html(name, "if a < b && c\n"), "if a &lt; b &amp;&amp; c\n");
    }
}

#[test]
fn neighbours_of_one_class_share_a_span() {
    assert_eq!(html("rust", "// a\n// b\n\nx\n"), "<span class=\"c\">// a\n// b</span>\n\nx\n");
    assert_eq!(html("rust", "pub fn"), "<span class=\"k\">pub fn</span>");
}

#[test]
fn white_space_at_the_ends_stays_outside() {
    assert_eq!(html("bash", "  # a  \n"), "  <span class=\"c\"># a</span>  \n");
    assert_eq!(html("bash", ""), "");
    assert_eq!(html("bash", " \n\n"), " \n\n");
}

#[test]
fn a_very_long_line_is_left_plain() {
    let long = format!("let x = \"{}\";", "a".repeat(LONGEST_LINE));
    assert_eq!(html("rust", &long), escape::between_tags(&long));
}

#[test]
fn an_unknown_language_is_an_error_with_a_way_out() {
    let highlighter = Highlighter::new();
    let slip = highlighter.highlight("dockerfil", "x").expect_err("no such language");
    assert_eq!(slip.to_string(), "no highlighting for the language `dockerfil`");
    assert_eq!(slip.help(), "did you mean `dockerfile`?");
    let other = highlighter.check("quux").expect_err("no such language");
    assert!(other.help().contains("`text`"));
    assert_eq!(highlighter.check("terraform"), Ok(()));
}

#[test]
fn the_memory_changes_nothing() {
    let highlighter = Highlighter::new();
    let code = "fn main() {}\n";
    let first = highlighter.highlight("rust", code);
    assert_eq!(highlighter.highlight("rs", code), first);
    assert_ne!(highlighter.highlight("python", code), first);
}

#[test]
fn threads_share_one_highlighter() {
    let highlighter = Highlighter::new();
    let code = "def f(x):\n    return [x, 1]\n";
    let alone = html("python", code);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| highlighter.highlight("python", code))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("no panic"), Ok(alone.clone()));
        }
    });
}

const LANGUAGES: &[&str] = &[
    "dockerfile",
    "bash",
    "console",
    "yaml",
    "json",
    "toml",
    "rust",
    "python",
    "hcl",
    "diff",
    "html",
    "css",
    "js",
    "sql",
    "ini",
    "go",
    "java",
    "text",
];

/// Text with the signs that open and close things in the languages.
fn code() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z]{1,6}",
        1 => "\\PC{0,4}",
        3 => prop::sample::select(vec![
            "\"", "'", "`", "<", ">", "&", "/*", "*/", "//", "#", "$", "${", "{", "}", "(", ")",
            "\n", "\r\n", " ", "\t", "$ ", "\\\n", "<<EOF\n", "EOF\n", "---\n", "+", "-", "=", ":",
            "fn ", "def ", "resource ", "FROM ", "RUN ", "\"\"\"", "r#\"", "é", "\u{2028}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn no_character_is_lost_or_added(code in code()) {
        static SHARED: OnceLock<Highlighter> = OnceLock::new();
        let highlighter = SHARED.get_or_init(Highlighter::new);
        for language in LANGUAGES {
            let html = highlighter.highlight(language, &code).expect("a known language");
            prop_assert_eq!(&text_of(&html), &code, "{}", language);
        }
    }
}
