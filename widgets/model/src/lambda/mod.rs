//! The Lambda calculator's input: five values, each within its range.
//!
//! In: what a reader typed or an author wrote. Out: a [`LambdaInput`] that is valid by
//! construction, or a message that names the allowed range. The bill is made in [`bill()`].
//! Must not know: prices.

mod bill;
#[cfg(test)]
pub(crate) mod sample;

pub use bill::{Bill, Line, LineKind, Quantity, Step, bill};

use crate::number::{self, Kind, NumberError};
use crate::quantity::{Arch, DurationMs, MemoryMb, OutOfRange, Requests};
use crate::scale::Scale;

/// What the bill depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LambdaInput {
    /// Requests a month.
    pub requests: Requests,
    /// Average billed duration of one.
    pub duration: DurationMs,
    /// Memory of the function.
    pub memory: MemoryMb,
    /// Its architecture.
    pub arch: Arch,
    /// Whether the account's free tier is left for it.
    pub free_tier: bool,
}

impl LambdaInput {
    /// The worked example: 3 million requests of 120 ms with 1,536 MB on x86_64.
    pub const EXAMPLE: Self = Self {
        requests: Requests::EXAMPLE,
        duration: DurationMs::EXAMPLE,
        memory: MemoryMb::EXAMPLE,
        arch: Arch::X86_64,
        free_tier: true,
    };

    /// The value of a number field.
    #[must_use]
    pub const fn get(&self, field: Field) -> u64 {
        match field {
            Field::Requests => self.requests.get(),
            Field::Duration => self.duration.get(),
            Field::Memory => self.memory.get(),
        }
    }

    /// The same input with another value in one number field.
    ///
    /// # Errors
    /// The allowed range, if the value is outside.
    pub fn with(self, field: Field, value: u64) -> Result<Self, OutOfRange> {
        Ok(match field {
            Field::Requests => Self { requests: Requests::new(value)?, ..self },
            Field::Duration => Self { duration: DurationMs::new(value)?, ..self },
            Field::Memory => Self { memory: MemoryMb::new(value)?, ..self },
        })
    }
}

/// The number fields, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Requests a month.
    Requests,
    /// Duration of one in milliseconds.
    Duration,
    /// Memory in MB.
    Memory,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Requests, Self::Duration, Self::Memory];

    /// Its key in the fragment and in an author's block.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Duration => "duration_ms",
            Self::Memory => "memory_mb",
        }
    }

    /// The field of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// The least allowed value.
    #[must_use]
    pub const fn min(self) -> u64 {
        match self {
            Self::Requests => Requests::MIN,
            Self::Duration => DurationMs::MIN,
            Self::Memory => MemoryMb::MIN,
        }
    }

    /// The greatest allowed value.
    #[must_use]
    pub const fn max(self) -> u64 {
        match self {
            Self::Requests => Requests::MAX,
            Self::Duration => DurationMs::MAX,
            Self::Memory => MemoryMb::MAX,
        }
    }

    /// The values that its slider offers.
    #[must_use]
    pub const fn scale(self) -> Scale {
        match self {
            Self::Requests => Scale::Decades { low: 1_000, high: Requests::MAX, zero: true },
            Self::Duration => Scale::Decades { low: 1, high: DurationMs::MAX, zero: false },
            Self::Memory => Scale::Even { low: MemoryMb::MIN, high: MemoryMb::MAX, step: 64 },
        }
    }

    /// What it counts.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Requests => Kind::Count,
            Self::Duration => Kind::Milliseconds,
            Self::Memory => Kind::Megabytes,
        }
    }

    /// The unit after its number, such as `ms`.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Duration => "ms",
            Self::Memory => "MB",
        }
    }

    /// The allowed range in words: `1 to 900,000 ms (15 minutes)`.
    #[must_use]
    pub fn range_text(self) -> String {
        let note = match self {
            Self::Requests => " (1 trillion)",
            Self::Duration => " (15 minutes)",
            Self::Memory => " (10 GB)",
        };
        let (min, max) = (number::print(self.min()), number::print(self.max()));
        format!("{min} to {max} {}{note}", self.unit())
    }

    /// Reads what somebody typed into the field.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(self, text: &str) -> Result<u64, FieldError> {
        let value = number::parse(text, self.kind()).map_err(FieldError::Number)?;
        if value < self.min() || value > self.max() {
            return Err(FieldError::OutOfRange);
        }
        Ok(value)
    }
}

/// What is wrong with the text of a number field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// It is no number of this kind.
    Number(NumberError),
    /// It is outside the allowed range.
    OutOfRange,
}

impl FieldError {
    /// The message beside the field: what is wrong, then the allowed range.
    #[must_use]
    pub fn message(&self, field: Field) -> String {
        let range = field.range_text();
        let wrong = match self {
            Self::Number(NumberError::Empty) => return format!("Enter a number: {range}."),
            Self::Number(NumberError::NotANumber) => "Not a number".to_owned(),
            Self::Number(NumberError::DecimalComma) => "Use a point for decimals".to_owned(),
            Self::Number(NumberError::NotWhole) => {
                format!("Not a whole number of {}", field.unit())
            }
            Self::Number(NumberError::UnknownUnit(unit)) => {
                let shown: String = unit.chars().take(20).collect();
                format!("\u{201c}{shown}\u{201d} is no unit for this field")
            }
            Self::Number(NumberError::Negative | NumberError::TooLarge) | Self::OutOfRange => {
                "Out of range".to_owned()
            }
        };
        format!("{wrong}. Allowed: {range}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_read_and_refuse() {
        assert_eq!(Field::Requests.read("3M"), Ok(3_000_000));
        assert_eq!(Field::Memory.read("1.5 GB"), Ok(1_536));
        assert_eq!(Field::Duration.read("15 min"), Ok(900_000));
        assert_eq!(Field::Duration.read("900,001"), Err(FieldError::OutOfRange));
        assert_eq!(Field::Duration.read("0"), Err(FieldError::OutOfRange));
        assert_eq!(Field::Memory.read("64"), Err(FieldError::OutOfRange));
        for field in Field::ALL {
            assert!(LambdaInput::EXAMPLE.with(field, field.max()).is_ok());
            assert!(LambdaInput::EXAMPLE.with(field, field.max() + 1).is_err());
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
    }

    #[test]
    fn every_message_names_the_range() {
        for field in Field::ALL {
            for text in ["", "x", "1.5e-3", "1,5", "7 parsecs", "-3", "1e30", "0.3"] {
                if let Err(error) = field.read(text) {
                    let message = error.message(field);
                    assert!(message.contains(&field.range_text()), "{message}");
                }
            }
        }
        assert_eq!(
            Field::Duration.read("1000000").unwrap_err().message(Field::Duration),
            "Out of range. Allowed: 1 to 900,000 ms (15 minutes)."
        );
    }
}
