//! Values of a scenario: what stands in `${…}`, and whether an answer is what was expected.

use std::sync::LazyLock;
use std::time::Duration;

use regex::{Captures, Regex};
use release_core::Timestamp;
use serde_json::{Map, Value};

static PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\$\{(?:now(?:([+-])([0-9]+)ms)?|([^}*]+)\*([0-9]+)|([a-z0-9_]+))\}").unwrap());

/// Puts the values of variables, times and repeated texts where a value names them.
pub(crate) fn fill(value: &Value, variables: &Map<String, Value>) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => fill_text(text, variables)?,
        Value::Array(items) => Value::Array(items.iter().map(|i| fill(i, variables)).collect::<Result<_, _>>()?),
        Value::Object(members) => Value::Object(fill_members(members, variables)?),
        other => other.clone(),
    })
}

pub(crate) fn fill_members(
    members: &Map<String, Value>,
    variables: &Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    members.iter().map(|(name, value)| Ok((name.clone(), fill(value, variables)?))).collect()
}

fn fill_text(text: &str, variables: &Map<String, Value>) -> Result<Value, String> {
    let mut missing = None;
    let mut place = |found: &Captures<'_>| match (found.get(4), found.get(5)) {
        (Some(times), _) => Value::String(found[3].repeat(times.as_str().parse().unwrap_or(0))),
        (_, Some(name)) => variables.get(name.as_str()).cloned().unwrap_or_else(|| {
            missing = Some(format!("there is no variable {:?}", name.as_str()));
            Value::Null
        }),
        _ => Value::String(moment(found).to_string()),
    };
    let filled = match PLACE.captures(text) {
        // A text that is nothing but a variable becomes its value, of whatever type.
        Some(whole) if whole[0].len() == text.len() => place(&whole),
        _ => Value::String(PLACE.replace_all(text, |found: &Captures<'_>| plain(&place(found))).into_owned()),
    };
    missing.map_or(Ok(filled), Err)
}

fn moment(found: &Captures<'_>) -> Timestamp {
    let shift = found.get(2).map_or(0, |millis| millis.as_str().parse().unwrap_or(0));
    match found.get(1).map(|sign| sign.as_str()) {
        Some("-") => Timestamp::from_millis(Timestamp::now().as_millis() - shift),
        _ => Timestamp::now().plus(Duration::from_millis(shift.unsigned_abs())),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// How an answer differs from what was expected: where, what and what instead. Nothing where it does not.
pub(crate) fn difference(expected: &Value, found: &Value, place: &str) -> Option<String> {
    let differs = |what: &str| Some(format!("{}: expected {what}, found {}", shown(place), short(found)));
    match expected {
        Value::Null if found.is_null() => None,
        Value::Null => differs("nothing"),
        Value::Object(members) => match matcher(members) {
            Some((name, wanted)) => fails_matcher(name, wanted, found, place).and_then(|what| differs(&what)),
            None if !found.is_object() => differs(&short(expected)),
            None => members.iter().find_map(|(name, wanted)| {
                difference(wanted, found.get(name).unwrap_or(&Value::Null), &format!("{place}/{name}"))
            }),
        },
        Value::Array(items) => match found.as_array() {
            Some(there) if there.len() == items.len() => {
                let pairs = items.iter().zip(there).enumerate();
                pairs.into_iter().find_map(|(i, (item, there))| difference(item, there, &format!("{place}/{i}")))
            }
            _ => differs(&format!("a list of {}: {}", items.len(), short(expected))),
        },
        _ if expected == found => None,
        _ => differs(&short(expected)),
    }
}

/// An object with one member whose name begins with `$` says what a value must be like.
fn matcher(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, wanted) = members.iter().next()?;
    (members.len() == 1).then_some((name.strip_prefix('$')?, wanted))
}

/// What was expected, where a value is not like it.
fn fails_matcher(name: &str, wanted: &Value, found: &Value, place: &str) -> Option<String> {
    let text = found.as_str().unwrap_or_default();
    let fits = match (name, wanted) {
        ("is", Value::String(kind)) => match kind.as_str() {
            "present" => !found.is_null(),
            "time" => text.parse::<Timestamp>().is_ok_and(|time| time.to_string() == text),
            "id" => text.parse::<release_core::DeploymentId>().is_ok(),
            _ => false,
        },
        ("one_of", Value::Array(options)) => options.iter().any(|o| difference(o, found, place).is_none()),
        ("not", other) => difference(other, found, place).is_some(),
        ("length", Value::Number(length)) => found.as_array().map(|items| items.len() as u64) == length.as_u64(),
        ("contains", item) => match found {
            Value::Array(items) => items.iter().any(|there| difference(item, there, place).is_none()),
            _ => item.as_str().is_some_and(|part| text.contains(part)),
        },
        _ => false,
    };
    (!fits).then(|| format!("{name} {}", short(wanted)))
}

fn shown(place: &str) -> &str {
    if place.is_empty() { "the answer" } else { place }
}

/// A value for a message: the first part of a long one.
pub(crate) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(600) {
        None => text,
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
    }
}
