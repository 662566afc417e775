//! Numbers: by name in a text, and as tables.

use std::fmt::Write as _;

use super::add_once;
use crate::parse::blocks::NumbersTable;
use crate::parse::data::Number;
use crate::render::escape;
use crate::render::html::Writer;

impl<'a> Writer<'a> {
    /// `{{name}}`: the value and, once a block, the mark of its source. In
    /// tables, links and headings the source is listed without a mark.
    pub(in crate::render::html) fn number(&mut self, name: &'a str) {
        // A name that does not exist is reported by `link`.
        let Some(number) = self.env.site.data.numbers.get(name) else { return };
        escape::push(&mut self.out, &unbroken(&number.value));
        if self.plain > 0 {
            self.list_source(&number.source);
        } else if !self.marked.contains(&number.source.as_str()) {
            self.marked.push(&number.source);
            self.cite(&number.source);
        }
    }

    pub(super) fn numbers_table(&mut self, table: &'a NumbersTable) {
        let all = &self.env.site.data.numbers;
        let rows: Vec<&Number> = table.rows.iter().filter_map(|row| all.get(&row.value)).collect();
        let label = self.name_of_table(table.caption.clone());
        let (caption, label) = (escape::escape(&table.caption), escape::escape(&label));
        let _ = write!(
            self.out,
            "<section class=\"table-scroll whole\" aria-label=\"Table: {label}\"><table class=\"numbers\"><caption>{caption}</caption>\n<thead>\n<tr>"
        );
        for head in &table.heads {
            let _ = write!(self.out, "<th scope=\"col\">{}</th>", escape::escape(head));
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for number in &rows {
            let _ = write!(
                self.out,
                "<tr><th scope=\"row\">{}</th><td>{}</td>",
                escape::escape(&number.what),
                escape::escape(&unbroken(&number.value))
            );
            if table.heads.len() > 2 {
                let remark = number.remark.as_deref().unwrap_or_default();
                let _ = write!(self.out, "<td>{}</td>", escape::escape(remark));
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table></section>\n");
        let mut sources = Vec::new();
        add_once(&mut sources, rows.iter().map(|number| number.source.as_str()));
        self.sources_line(&sources);
    }
}

/// Keeps a number and its unit on one line.
fn unbroken(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 1);
    let mut before = ' ';
    for c in value.chars() {
        out.push(if c == ' ' && before.is_ascii_digit() { '\u{a0}' } else { c });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn a_unit_stays_with_its_number() {
        assert_eq!(
            unbroken("1,000 environments every 10 seconds"),
            "1,000\u{a0}environments every 10\u{a0}seconds"
        );
    }
}
