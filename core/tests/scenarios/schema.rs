//! The part of JSON Schema that `scenario.schema.json` is written in.
//!
//! A crate for all of JSON Schema would bring fifty others with it, to check a few files of our own.

use regex::Regex;
use serde_json::Value;

/// Where and how a document breaks a schema. A keyword that is not known here is a fault too, so that none is skipped.
pub(crate) fn faults(root: &Value, schema: &Value, document: &Value, place: &str) -> Vec<String> {
    let Some(keywords) = schema.as_object() else {
        return if schema == &Value::Bool(false) { vec![format!("{place}: not allowed")] } else { Vec::new() };
    };
    let mut found = Vec::new();
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "$comment" | "title" | "description" => {}
            "additionalProperties" if keywords.contains_key("patternProperties") => {
                found.push(format!("{place}: patternProperties are not known to this checker"));
            }
            _ => found.extend(of_keyword(root, keywords, keyword, value, document, place)),
        }
    }
    found
}

fn of_keyword(
    root: &Value,
    schema: &serde_json::Map<String, Value>,
    keyword: &str,
    value: &Value,
    document: &Value,
    place: &str,
) -> Vec<String> {
    let members = document.as_object();
    let items = document.as_array();
    let size = |least: bool, size: Option<usize>| match (size, value.as_u64()) {
        (Some(size), Some(limit)) => (size as u64 >= limit) == least || size as u64 == limit,
        _ => true,
    };
    let fits = match (keyword, value) {
        ("$ref", Value::String(path)) => {
            let target = root.pointer(path.trim_start_matches('#')).unwrap_or(&Value::Bool(false));
            return faults(root, target, document, place);
        }
        ("properties", Value::Object(properties)) => {
            let inner = |(name, schema)| Some(faults(root, schema, members?.get(name)?, &format!("{place}/{name}")));
            return properties.iter().filter_map(inner).flatten().collect();
        }
        ("additionalProperties", other) => {
            let named = |name: &String| schema.get("properties").is_some_and(|named| named.get(name).is_some());
            let rest = members.into_iter().flatten().filter(|(name, _)| !named(name));
            return rest.flat_map(|(name, inner)| faults(root, other, inner, &format!("{place}/{name}"))).collect();
        }
        ("items", other) => {
            let each = items.into_iter().flatten().enumerate();
            return each.flat_map(|(i, item)| faults(root, other, item, &format!("{place}/{i}"))).collect();
        }
        ("propertyNames", other) => {
            let names = members.into_iter().flatten().map(|(name, _)| Value::String(name.clone()));
            return names.flat_map(|name| faults(root, other, &name, &format!("{place}/{name}"))).collect();
        }
        ("type", Value::String(kind)) => match kind.as_str() {
            "object" => document.is_object(),
            "array" => document.is_array(),
            "string" => document.is_string(),
            "integer" => document.is_u64() || document.is_i64(),
            "boolean" => document.is_boolean(),
            _ => false,
        },
        ("enum", Value::Array(options)) => options.contains(document),
        ("const", other) => document == other,
        ("required", Value::Array(names)) => {
            members.is_none_or(|members| names.iter().all(|n| n.as_str().is_some_and(|n| members.contains_key(n))))
        }
        ("oneOf", Value::Array(schemas)) => {
            schemas.iter().filter(|schema| faults(root, schema, document, place).is_empty()).count() == 1
        }
        ("not", other) => !faults(root, other, document, place).is_empty(),
        ("minItems", _) => size(true, items.map(Vec::len)),
        ("minLength", _) => size(true, document.as_str().map(|text| text.chars().count())),
        ("minProperties", _) => size(true, members.map(serde_json::Map::len)),
        ("maxProperties", _) => size(false, members.map(serde_json::Map::len)),
        ("minimum", _) => document.as_i64().is_none_or(|number| value.as_i64().is_some_and(|least| number >= least)),
        ("pattern", Value::String(pattern)) => {
            let pattern = Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            document.as_str().is_none_or(|text| pattern.is_match(text))
        }
        _ => return vec![format!("{place}: the keyword {keyword:?} is not known to this checker")],
    };
    if fits { Vec::new() } else { vec![format!("{place}: {document} breaks {keyword}: {value}")] }
}
