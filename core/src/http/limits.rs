//! What an answer says of its server's rate limits.
//!
//! GitHub: 403 or 429 with `retry-after` (seconds), or `x-ratelimit-remaining: 0` and `x-ratelimit-reset` (seconds since
//! 1970), or only a message about a secondary limit. Buildkite: 429 with `ratelimit-reset` (seconds from now).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Response;

/// How long to stay away after a limit that names no time.
const UNNAMED: Duration = Duration::from_secs(60);
/// The most requests of a limit that are left to others.
#[cfg(feature = "github")]
const RESERVE: u64 = 500;
/// The longest pause that is believed.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// How long the server asks to stay away, where it refused the request because of a limit.
pub(super) fn refused_for(response: &Response, now: SystemTime) -> Option<Duration> {
    let remaining = number(response, "x-ratelimit-remaining").or_else(|| number(response, "ratelimit-remaining"));
    let is_limit = match response.status {
        429 => true,
        403 => response.header("retry-after").is_some() || remaining == Some(0) || speaks_of_a_limit(&response.body),
        _ => false,
    };
    is_limit.then(|| {
        let spent = remaining == Some(0);
        let pause = retry_after(response, now).or_else(|| if spent { until_reset(response, now) } else { None });
        let pause = pause.or_else(|| number(response, "ratelimit-reset").map(Duration::from_secs));
        pause.unwrap_or(UNNAMED).clamp(Duration::from_secs(1), LONGEST)
    })
}

/// How long to stay away after an answer that was the last one within the limit.
pub(super) fn spent_for(response: &Response, now: SystemTime) -> Option<Duration> {
    let user = number(response, "ratelimit-user-remaining") == Some(0);
    if user && let Some(seconds) = number(response, "ratelimit-user-reset") {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let remaining = number(response, "x-ratelimit-remaining").or_else(|| number(response, "ratelimit-remaining"));
    if remaining == Some(0) { until_reset(response, now).map(|pause| pause.min(LONGEST)) } else { None }
}

/// How long to leave what is left of the limit to others: until it is reset, where less than a tenth is left.
#[cfg(feature = "github")]
pub(super) fn spared_for(response: &Response, now: SystemTime) -> Option<Duration> {
    let limit = number(response, "x-ratelimit-limit")?;
    let is_low = number(response, "x-ratelimit-remaining")? < (limit / 10).min(RESERVE);
    if is_low { until_reset(response, now).map(|pause| pause.min(LONGEST)) } else { None }
}

fn until_reset(response: &Response, now: SystemTime) -> Option<Duration> {
    if let Some(reset) = number(response, "x-ratelimit-reset") {
        return Some(until(UNIX_EPOCH.checked_add(Duration::from_secs(reset))?, response, now));
    }
    number(response, "ratelimit-reset").map(Duration::from_secs)
}

/// In seconds, or a date.
fn retry_after(response: &Response, now: SystemTime) -> Option<Duration> {
    let value = response.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    Some(until(date(value)?, response, now))
}

/// By the server's own clock where it tells it: this machine's may be wrong.
fn until(then: SystemTime, response: &Response, now: SystemTime) -> Duration {
    let now = response.header("date").and_then(date).unwrap_or(now);
    then.duration_since(now).unwrap_or(Duration::ZERO)
}

fn date(text: &str) -> Option<SystemTime> {
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(date.as_second()).ok()?))
}

fn number(response: &Response, name: &str) -> Option<u64> {
    response.header(name)?.trim().parse().ok()
}

fn speaks_of_a_limit(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&body[..body.len().min(2000)]).to_lowercase();
    text.contains("rate limit") || text.contains("abuse detection")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response::new(status, headers, body)
    }

    fn pause(status: u16, headers: &[(&str, &str)], body: &str) -> Option<u64> {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        refused_for(&answer(status, headers, body), now).map(|pause| pause.as_secs())
    }

    #[test]
    fn limits_are_told_from_refusals() {
        assert_eq!(pause(403, &[], "Resource not accessible by personal access token"), None);
        assert_eq!(pause(403, &[("x-ratelimit-remaining", "4999")], "Forbidden"), None);
        assert_eq!(pause(403, &[], "You have exceeded a secondary rate limit."), Some(60));
        assert_eq!(pause(403, &[("retry-after", "7")], ""), Some(7));
        assert_eq!(pause(429, &[], ""), Some(60));
        assert_eq!(pause(429, &[("retry-after", "soon")], ""), Some(60));
        assert_eq!(pause(429, &[("retry-after", "99999999999")], ""), Some(24 * 3600));
        assert_eq!(pause(404, &[("retry-after", "7")], "rate limit"), None);
        assert_eq!(pause(500, &[("retry-after", "7")], ""), None);
    }

    #[test]
    fn times_of_reset_are_read_by_the_servers_clock() {
        let spent = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000090")];
        assert_eq!(pause(403, &spent, ""), Some(90));
        // This machine's clock is a day behind.
        let spent = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "784111807"),
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ];
        assert_eq!(pause(403, &spent, ""), Some(30));
        assert_eq!(pause(429, &[("ratelimit-remaining", "0"), ("ratelimit-reset", "42")], ""), Some(42));
        let dated = [("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")];
        assert_eq!(pause(429, &dated, ""), Some(30));
    }

    #[cfg(feature = "github")]
    #[test]
    fn a_reserve_is_left_before_a_limit_is_spent() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let spared = |limit: &str, remaining: &str| {
            let headers =
                [("x-ratelimit-limit", limit), ("x-ratelimit-remaining", remaining), ("x-ratelimit-reset", "1000090")];
            spared_for(&answer(200, &headers, ""), now).map(|pause| pause.as_secs())
        };
        assert_eq!((spared("5000", "500"), spared("5000", "499")), (None, Some(90)));
        assert_eq!((spared("60", "6"), spared("60", "5")), (None, Some(90)));
        assert_eq!((spared("15000", "500"), spared("15000", "499")), (None, Some(90)));
        assert_eq!(spared_for(&answer(200, &[("x-ratelimit-remaining", "3")], ""), now), None);
    }

    #[test]
    fn the_last_answer_within_a_limit_says_so() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let spent = |headers: &[(&str, &str)]| spent_for(&answer(200, headers, ""), now).map(|pause| pause.as_secs());
        assert_eq!(spent(&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "1000090")]), None);
        assert_eq!(spent(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000090")]), Some(90));
        assert_eq!(spent(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "12")]), Some(12));
        assert_eq!(spent(&[("ratelimit-user-remaining", "0"), ("ratelimit-user-reset", "9")]), Some(9));
    }
}
