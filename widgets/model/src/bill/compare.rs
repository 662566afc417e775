//! Two bills side by side.
//!
//! In: two bills. Out: a row for each line that stands in one of them or in both. Must not know:
//! which calculators made them.

use super::{Bill, Line, LineKind};
use crate::money::Usd;

/// A line of two bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What it is for.
    pub kind: LineKind,
    /// For which function of the account, counted from 1; 0 for all of them.
    pub function: usize,
    /// What it costs in the first bill; `None` if that doesn't have it.
    pub first: Option<Usd>,
    /// What it costs in the second.
    pub second: Option<Usd>,
}

impl Pair {
    /// What the second costs more than the first; negative if it costs less.
    #[must_use]
    pub fn difference(&self) -> Usd {
        self.second.unwrap_or_default().minus(self.first.unwrap_or_default())
    }

    /// Whether the bills differ in it. A line for nothing differs from none.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.first != self.second
    }
}

/// Every line of both, in the order of the first bill, then of the second.
#[must_use]
pub fn side_by_side(first: &Bill<'_>, second: &Bill<'_>) -> Vec<Pair> {
    let mut rows: Vec<Pair> = Vec::new();
    for &Line { kind, function, .. } in first.lines.iter().chain(&second.lines) {
        if rows.iter().all(|row| (row.kind, row.function) != (kind, function)) {
            let (first, second) = (first.amount(kind, function), second.amount(kind, function));
            rows.push(Pair { kind, function, first, second });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bill::Quantity;
    use crate::price::Unit;
    use crate::sample::row;
    use proptest::prelude::*;

    #[test]
    fn lines_of_one_bill_are_rows_too() {
        let price = row("0.5", 1, Unit::Hour);
        let line = |kind, function, hours| {
            Line::flat(kind, function, String::new(), Quantity::whole(hours, Unit::Hour), &price)
        };
        let first = vec![line(LineKind::Requests, 1, 2), line(LineKind::Tmp, 1, 4)];
        // The second has two lines of a kind for one function, as public addresses are.
        let second =
            vec![line(LineKind::Tmp, 1, 1), line(LineKind::Tmp, 1, 3), line(LineKind::FreeRequests, 0, 6)];
        let (first, second) = (Bill::new(first, Vec::new()), Bill::new(second, Vec::new()));
        let rows: Vec<_> = side_by_side(&first, &second)
            .iter()
            .map(|pair| (pair.kind, pair.function, pair.difference().exact(), pair.differs()))
            .collect();
        assert_eq!(
            rows,
            [
                (LineKind::Requests, 1, "-1".to_owned(), true),
                (LineKind::Tmp, 1, "0".to_owned(), false),
                (LineKind::FreeRequests, 0, "-3".to_owned(), true),
            ]
        );
        assert!(side_by_side(&Bill::default(), &Bill::default()).is_empty());
    }

    fn any_lines() -> impl Strategy<Value = Vec<(usize, usize, u64)>> {
        proptest::collection::vec((0..4_usize, 0..3_usize, 0..1_000_000_u64), 0..12)
    }

    proptest! {
        #[test]
        fn differences_add_up_to_that_of_the_totals(first in any_lines(), second in any_lines()) {
            const KINDS: [LineKind; 4] =
                [LineKind::Requests, LineKind::FreeRequests, LineKind::Tmp, LineKind::NatData];
            let price = row("0.0000166667", 1, Unit::Hour);
            let bill = |lines: &[(usize, usize, u64)]| {
                let line = |&(kind, function, hours): &(usize, usize, u64)| {
                    let quantity = Quantity::whole(hours, Unit::Hour);
                    Line::flat(KINDS[kind], function, String::new(), quantity, &price)
                };
                Bill::new(lines.iter().map(line).collect(), Vec::new())
            };
            let (first, second) = (bill(&first), bill(&second));
            let rows = side_by_side(&first, &second);
            let sum: Usd = rows.iter().map(Pair::difference).sum();
            prop_assert_eq!(sum, second.total.minus(first.total));
            let turned: Usd = side_by_side(&second, &first).iter().map(Pair::difference).sum();
            prop_assert_eq!(turned, sum.negated());
            for row in rows.iter().filter(|row| !row.differs()) {
                prop_assert_eq!(row.difference(), Usd::ZERO);
            }
        }
    }
}
