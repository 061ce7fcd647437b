//! The routes: one table, which the router and the OpenAPI description are both made of.

mod table;

use std::fmt;

use axum::routing::MethodFilter;

use crate::interface::{self, Operation};
use crate::tokens::Scope;

pub(crate) use table::ROUTES;

/// The methods that routes have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
}

impl Method {
    pub(crate) fn filter(self) -> MethodFilter {
        match self {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
        })
    }
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: Method,
    /// The path, with the operation's arguments in braces.
    pub(crate) path: &'static str,
    pub(crate) does: Does,
    /// The status of a success.
    pub(crate) status: u16,
    pub(crate) scope: Scope,
    /// What the token must see.
    pub(crate) of: Of,
    pub(crate) answer: Answer,
    /// Members and parameters whose name on the wire is not the argument's: `(wire, argument)`.
    pub(crate) renamed: &'static [(&'static str, &'static str)],
}

/// What a route does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    /// Calls an operation.
    Call(&'static str),
    /// Creates what is not there, and else changes what is said of it.
    Put { create: &'static str, update: &'static str },
    /// Takes a webhook of the connection that the configuration names, or that the path does.
    Webhook(Sender),
}

/// Whose webhook it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sender {
    Github,
    Buildkite,
    Named,
}

/// What a route is about, and so what a token must see for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// The project that the path or the body names.
    Project,
    /// The project of the deployment that the path or the body names.
    Deployment,
    /// The project of the dispatch that the path names.
    Dispatch,
    /// The project of the candidate that the body names by its id.
    Candidate,
    /// All projects.
    Everything,
    /// A list, of which is answered what the token sees.
    WhatIsSeen,
    /// Nothing: the request proves by itself who sends it.
    Itself,
}

/// How an operation's answer becomes the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// As it is.
    Whole,
    /// The items of a page alone; where the next page is stands in the headers.
    Items,
    /// As the member of an object.
    Member(&'static str),
}

impl Route {
    const fn new(method: Method, path: &'static str, does: Does, scope: Scope) -> Route {
        Route { method, path, does, status: 200, scope, of: Of::Project, answer: Answer::Whole, renamed: &[] }
    }

    const fn created(self) -> Route {
        Route { status: 201, ..self }
    }

    const fn of(self, of: Of) -> Route {
        Route { of, ..self }
    }

    const fn answers(self, answer: Answer) -> Route {
        Route { answer, ..self }
    }

    const fn renamed(self, renamed: &'static [(&'static str, &'static str)]) -> Route {
        Route { renamed, ..self }
    }

    /// The operation that describes what it is told: where it does two, the one that creates.
    pub(crate) fn operation(&self) -> &'static Operation {
        &interface::operations()[self.operation_name()]
    }

    pub(crate) fn operation_name(&self) -> &'static str {
        match self.does {
            Does::Call(name) | Does::Put { create: name, .. } => name,
            Does::Webhook(_) => "apply_webhook",
        }
    }

    /// Whether the answer is one deployment.
    pub(crate) fn answers_a_deployment(&self) -> bool {
        self.answer == Answer::Whole && self.operation().returns == "Deployment"
    }

    /// An argument's name on the wire.
    pub(crate) fn wire_name<'a>(&self, argument: &'a str) -> &'a str {
        let own = self.renamed.iter().find(|(_, name)| *name == argument).map(|(wire, _)| *wire);
        own.unwrap_or(match argument {
            "candidate_version" => "release_candidate_version",
            other => other,
        })
    }

    /// The arguments in the path, in their order.
    pub(crate) fn path_arguments(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// The path as the router matches it: arguments by their place, because two routes may name one place differently.
    pub(crate) fn pattern(&self) -> String {
        let mut place = 0;
        let parts = self.path.split('/').map(|part| {
            if !part.starts_with('{') {
                return part.to_owned();
            }
            place += 1;
            format!("{{{}}}", place_name(place - 1))
        });
        parts.collect::<Vec<_>>().join("/")
    }

    pub(crate) fn is_put(&self) -> bool {
        matches!(self.does, Does::Put { .. })
    }

    /// Whether what it is told stands in the query and not in a body.
    pub(crate) fn is_read(&self) -> bool {
        self.method == Method::Get
    }
}

/// The name of an argument by its place in the path.
pub(crate) fn place_name(place: usize) -> String {
    format!("release_argument_{place}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_has_a_route() {
        let mut routed = BTreeSet::new();
        for route in ROUTES {
            routed.insert(route.operation_name());
            if let Does::Put { update, .. } = route.does {
                routed.insert(update);
            }
        }
        let all: BTreeSet<_> = interface::operations().keys().map(String::as_str).collect();
        assert_eq!(routed, all);
    }

    #[test]
    fn no_two_routes_are_the_same() {
        let mut seen = BTreeSet::new();
        for route in ROUTES {
            assert!(seen.insert((route.method, route.pattern())), "{} {}", route.method, route.path);
        }
    }

    #[test]
    fn paths_name_arguments_of_their_operations() {
        for route in ROUTES {
            let known: BTreeSet<_> =
                route.operation().arguments().map(|(argument, _)| argument.name.as_str()).collect();
            for name in route.path_arguments() {
                assert!(known.contains(name), "{} has {name}", route.path);
            }
        }
    }

    #[test]
    fn a_pattern_names_places() {
        let route = ROUTES.iter().find(|route| route.operation_name() == "live").unwrap();
        assert_eq!(route.pattern(), "/api/releases/{release_argument_0}/environments/{release_argument_1}/live");
    }
}
