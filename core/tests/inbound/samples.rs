//! Real samples of GitHub's webhooks, where somebody has fetched them; `tests/outside/test.sh` does.

use std::path::PathBuf;

use release_core::Secret;
use release_core::inbound::{self, Headers, Says};
use serde_json::Value;

use crate::world::*;

#[test]
#[ignore = "needs samples that are fetched; run by tests/outside/test.sh"]
fn real_webhooks_of_github_are_read() {
    let folder = PathBuf::from(std::env::var_os("WEBHOOK_SAMPLES").expect("the folder of the samples"));
    let (mut runs, mut others) = (0, 0);
    for server in ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"] {
        let file = std::fs::read(folder.join(server).join("index.json")).unwrap();
        let events: Vec<Value> = serde_json::from_slice(&file).unwrap();
        for event in events {
            let name = event["name"].as_str().unwrap();
            for sample in event["examples"].as_array().unwrap() {
                let body = sample.to_string().into_bytes();
                let headers = Headers::new(github_headers(name, "72d3162e-cc78-11e3-81ab-4c9367dc0958", &body));
                let read = inbound::github(&Secret::new(SECRET), &headers, &body).unwrap();
                match read.says {
                    Says::Run(news) => {
                        assert_eq!(name, "workflow_run");
                        assert_eq!(news.run_ids, [sample["workflow_run"]["id"].to_string()]);
                        assert_eq!(news.attempt, Some(1));
                        assert_eq!(news.repository.as_deref(), sample["repository"]["full_name"].as_str());
                        assert!(news.observed_at.is_some() && news.url.is_some(), "{news:?}");
                        assert_eq!(read.event, format!("workflow_run.{}", sample["action"].as_str().unwrap()));
                        runs += 1;
                    }
                    Says::Nothing { .. } => {
                        assert_ne!(name, "workflow_run", "{sample}");
                        others += 1;
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
    }
    assert!(runs >= 10 && others >= 500, "{runs} runs and {others} others");
}
