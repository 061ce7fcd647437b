//! Environment variables: each option that stands by itself has one, and it goes before the file.

use std::collections::BTreeMap;

use release_core::{Code, Error, Result, Secret};

/// The options that have a variable, and of which type they are. `limits.body_bytes` is
/// `RELEASE_SERVER_LIMITS_BODY_BYTES`.
const OPTIONS: &[(&str, Kind)] = &[
    ("listen", Kind::Text),
    ("database", Kind::Text),
    ("tls.certificate", Kind::Text),
    ("tls.key", Kind::Text),
    ("limits.body_bytes", Kind::Whole),
    ("limits.webhook_body_bytes", Kind::Whole),
    ("limits.header_bytes", Kind::Whole),
    ("limits.headers", Kind::Whole),
    ("limits.header_seconds", Kind::Number),
    ("limits.body_seconds", Kind::Number),
    ("limits.request_seconds", Kind::Number),
    ("limits.wait_seconds", Kind::Number),
    ("limits.connections", Kind::Whole),
    ("limits.held_body_bytes", Kind::Whole),
    ("limits.concurrency", Kind::Whole),
    ("limits.waits", Kind::Whole),
    ("limits.queue_seconds", Kind::Number),
    ("limits.shutdown_seconds", Kind::Number),
    ("log.level", Kind::Text),
    ("log.format", Kind::Text),
    ("log.requests", Kind::Flag),
    ("open.status_page", Kind::Flag),
    ("open.metrics", Kind::Flag),
    ("worker.enabled", Kind::Flag),
    ("worker.poll_seconds", Kind::Number),
    ("worker.check_seconds", Kind::Number),
    ("worker.silent_after_seconds", Kind::Number),
    ("calls.idempotency_seconds", Kind::Number),
    ("calls.dispatch_wait_seconds", Kind::Number),
    ("webhooks.github", Kind::Text),
    ("webhooks.buildkite", Kind::Text),
];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Whole,
    Number,
    Flag,
}

/// The variables that the program goes by.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A value may be a secret.
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Environment {
    /// The variables of the process that begin with `RELEASE_SERVER_`. Those that name no option are ignored: where a
    /// service is called `release-server`, Kubernetes adds some of its own.
    pub fn of_process() -> Environment {
        Environment::of(
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// Of these variables, those that begin with `RELEASE_SERVER_`.
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Environment {
        Environment(variables.into_iter().filter(|(name, _)| name.starts_with("RELEASE_SERVER_")).collect())
    }

    /// The admin token, `RELEASE_SERVER_TOKEN`.
    pub fn admin_token(&self) -> Option<Secret> {
        self.0.get("RELEASE_SERVER_TOKEN").filter(|token| !token.is_empty()).map(|token| Secret::new(token.as_str()))
    }

    /// The configuration file, `RELEASE_SERVER_CONFIG`.
    pub fn config(&self) -> Option<&str> {
        self.0.get("RELEASE_SERVER_CONFIG").map(String::as_str).filter(|path| !path.is_empty())
    }

    pub(super) fn put_over(&self, table: &mut toml::Table) -> Result<()> {
        for (option, kind) in OPTIONS {
            let variable = variable(option);
            let Some(text) = self.0.get(&variable).filter(|text| !text.is_empty()) else { continue };
            let value = kind.read(text).ok_or_else(|| {
                let expected = kind.expected();
                Error::new(Code::InvalidRequest, format!("invalid variable {variable}: expected {expected}"))
                    .with("field", option)
                    .with("expected", expected)
            })?;
            let (section, name) = match option.split_once('.') {
                Some((section, name)) => (Some(section), name),
                None => (None, *option),
            };
            let place = match section {
                None => Some(&mut *table),
                Some(section) => {
                    let nested = table.entry(section).or_insert_with(|| toml::Table::new().into());
                    nested.as_table_mut()
                }
            };
            // A section that is no table is refused when the whole is read.
            if let Some(place) = place {
                place.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }
}

fn variable(option: &str) -> String {
    format!("RELEASE_SERVER_{}", option.replace('.', "_").to_ascii_uppercase())
}

impl Kind {
    fn read(self, text: &str) -> Option<toml::Value> {
        match self {
            Kind::Text => Some(text.into()),
            Kind::Whole => text.parse::<u32>().ok().map(|number| i64::from(number).into()),
            Kind::Number => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(toml::Value::from),
            Kind::Flag => match text {
                "true" | "1" => Some(true.into()),
                "false" | "0" => Some(false.into()),
                _ => None,
            },
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Kind::Text => "a text",
            Kind::Whole => "a whole number, 0 to 4294967295",
            Kind::Number => "a number",
            Kind::Flag => "true or false",
        }
    }
}

#[cfg(test)]
pub(super) fn variables() -> impl Iterator<Item = String> {
    OPTIONS.iter().map(|(option, _)| variable(option))
}
