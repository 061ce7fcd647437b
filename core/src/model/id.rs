//! Identifiers: UUIDs of version 7, made by the caller's side before the first attempt of a call.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::text::{deserialize, text_schema};
use crate::error::{Code, Error, Result, excerpt};

macro_rules! id_type {
    ($(#[$doc:meta])* $type:ident, $field:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(Uuid);

        impl $type {
            pub(crate) fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The sixteen bytes of the id.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        text_schema!($type, Some("uuid"));

        impl FromStr for $type {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                parse(text).map(Self).map_err(|error| error.with("field", $field))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    };
}

id_type!(
    /// The id of a project.
    ProjectId, "project_id"
);
id_type!(
    /// The id of an environment.
    EnvironmentId, "environment_id"
);
id_type!(
    /// The id of a release candidate: the "release cut id" of a build workflow.
    CandidateId, "candidate_id"
);
id_type!(
    /// The id of a deployment.
    DeploymentId, "deployment_id"
);
id_type!(
    /// The id of a dispatch.
    DispatchId, "dispatch_id"
);

fn parse(text: &str) -> Result<Uuid> {
    match text.len() {
        36 => Uuid::try_parse(text).ok(),
        _ => None,
    }
    .ok_or_else(|| {
        let expected = "a UUID such as 0190a5e0-7b1c-7000-8000-000000000000";
        Error::new(Code::InvalidRequest, format!("invalid id {:?}: expected {expected}", excerpt(text)))
            .with("expected", expected)
            .with("found", text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_in_one_way() {
        let id: DeploymentId = "0190a5e0-7b1c-7000-8000-00000000000A".parse().unwrap();
        assert_eq!(id.to_string(), "0190a5e0-7b1c-7000-8000-00000000000a");
        for bad in ["", "1", "0190a5e07b1c70008000000000000000", "{0190a5e0-7b1c-7000-8000-00000000000a}"] {
            let error = bad.parse::<DeploymentId>().unwrap_err();
            assert_eq!((error.code(), error.get("field")), (Code::InvalidRequest, Some("deployment_id")));
            assert!(serde_json::from_value::<DeploymentId>(bad.into()).is_err(), "serde is no way around the check");
        }
    }
}
