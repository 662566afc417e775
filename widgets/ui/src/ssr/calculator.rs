//! A calculator's block, read from TOML.
//!
//! In: the body of the block and the price table. Out: props, or every mistake with its place.

use std::sync::Arc;

use studydeck_model::breakeven::EksSupport;
use studydeck_model::field::{FieldError, Spec};
use studydeck_model::fragment;
use studydeck_model::lambda::ApiKind;
use studydeck_model::price::Table;
use studydeck_model::quantity::{Arch, Capacity, Os};
use toml::Spanned;
use toml::de::DeValue;

use super::table::{self, Reader, suggestion};
use super::{PropsError, WidgetData};
use crate::Cost;
use crate::calculator::input::{Input, ON, PER, Prices};
use crate::calculator::props::CalculatorProps;

/// Reads an author's block.
pub(super) fn props(
    kind: Cost,
    body: &str,
    data: &WidgetData,
    id: String,
    primary: bool,
) -> Result<CalculatorProps, Vec<PropsError>> {
    let mut prices = data.table(kind);
    let mut errors = Vec::new();
    let table = table::parse(body, &mut errors);
    let mut start = Input::example(kind);
    let mut reader = Reader::new(table.get_ref(), table.span(), &mut errors);
    for spec in start.specs() {
        if let Some(value) = reader.get(spec.key) {
            number(&mut reader, &mut start, spec, value);
        }
    }
    for &key in words(kind) {
        if let Some(value) = reader.get(key)
            && let Some((word, range)) = reader.as_text(key, value)
            && start.choose(key, word, &prices).is_none()
        {
            let known = known(key, &prices);
            reader.error(range, format!("`{key}` can\u{2019}t be `{word}`"), Some(suggestion(word, &known)));
        }
    }
    for &key in switches(kind) {
        if let Some(on) = switch(&mut reader, key) {
            let _ = start.choose(key, if on { ON } else { "off" }, &prices);
        }
    }
    // A calculator in the middle of a note is small: the rows of 23 regions weigh 2 kB.
    if switch(&mut reader, EVERY_REGION) != Some(true) {
        let region = start.region();
        prices = prices.only(region.as_str());
        prices.regions.retain(|each| each.id == region.as_str());
    }
    reader.finish();
    let at_hand = Prices::of(&start, &prices);
    let error = match &at_hand {
        None => Some((
            format!("there are no prices for {}", start.region().as_str()),
            "calculators read them from content/data/prices/lambda.toml and the files beside it",
        )),
        Some(at_hand) => {
            let remarks = at_hand.remarks(&start);
            let error = remarks.into_iter().find(|(field, _)| field.is_some());
            error.map(|(_, message)| (message, "change the block so that AWS offers it"))
        }
    };
    errors.extend(error.map(|(message, help)| PropsError {
        range: None,
        message,
        help: Some(help.to_owned()),
    }));
    if errors.is_empty() {
        Ok(CalculatorProps { id, primary, start, table: Arc::new(prices) })
    } else {
        Err(errors)
    }
}

/// The key that offers every region.
const EVERY_REGION: &str = "every_region";

/// Yes or no, if the key is there.
fn switch(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<bool> {
    let value = reader.get(key)?;
    let on = value.get_ref().as_bool();
    if on.is_none() {
        let found = value.get_ref().type_str();
        reader.error(value.span(), format!("`{key}` must be true or false, not {found}"), None);
    }
    on
}

/// The keys that take a word.
const fn words(kind: Cost) -> &'static [&'static str] {
    match kind {
        Cost::Lambda => &[fragment::REGION, fragment::ARCH, fragment::API],
        Cost::Fargate => &[fragment::REGION, fragment::OS, fragment::ARCH, fragment::CAPACITY, PER],
        Cost::BreakEven => &[fragment::REGION, fragment::ARCH, fragment::INSTANCE, fragment::EKS_SUPPORT],
    }
}

/// The keys that take true or false.
const fn switches(kind: Cost) -> &'static [&'static str] {
    match kind {
        Cost::Lambda => &[fragment::FREE_TIER, fragment::SNAPSTART],
        Cost::Fargate => &[],
        Cost::BreakEven => &[fragment::FREE_TIER, fragment::ALB, fragment::PUBLIC_IPV4],
    }
}

/// The words that a key may have.
fn known<'t>(key: &str, table: &'t Table) -> Vec<&'t str> {
    match key {
        fragment::REGION => table.regions.iter().map(|region| region.id.as_str()).collect(),
        fragment::ARCH => Arch::ALL.map(Arch::name).to_vec(),
        fragment::API => ApiKind::ALL.map(ApiKind::name).to_vec(),
        fragment::OS => Os::ALL.map(Os::name).to_vec(),
        fragment::CAPACITY => Capacity::ALL.map(Capacity::name).to_vec(),
        fragment::EKS_SUPPORT => EksSupport::ALL.map(EksSupport::name).to_vec(),
        fragment::INSTANCE => table.instances.iter().map(|instance| instance.name.as_str()).collect(),
        _ => vec!["hours", "minutes"],
    }
}

/// Sets the number of one key; a mistake names the allowed range.
fn number<'t>(
    reader: &mut Reader<'t, '_>,
    input: &mut Input,
    spec: &'static Spec,
    value: &'t Spanned<DeValue<'t>>,
) {
    let allowed = || Some(format!("allowed: {}", spec.range_text()));
    let key = spec.key;
    let text = match value.get_ref() {
        DeValue::String(text) => Some(text.as_ref().to_owned()),
        other => other.as_integer().map(|integer| {
            u64::from_str_radix(integer.as_str(), integer.radix())
                .map_or_else(|_| integer.as_str().to_owned(), |n| n.to_string())
        }),
    };
    let Some(text) = text else {
        let found = value.get_ref().type_str();
        let what =
            if spec.kind.base() == 1 { "a whole number" } else { "a number or a string such as \"0.5\"" };
        reader.error(value.span(), format!("`{key}` must be {what}, not {found}"), allowed());
        return;
    };
    let read = spec.read(&text);
    let set = read.as_ref().ok().and_then(|&number| input.set(key, number));
    if set.is_none() {
        let what = match read {
            Ok(_) | Err(FieldError::OutOfRange) => "is out of range",
            Err(_) => "is no number that it takes",
        };
        reader.error(value.span(), format!("`{key}` {what}: {text}"), allowed());
    }
}
