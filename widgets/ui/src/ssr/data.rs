//! The data that widgets need beside what stands in a note: price tables.
//!
//! In: data files. Out: the table of each widget, and the mistakes of each file.

use std::sync::Arc;

use studydeck_model::compare;
use studydeck_model::price::{FargatePrices, Item, LambdaPrices, Table};

use super::PropsError;
use super::prices;
use super::table::suggestion;
use crate::Cost;

/// Prices, and the comparison.
#[derive(Clone, Debug, Default)]
pub struct WidgetData {
    prices: Table,
    compare: Option<Arc<compare::Table>>,
}

/// The folder of price files, and the files that some widget reads.
const FOLDER: &str = "prices";
const FILES: [&str; 6] =
    ["lambda.toml", "fargate.toml", "ec2.toml", "api-gateway.toml", "load-balancing.toml", "eks.toml"];

impl WidgetData {
    /// Reads the price files among `(path, text)` pairs: those in a folder `prices`. Others are
    /// somebody else's. Mistakes come with the index of their file.
    #[must_use]
    pub fn parse(files: &[(&str, &str)]) -> (Self, Vec<(usize, PropsError)>) {
        let mut tables: Vec<(usize, Table)> = Vec::new();
        let mut problems = Vec::new();
        for (index, (path, text)) in files.iter().enumerate() {
            let mut errors = Vec::new();
            let mut parts = path.rsplit(['/', '\\']);
            if let (Some(name), Some(FOLDER)) = (parts.next(), parts.next()) {
                match FILES.iter().position(|known| *known == name) {
                    Some(position) => tables.push((position, prices::read(text, &mut errors))),
                    None => errors.push(PropsError {
                        range: None,
                        message: format!("no widget reads {name}"),
                        help: Some(suggestion(name, &FILES)),
                    }),
                }
            }
            problems.extend(errors.into_iter().map(|error| (index, error)));
        }
        // The order of the regions must not depend on that of the files.
        tables.sort_by_key(|(position, _)| *position);
        let mut data = Self::default();
        for (_, table) in tables {
            data.prices.merge(table);
        }
        (data, problems)
    }

    /// The same with the comparison, which is not read from the price files.
    #[must_use]
    pub fn with_comparison(self, table: compare::Table) -> Self {
        Self { compare: Some(Arc::new(table)), ..self }
    }

    /// The price rows of all files.
    #[must_use]
    pub const fn prices(&self) -> &Table {
        &self.prices
    }

    /// The comparison.
    pub(super) fn comparison(&self) -> Option<Arc<compare::Table>> {
        self.compare.clone()
    }

    /// What one calculator needs: its rows, in the regions where it can work.
    pub(super) fn table(&self, kind: Cost) -> Table {
        let all = &self.prices;
        let lambda = |id: &str| LambdaPrices::from_table(all, id).is_ok();
        let fargate =
            |id: &str| FargatePrices::from_table(all, id).is_some_and(|it| it.linux_x86_64.is_some());
        let mut table = all.clone();
        table.regions.retain(|region| {
            let id = region.id.as_str();
            let fleet = || all.instances.iter().any(|instance| instance.region == id);
            match kind {
                Cost::Lambda => lambda(id),
                Cost::Fargate => fargate(id),
                Cost::BreakEven => lambda(id) && fargate(id) && fleet(),
            }
        });
        let regions = table.regions.clone();
        let known = |id: &str| regions.iter().any(|region| region.id == id);
        table.entries.retain(|entry| known(&entry.region) && needs(kind, entry.item));
        table.instances.retain(|instance| kind == Cost::BreakEven && known(&instance.region));
        match kind {
            Cost::Lambda => table.sizes.clear(),
            Cost::Fargate => table.free_tier = None,
            Cost::BreakEven => {}
        }
        table
    }
}

/// Whether a calculator needs the rows of an item.
const fn needs(kind: Cost, item: Item) -> bool {
    use Item as I;
    match item {
        I::Requests
        | I::Duration
        | I::ProvisionedConcurrency
        | I::ProvisionedDuration
        | I::Tmp
        | I::SnapStartCache
        | I::SnapStartRestore
        | I::Streaming
        | I::HttpCalls
        | I::RestCalls
        | I::WebSocketMessages
        | I::WebSocketMinutes => matches!(kind, Cost::Lambda | Cost::BreakEven),
        I::LinuxVcpu | I::LinuxMemory => matches!(kind, Cost::Fargate | Cost::BreakEven),
        I::SpotVcpu
        | I::SpotMemory
        | I::WindowsVcpu
        | I::WindowsMemory
        | I::WindowsLicence
        | I::EphemeralStorage => {
            matches!(kind, Cost::Fargate)
        }
        _ => matches!(kind, Cost::BreakEven),
    }
}
