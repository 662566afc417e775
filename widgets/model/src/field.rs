//! Number fields: what one may hold, how its text is read, and what is said when it makes no
//! sense. Shared by all calculators.
//!
//! In: text and the field's [`Spec`]. Out: a number within its range, or a message that names the
//! allowed range; nothing is clamped. Must not know: what a calculator does with the number.

use crate::fixed;
use crate::number::{self, Kind, NumberError};
use crate::scale::Scale;

/// What a number field may hold. Numbers are in base units of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Its key in the fragment and in an author's block.
    pub key: &'static str,
    /// The least allowed value.
    pub min: u64,
    /// The greatest allowed value.
    pub max: u64,
    /// What it counts.
    pub kind: Kind,
    /// The unit after its number, such as `ms`.
    pub unit: &'static str,
    /// What the range means, in brackets; may be empty.
    pub note: &'static str,
    /// The only allowed values, where there is a choice and no range; else empty.
    pub offered: &'static [u64],
    /// The values that its slider offers.
    pub scale: Scale,
}

impl Spec {
    /// A field with an even slider.
    #[must_use]
    pub const fn even(
        key: &'static str,
        [min, max]: [u64; 2],
        step: u64,
        kind: Kind,
        unit: &'static str,
        note: &'static str,
    ) -> Self {
        let scale = Scale::Even { low: min, high: max, step };
        Self { key, min, max, kind, unit, note, offered: &[], scale }
    }

    /// A field whose slider spans many sizes, from `low` and, if `min` is 0, from nought.
    #[must_use]
    pub const fn decades(
        key: &'static str,
        [min, max]: [u64; 2],
        low: u64,
        kind: Kind,
        unit: &'static str,
        note: &'static str,
    ) -> Self {
        let scale = Scale::Decades { low, high: max, zero: min == 0 };
        Self { key, min, max, kind, unit, note, offered: &[], scale }
    }

    /// A field that offers a few values.
    #[must_use]
    pub const fn choice(key: &'static str, offered: &'static [u64], kind: Kind, unit: &'static str) -> Self {
        let (min, max) = match offered {
            [min, .., max] => (*min, *max),
            _ => (0, 0),
        };
        let scale = Scale::Listed(offered);
        Self { key, min, max, kind, unit, note: "", offered, scale }
    }

    /// A value for machines, such as `0.25`.
    #[must_use]
    pub fn print(&self, value: u64) -> String {
        self.kind.print(value)
    }

    /// A value for people, thousands separated, without its unit.
    #[must_use]
    pub fn show(&self, value: u64) -> String {
        fixed::group(&self.print(value))
    }

    /// The allowed range in words: `1 to 900,000 ms (15 minutes)`.
    #[must_use]
    pub fn range_text(&self) -> String {
        let Self { min, max, unit, note, .. } = *self;
        if let [first @ .., last] = self.offered {
            let first: Vec<String> = first.iter().map(|&value| self.show(value)).collect();
            return format!("{} or {} {unit}", first.join(", "), self.show(*last));
        }
        format!("{} to {} {unit}{note}", self.show(min), self.show(max))
    }

    /// Whether a value is allowed.
    #[must_use]
    pub fn allows(&self, value: u64) -> bool {
        value >= self.min && value <= self.max && (self.offered.is_empty() || self.offered.contains(&value))
    }

    /// Reads what somebody typed into the field.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, text: &str) -> Result<u64, FieldError> {
        let value = number::parse(text, self.kind).map_err(FieldError::Number)?;
        if self.allows(value) { Ok(value) } else { Err(FieldError::OutOfRange) }
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
    pub fn message(&self, field: impl Into<&'static Spec>) -> String {
        let spec = field.into();
        let range = spec.range_text();
        let wrong = match self {
            Self::Number(NumberError::Empty) => return format!("Enter a number: {range}."),
            Self::Number(NumberError::NotANumber) => "Not a number".to_owned(),
            Self::Number(NumberError::DecimalComma) => "Use a point for decimals".to_owned(),
            Self::Number(NumberError::NotWhole) if spec.offered.is_empty() => match spec.kind {
                Kind::Gigabytes => "Not a whole number of MB".to_owned(),
                kind if kind.base() == 1 => format!("Not a whole number of {}", spec.unit),
                _ => "Too many decimals".to_owned(),
            },
            Self::Number(NumberError::UnknownUnit(unit)) => {
                let shown: String = unit.chars().take(20).collect();
                format!("\u{201c}{shown}\u{201d} is no unit for this field")
            }
            Self::Number(_) | Self::OutOfRange => {
                if spec.offered.is_empty() { "Out of range" } else { "Not on offer" }.to_owned()
            }
        };
        format!("{wrong}. Allowed: {range}.")
    }
}

/// Makes the enum `Field` of an input's number fields, and the input's `get` and `with`.
macro_rules! number_fields {
    ($input:ident: $($(#[$doc:meta])+ $variant:ident, $member:ident: $type:ident, $spec:expr;)+) => {
        /// The number fields, in the order of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Field {
            $($(#[$doc])+ $variant,)+
        }

        impl Field {
            /// How many there are.
            const COUNT: usize = [$(stringify!($variant)),+].len();
            /// All of them.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$variant),+];

            /// What it may hold.
            #[must_use]
            pub const fn spec(self) -> &'static $crate::field::Spec {
                use $crate::field::Spec;
                match self {
                    $(Self::$variant => {
                        const SPEC: &Spec = &$spec;
                        SPEC
                    })+
                }
            }

            /// Its key in the fragment and in an author's block.
            #[must_use]
            pub const fn key(self) -> &'static str {
                self.spec().key
            }

            /// The field of that key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|field| field.key() == key)
            }

            /// The least allowed value.
            #[must_use]
            pub const fn min(self) -> u64 {
                self.spec().min
            }

            /// The greatest allowed value.
            #[must_use]
            pub const fn max(self) -> u64 {
                self.spec().max
            }

            /// The values that its slider offers.
            #[must_use]
            pub const fn scale(self) -> $crate::scale::Scale {
                self.spec().scale
            }

            /// The unit after its number, such as `ms`.
            #[must_use]
            pub const fn unit(self) -> &'static str {
                self.spec().unit
            }

            /// The allowed range in words.
            #[must_use]
            pub fn range_text(self) -> String {
                self.spec().range_text()
            }

            /// Reads what somebody typed into the field.
            ///
            /// # Errors
            /// What is wrong with it.
            pub fn read(self, text: &str) -> Result<u64, $crate::field::FieldError> {
                self.spec().read(text)
            }
        }

        impl From<Field> for &'static $crate::field::Spec {
            fn from(field: Field) -> Self {
                field.spec()
            }
        }

        impl $input {
            /// The value of a number field, in base units of its kind.
            #[must_use]
            pub const fn get(&self, field: Field) -> u64 {
                match field {
                    $(Field::$variant => self.$member.get(),)+
                }
            }

            /// The same input with another value in one number field.
            ///
            /// # Errors
            /// The allowed range, if the value is outside.
            pub fn with(mut self, field: Field, value: u64) -> Result<Self, $crate::quantity::OutOfRange> {
                match field {
                    $(Field::$variant => self.$member = $type::new(value)?,)+
                }
                Ok(self)
            }
        }
    };
}
pub(crate) use number_fields;
