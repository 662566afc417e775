//! API Gateway before a function: calls and messages as it meters them.
//!
//! In: an input and the prices of API Gateway. Out: lines. Its free tier lasted for twelve months
//! and is for old accounts only, so it is left out.
//! Must not know: Lambda's own prices.

use super::LambdaInput;
use crate::bill::{Line, LineKind, Quantity, working};
use crate::number;
use crate::price::{ApiPrices, Tiers};
use crate::quantity::Unit;

/// KB of one metered call of an HTTP API.
const HTTP_KB: u64 = 512;
/// KB of one metered message of a WebSocket API.
const MESSAGE_KB: u64 = 32;

/// What stands before a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKind {
    /// Nothing that costs: a function URL, an event.
    Off,
    /// An HTTP API.
    Http,
    /// A REST API.
    Rest,
    /// A WebSocket API; each request is a message.
    WebSocket,
}

impl ApiKind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Off, Self::Http, Self::Rest, Self::WebSocket];

    /// The name that the fragment uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Http => "http",
            Self::Rest => "rest",
            Self::WebSocket => "websocket",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is a WebSocket API.
    #[must_use]
    pub const fn is_socket(self) -> bool {
        matches!(self, Self::WebSocket)
    }

    /// How many calls or messages a payload is metered as.
    #[must_use]
    pub fn metered(self, kb: u64) -> u64 {
        match self {
            Self::Http => kb.div_ceil(HTTP_KB).max(1),
            Self::WebSocket => kb.div_ceil(MESSAGE_KB).max(1),
            Self::Off | Self::Rest => 1,
        }
    }

    /// Its tiers, and the kind of its line; `None` if it costs nothing.
    pub(crate) fn tiers(self, prices: &ApiPrices) -> Option<(LineKind, Option<&Tiers>)> {
        match self {
            Self::Off => None,
            Self::Http => Some((LineKind::HttpCalls, prices.http.as_ref())),
            Self::Rest => Some((LineKind::RestCalls, prices.rest.as_ref())),
            Self::WebSocket => Some((LineKind::Messages, prices.messages.as_ref())),
        }
    }
}

/// The lines of one function. Calls of all functions share their tiers: `before` counts those of
/// the functions before this one, by kind.
pub(super) fn lines<'p>(
    function: usize,
    input: &LambdaInput,
    prices: &'p ApiPrices,
    before: &mut [u128; ApiKind::ALL.len()],
    lines: &mut Vec<Line<'p>>,
    missing: &mut Vec<LineKind>,
) {
    let Some((kind, tiers)) = input.api.tiers(prices) else {
        return;
    };
    let metered = input.api.metered(input.api_kb.get());
    let count = u128::from(input.requests.get()).saturating_mul(metered.into());
    let position = ApiKind::ALL.iter().zip(before.iter_mut()).find(|(api, _)| **api == input.api);
    let (from, to) = match position {
        Some((_, counted)) => {
            let from = *counted;
            *counted = from.saturating_add(count);
            (from, *counted)
        }
        None => (0, count),
    };
    match tiers {
        Some(tiers) => {
            let text = formula(input, metered);
            let quantity = Quantity::new(count, tiers.unit());
            lines.push(Line::sliced(kind, function, text, quantity, &tiers.cut(from, to)));
        }
        None => missing.push(kind),
    }
    if input.api == ApiKind::WebSocket && input.ws_minutes.get() > 0 {
        let quantity = Quantity::whole(input.ws_minutes.get(), Unit::ConnectionMinute);
        match &prices.minutes {
            Some(row) => {
                let kind = LineKind::ConnectionMinutes;
                lines.push(Line::flat(kind, function, String::new(), quantity, row));
            }
            None => missing.push(LineKind::ConnectionMinutes),
        }
    }
}

fn formula(input: &LambdaInput, metered: u64) -> String {
    if metered == 1 {
        return String::new();
    }
    let [requests, metered] = [input.requests.get(), metered].map(number::print);
    let kb = format!("for {} KB", number::print(input.api_kb.get()));
    working(&[(&requests, "requests"), (&metered, &kb)], &[])
}
