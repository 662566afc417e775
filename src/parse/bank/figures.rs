//! The figures of questions whose answer is a computed number.
//!
//! ```markdown
//! ## Bill of a small API {#api-bill exams=CLF-4.1 kind=scenario level=2 compute=bill seed=3}
//!
//! {{requests}} requests of {{duration}} ms with {{memory}} MB: what does the month cost?
//!
//! - [x] {{key}}
//!
//!   {{compute-cost}} for {{gb-seconds}} GB-seconds and {{request-cost}} for the requests.
//! - [ ] {{no-requests}}
//!
//!   Right if requests were free.
//! ```
//!
//! The template says which figures there are and what the usual slips are; the seed draws them
//! once, when the site is built, so that all readers have the same. In the document each name
//! becomes its text: what comes after this stage sees plain words.
//!
//! In: a bank, prices, the names of the site's own numbers. Out: the same bank with its figures,
//! and a diagnostic for each name that is unknown, missing or in a place where it gives the answer
//! away. What is computed and how: `studydeck_model::practice::numeric`.

use studydeck_model::practice::numeric::{Figure, Prices, Role, Unit, draw};
use studydeck_model::practice::typed;
use studydeck_model::price::{FargatePrices, LambdaPrices};

use super::{Bank, Computed, Form, Question};
use crate::diag::{Code, Diagnostic, nearest};
use crate::parse::data::{Numbers, SiteData};
use crate::parse::document::{Document, Kind, NodeId};
use crate::path::SitePath;

/// Where the prices hold that keys are computed with.
const REGION: &str = "us-east-1";

/// The prices that keys are computed with.
#[must_use]
pub fn prices(data: &SiteData) -> Prices {
    let table = data.widgets.prices();
    Prices {
        lambda: LambdaPrices::from_table(table, REGION).ok(),
        fargate: FargatePrices::from_table(table, REGION).filter(|prices| prices.linux_x86_64.is_some()),
    }
}

impl Computed {
    /// What the answer counts.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.template.unit()
    }
}

impl Question {
    /// The numbers that are right; none if the answer is no number, or has none.
    #[must_use]
    pub fn right_range(&self) -> typed::Range {
        let key = self.options.iter().find(|option| option.right);
        key.and_then(|key| key.range).unwrap_or_default()
    }
}

impl Bank {
    /// Puts the figures into all questions that are computed.
    pub(in crate::parse) fn compute(&mut self, prices: &Prices, numbers: &Numbers) {
        for question in self.questions.iter_mut().filter(|question| question.form == Form::Number) {
            let mut put = Put {
                file: &self.path,
                document: &mut self.document,
                figures: &[],
                numbers,
                diagnostics: &mut self.diagnostics,
            };
            match put.drawn(question, prices) {
                Some(figures) => Put { figures: &figures, ..put }.question(question),
                None => put.without_figures(question),
            }
        }
    }
}

/// Two of key and slips that one typed number could stand for.
fn alike(figures: &[Figure]) -> Option<(&'static str, &'static str)> {
    let results: Vec<&Figure> =
        figures.iter().filter(|figure| matches!(figure.role, Role::Key | Role::Slip)).collect();
    let pairs = results
        .iter()
        .enumerate()
        .flat_map(|(at, one)| results.iter().skip(at + 1).map(move |other| (*one, *other)));
    let touch = |(one, other): &(&Figure, &Figure)| {
        one.range.low <= other.range.high && other.range.low <= one.range.high
    };
    pairs.into_iter().find(touch).map(|(one, other)| (one.name, other.name))
}

/// Puts figures where their names stand.
struct Put<'a> {
    file: &'a SitePath,
    document: &'a mut Document,
    figures: &'a [Figure],
    numbers: &'a Numbers,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Put<'_> {
    /// The figures of a question; `None` if they can't be computed, which is reported.
    fn drawn(&mut self, question: &Question, prices: &Prices) -> Option<Vec<Figure>> {
        let computed = question.computed.as_ref()?;
        let mut problem = |message: String, help: &str| {
            let problem = Diagnostic::error(Code::BadQuestion, message);
            self.diagnostics.push(problem.at(self.file, computed.place.clone()).help(help));
        };
        let figures = draw(computed.template, computed.seed, question.id.as_str(), prices);
        match figures.as_deref().map(alike) {
            None => problem(
                format!("there are no prices of {REGION} to compute this with"),
                "write them to `content/data/prices/lambda.toml` and `fargate.toml`",
            ),
            Some(Some((one, other))) => problem(
                format!("with this seed `{one}` and `{other}` are nearly the same number"),
                "take another seed",
            ),
            Some(None) => {}
        }
        figures
    }

    /// Takes the names for words: nobody knows which of them are wrong.
    fn without_figures(&mut self, question: &Question) {
        let parts = question.options.iter().flat_map(|option| option.reason.iter().chain([&option.text]));
        for block in question.stem.iter().chain(parts).chain(&question.after) {
            for (id, name) in self.names_in(*block) {
                if !self.numbers.contains_key(&*name) {
                    self.document.set_kind(id, Kind::Text(name));
                }
            }
        }
    }

    fn question(&mut self, question: &mut Question) {
        let stem: Vec<NodeId> =
            std::iter::once(question.heading).chain(question.stem.iter().copied()).collect();
        let named: Vec<&str> = stem.iter().flat_map(|block| self.block(*block, &[Role::Given])).collect();
        for figure in self.figures.iter().filter(|figure| figure.role == Role::Given) {
            if !named.contains(&figure.name) {
                let message =
                    format!("the stem lacks `{{{{{}}}}}`, from which the answer follows", figure.name);
                let at = question.stem.first().copied().unwrap_or(question.heading);
                self.bad(at, message, "say it in the stem, with the unit behind it".to_owned());
            }
        }
        for option in &mut question.options {
            let role = if option.right { Role::Key } else { Role::Slip };
            let is_named = !self.names_in(option.text).is_empty();
            let named = self.block(option.text, &[role]);
            option.range =
                self.figures.iter().find(|figure| named.contains(&figure.name)).map(|figure| figure.range);
            if !is_named {
                let names = self.names(&[role]).join(", ");
                let message = "this option is none of the numbers that are computed".to_owned();
                self.bad(option.text, message, format!("write one of {names}"));
            }
            for block in option.reason.clone() {
                self.block(block, &ALL);
            }
        }
        for block in &question.after {
            self.block(*block, &ALL);
        }
    }

    /// Puts the figures into a block; the names of those that stand in it.
    fn block(&mut self, block: NodeId, roles: &[Role]) -> Vec<&'static str> {
        let mut found = Vec::new();
        for (id, name) in self.names_in(block) {
            let figure = self.figures.iter().find(|figure| *figure.name == *name);
            match figure {
                Some(figure) if roles.contains(&figure.role) => {
                    found.push(figure.name);
                    self.document.set_kind(id, Kind::Text(figure.text.as_str().into()));
                    continue;
                }
                // `link` says which page's source it brings.
                None if self.numbers.contains_key(&*name) => continue,
                Some(_) => {
                    let names = self.names(roles).join(", ");
                    let message = format!("`{{{{{name}}}}}` has no place here");
                    self.bad(id, message, format!("here can stand {names}"));
                }
                None => {
                    let known = self.names(&ALL);
                    let near = nearest(&name, known.iter().copied());
                    let help = near.map_or_else(
                        || format!("figures of this question are {}", known.join(", ")),
                        |near| format!("did you mean `{{{{{near}}}}}`?"),
                    );
                    self.bad(id, format!("the question has no figure `{name}`"), help);
                }
            }
            self.document.set_kind(id, Kind::Text(name));
        }
        found
    }

    fn names_in(&self, block: NodeId) -> Vec<(NodeId, Box<str>)> {
        let name = |kind: &Kind| if let Kind::Number(name) = kind { Some(name.clone()) } else { None };
        self.document.subtree(block).filter_map(|(id, node)| Some((id, name(&node.kind)?))).collect()
    }

    fn names(&self, roles: &[Role]) -> Vec<&'static str> {
        let wanted = self.figures.iter().filter(|figure| roles.contains(&figure.role));
        wanted.map(|figure| figure.name).collect()
    }

    fn bad(&mut self, at: NodeId, message: String, help: String) {
        let problem = Diagnostic::error(Code::BadQuestion, message);
        self.diagnostics.push(problem.at(self.file, self.document.node(at).range()).help(help));
    }
}

const ALL: [Role; 4] = [Role::Given, Role::Step, Role::Key, Role::Slip];

#[cfg(test)]
mod tests {
    use super::super::tests::bank;
    use super::*;

    fn computed(seed: u32) -> Bank {
        let mut bank = bank(&format!(
            "## Q {{#q exams=CLF-3.3 kind=why level=1 compute=concurrency seed={seed}}}\n\n\
             {{{{rate}}}} a second of {{{{duration}}}} ms?\n\n- [x] {{{{key}}}} at once\n\n  {{{{seconds}}}} s.\n\
             - [ ] {{{{no-duration}}}}\n\n  Right for a second.\n\nSee: [n](../a.md)[^s]\n"
        ));
        bank.compute(&Prices::default(), &Numbers::new());
        assert!(bank.diagnostics.is_empty(), "{:?}", bank.diagnostics);
        bank
    }

    #[test]
    fn names_become_figures() {
        let bank = computed(1);
        let question = &bank.questions[0];
        let texts: Vec<String> = question.options.iter().map(|option| option.words(&bank.document)).collect();
        assert_eq!(question.form, Form::Number);
        assert!(!format!("{texts:?}{}", question.stem_text(&bank.document)).contains("{{"), "{texts:?}");
        let number = texts[0].split(' ').next().unwrap();
        assert!(question.right_range().holds(typed::read(number).unwrap()), "{texts:?}");
        assert!(question.options[1].range.is_some_and(|slip| slip != question.right_range()));
    }

    #[test]
    fn other_figures_make_another_version() {
        let version = |seed| {
            let bank = computed(seed);
            bank.questions[0].version(&bank.document)
        };
        assert_eq!(version(1), version(1));
        assert_ne!(version(1), version(2));
    }
}
