//! `release-server token …`

use std::collections::BTreeSet;

use release_core::{Code, Error, Result, Timestamp};

use super::arguments::TokenCommand;
use super::say;
use crate::config::Config;
use crate::tokens::{RevokedToken, Token, Tokens};

pub(super) fn run(config: &Config, command: TokenCommand) -> Result<()> {
    let releases = config.open()?;
    let tokens = Tokens::new(&releases);
    match command {
        TokenCommand::Create(token) => {
            let token = who().into_iter().fold(token, crate::tokens::NewToken::made_by);
            let (token, text) = tokens.create(token)?;
            say(format!("{}\n", text.expose()))?;
            let said = format!("token {} of {:?}; it is shown only now", token.id, token.name);
            tell(&said);
        }
        TokenCommand::List => say(table(&tokens.list()?, &tokens.revoked()?))?,
        TokenCommand::Revoke(id) => {
            if !tokens.revoke(&id, who().as_deref())? {
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

/// The account that calls, as its environment says: behind sudo, that of the person. It tells colleagues apart, and proves
/// nothing.
fn who() -> Option<String> {
    let names = ["SUDO_USER", "USER", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    names.map(|name| name.trim().to_owned()).find(|name| release_core::Actor::new(name).is_ok())
}

fn table(tokens: &[Token], revoked: &[RevokedToken]) -> String {
    let mut text = line(["id", "scope", "created", "by", "ends", "name, projects"]);
    let now = Timestamp::now();
    for Token { id, scope, created_at, made_by, ends_at, name, projects, .. } in tokens {
        let ends = match *ends_at {
            None => "never".to_owned(),
            Some(end) if end <= now => format!("ended {}", &end.to_string()[..10]),
            Some(end) => end.to_string(),
        };
        let sees = sees(name, projects.as_ref());
        text += &line([id, scope.as_str(), &created_at.to_string(), by(made_by.as_deref()), &ends, &sees]);
    }
    for RevokedToken { id, scope, created_at, made_by, revoked_at, revoked_by, name, projects, .. } in revoked {
        let ends = format!("revoked {}", &revoked_at.to_string()[..10]);
        let sees = format!("{}; revoked by {}", sees(name, projects.as_ref()), by(revoked_by.as_deref()));
        text += &line([id, scope.as_str(), &created_at.to_string(), by(made_by.as_deref()), &ends, &sees]);
    }
    text
}

fn line([id, scope, created, by, ends, name]: [&str; 6]) -> String {
    format!("{id:<16}  {scope:<6}  {created:<24}  {by:<16}  {ends:<24}  {name}\n")
}

fn sees(name: &str, projects: Option<&BTreeSet<String>>) -> String {
    match projects {
        None => format!("{name}: all projects"),
        Some(projects) => format!("{name}: {}", projects.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
    }
}

fn by(who: Option<&str>) -> &str {
    who.unwrap_or("-")
}
