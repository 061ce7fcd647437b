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
        TokenCommand::List { revoked: false } => say(table(&tokens.list()?))?,
        TokenCommand::List { revoked: true } => say(table_of_revoked(&tokens.revoked()?))?,
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

fn table(tokens: &[Token]) -> String {
    let mut text = line(["id", "scope", "created", "ends", "by", "name, projects"]);
    let now = Timestamp::now();
    for Token { id, scope, created_at, made_by, ends_at, name, projects, .. } in tokens {
        let ends = match *ends_at {
            None => "never".to_owned(),
            Some(end) if end <= now => format!("ended {}", &end.to_string()[..10]),
            Some(end) => end.to_string(),
        };
        let sees = sees(name, projects.as_ref());
        text += &line([id, scope.as_str(), &created_at.to_string(), &ends, by(made_by.as_deref()), &sees]);
    }
    text
}

fn table_of_revoked(tokens: &[RevokedToken]) -> String {
    let mut text = line(["id", "scope", "created", "revoked", "by", "name, projects"]);
    for RevokedToken { id, scope, created_at, made_by, revoked_at, revoked_by, name, projects, .. } in tokens {
        let sees = format!("{}; revoked by {}", sees(name, projects.as_ref()), by(revoked_by.as_deref()));
        let (created, revoked) = (created_at.to_string(), revoked_at.to_string());
        text += &line([id, scope.as_str(), &created, &revoked, by(made_by.as_deref()), &sees]);
    }
    text
}

fn line(cells: [&str; 6]) -> String {
    let [id, scope, created, ends, by, name] = cells.map(visible);
    format!("{id:<16}  {scope:<6}  {created:<24}  {ends:<24}  {by:<16}  {name}\n")
}

/// A text of the database, which others may have written, as a terminal may have it: what would move its cursor, begin a line
/// or turn the text around is written out.
fn visible(text: &str) -> String {
    let acts = |character: char| {
        character.is_control()
            || matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match acts(character) {
            true => shown.extend(character.escape_unicode()),
            false => shown.push(character),
        }
    }
    shown
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        for (text, shown) in [
            ("caf\u{e9} \u{1f680} \u{2014}", "caf\u{e9} \u{1f680} \u{2014}"),
            ("a\u{1b}[2Jb\r\n", "a\\u{1b}[2Jb\\u{d}\\u{a}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{202e}cba\u{2066}", "\\u{202e}cba\\u{2066}"),
            ("\u{200b}\u{200f}\u{2028}\u{2029}", "\\u{200b}\\u{200f}\\u{2028}\\u{2029}"),
        ] {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(line(["a\n", "", "", "", "", "\u{202a}"]).matches('\n').count(), 1);
    }
}
