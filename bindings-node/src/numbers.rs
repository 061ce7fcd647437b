//! Whole numbers that JavaScript's own cannot hold exactly: they cross the border as texts beside the JSON, with the
//! places where they stand, and are `bigint` on the other side. Only data of users can have them.

use release_core::{Code, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// A place, and the number that stands there in decimal digits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Large(Vec<Step>, String);

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Step {
    Item(usize),
    Member(String),
}

/// The large numbers in a value.
pub(crate) fn found_in(value: &Value) -> Vec<Large> {
    let mut found = Vec::new();
    look(value, &mut Vec::new(), &mut found);
    found
}

fn look<'a>(value: &'a Value, place: &mut Vec<Place<'a>>, found: &mut Vec<Large>) {
    match value {
        Value::Number(number) if is_large(number) => {
            found.push(Large(place.iter().map(Place::step).collect(), number.to_string()));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                place.push(Place::Item(index));
                look(item, place, found);
                place.pop();
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                place.push(Place::Member(name));
                look(member, place, found);
                place.pop();
            }
        }
        _ => {}
    }
}

/// A step that borrows: most values have no large number, and pay for no copy.
enum Place<'a> {
    Item(usize),
    Member(&'a str),
}

impl Place<'_> {
    fn step(&self) -> Step {
        match self {
            Place::Item(index) => Step::Item(*index),
            Place::Member(name) => Step::Member((*name).to_owned()),
        }
    }
}

fn is_large(number: &Number) -> bool {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => number > MAX_SAFE,
        (None, Some(number)) => number.unsigned_abs() > MAX_SAFE,
        (None, None) => false,
    }
}

/// Puts large numbers where they belong.
///
/// # Errors
/// `invalid_request` for one that no 64 bits can hold.
pub(crate) fn put_into(value: &mut Value, large: &str) -> Result<(), Error> {
    let large: Vec<Large> = serde_json::from_str(large)
        .map_err(|error| Error::new(Code::Internal, "large numbers cannot be read").caused_by(error))?;
    for Large(steps, digits) in large {
        let number = digits.parse::<u64>().map(Number::from).or_else(|_| digits.parse::<i64>().map(Number::from));
        let number = number.map_err(|_| {
            let expected = "a whole number, -9223372036854775808 to 18446744073709551615";
            let message = format!("a bigint of {} digits is too large: expected {expected}", digits.len());
            Error::new(Code::InvalidRequest, message).with("expected", expected).with("found", &digits)
        })?;
        let mut place = &mut *value;
        for step in steps {
            let next = match step {
                Step::Item(index) => place.get_mut(index),
                Step::Member(name) => place.get_mut(name),
            };
            place = next.ok_or_else(|| Error::new(Code::Internal, "a large number has no place"))?;
        }
        *place = Value::Number(number);
    }
    Ok(())
}
