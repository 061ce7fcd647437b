//! `release-server token …`

use std::fmt::Write as _;

use release_core::{Code, Error, Result, Timestamp};

use super::arguments::TokenCommand;
use super::say;
use crate::config::Config;
use crate::tokens::{Token, Tokens};

pub(super) fn run(config: &Config, command: TokenCommand) -> Result<()> {
    let releases = config.open()?;
    let tokens = Tokens::new(&releases);
    match command {
        TokenCommand::Create(token) => {
            let (token, text) = tokens.create(token)?;
            say(format!("{}\n", text.expose()))?;
            let said = format!("token {} of {:?}; it is shown only now", token.id, token.name);
            tell(&said);
        }
        TokenCommand::List => say(table(&tokens.list()?))?,
        TokenCommand::Revoke(id) => {
            if !tokens.revoke(&id)? {
                let message = format!("there is no token {id:?}; see release-server token list");
                return Err(Error::new(Code::InvalidRequest, message));
            }
            tell(&format!("token {id} is revoked; servers take it for one more second at most"));
        }
    }
    releases.close()
}

/// What is for people, and not for the script that takes the output.
fn tell(text: &str) {
    use std::io::Write as _;

    let _ = writeln!(std::io::stderr(), "{text}");
}

fn table(tokens: &[Token]) -> String {
    let mut text = format!("{:<16}  {:<6}  {:<24}  {:<24}  {}\n", "id", "scope", "created", "ends", "name, projects");
    let now = Timestamp::now();
    for token in tokens {
        let ends = match token.ends_at {
            None => "never".to_owned(),
            Some(end) if token.has_ended(now) => format!("ended {}", &end.to_string()[..10]),
            Some(end) => end.to_string(),
        };
        let projects = match &token.projects {
            None => "all projects".to_owned(),
            Some(projects) => projects.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
        };
        let Token { id, scope, created_at, name, .. } = token;
        let created = created_at.to_string();
        // Writing to a String does not fail.
        let _ = writeln!(text, "{id:<16}  {scope:<6}  {created:<24}  {ends:<24}  {name}: {projects}");
    }
    text
}
