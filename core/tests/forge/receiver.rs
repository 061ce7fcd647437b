//! A program that receives the webhook: it runs what it is told to, each delivery once, and answers.

use release_core::{Secret, Timestamp};
use serde_json::{Value, json};

use super::{Reply, SECRET, Seen, hex};

#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// The time, in milliseconds.
    pub(crate) now: i64,
    /// Whether it tells the ids of its runs.
    pub(crate) tells: bool,
    pub(crate) runs: Vec<Run>,
}

#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) id: String,
    /// What it was started with.
    pub(crate) document: Value,
    /// What it says of itself.
    pub(crate) status: &'static str,
    /// Somebody asked for it to be stopped.
    pub(crate) is_stopping: bool,
    delivery: String,
    changed_at: i64,
}

impl State {
    pub(crate) fn answer(&mut self, seen: &Seen) -> Reply {
        let signed = seen.header("release-signature").unwrap_or_default();
        let (time, signature) = signed.split_once(',').unwrap();
        let (time, signature) = (time.strip_prefix("timestamp=").unwrap(), signature.strip_prefix("signature="));
        let own = hex(&Secret::new(SECRET).hmac_sha256(&[time.as_bytes(), b".", &seen.body]));
        assert_eq!(signature, Some(&*own));
        let signed_at = time.parse::<i64>().unwrap() * 1000;
        if (self.now - signed_at).abs() > 300_000 {
            return Reply::new(401, json!({"message": "signed too long ago"}));
        }
        let (document, delivery) = (seen.json(), seen.header("release-delivery").unwrap());
        match seen.header("release-event") {
            Some("start") => self.start(document, delivery),
            Some("cancel") => self.cancel(&document),
            other => Reply::new(422, json!({"message": format!("what is {other:?}?")})),
        }
    }

    fn start(&mut self, document: Value, delivery: &str) -> Reply {
        if let Some(run) = self.runs.iter().find(|run| run.delivery == delivery) {
            return self.told(run);
        }
        let id = format!("job-{}", self.runs.len() + 1);
        let (delivery, changed_at) = (delivery.to_owned(), self.now);
        self.runs.push(Run { id, document, status: "pending", is_stopping: false, delivery, changed_at });
        self.told(&self.runs[self.runs.len() - 1])
    }

    fn told(&self, run: &Run) -> Reply {
        if self.tells { Reply::new(202, json!({"run_id": run.id})) } else { Reply::empty(204) }
    }

    /// A run that it does not have cannot be stopped, and need not be.
    fn cancel(&mut self, document: &Value) -> Reply {
        let is_meant = |run: &&mut Run| run.document["dispatch_id"] == document["dispatch_id"];
        if let Some(run) = self.runs.iter_mut().find(is_meant) {
            run.is_stopping = true;
        }
        Reply::empty(202)
    }

    pub(crate) fn advance(&mut self, nth: usize, status: &'static str) {
        self.runs[nth].status = status;
        self.runs[nth].changed_at = self.now;
    }

    /// The body of the answer that says how a run stands.
    pub(crate) fn webhook(&self, nth: usize) -> Value {
        let run = &self.runs[nth];
        let time = Timestamp::from_millis(run.changed_at).to_string();
        let mut body = json!({
            "dispatch_id": run.document["dispatch_id"], "status": run.status, "observed_at": time,
            "delivery_id": format!("{}-{}", run.id, run.status),
        });
        if self.tells {
            body["run_id"] = json!(run.id);
        }
        body
    }
}

impl Run {
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.status, "success" | "failure" | "canceled" | "error")
    }
}

/// The headers of an answer that is sent at that time.
pub(crate) fn headers(body: &[u8], now: i64) -> Vec<(String, String)> {
    let seconds = (now / 1000).to_string();
    let signature = hex(&Secret::new(SECRET).hmac_sha256(&[seconds.as_bytes(), b".", body]));
    vec![("Release-Signature".to_owned(), format!("timestamp={seconds},signature={signature}"))]
}
