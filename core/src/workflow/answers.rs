//! What the answers of a CI system's HTTP API mean for a start, a search and a cancellation.

use super::{CancelAnswer, Found, RunState, Started};
use crate::http::{Api, Failure, Response};

/// A start that was not taken. Only a refusal proves that nothing was started: after a 5xx nobody knows.
pub(super) fn not_started(api: &Api, response: &Response, advice: &str) -> Started {
    let words = api.words(response);
    if let Some(pause) = api.limited(response) {
        return Started::not_sent(words, Some(pause));
    }
    match response.status {
        425 => Started::not_sent(words, None),
        // Whoever gave up on the request, it may have been passed on.
        408 | 500.. => Started::unknown(words),
        _ if advice.is_empty() => Started::refused(words),
        _ => Started::refused(format!("{words} ({advice})")),
    }
}

/// A start that was not answered.
pub(super) fn unanswered(failure: Failure) -> Started {
    match failure {
        Failure::NotSent { message, retry_after } => Started::not_sent(message, retry_after),
        Failure::PerhapsSent { message } => Started::unknown(message),
    }
}

/// A question that was not answered with what was asked for.
pub(super) enum Unasked {
    Response(Response),
    Failure(Failure),
}

impl Unasked {
    fn told(self, api: &Api) -> (String, Option<std::time::Duration>) {
        match self {
            Unasked::Response(response) => (api.words(&response), api.limited(&response)),
            Unasked::Failure(Failure::NotSent { message, retry_after }) => (message, retry_after),
            Unasked::Failure(Failure::PerhapsSent { message }) => (message, None),
        }
    }

    pub(super) fn found(self, api: &Api) -> Found {
        let (message, retry_after) = self.told(api);
        Found::not_asked(message, retry_after)
    }

    pub(super) fn state(self, api: &Api) -> RunState {
        if let Unasked::Response(response) = &self
            && matches!(response.status, 404 | 410)
        {
            return RunState::gone(api.words(response));
        }
        let (message, retry_after) = self.told(api);
        RunState::not_asked(message, retry_after)
    }

    /// A cancellation that was refused for good is left to people. One that a token may not ask for, or that is not found,
    /// is tried again: tokens are mended, and new runs are found late.
    pub(super) fn canceled(self, api: &Api) -> CancelAnswer {
        if let Unasked::Response(response) = &self
            && matches!(response.status, 400 | 402 | 405..=407 | 410..=424 | 426..=428 | 431..=499)
            && api.limited(response).is_none()
        {
            return CancelAnswer::impossible(api.words(response));
        }
        let (message, retry_after) = self.told(api);
        CancelAnswer::not_asked(message, retry_after)
    }
}

impl From<Failure> for Unasked {
    fn from(failure: Failure) -> Unasked {
        Unasked::Failure(failure)
    }
}

/// An answer with success, or what it is instead.
pub(super) fn successful(answer: Result<Response, Failure>) -> Result<Response, Unasked> {
    match answer? {
        response if response.is_success() => Ok(response),
        response => Err(Unasked::Response(response)),
    }
}
