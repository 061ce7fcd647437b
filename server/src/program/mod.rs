//! The program `release-server`, as a function, so that a program of your own can be one too.

mod apply;
mod arguments;
mod copy;
mod serve;
mod token;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use release_core::{Code, Error, Result};

use self::arguments::{Arguments, Command};
use crate::config::{Config, Environment};
use crate::openapi;

const HELP: &str = "\
The REST service of release-core.

release-server [OPTIONS]                      serves until SIGTERM or SIGINT
release-server token create NAME [OPTIONS]    makes a token and shows it once
    --scope read|deploy|admin                 what it may do (read where nothing is said)
    --project NAME                            a project that it sees; may be said more than once (all otherwise)
    --days N, or --ends TIME                  when it ends (never otherwise); TIME as 2027-01-31T00:00:00Z
release-server token list                     shows all tokens, without their secrets
    --revoked                                 those that were revoked within the last 400 days instead
release-server token revoke ID                takes one back
release-server apply FILE [OPTIONS]           makes projects and environments as a TOML file declares them, all or
                                              nothing, and shows what it changed; FILE may be - for standard input
    --dry-run                                 shows what it would change, and changes nothing (a database that is not
                                              there is made, as by every command)
    --actor NAME                              who asks, for the audit log
release-server copy --from URL --to URL       copies everything in one database into another, empty one, all or nothing: a
                                              file into PostgreSQL, or back. One that is not said is the configured
                                              database. Stop what uses the source before: docs/postgresql.md says how
    --retire                                  gives up the source, a file, once the copy is there: nobody can use it
                                              any more, and who tries is told where everything is
release-server openapi                        prints the OpenAPI 3.1 description

Options:
    --config FILE         the configuration, in TOML: see release-server.example.toml
    --listen ADDR:PORT    where to listen (127.0.0.1:8080)
    --database URL        the database: a path or URL (releases.db)
    --help, --version

Environment: RELEASE_SERVER_TOKEN is an admin token; RELEASE_SERVER_CONFIG, RELEASE_SERVER_LISTEN, RELEASE_SERVER_DATABASE
and the other options have variables too, which go before the file. Options of the command line go before both.

Exit status: 0 for done; 1 for a failure, which is told on standard error and changed nothing; 2 for 'apply --dry-run'
where something is not as declared.
";

/// Runs the program with these arguments, the name of the program left out, until it has ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match made(arguments) {
        Ok(status) => status,
        Err(error) => {
            // Where not even that can be written, nobody is there to read it.
            let _ = writeln!(std::io::stderr(), "release-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn made(arguments: impl IntoIterator<Item = OsString>) -> Result<ExitCode> {
    let Arguments { command, config, listen, database } = Arguments::parse(arguments)?;
    match command {
        Command::Help => return done(say(HELP)),
        Command::Version => return done(say(concat!("release-server ", env!("CARGO_PKG_VERSION"), "\n"))),
        Command::OpenApi => return done(say(openapi::document())),
        Command::Serve | Command::Token(_) | Command::Apply(_) | Command::Copy(_) => {}
    }
    let environment = Environment::of_process();
    let file = config.or_else(|| environment.config().map(Into::into));
    let mut config = Config::load(file.as_deref(), &environment)?;
    config.listen = listen.unwrap_or(config.listen);
    config.database = database.unwrap_or(config.database);
    match command {
        Command::Token(asked) => done(token::run(&config, asked)),
        Command::Apply(asked) => apply::run(&config, &asked),
        Command::Copy(asked) => done(copy::run(&config, asked)),
        _ => done(serve::run(&config, &environment)),
    }
}

fn done(result: Result<()>) -> Result<ExitCode> {
    result.map(|()| ExitCode::SUCCESS)
}

/// Writes to standard output.
fn say(text: impl AsRef<str>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_ref().as_bytes()).and_then(|()| out.flush()).map_err(|error| {
        Error::new(Code::Unavailable, format!("standard output cannot be written: {error}")).caused_by(error)
    })
}
