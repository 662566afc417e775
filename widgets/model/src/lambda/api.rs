//! API Gateway before a function: calls and messages as it meters them.
//!
//! In: an input and the prices of API Gateway. Out: lines. Its free tier lasted for twelve months
//! and is for old accounts only, so it is left out.
//! Must not know: Lambda's own prices.

use super::LambdaInput;
use crate::bill::{Line, LineKind, Quantity, working};
use crate::number::{self, Kind};
use crate::price::{ApiPrices, Tiers};
use crate::quantity::Unit;

/// KB of one metered call of an HTTP API.
const HTTP_KB: u64 = 512;
/// KB of one metered message of a WebSocket API.
const MESSAGE_KB: u64 = 32;
/// Thousandths of an MB of one metered call of a streamed response of a REST API (AWS Compute Blog,
/// 2025-11-19).
const STREAM_PART: u64 = 10_000;

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

    /// How long it waits for a function, in ms; `None` if for as long as any function may run.
    /// (Developer guide, quotas; a streamed response may take 15 minutes.)
    pub(super) fn waits_ms(self, streams: bool) -> Option<u64> {
        match self {
            Self::Http => Some(30_000),
            Self::Rest if !streams => Some(29_000),
            Self::WebSocket => Some(29_000),
            Self::Rest | Self::Off => None,
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
    let unit = tiers.map_or(Unit::Request, Tiers::unit);
    let count = u128::from(input.requests.get()).saturating_mul(metered_each(input, unit));
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
            let quantity = Quantity::new(count, unit);
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

/// Calls as which a streamed response of a REST API is metered, beside the one of its request.
fn streamed_more(input: &LambdaInput) -> u64 {
    match input.api {
        ApiKind::Rest => input.stream_mb.get().div_ceil(STREAM_PART).saturating_sub(1),
        _ => 0,
    }
}

/// What one request is metered as on average, in parts of the unit of its tiers.
pub(crate) fn metered_each(input: &LambdaInput, unit: Unit) -> u128 {
    let whole = unit.parts().saturating_mul(input.api.metered(input.api_kb.get()).into());
    // A share is counted in millionths, as calls are.
    let more = u128::from(input.stream.get()).saturating_mul(streamed_more(input).into());
    whole.saturating_add(more)
}

fn formula(input: &LambdaInput, metered: u64) -> String {
    let more = streamed_more(input);
    let [requests, metered_text, more_text] = [input.requests.get(), metered, more].map(number::print);
    if more > 0 && input.stream.get() > 0 {
        let share = Kind::Percent.print(input.stream.get());
        return format!("{requests} requests \u{d7} (1 + {share} % \u{d7} {more_text} more calls of 10 MB)");
    }
    if metered == 1 {
        return String::new();
    }
    let kb = format!("for {} KB", number::print(input.api_kb.get()));
    working(&[(&requests, "requests"), (&metered_text, &kb)], &[])
}
