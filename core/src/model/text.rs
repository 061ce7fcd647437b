//! How the newtypes over text are made: checked once when they are parsed, and a plain string on every boundary.

/// Gives a `struct Name(Arc<str>)` that has `fn check(&str) -> Result<()>` the traits of a checked text.
macro_rules! text_type {
    ($type:ident, $field:literal) => {
        impl $type {
            /// Parses the text; the same as `FromStr`.
            ///
            /// # Errors
            /// As the type's description says.
            pub fn new(text: impl AsRef<str>) -> $crate::Result<Self> {
                let text = text.as_ref();
                Self::check(text).map_err(|error| error.in_field($field))?;
                Ok(Self(text.into()))
            }

            /// The text as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::model::text::text_traits!($type);
    };
}

/// The schema of a type that is written as a text, with the text's format where it has one.
macro_rules! text_schema {
    ($type:ident, $format:expr) => {
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let format: Option<&str> = $format;
                match format {
                    Some(format) => schemars::json_schema!({"type": "string", "format": format}),
                    None => schemars::json_schema!({"type": "string"}),
                }
            }
        }
    };
}
pub(crate) use text_schema;

/// The traits of a checked text, for a type that has `new` and `as_str`.
macro_rules! text_traits {
    ($type:ident) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{:?}", self.as_str())
            }
        }

        $crate::model::text::text_schema!($type, None);

        impl std::str::FromStr for $type {
            type Err = $crate::Error;
            fn from_str(text: &str) -> $crate::Result<Self> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::Error;
            fn try_from(text: &str) -> $crate::Result<Self> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::text::deserialize(deserializer)
            }
        }
    };
}
pub(crate) use {text_traits, text_type};

/// Deserialises a text by parsing it, so that serde is no way around the check.
pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr<Err = crate::Error>,
{
    use serde::de::{Error, Visitor};
    struct Text<T>(std::marker::PhantomData<T>);
    impl<T: std::str::FromStr<Err = crate::Error>> Visitor<'_> for Text<T> {
        type Value = T;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a string")
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Text(std::marker::PhantomData))
}
