//! An embeddable release-management engine: what was released, where it runs, and how to get back.

mod error;
mod model;

pub use error::{Code, Error, Kind, Result, Row, Wire};
pub use model::*;
