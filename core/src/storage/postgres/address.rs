//! From a URL to what connections need, and how it is shown to people: without its password.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::error::{Code, Error, Result, excerpt};

/// How much of TLS is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trust {
    /// Whoever answers.
    Anyone,
    /// Who has a certificate for the host's name, by these authorities or the machine's.
    Verified { authorities: Option<String> },
}

/// A database, and how it is used.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) schema: String,
    pub(super) trust: Trust,
    pub(super) pool_size: usize,
    pub(super) patience: Duration,
    /// How long a statement may take.
    pub(super) longest: Duration,
}

impl Address {
    /// Reads `postgres://…`.
    pub(super) fn parse(url: &str) -> Result<Address> {
        // An '@' in a password would end it, and its rest be shown as a host.
        let (before, after) = url.split_once('@').unwrap_or(("", url));
        if after.contains('@') || before.contains('?') {
            let message = "invalid database URL: it has an '@' that does not stand between password and host; write %40 for \
                           '@' and %3F for '?' in a user, password or other value";
            return Err(invalid(message.to_owned()));
        }
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut schema = "release_core".to_owned();
        let (mut mode, mut authorities) = ("prefer".to_owned(), None);
        let (mut pool_size, mut patience, mut longest) = (10, Duration::from_secs(10), Duration::from_secs(30));
        let mut others = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "schema" => schema = checked_schema(value)?,
                "sslmode" => value.clone_into(&mut mode),
                "sslrootcert" => authorities = Some(decoded(value)?),
                "pool_size" => pool_size = number(name, value, 1, 1000)?,
                "retry_timeout_ms" => patience = Duration::from_millis(number(name, value, 0, 300_000)?),
                "statement_timeout_ms" => longest = Duration::from_millis(number(name, value, 100, 300_000)?),
                _ => others.push(pair),
            }
        }
        let rest = if others.is_empty() { base.to_owned() } else { format!("{base}?{}", others.join("&")) };
        // The client's words name a parameter and never its value.
        let mut config = Config::from_str(&rest).map_err(|error| {
            let mut words = error.to_string();
            if let Some(source) = std::error::Error::source(&error) {
                words = format!("{words}: {source}");
            }
            let expected = "postgres://user:password@host:5432/database?schema=release_core";
            invalid(format!("invalid database URL ({words}): expected {expected}")).with("expected", expected)
        })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            let message =
                "invalid database URL: it names no host; postgres:///database?host=/run/postgresql is a socket";
            return Err(invalid(message.to_owned()));
        }
        let trust = match mode.as_str() {
            "disable" | "prefer" | "require" if authorities.is_some() => {
                return Err(invalid("sslrootcert is for sslmode=verify-full, the only mode that checks".to_owned()));
            }
            "disable" | "prefer" | "require" => Trust::Anyone,
            "verify-full" => Trust::Verified { authorities },
            _ => {
                let expected = "'disable', 'prefer', 'require' or 'verify-full'";
                let message = format!("invalid sslmode {:?}: expected {expected}", excerpt(&mode));
                return Err(invalid(message).with("expected", expected).with("found", mode));
            }
        };
        config.ssl_mode(match mode.as_str() {
            "disable" => SslMode::Disable,
            "prefer" => SslMode::Prefer,
            _ => SslMode::Require,
        });
        if config.get_password().is_none()
            && let Ok(password) = std::env::var("PGPASSWORD")
        {
            config.password(password);
        }
        if config.get_application_name().is_none() {
            config.application_name("release-core");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        if config.get_keepalives() {
            config.keepalives_idle(Duration::from_secs(30)).keepalives_interval(Duration::from_secs(10));
        }
        // A machine that is gone says nothing: this finds out while the call that waits for it may still be made again.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(5));
        }
        Ok(Address { config, schema, trust, pool_size, patience, longest })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        let ports = self.config.get_ports();
        let mut socket = None;
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            match host {
                Host::Tcp(host) => {
                    let port = ports.get(index).or(ports.first()).copied().unwrap_or(5432);
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{host}:{port}")?;
                }
                Host::Unix(path) => socket = Some(path),
            }
        }
        write!(f, "/{}?schema={}", self.config.get_dbname().unwrap_or_default(), self.schema)?;
        socket.map_or(Ok(()), |path| write!(f, "&host={}", path.display()))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn checked_schema(text: &str) -> Result<String> {
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    let begins = text.bytes().next().is_some_and(|c| !c.is_ascii_digit());
    if begins && text.len() <= 63 && text.bytes().all(plain) && !text.starts_with("pg_") {
        return Ok(text.to_owned());
    }
    let expected = "1 to 63 lower-case letters, digits and '_', not beginning with a digit or 'pg_'";
    let message = format!("invalid schema {:?}: expected {expected}", excerpt(text));
    Err(invalid(message).with("expected", expected).with("found", text))
}

fn number<T: FromStr + TryFrom<u64>>(name: &str, text: &str, least: u64, most: u64) -> Result<T> {
    let number = text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| {
        let expected = format!("{least} to {most}");
        invalid(format!("invalid {name} {:?}: expected {expected}", excerpt(text))).with("expected", expected)
    })
}

/// A value with `%41` and the like.
fn decoded(text: &str) -> Result<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => {
                let digits = [bytes.next().unwrap_or(0), bytes.next().unwrap_or(0)];
                let digits = std::str::from_utf8(&digits).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
                digits.ok_or_else(|| invalid("invalid database URL: '%' without two hexadecimal digits".to_owned()))?
            }
            byte => byte,
        };
        out.push(byte);
    }
    String::from_utf8(out).map_err(|_| invalid("invalid database URL: a value is not UTF-8".to_owned()))
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidRequest, message).with("field", "database")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_everything_and_shows_no_password() {
        let url = "postgresql://ana:s3cret@db.acme.dev:5433/releases?schema=web&sslmode=verify-full&pool_size=3\
                   &sslrootcert=%2Fetc%2Fca.pem&retry_timeout_ms=250&statement_timeout_ms=4000&connect_timeout=2";
        let address = Address::parse(url).unwrap();
        assert_eq!(address.to_string(), "postgres://ana@db.acme.dev:5433/releases?schema=web");
        assert!(!format!("{address:?}").contains("s3cret"));
        let times = (address.patience, address.longest);
        assert_eq!((address.pool_size, times), (3, (Duration::from_millis(250), Duration::from_secs(4))));
        assert_eq!(address.trust, Trust::Verified { authorities: Some("/etc/ca.pem".to_owned()) });
        assert_eq!(address.config.get_password(), Some(&b"s3cret"[..]));
        assert_eq!(address.config.get_connect_timeout(), Some(&Duration::from_secs(2)));

        let socket = Address::parse("postgres:///releases?host=/run/postgresql&user=ana").unwrap();
        assert_eq!(socket.to_string(), "postgres://ana@/releases?schema=release_core&host=/run/postgresql");
        assert_eq!(socket.trust, Trust::Anyone);
    }

    #[test]
    fn a_bad_url_is_refused_without_its_password() {
        for (url, words) in [
            ("postgres://ana:s3cret@host:port/db", "port"),
            ("postgres://ana:s3cret@/db", "no host"),
            ("postgres://ana:s3cret@host/db?colour=red", "colour"),
            ("postgres://ana:s3cret@host/db?schema=Web", "schema"),
            ("postgres://ana:s3cret@host/db?schema=pg_web", "schema"),
            ("postgres://ana:s3cret@host/db?schema=", "schema"),
            ("postgres://ana:s3cret@host/db?schema=a%22b", "schema"),
            ("postgres://ana:s3cret@host/db?sslmode=verify-ca", "verify-full"),
            ("postgres://ana:s3cret@host/db?sslmode=require&sslrootcert=/ca.pem", "verify-full"),
            ("postgres://ana:s3cret@host/db?sslmode=verify-full&sslrootcert=%2", "hexadecimal"),
            ("postgres://ana:s3cret@host/db?pool_size=0", "1 to 1000"),
            ("postgres://ana:s3cret@host/db?retry_timeout_ms=-1", "retry_timeout_ms"),
            ("postgres://ana:s3cret@host/db?retry_timeout_ms=300001", "0 to 300000"),
            ("postgres://ana:s3cret@host/db?statement_timeout_ms=99", "100 to 300000"),
            ("postgres://ana:part@s3cret@host/db", "%40"),
            ("postgres://ana:part?s3cret@host/db", "%3F"),
            ("postgres://ana:part@more?schema=s3cret@host/db", "%40"),
            ("postgres://host?user=ana&password=part@s3cret", "%40"),
        ] {
            let error = Address::parse(url).map(|address| address.to_string()).unwrap_err();
            assert_eq!(error.code(), Code::InvalidRequest, "{url}");
            assert!(error.message().contains(words), "{url}: {error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        }
    }
}
