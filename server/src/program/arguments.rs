//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};
use release_core::{Code, Error, Result, Timestamp};

use crate::tokens::{NewToken, Scope};

#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) command: Command,
    pub(super) config: Option<PathBuf>,
    pub(super) listen: Option<String>,
    pub(super) database: Option<String>,
}

#[derive(Debug)]
pub(super) enum Command {
    Serve,
    Token(TokenCommand),
    Apply(Apply),
    Copy(Copy),
    OpenApi,
    Help,
    Version,
}

/// `apply FILE`
#[derive(Debug)]
pub(super) struct Apply {
    /// A path; `-` is standard input.
    pub(super) file: PathBuf,
    pub(super) dry_run: bool,
    pub(super) actor: Option<String>,
}

/// `copy`
#[derive(Debug)]
pub(super) struct Copy {
    /// A path or URL each; one that was not said is the configured database.
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) retire: bool,
}

#[derive(Debug)]
pub(super) enum TokenCommand {
    Create(NewToken),
    List { revoked: bool },
    Revoke(String),
}

/// Everything that was said, before it is judged.
#[derive(Debug, Default)]
struct Said {
    words: Vec<OsString>,
    config: Option<PathBuf>,
    listen: Option<String>,
    database: Option<String>,
    scope: Option<String>,
    projects: Vec<String>,
    days: Option<String>,
    ends: Option<String>,
    revoked: bool,
    dry_run: bool,
    actor: Option<String>,
    from: Option<String>,
    to: Option<String>,
    retire: bool,
    command: Option<Command>,
}

impl Arguments {
    pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments> {
        let mut said = Said::read(arguments).map_err(|error| wrong(error.to_string()))?;
        let command = match said.command.take() {
            Some(command) => command,
            None => said.command()?,
        };
        let Said { config, listen, database, .. } = said;
        Ok(Arguments { command, config, listen, database })
    }
}

impl Said {
    fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Said, lexopt::Error> {
        let mut said = Said::default();
        let mut parser = Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => said.command = Some(Command::Help),
                Short('V') | Long("version") => said.command = Some(Command::Version),
                Long("config") => said.config = Some(parser.value()?.into()),
                Long("listen") => said.listen = Some(parser.value()?.string()?),
                Long("database") => said.database = Some(parser.value()?.string()?),
                Long("scope") => said.scope = Some(parser.value()?.string()?),
                Long("project") => said.projects.push(parser.value()?.string()?),
                Long("days") => said.days = Some(parser.value()?.string()?),
                Long("ends") => said.ends = Some(parser.value()?.string()?),
                Long("revoked") => said.revoked = true,
                Long("dry-run") => said.dry_run = true,
                Long("actor") => said.actor = Some(parser.value()?.string()?),
                Long("from") => said.from = Some(parser.value()?.string()?),
                Long("to") => said.to = Some(parser.value()?.string()?),
                Long("retire") => said.retire = true,
                Value(word) => said.words.push(word),
                other => return Err(other.unexpected()),
            }
        }
        Ok(said)
    }

    fn command(&self) -> Result<Command> {
        // What is no UTF-8 can only be a path, which is taken as it is.
        let words: Vec<&str> = self.words.iter().map(|word| word.to_str().unwrap_or_default()).collect();
        if words[..] != ["token", "create", words.last().copied().unwrap_or_default()] {
            let of_tokens = [("--scope", self.scope.is_some()), ("--project", !self.projects.is_empty())];
            let of_ends = [("--days", self.days.is_some()), ("--ends", self.ends.is_some())];
            if let Some((option, _)) = of_tokens.into_iter().chain(of_ends).find(|(_, said)| *said) {
                return Err(wrong(format!("{option} belongs to 'token create NAME'")));
            }
        }
        if self.revoked && words[..] != ["token", "list"] {
            return Err(wrong("--revoked belongs to 'token list'"));
        }
        if words.first() != Some(&"apply") {
            let of_apply = [("--dry-run", self.dry_run), ("--actor", self.actor.is_some())];
            if let Some((option, _)) = of_apply.into_iter().find(|(_, said)| *said) {
                return Err(wrong(format!("{option} belongs to 'apply FILE'")));
            }
        }
        if words[..] != ["copy"] {
            let of_copy = [("--from", self.from.is_some()), ("--to", self.to.is_some()), ("--retire", self.retire)];
            if let Some((option, _)) = of_copy.into_iter().find(|(_, said)| *said) {
                return Err(wrong(format!("{option} belongs to 'copy'")));
            }
        }
        match words[..] {
            [] => Ok(Command::Serve),
            ["copy"] if self.from.is_none() && self.to.is_none() => {
                Err(wrong("expected 'copy --from URL --to URL'; one of them may be left to the configured database"))
            }
            ["copy"] => Ok(Command::Copy(Copy { from: self.from.clone(), to: self.to.clone(), retire: self.retire })),
            ["copy", ..] => Err(wrong("expected 'copy --from URL --to URL'")),
            ["apply", _] => Ok(Command::Apply(Apply {
                file: PathBuf::from(&self.words[1]),
                dry_run: self.dry_run,
                actor: self.actor.clone(),
            })),
            ["apply", ..] => Err(wrong("expected 'apply FILE', or 'apply -' for standard input")),
            ["openapi"] => Ok(Command::OpenApi),
            ["token", "list"] => Ok(Command::Token(TokenCommand::List { revoked: self.revoked })),
            ["token", "revoke", id] => Ok(Command::Token(TokenCommand::Revoke(id.to_owned()))),
            ["token", "create", name] => Ok(Command::Token(TokenCommand::Create(self.token(name)?))),
            ["token", ..] => Err(wrong("expected 'token create NAME', 'token list' or 'token revoke ID'")),
            _ => Err(wrong(format!("there is no command {:?}", words.join(" ")))),
        }
    }

    fn token(&self, name: &str) -> Result<NewToken> {
        let scope = self.scope.as_deref().map_or(Ok(Scope::Read), str::parse)?;
        let token = self.projects.iter().fold(NewToken::new(name, scope), |token, project| token.project(project));
        match (&self.days, &self.ends) {
            (None, None) => Ok(token),
            (Some(days), None) => {
                let days: u32 =
                    days.parse().map_err(|_| wrong(format!("--days: expected a whole number, found {days:?}")))?;
                let time = Duration::from_secs(u64::from(days) * 24 * 3600);
                Ok(token.ends_at(Timestamp::now().plus(time)))
            }
            (None, Some(end)) => {
                Ok(token.ends_at(end.parse().map_err(|error: Error| wrong(format!("--ends: {error}")))?))
            }
            (Some(_), Some(_)) => Err(wrong("--days and --ends exclude each other")),
        }
    }
}

fn wrong(message: impl AsRef<str>) -> Error {
    Error::new(Code::InvalidRequest, format!("{}; see release-server --help", message.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments> {
        Arguments::parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn commands_and_options_are_understood() {
        let found = parse("--listen [::1]:80 --database=x.db --config c.toml").unwrap();
        assert!(matches!(found.command, Command::Serve));
        assert_eq!((found.listen.as_deref(), found.database.as_deref()), (Some("[::1]:80"), Some("x.db")));
        assert!(matches!(parse("openapi").unwrap().command, Command::OpenApi));
        assert!(matches!(parse("token list --help").unwrap().command, Command::Help));
        let list = |line| match parse(line).unwrap().command {
            Command::Token(TokenCommand::List { revoked }) => revoked,
            other => panic!("{other:?}"),
        };
        assert!(!list("token list") && list("token list --revoked"));
        assert!(matches!(parse("token revoke 12").unwrap().command, Command::Token(TokenCommand::Revoke(_))));
        let apply = parse("apply - --dry-run --actor ci").unwrap().command;
        assert!(
            matches!(apply, Command::Apply(Apply { dry_run: true, actor: Some(_), file }) if file.as_os_str() == "-")
        );
        let copy = parse("copy --from a.db --to=postgres://host/db --retire").unwrap().command;
        assert!(matches!(copy, Command::Copy(Copy { from: Some(_), to: Some(_), retire: true })));
        assert!(matches!(parse("copy --to b.db").unwrap().command, Command::Copy(Copy { from: None, .. })));
        let create = "token create ci --scope deploy --project web --project api --days 90";
        assert!(matches!(parse(create).unwrap().command, Command::Token(TokenCommand::Create(_))));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (line, says) in [
            ("serve", "no command \"serve\""),
            ("--port 80", "--port"),
            ("--listen", "--listen"),
            ("token", "token create NAME"),
            ("token create", "token create NAME"),
            ("token create a --scope root", "unknown scope"),
            ("token create a --days many", "--days"),
            ("token create a --ends tomorrow", "--ends"),
            ("token create a --days 1 --ends 2027-01-01T00:00:00Z", "exclude"),
            ("token list --scope read", "--scope belongs to"),
            ("token revoke 12 --revoked", "--revoked belongs to 'token list'"),
            ("apply", "apply FILE"),
            ("apply a b", "apply FILE"),
            ("apply a --days 3", "--days belongs to"),
            ("--dry-run", "--dry-run belongs to"),
            ("token list --actor ana", "--actor belongs to"),
            ("copy", "copy --from URL --to URL"),
            ("copy --retire", "copy --from URL --to URL"),
            ("copy a.db b.db", "copy --from URL --to URL"),
            ("--retire", "--retire belongs to 'copy'"),
            ("apply a --from b", "--from belongs to 'copy'"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.message().contains(says), "{line}: {error}");
        }
    }
}
