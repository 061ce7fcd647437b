//! TOML by its keys, each with its place in the text, so that whatever is wrong can be told where it stands.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error as TomlError};

use crate::error::{Code, Error, Kind, Result, excerpt};

/// How deep values may be nested below a project or an environment. What a workflow may hold is less.
const MAX_DEPTH: usize = 32;

/// Where something stands: its key, and the byte at which it begins.
#[derive(Debug, Clone)]
pub(super) struct Place {
    key: String,
    at: usize,
}

impl Place {
    /// The place in front of an error's message, where the error is about what was declared.
    pub(super) fn blame(&self, text: &str, error: Error) -> Error {
        if !matches!(error.kind(), Kind::InvalidInput | Kind::Refused | Kind::NotFound | Kind::AlreadyExists) {
            return error;
        }
        let (line, column) = line_and_column(text, self.at);
        let error = error.reworded(|message| match &*self.key {
            "" => format!("line {line}, column {column}: {message}"),
            key => format!("line {line}, column {column}, {key}: {message}"),
        });
        let error = error.with("line", line).with("column", column);
        if self.key.is_empty() { error } else { error.with("key", &self.key) }
    }

    fn below(&self, name: impl fmt::Display, at: usize) -> Place {
        let dot = if self.key.is_empty() { "" } else { "." };
        Place { key: format!("{}{dot}{name}", self.key), at }
    }
}

/// Lines and columns count from one, columns in characters.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// The whole of a text.
pub(super) fn document(text: &str) -> Result<Spanned<DeTable<'_>>> {
    DeTable::parse(text).map_err(|error: TomlError| {
        // The error's own text quotes the line, which may hold what is nobody's business.
        let place = Place { key: String::new(), at: error.span().map_or(0, |span| span.start) };
        let message = format!("no TOML: {}", excerpt(error.message()));
        place.blame(text, Error::new(Code::InvalidRequest, message).with("field", "declarations"))
    })
}

/// A table, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    pub(super) place: Place,
    text: &'a str,
    members: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    pub(super) fn root(text: &'a str, document: &'a Spanned<DeTable<'a>>) -> Table<'a> {
        Table { place: Place { key: String::new(), at: 0 }, text, members: document.get_ref() }
    }

    /// All that is in it, in the order of the keys.
    pub(super) fn members(&self) -> impl Iterator<Item = Member<'a>> {
        self.members.iter().map(|(key, value)| self.named(key, value))
    }

    /// One of its members.
    pub(super) fn member(&self, name: &str) -> Option<Member<'a>> {
        self.members.get_key_value(name).map(|(key, value)| self.named(key, value))
    }

    /// Refuses all other members.
    pub(super) fn only(&self, names: &[&str]) -> Result<()> {
        let unknown = self.members().filter(|member| !names.contains(&member.name));
        // The first in the text is what a person looks for.
        match unknown.min_by_key(|member| member.key_at) {
            None => Ok(()),
            Some(member) => {
                let place = Place { key: member.place.key.clone(), at: member.key_at };
                let expected = names.join(", ");
                let error = Error::new(Code::InvalidRequest, format!("unknown key: expected one of {expected}"));
                Err(place.blame(self.text, error.with("expected", expected).with("found", member.name)))
            }
        }
    }

    fn named(&self, key: &'a Spanned<toml::de::DeString<'a>>, value: &'a Spanned<DeValue<'a>>) -> Member<'a> {
        let (name, key_at) = (&**key.get_ref(), key.span().start);
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let shown = excerpt(name);
        let shown = if !name.is_empty() && name.chars().all(bare) { shown } else { format!("{shown:?}") };
        // The value of a table is found by its header.
        let at = if value.get_ref().is_table() { key_at } else { value.span().start };
        Member { name, key_at, place: self.place.below(shown, at), text: self.text, value: value.get_ref() }
    }
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    key_at: usize,
    place: Place,
    text: &'a str,
    value: &'a DeValue<'a>,
}

impl<'a> Member<'a> {
    pub(super) fn table(&self) -> Result<Table<'a>> {
        let members = self.value.as_table().ok_or_else(|| self.mistyped("a table"))?;
        Ok(Table { place: self.place.clone(), text: self.text, members })
    }

    pub(super) fn flag(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.mistyped("true or false"))
    }

    fn text(&self) -> Result<String> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.mistyped("a text"))
    }

    /// A text that is one of its type, as it was written: the operations read it again.
    pub(super) fn checked<T: FromStr<Err = Error>>(&self) -> Result<String> {
        let text = self.text()?;
        text.parse::<T>().map_err(|error| self.blame(error))?;
        Ok(text)
    }

    pub(super) fn texts(&self) -> Result<Vec<String>> {
        let items = self.value.as_array().ok_or_else(|| self.mistyped("a list of texts"))?;
        items.iter().enumerate().map(|(n, item)| self.item(n, item).text()).collect()
    }

    /// A table as JSON, or nothing where `false` is said.
    pub(super) fn json_or_false(&self) -> Result<Option<Value>> {
        match self.value {
            DeValue::Boolean(false) => Ok(None),
            DeValue::Table(_) => self.json(0).map(Some),
            _ => Err(self.mistyped("a table, or false for none")),
        }
    }

    fn json(&self, depth: usize) -> Result<Value> {
        if depth == MAX_DEPTH {
            return Err(self.bad(format!("too deep: expected at most {MAX_DEPTH} levels")));
        }
        Ok(match self.value {
            DeValue::String(text) => Value::String(text.clone().into_owned()),
            DeValue::Boolean(flag) => Value::Bool(*flag),
            DeValue::Integer(digits) => {
                let number = i64::from_str_radix(digits.as_str(), digits.radix());
                let expected = "a whole number of 64 bits";
                Value::Number(number.map_err(|_| self.bad(format!("too large: expected {expected}")))?.into())
            }
            DeValue::Float(digits) => {
                let number = digits.as_str().parse().ok().and_then(Number::from_f64);
                Value::Number(number.ok_or_else(|| self.bad("expected a finite number".to_owned()))?)
            }
            DeValue::Datetime(_) => {
                return Err(self.bad("expected a text instead of a time: write it in quotes".to_owned()));
            }
            DeValue::Array(items) => {
                let numbered = items.iter().enumerate();
                numbered.map(|(n, item)| self.item(n, item).json(depth + 1)).collect::<Result<_>>()?
            }
            DeValue::Table(_) => {
                let members = self.table()?;
                let named = members.members().map(|member| Ok((member.name.to_owned(), member.json(depth + 1)?)));
                Value::Object(named.collect::<Result<Map<_, _>>>()?)
            }
        })
    }

    /// The place of this in front of an error's message.
    pub(super) fn blame(&self, error: Error) -> Error {
        self.place.blame(self.text, error)
    }

    /// The place, where the key and not its value is what may be wrong.
    pub(super) fn blame_key(&self, error: Error) -> Error {
        Place { key: self.place.key.clone(), at: self.key_at }.blame(self.text, error)
    }

    fn item(&self, n: usize, item: &'a Spanned<DeValue<'a>>) -> Member<'a> {
        let at = item.span().start;
        let place = Place { key: format!("{}[{n}]", self.place.key), at };
        Member { name: self.name, key_at: at, place, text: self.text, value: item.get_ref() }
    }

    fn bad(&self, message: String) -> Error {
        self.blame(Error::new(Code::InvalidRequest, message))
    }

    fn mistyped(&self, expected: &'static str) -> Error {
        let found = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let error = Error::new(Code::InvalidRequest, format!("expected {expected}, found {found}"));
        self.blame(error.with("expected", expected).with("found", found))
    }
}
