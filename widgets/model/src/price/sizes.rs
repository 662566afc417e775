//! The sizes of a Fargate task: which memory goes with which processor.
//!
//! In: the ranges of the price file. Out: the pairs, whether one exists, and the next size up.
//! Must not know: prices.

use std::sync::Arc;

use super::Source;
use crate::quantity::Os;

/// The memory that one size of processor can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeRange {
    /// CPU units, 1,024 of them a vCPU.
    pub cpu: u64,
    /// The least memory in MB.
    pub from_mb: u64,
    /// The greatest memory in MB.
    pub to_mb: u64,
    /// The distance between two, in MB.
    pub step_mb: u64,
    /// Whether Windows runs on it.
    pub windows: bool,
    /// Whether EKS has it.
    pub eks: bool,
    /// Where that is said.
    pub source: Arc<Source>,
}

/// A size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// CPU units.
    pub cpu: u64,
    /// Memory in MB.
    pub memory_mb: u64,
}

/// Every size that there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes(pub Vec<SizeRange>);

/// What EKS adds to a pod's memory for its own parts, in MB.
const EKS_MB: u64 = 256;

impl SizeRange {
    fn pairs(&self) -> impl Iterator<Item = Pair> + '_ {
        let step = usize::try_from(self.step_mb.max(1)).unwrap_or(1);
        (self.from_mb..=self.to_mb).step_by(step).map(|memory_mb| Pair { cpu: self.cpu, memory_mb })
    }
}

impl Sizes {
    /// The sizes of an operating system, rising.
    #[must_use]
    pub fn pairs(&self, os: Os) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self.of(os).flat_map(SizeRange::pairs).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Whether there is such a size.
    #[must_use]
    pub fn has(&self, os: Os, pair: Pair) -> bool {
        self.of(os).flat_map(SizeRange::pairs).any(|known| known == pair)
    }

    /// The memory that a processor can have, in MB, rising; empty if there is no such processor.
    #[must_use]
    pub fn memory(&self, os: Os, cpu: u64) -> Vec<u64> {
        self.pairs(os).into_iter().filter(|pair| pair.cpu == cpu).map(|pair| pair.memory_mb).collect()
    }

    /// The size with the least processor, and then the least memory, that holds so much of both.
    #[must_use]
    pub fn holding(&self, os: Os, cpu: u64, memory_mb: u64) -> Option<Pair> {
        self.pairs(os).into_iter().find(|pair| pair.cpu >= cpu && pair.memory_mb >= memory_mb)
    }

    /// The size that EKS takes for a pod: its own 256 MB come on top of what the pod asks for.
    #[must_use]
    pub fn for_pod(&self, cpu: u64, memory_mb: u64) -> Option<Pair> {
        let needed = memory_mb.saturating_add(EKS_MB);
        let mut pairs: Vec<Pair> =
            self.0.iter().filter(|range| range.eks).flat_map(SizeRange::pairs).collect();
        pairs.sort_unstable();
        pairs.into_iter().find(|pair| pair.cpu >= cpu && pair.memory_mb >= needed)
    }

    fn of(&self, os: Os) -> impl Iterator<Item = &SizeRange> {
        self.0.iter().filter(move |range| os == Os::Linux || range.windows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::table;

    fn sizes() -> Sizes {
        Sizes(table().sizes)
    }

    /// comparison.md, section 4; Fargate pricing page (mid 2026), "Supported configurations".
    #[test]
    fn there_are_77_sizes() {
        let sizes = sizes();
        let pairs = sizes.pairs(Os::Linux);
        assert_eq!(pairs.len(), 77);
        let count = |cpu: u64| pairs.iter().filter(|pair| pair.cpu == cpu).count();
        assert_eq!([256, 512, 1024, 2048, 4096, 8192, 16384, 32768].map(count), [3, 4, 7, 13, 23, 12, 12, 3]);
        assert_eq!(sizes.pairs(Os::Windows).len(), 43);
        assert_eq!(sizes.memory(Os::Linux, 256), [512, 1024, 2048]);
        assert_eq!(sizes.memory(Os::Linux, 32768), [60 * 1024, 120 * 1024, 244 * 1024]);
        assert_eq!(sizes.memory(Os::Linux, 3072), []);
        assert!(sizes.has(Os::Linux, Pair { cpu: 1024, memory_mb: 8192 }));
        assert!(!sizes.has(Os::Linux, Pair { cpu: 1024, memory_mb: 9216 }));
        assert!(!sizes.has(Os::Windows, Pair { cpu: 512, memory_mb: 1024 }));
    }

    /// EKS user guide, "Fargate Pod configuration": 1 vCPU and 8 GB become 2 vCPU and 9 GB.
    #[test]
    fn a_pod_pays_for_the_parts_of_kubernetes() {
        let sizes = sizes();
        let pair = |cpu: u64, gb: u64| Some(Pair { cpu: cpu * 1024, memory_mb: gb * 1024 });
        assert_eq!(sizes.for_pod(1024, 8192), pair(2, 9));
        assert_eq!(sizes.for_pod(0, 0), Some(Pair { cpu: 256, memory_mb: 512 }));
        assert_eq!(sizes.for_pod(16384, 120 * 1024), None, "EKS has no 32 vCPU");
        assert_eq!(sizes.holding(Os::Linux, 1024, 9 * 1024), pair(2, 9));
        assert_eq!(sizes.holding(Os::Linux, 32768, 245 * 1024), None);
    }
}
